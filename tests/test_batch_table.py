"""Tables of companies: Excel and CSV in, profiles out; damage and malice are refused."""

from __future__ import annotations

import datetime
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import generator.batch.table.archive as archive_limits
import generator.batch.table.sheet as sheet_limits
from generator.batch.company import find_companies
from generator.batch.table.empty import write_table_template
from generator.batch.table.rowprofile import given_paths, parse_base, row_profile
from generator.batch.table.table import column_letters, open_table
from generator.errors import OutputError, ProfileError
from generator.profile import CompanyProfile

HEADER = ["名称", "代表者の氏名", "制定日"]
ROW: list[Any] = ["株式会社サンプル商店", "情報 太郎", "2026-04-01"]


def write_xlsx(path: Path, *rows: list[Any], sheet: str = "会社") -> Path:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.title = sheet
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def write_csv(path: Path, *rows: list[str], encoding: str = "utf-8") -> Path:
    path.write_bytes("".join(",".join(row) + "\r\n" for row in rows).encode(encoding))
    return path


def profiles(path: Path, base: str = "") -> list[CompanyProfile]:
    shared = parse_base(base.encode(), "base.yaml") if base else None
    head, rows = open_table(path, given=given_paths(shared) if shared else ())
    return [row_profile(head, row, shared, "base.yaml") for row in rows]


