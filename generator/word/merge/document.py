"""Merging three versions of a Word document, part by part."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, replace

from generator.word.file.names import ID
from generator.word.file.schema import REVISIONS
from generator.word.file.xml import Element
from generator.word.merge.decide.conflicts import Question, ask, keep_base, readable, still_open
from generator.word.merge.decide.outcome import MergeConflict, MergedChange
from generator.word.merge.decide.pages import Pages
from generator.word.merge.decide.parts import merge_parts
from generator.word.merge.decide.story import StoryMerge
from generator.word.merge.read.earlier import outdated_texts
from generator.word.merge.read.references import KnownFields, know_fields
from generator.word.merge.read.stories import pair_boxes, pair_slots
from generator.word.merge.read.three import Three
from generator.word.merge.read.version import STORIES, Slot, StoryKind, Version, opened
from generator.word.merge.write.comments import write_comments
from generator.word.merge.write.fresh import bring_bookmarks, number_anew
from generator.word.merge.write.imports import import_needs
from generator.word.merge.write.lists import ListPairs
from generator.word.merge.write.notes import import_notes, name_notes
from generator.word.merge.write.properties import Same, means_the_same
from generator.word.merge.write.redline import Onlooker, Reviser
from generator.word.merge.write.refresh import Refreshed, refresh_fields
from generator.word.text.standins import StandIns

AUTHOR = "policygen"


@dataclass(frozen=True, slots=True)
class Merged:
    """The outcome of a merge.

    Attributes:
        data: Ours with the changes of theirs.
        changes: What theirs changed in ours.
        conflicts: Where ours stayed although theirs changed the same words.
        next_base: Theirs, with the blocks in conflict as they were in base.
        guesses: Beginnings of the paragraphs of ours that were recognised by likeness alone.
        left: Kinds of definition and look ("styles", "numbering", "theme", "tables", "pages", "headers",
            "links") that changed and could not be brought in.
        dropped: What theirs changed and was not made, because ours has deleted or rearranged what it concerns.
        outdated: Digests of the paragraphs that base says and theirs no longer.
        untracked: Kinds of content ("headers", "contents", "references") that were changed without being tracked.
        kept: References and lines of the contents that somebody has written into and that stay, each with what it
            should show now.
    """

    data: bytes
    changes: tuple[MergedChange, ...]
    conflicts: tuple[MergeConflict, ...]
    next_base: bytes
    guesses: tuple[str, ...]
    left: tuple[str, ...] = ()
    untracked: tuple[str, ...] = ()
    dropped: tuple[MergedChange, ...] = ()
    outdated: frozenset[str] = frozenset()
    kept: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Settled:
    """What is left of earlier conflicts.

    Attributes:
        base: The base for the next merge: the last render, with the blocks still in conflict as they were before.
        conflicts: Those conflicts.
    """

    base: bytes
    conflicts: tuple[MergeConflict, ...]


def merge_documents(
    base: bytes | Version,
    ours: bytes | Version,
    theirs: bytes | Version,
    *,
    author: str = AUTHOR,
    date: datetime.datetime,
    track: bool = True,
    earlier: frozenset[str] = frozenset(),
) -> Merged:
    """Bring what changed from base to theirs into ours, and leave everything else of ours as it is.

    Versions that are open already are used up, but for base.

    Args:
        base: The document as last rendered.
        ours: The company's file.
        theirs: The new render.
        author: The name beside the tracked changes and comments.
        date: The time beside them.
        track: False writes the changes as if accepted; conflicts are comments in either case.
        earlier: What earlier merges gave as `outdated`: a paragraph that still says it is no edit.

    Raises:
        TemplateError: One of the files is not a readable Word document.
    """
    versions = Three(opened(base), opened(ours), opened(theirs))
    own = versions.ours
    known = know_fields(versions)
    lists = ListPairs(*versions)
    reviser = Reviser(author, date, track, _next_revision(own))
    pages = Pages(versions)
    outdated = outdated_texts(versions.base, versions.theirs)
    merge = _merge_versions(versions, reviser, same=lists.same, earlier=earlier)
    _merge_pages(pages, merge, own)
    number_anew(own, [*merge.inserted, *merge.reviser.created])
    bring_bookmarks(versions, merge.pairs)
    questions = ask(merge.meetings, own)
    write_comments(own, [question.wanted for question in questions], merge.reviser)
    left = merge_parts(versions, lists) + _refused(merge, pages)
    new = [*merge.inserted, *merge.reviser.created]
    notes = import_notes(own, versions.theirs, new)
    number_anew(own, notes)
    new += notes
    import_needs(own, versions.theirs, new, merge.parts)
    fields = _refresh(own, known)
    own.restore_style_ids()
    return Merged(
        own.write() if own.changed else own.data,
        tuple(merge.changes),
        _conflicts(questions),
        keep_base(questions, versions.theirs),
        tuple(merge.guesses),
        left,
        (("headers",) if pages.untracked else ()) + fields.kinds,
        tuple(
            replace(change, before=_one_line(change.before), after=_one_line(change.after))
            for change in merge.dropped
        ),
        outdated,
        fields.kept,
    )


def _refresh(own: Version, known: KnownFields) -> Refreshed:
    fields = refresh_fields(own, known) if own.changed else Refreshed()
    parts = {*fields.references, *([own.file.main] if fields.contents else [])}
    own.changed.update({name: own.root(name) for name in sorted(parts)})
    return fields


def _one_line(text: str) -> str:
    return " / ".join(readable(text).split("\n"))


def _refused(merge: StoryMerge, pages: Pages) -> tuple[str, ...]:
    refused = {
        "tables": merge.frames.refused,
        "pages": pages.refused,
        "headers": pages.refused_headers,
        "links": merge.has_other_links,
    }
    return tuple(name for name, is_left in refused.items() if is_left)


def _merge_pages(pages: Pages, merge: StoryMerge, ours: Version) -> None:
    pages.merge(merge.pairs, merge.reviser, merge.parts)
    merge.changes += [MergedChange("changed", "", "", "")] * pages.changes
    merge.inserted += pages.new.values()
    if pages.changes or pages.untracked:
        ours.changed[ours.file.main] = ours.main


def settle_conflicts(base: bytes | Version, ours: bytes | Version, rendered: bytes) -> Settled:
    """Find which conflicts of an earlier merge the company has decided.

    A conflict is open while our comment on it is in the file, not marked as done, and ours still differs from the
    text it carries. Deleting the comment, or taking the new text, decides it.

    Args:
        base: The base that the earlier merge left.
        ours: The company's file as it is now.
        rendered: The render that was merged then.

    Raises:
        TemplateError: One of the files is not a readable Word document.
    """
    versions = Three(opened(base), opened(ours), Version(rendered))
    know_fields(versions)
    reviser = Onlooker(AUTHOR, datetime.datetime.min, track=True)
    merge = _merge_versions(versions, reviser, same=ListPairs(*versions).same)
    left = still_open(ask(merge.meetings, versions.ours), versions.ours)
    return Settled(keep_base(left, versions.theirs), _conflicts(left))


def _conflicts(questions: Iterable[Question]) -> tuple[MergeConflict, ...]:
    return tuple(question.conflict for question in questions)


def find_edits(base: bytes | Version, other: bytes | Version) -> tuple[MergedChange, ...]:
    """Return what somebody changed from base to another version, block by block.

    Raises:
        TemplateError: One of the files is not a readable Word document.
    """
    before = opened(base)
    versions = Three(before, before, opened(other))
    know_fields(versions)
    reviser = Onlooker(AUTHOR, datetime.datetime.min, track=False)
    return tuple(_merge_versions(versions, reviser, exact=False).changes)


def _merge_versions(
    versions: Three[Version],
    reviser: Reviser,
    *,
    exact: bool = True,
    same: Same = means_the_same,
    earlier: frozenset[str] = frozenset(),
) -> StoryMerge:
    merge = StoryMerge(reviser, StandIns(), exact, same, earlier)
    name_notes(versions)
    for kind in STORIES:
        _merge_stories(merge, kind, versions)
    reviser.take_out()
    return merge


def _merge_stories(merge: StoryMerge, kind: StoryKind, versions: Three[Version]) -> None:
    merge.place = kind
    found = versions.map(lambda version: version.containers(kind))
    in_ours, in_theirs = _pairs(merge, kind, versions, found)
    for (name, our_box), place in zip(found.ours, in_ours, strict=True):
        same = (box for box, index in zip(found.theirs, in_theirs, strict=True) if index == place)
        part, new = next(same, ("", None))
        if place is None or new is None:
            continue
        merge.parts[name] = part
        before = len(merge.changes)
        merge.merge_container(Three(found.base[place][1], our_box, new))
        if len(merge.changes) > before and merge.reviser.writes:
            versions.ours.changed[name] = versions.ours.root(name)


def _pairs(
    merge: StoryMerge, kind: StoryKind, versions: Three[Version], found: Three[list[tuple[str, Element]]]
) -> tuple[list[int | None], list[int | None]]:
    """Return for each container of ours, and of theirs, the place of its base."""
    if kind == "body":
        return [0], [0]
    reuse = kind in ("header", "footer")
    base, ours, theirs = found.map(lambda containers: [box for _, box in containers])
    if not reuse:
        pairs = (pair_boxes(base, other, merge.stand_ins, reuse=False) for other in (ours, theirs))
        in_ours, in_theirs = pairs
        return in_ours, in_theirs
    slots = Three(*(_slots_of(version, named) for version, named in zip(versions, found, strict=True)))
    in_ours = pair_boxes(base, ours, merge.stand_ins, reuse=True, slots=(slots.base, slots.ours))
    in_ours = pair_slots(slots.base, slots.ours, in_ours, reuse=True)
    in_theirs = pair_boxes(base, theirs, merge.stand_ins, reuse=False, slots=(slots.base, slots.theirs))
    in_theirs = pair_slots(slots.base, slots.theirs, in_theirs, reuse=False)
    return in_ours, in_theirs


def _slots_of(version: Version, boxes: Iterable[tuple[str, Element]]) -> list[set[tuple[int, Slot]]]:
    """Return for each header or footer the sections that name it, and as what."""
    named = [
        (place, slot, part) for place, slots in enumerate(version.slots()) for slot, part in slots.items()
    ]
    return [{(place, slot) for place, slot, part in named if part == name} for name, _ in boxes]


def _next_revision(version: Version) -> int:
    numbers = [
        int(node.get(ID, "0"))
        for _, root in version.stories()
        for node in root.iter(*REVISIONS)
        if (node.get(ID) or "").isdigit()
    ]
    return 1 + max(numbers, default=9000)
