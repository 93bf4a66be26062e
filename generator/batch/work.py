"""Runs companies through the same code as `generate`; this is what worker processes and other machines execute."""

from __future__ import annotations

import datetime
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from generator.batch.company import CompanyEntry
from generator.batch.result import CompanyResult
from generator.batch.seen import Seen, digest_of, recall, remember
from generator.batch.table.rowprofile import parse_base, profile_over_base, row_profile
from generator.batch.table.table import TableHead
from generator.catalog import DOCUMENTS
from generator.errors import GeneratorError, OvertakenError
from generator.exitcode import ExitCode
from generator.files.plain import read_plain
from generator.profile.reading.loading import MAX_BYTES, load_profile, parse_model
from generator.profile.reading.pictures import load_pictures
from generator.record.manifest import base_path
from generator.run.apply import Writing, build_report
from generator.run.plan import Planning
from generator.run.request import Request, RunOptions
from generator.templating.cache import program_digest
from generator.templating.set import TemplateSet, read_template
from generator.toolversion import tool_version

if TYPE_CHECKING:
    from generator.profile import CompanyProfile
    from generator.profile.reading.tree import Node
    from generator.run.plan import Plan

# So many companies are on their way to the disk before the first is waited for: one wait then serves most of them.
TOGETHER = 8
_RENDERING = threading.Lock()  # a cluster's worker may have threads, which share its templates


@dataclass(frozen=True, slots=True)
class Settings:
    """What is the same for every company of a run; sent along with each piece of work.

    Attributes:
        output: The folder below which each company has its own.
        run: A name of this run that no other run has.
        today: Today's date where the run began.
        templates: The folder with templates of one's own.
        options: How to make the documents.
        head: The headings of the table; None for a folder of profiles.
        base: The bytes of the shared profile.
        base_name: Its name, for messages.
        dry_run: Only say what would be written.
        recheck: Render even where nothing seems to have changed.
        tool: The version of the program that began the run; any other refuses the work.
        program: A digest of that program's files; a new one makes every company be looked at again.
    """

    output: str
    run: str
    today: datetime.date
    templates: str | None = None
    options: RunOptions = field(default_factory=RunOptions)
    head: TableHead | None = None
    base: bytes = b""
    base_name: str = ""
    dry_run: bool = False
    recheck: bool = False
    tool: str = field(default_factory=tool_version)
    program: str = field(default_factory=program_digest)


@dataclass(frozen=True, slots=True)
class _Loaded:
    """A company whose documents are to be made anew."""

    company: CompanyEntry
    inputs: str
    planning: Planning


@dataclass(frozen=True, slots=True)
class _Planned:
    """A company whose documents are rendered."""

    loaded: _Loaded
    plan: Plan


@dataclass(frozen=True, slots=True)
class _Begun:
    """A company whose documents are on their way to the disk; nothing is written in a dry run."""

    planned: _Planned
    writing: Writing | None


def run_companies(settings: Settings, companies: Sequence[CompanyEntry]) -> tuple[CompanyResult, ...]:
    """Make the documents of some companies, or bring them up to date.

    Returns:
        What happened to each, in the same order; what is wrong with a company is in its result.
    """
    if settings.tool != tool_version():
        what = "この計算機の policygen の版が違います。同じ版を入れてください"
        return tuple(failed(company, what) for company in companies)
    results: list[CompanyResult] = []
    for start in range(0, len(companies), TOGETHER):
        results += _run_together(settings, companies[start : start + TOGETHER])
    for place, result in enumerate(results):
        if result.is_overtaken:
            results[place] = _run_together(settings, [companies[place]])[0]
    return tuple(results)


def _run_together(settings: Settings, companies: Sequence[CompanyEntry]) -> list[CompanyResult]:
    """Take a few companies through each step together: the processor's caches then hold what the step needs."""
    begun: list[CompanyResult | _Begun] = []
    try:
        loaded = [_load(settings, company) for company in companies]
        with _RENDERING:
            rendered = _render(loaded)
        planned = [one if isinstance(one, CompanyResult) else _plan(one) for one in rendered]
        begun.extend(one if isinstance(one, CompanyResult) else _begin(settings, one) for one in planned)
        return [one if isinstance(one, CompanyResult) else _finish(settings, one) for one in begun]
    finally:
        for one in begun:
            if isinstance(one, _Begun) and one.writing is not None:
                one.writing.abandon()


def failed(company: CompanyEntry, problem: str | GeneratorError) -> CompanyResult:
    """Return the result of a company whose documents could not be made."""
    return CompanyResult(
        company.number,
        company.name,
        company.folder,
        problem=str(problem),
        code=ExitCode.PROBLEM,
        is_overtaken=isinstance(problem, OvertakenError),
    )


def _load(settings: Settings, company: CompanyEntry) -> CompanyResult | _Loaded:
    """Read a company's profile, unless the last run left nothing to do."""
    if company.problem:
        return failed(company, company.problem)
    folder = Path(settings.output) / company.folder
    try:
        data = _read(Path(company.source)) if company.source else None
        row = repr((company.row.cells, company.row.is_hidden) if company.row else ()).encode()
        inputs = digest_of([_shared_inputs(settings), data or b"", row])
        seen = None if settings.recheck or settings.options.force else recall(folder, inputs)
        if seen is not None:
            return _as_before(settings, company, seen)
        request = _request(settings, company, _profile(settings, company, data))
        with _RENDERING:
            planning = Planning(request)
    except GeneratorError as error:
        return failed(company, error)
    return _Loaded(company, inputs, planning)


