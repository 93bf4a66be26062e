"""A file that was only saved again becomes the new version: words, order, cells, rows; and by rejecting the old one."""

from __future__ import annotations

import datetime
import itertools

import pytest

from generator.word.merge import merge_documents
from tests.laws.referee import said
from tests.laws.worlds import SAVED
from tests.profiles import SAMPLES
from tests.rendering import render_documents, sample
from tests.wordfile import bookmark, field, paragraph, table, word_file

DAY = datetime.datetime(2026, 11, 22)
PAIRS = list(itertools.permutations([path.stem for path in SAMPLES], 2))
DOCUMENTS = ("policy", "handbook", "rules")


def assert_law(base: bytes, ours: bytes, theirs: bytes) -> None:
    """Untracked the text is that of theirs; tracked it is so by accepting all, and that of ours by rejecting all."""
    plain = merge_documents(base, ours, theirs, date=DAY, track=False)
    assert said(plain.data) == said(theirs)
    tracked = merge_documents(base, ours, theirs, date=DAY)
    assert said(tracked.data, "reject") == said(ours)
    assert tracked.dropped == plain.dropped == ()
    if not tracked.conflicts:
        assert said(tracked.data, "accept") == said(theirs)
    else:
        assert all(conflict.moved for conflict in tracked.conflicts)
        assert_clauses_hold_together(said(tracked.data, "accept"), said(theirs))


def assert_clauses_hold_together(lines: list[str], theirs: list[str]) -> None:
    """Every heading has its text behind it, in whatever order the clauses are."""
    for place, line in enumerate(theirs[:-1]):
        if line in TITLE_LINES:
            assert lines[lines.index(line) + 1] == theirs[place + 1]


TITLE_LINES = ("鍵", "扉")


def heading(text: str, number: int, name: str = "_Ref{}") -> str:
    run = f"<w:r><w:t>{text}</w:t></w:r>"
    mark = bookmark(name.format(number), number, run)
    return f'<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr>{mark}</w:p>'


def cell_table(*rows: tuple[tuple[str, ...], ...]) -> str:
    """Return a table whose cells hold several paragraphs."""
    lines = []
    for row in rows:
        width = '<w:tcPr><w:tcW w:w="2000" w:type="dxa"/></w:tcPr>'
        cells = (f"<w:tc>{width}{''.join(map(paragraph, texts))}</w:tc>" for texts in row)
        lines.append(f"<w:tr>{''.join(cells)}</w:tr>")
    grid = '<w:gridCol w:w="2000"/>' * len(rows[0])
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{''.join(lines)}</w:tbl>"


KEYS, DOORS = "鍵は施錠した棚に置く。", "扉は夜に閉める。"
VISITS, FIRE = "来客は受付で記帳する。", "火気は使わない。"
END = paragraph("以上")

