"""Writing words over others in place: the runs stay, and with them the look of every letter that stays."""

from __future__ import annotations

from collections.abc import Sequence

from generator.word.file.names import TAB, XML_SPACE, T, w
from generator.word.file.xml import Element

_TABS = (TAB, w("ptab"))


def text_of_node(node: Element) -> str:
    """Return what a node of a run shows: letters, a tab, or a line break."""
    if node.tag == T:
        return node.text or ""
    return "\t" if node.tag in _TABS else "\n"


def write_over(nodes: Sequence[Element], start: int, end: int, text: str) -> None:
    """Write a text over a stretch of nodes; letters that are the same at either end keep their place.

    Args:
        nodes: Texts, tabs and breaks in order.
        start: Where the stretch begins in their joined text.
        end: Where it ends; the same place for an insertion.
        text: The new words.
    """
    old = "".join(map(text_of_node, nodes))[start:end]
    same = 0
    while same < min(len(old), len(text)) and old[same] == text[same]:
        same += 1
    start, old, text = start + same, old[same:], text[same:]
    same = 0
    while same < min(len(old), len(text)) and old[-1 - same] == text[-1 - same]:
        same += 1
    end, text = end - same, text[: len(text) - same]
    _write(nodes, start, end, text)


def _write(nodes: Sequence[Element], start: int, end: int, text: str) -> None:
    at = 0
    left: str | None = text
    for node in nodes:
        shown = text_of_node(node)
        first, last = max(start - at, 0), min(end - at, len(shown))
        at += len(shown)
        touches = first < last or (start == end and 0 <= first <= len(shown))
        if not touches:
            continue
        if node.tag == T and (left is not None or first < last):
            node.text = shown[:first] + (left or "") + shown[max(first, last) :]
            node.set(XML_SPACE, "preserve")
            left = None
        elif node.tag != T and first < last and (parent := node.getparent()) is not None:
            parent.remove(node)
