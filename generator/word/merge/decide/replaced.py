"""Blocks of base in whose place theirs has other blocks."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from generator.word.merge.read.blocks import Block
from generator.word.merge.read.match import Matching
from generator.word.merge.read.three import Three
from generator.word.text.tokens import likeness

_LIKE = 0.5
"""A paragraph that has less in common with its counterpart is not changed but written anew."""


class Replaced(NamedTuple):
    """Neighbours that theirs replaces together: places of blocks of base and of theirs, in order."""

    base: tuple[int, ...]
    theirs: tuple[int, ...]


def find_replaced(blocks: Three[list[Block]], to_theirs: Matching, steady: set[int]) -> Iterator[Replaced]:
    """Yield the neighbours in base that give way to neighbours in theirs.

    Blocks without a counterpart make one, and so do pairs beside them that have hardly a word in common.
    """
    fixed = [(i, to_theirs.forward[i]) for i in sorted(steady)]
    ends = [(-1, -1), *fixed, (len(blocks.base), len(blocks.theirs))]
    base: list[int] = []
    theirs: list[int] = []
    for (i, j), (next_i, next_j) in itertools.pairwise(ends):
        alone = [k for k in range(i + 1, next_i) if k not in to_theirs.forward]
        new = [k for k in range(j + 1, next_j) if k not in to_theirs.backward]
        if i >= 0 and _is_anew(blocks.base[i], blocks.theirs[j]) and (base or theirs or alone or new):
            base.append(i)
            theirs.append(j)
        elif base or theirs:
            yield from _found(base, theirs)
            base, theirs = [], []
        base += alone
        theirs += new
    yield from _found(base, theirs)


def _found(base: Sequence[int], theirs: Sequence[int]) -> Iterator[Replaced]:
    if base and theirs:
        yield Replaced(tuple(base), tuple(theirs))


def _is_anew(base: Block, theirs: Block) -> bool:
    if base.print == theirs.print or not base.text.strip():
        return False
    return likeness(base.text, theirs.text) < _LIKE
