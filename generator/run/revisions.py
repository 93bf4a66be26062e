"""The version of a document and the rows of its 改訂履歴."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from generator.context.context import ESTABLISHED
from generator.context.dates import format_date
from generator.context.written_dates import read_date
from generator.profile import CompanyProfile
from generator.profile.fields.changes import FieldChange, field_title
from generator.record.manifest import DocumentRecord, RevisionRow
from generator.run.request import Release, Request

if TYPE_CHECKING:
    from generator.word.reader.history import WrittenHistory, WrittenRow

_MOST_NAMED = 3
_OWN_FIELDS = ("documents.version", "documents.revised_on")
_VERSION = re.compile(r"(?<![0-9])(?<![0-9]\.)([0-9]{1,3})(?:\.([0-9]{1,3}))?(?![0-9])")


@dataclass(frozen=True, slots=True)
class History:
    """What a document says about its own versions.

    Attributes:
        version: Its version.
        revised_on: The date of its last revision; None while it is the first version.
        rows: The rows of 改訂履歴, oldest first.
    """

    version: str
    revised_on: datetime.date | None
    rows: tuple[RevisionRow, ...] = ()

    def laid_over(self, profile: CompanyProfile) -> CompanyProfile:
        """Return the profile with this version and date of revision."""
        documents = profile.documents
        if (documents.version, documents.revised_on) == (self.version, self.revised_on):
            return profile
        own = documents.model_copy(update={"version": self.version, "revised_on": self.revised_on})
        return profile.model_copy(update={"documents": own})


def first_history(profile: CompanyProfile) -> History:
    """Return the history of a document that has never been written."""
    return History(profile.documents.version, profile.documents.revised_on)


def adopted_history(written: WrittenHistory, profile: CompanyProfile) -> History:
    """Return the history of a document that this program has no record of: its own, as far as it can be read.

    Version and date of revision are those on its front, else the highest and latest of its rows and the profile. The
    rows are those of its table, word by word; none when it has no table.
    """
    documents = profile.documents
    shown = _VERSION.search(_plain(written.version))
    days = [read_date(row.date) for row in written.rows if len(written.rows) > 1]
    revised = [day for day in (documents.revised_on, *days) if day and documents.issued_on <= day]
    front = read_date(written.revised_on)
    return History(
        shown[0] if shown else highest_version([documents.version, *(row.version for row in written.rows)]),
        max(revised, default=None) if front is None else front if documents.issued_on < front else None,
        _adopted_rows(written.rows),
    )


def _adopted_rows(rows: Sequence[WrittenRow]) -> tuple[RevisionRow, ...]:
    """Give the rows the ids they had, or would have, so that they are known again when they are rendered."""
    known = len(rows) > 1 and not _VERSION.search(_plain(rows[0].version))
    first = [ESTABLISHED, "first"] if known else ["first"]
    found: dict[str, RevisionRow] = {}
    for place, row in enumerate(rows):
        name = first[place] if place < len(first) else f"v{row.version}"
        name = name if name not in found else f"{name}-{place}"
        cells = {key: getattr(row, key) for key in ("version", "date", "summary", "made_by", "approved_by")}
        found[name] = RevisionRow(id=name, **cells)
    return tuple(found.values())


def settled_history(record: DocumentRecord, profile: CompanyProfile) -> History:
    """Return the history of the last run, with a version or date that the user has since raised in the profile."""
    return History(
        _asked_version(record, profile) or record.version,
        _asked_date(record, profile) or record.revised_on,
        record.revisions,
    )


def next_history(
    record: DocumentRecord, request: Request, summary: str, documents: Mapping[str, Any]
) -> History:
    """Return the history with a row for this run.

    Args:
        record: What the last run wrote.
        request: Says how the version counts up, the day, and the reason.
        summary: What changed, for when no reason is given.
        documents: The names of the context on documents: who makes and approves them.
    """
    profile = request.profile
    if request.options.release is Release.NONE:
        return settled_history(record, profile)
    last = highest_version(
        [record.version, profile.documents.version, *(row.version for row in record.revisions)]
    )
    version = _asked_version(record, profile) or counted_up(last, request.options.release or Release.MINOR)
    day = _asked_date(record, profile) or max(request.day, profile.documents.issued_on)
    row = RevisionRow(
        id=f"v{version}",
        version=version,
        date=format_date(day, profile.documents.date_style),
        summary=request.options.reason or summary or "改訂",
        made_by=str(documents["prepared_by"]),
        approved_by=str(documents["approved_by"]),
    )
    return History(version, day, (*record.revisions, row))


def counted_up(version: str, release: Release) -> str:
    """Return the next version: 1.0 becomes 1.1 (minor) or 2.0 (major)."""
    major, minor = version_numbers(version)
    return f"{major + 1}.0" if release is Release.MAJOR else f"{major}.{minor + 1}"


def summarise(changes: Sequence[FieldChange], added: Sequence[str], removed: Sequence[str]) -> str:
    """Say in a few words what a revision changes.

    Args:
        changes: The fields of the profile that the document shows differently now.
        added: Numbers and titles of new clauses.
        removed: Those of clauses that are gone.
    """
    words = [f"{name}の追加" for name in added] + [f"{name}の削除" for name in removed]
    words += [f"{subject}の変更" for subject in _subjects(changes)]
    named = "、".join(words[:_MOST_NAMED])
    return f"{named}など" if len(words) > _MOST_NAMED else named


def _subjects(changes: Sequence[FieldChange]) -> list[str]:
    """Name what changed; fields of one group share its name: 情報セキュリティ責任者の役職と氏名."""
    groups: dict[str, list[str]] = {}
    for change in changes:
        if change.name in _OWN_FIELDS:
            continue
        rows = [place for place, step in enumerate(change.path) if isinstance(step, int)]
        title = field_title(change.path[: rows[0]]) if rows else change.title
        owner = field_title(change.path[:-1]) if not rows and len(change.path) > 2 else ""
        is_shared = bool(owner) and title.startswith(f"{owner}の")
        leaves = groups.setdefault(owner if is_shared else title, [])
        leaf = title.removeprefix(f"{owner}の") if is_shared else ""
        if leaf and leaf not in leaves:
            leaves.append(leaf)
    return [f"{owner}の{'と'.join(leaves)}" if leaves else owner for owner, leaves in groups.items()]


def _asked_version(record: DocumentRecord, profile: CompanyProfile) -> str:
    """Return the version that the user raised in the profile since; empty when he did not."""
    asked = profile.documents.version
    raised = asked != record.asked_version and version_numbers(asked) > version_numbers(record.version)
    return asked if raised else ""


def _asked_date(record: DocumentRecord, profile: CompanyProfile) -> datetime.date | None:
    asked = profile.documents.revised_on
    if asked is None or asked == record.asked_revision:
        return None
    return asked if record.revised_on is None or asked > record.revised_on else None


def highest_version(versions: Iterable[str]) -> str:
    """Return the highest of versions as somebody may have written them: 1.1, 第２版, Ver. 3.0; 初版 has no number.

    Empty when none of them has a number.
    """
    found = (match[0] for text in versions if (match := _VERSION.search(_plain(text))))
    return max(found, key=version_numbers, default="")


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def version_numbers(version: str) -> tuple[int, int]:
    """Return the two numbers of a version: 1.1, or 2 for 2.0."""
    major, _, minor = version.partition(".")
    return (int(major) if major.isdecimal() else 1, int(minor) if minor.isdecimal() else 0)
