"""What references and lines of the contents lead to in one version: numbers, headings, marked words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from generator.word.file.labels import ListLabels, shown_label
from generator.word.file.names import (
    BOOKMARK_END,
    BOOKMARK_START,
    DEL,
    FALLBACK,
    FLD_SIMPLE,
    ID,
    INSTR_TEXT,
    NAME,
    PPR,
    PSTYLE,
    RPR,
    VAL,
    P,
    R,
    w,
)
from generator.word.file.numbering import Number
from generator.word.file.reading import paragraph_text, run_text
from generator.word.file.styling import Styles
from generator.word.file.xml import Element
from generator.word.merge.read.version import Version

_DELETED = (DEL, w("moveFrom"))


@dataclass(frozen=True, slots=True)
class Target:
    """A paragraph that something leads to, as a reader sees it with every change accepted.

    Attributes:
        paragraph: Its element.
        number: Its automatic number; None when it has none.
        line: Its words.
        style: The name of its style.
        level: Its level as a heading; None for ordinary text.
    """

    paragraph: Element
    number: Number | None
    line: str
    style: str
    level: int | None

    @property
    def label(self) -> str:
        """Return the number as the paragraph shows it; empty when it has none."""
        return "" if self.number is None else shown_label(self.number)


@dataclass(slots=True)
class Targets:
    """The targets of one version.

    Attributes:
        by_name: Bookmark to the paragraph in which it begins; names in small letters, as Word takes them for equal.
        words: Bookmark to the words between its marks; None where it runs over several paragraphs.
        names: Paragraph to the bookmarks that begin in it, as they are written.
        headings: The headings and marked paragraphs of the body in order.
        origins: Paragraph with a field to the last number of each list up to there.
    """

    by_name: dict[str, Target] = field(default_factory=dict)
    words: dict[str, str | None] = field(default_factory=dict)
    names: dict[Element, list[str]] = field(default_factory=dict)
    headings: dict[Element, Target] = field(default_factory=dict)
    origins: dict[Element, Mapping[str, Number]] = field(default_factory=dict)

    def named(self, name: str) -> Target | None:
        """Return the paragraph in which a bookmark begins."""
        return self.by_name.get(name.casefold())


class _NamedStyles(Styles):
    """The styles of a version whose paragraphs name them by name instead of id."""

    def __init__(self, version: Version) -> None:
        super().__init__(version.file)
        self._names = version.names

    def paragraph_style(self, paragraph: Element) -> str | None:
        node = paragraph.find(f"{PPR}/{PSTYLE}")
        return self._defaults.get("paragraph") if node is None else self._names.id(node)


def read_targets(version: Version) -> Targets:
    """Read every paragraph that a bookmark begins in, and every heading of the body."""
    targets = Targets()
    for part, root in version.stories():
        _Walk(version, targets, is_body=part == version.file.main).read(root)
    return targets


class _Walk:
    """One pass over a part in the order of the document, as the numbers count."""

    def __init__(self, version: Version, targets: Targets, *, is_body: bool) -> None:
        self.version, self.targets, self.is_body = version, targets, is_body
        self.styles = _NamedStyles(version)
        self.labels = ListLabels(version.file, self.styles)
        self.numbers: dict[Element, Number | None] = {}
        self.joined: dict[Element, str] = {}
        self.found: dict[Element, Target] = {}
        self.carried = ""
        self.pending: list[Element] = []

    def read(self, root: Element) -> None:
        has_copies = next(root.iter(FALLBACK), None) is not None
        for node in root.iter(P, BOOKMARK_START):
            if has_copies and next(node.iterancestors(FALLBACK), None) is not None:
                continue
            if node.tag == P:
                self._paragraph(node)
            elif (holder := next(node.iterancestors(P), None)) is None:
                self.pending.append(node)
            elif holder in self.numbers:
                self._mark(node, holder)

    def _paragraph(self, paragraph: Element) -> None:
        """Take in a paragraph; one whose mark is deleted goes on in the next, and is gone when it has no words."""
        if any(paragraph.find(f"{PPR}/{RPR}/{mark}") is not None for mark in _DELETED):
            text = paragraph_text(paragraph)
            if text.strip():
                self.carried += text
                self.pending += paragraph.iter(BOOKMARK_START)
            return
        self.numbers[paragraph] = self.labels.number(paragraph)
        self.joined[paragraph] = self.carried
        if next(paragraph.iter(INSTR_TEXT, FLD_SIMPLE), None) is not None:
            self.targets.origins[paragraph] = dict(self.labels.last)
        if self.styles.heading_level(paragraph) is not None or self.pending:
            self._target(paragraph)
        for mark in self.pending:
            self._mark(mark, paragraph)
        self.carried = ""
        self.pending = []

    def _target(self, paragraph: Element) -> Target:
        if paragraph in self.found:
            return self.found[paragraph]
        style = paragraph.find(f"{PPR}/{PSTYLE}")
        self.found[paragraph] = Target(
            paragraph,
            self.numbers[paragraph],
            (self.joined[paragraph] + paragraph_text(paragraph)).strip(),
            self.version.names.default if style is None else style.get(VAL, ""),
            self.styles.heading_level(paragraph),
        )
        if self.is_body:
            self.targets.headings[paragraph] = self.found[paragraph]
        return self.found[paragraph]

    def _mark(self, mark: Element, paragraph: Element) -> None:
        """Note a bookmark; of two with one name Word takes the first."""
        name = mark.get(NAME, "")
        self.targets.names.setdefault(paragraph, []).append(name)
        if name.casefold() not in self.targets.by_name:
            self.targets.by_name[name.casefold()] = self._target(paragraph)
            self.targets.words[name.casefold()] = _marked_words(paragraph, mark)


def _marked_words(paragraph: Element, start: Element) -> str | None:
    """Return the words between the marks of a bookmark, deletions left out; None where it ends elsewhere."""
    inside = False
    words: list[str] = []
    for node in paragraph.iter():
        if node is start:
            inside = True
        elif inside and node.tag == BOOKMARK_END and node.get(ID) == start.get(ID):
            return "".join(words).strip()
        elif inside and node.tag == R and next(node.iterancestors(*_DELETED), None) is None:
            words.append(run_text(node))
    return None
