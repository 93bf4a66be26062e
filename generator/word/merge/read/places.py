"""Where in a container a block may be put: behind its properties, which the schema wants first, or behind another block."""

from __future__ import annotations

from generator.word.file.names import MARKS, PPR, SDT_CONTENT, SECT_PR, w
from generator.word.file.xml import Element

_PROPERTIES = frozenset({PPR, w("tcPr"), w("tblPr"), w("tblGrid"), w("trPr"), w("tblPrEx")})
_RANGE_ENDS = frozenset(mark for mark in MARKS if mark.endswith("End"))
_WRAPPERS = frozenset({SDT_CONTENT, w("sdt"), w("customXml")})


def first_place(container: Element) -> int:
    """Return the index at which the first content of a paragraph, cell, row, table or body may be put."""
    return sum(1 for child in container if child.tag in _PROPERTIES)


def put_block(container: Element, block: Element, place: Element | None, first: Element | None) -> None:
    """Put a new block behind another, else before the first of the container, which may have none."""
    if place is not None:
        _behind(place).addnext(block)
    elif first is not None:
        first.addprevious(block)
    else:
        last = container[-1] if len(container) else None
        if last is not None and last.tag == SECT_PR:
            last.addprevious(block)
        else:
            container.insert(first_place(container), block)


def _behind(place: Element) -> Element:
    """Return the last thing that belongs to a block: the end of a range, or the content control that it closes."""
    while True:
        following, parent = place.getnext(), place.getparent()
        if following is not None and following.tag in _RANGE_ENDS:
            place = following
        elif following is None and parent is not None and parent.tag in _WRAPPERS:
            place = parent
        else:
            return place
