"""Decides what a run would do with each document; reads and renders, writes nothing."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.catalog import DOCUMENTS, LIST_STYLES, TITLE_BRACKETS, DocumentKind
from generator.context import build_context
from generator.errors import GeneratorError, OutputError, Problem, ProfileError, RenderError, TemplateError
from generator.manifest import DocumentRecord, Journal, Manifest, PdfRecord, load_journal, load_manifest
from generator.report import Outcome, Unfilled
from generator.storage import digest, read_if_there, safe_file_name, write_obstacle

if TYPE_CHECKING:
    from generator.profile import CompanyProfile
    from generator.templateset import TemplateSet
    from generator.word.values import Rendered, RenderOptions


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

    @property
    def kinds(self) -> tuple[DocumentKind, ...]:
        """Return the documents asked for, in their fixed order."""
        return tuple(kind for kind in DOCUMENTS if not self.only or kind.key in self.only)


@dataclass(frozen=True, slots=True)
class PlannedDocument:
    """What a run would do with one document.

    Attributes:
        kind: Which document.
        path: Where it goes, or is.
        outcome: What would happen.
        theirs: The document as rendered now.
        ours: The company's file as it is on the disk; None when there is none.
        record: What the manifest will say.
        unfilled: The missing values that the document shows.
        backup: Whether `ours` was edited and is about to be replaced.
    """

    kind: DocumentKind
    path: Path
    outcome: Outcome
    theirs: bytes
    ours: bytes | None
    record: DocumentRecord
    unfilled: tuple[Unfilled, ...]
    backup: bool = False

    @property
    def is_written(self) -> bool:
        """Return whether the document's file would change."""
        return self.outcome in (Outcome.CREATED, Outcome.UPDATED)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run would do; nothing has been written yet."""

    request: Request
    documents: tuple[PlannedDocument, ...]
    before: Manifest | None
    journal: Journal


def plan(request: Request) -> Plan:
    """Work out what a run would do with each document.

    Raises:
        ProfileError: A value is missing and the request is strict.
        TemplateError: A template is unsafe or broken, or uses a name that does not exist; lists all.
        RenderError: A value cannot be written, or a reference leads to a clause that is not there.
        ManifestError: The record of the last run cannot be used.
        OutputError: A document was edited or is open, so that the run may not replace it; lists all.
    """
    context = build_context(request.profile)
    _check_templates(request, context)
    before = load_manifest(request.folder)
    journal = load_journal(request.folder)
    planned = _plan_documents(request, context, before, journal)
    if request.strict:
        _refuse_unfilled(request, planned)
    _refuse_obstacles(request, planned, before)
    return Plan(request, planned, before, journal)


def _check_templates(request: Request, context: Mapping[str, Any]) -> None:
    """Compile every template asked for and resolve every name, so that all problems are told at once."""
    errors: list[GeneratorError] = []
    for kind in request.kinds:
        try:
            problems = request.templates.missing_names(kind, context)
        except TemplateError as error:
            errors.append(error)
            continue
        if problems:
            errors.append(TemplateError(str(request.templates.path(kind)), problems))
    _raise_together(errors)


def _plan_documents(
    request: Request, context: Mapping[str, Any], before: Manifest | None, journal: Journal
) -> tuple[PlannedDocument, ...]:
    planned: list[PlannedDocument] = []
    errors: list[GeneratorError] = []
    for kind in request.kinds:
        try:
            planned.append(_plan_document(kind, request, context, before, journal))
        except (RenderError, TemplateError) as error:
            errors.append(error)
    _raise_together(errors)
    return tuple(planned)


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


def _plan_document(
    kind: DocumentKind,
    request: Request,
    context: Mapping[str, Any],
    before: Manifest | None,
    journal: Journal,
) -> PlannedDocument:
    record = before.documents.get(kind.key) if before else None
    noted = journal.documents.get(kind.key)
    path = request.folder / _file_name(kind, request, record, noted.file if noted else None)
    rendered, date = _render(kind, request, context, record)
    ours = read_if_there(path)
    theirs = digest(rendered.data)
    known = {record.sha256} if record else set()
    known |= {noted.sha256} if noted else set()
    outcome, backup = _decide(digest(ours) if ours is not None else None, theirs, record, known)
    if outcome is Outcome.KEPT and request.force:
        outcome, backup = Outcome.UPDATED, True
    new = DocumentRecord(
        file=path.name,
        sha256=record.sha256 if record and outcome is Outcome.KEPT else theirs,
        base_sha256=theirs,
        template_sha256=request.templates.get(kind)[1],
        version=request.profile.documents.version,
        date=date,
        pdf=record.pdf if record else None,
    )
    return PlannedDocument(kind, path, outcome, rendered.data, ours, new, _unfilled(rendered), backup)


def _decide(
    ours: str | None, theirs: str, record: DocumentRecord | None, known: set[str]
) -> tuple[Outcome, bool]:
    """Compare digests; the second value says that an edited file stands in the way."""
    if ours is None:
        return Outcome.CREATED, False
    if ours == theirs:
        return Outcome.UNCHANGED, False
    if ours in known:
        return Outcome.UPDATED, False
    if record is not None and record.base_sha256 == theirs:
        return Outcome.KEPT, False
    return Outcome.UPDATED, True


def _file_name(kind: DocumentKind, request: Request, record: DocumentRecord | None, noted: str | None) -> str:
    """Keep the name of the last run; else the name an interrupted run used; else build one."""
    if record is not None:
        return record.file
    if noted is not None and (request.folder / noted).is_file():
        return noted
    return safe_file_name(kind.title, request.profile.company.name, ".docx")


def _render(
    kind: DocumentKind, request: Request, context: Mapping[str, Any], record: DocumentRecord | None
) -> tuple[Rendered, datetime.date]:
    """Render with the date of the last run first: when nothing else changed, the date does not either."""
    template, _ = request.templates.get(kind)
    date = request.date or (record.date if record else request.today)
    rendered = template.render_with_report(context, options=_options(kind, request, date))
    is_same = record is not None and digest(rendered.data) == record.base_sha256
    if is_same or date == (request.date or request.today):
        return rendered, date
    date = request.date or request.today
    return template.render_with_report(context, options=_options(kind, request, date)), date


def _options(kind: DocumentKind, request: Request, date: datetime.date) -> RenderOptions:
    from generator.word.values import RenderOptions

    documents = request.profile.documents
    numbering = str(documents.numbering)
    return RenderOptions(
        list_style=LIST_STYLES[numbering] if kind.numbered else None,
        title_brackets=TITLE_BRACKETS[numbering] if kind.numbered else {},
        accent=documents.accent,
        images=request.images,
        modified=date,
    )


def _unfilled(rendered: Rendered) -> tuple[Unfilled, ...]:
    found = (Unfilled(label=use.label, field=use.field) for use in rendered.placeholders)
    return tuple(dict.fromkeys(found))


def _refuse_unfilled(request: Request, planned: Sequence[PlannedDocument]) -> None:
    missing = dict.fromkeys(item for document in planned for item in document.unfilled)
    if missing:
        problems = [Problem(item.field, f"「{item.label}」がまだ書かれていません") for item in missing]
        raise ProfileError(request.source, problems)


def _refuse_obstacles(request: Request, planned: Sequence[PlannedDocument], before: Manifest | None) -> None:
    problems: list[Problem] = []
    for document in planned:
        if document.backup and not request.force:
            problems.append(Problem(document.path.name, _edited(document, before)))
        elif document.is_written:
            obstacle = write_obstacle(document.path)
            problems += [Problem(document.path.name, obstacle)] if obstacle else []
        if request.pdf:
            problems += _pdf_obstacle(request, document)
    if problems:
        raise OutputError(str(request.folder), problems)


def _edited(document: PlannedDocument, before: Manifest | None) -> str:
    known = before is not None and document.kind.key in before.documents
    what = (
        "前回の作成のあとに手直しされています"
        if known
        else "このプログラムが作った記録のない文書がすでにあります"
    )
    return (
        f"{what}。何も書きませんでした。残すなら別の場所（-o）を指定し、"
        "置き換えてよいなら --force を付けてください（元のファイルは .policygen/backup に残ります）"
    )


def _pdf_obstacle(request: Request, document: PlannedDocument) -> list[Problem]:
    pdf = document.path.with_suffix(".pdf")
    existing = read_if_there(pdf)
    if existing is None or request.force or _is_own_pdf(existing, document.record.pdf):
        return []
    what = "このプログラムが作ったものではないPDFがあります。名前を変えて移すか、--force を付けてください"
    return [Problem(pdf.name, what)]


def _is_own_pdf(existing: bytes, record: PdfRecord | None) -> bool:
    return record is not None and record.sha256 == digest(existing)
