"""The same work on the machines of a Dask cluster, through its `concurrent.futures` interface."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future
from typing import Any, Self

from generator.batch.company import CompanyEntry
from generator.batch.crew import Results
from generator.batch.result import CompanyResult
from generator.batch.work import Settings, run_companies
from generator.errors import GeneratorError, Problem

CONNECT_SECONDS = 15
WORKER_SECONDS = 60


class ClusterError(GeneratorError):
    """A cluster that cannot be reached or has no workers."""


class ClusterCrew:
    """The workers of a running Dask cluster.

    Source, templates and output must lie on storage that every worker sees under the same path. A worker that
    dies costs nothing but time: its pieces go to others, and companies already written are recognised.
    """

    def __init__(self, scheduler: str) -> None:
        """Connect.

        Args:
            scheduler: Its address: `tcp://host:port`, or `tls://` with the keys in Dask's own configuration.

        Raises:
            ClusterError: Dask is not installed, nobody answers, or there is no worker.
        """
        client_class = _client_class()
        try:
            self._client: Any = client_class(scheduler, timeout=CONNECT_SECONDS, set_as_default=False)
        except (OSError, TimeoutError, ValueError) as error:
            what = "スケジューラーにつながりません。アドレスと、動いているかどうかを確かめてください"
            raise ClusterError(scheduler, [Problem("", what)]) from error
        try:
            self._client.wait_for_workers(1, timeout=WORKER_SECONDS)
        except TimeoutError as error:
            self._client.close()
            what = "作業するワーカーがいません。「dask worker アドレス」で起動してください"
            raise ClusterError(scheduler, [Problem("", what)]) from error
        self.width = max(sum(self._client.nthreads().values()), 1)
        self._pool = self._client.get_executor(pure=False)

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(self, *_: object) -> None:
        """Leave the cluster; what was handed over and not begun is taken back."""
        self._pool.shutdown(wait=False)
        self._client.close()

    def submit(self, settings: Settings, companies: Sequence[CompanyEntry]) -> Future[Results]:
        """Hand over a piece of work."""
        future: Future[Results] = self._pool.submit(run_companies, settings, tuple(companies))
        return future

    def alone(self, settings: Settings, company: CompanyEntry) -> BaseException | CompanyResult:
        """Run one company as a piece of work of its own."""
        future = self.submit(settings, [company])
        return future.exception() or future.result()[0]


def _client_class() -> Any:  # noqa: ANN401
    try:
        from distributed import Client
    except ImportError as error:
        what = "Dask が入っていません。pip install 'policygen[dask]' で入れてください"
        raise ClusterError("--scheduler", [Problem("", what)]) from error
    return Client
