"""Nothing the program keeps for itself leads elsewhere, and what it makes is open to those of the folder and no more."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest

from generator import generate
from generator.batch.report import _harmless
from generator.batch.seen import NOTE, Seen, recall, remember
from generator.errors import GeneratorError, OutputError
from generator.files.atomic import read_if_there, write_atomic
from generator.files.lock import folder_lock
from generator.files.places import make_folder
from generator.record.manifest import FORMAT, STATE_FOLDER, base_path, lock_path, manifest_path, state_folder
from generator.run.outcome import Outcome

posix = pytest.mark.skipif(os.name == "nt", reason="POSIX modes and links")
PROFILE = "company: {name: 甲社, representative: {name: 代表 一}}\ndocuments: {issued_on: 2026-04-01}\n"


@pytest.fixture
def made(tmp_path: Path) -> Path:
    (tmp_path / "p.yaml").write_text(PROFILE, encoding="utf-8")
    folder = tmp_path / "out"
    generate(tmp_path / "p.yaml", folder, only=["policy"])
    return folder


def again(folder: Path, name: str = "乙社") -> None:
    profile = folder.parent / "p.yaml"
    profile.write_text(PROFILE.replace("甲社", name), encoding="utf-8")
    generate(profile, folder, only=["policy"])


@posix
@pytest.mark.parametrize(
    "name",
    ["lock", "manifest.json", "journal.json", "batch.json", "base", "backup", "base/policy.docx", "released"],
)
@pytest.mark.parametrize("leads_somewhere", [True, False])
def test_no_link_among_the_records_is_followed(made: Path, name: str, leads_somewhere: bool) -> None:
    """Whatever part of the records is a link, the run says so, and what it leads to stays as it was."""
    target = made.parent / "elsewhere"
    place = made / STATE_FOLDER / name
    if leads_somewhere and (place.is_dir() or name in ("released", "backup")):
        target.mkdir()
    elif leads_somewhere:
        target.write_bytes(b"precious")
    if place.is_dir():
        place.rename(made.parent / "moved")
    place.unlink(missing_ok=True)
    place.symlink_to(target)
    with pytest.raises(OutputError, match=rf"{STATE_FOLDER}/{name}: リンク"):
        again(made)
    assert target.is_dir() or not leads_somewhere or target.read_bytes() == b"precious"
    assert target.exists() == leads_somewhere and not (target.is_dir() and list(target.iterdir()))


@posix
@pytest.mark.parametrize("leads_somewhere", [True, False])
def test_a_link_in_place_of_the_records_is_refused(made: Path, leads_somewhere: bool) -> None:
    """The folder of the records is a folder of its own, also before the first run."""
    elsewhere = made.parent / "elsewhere"
    for folder in (made, made.parent / "fresh"):
        own = folder / STATE_FOLDER
        if own.exists():
            own.rename(elsewhere) if leads_somewhere else own.rename(made.parent / "gone")
        folder.mkdir(exist_ok=True)
        own.symlink_to(elsewhere)
        with pytest.raises(OutputError, match="リンク"):
            again(folder)
        assert [path.name for path in (made.parent / "fresh").glob("*.docx")] == []


@posix
def test_an_output_folder_that_is_a_link_is_the_users_choice(made: Path) -> None:
    """Only the records may not lead elsewhere; the folder of the documents may be reached through a link."""
    link = made.parent / "link"
    link.symlink_to(made)
    again(link)
    assert "乙社" in manifest_path(made).read_text(encoding="utf-8")


@posix
@pytest.mark.parametrize("kind", ["link", "hard link", "pipe", "folder"])
def test_a_lock_that_is_no_file_of_its_own_is_refused(tmp_path: Path, kind: str) -> None:
    """Neither name of a file is emptied, nothing is waited for."""
    precious, lock = tmp_path / "precious", tmp_path / "own" / "lock"
    precious.write_bytes(b"precious")
    lock.parent.mkdir()
    if kind == "link":
        lock.symlink_to(precious)
    elif kind == "hard link":
        os.link(precious, lock)
    elif kind == "pipe":
        os.mkfifo(lock)
    else:
        lock.mkdir()
    with pytest.raises(OutputError), folder_lock(lock, wait=0):
        pytest.fail("taken")
    assert precious.read_bytes() == b"precious"


@posix
def test_the_note_of_a_batch_follows_no_link(made: Path) -> None:
    """A note that is a link is neither read nor written."""
    precious, note = made.parent / "precious", made / STATE_FOLDER / NOTE
    precious.write_bytes(b"precious")
    note.symlink_to(precious)
    seen = Seen("r", "甲社", (("policy", Outcome.CREATED),), (), 0)
    remember(made, "0" * 64, [], seen)
    assert precious.read_bytes() == b"precious" and recall(made, "0" * 64) is None
    note.unlink()
    remember(made, "0" * 64, [], seen)
    assert recall(made, "0" * 64) == seen


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"code":0', '"code":1e999'),
        ('"code":0', '"code":-1'),
        ('"code":0', f'"code":{"9" * 5000}'),
        ('"甲社"', '"\\ud800"'),
        ('"甲社"', "[" * 5000),
        ('"created"', '"eaten"'),
        ('"files":[]', '"files":["../../x"]'),
        ('"files":[]', '"files":7'),
        ('"format":2', '"format":NaN'),
    ],
)
def test_an_odd_note_is_no_note(made: Path, old: str, new: str) -> None:
    """Whatever the note has become, the company is only looked at again."""
    seen = Seen("r", "甲社", (("policy", Outcome.CREATED),), (), 0)
    remember(made, "0" * 64, [], seen)
    note = state_folder(made) / NOTE
    text = note.read_text(encoding="utf-8")
    assert old in text
    note.write_text(text.replace(old, new), encoding="utf-8")
    assert recall(made, "0" * 64) is None


def modes(folder: Path) -> dict[bool, set[int]]:
    """Return the modes of all folders (True) and all files (False) below a folder."""
    found: dict[bool, set[int]] = {True: set(), False: set()}
    for path in folder.rglob("*"):
        found[path.is_dir()].add(stat.S_IMODE(path.stat().st_mode))
    return found


@posix
@pytest.mark.parametrize(
    ("mask", "shared", "folders", "files"),
    [
        (0o002, 0o2775, 0o2775, 0o664),
        (0o002, 0o2770, 0o2770, 0o660),
        (0o000, 0o2770, 0o2770, 0o660),
        (0o022, 0o2775, 0o2755, 0o644),
        (0o077, 0o2775, 0o2700, 0o600),
        (0o000, 0o700, 0o700, 0o600),
        (0o000, 0o750, 0o750, 0o640),
        (0o022, 0o755, 0o755, 0o644),
    ],
)
def test_new_files_are_open_to_those_of_the_folder(
    tmp_path: Path, mask: int, shared: int, folders: int, files: int
) -> None:
    """Documents and records in a shared folder may be gone on with by its group; nobody gets more than it gives."""
    profile, home = tmp_path / "p.yaml", tmp_path / "shared"
    profile.write_text(PROFILE, encoding="utf-8")
    home.mkdir()
    home.chmod(shared)
    before = os.umask(mask)
    try:
        generate(profile, home / "a" / "b", only=["policy"])
        again_profile = PROFILE.replace("甲社", "乙社")
        profile.write_text(again_profile, encoding="utf-8")
        generate(profile, home / "a" / "b", only=["policy"])
    finally:
        os.umask(before)
    assert modes(home) == {True: {folders}, False: {files}}


@posix
def test_the_right_to_run_and_to_change_users_is_not_taken_over(tmp_path: Path) -> None:
    """A replaced file keeps who may read and write it, and no more."""
    file = tmp_path / "a.docx"
    file.write_bytes(b"one")
    file.chmod(0o4664)
    write_atomic(file, b"two")
    assert stat.S_IMODE(file.stat().st_mode) == 0o664


def test_folders_are_made_with_those_above(tmp_path: Path) -> None:
    """A folder that is there is no obstacle, a file is."""
    make_folder(tmp_path / "a" / "b")
    make_folder(tmp_path / "a" / "b")
    (tmp_path / "c").write_bytes(b"")
    with pytest.raises(OSError):
        make_folder(tmp_path / "c" / "d")
    with pytest.raises(OSError):
        make_folder(tmp_path / "c")


@pytest.mark.parametrize(
    "cell",
    [
        "=1",
        "+1",
        "-1",
        "@x",
        "＝1",
        "＋1",
        "－1",
        "＠x",
        "﹢1",
        "−1",
        "\t=1",
        "\r1",
        "\n1",
        " =1",
        "　＝1",
        "'=1",
        '"=1',
        "\u200b=1",
    ],
)
def test_what_a_spreadsheet_would_run_is_guarded(cell: str) -> None:
    """A cell of a report that begins like a formula, in whatever width, is text."""
    assert _harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["甲社", "a=1", "1-2", "", " 甲", "#1", "・甲"])
def test_other_cells_stay_as_they_are(cell: str) -> None:
    """Nothing is put before a cell that is no formula."""
    assert _harmless(cell) == cell


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("1.0", "²"),
        ('"tool":', '"x": 1, "tool":'),
        ("代表 一", "\\ud800"),
        ("代表 一", "\\u0000"),
        ('"代表 一"', "NaN"),
        ('"代表 一"', "1e999"),
        ('"代表 一"', "9" * 4000),
        ('"代表 一"', "9" * 5000),
        ('"代表 一"', f"{'[' * 100}{']' * 100}"),
        ('"代表 一"', f"{'[' * 5000}{']' * 5000}"),
        ('"policy"', '"../policy"'),
        (f'"format": {FORMAT}', '"format": -1'),
        (f'"format": {FORMAT}', '"format": true'),
    ],
)
@pytest.mark.parametrize("which", ["manifest.json", "journal.json"])
def test_odd_records_are_ours_to_tell(made: Path, which: str, old: str, new: str) -> None:
    """A record with numbers, characters or depths that no run writes is damaged; a note of a run is passed over.

    Nobody is asked to run again for ever.
    """
    own = state_folder(made)
    text = (own / "manifest.json").read_text(encoding="utf-8")
    assert old in text
    (own / which).write_text(text.replace(old, new), encoding="utf-8")
    if which == "manifest.json":
        with pytest.raises(GeneratorError, match="壊れています"):
            again(made)
    else:
        again(made, "甲社")
        again(made)


def test_reading_our_own_files_follows_no_link(made: Path) -> None:
    """The last look before reading is at the file itself."""
    base = base_path(made, "policy")
    if os.name != "nt":
        base.parent.mkdir(exist_ok=True)
        base.unlink(missing_ok=True)
        base.symlink_to(made.parent / "p.yaml")
        with pytest.raises(OutputError, match="リンク"):
            read_if_there(base, is_own=True)
    assert json.loads(manifest_path(made).read_bytes())["format"] == FORMAT
    assert lock_path(made).read_bytes() == b""
