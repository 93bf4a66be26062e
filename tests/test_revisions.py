"""Versions and 改訂履歴: a changed document gets a row, an unchanged one keeps its version, rows stay as written."""

from __future__ import annotations

import datetime
import re
from pathlib import Path
from typing import Any

import pytest

from generator import DocumentReport, generate
from generator.record.manifest import load_manifest
from generator.run.request import Release
from generator.run.revisions import counted_up
from generator.word.reader.outline import outline
from tests.editing import edit, replace_text

DAY, LATER = datetime.date(2026, 4, 1), datetime.date(2026, 11, 22)
PROFILE = """\
company:
  name: 株式会社見本
  phone: 03-0000-0001
  representative: {name: 情報 太郎, title: 社長}
documents:
  issued_on: 2026-04-01
roles:
  officer: {name: 安全 花子}
"""
TITLES = {
    "policy": "情報セキュリティ基本方針",
    "handbook": "情報セキュリティハンドブック",
    "rules": "情報セキュリティ関連規程",
}


class Company:
    """A company with the shipped templates."""

    def __init__(self, root: Path) -> None:
        self.profile, self.folder = root / "acme.yaml", root / "out"
        self.profile.write_text(PROFILE, encoding="utf-8")

    def change(self, old: str, new: str) -> None:
        """Change the profile."""
        text = self.profile.read_text(encoding="utf-8")
        assert old in text
        self.profile.write_text(text.replace(old, new), encoding="utf-8")

    def run(self, date: datetime.date = LATER, key: str = "rules", **options: Any) -> DocumentReport:
        """Run for one document and return what is said of it."""
        report = generate(self.profile, self.folder, only=[key], date=date, **options)
        return report.documents[0]

    def history(self, key: str = "rules") -> list[str]:
        """Return the rows of 改訂履歴 as the document shows them; none when it has no such table."""
        lines = outline(next(self.folder.glob(f"{TITLES[key]}_株*.docx"))).splitlines()
        if "+ 表（改訂履歴）" not in lines:
            return []
        start = lines.index("+ 表（改訂履歴）") + 2
        end = next(i for i in range(start, len(lines)) if not lines[i].startswith(("|", "{+|")))
        return lines[start:end]


@pytest.fixture
def company(tmp_path: Path) -> Company:
    made = Company(tmp_path)
    made.run(DAY)
    return made


def test_the_first_row_is_the_first_version(company: Company) -> None:
    """制定 on the day of issue."""
    assert company.history() == ["| 1.0 | 2026年4月1日 | 制定 | 情報セキュリティ責任者 | 社長 |"]


def test_documents_that_were_there_before_keep_their_day_of_issue(tmp_path: Path) -> None:
    """A first run at version 2.0 shows 制定 and 改訂, dated as the profile says, and 附則 agrees."""
    company = Company(tmp_path)
    company.change("2026-04-01", '2024-04-01\n  version: "2.0"\n  revised_on: 2026-04-01')
    company.run(DAY)
    company.change("安全 花子", "新任 桜子")
    company.run()
    assert company.history() == [
        "| 初版 | 2024年4月1日 | 制定 | — | — |",
        "| 2.0 | 2026年4月1日 | 改訂 | 情報セキュリティ責任者 | 社長 |",
        "| 2.1 | 2026年11月22日 | 情報セキュリティ責任者の氏名の変更 | 情報セキュリティ責任者 | 社長 |",
    ]
    lines = outline(next(company.folder.glob("*関連規程_株*.docx"))).splitlines()
    start = max(number for number, line in enumerate(lines) if line.endswith("] 附則"))
    supplement = [line.split("] ", 1)[1] for line in lines[start + 1 : start + 5]]
    assert supplement[:3] == [
        "この規程は、2024年4月1日から施行する。",
        "2026年4月1日の改訂は、同日から施行する。",
        "2026年11月22日の改訂は、同日から施行する。",
    ]
    assert supplement[3].startswith("2026年4月1日に在職する従業員")


