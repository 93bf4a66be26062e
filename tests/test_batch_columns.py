"""Headings of a table of companies, and what its cells may say."""

from __future__ import annotations

import datetime

import pytest

from generator.batch.table.cells import CellValue, Fault, cell_text
from generator.batch.table.columns import all_columns, column_labels, find_column, is_path_row, resolve_header


def test_every_column_is_found_by_its_path_and_by_its_japanese_name() -> None:
    """The name that messages and the empty table show leads back to the same field, and no other."""
    labels = column_labels()
    for column in all_columns():
        for heading in (column.dotted, labels[column.dotted], f"{labels[column.dotted]}（必須）"):
            assert resolve_header([heading]) == ((column.dotted,), []), heading


@pytest.mark.parametrize(
    ("heading", "dotted"),
    [
        ("company.name", "company.name"),
        ("会社の名称", "company.name"),
        ("会社・名称", "company.name"),
        ("会社 ＞ 名称", "company.name"),
        ("名称 *", "company.name"),
        ("情報セキュリティ責任者の氏名", "roles.officer.name"),
        ("役割/教育責任者/電話番号", "roles.education.phone"),
        ("対策の状態の多要素認証の状態", "measures.mfa.state"),
        ("フォルダー名", "id"),
        ("ID", "id"),
    ],
)
def test_titles_may_be_joined_as_people_do(heading: str, dotted: str) -> None:
    """Separators, width and the mark of required columns make no difference."""
    assert resolve_header([heading])[0] == (dotted,)


@pytest.mark.parametrize(
    ("header", "position", "words"),
    [
        (["氏名"], 0, "どの項目か決まりません"),
        (["会社名"], 0, "不明な見出しです"),
        (["company.nmae"], 0, "company.name"),
        (["tables.backup"], 0, "表の形の項目は列にできません"),
        (["roles.department_heads"], 0, "表の形の項目は列にできません"),
        (["名称", "company.name"], 1, "同じ項目の列がもう1つあります"),
    ],
)
def test_a_heading_that_names_no_single_field_is_told(header: list[str], position: int, words: str) -> None:
    """Unknown, ambiguous and doubled headings, and groups of rows, are refused with what to do."""
    problems = resolve_header(header)[1]
    assert [where for where, _ in problems] == [position]
    assert words in problems[0][1]


def test_remarks_are_not_read() -> None:
    """A heading that begins with # is the user's own."""
    assert resolve_header(["#メモ", "名称", ""]) == (("#", "company.name", ""), [])
    assert is_path_row(["#メモ", "company.name", ""])
    assert not is_path_row(["株式会社サンプル商店"])
    assert not is_path_row([])


@pytest.mark.parametrize(
    ("dotted", "value", "text"),
    [
        ("company.name", "  株式会社サンプル商店　", "株式会社サンプル商店"),
        ("company.phone", '="0300000000"', "0300000000"),
        ("company.phone", "110", "110"),
        ("company.kind", "医院・診療所", "clinic"),
        ("company.kind", "ＣＬＩＮＩＣ".lower(), "clinic"),
        ("company.headcount", "４０", "40"),
        ("company.headcount", "1,200", "1200"),
        ("company.headcount", 40.0, "40"),
        ("company.work_rules", True, "true"),
        ("company.work_rules", "いいえ", "false"),
        ("company.work_rules", "○", "true"),
        ("company.work_rules", 0, "0"),
        ("documents.issued_on", datetime.datetime(2026, 4, 1), "2026-04-01"),
        ("documents.issued_on", datetime.date(2026, 4, 1), "2026-04-01"),
        ("documents.issued_on", "2026/4/1", "2026-04-01"),
        ("documents.issued_on", "２０２６年４月１日", "2026-04-01"),
        ("documents.edition", 4.0, "4.0"),
        ("documents.numbering", "第1章 / 第1条", "articles"),
        ("options.my_number.outsourced_to", "tax_accountant、labour_consultant", ["tax_accountant", "labour_consultant"]),
        ("options.my_number.outsourced_to", " tax_accountant ; ", ["tax_accountant"]),
        ("company.name", None, None),
        ("company.name", " 　", None),
    ],
)  # fmt: skip
def test_a_cell_says_what_a_profile_file_would(dotted: str, value: CellValue, text: object) -> None:
    """Width, labels instead of values, dates and lists come out as a profile would have them."""
    assert cell_text(find_column(dotted), value) == text


@pytest.mark.parametrize(
    ("dotted", "value", "words"),
    [
        ("company.phone", 300000000, "先頭の0"),
        ("company.phone", "312345678", "先頭の0"),
        ("company.phone", "9012345678", "先頭の0"),
        ("documents.version", 1.1, "文字列"),
        ("company.name", True, "TRUE"),
        ("company.address", datetime.datetime(2026, 1, 2), "日付に変わって"),
        ("documents.issued_on", 46113, "数値になって"),
        ("documents.issued_on", datetime.datetime(2026, 4, 1, 9), "時刻"),
        ("company.headcount", float("nan"), "数として"),
        ("company.name", "あ" * 10_001, "長すぎます"),
        ("options.my_number.outsourced_to", "a、" * 101, "多すぎます"),
    ],
)
def test_what_a_spreadsheet_has_spoilt_is_said(dotted: str, value: CellValue, words: str) -> None:
    """A number where text belongs has lost its zeros; nothing is guessed, and the value is not repeated."""
    found = cell_text(find_column(dotted), value)
    assert isinstance(found, Fault)
    assert words in found.what
    assert str(value) not in found.what
