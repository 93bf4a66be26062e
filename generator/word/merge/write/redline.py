"""Writing tracked changes: insertions, deletions, changed properties, and their marks on paragraphs and rows."""

from __future__ import annotations

import copy
import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from lxml import etree

from generator.word.file.equations import EQUATIONS
from generator.word.file.names import (
    FLD_SIMPLE,
    HYPERLINK,
    INSTR_TEXT,
    PPR,
    RPR,
    RUBY,
    TR,
    P,
    R,
    T,
    w,
)
from generator.word.file.xml import Element
from generator.word.merge.read.inline import LINK_KEY, Piece, cut_out, part_runs, read_pieces
from generator.word.merge.read.places import first_place
from generator.word.merge.write.marks import NO_MARKS, Marks, behind_marks, read_marks
from generator.word.merge.write.new_runs import Look, NewRuns, build_runs
from generator.word.merge.write.properties import Key, take_over
from generator.word.text.standins import StandIns
from generator.word.text.tokens import Change

INS, DEL, DEL_TEXT, DEL_INSTR = w("ins"), w("del"), w("delText"), w("delInstrText")
TR_PR, TBL_GRID = w("trPr"), w("tblGrid")
_GRID_CHANGE = w("tblGridChange")
_MARKS = (INS, DEL, w("moveFrom"), w("moveTo"))
_NOT_EARLIER = frozenset(
    {
        *_MARKS,
        *(RPR, w("sectPr"), w("cellIns"), w("cellDel"), w("cellMerge")),
        *(w("headerReference"), w("footerReference")),
        *(w(f"{name}Change") for name in ("rPr", "pPr", "tblPr", "trPr", "tcPr", "sectPr")),
    }
)


