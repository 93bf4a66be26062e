"""Hand edits become a revision: `release` declares the edited text to be the new version of a document."""

from __future__ import annotations

import contextlib
import datetime
import os
from pathlib import Path
from typing import Any

import pytest
from docx_scalpel import docx_diff_accept_revisions

from generator import Outcome, OutputError, Report, generate, release
from generator.cli import main
from generator.record.manifest import load_manifest, manifest_path, released_path
from generator.word.reader.history import read_history
from generator.word.reader.outline import outline
from tests.editing import replace_text

HANDBOOK, POLICY = (
    "情報セキュリティハンドブック_株式会社見本.docx",
    "情報セキュリティ基本方針_株式会社見本.docx",
)
DAY, LATER, LAST = datetime.date(2026, 4, 1), datetime.date(2026, 11, 22), datetime.date(2027, 2, 1)
PROFILE = """\
company:
  name: 株式会社見本
  representative: {name: 情報 太郎}
documents:
  issued_on: 2026-04-01
"""
OWN = "むずかしいことを求めるつもりはありません。"
EDITED = "毎朝の朝礼で、この冊子の1ページを読み合わせます。"
REASON = "朝礼での読み合わせを始めたため"


class Company:
    """One company with a handbook and a policy made from the shipped templates."""

    def __init__(self, root: Path) -> None:
        self.profile, self.folder = root / "acme.yaml", root / "out"
        self.handbook = self.folder / HANDBOOK
        self.profile.write_text(PROFILE, encoding="utf-8")
        self.generate(DAY)

    def generate(self, date: datetime.date = LATER, **options: Any) -> Report:
        """Run `generate` on both documents."""
        return generate(self.profile, self.folder, only=["handbook", "policy"], date=date, **options)

    def release(self, date: datetime.date = LATER) -> Report:
        """Run `release` on both documents."""
        return release(self.profile, self.folder, date=date, only=["handbook", "policy"], reason=REASON)

    def edit(self, old: str = OWN, new: str = EDITED) -> None:
        """Change words of the handbook as somebody does in Word."""
        before = self.handbook.read_bytes()
        self.handbook.write_bytes(replace_text(before, old, new))
        assert self.handbook.read_bytes() != before

    def change(self, old: str, new: str) -> None:
        """Change the profile."""
        text = self.profile.read_text(encoding="utf-8")
        assert old in text
        self.profile.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture
def company(tmp_path: Path) -> Company:
    return Company(tmp_path)


def test_an_edited_text_becomes_the_new_version_of_that_document_alone(company: Company) -> None:
    """Version, cover, footer, receipt and 改訂履歴 say so, untracked; the other document stays at its version."""
    company.edit()
    policy = (company.folder / POLICY).read_bytes()
    report = company.release()
    assert [(one.key, one.outcome, one.version) for one in report.documents] == [
        ("handbook", Outcome.RELEASED, "1.1")
    ]
    text = outline(company.handbook)
    assert EDITED in text and OWN not in text
    assert "| 版 | 第1.1版 |" in text and "[footer] 第1.1版" in text and "（第1.1版、2026年11月22日）" in text
    rows = read_history(company.handbook.read_bytes()).rows
    assert [(row.version, row.summary) for row in rows] == [("1.0", "制定"), ("1.1", REASON)]
    assert b"<w:ins " not in _body(company.handbook)
    assert (company.folder / POLICY).read_bytes() == policy
    manifest = load_manifest(company.folder)
    assert manifest is not None and manifest.documents["policy"].version == "1.0"


def test_the_table_of_changes_shows_the_hand_edits(company: Company) -> None:
    """The 新旧対照表 stands against the text released before, and gives the reason."""
    company.edit()
    table = outline(next(path for path in [company.release().documents[0].comparison] if path is not None))
    assert OWN in table and EDITED in table and REASON in table
    company.edit(EDITED, "毎週の朝礼で読み合わせます。")
    table = outline(
        next(path for path in [company.release(LAST).documents[0].comparison] if path is not None)
    )
    assert "毎週" in table and OWN not in table


def test_every_released_edit_stays_when_the_profile_changes(company: Company) -> None:
    """The next run brings in the profile's change alone, and counts on from the released version."""
    company.edit()
    company.release()
    assert company.generate(LAST).documents[1].outcome is Outcome.KEPT
    company.change("情報 太郎", "情報 次郎")
    report = company.generate(LAST)
    accepted = outline(docx_diff_accept_revisions(company.handbook.read_bytes()))
    assert EDITED in accepted and "情報 次郎" in accepted and "情報 太郎" not in accepted
    assert [one.version for one in report.documents if one.key == "handbook"] == ["1.2"]
    rows = [
        row.version for row in read_history(docx_diff_accept_revisions(company.handbook.read_bytes())).rows
    ]
    assert rows == ["1.0", "1.1", "1.2"]


