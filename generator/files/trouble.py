"""Errors of the operating system as errors that say what to do."""

from __future__ import annotations

import errno
from pathlib import Path

from generator.errors import OutputError, Problem
from generator.files.names import MAX_NAME_BYTES
from generator.files.places import LinkError
from generator.files.plain import SPECIAL_FILE, SpecialFileError

_OPEN_ELSEWHERE = (32, 33)  # ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION of Windows


def write_obstacle(path: Path) -> str:
    """Say what keeps an existing document from being replaced, or return an empty text."""
    for lock in _lock_files(path):
        if lock.exists():
            return (
                "WordやLibreOfficeで開かれています。閉じてからもう一度実行してください"
                f"（閉じてあるのにこの表示が出るときは、隠しファイル「{lock.name}」を消してください）"
            )
    try:
        with path.open("r+b"):
            return ""
    except FileNotFoundError:
        return ""
    except OSError as error:
        return _what(error)


def _lock_files(path: Path) -> tuple[Path, ...]:
    """List the lock files beside a document: Word replaces up to two leading characters by ~$."""
    name = path.name
    names = (f"~${name}", f"~${name[1:]}", f"~${name[2:]}", f".~lock.{name}#")
    return tuple(
        path.with_name(candidate) for candidate in names if len(candidate.encode()) <= MAX_NAME_BYTES
    )


def output_error(path: Path, error: OSError | ValueError, option: str = "") -> OutputError:
    """Turn a system error into ours: where, what, and what to do; `option` names another place."""
    what = _what(error, option) if isinstance(error, OSError) else "使えない文字が場所か名前に入っています"
    return OutputError(str(path), [Problem("", what)])


def read_error(path: Path, error: OSError | ValueError, option: str = "") -> OutputError:
    """Do the same for a file or folder that cannot be read."""
    is_open = getattr(error, "winerror", None) in _OPEN_ELSEWHERE
    if isinstance(error, PermissionError) and not is_open:
        what = "読めません。ファイルとフォルダーの権限を確かめてください"
        return OutputError(str(path), [Problem("", what)])
    return output_error(path, error, option)


def _what(error: OSError, option: str = "") -> str:
    other = f"{option} で" if option else ""
    if isinstance(error, SpecialFileError):
        return SPECIAL_FILE
    if isinstance(error, LinkError):
        return "リンク（ショートカット）か、ほかの名前を持つファイルです。policygen の記録は本物のファイルでなければなりません。消してから、もう一度実行してください"
    number = error.errno
    if getattr(error, "winerror", None) in _OPEN_ELSEWHERE:
        return "ほかのプログラム（Wordなど）で開かれています。閉じてからもう一度実行してください"
    if number in (errno.ENOSPC, errno.EDQUOT if hasattr(errno, "EDQUOT") else errno.ENOSPC, errno.EFBIG):
        return f"ディスクの空きが足りません。空きを増やすか、{other}別の場所を指定してください"
    if number == errno.EROFS:
        return f"書き込めないディスクです。{other}別の場所を指定してください"
    if number in (errno.EACCES, errno.EPERM):
        return "書き込めません。読み取り専用になっていないか、Wordで開いていないか、フォルダーの権限を確かめてください"
    if number == errno.ENAMETOOLONG:
        return f"場所と名前が長すぎます。{other}短い場所を指定してください"
    if number in (errno.ENOTDIR, errno.EEXIST):
        return f"同じ名前のファイルがあるのでフォルダーを作れません。{other}別の場所を指定してください"
    if number == errno.ENOENT:
        return f"この場所には書けません（フォルダーがないか、作れません）。{other}別の場所を指定してください"
    if number == errno.EISDIR:
        return (
            f"同じ名前のフォルダーがあります。フォルダーの名前を変えるか、{other}別の場所を指定してください"
        )
    return f"読み書きできません（{error.strerror or type(error).__name__}）。場所を確かめてください"
