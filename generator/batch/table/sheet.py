"""Rows of an Excel file, read one after the other as Excel shows them, with limits that no file can get past.

Nothing that a sheet says of its own size is believed. Cells that merging covers and what is hidden are marked, for the
rows of headings may have them and those of companies may not.
"""

from __future__ import annotations

import contextlib
import re
import zipfile
import zlib
from collections import deque
from collections.abc import Iterator
from pathlib import Path

from generator.batch.table.archive import AS_CSV, check_archive, refusal
from generator.batch.table.cells import MAX_TEXT, CellValue, SheetRow
from generator.batch.table.columns import MAX_COLUMNS
from generator.batch.table.markup import Reader, blocks, read_all
from generator.batch.table.merges import MergedRange, MergesReader, Merging, column_number
from generator.batch.table.values import Book, cell_value
from generator.batch.table.workbook import ForeignFileError, NoSheetError, Sheet, open_sheet

MAX_ROWS = 100_000
MAX_CELLS = 10_000_000
_LAST_ROW = 1_048_576  # Excel has no more rows and columns
_LAST_COLUMN = 16_384
_PLACE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,9})?", re.ASCII)
_BLOCK = 1024 * 1024
_MERGE = b"mergeCell"
# What the zip, XML and number readers raise on damaged files.
_DAMAGE = (OSError, ValueError, KeyError, EOFError, NotImplementedError, zipfile.BadZipFile, zlib.error)


def sheet_rows(path: Path) -> tuple[str, Iterator[SheetRow]]:
    """Open the first visible sheet of a workbook.

    Returns:
        The sheet's name and its rows; empty rows are left out.

    Raises:
        ProfileError: The file is no workbook, damaged, protected by a password, or beyond a limit. Iterating
            raises it too.
    """
    with _told(path):
        check_archive(path)
        with zipfile.ZipFile(path) as archive:
            sheet = open_sheet(archive)
            merged = _merged_ranges(archive, sheet.part)
    return sheet.name, _rows(path, sheet, merged)


def _rows(path: Path, sheet: Sheet, merged: list[MergedRange]) -> Iterator[SheetRow]:
    written = 0
    reader = _SheetReader(path, sheet.book)
    merging = Merging(merged)
    with _told(path), zipfile.ZipFile(path) as archive, archive.open(sheet.part) as stream:
        for _ in blocks(stream, reader):
            while reader.rows:
                row = merging.applied(reader.rows.popleft())
                if all(value is None for value in row.values):
                    continue
                written += 1
                if written > MAX_ROWS:
                    raise refusal(path, f"行が多すぎます（上限 {MAX_ROWS:,}行）。{AS_CSV}")
                yield row


def _merged_ranges(archive: zipfile.ZipFile, part: str) -> list[MergedRange]:
    """Return the ranges of merged cells; they stand behind all rows, so the sheet is looked through for them first."""
    with archive.open(part) as stream:
        rest = b""
        while block := stream.read(_BLOCK):
            if _MERGE in rest + block:
                break
            rest = block[-len(_MERGE) :]
        else:
            return []
    reader = MergesReader()
    with archive.open(part) as stream:
        read_all(stream, reader)
    return reader.found


