"""Decides what becomes of one document: base, ours and theirs in, an outcome and the bytes to write out."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from generator.errors import TemplateError
from generator.files.atomic import digest
from generator.record.manifest import DocumentRecord, OpenConflict
from generator.run.outcome import Outcome
from generator.run.request import Request, Track
from generator.screen import one_line

if TYPE_CHECKING:
    from generator.word.merge import MergeConflict, Merged


@dataclass(frozen=True, slots=True)
class Versions:
    """The versions of one document that a run works with.

    Attributes:
        record: What the last run wrote; None when there is no record.
        ours: The company's file; None when there is none.
        theirs: The new render.
        base: Reads the base; None when it is missing or damaged.
        rendered: Reads the last render, kept while a conflict is open; None when it is missing or damaged.
        earlier: Reads digests of what earlier renders said.
    """

    record: DocumentRecord | None
    ours: bytes | None
    theirs: bytes
    base: Callable[[], bytes | None]
    rendered: Callable[[], bytes | None]
    earlier: Callable[[], frozenset[str]] = frozenset


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of a document.

    Attributes:
        outcome: What happens.
        data: What is written in its place; None leaves the file alone.
        base: The base of the next run; None leaves the stored one.
        conflicts: What the company has to decide.
        changed: Bookmarks of the clauses whose text this run changes in an edited file, in order.
        guesses: Beginnings of paragraphs that were recognised by likeness alone.
        is_tracked: Whether the changes are tracked changes.
        left: What changed and could not be brought in: styles, numbering, looks of tables …
        dropped: What the new version says where the company has deleted or rearranged the text, each with its clause.
        earlier: Digests of what renders up to now said and no longer say, where changes are tracked; else none.
        untracked: What was changed without being tracked: headers, contents, references.
        kept: References and lines of the contents with words of a person, each with what it should show now.
        problem: Why nothing can be done, and what to do about it; empty when all is well.
    """

    outcome: Outcome
    data: bytes | None = None
    base: bytes | None = None
    conflicts: tuple[OpenConflict, ...] = ()
    changed: tuple[str, ...] = ()
    guesses: tuple[str, ...] = ()
    is_tracked: bool = False
    left: tuple[str, ...] = ()
    untracked: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    earlier: frozenset[str] = frozenset()
    kept: tuple[tuple[str, str], ...] = ()
    problem: str = ""


def decide(versions: Versions, request: Request) -> Verdict:
    """Decide by what changed from base to theirs and from base to ours (see the table in docs/rerun.md)."""
    record, ours, theirs = versions.record, versions.ours, versions.theirs
    replaced = Verdict(Outcome.UPDATED, data=theirs, base=theirs)
    if record is None:
        return _without_record(versions, request)
    if ours is None:
        created = Verdict(Outcome.CREATED, data=theirs, base=theirs)
        return created if request.options.restore else Verdict(Outcome.REMOVED)
    if ours == theirs:
        return Verdict(Outcome.UNCHANGED, base=theirs)
    if request.options.force:
        return replaced
    same_render = digest(theirs) == record.rendered_sha256
    if digest(ours) == record.rendered_sha256:
        return _merge(versions, ours, request) if request.options.track is Track.ALWAYS else replaced
    try:
        return _same_render(versions, record, ours) if same_render else _merge(versions, ours, request)
    except TemplateError as error:
        return Verdict(Outcome.KEPT, problem=_unreadable(error))


def _without_record(versions: Versions, request: Request) -> Verdict:
    ours, theirs = versions.ours, versions.theirs
    if ours is None:
        return Verdict(Outcome.CREATED, data=theirs, base=theirs)
    if ours == theirs:
        return Verdict(Outcome.UNCHANGED, base=theirs)
    if request.options.force:
        return Verdict(Outcome.UPDATED, data=theirs, base=theirs)
    if not request.options.adopt:
        return Verdict(Outcome.KEPT, problem=_UNKNOWN)
    try:
        if versions.base() is not None:
            return _merge(versions, ours, request)
        _check_readable(ours)
    except TemplateError as error:
        return Verdict(Outcome.KEPT, problem=_unreadable(error))
    return Verdict(Outcome.KEPT, base=theirs)


def _same_render(versions: Versions, record: DocumentRecord, ours: bytes) -> Verdict:
    """Leave the file as it is; say whether it was edited, and which conflicts are still open."""
    base, rendered = versions.base(), versions.rendered()
    if record.conflicts and base is not None and rendered is not None:
        from generator.word.merge import settle_conflicts

        settled = settle_conflicts(base, ours, rendered)
        still = _open_conflicts(settled.conflicts, base, rendered)
        outcome = Outcome.CONFLICT if still else Outcome.KEPT
        return Verdict(outcome, base=None if still == record.conflicts else settled.base, conflicts=still)
    if record.conflicts:
        return Verdict(Outcome.CONFLICT, conflicts=record.conflicts)
    if base is None and record.base_sha256 == record.rendered_sha256:
        base = versions.theirs
    return Verdict(Outcome.UNCHANGED if _says_the_same(base, ours) else Outcome.KEPT, base=base)


