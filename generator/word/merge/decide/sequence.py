"""Merging one sequence of blocks, of a container or a table: which go, stay, change, move and come, and where."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from generator.word.file.names import BODY, BOOKMARK_START, NAME, PARA_ID, SECT_PR, TR, P
from generator.word.file.xml import Element
from generator.word.merge.decide.outcome import MergedChange, Stay
from generator.word.merge.decide.replaced import Replaced, find_replaced
from generator.word.merge.decide.seams import Seam, find_seams
from generator.word.merge.read.blocks import Block
from generator.word.merge.read.match import match_blocks
from generator.word.merge.read.order import find_steady
from generator.word.merge.read.places import put_block
from generator.word.merge.read.three import Three

if TYPE_CHECKING:
    from generator.word.merge.decide.story import StoryMerge

_SET_BY_WORD = re.compile(r"_GoBack$|_Hlk[0-9]+$")
"""Bookmarks to which nothing ever leads: where the cursor was, and where words were pasted."""


class SequenceMerge:
    """The merge of one sequence, phase by phase; each phase leaves to the next what it has not settled.

    Attributes:
        merge: The story it belongs to, which makes the changes inside blocks.
        blocks: The three sequences.
        containers: What holds them.
        settled: Blocks of base, by place, with which nothing more is to be done.
        kept_back: Blocks of theirs, by place, that are not brought.
        gone: Blocks of base that this merge takes out of ours.
        moved: Blocks of base that theirs has elsewhere, and that follow it there.
        stuck: Blocks of base that theirs has elsewhere, and that stay.
    """

    def __init__(self, merge: StoryMerge, blocks: Three[list[Block]], containers: Three[Element]) -> None:
        """Pair the blocks."""
        self.merge, self.blocks, self.containers = merge, blocks, containers
        self.to_theirs = match_blocks(blocks.base, blocks.theirs)
        self.to_ours = match_blocks(blocks.base, blocks.ours)
        self._pair_ends()
        merge.guesses += [blocks.base[i].text[:60] for i in self.to_ours.guessed]
        backward = self.to_theirs.backward
        self.steady = find_steady([backward[j] for j in sorted(backward)])
        self.settled: set[int] = set()
        self.kept_back: set[int] = set()
        self.gone: set[int] = set()
        self.moved: set[int] = set()
        self.stuck: set[int] = set()

    def run(self) -> None:
        """Bring what theirs changes into ours."""
        seams = self._merge_seams()
        self._ask_about_replaced()
        self._settle_moves()
        self._settle_rest()
        self._follow_cuts(*seams)
        self._bring_new()

    def _pair_ends(self) -> None:
        """Take the last paragraphs for one where neither has a counterpart: the end of a cell or note cannot go.

        What marks it as deleted or inserted would leave an empty paragraph behind when it is accepted or rejected.
        """
        base, _, theirs = self.blocks
        if not base or not theirs or self.containers.ours.tag == BODY:
            return
        ends = len(base) - 1, len(theirs) - 1
        free = ends[0] not in self.to_theirs.forward and ends[1] not in self.to_theirs.backward
        if free and base[-1].kind == theirs[-1].kind == "p":
            self.to_theirs.pair(*ends)

    def own(self, place: int) -> Block | None:
        """Return what a block of base is in ours; None where ours has deleted it."""
        found = self.to_ours.forward.get(place)
        return None if found is None else self.blocks.ours[found]

    def new(self, place: int) -> Block | None:
        """Return what a block of base is in theirs; None where theirs has it no longer."""
        found = self.to_theirs.forward.get(place)
        return None if found is None else self.blocks.theirs[found]

    # -- paragraphs that the company cut or joined --------------------------------------------------------

    def _merge_seams(self) -> tuple[list[Seam], dict[int, tuple[int, ...]]]:
        """Merge them first, and as one text: block by block, the half without a counterpart would be lost."""
        base, ours, theirs = self.blocks
        seams = list(find_seams(base, ours, self.to_ours)) if self.merge.exact else []
        cuts = find_seams(base, theirs, self.to_theirs) if seams else ()
        their_cuts = {cut.base[0]: cut.ours for cut in cuts if cut.is_split}
        for seam in seams:
            cut = their_cuts.get(seam.base[0], ()) if seam.is_split else ()
            if self.merge.merge_seam(seam, self.blocks, self.to_theirs, cut):
                self.settled.update(seam.base)
                self.to_theirs.backward.update(dict.fromkeys(cut, seam.base[0]))
        return seams, their_cuts

    def _follow_cuts(self, seams: list[Seam], their_cuts: dict[int, tuple[int, ...]]) -> None:
        """Let what comes new behind a paragraph that ours cut stand behind its last half."""
        for seam in seams:
            if seam.is_split and (seam.base[0] in self.settled or seam.base[0] not in their_cuts):
                self.to_ours.backward.update(dict.fromkeys(seam.ours, seam.base[0]))
                self.to_ours.forward[seam.base[0]] = seam.ours[-1]

    # -- blocks that theirs replaces together -------------------------------------------------------------

    def _ask_about_replaced(self) -> None:
        """Ask about them as a whole where ours has edited or deleted some: half of the old beside the new misleads."""
        for found in find_replaced(self.blocks, self.to_theirs, self.steady):
            if self.settled & set(found.base):
                continue
            owns = [self.own(i) for i in found.base]
            left = [own for own in owns if own is not None]
            is_edited = any(
                own is not None and self.merge.is_edited(self.blocks.base[i], own)
                for i, own in zip(found.base, owns, strict=True)
            )
            if left and (is_edited or len(left) < len(owns)) and not self._is_taken(found):
                self._ask(found, left)

    def _is_taken(self, found: Replaced) -> bool:
        """Return whether ours says already what theirs says there."""
        new = {self.blocks.theirs[j].print for j in found.theirs}
        own = {block.print for block in self.blocks.ours}
        return new <= own

    def _ask(self, found: Replaced, left: list[Block]) -> None:
        base, _, theirs = self.blocks
        old, new = [base[i] for i in found.base], [theirs[j] for j in found.theirs]
        stay = Stay(
            tuple(block.element for block in old),
            tuple(block.element for block in new),
            self._follows(found.base[0]),
            self.containers.theirs,
        )
        texts = Three(old, left, new).map(lambda blocks: "\n".join(block.text for block in blocks))
        self.merge.meet(old[0].clause, texts, left[0].element, stay)
        self.settled.update(found.base)
        self.kept_back.update(found.theirs)

    # -- blocks that theirs has elsewhere -----------------------------------------------------------------

    def _settle_moves(self) -> None:
        """Move what theirs moved, neighbours together: a heading must not part from its text.

        What ours has edited stays. So does, where changes are tracked, what something may refer to: its bookmark
        would be lost by accepting or by rejecting.
        """
        for group in sorted(self._moved_groups(), key=lambda group: self.to_theirs.forward[group[0]]):
            owns = [own for i in group if (own := self.own(i)) is not None]
            if not owns:
                continue
            if self._is_there(group):
                self.stuck.update(group)
                continue
            is_edited = any(
                self.merge.is_edited(self.blocks.base[i], own)
                for i in group
                if (own := self.own(i)) is not None
            )
            is_marked = any(_is_marked(own.element) for own in owns)
            if not is_edited and not (is_marked and self.merge.reviser.track):
                self.moved.update(i for i in group if self.own(i) is not None)
                continue
            self.stuck.update(group)
            if self.merge.exact and (is_marked or len(group) > 1):
                self._ask_about_move(group, owns)
            elif self.merge.exact:
                self.merge.dropped.append(MergedChange("changed", owns[0].clause, owns[0].text, owns[0].text))

    def _is_there(self, group: list[int]) -> bool:
        """Return whether ours has some blocks where theirs has them: behind the same block, which does not move."""
        first = next(i for i in group if self.own(i) is not None)
        places = self.to_theirs.forward, self.to_ours.forward
        common = places[0].keys() & places[1].keys()
        before = [
            max((i for i in common if place[i] < place[first]), key=place.__getitem__, default=-1)
            for place in places
        ]
        return before[0] == before[1] and before[0] not in self.moved

    def _moved_groups(self) -> Iterator[list[int]]:
        """Yield the blocks that moved: rows one by one, other neighbours together.

        Neighbours are neighbours where what goes and what comes between them does not count.
        """
        forward = self.to_theirs.forward
        order = {i: place for place, i in enumerate(sorted(forward))}
        new_order = {i: place for place, i in enumerate(sorted(forward, key=forward.__getitem__))}
        group: list[int] = []
        for i in sorted(set(forward) - self.steady - self.settled):
            block, last = self.blocks.base[i], group[-1] if group else -1
            goes_on = group and order[last] + 1 == order[i] and new_order[last] + 1 == new_order[i]
            if group and (not goes_on or block.kind == "row"):
                yield group
                group = []
            if next(block.element.iter(SECT_PR), None) is None:  # it ends the pages before it, and stays
                group.append(i)
        if group:
            yield group

    def _ask_about_move(self, group: list[int], owns: list[Block]) -> None:
        old, new = [self.blocks.base[i] for i in group], [self.new(i) for i in group]
        stay = Stay(
            tuple(block.element for block in old),
            tuple(block.element for block in new if block is not None),
            self._follows(group[0]),
            self.containers.theirs,
            moved=True,
        )
        texts = Three(old[0].text, owns[0].text, self._before(group))
        self.merge.meet(old[0].clause, texts, owns[0].element, stay, moved=True)

    def _before(self, group: list[int]) -> str:
        """Return what stands before some blocks in theirs; empty where nothing does."""
        theirs = self.blocks.theirs[: self.to_theirs.forward[group[0]]]
        return next((block.text for block in reversed(theirs) if block.text.strip()), "")

    # -- what is left of base -----------------------------------------------------------------------------

    def _settle_rest(self) -> None:
        """Change what stays and say what ours has no place for; then, when all questions are known, take out the rest."""
        leaving: list[int] = []
        for i, block in enumerate(self.blocks.base):
            own, new = self.own(i), self.new(i)
            if i in self.settled:
                continue
            if own is None:
                self._say_unmade(block, new)
            elif i in self.moved:
                self._move_away(own, new or own)
            elif new is None:
                leaving.append(i)
            else:
                self.merge.merge_pair(block, own, new)
        for i in leaving:
            clause = self.blocks.base[i].clause
            if clause and clause in self.merge.referred and i not in self.settled:
                self._hold([k for k in leaving if self.blocks.base[k].clause == clause])
            elif i not in self.settled:
                self._take_out(i)

    def _take_out(self, i: int) -> None:
        block, own = self.blocks.base[i], self.own(i)
        stay = Stay((block.element,), (), self._follows(i), self.containers.theirs)
        if own is not None and self.merge.remove(block, own, stay):
            self.gone.add(i)

    def _hold(self, places: list[int]) -> None:
        """Ask about a clause that theirs has no longer and that a text in question, which stays for now, refers to."""
        old = [self.blocks.base[i] for i in places]
        own = [each for i in places if (each := self.own(i)) is not None]
        elements = tuple(block.element for block in old)
        stay = Stay(elements, (), self._follows(places[0]), self.containers.theirs)
        texts = Three(*("\n".join(block.text for block in blocks) for blocks in (old, own, ())))
        self.merge.meet(old[0].clause, texts, own[0].element, stay)
        self.settled.update(places)

    def _say_unmade(self, base: Block, new: Block | None) -> None:
        if new is not None and new.print != base.print and self.merge.exact:
            self.merge.dropped.append(MergedChange("changed", base.clause, base.text, new.text))

    def _move_away(self, ours: Block, theirs: Block) -> None:
        """Take a block from where it was; theirs has it in another place, where it comes as a new one."""
        self.merge.changes.append(MergedChange("changed", ours.clause, ours.text, theirs.text))
        if not self.merge.reviser.track or not self.merge.reviser.writes:
            return  # untracked it goes there itself, with all that refers to it
        for node in ours.element.iter(P, TR):
            if PARA_ID in node.attrib:
                del node.attrib[PARA_ID]
        self.merge.reviser.delete_block(ours.element)

    def _follows(self, index: int) -> Element | None:
        """Return the block of theirs behind which a block of base stood that theirs has elsewhere or no longer."""
        for before in range(index - 1, -1, -1):
            if before in self.steady:
                return self.blocks.theirs[self.to_theirs.forward[before]].element
        return None

    # -- what comes new -----------------------------------------------------------------------------------

    def _bring_new(self) -> None:
        """Put new and moved blocks where theirs has them: each behind the one before it, and behind what it replaces."""
        added = [block for j, block in enumerate(self.blocks.ours) if j not in self.to_ours.backward]
        place = self._behind_gone(-1, None)
        for index, block in enumerate(self.blocks.theirs):
            before = self.to_theirs.backward.get(index)
            if before in self.moved:
                place = self._bring(block, place, before)
            elif before is not None:
                place = self._place_of(before, place)
            elif index not in self.kept_back:
                same = next((own for own in added if own.print == block.print), None)
                if same is not None:
                    added.remove(same)
                    place = same.element
                elif self._is_homeless(block):
                    self.merge.dropped.append(MergedChange("inserted", block.clause, "", block.text))
                else:
                    place = self._bring(block, place, None)

    def _place_of(self, before: int, place: Element | None) -> Element | None:
        """Return where a block of base that stays is in ours; the place so far where ours has it elsewhere or not."""
        own = self.own(before)
        if own is None or (before not in self.steady and before not in self.stuck):
            return place
        element = self.merge.twins.get(own.element, own.element)
        return self._behind_gone(before, element) if before in self.steady else element

    def _behind_gone(self, before: int, place: Element | None) -> Element | None:
        """Return the last of the blocks that go behind a block of base, so that the new stands behind the old."""
        last = self.to_ours.forward.get(before, -1)
        for i in range(before + 1, len(self.blocks.base)):
            own = self.to_ours.forward.get(i)
            if own is None:
                continue
            leaves = i in self.gone or (i in self.moved and self.merge.reviser.track)
            if not leaves or own < last:
                break
            place, last = self.blocks.ours[own].element, own
        return place

    def _is_homeless(self, block: Block) -> bool:
        """Return whether the clause of a new block is one that ours has deleted, heading and all."""
        if not block.clause or not self.merge.exact:
            return False
        known = [{each.clause for each in blocks} for blocks in (self.blocks.base, self.blocks.ours)]
        return block.clause in known[0] and block.clause not in known[1]

    def _bring(self, block: Block, place: Element | None, before: int | None) -> Element | None:
        if before is None:
            self.merge.changes.append(MergedChange("inserted", block.clause, "", block.text))
        if not self.merge.reviser.writes:
            return place
        own = None if before is None else self.own(before)
        itself = own is not None and not self.merge.reviser.track
        element = own.element if own is not None and itself else copy.deepcopy(block.element)
        ours = self.blocks.ours
        first = next((each.element for each in ours if each.element is not element), None)
        put_block(self.containers.ours, element, place, first)
        if before is not None and own is not None and itself:
            self.merge.merge_pair(self.blocks.base[before], own, block)
            return self.merge.twins.get(element, element)
        self.merge.mark_new(element, block.kind)
        return element


def _is_marked(element: Element) -> bool:
    """Return whether something may refer to a block."""
    names = (node.get(NAME, "") for node in element.iter(BOOKMARK_START))
    return any(not _SET_BY_WORD.match(name) for name in names)
