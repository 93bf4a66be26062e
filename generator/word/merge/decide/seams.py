"""Paragraphs that the company cut, or joined: where in them the words of the new version belong."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterator, Sequence
from typing import NamedTuple

from generator.word.file.names import PPR
from generator.word.file.xml import Element
from generator.word.merge.decide.links import merge_links
from generator.word.merge.decide.looks import Looks
from generator.word.merge.read.blocks import Block
from generator.word.merge.read.inline import Piece
from generator.word.merge.read.match import Matching
from generator.word.merge.read.threeway import merge_text
from generator.word.merge.write.properties import Key, Same, find_property_differences
from generator.word.merge.write.redline import Reviser
from generator.word.text.standins import StandIns
from generator.word.text.tokens import Change, apply_changes, find_places, likeness

_LIKE = 0.8
_KEPT = 0.6
"""So much of the letters of each part stands in the whole: what somebody wrote himself beside it is no part of it."""


class Seam(NamedTuple):
    """One paragraph of base that is several in ours, or several that are one; indices of blocks in order.

    Attributes:
        base: Where they are in base.
        ours: Where they are in ours.
        extras: Which ones of base have no counterpart of their own in ours; none where a paragraph was cut.
    """

    base: tuple[int, ...]
    ours: tuple[int, ...]
    extras: tuple[int, ...] = ()

    @property
    def is_split(self) -> bool:
        """Return whether the company cut a paragraph."""
        return len(self.ours) > 1


class SeamEdits(NamedTuple):
    """What theirs changes in the words of one paragraph of ours.

    Attributes:
        block: The paragraph.
        edits: Replacements, each with the place of the paragraph of theirs that the new text comes from.
    """

    block: Block
    edits: list[tuple[Change, int]]

    @property
    def after(self) -> str:
        """Return the words with the edits made."""
        return apply_changes(self.block.text, [edit for edit, _ in self.edits])


class SeamPlan(NamedTuple):
    """What theirs changes in the paragraphs of ours at a seam.

    Attributes:
        words: The paragraphs that get other words, in order.
        looks: What changes in the look of all.
        wholes: Paragraphs of ours behind the first that get other properties, and which ones.
        has_other_links: Whether ours has changed a link to which theirs gives another address.
    """

    words: list[SeamEdits]
    looks: Looks
    wholes: list[tuple[Block, list[Key]]]
    has_other_links: bool


def find_seams(base: Sequence[Block], ours: Sequence[Block], to_ours: Matching) -> Iterator[Seam]:
    """Yield where neighbours say together what one paragraph of the other version says."""
    used: set[tuple[str, int]] = set()
    for i, j in to_ours.forward.items():
        if base[i].kind != "p" or base[i].print == ours[j].print:
            continue
        free = {k for k in range(len(ours)) if k not in to_ours.backward and ("ours", k) not in used}
        parts = _parts(ours, j, free, base[i])
        if len(parts) > 1:
            used.update(("ours", k) for k in parts)
            yield Seam((i,), parts)
            continue
        free = {k for k in range(len(base)) if k not in to_ours.forward and ("base", k) not in used}
        parts = _parts(base, i, free, ours[j])
        if len(parts) > 1:
            used.update(("base", k) for k in parts)
            yield Seam(parts, (j,), tuple(k for k in parts if k != i))


def _parts(blocks: Sequence[Block], place: int, free: Container[int], whole: Block) -> tuple[int, ...]:
    """Return the neighbours of a block, as many as are free, of which a whole consists; the block alone if it does not."""
    first = last = place
    while True:
        if first - 1 in free and _hold(blocks[first - 1 : last + 1], whole):
            first -= 1
        elif last + 1 in free and _hold(blocks[first : last + 2], whole):
            last += 1
        else:
            break
    joined = "".join(block.text for block in blocks[first : last + 1])
    return tuple(range(first, last + 1)) if likeness(joined, whole.text) >= _LIKE else (place,)


def _hold(parts: Sequence[Block], whole: Block) -> bool:
    """Return whether most of each part stands in the whole, in the same order."""
    if any(part.kind != "p" or not part.text.strip() for part in parts):
        return False
    places = find_places("".join(part.text for part in parts), whole.text)
    start = 0
    for part in parts:
        kept = sum(1 for place in places[start : start + len(part.text)] if place is not None)
        start += len(part.text)
        if kept < _KEPT * len(part.text):
            return False
    return True


def plan_seam(base: list[Block], ours: list[Block], theirs: list[Block], same: Same) -> SeamPlan | None:
    """Return what theirs changes in the paragraphs of ours; None where it does not fall cleanly into them.

    That is so where both changed the same words or look, and where new words span two paragraphs.
    """
    one, two, three = _joined(base), _joined(ours), _joined(theirs)
    merged, links, looks = (
        merge_text(one.text, two.text, three.text),
        merge_links(one, two, three),
        Looks(one, two, three, same),
    )
    properties = [block.element.find(PPR) for block in (one, three)]
    wholes = [
        (block, find_property_differences(properties[0], block.element.find(PPR), properties[1], same))
        for block in ours[1:]
    ]
    if merged.conflicts or looks.is_refused or any(found.refused for _, found in wholes):
        return None
    found: dict[int, list[tuple[Change, int]]] = defaultdict(list)
    for edit in sorted([*merged.edits, *links.edits]):
        own = _part(ours, edit.start, edit.end)
        new = _part(theirs, edit.source, edit.source + len(edit.text)) if edit.text else (0, 0)
        if own is None or new is None:
            return None
        shifted = Change(edit.start - own[1], edit.end - own[1], edit.text, edit.source - new[1])
        found[own[0]].append((shifted, new[0]))
    return SeamPlan(
        [SeamEdits(ours[place], edits) for place, edits in sorted(found.items())],
        looks,
        [(block, each.taken) for block, each in wholes if each.taken],
        links.is_refused,
    )


def _part(blocks: list[Block], start: int, end: int) -> tuple[int, int] | None:
    """Return the block that holds a stretch of the joined text and where it begins; None over a seam.

    What comes exactly at the seam ends the first half.
    """
    first = 0
    for place, block in enumerate(blocks):
        last = first + len(block.text)
        if first <= start and end <= last:
            return place, first
        first = last
    return None


def _joined(blocks: list[Block]) -> Block:
    first = blocks[0]
    text, pieces = (
        "".join(block.text for block in blocks),
        [piece for block in blocks for piece in block.pieces],
    )
    return Block(first.element, first.kind, first.key, first.clause, text, "", pieces)


def write_seam(
    plan: SeamPlan, ours: list[Block], theirs: list[Block], reviser: Reviser, stand_ins: StandIns
) -> None:
    """Make what was planned in the paragraphs of ours: looks first, then words, the last first, so that places stay."""
    edits = {id(each.block): each.edits for each in plan.words}
    for block, keys in plan.wholes:
        reviser.change_paragraph(block.element, keys, theirs[0].element.find(PPR))
    start = 0
    for block in ours:
        plan.looks.apply(block.element, reviser, stand_ins, start, start + len(block.text))

        def look(first: int, last: int, piece: Piece, shift: int = start) -> Element | None:
            return plan.looks.for_new(first + shift, last + shift, piece)

        for place in reversed(range(len(theirs))):
            own = [edit for edit, source in edits.get(id(block), ()) if source == place]
            if own:
                reviser.change_text(block.element, own, theirs[place].element, stand_ins, look)
        start += len(block.text)
