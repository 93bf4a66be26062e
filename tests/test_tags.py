"""The tag dialect."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.templating.check import check_template
from generator.word.engine.language.tags import Location, TagProblem, find_tags
from tests.builders import p, template


def kinds(text: str) -> list[tuple[str, str, str]]:
    tags, wrong = find_tags(text)
    assert wrong == []
    return [(tag.kind, tag.prefix, tag.body) for tag in tags]


def test_tags_are_found_in_order_with_their_kind() -> None:
    """Values, conditions, loops and comments are told apart."""
    found = kinds(
        "{{ a }}x{% if b %}{% elif c %}{% else %}{% endif %}{% for d in e %}{% endfor %}{% set f = 1 %}{# g #}"
    )
    assert [kind for kind, _, _ in found] == [
        "value",
        "if",
        "elif",
        "else",
        "endif",
        "for",
        "endfor",
        "set",
        "comment",
    ]


@pytest.mark.parametrize("prefix", ["p", "tr", "tc", "r"])
def test_prefixes_of_docxtpl_are_known(prefix: str) -> None:
    """{%p %}, {%tr %}, {%tc %} and {%r %} are control tags with a prefix."""
    assert kinds(f"{{%{prefix} if a %}}") == [("if", prefix, "a")]


def test_a_value_named_like_a_prefix_is_a_value() -> None:
    """{{p}} and {{ r }} name values; {{r x}} is the value x."""
    assert kinds("{{p}}{{ r }}{{r x }}") == [("value", "", "p"), ("value", "", "r"), ("value", "r", "x")]


def test_white_space_signs_are_accepted() -> None:
    """{%- -%} and {{- -}} mean the same as without the signs."""
    assert kinds("{%- if a -%}{{- b -}}") == [("if", "", "a"), ("value", "", "b")]


def test_curly_quotes_open_and_close_strings() -> None:
    """Quotes that Word curled are straight again, whichever of the pair was typed."""
    assert kinds("{{ a == “x” and b == ”y” and c == ‘z’ }}") == [
        ("value", "", 'a == "x" and b == "y" and c == \'z\'')
    ]


def test_curly_quotes_inside_a_straight_string_stay() -> None:
    """A string in straight quotes keeps the curly ones in it."""
    assert kinds("{{ '“x”' }}") == [("value", "", "'“x”'")]


def test_a_closing_sign_inside_a_string_does_not_close() -> None:
    """A string may hold }} or %}."""
    assert kinds("{{ '}}' }}{% if a == '%}' %}") == [("value", "", "'}}'"), ("if", "", "a == '%}'")]


@pytest.mark.parametrize(
    "text", ["{{ a", "{% if a", "a }}", "%}", "{% raw %}", "{{ }}", "{% if %}", "{{p x}}", "{% endif a %}"]
)
def test_broken_tags_are_reported(text: str) -> None:
    """A tag that does not close, has no expression or is unknown is a problem, never plain text."""
    assert find_tags(text)[1]


def test_a_very_long_tag_is_refused() -> None:
    """A tag has at most 2,000 characters."""
    assert find_tags("{{ a" + " " * 3000 + "}}")[1]


def test_locations_are_worded_for_people() -> None:
    """A place names the paragraph, the table cell and the heading."""
    place = Location("word/document.xml", 12, (2, 3, 1), "目的")
    assert str(place) == "段落12（表2の3行1列、見出し「目的」の下）"
    assert str(Location("word/header1.xml", 1)) == "ヘッダー（header1） 段落1"


def test_an_unknown_name_is_worded_as_the_conventions_show() -> None:
    """The message names the tag and the names there are."""
    problem = TagProblem(
        "{{ roles.ciso }}", Location("word/document.xml", 214), "roles.ciso", ("roles.officer",)
    )
    assert str(problem.problem) == "段落214: {{ roles.ciso }} は未定義です（使える名前: roles.officer …）"


@pytest.mark.parametrize(
    "text", ["｛｛ name ｝｝", "{｛ name", "name ｝}", "｛% if x", "x ％}", "｛％ if x ％｝", "｛ ｛ x"]
)
def test_tags_in_full_width_are_a_finding_of_the_check(tmp_path: Path, text: str) -> None:
    """Brackets typed with the Japanese input on are no tags; the check says where they stand, once a paragraph."""
    path = tmp_path / "見本.docx"
    path.write_bytes(template(p("あ") + p(text)))
    found = [problem for problem in check_template(path).problems if "全角のかっこ" in problem]
    assert len(found) == 1
    assert "段落2" in found[0]
    path.write_bytes(template(p("集合｛あ、い｝と（50％）と{{ 'x' }}")))
    assert not [problem for problem in check_template(path).problems if "全角のかっこ" in problem]
