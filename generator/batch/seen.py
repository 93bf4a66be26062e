"""What the last run of a batch left of a company, so that the next one sees at a glance that nothing is to be done.

The note lies beside the company's manifest. It holds a digest of everything the documents follow from and one of
everything the run left on the disk; as long as both are the same, running again would change nothing. It is written
without forcing it to the disk: a note that is lost, torn or old only costs one rendering.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from generator.errors import OutputError
from generator.files.atomic import digest
from generator.files.places import overwrite_own, refuse_links
from generator.files.plain import read_plain
from generator.record.kinds import Digest, DocumentKey, FileName, Words
from generator.record.manifest import state_folder
from generator.run.outcome import Outcome

NOTE = "batch.json"
FORMAT: Literal[2] = 2
_MAX_BYTES = 256 * 1024
_MAX_FILE_BYTES = 512 * 1024 * 1024  # no file that a run leaves is as large
_NOT_STATE = frozenset({NOTE, "lock"})
# What an outcome is when the run is repeated: the written documents are now the same, merged ones edited ones.
_REPEATED = {"created": Outcome.UNCHANGED, "updated": Outcome.UNCHANGED, "merged": Outcome.KEPT}


@dataclass(frozen=True, slots=True)
class Seen:
    """The note of the last run.

    Attributes:
        run: Which run of a batch wrote it.
        name: The company's name.
        documents: The outcome of each document.
        unfilled: The missing values that the documents show.
        code: The exit code that the company's run had.
    """

    run: str
    name: str
    documents: tuple[tuple[str, Outcome], ...]
    unfilled: tuple[str, ...]
    code: int

    def repeated(self) -> tuple[tuple[str, Outcome], ...]:
        """Return the outcomes of running again with nothing changed."""
        return tuple((key, _REPEATED.get(outcome.value, outcome)) for key, outcome in self.documents)


class _Note(BaseModel):
    """The note as it is stored."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: Literal[2]
    inputs: Digest
    state: Digest
    files: tuple[FileName, ...]
    pictures: tuple[Words, ...]
    run: Words
    name: Words
    documents: tuple[tuple[DocumentKey, Outcome], ...]
    unfilled: tuple[Words, ...]
    code: Annotated[int, Field(ge=0, le=255)]


def digest_of(parts: Iterable[bytes]) -> str:
    """Return one digest of several pieces, each with its length, so that no two lists have the same."""
    total = hashlib.sha256()
    for part in parts:
        total.update(len(part).to_bytes(8))
        total.update(part)
    return total.hexdigest()


def recall(folder: Path, inputs: str) -> Seen | None:
    """Return the note of the last run if nothing has changed since: not the inputs, and no file in the folder.

    Args:
        folder: The company's output folder.
        inputs: The digest of everything the documents follow from.
    """
    with contextlib.suppress(OSError, ValueError, OutputError):
        refuse_links(state_folder(folder))
        data = read_plain(state_folder(folder) / NOTE, _MAX_BYTES + 1, follows=False)
        note = _Note.model_validate_json(data) if len(data) <= _MAX_BYTES else None
        if note is None or note.inputs != inputs:
            return None
        if note.state == _state(folder, note.files, note.pictures, {}):
            return Seen(note.run, note.name, note.documents, note.unfilled, note.code)
    return None


def remember(
    folder: Path,
    inputs: str,
    files: Iterable[str],
    seen: Seen,
    *,
    pictures: Iterable[Path] = (),
    known: Mapping[Path, str] | None = None,
) -> None:
    """Write the note of this run; does nothing where that fails, for the documents are what counts.

    Args:
        folder: The company's output folder.
        inputs: The digest of everything the documents follow from.
        files: The names of the documents.
        seen: What the run did.
        pictures: The files of the pictures in the documents.
        known: The digests of files that this run wrote, which need not be read again.
    """
    names, shown = sorted(files), [str(path) for path in pictures]
    with contextlib.suppress(OSError, ValueError):
        note = _Note(
            format=FORMAT,
            inputs=inputs,
            state=_state(folder, names, shown, known or {}),
            files=tuple(names),
            pictures=tuple(shown),
            run=seen.run,
            name=seen.name,
            documents=seen.documents,
            unfilled=seen.unfilled,
            code=seen.code,
        )
        overwrite_own(state_folder(folder) / NOTE, note.model_dump_json().encode())


def _state(folder: Path, files: Iterable[str], pictures: Iterable[str], known: Mapping[Path, str]) -> str:
    """Return a digest of the documents, of everything the program keeps about them, and of their pictures."""
    found = [*_state_files(folder, files), *map(Path, pictures)]
    return digest_of(f"{file}\0{known.get(file) or _digest_of_file(file)}".encode() for file in found)


def _state_files(folder: Path, files: Iterable[str]) -> Iterator[Path]:
    yield from (folder / Path(name).name for name in files)
    own = state_folder(folder)
    for place in (own, own / "base"):
        with contextlib.suppress(FileNotFoundError, NotADirectoryError), os.scandir(place) as entries:
            names = sorted(
                entry.name for entry in entries if entry.is_file() and entry.name not in _NOT_STATE
            )
            yield from (place / name for name in names)


def _digest_of_file(file: Path) -> str:
    is_usual = file.is_file() and file.stat().st_size <= _MAX_FILE_BYTES
    return digest(file.read_bytes()) if is_usual else "-"
