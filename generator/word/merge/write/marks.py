"""On which side of a bookmark new words stand."""

from __future__ import annotations

from typing import NamedTuple

from generator.word.file.names import BOOKMARK_END, BOOKMARK_START, ID, NAME, R
from generator.word.file.xml import Element
from generator.word.merge.read.places import first_place


class Marks(NamedTuple):
    """The bookmarks of a paragraph of theirs, as new words see them.

    Attributes:
        passed: The ends that stand before the words, by kind and name.
        known: The names of all.
    """

    passed: frozenset[tuple[str, str]]
    known: frozenset[str]


NO_MARKS = Marks(frozenset(), frozenset())


def read_marks(paragraph: Element, run: Element) -> Marks:
    """Read the bookmarks of a paragraph as a run sees them."""
    names = _names(paragraph)
    passed: set[tuple[str, str]] = set()
    for node in paragraph.iter(R, BOOKMARK_START, BOOKMARK_END):
        if node is run:
            break
        if node.tag != R:
            passed.add((str(node.tag), names.get(node.get(ID, ""), "")))
    return Marks(frozenset(passed), frozenset(names.values()))


def behind_marks(paragraph: Element, place: Element | None, theirs: Marks) -> Element | None:
    """Return the last of the ends of bookmarks behind a run that new words follow; the run where there is none.

    Those that theirs has before the words, and at the beginning of a paragraph those that only ours has: Word sets
    some around whole headings.

    Args:
        paragraph: The paragraph of ours.
        place: The run that the words follow; None where they come first.
        theirs: The bookmarks around the words in theirs.
    """
    names = _names(paragraph)
    is_first, first = place is None, first_place(paragraph)
    node = place.getnext() if place is not None else paragraph[first] if len(paragraph) > first else None
    while node is not None and node.tag in (BOOKMARK_START, BOOKMARK_END):
        name = names.get(node.get(ID, ""), "")
        is_own = node.tag == BOOKMARK_START and is_first and name not in theirs.known
        if (str(node.tag), name) not in theirs.passed and not is_own:
            break
        place, node = node, node.getnext()
    return place


def _names(paragraph: Element) -> dict[str, str]:
    return {node.get(ID, ""): node.get(NAME, "") for node in paragraph.iter(BOOKMARK_START)}