def _render(loaded: Sequence[CompanyResult | _Loaded]) -> list[CompanyResult | _Loaded]:
    """Render the first document of every company, then the second, and so on."""
    rendered = list(loaded)
    for kind in DOCUMENTS:
        for place, one in enumerate(rendered):
            if isinstance(one, _Loaded) and kind in one.planning.kinds:
                try:
                    one.planning.render(kind)
                except GeneratorError as error:
                    rendered[place] = failed(one.company, error)
    return rendered


def _plan(loaded: _Loaded) -> CompanyResult | _Planned:
    try:
        return _Planned(loaded, loaded.planning.finish())
    except GeneratorError as error:
        return failed(loaded.company, error)


def _begin(settings: Settings, planned: _Planned) -> CompanyResult | _Begun:
    try:
        return _Begun(planned, None if settings.dry_run else Writing(planned.plan))
    except GeneratorError as error:
        return failed(planned.loaded.company, error)


def _finish(settings: Settings, begun: _Begun) -> CompanyResult:
    loaded, planned, writing = begun.planned.loaded, begun.planned.plan, begun.writing
    company = loaded.company
    try:
        report = build_report(planned, dry_run=True) if writing is None else writing.finish()
    except GeneratorError as error:
        return failed(company, error)
    seen = Seen(
        run=settings.run,
        name=planned.request.profile.company.name,
        documents=tuple((document.key, document.outcome) for document in report.documents),
        unfilled=tuple(item.field for item in report.unfilled),
        code=int(report.exit_code),
    )
    if not settings.dry_run:
        made = (file for document in report.documents for file in (document.path, document.pdf))
        names = [file.name for file in made if file is not None]
        known = _written(planned)
        pictures = _pictures(planned.request)
        remember(report.folder, loaded.inputs, names, seen, pictures=pictures, known=known)
    return CompanyResult(
        company.number, seen.name, company.folder, seen.documents, seen.unfilled, code=seen.code
    )


def _written(planned: Plan) -> dict[Path, str]:
    """Return the digests of the documents and bases that were just written."""
    known: dict[Path, str] = {}
    for document in planned.documents:
        if document.verdict.data is not None:
            known[document.path] = document.record.sha256
            if document.verdict.base is not None:
                known[base_path(planned.request.folder, document.kind.key)] = document.record.base_sha256
    return known


def _as_before(settings: Settings, company: CompanyEntry, seen: Seen) -> CompanyResult:
    """Repeat what the note says; if this very run wrote it (a worker died after writing), as it happened."""
    is_this_run = seen.run == settings.run
    documents = seen.documents if is_this_run else seen.repeated()
    return CompanyResult(
        company.number,
        seen.name,
        company.folder,
        documents,
        seen.unfilled,
        code=seen.code,
        skipped=not is_this_run,
    )


def _read(path: Path) -> bytes | None:
    """Return the bytes of a profile; None where it cannot be read, for `load_profile` to say why."""
    try:
        return read_plain(path, MAX_BYTES + 1)
    except (OSError, ValueError):
        return None


def _profile(settings: Settings, company: CompanyEntry, data: bytes | None) -> CompanyProfile:
    from generator.profile import CompanyProfile

    base = _base(settings.base, settings.base_name) if settings.base else None
    if company.row is not None and settings.head is not None:
        return row_profile(settings.head, company.row, base, settings.base_name)
    if data is None:
        return load_profile(company.source)
    if base is not None:
        return profile_over_base(data, company.source, base, settings.base_name)
    return parse_model(data, CompanyProfile, source=company.source)


def _pictures(request: Request) -> tuple[Path, ...]:
    """Return the files of the pictures, which are named from the folder of the profile or the table."""
    logo = request.profile.documents.logo
    return (Path(request.source).parent / logo,) if logo else ()


def _request(settings: Settings, company: CompanyEntry, profile: CompanyProfile) -> Request:
    source = company.source or (settings.head.source if settings.head is not None else "")
    row = settings.head.row(company.number) if settings.head is not None else ""
    return Request(
        profile=profile,
        folder=Path(settings.output) / company.folder,
        templates=_templates(settings.templates, settings.run),
        today=settings.today,
        source=source,
        images=load_pictures(
            profile,
            Path(source).parent,
            source,
            row=row,
            allow_outside=settings.options.allow_outside_files,
        ),
        options=settings.options,
    )


def _shared_inputs(settings: Settings) -> bytes:
    """Return a digest of what the documents of every company follow from."""
    head = settings.head.paths if settings.head else ()
    templates = _template_digest(settings.templates, settings.run)
    return _digest_of_shared(settings.program, repr((settings.options, head)), settings.base, templates)


@lru_cache(maxsize=1)
def _digest_of_shared(program: str, asked: str, base: bytes, templates: bytes) -> bytes:
    return digest_of([program.encode(), asked.encode(), base, templates]).encode()


# A worker of a cluster outlives the run: what it keeps is kept for one run, as templates may change.
@lru_cache(maxsize=1)
def _templates(folder: str | None, run: str) -> TemplateSet:
    return TemplateSet(folder)


@lru_cache(maxsize=1)
def _template_digest(folder: str | None, run: str) -> bytes:
    templates = _templates(folder, run)
    return digest_of(read_template(templates.path(kind)) for kind in DOCUMENTS).encode()


@lru_cache(maxsize=1)
def _base(data: bytes, name: str) -> Node:
    return parse_base(data, name)
