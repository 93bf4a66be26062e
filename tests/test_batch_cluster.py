"""The same run on a real Dask cluster: scheduler and workers as processes of this machine."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

pytest.importorskip("distributed")

from generator.batch.batch import run_batch
from generator.batch.cluster import ClusterError
from generator.batch.report import Totals
from generator.exitcode import ExitCode
from tests.processes import environment
from tests.test_batch_run import TODAY, company, write_table

WAIT_SECONDS = 60
COMPANIES = 120


@contextmanager
def process(*arguments: str, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run a part of the cluster, and end it whatever happens."""
    with (folder / f"{arguments[0].rpartition('.')[2]}-{time.monotonic_ns()}.log").open("wb") as log:
        started = subprocess.Popen(
            [sys.executable, "-m", *arguments],
            stdout=log,
            stderr=log,
            cwd=folder,
            env=environment(),
        )
        try:
            yield started
        finally:
            if started.poll() is None:
                started.terminate()
                try:
                    started.wait(10)
                except subprocess.TimeoutExpired:
                    started.kill()
                    started.wait(10)


@contextmanager
def cluster(folder: Path, workers: int) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """Start a scheduler and workers on the loopback address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"tcp://127.0.0.1:{port}"
    with ExitStack() as stack:
        scheduler = (
            "distributed.cli.dask_scheduler",
            "--host",
            "127.0.0.1",
            "--port",
            str(port),
            "--no-dashboard",
        )
        stack.enter_context(process(*scheduler, folder=folder))
        worker = (
            "distributed.cli.dask_worker", address, "--host", "127.0.0.1", "--nthreads", "1", "--no-nanny",
            "--no-dashboard", "--memory-limit", "0", "--local-directory", str(folder / "dask"),
        )  # fmt: skip
        running = [stack.enter_context(process(*worker, folder=folder)) for _ in range(workers)]
        yield address, running


class Watch(threading.Thread):
    """Notes each document when it first appears, to tell later whether it was ever written again."""

    def __init__(self, folder: Path) -> None:
        super().__init__(daemon=True)
        self.folder, self.seen, self.ended = folder, dict[Path, tuple[int, int]](), threading.Event()

    def run(self) -> None:
        """Look again and again until the end."""
        while not self.ended.wait(0.05):
            self.note()

    def note(self) -> None:
        """Note the documents that are new."""
        for path in self.folder.glob("*/*.docx"):
            if path not in self.seen:
                self.seen[path] = (path.stat().st_ino, path.stat().st_mtime_ns)


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_a_killed_worker_loses_nothing_and_nothing_is_written_twice(tmp_path: Path) -> None:
    """One of two workers is killed in the middle: every company is made once and reported once, in order."""
    out, report = tmp_path / "out", tmp_path / "report.txt"
    table = write_table(tmp_path, *(company(number) for number in range(1, COMPANIES + 1)))
    killed: list[int] = []
    with cluster(tmp_path, 2) as (address, workers):
        watch = Watch(out)
        watch.start()

        def kill_one(totals: Totals) -> None:
            if totals.done >= COMPANIES // 4 and not killed:
                killed.append(totals.done)
                workers[0].send_signal(signal.SIGKILL)

        totals = run_batch(
            table,
            out,
            today=TODAY,
            scheduler=address,
            reports=[report],
            progress=kill_one,
            only=["policy", "handbook"],
        )
        watch.ended.set()
        watch.join()
        watch.note()
    assert killed and workers[0].returncode == -signal.SIGKILL
    assert (totals.done, totals.exit_code, totals.skipped) == (COMPANIES, ExitCode.DONE, 0)
    told = [line.split(" ")[1] for line in report.read_text(encoding="utf-8").splitlines()[:COMPANIES]]
    assert told == [f"株式会社サンプル{number}:" for number in range(1, COMPANIES + 1)]
    now = {path: (path.stat().st_ino, path.stat().st_mtime_ns) for path in out.glob("*/*.docx")}
    assert len(now) == 2 * COMPANIES
    assert now == watch.seen
    assert not list(out.glob("*/.policygen/backup/*"))
    assert not list(out.glob("*/.policygen/journal.json"))


def test_a_cluster_that_does_not_answer_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is written, and the message says what to look at."""
    monkeypatch.setattr("generator.batch.cluster.CONNECT_SECONDS", 1)
    table = write_table(tmp_path, company(1))
    with pytest.raises(ClusterError, match="スケジューラーにつながりません"):
        run_batch(table, tmp_path / "out", today=TODAY, scheduler="tcp://127.0.0.1:1")
    assert not (tmp_path / "out").exists()
