"""The version of a document and the rows of its 改訂履歴."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generator.context.dates import format_date
from generator.fieldchanges import FieldChange, field_title
from generator.manifest import DocumentRecord, RevisionRow
from generator.profile import CompanyProfile
from generator.request import Release, Request

_MOST_NAMED = 3
_OWN_FIELDS = ("documents.version", "documents.revised_on")


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
    if request.release is Release.NONE:
        return settled_history(record, profile)
    version = _asked_version(record, profile) or counted_up(record.version, request.release)
    day = _asked_date(record, profile) or max(request.day, profile.documents.issued_on)
    row = RevisionRow(
        id=f"v{version}",
        version=version,
        date=format_date(day, profile.documents.date_style),
        summary=request.reason or summary or "改訂",
        made_by=str(documents["prepared_by"]),
        approved_by=str(documents["approved_by"]),
    )
    return History(version, day, (*record.revisions, row))


def counted_up(version: str, release: Release) -> str:
    """Return the next version: 1.0 becomes 1.1 (minor) or 2.0 (major)."""
    major, minor = _numbers(version)
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
    raised = asked != record.asked_version and _numbers(asked) > _numbers(record.version)
    return asked if raised else ""


def _asked_date(record: DocumentRecord, profile: CompanyProfile) -> datetime.date | None:
    asked = profile.documents.revised_on
    if asked is None or asked == record.asked_revision:
        return None
    return asked if record.revised_on is None or asked > record.revised_on else None


def _numbers(version: str) -> tuple[int, int]:
    major, _, minor = version.partition(".")
    return (int(major) if major.isdigit() else 1, int(minor) if minor.isdigit() else 0)
