"""The record of the last run, in OUTPUT/.policygen/; written by the program only.

Layout of the folder (format 2; format 1 recorded the profile with every default, and no released texts):

- `manifest.json`: what the profile stated and, for each document, its file, digests, version and date.
- `base/KEY.docx`: the documents as last rendered; blocks in conflict stay as they were before.
- `base/KEY.next.docx`: the base of a document that is being merged, until it takes its place.
- `base/KEY.released.docx`: the text that the company declared its version, where that is not the base.
- `base/KEY.rendered.docx`: the last render itself, while a conflict is open.
- `base/KEY.earlier.json`: digests of paragraphs that earlier renders said, since changes were tracked.
- `backup/`: every file that a run replaced, once.
- `lock`: held by the run that is writing; empty otherwise.
- `journal.json`: only while a run is writing; names what it is about to write, so that the next run recognises it.
"""

from __future__ import annotations

import datetime
from functools import lru_cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import from_json

from generator.errors import ManifestError, Problem
from generator.files.atomic import OUTPUT_OPTION, read_if_there
from generator.files.places import refuse_links
from generator.files.trouble import read_error
from generator.record.assumed import marked
from generator.record.kinds import Digest, DocumentKey, FileName, Nothing, PlainData, Version, Words

FORMAT = 2
STATE_FOLDER = ".policygen"
MAX_BYTES = 32 * 1024 * 1024
_FOLDERS = 128  # so many joined paths are kept: a batch asks for those of a company dozens of times


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class PdfRecord(_Record):
    """The PDF made of a document: its own digest and that of the Word file it shows."""

    sha256: Digest
    source_sha256: Digest


class RevisionRow(_Record):
    """One row of 改訂履歴 as the documents show it; never rewritten."""

    id: Words
    version: Words
    date: Words
    summary: Words
    made_by: Words
    approved_by: Words


class OpenConflict(_Record):
    """A block that both sides changed, until the company has decided.

    Attributes:
        clause: Number and title of the clause.
        note: The words of our comment in the document.
    """

    clause: Words
    note: Words


class DocumentRecord(_Record):
    """What the last run wrote for one document.

    Attributes:
        file: Its name in the output folder; stays when the company's name changes.
        sha256: Digest of the file as this program last left it.
        rendered_sha256: Digest of the document as last rendered.
        base_sha256: Digest of the base: the last render, with the blocks in conflict as they were before.
        template_sha256: Digest of the template.
        version: The document's version.
        revised_on: The date of its last revision; None while it is the first version.
        asked_version: The version that the profile named when `version` was decided.
        asked_revision: The date of revision that the profile named then.
        revisions: The rows of its 改訂履歴, oldest first.
        date: The date the document carries as its date of change.
        conflicts: What the company has not yet decided.
        profile: The profile it was rendered from, where that is older than the manifest's.
        pdf: The PDF beside it, if this program made one.
        released_sha256: Digest of the text that the company declared its version; empty where that is the base.
    """

    file: FileName
    sha256: Digest
    rendered_sha256: Digest
    base_sha256: Digest
    template_sha256: Digest
    version: Version = ""
    revised_on: datetime.date | None = None
    asked_version: Version = ""
    asked_revision: datetime.date | None = None
    revisions: tuple[RevisionRow, ...] = ()
    date: datetime.date
    conflicts: tuple[OpenConflict, ...] = ()
    profile: PlainData | None = None
    pdf: PdfRecord | None = None
    released_sha256: Digest | Nothing = ""


class Manifest(_Record):
    """The record of the last run.

    Attributes:
        format: Version of this layout.
        tool: Version of the program that wrote it.
        profile: The company profile as it was.
        documents: The documents by key.
    """

    format: int = Field(FORMAT, ge=1, le=FORMAT, strict=True)
    tool: Words = ""
    profile: PlainData = {}
    documents: dict[DocumentKey, DocumentRecord] = {}


class Journal(_Record):
    """What a run was writing when it stopped: the records that its documents would have had.

    In the file it is the manifest itself, written under this name first and renamed when the documents are in place.

    Attributes:
        format: Version of this layout.
        tool: In the file: version of the program that wrote it.
        profile: In the file: the profile of the records that name none.
        documents: The records by key; each names its profile.
    """

    format: int = Field(FORMAT, ge=1, le=FORMAT, strict=True)
    tool: Words = ""
    profile: PlainData | None = None
    documents: dict[DocumentKey, DocumentRecord] = {}


@lru_cache(maxsize=_FOLDERS)
def state_folder(folder: Path) -> Path:
    """Return the folder of the records inside an output folder."""
    return folder / STATE_FOLDER


