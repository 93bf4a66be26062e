"""What stands in the way of a run is said once, with one thing to do; doing it helps."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from generator import ManifestError, OutputError, ProfileError, TemplateError
from generator.batch.batch import run_batch
from generator.comparing import compare_files
from generator.files.atomic import read_if_there
from generator.profile.reading.loading import load_profile
from generator.profile.reading.pictures import load_image
from generator.record.manifest import STATE_FOLDER, load_manifest, manifest_path
from generator.word.file.package import read_package
from tests.processes import GIVE_UP_RIGHTS, environment, hand_over
from tests.test_rerun import DAY, LATER, OLE, POLICY, Company
from tests.wordfile import paragraph, word_file

ROOT = Path(__file__).parent.parent
posix = pytest.mark.skipif(os.name == "nt", reason="pipes and modes are POSIX")


@pytest.fixture
def made(tmp_path: Path) -> Company:
    tmp_path.chmod(0o755)  # new files are open to no more than their folder is
    company = Company(tmp_path)
    company.run(DAY)
    return company


def message(company: Company, **options: Any) -> str:
    before = company.stamps()
    with pytest.raises((OutputError, ManifestError)) as caught:
        company.run(**options)
    assert company.stamps() == before
    return str(caught.value)


@posix
@pytest.mark.parametrize("place", ["pipe", "device"])
def test_nothing_waits_for_a_pipe_or_a_device(tmp_path: Path, place: str) -> None:
    """Profile, table, shared profile, picture, document, template: each is refused before it is opened."""
    path = Path("/dev/zero")
    if place == "pipe":
        path = tmp_path / "pipe.yaml"
        os.mkfifo(path)
    for error, read in (
        (ProfileError, lambda: load_profile(path)),
        (ProfileError, lambda: load_image(path)),
        (ProfileError, lambda: run_batch(path, tmp_path / "out", today=DAY)),
        (OutputError, lambda: read_if_there(path)),
        (TemplateError, lambda: read_package(path)),
    ):
        with pytest.raises(error, match="ふつうのファイルではありません"):
            read()


@posix
def test_a_pipe_among_the_profiles_of_a_folder_stops_no_company(tmp_path: Path) -> None:
    """It fails by itself; the run does not wait for it."""
    folder = tmp_path / "profiles"
    folder.mkdir()
    os.mkfifo(folder / "pipe.yaml")
    totals = run_batch(folder, tmp_path / "out", today=DAY, jobs=1)
    assert [problem for _, _, problem in totals.problems] == [
        f"{folder / 'pipe.yaml'}: ふつうのファイルではありません（パイプや装置です）。ファイルとして保存し直したものを指定してください"
    ]


@pytest.mark.parametrize("content", [OLE, b"not a Word file", word_file(paragraph("x"))[:900]])
def test_an_unreadable_document_gets_one_piece_of_advice(made: Company, content: bytes) -> None:
    """Protected, no Word file, damaged: what it is, and to save it anew once; --force is the way out named last."""
    made.file.write_bytes(content)
    made.change("情報 太郎", "安全 花子")
    said = message(made)
    assert said.count("保存し直してください") == 1
    assert said.count("もう一度実行してください") == 1
    assert "何も書いていません" in said
    assert said.index("保存し直して") < said.index("--force")


def test_comparing_folders_and_other_files_says_what_to_name(tmp_path: Path) -> None:
    """A folder or a text file in place of a document: no word of where to write."""
    text = tmp_path / "a.txt"
    text.write_text("x", encoding="utf-8")
    with pytest.raises(TemplateError, match="フォルダーです。Wordファイルを指定して"):
        compare_files(tmp_path, text)
    with pytest.raises(TemplateError, match="保存し直してください"):
        compare_files(text, text)


READING = f"""
import os, sys
sys.path.insert(0, sys.argv[1])
from generator import GeneratorError, build_request, load_profile, plan
plan(build_request("acme.yaml", "out", only=["policy"], templates="templates"))
os.chmod(sys.argv[2], 0)
{GIVE_UP_RIGHTS}
try:
    plan(build_request("acme.yaml", "out", only=["policy"], templates="templates"))
except GeneratorError as error:
    print(error)
"""
HIDDEN = {
    "acme.yaml": "読む権限がありません",
    "templates": "中を見る権限がありません",
    f"out/{STATE_FOLDER}": "読めません。ファイルとフォルダーの権限を",
    f"out/{STATE_FOLDER}/manifest.json": "読めません。ファイルとフォルダーの権限を",
    f"out/{POLICY}": "読めません。ファイルとフォルダーの権限を",
}


@posix
@pytest.mark.parametrize(("hidden", "words"), HIDDEN.items())
def test_what_may_not_be_read_is_said_to_be_unreadable(made: Company, hidden: str, words: str) -> None:
    """Profile, templates, records, document without the right to read: named, with no word of writing."""
    home = made.profile.parent
    hand_over(home)
    try:
        result = subprocess.run(
            [sys.executable, "-c", READING, ROOT, hidden],
            capture_output=True,
            check=False,
            cwd=home,
            env=environment(),
        )
    finally:
        (home / hidden).chmod(0o755)
    said = result.stdout.decode()
    assert hidden in said, result.stderr.decode()
    assert words in said
    assert "書き込めません" not in said


def test_a_damaged_record_can_be_put_back(made: Company) -> None:
    """The first way out that the message names: the file from a backup."""
    good = manifest_path(made.folder).read_bytes()
    manifest_path(made.folder).write_bytes(good[:200])
    said = message(made)
    assert str(manifest_path(made.folder)) in said
    assert "バックアップ" in said
    manifest_path(made.folder).write_bytes(good)
    made.edit("にかける", "に必ずかける")
    made.change("情報 太郎", "安全 花子")
    assert made.run().outcome == "merged"


def test_a_damaged_record_can_be_moved_away_and_the_documents_adopted(made: Company) -> None:
    """The second way out, step by step: the edits stay, the version goes on, later changes come in."""
    made.change("03-0000-0001", "03-0000-0009")
    assert made.run().version == "1.1"
    edited = made.edit("にかける", "に必ずかける")
    manifest_path(made.folder).write_bytes(b"{broken")
    said = message(made)
    steps = ("別の場所に移し", "--adopt")
    assert [step for step in steps if step in said] == list(steps)
    manifest_path(made.folder).rename(made.folder / "manifest.old")
    made.change("issued_on: 2026-04-01", 'issued_on: 2026-04-01\n  version: "1.1"')
    assert made.run(adopt=True).outcome == "kept"
    assert made.file.read_bytes() == edited
    made.change("情報 太郎", "安全 花子")
    report = made.run(LATER)
    assert (report.outcome, report.version) == ("merged", "1.2")
    assert made.lines()[1:] == ["代表は、安全 花子とする。", "電話は、03-0000-0009に必ずかける。"]
    manifest = load_manifest(made.folder)
    assert manifest is not None
