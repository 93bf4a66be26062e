"""The record of the last run is read back exactly, or refused with a reason."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.errors import ManifestError
from generator.files.atomic import digest, write_atomic
from generator.record.manifest import (
    FORMAT,
    DocumentRecord,
    Journal,
    Manifest,
    encode,
    journal_path,
    load_journal,
    load_manifest,
    manifest_path,
)

RECORD = DocumentRecord(
    file="情報セキュリティ基本方針_見本.docx",
    sha256=digest(b"a"),
    rendered_sha256=digest(b"b"),
    base_sha256=digest(b"b"),
    template_sha256=digest(b"c"),
    version="1.0",
    date=datetime.date(2026, 4, 1),
)


def test_there_is_no_record_before_the_first_run(tmp_path: Path) -> None:
    """An empty or missing folder has no manifest and no journal."""
    assert load_manifest(tmp_path / "missing") is None
    assert load_journal(tmp_path) == Journal()


def test_a_manifest_comes_back_as_it_was(tmp_path: Path) -> None:
    """What is written is what is read, and the same record gives the same bytes."""
    manifest = Manifest(tool="1.2", profile={"company": {"name": "見本"}}, documents={"policy": RECORD})
    write_atomic(manifest_path(tmp_path), encode(manifest))
    assert load_manifest(tmp_path) == manifest
    assert encode(manifest) == encode(manifest.model_copy())
    assert "見本" in manifest_path(tmp_path).read_text(encoding="utf-8")


def test_a_manifest_of_a_newer_program_is_refused(tmp_path: Path) -> None:
    """A newer layout is named as such, whatever else it holds."""
    write_atomic(manifest_path(tmp_path), b'{"format": %d, "future": []}' % (FORMAT + 1))
    with pytest.raises(ManifestError, match="新しい版"):
        load_manifest(tmp_path)


@pytest.mark.parametrize(
    "name", ["../outside.docx", "a/b.docx", "C:\\\\x.docx", "..", "", "/etc/passwd", "\\u0000"]
)
def test_a_record_cannot_point_outside_its_folder(tmp_path: Path, name: str) -> None:
    """File names in the manifest are plain names, so that a forged record reaches no other file."""
    text = encode(Manifest(documents={"policy": RECORD})).decode().replace(RECORD.file, name)
    write_atomic(manifest_path(tmp_path), text.encode())
    with pytest.raises(ManifestError, match="壊れています"):
        load_manifest(tmp_path)


@given(
    st.binary(max_size=80)
    | st.recursive(st.none() | st.text(), st.lists, max_leaves=5).map(lambda v: str(v).encode())
)
def test_any_damaged_manifest_is_said_to_be_damaged(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    """No content of the file makes the program crash or guess."""
    folder = tmp_path_factory.mktemp("damaged")
    write_atomic(manifest_path(folder), data)
    with pytest.raises(ManifestError):
        load_manifest(folder)
    write_atomic(journal_path(folder), data)
    assert load_journal(folder) == Journal()


def test_deep_or_huge_records_are_refused(tmp_path: Path) -> None:
    """A record nested without end or gigabytes long is damaged, not a crash."""
    write_atomic(manifest_path(tmp_path), b"[" * 200_000)
    with pytest.raises(ManifestError):
        load_manifest(tmp_path)
    with manifest_path(tmp_path).open("wb") as stream:
        stream.truncate(5 * 1024**3)
    with pytest.raises(ManifestError):
        load_manifest(tmp_path)


def test_a_journal_comes_back(tmp_path: Path) -> None:
    """The note of a running write is read by the next run."""
    journal = Journal(documents={"policy": RECORD})
    write_atomic(journal_path(tmp_path), encode(journal))
    assert load_journal(tmp_path) == journal
