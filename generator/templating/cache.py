"""Compiled templates kept on the disk, so that a run need not compile what an earlier one did.

An entry is found by the digest of its template, of this program and of Python, and its own content is checked by
digest; a damaged or foreign one is ignored and written anew. It appears in one step, so that several runs may write
at once. Entries hold code that rendering runs, as Python's `__pycache__` does, and no digest protects against someone
who may write there: the folder and its files must belong to the user and be writable by nobody else (folder 0700,
files 0600), else nothing is read and nothing written. On Windows the user's local application folder is private.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
import sys
from collections.abc import Callable, Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from generator.word.engine.render.template import CompiledTemplate

VARIABLE = "POLICYGEN_CACHE"
"""Environment variable: a folder to use instead of the user's, or `off`."""

KEPT = 32
"""Entries that stay when a new one is written, the latest."""

_MAGIC = b"policygen compiled template 1\n"
_ENDING = ".template"
_LIBRARIES = ("jinja2", "markupsafe", "lxml")


def cache_folder(environment: Mapping[str, str], home: Path | None = None) -> Path | None:
    """Return the folder of the compiled templates; None when there is to be none.

    Args:
        environment: The environment variables.
        home: The user's home folder; None asks the system.
    """
    wish = environment.get(VARIABLE, "")
    if wish.lower() in ("off", "0", "no", "false"):
        return None
    if wish:
        return Path(wish)
    try:
        home = home if home is not None else Path.home()
    except RuntimeError:
        return None
    if sys.platform == "win32":
        local = environment.get("LOCALAPPDATA")
        return (Path(local) if local else home / "AppData" / "Local") / "policygen" / "Cache"
    if sys.platform == "darwin":
        return home / "Library" / "Caches" / "policygen"
    shared = environment.get("XDG_CACHE_HOME", "")
    return (Path(shared) if Path(shared).is_absolute() else home / ".cache") / "policygen"


def user_cache() -> TemplateCache:
    """Return the cache of the user who runs this process, as the environment says."""
    return TemplateCache(cache_folder(os.environ))


class TemplateCache:
    """The compiled templates of one folder; without a folder it holds nothing. It never fails a run."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._program = ""

    def load(self, template: str, name: str) -> CompiledTemplate | None:
        """Return a compiled template; None when it is not there, damaged, or not safe to use.

        Args:
            template: SHA-256 of its file, in hexadecimal.
            name: What messages call it.
        """
        path = self._path(template)
        payload = _read(path) if path is not None else None
        if payload is None:
            return None
        from generator.word.engine.render.frozen import thaw

        try:
            return thaw(payload, name)
        except ValueError:
            return None

    def store(self, template: str, compiled: CompiledTemplate) -> None:
        """Keep a compiled template; where that cannot be done, nothing happens."""
        path = self._path(template)
        if path is None:
            return
        from generator.word.engine.render.frozen import freeze

        with contextlib.suppress(OSError, RecursionError):
            payload = freeze(compiled)
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            if _is_private(path.parent.lstat(), stat.S_ISDIR):
                _write(path, _MAGIC + hashlib.sha256(payload).digest() + payload)
                _prune(path.parent)

    def _path(self, template: str) -> Path | None:
        if self._folder is None:
            return None
        self._program = self._program or program_digest()
        if not self._program:
            return None
        return self._folder / f"{template[:32]}-{self._program[:16]}{_ENDING}"


def program_digest() -> str:
    """Return a digest of what a compiled template depends on besides its file; empty when that cannot be told.

    It covers Python and every file of this program and of the libraries that compile: name, size, time of change.
    """
    found = hashlib.sha256(f"{sys.implementation.cache_tag} {sys.version} {sys.byteorder}".encode())
    try:
        for folder in (Path(__file__).parents[1], *_library_folders()):
            for entry in _source_files(str(folder)):
                state = entry.stat()
                found.update(f"{entry.path} {state.st_size} {state.st_mtime_ns}\n".encode("utf-8", "replace"))
    except (OSError, ImportError, ValueError):
        return ""
    return found.hexdigest()


def _library_folders() -> Iterator[Path]:
    for library in _LIBRARIES:
        spec = find_spec(library)
        if spec is None or spec.origin is None:
            raise ImportError(library)
        yield Path(spec.origin).parent


def _source_files(folder: str) -> Iterator[os.DirEntry[str]]:
    """Yield the files of a package that hold code, in a fixed order."""
    with os.scandir(folder) as found:
        entries = sorted(found, key=lambda entry: entry.name)
    for entry in entries:
        if entry.name.endswith((".py", ".so", ".pyd")):
            yield entry
        elif (
            entry.is_dir(follow_symlinks=False) and entry.name.isidentifier() and entry.name != "__pycache__"
        ):
            yield from _source_files(entry.path)


def _is_private(state: os.stat_result, kind: Callable[[int], bool]) -> bool:
    """Tell whether a file or folder is the user's own and nobody else may write to it."""
    if not kind(state.st_mode):
        return False
    user = getattr(os, "geteuid", None)
    return user is None or (state.st_uid == user() and not state.st_mode & (stat.S_IWGRP | stat.S_IWOTH))


def _read(path: Path) -> bytes | None:
    """Return the content of an entry when it is safe and whole."""
    flags = (
        os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)
    )
    try:
        if not _is_private(path.parent.lstat(), stat.S_ISDIR):
            return None
        with os.fdopen(os.open(path, flags), "rb") as stream:
            if not _is_private(os.fstat(stream.fileno()), stat.S_ISREG):
                return None
            data = stream.read()
    except (OSError, ValueError):
        return None
    start = len(_MAGIC) + hashlib.sha256().digest_size
    payload = data[start:]
    if data[:start] != _MAGIC + hashlib.sha256(payload).digest():
        return None
    return payload


def _write(path: Path, data: bytes) -> None:
    """Put an entry in place in one step, readable by the user alone."""
    import tempfile

    handle, temporary = tempfile.mkstemp(dir=path.parent, suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        Path(temporary).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(temporary).unlink()
        raise


def _prune(folder: Path) -> None:
    """Remove the oldest entries, and what an interrupted run left."""
    files = sorted(
        (path for path in folder.iterdir() if path.suffix in (_ENDING, ".tmp")),
        key=lambda path: path.stat().st_mtime_ns,
        reverse=True,
    )
    for path in files[KEPT:]:
        path.unlink(missing_ok=True)
