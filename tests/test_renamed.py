"""Documents whose file somebody renamed are found again; a renamed company keeps its files and is told so."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from generator import build_request, plan
from generator.record.manifest import base_path, load_manifest
from generator.run.apply import build_report
from generator.run.preview import build_preview
from tests.test_differences import heading
from tests.test_rerun import DAY, POLICY, Company
from tests.wordfile import paragraph, word_file

RENAMED = "情報セキュリティ基本方針_株式会社手本.docx"


@pytest.fixture
def made(tmp_path: Path) -> Company:
    company = Company(tmp_path)
    body = heading("体制", "roles", 1) + paragraph("代表は、{{ company.representative.name }}とする。")
    body += heading("連絡", "contact", 2) + paragraph("電話は、{{ company.phone }}にかける。")
    (company.templates / "appendix2_policy.docx").write_bytes(word_file(body))
    company.run(DAY)
    return company


def rename(company: Company, name: str = RENAMED) -> Path:
    """Give the document another name and work with that from now on."""
    company.file = company.file.rename(company.folder / name)
    return company.file


def test_a_renamed_company_keeps_its_file_and_is_told(made: Company) -> None:
    """The file is the company's: it keeps its name, and diff and the report say how to get the new one."""
    made.change("株式会社見本", "株式会社手本")
    found = build_preview(made.profile, made.folder, only=["policy"], templates=made.templates)
    assert found.documents[0].fitting_name == RENAMED
    assert f"「{POLICY}」のままです" in found.text()
    report = made.run()
    assert (report.path.name, report.fitting_name) == (POLICY, RENAMED)
    assert f"「{RENAMED}」などに変えてください" in made.text
    rename(made)
    report = made.run()
    assert (report.path.name, report.renamed_from, report.outcome) == (RENAMED, POLICY, "unchanged")
    assert f"「{POLICY}」から「{RENAMED}」に名前の変わった" in made.text
    manifest = load_manifest(made.folder)
    assert manifest is not None
    assert manifest.documents["policy"].file == RENAMED
    report = made.run()
    assert (report.renamed_from, report.fitting_name) == ("", "")


def test_a_renamed_document_is_brought_up_to_date_under_its_new_name(made: Company) -> None:
    """Changes come in, and no second document is made."""
    rename(made, "方針.docx")
    made.change("情報 太郎", "安全 花子")
    assert made.run().outcome == "updated"
    assert [path.name for path in made.folder.glob("*.docx") if not path.name.startswith("新旧")] == [
        "方針.docx"
    ]
    assert made.lines()[1] == "代表は、安全 花子とする。"
    assert made.run().outcome == "unchanged"


def test_a_document_renamed_and_edited_is_known_by_its_clauses(made: Company) -> None:
    """The hidden bookmarks of its clauses tell; edits and changes are merged."""
    made.edit("にかける", "に必ずかける")
    rename(made)
    made.change("情報 太郎", "安全 花子")
    report = made.run()
    assert (report.outcome, report.renamed_from) == ("merged", POLICY)
    assert made.lines()[1:] == ["代表は、安全 花子とする。", "連絡", "電話は、03-0000-0001に必ずかける。"]


def test_a_name_somebody_gave_is_left_alone(made: Company) -> None:
    """A document with a name of the company's own gets no advice when the company is renamed."""
    rename(made, "方針.docx")
    made.run()
    made.change("株式会社見本", "株式会社手本")
    assert made.run().fitting_name == ""


def test_two_files_that_could_be_it_are_not_guessed_at(made: Company) -> None:
    """Two copies under other names: the document counts as deleted, both stay as they are."""
    rename(made, "a.docx")
    shutil.copy(made.file, made.folder / "b.docx")
    made.change("情報 太郎", "安全 花子")
    before = made.stamps()
    assert made.run().outcome == "removed"
    assert made.stamps().keys() == before.keys()
    assert made.file.read_bytes() == (made.folder / "b.docx").read_bytes()


def test_other_files_are_not_taken_for_it(made: Company) -> None:
    """Deleted is deleted, whatever else is in the folder: other documents, broken files, lock files, folders."""
    made.file.unlink()
    (made.folder / "other.docx").write_bytes(word_file(paragraph("ほかの文書。")))
    (made.folder / "broken.docx").write_bytes(b"x")
    (made.folder / f"~${POLICY[2:]}").write_bytes(b"x")
    (made.folder / "folder.docx").mkdir()
    assert made.run().outcome == "removed"
    assert "--restore" in made.text
    (made.folder / f"~${POLICY[2:]}").unlink()
    assert made.run(restore=True).outcome == "created"


def test_without_its_base_an_edited_document_is_not_recognised(made: Company) -> None:
    """Nothing is guessed: the document counts as deleted and the file stays."""
    made.edit("にかける", "に必ずかける")
    rename(made)
    base_path(made.folder, "policy").unlink()
    assert made.run().outcome == "removed"
    assert made.file.exists()


def test_a_dry_run_speaks_of_what_would_be(made: Company) -> None:
    """Nothing has happened yet: no sentence says it has."""
    made.edit("にかける", "に必ずかける")
    made.change("情報 太郎", "安全 花子")
    made.run(dry_run=True)
    assert "第1.1版になります" in made.text
    assert "変更履歴（作成者 policygen）で入れます" in made.text
    assert "ました" not in made.text


def test_the_pdf_under_the_former_name_is_told(made: Company) -> None:
    """It is left to the user to delete it; without --pdf, or without such a file, nothing is said."""
    rename(made)

    def said(*, pdf: bool) -> str:
        request = build_request(made.profile, made.folder, only=["policy"], templates=made.templates, pdf=pdf)
        return build_report(plan(request), dry_run=True).text()

    assert "PDF" not in said(pdf=True)
    former = (made.folder / POLICY).with_suffix(".pdf")
    former.write_bytes(b"%PDF-")
    assert f"前の名前のPDF「{former.name}」が残っています" in said(pdf=True)
    assert "PDF" not in said(pdf=False)


def test_the_plan_shows_the_new_name(made: Company) -> None:
    """A plan names the file that would be written."""
    rename(made, "方針.docx")
    made.change("情報 太郎", "安全 花子")
    planned = plan(build_request(made.profile, made.folder, only=["policy"], templates=made.templates))
    assert [document.path.name for document in planned.documents] == ["方針.docx"]