@dataclass
class Reviser:
    """Who changes a document, when, and whether the changes are tracked.

    Attributes:
        author: The name Word shows beside a change.
        date: The time Word shows, without a zone.
        track: False writes the changes as if accepted.
        next_id: The next free revision number of the document.
        created: The new runs and paragraph properties.
        gone: Blocks that are to be taken out; until then they mark the places of those that come.
    """

    author: str
    date: datetime.datetime
    track: bool
    next_id: int = 1
    created: list[Element] = field(default_factory=list)
    gone: list[Element] = field(default_factory=list)

    def mark(self, name: str) -> Element:
        """Build an empty w:ins, w:del or other revision element with author, date and a number of its own."""
        node = etree.Element(name)
        node.set(w("id"), str(self.next_id))
        node.set(w("author"), self.author)
        node.set(w("date"), self.date.strftime("%Y-%m-%dT%H:%M:%SZ"))
        self.next_id += 1
        return node

    # -- inside a paragraph -------------------------------------------------------------------------------

    def change_text(
        self, paragraph: Element, edits: Iterable[Change], theirs: Element, stand_ins: StandIns, look: Look
    ) -> None:
        """Make replacements in a paragraph of ours; offsets count its text, letters and objects come from theirs.

        Args:
            paragraph: The paragraph of ours, changed in place.
            edits: Replacements in order of their place.
            theirs: The paragraph the new text comes from.
            stand_ins: The table both texts were read with.
            look: Gives the run properties of new letters from a stretch of ours and the piece of theirs.
        """
        part_runs(paragraph)
        pieces = read_pieces(paragraph, stand_ins)
        source = copy.deepcopy(theirs)
        part_runs(source)
        source_pieces = read_pieces(source, stand_ins)
        for edit in reversed(list(edits)):
            first, last = cut_out(pieces, edit.start, edit.end)
            begin, end = cut_out(source_pieces, edit.source, edit.source + len(edit.text))
            new = build_runs(source_pieces[begin:end], edit, look)
            passed = read_marks(source, source_pieces[begin].runs[0]) if new else NO_MARKS
            self._replace(paragraph, pieces, (first, last), new, passed)

    @property
    def writes(self) -> bool:
        """Return whether changes are written at all."""
        return not isinstance(self, Onlooker)

    def change_look(self, run: Element, keys: list[Key], theirs: Element | None) -> None:
        """Give a run of ours some properties of theirs; the earlier ones are kept as a tracked change."""
        self._change_properties(_properties_of(run, RPR), keys, theirs, w("rPrChange"))

    def change_paragraph(self, paragraph: Element, keys: list[Key], theirs: Element | None) -> None:
        """Give a paragraph of ours some properties of theirs; the earlier ones are kept as a tracked change."""
        self._change_properties(_properties_of(paragraph, PPR), keys, theirs, w("pPrChange"))

    def change_frame(self, holder: Element, tag: str, keys: list[Key], theirs: Element | None) -> None:
        """Give a table, row or cell some properties of theirs; the earlier ones are kept as a tracked change."""
        self._change_properties(_properties_of(holder, tag), keys, theirs, f"{tag}Change")

    def change_section(self, section: Element, keys: list[Key], theirs: Element) -> None:
        """Give the pages of a section some properties of theirs; the earlier ones are kept as a tracked change."""
        self._change_properties(section, keys, theirs, w("sectPrChange"))

    def is_pending(self, properties: Element) -> bool:
        """Return whether somebody else's tracked change of some properties waits to be decided."""
        changes = (node for node in properties if str(node.tag).endswith("PrChange"))
        return any(node.get(w("author")) != self.author for node in changes)

    def change_columns(self, table: Element, theirs: Element) -> None:
        """Give a table the columns of theirs; the earlier ones are kept as a tracked change, which has no author."""
        grid = table.find(TBL_GRID)
        if grid is None:
            return
        pending, earlier = grid.find(_GRID_CHANGE), etree.Element(TBL_GRID)
        earlier.extend(grid.findall(w("gridCol")))
        grid[:] = [copy.deepcopy(node) for node in theirs.iterchildren(w("gridCol"))]
        if pending is None and self.track:
            pending = etree.Element(_GRID_CHANGE)
            pending.set(w("id"), str(self.next_id))
            pending.append(earlier)
            self.next_id += 1
        if pending is not None:
            grid.append(pending)

    def _change_properties(
        self, properties: Element, keys: list[Key], theirs: Element | None, name: str
    ) -> None:
        earlier = etree.Element(properties.tag)
        earlier.extend(copy.deepcopy(node) for node in properties if node.tag not in _NOT_EARLIER)
        self.created += take_over(properties, keys, theirs)
        if self.track and properties.find(name) is None:
            change = self.mark(name)
            change.append(earlier)
            properties.append(change)

    def _replace(
        self,
        paragraph: Element,
        pieces: list[Piece],
        stretch: tuple[int, int],
        new: list[NewRuns],
        passed: Marks,
    ) -> None:
        """Put new runs behind the pieces that they replace, or where nothing is replaced behind the one before.

        There they stand on the same side of a bookmark as in theirs: words at either end of a heading belong to it.
        """
        first, last = stretch
        place = pieces[last - 1].runs[-1] if last else None
        if first == last and new:
            place = behind_marks(paragraph, place, passed)
        for each in new:
            place = self._insert(paragraph, each, place)
        for piece in pieces[first:last]:
            for run in piece.runs:
                self.delete_run(run)

    def _insert(self, paragraph: Element, new: NewRuns, after: Element | None) -> Element:
        """Put new runs behind a run or first in the paragraph, and return the last node put in.

        They never stand inside somebody's earlier revision, nor in a link that leads elsewhere.
        """
        place = self._way_out(after, new.link) if after is not None else None
        nodes = self._wrapped(new.runs)
        inside = place.getparent() if place is not None else None
        if new.link is not None and (inside is None or _leads_to(inside) != _leads_to(new.link)):
            link = copy.copy(new.link)
            link[:] = nodes
            link.tail = None
            nodes = [link]
        self.created += nodes
        for node in nodes:
            if place is None:
                paragraph.insert(first_place(paragraph), node)
            else:
                place.addnext(node)
            place = node
        assert place is not None  # noqa: S101 - there is at least one new run
        return place

    def _way_out(self, place: Element, link: Element | None) -> Element:
        """Return the node behind which new runs may stand; what they must not stand in is cut in two."""
        parent = place.getparent()
        while parent is not None and (
            parent.tag in _MARKS
            or (parent.tag == HYPERLINK and (link is None or _leads_to(parent) != _leads_to(link)))
            or parent.tag == FLD_SIMPLE
        ):
            tail = _split_after(parent, place) if parent.tag != FLD_SIMPLE else None
            if tail is not None and tail.tag in _MARKS:
                tail.set(w("id"), str(self.next_id))
                self.next_id += 1
            place = parent
            parent = place.getparent()
        return place

    def _wrapped(self, runs: list[Element]) -> list[Element]:
        if not self.track or not runs:
            return runs
        mark = self.mark(INS)
        mark.extend(runs)
        return [mark]

    def delete_run(self, run: Element) -> None:
        """Mark a run as deleted, or take it out when changes are not tracked."""
        parent = run.getparent()
        if parent is None:
            return
        if not self.track:
            parent.remove(run)
            return
        for node in run.iter(T, INSTR_TEXT):
            node.tag = DEL_TEXT if node.tag == T else DEL_INSTR
        before = run.getprevious()
        if before is not None and before.tag == DEL and self._mine(before):
            before.append(run)
            return
        mark = self.mark(DEL)
        run.addprevious(mark)
        mark.append(run)

    def _mine(self, mark: Element) -> bool:
        return mark.get(w("author")) == self.author and mark.get(w("date")) == self.date.strftime(
            "%Y-%m-%dT%H:%M:%SZ"
        )

    # -- whole paragraphs and rows ------------------------------------------------------------------------

    def mark_inserted(self, block: Element) -> None:
        """Mark a new paragraph or table, with all it holds, as inserted."""
        if not self.track:
            return
        for row in block.iter(TR):
            self._mark_row(row, INS)
        for paragraph in _paragraphs(block):
            self._mark_paragraph(paragraph, INS)
            _wrap_runs(paragraph, lambda: self.mark(INS))

    def delete_block(self, block: Element) -> None:
        """Mark a paragraph, table or row, with all it holds, as deleted; note it when changes are not tracked."""
        if not self.track:
            self.gone.append(block)
            return
        for row in [block] if block.tag == TR else block.iter(TR):
            self._mark_row(row, DEL)
        for paragraph in _paragraphs(block):
            self._mark_paragraph(paragraph, DEL)
            for run in [run for run in paragraph.iter(R, *EQUATIONS) if not _is_held(run, DEL, paragraph)]:
                self.delete_run(run)

    def take_out(self) -> None:
        """Take out the blocks that go, once everything that comes has its place beside them."""
        for block in self.gone:
            parent = block.getparent()
            if parent is not None:
                parent.remove(block)
        self.gone.clear()

    def mark_row_inserted(self, row: Element) -> None:
        """Mark a new table row, with all it holds, as inserted."""
        if not self.track:
            return
        self._mark_row(row, INS)
        for paragraph in _paragraphs(row):
            self._mark_paragraph(paragraph, INS)
            _wrap_runs(paragraph, lambda: self.mark(INS))

    def _mark_row(self, row: Element, name: str) -> None:
        properties = _properties_of(row, TR_PR)
        if properties.find(name) is None:
            change = properties.find(w("trPrChange"))
            position = len(properties) if change is None else properties.index(change)
            properties.insert(position, self.mark(name))

    def _mark_paragraph(self, paragraph: Element, name: str) -> None:
        properties = _properties_of(paragraph, PPR)
        run_properties = properties.find(RPR)
        if run_properties is None:
            run_properties = etree.Element(RPR)
            later = [properties.find(w("sectPr")), properties.find(w("pPrChange"))]
            first = next((node for node in later if node is not None), None)
            if first is None:
                properties.append(run_properties)
            else:
                first.addprevious(run_properties)
        if run_properties.find(name) is None:
            run_properties.insert(
                0 if name == INS else len([n for n in run_properties if n.tag == INS]), self.mark(name)
            )


