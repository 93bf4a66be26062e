"""The loop over all companies: a bounded queue in, results in the order of the source out."""

from __future__ import annotations

import itertools
import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, CancelledError, Future
from concurrent.futures import wait as wait_for
from pathlib import Path

from generator.batch.company import CompanyEntry
from generator.batch.crew import Crew, Results
from generator.batch.result import CompanyResult
from generator.batch.work import Settings, failed

_LARGEST = 5  # pieces of up to 2**5 companies
_POLL_SECONDS = 0.2
_Waiting = deque[tuple[tuple[CompanyEntry, ...], "Future[Results]"]]


def run_all(
    companies: Iterable[CompanyEntry], settings: Settings, crew: Crew, *, stopped: Callable[[], bool]
) -> Iterator[CompanyResult]:
    """Run every company and yield what happened, in the order of the list.

    Never more than a few pieces of work for each worker are read from the list, so that memory does not grow
    with it.

    Args:
        companies: The companies; read as they are needed.
        settings: What is the same for all.
        crew: The workers.
        stopped: Says whether to stop: nothing more is handed over, and what is being worked on is finished.
    """
    waiting: _Waiting = deque()
    for piece in _pieces(companies, crew.width):
        if stopped():
            break
        waiting.append((piece, crew.submit(settings, piece)))
        while len(waiting) > 2 * crew.width + 1 and not stopped():
            yield from _next(waiting, settings, crew, stopped)
    while waiting:
        if stopped():
            for _, future in waiting:
                future.cancel()
        yield from _next(waiting, settings, crew, stopped)


def _pieces(companies: Iterable[CompanyEntry], width: int) -> Iterator[tuple[CompanyEntry, ...]]:
    """Cut the list into pieces that grow from 1 to 32 companies: few companies reach all workers, many cost little."""
    found = iter(companies)
    for number in itertools.count():
        size = 1 << min(number // width, _LARGEST)
        piece = tuple(itertools.islice(found, size))
        if not piece:
            return
        yield piece


def _next(
    waiting: _Waiting, settings: Settings, crew: Crew, stopped: Callable[[], bool]
) -> Iterator[CompanyResult]:
    """Yield the results of the piece handed over first; one that broke is run again company by company."""
    piece, future = waiting[0]
    while not future.cancelled() and not wait_for([future], timeout=_POLL_SECONDS).done:
        if stopped():
            future.cancel()
    waiting.popleft()
    if future.cancelled():
        return
    error = _error(future)
    if error is None:
        yield from future.result()
        return
    for company in piece:
        if stopped():
            return
        ended = crew.alone(settings, company)
        yield ended if isinstance(ended, CompanyResult) else failed(company, _sentence(ended))


def _error(future: Future[Results]) -> BaseException | None:
    try:
        return future.exception()
    except CancelledError as error:
        return error


def _sentence(error: BaseException) -> str:
    """Say what went wrong without repeating a value of the profile: an unforeseen error may hold some."""
    if isinstance(error, BrokenExecutor | CancelledError) or type(error).__name__ == "KilledWorker":
        return (
            "作成している間に作業のプロセスが落ちました（メモリ不足など）。"
            "この会社だけを policygen generate で作って確かめてください"
        )
    frames = traceback.extract_tb(error.__traceback__)
    place = f"、{Path(frames[-1].filename).name} {frames[-1].lineno}行目" if frames else ""
    return f"プログラムの誤りです（{type(error).__name__}{place}）。この会社だけを policygen generate で作って確かめてください"