@lru_cache(maxsize=_FOLDERS)
def manifest_path(folder: Path) -> Path:
    """Return where the manifest of an output folder is."""
    return state_folder(folder) / "manifest.json"


@lru_cache(maxsize=_FOLDERS)
def journal_path(folder: Path) -> Path:
    """Return where a run notes what it is about to write."""
    return state_folder(folder) / "journal.json"


@lru_cache(maxsize=_FOLDERS)
def lock_path(folder: Path) -> Path:
    """Return the file whose lock a run holds while it writes."""
    return state_folder(folder) / "lock"


@lru_cache(maxsize=_FOLDERS)
def base_path(folder: Path, key: str) -> Path:
    """Return where the base of a document is."""
    return state_folder(folder) / "base" / f"{key}.docx"


@lru_cache(maxsize=_FOLDERS)
def next_base_path(folder: Path, key: str) -> Path:
    """Return where the base of a merged document waits until the document itself is written."""
    return state_folder(folder) / "base" / f"{key}.next.docx"


@lru_cache(maxsize=_FOLDERS)
def rendered_path(folder: Path, key: str) -> Path:
    """Return where the last render is kept while a conflict is open."""
    return state_folder(folder) / "base" / f"{key}.rendered.docx"


@lru_cache(maxsize=_FOLDERS)
def released_path(folder: Path, key: str) -> Path:
    """Return where the text is kept that the company declared its version."""
    return state_folder(folder) / "base" / f"{key}.released.docx"


def earlier_path(folder: Path, key: str) -> Path:
    """Return where the digests are of what earlier renders of a document said."""
    return state_folder(folder) / "base" / f"{key}.earlier.json"


def backup_path(folder: Path, key: str, sha256: str) -> Path:
    """Return where a document is kept that a run replaces."""
    return state_folder(folder) / "backup" / f"{key}-{sha256[:16]}.docx"


def load_manifest(folder: Path) -> Manifest | None:
    """Read the record of the last run, or None on the first run.

    Raises:
        ManifestError: The record is damaged, or was written by a newer version of this program.
        OutputError: The folder of the records or something in it is a link.
    """
    path = manifest_path(folder)
    refuse_links(state_folder(folder))
    data = _read(path)
    if data is None:
        return None
    try:
        content = from_json(data, allow_inf_nan=False)
        written = content["format"]
    except (ValueError, TypeError, KeyError) as error:
        raise _damaged(path) from error
    if type(written) is not int or written < 1:
        raise _damaged(path)
    if written > FORMAT:
        what = "新しい版の policygen が書いた記録です。policygen を新しくしてください（pip install -U policygen）"
        raise ManifestError(str(path), [Problem("", what)])
    try:
        return _of_today(Manifest.model_validate(content))
    except ValidationError as error:
        raise _damaged(path) from error


def _of_today(manifest: Manifest) -> Manifest:
    """Return a manifest of an earlier format as one of today."""
    if manifest.format >= FORMAT:
        return manifest
    documents = {
        key: record
        if record.profile is None
        else record.model_copy(update={"profile": marked(record.profile)})
        for key, record in manifest.documents.items()
    }
    own = {"format": FORMAT, "profile": marked(manifest.profile), "documents": documents}
    return manifest.model_copy(update=own)


def load_journal(folder: Path) -> Journal:
    """Read what an interrupted run was writing; empty when none was, or when the note itself is damaged.

    A damaged note only means that files of that run are taken for edited ones, and so are not overwritten.
    """
    data = _read(journal_path(folder))
    try:
        noted = Journal() if data is None else Journal.model_validate_json(data)
    except ValidationError:
        return Journal()
    return Journal(
        documents={
            key: record
            if record.profile is not None
            else record.model_copy(update={"profile": noted.profile})
            for key, record in noted.documents.items()
        }
    )


def encode(record: Manifest | Journal) -> bytes:
    """Return the bytes to store; the same record gives the same bytes."""
    return (record.model_dump_json(indent=1) + "\n").encode()


def _read(path: Path) -> bytes | None:
    try:
        if path.lstat().st_size > MAX_BYTES:
            raise _damaged(path)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise read_error(path, error, OUTPUT_OPTION) from error
    return read_if_there(path, is_own=True)


def _damaged(path: Path) -> ManifestError:
    what = (
        "前回の記録が壊れています。文書には触れていません。バックアップにこのファイルがあれば、戻してください。"
        "なければ、このファイルを別の場所に移し、--adopt を付けてもう一度実行してください"
        "（今の文書をそのまま引き継ぎ、版と改訂履歴は文書から読み取ります）"
    )
    return ManifestError(str(path), [Problem("", what)])
