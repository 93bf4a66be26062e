"""What Excel shows in a table is what is read: merged, hidden and escaped cells, errors, formats, hostile parts."""

from __future__ import annotations

import datetime
import re
import struct
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import generator.batch.table.sheet as sheet_limits
import generator.batch.table.workbook as book_limits
from generator.batch.company import find_companies
from generator.batch.table.rowprofile import row_profile
from generator.batch.table.table import open_table
from generator.errors import ProfileError
from generator.profile import CompanyProfile

HEADER = ["フォルダー名", "名称", "代表者の氏名", "制定日"]
SHEET = "xl/worksheets/sheet1.xml"


def row(code: str = "a", name: str = "甲社", **other: Any) -> list[Any]:
    return [code, name, "代表 一", "2026-04-01", *other.values()]


def book(path: Path, *rows: list[Any], change: Callable[[Any], None] | None = None) -> Path:
    made = openpyxl.Workbook()
    page: Any = made.active
    page.title = "会社"
    for values in rows:
        page.append(values)
    if change is not None:
        change(page)
    made.save(path)
    return path


def rewritten(path: Path, part: str, change: Callable[[str], str]) -> Path:
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[part] = change(parts[part].decode()).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


def with_shared_texts(path: Path) -> Path:
    """Move the texts of the cells into the part that Excel keeps them in."""
    texts: list[str] = []

    def moved(match: re.Match[str]) -> str:
        texts.append(match[2])
        return f'<c r="{match[1]}" t="s"><v>{len(texts) - 1}</v></c>'

    pattern = r'<c r="(\w+)" t="inlineStr"><is>(.*?)</is></c>'
    rewritten(path, SHEET, lambda text: re.sub(pattern, moved, text))
    relation = '<Relationship Id="rIdT" Type="x/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
    rewritten(path, "xl/_rels/workbook.xml.rels", lambda text: text.replace("</Relationships>", relation))
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", f"<sst>{''.join(f'<si>{one}</si>' for one in texts)}</sst>")
    return path


def told(path: Path) -> dict[str, str]:
    """Return what is wrong with each company of a table by the first words of its place, or with the table."""
    found: dict[str, str] = {}
    try:
        head, rows = open_table(path)
        for one in rows:
            try:
                row_profile(head, one, None, "")
            except ProfileError as error:
                found |= {problem.where: problem.what for problem in error.problems}
    except ProfileError as error:
        found |= {problem.where: problem.what for problem in error.problems}
    return found


def read(path: Path) -> list[CompanyProfile]:
    head, rows = open_table(path)
    return [row_profile(head, one, None, "") for one in rows]


def test_a_value_merged_over_companies_is_that_of_each(tmp_path: Path) -> None:
    """Excel shows one value over the rows it is merged over: each of those companies has it, and no other."""

    def merge(page: Any) -> None:
        page.merge_cells("E2:E4")
        page.merge_cells("F3:F4")
        page.merge_cells("G2:G5")  # empty: it shows nothing

    rows = [row(c, f"{c}社", telework="はい" if c == "a" else "いいえ", length=16) for c in "abcd"]
    path = book(
        tmp_path / "t.xlsx",
        [*HEADER, "テレワーク", "パスワードの最小文字数", "代表電話番号"],
        *rows,
        change=merge,
    )
    rewritten(path, SHEET, lambda text: re.sub(r'<c r="F4"[^>]*/>', '<c r="F4"><v>12</v></c>', text))
    found = read(path)
    assert [one.options.telework.use for one in found] == [True, True, True, False]
    assert [one.numbers.password_min_length for one in found] == [16, 16, 16, 16]


def test_a_fault_merged_over_companies_is_that_of_each(tmp_path: Path) -> None:
    """What cannot be read is told for every company it stands over, names of folders included."""
    rows = [row("1", "甲社"), row(None, "乙社", phone=3)]  # type: ignore[arg-type]

    def merge(page: Any) -> None:
        page.merge_cells("A2:A3")
        page.merge_cells("C2:C3")
        page["C2"].value = "#N/A"

    path = book(tmp_path / "t.xlsx", [*HEADER, "代表電話番号"], *rows, change=merge)
    assert [place.split()[1] for place in told(path)] == ["C2", "C3", "E3"]
    assert all("同じフォルダー名" in company.problem for company in find_companies(path).read())


