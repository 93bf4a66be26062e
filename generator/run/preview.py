"""What the next run would change, before anything is written: fields, clauses, conflicts, corrections."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from generator.errors import TemplateError
from generator.exitcode import ExitCode
from generator.profile.fields.changes import FieldChange, changed_fields
from generator.run.corrections import Correction, find_corrections, with_lines
from generator.run.generate import build_request
from generator.run.issue import Renderer
from generator.run.outcome import Outcome
from generator.run.plan import Plan, PlannedDocument, plan
from generator.screen import one_line, table

if TYPE_CHECKING:
    import datetime

    from generator.profile import CompanyProfile
    from generator.run.request import RunKeywords
    from generator.templating.set import TemplateSet

_OUTSIDE = "表紙など（条の外）"


@dataclass(frozen=True, slots=True)
class ClauseChange:
    """A clause that the next run would change.

    Attributes:
        name: Its number and title.
        edited: Whether the company has edited it.
        conflict: Whether the change would meet the edit in the same words.
    """

    name: str
    edited: bool = False
    conflict: bool = False


@dataclass(frozen=True, slots=True)
class DocumentDifferences:
    """What the next run would do with one document.

    Attributes:
        key: The document's name on the command line.
        title: Its Japanese title.
        outcome: What would happen to it.
        is_current: Whether the document says what the profile says.
        version: The version it has now; empty when it has never been made.
        next_version: The version it would have.
        clauses: The clauses that would change.
        file: The name of its file.
        renamed_from: The name it had at the last run, where somebody has changed it since.
        fitting_name: The name it would get now, where the company was called otherwise when it was last made.
        undecided: The clauses in which an earlier run met an edit, and the company has yet to decide.
    """

    key: str
    title: str
    outcome: Outcome
    is_current: bool
    version: str
    next_version: str
    clauses: tuple[ClauseChange, ...]
    file: str = ""
    renamed_from: str = ""
    fitting_name: str = ""
    undecided: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Preview:
    """What the next run would change.

    Attributes:
        folder: Where the documents are.
        source: The profile's file.
        fields: The fields that changed since the last run.
        documents: What would happen to each document.
        corrections: What somebody corrected in a document and not in the profile.
    """

    folder: Path
    source: str
    fields: tuple[FieldChange, ...]
    documents: tuple[DocumentDifferences, ...]
    corrections: tuple[Correction, ...]

    @property
    def exit_code(self) -> ExitCode:
        """Return the exit code: out of date, conflicts left, or all is well."""
        if not all(document.is_current for document in self.documents):
            return ExitCode.OUT_OF_DATE
        left = any(document.outcome is Outcome.CONFLICT for document in self.documents)
        return ExitCode.CONFLICTS if left else ExitCode.DONE

    def text(self) -> str:
        """Return the differences as the user reads them."""
        lines = [f"出力先: {self.folder}（確認だけで、何も書いていません）"]
        if self.fields:
            lines.append(f"プロファイルの変更 {len(self.fields)}件")
            rows = [
                (change.name, change.title, f"{change.before_words} → {change.after_words}")
                for change in self.fields
            ]
            lines += table(rows, indent=2)
        for document in self.documents:
            lines += _document_lines(document)
        if self.corrections:
            lines.append(f"文書での手直しのうち、プロファイルにも反映できるもの {len(self.corrections)}件")
            lines += [f"  {one_line(line)}" for line in map(self._correction_line, self.corrections)]
        if self.exit_code is ExitCode.OUT_OF_DATE:
            lines.append("反映するには、policygen generate を実行してください")
        return "\n".join(lines)

    def _correction_line(self, correction: Correction) -> str:
        title = next(document.title for document in self.documents if document.key == correction.document)
        place = f"{self.source} {correction.line}行目の " if correction.line else ""
        return (
            f"{title}: {correction.title}は、プロファイルでは「{correction.profile}」、文書では「{correction.found}」です。"
            f"文書が正しければ、{place}{correction.name} を「{correction.found}」に直してください"
        )

    def json(self, *, ascii_only: bool = False) -> str:
        """Return the differences as JSON."""
        data = {
            "folder": str(self.folder),
            "exit_code": int(self.exit_code),
            "fields": [
                {
                    "path": c.name,
                    "title": c.title,
                    "before": c.before,
                    "after": c.after,
                    "before_label": c.before_words,
                    "after_label": c.after_words,
                }
                for c in self.fields
            ],
            "documents": [dataclasses.asdict(document) for document in self.documents],
            "corrections": [
                {
                    "document": c.document,
                    "path": c.name,
                    "title": c.title,
                    "profile": c.profile,
                    "found": c.found,
                    "line": c.line or None,
                }
                for c in self.corrections
            ],
        }
        return json.dumps(data, ensure_ascii=ascii_only, indent=2, default=str)


def build_preview(
    profile: CompanyProfile | str | Path,
    folder: str | Path | None = None,
    *,
    templates: TemplateSet | str | Path | None = None,
    today: datetime.date | None = None,
    **options: Unpack[RunKeywords],
) -> Preview:
    """Find what `generate` would change; writes nothing.

    Args:
        profile: The profile, or its file.
        folder: Where the documents are; without it `output/<name of the profile's file>`.
        templates: As for `generate`.
        today: As for `generate`.
        **options: As for `generate`.

    Raises:
        GeneratorError: As for `generate`, but that an open document is no obstacle.
    """
    request = build_request(profile, folder, templates=templates, today=today, **options)
    planned = plan(request, to_write=False)
    renderer = Renderer(planned.request)
    before = renderer.stated(planned.before.profile) if planned.before is not None else {}
    fields = changed_fields(before, renderer.snapshot) if before else ()
    corrections = [
        correction
        for document in planned.documents
        for correction in _corrections(planned, document, renderer)
    ]
    return Preview(
        planned.request.folder,
        planned.request.source,
        fields,
        tuple(_document(planned, document) for document in planned.documents),
        with_lines(corrections, planned.request.source) if planned.request.source else tuple(corrections),
    )


def _corrections(planned: Plan, document: PlannedDocument, renderer: Renderer) -> tuple[Correction, ...]:
    base = planned.state.base(document.kind.key, document.ours)
    last = planned.state.profile(document.kind.key)
    if base is None or base == document.ours or document.before is None:
        return ()
    try:
        return find_corrections(document, renderer, last, base)
    except TemplateError:
        return ()


def _document(planned: Plan, document: PlannedDocument) -> DocumentDifferences:
    before = document.before
    is_gone = document.outcome is Outcome.REMOVED
    is_current = is_gone or (before is not None and document.record.rendered_sha256 == before.rendered_sha256)
    return DocumentDifferences(
        key=document.kind.key,
        title=document.kind.title,
        outcome=document.outcome,
        is_current=is_current and not document.is_written,
        version=before.version if before is not None else "",
        next_version=document.record.version,
        clauses=_edited_only(planned, document) if is_current else _clauses(planned, document),
        file=document.path.name,
        renamed_from=planned.state.renamed.get(document.kind.key, ""),
        fitting_name=planned.fitting_name(document) if not is_gone else "",
        undecided=tuple(dict.fromkeys(c.clause for c in document.verdict.conflicts)) if is_current else (),
    )


def _clauses(planned: Plan, document: PlannedDocument) -> tuple[ClauseChange, ...]:
    from generator.word.merge import clause_names, find_edits, open_version

    base = planned.state.base(document.kind.key, document.ours)
    if base is None or document.ours is None:
        return ()
    names = clause_names(base) | clause_names(document.theirs)
    before = open_version(base)
    changed = _in_order(change.clause for change in find_edits(before, document.theirs))
    try:
        edited = (
            {change.clause for change in find_edits(before, document.ours)}
            if base != document.ours
            else set()
        )
    except TemplateError:
        edited = set()
    named = set(names.values())
    met = {conflict.clause if conflict.clause in named else "" for conflict in document.verdict.conflicts}
    return tuple(
        ClauseChange(names.get(clause, _OUTSIDE), clause in edited, names.get(clause, "") in met)
        for clause in changed
    )


def _edited_only(planned: Plan, document: PlannedDocument) -> tuple[ClauseChange, ...]:
    """Return the clauses that somebody edited in a document that the profile changes nothing in."""
    from generator.word.merge import clause_names, find_edits

    base = planned.state.base(document.kind.key, document.ours)
    if base is None or document.ours is None or document.outcome is not Outcome.KEPT:
        return ()
    names = clause_names(base)
    try:
        edited = _in_order(change.clause for change in find_edits(base, document.ours))
    except TemplateError:
        return ()
    return tuple(ClauseChange(names.get(clause, _OUTSIDE), edited=True) for clause in edited)


def _in_order(clauses: Iterable[str]) -> Iterator[str]:
    return iter(dict.fromkeys(clauses))


def _document_lines(document: DocumentDifferences) -> Iterator[str]:
    version = ""
    if document.version and document.next_version != document.version:
        version = f"（第{document.version}版 → 第{document.next_version}版）"
    yield f"{document.title}: {document.outcome.label}{version}"
    if document.renamed_from:
        yield f"  ファイルの名前が変わっています（前回は「{document.renamed_from}」）"
    elif document.fitting_name:
        yield (
            f"  ファイルの名前は「{document.file}」のままです（変えるときは、"
            f"「{document.fitting_name}」などに変えてください。同じ文書として見つけます）"
        )
    if document.undecided:
        places = "、".join(name or "本文の外" for name in document.undecided)
        yield (
            f"  前から決まっていない所があります: {places}。文書のコメントにある文を取り入れるか、"
            "コメントを消して今の文に決めてください"
        )
    for clause in document.clauses:
        mark = "　手直しあり" if clause.edited else ""
        yield f"  {clause.name}{'　手直しと重なります（要確認）' if clause.conflict else mark}"
