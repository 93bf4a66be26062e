"""What a 新旧対照表 is made of: rows of clauses, bands that stand side by side, passages, pieces."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

ADDED, REMOVED, OMITTED = "（新設）", "（削除）", "（略）"

ChangeKind = Literal["added", "changed", "removed"]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of text that is changed, or not, as a whole."""

    text: str
    changed: bool = False


@dataclass(frozen=True, slots=True)
class SidePassage:
    """One paragraph or table row of a column.

    Attributes:
        kind: A heading, a paragraph, a table's caption, unchanged text left out, a table row, or a mark
            such as （新設）.
        cells: The text; one cell but for table rows.
        label: The number or bullet before a paragraph; the range of numbers left out.
        spans: For a table row: the columns each cell covers.
        widths: For a table row: the widths of the table's columns in twips.
        header: Whether a table row is the header of its table.
    """

    kind: Literal["heading", "text", "caption", "omitted", "row", "mark"]
    cells: tuple[tuple[Stretch, ...], ...]
    label: str = ""
    spans: tuple[int, ...] = ()
    widths: tuple[int, ...] = ()
    header: bool = False

    @property
    def text(self) -> str:
        """Return the passage as plain text; cells stand between bars."""
        cells = ["".join(piece.text for piece in cell) for cell in self.cells]
        return "\u3000".join(part for part in (self.label, "｜".join(cells)) if part)


@dataclass(frozen=True, slots=True)
class Band:
    """Passages of both versions that stand side by side."""

    old: tuple[SidePassage, ...]
    new: tuple[SidePassage, ...]


@dataclass(frozen=True, slots=True)
class ComparisonRow:
    """One clause that changed.

    Attributes:
        heading: Number and title in the new version, in the old one for a removed clause.
        kind: Whether the clause is new, changed or gone.
        bands: What both columns show, from top to bottom.
        note: The reason for the change; empty when none was given.
        chapter: The headings above the clause, (old, new); a side is empty where the chapter is not there.
    """

    heading: str
    kind: ChangeKind
    bands: tuple[Band, ...]
    note: str = ""
    chapter: tuple[str, str] = ("", "")

    @property
    def old(self) -> tuple[Stretch, ...]:
        """Return the pieces of the old column in order."""
        return tuple(_pieces(passage for band in self.bands for passage in band.old))

    @property
    def new(self) -> tuple[Stretch, ...]:
        """Return the pieces of the new column in order."""
        return tuple(_pieces(passage for band in self.bands for passage in band.new))

    @property
    def old_text(self) -> str:
        """Return the old column as plain text, a line for each passage."""
        return "\n".join(passage.text for band in self.bands for passage in band.old)

    @property
    def new_text(self) -> str:
        """Return the new column as plain text, a line for each passage."""
        return "\n".join(passage.text for band in self.bands for passage in band.new)


def mark(text: str) -> SidePassage:
    """Return a passage that says what there is to say about a whole side."""
    return SidePassage("mark", ((Stretch(text),),))


def _pieces(passages: Iterator[SidePassage]) -> Iterator[Stretch]:
    for passage in passages:
        for cell in passage.cells:
            yield from cell
