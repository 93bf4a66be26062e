"""`policygen diff`: what would change, before anything is written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator import generate
from generator.profile.fields.changes import changed_fields
from generator.run.preview import Preview, build_preview
from tests.editing import insert_before_end, replace_text
from tests.profiles import build_profile
from tests.test_rerun import DAY, LATER, Company
from tests.wordfile import bookmark, paragraph, word_file


def heading(text: str, name: str, number: int) -> str:
    run = f"<w:r><w:t>{text}</w:t></w:r>"
    return f'<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr>{bookmark(f"_Pg_{name}", number, run)}</w:p>'


@pytest.fixture
def made(tmp_path: Path) -> Company:
    company = Company(tmp_path)
    body = heading("体制", "roles", 1) + paragraph("代表は、{{ company.representative.name }}とする。")
    body += heading("連絡", "contact", 2) + paragraph(
        "{{ company.name }}の電話は、{{ company.phone }}にかける。"
    )
    (company.templates / "appendix2_policy.docx").write_bytes(word_file(body))
    company.run(DAY)
    return company


def diff(company: Company) -> Preview:
    before = company.stamps()
    found = build_preview(
        company.profile, company.folder, only=["policy"], templates=company.templates, date=LATER
    )
    assert company.stamps() == before
    return found


def test_nothing_changed(made: Company) -> None:
    """Exit code 0, no field, no clause."""
    found = diff(made)
    assert (found.exit_code, found.fields, found.corrections) == (0, (), ())
    assert found.documents[0].is_current


def test_fields_and_the_clauses_that_follow(made: Company) -> None:
    """Path, title, old and new value, and the clause of the document; exit code 4."""
    made.change("情報 太郎", "安全 花子")
    found = diff(made)
    assert found.exit_code == 4
    assert [(c.name, c.title, c.before, c.after) for c in found.fields] == [
        ("company.representative.name", "代表者の氏名", "情報 太郎", "安全 花子")
    ]
    assert [(c.name, c.edited, c.conflict) for c in found.documents[0].clauses] == [("体制", False, False)]
    assert (found.documents[0].version, found.documents[0].next_version) == ("1.0", "1.1")
    assert "情報 太郎 → 安全 花子" in found.text()


def test_edited_clauses_and_coming_conflicts_are_marked(made: Company) -> None:
    """One clause was edited elsewhere, the other in the words that change."""
    made.edit("代表は、", "当社の代表は、")
    made.edit("03-0000-0001", "内線1")
    made.change("情報 太郎", "安全 花子")
    made.change("03-0000-0001", "03-0000-0009")
    found = diff(made)
    assert [(c.name, c.edited, c.conflict) for c in found.documents[0].clauses] == [
        ("体制", True, False),
        ("連絡", True, True),
    ]
    assert "要確認" in found.text()


def test_what_is_still_undecided_is_named(made: Company) -> None:
    """Nothing new to bring in, but a comment waits for an answer: exit code 3, the clause, and what to do."""
    made.edit("03-0000-0001", "内線1")
    made.change("03-0000-0001", "03-0000-0009")
    assert made.run().outcome == "conflict"
    found = diff(made)
    assert (found.exit_code, found.documents[0].undecided) == (3, ("連絡",))
    assert "決まっていない所があります: 連絡。文書のコメント" in found.text()


def test_corrections_flow_back(made: Company) -> None:
    """Somebody changed the telephone number in Word: the line of the profile to change is named."""
    made.edit("03-0000-0001", "03-0000-0123")
    found = diff(made)
    assert [(c.name, c.profile, c.found, c.line) for c in found.corrections] == [
        ("company.phone", "03-0000-0001", "03-0000-0123", 3)
    ]
    assert found.exit_code == 0
    assert "3行目の company.phone を「03-0000-0123」に直してください" in found.text()
    made.change("03-0000-0001", "03-0000-0123")
    assert diff(made).corrections == ()


def test_other_edits_are_no_corrections(made: Company) -> None:
    """Words of our own beside a value, and whole sentences, say nothing about the profile."""
    made.edit("にかける", "に必ずかける")
    made.file.write_bytes(insert_before_end(made.file.read_bytes(), "03-0000-0001は使わない。"))
    made.edit("代表は、情報 太郎とする。", "代表は別に定める。")
    assert diff(made).corrections == ()


def test_the_json_says_the_same(made: Company) -> None:
    """For other programs."""
    made.change("情報 太郎", "安全 花子")
    data = json.loads(diff(made).json())
    assert data["exit_code"] == 4
    assert data["fields"][0]["path"] == "company.representative.name"
    assert data["documents"][0]["clauses"] == [{"name": "体制", "edited": False, "conflict": False}]


def test_choices_are_shown_by_their_labels(made: Company) -> None:
    """What the profile calls `planned` is 実施予定 on the screen; the JSON keeps the value and adds the label."""
    text = made.profile.read_text(encoding="utf-8")
    made.profile.write_text(
        text
        + "measures:\n  mfa: {state: planned, owner: 総務部, due: 2027-03-31}\noptions: {cloud: false}\n",
        encoding="utf-8",
    )
    found = diff(made)
    assert "（省略） → 実施予定" in found.text()
    assert "未定 → 使わない" in found.text()
    assert "（なし） → 2027-03-31" in found.text()
    fields = {field["path"]: field for field in json.loads(found.json())["fields"]}
    state = fields["measures.mfa.state"]
    assert (state["before"], state["after"]) == (None, "planned")
    assert (state["before_label"], state["after_label"]) == ("（省略）", "実施予定")
    assert fields["options.cloud"]["after"] is False


def test_before_the_first_run_everything_is_new(tmp_path: Path) -> None:
    """No record: the documents would be created."""
    company = Company(tmp_path)
    found = build_preview(company.profile, company.folder, only=["policy"], templates=company.templates)
    assert [document.outcome.value for document in found.documents] == ["created"]
    assert found.exit_code == 4


def test_an_open_document_is_no_obstacle(made: Company) -> None:
    """Looking writes nothing, so Word may have the file open."""
    (made.folder / f"~${made.file.name[2:]}").touch()
    made.change("情報 太郎", "安全 花子")
    assert diff(made).exit_code == 4


def test_the_shipped_documents_name_the_correction(tmp_path: Path) -> None:
    """A number changed in the rules is traced to its field by rendering, though many numbers are alike."""
    profile = tmp_path / "acme.yaml"
    profile.write_text(
        "company: {name: 株式会社見本, representative: {name: 情報 太郎}}\n"
        "documents: {issued_on: 2026-04-01}\nnumbers:\n  password_min_length: 12\n",
        encoding="utf-8",
    )
    folder = tmp_path / "out"
    file = generate(profile, folder, only=["rules"], date=DAY).documents[0].path
    file.write_bytes(replace_text(file.read_bytes(), "12文字以上", "16文字以上"))
    found = build_preview(profile, folder, only=["rules"])
    assert [(c.name, c.found, c.line) for c in found.corrections] == [
        ("numbers.password_min_length", "16", 4)
    ]


def test_rows_are_compared_by_their_id() -> None:
    """A row that moved is no change; a new one, a gone one and a changed one are."""
    rows = [
        {"id": "a", "target": "甲", "method": "複製", "storage": "棚"},
        {"id": "b", "target": "乙", "method": "複製", "storage": "棚"},
    ]
    one = build_profile(tables={"backup": rows}).model_dump(mode="json")
    other = build_profile(
        tables={
            "backup": [
                rows[1],
                {**rows[0], "method": "写し"},
                {"id": "c", "target": "丙", "method": "複製", "storage": "棚"},
            ]
        }
    ).model_dump(mode="json")
    assert [(change.name, change.title) for change in changed_fields(one, other)] == [
        ("tables.backup[2].method", "バックアップの方法"),
        ("tables.backup[3]", "バックアップ"),
    ]
