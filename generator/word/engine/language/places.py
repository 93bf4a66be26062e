"""Reading one XML part without trusting it, and naming the places in it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from lxml import etree

from generator.word.engine.language.tags import Location
from generator.word.file.names import BR, CR, PPR, PSTYLE, RPR, TAB, TBL, TC, TR, TXBX, VAL, P, T
from generator.word.file.xml import Element
from generator.word.text.excerpt import shorten

TOKEN = re.compile(r"<\?pg (\d+)\?>|\ufdd0(\d+)\ufdd1")
"""A slot in serialised XML: a processing instruction between elements and in text, noncharacters in attributes."""

PRIVATE = "使えない文字（U+FDD0、U+FDD1）が含まれています。取り除いてください"
"""What is said of a part that holds the characters that mark slots in attributes."""

_FOREIGN = frozenset({TXBX, PPR, RPR})
_HEADING_ID = re.compile(r"(?i)heading\s*\d|\d")


def token(number: int) -> etree._ProcessingInstruction:
    """Return the element that stands for a slot."""
    return etree.ProcessingInstruction("pg", str(number))


def attribute_token(number: int) -> str:
    """Return the text that stands for a slot inside an attribute."""
    return f"\ufdd0{number}\ufdd1"


def holds_private(text: str) -> bool:
    """Tell whether a part, serialised, holds characters that the engine keeps for itself."""
    return "\ufdd0" in text or "\ufdd1" in text


def token_number(node: Element) -> int:
    """Return the slot a node stands for, or -1 when it is an ordinary element."""
    return int(node.text or "-1") if isinstance(node, etree._ProcessingInstruction) else -1


def own_runs(paragraph: Element) -> Iterator[Element]:
    """Yield the descendants of a paragraph that are its own: not those of paragraphs in its text boxes."""
    stack = list(reversed(paragraph))
    while stack:
        element = stack.pop()
        if element.tag in _FOREIGN:
            continue
        yield element
        stack.extend(reversed(element))


def template_text(paragraph: Element) -> str:
    """Return the text of a paragraph, tabs and breaks as white space."""
    pieces = []
    for element in own_runs(paragraph):
        if element.tag == T:
            pieces.append(element.text or "")
        elif element.tag in (BR, TAB, CR):
            pieces.append(" ")
    return "".join(pieces)


class Places:
    """Names the places of one part; numbers are those of the template as it was read."""

    def __init__(self, part: str, root: Element, headings: frozenset[str]) -> None:
        self.part = part
        self._headings = headings
        self._numbers: dict[Element, int] = {}
        self._tables: dict[Element, int] = {}
        self._styles: dict[Element, str] = {}
        self._root = root
        self._cells: dict[Element, tuple[int, int, int]] | None = None
        self._heading_at: list[int] = []
        self._heading_text: list[str] = []
        for element in root.iter(P, TBL):
            if element.tag == TBL:
                self._tables[element] = len(self._tables) + 1
            else:
                self._numbers[element] = len(self._numbers) + 1
                style = self._styles[element] = _style_id(element)
                if style in headings:
                    self._heading_at.append(len(self._numbers))
                    self._heading_text.append(shorten(template_text(element), 30))

    def number(self, paragraph: Element) -> int:
        """Return the number of a paragraph, 0 for one that the template did not hold."""
        return self._numbers.get(paragraph, 0)

    def style(self, paragraph: Element) -> str:
        """Return the style id a paragraph named when the part was read."""
        return self._styles.get(paragraph, "")

    def of(self, node: Element | None) -> Location:
        """Return the place of a node; call it before the node is moved."""
        paragraph = node
        while paragraph is not None and paragraph.tag != P:
            paragraph = paragraph.getparent()
        if paragraph is None:
            return Location(self.part)
        number = self._numbers.get(paragraph, 0)
        before = bisect_left(self._heading_at, number)
        heading = self._heading_text[before - 1] if before else ""
        return Location(self.part, number, self._cell(paragraph), heading)

    def _cell(self, paragraph: Element) -> tuple[int, int, int] | None:
        cell = next(paragraph.iterancestors(TC), None)
        if cell is None:
            return None
        if self._cells is None:
            self._cells = dict(self._all_cells())
        return self._cells.get(cell)

    def _all_cells(self) -> Iterator[tuple[Element, tuple[int, int, int]]]:
        """Yield every cell with its table, row and column, counted in one walk over the part."""
        counted: dict[tuple[Element, str], int] = {}
        lines: dict[Element, tuple[int, int]] = {}
        for element in self._root.iter(TR, TC):
            holder, tag = element.getparent(), str(element.tag)
            if holder is None:
                continue
            number = counted[holder, tag] = counted.get((holder, tag), 0) + 1
            if tag == TR:
                table = next(element.iterancestors(TBL), None)
                lines[element] = (self._tables.get(table, 0) if table is not None else 0, number)
            else:
                row = next(element.iterancestors(TR), None)
                if row is not None:
                    yield element, (*lines[row], number)


def _style_id(paragraph: Element) -> str:
    properties = paragraph.find(PPR)
    style = properties.find(PSTYLE) if properties is not None else None
    return (style.get(VAL) or "") if style is not None else ""


def style_id(paragraph: Element) -> str:
    """Return the style id a paragraph names, empty when it names none."""
    return _style_id(paragraph)
