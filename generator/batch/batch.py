"""The job `policygen batch`: the documents of every company of a source."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from generator.batch.company import Worklist, find_companies
from generator.batch.report import ReportFile, Totals
from generator.batch.rowprofile import given_paths, parse_base
from generator.batch.running import run_all
from generator.batch.work import Settings
from generator.catalog import DOCUMENTS
from generator.errors import Problem, ProfileError
from generator.loading import MAX_BYTES
from generator.plainfile import read_plain
from generator.request import Options
from generator.templateset import TemplateSet

if TYPE_CHECKING:
    from generator.batch.crew import Crew


def run_batch(
    source: str | Path,
    output: str | Path,
    *,
    today: datetime.date,
    base: str | Path | None = None,
    jobs: int | None = None,
    scheduler: str | None = None,
    reports: Iterable[str | Path] = (),
    dry_run: bool = False,
    recheck: bool = False,
    stopped: Callable[[], bool] = lambda: False,
    progress: Callable[[Totals], None] = lambda totals: None,
    **options: Unpack[Options],
) -> Totals:
    """Make the documents of many companies, or bring them up to date, each in a folder of its own.

    What is wrong with one company is in its result and stops no other. Companies for which nothing has changed
    since the last run are not rendered.

    Args:
        source: A folder of profiles, or a table (.xlsx, .csv) with a row per company.
        output: The folder below which each company has its own.
        today: Today's date.
        base: For a table: a profile with what all companies share; cells go over it.
        jobs: Worker processes; None for all cores.
        scheduler: The address of a Dask scheduler whose workers do the work instead.
        reports: Files that list every company (.csv, .json, .txt).
        dry_run: Only say what would be written.
        recheck: Render even where nothing seems to have changed.
        stopped: Asked again and again whether to stop; what is being worked on is finished first.
        progress: Told after each company how far the run is.
        **options: See `generate`; `pdf` takes LibreOffice on every worker.

    Returns:
        What happened, in numbers, with the first problems.

    Raises:
        ProfileError: The source or the shared profile cannot be read.
        TemplateError: A template is unsafe or broken.
        OutputError: A report cannot be written.
        ClusterError: The cluster cannot be reached.
        ValueError: `templates` is a compiled set instead of a folder.
    """
    place = Path(source)
    shared = _read_base(Path(base)) if base is not None else b""
    work = _worklist(place, shared, Path(base) if base is not None else None)
    templates = options.pop("templates", None)
    if isinstance(templates, TemplateSet):
        raise ValueError("workers compile templates themselves: give their folder")
    _check_templates(templates)
    settings = Settings(
        output=str(Path(output).absolute()),
        run=uuid.uuid4().hex,
        today=today,
        templates=str(Path(templates).absolute()) if templates is not None else None,
        options=options,
        head=work.head,
        base=shared,
        base_name=str(base or ""),
        dry_run=dry_run,
        recheck=recheck,
    )
    totals = Totals(expected=work.total)
    with ExitStack() as stack:
        files = stack.enter_context(_report_files([Path(name) for name in reports], totals))
        crew = stack.enter_context(_crew(jobs, scheduler))
        progress(totals)
        for result in run_all(work.read(), settings, crew, stopped=stopped):
            totals.add(result)
            for file in files:
                file.add(result)
            progress(totals)
        totals.is_interrupted = totals.done < totals.expected
    return totals


def _worklist(source: Path, shared: bytes, base: Path | None) -> Worklist:
    if source.is_dir():
        if base is not None:
            what = "--base は表（.xlsx、.csv）のときに使います。フォルダーのプロファイルには、それぞれに値を書いてください"
            raise ProfileError(str(source), [Problem("", what)])
        return find_companies(source.resolve())
    given = given_paths(parse_base(shared, str(base))) if base is not None else ()
    return find_companies(source, given=given)


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
