"""What changed from one Word file to another, clause by clause: the content of a 新旧対照表."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from generator.word.compare.columns import Columns, Marker, Step
from generator.word.compare.pairing import pair_clauses, pair_lines
from generator.word.compare.renumbering import Renumbering, find_renumberings
from generator.word.compare.rows import (
    ADDED,
    REMOVED,
    Band,
    ChangeKind,
    ComparisonRow,
    SidePassage,
    Stretch,
    mark,
)
from generator.word.reader.articles import Article, Clause, ClauseLine, read_article

_FRONT = "表紙・前文"


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """What a document says of itself: title, version and date of revision, as far as its front page shows them."""

    title: str
    version: str
    date: str


@dataclass(frozen=True, slots=True)
class ClauseDifferences:
    """Everything that differs between two documents.

    Attributes:
        rows: The clauses that are new, changed or gone, in the order of the new version.
        renumbered: Clauses with the same words and another number or place.
        references_moved: Whether references in unchanged text show other numbers now.
        old: What the earlier version says of itself.
        new: What the later version says of itself.
        unread: What neither version lets read, by its kind, with how often the one with more of it has it.
    """

    rows: tuple[ComparisonRow, ...]
    renumbered: tuple[Renumbering, ...]
    references_moved: bool
    old: DocumentFacts
    new: DocumentFacts
    unread: Mapping[str, int] = field(default_factory=dict)


def compare_clauses(
    old: bytes, new: bytes, *, old_name: str, new_name: str, reasons: Mapping[str, str], reason: str = ""
) -> ClauseDifferences:
    """Compare two Word files clause by clause.

    Args:
        old: The earlier version.
        new: The later version.
        old_name: What messages call the earlier file.
        new_name: What messages call the later file.
        reasons: The note of a clause, by its bookmark, its heading, its title or its number.
        reason: The note of every other clause; what stands before the first clause gets none.

    Raises:
        TemplateError: One of them is no Word file, is protected, or exceeds a limit.
    """
    before = read_article(old, old_name)
    after = read_article(new, new_name, before.reader)
    return _Comparer(before, after, reasons, reason).run()


class _Comparer:
    """The comparison of two documents that were read."""

    def __init__(self, before: Article, after: Article, reasons: Mapping[str, str], reason: str) -> None:
        self.before, self.after, self.reasons, self.reason = before, after, reasons, reason
        self.marker = Marker(before.reader, after.reader)
        self.front = _FRONT if max(len(before.clauses), len(after.clauses)) > 1 else ""
        self.references_moved = False
        self.onward: dict[int, int] = {}
        self.back: dict[int, int] = {}

    def run(self) -> ClauseDifferences:
        rows: list[ComparisonRow] = []
        unchanged: list[tuple[Clause, Clause]] = []
        pairs = pair_clauses(self.before.clauses, self.after.clauses)
        self.onward = {i: j for i, j in pairs if i is not None and j is not None}
        self.back = {j: i for i, j in self.onward.items()}
        for i, j in pairs:
            one = None if i is None else self.before.clauses[i]
            other = None if j is None else self.after.clauses[j]
            bands = self._bands(one, other)
            if bands:
                rows.append(self._row(one, other, bands))
            elif one is not None and other is not None:
                unchanged.append((one, other))
        unread = self.before.unread, self.after.unread
        renumbered = find_renumberings(unchanged, self.before.clauses, self.after.clauses)
        return ClauseDifferences(
            tuple(rows),
            renumbered,
            self.references_moved,
            _facts(self.before),
            _facts(self.after),
            {kind: max(each.get(kind, 0) for each in unread) for kind in unread[0] | unread[1]},
        )

    def _row(self, one: Clause | None, other: Clause | None, bands: list[Band]) -> ComparisonRow:
        shown, reader = (one, self.before.reader) if other is None else (other, self.after.reader)
        assert shown is not None  # noqa: S101 - a pair has at least one side
        kind: ChangeKind = "added" if one is None else "removed" if other is None else "changed"
        heading = reader.show(_heading_text(shown)) or self.front
        keys = (shown.bookmark, heading, reader.show(shown.bare_title), shown.number)
        common = self.reason if shown.level else ""
        note = next((self.reasons[key] for key in keys if key and key in self.reasons), common)
        return ComparisonRow(heading, kind, tuple(bands), note, self._chapters(one, other))

    def _chapters(self, one: Clause | None, other: Clause | None) -> tuple[str, str]:
        """Return the headings above a clause; a clause on one side only stands under the same ones on the other."""
        old = one.parents if one is not None else ()
        new = other.parents if other is not None else ()
        if one is None:
            old = tuple(self.back[place] for place in new if place in self.back)
        if other is None:
            new = tuple(self.onward[place] for place in old if place in self.onward)
        return _chapter(self.before, old), _chapter(self.after, new)

    def _bands(self, one: Clause | None, other: Clause | None) -> list[Band]:
        """Return what the two columns show of a clause; nothing when it did not change."""
        if one is None or other is None:
            return self._lone(one, other)
        steps: list[Step] = [
            (None if i is None else one.lines[i], None if j is None else other.lines[j])
            for i, j in pair_lines(one.lines, other.lines)
        ]
        changed = [not (a and b and self._same(a, b)) for a, b in steps]
        titles = self._plain(one.bare_title, old=True), self._plain(other.bare_title, old=False)
        if titles[0] == titles[1] and not any(changed):
            self._note_references(steps)
            return []
        return [*self._headings(one, other), *Columns(self.marker, steps, changed).bands()]

    def _same(self, one: ClauseLine, other: ClauseLine) -> bool:
        if one.key == other.key:
            return True
        if (one.row is None) != (other.row is None):
            return False
        return self._plain(one.key, old=True) == self._plain(other.key, old=False)

    def _plain(self, text: str, *, old: bool) -> str:
        return "".join((self.before if old else self.after).reader.show(text).split())

    def _note_references(self, steps: Sequence[Step]) -> None:
        for one, other in steps:
            if one and other and self._plain(one.key, old=True) != self._plain(other.key, old=False):
                self.references_moved = True

    def _headings(self, one: Clause, other: Clause) -> list[Band]:
        if not one.level and not other.level:
            front = (SidePassage("heading", ((Stretch(self.front),),)),)
            return [Band(front, front)] if self.front else []
        left, right = self.marker.marked(one.title, other.title)
        if one.bare_title == other.bare_title:
            left, right = (
                (Stretch(self.before.reader.show(one.title)),),
                (Stretch(self.after.reader.show(other.title)),),
            )
        moved = one.number != other.number
        sides = [
            (SidePassage("heading", ((*_number_pieces(clause, moved=moved), *pieces),)),)
            for clause, pieces in ((one, left), (other, right))
        ]
        return [Band(sides[0], sides[1])]

    def _lone(self, one: Clause | None, other: Clause | None) -> list[Band]:
        """Show a clause that is on one side only, whole."""
        clause, old = (one, True) if one is not None else (other, False)
        if clause is None:
            return []
        heading = (self.before if old else self.after).reader.show(_heading_text(clause)) or self.front
        passages = [SidePassage("heading", ((Stretch(heading, True),),))] if heading else []
        passages += [self.marker.whole(line, old=old) for line in clause.lines]
        whole = tuple(passages)
        return [Band(whole, (mark(REMOVED),)) if old else Band((mark(ADDED),), whole)]


def _between(clause: Clause) -> str:
    """Return what stands between number and title: nothing before a bracket."""
    return "" if not clause.number or not clause.title or clause.title.startswith(("（", "(")) else "\u3000"


def _heading_text(clause: Clause) -> str:
    return f"{clause.number}{_between(clause)}{clause.title}"


def _number_pieces(clause: Clause, *, moved: bool) -> tuple[Stretch, ...]:
    return (Stretch(clause.number, moved), Stretch(_between(clause)))


def _chapter(article: Article, places: Sequence[int]) -> str:
    headings = [article.reader.show(_heading_text(article.clauses[place])) for place in places]
    return "\u3000＞\u3000".join(headings)


def _facts(article: Article) -> DocumentFacts:
    return DocumentFacts(article.title, article.facts.get("版", ""), article.facts.get("日付", ""))
