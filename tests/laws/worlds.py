"""Ways in which a file is saved again without anybody having edited it."""

from __future__ import annotations

import copy
from collections.abc import Callable

from lxml import etree

from tests.editing import W, members, on_tree, packed, re_saved

Tree = etree._Element
SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def zipped(data: bytes) -> bytes:
    """Write the zip again."""
    return packed(members(data))


def bookmarked(data: bytes) -> bytes:
    """Set the hidden bookmarks that Word sets by itself: around headings, where the cursor was, where words were pasted."""

    def change(root: Tree) -> None:
        paragraphs = [node for node in root.iter(f"{W}p") if node.find(f"{W}r") is not None]
        for number, node in enumerate(paragraphs):
            style = node.find(f"{W}pPr/{W}pStyle")
            if style is not None and "Heading" in style.get(f"{W}val", ""):
                _around(node, f"_Toc{800000000 + number}", 50_000 + number)
            elif number % 7 == 0:
                _around(node, f"_Hlk{700000000 + number}", 50_000 + number)
        _around(paragraphs[len(paragraphs) // 2], "_GoBack", 49_999)

    return on_tree(data, change)


def split(data: bytes) -> bytes:
    """Cut every run of words in two, with revision ids of their own, as Word does over weeks of work."""

    def change(root: Tree) -> None:
        for number, run in enumerate(list(root.iter(f"{W}r"))):
            content = [node for node in run if node.tag != f"{W}rPr"]
            text = (content[0].text or "") if [node.tag for node in content] == [f"{W}t"] else ""
            if len(text) < 2:
                continue
            twin = copy.deepcopy(run)
            half = len(text) // 2
            for part, words in ((run, text[:half]), (twin, text[half:])):
                part[-1].text = words
                part[-1].set(SPACE, "preserve")
                part.set(f"{W}rsidR", f"{number:08X}")
            run.addnext(twin)

    return on_tree(data, change)


def _around(paragraph: Tree, name: str, number: int) -> None:
    start, end = etree.Element(f"{W}bookmarkStart"), etree.Element(f"{W}bookmarkEnd")
    for mark in (start, end):
        mark.set(f"{W}id", str(number))
    start.set(f"{W}name", name)
    paragraph.insert(1 if paragraph.find(f"{W}pPr") is not None else 0, start)
    paragraph.append(end)


SAVED: dict[str, Callable[[bytes], bytes]] = {
    "zipped": zipped,
    "bookmarked": bookmarked,
    "split": split,
    "word": re_saved,
}
