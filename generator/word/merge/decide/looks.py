"""What a new version changes in the look of a paragraph: of words that stay, of words that come, of the whole."""

from __future__ import annotations

import copy
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from generator.word.file.names import HYPERLINK, PPR, RPR, P, w
from generator.word.file.reading import paragraph_runs, run_text
from generator.word.file.xml import Element
from generator.word.merge.decide.tables import same_frames
from generator.word.merge.read.blocks import Block
from generator.word.merge.read.inline import LINK_KEY, Piece, cut_out, part_runs, read_pieces
from generator.word.merge.write.properties import (
    Difference,
    Key,
    Same,
    find_property_differences,
    is_exactly,
    means_the_same,
    read_properties,
    take_over,
)
from generator.word.merge.write.redline import Reviser
from generator.word.text.standins import StandIns
from generator.word.text.tokens import find_changes, find_places

_CHANGES = (w("rPrChange"), w("pPrChange"))
_NOTHING = Difference([], [])


def same_look(one: Element, other: Element) -> bool:
    """Return whether two blocks of the same words, written by the same hand, have the same look to the letter."""
    if etree.tostring(one, with_tail=False) == etree.tostring(other, with_tail=False):
        return True
    first, second = list(one.iter(P)), list(other.iter(P))
    if len(first) != len(second):
        return False
    return same_frames(one, other) and all(
        _same_properties(a.find(PPR), b.find(PPR)) and _same_runs(a, b)
        for a, b in zip(first, second, strict=True)
    )


def _same_properties(one: Element | None, other: Element | None) -> bool:
    if one is None or other is None:
        return not read_properties(one) and not read_properties(other)
    return etree.tostring(one) == etree.tostring(other) or not any(find_property_differences(one, one, other))


def _same_runs(one: Element, other: Element) -> bool:
    runs = [list(_looks(node)) for node in (one, other)]
    if [text for *_, text in runs[0]] != [text for *_, text in runs[1]]:
        runs = [[(*look, letter) for *look, text in part for letter in text] for part in runs]  # type: ignore[misc]
    return len(runs[0]) == len(runs[1]) and all(
        a[1] == b[1] and (a[0] is b[0] is None or _same_properties(a[0], b[0]))
        for a, b in zip(*runs, strict=True)
    )


def _looks(paragraph: Element) -> Iterator[tuple[Element | None, str, str]]:
    """Yield the properties of each run, what its link leads to, and its text."""
    for run in paragraph_runs(paragraph):
        link = next(run.iterancestors(HYPERLINK), None)
        yield run.find(RPR), "" if link is None else link.get(LINK_KEY, ""), run_text(run)


@dataclass(slots=True)
class _Span:
    """A stretch of ours whose look theirs changes."""

    start: int
    end: int
    keys: list[Key]
    source: Element | None