def refusal(path: Path, base: str = "") -> str:
    with pytest.raises(ProfileError) as caught:
        profiles(path, base)
    return str(caught.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_csv_is_read_in_every_encoding_that_excel_writes(tmp_path: Path, encoding: str) -> None:
    """UTF-8 with and without byte order mark and Shift_JIS with its extensions give the same company."""
    row = ["㈱髙島", *ROW[1:]]
    assert [
        p.company.name for p in profiles(write_csv(tmp_path / "c.csv", HEADER, row, encoding=encoding))
    ] == ["㈱髙島"]


def test_excel_and_csv_give_the_same_profile(tmp_path: Path) -> None:
    """The kind of file makes no difference to the profile."""
    header = [*HEADER, "働く人の数", "テレワークのテレワーク", "事務の委託先"]
    excel = write_xlsx(
        tmp_path / "c.xlsx", header, [*ROW[:2], datetime.date(2026, 4, 1), 12, "はい", "税理士"]
    )
    text = write_csv(
        tmp_path / "c.csv", header, ["株式会社サンプル商店", "情報 太郎", "2026/4/1", "12", "はい", "税理士"]
    )
    assert profiles(excel) == profiles(text)
    assert profiles(excel)[0].options.telework.use is True


def test_a_row_of_dotted_paths_goes_before_the_titles(tmp_path: Path) -> None:
    """The second row of our own table names the fields; the first one may be reworded."""
    path = write_xlsx(
        tmp_path / "c.xlsx",
        ["なまえ", "社長", "日"],
        ["company.name", "company.representative.name", "documents.issued_on"],
        ROW,
    )
    assert profiles(path)[0].company.name == "株式会社サンプル商店"


def test_empty_cells_leave_the_shared_values(tmp_path: Path) -> None:
    """Cells go over the shared profile one by one; tables come from it whole."""
    base = "company:\n  phone: 03-0000-0000\n  address:\ndocuments: {issued_on: 2026-05-01}\ntables:\n  sources:\n    - name: IPA\n"
    path = write_csv(
        tmp_path / "c.csv",
        ["名称", "代表者の氏名", "代表電話番号"],
        ["甲社", "情報 太郎", ""],
        ["乙社", "情報 次郎", "06-0000-0000"],
    )
    first, second = profiles(path, base)
    assert (first.company.phone, second.company.phone) == ("03-0000-0000", "06-0000-0000")
    assert second.documents.issued_on == datetime.date(2026, 5, 1)
    assert [source.name for source in first.tables.sources] == ["IPA"]


def test_a_cell_that_does_not_fit_is_told_by_sheet_cell_and_field(tmp_path: Path) -> None:
    """All of a row's problems come at once, each with its cell, and none repeats what is in it."""
    path = write_xlsx(
        tmp_path / "c.xlsx",
        [*HEADER, "働く人の数", "代表電話番号", "種別"],
        [*ROW, 40, "03-0000-0000", "会社"],
        ["乙社", "情報 次郎", "きのう", 123456789, 312345678, "秘密の値"],
    )
    with pytest.raises(ProfileError) as caught:
        profiles(path)
    told = {problem.where: problem.what for problem in caught.value.problems}
    assert "シート「会社」 E3 「代表電話番号」（company.phone）" in told
    assert "シート「会社」 D3 「働く人の数」（company.headcount）" in told
    assert "シート「会社」 C3 「制定日」（documents.issued_on）" in told
    assert "シート「会社」 F3 「種別」（company.kind）" in told
    text = str(caught.value)
    assert not any(value in text for value in ("きのう", "123456789", "312345678", "秘密の値"))


def test_a_fault_of_the_shared_profile_is_told_there(tmp_path: Path) -> None:
    """What no cell is to blame for is looked for in the shared profile, by its line."""
    path = write_csv(tmp_path / "c.csv", HEADER, ROW)
    assert "base.yaml 2行目 numbers.password_min_length" in refusal(
        path, "numbers:\n  password_min_length: 3\n"
    )
    assert "base.yaml 1行目 nummers" in refusal(path, "nummers: 1\n")


def test_a_missing_cell_is_told_by_its_place(tmp_path: Path) -> None:
    """An empty cell of a required column is named as if it were written."""
    assert "B2 「代表者の氏名」（company.representative.name）" in refusal(
        write_csv(tmp_path / "c.csv", HEADER, ["甲社", "", "2026-04-01"])
    )


def test_missing_and_wrong_headings_are_told_before_any_row(tmp_path: Path) -> None:
    """Required columns may be missing only when the shared profile has their values."""
    path = write_csv(tmp_path / "c.csv", ["名称", "代表者の氏名"], ["甲社", "情報 太郎"])
    assert "「制定日」の列がありません" in refusal(path)
    assert profiles(path, "documents: {issued_on: 2026-04-01}\n")
    assert "シート「会社」 B1: 不明な見出しです" in refusal(
        write_xlsx(tmp_path / "c.xlsx", ["名称", "しらない"])
    )


def test_a_value_below_no_heading_is_told(tmp_path: Path) -> None:
    """Nothing that was written is left out in silence."""
    assert "D2: 見出しのない列" in refusal(write_csv(tmp_path / "c.csv", HEADER, [*ROW, "余分"]))


def test_formulas_give_their_result_or_are_refused(tmp_path: Path) -> None:
    """A formula that Excel has computed is read; one without a result and one in error are told."""
    path = write_xlsx(tmp_path / "c.xlsx", HEADER, ROW, ["=A2", "情報 次郎", "2026-04-01"])
    assert "A3" in refusal(path)
    assert "計算結果のない数式" in refusal(path)
    _rewrite(path, "<f>A2</f><v></v>", "<f>A2</f><v>乙社</v>", also=("<f>A2</f><v/>", "<f>A2</f><v />"))
    _rewrite(path, 'r="A3"', 'r="A3" t="str"')
    assert [profile.company.name for profile in profiles(path)] == ["株式会社サンプル商店", "乙社"]


def test_rows_keep_the_numbers_that_excel_shows(tmp_path: Path) -> None:
    """Empty rows and cells with line breaks do not shift what messages say."""
    path = tmp_path / "c.csv"
    path.write_text(
        '名称,代表者の氏名,制定日,所在地\n\n甲社,情報 太郎,2026-04-01,"東京都\n千代田区"\n乙社,,2026-04-01,\n',
        encoding="utf-8",
    )
    assert "B4" in refusal(path)


def test_the_empty_table_can_be_filled_in_and_read(tmp_path: Path) -> None:
    """Both forms of the empty table have every column; required ones are marked, choices have lists."""
    path = write_table_template(tmp_path / "c.xlsx")
    book = openpyxl.load_workbook(path)
    page = book["会社"]
    titles = [cell.value for cell in page[1]]
    assert titles[1:4] == ["名称（必須）", "代表者の氏名（必須）", "制定日（必須）"]
    for letter, value in zip("BCD", ROW, strict=True):
        page[f"{letter}3"] = value
    kind = titles.index("種別")
    page.cell(3, kind + 1).value = "医院・診療所"
    rules = {str(rule.sqref).split(":")[0]: rule for rule in page.data_validations.dataValidation}
    rule = rules[f"{column_letters(kind)}3"]
    source = book[rule.formula1.split("'")[1]]
    assert [cell[0].value for cell in source[rule.formula1.split("!")[1].replace("$", "")]] == [
        "会社",
        "個人事業主",
        "協会・団体",
        "医院・診療所",
    ]
    assert all(len(item.prompt or "") <= 255 and len(item.promptTitle or "") <= 32 for item in rules.values())
    book.save(path)
    assert profiles(path)[0].company.kind == "clinic"
    text = write_table_template(tmp_path / "c.csv")
    assert text.read_bytes().startswith(b"\xef\xbb\xbf")
    assert len(text.read_text(encoding="utf-8-sig").splitlines()[1].split(",")) == len(titles)
    with pytest.raises(OutputError):
        write_table_template(path)
    with pytest.raises(OutputError):
        write_table_template(tmp_path / "c.ods")


def test_companies_get_folders_of_their_own(tmp_path: Path) -> None:
    """The column id names the folder, else the company; two that would share one are both refused."""
    path = write_csv(
        tmp_path / "c.csv",
        ["id", *HEADER],
        ["0007", "甲社", *ROW[1:]],
        ["", "乙/社:", *ROW[1:]],
        ["", "Ａ社", *ROW[1:]],
        ["a社", "丙社", *ROW[1:]],
        ["", "長" * 100, *ROW[1:]],
        ["..", "丁社", *ROW[1:]],
    )
    found = list(find_companies(path).read())
    assert [company.folder for company in found][:3] == ["0007", "乙／社：", "Ａ社"]
    assert [bool(company.problem) for company in found] == [False, False, True, True, False, True]
    assert len(found[4].folder.encode()) <= 120
    assert found[4].folder == list(find_companies(path).read())[4].folder


def test_a_folder_of_profiles_is_listed_by_name(tmp_path: Path) -> None:
    """Hidden files and others are left alone; one stem with two suffixes is refused."""
    for name in ("b.yaml", "a.yml", "c.json", "c.yaml", ".d.yaml", "~e.yaml", "note.txt"):
        (tmp_path / name).write_text("", encoding="utf-8")
    found = list(find_companies(tmp_path).read())
    assert [(company.name, bool(company.problem)) for company in found] == [
        ("a", False), ("b", False), ("c", True), ("c", True),
    ]  # fmt: skip
    (tmp_path / "empty").mkdir()
    with pytest.raises(ProfileError, match="プロファイル"):
        find_companies(tmp_path / "empty")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "表が空です"),
        (b"\xd0\xcf\x11\xe0rest", "古い形式"),
        (b"PK\x03\x04broken", "Excelの表として読めません"),
        ("名称,代表者".encode("utf-16"), "UTF-16"),
        ("id,name".encode("utf-16-le"), "UTF-16"),
        ("名称,代表者\n甲社,\n".encode() + b"\xff\xfe", "3行目: UTF-8ともShift_JISとも"),
        (b"\x81\x20\xff\xff", "UTF-8ともShift_JISとも"),
        ('名称,代表者の氏名,制定日\n"甲社,a,b\n'.encode(), "引用符"),
        (("名称," * 1001 + "氏名\n").encode(), "列が多すぎます"),
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused(tmp_path: Path, content: bytes, words: str) -> None:
    """Each kind of wrong file gets a sentence that says what to do."""
    path = tmp_path / "c.csv"
    path.write_bytes(content)
    assert words in refusal(path)