def test_cells_merged_over_several_fields_are_refused(tmp_path: Path) -> None:
    """Nobody can tell which field a value over two columns is meant for."""

    def merge(page: Any) -> None:
        page.merge_cells("E2:F2")
        page.merge_cells("E4:F5")
        page.merge_cells("A7:F9")

    rows = [row(c, f"{c}社", address="東京都", phone="03-0000-0000") for c in "abcd"]
    path = book(tmp_path / "t.xlsx", [*HEADER, "所在地", "代表電話番号"], *rows, change=merge)
    found = told(path)
    assert set(found) == {
        "シート「会社」 F2 「代表電話番号」（company.phone）",
        "シート「会社」 F4 「代表電話番号」（company.phone）",
        "シート「会社」 E5 「所在地」（company.address）",
        "シート「会社」 F5 「代表電話番号」（company.phone）",
    }
    assert all("結合" in what and ("E2:F2" in what or "E4:F5" in what) for what in found.values())


def test_merged_headings_and_remarks_do_no_harm(tmp_path: Path) -> None:
    """A heading over both rows of headings counts; merging in a column of remarks concerns nobody."""

    def merge(page: Any) -> None:
        page.merge_cells("A1:A2")
        page.merge_cells("E3:E4")

    paths = [None, "company.name", "company.representative.name", "documents.issued_on", "#"]
    path = book(
        tmp_path / "t.xlsx", [*HEADER, "#メモ"], paths, row(memo="済"), row("b", "乙社"), change=merge
    )
    assert told(path) == {}
    assert [company.folder for company in find_companies(path).read()] == ["a", "b"]


def test_hidden_rows_and_columns_are_refused(tmp_path: Path) -> None:
    """What is filtered out or hidden was seen by nobody: each such row and each such cell is told."""

    def hide(page: Any) -> None:
        page.row_dimensions[3].hidden = True
        page.column_dimensions["E"].hidden = True

    rows = [row(), row("a", "乙社"), row("c", "丙社", phone="03-0000-0000")]
    found = told(book(tmp_path / "t.xlsx", [*HEADER, "代表電話番号"], *rows, change=hide))
    assert "隠れている行です" in found.pop("シート「会社」 3行目")
    assert "隠れている列（E列）" in found.pop("シート「会社」 E4 「代表電話番号」（company.phone）")
    assert found == {}
    listed = list(find_companies(tmp_path / "t.xlsx").read())
    assert [company.problem for company in listed] == ["", "", ""]


@pytest.mark.parametrize(("old", "new"), [('<row r="2"', '<row ht="0" r="2"'), ("<sheetData>", "")])
def test_no_height_and_no_width_hide_too(tmp_path: Path, old: str, new: str) -> None:
    """A row without height and a column without width are as hidden as others."""
    path = book(tmp_path / "t.xlsx", HEADER, row())
    columns = '<cols><col min="2" max="2" width="0"/></cols><sheetData>'
    rewritten(path, SHEET, lambda text: text.replace(old, new or columns))
    assert any("隠れている" in what for what in told(path).values())


def test_a_hidden_row_of_headings_counts(tmp_path: Path) -> None:
    """The technical names below the titles are often hidden, and hurt nobody."""

    def hide(page: Any) -> None:
        page.row_dimensions[2].hidden = True

    paths = ["id", "company.name", "company.representative.name", "documents.issued_on"]
    assert len(read(book(tmp_path / "t.xlsx", ["符号", "名", "長", "日"], paths, row(), change=hide))) == 1


def test_hidden_sheets_are_passed_over(tmp_path: Path) -> None:
    """The first sheet that is shown counts; when none is, that is said."""

    def hide(page: Any) -> None:
        other = page.parent.create_sheet("見える")
        for values in (HEADER, row("b", "乙社")):
            other.append(values)
        page.sheet_state = "veryHidden"
        page.parent.active = 1

    path = book(tmp_path / "t.xlsx", HEADER, row(), change=hide)
    assert [profile.company.name for profile in read(path)] == ["乙社"]
    rewritten(path, "xl/workbook.xml", lambda text: text.replace('state="visible"', 'state="hidden"'))
    assert "見えるシートがありません" in told(path)[""]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("甲社_x000D_", "甲社"),
        ("乙_x005F_x0041_社", "乙_x0041_社"),
        ("_x0041_社", "A社"),
        ("_x0041_x0042_", "Ax0042_"),
        ("丙_x00e9_", "丙é"),
        ("𠮷_xD842__xDFB7_", "𠮷𠮷"),
        ("x000D_社", "x000D_社"),
        ("カ_x3099_", "ガ"),
    ],
)
@pytest.mark.parametrize("is_shared", [False, True])
def test_escapes_are_read_as_excel_shows_them(
    tmp_path: Path, written: str, shown: str, is_shared: bool
) -> None:
    """Characters that XML cannot hold are written as _xHHHH_, and an underscore before such a word as _x005F_."""
    path = book(tmp_path / "t.xlsx", HEADER, row(name=written))
    inline = rf'<c r="B2" t="inlineStr"><is><r><t>{written}</t></r><rPh><t>コウ</t></rPh></is></c>'
    rewritten(path, SHEET, lambda text: re.sub(r'<c r="B2".*?</c>', inline, text))
    if is_shared:
        with_shared_texts(path)
    assert [profile.company.name for profile in read(path)] == [shown]


