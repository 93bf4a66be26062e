"""A Word file read as clauses: each with its number, its title and the lines below it, as a reader sees them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from generator.errors import Problem, TemplateError
from generator.word.file.fieldcodes import FieldMarks
from generator.word.file.formats import STRICT
from generator.word.file.labels import ListLabels
from generator.word.file.names import (
    BODY,
    BOOKMARK_START,
    FLD_CHAR,
    INSTR_TEXT,
    NAME,
    PPR,
    RPR,
    SDT_CONTENT,
    STRICT_NS,
    TBL,
    P,
    w,
)
from generator.word.file.package import read_package
from generator.word.file.reading import WordFile, attribute, shown_children
from generator.word.file.styling import Styles
from generator.word.file.unread import find_unread
from generator.word.file.xml import Element
from generator.word.reader.lines import LineReader
from generator.word.reader.tables import TableRow, read_table
from generator.word.reader.typed_numbers import find_typed_headings, is_bracketed, split_heading, split_rest

_CLAUSE_MARK = "_Pg_"
_HISTORY = re.compile(r"(改訂|改定|改正|変更|更新)\s*(の)?\s*履歴")
_TRANSPARENT = frozenset({w("sdt"), SDT_CONTENT, w("customXml"), w("smartTag"), w("ins"), w("moveTo")})
_IMPORTED = (w("altChunk"), w("subDoc"))
_NUMBERED_STYLED = re.compile(r"第.+条")


@dataclass(slots=True)
class ClauseLine:
    """One paragraph or one table row of a clause.

    Attributes:
        text: The words, with stand-in characters for what has its own number (references, notes).
        label: The automatic number or bullet before it.
        caption: Whether it is the caption of the table that follows.
        row: The row, for a table.
        table: Number of the table in the document; -1 for a paragraph.
        style: The name of the paragraph's style in small letters; empty for a row.
    """

    text: str
    label: str = ""
    caption: bool = False
    row: TableRow | None = None
    table: int = -1
    style: str = ""

    @property
    def key(self) -> str:
        """Return what must be equal in both versions for the line to count as unchanged."""
        blank = " ".join(self.text.split())
        return blank if self.row is None else "\x1f".join(["row", *self.row.texts])


@dataclass(slots=True)
class Clause:
    """A heading and the lines below it, up to the next heading.

    Attributes:
        bookmark: The hidden bookmark of a heading that we rendered; empty in other files.
        level: 1 to 9 for headings by style, above for typed numbers; 0 for what stands before the first.
        number: As shown: 第5条, 4.5, 別表1.
        title: As shown, brackets included.
    """

    bookmark: str
    level: int
    number: str
    title: str
    lines: list[ClauseLine] = field(default_factory=list)
    parents: tuple[int, ...] = ()

    @property
    def bare_title(self) -> str:
        """Return the title without the brackets round it."""
        bracketed = re.fullmatch(r"[（(](.*)[）)]", self.title.strip(), re.DOTALL)
        return bracketed[1] if bracketed else self.title.strip()


@dataclass(slots=True)
class Article:
    """A Word file as clauses, with what its front page says of it and what in it cannot be read."""

    clauses: list[Clause]
    reader: LineReader
    title: str
    facts: dict[str, str]
    unread: dict[str, int]


@dataclass(slots=True)
class _Item:
    line: ClauseLine
    level: int | None = None
    bookmark: str = ""


def read_article(data: bytes, name: str, shared: LineReader | None = None) -> Article:
    """Read a Word file as clauses; tracked changes count as accepted.

    Headers, footers, the table of contents and the revision history are left out.

    Args:
        data: The .docx.
        name: What messages call it.
        shared: The reader of the other version, so that the same reference gets the same stand-in.

    Raises:
        TemplateError: It is no Word file, is protected, or exceeds a limit.
    """
    package = read_package(data, name=name)
    file = WordFile({key: member.data() for key, member in package.members.items()})
    body = _find_body(file, name)
    reader = LineReader(file, None if shared is None else shared.stand_ins)
    walk = _Walk(file, reader)
    items = list(walk.blocks(body))
    items = _without_history(items)
    clauses = _gather(items)
    facts = _take_facts(clauses)
    return Article(clauses, reader, walk.title or _core_title(file), facts, find_unread(file))


def _find_body(file: WordFile, name: str) -> Element:
    root = file.root(file.main) if file.main else None
    if root is not None and str(root.tag).startswith(f"{{{STRICT_NS}"):
        raise TemplateError(name, [Problem("", STRICT)])
    body = None if root is None else root.find(BODY)
    if body is None:
        raise TemplateError(name, [Problem("", "Word文書（.docx）ではないか、壊れています")])
    return body


def _core_title(file: WordFile) -> str:
    core = next((r.target for r in file.relationships("").values() if r.kind == "core-properties"), "")
    root = file.root(core) if core else None
    found = None if root is None else next((node for node in root if str(node.tag).endswith("}title")), None)
    return "" if found is None else (found.text or "").strip()


class _Walk:
    """One pass over the body that yields its paragraphs and table rows in order."""

    def __init__(self, file: WordFile, reader: LineReader) -> None:
        self.styles = Styles(file)
        self.labels = ListLabels(file, self.styles)
        self.reader = reader
        self.title = ""
        self.tables = 0
        self.carried = ""
        self.fields = FieldMarks()

    def blocks(self, container: Element) -> Iterator[_Item]:
        for child in shown_children(container):
            if child.tag == P:
                yield from self.paragraph(child)
            elif child.tag == TBL:
                yield from self.table(child)
            elif child.tag in _IMPORTED:
                yield _Item(ClauseLine(self.reader.unread(child)))
            elif child.tag in _TRANSPARENT and not _is_contents(child):
                yield from self.blocks(child)

    def paragraph(self, paragraph: Element) -> Iterator[_Item]:
        """Read one paragraph; one whose mark is deleted goes on in the next."""
        in_contents = self._follow_fields(paragraph)
        style = self.styles.name(self.styles.paragraph_style(paragraph)).lower()
        text = self.carried + self.reader.text(paragraph)
        if any(paragraph.find(f"{PPR}/{RPR}/{w(mark)}") is not None for mark in ("del", "moveFrom")):
            self.carried = text
            return
        self.carried = ""
        label = self.labels.label(paragraph)
        if in_contents or style.startswith("toc"):
            return
        if style == "title" and not self.title:
            self.title = " ".join(text.split())
        if text.strip():
            bookmark = next(
                (
                    n
                    for mark in paragraph.iter(BOOKMARK_START)
                    if (n := mark.get(NAME, "")).startswith(_CLAUSE_MARK)
                ),
                "",
            )
            line = ClauseLine(text.strip("\n"), label, caption=style == "caption", style=style)
            yield _Item(line, self.styles.heading_level(paragraph), bookmark)
        for box in self.reader.boxes(paragraph):
            yield from self.blocks(box)
        for note in self.reader.notes(paragraph):
            yield _Item(ClauseLine(note))

    def table(self, table: Element) -> Iterator[_Item]:
        self.tables += 1
        number = self.tables
        caption = attribute(table, "tblPr/tblCaption") or ""
        for row in read_table(table, self.reader, self.labels):
            yield _Item(ClauseLine(f"{caption}" if _HISTORY.search(caption) else "", row=row, table=number))

    def _follow_fields(self, paragraph: Element) -> bool:
        """Return whether the paragraph stands in a table of contents, following fields from one to the next."""
        inside = self.fields.is_within("TOC")
        for node in paragraph.iter(FLD_CHAR, INSTR_TEXT):
            self.fields.take(node)
            inside = inside or self.fields.is_within("TOC")
        return inside


def _is_contents(control: Element) -> bool:
    gallery = attribute(control, "sdtPr/docPartObj/docPartGallery") or ""
    return gallery == "Table of Contents"


def _without_history(items: list[_Item]) -> list[_Item]:
    """Drop the table of revisions and the line that announces it."""
    kept: list[_Item] = []
    gone: set[int] = set()
    announced = False
    for item in items:
        line = item.line
        if line.row is None:
            announced = bool(_HISTORY.search(line.text)) and len(line.text) <= 20
            if not announced:
                kept.append(item)
            continue
        if announced or _HISTORY.search(line.text):
            gone.add(line.table)
        announced = announced and line.table in gone
        if line.table not in gone:
            kept.append(item)
    return kept


def _gather(items: list[_Item]) -> list[Clause]:
    styled = [item for item in items if item.level is not None and item.line.row is None]
    numbered = any(
        _NUMBERED_STYLED.match(item.line.label) or _NUMBERED_STYLED.match(item.line.text.strip())
        for item in styled
    )
    texts = [
        None if item.level is not None or item.line.row is not None else item.line.text for item in items
    ]
    typed = {} if numbered else find_typed_headings(texts, decimals=not styled)
    clauses = [Clause("", 0, "", "")]
    for index, item in enumerate(items):
        if index in typed:
            found = typed[index]
            title, words = split_rest(found.rest)
            previous = clauses[-1].lines
            if not title and previous and previous[-1].row is None and is_bracketed(previous[-1].text):
                title = previous.pop().text.strip()
            clauses.append(Clause(item.bookmark, found.level, found.number, title))
            clauses[-1].lines += [ClauseLine(words)] if words else []
        elif item.level is not None and item.line.row is None:
            number, title = split_heading(item.line.text)
            label = " ".join(part for part in (item.line.label, number) if part)
            clauses.append(Clause(item.bookmark, item.level, label, " ".join(title.split())))
        else:
            clauses[-1].lines.append(item.line)
    clauses = [clause for clause in clauses if clause.level or clause.lines]
    _find_parents(clauses)
    return clauses


def _find_parents(clauses: list[Clause]) -> None:
    stack: list[int] = []
    for index, clause in enumerate(clauses):
        while stack and clauses[stack[-1]].level >= clause.level:
            stack.pop()
        clause.parents = tuple(stack)
        if clause.level:
            stack.append(index)


_FACTS = {
    "版": re.compile(r"(版|版数|版番号|バージョン|version)", re.IGNORECASE),
    "日付": re.compile(r"(改訂日|改定日|改正日|更新日|最終更新日|発行日)"),
}
_VERSION_LINE = re.compile(r"(第\s*[0-9０-９.．]+\s*版|Ver(sion)?\.?\s*[0-9.]+)", re.IGNORECASE)


def _take_facts(clauses: list[Clause]) -> dict[str, str]:
    """Take version and date of revision off the front page: they change with every revision and are no content."""
    facts: dict[str, str] = {}
    if not clauses or clauses[0].level:
        return facts
    kept, issued = [], ""
    for line in clauses[0].lines:
        cells = [text for text in (line.row.texts if line.row else ()) if text.strip()]
        name = next((key for key, pattern in _FACTS.items() if cells and pattern.fullmatch(cells[0])), "")
        if name and len(cells) == 2:
            facts.setdefault(name, " ".join(cells[1].split()))
        elif line.row is None and _VERSION_LINE.fullmatch(line.text.strip()):
            facts.setdefault("版", line.text.strip())
        else:
            issued = cells[1] if len(cells) == 2 and cells[0] == "制定日" else issued
            kept.append(line)
    if issued:  # the first version has no other date
        facts.setdefault("日付", " ".join(issued.split()))
    if len(clauses) > 1:
        clauses[0].lines = kept
    return facts
