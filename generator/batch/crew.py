"""Who does the work: processes of this machine, or any engine with the interface of `concurrent.futures`."""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from functools import cache
from multiprocessing.connection import wait
from typing import Protocol, Self

from generator.batch.company import CompanyEntry
from generator.batch.result import CompanyResult
from generator.batch.work import Settings, run_companies

_COLLECT_AFTER = (
    100_000,
    20,
    50,
)  # objects made, and collections of the younger generation; Python's are 700, 10, 10

Results = tuple[CompanyResult, ...]


class Crew(Protocol):
    """Workers that take pieces of work.

    Attributes:
        width: How many pieces they work on at the same time.
    """

    width: int

    def submit(self, settings: Settings, companies: Sequence[CompanyEntry]) -> Future[Results]:
        """Hand over a piece of work; a crew that lost a worker finds a new one."""
        ...

    def alone(self, settings: Settings, company: CompanyEntry) -> BaseException | CompanyResult:
        """Run one company by itself and return its result, or what the work ended with."""
        ...


class LocalCrew:
    """Worker processes of this machine; they start anew, so that it is the same on every system."""

    def __init__(self, jobs: int | None = None) -> None:
        """Use so many processes; None for all cores that this process may use."""
        self.width = jobs or available_cores()
        self._pool = _pool(self.width)
        self._lone: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        """Begin; processes are started when first needed."""
        return self

    def __exit__(self, *_: object) -> None:
        """Wait for what is being worked on and end the processes."""
        for pool in (self._pool, self._lone):
            if pool is not None:
                pool.shutdown(wait=True, cancel_futures=True)

    def submit(self, settings: Settings, companies: Sequence[CompanyEntry]) -> Future[Results]:
        """Hand over a piece of work; after a process died, new ones are started."""
        try:
            return _submit(self._pool, settings, companies)
        except BrokenExecutor:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = _pool(self.width)
            return _submit(self._pool, settings, companies)

    def alone(self, settings: Settings, company: CompanyEntry) -> BaseException | CompanyResult:
        """Run one company in a process of its own, so that it can take nobody else's work along."""
        if self._lone is None:
            self._lone = _pool(1)
        future = _submit(self._lone, settings, [company])
        error = future.exception()
        if isinstance(error, BrokenExecutor):
            self._lone.shutdown()
            self._lone = None
        return error or future.result()[0]


def available_cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return max(len(os.sched_getaffinity(0)), 1)
    return os.cpu_count() or 1


def _pool(workers: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(workers, multiprocessing.get_context("spawn"), initializer=_start_worker)


def _submit(pool: Executor, settings: Settings, companies: Sequence[CompanyEntry]) -> Future[Results]:
    with _no_interrupt_for_children():
        return pool.submit(_run_in_worker, settings, tuple(companies))


def _run_in_worker(settings: Settings, companies: Sequence[CompanyEntry]) -> Results:
    results = run_companies(settings, companies)
    _set_aside_what_stays()
    return results


@cache
def _set_aside_what_stays() -> None:
    """Spare the collector of garbage from going through the compiled templates again and again.

    Rendering makes many small objects and hardly a cycle, so that young ones are looked at seldom, too.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_COLLECT_AFTER)


@contextlib.contextmanager
def _no_interrupt_for_children() -> Iterator[None]:
    """Start processes that Ctrl-C does not reach; here it comes a moment later."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _start_worker() -> None:
    """Leave Ctrl-C to the process that began the run, and end when it does, however it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, name="policygen-parent", daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        signal.raise_signal(signal.SIGTERM)