def test_two_byte_order_marks_are_passed_over(tmp_path: Path) -> None:
    """A program that adds a mark to a file that has one leaves it unseen in the first heading."""
    path = tmp_path / "c.csv"
    path.write_bytes(b"\xef\xbb\xbf" * 2 + "名称,代表者の氏名,制定日\n甲社,情報 太郎,2026-04-01\n".encode())
    assert open_table(path)[0].paths[0] == "company.name"


def test_a_title_above_the_headings_is_told(tmp_path: Path) -> None:
    """The first row must hold the headings; the message says so once, however many cells it has."""
    path = write_csv(tmp_path / "c.csv", ["会社の一覧表", "2026年"], HEADER, ROW)
    assert "1行目: 見出しの行ではありません" in refusal(path)


def test_a_profile_in_place_of_a_table_is_told(tmp_path: Path) -> None:
    """The message names the command for one company, and what batch takes."""
    path = tmp_path / "a.yaml"
    path.write_text("company: 1\n", encoding="utf-8")
    assert "policygen generate" in refusal(path)


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    """The message names the file."""
    assert "c.xlsx" in refusal(tmp_path / "c.xlsx")


def test_hostile_workbooks_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Bombs, entities and too many rows are stopped before they cost memory."""
    path = write_xlsx(tmp_path / "c.xlsx", HEADER, ROW, ROW)
    bomb = write_xlsx(tmp_path / "bomb.xlsx", HEADER, ROW)
    _add(bomb, "xl/media/a.bin", bytes(20 * 1024 * 1024))
    assert "中身が大きすぎます" in refusal(bomb)
    entities = write_xlsx(tmp_path / "e.xlsx", HEADER, ROW)
    _rewrite(entities, "<worksheet", '<!DOCTYPE a [<!ENTITY b "c">]><worksheet')
    assert "安全に読めない" in refusal(entities)
    wide = write_xlsx(tmp_path / "w.xlsx", HEADER, ROW)
    _add(wide, "xl/x.xml", "<a/>".encode("utf-16"))
    assert "安全に読めない" in refusal(wide)
    monkeypatch.setattr(sheet_limits, "MAX_ROWS", 2)
    assert "行が多すぎます" in refusal(path)
    _add(path, "xl/texts.xml", b"<sst>" + b"a" * 100)
    monkeypatch.setattr(archive_limits, "MAX_SHARED_BYTES", 10)
    assert "文字が多すぎます" in refusal(path)


def _add(path: Path, name: str, data: bytes) -> None:
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)


def _rewrite(path: Path, old: str, new: str, also: tuple[str, ...] = ()) -> None:
    """Replace text in the first sheet of a workbook."""
    name = "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(path) as archive:
        parts = {member: archive.read(member) for member in archive.namelist()}
    text = parts[name].decode()
    found = next(word for word in (old, *also) if word in text)
    parts[name] = text.replace(found, new).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, data in parts.items():
            archive.writestr(member, data)