@pytest.mark.parametrize(
    "written", ["甲_x0007_社", "甲_xD800_社", "甲_xFFFE_社", "甲_x200B_社", "甲_xE000_社"]
)
def test_escapes_of_what_no_document_holds_are_refused(tmp_path: Path, written: str) -> None:
    """A control character or half a character is told by its cell."""
    assert list(told(book(tmp_path / "t.xlsx", HEADER, row(name=written)))) == [
        "シート「会社」 B2 「名称」（company.name）"
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("#N/A", "数式のエラー（#N/A）"),
        ("#ref!", "数式のエラー（#REF!）"),
        ("＃ＤＩＶ／０！", "数式のエラー（#DIV/0!）"),
        ("#SPILL!", "数式のエラー"),
        ("Err:502", "数式のエラー"),
        ("########", "幅が足りない"),
        ("8.13E+10", "「E+」の形"),
        ("8E+10", "「E+」の形"),
        ("=A1&B1", "数式の文字"),
        ("甲\u200b社", "見えない文字"),
    ],
)
def test_error_texts_are_refused_in_both_kinds_of_table(tmp_path: Path, text: str, words: str) -> None:
    """What a spreadsheet shows in place of a value never becomes one."""
    table = tmp_path / "t.csv"
    table.write_text(f"{','.join(HEADER)}\na,{text},代表 一,2026-04-01\n", encoding="utf-8")
    assert words in told(table)["B2 「名称」（company.name）"]
    path = with_shared_texts(book(tmp_path / "t.xlsx", HEADER, row(name="仮")))
    kept = text.replace("&", "&amp;")
    rewritten(path, "xl/sharedStrings.xml", lambda old: old.replace("仮", kept).replace("&#20206;", kept))
    assert words in told(path)["シート「会社」 B2 「名称」（company.name）"]


def test_an_error_in_a_heading_is_told(tmp_path: Path) -> None:
    """A heading that has become an error is no remark, though it begins with the same sign."""
    path = book(tmp_path / "t.xlsx", [*HEADER, "#REF!", "#N/A"], row())
    assert set(told(path)) == {"シート「会社」 E1", "シート「会社」 F1"}


@pytest.mark.parametrize("value", ["#REF!", True, datetime.date(2026, 4, 1), "一\u200b"])
def test_a_folder_that_cannot_be_read_is_told(tmp_path: Path, value: Any) -> None:
    """No company goes to another folder in silence because its own could not be read."""
    assert list(told(book(tmp_path / "t.xlsx", HEADER, row(value)))) == [
        "シート「会社」 A2 「フォルダー名」（id）"
    ]


@pytest.mark.parametrize(
    "raw", ["1e999", "-1E999", "NaN", "INF", "1_0", "²", "１", "9" * 400, "0x10", "1e99999"]
)
@pytest.mark.parametrize("column", ["A", "B", "D", "E"])
def test_odd_numbers_are_told_by_their_cell(tmp_path: Path, raw: str, column: str) -> None:
    """A number beyond all bounds, in whatever column, is one cell's fault and ends nothing else."""
    path = book(tmp_path / "t.xlsx", [*HEADER, "働く人の数"], row(count=3), row("b", "乙社", count=3))
    cell = f'<c r="{column}2"><v>{raw}</v></c>'
    rewritten(path, SHEET, lambda text: re.sub(rf'<c r="{column}2".*?</c>', cell, text))
    assert [place.split()[1] for place in told(path)] == [f"{column}2"]
    assert len(list(find_companies(path).read())) == 2


