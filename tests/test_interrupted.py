"""A run that ends between any two of its steps is carried on by the next one, which loses and forgets nothing."""

from __future__ import annotations

import datetime
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from generator import Report, generate
from generator.files.atomic import digest
from generator.record.manifest import base_path, journal_path
from tests.builders import rules
from tests.editing import insert_before_end, replace_text, texts
from tests.profiles import build_profile
from tests.test_rerun import without_comments
from tests.wordfile import paragraph, word_file

DAY = datetime.date(2026, 4, 1)
KEYS = ("policy", "handbook", "rules")
OFFICE = """\
#!/bin/sh
while [ "$1" != --outdir ]; do shift; done; shift 2
for file; do { printf '%%PDF-%s ' $$; cat "$file"; } > "${file%.docx}.pdf"; done
"""


class Ended(BaseException):
    """Stands for the end of the process."""


@contextmanager
def ended_at(step: int) -> Iterator[list[bool]]:
    """End the run before the rename of that number; says whether there was one."""
    count, replace, was_ended = 0, os.replace, [False]

    def counted(source: str | Path, target: str | Path) -> None:
        nonlocal count
        if count == step:
            was_ended[0] = True
            raise Ended
        count += 1
        replace(source, target)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "replace", counted)
        try:
            yield was_ended
        except Ended:
            return


class Company:
    """A company with three small documents in a folder of its own."""

    def __init__(self, place: Path, name: str) -> None:
        self.folder = place / name
        self.templates = place / "templates"
        self.templates.mkdir(exist_ok=True)
        body = paragraph("{{ company.name }}") + paragraph("代表 {{ company.representative.name }}")
        for key in ("appendix2_policy", "appendix4_handbook"):
            (self.templates / f"{key}.docx").write_bytes(word_file(body))
        (self.templates / "appendix5_rules.docx").write_bytes(rules(body))

    def run(self, representative: str, **options: Any) -> Report:
        """Make the documents for a representative of this name."""
        profile = build_profile(company={"representative": {"name": representative}})
        return generate(profile, self.folder, templates=self.templates, **{"date": DAY, **options})

    def outcomes(self, representative: str, **options: Any) -> list[str]:
        """Run, and return what happened to each document."""
        return [item.outcome.value for item in self.run(representative, **options).documents]

    def document(self, title: str) -> Path:
        """Return the file of a document."""
        return next(self.folder.glob(f"情報*{title}*.docx"))

    def edit(self, title: str, old: str, new: str) -> None:
        """Replace words in a document, as the company would in Word."""
        file = self.document(title)
        file.write_bytes(replace_text(file.read_bytes(), old, new))

    def words(self, title: str) -> list[str]:
        """Return the text of each paragraph of a document."""
        return texts(self.document(title).read_bytes())


@pytest.mark.skipif(os.name == "nt", reason="a shell script stands for LibreOffice")
@pytest.mark.parametrize("first", [True, False])
def test_a_pdf_of_an_interrupted_run_is_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, first: bool
) -> None:
    """Whichever PDFs the run had put in place, the next one takes them for its own."""
    office = tmp_path / "bin" / "soffice"
    office.parent.mkdir()
    office.write_text(OFFICE, encoding="utf-8")
    office.chmod(office.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{office.parent}{os.pathsep}{os.environ['PATH']}")
    for step in range(40):
        company = Company(tmp_path, f"out{step}")
        if not first:
            company.run("情報 太郎", pdf=True)
        with ended_at(step) as was_ended:
            company.run("情報 次郎", pdf=True)
        company.run("情報 三郎", pdf=True)
        for title in ("方針", "ハンドブック", "規程"):
            assert "代表 情報 三郎" in company.words(title)
            file = company.document(title)
            assert file.with_suffix(".pdf").read_bytes().endswith(file.read_bytes())
        assert company.outcomes("情報 三郎", pdf=True) == ["unchanged"] * 3
        if not was_ended[0]:
            assert step >= 10
            return
    pytest.fail("there are more steps than were tried")


def test_a_document_that_only_got_a_new_base_is_carried_on(tmp_path: Path) -> None:
    """The company had written the new name itself: the run leaves the file alone, and its base never goes astray."""
    for step in range(40):
        company = Company(tmp_path, f"out{step}")
        company.run("情報 太郎")
        company.edit("ハンドブック", "太郎", "次郎")
        with ended_at(step) as was_ended:
            assert company.outcomes("情報 次郎") == ["updated", "kept", "updated"]
        carried = company.outcomes("情報 三郎")
        assert carried[1] in ("updated", "conflict")
        assert company.words("ハンドブック")[1] == f"代表 情報 {'三' if carried[1] == 'updated' else '次'}郎"
        if not was_ended[0]:
            assert carried[1] == "updated"
            return
    pytest.fail("there are more steps than were tried")


def test_a_decision_is_not_forgotten(tmp_path: Path) -> None:
    """The company decided a conflict; ended while noting that, the next run still knows it as decided."""
    for step in range(40):
        company = Company(tmp_path, f"out{step}")
        company.run("情報 太郎")
        company.edit("ハンドブック", "太郎", "花子")
        assert company.outcomes("情報 次郎") == ["updated", "conflict", "updated"]
        file = company.document("ハンドブック")
        file.write_bytes(without_comments(file.read_bytes()))
        with ended_at(step) as was_ended:
            company.run("情報 次郎")
        assert company.outcomes("情報 次郎") == ["unchanged", "kept", "unchanged"]
        assert company.words("ハンドブック")[1] == "代表 情報 花子"
        if not was_ended[0]:
            assert step >= 2
            return
    pytest.fail("there are more steps than were tried")


def test_an_edit_after_the_end_of_a_run_is_one(tmp_path: Path) -> None:
    """Document and base were in place when the run ended: what is typed then is an edit of the new document."""
    company = Company(tmp_path, "out")
    company.run("情報 太郎")
    for step in range(40):
        with ended_at(step):
            company.run("情報 次郎")
        base = base_path(company.folder, "policy").read_bytes()
        if digest(base) == digest(company.document("方針").read_bytes()) and "代表 情報 次郎" in texts(base):
            break
    file = company.document("方針")
    file.write_bytes(insert_before_end(file.read_bytes(), "当社が足した文。"))
    assert company.outcomes("情報 三郎") == ["merged", "updated", "updated"]
    assert company.words("方針")[1:] == ["代表 情報 三郎", "当社が足した文。"]


@pytest.mark.parametrize("key", KEYS)
def test_ended_twice_in_a_row(tmp_path: Path, key: str) -> None:
    """What the first run had put in place is still known after a second one ended, wherever that was."""
    for step in range(40):
        company = Company(tmp_path, f"out{step}")
        company.run("情報 太郎")
        with ended_at(8):
            company.run("情報 次郎")
        with ended_at(step) as was_ended:
            company.run("情報 四郎", only=[key])
        assert set(company.outcomes("情報 三郎")) == {"updated"}
        assert company.outcomes("情報 三郎") == ["unchanged"] * 3
        assert not journal_path(company.folder).exists()
        if not was_ended[0]:
            return
    pytest.fail("there are more steps than were tried")
