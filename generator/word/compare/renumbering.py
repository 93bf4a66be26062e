"""Clauses whose number moved while their words stayed, told in as few lines as possible."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from generator.word.reader.articles import Clause
from generator.word.reader.typed_numbers import number_value

_DIGITS = re.compile(r"[0-9０-９一二三四五六七八九十百〇]+")


@dataclass(frozen=True, slots=True)
class Renumbering:
    """A run of clauses that got new numbers, or one that stands elsewhere now.

    Attributes:
        old: The first and the last number before; equal for one clause.
        new: The first and the last number after.
        remark: What happened, in Japanese.
    """

    old: tuple[str, str]
    new: tuple[str, str]
    remark: str

    @property
    def old_text(self) -> str:
        """Return the earlier numbers: 第8条から第12条まで."""
        return _range_text(self.old)

    @property
    def new_text(self) -> str:
        """Return the later numbers."""
        return _range_text(self.new)


def find_renumberings(
    pairs: Sequence[tuple[Clause, Clause]], old: Sequence[Clause], new: Sequence[Clause]
) -> tuple[Renumbering, ...]:
    """Gather the pairs whose numbers differ into runs, and name those that were moved.

    Args:
        pairs: Clauses (before, after) with the same words, in the order of the new version.
        old: All clauses of the earlier version.
        new: All clauses of the later version.
    """
    ranks = {
        id(clause): (clause.level, sum(1 for other in clauses[:place] if other.level == clause.level))
        for clauses in (old, new)
        for place, clause in enumerate(clauses)
    }
    runs: list[list[tuple[Clause, Clause]]] = []
    for one, other in pairs:
        if one.number == other.number or not (one.number and other.number):
            continue
        open_run = next((run for run in reversed(runs) if run[-1][1].level == other.level), None)
        if open_run and _goes_on(open_run[-1], (one, other), ranks):
            open_run.append((one, other))
        else:
            runs.append([(one, other)])
    found = [_renumbering(run) for run in runs]
    moved = _find_moved(pairs, {id(one): place for place, one in enumerate(old)})
    named = [
        Renumbering((_name(a), _name(a)), (_name(b), _name(b)), "位置の移動")
        for a, b in moved
        if a.number == b.number or not (a.number and b.number)
    ]
    return tuple(found + named)


def _goes_on(
    last: tuple[Clause, Clause], this: tuple[Clause, Clause], ranks: dict[int, tuple[int, int]]
) -> bool:
    for before, after in zip(last, this, strict=True):
        step = ranks[id(after)][1] - ranks[id(before)][1]
        if step != 1 or ranks[id(after)][0] != ranks[id(before)][0] or _shape(before) != _shape(after):
            return False
        one, other = number_value(before.number), number_value(after.number)
        if not one or not other or one[:-1] != other[:-1] or other[-1] != one[-1] + 1:
            return False
    return True


def _renumbering(run: list[tuple[Clause, Clause]]) -> Renumbering:
    (first, second), (last, end) = run[0], run[-1]
    one, other = number_value(first.number), number_value(second.number)
    if _shape(first) != _shape(second):
        remark = "番号の表記の変更"
    elif one < other:
        remark = "番号の繰下げ"
    else:
        remark = "番号の繰上げ"
    return Renumbering((first.number, last.number), (second.number, end.number), remark)


def _find_moved(
    pairs: Sequence[tuple[Clause, Clause]], places: dict[int, int]
) -> list[tuple[Clause, Clause]]:
    """Return the pairs outside the longest stretch that kept its order."""
    order = [places[id(one)] for one, _ in pairs]
    ends: list[int] = []
    lengths = []
    for place in order:
        length = bisect_left(ends, place)
        ends[length : length + 1] = [place]
        lengths.append(length)
    wanted, kept = len(ends) - 1, set()
    ceiling = len(places)
    for index in range(len(order) - 1, -1, -1):
        if lengths[index] == wanted and order[index] < ceiling:
            kept.add(index)
            wanted, ceiling = wanted - 1, order[index]
    return [pair for index, pair in enumerate(pairs) if index not in kept]


def _shape(clause: Clause) -> str:
    return _DIGITS.sub("0", clause.number)


def _name(clause: Clause) -> str:
    return clause.number or f"「{clause.bare_title}」"


def _range_text(ends: tuple[str, str]) -> str:
    first, last = (end if _DIGITS.sub("", end).strip("-.．‐－ ") else f"「{end}」" for end in ends)
    return first if first == last else f"{first}から{last}まで"
