"""What a paragraph is, and which bookmark of a heading spans its title."""

from __future__ import annotations

from dataclasses import dataclass

from generator.word.engine.compile.placement import is_token
from generator.word.file.names import BOOKMARK_END, BOOKMARK_START, ID, MARKS, NAME, PPR, w
from generator.word.file.xml import Element


def main_bookmark(paragraph: Element) -> Element | None:
    """Return the bookmark that references to a heading use: a hidden one before any other; None without one."""
    marks = list(paragraph.iter(BOOKMARK_START))
    hidden = [mark for mark in marks if mark.get(NAME, "").startswith("_")]
    return next(iter(hidden or marks), None)


def spans_title(paragraph: Element, start: Element) -> bool:
    """Tell whether a bookmark begins before the first and ends after the last run of its paragraph."""
    children = [child for child in paragraph if child.tag not in (PPR, w("proofErr"))]
    outer = [child for child in children if child.tag not in MARKS and not is_token(child)]
    end = next(
        (child for child in children if child.tag == BOOKMARK_END and child.get(ID) == start.get(ID)),
        None,
    )
    if start not in children or end is None or not outer:
        return False
    return children.index(start) < children.index(outer[0]) and children.index(outer[-1]) < children.index(
        end
    )


@dataclass(frozen=True, slots=True)
class ParagraphKind:
    """What a paragraph is by its style and its own properties."""

    style: str
    num_id: str
    level: int
    outline: int