def test_a_changed_document_gets_a_row(company: Company) -> None:
    """Version, date, what changed, made by, approved by; the summary comes from the titles of the fields."""
    company.change("安全 花子", "新任 桜子")
    document = company.run()
    assert (document.version, document.summary) == ("1.1", "情報セキュリティ責任者の氏名の変更")
    row = "| 1.1 | 2026年11月22日 | 情報セキュリティ責任者の氏名の変更 | 情報セキュリティ責任者 | 社長 |"
    assert company.history()[1:] == [row]
    text = outline(next(company.folder.glob("*関連規程_株*.docx")))
    assert "第1.1版" in text
    assert "第1.0版" not in text
    assert "2026年11月22日の改訂は" in text


@pytest.mark.parametrize("key", TITLES)
def test_every_document_has_its_history(company: Company, key: str) -> None:
    """Handbook, policy and regulations get a row each; the policy shows the table from its first revision on."""
    company.run(DAY, key=key)
    first = "| 1.0 | 2026年4月1日 | 制定 | 情報セキュリティ責任者 | 社長 |"
    assert company.history(key) == ([] if key == "policy" else [first])
    for old, new, version in (("太郎", "次郎", "1.1"), ("次郎", "三郎", "1.2"), ("三郎", "四郎", "1.3")):
        company.change(f"情報 {old}", f"情報 {new}")
        company.run(key=key)
        row = f"| {version} | 2026年11月22日 | 代表者の氏名の変更 | 情報セキュリティ責任者 | 社長 |"
        assert company.history(key)[-1] == row
    assert company.history(key)[0] == first
    assert len(company.history(key)) == 4


def test_a_policy_can_go_without_its_history(company: Company) -> None:
    """documents.policy.history: false leaves the table out; the record and the date of revision go on."""
    company.change("documents:", "documents:\n  policy: {history: false}")
    company.run(DAY, key="policy")
    company.change("情報 太郎", "情報 次郎")
    assert company.run(key="policy").version == "1.1"
    assert company.history("policy") == []
    text = outline(next(company.folder.glob("*基本方針_株*.docx")))
    assert "改訂日　2026年11月22日" in text


@pytest.mark.parametrize("key", ["handbook", "policy"])
def test_an_edited_document_gets_its_row_as_a_proposal(company: Company, key: str) -> None:
    """The row, and in the policy the whole table with it, is a tracked insertion; what was edited stays."""
    company.run(DAY, key=key)
    file = next(company.folder.glob(f"{TITLES[key]}_株*.docx"))
    file.write_bytes(replace_text(file.read_bytes(), "情報セキュリティ", "情報の安全"))
    company.change("情報 太郎", "情報 次郎")
    assert company.run(key=key).outcome == "merged"
    rows = company.history(key)
    assert rows[-1].startswith("{+")
    assert "代表者の氏名の変更" in rows[-1]


def test_an_unchanged_document_keeps_its_version(company: Company) -> None:
    """The policy does not show the officer."""
    company.run(DAY, key="policy")
    company.change("安全 花子", "新任 桜子")
    document = company.run(key="policy")
    assert (document.outcome, document.version) == ("unchanged", "1.0")


def test_only_what_the_document_shows_is_in_its_summary(company: Company) -> None:
    """The greeting of the handbook is not among the changes of the rules."""
    company.change("安全 花子}", "新任 桜子}\nnumbers: {password_min_length: 14}")
    company.change("issued_on: 2026-04-01", "issued_on: 2026-04-01\n  preface: よろしくお願いします。")
    assert company.run().summary == "情報セキュリティ責任者の氏名の変更、パスワードの最小文字数の変更"


def test_new_chapters_are_named_in_the_summary(company: Company) -> None:
    """A regulation that the profile switches on or off."""
    company.change("roles:", "options: {telework: {use: true}}\nroles:")
    first = company.run().summary
    company.change("options: {telework: {use: true}}\n", "")
    second = company.run(datetime.date(2026, 12, 1)).summary
    assert re.match(r"\d+（テレワーク.*）の追加、", first)
    assert re.match(r"\d+（テレワーク.*）の削除、", second)


