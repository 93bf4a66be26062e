"""The short way to the values of a YAML text agrees with the long one wherever it answers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.profile.reading.plain import plain_values
from generator.profile.reading.tree import MAX_DEPTH, YamlSyntaxError, parse_tree, walk

PROFILES = Path(__file__).parent.parent / "profiles"
PIECES = st.sampled_from(
    [*'{}[]:,-?&*!|>\'"%@#~<', "\n", "\n  ", "\n    ", " ", ": ", "- ", "---\n", "...\n", "&a ", "*a", "!!str ", "<<: ",
     "a: ", "b: ", "a", "null", "true", '"\\u00', "0a", "\r\n", "\x85", "あ", "\u3000", "x: 1\n", "\ny:\n  - 1\n  - "]
)  # fmt: skip


def agrees(text: str) -> bool:
    """Return whether the short way answered; it must then have found what the long one finds, and no fault."""
    values = plain_values(text)
    if values is None:
        return False
    root, problems = parse_tree(text)
    assert (values, problems) == (root.value, [])
    assert not any(node.blank for _, node in walk(root))
    return True


@pytest.mark.parametrize("file", sorted(PROFILES.glob("*.yaml")), ids=lambda file: file.stem)
def test_the_shipped_profiles_take_the_short_way(file: Path) -> None:
    """Nothing in them is unusual."""
    assert agrees(file.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "text",
    [
        "", "a", "- a", "a: &x 1", "a: *x", "a: !!str 1", "a: 1\na: 2", "<<: {a: 1}", "a:", "a:\n- \n", "? [a]\n: 1", "? {a: 1}\n: 1",
        "a: 1\n---\nb: 2", 'a: "\\x07"', 'a: "1\\r\\n2"', '"\\x07": 1', "a: [1", "a: b: c", '{"a": 1}',
        "a: " + "[" * MAX_DEPTH + "]" * MAX_DEPTH, "a: " + "1" * 60_000,
    ],
)  # fmt: skip
def test_whatever_is_unusual_is_left_to_the_long_way(text: str) -> None:
    """No answer; `parse_tree` reads it or says what is wrong."""
    assert plain_values(text) is None


@settings(max_examples=300)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_both_ways_agree_on_any_text(text: str) -> None:
    """Made of YAML's own signs; where there is no answer, nothing is claimed."""
    agrees(text)


@settings(max_examples=100)
@given(
    st.dictionaries(
        st.text(max_size=4),
        st.recursive(
            st.none() | st.text(max_size=6),
            lambda inner: (
                st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3)
            ),
            max_leaves=8,
        ),
        max_size=4,
    )
)
def test_both_ways_agree_on_written_data(data: dict[str, object]) -> None:
    """Block style and JSON alike."""
    for text in (yaml.safe_dump(data, allow_unicode=True), json.dumps(data)):
        try:
            agrees(text)
        except YamlSyntaxError:
            pytest.fail("the short way read what the long way cannot")
