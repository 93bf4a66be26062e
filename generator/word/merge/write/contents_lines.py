"""The lines of a table of contents as a file has them: where each leads, its number, its title, its page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from generator.word.file.fieldcodes import Field, FieldMarks, read_fields
from generator.word.file.names import (
    BR,
    CR,
    FLD_CHAR,
    FLD_SIMPLE,
    HYPERLINK,
    INSTR_TEXT,
    PPR,
    TAB,
    P,
    R,
    T,
    w,
)
from generator.word.file.reading import attribute, paragraph_runs
from generator.word.file.xml import Element
from generator.word.merge.read.blocks import is_contents_line
from generator.word.merge.write.stretch import text_of_node

_SHOWN = frozenset({T, TAB, w("ptab"), BR, CR})
_PAGE = r"(?:[\s.．…‥・·_]+(?P<page>\d+|[ivxlcdm]+|[-–—]+))?\s*"
_NUMERALS = re.compile(r"(\d+)|([〇一二三四五六七八九十百千]+)")


class Spans(NamedTuple):
    """Where the parts of a line stand in its text; the number is empty where the line shows none."""

    number: tuple[int, int]
    title: tuple[int, int]
    page: tuple[int, int]
    gap: str


@dataclass(slots=True)
class Line:
    """One line: a paragraph of the contents, or one of several links in it.

    Attributes:
        paragraph: Its paragraph.
        link: The link it is, where a paragraph holds several; None for a paragraph of its own.
        names: The bookmarks that it leads to.
        nodes: Its texts, tabs and breaks, without those of a page number field.
        pages: The texts of its page number field.
    """

    paragraph: Element
    link: Element | None
    names: list[str] = field(default_factory=list)
    nodes: list[Element] = field(default_factory=list)
    pages: list[Element] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Return what the line shows before its page number field."""
        return "".join(map(text_of_node, self.nodes))

    @property
    def style(self) -> str:
        """Return the name of its paragraph's style."""
        return attribute(self.paragraph.find(PPR), "pStyle") or ""


@dataclass(slots=True)
class Contents:
    """The lines of one table of contents in order, its field, and the runs that hold the field's marks.

    Attributes:
        lines: Its lines.
        field: Its field; None for lines that stand alone.
        head: The runs up to the mark behind which the lines stand.
        tail: The run with the mark that ends it.
    """

    lines: list[Line]
    field: Field | None
    head: list[Element]
    tail: list[Element]


def read_contents(root: Element) -> list[Contents]:
    """Return every table of contents of a body; two in one file are two."""
    fields = [each for each in read_fields(root) if each.name == "TOC" and not each.is_simple]
    within = {paragraph: each for each in fields for paragraph in _paragraphs(each)}
    found: list[Contents] = []
    last: tuple[Element | None, Field | None] | None = None
    for paragraph in root.iter(P):
        if not is_contents_line(paragraph):
            last = last if paragraph in within else None
            continue
        own = within.get(paragraph)
        place = (paragraph.getparent() if own is None else None, own)
        if last is None or place[0] is not last[0] or place[1] is not last[1]:
            found.append(Contents([], own, *_marks(own)))
        last = place
        found[-1].lines += _lines(paragraph)
    for contents in found:
        contents.lines = _with_links(contents.lines)
    return [each for each in found if each.lines]


def _with_links(lines: list[Line]) -> list[Line]:
    """Take a link that stands alone as a link too, where others of its level stand side by side."""
    joined = {line.style for line in lines if line.link is not None}
    found = []
    for line in lines:
        links = list(line.paragraph.iterchildren(HYPERLINK))
        is_alone = line.link is None and line.style in joined and len(links) == 1
        twin = read_line(line.paragraph, links[0]) if is_alone else line
        found.append(twin if twin.text == line.text else line)
    return found


def _paragraphs(toc: Field) -> dict[Element, None]:
    holders = (next(run.iterancestors(P), None) for run in toc.runs)
    return {holder: None for holder in holders if holder is not None}


def _marks(toc: Field | None) -> tuple[list[Element], list[Element]]:
    if toc is None or toc.separate is None:
        return [], []
    head = (
        toc.runs[: toc.runs.index(separate) + 1] if (separate := toc.separate.getparent()) in toc.runs else []
    )
    end = None if toc.end is None else toc.end.getparent()
    return head, [] if end is None else [end]


def read_blank(lines: list[Line]) -> Element | None:
    """Return a run that stands between two links of one paragraph."""
    links = (line.link for line in lines if line.link is not None)
    runs = (link.getnext() for link in links)
    return next((run for run in runs if run is not None and run.tag == R and run.find(T) is not None), None)


def _lines(paragraph: Element) -> Iterator[Line]:
    links = [link for link in paragraph.iter(HYPERLINK) if link.get(w("anchor"))]
    if len({link.get(w("anchor")) for link in links}) > 1:
        for link in links:
            yield read_line(paragraph, link)
    else:
        line = read_line(paragraph, None)
        if line.text.strip():
            yield line


def read_line(paragraph: Element, link: Element | None) -> Line:
    """Read a paragraph of the contents, or one of the links in it."""
    line = Line(paragraph, link)
    scope = paragraph if link is None else link
    anchors = [link] if link is not None else paragraph.iter(HYPERLINK)
    line.names += [name for each in anchors if (name := each.get(w("anchor")))]
    marks = FieldMarks()
    for run in paragraph_runs(scope):
        simple = next(run.iterancestors(FLD_SIMPLE), None)
        is_page = simple is not None and Field(simple).name == "PAGEREF"
        for node in run:
            if node.tag in (FLD_CHAR, INSTR_TEXT):
                done = marks.take(node)
                line.names += [] if done is None else _leads_to(done.words)
            elif node.tag in _SHOWN and all(each.separate is not None for each in marks.open):
                (line.pages if is_page or marks.is_within("PAGEREF") else line.nodes).append(node)
        line.names += [] if simple is None else _leads_to(Field(simple).words)
    return line


def _leads_to(words: list[str]) -> list[str]:
    """Return the bookmark that a field inside a line leads to."""
    name = words[0].upper() if words else ""
    if name == "PAGEREF":
        return words[1:2]
    if name == "HYPERLINK" and r"\l" in words[:-1]:
        return [words[words.index(r"\l") + 1]]
    return []


def part_line(text: str, label: str, title: str) -> Spans | None:
    """Find number, title and page in a line; None where it is not made of these alone.

    A number of the same kind counts as this one, for fields are not always up to date.
    """
    if not title.strip():
        return None
    number = "".join(
        r"\d+" if digits else r"[〇一二三四五六七八九十百千]+" if kanji else re.escape(rest)
        for rest, digits, kanji in _parts(label)
    )
    words = r"\s+".join(map(re.escape, title.split()))
    found = re.fullmatch(
        rf"\s*(?P<number>(?:{number})?)(?P<gap>\s*)(?P<title>{words}){_PAGE}", text, re.IGNORECASE
    )
    if found is None:
        return None
    return Spans(found.span("number"), found.span("title"), found.span("page"), found["gap"])


def _parts(label: str) -> Iterator[tuple[str, str, str]]:
    place = 0
    for each in _NUMERALS.finditer(label):
        yield label[place : each.start()], "", ""
        yield "", each[1] or "", each[2] or ""
        place = each.end()
    yield label[place:], "", ""


def runs_of_marks(contents: Contents) -> set[Element]:
    """Return the runs that hold the marks of the field itself."""
    return {run for run in (*contents.head, *contents.tail) if run.tag == R}
