"""Merging one story (body, header, footer, note): block by block, tables by row and cell."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from generator.word.file.names import BOOKMARK_START, PARA_ID, PPR, SECT_PR, TR, TXBX, P
from generator.word.file.reading import paragraph_runs
from generator.word.file.xml import Element
from generator.word.merge.decide.links import merge_links
from generator.word.merge.decide.looks import Looks, same_look
from generator.word.merge.decide.seams import Seam, find_seams, plan_seam, write_seam
from generator.word.merge.decide.tables import Frames, same_structure
from generator.word.merge.read.blocks import Block, read_blocks, read_cells, read_rows
from generator.word.merge.read.match import Matching, match_blocks
from generator.word.merge.read.order import find_steady
from generator.word.merge.read.places import put_block
from generator.word.merge.read.threeway import merge_text
from generator.word.merge.read.version import StoryKind
from generator.word.merge.write.properties import Same, means_the_same
from generator.word.merge.write.redline import Reviser
from generator.word.text.standins import StandIns

ChangeKind = Literal["changed", "inserted", "deleted"]
Place = StoryKind | Literal["box"]


@dataclass(frozen=True, slots=True)
class MergedChange:
    """One block that theirs changed in ours; both texts are empty for a table or page that looks otherwise."""

    kind: ChangeKind
    clause: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class MergeConflict:
    """One block that both sides changed in the same words; ours stays.

    Attributes:
        clause: The bookmark of the clause.
        base: The text both started from.
        ours: The company's text.
        theirs: The new text; empty when the new version has no such block.
        look: Whether it is the look of the words alone that both changed.
        place: The part of the document; "box" for a text box of the body.
    """

    clause: str
    base: str
    ours: str
    theirs: str
    look: bool = False
    place: Place = "body"


@dataclass(frozen=True, slots=True)
class Stay:
    """A block that the next base keeps as it was.

    Attributes:
        base: The block of base.
        theirs: Its block of theirs; None when there is none.
        follows: The block of theirs that it follows then; None for the first.
        container: What holds the blocks of theirs.
    """

    base: Element
    theirs: Element | None
    follows: Element | None
    container: Element


@dataclass(frozen=True, slots=True)
class Meeting:
    """A conflict, the paragraph, row or table of ours that it concerns, and the block that the next base keeps."""

    conflict: MergeConflict
    element: Element
    stay: Stay


@dataclass
class StoryMerge:
    """The running result of merging; elements of ours are changed in place.

    Attributes:
        exact: Whether base and theirs were written by the same hand, so that every difference of look counts.
        same: Whether ours still means what base says, for the properties of paragraphs.
        parts: For each part of ours that was merged, the part of theirs its new elements come from.
        pairs: Paragraphs of base and what they are in ours and theirs.
        place: The story that is being merged.
        frames: The looks of its tables.
        has_other_links: Whether ours has changed a link to which theirs gives another address.
    """

    reviser: Reviser
    stand_ins: StandIns
    exact: bool = True
    same: Same = means_the_same
    parts: dict[str, str] = field(default_factory=dict)
    pairs: list[tuple[Element, Element, Element]] = field(default_factory=list)
    place: Place = "body"
    changes: list[MergedChange] = field(default_factory=list)
    meetings: list[Meeting] = field(default_factory=list)
    guesses: list[str] = field(default_factory=list)
    inserted: list[Element] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Prepare for tables and links."""
        self.frames = Frames(self.reviser)
        self.has_other_links = False

    def merge_container(self, base: Element, ours: Element, theirs: Element, clause: str = "") -> None:
        """Bring the changes from base to theirs into a container of ours: body, cell, header, note."""
        blocks = [read_blocks(container, self.stand_ins, clause) for container in (base, ours, theirs)]
        self._merge_blocks(blocks, ours, theirs)

    def _merge_blocks(self, versions: list[list[Block]], container: Element, source: Element) -> None:
        base, ours, theirs = versions
        to_theirs, to_ours = match_blocks(base, theirs), match_blocks(base, ours)
        self.guesses += [base[i].text[:60] for i in to_ours.guessed]
        steady = find_steady([to_theirs.backward[j] for j in sorted(to_theirs.backward)])
        moved: set[int] = set()
        seams = list(find_seams(base, ours, to_ours)) if self.exact else []
        cuts = find_seams(base, theirs, to_theirs) if seams else ()
        their_cuts = {cut.base[0]: cut.ours for cut in cuts if cut.is_split}
        done: set[int] = set()
        for seam in seams:
            cut = their_cuts.get(seam.base[0], ()) if seam.is_split else ()
            if self._merge_seam(seam, versions, to_theirs, cut):
                done.update(seam.base)
                to_theirs.backward.update(dict.fromkeys(cut, seam.base[0]))
        for i, block in enumerate(base):
            if i in done:
                continue
            own = ours[to_ours.forward[i]] if i in to_ours.forward else None
            new = theirs[to_theirs.forward[i]] if i in to_theirs.forward else None
            if own is None:
                continue
            if new is not None and i not in steady and _can_move(block, own):
                moved.add(i)
                self._move_away(own, new)
            elif new is None:
                self._removed(block, own, Stay(block.element, None, _follows(theirs, to_theirs, i), source))
            else:
                self._merge_pair(block, own, new)
        for seam in seams:
            if seam.is_split and (seam.base[0] in done or seam.base[0] not in their_cuts):
                to_ours.backward.update(dict.fromkeys(seam.ours, seam.base[0]))
                to_ours.forward[seam.base[0]] = seam.ours[-1]
        self._insert_new(ours, theirs, to_ours, to_theirs, container, steady, moved)

    def _merge_seam(
        self,
        seam: Seam,
        versions: list[list[Block]],
        to_theirs: Matching,
        their_cut: tuple[int, ...],
    ) -> bool:
        """Merge a paragraph that ours cut or joined; return whether its blocks of base are done with."""
        kept = [i for i in seam.base if i in to_theirs.forward]
        base, ours = [versions[0][i] for i in seam.base], [versions[1][j] for j in seam.ours]
        places = their_cut or tuple(to_theirs.forward[i] for i in kept)
        theirs = [versions[2][j] for j in places]
        if not kept or _same_blocks(base, theirs):
            return False
        planned = plan_seam(base, ours, theirs, self.same) if sorted(places) == list(places) else None
        if planned is None:
            return not their_cut and self._meet_seam(seam, versions, to_theirs)
        self.has_other_links = self.has_other_links or planned.has_other_links
        befores = base * len(theirs) if their_cut else [versions[0][i] for i in kept]
        for before, new in zip(befores, theirs, strict=True):
            self.pairs.append((before.element, ours[0].element, new.element))
        changed = [(each.block, each.after) for each in planned.words]
        if not changed and (planned.looks.is_changed or planned.wholes):
            changed = [(ours[0], ours[0].text)]
        for block, after in changed:
            self.changes.append(MergedChange("changed", base[0].clause, block.text, after))
        self._merge_boxes(base, ours, theirs)
        write_seam(planned, ours, theirs, self.reviser, self.stand_ins)
        return True

    def _meet_seam(self, seam: Seam, versions: list[list[Block]], to_theirs: Matching) -> bool:
        """Ask about all that theirs changes in paragraphs that ours cut or joined; not where the one that stays goes."""
        for i in seam.base:
            if i in to_theirs.forward:
                before, new = versions[0][i], versions[2][to_theirs.forward[i]]
                if before.print != new.print:
                    own = versions[1][seam.ours[0]]
                    self._conflict(before, own, new, look=before.text == new.text)
        return all(i in to_theirs.forward for i in seam.base if i not in seam.extras)

    def _merge_pair(self, base: Block, ours: Block, theirs: Block) -> None:
        if base.kind == "p":
            self.pairs.append((base.element, ours.element, theirs.element))
        if base.print == theirs.print:
            if not self.exact or same_look(base.element, theirs.element):
                return
        elif ours.print == theirs.print and (base.kind == "p" or not self.exact):
            return
        if base.kind == "p":
            self._merge_paragraph(base, ours, theirs)
        elif base.kind == "tbl":
            self._merge_table(base, ours, theirs)
        elif base.kind == "row":
            self._merge_cells(base, ours, theirs)

    def _merge_table(self, base: Block, ours: Block, theirs: Block) -> None:
        before = self.frames.changes
        self._merge_frame(base, ours, theirs)
        self._merge_rows(base, ours, theirs)
        if self.frames.changes > before:
            self.changes.append(MergedChange("changed", base.clause, "", ""))

    def _merge_frame(self, base: Block, ours: Block, theirs: Block) -> None:
        if self.exact:
            self.frames.merge(base.element, ours.element, theirs.element)

    def _merge_rows(self, base: Block, ours: Block, theirs: Block) -> None:
        rows = [read_rows(block.element, base.clause, self.stand_ins) for block in (base, ours, theirs)]
        self._merge_blocks(rows, ours.element, theirs.element)

    def _merge_cells(self, base: Block, ours: Block, theirs: Block) -> None:
        cells = [read_cells(block.element, base.clause, self.stand_ins) for block in (base, ours, theirs)]
        places = range(len(cells[1])) if len(cells[0]) == len(cells[1]) else _columns(cells[0], cells[1])
        if len(cells[0]) != len(cells[2]) or places is None:
            if base.print == ours.print:
                self._replace(ours, theirs)
            elif ours.print != theirs.print:
                self._conflict(base, ours, theirs)
            return
        rows = base.element, ours.element, theirs.element
        is_restructured = self.exact and not any(same_structure(row, rows[2]) for row in rows[:2])
        if is_restructured and base.print == ours.print and same_structure(rows[0], rows[1]):
            self._replace(ours, theirs)
            return
        self.frames.refused = self.frames.refused or is_restructured
        if not is_restructured:
            self._merge_frame(base, ours, theirs)
        for base_cell, place, their_cell in zip(cells[0], places, cells[2], strict=True):
            if not is_restructured:
                self._merge_frame(base_cell, cells[1][place], their_cell)
            self.merge_container(base_cell.element, cells[1][place].element, their_cell.element, base.clause)

    def _merge_paragraph(self, base: Block, ours: Block, theirs: Block) -> None:
        merged = merge_text(base.text, ours.text, theirs.text)
        looks = Looks(base, ours, theirs, self.same)
        self._merge_boxes([base], [ours], [theirs])
        if merged.conflicts or looks.is_refused:
            self._conflict(base, ours, theirs, look=not merged.conflicts)
            return
        before = ours.text
        links = merge_links(base, ours, theirs)
        self.has_other_links = self.has_other_links or links.is_refused
        edits = sorted([*merged.edits, *links.edits])
        looks.apply(ours.element, self.reviser, self.stand_ins)
        if edits:
            self.reviser.change_text(ours.element, edits, theirs.element, self.stand_ins, looks.for_new)
        if edits or looks.is_changed:
            self.changes.append(MergedChange("changed", base.clause, before, merged.applied(before)))

    def _merge_boxes(self, *versions: list[Block]) -> None:
        boxes = [[box for block in blocks for box in block.element.iter(TXBX)] for blocks in versions]
        if boxes[0] and len({len(found) for found in boxes}) == 1:
            for base_box, our_box, their_box in zip(*boxes, strict=True):
                self.merge_container(base_box, our_box, their_box, versions[0][0].clause)

    def _replace(self, ours: Block, theirs: Block) -> None:
        twin = copy.deepcopy(theirs.element)
        ours.element.addnext(twin)
        self._mark(twin, theirs.kind)
        self.inserted.append(twin)
        self.reviser.delete_block(ours.element)
        self.changes.append(MergedChange("changed", ours.clause, ours.text, theirs.text))

    def _removed(self, base: Block, ours: Block, stay: Stay) -> None:
        if base.print != ours.print:
            self._meet(base, ours, "", stay)
            return
        self._delete(ours.element)
        self.changes.append(MergedChange("deleted", base.clause, ours.text, ""))

    def _delete(self, element: Element) -> None:
        """Delete a block; of a paragraph that ends a section only the words, for the pages before it need the rest."""
        if element.tag != P or element.find(f"{PPR}/{SECT_PR}") is None:
            self.reviser.delete_block(element)
            return
        for run in list(paragraph_runs(element)):
            self.reviser.delete_run(run)

    def _conflict(self, base: Block, ours: Block, theirs: Block, *, look: bool = False) -> None:
        stay = Stay(base.element, theirs.element, None, theirs.element)
        self._meet(base, ours, theirs.text, stay, look=look)

    def _meet(self, base: Block, ours: Block, theirs: str, stay: Stay, *, look: bool = False) -> None:
        in_box = self.place == "body" and next(ours.element.iterancestors(TXBX), None) is not None
        place: Place = "box" if in_box else self.place
        conflict = MergeConflict(base.clause, base.text, ours.text, theirs, look, place)
        self.meetings.append(Meeting(conflict, ours.element, stay))

    def _move_away(self, ours: Block, theirs: Block) -> None:
        """Take a block from where it was; theirs has it in another place, where it comes as a new one."""
        for node in ours.element.iter(P, TR):
            if PARA_ID in node.attrib:
                del node.attrib[PARA_ID]
        self.reviser.delete_block(ours.element)
        self.changes.append(MergedChange("changed", ours.clause, ours.text, theirs.text))

    def _insert_new(
        self,
        ours: list[Block],
        theirs: list[Block],
        to_ours: Matching,
        to_theirs: Matching,
        container: Element,
        steady: set[int],
        moved: set[int],
    ) -> None:
        added_by_ours = [block for j, block in enumerate(ours) if j not in to_ours.backward]
        place: Element | None = None
        for index, block in enumerate(theirs):
            before = to_theirs.backward.get(index)
            if before is not None and before not in moved:
                counterpart = to_ours.forward.get(before) if before in steady else None
                place = ours[counterpart].element if counterpart is not None else place
                continue
            same = next((own for own in added_by_ours if own.print == block.print and before is None), None)
            if same is not None:
                added_by_ours.remove(same)
                place = same.element
                continue
            twin = copy.deepcopy(block.element)
            put_block(container, twin, place, ours[0].element if ours else None)
            self._mark(twin, block.kind)
            self.inserted.append(twin)
            if before is None:
                self.changes.append(MergedChange("inserted", block.clause, "", block.text))
            place = twin

    def _mark(self, element: Element, kind: str) -> None:
        if kind == "row":
            self.reviser.mark_row_inserted(element)
        else:
            self.reviser.mark_inserted(element)


def _same_blocks(base: Sequence[Block], theirs: Sequence[Block]) -> bool:
    return [block.print for block in base] == [block.print for block in theirs] and all(
        same_look(one.element, other.element) for one, other in zip(base, theirs, strict=True)
    )


def _can_move(base: Block, ours: Block) -> bool:
    """Return whether a block that theirs moved may be moved in ours: nobody edited it, and nothing refers to it."""
    marked = next(ours.element.iter(BOOKMARK_START), None) is not None
    return bool(base.text.strip()) and base.print == ours.print and not marked


def _columns(base: Sequence[Block], ours: Sequence[Block]) -> Sequence[int] | None:
    """Return where the cells of a row are after somebody added columns; None where some are gone or unclear."""
    found = match_blocks(base, ours).forward
    places = [found[i] for i in range(len(base)) if i in found]
    return places if len(places) == len(base) and places == sorted(places) else None


def _follows(theirs: Sequence[Block], to_theirs: Matching, index: int) -> Element | None:
    """Return the block of theirs behind which a block of base stood that theirs no longer has."""
    for before in range(index - 1, -1, -1):
        if before in to_theirs.forward:
            return theirs[to_theirs.forward[before]].element
    return None
