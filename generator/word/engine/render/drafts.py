"""What a render keeps of headings, bookmarks and references until their text is known."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from generator.word.engine.language.spots import NumberSpot, ReferenceSpot
from generator.word.file.numbering import Number

_HIDDEN = re.compile(r"<w:(?:instrText|delText)\b[^>]*>[^<]*</w:(?:instrText|delText)>|<[^>]*>")
_SPACES = re.compile(r"<w:(?:br|tab|cr)\b[^>]*/>")


@dataclass(slots=True)
class HeadingDraft:
    """A rendered heading whose title may still be cut out of the output."""

    spot: NumberSpot
    number: Number | None
    bookmark: str
    pieces: list[str]
    start: int
    end: int = -1
    brackets: tuple[str, str] = ("", "")
    _label: str | None = None

    def label(self) -> str:
        """Return the number as shown, empty when there is none."""
        if self._label is None:
            self._label = self.number.label() if self.number else ""
        return self._label

    def length(self) -> int:
        """Return how much has to be read to know the title and the label."""
        return len(self.label()) + (
            _length(self.pieces, self.start, self.end) if self.spot.title is None else 0
        )

    def title(self) -> str:
        """Return the title without brackets."""
        if self.spot.title is not None:
            return self.spot.title
        return plain_text("".join(self.pieces[self.start : self.end if self.end >= 0 else len(self.pieces)]))


@dataclass(slots=True)
class Target:
    """A rendered bookmark: where its content stands in the output, and the number of its paragraph."""

    pieces: list[str]
    start: int
    end: int = -1
    number: Number | None = None
    heading: HeadingDraft | None = None
    shown: dict[str, str] = field(default_factory=dict)

    def length(self) -> int:
        """Return how much has to be read to know the text."""
        if self.heading is not None:
            return self.heading.length()
        return _length(self.pieces, self.start, self.end)

    def text(self) -> str:
        """Return the text between its marks."""
        if self.heading is not None:
            return self.heading.title()
        return plain_text("".join(self.pieces[self.start : self.end if self.end >= 0 else len(self.pieces)]))


class PendingReference(NamedTuple):
    """A REF field whose result is filled in at the end."""

    pieces: list[str]
    at: int
    spot: ReferenceSpot
    path: str
    origins: Mapping[str, Number] | None


def _length(pieces: list[str], start: int, end: int) -> int:
    return sum(1 + len(piece) for piece in pieces[start : end if end >= 0 else len(pieces)])


def plain_text(xml: str) -> str:
    """Return the text of a stretch of runs."""
    text = _HIDDEN.sub("", _SPACES.sub(" ", xml))
    for entity, character in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
        text = text.replace(entity, character)
    return text.strip()
