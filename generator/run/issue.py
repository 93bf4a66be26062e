"""One document rendered as this run would have it: with its version, its 改訂履歴 and its date."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from generator.catalog import LIST_STYLES, TITLE_BRACKETS, DocumentKind
from generator.context import build_context
from generator.context.written_dates import read_date
from generator.errors import TemplateError
from generator.files.atomic import digest
from generator.profile.fields.changes import FieldChange, changed_fields, reverted
from generator.record.assumed import as_stated
from generator.record.manifest import DocumentRecord, RevisionRow
from generator.run.revisions import (
    History,
    adopted_history,
    first_history,
    next_history,
    settled_history,
    summarise,
)

if TYPE_CHECKING:
    from generator.profile import CompanyProfile
    from generator.run.request import Request
    from generator.word.engine.language.values import Rendered, RenderOptions

_MOST_TRIED = 24
NEW_TEMPLATE = "ひな形の更新"


@dataclass(frozen=True, slots=True)
class Issue:
    """A document as it would be issued now.

    Attributes:
        rendered: The document.
        date: The date it carries.
        history: Its version and 改訂履歴.
        changes: The fields of the profile that it shows differently than the last render did.
    """

    rendered: Rendered
    date: datetime.date
    history: History
    changes: tuple[FieldChange, ...] = ()


@dataclass
class Renderer:
    """Renders the documents of one request; contexts are built once for each history.

    Attributes:
        request: What the user asked for.
        snapshot: The profile as plain data.
    """

    request: Request
    snapshot: dict[str, Any] = field(init=False)
    _contexts: dict[History, dict[str, Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.snapshot = self.request.profile.model_dump(mode="json", exclude_unset=True)

    def stated(self, recorded: Mapping[str, Any]) -> dict[str, Any]:
        """Return what the profile of an earlier run stated, to be compared with `snapshot`."""
        return as_stated(recorded, self.snapshot, self.request.profile.model_dump(mode="json"))

    def context(self, history: History) -> dict[str, Any]:
        """Return the context of a document with this history."""
        if history not in self._contexts:
            self._contexts[history] = _context(self.request.profile, history)
        return self._contexts[history]

    def issue(
        self,
        kind: DocumentKind,
        record: DocumentRecord | None,
        last: Mapping[str, Any],
        *,
        base: Callable[[], bytes | None],
    ) -> Issue:
        """Render a document; it gets a new version and a row in 改訂履歴 when its content changed.

        Args:
            kind: Which document.
            record: What the last run wrote; None when there was none.
            last: The profile it was rendered from then.
            base: Reads the document as last rendered, for the names of chapters that came or went; None when it is lost.

        Raises:
            TemplateError: The template is broken.
            RenderError: A value cannot be written, or a reference leads nowhere.
        """
        if record is None:
            return self._first(kind)
        settled = settled_history(record, self.request.profile)
        date = self.request.options.date or record.date
        rendered = self._render(kind, self.context(settled), date)
        if digest(rendered.data) == record.rendered_sha256:
            return Issue(rendered, date, History(record.version, record.revised_on, record.revisions))
        if date != record.date:
            same = self._render(kind, self.context(settled), record.date)
            if digest(same.data) == record.rendered_sha256:
                return Issue(same, record.date, History(record.version, record.revised_on, record.revisions))
        changes = self._shown_changes(
            kind, changed_fields(self.stated(last), self.snapshot), settled, rendered, date
        )
        added, removed = _clauses(base(), rendered)
        documents = self.context(settled)["documents"]
        history = next_history(
            record,
            self.request,
            self._summary(kind, record, summarise(changes, added, removed), changes),
            documents,
        )
        day = self.request.day
        return Issue(self._render(kind, self.context(history), day), day, history, changes)

    def _summary(
        self, kind: DocumentKind, record: DocumentRecord, words: str, changes: tuple[FieldChange, ...]
    ) -> str:
        """Say what a revision rests on; new wording of a new template is never called the change of a field."""
        if self.request.templates.get(kind)[1] == record.template_sha256:
            return words
        return f"{words}、{NEW_TEMPLATE}" if changes else NEW_TEMPLATE

    def trial(self, kind: DocumentKind, profile: CompanyProfile, record: DocumentRecord | None) -> bytes:
        """Render a document of another profile with the history of its last run, to see what it would say.

        Raises:
            RenderError: A value cannot be written, or a reference leads nowhere.
        """
        history = first_history(profile)
        if record is not None:
            history = History(record.version, record.revised_on, record.revisions)
        return self._render(kind, _context(profile, history), self.request.day, profile).data

    def adopted(self, kind: DocumentKind, ours: bytes) -> Issue:
        """Render a document as the counterpart of one without a record: with the version and rows that it shows itself.

        Raises:
            TemplateError: The template is broken.
            RenderError: A value cannot be written, or a reference leads nowhere.
        """
        from generator.word.reader.history import read_history

        try:
            written = read_history(ours)
        except TemplateError:  # it cannot be adopted; why, is said when that is decided
            return self._first(kind)
        date = read_date(written.modified) or self.request.day
        return self._first(kind, adopted_history(written, self.request.profile), date)

    def _first(
        self, kind: DocumentKind, history: History | None = None, date: datetime.date | None = None
    ) -> Issue:
        history, date = history or first_history(self.request.profile), date or self.request.day
        context = self.context(history)
        rows = tuple(
            RevisionRow.model_validate({name: str(value) for name, value in row.items()})
            for row in context["revisions"]
        )
        rendered = self._render(kind, context, date)
        return Issue(rendered, date, History(history.version, history.revised_on, rows))

    def render(self, kind: DocumentKind, history: History, date: datetime.date) -> Rendered:
        """Render a document of the request's profile with a given history and date.

        Raises:
            RenderError: A value cannot be written, or a reference leads nowhere.
        """
        return self._render(kind, self.context(history), date)

    def _render(
        self,
        kind: DocumentKind,
        context: Mapping[str, Any],
        date: datetime.date,
        profile: CompanyProfile | None = None,
    ) -> Rendered:
        template, _ = self.request.templates.get(kind)
        return template.render_with_report(
            context, options=render_options(kind, self.request, profile or self.request.profile, date)
        )

    def _shown_changes(
        self,
        kind: DocumentKind,
        changes: tuple[FieldChange, ...],
        history: History,
        rendered: Rendered,
        date: datetime.date,
    ) -> tuple[FieldChange, ...]:
        """Keep the changes that the document shows: taking one back gives another document."""
        if len(changes) > _MOST_TRIED:
            return changes
        return tuple(
            change
            for change in changes
            if (profile := reverted(self.snapshot, change)) is None
            or self._render(kind, _context(profile, history), date, profile).data != rendered.data
        )


def render_options(
    kind: DocumentKind, request: Request, profile: CompanyProfile, date: datetime.date
) -> RenderOptions:
    """Return what a document's look follows from: numbering, colour, pictures, and the date it carries."""
    from generator.word.engine.language.values import RenderOptions

    documents = profile.documents
    numbering = str(documents.numbering)
    return RenderOptions(
        list_style=LIST_STYLES[numbering] if kind.numbered else None,
        title_brackets=TITLE_BRACKETS[numbering] if kind.numbered else {},
        accent=documents.accent,
        images=request.images,
        modified=date,
    )


def _context(profile: CompanyProfile, history: History) -> dict[str, Any]:
    rows = [row.model_dump() for row in history.rows]
    return build_context(history.laid_over(profile), revisions=rows or None)


def _clauses(base: bytes | None, rendered: Rendered) -> tuple[list[str], list[str]]:
    """Return the chapters that came and those that went."""
    if base is None:
        return [], []
    from generator.word.merge.read.clauses import chapter_names

    try:
        before, now = chapter_names(base), chapter_names(rendered.data)
    except TemplateError:
        return [], []
    added = [name for bookmark, name in now.items() if bookmark not in before]
    return added, [name for bookmark, name in before.items() if bookmark not in now]
