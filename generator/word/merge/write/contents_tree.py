"""Lines of a table of contents in the tree: copied, put behind others, taken out; the field round them stays whole."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from dataclasses import dataclass

from generator.word.file.names import (
    BOOKMARK_END,
    BOOKMARK_START,
    HYPERLINK,
    INSTR_TEXT,
    PPR,
    SECT_PR,
    P,
    R,
    T,
    w,
)
from generator.word.file.xml import Element
from generator.word.merge.read.places import first_place
from generator.word.merge.read.targets import Destination
from generator.word.merge.write.contents_lines import (
    Contents,
    Line,
    Spans,
    part_line,
    read_blank,
    read_line,
    runs_of_marks,
)


@dataclass(slots=True)
class ListedLine:
    """A line with the heading it led to as the company left the file, and the one it leads to now."""

    line: Line
    before: tuple[Destination, ...]
    after: Destination | None

    def spans(self) -> Spans | None:
        """Return where number, title and page stand; None for a shape that is unknown."""
        known = [*self.before, *([] if self.after is None else [self.after])]
        parts = (part_line(self.line.text, each.label, each.line) for each in known)
        return next((each for each in parts if each is not None), None)


class ListedLines:
    """The lines of one table of contents, and the runs that hold the marks of its field."""

    def __init__(self, contents: Contents, entries: list[ListedLine]) -> None:
        """Keep the list of entries, which follows what becomes of the lines."""
        self.contents, self.entries = contents, entries
        self.marks = runs_of_marks(contents)
        self.blank = copy.deepcopy(read_blank(contents.lines))

    def copy(self, line: Line) -> Line:
        """Return a copy of a line outside of the document: a paragraph of its own, or a link alone."""
        if line.link is not None:
            link = copy.deepcopy(line.link)
            link.tail = None
            return read_line(line.paragraph, link)
        paragraph = copy.deepcopy(line.paragraph)
        pairs = list(zip(line.paragraph.iter(), paragraph.iter(), strict=True))
        for own, twin in pairs:
            if own in self.marks or own.tag in (BOOKMARK_START, BOOKMARK_END, SECT_PR):
                _remove(twin)
        for name in [name for name in paragraph.attrib if str(name).endswith("paraId")]:
            del paragraph.attrib[name]
        return read_line(paragraph, None)

    def put(self, entry: ListedLine, previous: ListedLine | None) -> None:
        """Put a line behind another, or first; the marks of the field stay round all of them."""
        line = entry.line
        if line.link is not None:
            neighbour = self.entries[0] if previous is None else previous
            if neighbour.line.link is not None and neighbour.line.style == line.style:
                self._put_beside(line, neighbour.line, behind=previous is not None)
                self._enter(entry, previous)
                return
            line = entry.line = _paragraph_for(line)
        if previous is None:
            first = self.entries[0].line.paragraph
            first.addprevious(line.paragraph)
            _move(self.contents.head, first, line.paragraph, at_start=True)
        else:
            last = previous.line.paragraph
            last.addnext(line.paragraph)
            _move(self.contents.tail, last, line.paragraph, at_start=False)
        self._enter(entry, previous)

    def _put_beside(self, line: Line, neighbour: Line, *, behind: bool) -> None:
        """Put a link behind or before another in its paragraph, with a blank like those between its neighbours."""
        line.paragraph = neighbour.paragraph
        if line.link is None or neighbour.link is None:
            return
        (neighbour.link.addnext if behind else neighbour.link.addprevious)(line.link)
        if self.blank is not None:
            (line.link.addprevious if behind else line.link.addnext)(copy.deepcopy(self.blank))

    def _enter(self, entry: ListedLine, previous: ListedLine | None) -> None:
        self.entries.insert(0 if previous is None else self.entries.index(previous) + 1, entry)

    def drop(self, entry: ListedLine) -> bool:
        """Take a line out; the field's marks in its paragraph move to a neighbour, so that the field stays whole."""
        line = entry.line
        links = [each for each in self.entries if each.line.paragraph is line.paragraph]
        if line.link is not None and len(links) > 1:
            _drop_link(line.link, is_first=links[0] is entry, marks=self.marks)
        elif not self._drop_paragraph(line):
            return False
        self.entries.remove(entry)
        return True

    def _drop_paragraph(self, line: Line) -> bool:
        paragraph = line.paragraph
        held = [run for run in paragraph.iter(R) if run in self.marks]
        if any(run.find(T) is not None for run in held) or paragraph.find(f"{PPR}/{SECT_PR}") is not None:
            return False
        others = [each.line.paragraph for each in self.entries if each.line.paragraph is not paragraph]
        if held and not others:
            for child in [node for node in paragraph if node.tag != PPR and node not in held]:
                paragraph.remove(child)
            return True
        _move(self.contents.head, paragraph, others[0] if others else paragraph, at_start=True)
        _move(self.contents.tail, paragraph, others[-1] if others else paragraph, at_start=False)
        _remove(paragraph)
        return True


def lead_to(line: Line, name: str) -> None:
    """Let a copied line, its link and its page number lead to another bookmark."""
    scope = line.paragraph if line.link is None else line.link
    for link in scope.iter(HYPERLINK):
        if link.get(w("anchor")):
            link.set(w("anchor"), name)
    for node in scope.iter(INSTR_TEXT):
        for own in line.names:
            node.text = (node.text or "").replace(own, name)
    line.names = [name]


def _paragraph_for(line: Line) -> Line:
    """Return a link as a paragraph of its own, with the properties of the paragraph it stood in."""
    paragraph = copy.deepcopy(line.paragraph)
    for node in [node for node in paragraph if node.tag != PPR]:
        paragraph.remove(node)
    for name in [name for name in paragraph.attrib if str(name).endswith("paraId")]:
        del paragraph.attrib[name]
    if line.link is not None:
        paragraph.append(line.link)
    return read_line(paragraph, line.link)


def _move(runs: Iterable[Element], source: Element, target: Element, *, at_start: bool) -> None:
    """Move those of some runs that stand in one paragraph to the start or end of another."""
    held = [run for run in runs if next(run.iterancestors(P), None) is source]
    if source is target:
        return
    for number, run in enumerate(held):
        target.insert(first_place(target) + number if at_start else len(target), run)


def _drop_link(link: Element, *, is_first: bool, marks: set[Element]) -> None:
    blank = link.getnext() if is_first else link.getprevious()
    if blank is not None and blank.tag == R and blank not in marks and not _words(blank):
        _remove(blank)
    _remove(link)


def _words(run: Element) -> str:
    return "".join(node.text or "" for node in run.iter(T)).strip()


def _remove(node: Element) -> None:
    parent = node.getparent()
    if parent is not None:
        parent.remove(node)
