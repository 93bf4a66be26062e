"""Merged cells: Excel shows the value of the first one over all of them, and the file holds it only there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from generator.batch.table.cells import CellValue, Covered, SheetRow
from generator.batch.table.columns import MAX_COLUMNS
from generator.batch.table.markup import Reader

_MAX_RANGES = 200_000
_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7}):\$?([A-Z]{1,3})\$?([0-9]{1,7})", re.ASCII)


class MergedRange(NamedTuple):
    """A range of merged cells; rows from 1, columns from 0, the last ones included."""

    top: int
    left: int
    bottom: int
    right: int
    name: str


class MergesReader(Reader):
    """Gathers the merged ranges of a sheet that begin in a column a table may have."""

    def __init__(self) -> None:
        """Begin with none."""
        super().__init__()
        self.found: list[MergedRange] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take a range."""
        match = _RANGE.fullmatch(attributes.get("ref", "")) if name == "mergeCell" else None
        if match is None:
            return
        left, right = sorted(column_number(letters) - 1 for letters in (match[1], match[3]))
        top, bottom = sorted(int(number) for number in (match[2], match[4]))
        if left < MAX_COLUMNS:
            self.found.append(MergedRange(top, left, bottom, min(right, MAX_COLUMNS - 1), match[0]))
        if len(self.found) > _MAX_RANGES:
            raise ValueError("too many merged cells")


class Merging:
    """Marks the covered cells of rows that come one after the other."""

    def __init__(self, ranges: Sequence[MergedRange]) -> None:
        """Take the ranges of the sheet."""
        self._waiting = sorted(ranges, reverse=True)
        self._open: list[tuple[MergedRange, CellValue]] = []

    def applied(self, row: SheetRow) -> SheetRow:
        """Return a row in which covered cells hold nothing of their own; what covers them is beside it.

        A range whose first cell is empty shows nothing, and so covers nothing that could be missed.
        """
        self._open = [(one, value) for one, value in self._open if one.bottom >= row.number]
        while self._waiting and self._waiting[-1].top <= row.number:
            one = self._waiting.pop()
            first = row.values[one.left] if one.top == row.number and one.left < len(row.values) else None
            if first is not None and one.bottom >= row.number:
                self._open.append((one, first))
        if not self._open:
            return row
        if len(self._open) > MAX_COLUMNS:
            raise ValueError("merged cells over each other")
        values = list(row.values)
        covered: dict[int, Covered] = {}
        for one, value in self._open:
            shown = Covered(one.name, value if one.left == one.right else None)
            for place in range(one.left + (one.top == row.number), one.right + 1):
                covered[place] = shown
                if place < len(values):
                    values[place] = None
        return row._replace(values=tuple(values), covered=covered)


def column_number(letters: str) -> int:
    """Return the number of a column from its letters, counted from 1: A, B, … Z, AA."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
