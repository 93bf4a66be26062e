"""Rows of a CSV file in the encodings that Excel and other Japanese programs write."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from generator.batch.table.cells import SheetRow
from generator.batch.table.columns import MAX_COLUMNS
from generator.errors import Problem, ProfileError

MAX_BYTES = 2 * 1024 * 1024 * 1024
MAX_ROWS = 2_000_000
_BLOCK = 1024 * 1024
_MAX_LINE = 16 * 1024 * 1024
_MARK = "\ufeff"  # programs that add a byte order mark to a file that has one leave it in the first cell
_SAVE_AS = "Excelの［名前を付けて保存］で「CSV UTF-8（コンマ区切り）」を選んで保存し直してください"


def text_rows(path: Path) -> Iterator[SheetRow]:
    """Read the rows of a CSV file: UTF-8 with or without byte order mark, or Shift_JIS (cp932).

    Returns:
        The rows, numbered from 1 as Excel counts (a cell may hold line breaks); empty rows are left out.

    Raises:
        ProfileError: The file is missing, in another encoding, not a table, or beyond a limit. Iterating raises
            it too.
    """
    try:
        encoding = _encoding(path)
        delimiter = _delimiter(path, encoding)
    except OSError as error:
        raise _refusal(path, "", "ファイルを読めません。場所、名前、権限を確かめてください") from error
    return _rows(path, encoding, delimiter)


def _rows(path: Path, encoding: str, delimiter: str) -> Iterator[SheetRow]:
    number = 0
    try:
        with path.open(encoding=encoding, newline="") as stream:
            for number, row in enumerate(
                csv.reader(_lines(stream), delimiter=delimiter, strict=True), start=1
            ):
                if len(row) > MAX_COLUMNS and any(row[MAX_COLUMNS:]):
                    raise _refusal(path, f"{number}行目", f"列が多すぎます（上限 {MAX_COLUMNS:,}列）")
                if number > MAX_ROWS:
                    raise _refusal(path, "", f"行が多すぎます（上限 {MAX_ROWS:,}行）。分けて実行してください")
                if any(cell.strip() for cell in row):
                    yield SheetRow(number, tuple(cell.lstrip(_MARK) or None for cell in row[:MAX_COLUMNS]))
    except csv.Error as error:
        what = '引用符（"）が閉じていないか、1つのセルが長すぎます'
        raise _refusal(path, f"{number + 1}行目", what) from error
    except (OSError, UnicodeDecodeError) as error:
        raise _refusal(path, f"{number + 1}行目", "読めなくなりました。ファイルを確かめてください") from error


def _lines(stream: TextIO) -> Iterator[str]:
    """Yield the lines; one that is longer than a row can be is never held whole."""
    while line := stream.readline(_MAX_LINE):
        if len(line) == _MAX_LINE:
            raise csv.Error("a line without end")
        yield line


def _encoding(path: Path) -> str:
    """Read the whole file once, block by block, to find an encoding that fits all of it."""
    with path.open("rb") as stream:
        head = stream.read(200)
        if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\0" in head:
            raise _refusal(path, "", f"文字コードがUTF-16（Unicode）です。{_SAVE_AS}")
        if path.stat().st_size > MAX_BYTES:
            raise _refusal(path, "", f"ファイルが大きすぎます（上限 {MAX_BYTES // 1024**3} GB）")
    line = 0
    for encoding in ("utf-8-sig", "cp932"):
        bad = _misfit(path, encoding)
        if not bad:
            return encoding
        line = max(line, bad)
    raise _refusal(path, f"{line}行目", f"UTF-8ともShift_JISとも読めない文字があります。{_SAVE_AS}")


def _misfit(path: Path, encoding: str) -> int:
    """Return the line of the first character that the encoding does not have; 0 when all of the file fits."""
    decoder = codecs.getincrementaldecoder(encoding)()
    line, block = 1, b""
    try:
        with path.open("rb") as stream:
            while block := stream.read(_BLOCK):
                text = decoder.decode(block)
                if "\x00" in text:
                    return line + text[: text.index("\x00")].count("\n")
                line += text.count("\n")
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        return line + error.object[: error.start].count(b"\n")
    return 0


def _delimiter(path: Path, encoding: str) -> str:
    with path.open(encoding=encoding, newline="") as stream:
        line = stream.readline(_BLOCK)
    return max((",", "\t", ";"), key=line.count)


def _refusal(path: Path, where: str, what: str) -> ProfileError:
    return ProfileError(str(path), [Problem(where, what)])
