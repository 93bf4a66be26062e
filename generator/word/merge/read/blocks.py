"""The blocks of a story: paragraphs, tables, rows and cells, each with its clause, key and normalised content."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from generator.word.file.names import (
    BOOKMARK_START,
    NAME,
    PARA_ID,
    PPR,
    RPR,
    RUBY,
    TBL,
    TC,
    TR,
    VAL,
    P,
    R,
    T,
    w,
)
from generator.word.file.reading import attribute, is_on, iter_blocks, iter_boxes, iter_inner
from generator.word.file.xml import Element
from generator.word.merge.read.inline import Piece, read_pieces, text_of
from generator.word.merge.read.repeated import REPEATED_KEY
from generator.word.text.standins import FIRST_STAND_IN, StandIns

CLAUSE_PREFIX = "_Pg_"
_LOOKS = ("rStyle", "b", "i", "u", "strike", "dstrike", "color", "highlight", "vertAlign", "sz", "caps")
_BLANKS = re.compile(r"(\s+)")
_OFF = ("0", "false", "off", "none")


@dataclass(slots=True)
class Block:
    """One block of one version.

    Attributes:
        element: Its element in that version's tree.
        kind: "p", "tbl", "row" or "cell".
        key: The id it was rendered with; empty where none is left.
        clause: The bookmark of the heading it stands under; empty before the first.
        text: Its text, with stand-in characters for objects.
        print: A digest of text and look; equal prints are equal blocks.
    """

    element: Element
    kind: Literal["p", "tbl", "row", "cell"]
    key: str
    clause: str
    text: str
    print: str
    pieces: list[Piece] = field(default_factory=list)


def read_blocks(container: Element, stand_ins: StandIns, clause: str = "") -> list[Block]:
    """Return the paragraphs and tables of a container in order, without those of a table of contents.

    Paragraphs that somebody's tracked deletion covers whole count as gone.
    """
    blocks: list[Block] = []
    for element in iter_blocks(container):
        clause = _clause_of(element) or clause
        if element.tag == P and not is_gone(element) and not is_contents_line(element):
            blocks.append(paragraph_block(element, clause, stand_ins))
        elif element.tag == TBL:
            blocks.append(_table_block(element, clause, stand_ins))
    return blocks


def read_rows(table: Element, clause: str, stand_ins: StandIns) -> list[Block]:
    """Return the rows of a table that are not deleted."""
    rows = [row for row in iter_inner(table, TR) if row.find(f"{w('trPr')}/{w('del')}") is None]
    return [_compound(row, "row", clause, read_cells(row, clause, stand_ins)) for row in rows]


def read_cells(row: Element, clause: str, stand_ins: StandIns) -> list[Block]:
    """Return the cells of a row."""
    return [
        _compound(cell, "cell", clause, read_blocks(cell, stand_ins, clause)) for cell in iter_inner(row, TC)
    ]


def paragraph_block(element: Element, clause: str, stand_ins: StandIns) -> Block:
    """Read one paragraph."""
    pieces = read_pieces(element, stand_ins)
    text = text_of(pieces)
    return Block(
        element,
        "p",
        element.get(PARA_ID, ""),
        clause,
        text,
        _digest(
            paragraph_look(element) if text else "",
            *read_stretches(pieces),
            *_in_boxes(element, text, stand_ins),
            *_furigana(element),
        ),
        pieces,
    )


def _in_boxes(paragraph: Element, text: str, stand_ins: StandIns) -> Iterator[str]:
    """Yield the prints of what stands in the paragraph's text boxes; the copy for older versions does not count."""
    if ord(max(text, default="\0")) < FIRST_STAND_IN:
        return
    for box in iter_boxes(paragraph):
        yield from (block.print for block in read_blocks(box, stand_ins))


def _furigana(paragraph: Element) -> Iterator[str]:
    """Yield how words are to be read, which is a part of the look and not of the text."""
    for ruby in paragraph.iter(RUBY):
        yield "".join(node.text or "" for node in ruby.iterfind(f"{w('rt')}/{R}/{T}"))


def paragraph_look(element: Element) -> str:
    """Return what counts of a paragraph's properties: style, alignment, its own numbering and page break."""
    properties = element.find(PPR)
    if properties is None:
        return "paragraph:normal||"
    style = attribute(properties, "pStyle") or "paragraph:normal"
    said = {node.tag: node for node in properties if REPEATED_KEY not in node.attrib}
    alignment, before = said.get(w("jc")), said.get(w("pageBreakBefore"))
    parts = [style, "" if alignment is None else alignment.get(VAL, "")]
    parts.append("" if before is None else "break" if is_on(before) else "no break")
    return "|".join(parts)


def run_look(properties: Element | None) -> str:
    """Return what counts of a run's properties: the differences a reader sees."""
    if properties is None:
        return ""
    looks = []
    for name in _LOOKS:
        node = properties.find(w(name))
        if node is not None and REPEATED_KEY not in node.attrib:
            value = node.get(VAL, "true")
            looks.append(f"{name}={'off' if value in _OFF else value}")
    return ";".join(looks)


def read_stretches(pieces: list[Piece]) -> Iterator[str]:
    """Yield the stretches of one look; the look of blanks, which nobody sees, does not count."""
    look, text = "", ""
    for piece in pieces:
        own = run_look(piece.properties) if piece.letters else look
        for part in _BLANKS.split(piece.text):
            if own != look and text and part.strip():
                yield f"{look}\x1f{text}"
                text = ""
            look = own if part.strip() else look
            text += part
    if text:
        yield f"{look}\x1f{text}"


def _table_block(element: Element, clause: str, stand_ins: StandIns) -> Block:
    return _compound(element, "tbl", clause, read_rows(element, clause, stand_ins))


def _compound(
    element: Element, kind: Literal["tbl", "row", "cell"], clause: str, parts: list[Block]
) -> Block:
    key = next((part.key for part in parts if part.key), "")
    text = "\n".join(part.text for part in parts)
    return Block(element, kind, key, clause, text, _digest(kind, *(part.print for part in parts)))


def _clause_of(element: Element) -> str:
    if element.tag != P:
        return ""
    names = (mark.get(NAME, "") for mark in element.iter(BOOKMARK_START))
    return next((name for name in names if name.startswith(CLAUSE_PREFIX)), "")


def is_gone(paragraph: Element) -> bool:
    """Return whether somebody's tracked deletion covers a paragraph whole."""
    if paragraph.find(f"{PPR}/{RPR}/{w('del')}") is None:
        return False
    return not any(True for _ in read_pieces(paragraph, StandIns()))


def is_contents_line(paragraph: Element) -> bool:
    """Return whether a paragraph is a line of the table of contents, which Word writes anew."""
    style = (attribute(paragraph.find(PPR), "pStyle") or "").casefold()
    return style.startswith("paragraph:toc ") and style != "paragraph:toc heading"


def _digest(*parts: str) -> str:
    return hashlib.blake2b("\x1e".join(parts).encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
