"""Which clause of one version is which clause of another, and which line is which line."""

from __future__ import annotations

import difflib
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import groupby

from generator.word.reader.articles import Clause, ClauseLine
from generator.word.text.tokens import likeness

_LIKE_CLAUSE = 0.6
_LIKE_SAME_NUMBER = 0.35
_LIKE_LINE = 0.4
_LIKE_ROW = 0.5
_MOST_COMPARED = 2_500
_LONGEST_COMPARED = 4_000

Pairs = list[tuple[int | None, int | None]]


def pair_clauses(old: Sequence[Clause], new: Sequence[Clause]) -> Pairs:
    """Pair the clauses of two versions: by bookmark, by title, by words, then by likeness.

    Returns:
        (old, new) indices in the order of the new version; removed clauses stand where they were.
    """
    found: dict[int, int] = {}
    _by_identity(old, new, found, lambda clause: clause.bookmark)
    _by_identity(old, new, found, lambda clause: "front" if clause.level == 0 else "")
    _in_order(old, new, found, lambda clause: f"{_bare(clause.bare_title)}\x1f{_words(clause)}")
    _by_identity(old, new, found, lambda clause: _bare(clause.bare_title))
    _in_order(old, new, found, lambda clause: _bare(clause.bare_title))
    _in_order(old, new, found, _words)
    _by_likeness(old, new, found)
    return _in_new_order(len(old), len(new), found)


def pair_lines(old: Sequence[ClauseLine], new: Sequence[ClauseLine]) -> Pairs:
    """Pair the lines of a clause in order; a line without a counterpart has None on the other side."""
    matcher = difflib.SequenceMatcher(
        a=[line.key for line in old], b=[line.key for line in new], autojunk=False
    )
    pairs: Pairs = []
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            pairs += zip(range(i1, i2), range(j1, j2), strict=True)
        else:
            pairs += _pair_changed(old, new, range(i1, i2), range(j1, j2))
    return pairs


def _by_identity(
    old: Sequence[Clause], new: Sequence[Clause], found: dict[int, int], identity: Callable[[Clause], str]
) -> None:
    """Pair what has the same identity, once on each side, wherever it stands."""
    taken = set(found.values())
    left = {i: identity(clause) for i, clause in enumerate(old) if i not in found}
    right = {j: identity(clause) for j, clause in enumerate(new) if j not in taken}
    here, there = Counter(left.values()), Counter(right.values())
    places = {key: j for j, key in right.items() if there[key] == 1}
    for i, key in left.items():
        if key and here[key] == 1 and key in places:
            found[i] = places[key]


def _in_order(
    old: Sequence[Clause], new: Sequence[Clause], found: dict[int, int], identity: Callable[[Clause], str]
) -> None:
    """Pair what has the same identity in the same order."""
    taken = set(found.values())
    left = [i for i, clause in enumerate(old) if i not in found and identity(clause).strip("\x1f")]
    right = [j for j, clause in enumerate(new) if j not in taken and identity(clause).strip("\x1f")]
    matcher = difflib.SequenceMatcher(
        a=[identity(old[i]) for i in left], b=[identity(new[j]) for j in right], autojunk=False
    )
    for start, other, size in matcher.get_matching_blocks():
        found.update({left[start + step]: right[other + step] for step in range(size)})


def _by_likeness(old: Sequence[Clause], new: Sequence[Clause], found: dict[int, int]) -> None:
    """Pair the clauses most alike; one that kept its number needs less likeness."""
    taken = set(found.values())
    left = [i for i in range(len(old)) if i not in found]
    right = [j for j in range(len(new)) if j not in taken]
    if len(left) * len(right) > _MOST_COMPARED:
        return
    scored = []
    for i in left:
        for j in right:
            if (old[i].level == 0) != (new[j].level == 0):
                continue
            score = _clause_likeness(old[i], new[j])
            same = bool(old[i].number) and _bare(old[i].number) == _bare(new[j].number)
            if score >= (_LIKE_SAME_NUMBER if same else _LIKE_CLAUSE):
                scored.append((-score - 0.2 * same, abs(i - j), i, j))
    for _, _, i, j in sorted(scored):
        if i not in found and j not in found.values():
            found[i] = j


