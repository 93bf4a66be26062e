"""Putting slots where tags stood: in the text of one run, between runs, or in place of a paragraph, row or cell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass

from lxml import etree

from generator.word.engine.language.places import own_runs, token, token_number
from generator.word.engine.language.tags import RawTag
from generator.word.file.names import BR, CR, MARKS, PPR, RPR, SECT_PR, TAB, XML_SPACE, P, R, T, w
from generator.word.file.xml import Element

_BREAKS = {TAB: "\t", BR: "\n", CR: "\n"}
_SILENT = frozenset({R, T, RPR, TAB, CR, w("proofErr"), w("lastRenderedPageBreak"), w("ins")}) | MARKS
"""What a paragraph may hold besides tags and still count as holding nothing else."""


@dataclass(frozen=True, slots=True)
class Fragment:
    """An element that carries text of a paragraph, with the span of that text."""

    element: Element
    start: int
    end: int


def pieces_of(paragraph: Element) -> tuple[str, list[Fragment]]:
    """Return the joined text of a paragraph and where each part of it stands."""
    texts: list[str] = []
    pieces: list[Fragment] = []
    position = 0
    for element in own_runs(paragraph):
        text = element.text or "" if element.tag == T else _BREAKS.get(str(element.tag), "")
        if element.tag == T or text:
            texts.append(text)
            pieces.append(Fragment(element, position, position + len(text)))
            position += len(text)
    return "".join(texts), pieces


def holds_only(paragraph: Element, text: str, tags: Sequence[RawTag]) -> bool:
    """Tell whether a paragraph has nothing but these tags: no other text, picture, field or page break."""
    position = 0
    for tag in tags:
        if text[position : tag.start].strip():
            return False
        position = tag.end
    if text[position:].strip():
        return False
    for element in own_runs(paragraph):
        if element.tag == BR and element.get(w("type")) in (None, "textWrapping"):
            continue
        if element.tag not in _SILENT:
            return False
    return True


def place_inline(pieces: Sequence[Fragment], tags: Sequence[RawTag], slots: Sequence[int]) -> list[Element]:
    """Put a slot where each tag begins, in its first run, and take the tag's text out of the others.

    Args:
        pieces: The text of the paragraph.
        tags: Its tags in order.
        slots: The slot of each tag; -1 takes the tag out and puts nothing.

    Returns:
        The slots' elements; what stood between the runs of a tag (bookmarks, comment anchors) is kept.
    """
    placed: list[Element] = []
    pairs = list(zip(tags, slots, strict=True))
    first = 0
    for piece in pieces:
        while first < len(pairs) and pairs[first][0].end <= piece.start:
            first += 1
        last = first
        while last < len(pairs) and pairs[last][0].start < piece.end:
            last += 1
        touching = pairs[first:last]
        if not touching:
            continue
        if piece.element.tag in _BREAKS:
            remove(piece.element)
            continue
        placed += _rewrite(piece, touching)
    return placed


def _rewrite(piece: Fragment, touching: Sequence[tuple[RawTag, int]]) -> list[Element]:
    element = piece.element
    text = element.text or ""
    element.text = ""
    placed: list[Element] = []
    cursor = 0
    for tag, slot in touching:
        _append(element, text[cursor : max(tag.start - piece.start, cursor)])
        if tag.start >= piece.start and slot >= 0:
            placed.append(token(slot))
            element.append(placed[-1])
        cursor = min(tag.end, piece.end) - piece.start
    _append(element, text[cursor:])
    if element.tag != T:
        return placed
    element.set(XML_SPACE, "preserve")
    if not element.text and not len(element):
        run = element.getparent()
        remove(element)
        if run is not None and run.tag == R and all(child.tag == RPR for child in run):
            remove(run)
    return placed


def _append(element: Element, text: str) -> None:
    if not text:
        return
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


def lift(slot: Element) -> None:
    """Move a slot out of its run: the run is split in two of the same formatting, the slot stands between them."""
    text = slot.getparent()
    run = text.getparent() if text is not None else None
    if text is None or run is None or text.tag != T or run.tag != R:
        return
    second = etree.Element(R)
    properties = run.find(RPR)
    if properties is not None:
        second.append(deepcopy(properties))
    rest = etree.SubElement(second, T)
    rest.set(XML_SPACE, "preserve")
    rest.text = slot.tail
    slot.tail = None
    for sibling in list(slot.itersiblings()):
        rest.append(sibling)
    if not rest.text and not len(rest):
        second.remove(rest)
    for sibling in list(text.itersiblings()):
        second.append(sibling)
    run.addnext(slot)
    if any(child.tag != RPR for child in second):
        slot.addnext(second)
    if not text.text and not len(text):
        run.remove(text)
    if all(child.tag == RPR for child in run):
        remove(run)


def replace_block(element: Element, slots: Iterable[int], kinds: Sequence[str]) -> None:
    """Put slots in the place of a paragraph, row or cell that held nothing but control tags.

    Range marks inside it move out of the block, so that they are kept whether or not the block is rendered.
    A paragraph that ends a section is kept, empty, outside the block.
    """
    closing = bool(kinds) and kinds[0] in ("endif", "endfor")
    marks = [mark for mark in element.iter() if mark.tag in MARKS]
    kept = marks if element.tag == P else []
    if element.tag == P and element.find(f"{PPR}/{SECT_PR}") is not None:
        for child in list(element):
            if child.tag != PPR and child not in marks:
                element.remove(child)
        kept = [element]
    nodes: list[Element] = [token(slot) for slot in slots if slot >= 0]
    ordered = nodes + kept if closing else kept + nodes
    anchor = etree.Comment("")
    element.addprevious(anchor)
    remove(element)
    for node in ordered:
        anchor.addprevious(node)
    remove(anchor)


def remove(element: Element) -> None:
    """Take an element out of its parent."""
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def is_token(node: Element) -> bool:
    """Tell whether a node stands for a slot."""
    return token_number(node) >= 0