@pytest.mark.parametrize(
    ("code", "raw", "day"),
    [
        (14, "46113", "2026-04-01"),
        (27, "46113", "2026-04-01"),
        (57, "46113", "2026-04-01"),
        ("[$-411]ggge年m月d日", "46113", "2026-04-01"),
        ('yyyy"年"m"月"d"日"', "46113", "2026-04-01"),
        ("General", "46113", ""),
        (14, "46113.5", ""),
        (14, "-5", ""),
        (14, "0.5", ""),
        (14, "60", ""),
        (14, "2958466", ""),
        (14, "1e30", ""),
        (";;;", "46113", ""),
    ],
)
def test_dates_are_those_that_excel_shows(tmp_path: Path, code: int | str, raw: str, day: str) -> None:
    """The number format makes a number a date, also with Japanese formats; what Excel cannot show is refused."""
    path = book(tmp_path / "t.xlsx", HEADER, row())
    style = "xl/styles.xml"
    number = code if isinstance(code, int) else 200
    formats = (
        ""
        if isinstance(code, int)
        else f'<numFmt numFmtId="200" formatCode="{code.replace(chr(34), "&quot;")}"/>'
    )

    def restyled(text: str) -> str:
        text = re.sub(r"<numFmts[^>]*?(/>|>.*?</numFmts>)", f"<numFmts>{formats}</numFmts>", text)
        return text.replace("</cellXfs>", f'<xf numFmtId="{number}"/></cellXfs>')

    rewritten(path, style, restyled)
    rewritten(
        path, SHEET, lambda text: re.sub(r'<c r="D2".*?</c>', f'<c r="D2" s="1"><v>{raw}</v></c>', text)
    )
    if day:
        assert read(path)[0].documents.issued_on.isoformat() == day
    else:
        assert [place.split()[1] for place in told(path)] == ["D2"]


def test_days_counted_from_1904(tmp_path: Path) -> None:
    """A workbook of Excel for Mac counts days from another start."""
    path = book(tmp_path / "t.xlsx", HEADER, [*row()[:3], datetime.date(2026, 4, 1)])
    rewritten(
        path,
        "xl/workbook.xml",
        lambda text: re.sub(r"<workbookPr[^>]*/>", '<workbookPr date1904="1"/>', text),
    )
    assert read(path)[0].documents.issued_on == datetime.date(2030, 4, 2)


def test_zeros_that_a_format_shows_are_kept(tmp_path: Path) -> None:
    """A number that Excel shows with leading zeros is read with them."""

    def pad(page: Any) -> None:
        page["A2"].number_format = "0000"
        page["E2"].number_format = "0000000000"

    path = book(tmp_path / "t.xlsx", [*HEADER, "代表電話番号"], row(7, phone=312345678), change=pad)  # type: ignore[arg-type]
    assert [company.folder for company in find_companies(path).read()] == ["0007"]
    assert read(path)[0].company.phone == "0312345678"


def test_a_cell_of_another_row_or_style_or_text_is_one_fault(tmp_path: Path) -> None:
    """Numbers of texts and styles that the workbook does not have are told by cell or passed over."""
    path = book(tmp_path / "t.xlsx", HEADER, row())
    rewritten(
        path, SHEET, lambda text: re.sub(r'<c r="B2".*?</c>', '<c r="B2" t="s" s="99"><v>999</v></c>', text)
    )
    assert list(told(path)) == ["シート「会社」 B2 「名称」（company.name）"]


