"""What references and lines of the contents lead to in one version: numbers, headings, marked words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from generator.word.file.labels import ListLabels, shown_label
from generator.word.file.names import (
    ALTERNATE,
    BOOKMARK_END,
    BOOKMARK_START,
    DEL,
    FLD_SIMPLE,
    ID,
    INSTR_TEXT,
    NAME,
    NUM_PR,
    PPR,
    PSTYLE,
    RPR,
    VAL,
    P,
    R,
    w,
)
from generator.word.file.numbering import Number
from generator.word.file.reading import is_shown, paragraph_text, run_text
from generator.word.file.styling import Styles
from generator.word.file.xml import Element
from generator.word.merge.read.version import Version

_DELETED = (DEL, w("moveFrom"))
_LEVEL = w("outlineLvl")


@dataclass(frozen=True, slots=True)
class Destination:
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
        origins: Paragraph with a field that counts from where it stands to the last number of each list up to there.
    """

    by_name: dict[str, Destination] = field(default_factory=dict)
    words: dict[str, str | None] = field(default_factory=dict)
    names: dict[Element, list[str]] = field(default_factory=dict)
    headings: dict[Element, Destination] = field(default_factory=dict)
    origins: dict[Element, Mapping[str, Number]] = field(default_factory=dict)

    def named(self, name: str) -> Destination | None:
        """Return the paragraph in which a bookmark begins."""
        return self.by_name.get(name.casefold())


class _NamedStyles(Styles):
    """The styles of a version whose paragraphs name them by name instead of id."""

    def __init__(self, version: Version) -> None:
        super().__init__(version.file)
        self._names = version.names
        self.default = self._defaults.get("paragraph")

    def paragraph_style(self, paragraph: Element) -> str | None:
        node = paragraph.find(f"{PPR}/{PSTYLE}")
        return self.default if node is None else self._names.id(node)


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
        self.gone: set[Element] = set()
        self.plain: dict[str, bool] = {}
        self.found: dict[Element, Destination] = {}
        self.fields: set[Element] = set()
        self.carried = ""
        self.pending: list[Element] = []

    def read(self, root: Element) -> None:
        self.fields = set(_with_relative_numbers(root))
        has_copies = next(root.iter(ALTERNATE), None) is not None
        for node in root.iter(P, BOOKMARK_START):
            if has_copies and not is_shown(node):
                continue
            if node.tag == P:
                self._paragraph(node)
            elif (holder := next(node.iterancestors(P), None)) is None:
                self.pending.append(node)
            elif holder not in self.gone:
                self._mark(node, holder)

    def _paragraph(self, paragraph: Element) -> None:
        """Take in a paragraph; one whose mark is deleted goes on in the next, and is gone when it has no words."""
        properties = paragraph.find(PPR)
        if not self.pending and not self.carried and self._is_plain(properties):
            if paragraph in self.fields:
                self.targets.origins[paragraph] = dict(self.labels.last)
            return
        if _has_deleted_mark(properties):
            self.gone.add(paragraph)
            text = paragraph_text(paragraph)
            if text.strip():
                self.carried += text
                self.pending += paragraph.iter(BOOKMARK_START)
            return
        self.numbers[paragraph] = self.labels.number(paragraph)
        if self.carried:
            self.joined[paragraph] = self.carried
        if paragraph in self.fields:
            self.targets.origins[paragraph] = dict(self.labels.last)
        if self.styles.heading_level(paragraph) is not None or self.pending:
            self._target(paragraph)
        for mark in self.pending:
            self._mark(mark, paragraph)
        self.carried = ""
        self.pending = []

    def _is_plain(self, properties: Element | None) -> bool:
        """Return whether a paragraph has no number, no level and no deleted mark; most are like that."""
        if properties is not None and any(
            properties.find(name) is not None for name in (NUM_PR, _LEVEL, RPR)
        ):
            return False
        style = None if properties is None else properties.find(PSTYLE)
        name = "" if style is None else style.get(VAL, "")
        if name not in self.plain:
            style_id = self.styles.default if style is None else self.version.names.id(style)
            level = self.styles.style_level(style_id)
            self.plain[name] = level is None and not self.labels.has_style_number(style_id)
        return self.plain[name]

    def _target(self, paragraph: Element) -> Destination:
        if paragraph in self.found:
            return self.found[paragraph]
        style = paragraph.find(f"{PPR}/{PSTYLE}")
        self.found[paragraph] = Destination(
            paragraph,
            self.numbers.get(paragraph),
            (self.joined.get(paragraph, "") + paragraph_text(paragraph)).strip(),
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


def _has_deleted_mark(properties: Element | None) -> bool:
    look = None if properties is None else properties.find(RPR)
    return look is not None and any(look.find(mark) is not None for mark in _DELETED)


def _with_relative_numbers(root: Element) -> Iterator[Element]:
    """Yield the paragraphs with a field whose number depends on where it stands (switch `r`)."""
    for node in root.iter(INSTR_TEXT, FLD_SIMPLE):
        if r"\r" in f"{node.text or ''}{node.get(w('instr')) or ''}".lower():
            yield from node.iterancestors(P)


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
