"""Documents whose record is lost go on from what they say of their own versions."""

from __future__ import annotations

import copy
import datetime
import shutil
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from generator import DocumentReport, generate
from generator.profile import CompanyProfile
from generator.profile.reading.loading import load_profile
from generator.record.manifest import STATE_FOLDER, DocumentRecord, load_manifest
from generator.run.revisions import History, adopted_history
from generator.word.reader.history import WrittenHistory, WrittenRow, read_history
from tests.editing import W, find, on_tree, replace_text
from tests.wordfile import paragraph, table, word_file

DAY, LATER, LAST = datetime.date(2026, 4, 1), datetime.date(2026, 11, 22), datetime.date(2027, 2, 1)
PROFILE = """\
company:
  name: 株式会社見本
  representative: {name: 情報 太郎, title: 社長}
documents:
  issued_on: 2026-04-01
roles:
  officer: {name: 安全 花子}
"""
HEADS = ("版", "日付", "内容", "作成", "承認")


class Company:
    """A company whose regulations are at version 1.1."""

    def __init__(self, root: Path) -> None:
        self.profile, self.folder = root / "acme.yaml", root / "out"
        self.profile.write_text(PROFILE, encoding="utf-8")
        self.run(DAY)
        self.change("安全 花子", "新任 桜子")
        self.run(LATER)

    @property
    def file(self) -> Path:
        """Return the document."""
        return next(self.folder.glob("情報セキュリティ関連規程_*.docx"))

    def change(self, old: str, new: str) -> None:
        """Change the profile."""
        text = self.profile.read_text(encoding="utf-8")
        assert old in text
        self.profile.write_text(text.replace(old, new), encoding="utf-8")

    def run(self, date: datetime.date = LAST, **options: Any) -> DocumentReport:
        """Run for the regulations."""
        report = generate(self.profile, self.folder, only=["rules"], date=date, **options)
        self.text = report.text()
        return report.documents[0]

    def lose_the_record(self) -> None:
        """Delete what the program keeps beside the documents."""
        shutil.rmtree(self.folder / STATE_FOLDER)

    def record(self) -> DocumentRecord:
        """Return what the manifest says of the document."""
        manifest = load_manifest(self.folder)
        assert manifest is not None
        return manifest.documents["rules"]

    def versions(self) -> list[str]:
        """Return the versions in 改訂履歴 as the document shows them."""
        return [row.version for row in read_history(self.file.read_bytes()).rows]


@pytest.fixture
def company(tmp_path: Path) -> Company:
    return Company(tmp_path)


def add_row(data: bytes, version: str, summary: str) -> bytes:
    """Copy the last row of 改訂履歴, as a company does in Word, and write into it."""

    def change(root: etree._Element) -> None:
        row = next(find(root, "氏名の変更").iterancestors(f"{W}tr"))
        new = copy.deepcopy(row)
        texts = list(new.iter(f"{W}t"))
        texts[0].text, texts[2].text = version, summary
        row.addnext(new)

    return on_tree(data, change)


def test_an_unedited_document_is_known_again(company: Company) -> None:
    """The record comes back as it was, so that the next change is an ordinary revision."""
    before, data = company.record(), company.file.read_bytes()
    company.lose_the_record()
    assert company.run(adopt=True).outcome == "unchanged"
    assert "引き継ぎました（今は第1.1版です。" in company.text
    assert company.file.read_bytes() == data
    assert company.record() == before.model_copy(update={"asked_version": "1.0"})
    company.change("issued_on:", "preface: x\n  issued_on:")
    company.change("新任 桜子", "後任 梅子")
    document = company.run()
    assert (document.outcome, document.version) == ("updated", "1.2")
    assert "引き継ぎ" not in company.text
    assert company.versions() == ["1.0", "1.1", "1.2"]


def test_a_row_written_by_hand_counts(company: Company) -> None:
    """The version goes on from the highest in the table; no row is lost, none is there twice."""
    edited = add_row(company.file.read_bytes(), "1.5", "様式の追加")
    company.file.write_bytes(edited)
    company.lose_the_record()
    assert company.run(adopt=True).outcome == "kept"
    assert company.file.read_bytes() == edited
    company.change("新任 桜子", "後任 梅子")
    document = company.run()
    assert (document.outcome, document.version, document.conflicts) == ("merged", "1.6", ())
    assert company.versions() == ["1.0", "1.1", "1.5", "1.6"]


