"""One run at a time writes into a folder, and a killed one leaves no lock behind."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from generator.errors import OutputError
from generator.files.lock import folder_lock

ROOT = Path(__file__).parent.parent
HOLDER = """
import sys, time
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from generator.files.lock import folder_lock
with folder_lock(Path(sys.argv[2])):
    print("held", flush=True)
    time.sleep(float(sys.argv[3]))
"""


def hold(lock: Path, seconds: float) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", HOLDER, str(ROOT), str(lock), str(seconds)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline().strip() == b"held"
    return process


def test_the_lock_can_be_taken_again_and_again(tmp_path: Path) -> None:
    """Releasing empties the file; the next run takes it at once, also after an error inside."""
    lock = tmp_path / "state" / "lock"
    with folder_lock(lock):
        assert str(os.getpid()) in lock.read_text()
    assert lock.read_bytes() == b""
    with pytest.raises(ZeroDivisionError), folder_lock(lock):
        raise ZeroDivisionError
    with folder_lock(lock, wait=0):
        pass


def test_a_second_run_waits_for_the_first(tmp_path: Path) -> None:
    """The lock is taken as soon as the other process lets it go."""
    process = hold(tmp_path / "lock", 0.7)
    began = time.monotonic()
    with folder_lock(tmp_path / "lock", wait=20):
        assert time.monotonic() - began > 0.2
    process.communicate(timeout=20)


def test_a_run_that_takes_too_long_is_named(tmp_path: Path) -> None:
    """When waiting does not help, the error names the other process."""
    process = hold(tmp_path / "lock", 30)
    try:
        with (
            pytest.raises(OutputError, match=f"プロセス {process.pid}"),
            folder_lock(tmp_path / "lock", wait=0.2),
        ):
            pytest.fail("two processes hold one lock")
    finally:
        process.kill()
        process.communicate()


def test_a_killed_run_leaves_no_lock(tmp_path: Path) -> None:
    """The system releases the lock of a process that died."""
    process = hold(tmp_path / "lock", 30)
    process.kill()
    process.communicate()
    with folder_lock(tmp_path / "lock", wait=5):
        pass


def test_a_lock_that_cannot_be_made_is_explained(tmp_path: Path) -> None:
    """A file where the folder should be gives our own error."""
    (tmp_path / "state").touch()
    with pytest.raises(OutputError), folder_lock(tmp_path / "state" / "lock"):
        pass
