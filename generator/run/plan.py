"""Decides what a run would do with each document; reads and renders, writes nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.catalog import DOCUMENTS, DocumentKind
from generator.errors import GeneratorError, OutputError, Problem, ProfileError, RenderError, TemplateError
from generator.files.atomic import digest, read_if_there
from generator.files.names import safe_file_name
from generator.files.trouble import write_obstacle
from generator.profile.fields.knowledge import find_knowledge
from generator.record.manifest import DocumentRecord, Journal, Manifest, PdfRecord, base_path
from generator.record.state import DocumentState, load_state
from generator.run.decide import Verdict, Versions, decide
from generator.run.issue import Issue, Renderer
from generator.run.outcome import Outcome, Unfilled
from generator.run.request import Release, Request
from generator.run.revisions import first_history

if TYPE_CHECKING:
    from generator.word.engine.language.values import Rendered

__all__ = ["Plan", "PlannedDocument", "Planning", "Request", "plan"]


@dataclass(frozen=True, slots=True)
class PlannedDocument:
    """What a run would do with one document.

    Attributes:
        kind: Which document.
        path: Where it goes, or is.
        theirs: The document as rendered now.
        ours: The company's file as it is on the disk; None when there is none.
        verdict: What becomes of it.
        issue: Its version, 改訂履歴 and date.
        before: What the last run wrote; None when there was none.
        record: What the manifest will say.
        unfilled: The missing values that the document shows.
        is_adopted: Whether it had no record and is taken as the company's own.
        earlier: The text released before, where a 新旧対照表 must not begin at the file on the disk.
        released: The text that becomes the released one and differs from the base; None for the base or no release.
    """

    kind: DocumentKind
    path: Path
    theirs: bytes
    ours: bytes | None
    verdict: Verdict
    issue: Issue
    before: DocumentRecord | None
    record: DocumentRecord
    unfilled: tuple[Unfilled, ...]
    is_adopted: bool = False
    earlier: bytes | None = None
    released: bytes | None = None

    @property
    def outcome(self) -> Outcome:
        """Return what would happen."""
        return self.verdict.outcome

    @property
    def is_written(self) -> bool:
        """Return whether the document's file would change."""
        return self.verdict.data is not None

    @property
    def is_revised(self) -> bool:
        """Return whether the document gets a new version over an earlier one."""
        return self.before is not None and len(self.record.revisions) > len(self.before.revisions)

    @property
    def content(self) -> bytes | None:
        """Return the file as the run leaves it; None where there is none."""
        return self.ours if self.verdict.data is None else self.verdict.data


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run would do; nothing has been written yet.

    Attributes:
        request: What the user asked for.
        documents: What becomes of each document.
        state: What earlier runs left.
        snapshot: The profile as plain data.
        orphans: Files of documents that are no longer made, by the title of the document.
    """

    request: Request
    documents: tuple[PlannedDocument, ...]
    state: DocumentState
    snapshot: dict[str, Any]
    orphans: tuple[tuple[str, Path], ...] = ()

    @property
    def before(self) -> Manifest | None:
        """Return the record of the last run."""
        return self.state.manifest

    def fitting_name(self, document: PlannedDocument) -> str:
        """Return the name that a document would get now, where the company has been renamed; else nothing."""
        kind = document.kind
        return self.state.fitting_name(kind.key, kind.title, self.request.profile.company.name)

    @property
    def journal(self) -> Journal:
        """Return what an interrupted run was writing."""
        return self.state.journal


def plan(request: Request, *, to_write: bool = True) -> Plan:
    """Work out what a run would do with each document.

    Args:
        request: What the user asked for.
        to_write: False when nothing is going to be written, so that an open document is no obstacle.

    Raises:
        ProfileError: A value is missing and the request is strict.
        TemplateError: A template is unsafe or broken, or uses a name that does not exist; lists all.
        RenderError: A value cannot be written, or a reference leads to a clause that is not there.
        ManifestError: The record of the last run cannot be used.
        OutputError: A document cannot be brought up to date or written; lists all.
    """
    planning = Planning(request)
    for kind in planning.kinds:
        planning.render(kind)
    return planning.finish(to_write=to_write)


class Planning:
    """A plan in the making, which renders one document at a time.

    Several companies' may be made side by side, document by document; see `plan` for the errors.

    Attributes:
        request: What the user asked for.
        kinds: The documents to render, in order.
    """

    def __init__(self, request: Request) -> None:
        """Read what earlier runs left, build the context, and check every template against it."""
        self.request = request
        self._state, self._renderer = load_state(request.folder), Renderer(request)
        self.kinds = tuple(kind for kind in request.kinds if not _is_orphaned(kind, request, self._state))
        _check_templates(request, self.kinds, self._renderer.context(first_history(request.profile)))
        self._drafts: list[_Draft] = []
        self._errors: list[GeneratorError] = []

    def render(self, kind: DocumentKind) -> None:
        """Render a document; what is wrong with it is told together with the others' faults."""
        try:
            self._drafts.append(_draft(kind, self._renderer, self._state))
        except (RenderError, TemplateError) as error:
            self._errors.append(error)

    def finish(self, *, to_write: bool = True) -> Plan:
        """Decide about every document."""
        request, state = self.request, self._state
        planned = self._decided()
        if request.options.strict:
            _refuse_unfilled(request, planned)
        _refuse_empty_release(request, planned)
        _refuse_obstacles(request, planned, to_write=to_write)
        orphans = _orphans(request, state, self.kinds)
        return Plan(request, planned, state, self._renderer.snapshot, orphans)

    def _decided(self) -> tuple[PlannedDocument, ...]:
        planned: list[PlannedDocument] = []
        for draft in self._drafts:
            try:
                planned.append(_plan_document(draft, self.request, self._state))
            except (RenderError, TemplateError) as error:
                self._errors.append(error)
        _raise_together(self._errors)
        return tuple(planned)


