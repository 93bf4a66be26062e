"""Which header, footer or note of one version is which of another: by what they say, then by place."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import TypeAlias

from generator.word.file.xml import Element
from generator.word.merge.read.blocks import read_blocks
from generator.word.merge.read.version import Slot
from generator.word.text.standins import StandIns
from generator.word.text.tokens import likeness

_LIKE = 0.5
Slots: TypeAlias = "AbstractSet[tuple[int, Slot]]"
"""The sections, by place, that name a header or footer, and as what."""


def pair_boxes(
    base: Sequence[Element],
    other: Sequence[Element],
    stand_ins: StandIns,
    *,
    reuse: bool,
    slots: tuple[Sequence[Slots], Sequence[Slots]] | None = None,
) -> list[int | None]:
    """Return for each container of another version the place of its base; None where it is new.

    Args:
        base: The headers, footers or notes of base in order.
        other: Those of the other version.
        stand_ins: The table their texts are read with.
        reuse: Whether several may have one base: LibreOffice writes the same header once for each section.
        slots: Where each of them stands; of several that say the same, the one in the same place is meant.
    """
    texts = [[_text(box, stand_ins) for box in boxes] for boxes in (base, other)]
    free = list(range(len(base)))
    found: list[int | None] = [None] * len(other)
    for closeness in (2, 1, 0) if slots else (0,):
        for place, text in enumerate(texts[1]):
            if found[place] is not None:
                continue
            found[place] = next(
                (
                    index
                    for index in free
                    if texts[0][index] == text
                    and (not slots or _closeness(slots[0][index], slots[1][place]) >= closeness)
                ),
                None,
            )
            if found[place] is not None and not reuse:
                free.remove(found[place] or 0)
    for place, text in enumerate(texts[1]):
        if found[place] is None:
            scores = [(likeness(texts[0][index], text), -abs(index - place), index) for index in free]
            best = max(scores, default=(0.0, 0, 0))
            if best[0] >= _LIKE or (len(base) == len(other) and place in free and not text.strip()):
                found[place] = best[2] if best[0] >= _LIKE else place
                if not reuse:
                    free.remove(found[place] or 0)
    return found


def pair_slots(
    base: Sequence[Slots],
    other: Sequence[Slots],
    pairs: Sequence[int | None],
    *,
    reuse: bool,
) -> list[int | None]:
    """Return pairs with those added of headers or footers that say something else in the same place.

    Args:
        base: The places in which each one of base stands.
        other: The places of each one of the other version.
        pairs: What `pair_boxes` found.
        reuse: Whether several may have one base.
    """
    found = list(pairs)
    for place, slots in enumerate(other):
        if found[place] is None:
            free = (index for index in range(len(base)) if reuse or index not in found)
            found[place] = next((index for index in free if slots & base[index]), None)
    return found


def _closeness(one: Slots, other: Slots) -> int:
    """Return 2 where two headers stand in one section as the same kind, 1 where only the kind is the same, else 0."""
    kinds = [{slot for _, slot in slots} for slots in (one, other)]
    return 2 if one & other else 1 if kinds[0] & kinds[1] else 0


def _text(box: Element, stand_ins: StandIns) -> str:
    return "\n".join(block.text for block in read_blocks(box, stand_ins))
