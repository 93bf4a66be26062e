"""Writes what was planned: the documents, their bases, the manifest, and what is made from them."""

from __future__ import annotations

import contextlib
import json
import time
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from generator.errors import OutputError, OvertakenError, Problem, TemplateError
from generator.files.atomic import (
    LEFTOVER_SECONDS,
    OUTPUT_OPTION,
    Staged,
    digest,
    is_there,
    move,
    read_if_there,
    remove_temporaries,
    stage_all,
    sync_folders,
)
from generator.files.beside import find_beside
from generator.files.lock import folder_lock
from generator.files.names import safe_file_name
from generator.record.manifest import (
    DocumentRecord,
    Journal,
    Manifest,
    PdfRecord,
    backup_path,
    base_path,
    earlier_path,
    encode,
    journal_path,
    load_journal,
    load_manifest,
    lock_path,
    manifest_path,
    next_base_path,
    released_path,
    rendered_path,
)
from generator.run.outcome import DocumentReport, Outcome
from generator.run.plan import Plan, PlannedDocument
from generator.run.report import Report
from generator.toolversion import tool_version


def apply(planned: Plan) -> Report:
    """Write what was planned: per document the file, then its base; then the manifest; each in one step.

    Everything is first written under temporary names, so that a full disk changes nothing. The manifest comes first
    as a note of what is about to be written, so that a run after a crash knows these files for its own; it gets its
    own name last.

    Raises:
        OutputError: Something could not be written; what was not yet written is as before.
    """
    return Writing(planned).finish()


class Writing:
    """A plan whose files are on their way to the disk under temporary names; `finish` puts them in place.

    Between the two another company's documents may be rendered, while the disk works.
    """

    def __init__(self, planned: Plan) -> None:
        """Write the files of a plan under temporary names.

        Raises:
            OutputError: Another run wrote since the plan was made, the disk is full, the folder is read-only, and so
                on; nothing is left behind.
        """
        self._planned = planned
        self._manifest = _manifest_after(planned)
        self._comparisons = _comparisons(planned)
        self._pdf_outcomes: dict[str, Outcome] = {}
        self._staged: deque[Staged] = deque()
        files = _files_to_write(planned)
        if files or self._manifest != planned.before:
            _refuse_other_runs(planned)
            note = (journal_path(planned.request.folder), encode(self._manifest))
            tables = self._comparisons.values()
            self._staged.extend(_stage([*_repaired(planned), note, *tables, *files]))

    def finish(self) -> Report:
        """Put the files in place in their order, unless the ground has moved since the plan was made.

        Raises:
            OutputError: Another run or somebody else wrote meanwhile, or a file cannot be replaced; what was not
                yet written is as before.
        """
        planned, folder = self._planned, self._planned.request.folder
        if self._staged or planned.journal != Journal() or _stale_pdfs(planned):
            try:
                with folder_lock(lock_path(folder)):
                    _refuse_other_runs(planned)
                    self._commit()
                    _finish_journal(planned)
                    self._make_pdfs()
            finally:
                self.abandon()
        tables = {key: path for key, (path, _) in self._comparisons.items()}
        return build_report(
            planned, pdfs=_pdf_paths(planned), pdf_outcomes=self._pdf_outcomes, comparisons=tables
        )

    def _commit(self) -> None:
        for file in self._staged:
            file.sync()
        if self._staged:
            _refuse_moved_ground(self._planned)
        self._put_in_place()

    def _put_in_place(self) -> None:
        places = dict.fromkeys(file.path.parent for file in self._staged)
        while self._staged:
            self._staged[0].commit()
            self._staged.popleft()
        if places:
            folder = self._planned.request.folder
            move(journal_path(folder), manifest_path(folder), OUTPUT_OPTION)
        sync_folders(places)

    def _make_pdfs(self) -> None:
        """Make the PDFs that are missing or old, and note them in the manifest."""
        planned, stale = self._planned, _stale_pdfs(self._planned)
        if not stale:
            return
        from generator.files.pdf import convert_to_pdf

        pdfs = _pdf_paths(planned)
        made = convert_to_pdf([document.path for document in stale])
        records = dict(self._manifest.documents)
        files: list[tuple[Path, bytes]] = []
        for document in stale:
            key, data = document.kind.key, made[document.path]
            self._pdf_outcomes[key] = Outcome.UPDATED if is_there(pdfs[key]) else Outcome.CREATED
            files.append((pdfs[key], data))
            shown = PdfRecord(sha256=digest(data), source_sha256=_current_digest(document))
            records[key] = records[key].model_copy(update={"pdf": shown})
        updated = self._manifest.model_copy(update={"documents": records})
        note = (journal_path(planned.request.folder), encode(updated))
        self._staged.extend(_stage([note, *files]))
        self._put_in_place()

    def abandon(self) -> None:
        """Remove what has not been put in place."""
        while self._staged:
            self._staged.popleft().discard()