@dataclass(frozen=True, slots=True)
class _Draft:
    """A rendered document and the file that is there in its place."""

    kind: DocumentKind
    path: Path
    ours: bytes | None
    issue: Issue
    is_adopted: bool


def _is_orphaned(kind: DocumentKind, request: Request, state: DocumentState) -> bool:
    return kind.key in state.records and not request.templates.path(kind).is_file()


def _orphans(
    request: Request, state: DocumentState, kinds: Sequence[DocumentKind]
) -> tuple[tuple[str, Path], ...]:
    """Return the documents that an earlier run wrote and that have no template, or no place, any more."""
    made = {kind.key for kind in kinds} | {kind.key for kind in DOCUMENTS if kind not in request.kinds}
    titles = {kind.key: kind.title for kind in DOCUMENTS}
    found = (
        (titles.get(key, key), request.folder / record.file)
        for key, record in state.records.items()
        if key not in made
    )
    return tuple((title, path) for title, path in found if path.is_file())


def _check_templates(request: Request, kinds: Sequence[DocumentKind], context: Mapping[str, Any]) -> None:
    """Compile every template asked for and resolve every name, so that all problems are told at once."""
    errors: list[GeneratorError] = []
    for kind in kinds:
        try:
            problems = request.templates.missing_names(kind, context)
        except TemplateError as error:
            errors.append(error)
            continue
        if problems:
            errors.append(TemplateError(str(request.templates.path(kind)), problems))
    _raise_together(errors)


def _raise_together(errors: Sequence[GeneratorError]) -> None:
    """Raise what was found in several documents as one error, each problem with its file."""
    if len(errors) == 1:
        raise errors[0]
    if errors:
        raise TemplateError(
            "", [_with_source(error, problem) for error in errors for problem in error.problems]
        )


def _with_source(error: GeneratorError, problem: Problem) -> Problem:
    return Problem(" ".join(part for part in (error.source, problem.where) if part), problem.what)


def _draft(kind: DocumentKind, renderer: Renderer, state: DocumentState) -> _Draft:
    request, key = renderer.request, kind.key
    record = state.records.get(key)
    path = request.folder / _file_name(kind, request, state)
    ours = read_if_there(path)
    adopted = ours if record is None and request.options.adopt and not request.options.force else None
    if adopted is not None:
        issue = renderer.adopted(kind, adopted)
    else:
        issue = renderer.issue(kind, record, state.profile(key), base=lambda: state.base(key, ours))
    return _Draft(kind, path, ours, issue, is_adopted=adopted is not None)


def _plan_document(draft: _Draft, request: Request, state: DocumentState) -> PlannedDocument:
    kind, path, ours, issue = draft.kind, draft.path, draft.ours, draft.issue
    key, theirs = kind.key, issue.rendered.data
    record = state.records.get(key)
    versions = Versions(
        record,
        ours,
        theirs,
        base=lambda: state.base(key, ours) if record else _adopted_base(request, path.name, key),
        rendered=lambda: state.rendered(key),
        earlier=lambda: state.earlier(key),
    )
    verdict = decide(versions, request)
    new = _next_record(kind, request, issue, versions, verdict, path.name)
    missing = unfilled_places(issue.rendered)
    return PlannedDocument(kind, path, theirs, ours, verdict, issue, record, new, missing, draft.is_adopted)


