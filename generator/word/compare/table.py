"""The rows of a 新旧対照表 written into the table of a Word file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby

from lxml import etree

from generator.word.compare.columns import label_rank
from generator.word.compare.comparison import ClauseDifferences
from generator.word.compare.rows import Band, ComparisonRow, SidePassage, Stretch
from generator.word.file.names import (
    BR,
    PPR,
    PSTYLE,
    RPR,
    RSTYLE,
    TAB,
    TBL,
    TC,
    TR,
    VAL,
    XML_SPACE,
    P,
    R,
    T,
    w,
)
from generator.word.file.package import pack, read_package, write_package
from generator.word.file.xml import Element, parse_xml, serialise

_DOCUMENT = "word/document.xml"
_MARGINS = 240
_NARROWEST = 0.08
_KEPT_WHOLE = 10
"""Rows of up to so many lines are not cut at the end of a page."""
_LETTERS_IN_LINE = 32
_ITEMS = ("ClauseItem1", "ClauseItem2", "ClauseItem3")
_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")
_MOVED_TITLE = "番号又は位置だけが変わったもの（内容に変更のないもの）"
_MOVED_NOTE = "条文中の引用の番号も、これに合わせて改めている。"
_NONE = "内容の変更はない。"


def fill_table(document: bytes, differences: ClauseDifferences) -> bytes:
    """Write the rows into the last table of a rendered document, below its header row.

    Args:
        document: The rendered template; its last table has three columns and one row.
        differences: What the table says.

    Returns:
        The .docx; the same arguments give the same bytes.
    """
    package = read_package(document)
    root = parse_xml(package.read(_DOCUMENT) or b"")
    table = list(root.iter(TBL))[-1]
    widths = [int(column.get(w("w"), "0")) for column in table.iterfind(f"{w('tblGrid')}/{w('gridCol')}")]
    table.extend(_Rows(widths).build(differences))
    members = dict(package.members)
    members[_DOCUMENT] = pack(_DOCUMENT, serialise(root).encode("utf-8"))
    return write_package(members.values())


class _Rows:
    """Builds table rows for columns of given widths."""

    def __init__(self, widths: Sequence[int]) -> None:
        self._widths = tuple(widths)

    def build(self, differences: ClauseDifferences) -> list[Element]:
        """Return all rows: clauses under their chapters, then what only got another number."""
        rows: list[Element] = []
        chapter = ("", "")
        shown: set[str] = set()
        for row in differences.rows:
            if row.chapter != chapter and any(row.chapter) and not {*row.chapter} <= {"", *shown}:
                rows.append(self._chapter(row.chapter))
            chapter = row.chapter
            shown.add(row.heading)
            rows += self._clause(row)
        if differences.renumbered:
            rows += self._renumbered(differences)
        return rows or [self._title(_NONE)]

    def _title(self, text: str) -> Element:
        return _row([self._cell(self._widths, [_paragraph("ChapterLine", [Stretch(text)])], fill=True)])

    def _chapter(self, texts: tuple[str, str]) -> Element:
        """Return the narrow row that says under which headings the next clauses stand."""
        old, new = texts
        if old == new:
            return self._title(new)
        return _row(
            [
                self._cell(self._widths[at : at + 1], [_paragraph("ChapterLine", [Stretch(text)])], fill=True)
                for at, text in enumerate((new, old, ""))
            ]
        )

    def _clause(self, row: ComparisonRow) -> list[Element]:
        """Return the rows of one clause: one for each band, without lines between them."""
        bands = _joined(row.bands)
        last = len(bands) - 1
        small = sum(max(_lines(band.new), _lines(band.old)) for band in bands) <= _KEPT_WHOLE
        rows = []
        for place, band in enumerate(bands):
            edges = [*(["top"] if place else []), *(["bottom"] if place < last else [])]
            note = [Stretch(row.note)] if place == 0 else []
            merge = "" if not last else "continue" if place else "restart"
            cells = [
                self._cell(self._widths[:1], self._column(band.new, self._widths[0]), open_at=edges),
                self._cell(self._widths[1:2], self._column(band.old, self._widths[1]), open_at=edges),
                self._cell(self._widths[2:], [_paragraph("Note", note)], merge=merge, open_at=edges),
            ]
            if place < last and (small or place == 0):
                _keep_with_next(cells)
            rows.append(_row(cells, whole=max(_lines(band.new), _lines(band.old)) <= _KEPT_WHOLE))
        return rows

    def _renumbered(self, differences: ClauseDifferences) -> list[Element]:
        """Return the lines about clauses that only got another number or place."""
        rows = [self._title(_MOVED_TITLE)]
        for found in differences.renumbered:
            texts = (("ClauseText", found.new_text), ("ClauseText", found.old_text), ("Note", found.remark))
            rows.append(
                _row(
                    self._cell(self._widths[at : at + 1], [_paragraph(style, [Stretch(text)])])
                    for at, (style, text) in enumerate(texts)
                )
            )
        if differences.references_moved:
            rows.append(_row([self._cell(self._widths, [_paragraph("ClauseText", [Stretch(_MOVED_NOTE)])])]))
        return rows

    def _column(self, passages: Sequence[SidePassage], width: int) -> list[Element]:
        blocks: list[Element] = []
        for is_row, group in groupby(passages, key=lambda passage: passage.kind == "row"):
            if is_row:
                blocks += [_inner_table(list(group), width - _MARGINS), _paragraph("InnerEnd", [])]
            else:
                blocks += [_passage(passage) for passage in group]
        return blocks or [_paragraph("ClauseText", [])]

    def _cell(
        self,
        widths: Sequence[int],
        content: Iterable[Element],
        *,
        fill: bool = False,
        open_at: Sequence[str] = (),
        merge: str = "",
    ) -> Element:
        """Return a cell; `open_at` names the edges (top, bottom) without a line."""
        cell = etree.Element(TC)
        properties = _child(cell, "tcPr")
        _child(properties, "tcW", w=str(sum(widths)), type="dxa")
        if len(widths) > 1:
            _child(properties, "gridSpan", val=str(len(widths)))
        if merge:
            _child(properties, "vMerge", val=merge)
        if open_at:
            borders = _child(properties, "tcBorders")
            for edge in open_at:
                _child(borders, edge, val="nil")
        if fill:
            _child(properties, "shd", val="clear", color="auto", fill="F2F2F2")
        if open_at:
            margins = _child(properties, "tcMar")
            for edge in open_at:
                _child(margins, edge, w="0", type="dxa")
        cell.extend(content)
        return cell


def _lines(passages: Sequence[SidePassage]) -> int:
    """Guess how many lines a column takes."""
    return sum(1 + len(passage.text) // _LETTERS_IN_LINE for passage in passages)


def _joined(bands: Sequence[Band]) -> list[Band]:
    """Put headings and captions into the same row as what follows, so that no page ends below them."""
    joined: list[Band] = []
    for band in bands:
        last = joined[-1] if joined else None
        if last is not None and all(p.kind in ("heading", "caption") for p in (last.old + last.new)[-1:]):
            joined[-1] = Band((*last.old, *band.old), (*last.new, *band.new))
        else:
            joined.append(band)
    return joined


def _keep_with_next(cells: Iterable[Element]) -> None:
    """Keep a row on the page of the next one: Word goes by the paragraphs in it."""
    for cell in cells:
        for paragraph in cell.iterchildren(P):
            properties = paragraph.find(PPR)
            style = None if properties is None else properties.find(PSTYLE)
            if style is not None:
                style.addnext(etree.Element(w("keepNext")))


def _passage(passage: SidePassage) -> Element:
    pieces = list(passage.cells[0])
    if passage.kind == "heading":
        return _paragraph("ClauseHeading", pieces)
    if passage.kind == "mark":
        return _paragraph("Mark", pieces)
    if passage.kind == "caption":
        return _paragraph("InnerHead", pieces)
    if passage.kind == "omitted":
        if not passage.label:
            return _paragraph("Omitted", pieces)
        style = _ITEMS[label_rank(passage.label.split("～")[0])]
        return _paragraph(style, [Stretch(f"{passage.label}\u3000"), *pieces])
    if not passage.label:
        return _paragraph("ClauseText", pieces)
    changed = bool(pieces) and all(piece.changed for piece in pieces)
    style = _ITEMS[label_rank(passage.label)]
    return _paragraph(style, [Stretch(passage.label, changed), Stretch("\t"), *pieces])


def _inner_table(rows: Sequence[SidePassage], width: int) -> Element:
    table = etree.Element(TBL)
    columns = max((row.widths for row in rows), key=len)
    shares = _shares(columns, width)
    properties = _child(table, "tblPr")
    _child(properties, "tblStyle", val="InnerTable")
    _child(properties, "tblW", w=str(sum(shares)), type="dxa")
    _child(properties, "tblLayout", type="fixed")
    headed = any(row.header for row in rows)
    _child(properties, "tblLook", val="0620" if headed else "0600", firstRow="1" if headed else "0")
    _child(properties, "tblCaption", val="変更のある表")
    grid = _child(table, "tblGrid")
    for share in shares:
        _child(grid, "gridCol", w=str(share))
    for row in rows:
        table.append(_inner_row(row, shares))
    return table


def _inner_row(row: SidePassage, shares: Sequence[int]) -> Element:
    cells = []
    at = 0
    for place, pieces in enumerate(row.cells):
        last = place == len(row.cells) - 1
        span = len(shares) - at if last else min(row.spans[place], len(shares) - at - 1) or 1
        cell = etree.Element(TC)
        properties = _child(cell, "tcPr")
        _child(properties, "tcW", w=str(sum(shares[at : at + span])), type="dxa")
        if span > 1:
            _child(properties, "gridSpan", val=str(span))
        if row.header:
            _child(properties, "shd", val="clear", color="auto", fill="F2F2F2")
        cell.append(_paragraph("InnerHead" if row.header else "InnerText", pieces))
        cells.append(cell)
        at += span
    return _row(cells, header=row.header)


def _shares(columns: Sequence[int], width: int) -> list[int]:
    """Divide a width as the source's columns do, none narrower than a few letters."""
    total = sum(columns)
    least = min(_NARROWEST, 1 / len(columns))
    parts = [max(column / total, least) for column in columns]
    shares = [int(width * part / sum(parts)) for part in parts]
    shares[-1] += width - sum(shares)
    return shares