CHANGES: dict[str, tuple[str, str]] = {
    "a cell gets other paragraphs": (
        cell_table((("連絡先",), ("【管理者の連絡先】",))) + END,
        cell_table((("連絡先",), ("管理者 工房 太郎", "03-0000-0020"))) + END,
    ),
    "a cell loses its last paragraph": (
        cell_table((("約束",), (KEYS, DOORS))) + END,
        cell_table((("約束",), (KEYS,))) + END,
    ),
    "a cell gets quite other words": (
        cell_table((("約束",), (KEYS, DOORS))) + END,
        cell_table((("約束",), (VISITS,))) + END,
    ),
    "a table gets a column and rows": (
        table(("委託先", "業務")) + END,
        table(("委託先", "業務", "契約日"), ("甲社", "給与", "4月"), ("乙社", "保守", "5月")) + END,
    ),
    "a table with rows loses a column": (
        table(("委託先", "業務", "契約日"), ("甲社", "給与", "4月"), ("乙社", "保守", "5月")) + END,
        table(("委託先", "業務"), ("甲社", "給与"), ("丙社", "清掃")) + END,
    ),
    "rows are replaced": (
        table(("場所", "担当"), ("玄関", "総務"), ("倉庫", "製造")) + END,
        table(("場所", "担当"), ("事務所", "情報"), ("駐車場", "警備"), ("屋上", "設備")) + END,
    ),
    "rows change places": (
        table(("場所", "担当"), ("玄関", "総務"), ("倉庫", "製造"), ("屋上", "設備")),
        table(("場所", "担当"), ("屋上", "設備"), ("倉庫", "製造"), ("玄関", "総務")),
    ),
    "paragraphs are replaced": (
        "".join(map(paragraph, (KEYS, DOORS))) + END,
        "".join(map(paragraph, (VISITS, FIRE, "鍵の番号は人に教えない。"))) + END,
    ),
    "the last paragraph is replaced": (paragraph(KEYS) + paragraph(DOORS), paragraph(KEYS) + paragraph(VISITS)),
    "the first paragraph is replaced": (paragraph(KEYS) + END, paragraph(FIRE) + paragraph(VISITS) + END),
    "all goes but the end": ("".join(map(paragraph, (KEYS, DOORS, FIRE))) + END, END),
    "a paragraph moves to the end": (
        paragraph(KEYS) + paragraph(DOORS) + paragraph(VISITS) + END,
        paragraph(DOORS) + paragraph(VISITS) + paragraph(KEYS) + END,
    ),
    "clauses change places": (
        heading("鍵", 1) + paragraph(KEYS) + heading("扉", 2) + paragraph(DOORS),
        heading("扉", 2) + paragraph(DOORS) + heading("鍵", 1) + paragraph(KEYS),
    ),
    "clauses of ours change places and say more": (
        heading("鍵", 1, "_Pg_c{}") + paragraph(KEYS) + heading("扉", 2, "_Pg_c{}") + paragraph(DOORS) + END,
        heading("扉", 2, "_Pg_c{}") + paragraph(DOORS) + paragraph(FIRE)
        + heading("鍵", 1, "_Pg_c{}") + paragraph(VISITS) + paragraph(KEYS) + END,
    ),
    "a clause comes between": (
        heading("鍵", 1) + paragraph(KEYS) + heading("扉", 2) + paragraph(DOORS),
        heading("鍵", 1) + paragraph(KEYS) + heading("来客", 3) + paragraph(VISITS) + heading("扉", 2)
        + paragraph(DOORS),
    ),
    "a clause goes and another comes in its place": (
        heading("鍵", 1) + paragraph(KEYS) + heading("扉", 2) + paragraph(DOORS),
        heading("来客", 3) + paragraph(VISITS) + paragraph(FIRE) + heading("扉", 2) + paragraph(DOORS),
    ),
}  # fmt: skip


@pytest.mark.parametrize("saved", SAVED)
@pytest.mark.parametrize("change", CHANGES)
def test_small_files(change: str, saved: str) -> None:
    """Cells, rows, paragraphs and clauses that come, go, change and change places."""
    base, theirs = map(word_file, CHANGES[change])
    assert_law(base, SAVED[saved](base), theirs)
    assert_law(theirs, SAVED[saved](theirs), base)


@pytest.mark.parametrize("change", CHANGES)
def test_tracked_changes_of_small_files_reach_the_new_text(change: str) -> None:
    """Accepting all gives the new text; only where something with a bookmark changes places it is asked first."""
    base, theirs = map(word_file, CHANGES[change])
    asked = merge_documents(base, base, theirs, date=DAY).conflicts
    assert bool(asked) == ("change places" in change and "clauses" in change)


TITLES = [
    ("ネットワーク機器の条件", "サーバー及びネットワーク機器の条件"),
    ("点検", "点検及び監査"),
    ("点検の記録", "監査の記録"),
    ("点検の記録", "点検"),
    ("点検", "定期の点検の記録"),
]


@pytest.mark.parametrize("saved", SAVED)
@pytest.mark.parametrize(("old", "new"), TITLES)
def test_a_new_title_stands_inside_its_bookmark(old: str, new: str, saved: str) -> None:
    """References to the heading show the whole title, wherever the new words stand in it."""

    def file(title: str) -> bytes:
        return word_file(
            heading(title, 9, "_Pg_x{}")
            + f"<w:p><w:r><w:t>別表（</w:t></w:r>{field('REF _Pg_x9', title)}</w:p>"
        )

    for track in (True, False):
        merged = merge_documents(file(old), SAVED[saved](file(old)), file(new), date=DAY, track=track)
        assert f"別表（{new}" in shown(merged.data)


