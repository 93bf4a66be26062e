"""Numbers and names of what comes new into a file: bookmarks and drawings must not share them."""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from generator.word.file.names import BOOKMARK_END, BOOKMARK_START, DOC_PR, ID, NAME
from generator.word.file.xml import Element
from generator.word.merge.read.places import first_place
from generator.word.merge.read.three import Three
from generator.word.merge.read.version import Version


def number_anew(ours: Version, new: Iterable[Element]) -> None:
    """Give bookmarks and drawings of new elements numbers that are free, and drop bookmarks whose name is taken."""
    elements = list(new)
    inside = {node for element in elements for node in element.iter(BOOKMARK_START, BOOKMARK_END, DOC_PR)}
    marks = [node for node in _all(ours, BOOKMARK_START) if node not in inside]
    names = {node.get(NAME) for node in marks}
    free = _after(node.get(ID) for node in marks)
    drawing = _after(node.get("id") for node in _all(ours, DOC_PR) if node not in inside)
    for element in elements:
        fresh: dict[str, str] = {}
        for node in list(element.iter(BOOKMARK_START, BOOKMARK_END)):
            old = node.get(ID, "")
            if node.tag == BOOKMARK_START and node.get(NAME) not in names:
                fresh[old], free = str(free), free + 1
                names.add(node.get(NAME))
            parent = node.getparent()
            if old in fresh:
                node.set(ID, fresh[old])
            elif parent is not None:
                parent.remove(node)
        for node in element.iter(DOC_PR):
            node.set("id", str(drawing))
            drawing += 1


def _all(version: Version, tag: str) -> list[Element]:
    return [node for _, root in version.stories() for node in root.iter(tag)]


def _names(version: Version) -> set[str]:
    return {node.get(NAME, "") for node in _all(version, BOOKMARK_START)}


def _after(numbers: Iterable[str | None]) -> int:
    return 1 + max((int(number) for number in numbers if number and number.isdigit()), default=0)


def bring_bookmarks(versions: Three[Version], pairs: Iterable[Three[Element]]) -> None:
    """Put the bookmarks that theirs has newly around paragraphs of ours: references of new text lead there.

    Args:
        versions: Base, ours with the new blocks in it, and theirs.
        pairs: Paragraphs of base, ours and theirs that are the same one.
    """
    ours = versions.ours
    base, own, new = versions.map(_names)
    wanted = new - base - own
    free = _after(node.get(ID) for node in _all(ours, BOOKMARK_START))
    parts = {root: name for name, root in ours.stories()}
    for _, paragraph, counterpart in pairs if wanted else ():
        part = parts.get(paragraph.getroottree().getroot())
        for mark in counterpart.iter(BOOKMARK_START) if part else ():
            name = mark.get(NAME, "")
            if part and name in wanted:
                wanted.remove(name)
                _surround(paragraph, name, str(free))
                free += 1
                ours.changed[part] = ours.root(part)


def _surround(paragraph: Element, name: str, number: str) -> None:
    start, end = etree.Element(BOOKMARK_START), etree.Element(BOOKMARK_END)
    start.set(ID, number)
    start.set(NAME, name)
    end.set(ID, number)
    paragraph.insert(first_place(paragraph), start)
    paragraph.append(end)
