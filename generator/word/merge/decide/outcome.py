"""What a merge says of itself: changes made, changes that found no place, conflicts and what the next base keeps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from generator.word.file.xml import Element
from generator.word.merge.read.version import StoryKind

ChangeKind = Literal["changed", "inserted", "deleted"]
Place = StoryKind | Literal["box"]


@dataclass(frozen=True, slots=True)
class MergedChange:
    """One block that theirs changed in ours; both texts are empty for a table or page that looks otherwise."""

    kind: ChangeKind
    clause: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class MergeConflict:
    """One block, or several that theirs replaces together, that both sides changed; ours stays.

    Attributes:
        clause: The bookmark of the clause.
        base: The text both started from.
        ours: The company's text.
        theirs: The new text; empty when the new version has no such block.
        look: Whether it is the look of the words alone that both changed.
        place: The part of the document; "box" for a text box of the body.
        moved: Whether theirs has the block in another place, where it cannot be brought.
    """

    clause: str
    base: str
    ours: str
    theirs: str
    look: bool = False
    place: Place = "body"
    moved: bool = False


@dataclass(frozen=True, slots=True)
class Stay:
    """Blocks that the next base keeps as they were.

    Attributes:
        base: The blocks of base.
        theirs: Their blocks of theirs, in place of which they stand then; none when there are none.
        follows: The block of theirs that they follow where theirs has none; None for the first.
        container: What holds the blocks of theirs.
        moved: Whether theirs has them elsewhere, and only their place is kept.
    """

    base: tuple[Element, ...]
    theirs: tuple[Element, ...]
    follows: Element | None
    container: Element
    moved: bool = False


@dataclass(frozen=True, slots=True)
class Meeting:
    """A conflict, the paragraph, row or table of ours that it concerns, and the blocks that the next base keeps."""

    conflict: MergeConflict
    element: Element
    stay: Stay