def test_a_document_without_its_table_goes_on_from_its_cover(company: Company) -> None:
    """The company deleted 改訂履歴; 第1.1版 and 改訂日 still stand on the front."""

    def change(root: etree._Element) -> None:
        rows = next(find(root, "氏名の変更").iterancestors(f"{W}tbl"))
        next(rows.iterancestors()).remove(rows)

    company.file.write_bytes(on_tree(company.file.read_bytes(), change))
    company.lose_the_record()
    company.run(adopt=True)
    assert (company.record().version, company.record().revised_on) == ("1.1", LATER)
    company.change("新任 桜子", "後任 梅子")
    assert company.run().version == "1.2"
    assert company.versions() == []


def test_a_higher_version_in_the_profile_wins(company: Company) -> None:
    """documents.version is how a user says that paper copies were ahead."""
    company.lose_the_record()
    company.change("issued_on: 2026-04-01", 'issued_on: 2026-04-01\n  version: "3.0"')
    company.run(adopt=True)
    company.change("新任 桜子", "後任 梅子")
    document = company.run()
    assert (document.version, document.conflicts) == ("3.1", ())
    assert company.versions() == ["1.0", "1.1", "3.1"]


def test_a_reworded_row_stays_as_it_is(company: Company) -> None:
    """Rows are taken word by word."""
    words = "情報セキュリティ責任者の氏名の変更"
    company.file.write_bytes(replace_text(company.file.read_bytes(), words, "責任者の交代"))
    company.lose_the_record()
    company.run(adopt=True)
    company.change("新任 桜子", "後任 梅子")
    company.run()
    summaries = [row.summary for row in read_history(company.file.read_bytes()).rows]
    assert summaries == ["制定", "責任者の交代", words]


@pytest.mark.parametrize(
    ("heads", "row", "wanted"),
    [
        (HEADS, ("1.1", "2026年5月1日", "改訂", "甲", "乙"), ("1.1", "2026年5月1日", "改訂", "甲", "乙")),
        (("版数", "改訂日", "改訂内容", "承認者"), ("第２版", "5/1", "様式", "乙"), ("第２版", "5/1", "様式", "", "乙")),
        (("改訂日", "版", "変更内容"), ("2026.5.1", "Ver.2", "様式"), ("Ver.2", "2026.5.1", "様式", "", "")),
    ],
)  # fmt: skip
def test_tables_of_revisions_are_known_by_their_heads(
    heads: tuple[str, ...], row: tuple[str, ...], wanted: tuple[str, ...]
) -> None:
    """Whatever the order and wording of the columns; other tables are none."""
    body = table(("版", "1.1")) + table(("担当", "日付"), ("甲", "2026/1/1")) + table(heads, row)
    assert read_history(word_file(body)).rows == (WrittenRow(*wanted),)


@pytest.mark.parametrize(
    ("body", "version", "revised_on"),
    [
        (paragraph("第2.1版") + paragraph("改訂日　令和8年5月1日"), "第2.1版", "令和8年5月1日"),
        (table(("版", "1.3"), ("改訂日", "2026年5月1日")), "1.3", "2026年5月1日"),
        (paragraph("第4.0版を参考に作成した。") + paragraph("改訂日を記録する。"), "", ""),
    ],
)
def test_the_front_says_version_and_date(body: str, version: str, revised_on: str) -> None:
    """In a line of its own or in a table; a sentence about versions says nothing."""
    found = read_history(word_file(body))
    assert (found.version, found.revised_on) == (version, revised_on)


def adopted(*rows: tuple[str, str], version: str = "", profile: CompanyProfile) -> History:
    cells = tuple(WrittenRow(name, date, "内容", "", "") for name, date in rows)
    return adopted_history(WrittenHistory(cells, version, "", ""), profile)


def test_versions_are_read_however_they_are_written(company: Company) -> None:
    """第２版 is 2.0; 初版 has no number; dates before the day of issue are no revision."""
    profile = load_profile(company.profile)
    written = adopted(("初版", "2020/1/1"), ("第２版", "2026/05/01"), ("第２版", "—"), profile=profile)
    assert (written.version, written.revised_on) == ("2", datetime.date(2026, 5, 1))
    assert [row.id for row in written.rows] == ["established", "first", "v第２版"]
    assert adopted(("初版", "2020/1/1"), profile=profile).version == "1.0"
    assert adopted(("2026.4", ""), version="Ver.1.12", profile=profile).version == "1.12"
