"""Rows of an Excel file, read one after the other, with limits that no file can get past."""

from __future__ import annotations

import codecs
import contextlib
import datetime
import itertools
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.batch.table.cells import CellValue, Fault
from generator.batch.table.columns import MAX_COLUMNS
from generator.errors import Problem, ProfileError

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

MAX_ROWS = 100_000
MAX_BYTES = 100 * 1024 * 1024
MAX_MEMBERS = 2_000
MAX_MEMBER_BYTES = 1024 * 1024 * 1024
MAX_RATIO = 300
# Texts that occur anywhere in the file are held in memory while it is read, so they get a limit of their own.
MAX_SHARED_BYTES = 64 * 1024 * 1024
_SMALL = 1024 * 1024
_HEAD_BYTES = 4096
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, b"<\x00", b"\x00<")
# Declaration, comments and white space, then the root element: no place for entities.
_PLAIN_START = re.compile(rb"(<\?.*?\?>|<!--.*?-->|\s)*<[^!?]", re.DOTALL)
_SHARED_TEXTS = re.compile(rb"<(\w+:)?sst[\s>]")
_AS_CSV = "CSV（UTF-8）で保存し直すと、件数の上限なく読めます"
# What the zip, XML and workbook readers raise on damaged files.
_DAMAGE = (
    OSError,
    ValueError,
    KeyError,
    IndexError,
    TypeError,
    AttributeError,
    SyntaxError,
    EOFError,
    NotImplementedError,
    OverflowError,
    AssertionError,
    zipfile.BadZipFile,
    zlib.error,
)


def sheet_rows(path: Path) -> tuple[str, Iterator[tuple[int, tuple[CellValue, ...]]]]:
    """Open the first visible sheet of a workbook.

    Returns:
        The sheet's name and its rows: number from 1 as Excel shows it, and values; empty rows are left out.

    Raises:
        ProfileError: The file is no workbook, damaged, protected by a password, or beyond a limit. Iterating
            raises it too.
    """
    with _told(path):
        check_archive(path)
        book = _open(path, data_only=False)
        name = next(sheet.title for sheet in book.worksheets if sheet.sheet_state == "visible")
    return name, _rows(path, book, name)


def check_archive(path: Path) -> None:
    """Refuse what could exhaust the memory or is no plain archive of XML parts.

    Raises:
        ProfileError: The file is beyond a limit or declares XML entities.
    """
    if path.stat().st_size > MAX_BYTES:
        raise _refusal(path, f"ファイルが大きすぎます（上限 {MAX_BYTES // 1024 // 1024} MB）。{_AS_CSV}")
    with zipfile.ZipFile(path) as archive:
        members = archive.infolist()
        if len(members) > MAX_MEMBERS:
            raise _refusal(path, "部品の多すぎるExcelファイルです。表だけを新しいブックに貼り付けてください")
        for member in members:
            _check_member(path, archive, member)


def _check_member(path: Path, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    size = member.file_size
    if member.flag_bits & 1:
        raise _refusal(path, "暗号化されています。パスワードを外して保存し直してください")
    swollen = size > _SMALL and size > MAX_RATIO * max(member.compress_size, 1)
    if size > MAX_MEMBER_BYTES or swollen:
        raise _refusal(path, f"中身が大きすぎます。表だけを新しいブックに貼り付けるか、{_AS_CSV}")
    with archive.open(member) as stream:
        head = stream.read(_HEAD_BYTES).removeprefix(codecs.BOM_UTF8).lstrip()
    if head.startswith(_WIDE) or (head.startswith(b"<") and not _PLAIN_START.match(head)):
        raise _refusal(path, "安全に読めないXMLが入っています。表だけを新しいブックに貼り付けてください")
    if _SHARED_TEXTS.search(head) and size > MAX_SHARED_BYTES:
        raise _refusal(path, f"文字が多すぎます。{_AS_CSV}")


def _open(path: Path, *, data_only: bool) -> Workbook:
    import openpyxl

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(path, read_only=True, data_only=data_only, keep_links=False)


def _rows(path: Path, book: Workbook, name: str) -> Iterator[tuple[int, tuple[CellValue, ...]]]:
    """Yield the rows; a second reader of computed values joins in where the first formula stands."""
    with _told(path), contextlib.ExitStack() as stack:
        stack.callback(book.close)
        computed: Iterator[tuple[Any, ...]] | None = None
        written = 0
        for number, cells in enumerate(_cells(book, name), start=1):
            if len(cells) > MAX_COLUMNS and any(cell.value is not None for cell in cells[MAX_COLUMNS:]):
                raise _refusal(path, f"{number}行目: 列が多すぎます（上限 {MAX_COLUMNS:,}列）")
            cells = cells[:MAX_COLUMNS]
            has_formula = any(cell.data_type == "f" for cell in cells)
            if has_formula and computed is None:
                values = _open(path, data_only=True)
                stack.callback(values.close)
                computed = itertools.islice(_cells(values, name), number - 1, None)
            results: tuple[Any, ...] = next(computed, ()) if computed is not None else ()
            if all(cell.value is None for cell in cells):
                continue
            written += 1
            if written > MAX_ROWS:
                raise _refusal(path, f"行が多すぎます（上限 {MAX_ROWS:,}行）。{_AS_CSV}")
            yield number, tuple(_value(cell, _at(results, place)) for place, cell in enumerate(cells))


def _cells(book: Workbook, name: str) -> Iterator[tuple[Any, ...]]:
    sheet: Any = book[name]
    sheet.reset_dimensions()  # what a file says of its own size is not to be trusted
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield from sheet.iter_rows()


def _at(cells: tuple[Any, ...], place: int) -> Any:  # noqa: ANN401
    return cells[place] if place < len(cells) else None


def _value(cell: Any, computed: Any) -> CellValue:  # noqa: ANN401
    if cell.data_type == "f":
        if computed is None or computed.value is None:
            return Fault("計算結果のない数式です。Excelで開いて保存し直すか、値として貼り付けてください")
        return _value(computed, None)
    value = cell.value
    if cell.data_type == "e":
        return Fault("数式がエラーになっています。値を書き直してください")
    if value is None or isinstance(value, str | bool | int | float | datetime.datetime | datetime.date):
        return value
    return Fault("読めない種類の値です（時刻など）。文字で書き直してください")


@contextlib.contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise _refusal(path, "ファイルがありません。場所と名前を確かめてください") from error
    except PermissionError as error:
        what = "読めません。Excelで開いていれば閉じ、ファイルの権限を確かめてください"
        raise _refusal(path, what) from error
    except (StopIteration, *_DAMAGE) as error:
        what = "Excelの表として読めません。Excelで開いて「Excel ブック（.xlsx）」で保存し直してください"
        raise _refusal(path, what) from error


def _refusal(path: Path, what: str) -> ProfileError:
    return ProfileError(str(path), [Problem("", what)])
