"""Every change of a new version stands in the result, is asked in a comment, or is named: nothing goes in silence."""

from __future__ import annotations

import datetime
import difflib
import re
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from lxml import etree

from generator.word.merge import Merged, find_edits, merge_documents, open_version, settle_conflicts
from tests.editing import on_tree
from tests.laws.referee import comments, said
from tests.laws.worlds import SAVED
from tests.profiles import SAMPLES
from tests.random_edits import KINDS, edited
from tests.rendering import render_documents, sample
from tests.validators import own_findings
from tests.wordfile import bookmark, field, paragraph, table, word_file

DAY = datetime.datetime(2026, 11, 22)
_WORDS = re.compile(r"\{[^}]*\}|[0-9A-Za-z]+|[一-鿿々]+|[ぁ-ゟ]+|[ァ-ヺー]+|.")


def new_words(base: bytes, theirs: bytes) -> Iterator[str]:
    """Yield each stretch of words that theirs has and base has not, paragraph by paragraph."""
    before, after = ([cell for line in said(data) for cell in _cells(line)] for data in (base, theirs))
    matcher = difflib.SequenceMatcher(a=before, b=after, autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        for line in after[j1:j2] if tag in ("replace", "insert") else ():
            if line in before:
                continue
            like = difflib.get_close_matches(line, before[i1:i2] or [""], n=1, cutoff=0.6)
            yield from _stretches(like[0] if like else "", line)


def _cells(line: str) -> list[str]:
    return [part for cell in line.strip("| ").split(" | ") for part in cell.split(" / ") if part.strip()]


def _stretches(before: str, after: str) -> Iterator[str]:
    words = [_WORDS.findall(text) for text in (before, after)]
    matcher = difflib.SequenceMatcher(a=words[0], b=words[1], autojunk=False)
    for tag, _, _, j1, j2 in matcher.get_opcodes():
        text = "".join(words[1][j1:j2])
        for part in re.split(r"\{[^}]*\}", text) if tag != "equal" else ():
            if len(part.strip()) > 1:
                yield part


def assert_law(base: bytes, ours: bytes, theirs: bytes) -> Merged:
    """Find each new stretch of words in the result, in a comment, or in what the report names."""
    merged = merge_documents(base, ours, theirs, date=DAY)
    told = [change.after for change in merged.dropped] + [comments(merged.data)]
    found = _plain("\n".join(said(merged.data, "accept")) + "\n".join(told))
    missing = [words for words in new_words(base, theirs) if _plain(words) not in found]
    assert missing == []
    if not merged.conflicts and not merged.dropped:
        _assert_old_is_gone(base, theirs, merged)
    return merged


def _assert_old_is_gone(base: bytes, theirs: bytes, merged: Merged) -> None:
    """What theirs has no longer does not stand beside what theirs has in its place."""
    old = {cell for line in said(base) for cell in _cells(line)}
    new = {cell for line in said(theirs) for cell in _cells(line)}
    result = {cell for line in said(merged.data, "accept") for cell in _cells(line)}
    assert (old - new) & result == set()


def _plain(text: str) -> str:
    return re.sub(r"[\s/|…]|\{[^}]*\}", "", text)


def heading(text: str, number: int) -> str:
    run = f"<w:r><w:t>{text}</w:t></w:r>"
    return f'<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr>{bookmark(f"_Pg_c{number}", number, run)}</w:p>'


def file(*blocks: str) -> bytes:
    return word_file(heading("体制", 1) + paragraph("責任者を置く。") + "".join(blocks) + heading("点検", 9))


NOT_ONE, NOT_TWO = "私物の機器を業務に使わないこと。", "業務のデータを私物の機器に保存しないこと。"
MAY_ONE, MAY_TWO = (
    "承認を得た社員は、持ち込んだ端末で働くことができる。",
    "そのときは、画面に暗証番号を付ける。",
)
RULE = heading("私物の機器", 2)


@pytest.mark.parametrize("keep", [NOT_ONE, NOT_TWO])
@pytest.mark.parametrize("new", [(MAY_ONE,), (MAY_ONE, MAY_TWO), (MAY_ONE, MAY_TWO, "毎年見直す。")])
@pytest.mark.parametrize("saved", ["zipped", "word"])
def test_half_of_a_rule_that_theirs_turns_round(keep: str, new: tuple[str, ...], saved: str) -> None:
    """Somebody deletes one prohibition of two; the new version permits: the whole rule is one question."""
    base = file(RULE, paragraph(NOT_ONE), paragraph(NOT_TWO))
    ours = SAVED[saved](file(RULE, paragraph(keep)))
    theirs = file(RULE, *map(paragraph, new))
    merged = assert_law(base, ours, theirs)
    text = said(merged.data, "accept")
    assert not (keep in text and MAY_ONE in text)
    assert keep in said(merged.data, "reject")
    if merged.conflicts:
        assert len(merged.conflicts) == 1
        again = merge_documents(merged.next_base, merged.data, theirs, date=DAY)
        assert again.data == merged.data and len(again.conflicts) == 1
        settled = settle_conflicts(merged.next_base, merged.data, theirs)
        assert len(settled.conflicts) == 1
        assert said(settled.base) == said(merged.next_base)


@pytest.mark.parametrize("wrapped", [False, True])
def test_a_replaced_rule_that_ours_edited_is_one_question(wrapped: bool) -> None:
    """Ours wrote into one of two prohibitions: neither goes, and no permission comes beside it, in rows as well."""

    def made(*texts: str) -> bytes:
        rows = table(("きまり", "内容"), *((f"{text[:6]}", text) for text in texts))
        return file(RULE, rows if wrapped else "".join(map(paragraph, texts)))

    base, theirs = made(NOT_ONE, NOT_TWO), made(MAY_ONE, MAY_TWO)
    own = NOT_TWO.replace("私物の", "私物の全ての")
    merged = assert_law(base, made(NOT_ONE, own), theirs)
    text = "".join(said(merged.data, "accept"))
    assert len(merged.conflicts) == 1
    assert NOT_ONE in text and own in text and MAY_ONE not in text and MAY_TWO not in text
    assert MAY_ONE in comments(merged.data) and MAY_TWO in comments(merged.data)


def test_what_a_text_in_question_refers_to_stays_with_it() -> None:
    """The new version drops a list and turns round the rule that refers to it; ours wrote into the rule: both stay."""
    reference = field("REF _Pg_c9 \\h", "利用できる機器")

    def made(*rule: str, listed: bool) -> bytes:
        blocks = "".join(rule)
        more = (
            heading("利用できる機器", 9)
            + paragraph("機器は次の表のとおりとする。")
            + table(("機器",), ("端末",))
        )
        return word_file(RULE + blocks + heading("点検", 8) + paragraph("毎年行う。") + more * listed)

    def rule(start: str) -> str:
        return f"<w:p><w:r><w:t>{start}、</w:t></w:r>{reference}<w:r><w:t>に掲げる機器だけを使う。</w:t></w:r></w:p>"

    base = made(rule("業務では"), paragraph("機器は毎年見直す。"), listed=True)
    ours = made(rule("当社の業務では"), paragraph("機器は毎年見直す。"), listed=True)
    theirs = made(paragraph("私物を持ち込んではならない。"), listed=False)
    for track in (True, False):
        merged = merge_documents(base, ours, theirs, date=DAY, track=track)
        assert own_findings([("file", merged.data)]) == own_findings([("file", ours)])
        assert said(merged.data, "accept") == said(ours)
        assert [conflict.clause for conflict in merged.conflicts] == ["_Pg_c2", "_Pg_c9"]
        again = merge_documents(merged.next_base, merged.data, theirs, date=DAY, track=track)
        assert again.data == merged.data and len(again.conflicts) == 2


def test_what_ours_deleted_and_theirs_changes_is_named() -> None:
    """A paragraph, a row and a table that the company deleted, each with new words in the new version."""
    rows = (("場所", "担当"), ("玄関の受付の台", "総務部の甲"), ("倉庫の棚", "製造部の乙"))
    new_rows = (rows[0], ("玄関の受付の台", "情報部の丙"), rows[2])
    base = file(paragraph("鍵は総務部が持つ。"), table(*rows))
    theirs = file(paragraph("鍵は情報部が持つ。"), table(*new_rows))
    row = assert_law(base, file(paragraph("鍵は総務部が持つ。"), table(rows[0], rows[2])), theirs)
    assert [change.after for change in row.dropped] == ["玄関の受付の台 / 情報部の丙"]
    both = assert_law(base, file(), theirs)
    assert [change.clause for change in both.dropped] == ["_Pg_c1", "_Pg_c1"]
    assert both.dropped[0].after == "鍵は情報部が持つ。"


def test_a_clause_that_ours_deleted_and_theirs_enlarges_is_named() -> None:
    """No paragraph of a deleted clause comes back into the clause before it; the report has its words."""
    base = file(RULE, paragraph(NOT_ONE))
    theirs = file(RULE, paragraph(NOT_ONE), paragraph("持ち込むときは記録する。"))
    merged = assert_law(base, file(), theirs)
    assert [(change.clause, change.after) for change in merged.dropped] == [
        ("_Pg_c2", "持ち込むときは記録する。")
    ]
    assert merged.data == file()


def test_a_clause_that_moves_with_an_edit_is_asked() -> None:
    """Ours retyped the heading of a clause that theirs puts elsewhere: heading and text stay together, and it asks."""
    one = (heading("鍵", 3), paragraph("鍵は棚に置く。"))
    two = (
        heading("扉", 4),
        paragraph("扉は夜に閉める。"),
        paragraph("窓も閉める。"),
        paragraph("灯を消す。"),
    )
    base, theirs = file(*one, *two), file(*two, *one)
    ours = file(heading("鍵の保管", 3), one[1], *two)
    for track in (True, False):
        merged = merge_documents(base, ours, theirs, date=DAY, track=track)
        text = said(merged.data, "accept")
        assert text.index("鍵の保管") + 1 == text.index("鍵は棚に置く。")
        assert [conflict.moved for conflict in merged.conflicts] == [True]
        assert "移りました" in comments(merged.data)
        again = merge_documents(merged.next_base, merged.data, theirs, date=DAY, track=track)
        assert again.data == merged.data and len(again.conflicts) == 1
        settled = settle_conflicts(merged.next_base, merged.data, theirs)
        assert len(settled.conflicts) == 1
        assert said(settled.base) == said(merged.next_base)


def test_clauses_with_bookmarks_that_change_places_are_asked_until_decided() -> None:
    """Tracked, a moved bookmark would be lost by accepting or by rejecting: the question stays while its comment does."""
    one = (heading("鍵", 3), paragraph("鍵は棚に置く。"))
    two = (heading("扉", 4), paragraph("扉は夜に閉める。"), paragraph("窓も閉める。"))
    base, theirs = file(*one, *two), file(*two, *one)
    merged = merge_documents(base, base, theirs, date=DAY)
    assert said(merged.data) == said(base) and "移りました" in comments(merged.data)
    settled = settle_conflicts(merged.next_base, merged.data, theirs)
    assert len(settled.conflicts) == 1 and said(settled.base) == said(base)
    without = on_tree(merged.data, lambda root: root.clear(), "word/comments.xml")
    assert settle_conflicts(merged.next_base, without, theirs).conflicts == ()
    moved = merge_documents(merged.next_base, theirs, theirs, date=DAY)
    assert moved.conflicts == () and moved.data == theirs


@pytest.mark.parametrize("track", [False, True])
def test_what_ours_moved_as_theirs_does_is_done(track: bool) -> None:
    """Both put the rows, and the clauses, in the same new order: nothing is left to do."""
    rows = (("場所", "担当"), ("玄関", "総務"), ("倉庫", "製造"), ("屋上", "設備"))
    one = (heading("鍵", 3), paragraph("鍵は棚に置く。"), table(*rows))
    two = (heading("扉", 4), paragraph("扉は夜に閉める。"), paragraph("窓も閉める。"))
    base = file(*one, *two)
    theirs = file(*two, *one[:2], table(rows[0], *reversed(rows[1:])))
    merged = merge_documents(base, theirs, theirs, date=DAY, track=track)
    assert merged.data == theirs and merged.conflicts == ()


def test_looking_for_edits_leaves_open_versions_as_they_are() -> None:
    """Versions that are open already can be looked at again: nothing in them changes."""
    base, other = (
        open_version(file(RULE, paragraph(text), table(("甲", text)))) for text in (NOT_ONE, MAY_ONE)
    )
    before = [etree.tostring(version.main) for version in (base, other)]
    assert find_edits(base, other) == find_edits(base, other) != ()
    assert [etree.tostring(version.main) for version in (base, other)] == before


MANUFACTURER = next(path for path in SAMPLES if path.stem == "manufacturer")
ASSOCIATION = next(path for path in SAMPLES if path.stem == "association")


@pytest.fixture(scope="module")
def handbooks() -> tuple[bytes, bytes]:
    """The same document of two companies: much of it differs."""
    paths = (MANUFACTURER, ASSOCIATION)
    one, other = (render_documents(sample(path), path.parent)["handbook"] for path in paths)
    return one, other


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)
@given(st.lists(st.sampled_from(sorted(KINDS)), min_size=1, max_size=6), st.integers(0, 10**6))
def test_any_edits(handbooks: tuple[bytes, bytes], kinds: list[str], seed: int) -> None:
    """Whatever the company did to its handbook: no new word goes in silence."""
    base, theirs = handbooks
    assert_law(base, edited(base, kinds, seed), theirs)
