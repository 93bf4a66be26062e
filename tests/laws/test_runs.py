"""The laws over whole runs: what was rejected raises no questions later, and what is not made is named."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx_scalpel import docx_diff_reject_revisions

import generator
from generator.run.outcome import Outcome
from tests.editing import delete_paragraph, insert_before_end
from tests.laws.referee import said
from tests.profiles import SAMPLES

SOURCE = next(path for path in SAMPLES if path.stem == "manufacturer").read_text(encoding="utf-8")
LENGTH = "password_min_length: 12"


def run(folder: Path, length: int) -> generator.Report:
    profile = folder / "company.yaml"
    profile.write_text(SOURCE.replace(LENGTH, f"password_min_length: {length}"), encoding="utf-8")
    return generator.generate(str(profile), folder / "out")


def rules(folder: Path) -> Path:
    return next((folder / "out").glob("情報セキュリティ関連規程*.docx"))


def test_after_rejecting_all_the_next_change_is_no_conflict(tmp_path: Path) -> None:
    """Versions, dates and numbers that stand there by rejecting are nobody's edit; the company's own sentence stays."""
    run(tmp_path, 12)
    file = rules(tmp_path)
    file.write_bytes(insert_before_end(file.read_bytes(), "当社の文。"))
    before = said(file.read_bytes())
    for length in (13, 14, 15):
        report = next(each for each in run(tmp_path, length).documents if each.key == "rules")
        assert report.outcome is Outcome.MERGED and report.conflicts == ()
        text = "".join(said(file.read_bytes(), "accept"))
        assert "当社の文。" in text and f"{length}文字" in text and "12文字" not in text
        file.write_bytes(docx_diff_reject_revisions(file.read_bytes()))
        assert said(file.read_bytes()) == before


@pytest.mark.parametrize("again", [False, True])
def test_what_is_not_made_is_named_once(tmp_path: Path, again: bool) -> None:
    """The company deleted the paragraph with the number; the number changes: the report has its clause and words."""
    run(tmp_path, 12)
    file = rules(tmp_path)
    sentence = next(
        line for line in said(file.read_bytes()) if "12文字以上" in line and not line.startswith("|")
    )
    file.write_bytes(delete_paragraph(file.read_bytes(), sentence[:20]))
    text = run(tmp_path, 13).text()
    named = [line for line in text.split("\n") if "入れない変更" in line]
    assert len(named) == 1
    assert "第30条（パスワードの設定）" in named[0] and "13文字以上" in named[0]
    if again:
        assert "入れない変更" not in run(tmp_path, 13).text()
