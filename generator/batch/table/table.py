"""A table of companies: its headings, then one company a row."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.batch.table.cells import CellValue, Fault, SheetRow, cell_text
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
    """One row with a company: its number and the position and value of each cell that is not empty.

    Attributes:
        number: Its number from 1, as Excel shows it.
        cells: The position and value of each cell that is not empty.
        is_hidden: Whether the row is not shown, so that nobody may have meant it.
    """

    number: int
    cells: tuple[tuple[int, CellValue], ...]
    is_hidden: bool = False


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
    heading, pending = [(first.number, value) for value in first.values], second
    if second is not None and is_path_row(_words(second.values)):
        heading, pending = _laid_over(heading, second), None
    paths, problems = resolve_header(_words([value for _, value in heading]))
    problems += [(place, value.what) for place, (_, value) in enumerate(heading) if isinstance(value, Fault)]
    head = TableHead(str(path), sheet, paths)
    if not any(path not in ("", REMARK) for path in paths):
        what = (
            "見出しの行ではありません。1行目に見出し（「名称」「代表者の氏名」など）を書いてください。"
            "「policygen batch --template-table」で空の表を作れます"
        )
        raise ProfileError(str(path), [Problem(head.row(heading[0][0]), what)])
    wrong = [Problem(head.cell(heading[position][0], position), what) for position, what in sorted(problems)]
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
            found[path] = str(int(value)) if math.isfinite(value) and value == int(value) else str(value)
        elif path in (FOLDER, "company.name"):
            text = cell_text(find_column(path), value)
            found[path] = text if isinstance(text, str) else ""
    return found.get(FOLDER, ""), found.get("company.name", "")


def _open(path: Path) -> tuple[str, Iterator[SheetRow]]:
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


def _laid_over(heading: list[tuple[int, CellValue]], row: SheetRow) -> list[tuple[int, CellValue]]:
    """Put a row of dotted paths over the row of titles; where it says nothing, a title that is known counts."""
    known = [*heading, *([(row.number, None)] * (len(row.values) - len(heading)))]
    words = _words(row.values)
    laid: list[tuple[int, CellValue]] = []
    for place, (number, title) in enumerate(known):
        is_silent = place >= len(words) or not words[place]
        if is_silent and resolve_header(_words([title]))[0][0]:
            laid.append((number, title))
        else:
            laid.append((row.number, row.values[place] if place < len(words) else None))
    return laid


def _words(values: Sequence[CellValue]) -> list[str]:
    return ["" if value is None or isinstance(value, Fault) else str(value).strip() for value in values]


def _company_rows(
    head: TableHead,
    rows: Iterator[SheetRow],
    pending: SheetRow | None,
) -> Iterator[CompanyRow]:
    if pending is not None:
        yield from _company_row(head, pending)
    for row in rows:
        yield from _company_row(head, row)


def _company_row(head: TableHead, row: SheetRow) -> Iterator[CompanyRow]:
    """Yield the row unless all that is in it are remarks; a value below no heading is a fault of the row.

    So are a cell that is hidden, as nobody sees what is in it, and one that merging over several columns covers, as
    nobody can tell which field the value is meant for. A value over several rows is that of each company.
    """
    cells = {
        position: value
        for position, value in enumerate(row.values)
        if value is not None
        and not (isinstance(value, str) and not value.strip())
        and (position >= len(head.paths) or head.paths[position] != REMARK)
    }
    if not cells:
        return
    for position, (name, value) in row.covered.items():
        if position < len(head.paths) and head.paths[position] not in ("", REMARK):
            what = f"横に結合したセル（{name}）の一部です。結合を解除して、この項目の値をこのセルに書いてください"
            cells[position] = value if value is not None else Fault(what)
    for position in cells:
        if position in row.hidden_columns:
            letters = column_letters(position)
            cells[position] = Fault(
                f"隠れている列（{letters}列）に値があります。列を表示して値を確かめるか、列を消してください"
            )
    yield CompanyRow(row.number, tuple(sorted(cells.items(), key=lambda cell: cell[0])), row.is_hidden)
