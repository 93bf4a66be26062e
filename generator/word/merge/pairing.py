"""Which header, footer or note of one version is which of another: by what they say, then by place."""

from __future__ import annotations

from collections.abc import Sequence

from generator.word.merge.blocks import read_blocks
from generator.word.merge.inline import StandIns
from generator.word.merge.tokens import likeness
from generator.word.reading import Element

_LIKE = 0.5


def pair_boxes(
    base: Sequence[Element], other: Sequence[Element], stand_ins: StandIns, *, reuse: bool
) -> list[int | None]:
    """Return for each container of another version the place of its base; None where it is new.

    Args:
        base: The headers, footers or notes of base in order.
        other: Those of the other version.
        stand_ins: The table their texts are read with.
        reuse: Whether several may have one base: LibreOffice writes the same header once for each section.
    """
    texts = [[_text(box, stand_ins) for box in boxes] for boxes in (base, other)]
    free = list(range(len(base)))
    found: list[int | None] = [None] * len(other)
    for place, text in enumerate(texts[1]):
        found[place] = next((index for index in free if texts[0][index] == text), None)
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


def _text(box: Element, stand_ins: StandIns) -> str:
    return "\n".join(block.text for block in read_blocks(box, stand_ins))