DEEP = "<a>" * 100_000 + "</a>" * 100_000
HOSTILE = {
    "row number": lambda text: text.replace('<row r="2"', '<row r="100000000000"'),
    "longer row number": lambda text: text.replace('<row r="2"', f'<row r="{"9" * 5000}"'),
    "row number no digit": lambda text: text.replace('<row r="2"', '<row r="²"'),
    "rows out of order": lambda text: text.replace('<row r="2"', '<row r="1"'),
    "row zero": lambda text: text.replace('<row r="1"', '<row r="0"'),
    "column": lambda text: text.replace('r="B2"', 'r="XFE2"'),
    "far column": lambda text: text.replace('r="B2"', 'r="ZZZZZZZZZ2"'),
    "no column": lambda text: text.replace('r="B2"', 'r="2"'),
    "deep": lambda text: text.replace("</sheetData>", f"</sheetData>{DEEP}"),
    "deep in a cell": lambda text: text.replace("</row>", f'<c r="F1">{DEEP}</c></row>', 1),
    "long tag": lambda text: text.replace("<sheetData>", f"<a {'x' * 6_000_000}=''/><sheetData>"),
    "not well-formed": lambda text: text.replace("</row>", "", 1),
    "cut": lambda text: text[: len(text) // 2],
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_sheet_ends_at_once(tmp_path: Path, kind: str) -> None:
    """Whatever a sheet says of itself, it is refused in one sentence within the second."""
    path = rewritten(book(tmp_path / "t.xlsx", HEADER, row()), SHEET, HOSTILE[kind])
    began = time.perf_counter()
    assert list(told(path)) == [""]
    assert time.perf_counter() - began < 2


def test_what_a_sheet_says_of_its_size_is_not_believed(tmp_path: Path) -> None:
    """Declared dimensions and spans change nothing."""
    path = book(tmp_path / "t.xlsx", HEADER, row())

    def lie(text: str) -> str:
        text = re.sub(r'<dimension ref="[^"]*"/>', '<dimension ref="A1:XFD1048576"/>', text)
        return text.replace('<row r="2"', '<row spans="1:16384" r="2"')

    assert len(read(rewritten(path, SHEET, lie))) == 1


def test_rows_far_down_cost_nothing(tmp_path: Path) -> None:
    """A company in the last row that Excel has is read as quickly as one in the second."""
    path = book(tmp_path / "t.xlsx", HEADER, row())
    rewritten(
        path, SHEET, lambda text: text.replace('<row r="2"', '<row r="1048576"').replace('2"', '1048576"')
    )
    began = time.perf_counter()
    assert [one.number for one in open_table(path)[1]] == [1_048_576]
    assert time.perf_counter() - began < 2


def test_a_merge_over_everything_costs_nothing(tmp_path: Path) -> None:
    """Ranges are not spread out cell by cell."""
    merges = '<mergeCells><mergeCell ref="A2:XFD1048576"/></mergeCells>'
    path = book(tmp_path / "t.xlsx", HEADER, row(), row("b", "乙社"))
    rewritten(path, SHEET, lambda text: text.replace("</sheetData>", f"</sheetData>{merges}"))
    began = time.perf_counter()
    assert len(told(path)) == 3  # the second company is wholly covered, and so is none
    assert time.perf_counter() - began < 2


def test_counts_are_limited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cells without content and texts that nobody uses count as well."""
    path = with_shared_texts(book(tmp_path / "t.xlsx", HEADER, row()))
    monkeypatch.setattr(sheet_limits, "MAX_CELLS", 7)
    assert "セルが多すぎます" in told(path)[""]
    monkeypatch.setattr(sheet_limits, "MAX_CELLS", 8)
    assert told(path) == {}
    monkeypatch.setattr(book_limits, "MAX_TEXTS", 3)
    assert "読めません" in told(path)[""]


def test_one_long_text_is_one_fault(tmp_path: Path) -> None:
    """A text without end is not kept whole."""
    path = book(tmp_path / "t.xlsx", HEADER, row(name="長" * 32_000))
    inline = f'<c r="C2" t="inlineStr"><is><t>{"x" * 400_000}</t></is></c>'
    rewritten(path, SHEET, lambda text: re.sub(r'<c r="C2".*?</c>', inline, text))
    assert ["長すぎます" in what for what in told(path).values()] == [True, True]


def test_a_large_directory_of_an_archive_is_not_read(tmp_path: Path) -> None:
    """The list of members is refused by its length, in either form that zip knows."""
    path = book(tmp_path / "t.xlsx", HEADER, row())
    data = bytearray(path.read_bytes())
    end = data.rfind(b"PK\x05\x06")
    struct.pack_into("<L", data, end + 12, 50_000_000)
    path.write_bytes(data)
    assert "部品の多すぎる" in told(path)[""]
    wide = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, 1, 1, 1 << 40, 0)
    path.write_bytes(
        bytes(data[:end]) + wide + struct.pack("<4sLQL", b"PK\x06\x07", 0, end, 1) + bytes(data[end:])
    )
    assert "部品の多すぎる" in told(path)[""]


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ({"mimetype": "x", "content.xml": "<x/>"}, ".ods"),
        ({"word/document.xml": "<x/>"}, "Excel以外"),
        ({"_rels/.rels": "<Relationships/>"}, "読めません"),
        (
            {"_rels/.rels": '<R><Relationship Id="a" Type="x/officeDocument" Target="xl/workbook.bin"/></R>'},
            ".xlsb",
        ),
    ],
)
def test_other_archives_are_named(tmp_path: Path, parts: dict[str, str], words: str) -> None:
    """A file of another program is named, with the way out."""
    path = tmp_path / "t.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    assert words in told(path)[""]


def test_a_line_without_end_is_not_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A CSV file of one endless line is refused before it fills the memory."""
    monkeypatch.setattr("generator.batch.table.csv_file._MAX_LINE", 1000)
    path = tmp_path / "t.csv"
    path.write_text(f"{','.join(HEADER)}\n{'a' * 2000}\n", encoding="utf-8")
    assert "長すぎます" in told(path)["2行目"]
