"""Which block of one version is which block of another: by key, by clause and order, then by likeness."""

from __future__ import annotations

import difflib
import itertools
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from generator.word.merge.read.blocks import Block
from generator.word.text.tokens import likeness, split_words

_LIKE_IN_CLAUSE = 0.5
_LIKE_ANYWHERE = 0.8
_LIKE_IN_PLACE = 0.3
_MOST_COMPARED = 250_000


@dataclass(slots=True)
class Matching:
    """Pairs of indices, both ways, and the pairs that rest on likeness alone."""

    forward: dict[int, int] = field(default_factory=dict)
    backward: dict[int, int] = field(default_factory=dict)
    guessed: list[int] = field(default_factory=list)

    def pair(self, one: int, other: int) -> None:
        """Note that block `one` of the first version is block `other` of the second."""
        self.forward[one] = other
        self.backward[other] = one


def match_blocks(first: Sequence[Block], second: Sequence[Block]) -> Matching:
    """Pair the blocks of two versions; no block is paired twice, and what has no counterpart stays alone."""
    matching = Matching()
    _by_key(first, second, matching)
    keys_survived = 2 * len(matching.forward) >= len(first) > 0
    _by_order(first, second, matching, lambda block: f"{block.kind}{block.clause}{block.print}")
    _by_order(first, second, matching, lambda block: f"{block.kind}{block.print}")
    _by_likeness(first, second, matching)
    _alone_between_neighbours(first, second, matching, least=_LIKE_IN_PLACE if keys_survived else 0.0)
    return matching


def _by_key(first: Sequence[Block], second: Sequence[Block], matching: Matching) -> None:
    """Pair by the ids of the renders, unless the very words of either stand elsewhere in the other version.

    A template that gained or lost paragraphs gives the ids of some to others, and then the words say which is which.
    """
    once = _unique(block.key for block in first) & _unique(block.key for block in second)
    places = {block.key: index for index, block in enumerate(second) if block.key in once}
    own, others = _unique(block.text for block in first), _unique(block.text for block in second)
    for index, block in enumerate(first):
        if block.key not in places or second[places[block.key]].kind != block.kind:
            continue
        other = second[places[block.key]]
        is_elsewhere = block.text in others or other.text in own
        if block.text == other.text or not is_elsewhere:
            matching.pair(index, places[block.key])


def _unique(keys: Iterable[str]) -> set[str]:
    return {key for key, count in Counter(keys).items() if key and count == 1}


def _by_order(
    first: Sequence[Block], second: Sequence[Block], matching: Matching, identity: Callable[[Block], str]
) -> None:
    left = [i for i in range(len(first)) if i not in matching.forward]
    right = [j for j in range(len(second)) if j not in matching.backward]
    matcher = difflib.SequenceMatcher(
        a=[identity(first[i]) for i in left], b=[identity(second[j]) for j in right], autojunk=False
    )
    for start, other, size in matcher.get_matching_blocks():
        for step in range(size):
            matching.pair(left[start + step], right[other + step])


def _by_likeness(first: Sequence[Block], second: Sequence[Block], matching: Matching) -> None:
    """Pair what is left by words in common: inside each clause first, then over the whole story."""
    words: dict[int, Counter[str]] = {}
    for least, same_clause in ((_LIKE_IN_CLAUSE, True), (_LIKE_ANYWHERE, False)):
        left = [i for i in range(len(first)) if i not in matching.forward and first[i].text.strip()]
        right = [j for j in range(len(second)) if j not in matching.backward and second[j].text.strip()]
        scored = sorted(
            (-score, abs(i - j), i, j)
            for i, j in _candidates(left, right, first, second, same_clause=same_clause)
            if (score := _score(first[i], second[j], words, least)) >= least
        )
        for _, _, i, j in scored:
            if i not in matching.forward and j not in matching.backward:
                matching.pair(i, j)
                matching.guessed.append(i)


def _candidates(
    left: list[int], right: list[int], first: Sequence[Block], second: Sequence[Block], *, same_clause: bool
) -> Iterator[tuple[int, int]]:
    groups: dict[tuple[str, str], list[int]] = {}
    for j in right:
        groups.setdefault((second[j].kind, second[j].clause if same_clause else ""), []).append(j)
    pairs = (
        (i, j) for i in left for j in groups.get((first[i].kind, first[i].clause if same_clause else ""), ())
    )
    return itertools.islice(pairs, _MOST_COMPARED)


def _score(one: Block, other: Block, words: dict[int, Counter[str]], least: float) -> float:
    """Return how alike two blocks are; 0 where a count of their words shows that they are not alike enough."""
    counts = [words.setdefault(id(block), Counter(split_words(block.text))) for block in (one, other)]
    common = sum((counts[0] & counts[1]).values())
    if 2 * common < least * (counts[0].total() + counts[1].total()):
        return 0.0
    return likeness(one.text, other.text)


def _alone_between_neighbours(
    first: Sequence[Block], second: Sequence[Block], matching: Matching, *, least: float
) -> None:
    """Pair a single block left on each side between the same two neighbours: it was rewritten in place.

    Where the keys survived, a block without its key is a new one unless it is somewhat like the other.
    """
    for i in range(len(first)):
        if i in matching.forward:
            continue
        before = matching.forward.get(i - 1, -1) if i else -1
        after = matching.forward.get(i + 1, len(second)) if i + 1 < len(first) else len(second)
        if i and i - 1 not in matching.forward:
            continue
        j = before + 1
        alone = after - before == 2 and j not in matching.backward
        if not alone or first[i].kind != second[j].kind or first[i].clause != second[j].clause:
            continue
        if not least or likeness(first[i].text, second[j].text) >= least:
            matching.pair(i, j)
            matching.guessed.append(i)