class Looks:
    """The three-way decision on the look of one paragraph; made before ours is touched."""

    def __init__(self, base: Block, ours: Block, theirs: Block, same: Same = means_the_same) -> None:
        """Compare the three paragraphs.

        Args:
            base: The paragraph both started from.
            ours: The company's paragraph.
            theirs: The new paragraph.
            same: Whether ours still means what base says, for the properties of the paragraph.
        """
        self._known: dict[tuple[int, int, int], Difference] = {}
        self._base, self._ours, self._theirs = (_by_letter(block.pieces) for block in (base, ours, theirs))
        self._own = {id(piece): _plain(piece.properties) for piece in ours.pieces}
        self._paragraph = theirs.element.find(PPR)
        own = ours.element.find(PPR)
        self._whole = find_property_differences(base.element.find(PPR), own, self._paragraph, same)
        self._to_ours = find_places(base.text, ours.text)
        self._to_theirs = find_places(base.text, theirs.text)
        self._refused = bool(self._whole.refused)
        self._spans = _joined(sorted(self._stretches(base, ours), key=lambda span: span.start))
        self._refused = self._refused or self._is_pending(ours)

    @property
    def is_refused(self) -> bool:
        """Return whether ours gave the same words, or the paragraph, another look than theirs does."""
        return self._refused

    @property
    def is_changed(self) -> bool:
        """Return whether theirs changes the look of anything that stays."""
        return bool(self._whole.taken or self._spans)

    def apply(
        self,
        paragraph: Element,
        reviser: Reviser,
        stand_ins: StandIns,
        start: int = 0,
        end: int = sys.maxsize,
    ) -> None:
        """Give the words of ours that stay the look of theirs.

        Where ours is several paragraphs read as one, `start` and `end` say where this one of them stands.
        """
        if self._whole.taken and not start:
            reviser.change_paragraph(paragraph, self._whole.taken, self._paragraph)
        spans = [span for span in self._spans if span.start < end and start < span.end]
        if not spans:
            return
        part_runs(paragraph)
        pieces = read_pieces(paragraph, stand_ins)
        for span in spans:
            first, last = cut_out(pieces, max(span.start, start) - start, min(span.end, end) - start)
            for piece in pieces[first:last]:
                for run in piece.runs:
                    reviser.change_look(run, span.keys, span.source)

    def for_new(self, start: int, end: int, piece: Piece) -> Element | None:
        """Return the look of new words: that of the words of ours in their place, with what theirs changes."""
        place = next(
            (i for i, own in enumerate(self._to_ours) if own is not None and start <= own < end), None
        )
        if place is None:
            before = [i for i, own in enumerate(self._to_ours) if own is not None and own < start]
            place = (
                before[-1]
                if before
                else next((i for i, own in enumerate(self._to_ours) if own is not None), None)
            )
        if place is None:
            return _plain(piece.properties)
        own = self._own[id(self._ours[self._to_ours[place] or 0])]
        look = etree.Element(RPR) if own is None else copy.deepcopy(own)
        taken = find_property_differences(self._base[place].properties, own, piece.properties).taken
        for _ in take_over(look, taken, piece.properties):
            pass
        return look if len(look) else None

    # -- what stays and looks otherwise -------------------------------------------------------------------

    def _stretches(self, base: Block, ours: Block) -> Iterator[_Span]:
        for place, own in enumerate(self._to_ours):
            if own is not None:
                yield from self._span(place, own, own + 1)
        shift = 0
        for change in find_changes(base.text, ours.text):
            model = self._place_of(change.start, change.end) if change.text else None
            first = change.start + shift
            shift += len(change.text) - (change.end - change.start)
            for own in range(first, first + len(change.text)) if model is not None else ():
                yield from self._span(model or 0, own, own + 1)

    def _place_of(self, start: int, end: int) -> int | None:
        """Return a letter of base whose new look ours' own words between two places take too."""
        around = range(start, end)
        if start == end:
            inside = 0 < start < len(self._base)
            around = range(start - 1, start + 1) if inside else range(len(self._base))
        sources = [self._to_theirs[place] for place in around]
        if not sources or None in sources:
            return None
        looks = [self._compare(place, None) for place in around]
        one = looks[0]
        alike = all(
            look.taken == one.taken and self._same_source(around[0], place, one.taken)
            for look, place in zip(looks, around, strict=True)
        )
        return around[0] if alike and one.taken else None

    def _same_source(self, one: int, other: int, keys: list[Key]) -> bool:
        values = [
            read_properties(self._theirs[self._to_theirs[place] or 0].properties) for place in (one, other)
        ]
        return all(is_exactly(values[0].get(key), values[1].get(key)) for key in keys)

    def _span(self, place: int, start: int, end: int) -> Iterator[_Span]:
        difference = self._compare(place, start)
        piece = self._ours[start]
        if difference.refused and piece.letters and piece.text.strip():
            self._refused = True
        if difference.taken:
            source = self._theirs[self._to_theirs[place] or 0].properties
            yield _Span(start, end, difference.taken, source)

    def _compare(self, place: int, own: int | None) -> Difference:
        """Compare the look of one letter of base; without a letter of ours as if ours had left it alone."""
        new = self._to_theirs[place]
        if new is None:
            return _NOTHING
        before, after = self._base[place], self._theirs[new]
        mine = before if own is None else self._ours[own]
        key = (id(before), id(mine), id(after))
        if key not in self._known:
            self._known[key] = find_property_differences(before.properties, mine.properties, after.properties)
        return self._known[key]

    def _is_pending(self, ours: Block) -> bool:
        """Return whether somebody's own tracked change of look waits where theirs changes it."""
        changed = [self._ours[span.start].properties for span in self._spans]
        changed += [ours.element.find(PPR)] if self._whole.taken else []
        return any(node is not None and node.find(name) is not None for node in changed for name in _CHANGES)


def _by_letter(pieces: list[Piece]) -> list[Piece]:
    return [piece for piece in pieces for _ in piece.text]


def _joined(spans: list[_Span]) -> list[_Span]:
    joined: list[_Span] = []
    for span in spans:
        last = joined[-1] if joined else None
        if last and last.end == span.start and last.keys == span.keys and _same_values(last, span):
            last.end = span.end
        else:
            joined.append(span)
    return joined


def _same_values(one: _Span, other: _Span) -> bool:
    if one.source is other.source:
        return True
    values = [read_properties(span.source) for span in (one, other)]
    return all(is_exactly(values[0].get(key), values[1].get(key)) for key in one.keys)


def _plain(properties: Element | None) -> Element | None:
    """Return a copy of run properties without anybody's tracked change."""
    if properties is None:
        return None
    twin = copy.deepcopy(properties)
    for name in (*_CHANGES, w("ins"), w("del"), w("moveFrom"), w("moveTo")):
        for node in twin.findall(name):
            twin.remove(node)
    return twin
