"""Merging one story (body, header, footer, note): block by block, tables by row and cell."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from generator.word.file.fieldcodes import read_fields
from generator.word.file.names import PPR, SECT_PR, TXBX, P
from generator.word.file.reading import paragraph_runs
from generator.word.file.xml import Element
from generator.word.merge.decide.links import merge_links
from generator.word.merge.decide.looks import Looks, same_look
from generator.word.merge.decide.outcome import (
    Meeting,
    MergeConflict,
    MergedChange,
    Place,
    Stay,
)
from generator.word.merge.decide.seams import Seam, plan_seam, write_seam
from generator.word.merge.decide.sequence import SequenceMerge
from generator.word.merge.decide.tables import Frames, same_structure
from generator.word.merge.read.blocks import Block, read_blocks, read_cells, read_rows
from generator.word.merge.read.earlier import says_only
from generator.word.merge.read.match import Matching, match_blocks
from generator.word.merge.read.three import Three
from generator.word.merge.read.threeway import merge_text
from generator.word.merge.write.properties import Same, means_the_same
from generator.word.merge.write.redline import Reviser
from generator.word.text.standins import StandIns


@dataclass
class StoryMerge:
    """The running result of merging; elements of ours are changed in place.

    Attributes:
        exact: Whether base and theirs were written by the same hand, so that every difference of look counts.
        same: Whether ours still means what base says, for the properties of paragraphs.
        earlier: Digests of what earlier renders said.
        parts: For each part of ours that was merged, the part of theirs its new elements come from.
        pairs: Paragraphs that are the same one in the three versions.
        place: The story that is being merged.
        dropped: Changes of theirs that are not made, because ours has deleted or rearranged what they concern.
        inserted: The new blocks in ours.
        referred: Bookmarks to which texts in question refer.
        twins: New rows of ours by the rows that go for them.
        frames: The looks of its tables.
        has_other_links: Whether ours has changed a link to which theirs gives another address.
    """

    reviser: Reviser
    stand_ins: StandIns
    exact: bool = True
    same: Same = means_the_same
    earlier: frozenset[str] = frozenset()
    parts: dict[str, str] = field(default_factory=dict)
    pairs: list[Three[Element]] = field(default_factory=list)
    place: Place = "body"
    changes: list[MergedChange] = field(default_factory=list)
    dropped: list[MergedChange] = field(default_factory=list)
    meetings: list[Meeting] = field(default_factory=list)
    guesses: list[str] = field(default_factory=list)
    inserted: list[Element] = field(default_factory=list)
    referred: set[str] = field(default_factory=set)
    twins: dict[Element, Element] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Prepare for tables and links."""
        self.frames = Frames(self.reviser)
        self.has_other_links = False

    def merge_container(self, containers: Three[Element], clause: str = "") -> None:
        """Bring the changes from base to theirs into a container of ours: body, cell, header, note."""
        blocks = containers.map(lambda container: read_blocks(container, self.stand_ins, clause))
        SequenceMerge(self, blocks, containers).run()

    def merge_seam(
        self,
        seam: Seam,
        versions: Three[list[Block]],
        to_theirs: Matching,
        their_cut: tuple[int, ...],
    ) -> bool:
        """Merge a paragraph that ours cut or joined; return whether its blocks of base are done with."""
        kept = [i for i in seam.base if i in to_theirs.forward]
        base, ours = [versions.base[i] for i in seam.base], [versions.ours[j] for j in seam.ours]
        places = their_cut or tuple(to_theirs.forward[i] for i in kept)
        theirs = [versions.theirs[j] for j in places]
        if not kept or _same_blocks(base, theirs):
            return False
        planned = plan_seam(base, ours, theirs, self.same) if sorted(places) == list(places) else None
        if planned is None:
            return not their_cut and self._meet_seam(seam, versions, to_theirs)
        self.has_other_links = self.has_other_links or planned.has_other_links
        befores = base * len(theirs) if their_cut else [versions.base[i] for i in kept]
        for before, new in zip(befores, theirs, strict=True):
            self.pairs.append(Three(before.element, ours[0].element, new.element))
        changed = [(each.block, each.after) for each in planned.words]
        if not changed and (planned.looks.is_changed or planned.wholes):
            changed = [(ours[0], ours[0].text)]
        for block, after in changed:
            self.changes.append(MergedChange("changed", base[0].clause, block.text, after))
        self._merge_boxes(Three(base, ours, theirs))
        if self.reviser.writes:
            write_seam(planned, ours, theirs, self.reviser, self.stand_ins)
        return True

    def _meet_seam(self, seam: Seam, versions: Three[list[Block]], to_theirs: Matching) -> bool:
        """Ask about all that theirs changes in paragraphs that ours cut or joined; not where the one that stays goes."""
        for i in seam.base:
            if i in to_theirs.forward:
                before, new = versions.base[i], versions.theirs[to_theirs.forward[i]]
                if before.print != new.print:
                    own = versions.ours[seam.ours[0]]
                    self._conflict(before, own, new, look=before.text == new.text)
        return all(i in to_theirs.forward for i in seam.base if i not in seam.extras)

    def merge_pair(self, base: Block, ours: Block, theirs: Block) -> None:
        """Bring what theirs changes inside a block into ours."""
        if base.kind == "p":
            self.pairs.append(Three(base.element, ours.element, theirs.element))
        if base.print == theirs.print:
            if not self.exact or same_look(base.element, theirs.element):
                return
        elif ours.print == theirs.print and (base.kind == "p" or not self.exact):
            return
        if base.kind == "p":
            self._merge_paragraph(base, ours, theirs)
        elif base.kind == "tbl":
            self._merge_table(Three(base, ours, theirs))
        elif base.kind == "row":
            self._merge_cells(Three(base, ours, theirs))

    def _merge_table(self, tables: Three[Block]) -> None:
        before = self.frames.changes
        self._merge_frame(tables)
        clause = tables.base.clause
        rows = tables.map(lambda table: read_rows(table.element, clause, self.stand_ins))
        SequenceMerge(self, rows, tables.map(_element)).run()
        if self.frames.changes > before:
            self.changes.append(MergedChange("changed", clause, "", ""))

    def _merge_frame(self, blocks: Three[Block]) -> None:
        if self.exact:
            self.frames.merge(blocks.map(_element))

    def _merge_cells(self, rows: Three[Block]) -> None:
        """Merge a row cell by cell; a row that gets other cells, or other merged ones, is replaced as a whole."""
        base, ours, theirs = rows
        clause = base.clause
        cells = rows.map(lambda row: read_cells(row.element, clause, self.stand_ins))
        places = _columns(cells.base, cells.ours)
        if len(cells.base) != len(cells.theirs) or places is None:
            if base.print == ours.print:
                self._replace(ours, theirs)
            elif ours.print != theirs.print:
                self._conflict(base, ours, theirs)
            return
        is_same = [same_structure(row.element, theirs.element) for row in (base, ours)]
        is_restructured = self.exact and not any(is_same)
        if is_restructured and base.print == ours.print and same_structure(base.element, ours.element):
            self._replace(ours, theirs)
            return
        self.frames.refused = self.frames.refused or is_restructured
        if not is_restructured:
            self._merge_frame(rows)
        for base_cell, place, their_cell in zip(cells.base, places, cells.theirs, strict=True):
            triple = Three(base_cell, cells.ours[place], their_cell)
            if not is_restructured:
                self._merge_frame(triple)
            self.merge_container(triple.map(_element), clause)

    def _merge_paragraph(self, base: Block, ours: Block, theirs: Block) -> None:
        merged = merge_text(base.text, ours.text, theirs.text)
        looks = Looks(base, ours, theirs, self.same)
        is_asked = merged.conflicts or looks.is_refused
        if is_asked and base is not ours and not self.is_edited(base, ours):
            self._merge_paragraph(ours, ours, theirs)
            return
        self._merge_boxes(Three([base], [ours], [theirs]))
        if is_asked:
            self._conflict(base, ours, theirs, look=not merged.conflicts)
            return
        before = ours.text
        links = merge_links(base, ours, theirs)
        self.has_other_links = self.has_other_links or links.is_refused
        edits = sorted([*merged.edits, *links.edits])
        if self.reviser.writes:
            looks.apply(ours.element, self.reviser, self.stand_ins)
        if edits:
            self.reviser.change_text(ours.element, edits, theirs.element, self.stand_ins, looks.for_new)
        if edits or looks.is_changed:
            self.changes.append(MergedChange("changed", base.clause, before, merged.applied(before)))

    def _merge_boxes(self, versions: Three[list[Block]]) -> None:
        boxes = versions.map(_boxes)
        if boxes.base and len({len(found) for found in boxes}) == 1:
            for box in zip(*boxes, strict=True):
                self.merge_container(Three(*box), versions.base[0].clause)

    # -- what changes in the sequence of blocks, written ---------------------------------------------------

    def remove(self, base: Block, ours: Block, stay: Stay) -> bool:
        """Take out a block that theirs no longer has; ask instead, and return False, where ours has edited it."""
        if self.is_edited(base, ours):
            self.meet(base.clause, Three(base.text, ours.text, ""), ours.element, stay)
            return False
        self._delete(ours.element)
        self.changes.append(MergedChange("deleted", base.clause, ours.text, ""))
        return True

    def is_edited(self, base: Block, ours: Block) -> bool:
        """Return whether the company changed a block; what an earlier render said stands there by rejecting."""
        return base.print != ours.print and not says_only(ours, self.earlier)

    def _delete(self, element: Element) -> None:
        """Delete a block; of a paragraph that ends a section only the words, for the pages before it need the rest."""
        if element.tag != P or element.find(f"{PPR}/{SECT_PR}") is None:
            self.reviser.delete_block(element)
            return
        for run in list(paragraph_runs(element)):
            self.reviser.delete_run(run)

    def mark_new(self, element: Element, kind: str) -> None:
        """Mark a block that was copied into ours as inserted."""
        if kind == "row":
            self.reviser.mark_row_inserted(element)
        else:
            self.reviser.mark_inserted(element)
        self.inserted.append(element)

    def _replace(self, ours: Block, theirs: Block) -> None:
        if self.reviser.writes:
            twin = copy.deepcopy(theirs.element)
            ours.element.addnext(twin)
            self.mark_new(twin, theirs.kind)
            self.twins[ours.element] = twin
            self.reviser.delete_block(ours.element)
        self.changes.append(MergedChange("changed", ours.clause, ours.text, theirs.text))

    def _conflict(self, base: Block, ours: Block, theirs: Block, *, look: bool = False) -> None:
        stay = Stay((base.element,), (theirs.element,), None, theirs.element)
        self.meet(base.clause, Three(base.text, ours.text, theirs.text), ours.element, stay, look=look)

    def meet(
        self,
        clause: str,
        texts: Three[str],
        element: Element,
        stay: Stay,
        *,
        look: bool = False,
        moved: bool = False,
    ) -> None:
        """Note a conflict about a block of ours, which stays as it is."""
        in_box = self.place == "body" and next(element.iterancestors(TXBX), None) is not None
        place: Place = "box" if in_box else self.place
        self.referred |= {name for block in stay.base for name in _references(block)}
        self.meetings.append(Meeting(MergeConflict(clause, *texts, look, place, moved), element, stay))


def _same_blocks(base: Sequence[Block], theirs: Sequence[Block]) -> bool:
    return [block.print for block in base] == [block.print for block in theirs] and all(
        same_look(one.element, other.element) for one, other in zip(base, theirs, strict=True)
    )


def _element(block: Block) -> Element:
    return block.element


def _references(block: Element) -> Iterator[str]:
    """Yield the bookmarks to which the fields of a block refer."""
    for each in read_fields(block):
        if each.words[:1] in (["REF"], ["PAGEREF"]):
            yield from each.words[1:2]


def _boxes(blocks: Sequence[Block]) -> list[Element]:
    return [box for block in blocks for box in block.element.iter(TXBX)]


def _columns(base: Sequence[Block], ours: Sequence[Block]) -> Sequence[int] | None:
    """Return where the cells of a row are after somebody added columns; None where some are gone or unclear."""
    if len(base) == len(ours):
        return range(len(ours))
    found = match_blocks(base, ours).forward
    places = [found[i] for i in range(len(base)) if i in found]
    return places if len(places) == len(base) and places == sorted(places) else None
