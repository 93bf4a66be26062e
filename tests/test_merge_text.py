"""Laws of the three-way merge of one text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.word.merge.read.threeway import merge_text
from generator.word.text.tokens import apply_changes, find_changes, split_words

TEXTS = st.lists(
    st.sampled_from(
        [
            "従業員",
            "は",
            "、",
            "パスワード",
            "を",
            "10",
            "文字以上",
            "とする",
            "。",
            "情報 花子",
            "Word",
            "取り扱う",
        ]
    ),
    max_size=12,
).map("".join)


@given(st.text())
def test_words_joined_again_are_the_text(text: str) -> None:
    """Cutting loses nothing."""
    assert "".join(split_words(text)) == text


@given(TEXTS, TEXTS)
def test_changes_turn_before_into_after(before: str, after: str) -> None:
    """The replacements found are exactly those needed."""
    assert apply_changes(before, find_changes(before, after)) == after


@pytest.mark.parametrize(
    ("before", "after", "replaced"),
    [
        (
            "株式会社情報＆パートナーズは",
            "株式会社情報ホールディングスは",
            [("＆パートナーズ", "ホールディングス")],
        ),
        ("ソフトウェアの開発", "人材紹介業", [("ソフトウェアの開発", "人材紹介業")]),
        ("長さは10文字以上とする。", "長さは12文字以上とする。", [("10", "12")]),
        ("情報 花子（総務部長）", "安全 次郎（総務部長）", [("情報 花子", "安全 次郎")]),
        (
            "株式会社サンプル製作所は、",
            "株式会社新しいサンプルは、",
            [("株式会社サンプル製作所", "株式会社新しいサンプル")],
        ),
    ],
)
def test_whole_words_are_replaced(before: str, after: str, replaced: list[tuple[str, str]]) -> None:
    """A reader sees values and words replaced, not scattered letters."""
    assert [(before[c.start : c.end], c.text) for c in find_changes(before, after)] == replaced


@given(TEXTS, TEXTS)
def test_unedited_text_takes_theirs(base: str, theirs: str) -> None:
    """(b, b, t) gives t."""
    merged = merge_text(base, base, theirs)
    assert (merged.applied(base), merged.conflicts) == (theirs, [])


@given(TEXTS, TEXTS)
def test_unchanged_theirs_leaves_ours(base: str, ours: str) -> None:
    """(b, o, b) gives o."""
    merged = merge_text(base, ours, base)
    assert (merged.applied(ours), merged.conflicts) == (ours, [])


@given(TEXTS, TEXTS)
def test_the_same_change_on_both_sides_is_no_conflict(base: str, both: str) -> None:
    """(b, x, x) gives x."""
    merged = merge_text(base, both, both)
    assert (merged.applied(both), merged.conflicts) == (both, [])


@given(TEXTS, TEXTS, TEXTS)
def test_swapping_sides_swaps_conflicts(base: str, ours: str, theirs: str) -> None:
    """Where there is a conflict there is one from the other side too."""
    assert bool(merge_text(base, ours, theirs).conflicts) == bool(merge_text(base, theirs, ours).conflicts)


@given(TEXTS, TEXTS, TEXTS)
def test_without_conflict_both_sides_agree(base: str, ours: str, theirs: str) -> None:
    """Where there is no conflict, merging from either side gives the same words."""
    one, other = merge_text(base, ours, theirs), merge_text(base, theirs, ours)
    if not one.conflicts:
        assert sorted(one.applied(ours)) == sorted(other.applied(theirs))


def test_changes_at_different_words_are_both_kept() -> None:
    """Ours changed the length, theirs the officer: the merged text has both."""
    base = "情報 花子は、パスワードを10文字以上とする。"
    merged = merge_text(base, base.replace("10", "16"), base.replace("情報 花子", "安全 次郎"))
    assert merged.applied(base.replace("10", "16")) == "安全 次郎は、パスワードを16文字以上とする。"


def test_different_changes_of_the_same_word_conflict() -> None:
    """Both changed the number: ours stays, theirs is reported with its place."""
    base = "パスワードは10文字以上とする。"
    merged = merge_text(base, base.replace("10", "16"), base.replace("10", "12"))
    assert merged.edits == []
    assert [(c.start, c.end, c.text) for c in merged.conflicts] == [(6, 8, "12")]
