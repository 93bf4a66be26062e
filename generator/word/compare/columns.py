"""The two columns of a changed clause: changed lines with their words marked, the others shortened."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from generator.word.compare.rows import ADDED, OMITTED, REMOVED, Band, SidePassage, Stretch, mark
from generator.word.reader.articles import ClauseLine
from generator.word.reader.lines import LineReader
from generator.word.text.tokens import find_changes

Step = tuple[ClauseLine | None, ClauseLine | None]
"""A line before and its counterpart after; None where there is none."""

_SHORT_LEAD = 40
# Between two changed parts of a date the rest of it belongs to the change: 2026年（令和8年）4月1日.
_INSIDE_DATE = re.compile(r"[年月日]?[（()）]?(?:明治|大正|昭和|平成|令和)?[年月]?|[/.]")


@dataclass(frozen=True, slots=True)
class Marker:
    """Shows lines of both versions, with what their stand-ins stand for."""

    before: LineReader
    after: LineReader

    def whole(self, line: ClauseLine, *, old: bool) -> SidePassage:
        """Show a line that is on one side only; all of it counts as changed."""
        reader = self.before if old else self.after
        if line.row is None:
            return SidePassage(_text_kind(line), ((Stretch(reader.show(line.text), True),),), line.label)
        cells = tuple((Stretch(reader.show(text), bool(text)),) for text in line.row.texts)
        return SidePassage("row", cells, "", line.row.spans, line.row.widths, line.row.header)

    def both(self, one: ClauseLine, other: ClauseLine) -> tuple[SidePassage, SidePassage]:
        """Show a line in both versions, the words that differ marked."""
        if one.row is None or other.row is None:
            left, right = self.marked(one.text, other.text)
            return (
                SidePassage(_text_kind(one), (left,), one.label),
                SidePassage(_text_kind(other), (right,), other.label),
            )
        first, second = one.row, other.row
        if len(first.texts) != len(second.texts):
            return self.whole(one, old=True), self.whole(other, old=False)
        cells = [self.marked(a, b) for a, b in zip(first.texts, second.texts, strict=True)]
        return (
            SidePassage("row", tuple(c[0] for c in cells), "", first.spans, first.widths, first.header),
            SidePassage("row", tuple(c[1] for c in cells), "", second.spans, second.widths, second.header),
        )

    def marked(self, one: str, other: str) -> tuple[tuple[Stretch, ...], tuple[Stretch, ...]]:
        """Cut two texts into pieces, those that differ marked on both sides."""
        old: list[Stretch] = []
        new: list[Stretch] = []
        at = after = 0
        for start, end, first, last in _changed_spans(one, other):
            old += [Stretch(self.before.show(one[at:start])), Stretch(self.before.show(one[start:end]), True)]
            new += [
                Stretch(self.after.show(other[after:first])),
                Stretch(self.after.show(other[first:last]), True),
            ]
            at, after = end, last
        old.append(Stretch(self.before.show(one[at:])))
        new.append(Stretch(self.after.show(other[after:])))
        return tuple(p for p in old if p.text), tuple(p for p in new if p.text)


def _text_kind(line: ClauseLine) -> Literal["caption", "text"]:
    return "caption" if line.caption else "text"


def _changed_spans(one: str, other: str) -> list[tuple[int, int, int, int]]:
    """Return where the texts differ: (start, end) in the first, (start, end) in the second."""
    spans: list[tuple[int, int, int, int]] = []
    at = after = 0
    for change in find_changes(one, other):
        start = after + change.start - at
        span = (change.start, change.end, start, start + len(change.text))
        at, after = span[1], span[3]
        if spans and _INSIDE_DATE.fullmatch(one[spans[-1][1] : span[0]]):
            last = spans.pop()
            span = (last[0], span[1], last[2], span[3])
            if one.startswith("年）", span[1]) and other.startswith("年）", span[3]):
                span = (span[0], span[1] + 2, span[2], span[3] + 2)
        spans.append(span)
    return spans


class Columns:
    """The lines of one changed clause, put into bands."""

    def __init__(self, marker: Marker, steps: Sequence[Step], changed: Sequence[bool]) -> None:
        """Take the paired lines, and which pairs differ."""
        self._marker, self._steps, self._changed = marker, steps, changed
        self._shown = [differs or self._is_context(place) for place, differs in enumerate(changed)]

    def bands(self) -> list[Band]:
        """Return the bands from top to bottom."""
        bands: list[Band] = []
        place = 0
        while place < len(self._steps):
            end = self._end_of_group(place)
            bands.append(self._rows(place, end) if self._in_shown_table(place) else self._lines(place, end))
            place = end
        return bands

    def _is_context(self, place: int) -> bool:
        """Return whether an unchanged line is needed to read a changed one: a table's header or caption."""
        table = self._table(place)
        line = self._steps[place][1]
        if table is not None:
            return bool(line and line.row and line.row.header) and self._table_changes(table)
        below = self._table(place + 1) if place + 1 < len(self._steps) else None
        if line is None or below is None or not self._table_changes(below):
            return False
        return line.caption or (len(line.text) <= _SHORT_LEAD and not line.text.endswith("。"))

    def _table(self, place: int) -> tuple[int, int] | None:
        """Return the table a pair belongs to, by its number in both versions (0 where it is not there)."""
        one, other = self._steps[place]
        numbers = (one.table if one else 0, other.table if other else 0)
        return None if max(numbers) <= 0 else numbers

    def _table_changes(self, table: tuple[int, int]) -> bool:
        return any(
            self._changed[place] and _same_table(self._table(place), table)
            for place in range(len(self._steps))
        )

    def _in_shown_table(self, place: int) -> bool:
        table = self._table(place)
        return table is not None and self._table_changes(table)

    def _end_of_group(self, place: int) -> int:
        """Return where the band ends: a whole changed table, a stretch left out, or lines of one side only."""
        end = place + 1
        if self._in_shown_table(place):
            while end < len(self._steps) and _same_table(self._table(place), self._table(end)):
                place, end = end, end + 1
            return end
        kind = self._kind(place)
        while end < len(self._steps) and kind != "both" and self._kind(end) == kind:
            end += 1
        return end

    def _kind(self, place: int) -> str:
        return "table" if self._in_shown_table(place) else self._change(place)

    def _change(self, place: int) -> str:
        one, other = self._steps[place]
        if not self._shown[place]:
            return "omitted"
        return "added" if one is None else "removed" if other is None else "both"

    def _lines(self, start: int, end: int) -> Band:
        steps = self._steps[start:end]
        if self._kind(start) == "omitted":
            return Band(_omitted([a for a, _ in steps if a]), _omitted([b for _, b in steps if b]))
        one, other = steps[0]
        if one is not None and other is not None:
            left, right = self._marker.both(one, other)
            return Band((left,), (right,))
        old = tuple(self._marker.whole(line, old=True) for line, _ in steps if line)
        new = tuple(self._marker.whole(line, old=False) for _, line in steps if line)
        return Band(old or (mark(ADDED),), new or (mark(REMOVED),))

    def _rows(self, start: int, end: int) -> Band:
        """Show a table that changed: its header, the changed rows, the others shortened."""
        old: list[SidePassage] = []
        new: list[SidePassage] = []
        last = ""
        for place in range(start, end):
            one, other = self._steps[place]
            kind = self._change(place)
            if one is not None and other is not None and kind == "both":
                left, right = self._marker.both(one, other)
                old.append(left)
                new.append(right)
            elif kind == "omitted":
                old += [] if kind == last else [_wide_row(OMITTED, one)]
                new += [] if kind == last else [_wide_row(OMITTED, other)]
            else:
                old += self._row_or_mark(one, other, ADDED, old=True, repeated=kind == last)
                new += self._row_or_mark(other, one, REMOVED, old=False, repeated=kind == last)
            last = kind
        return Band(_alone(old), _alone(new))

    def _row_or_mark(
        self, line: ClauseLine | None, counterpart: ClauseLine | None, text: str, *, old: bool, repeated: bool
    ) -> list[SidePassage]:
        if line is not None:
            return [self._marker.whole(line, old=old)]
        return [] if repeated else [_wide_row(text, counterpart)]


