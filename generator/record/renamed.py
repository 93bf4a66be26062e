"""Finds documents again that somebody gave another name in their folder."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from generator.errors import OutputError, TemplateError
from generator.files.atomic import digest, read_if_there
from generator.record.manifest import DocumentRecord, base_path

_LEAST_ALIKE = 0.5  # of the hidden bookmarks of clauses
_MOST_LOOKED_AT = 50


def find_renamed(folder: Path, records: Mapping[str, DocumentRecord]) -> dict[str, str]:
    """Return the new names of documents that are gone from where they were, by their keys.

    A document is found by its content, or, when it was edited too, by the hidden bookmarks of its clauses. Where
    several files could be it, none is taken.

    Args:
        folder: The output folder.
        records: What earlier runs wrote, by the key of the document.
    """
    missing = {key: record for key, record in records.items() if _is_missing(folder / record.file)}
    if not missing:
        return {}
    taken = {record.file for record in records.values()}
    files = dict(_candidates(folder, taken))
    found: dict[str, str] = {}
    for key, record in missing.items():
        same = [name for name, data in files.items() if digest(data) == record.sha256]
        if len(same) == 1:
            found[key] = same[0]
    rest = {name: data for name, data in files.items() if name not in found.values()}
    alike = {key: _alike(folder, key, rest) for key in missing if key not in found} if rest else {}
    for key, names in alike.items():
        others = [name for other, listed in alike.items() if other != key for name in listed]
        if len(names) == 1 and names[0] not in others:
            found[key] = names[0]
    return found


def _is_missing(path: Path) -> bool:
    try:
        return not path.exists()
    except OSError:
        return False


def _candidates(folder: Path, taken: set[str]) -> Iterator[tuple[str, bytes]]:
    """Yield the other Word files of a folder; lock files and hidden files are none."""
    with contextlib.suppress(OSError):
        names = sorted(path.name for path in folder.iterdir() if path.suffix.lower() == ".docx")
        others = [name for name in names if name not in taken and not name.startswith(("~$", "."))]
        for name in others[:_MOST_LOOKED_AT]:
            with contextlib.suppress(OutputError):
                data = read_if_there(folder / name)
                if data is not None:
                    yield name, data


def _alike(folder: Path, key: str, files: Mapping[str, bytes]) -> list[str]:
    """Return the files that hold at least half of the clauses of a document as last rendered."""
    with contextlib.suppress(OutputError):
        base = read_if_there(base_path(folder, key), is_own=True)
        clauses = _bookmarks(base) if base is not None else frozenset()
        if clauses:
            return [
                name
                for name, data in files.items()
                if len(clauses & _bookmarks(data)) >= _LEAST_ALIKE * len(clauses)
            ]
    return []


def _bookmarks(data: bytes) -> frozenset[str]:
    from generator.word.merge import clause_names

    try:
        return frozenset(clause_names(data))
    except TemplateError:
        return frozenset()
