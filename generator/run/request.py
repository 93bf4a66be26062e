"""What the user asked a run to do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypedDict

from generator.catalog import DOCUMENTS, DocumentKind

if TYPE_CHECKING:
    import datetime
    from pathlib import Path
    from typing import Unpack

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


class RunKeywords(TypedDict, total=False):
    """What callers may write for each field of `RunOptions`; every entry may be left out."""

    only: Iterable[str]
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
    allow_outside_files: bool


@dataclass(frozen=True, slots=True)
class RunOptions:
    """How to make the documents.

    Attributes:
        only: Keys of the documents to make (policy, handbook, rules); empty for all.
        date: The date of change that the documents carry; None for today, where something changed.
        strict: Refuse to write documents in which a value is missing.
        force: Replace documents that somebody has edited; they are kept in `.policygen/backup`.
        pdf: Also make a PDF of each document, with LibreOffice.
        adopt: Take documents that this program has no record of as the company's own.
        adopted_base: A folder with the documents that the adopted ones were made from.
        restore: Bring back documents that somebody deleted.
        track: Which files get tracked changes.
        author: The name beside tracked changes and comments.
        release: How a revision counts the version up; None for minor, where nobody asked for a revision.
        reason: What 改訂履歴 says of the revision; empty for a summary of the changes.
        comparison: Also write a 新旧対照表 of each changed document.
        allow_outside_files: Also read a logo that lies outside the folder of the profile.
    """

    only: tuple[str, ...] = ()
    date: datetime.date | None = None
    strict: bool = False
    force: bool = False
    pdf: bool = False
    adopt: bool = False
    adopted_base: Path | None = None
    restore: bool = False
    track: Track = Track.EDITED
    author: str = AUTHOR
    release: Release | None = None
    reason: str = ""
    comparison: bool = True
    allow_outside_files: bool = False

    def __post_init__(self) -> None:
        """Refuse documents that do not exist.

        Raises:
            ValueError: `only` names an unknown document.
        """
        unknown = set(self.only) - {kind.key for kind in DOCUMENTS}
        if unknown:
            raise ValueError(f"unknown documents: {sorted(unknown)}")

    @classmethod
    def of(cls, **words: Unpack[RunKeywords]) -> RunOptions:
        """Build the options from what callers write: plain words and names of folders will do.

        Raises:
            ValueError: `only` names an unknown document, or `track` or `release` is none of its words.
        """
        given: dict[str, Any] = {**words}
        return cls(**given | {name: read(given[name]) for name, read in _READERS.items() if name in given})


def _folder(name: str | Path | None) -> Path | None:
    from pathlib import Path  # the command line reads this module at every start

    return Path(name) if name is not None else None


_READERS: dict[str, Callable[[Any], object]] = {
    "only": lambda keys: tuple(sorted(set(keys))),
    "adopted_base": _folder,
    "track": Track,
    "release": lambda word: None if word is None else Release(word),
}


@dataclass(frozen=True, slots=True)
class Request:
    """What the user asked for.

    Attributes:
        profile: The company's facts and choices.
        folder: Where the documents go.
        templates: The compiled templates.
        today: Today's date.
        source: The profile's file, for messages.
        images: Pictures by the name of the frame that shows them.
        options: How to make the documents.
    """

    profile: CompanyProfile
    folder: Path
    templates: TemplateSet
    today: datetime.date
    source: str = ""
    images: Mapping[str, bytes] = field(default_factory=dict)
    options: RunOptions = RunOptions()

    @property
    def kinds(self) -> tuple[DocumentKind, ...]:
        """Return the documents asked for, in their fixed order."""
        only = self.options.only
        return tuple(kind for kind in DOCUMENTS if not only or kind.key in only)

    @property
    def day(self) -> datetime.date:
        """Return the date of this run."""
        return self.options.date or self.today
