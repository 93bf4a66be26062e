"""Where files are made: with the mode of the folder they lie in, and never through a link."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from generator.errors import OutputError, Problem

_FILE_BITS, _FOLDER_BITS = 0o666, 0o777
_JUNCTION = 0xA0000003  # IO_REPARSE_TAG_MOUNT_POINT of Windows, a link to a folder
_MOST_LEVELS = 4
_NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0)
_BINARY = getattr(os, "O_BINARY", 0)
_CREATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NO_FOLLOW | _BINARY


class LinkError(OSError):
    """The path is a link where none may be."""


def create_file(path: Path) -> int:
    """Make a file that must not exist yet, and return its descriptor.

    Its mode is that of its folder within the umask, so that whoever may write in a shared folder may go on with it,
    and nobody else may.

    Raises:
        OSError: Something of that name is there, a link that leads nowhere included, or the folder is missing.
    """
    return os.open(path, _CREATE, file_mode(path.parent))


def open_own(path: Path) -> int:
    """Open a file of our own for reading and writing, or make it; the descriptor never belongs to another file.

    Raises:
        LinkError: It is a link, or another name of a file elsewhere.
        OSError: It is no file, or may not be opened.
    """
    _refuse_other(path)
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | _NO_FOLLOW | _BINARY, file_mode(path.parent))
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise LinkError(errno.ELOOP, "link", str(path)) from error
        raise
    found = os.fstat(descriptor)
    if not stat.S_ISREG(found.st_mode) or found.st_nlink > 1:
        os.close(descriptor)
        raise LinkError(errno.ELOOP, "link", str(path))
    return descriptor


def overwrite_own(path: Path, data: bytes) -> None:
    """Write a file of our own in place, without waiting for the disk; see `open_own`.

    Raises:
        OSError: It cannot be written, or is a link.
    """
    with os.fdopen(open_own(path), "wb") as stream:
        stream.truncate(0)
        stream.write(data)


def make_folder(folder: Path) -> None:
    """Make a folder and those above it, each with the mode of the one it lies in, within the umask.

    Raises:
        OSError: It cannot be made, or a file of that name is there.
    """
    try:
        Path(folder).mkdir(mode=_mode_of(folder.parent, _FOLDER_BITS) | stat.S_IRWXU)
    except FileNotFoundError:
        if folder.parent == folder:
            raise
        make_folder(folder.parent)
        make_folder(folder)
    except FileExistsError:
        if not folder.is_dir():
            raise


def file_mode(folder: Path) -> int:
    """Return the mode of a new file in a folder, before the umask is taken off."""
    return _mode_of(folder, _FILE_BITS) | stat.S_IRUSR | stat.S_IWUSR


def refuse_links(folder: Path) -> None:
    """Make sure that nothing of a folder of our own leads elsewhere: not the folder itself, and nothing in it.

    Raises:
        OutputError: Something is a link; names every one.
    """
    found = [folder] if is_link(folder) else list(_links(folder, _MOST_LEVELS))
    if found:
        what = "リンク（ショートカット）です。policygen の記録はリンクの先に置けません。リンクを消してから、もう一度実行してください"
        names = [str(path.relative_to(folder.parent)) for path in found[:20]]
        raise OutputError(str(folder.parent), [Problem(name, what) for name in names])


def is_link(path: Path) -> bool:
    """Return whether a path itself is a symbolic link or a junction."""
    try:
        return _is_link(path.lstat())
    except (OSError, ValueError):
        return False


def _links(folder: Path, levels: int) -> Iterator[Path]:
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.is_symlink() or _is_link(entry.stat(follow_symlinks=False)):
                    yield Path(entry.path)
                elif levels > 1 and entry.is_dir(follow_symlinks=False):
                    yield from _links(Path(entry.path), levels - 1)
    except OSError:
        return  # what is not there or may not be read is told by the one who needs it


def _is_link(found: os.stat_result) -> bool:
    return stat.S_ISLNK(found.st_mode) or getattr(found, "st_reparse_tag", 0) == _JUNCTION


def _refuse_other(path: Path) -> None:
    """Look before opening, where the system cannot be told not to follow, and at what would be waited for."""
    try:
        is_other = not stat.S_ISREG(path.lstat().st_mode)
    except FileNotFoundError:
        is_other = False
    if is_other or is_link(path) or is_link(path.parent):
        raise LinkError(errno.ELOOP, "link", str(path))


def _mode_of(folder: Path, bits: int) -> int:
    try:
        return stat.S_IMODE(folder.stat().st_mode) & bits
    except OSError:
        return bits