def _stage(files: Sequence[tuple[Path, bytes]]) -> list[Staged]:
    for place in dict.fromkeys(path.parent for path, _ in files):
        remove_temporaries(place, older_than=time.time() - LEFTOVER_SECONDS)
    return stage_all(files, OUTPUT_OPTION)


def _refuse_other_runs(planned: Plan) -> None:
    folder = planned.request.folder
    if load_manifest(folder) != planned.before or load_journal(folder) != planned.journal:
        what = "ほかの実行が先に書きました。もう一度実行してください"
        raise OvertakenError(str(folder), [Problem("", what)])


def _comparisons(planned: Plan) -> dict[str, tuple[Path, bytes]]:
    """Make the 新旧対照表 of every document that gets a new version over a file that is there, by its key.

    A file of that name that is no such table, or that somebody edited, is left alone.
    """
    made: dict[str, tuple[Path, bytes]] = {}
    for document in planned.documents if planned.request.options.comparison else ():
        data, ours, version = document.verdict.data, document.ours, document.record.version
        if not document.is_revised or data is None or ours is None:
            continue
        from generator.comparing import compare_documents, is_own_table

        name = safe_file_name(f"新旧対照表_{document.kind.title}", version, ".docx")
        path = planned.request.folder / name
        present = read_if_there(path)
        if present is not None and not is_own_table(present):
            continue
        with contextlib.suppress(TemplateError):  # ours is no Word file, and is replaced by force
            comparison = compare_documents(
                document.earlier or ours,
                data,
                date=planned.request.day,
                reason=planned.request.options.reason,
            )
            if not comparison.is_empty:
                made[document.kind.key] = (path, comparison.to_docx())
    return made


def build_report(
    planned: Plan,
    *,
    pdfs: Mapping[str, Path] | None = None,
    pdf_outcomes: Mapping[str, Outcome] | None = None,
    comparisons: Mapping[str, Path] | None = None,
    dry_run: bool = False,
) -> Report:
    """Say what a plan would do, or did."""
    documents = tuple(
        DocumentReport(
            key=document.kind.key,
            title=document.kind.title,
            path=document.path,
            outcome=document.outcome,
            unfilled=document.unfilled if document.outcome is not Outcome.REMOVED else (),
            pdf=(pdfs or {}).get(document.kind.key),
            pdf_outcome=(pdf_outcomes or {}).get(document.kind.key, Outcome.UNCHANGED),
            comparison=(comparisons or {}).get(document.kind.key),
            changes=len(document.verdict.changed),
            is_tracked=document.verdict.is_tracked,
            conflicts=tuple(conflict.clause for conflict in document.verdict.conflicts),
            guesses=document.verdict.guesses,
            left=document.verdict.left,
            untracked=document.verdict.untracked,
            dropped=document.verdict.dropped,
            kept=document.verdict.kept,
            version=document.record.version,
            summary=document.record.revisions[-1].summary if document.is_revised else "",
            is_adopted=document.is_adopted,
            renamed_from=planned.state.renamed.get(document.kind.key, ""),
            former_pdf=_former_pdf(planned, document),
            beside=find_beside(document.path.parent, document.path.stem),
            fitting_name=planned.fitting_name(document),
        )
        for document in planned.documents
    )
    orphans = tuple(DocumentReport("", title, path, Outcome.ORPHANED) for title, path in planned.orphans)
    return Report(
        planned.request.folder,
        (*documents, *orphans),
        dry_run,
        author=planned.request.options.author,
        profile=planned.request.profile,
    )


def _files_to_write(planned: Plan) -> list[tuple[Path, bytes]]:
    """List what changes on the disk: per document the backup, the file, its base."""
    return [file for document in planned.documents for file in _files_of(document, planned.request.folder)]


