"""A table of companies: its headings, then one company a row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.batch.table.cells import CellValue, Fault, cell_text
from generator.batch.table.columns import (
    FOLDER,
    REMARK,
    find_column,
    is_path_row,
    missing_columns,
    resolve_header,
)
from generator.errors import Problem, ProfileError
from generator.files.plain import SPECIAL_FILE, SpecialFileError, read_plain

_ARCHIVE = b"PK\x03\x04"
_PROFILES = (".yaml", ".yml", ".json")
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True, slots=True)
class TableHead:
    """What is known of a table before its rows.

    Attributes:
        source: The file, for messages.
        sheet: The name of the sheet; empty for CSV.
        paths: The dotted path of each column; `#` for a remark, empty where there is no heading.
    """

    source: str
    sheet: str
    paths: tuple[str, ...]

    def cell(self, row: int, position: int) -> str:
        """Name a cell as Excel does: `シート「会社」 C5`."""
        place = f"{column_letters(position)}{row}"
        return f"シート「{self.sheet}」 {place}" if self.sheet else place

    def row(self, row: int) -> str:
        """Name a row."""
        return f"シート「{self.sheet}」 {row}行目" if self.sheet else f"{row}行目"


@dataclass(frozen=True, slots=True)
class CompanyRow:
    """One row with a company: its number and the position and value of each cell that is not empty."""

    number: int
    cells: tuple[tuple[int, CellValue], ...]


def open_table(path: Path, *, given: Sequence[str] = ()) -> tuple[TableHead, Iterator[CompanyRow]]:
    """Read the headings of a table of companies.

    The first row holds titles or dotted paths; a second row with nothing but dotted paths goes before the first.

    Args:
        path: An Excel workbook or a CSV file.
        given: The dotted paths that every company gets from the shared profile.

    Returns:
        The headings, and the rows as they are read.

    Raises:
        ProfileError: The file cannot be read, or a heading is unknown, ambiguous, twice there or missing; lists
            all.
    """
    sheet, rows = _open(path)
    first = next(rows, None)
    if first is None:
        raise ProfileError(
            str(path), [Problem("", "表が空です。「policygen batch --template-table」で空の表を作れます")]
        )
    second = next(rows, None)
    number, header = first[0], _words(first[1])
    pending = second
    if second is not None and is_path_row(_words(second[1])):
        number, header, pending = second[0], _words(second[1]), None
    paths, problems = resolve_header(header)
    head = TableHead(str(path), sheet, paths)
    if not any(path not in ("", REMARK) for path in paths):
        what = (
            "見出しの行ではありません。1行目に見出し（「名称」「代表者の氏名」など）を書いてください。"
            "「policygen batch --template-table」で空の表を作れます"
        )
        raise ProfileError(str(path), [Problem(head.row(number), what)])
    wrong = [Problem(head.cell(number, position), what) for position, what in problems]
    if not problems:
        wrong = missing_columns(paths, given=given)
    if wrong:
        raise ProfileError(str(path), wrong)
    return head, _company_rows(head, rows, pending)


def column_letters(position: int) -> str:
    """Return the letters of a column, counted from 0: A, B, … Z, AA."""
    letters = ""
    number = position + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def row_names(head: TableHead, row: CompanyRow) -> tuple[str, str]:
    """Return what the row says its folder and its company are called; empty where it says nothing."""
    found = {"": ""}
    for position, value in row.cells:
        path = head.paths[position] if position < len(head.paths) else ""
        if path == FOLDER and isinstance(value, int | float) and not isinstance(value, bool):
            found[path] = str(int(value)) if value == int(value) else str(value)
        elif path in (FOLDER, "company.name"):
            text = cell_text(find_column(path), value)
            found[path] = text if isinstance(text, str) else ""
    return found.get(FOLDER, ""), found.get("company.name", "")


def _open(path: Path) -> tuple[str, Iterator[tuple[int, tuple[CellValue, ...]]]]:
    try:
        magic = read_plain(path, 4)
    except SpecialFileError as error:
        raise ProfileError(str(path), [Problem("", SPECIAL_FILE)]) from error
    except FileNotFoundError as error:
        what = "ファイルがありません。場所と名前を確かめてください"
        raise ProfileError(str(path), [Problem("", what)]) from error
    except (OSError, ValueError) as error:
        what = "ファイルを読めません。場所、名前、権限を確かめてください"
        raise ProfileError(str(path), [Problem("", what)]) from error
    if path.suffix.lower() in _PROFILES:
        what = (
            "表ではなくプロファイルです。1社なら「policygen generate」を使ってください。"
            "多くの会社なら、プロファイルを入れたフォルダーか、表（.xlsx、.csv）を指定してください"
        )
        raise ProfileError(str(path), [Problem("", what)])
    if magic == _OLD_OFFICE:
        what = "古い形式（.xls）か、パスワードの付いたExcelファイルです。パスワードを外し、.xlsx で保存し直してください"
        raise ProfileError(str(path), [Problem("", what)])
    if magic == _ARCHIVE:
        from generator.batch.table.sheet import sheet_rows

        return sheet_rows(path)
    from generator.batch.table.csv_file import text_rows

    return "", text_rows(path)


def _words(values: Sequence[CellValue]) -> list[str]:
    return ["" if value is None or isinstance(value, Fault) else str(value).strip() for value in values]


def _company_rows(
    head: TableHead,
    rows: Iterator[tuple[int, tuple[CellValue, ...]]],
    pending: tuple[int, tuple[CellValue, ...]] | None,
) -> Iterator[CompanyRow]:
    if pending is not None:
        yield from _company_row(head, *pending)
    for number, values in rows:
        yield from _company_row(head, number, values)


def _company_row(head: TableHead, number: int, values: Sequence[CellValue]) -> Iterator[CompanyRow]:
    """Yield the row unless all that is in it are remarks; a value below no heading is a fault of the row."""
    cells = tuple(
        (position, value)
        for position, value in enumerate(values)
        if value is not None
        and not (isinstance(value, str) and not value.strip())
        and (position >= len(head.paths) or head.paths[position] != REMARK)
    )
    if cells:
        yield CompanyRow(number, cells)