def _same_table(one: tuple[int, int] | None, other: tuple[int, int] | None) -> bool:
    return one is not None and other is not None and any(a == b > 0 for a, b in zip(one, other, strict=True))


def _wide_row(text: str, line: ClauseLine | None) -> SidePassage:
    widths = line.row.widths if line and line.row else (1,)
    return SidePassage("row", ((Stretch(text),),), "", (len(widths),), widths)


def _alone(column: list[SidePassage]) -> tuple[SidePassage, ...]:
    """Return a column of rows; a mark that would be a table of its own becomes a plain mark."""
    if len(column) == 1 and len(column[0].cells) == 1 and column[0].text in (ADDED, REMOVED):
        return (mark(column[0].text),)
    return tuple(column)


def label_rank(label: str) -> int:
    """Return how deep a number stands: 0 for a 項 (2), 1 for a 号 ((1)), 2 for what is below it."""
    if re.fullmatch(r"[0-9０-９]+[.．]?", label):
        return 0
    if re.fullmatch(r"[（(][0-9０-９一二三四五六七八九十]+[)）]|[一二三四五六七八九十]+|・", label):
        return 1
    return 2 if len(label) <= 3 else 0


def _omitted(lines: Sequence[ClauseLine]) -> tuple[SidePassage, ...]:
    """Shorten unchanged lines, naming the numbers of the highest rank: 2～4　（略）."""
    runs: list[list[str]] = []
    for line in lines:
        if line.label in ("", "・"):
            continue
        if runs and label_rank(line.label) == label_rank(runs[-1][0]):
            runs[-1].append(line.label)
        elif not runs or label_rank(line.label) < label_rank(runs[-1][0]):
            runs.append([line.label])
    if not runs or not lines[0].label.strip("・"):
        runs.insert(0, [""])
    names = [run[0] if len(run) == 1 else f"{run[0]}～{run[-1]}" for run in runs]
    return tuple(SidePassage("omitted", ((Stretch(OMITTED),),), name) for name in names)
