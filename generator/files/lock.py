"""One run at a time in an output folder, held by the system so that a killed run leaves no lock behind."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from generator.errors import OutputError, Problem
from generator.files.atomic import OUTPUT_OPTION
from generator.files.places import make_folder, open_own
from generator.files.plain import read_plain
from generator.files.trouble import output_error

WAIT_SECONDS = 10.0
_POLL_SECONDS = 0.05
_MAX_OWNER_BYTES = 1000
_MAX_HOST = 255
_LOCKED_BYTE = 1 << 20  # far behind the owner's note, which others must be able to read on Windows


@contextmanager
def folder_lock(path: Path, *, wait: float = WAIT_SECONDS) -> Iterator[None]:
    """Hold the lock of an output folder while writing.

    Args:
        path: The lock file; it stays, empty, when the lock is released.
        wait: Seconds to wait for another run to end.

    Raises:
        OutputError: Another run still holds the lock (says whose), or the file cannot be made.
    """
    try:
        make_folder(path.parent)
        descriptor = open_own(path)
    except OSError as error:
        raise output_error(path, error, OUTPUT_OPTION) from error
    try:
        _acquire(descriptor, path, time.monotonic() + wait)
        with contextlib.suppress(OSError):
            _write_note(descriptor, _owner())
        try:
            yield
        finally:
            with contextlib.suppress(OSError):
                _write_note(descriptor, b"")
            _release(descriptor)
    finally:
        os.close(descriptor)


def _acquire(descriptor: int, path: Path, until: float) -> None:
    while True:
        try:
            _try_lock(descriptor)
        except OSError as error:
            if error.errno not in (errno.EACCES, errno.EAGAIN, errno.EDEADLK):
                return  # the file system knows no locks; writing is still atomic, file by file
            if time.monotonic() >= until:
                what = f"ほかの実行が書いています{_holder(path)}。終わってからもう一度実行してください"
                raise OutputError(str(path.parent.parent), [Problem("", what)]) from error
            time.sleep(_POLL_SECONDS)
        else:
            return


if os.name == "nt":  # pragma: no cover - exercised on Windows only
    import msvcrt

    def _try_lock(descriptor: int) -> None:
        os.lseek(descriptor, _LOCKED_BYTE, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore] # Windows only

    def _release(descriptor: int) -> None:
        os.lseek(descriptor, _LOCKED_BYTE, os.SEEK_SET)
        with contextlib.suppress(OSError):
            msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)  # type: ignore[attr-defined,unused-ignore] # Windows only

else:
    import fcntl

    def _try_lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _release(descriptor: int) -> None:
        with contextlib.suppress(OSError):
            fcntl.flock(descriptor, fcntl.LOCK_UN)


def _owner() -> bytes:
    note = {"host": socket.gethostname(), "process": os.getpid(), "since": time.strftime("%Y-%m-%d %H:%M:%S")}
    return json.dumps(note).encode()[:_MAX_OWNER_BYTES]


def _write_note(descriptor: int, note: bytes) -> None:
    os.lseek(descriptor, 0, os.SEEK_SET)
    os.truncate(descriptor, 0)
    os.write(descriptor, note)


def _holder(path: Path) -> str:
    """Say who holds the lock, as far as the note in the file tells."""
    try:
        note = json.loads(read_plain(path, _MAX_OWNER_BYTES, follows=False))
        host, process, since = str(note["host"]), int(note["process"]), str(note["since"])
    except (OSError, ValueError, KeyError, TypeError, OverflowError, RecursionError):
        return ""
    is_ours = len(host) <= _MAX_HOST and (host + since).isprintable() and len(since) <= _MAX_HOST
    return f"（コンピューター {host}、プロセス {process}、{since}から）" if is_ours else ""