def test_what_is_not_decided_is_not_released(company: Company) -> None:
    """Pending tracked changes and a profile that has moved on are refused, each with what to do; nothing is written."""
    company.edit()
    company.change("情報 太郎", "情報 次郎")
    before = _files(company.folder)
    with pytest.raises(OutputError, match="先に policygen generate"):
        company.release()
    assert _files(company.folder) == before
    company.generate()
    before = _files(company.folder)
    with pytest.raises(OutputError, match="承諾するか元に戻して"):
        company.release(LAST)
    assert _files(company.folder) == before


def test_nothing_edited_nothing_released(company: Company) -> None:
    """Where nobody edited anything, a release says so."""
    with pytest.raises(OutputError, match="手直しされた文書がありません"):
        company.release()


def test_generate_names_release_where_only_hand_edits_exist(company: Company) -> None:
    """A version that was asked for is not passed over in silence."""
    company.edit()
    assert company.generate().documents[1].outcome is Outcome.KEPT
    with pytest.raises(OutputError, match="policygen release"):
        company.generate(release="minor")


def test_a_version_typed_by_hand_is_asked_back(company: Company) -> None:
    """Where somebody wrote over the version on the cover, nothing is guessed."""
    company.edit()
    company.edit("第1.0版", "第9.9版")
    with pytest.raises(OutputError, match="手で書き換えられている"):
        company.release()


def test_the_command_needs_a_reason(company: Company, capsys: pytest.CaptureFixture[str]) -> None:
    """Without --reason the command says which word is missing."""
    company.edit()
    assert main(["release", str(company.profile), "-o", str(company.folder)]) == 2
    assert "--reason" in capsys.readouterr().err
    words = [
        "release",
        str(company.profile),
        "-o",
        str(company.folder),
        "--reason",
        REASON,
        "--only",
        "handbook",
    ]
    assert main(words) == 0
    assert "新しい版に" in capsys.readouterr().out


def test_diff_lists_hand_edits_also_when_nothing_else_changes(
    company: Company, capsys: pytest.CaptureFixture[str]
) -> None:
    """A clause that somebody edited is named although the documents are up to date."""
    company.edit("デスクトップに、仕事のファイルを残しません。", "デスクトップには、何も残しません。")
    generate(company.profile, company.folder, date=DAY)
    assert main(["diff", str(company.profile), "-o", str(company.folder)]) == 0
    assert "2-5（データの保存とバックアップ）　手直しあり" in capsys.readouterr().out


def test_a_release_that_stops_on_the_way_is_repaired(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whichever rename is the last, the next run knows the files for its own and the version once."""
    company.edit()
    kept = {path: path.read_bytes() for path in company.folder.rglob("*") if path.is_file()}
    replace = os.replace
    for step in range(8):
        for path in [one for one in company.folder.rglob("*") if one.is_file()]:
            path.unlink()
        for path, data in kept.items():
            path.write_bytes(data)
        done = 0

        def stop(source: str, target: str, last: int = step) -> None:
            nonlocal done
            if done == last:
                raise KeyboardInterrupt
            done += 1
            replace(source, target)

        monkeypatch.setattr(os, "replace", stop)
        with contextlib.suppress(KeyboardInterrupt):
            company.release()
        monkeypatch.setattr(os, "replace", replace)
        report = company.generate(LAST)
        version = next(one.version for one in report.documents if one.key == "handbook")
        text = outline(company.handbook)
        assert EDITED in text
        assert f"| 版 | 第{version}版 |" in text
        assert text.count("| 1.1 |") == (1 if version == "1.1" else 0)


def test_the_released_text_lies_beside_the_base(company: Company) -> None:
    """The record knows it by digest; a record of the format before has none and is read."""
    company.edit()
    company.release()
    assert released_path(company.folder, "handbook").read_bytes() == company.handbook.read_bytes()
    assert '"format": 2' in manifest_path(company.folder).read_text(encoding="utf-8")


def _body(path: Path) -> bytes:
    from tests.editing import members

    return members(path.read_bytes())["word/document.xml"]


def _files(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
