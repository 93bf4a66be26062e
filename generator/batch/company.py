"""The list of companies of a run: where each one's facts are, and what its folder is called."""

from __future__ import annotations

import hashlib
import os
import unicodedata
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from generator.batch.table.table import CompanyRow, TableHead, open_table, row_names
from generator.errors import Problem, ProfileError
from generator.files.names import safe_file_name

if TYPE_CHECKING:
    from collections.abc import Callable

SUFFIXES = (".yaml", ".yml", ".json")
_SORTED_UP_TO = 200_000  # more names than this are taken in the order of the disk, to hold no list of them
_MAX_FOLDER_BYTES = 120  # leaves room for the documents' names below it within Windows' 260 characters

_SHARED_ROW = "同じフォルダー名になる会社がほかにもあります。「フォルダー名」（id）の列に、会社ごとに違う名前を書いてください"
_SHARED_FILE = "同じフォルダー名になるプロファイルがほかにもあります。どれかのファイルの名前を変えてください"


@dataclass(frozen=True, slots=True)
class CompanyEntry:
    """One company of a run, small enough to send to another process.

    Attributes:
        number: Its row in the table, or its place in the folder, from 1.
        name: What to call it in reports.
        folder: The name of its folder below the output folder.
        source: The file of its profile; empty when it is a row.
        row: Its row in the table.
        problem: What is wrong with it before it is even read (its folder would be another company's, too).
    """

    number: int
    name: str
    folder: str
    source: str = ""
    row: CompanyRow | None = None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Worklist:
    """The companies of a run.

    Attributes:
        total: How many there are.
        head: The headings of the table; None for a folder of profiles.
        read: Yields the companies, anew each time; the list itself is never held in memory.
    """

    total: int
    head: TableHead | None
    read: Callable[[], Iterator[CompanyEntry]] = field(repr=False)


def find_companies(source: Path, *, given: Iterable[str] = ()) -> Worklist:
    """Look through a folder of profiles or a table once: count, and find folders that two would share.

    Args:
        source: A folder with a profile (`.yaml`, `.yml`, `.json`) per company, or a table with a row per company.
        given: The dotted paths that the shared profile gives; the table need not have them.

    Raises:
        ProfileError: The source cannot be read or holds no company.
    """
    head: TableHead | None = None
    values = tuple(given)
    if source.is_dir():

        def read() -> Iterator[CompanyEntry]:
            return _from_folder(source)

    else:
        head = open_table(source, given=values)[0]

        def read() -> Iterator[CompanyEntry]:
            return _from_table(source, values)

    total, shared = _shared_folders(read())
    if not total:
        what = (
            "会社の行がありません。見出しの下に、1行に1社ずつ書いてください"
            if head
            else f"プロファイル（{'、'.join(SUFFIXES)}）がありません"
        )
        raise ProfileError(str(source), [Problem("", what)])
    return Worklist(total, head, lambda: _with_problems(read(), shared))


def folder_key(folder: str) -> str:
    """Return what two folder names have in common that are one on some system (case, width, composition)."""
    return unicodedata.normalize("NFKC", folder).casefold()


def _from_folder(source: Path) -> Iterator[CompanyEntry]:
    for number, name in enumerate(_profile_names(source), start=1):
        path = source / name
        yield CompanyEntry(number, path.stem, _folder_name(path.stem), source=str(path))


def _profile_names(source: Path) -> Iterable[str]:
    def _names() -> Iterator[str]:
        with os.scandir(source) as found:
            for entry in found:
                if entry.name.lower().endswith(SUFFIXES) and not entry.name.startswith((".", "~")):
                    yield entry.name

    try:
        few = sum(1 for _ in _names()) <= _SORTED_UP_TO
        return sorted(_names()) if few else _names()
    except OSError as error:
        what = "フォルダーを読めません。場所と権限を確かめてください"
        raise ProfileError(str(source), [Problem("", what)]) from error


def _from_table(source: Path, given: tuple[str, ...]) -> Iterator[CompanyEntry]:
    head, rows = open_table(source, given=given)
    for row in rows:
        chosen, name = row_names(head, row)
        yield CompanyEntry(
            row.number, name or chosen or head.row(row.number), _folder_name(chosen or name), row=row
        )


def _folder_name(name: str) -> str:
    """Build a name that every system accepts; what must be cut is told apart by a few digits of its digest."""
    safe = safe_file_name(name, "", "") if name.strip(" .　") else ""
    if len(safe.encode()) <= _MAX_FOLDER_BYTES:
        return safe
    cut = safe
    while len(cut.encode()) > _MAX_FOLDER_BYTES - 9:
        cut = cut[:-1]
    return f"{cut.rstrip(' .')}~{hashlib.sha256(safe.encode()).hexdigest()[:8]}"


def _shared_folders(companies: Iterator[CompanyEntry]) -> tuple[int, frozenset[int]]:
    """Count the companies and return the digests of folders named more than once; 8 bytes a company."""
    total = 0
    digests = array("Q")
    for company in companies:
        total += 1
        if company.folder and not (company.row is not None and company.row.is_hidden):
            digests.append(_digest(company.folder))
    ordered = sorted(digests) if len(digests) < _SORTED_UP_TO else _sorted_in_place(digests)
    return total, frozenset(one for one, other in _pairs(ordered) if one == other)


def _sorted_in_place(digests: array[int]) -> Iterable[int]:
    """Sort in slices by the first byte, so that never more than a small part is held as Python numbers."""
    slices = [array("Q") for _ in range(256)]
    for value in digests:
        slices[value >> 56].append(value)
    return (value for part in slices for value in sorted(part))


def _pairs(ordered: Iterable[int]) -> Iterator[tuple[int, int]]:
    before = -1
    for value in ordered:
        yield before, value
        before = value


def _digest(folder: str) -> int:
    data = folder_key(folder).encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(data, digest_size=8).digest())


def _with_problems(companies: Iterator[CompanyEntry], shared: frozenset[int]) -> Iterator[CompanyEntry]:
    for company in companies:
        if not company.folder:
            what = "会社の名称（かフォルダー名）がないか、読み取れないので、フォルダーの名前を決められません"
        elif _digest(company.folder) in shared and not (company.row is not None and company.row.is_hidden):
            what = _SHARED_ROW if company.row is not None else _SHARED_FILE
        else:
            yield company
            continue
        yield CompanyEntry(company.number, company.name, company.folder, company.source, company.row, what)
