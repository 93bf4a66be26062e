"""What earlier runs left in an output folder, an interrupted one included."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from generator.files.atomic import digest, read_if_there
from generator.files.names import safe_file_name
from generator.record.manifest import (
    DocumentRecord,
    Journal,
    Manifest,
    PdfRecord,
    base_path,
    earlier_path,
    load_journal,
    load_manifest,
    next_base_path,
    released_path,
    rendered_path,
)
from generator.record.renamed import find_renamed

SUFFIX = ".docx"


@dataclass(frozen=True, slots=True)
class DocumentState:
    """The records of an output folder.

    Attributes:
        folder: The output folder.
        manifest: The record of the last run; None before the first.
        journal: What an interrupted run was writing.
        records: The documents by key, with those that the interrupted run had already written.
        renamed: The names that documents had when they were last written and somebody has changed since, by key.
    """

    folder: Path
    manifest: Manifest | None
    journal: Journal
    records: dict[str, DocumentRecord]
    renamed: dict[str, str] = field(default_factory=dict)

    def base(self, key: str, ours: bytes | None) -> bytes | None:
        """Return the base of a document; None when it is missing or damaged."""
        record = self.records.get(key)
        if record is None:
            return None
        if ours is not None and digest(ours) == record.base_sha256:
            return ours
        return _stored_base(self.folder, key, record)

    def rendered(self, key: str) -> bytes | None:
        """Return the last render, which is kept while a conflict is open; None when it is missing or damaged."""
        record = self.records.get(key)
        data = read_if_there(rendered_path(self.folder, key), is_own=True) if record is not None else None
        return data if record is not None and data and digest(data) == record.rendered_sha256 else None

    def released(self, key: str) -> bytes | None:
        """Return the text that the company declared its version; None where that is the base, or it is lost."""
        record = self.records.get(key)
        place = released_path(self.folder, key)
        data = read_if_there(place, is_own=True) if record and record.released_sha256 else None
        return data if record is not None and data and digest(data) == record.released_sha256 else None

    def earlier(self, key: str) -> frozenset[str]:
        """Return digests of what earlier renders said; none where they are missing or damaged: then more is asked."""
        data = read_if_there(earlier_path(self.folder, key))
        try:
            found = json.loads(data) if data else []
        except ValueError:
            return frozenset()
        return frozenset(map(str, found)) if isinstance(found, list) else frozenset()

    def profile(self, key: str) -> dict[str, Any]:
        """Return the profile that a document was last rendered from."""
        record = self.records.get(key)
        if record is not None and record.profile is not None:
            return record.profile
        return self.manifest.profile if self.manifest is not None else {}

    def fitting_name(self, key: str, title: str, company: str) -> str:
        """Return the name a document would get now, where the company had another name when it was last rendered.

        Empty where the name fits, or is one that somebody gave it.
        """
        record, before = self.records.get(key), self.profile(key).get("company")
        last = before.get("name") if isinstance(before, dict) else None
        if record is None or not isinstance(last, str) or record.file != safe_file_name(title, last, SUFFIX):
            return ""
        name = safe_file_name(title, company, SUFFIX)
        return name if name != record.file else ""


def load_state(folder: Path) -> DocumentState:
    """Read the records of a folder.

    Raises:
        ManifestError: The record of the last run is damaged, or was written by a newer version.
        OutputError: A file cannot be read.
    """
    manifest, journal = load_manifest(folder), load_journal(folder)
    records = dict(manifest.documents) if manifest is not None else {}
    for key, record in journal.documents.items():
        known = records.get(key)
        reached = record if _is_in_place(folder, key, record, known) else known
        if reached is not None:
            records[key] = reached.model_copy(update={"pdf": _pdf_in_place(folder, record, known)})
    found = find_renamed(folder, records)
    renamed = {key: records[key].file for key in found}
    records |= {key: records[key].model_copy(update={"file": name}) for key, name in found.items()}
    return DocumentState(folder, manifest, journal, records, renamed)


def _is_in_place(folder: Path, key: str, record: DocumentRecord, known: DocumentRecord | None) -> bool:
    """Return whether the interrupted run was done with a document: its file, and the base that goes with it."""
    is_new = known is None or known.base_sha256 != record.base_sha256
    if is_new and _has_digest(base_path(folder, key), record.base_sha256):
        return True  # the base comes after the document, whatever somebody has done to that since
    if not _has_digest(folder / record.file, record.sha256):
        return False
    return record.base_sha256 == record.sha256 or _stored_base(folder, key, record) is not None


def _pdf_in_place(folder: Path, record: DocumentRecord, known: DocumentRecord | None) -> PdfRecord | None:
    """Return the record of the PDF that is there: the one that the interrupted run made, or the one before."""
    before = known.pdf if known is not None else None
    pdf = (folder / record.file).with_suffix(".pdf")
    return record.pdf if record.pdf is not None and _has_digest(pdf, record.pdf.sha256) else before


def _stored_base(folder: Path, key: str, record: DocumentRecord) -> bytes | None:
    places = (base_path(folder, key), next_base_path(folder, key))
    found = (read_if_there(place, is_own=True) for place in places)
    return next((data for data in found if data is not None and digest(data) == record.base_sha256), None)


def _has_digest(path: Path, sha256: str) -> bool:
    data = read_if_there(path)
    return data is not None and digest(data) == sha256
