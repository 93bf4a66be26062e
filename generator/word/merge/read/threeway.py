"""The three-way decision on one text: what of theirs reaches ours, and where both changed the same words."""

from __future__ import annotations

from typing import NamedTuple

from generator.word.text.tokens import Change, apply_changes, find_changes


class TextMerge(NamedTuple):
    """What theirs changes in ours.

    Attributes:
        edits: Replacements to make in ours, in order; offsets count characters of ours.
        conflicts: Replacements of theirs that meet words ours has changed too, with offsets of ours; not made.
    """

    edits: list[Change]
    conflicts: list[Change]

    def applied(self, ours: str) -> str:
        """Return ours with the edits made."""
        return apply_changes(ours, self.edits)


def merge_text(base: str, ours: str, theirs: str) -> TextMerge:
    """Merge three versions of one text.

    Laws: (b, b, t) gives t; (b, o, b) gives o; (b, x, x) gives x; no word of ours is lost without an edit that
    says so; a change of theirs that meets a different change of ours in the same words is a conflict.
    """
    if theirs in (base, ours):
        return TextMerge([], [])
    our_changes, their_changes = find_changes(base, ours), find_changes(base, theirs)
    edits: list[Change] = []
    conflicts: list[Change] = []
    for change in their_changes:
        if any(change.same_as(own) for own in our_changes):
            continue
        placed = _in_ours(change, our_changes)
        meets = any(_meet(change, own) for own in our_changes)
        (conflicts if meets else edits).append(placed)
    return TextMerge(edits, conflicts)


def _meet(one: Change, other: Change) -> bool:
    if one.start == one.end and other.start == other.end:
        return one.start == other.start
    if one.start == one.end:
        return other.start < one.start < other.end
    if other.start == other.end:
        return one.start < other.start < one.end
    return one.start < other.end and other.start < one.end


def _in_ours(change: Change, our_changes: list[Change]) -> Change:
    """Move a change from offsets of base to offsets of ours."""
    return Change(
        _moved(change.start, our_changes, change),
        _moved(change.end, our_changes, change),
        change.text,
        change.source,
    )


def _moved(position: int, our_changes: list[Change], change: Change) -> int:
    shift = 0
    for own in our_changes:
        if own.end < position or (own.end == position and not _insertion_at(own, position, change)):
            shift += len(own.text) - (own.end - own.start)
        elif own.start < position:
            return own.start + shift + min(len(own.text), position - own.start)
    return position + shift


def _insertion_at(own: Change, position: int, change: Change) -> bool:
    """Return whether ours inserts right behind the stretch that theirs replaces, so that it stays behind it."""
    return own.start == own.end == position == change.end and change.start < change.end