class _SheetReader(Reader):
    """Puts together the rows of a sheet; `rows` holds those that are whole."""

    def __init__(self, path: Path, book: Book) -> None:
        super().__init__()
        self.rows: deque[SheetRow] = deque()
        self._path, self._book = path, book
        self._hidden_columns: set[int] = set()
        self._is_inside = False
        self._row = self._column = self._cells = 0
        self._is_hidden = False
        self._values: list[CellValue] = []
        self._cell_depth = 0
        self._kind = self._style = ""
        self._pieces: list[str] | None = None
        self._length = 0
        self._is_text = self._is_reading = self._is_formula = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if not self._is_inside:
            if name == "sheetData":
                self._is_inside = True
            elif name == "col":
                self._note_column(attributes)
        elif self._cell_depth:
            self._start_inside(name)
        elif name == "c":
            self._start_cell(attributes)
        elif name == "row":
            self._start_row(attributes)

    def end(self, name: str) -> None:
        if self._cell_depth:
            if name in ("v", "t"):
                self._is_text = False
            elif name == "rPh":
                self._is_reading = False
            elif self.depth == self._cell_depth:
                self._end_cell()
        elif name == "row" and self._is_inside:
            self.rows.append(
                SheetRow(self._row, tuple(self._values), self._is_hidden, frozenset(self._hidden_columns))
            )
            self._values = []
        elif name == "sheetData":
            self._is_inside = False

    def text(self, data: str) -> None:
        if self._is_text and self._pieces is not None and self._length <= MAX_TEXT * 7:
            self._pieces.append(data)
            self._length += len(data)

    def _note_column(self, attributes: dict[str, str]) -> None:
        first, last = (_whole(attributes.get(name, ""), 0) for name in ("min", "max"))
        if _is_hidden(attributes, "width"):
            self._hidden_columns.update(range(max(first, 1) - 1, min(last, MAX_COLUMNS)))

    def _start_row(self, attributes: dict[str, str]) -> None:
        number = _whole(attributes.get("r", ""), self._row + 1)
        if number > _LAST_ROW:
            what = f"行の番号がExcelの上限（{_LAST_ROW:,}行）を超えています。表だけを新しいブックに貼り付けてください"
            raise refusal(self._path, what)
        if number <= self._row:
            raise ValueError("rows out of order")
        self._row, self._column, self._values = number, 0, []
        self._is_hidden = _is_hidden(attributes, "ht")

    def _start_cell(self, attributes: dict[str, str]) -> None:
        self._cells += 1
        if self._cells > MAX_CELLS:
            raise refusal(self._path, f"セルが多すぎます（上限 {MAX_CELLS:,}個）。{AS_CSV}")
        place = attributes.get("r")
        self._column = self._column + 1 if place is None else _column(place)
        if not 0 < self._column <= _LAST_COLUMN:
            raise ValueError("no such column")
        self._cell_depth = self.depth
        self._kind, self._style = attributes.get("t", "n"), attributes.get("s", "")
        self._pieces, self._length = None, 0
        self._is_formula = False

    def _start_inside(self, name: str) -> None:
        inner = self.depth - self._cell_depth
        if name == "f" and inner == 1:
            self._is_formula = True
        elif (name == "v" and inner == 1) or (name == "t" and not self._is_reading):
            self._is_text = True
            self._pieces = self._pieces if self._pieces is not None else []
        elif name == "rPh":
            self._is_reading = True

    def _end_cell(self) -> None:
        self._cell_depth = 0
        self._is_text = self._is_reading = False
        raw = "".join(self._pieces) if self._pieces is not None else None
        value = cell_value(self._book, self._kind, self._style, raw, is_formula=self._is_formula)
        if value is None:
            return
        if self._column > MAX_COLUMNS:
            raise refusal(self._path, f"{self._row}行目: 列が多すぎます（上限 {MAX_COLUMNS:,}列）")
        if self._column <= len(self._values):
            self._values[self._column - 1] = value
        else:
            self._values += [None] * (self._column - 1 - len(self._values))
            self._values.append(value)


def _column(place: str) -> int:
    match = _PLACE.fullmatch(place)
    if match is None:
        raise ValueError("no cell")
    return column_number(match[1])


def _is_hidden(attributes: dict[str, str], size: str) -> bool:
    """Return whether a row or column is not shown: hidden, filtered out, or without any height or width."""
    return attributes.get("hidden", "") in ("1", "true") or attributes.get(size, "").strip("0.") == "" != (
        attributes.get(size, "")
    )


def _whole(text: str, default: int) -> int:
    """Return a number as the file writes it; what is too long to be one is greater than any that may be there."""
    plain = text.strip()
    if not plain:
        return default
    if not (plain.isascii() and plain.isdigit()):
        raise ValueError("no whole number")
    return int(plain) if len(plain) < 12 else 10**12


@contextlib.contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise refusal(path, "ファイルがありません。場所と名前を確かめてください") from error
    except PermissionError as error:
        what = "読めません。Excelで開いていれば閉じ、ファイルの権限を確かめてください"
        raise refusal(path, what) from error
    except NoSheetError as error:
        what = "見えるシートがありません。会社の表があるシートを再表示してください"
        raise refusal(path, what) from error
    except ForeignFileError as error:
        what = f"{error.what}です。Excelで開いて「Excel ブック（.xlsx）」で保存し直してください"
        raise refusal(path, what) from error
    except _DAMAGE as error:
        what = "Excelの表として読めません。Excelで開いて「Excel ブック（.xlsx）」で保存し直してください"
        raise refusal(path, what) from error