def _says_the_same(base: bytes | None, ours: bytes) -> bool:
    from generator.word.merge import is_untouched

    try:
        return base is not None and is_untouched(base, ours)
    except TemplateError:
        return False


def _merge(versions: Versions, ours: bytes, request: Request) -> Verdict:
    """Bring the changes of theirs into ours.

    Raises:
        TemplateError: Ours cannot be read.
    """
    from generator.word.merge import is_untouched, merge_documents, open_version, settle_conflicts

    record, theirs = versions.record, versions.theirs
    base, rendered = versions.base(), versions.rendered()
    if base is None:
        _check_readable(ours)
        return (
            Verdict(Outcome.KEPT, base=theirs)
            if request.options.adopt
            else Verdict(Outcome.KEPT, problem=_NO_BASE)
        )
    before, own = open_version(base), open_version(ours)
    edited = not is_untouched(before, own)
    track = request.options.track is Track.ALWAYS or (request.options.track is Track.EDITED and edited)
    if record is not None and record.conflicts and rendered is not None:
        base = settle_conflicts(before, own, rendered).base
        before = open_version(base)
    merged = merge_documents(
        before,
        own,
        theirs,
        author=request.options.author,
        date=datetime.datetime.combine(request.day, datetime.time()),
        track=track,
        earlier=versions.earlier() if track else frozenset(),
    )
    conflicts = _open_conflicts(merged.conflicts, base, theirs)
    verdict = _verdict(merged, conflicts, ours, theirs, edited=edited, track=track)
    earlier = versions.earlier() | merged.outdated if verdict.is_tracked else frozenset()
    return replace(verdict, dropped=_dropped(merged, base, theirs), earlier=earlier)


def _verdict(
    merged: Merged,
    conflicts: tuple[OpenConflict, ...],
    ours: bytes,
    theirs: bytes,
    *,
    edited: bool,
    track: bool,
) -> Verdict:
    data = merged.data if merged.data != ours else None
    outcome = Outcome.MERGED if edited else Outcome.UPDATED
    outcome = outcome if data is not None else Outcome.KEPT
    return Verdict(
        Outcome.CONFLICT if conflicts else outcome,
        data=data,
        base=merged.next_base if conflicts else theirs,
        conflicts=conflicts,
        changed=tuple(change.clause for change in merged.changes),
        guesses=merged.guesses,
        is_tracked=track and bool(merged.changes),
        left=merged.left,
        untracked=merged.untracked,
        kept=merged.kept,
    )


def _open_conflicts(
    conflicts: tuple[MergeConflict, ...], base: bytes, theirs: bytes
) -> tuple[OpenConflict, ...]:
    from generator.word.merge import clause_names, conflict_place, conflict_text

    names = clause_names(base) | clause_names(theirs) if conflicts else {}
    return tuple(
        OpenConflict(
            clause=names.get(conflict.clause) or conflict_place(conflict), note=conflict_text(conflict)
        )
        for conflict in conflicts
    )


def _dropped(merged: Merged, base: bytes, theirs: bytes) -> tuple[str, ...]:
    """Return each change that found no place in ours as a reader calls it: its clause and its words."""
    from generator.word.merge import clause_names

    names = clause_names(base) | clause_names(theirs) if merged.dropped else {}
    return tuple(
        f"{names.get(change.clause) or '表紙など（条の外）'}「{one_line(change.after)}」"
        + ("の場所" if change.before == change.after else "")
        for change in merged.dropped
    )


def _check_readable(ours: bytes) -> None:
    from generator.word.merge import open_version

    open_version(ours)


def _unreadable(error: TemplateError) -> str:
    """Say why a document takes no changes, and the one thing to do; some causes already name it."""
    what = "、".join(str(problem) for problem in error.problems)
    advice = "" if what.endswith("ください") else "Wordで開いて .docx で保存し直してください。"
    return (
        f"{what}。{advice}それからもう一度実行してください（何も書いていません）。"
        "開けない文書は、--force で新しい文書に置き換えられます（元のファイルは .policygen/backup に残ります）"
    )


_UNKNOWN = (
    "このプログラムが作った記録のない文書がすでにあります。何も書きませんでした。"
    "自社の文書として引き継ぐなら --adopt、別の場所に作るなら -o、"
    "置き換えるなら --force を付けてください（元のファイルは .policygen/backup に残ります）"
)
_NO_BASE = (
    "手直しされていますが、前回の控え（.policygen/base）がないか壊れているため、手直しした所を見分けられません。"
    "何も書きませんでした。控えを戻すか、今の文書をそのまま引き継ぐなら --adopt（今回の変更は入りません）、"
    "置き換えるなら --force を付けてください（元のファイルは .policygen/backup に残ります）"
)