def _clause_likeness(one: Clause, other: Clause) -> float:
    """Return how alike two clauses are; clauses of different rank never are."""
    if (one.level > 10) == (other.level > 10) and one.level != other.level:
        return 0.0
    first, second = (f"{c.bare_title}\n{_words(c)}"[:_LONGEST_COMPARED] for c in (one, other))
    return likeness(first, second)


def _in_new_order(olds: int, news: int, found: dict[int, int]) -> Pairs:
    back = {j: i for i, j in found.items()}
    order: Pairs = [(back.get(j), j) for j in range(news)]
    for i in range(olds):
        if i in found:
            continue
        before = next((place for place, (one, _) in enumerate(order) if i and one == i - 1), -1)
        order.insert(before + 1, (i, None))
    return order


def _pair_changed(old: Sequence[ClauseLine], new: Sequence[ClauseLine], left: range, right: range) -> Pairs:
    """Pair two stretches that differ, in order, so that the likeness of all pairs together is greatest."""
    if not left or not right or len(left) * len(right) > _MOST_COMPARED:
        return [*((i, None) for i in left), *((None, j) for j in right)]
    scores = [[_line_likeness(old[i], new[j]) for j in right] for i in left]
    best = [[0.0] * (len(right) + 1) for _ in range(len(left) + 1)]
    for a in range(len(left) - 1, -1, -1):
        for b in range(len(right) - 1, -1, -1):
            paired = scores[a][b] + best[a + 1][b + 1] if scores[a][b] else 0.0
            best[a][b] = max(best[a + 1][b], best[a][b + 1], paired)
    pairs: Pairs = []
    a = b = 0
    while a < len(left) and b < len(right):
        if scores[a][b] and best[a][b] == scores[a][b] + best[a + 1][b + 1]:
            pairs.append((left[a], right[b]))
            a, b = a + 1, b + 1
        elif best[a][b] == best[a + 1][b]:
            pairs.append((left[a], None))
            a += 1
        else:
            pairs.append((None, right[b]))
            b += 1
    return _replaced(old, new, [*pairs, *((i, None) for i in left[a:]), *((None, j) for j in right[b:])])


def _replaced(old: Sequence[ClauseLine], new: Sequence[ClauseLine], pairs: Pairs) -> Pairs:
    """Pair a paragraph that is gone with the one of its kind that stands in its place, however unlike their words."""
    joined: Pairs = []
    for is_paired, group in groupby(pairs, key=lambda pair: None not in pair):
        run = list(group)
        gone = [i for i, _ in run if i is not None]
        come = [j for _, j in run if j is not None]
        if not is_paired and len(gone) == len(come) == 1 and _is_same_kind(old[gone[0]], new[come[0]]):
            run = [(gone[0], come[0])]
        joined += run
    return joined


def _is_same_kind(one: ClauseLine, other: ClauseLine) -> bool:
    """Tell whether one paragraph may take the other's place; a row with other words is another item."""
    if one.row is not None or other.row is not None:
        return False
    return (one.style, bool(one.label)) == (other.style, bool(other.label))


def _line_likeness(one: ClauseLine, other: ClauseLine) -> float:
    """Return how alike two lines are; 0 where they should not stand side by side."""
    if one.row is None and other.row is None:
        score = likeness(one.text[:_LONGEST_COMPARED], other.text[:_LONGEST_COMPARED])
        return score if score >= _LIKE_LINE else 0.0
    if one.row is None or other.row is None:
        return 0.0
    if one.row.header and other.row.header:
        return 1.0
    first, second = one.row.texts, other.row.texts
    same = sum(1 for a, b in zip(first, second, strict=False) if a == b and a.strip())
    filled = max(sum(1 for text in row if text.strip()) for row in (first, second)) or 1
    named = bool(first[0].strip()) and first[0] == second[0]
    score = max(same / filled, likeness("\n".join(first), "\n".join(second)), 0.6 * named)
    return score if score >= _LIKE_ROW else 0.0


def _bare(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _words(clause: Clause) -> str:
    return "\n".join(line.key for line in clause.lines)
