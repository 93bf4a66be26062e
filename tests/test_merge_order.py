"""Blocks that a new version puts in another order, and new ones beside blocks that look alike."""

from __future__ import annotations

import datetime

import pytest
from docx_scalpel import docx_diff_accept_revisions, docx_diff_reject_revisions
from hypothesis import given
from hypothesis import strategies as st

from generator.word.checks.structure import check_structure
from generator.word.merge import Merged, merge_documents, same_content
from generator.word.merge.read.order import find_steady
from generator.word.reader.outline import outline
from tests.wordfile import bookmark, field, paragraph, table, word_file

DAY = datetime.datetime(2026, 11, 22)
HEAD = ("場所", "施錠")
LOBBY, OFFICE, PLANT = ("玄関", "最終退出者"), ("事務所", "警備"), ("工場", "製造部長")


def merged(base: bytes, ours: bytes, theirs: bytes) -> Merged:
    result = merge_documents(base, ours, theirs, date=DAY)
    assert result.conflicts == ()
    assert same_content(docx_diff_reject_revisions(result.data), ours)
    plain = merge_documents(base, ours, theirs, date=DAY, track=False)
    assert outline(docx_diff_accept_revisions(result.data)) == outline(plain.data)
    return result


def rows(*lines: tuple[str, str]) -> bytes:
    return word_file(table(HEAD, *lines) + paragraph("以上"))


def accepted(result: Merged) -> str:
    return outline(docx_diff_accept_revisions(result.data))


def test_rows_follow_the_new_order() -> None:
    """The profile lists the rooms in another order; nobody edited the rows."""
    base, theirs = rows(LOBBY, OFFICE, PLANT), rows(PLANT, OFFICE, LOBBY)
    result = merged(base, base, theirs)
    assert accepted(result) == outline(theirs)
    assert len(result.changes) == 2


def test_a_row_that_ours_edited_stays_where_it_is() -> None:
    """Ours wrote into a row that theirs moves: the row keeps its words and its place."""
    own = ("玄関", "最終退出者（総務部）")
    result = merged(rows(LOBBY, OFFICE, PLANT), rows(own, OFFICE, PLANT), rows(OFFICE, PLANT, LOBBY))
    text = accepted(result)
    assert "最終退出者（総務部）" in text and text.count("玄関") == 1


def test_new_blocks_stay_together_beside_blocks_that_look_alike() -> None:
    """Blank lines and equal sentences elsewhere do not draw new blocks to them."""
    lines = ["甲の表", "区切り", "乙の表", "区切り", "丙の表", "区切り"]
    new = ["甲の表", "区切り", "丁の表", "区切り", "丁の注", "区切り", "丙の表", "区切り", "乙の表", "区切り"]
    base, theirs = (word_file("".join(map(paragraph, each))) for each in (lines, new))
    assert accepted(merged(base, base, theirs)) == outline(theirs)


@given(st.permutations(range(9)))
def test_what_is_steady_rises_and_is_longest(places: list[int]) -> None:
    """The steady places stand in rising order, and no single moved one could join them."""
    steady = find_steady(places)
    kept = [place for place in places if place in steady]
    assert kept == sorted(kept)
    for extra in set(places) - steady:
        more = [place for place in places if place in steady | {extra}]
        assert more != sorted(more)


@pytest.mark.parametrize("places", [[], [3], [0, 1, 2]])
def test_what_never_moved_is_steady(places: list[int]) -> None:
    """Nothing moves without reason."""
    assert find_steady(places) == set(places)


def _heading(text: str, name: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr>{bookmark(name, 1, f"<w:r><w:t>{text}</w:t></w:r>")}</w:p>'


def test_a_reworded_heading_can_be_referred_to_by_its_new_name() -> None:
    """The heading of a replaced clause stays as a paragraph; new text refers to it by the new clause."""
    base = word_file(_heading("私物の機器の禁止", "_Pg_ban") + paragraph("使わない。"))
    body = _heading("私物の機器の利用", "_Pg_use") + paragraph("使わない。")
    theirs = word_file(f"{body}<w:p>{field('REF _Pg_use', '私物の機器の利用')}</w:p>")
    result = merged(base, base, theirs)
    assert not check_structure(result.data)


def test_a_deleted_field_and_a_deleted_heading_are_no_fault() -> None:
    """What waits for its deletion is not checked for words and instructions."""
    base = word_file(
        _heading("体制", "_Pg_a")
        + paragraph("以上")
        + _heading("廃止", "_Pg_b").replace('w:id="1"', 'w:id="2"')
        + f"<w:p>{field('REF _Pg_a', '体制')}</w:p>"
    )
    result = merged(base, base, word_file(_heading("体制", "_Pg_a") + paragraph("以上")))
    assert not check_structure(result.data)


def _with_ids(*texts: str) -> bytes:
    """Return a document whose paragraphs have their ids by their place, as a render gives them."""
    return word_file(
        "".join(
            paragraph(text).replace("<w:p>", f'<w:p w14:paraId="{place:08X}">', 1)
            for place, text in enumerate(texts, start=1)
        )
    )


def test_ids_that_a_new_template_gave_to_others_pair_nothing() -> None:
    """A template gained a paragraph, and all ids behind it moved on by one: nothing moved, one paragraph is new."""
    lines = ("目的を定める。", "区画を決める。", "施錠を確かめる。", "火災に備える。", "記録を残す。")
    base, theirs = _with_ids(*lines), _with_ids(lines[0], "範囲を定める。", *lines[1:])
    result = merged(base, base, theirs)
    assert accepted(result) == outline(theirs)
    assert len(result.changes) == 1
