"""Files are written whole or not at all, under names that every system accepts."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import textwrap
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.errors import OutputError
from generator.files.atomic import remove_temporaries, stage, stage_all, write_atomic, write_new
from generator.files.names import MAX_NAME_BYTES, safe_file_name
from generator.files.trouble import write_obstacle

RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}


def test_writing_replaces_in_one_step_and_leaves_nothing_else(tmp_path: Path) -> None:
    """After a write the folder holds the file and nothing more; folders on the way are made."""
    file = tmp_path / "a" / "b" / "文書.docx"
    write_atomic(file, b"one")
    write_atomic(file, b"two")
    assert file.read_bytes() == b"two"
    assert [path.name for path in file.parent.iterdir()] == ["文書.docx"]


@pytest.mark.skipif(os.name == "nt", reason="POSIX modes")
def test_modes_are_those_of_a_normal_file(tmp_path: Path) -> None:
    """A new file follows the umask; a replaced one keeps the mode it had."""
    tmp_path.chmod(0o755)
    file = tmp_path / "a.docx"
    before = os.umask(0o027)
    try:
        write_atomic(file, b"one")
    finally:
        os.umask(before)
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    file.chmod(0o604)
    write_atomic(file, b"two")
    assert stat.S_IMODE(file.stat().st_mode) == 0o604


@pytest.mark.skipif(os.name == "nt", reason="POSIX limits")
def test_a_full_disk_changes_nothing(tmp_path: Path) -> None:
    """When the system refuses the bytes, the old file stays and no temporary file is left (limit by setrlimit)."""
    (tmp_path / "a.docx").write_bytes(b"old")
    program = textwrap.dedent(
        """
        import resource, signal, sys
        from pathlib import Path
        from generator.errors import OutputError
        from generator.files.atomic import stage_all
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
        folder = Path(sys.argv[1])
        try:
            stage_all([(folder / "b.docx", b"x" * 10), (folder / "a.docx", b"x" * 5000)])
        except OutputError as error:
            sys.exit("空き" not in str(error))
        sys.exit("written")
        """
    )
    result = subprocess.run([sys.executable, "-c", program, str(tmp_path)], capture_output=True, check=False)
    assert result.returncode == 0, result.stderr.decode()
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a.docx": b"old"}


def test_a_killed_process_leaves_the_old_file(tmp_path: Path) -> None:
    """A process killed between writing and renaming leaves the old content, and a later run cleans up."""
    file = tmp_path / "a.docx"
    file.write_bytes(b"old")
    program = (
        "import os, signal, sys\nfrom pathlib import Path\nfrom generator.files.atomic import stage\n"
        "stage(Path(sys.argv[1]), b'new' * 100000)\nos.kill(os.getpid(), signal.SIGKILL)\n"
    )
    assert subprocess.run([sys.executable, "-c", program, str(file)], check=False).returncode < 0
    assert file.read_bytes() == b"old"
    leftovers = [path for path in tmp_path.iterdir() if path != file]
    assert len(leftovers) == 1
    remove_temporaries(tmp_path, older_than=0)
    assert leftovers[0].exists()
    remove_temporaries(tmp_path, older_than=leftovers[0].stat().st_mtime + 1)
    assert not leftovers[0].exists()


def test_a_failed_rename_keeps_the_old_content(tmp_path: Path) -> None:
    """When the target cannot be replaced, the error says so and the temporary file is gone."""
    folder = tmp_path / "a.docx"
    folder.mkdir()
    (folder / "x").touch()
    with pytest.raises(OutputError, match="フォルダー"):
        write_atomic(folder, b"data")
    assert [path.name for path in tmp_path.iterdir()] == ["a.docx"]


@pytest.mark.parametrize("bad", ["file/x/a.docx", "a\0b.docx", f"{'あ' * 90}.docx"])
def test_impossible_places_are_output_errors(tmp_path: Path, bad: str) -> None:
    """A folder that is a file, a NUL in the name, and too long a name each give our own error."""
    (tmp_path / "file").touch()
    with pytest.raises(OutputError):
        write_atomic(tmp_path / bad, b"data")


def test_staged_files_go_together(tmp_path: Path) -> None:
    """When one of several files cannot be staged, none is left behind."""
    (tmp_path / "file").touch()
    with pytest.raises(OutputError):
        stage_all([(tmp_path / "a", b"1"), (tmp_path / "file" / "b", b"2")])
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
    staged = stage(tmp_path / "a", b"1")
    staged.discard()
    staged.discard()
    assert not (tmp_path / "a").exists()


def test_a_new_file_never_replaces_one(tmp_path: Path) -> None:
    """write_new makes a file once and leaves an existing one alone, even a dangling link."""
    file = tmp_path / "profile.yaml"
    write_new(file, b"one")
    with pytest.raises(OutputError, match="すでにある"):
        write_new(file, b"two")
    assert file.read_bytes() == b"one"
    link = tmp_path / "link.yaml"
    link.symlink_to(tmp_path / "elsewhere.yaml")
    with pytest.raises(OutputError):
        write_new(link, b"two")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link.yaml", "profile.yaml"]


@pytest.mark.parametrize(
    "lock", ["~$文書1234567.docx", "~$書1234567.docx", "~$1234567.docx", ".~lock.文書1234567.docx#"]
)
def test_an_open_document_is_noticed(tmp_path: Path, lock: str) -> None:
    """The lock files of Word and LibreOffice beside a document stop us."""
    file = tmp_path / "文書1234567.docx"
    file.write_bytes(b"x")
    assert write_obstacle(file) == ""
    (tmp_path / lock).touch()
    assert "閉じて" in write_obstacle(file)


def test_safe_names_of_companies() -> None:
    """Slashes become full-width, invisible signs go, long names are cut, the ending stays."""
    assert safe_file_name("基本方針", "株式会社A/B", ".docx") == "基本方針_株式会社A／B.docx"
    assert safe_file_name("基本方針", "..", ".docx") == "基本方針.docx"
    assert safe_file_name("基本方針", "a\u202eb\u200bc\nd.", ".docx") == "基本方針_abcd.docx"
    assert safe_file_name("基本方針", "か\u3099", ".docx") == "基本方針_が.docx"
    assert safe_file_name("nul", "", ".docx") == "_nul.docx"
    long = safe_file_name("基本方針", "社" * 300, ".docx")
    assert len(long.encode()) <= MAX_NAME_BYTES
    assert long.endswith("社.docx")


@given(st.text(max_size=120), st.text(max_size=300))
def test_any_company_name_gives_a_good_file_name(title: str, company: str) -> None:
    """Whatever the name, the file name is accepted by Windows, macOS and Linux."""
    name = safe_file_name(title, company, ".docx")
    stem = name.removesuffix(".docx")
    assert name.endswith(".docx")
    assert 0 < len(name.encode("utf-8")) <= MAX_NAME_BYTES
    assert unicodedata.is_normalized("NFC", name)
    assert not set(name) & set('<>:"/\\|?*')
    assert all(unicodedata.category(c) not in ("Cc", "Cf", "Cs") for c in name)
    assert stem.strip(" .") == stem
    assert stem.split(".")[0].lower() not in RESERVED
