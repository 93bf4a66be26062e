"""Range marks that a condition would tear apart: bookmarks, comment anchors, permissions."""

from __future__ import annotations

from lxml import etree

from generator.word.engine.compile.compiler import PartCompiler
from generator.word.engine.compile.placement import is_token
from generator.word.engine.language.places import token_number
from generator.word.engine.language.program import ControlItem
from generator.word.file.names import ID, MARKS, T
from generator.word.file.xml import Element

_MARKS = tuple(MARKS)


def keep_pairs(part: PartCompiler) -> None:
    """Move a mark out of its block when its partner is not in the same branch, so that both are rendered or none.

    A start goes before the block, an end after it; blocks must be balanced.
    """
    if next(part.root.iter(*_MARKS), None) is None:
        return
    parents = {node.getparent() for node in part.root.iter(etree.ProcessingInstruction)}
    for parent in parents:
        if parent is not None and parent.tag != T:
            _keep_in(part, parent)


def _keep_in(part: PartCompiler, parent: Element) -> None:
    stack: list[tuple[Element, list[list[Element]]]] = []
    for child in list(parent):
        kind = _control(part, child)
        if kind in ("if", "for"):
            stack.append((child, [[]]))
        elif kind in ("elif", "else") and stack:
            stack[-1][1].append([])
        elif kind in ("endif", "endfor") and stack:
            opener, branches = stack.pop()
            moved = [mark for branch in branches for mark in _single(branch)]
            _move_out(opener, child, moved)
            if stack:
                stack[-1][1][-1] += [node for branch in branches for node in branch] + moved
        elif stack and isinstance(child.tag, str):
            stack[-1][1][-1].append(child)


def _control(part: PartCompiler, node: Element) -> str:
    first = next(iter(part.slots[token_number(node)]), "") if is_token(node) else ""
    return first.kind if isinstance(first, ControlItem) else ""


def _single(branch: list[Element]) -> list[Element]:
    """Return the marks of a branch whose partner is not in it."""
    found: dict[tuple[str, str], dict[Element, None]] = {}
    for node in dict.fromkeys(branch):
        for mark in node.iter(*_MARKS):
            family = str(mark.tag).removesuffix("Start").removesuffix("End")
            found.setdefault((family, mark.get(ID, "")), {})[mark] = None
    return [mark for marks in found.values() if len(marks) == 1 for mark in marks]


def _move_out(opener: Element, closer: Element, marks: list[Element]) -> None:
    for mark in marks:
        if str(mark.tag).endswith("Start"):
            opener.addprevious(mark)
    for mark in reversed(marks):
        if str(mark.tag).endswith("End"):
            closer.addnext(mark)
