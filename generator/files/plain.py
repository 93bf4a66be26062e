"""Reading a file that may be anything: pipes and devices are refused, as reading one could wait for ever."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

from generator.files.places import LinkError, is_link

SPECIAL_FILE = (
    "ふつうのファイルではありません（パイプや装置です）。ファイルとして保存し直したものを指定してください"
)

_UNFOLLOWED = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)


class SpecialFileError(OSError):
    """The path is a pipe, a socket or a device."""


def read_plain(path: Path, limit: int = -1, *, follows: bool = True) -> bytes:
    """Return the content of a file, or its first `limit` bytes.

    Args:
        path: The file.
        limit: How many bytes at most; all when negative.
        follows: Whether the path may be a link to the file.

    Raises:
        SpecialFileError: It is a pipe, a socket or a device; it was not opened.
        LinkError: It is a link and `follows` is not set.
        OSError: It is missing, a folder, or cannot be read.
    """
    if not follows and is_link(path):
        raise LinkError(errno.ELOOP, "link", str(path))
    refuse_special(path)
    with path.open("rb") if follows else os.fdopen(os.open(path, _UNFOLLOWED), "rb") as stream:
        return stream.read(limit)


def refuse_special(path: Path) -> None:
    """Make sure that opening the path waits for nobody; what is missing or a folder is left to the one who opens it.

    Raises:
        SpecialFileError: It is a pipe, a socket or a device.
        OSError: It is missing or cannot be looked at.
    """
    mode = path.stat().st_mode
    if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
        raise SpecialFileError(f"special file: {path.name}")