def _properties_of(holder: Element, tag: str) -> Element:
    """Return the properties of a run, paragraph, table, row or cell, made where it has none."""
    properties = holder.find(tag)
    if properties is None:
        properties = etree.Element(tag)
        holder.insert(1 if holder.find(w("tblPrEx")) is not None else 0, properties)
    return properties


def _leads_to(node: Element) -> str | None:
    return node.get(LINK_KEY) if node.tag == HYPERLINK else None


def _split_after(mark: Element, child: Element) -> Element | None:
    """Move what follows `child` inside a revision into a twin behind it; None where nothing follows."""
    following = list(child.itersiblings())
    if not following:
        return None
    twin = etree.Element(mark.tag)
    for name, value in mark.attrib.items():
        twin.set(name, value)
    twin.extend(following)
    mark.addnext(twin)
    return twin


def _wrap_runs(paragraph: Element, make: Callable[[], Element]) -> None:
    mark: Element | None = None
    for run in list(paragraph.iter(R, *EQUATIONS)):
        if _is_held(run, INS, paragraph) or _within(run, DEL, paragraph) or _owner(run) is not paragraph:
            continue
        before = run.getprevious()
        if mark is None or before is not mark:
            mark = make()
            run.addprevious(mark)
        mark.append(run)


def _owner(node: Element) -> Element | None:
    return next(node.iterancestors(P), None)


def _is_held(run: Element, name: str, limit: Element) -> bool:
    """Return whether a run is marked already, or goes with the one it stands in: under furigana, in an equation."""
    return any(_within(run, each, limit) for each in (name, RUBY, *EQUATIONS))


def _within(node: Element, name: str, limit: Element) -> bool:
    for ancestor in node.iterancestors():
        if ancestor is limit:
            return False
        if ancestor.tag == name:
            return True
    return False


def _paragraphs(block: Element) -> list[Element]:
    return [block] if block.tag == P else list(block.iter(P))


class Onlooker(Reviser):
    """A reviser that writes nothing: what a merge would do is decided, and the versions stay as they are."""

    def change_text(
        self, paragraph: Element, edits: Iterable[Change], theirs: Element, stand_ins: StandIns, look: Look
    ) -> None:
        """Leave the paragraph."""

    def delete_run(self, run: Element) -> None:
        """Leave the run."""

    def delete_block(self, block: Element) -> None:
        """Leave the block."""

    def change_columns(self, table: Element, theirs: Element) -> None:
        """Leave the columns."""

    def _change_properties(
        self, properties: Element, keys: list[Key], theirs: Element | None, name: str
    ) -> None:
        """Leave the properties."""