def test_rows_written_earlier_are_never_rewritten(company: Company) -> None:
    """Neither those of the program, when names and styles change later, nor one corrected by hand."""
    company.change("安全 花子", "新任 桜子")
    company.run()
    before = company.history()
    company.change("社長", "代表取締役")
    company.change("issued_on: 2026-04-01", "issued_on: 2026-04-01\n  date_style: japanese")
    company.run(datetime.date(2027, 1, 5))
    assert company.history()[:2] == before
    assert company.history()[2].startswith("| 1.2 | 令和9年1月5日 |")
    file = next(company.folder.glob("*関連規程_株*.docx"))
    file.write_bytes(replace_text(file.read_bytes(), "情報セキュリティ責任者の氏名の変更", "責任者の交代"))
    company.change("新任 桜子", "後任 梅子")
    assert company.run(datetime.date(2027, 4, 1)).outcome == "merged"
    assert [row.strip("{+").split(" | ")[2] for row in company.history()[:2]] == ["制定", "責任者の交代"]
    assert len(company.history()) == 4


@pytest.mark.parametrize(
    ("options", "version", "summary"),
    [
        ({"release": "major"}, "2.0", "情報セキュリティ責任者の氏名の変更"),
        ({"reason": "人事異動"}, "1.1", "人事異動"),
        ({"release": "none"}, "1.0", ""),
    ],
)
def test_the_user_says_how_and_why(
    company: Company, options: dict[str, str], version: str, summary: str
) -> None:
    """--release sets the number, --reason the words; none corrects a draft without a row."""
    company.change("安全 花子", "新任 桜子")
    document = company.run(LATER, **options)
    assert (document.version, document.summary) == (version, summary)
    manifest = load_manifest(company.folder)
    assert manifest is not None
    assert len(manifest.documents["rules"].revisions) == (1 if version == "1.0" else 2)


def test_a_version_that_the_user_raised_wins(company: Company) -> None:
    """documents.version and documents.revised_on of the profile go before our counting."""
    company.change(
        "issued_on: 2026-04-01", 'issued_on: 2026-04-01\n  version: "3.0"\n  revised_on: 2026-10-01'
    )
    document = company.run()
    assert document.version == "3.0"
    assert company.history()[1].startswith("| 3.0 | 2026年10月1日 | 改訂 |")
    company.change("安全 花子", "新任 桜子")
    assert company.run().version == "3.1"


def test_the_comparison_stands_beside_the_document(company: Company) -> None:
    """新旧対照表 of each version with its reason; --no-comparison leaves it out; one that is there is left alone."""
    company.change("安全 花子", "新任 桜子")
    table = company.run(reason="人事異動のため").comparison
    assert table is not None
    assert "人事異動のため" in outline(table)
    assert table.name == "新旧対照表_情報セキュリティ関連規程_1.1.docx"
    assert "新任 桜子" in outline(table)
    company.change("新任 桜子", "後任 梅子")
    assert company.run(comparison=False).comparison is None
    assert company.run().outcome == "unchanged"


@pytest.mark.parametrize(
    ("version", "release", "wanted"),
    [("1.0", Release.MINOR, "1.1"), ("1.9", Release.MINOR, "1.10"), ("2.3", Release.MAJOR, "3.0")],
)
def test_versions_count_up(version: str, release: Release, wanted: str) -> None:
    """Minor and major."""
    assert counted_up(version, release) == wanted


def test_a_change_of_looks_is_named(company: Company) -> None:
    """The colour and the numbering come from options of rendering, not from the context."""
    company.change("issued_on: 2026-04-01", "issued_on: 2026-04-01\n  accent: 7A1F1F\n  numbering: articles")
    assert company.run().summary == "番号の付け方の変更、色の変更"


def test_looks_that_an_edited_file_cannot_take_are_named(company: Company) -> None:
    """Another program wrote the lists of the file anew: the new numbering stays out, and the report says so."""
    file = next(company.folder.glob("*関連規程_株*.docx"))
    lists = "word/numbering.xml"
    file.write_bytes(
        edit(file.read_bytes(), lambda text: text.replace('w:lvlText w:val="', 'w:lvlText w:val="※'), lists)
    )
    file.write_bytes(replace_text(file.read_bytes(), "制定", "初版"))
    company.change("issued_on: 2026-04-01", "issued_on: 2026-04-01\n  numbering: articles")
    report = generate(company.profile, company.folder, only=["rules"], date=LATER)
    assert report.documents[0].left == ("numbering",)
    assert "新しい番号の付け方は" in report.text()