def _row(cells: Iterable[Element], *, whole: bool = True, header: bool = False) -> Element:
    row = etree.Element(TR)
    properties = _child(row, "trPr")
    if whole:
        _child(properties, "cantSplit")
    if header:
        _child(properties, "tblHeader")
    row.extend(cells)
    return row


def _paragraph(style: str, pieces: Iterable[Stretch]) -> Element:
    paragraph = etree.Element(P)
    properties = etree.SubElement(paragraph, PPR)
    etree.SubElement(properties, PSTYLE).set(VAL, style)
    for piece in pieces:
        if piece.text:
            paragraph.append(_run(piece))
    return paragraph


def _run(piece: Stretch) -> Element:
    run = etree.Element(R)
    if piece.changed:
        properties = etree.SubElement(run, RPR)
        etree.SubElement(properties, RSTYLE).set(VAL, "Changed")
        _child(properties, "u", val="single")
    for part in re.split(r"([\t\n])", _UNFIT.sub("", piece.text)):
        if part in ("\t", "\n"):
            etree.SubElement(run, TAB if part == "\t" else BR)
        elif part:
            text = etree.SubElement(run, T)
            text.set(XML_SPACE, "preserve")
            text.text = part
    return run


def _child(parent: Element, name: str, **attributes: str) -> Element:
    node = etree.SubElement(parent, w(name))
    for key, value in attributes.items():
        node.set(w(key), value)
    return node
