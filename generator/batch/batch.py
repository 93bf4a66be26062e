"""The job `policygen batch`: the documents of every company of a source."""

from __future__ import annotations

import datetime
import stat
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from generator.batch.company import SUFFIXES, CompanyEntry, Worklist, find_companies
from generator.batch.report import ReportFile, Totals
from generator.batch.running import run_all
from generator.batch.table.rowprofile import given_paths, parse_base
from generator.batch.work import Settings
from generator.catalog import DOCUMENTS
from generator.errors import OutputError, Problem, ProfileError
from generator.files.plain import read_plain
from generator.profile.reading.loading import MAX_BYTES
from generator.run.request import RunOptions
from generator.templating.set import TemplateSet

if TYPE_CHECKING:
    from generator.batch.crew import Crew
    from generator.run.request import RunKeywords


def run_batch(
    source: str | Path,
    output: str | Path,
    *,
    today: datetime.date,
    templates: str | Path | None = None,
    base: str | Path | None = None,
    jobs: int | None = None,
    scheduler: str | None = None,
    reports: Iterable[str | Path] = (),
    dry_run: bool = False,
    recheck: bool = False,
    stopped: Callable[[], bool] = lambda: False,
    progress: Callable[[Totals], None] = lambda totals: None,
    **options: Unpack[RunKeywords],
) -> Totals:
    """Make the documents of many companies, or bring them up to date, each in a folder of its own.

    What is wrong with one company is in its result and stops no other. Companies for which nothing has changed
    since the last run are not rendered.

    Args:
        source: A folder of profiles, or a table (.xlsx, .csv) with a row per company.
        output: The folder below which each company has its own.
        today: Today's date.
        templates: A folder with templates of your own, which every worker compiles; None for the shipped ones.
        base: A profile with what all companies share; the cells or the profile of a company go over it.
        jobs: Worker processes; None for all cores.
        scheduler: The address of a Dask scheduler whose workers do the work instead.
        reports: Files that list every company (.csv, .json, .txt).
        dry_run: Only say what would be written.
        recheck: Render even where nothing seems to have changed.
        stopped: Asked again and again whether to stop; what is being worked on is finished first.
        progress: Told after each company how far the run is.
        **options: See `generate`; `pdf` takes LibreOffice on every worker, `adopted_base` is not for many companies.

    Returns:
        What happened, in numbers, with the first problems.

    Raises:
        ProfileError: The source or the shared profile cannot be read.
        TemplateError: A template is unsafe or broken.
        OutputError: The output is no folder, a report cannot be written, or LibreOffice is missing.
        ClusterError: The cluster cannot be reached.
        ValueError: An option has no such value.
    """
    chosen = RunOptions.of(**options)
    place = Path(source)
    stamp = _stamp(place)
    shared = _read_base(Path(base)) if base is not None else b""
    work = _worklist(place, shared, Path(base) if base is not None else None)
    _check_templates(templates)
    files = list(dict.fromkeys(Path(name) for name in reports))
    _check_output(place, Path(output), files, base)
    if chosen.pdf and scheduler is None:
        from generator.files.pdf import find_office

        find_office()
    settings = Settings(
        output=str(Path(output).absolute()),
        run=uuid.uuid4().hex,
        today=today,
        templates=str(Path(templates).absolute()) if templates is not None else None,
        options=chosen,
        head=work.head,
        base=shared,
        base_name=str(base or ""),
        dry_run=dry_run,
        recheck=recheck,
    )
    totals = Totals(expected=work.total, is_table=work.head is not None, is_listed=bool(files))
    with ExitStack() as stack:
        opened = stack.enter_context(_report_files(files, totals))
        crew = stack.enter_context(_crew(jobs, scheduler))
        progress(totals)
        companies = _while_unchanged(work.read(), place, stamp, totals)
        for result in run_all(companies, settings, crew, stopped=stopped):
            totals.add(result)
            for file in opened:
                file.add(result)
            progress(totals)
        totals.is_interrupted = totals.done < totals.expected and not totals.is_changed
    return totals


def _worklist(source: Path, shared: bytes, base: Path | None) -> Worklist:
    given = given_paths(parse_base(shared, str(base))) if base is not None else ()
    return find_companies(source.resolve() if source.is_dir() else source, given=given)


def _stamp(source: Path) -> tuple[int, ...]:
    """Return what changes when somebody saves the table; of a folder nothing, for its profiles are read one by one."""
    try:
        found = source.stat()
    except (OSError, ValueError):
        return ()
    return (found.st_ino, found.st_size, found.st_mtime_ns) if stat.S_ISREG(found.st_mode) else ()


def _while_unchanged(
    companies: Iterator[CompanyEntry], source: Path, stamp: tuple[int, ...], totals: Totals
) -> Iterator[CompanyEntry]:
    """Yield companies until somebody saves the table: what is read from then on may belong to another row."""
    while True:
        try:
            company = next(companies, None)
        except ProfileError:
            if _stamp(source) == stamp:
                raise
            company = None
        totals.is_changed = _stamp(source) != stamp
        if company is None or totals.is_changed:
            return
        yield company


def _read_base(path: Path) -> bytes:
    try:
        return read_plain(path, MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        what = "共通の値のプロファイルを読めません。場所と名前を確かめてください"
        raise ProfileError(str(path), [Problem("", what)]) from error


def _check_templates(folder: str | Path | None) -> None:
    """Compile templates of one's own once before the start; the shipped ones are known to be good."""
    if folder is not None:
        templates = TemplateSet(folder)
        for kind in DOCUMENTS:
            templates.get(kind)


def _check_output(source: Path, output: Path, reports: Sequence[Path], base: str | Path | None) -> None:
    """Refuse places where writing would go wrong for every company, or would write over what the run reads."""
    if output.exists() and not output.is_dir():
        what = "同じ名前のファイルがあるのでフォルダーを作れません。-o で別の場所を指定してください"
        raise OutputError(str(output), [Problem("", what)])
    read = [path.resolve() for path in (source, *([Path(base)] if base is not None else []))]
    for report in reports:
        place = report.resolve()
        if place in read or (place.parent in read and place.suffix.lower() in SUFFIXES):
            what = "一覧が、元の表やプロファイルと混ざります。--report に別の場所か名前を指定してください"
            raise OutputError(str(report), [Problem("", what)])


def _crew(jobs: int | None, scheduler: str | None) -> AbstractContextManager[Crew]:
    if scheduler is not None:
        from generator.batch.cluster import ClusterCrew

        return ClusterCrew(scheduler)
    from generator.batch.crew import LocalCrew

    return LocalCrew(jobs)


@contextmanager
def _report_files(paths: Sequence[Path], totals: Totals) -> Iterator[list[ReportFile]]:
    """Open the reports before the work begins, and finish them however it ends."""
    files = [ReportFile(path) for path in paths]
    totals.is_interrupted = True
    try:
        yield files
    finally:
        for file in files:
            file.close(totals)
