"""The empty table to fill in: headings, explanations and drop-down lists, written from the model alone."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.batch.table.columns import CellKind, Column, all_columns, column_labels
from generator.batch.table.table import column_letters
from generator.errors import OutputError, Problem
from generator.files.atomic import write_new

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

SHEET = "会社"
_EXPLANATIONS = "説明"
_LISTS = "選択肢"
_LAST_ROW = 10_002
_REQUIRED = "（必須）"
_TRUTH = ("はい", "いいえ")
_COLOURS = ("DCE6F1", "E8EFE0", "F5E9DA", "EAE3F1")
_REQUIRED_COLOUR = "F8CBAD"
# Excel refuses longer ones (ECMA-376 part 1, 18.3.1.32: promptTitle 32, prompt 255 characters).
_MAX_PROMPT_TITLE, _MAX_PROMPT = 32, 255


def write_table_template(path: str | Path) -> Path:
    """Write the empty table of companies to a new file.

    Args:
        path: The file, .xlsx or .csv (UTF-8 with byte order mark, for Excel); must not exist.

    Raises:
        OutputError: The file exists (it is left alone), cannot be written, or has another suffix.
    """
    file = Path(path)
    suffix = file.suffix.lower()
    if suffix not in (".xlsx", ".csv"):
        raise OutputError(str(file), [Problem("", "表の名前は .xlsx か .csv で終えてください")])
    write_new(file, _workbook() if suffix == ".xlsx" else _csv())
    return file


def _ordered() -> list[Column]:
    """Return the columns, the folder's name and the required ones first."""
    columns = all_columns()
    return [columns[0], *sorted(columns[1:], key=lambda column: not column.required)]


def _title(column: Column) -> str:
    return column_labels()[column.dotted] + (_REQUIRED if column.required else "")


def _csv() -> bytes:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    columns = _ordered()
    writer.writerow([_title(column) for column in columns])
    writer.writerow([column.dotted for column in columns])
    return stream.getvalue().encode("utf-8-sig")


def _workbook() -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = SHEET
    explanations = book.create_sheet(_EXPLANATIONS)
    lists = book.create_sheet(_LISTS)
    lists.sheet_state = "hidden"
    columns = _ordered()
    _headings(sheet, columns)
    ranges = _choice_lists(lists, columns)
    for position, column in enumerate(columns):
        _validate(sheet, column, column_letters(position), ranges)
    _explain(explanations, columns)
    sheet.freeze_panes = "C3"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _headings(sheet: Worksheet, columns: list[Column]) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill

    groups = list(dict.fromkeys(column.titles[0] for column in columns))
    for position, column in enumerate(columns):
        letters = column_letters(position)
        colour = _COLOURS[groups.index(column.titles[0]) % len(_COLOURS)]
        title, path = sheet[f"{letters}1"], sheet[f"{letters}2"]
        title.value, path.value = _title(column), column.dotted
        title.font = Font(bold=True)
        title.fill = PatternFill("solid", fgColor=_REQUIRED_COLOUR if column.required else colour)
        title.alignment = Alignment(wrap_text=True, vertical="top")
        path.font = Font(size=8, color="666666")
        width = sheet.column_dimensions[letters]
        width.width = 22 if column.kind is CellKind.TEXT else 16
        # Text keeps leading zeros of telephone numbers; what is set for the column holds for its empty cells.
        width.number_format = (
            "yyyy-mm-dd"
            if column.kind is CellKind.DATE
            else "General"
            if column.kind is CellKind.NUMBER
            else "@"
        )
    sheet.row_dimensions[1].height = 45


def _choice_lists(lists: Worksheet, columns: list[Column]) -> dict[tuple[str, ...], str]:
    """Write each list of choices once, in a hidden sheet: lists inside a rule may have only 255 characters."""
    ranges: dict[tuple[str, ...], str] = {}
    for column in columns:
        labels = _labels(column)
        if labels and labels not in ranges:
            letters = column_letters(len(ranges))
            for number, label in enumerate(labels, start=1):
                lists[f"{letters}{number}"].value = label
            ranges[labels] = f"'{_LISTS}'!${letters}$1:${letters}${len(labels)}"
    return ranges


def _labels(column: Column) -> tuple[str, ...]:
    if column.kind is CellKind.TRUTH:
        return _TRUTH
    if column.kind is CellKind.CHOICE:
        return tuple(label or value for value, label in column.choices)
    return ()


def _validate(sheet: Worksheet, column: Column, letters: str, ranges: dict[tuple[str, ...], str]) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation

    labels = _labels(column)
    rule: Any
    if labels:
        rule = DataValidation(type="list", formula1=ranges[labels], allow_blank=True)
        rule.error = "一覧から選んでください"
        rule.errorTitle = _title(column)[:_MAX_PROMPT_TITLE]
        rule.showErrorMessage = True
    else:
        rule = DataValidation(allow_blank=True)
    rule.promptTitle = _title(column)[:_MAX_PROMPT_TITLE]
    rule.prompt = _prompt(column)[:_MAX_PROMPT]
    rule.showInputMessage = True
    rule.add(f"{letters}3:{letters}{_LAST_ROW}")
    sheet.add_data_validation(rule)


def _prompt(column: Column) -> str:
    several = _several(column)
    example = f"例: {column.example}" if column.example and not several else ""
    return "\n".join(part for part in (column.description, several, example) if part)


def _several(column: Column) -> str:
    if column.kind is not CellKind.CHOICES:
        return ""
    return "「、」で区切っていくつでも: " + "、".join(label or value for value, label in column.choices)


def _explain(sheet: Worksheet, columns: list[Column]) -> None:
    from openpyxl.styles import Alignment, Font

    sheet.append(["見出し", "項目", "必須", "説明", "選べる値", "例"])
    for column in columns:
        listed = _several(column) or "、".join(_labels(column))
        required = "必須" if column.required else ""
        sheet.append([_title(column), column.dotted, required, column.description, listed, column.example])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for letters, width in zip("ABCDEF", (34, 36, 8, 60, 60, 24), strict=True):
        sheet.column_dimensions[letters].width = width
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.number_format = "@"
    sheet.freeze_panes = "A2"
