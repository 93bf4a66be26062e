"""One cell of a workbook as Excel shows it: its text, number or date, or why it has none."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum

from generator.batch.table.cells import MAX_TEXT, CellValue, Fault
from generator.batch.table.errortexts import error_text

_NUMBER = re.compile(r"[+-]?[0-9]{1,40}(\.[0-9]{0,40})?([eE][+-]?[0-9]{1,4})?", re.ASCII)
_INDEX = re.compile(r"[0-9]{1,8}", re.ASCII)
# ECMA-376 part 1, 22.9.2.19: characters that XML cannot hold, and the underscore that would look like one.
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_ALONE = re.compile("[\ud800-\udfff]")
_LAST_DAY = 2_958_466  # 10000-01-01, which Excel does not know any more
_LEAP_DAY = 60  # 1900-02-29, which never was
# Formats that have a number only: dates, in Japanese files also 27 to 36 and 50 to 58 (18.8.30).
_BUILT_IN_DATES = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_QUOTED = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_GENERAL = re.compile(r"general|g/標準|e[+-]", re.IGNORECASE)
_DATE_LETTERS = re.compile("[ymdhse]", re.IGNORECASE)

_BROKEN = Fault("壊れた値です。値を書き直してください")
_NO_RESULT = Fault("計算結果のない数式です。Excelで開いて保存し直すか、値として貼り付けてください")
_IN_ERROR = Fault("数式がエラーになっています。値を書き直してください")
_NO_DATE = Fault("日付にならない数です（Excelでは #### と表示されます）。値を書き直してください")
_TIME = Fault("読めない種類の値です（時刻など）。文字で書き直してください")
_UNSEEN = Fault("表示形式（;;;）で見えなくなっています。表示形式を「文字列」にして、値を書き直してください")
_NOT_FINITE = Fault("数として読めません。値を書き直してください")


class Shown(Enum):
    """What a number format does to a number."""

    PLAIN = "plain"
    DATE = "date"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Format:
    """A number format.

    Attributes:
        shown: What it does to a number.
        digits: How many digits it fills up with zeros; 0 for none.
        hides_text: Whether it shows no text either.
    """

    shown: Shown = Shown.PLAIN
    digits: int = 0
    hides_text: bool = False


PLAIN = Format()


@dataclass(frozen=True, slots=True)
class Book:
    """What the cells of a workbook share.

    Attributes:
        texts: The texts that cells name by number.
        formats: The number format of each style.
        from_1904: Whether days are counted from 1904, as Excel for Mac did.
    """

    texts: Sequence[str] = ()
    formats: Sequence[Format] = field(default_factory=tuple)
    from_1904: bool = False

    def format(self, style: str) -> Format:
        """Return the number format of a style."""
        number = int(style) if _INDEX.fullmatch(style) else 0
        return self.formats[number] if number < len(self.formats) else PLAIN


def read_format(number: int, code: str) -> Format:
    """Return what a number format does.

    Args:
        number: Its number; formats that every workbook has are known by it.
        code: Its code; empty for those.
    """
    if not code:
        return Format(Shown.DATE) if number in _BUILT_IN_DATES else PLAIN
    plain = _QUOTED.sub("", code).strip()
    if plain in (";;;", ";;"):
        return Format(Shown.NOTHING, hides_text=plain == ";;;")
    first = _GENERAL.sub("", plain.split(";")[0])
    if _DATE_LETTERS.search(first) or re.match(r"\[(h+|m+|s+)\]", code, re.IGNORECASE):
        return Format(Shown.DATE)
    return Format(digits=len(code)) if re.fullmatch("0{2,30}", code) else PLAIN


def unescaped(text: str) -> str:
    """Return a text as Excel shows it: `_x000D_` is a character, `_x005F_` an underscore."""
    if "_x" not in text:
        return text
    shown = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
    return _PAIR.sub(lambda match: match[0].encode("utf-16-le", "surrogatepass").decode("utf-16-le"), shown)


def cell_value(book: Book, kind: str, style: str, raw: str | None, *, is_formula: bool) -> CellValue:
    """Return the value of a cell.

    Args:
        book: What the cells of the workbook share.
        kind: Its type as the file names it (18.18.11).
        style: The number of its style; may be empty.
        raw: What the file holds for its value; None when there is nothing.
        is_formula: Whether the value is what a formula came to.
    """
    if raw is None:
        return _NO_RESULT if is_formula else None
    if kind in ("str", "inlineStr"):
        return _text(book, style, raw)
    if not raw.strip():
        return _NO_RESULT if is_formula else None
    if kind == "s":
        number = int(raw) if _INDEX.fullmatch(raw.strip()) else len(book.texts)
        return _text(book, style, book.texts[number]) if number < len(book.texts) else _BROKEN
    if kind == "e":
        told = error_text(raw)
        return Fault(told) if told else _IN_ERROR
    if kind == "b":
        return {"1": True, "0": False, "true": True, "false": False}.get(raw.strip(), _BROKEN)
    if kind == "d":
        return _written_date(raw.strip())
    return _number(book, style, raw.strip()) if kind in ("n", "") else _BROKEN


def _text(book: Book, style: str, text: str) -> CellValue:
    shown = unescaped(text) if len(text) <= MAX_TEXT * 7 else text
    if _ALONE.search(shown):
        return _BROKEN
    if shown.strip() and book.format(style).hides_text:
        return _UNSEEN
    return shown or None


def _written_date(raw: str) -> CellValue:
    try:
        return datetime.datetime.fromisoformat(raw).replace(tzinfo=None)
    except ValueError:
        return _BROKEN


def _number(book: Book, style: str, raw: str) -> CellValue:
    if not _NUMBER.fullmatch(raw):
        return _BROKEN
    value = float(raw)
    if value - value != 0:
        return _NOT_FINITE
    shape = book.format(style)
    if shape.shown is Shown.NOTHING:
        return _UNSEEN
    if shape.shown is Shown.DATE:
        return _date(value, from_1904=book.from_1904)
    if shape.digits and value >= 0 and value == int(value):
        return str(int(value)).zfill(shape.digits)
    return int(raw) if raw.lstrip("+-").isdigit() else value


def _date(value: float, *, from_1904: bool) -> CellValue:
    days, part = divmod(value, 1)
    seconds = round(part * 86_400)
    if value < 0 or value >= _LAST_DAY or (not from_1904 and days == _LEAP_DAY):
        return _NO_DATE
    if days == 0 and not from_1904:
        return _TIME
    first = (
        datetime.datetime(1904, 1, 1) if from_1904 else datetime.datetime(1899, 12, 30 + (days < _LEAP_DAY))
    )
    try:
        return first + datetime.timedelta(days=days, seconds=seconds)
    except OverflowError:
        return _NO_DATE
