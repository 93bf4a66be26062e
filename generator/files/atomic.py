"""Writing files so that a crash, a full disk or an open document never leaves half a file."""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import stat
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from generator.errors import OutputError, Problem
from generator.files.places import create_file, make_folder
from generator.files.plain import read_plain
from generator.files.trouble import output_error, read_error

TEMPORARY = ".policygen-"
LEFTOVER_SECONDS = 3600.0
"""After this time a temporary file is taken for one that a killed run left."""
OUTPUT_OPTION = "-o"
"""The option that names the folder of the documents, in `generate` and `batch`."""


@dataclass(slots=True)
class Staged:
    """A file whose new content is on its way to the disk under a temporary name beside it.

    Attributes:
        path: Where it goes.
        temporary: Where it is until then.
        option: The option that names another place for it, for messages; empty when there is none.
    """

    path: Path
    temporary: Path
    option: str = ""
    _stream: BinaryIO | None = None

    def write(self, data: bytes) -> None:
        """Write the content, and have the system begin to put it on the disk."""
        self._stream = _write_temporary(self, data)
        _start_writing(self._stream.fileno())

    def sync(self) -> None:
        """Wait until the content is safe on the disk.

        Raises:
            OutputError: The disk is full or fails; the old content stays.
        """
        stream, self._stream = self._stream, None
        if stream is None:
            return
        try:
            with stream:
                os.fsync(stream.fileno())
        except OSError as error:
            self.discard()
            raise output_error(self.path, error, self.option) from error

    def commit(self) -> None:
        """Put the new content in place in one step, once it is safe; `sync_folders` makes the step itself last.

        Raises:
            OutputError: The file is open elsewhere or the folder may not be changed; the old content stays.
        """
        self.sync()
        try:
            move(self.temporary, self.path, self.option)
        except OutputError:
            self.discard()
            raise

    def discard(self) -> None:
        """Remove the temporary file, if it is still there."""
        with contextlib.suppress(OSError, ValueError):
            if self._stream is not None:
                self._stream.close()
            self.temporary.unlink(missing_ok=True)


def move(path: Path, place: Path, option: str = "") -> None:
    """Give a file another name in one step; what had that name is gone.

    Args:
        path: The file.
        place: Its new name.
        option: The option that names another place for it, for messages; empty when there is none.

    Raises:
        OutputError: The file of that name is open elsewhere or the folder may not be changed; both stay as they were.
    """
    try:
        os.replace(path, place)  # noqa: PTH105 - Path.replace is the same call
    except OSError as error:
        raise output_error(place, error, option) from error


def stage_all(files: Iterable[tuple[Path, bytes]], option: str = "") -> list[Staged]:
    """Write files under temporary names in their folders; `Staged.sync` waits until they are safe on the disk.

    Args:
        files: Where each goes, and its content.
        option: The option that names another place for them, for messages; empty when there is none.

    Raises:
        OutputError: The disk is full, a folder is read-only, and so on; none of the files is left behind.
    """
    staged: list[Staged] = []
    path = Path()
    try:
        for path, data in files:
            name = f"{TEMPORARY}{os.getpid()}-{secrets.token_hex(4)}.tmp"
            staged.append(Staged(path, path.parent / name, option))
            staged[-1].write(data)
    except BaseException as error:
        for file in staged:
            file.discard()
        if isinstance(error, OSError | ValueError):
            raise output_error(path, error, option) from error
        raise
    return staged


def stage(path: Path, data: bytes) -> Staged:
    """Write one file under a temporary name and force it to the disk; see `stage_all`."""
    staged = stage_all([(path, data)])[0]
    staged.sync()
    return staged


def _start_writing(descriptor: int) -> None:
    """Have the system begin to write a file, without waiting; Linux does so on this advice."""
    if hasattr(os, "posix_fadvise"):
        with contextlib.suppress(OSError):
            os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)


def _write_temporary(file: Staged, data: bytes) -> BinaryIO:
    try:
        stream = _create(file.temporary)
    except FileNotFoundError:
        make_folder(file.temporary.parent)
        stream = _create(file.temporary)
    try:
        with contextlib.suppress(FileNotFoundError):
            file.temporary.chmod(stat.S_IMODE(file.path.stat().st_mode) & 0o777)
        view = memoryview(data)
        while view:
            view = view[stream.write(view) :]
    except BaseException:
        stream.close()
        raise
    return stream


def _create(path: Path) -> BinaryIO:
    return os.fdopen(create_file(path), "wb", buffering=0)


def sync_folders(folders: Iterable[Path]) -> None:
    """Force renames in these folders to the disk where the system can (not on Windows)."""
    for folder in dict.fromkeys(folders) if os.name != "nt" else ():
        with contextlib.suppress(OSError):
            descriptor = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)


def write_atomic(path: Path, data: bytes) -> None:
    """Write a file in one step: either the old or the new content is there, never a part.

    Raises:
        OutputError: The file could not be written; the old content stays.
    """
    stage(path, data).commit()
    sync_folders([path.parent])


def write_new(path: Path, data: bytes) -> None:
    """Write a file that must not exist yet.

    Raises:
        OutputError: Something of that name exists (it is left alone) or the file cannot be written.
    """
    staged = stage(path, data)
    try:
        if hasattr(os, "link"):
            os.link(staged.temporary, path)
        else:
            _write_new_without_links(path, staged)
        sync_folders([path.parent])
    except FileExistsError as error:
        raise _exists(path) from error
    except OSError:
        _write_new_without_links(path, staged)
    finally:
        staged.discard()


def _write_new_without_links(path: Path, staged: Staged) -> None:
    """Do the same where the file system has no hard links (FAT, some network drives)."""
    try:
        _claim(path)
    except FileExistsError as error:
        raise _exists(path) from error
    except OSError as error:
        raise output_error(path, error) from error
    staged.commit()


def _claim(path: Path) -> None:
    os.close(create_file(path))


def _exists(path: Path) -> OutputError:
    return OutputError(str(path), [Problem("", "すでにあるので書きませんでした。別の名前を指定してください")])


def remove_temporaries(folder: Path, *, older_than: float, ending: str = "") -> None:
    """Remove what a killed run left in a folder.

    Args:
        folder: The folder to clean; sub-folders are left alone.
        ending: Only files whose names end so, before `.tmp`.
        older_than: Only files last changed before this time (seconds since the epoch) go, so that a run that
            is still going keeps its own.
    """
    with contextlib.suppress(OSError), os.scandir(folder) as found:
        for file in found:
            is_ours = file.name.startswith(TEMPORARY) and file.name.endswith(f"{ending}.tmp")
            if is_ours and file.stat().st_mtime < older_than:
                Path(file.path).unlink(missing_ok=True)


def read_if_there(path: Path, *, is_own: bool = False) -> bytes | None:
    """Return the content of a file, or None when there is no such file.

    Args:
        path: The file.
        is_own: Whether the program keeps it for itself, so that a link in its place is not followed.

    Raises:
        OutputError: It exists but cannot be read, or is not a file.
    """
    try:
        return read_plain(path, follows=not is_own)
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise read_error(path, error) from error


def is_there(path: Path) -> bool:
    """Return whether something of that name is there.

    Raises:
        OutputError: The folder may not be looked into.
    """
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except (OSError, ValueError) as error:
        raise read_error(path, error) from error
    return True


def digest(data: bytes) -> str:
    """Return the SHA-256 of the bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()
