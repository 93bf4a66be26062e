"""What stands outside the sheets of a workbook: their names and parts, the shared texts, the number formats."""

from __future__ import annotations

import posixpath
import zipfile
from dataclasses import dataclass

from generator.batch.table.cells import MAX_TEXT
from generator.batch.table.markup import Reader, read_all
from generator.batch.table.values import Book, Format, read_format

MAX_TEXTS = 3_000_000
_MAX_FORMATS = 100_000
_MAX_PART_BYTES = 32 * 1024 * 1024
_MAX_SHEETS = 10_000
_ROOT = "_rels/.rels"


class NoSheetError(Exception):
    """The workbook has no sheet that is shown."""


class ForeignFileError(Exception):
    """The archive is another kind of file; `what` says which."""

    def __init__(self, what: str) -> None:
        """Keep the kind."""
        super().__init__(what)
        self.what = what


@dataclass(frozen=True, slots=True)
class Sheet:
    """The first sheet that is shown: its name, its part, and what its cells share with the others."""

    name: str
    part: str
    book: Book


def open_sheet(archive: zipfile.ZipFile) -> Sheet:
    """Find the first sheet of a workbook that is shown.

    Raises:
        NoSheetError: All are hidden.
        ForeignFileError: The archive is no workbook of the kind that can be read.
        ValueError: A part is damaged.
    """
    main = _main_part(archive)
    reader = _WorkbookReader()
    _read(archive, main, reader)
    if reader.found is None:
        raise NoSheetError
    name, target = reader.found
    linked = _relations(archive, main)
    sheet = next((part for identity, _, part in linked if identity == target), "")
    if not sheet:
        raise ValueError("a sheet without part")
    texts = next((part for _, kind, part in linked if kind == "sharedStrings"), "")
    styles = next((part for _, kind, part in linked if kind == "styles"), "")
    book = Book(_texts(archive, texts), _formats(archive, styles), reader.from_1904)
    return Sheet(name, sheet, book)


def _main_part(archive: zipfile.ZipFile) -> str:
    names = set(archive.namelist())
    if _ROOT not in names:
        what = "LibreOfficeの表（.ods）" if "content.xml" in names else "Excel以外のファイル"
        raise ForeignFileError(what)
    main = next((part for _, kind, part in _relations(archive, "") if kind == "officeDocument"), "")
    if main.startswith("word/") or main.startswith("ppt/"):
        raise ForeignFileError("Excel以外のファイル")
    if main.endswith(".bin"):
        raise ForeignFileError("Excelのバイナリ形式（.xlsb）")
    return main


def _relations(archive: zipfile.ZipFile, part: str) -> list[tuple[str, str, str]]:
    """Return id, kind and part of each relationship of a part; the empty name stands for the whole file."""
    folder, name = posixpath.split(part)
    reader = _RelationsReader()
    _read(archive, posixpath.join(folder, f"_rels/{name}.rels"), reader)
    return [
        (identity, kind, posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/"))
        for identity, kind, target in reader.found
    ]


def _texts(archive: zipfile.ZipFile, part: str) -> list[str]:
    reader = _TextsReader()
    if part:
        with archive.open(part) as stream:
            read_all(stream, reader)
    return reader.found


def _formats(archive: zipfile.ZipFile, part: str) -> list[Format]:
    reader = _FormatsReader()
    if part:
        _read(archive, part, reader)
    known: dict[int, Format] = {}
    for number in reader.styles:
        if number not in known:
            known[number] = read_format(number, reader.codes.get(number, ""))
    return [known[number] for number in reader.styles]


def _read(archive: zipfile.ZipFile, part: str, reader: Reader) -> None:
    if archive.getinfo(part).file_size > _MAX_PART_BYTES:
        raise ValueError("a part is too large")
    with archive.open(part) as stream:
        read_all(stream, reader)


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


class _RelationsReader(Reader):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str, str]] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            kind = attributes.get("Type", "").rpartition("/")[2]
            self.found.append((attributes.get("Id", ""), kind, attributes.get("Target", "")))
            if len(self.found) > _MAX_SHEETS:
                raise ValueError("too many relationships")


class _WorkbookReader(Reader):
    """Keeps the first sheet that is shown: its name and the id of its relationship."""

    def __init__(self) -> None:
        super().__init__()
        self.found: tuple[str, str] | None = None
        self.from_1904 = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "workbookPr":
            self.from_1904 = attributes.get("date1904", "") in ("1", "true")
        elif name == "sheet" and self.found is None and attributes.get("state", "visible") == "visible":
            target = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            self.found = (attributes.get("name", ""), target)


class _TextsReader(Reader):
    """Gathers the texts of cells, without the readings that stand above them."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._pieces: list[str] = []
        self._length = 0
        self._is_text = self._is_reading = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "si":
            self._pieces, self._length = [], 0
        elif name == "t":
            self._is_text = not self._is_reading
        elif name == "rPh":
            self._is_reading = True

    def end(self, name: str) -> None:
        if name == "t":
            self._is_text = False
        elif name == "rPh":
            self._is_reading = False
        elif name == "si":
            self.found.append("".join(self._pieces))
            if len(self.found) > MAX_TEXTS:
                raise ValueError("too many texts")

    def text(self, data: str) -> None:
        if self._is_text and self._length <= MAX_TEXT * 7:
            self._pieces.append(data)
            self._length += len(data)


class _FormatsReader(Reader):
    """Gathers the codes of number formats, and which format each style of a cell has."""

    def __init__(self) -> None:
        super().__init__()
        self.codes: dict[int, str] = {}
        self.styles: list[int] = []
        self._is_inside = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "cellXfs":
            self._is_inside = True
        elif name == "numFmt" and len(self.codes) < _MAX_FORMATS:
            self.codes[_whole(attributes.get("numFmtId", ""))] = attributes.get("formatCode", "")[:500]
        elif name == "xf" and self._is_inside:
            self.styles.append(_whole(attributes.get("numFmtId", "")))
            if len(self.styles) > _MAX_FORMATS:
                raise ValueError("too many styles")

    def end(self, name: str) -> None:
        if name == "cellXfs":
            self._is_inside = False
