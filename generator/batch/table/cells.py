"""One cell of a table as the text that a profile file would hold."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

from generator.batch.table.columns import CellKind, Column
from generator.batch.table.errortexts import error_text, shortened_number
from generator.profile.model.characters import odd_words, tidy

MAX_TEXT = 10_000
MAX_ITEMS = 100
_ITEMS = re.compile(r"[、;；,，\n]+")
_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_EXCEL_TEXT = re.compile(r'="([^"]*)"')  # how text is kept from becoming a number in a CSV file
_LOST_ZERO = re.compile(r"[1-9]\d{8,9}")
_TRUE = frozenset({"はい", "true", "yes", "y", "1", "○", "◯", "〇", "有", "あり", "ある"})
_FALSE = frozenset({"いいえ", "false", "no", "n", "0", "×", "✕", "無", "なし", "ない"})
_AS_TEXT = "セルの表示形式を「文字列」にしてから入れ直してください"


@dataclass(frozen=True, slots=True)
class Fault:
    """A cell that cannot be read; `what` never repeats its content."""

    what: str


CellValue = str | bool | int | float | datetime.datetime | datetime.date | None | Fault


class Covered(NamedTuple):
    """What merging puts over a cell.

    Attributes:
        name: The merged range, as Excel names it.
        value: The value that Excel shows over all rows of the range; None where it is shown over several columns.
    """

    name: str
    value: CellValue


class SheetRow(NamedTuple):
    """One row of a table as its file holds it.

    Attributes:
        number: Its number from 1, as Excel shows it.
        values: The values of its cells.
        is_hidden: Whether it is not shown (hidden, or filtered out).
        hidden_columns: The positions of the columns that are not shown.
        covered: By position what merging puts over a cell, so that it holds nothing of its own.
    """

    number: int
    values: tuple[CellValue, ...]
    is_hidden: bool = False
    hidden_columns: frozenset[int] = frozenset()
    covered: Mapping[int, Covered] = MappingProxyType({})


def cell_text(column: Column, value: CellValue) -> str | list[str] | Fault | None:
    """Return what a profile file would say: text, a list of texts, None for an empty cell, or what is wrong.

    Whether the value itself is allowed is left to the model.
    """
    if value is None or isinstance(value, Fault):
        return value
    if isinstance(value, str):
        return _from_text(column, value)
    if isinstance(value, bool):
        return _from_truth(column, value)
    if isinstance(value, datetime.datetime | datetime.date):
        return _from_date(column, value)
    return _from_number(column, value)


def _from_text(column: Column, value: str) -> str | list[str] | Fault | None:
    text = tidy(value).strip()
    if not text:
        return None
    if len(text) > MAX_TEXT:
        return Fault(f"長すぎます（上限 {MAX_TEXT:,}文字）")
    if wrong := error_text(text) or odd_words(text):
        return Fault(wrong)
    if column.kind is CellKind.TEXT:
        return _plain_text(column, text)
    normal = unicodedata.normalize("NFKC", text).strip()
    if column.kind is CellKind.CHOICES:
        items = [item.strip() for item in _ITEMS.split(text) if item.strip()]
        if len(items) > MAX_ITEMS:
            return Fault(f"多すぎます（上限 {MAX_ITEMS}件）")
        return [_choice(column, item) for item in items]
    if column.kind is CellKind.CHOICE:
        return _choice(column, text)
    if column.kind is CellKind.TRUTH:
        lowered = normal.lower()
        return "true" if lowered in _TRUE else "false" if lowered in _FALSE else normal
    if column.kind is CellKind.DATE:
        return _date_text(normal)
    return normal.replace(",", "")


def _plain_text(column: Column, text: str) -> str | Fault:
    kept = _EXCEL_TEXT.fullmatch(text)
    text = kept[1] if kept else text
    if not kept and text.startswith(("=", "＝")):
        return Fault("数式の文字のままです。計算した結果の値を書いてください")
    if wrong := shortened_number(text):
        return Fault(wrong)
    if column.path[-1] == "phone" and _LOST_ZERO.fullmatch(text):
        return Fault("電話番号の先頭の0が失われているようです。0から書くか、- で区切ってください")
    return text


def _choice(column: Column, text: str) -> str:
    """Return the value of a choice that is given by its value or its Japanese label, else the text itself."""
    normal = unicodedata.normalize("NFKC", text).strip()
    for value, label in column.choices:
        if normal in (value, unicodedata.normalize("NFKC", label)):
            return value
    return normal


def _date_text(text: str) -> str:
    match = _DATE.fullmatch(text)
    return f"{match[1]}-{int(match[2]):02d}-{int(match[3]):02d}" if match else text


def _from_truth(column: Column, value: bool) -> str | Fault:
    if column.kind is CellKind.TRUTH:
        return "true" if value else "false"
    return Fault("TRUE・FALSEは書けない項目です。値を書き直してください")


def _from_date(column: Column, value: datetime.date) -> str | Fault:
    if column.kind is not CellKind.DATE:
        return Fault(f"日付に変わっています。{_AS_TEXT}")
    if isinstance(value, datetime.datetime):
        if value.time() != datetime.time():
            return Fault("時刻が付いています。日付だけにしてください")
        value = value.date()
    return value.isoformat()


def _from_number(column: Column, value: float) -> str | list[str] | Fault:
    if value != value or value in (float("inf"), float("-inf")):
        return Fault("数として読めません。値を書き直してください")
    text = str(int(value)) if value == int(value) else repr(value)
    if column.kind is CellKind.NUMBER or (column.kind is CellKind.TRUTH and text in ("0", "1")):
        return text
    if column.kind in (CellKind.CHOICE, CellKind.CHOICES):
        same = next((given for given, _ in column.choices if _is_number(given, value)), text)
        return [same] if column.kind is CellKind.CHOICES else same
    if column.kind is CellKind.DATE:
        return Fault("数値になっています。セルの表示形式を「日付」にするか、2026-04-01 の形で書いてください")
    return Fault(f"数値になっています。先頭の0などが失われているかもしれません。{_AS_TEXT}")


def _is_number(text: str, value: float) -> bool:
    try:
        return float(text) == value
    except ValueError:
        return False
