"""Reading a file that may be anything: pipes and devices are refused, as reading one could wait for ever."""

from __future__ import annotations

import stat
from pathlib import Path

SPECIAL_FILE = (
    "ふつうのファイルではありません（パイプや装置です）。ファイルとして保存し直したものを指定してください"
)


class SpecialFileError(OSError):
    """The path is a pipe, a socket or a device."""


def read_plain(path: Path, limit: int = -1) -> bytes:
    """Return the content of a file, or its first `limit` bytes.

    Raises:
        SpecialFileError: It is a pipe, a socket or a device; it was not opened.
        OSError: It is missing, a folder, or cannot be read.
    """
    refuse_special(path)
    with path.open("rb") as stream:
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
