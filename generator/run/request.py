"""What the user asked a run to do."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

from generator.catalog import DOCUMENTS, DocumentKind

if TYPE_CHECKING:
    from generator.profile import CompanyProfile
    from generator.templating.set import TemplateSet

AUTHOR = "policygen"


class Track(StrEnum):
    """Which files get their changes as tracked changes of Word."""

    EDITED = "edited"
    ALWAYS = "always"
    NEVER = "never"


class Release(StrEnum):
    """How a revision counts the version up; `NONE` corrects a draft without a new version."""

    MINOR = "minor"
    MAJOR = "major"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Request:
    """What the user asked for.

    Attributes:
        profile: The company's facts and choices.
        folder: Where the documents go.
        templates: The compiled templates.
        source: The profile's file, for messages.
        only: Keys of the documents to make; empty for all.
        date: The date of change that documents get; None for `today` where something changed.
        today: Today's date.
        images: Pictures by the name of the frame that shows them.
        strict: Refuse documents in which a value is missing.
        force: Replace documents that somebody has edited (they are kept in the backup folder).
        pdf: Also make PDFs.
        adopt: Take documents that this program has no record of as the company's own.
        adopted_base: A folder with the documents that the adopted ones were made from.
        restore: Bring back documents that somebody deleted.
        track: Which files get tracked changes.
        author: The name beside tracked changes and comments.
        release: How a revision counts the version up.
        reason: What 改訂履歴 says of the revision; empty for a summary of the changes.
        comparison: Also write a 新旧対照表 of each changed document.
    """

    profile: CompanyProfile
    folder: Path
    templates: TemplateSet
    today: datetime.date
    source: str = ""
    only: frozenset[str] = frozenset()
    date: datetime.date | None = None
    images: Mapping[str, bytes] = field(default_factory=dict)
    strict: bool = False
    force: bool = False
    pdf: bool = False
    adopt: bool = False
    adopted_base: Path | None = None
    restore: bool = False
    track: Track = Track.EDITED
    author: str = AUTHOR
    release: Release = Release.MINOR
    reason: str = ""
    comparison: bool = True

    @property
    def kinds(self) -> tuple[DocumentKind, ...]:
        """Return the documents asked for, in their fixed order."""
        return tuple(kind for kind in DOCUMENTS if not self.only or kind.key in self.only)

    @property
    def day(self) -> datetime.date:
        """Return the date of this run."""
        return self.date or self.today


class Options(TypedDict, total=False):
    """How to make the documents; every entry may be left out.

    Attributes:
        only: Keys of the documents to make (policy, handbook, rules); empty for all.
        templates: A folder with templates of your own, or a set already compiled; None for the shipped ones.
        date: The date of change that the documents carry; None for today, where something changed.
        strict: Refuse to write documents in which a value is missing.
        force: Replace edited documents; they are kept in `.policygen/backup`.
        pdf: Also make a PDF of each document, with LibreOffice.
        adopt: Take documents that this program has no record of as the company's own.
        adopted_base: A folder with the documents from which the adopted ones were made.
        restore: Bring back documents that somebody deleted.
        track: Which files get tracked changes: edited, always or never.
        author: The name beside tracked changes and comments.
        release: How a revision counts the version up: minor, major or none.
        reason: What 改訂履歴 says of the revision; empty for a summary of the changes.
        comparison: Whether a 新旧対照表 is written beside each changed document.
    """

    only: Iterable[str]
    templates: TemplateSet | str | Path | None
    date: datetime.date | None
    strict: bool
    force: bool
    pdf: bool
    adopt: bool
    adopted_base: str | Path | None
    restore: bool
    track: Track | str
    author: str
    release: Release | str
    reason: str
    comparison: bool
