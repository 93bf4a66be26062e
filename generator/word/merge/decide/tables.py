"""What a new version changes in the look of tables: of the whole, its columns, its rows and its cells."""

from __future__ import annotations

from dataclasses import dataclass

from generator.word.file.names import TBL, TC, TR, w
from generator.word.file.reading import attribute
from generator.word.file.xml import Element
from generator.word.merge.read.three import Three
from generator.word.merge.write.properties import find_property_differences, is_near
from generator.word.merge.write.redline import TBL_GRID, TR_PR, Reviser

_TBL_PR, _TC_PR = w("tblPr"), w("tcPr")
_PROPERTIES = {TBL: _TBL_PR, TR: TR_PR, TC: _TC_PR}
_STRUCTURE = frozenset(
    w(name) for name in ("gridSpan", "hMerge", "vMerge", "gridBefore", "gridAfter", "wBefore", "wAfter")
)


def same_frames(one: Element, other: Element) -> bool:
    """Return whether two blocks written by the same hand hold tables of the same look to the letter."""
    frames = [list(block.iter(*_PROPERTIES)) for block in (one, other)]
    return len(frames[0]) == len(frames[1]) and all(
        a.tag == b.tag
        and not any(find_property_differences(_properties(a), _properties(a), _properties(b)))
        and (a.tag != TBL or _columns(a) == _columns(b))
        for a, b in zip(*frames, strict=True)
    )


def same_structure(one: Element, other: Element) -> bool:
    """Return whether two rows have the same merged cells."""
    return _structure(one) == _structure(other)


@dataclass
class Frames:
    """The three-way decisions on the looks of tables, made and written one by one.

    Attributes:
        changes: How many tables, rows and cells of ours got something of theirs.
        refused: Whether ours had changed something that theirs changes in another way.
    """

    reviser: Reviser
    changes: int = 0
    refused: bool = False

    def merge(self, holders: Three[Element]) -> None:
        """Give a table, row or cell of ours what theirs changes in its own properties; ours stays where both did."""
        ours = holders.ours
        tag = _PROPERTIES[str(ours.tag)]
        before, own, new = holders.map(_properties)
        found = find_property_differences(before, own, new)
        taken = [key for key in found.taken if key.tag not in _STRUCTURE]
        refused = any(key.tag not in _STRUCTURE for key in found.refused)
        if taken and own is not None and self.reviser.is_pending(own):
            refused = True
        elif taken:
            self.reviser.change_frame(ours, tag, taken, new)
            self.changes += 1
        self.refused = self.refused or refused
        if ours.tag == TBL:
            self._merge_columns(holders)

    def _merge_columns(self, tables: Three[Element]) -> None:
        before, own, new = tables.map(_columns)
        ours, grid = tables.ours, tables.theirs.find(TBL_GRID)
        if before == new or own == new or grid is None:
            return
        if len(before) == len(own) and all(is_near(a, b) for a, b in zip(before, own, strict=True)):
            self.reviser.change_columns(ours, grid)
            self.changes += 1
        elif _is_fixed(ours):  # Word works the columns of other tables out anew
            self.refused = True


def _properties(holder: Element) -> Element | None:
    return holder.find(_PROPERTIES[str(holder.tag)])


def _columns(table: Element) -> list[str]:
    return [node.get(w("w"), "0") for node in table.iterfind(f"{TBL_GRID}/{w('gridCol')}")]


def _is_fixed(table: Element) -> bool:
    return attribute(table, "tblPr/tblLayout", "type") == "fixed"


def _structure(row: Element) -> list[tuple[str, ...]]:
    places = (attribute(row, f"trPr/{name}") or "0" for name in ("gridBefore", "gridAfter"))
    return [tuple(places), *(_merged(cell) for cell in row.iter(TC) if next(cell.iterancestors(TR)) is row)]


def _merged(cell: Element) -> tuple[str, ...]:
    below = cell.find(f"{_TC_PR}/{w('vMerge')}")
    return (
        attribute(cell, "tcPr/gridSpan") or "1",
        attribute(cell, "tcPr/hMerge") or "",
        "" if below is None else below.get(w("val"), "continue"),
    )
