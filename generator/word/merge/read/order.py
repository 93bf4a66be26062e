"""Which blocks of a new version kept their order, and which moved."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence


def find_steady(places: Sequence[int]) -> set[int]:
    """Return a longest part of some places that rises: what stands there kept its order, the rest moved."""
    tails: list[int] = []
    before: dict[int, int | None] = {}
    for place in places:
        position = bisect_left(tails, place)
        before[place] = tails[position - 1] if position else None
        tails[position : position + 1] = [place]
    steady: set[int] = set()
    last = tails[-1] if tails else None
    while last is not None:
        steady.add(last)
        last = before[last]
    return steady
