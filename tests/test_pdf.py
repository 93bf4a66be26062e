"""PDFs come from LibreOffice without touching the documents; whatever goes wrong is said and cleaned up."""

from __future__ import annotations

import os
import stat
import time
from pathlib import Path

import pytest

from generator.errors import OutputError
from generator.files import pdf
from generator.files.pdf import convert_to_pdf, find_office
from tests.wordfile import paragraph, word_file

try:
    find_office()
    HAS_OFFICE = True
except OutputError:
    HAS_OFFICE = False

needs_office = pytest.mark.skipif(not HAS_OFFICE, reason="LibreOffice is not installed")
posix_only = pytest.mark.skipif(os.name == "nt", reason="shell script as a stand-in for a program")


def program(folder: Path, text: str) -> Path:
    """Write a small shell script that stands where LibreOffice would."""
    file = folder / "soffice"
    file.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    file.chmod(file.stat().st_mode | stat.S_IXUSR)
    return file


@pytest.mark.office
@needs_office
def test_documents_become_pdfs(tmp_path: Path) -> None:
    """Two documents give two PDFs; names with spaces and Japanese do no harm; the folder stays as it was."""
    documents = [tmp_path / "基本 方針.docx", tmp_path / "-規程.docx"]
    for document in documents:
        document.write_bytes(word_file(paragraph("情報セキュリティ")))
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    made = convert_to_pdf(documents)
    assert all(made[document].startswith(b"%PDF-") for document in documents)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


@pytest.mark.office
@needs_office
def test_two_conversions_at_once_do_not_meet(tmp_path: Path) -> None:
    """Each call has a LibreOffice profile of its own, so that an open LibreOffice is no obstacle."""
    from concurrent.futures import ThreadPoolExecutor

    documents = [tmp_path / "a.docx", tmp_path / "b.docx"]
    for document in documents:
        document.write_bytes(word_file(paragraph(document.name)))
    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(lambda document: convert_to_pdf([document]), documents))
    assert all(data.startswith(b"%PDF-") for made in results for data in made.values())


def test_a_missing_libreoffice_is_explained(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without LibreOffice the message says where to get it on each system."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(pdf, "_PLACES", ())
    with pytest.raises(OutputError) as caught:
        find_office()
    for word in ("libreoffice.org", "apt install", "brew install", "--pdf"):
        assert word in str(caught.value)


def test_libreoffice_is_found_where_installers_put_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows and macOS do not put it on the search path; the usual places are looked at."""
    monkeypatch.setenv("PATH", "")
    place = tmp_path / "soffice.exe"
    place.touch()
    monkeypatch.setattr(pdf, "_PLACES", (str(tmp_path / "nothing"), str(place)))
    assert find_office() == place


@posix_only
def test_a_hanging_libreoffice_is_ended_with_all_it_started(tmp_path: Path) -> None:
    """After the time limit neither the program nor its children run on."""
    mark = tmp_path / "child"
    office = program(tmp_path, f"sh -c 'echo $$ > {mark}; sleep 60' &\nwait")
    document = tmp_path / "a.docx"
    document.write_bytes(b"x")
    began = time.monotonic()
    with pytest.raises(OutputError, match="秒以内に終わりません"):
        convert_to_pdf([document], office=office, time_limit=1)
    assert time.monotonic() - began < 15
    child = int(mark.read_text())
    for _ in range(50):
        if not _is_running(child):
            return
        time.sleep(0.1)
    pytest.fail("the child still runs")


def _is_running(process: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{process}/stat").read_text().split(")")[1][:3]
    except (FileNotFoundError, ProcessLookupError):
        return False


@posix_only
@pytest.mark.parametrize("text", ["exit 1", "exit 0", 'touch "$7/document0.pdf"'])
def test_a_failed_conversion_names_the_document(tmp_path: Path, text: str) -> None:
    """When no PDF comes out, the message names the document and says that the Word file is there."""
    document = tmp_path / "方針.docx"
    document.write_bytes(b"x")
    with pytest.raises(OutputError, match=r"方針\.docx: PDFにできませんでした"):
        convert_to_pdf([document], office=program(tmp_path, text))


def test_a_program_that_cannot_start_is_explained(tmp_path: Path) -> None:
    """A damaged installation gives our error."""
    document, office = tmp_path / "a.docx", tmp_path / "soffice"
    document.write_bytes(b"x")
    office.write_bytes(b"not a program")
    with pytest.raises(OutputError, match="起動できません"):
        convert_to_pdf([document], office=office)
    with pytest.raises(OutputError):
        convert_to_pdf([tmp_path / "missing.docx"], office=office)