def _files_of(document: PlannedDocument, folder: Path) -> Iterator[tuple[Path, bytes]]:
    key, data, base = document.kind.key, document.verdict.data, document.verdict.base
    if data is not None and document.ours is not None:
        backup = backup_path(folder, key, digest(document.ours))
        if not is_there(backup):
            yield backup, document.ours
    if data is not None:
        if base is not None and base != data:
            yield next_base_path(folder, key), base
        yield document.path, data
    if base is not None and read_if_there(base_path(folder, key), is_own=True) != base:
        yield base_path(folder, key), base
    if document.verdict.earlier:
        known = json.dumps(sorted(document.verdict.earlier), indent=0).encode()
        if read_if_there(earlier_path(folder, key)) != known:
            yield earlier_path(folder, key), known
    if document.released is not None:
        yield released_path(folder, key), document.released
    rendered = rendered_path(folder, key)
    if document.verdict.conflicts and read_if_there(rendered, is_own=True) != document.theirs:
        yield rendered, document.theirs


def _refuse_moved_ground(planned: Plan) -> None:
    """Stop when somebody changed a document between planning and writing."""
    moved = [
        doc.path.name for doc in planned.documents if doc.is_written and read_if_there(doc.path) != doc.ours
    ]
    if moved:
        what = "作成している間に変わりました。何も書きませんでした。もう一度実行してください"
        raise OutputError(str(planned.request.folder), [Problem(name, what) for name in moved])


def _manifest_after(planned: Plan) -> Manifest:
    before = planned.before
    snapshot = planned.snapshot
    documents = _earlier_records(planned, snapshot)
    documents |= {
        document.kind.key: document.record
        for document in planned.documents
        if document.outcome is not Outcome.REMOVED
    }
    if before is not None and before.profile == snapshot and before.documents == documents:
        return before
    return Manifest(tool=tool_version(), profile=snapshot, documents=documents)


def _earlier_records(planned: Plan, snapshot: dict[str, Any]) -> dict[str, DocumentRecord]:
    """Return what earlier runs wrote; what this run does not renew keeps the profile it came from."""
    before, records = planned.before, planned.state.records
    if before is None or before.profile == snapshot:
        return dict(records)
    return {
        key: record if record.profile is not None else record.model_copy(update={"profile": before.profile})
        for key, record in records.items()
    }


def _repaired(planned: Plan) -> list[tuple[Path, bytes]]:
    """Make the manifest that says how far an interrupted run came, for its note is about to be replaced."""
    state = planned.state
    if state.journal == Journal():
        return []
    profile = planned.before.profile if planned.before is not None else {}
    manifest = Manifest(tool=tool_version(), profile=profile, documents=state.records)
    return [(manifest_path(planned.request.folder), encode(manifest))]


def _finish_journal(planned: Plan) -> None:
    """Forget what is now in the manifest."""
    folder = planned.request.folder
    with contextlib.suppress(OSError):
        journal_path(folder).unlink(missing_ok=True)
    for document in planned.documents:
        with contextlib.suppress(OSError):
            next_base_path(folder, document.kind.key).unlink(missing_ok=True)
            if not document.record.conflicts:
                rendered_path(folder, document.kind.key).unlink(missing_ok=True)


def _pdf_paths(planned: Plan) -> dict[str, Path]:
    documents = planned.documents if planned.request.options.pdf else ()
    shown = (document for document in documents if document.content is not None)
    return {document.kind.key: document.path.with_suffix(".pdf") for document in shown}


def _former_pdf(planned: Plan, document: PlannedDocument) -> str:
    """Return the PDF that a renamed document left under its former name, when its PDF is asked for."""
    name = planned.state.renamed.get(document.kind.key, "")
    former = (
        (planned.request.folder / name).with_suffix(".pdf") if name and planned.request.options.pdf else None
    )
    return former.name if former is not None and former.is_file() else ""


def _stale_pdfs(planned: Plan) -> list[PlannedDocument]:
    """Return the documents whose PDF is asked for, and is missing or shows an older document."""
    shown = (document for document in planned.documents if document.content is not None)
    return [document for document in shown if planned.request.options.pdf and _needs_pdf(document)]


def _current_digest(document: PlannedDocument) -> str:
    return digest(document.content or b"")


def _needs_pdf(document: PlannedDocument) -> bool:
    existing = read_if_there(document.path.with_suffix(".pdf"))
    record = document.record.pdf
    if existing is None or record is None:
        return True
    return record.sha256 != digest(existing) or record.source_sha256 != _current_digest(document)
