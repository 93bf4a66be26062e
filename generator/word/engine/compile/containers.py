"""What conditions can empty: containers that need a paragraph, tables without rows, rows without cells."""

from __future__ import annotations

from generator.word.engine.compile.compiler import PartCompiler
from generator.word.engine.compile.placement import is_token
from generator.word.engine.language.environment import END, MARK
from generator.word.engine.language.places import token_number
from generator.word.engine.language.program import ControlItem
from generator.word.file.names import BODY, CONTAINERS, MARKS, SDT_CONTENT, SECT_PR, TBL, TC, TR, P, w
from generator.word.file.xml import Element

_STEPS = {"if": 1, "for": 1, "endif": -1, "endfor": -1, f"{MARK}[": 1, f"{MARK}]": -1}
"""What a slot means for whether what follows it is surely rendered; rows that may be dropped are marked too."""


def mark_container(part: PartCompiler, element: Element) -> None:
    """Mark an element so that it is mended or dropped when it runs empty."""
    if element.tag in CONTAINERS and element.tag != BODY and _may_lack_paragraph(element):
        element.append(part.mark(f"{MARK}C{END}"))
    if element.tag == BODY and all(child.tag not in (P, TBL) for child in _certain(part, element)):
        last = element.find(SECT_PR)
        mark = part.mark(f"{MARK}C{END}")
        if last is not None:
            last.addprevious(mark)
        else:
            element.append(mark)
    kind = {TBL: TR, TR: TC}.get(str(element.tag))
    if kind and all(child.tag != kind for child in _certain(part, element)):
        element.addprevious(part.mark(f"{MARK}[{END}"))
        element.addnext(part.mark(f"{MARK}]{'r' if kind == TR else 'c'}{END}"))


def _certain(part: PartCompiler, element: Element) -> list[Element]:
    """Return the children that are rendered whatever the conditions."""
    depth = 0
    found = []
    for child in element:
        if is_token(child):
            first = next(iter(part.slots[token_number(child)]), "")
            kind = first.kind if isinstance(first, ControlItem) else str(first)[:2]
            depth += _STEPS.get(kind, 0)
        elif depth == 0:
            found.append(child)
    return found


def _may_lack_paragraph(element: Element) -> bool:
    """Tell whether what stands last in a container is no paragraph, or one that depends on a condition."""
    if element.tag == SDT_CONTENT:
        control = element.getparent()
        holder = control.getparent() if control is not None else None
        if holder is None or holder.tag not in CONTAINERS:
            return False
    children = [child for child in element if child.tag not in MARKS]
    return not children or children[-1].tag not in (P, w("sdt"))