def shown(data: bytes) -> str:
    """Return what fields show, with changes accepted."""
    from tests.editing import texts

    return "\n".join(texts(data))


def test_words_before_and_behind_a_bookmark_stay_outside() -> None:
    """Theirs writes before and behind a marked word: the bookmark holds the word alone, as in theirs."""

    def file(before: str, after: str) -> bytes:
        mark = bookmark("_Pg_word", 7, "<w:r><w:t>点検の記録</w:t></w:r>")
        runs = [f"<w:r><w:t>{text}</w:t></w:r>" if text else "" for text in (before, after)]
        return word_file(
            f"<w:p>{runs[0]}{mark}{runs[1]}</w:p><w:p>{field('REF _Pg_word', '点検の記録')}</w:p>"
        )

    for track in (True, False):
        merged = merge_documents(
            file("", ""), file("", ""), file("毎年の", "を作る。"), date=DAY, track=track
        )
        lines = shown(merged.data).split("\n")
        assert lines[:2] == ["毎年の点検の記録を作る。", "点検の記録"]


HEADERS = [("甲社の規程", "乙社の規程"), ("乙社の規程", "甲社の規程"), ("乙社の規程", "乙社の規程")]


@pytest.mark.parametrize(("first", "default"), HEADERS)
def test_headers_that_say_the_same(first: str, default: str) -> None:
    """Two headers with the same words, one or both changed: tracked changes, and no spare part."""
    base, theirs = _with_headers("甲社の規程", "甲社の規程"), _with_headers(first, default)
    merged = merge_documents(base, base, theirs, date=DAY)
    assert merged.untracked == ()
    assert said(merged.data, "accept") == said(theirs)
    assert said(merged.data, "reject") == said(base)
    assert merge_documents(base, base, theirs, date=DAY, track=False).untracked == ()


def _with_headers(first: str, default: str) -> bytes:
    from tests.editing import members, packed

    parts = members(word_file(paragraph("本文。"), header=paragraph(default)))
    one, two = "word/header.xml", "word/first.xml"
    parts[two] = parts[one].replace(default.encode(), first.encode())
    links, types, body = "word/_rels/document.xml.rels", "[Content_Types].xml", "word/document.xml"
    link = b'<Relationship Id="rIdheader"'
    at = parts[links].index(link)
    row = parts[links][at : parts[links].index(b"/>", at) + 2]
    parts[links] = parts[links].replace(
        row, row + row.replace(b"rIdheader", b"rIdfirst").replace(b'"header.xml"', b'"first.xml"')
    )
    at = parts[types].index(b'<Override PartName="/word/header.xml"')
    row = parts[types][at : parts[types].index(b"/>", at) + 2]
    parts[types] = parts[types].replace(row, row + row.replace(b"header.xml", b"first.xml"))
    new = b'<w:headerReference w:type="first" r:id="rIdfirst"/>'
    parts[body] = parts[body].replace(b"<w:headerReference", new + b"<w:headerReference", 1)
    return packed(parts)


@pytest.mark.parametrize("key", DOCUMENTS)
@pytest.mark.parametrize(("one", "other"), PAIRS, ids="-".join)
def test_every_pair_of_sample_profiles(one: str, other: str, key: str) -> None:
    """One company's document saved again, the other's as the new version; each pair is saved in its own way."""
    base, theirs = (documents(name)[key] for name in (one, other))
    saved = list(SAVED)[(PAIRS.index((one, other)) + DOCUMENTS.index(key)) % len(SAVED)]
    assert_law(base, SAVED[saved](base), theirs)


def documents(name: str) -> dict[str, bytes]:
    if name not in _RENDERED:
        path = next(path for path in SAMPLES if path.stem == name)
        _RENDERED[name] = render_documents(sample(path), path.parent)
    return _RENDERED[name]


_RENDERED: dict[str, dict[str, bytes]] = {}
