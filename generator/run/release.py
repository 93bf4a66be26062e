"""Hand edits become a revision: the text that a company edited in Word is declared its new version."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from generator.catalog import DocumentKind
from generator.errors import OutputError, Problem, TemplateError
from generator.files.atomic import digest, read_if_there
from generator.files.trouble import write_obstacle
from generator.record.manifest import DocumentRecord, load_manifest
from generator.record.state import DocumentState, load_state
from generator.run.apply import apply, build_report
from generator.run.decide import Verdict
from generator.run.generate import build_request
from generator.run.issue import Issue, Renderer
from generator.run.outcome import Outcome
from generator.run.plan import Plan, PlannedDocument, unfilled_places
from generator.run.report import Report
from generator.run.revisions import next_history, settled_history

if TYPE_CHECKING:
    from generator.profile import CompanyProfile
    from generator.run.request import Request, RunKeywords
    from generator.templating.set import TemplateSet

_FIRST = "先に policygen generate で文書を作ってください"
_PENDING = "まだ承諾も却下もされていない変更が{count}か所あります。Wordの［校閲］ですべて承諾するか元に戻してから、もう一度実行してください"
_CONFLICTS = (
    "手直しと重なったままの所があります。文書のコメントにある文を取り入れるか、コメントを消して今の文に決め、"
    "policygen generate を実行してから、もう一度実行してください"
)
_OUTDATED = "プロファイルの変更がまだ反映されていません。先に policygen generate を実行してください"
_NO_BASE = "前回の控え（.policygen/base）がないか壊れているため、版にできません。控えを戻してください"
_CLASH = (
    "表紙の版、日付、改訂履歴のどれかが手で書き換えられているため、新しい版を書き込めません（{places}）。"
    "そこを元に戻してから、もう一度実行してください"
)


@dataclass(frozen=True, slots=True)
class _Edited:
    """A document that is to be released: the company's file and what it was made from."""

    kind: DocumentKind
    path: Path
    record: DocumentRecord
    ours: bytes
    base: bytes


def release(
    profile: CompanyProfile | str | Path,
    folder: str | Path | None = None,
    *,
    templates: TemplateSet | str | Path | None = None,
    dry_run: bool = False,
    today: datetime.date | None = None,
    **options: Unpack[RunKeywords],
) -> Report:
    """Declare the edited text of documents to be their new version; what nobody edited stays as it is.

    Version, date, 改訂履歴, footer and receipt follow, a 新旧対照表 against the text released before is written, and
    the released text is kept beside the base. The base stays what the program rendered, with the new version in it,
    so that later runs keep every released edit.

    Args:
        profile: See `generate`.
        folder: See `generate`.
        templates: See `generate`.
        dry_run: Only say what would be written.
        today: See `generate`.
        **options: `reason` (what 改訂履歴 says; required), `only`, `date`, `release`; see `RunOptions`.

    Raises:
        OutputError: A document has pending changes, open conflicts or an outdated text, or cannot be written; lists all.
        ProfileError: See `generate`; so for the other errors of `generate`.
        ValueError: No reason is given.
    """
    if not str(options.get("reason", "")).strip():
        raise ValueError("a release needs a reason")
    request = build_request(profile, folder, templates=templates, today=today, **options)
    planned = plan_release(request)
    return build_report(planned, dry_run=True) if dry_run else apply(planned)


def plan_release(request: Request) -> Plan:
    """Work out what a release would write; see `release` for the errors."""
    load_manifest(request.folder)
    state, renderer = load_state(request.folder), Renderer(request)
    if state.manifest is None:
        raise OutputError(str(request.folder), [Problem("", f"文書の記録がありません。{_FIRST}")])
    problems: list[Problem] = []
    planned: list[PlannedDocument] = []
    for kind in request.kinds:
        try:
            found = _find_edited(kind, request, state)
            if found is not None:
                _refuse_unready(found, renderer)
                planned.append(_plan(found, request, renderer, state))
        except OutputError as error:
            problems += error.problems
    if problems:
        raise OutputError(str(request.folder), problems)
    if not planned:
        what = "手直しされた文書がありません。手直しの前の版のままです（何も書いていません）"
        raise OutputError(str(request.folder), [Problem("", what)])
    return Plan(request, tuple(planned), state, renderer.snapshot)


def _find_edited(kind: DocumentKind, request: Request, state: DocumentState) -> _Edited | None:
    """Return a document that somebody edited; None where nobody did."""
    from generator.word.merge import is_untouched

    record = state.records.get(kind.key)
    path = request.folder / (record.file if record is not None else "")
    ours = read_if_there(path) if record is not None else None
    if record is None or ours is None:
        return None
    base = state.base(kind.key, ours)
    if base is None:
        raise _refused(path, _NO_BASE)
    try:
        return None if base == ours or is_untouched(base, ours) else _Edited(kind, path, record, ours, base)
    except TemplateError as error:
        raise OutputError(
            str(path), [Problem(path.name, str(problem)) for problem in error.problems]
        ) from error


def _refuse_unready(edited: _Edited, renderer: Renderer) -> None:
    """Refuse a text that is not decided yet, or that the profile has left behind."""
    from generator.word.file.reading import count_changes, read_word_file

    pending = count_changes(read_word_file(edited.ours))
    if pending:
        raise _refused(edited.path, _PENDING.format(count=pending))
    if edited.record.conflicts:
        raise _refused(edited.path, _CONFLICTS)
    settled = settled_history(edited.record, renderer.request.profile)
    date = edited.record.date
    if digest(renderer.render(edited.kind, settled, date).data) != edited.record.rendered_sha256:
        raise _refused(edited.path, _OUTDATED)
    obstacle = write_obstacle(edited.path)
    if obstacle:
        raise _refused(edited.path, obstacle)


def _plan(edited: _Edited, request: Request, renderer: Renderer, state: DocumentState) -> PlannedDocument:
    """Bring the new version into the edited text; the base becomes the render with that version."""
    from generator.word.merge import merge_documents

    settled = settled_history(edited.record, request.profile)
    history = next_history(edited.record, request, "", renderer.context(settled)["documents"])
    rendered = renderer.render(edited.kind, history, request.day)
    merged = merge_documents(
        edited.base,
        edited.ours,
        rendered.data,
        author=request.options.author,
        date=datetime.datetime.combine(request.day, datetime.time()),
        track=False,
    )
    if merged.conflicts:
        places = "、".join(dict.fromkeys(conflict.clause or "表紙など" for conflict in merged.conflicts))
        raise _refused(edited.path, _CLASH.format(places=places))
    theirs = digest(rendered.data)
    record = edited.record.model_copy(
        update={
            "sha256": digest(merged.data),
            "rendered_sha256": theirs,
            "base_sha256": theirs,
            "version": history.version,
            "revised_on": history.revised_on,
            "asked_version": request.profile.documents.version,
            "asked_revision": request.profile.documents.revised_on,
            "revisions": history.rows,
            "date": request.day,
            "profile": None,
            "released_sha256": digest(merged.data),
        }
    )
    return PlannedDocument(
        kind=edited.kind,
        path=edited.path,
        theirs=rendered.data,
        ours=edited.ours,
        verdict=Verdict(Outcome.RELEASED, data=merged.data, base=rendered.data),
        issue=Issue(rendered, request.day, history),
        before=edited.record,
        record=record,
        unfilled=unfilled_places(rendered),
        earlier=state.released(edited.kind.key) or edited.base,
        released=merged.data,
    )


def _refused(path: Path, what: str) -> OutputError:
    return OutputError(str(path.parent), [Problem(path.name, what)])