def _file_name(kind: DocumentKind, request: Request, state: DocumentState) -> str:
    """Keep the name of the last run; else the name an interrupted run used; else build one."""
    record, noted = state.records.get(kind.key), state.journal.documents.get(kind.key)
    if record is not None:
        return record.file
    if noted is not None and (request.folder / noted.file).is_file():
        return noted.file
    return safe_file_name(kind.title, request.profile.company.name, ".docx")


def _adopted_base(request: Request, name: str, key: str) -> bytes | None:
    """Read what an adopted document was made from: the base of another output folder, or the file itself."""
    folder = request.options.adopted_base
    if folder is None:
        return None
    kept = read_if_there(base_path(folder, key), is_own=True)
    return kept if kept is not None else read_if_there(folder / name)


def _next_record(
    kind: DocumentKind, request: Request, issue: Issue, versions: Versions, verdict: Verdict, file: str
) -> DocumentRecord:
    """Build what the manifest will say; where nothing was written it stays what it was."""
    before, theirs = versions.record, digest(versions.theirs)
    template = request.templates.get(kind)[1]
    if before is not None and verdict.outcome is Outcome.REMOVED:
        return before
    base = theirs if verdict.base is None or verdict.base == versions.theirs else digest(verdict.base)
    if before is not None and verdict.data is None and before.rendered_sha256 == theirs:
        changes: dict[str, Any] = {
            "template_sha256": template,
            "conflicts": verdict.conflicts,
            "profile": None,
        }
        changes |= {} if verdict.base is None else {"base_sha256": base}
        changes |= {"sha256": theirs} if versions.ours == versions.theirs else {}
        return before.model_copy(update=changes)
    left = versions.ours if verdict.data is None else verdict.data
    documents = request.profile.documents
    return DocumentRecord(
        file=file,
        sha256=theirs if left is None or left == versions.theirs else digest(left),
        rendered_sha256=theirs,
        base_sha256=base,
        template_sha256=template,
        version=issue.history.version,
        revised_on=issue.history.revised_on,
        asked_version=documents.version,
        asked_revision=documents.revised_on,
        revisions=issue.history.rows,
        date=issue.date,
        conflicts=verdict.conflicts,
        pdf=before.pdf if before else None,
    )


def unfilled_places(rendered: Rendered) -> tuple[Unfilled, ...]:
    """Return the missing values that a document shows, each once."""
    found = (Unfilled(label=use.label, field=use.field) for use in rendered.placeholders)
    return tuple(dict.fromkeys(found))


def _refuse_unfilled(request: Request, planned: Sequence[PlannedDocument]) -> None:
    missing = dict.fromkeys(item for document in planned for item in document.unfilled)
    problems = [Problem(item.field, f"「{item.label}」がまだ書かれていません") for item in missing]
    problems += [
        Problem(item.path, f"「{item.title}」がまだ確かめられていません")
        for item in find_knowledge(request.profile).unconfirmed
    ]
    if problems:
        raise ProfileError(request.source, problems)


def _refuse_empty_release(request: Request, planned: Sequence[PlannedDocument]) -> None:
    """Refuse to pass over in silence that a version was asked for where the profile gives none."""
    asked = request.options.release in (Release.MINOR, Release.MAJOR)
    if not asked or any(document.is_written for document in planned):
        return
    edited = [doc for doc in planned if doc.outcome is Outcome.KEPT and doc.before is not None]
    what = (
        "プロファイルからの変更がなく、手直しだけがあるので、版は上がりません。"
        "手直しした文書を新しい版にするには、policygen release を --reason を付けて実行してください"
    )
    problems = [
        Problem(doc.path.name, what) for doc in edited if not doc.verdict.problem and not doc.is_adopted
    ]
    if problems:
        raise OutputError(str(request.folder), problems)


def _refuse_obstacles(request: Request, planned: Sequence[PlannedDocument], *, to_write: bool) -> None:
    problems: list[Problem] = []
    for document in planned:
        obstacle = document.verdict.problem
        if not obstacle and document.is_written and document.ours is not None and to_write:
            obstacle = write_obstacle(document.path)
        problems += [Problem(document.path.name, obstacle)] if obstacle else []
        if request.options.pdf and document.content is not None:
            problems += _pdf_obstacle(request, document)
    if problems:
        raise OutputError(str(request.folder), problems)


def _pdf_obstacle(request: Request, document: PlannedDocument) -> list[Problem]:
    pdf = document.path.with_suffix(".pdf")
    existing = read_if_there(pdf)
    if existing is None or request.options.force or _is_own_pdf(existing, document.record.pdf):
        return []
    what = "このプログラムが作ったものではないPDFがあります。名前を変えて移すか、--force を付けてください"
    return [Problem(pdf.name, what)]


def _is_own_pdf(existing: bytes, record: PdfRecord | None) -> bool:
    return record is not None and record.sha256 == digest(existing)
