"""The last walk over a part before it is cut: paragraph ids, containers that may run empty."""

from __future__ import annotations

from collections import Counter

from lxml import etree

from generator.word import names as n
from generator.word.compiler import PartCompiler
from generator.word.environment import END, MARK
from generator.word.filters import para_id
from generator.word.numbering import ListDefinition
from generator.word.placement import is_token
from generator.word.program import ControlItem, HookItem
from generator.word.tree import paragraph_text, style_id, token_number


def with_w14(root: etree._Element) -> etree._Element:
    """Return the root with the w14 namespace declared and ignorable, as `w14:paraId` needs."""
    wanted = {"w14": n.W14_NS, "mc": n.MC_NS, **root.nsmap}
    if wanted != root.nsmap:
        fresh = etree.Element(root.tag, dict(root.attrib), nsmap=wanted)
        fresh.text = root.text
        fresh.extend(list(root))
        root = fresh
    ignorable = root.get(n.IGNORABLE, "").split()
    prefixes = [
        key for key, space in root.nsmap.items() if space == n.W14_NS and key and key not in ignorable
    ]
    if prefixes:
        root.set(n.IGNORABLE, " ".join([*ignorable, *prefixes]))
    return root


def usual_prefixes(root: etree._Element) -> bool:
    """Tell whether a part names its namespaces as every program that writes Word files does."""
    spaces = root.nsmap
    return (
        root.prefix == "w"
        and spaces.get("w14", n.W14_NS) == n.W14_NS
        and spaces.get("mc", n.MC_NS) == n.MC_NS
    )


class Finisher:
    """Walks a part whose tags are placed and adds what only the engine knows."""

    def __init__(self, part: PartCompiler, lists: dict[str, ListDefinition], *, counted: bool) -> None:
        """Prepare the walk; only in a `counted` part (the body) do paragraphs count."""
        self.part = part
        self.lists = lists if counted else {}
        self.fixed: set[int] = set()
        self.seen: Counter[str] = Counter()

    def run(self) -> None:
        """Walk the part."""
        self.walk(self.part.root, False)
        self.part.spots.fixed = frozenset(self.fixed)

    def walk(self, element: etree._Element, loop: bool) -> None:
        """Handle the children of an element; `loop` tells whether it is rendered more than once."""
        depth = 0
        for child in list(element):
            if is_token(child):
                depth += self._loop_step(child)
                continue
            if isinstance(child.tag, str):
                inside = loop or depth > 0
                if child.tag == n.P:
                    self.paragraph(child, inside)
                self.walk(child, inside)
        self.container(element)

    def _loop_step(self, node: etree._Element) -> int:
        first = next(iter(self.part.slots[token_number(node)]), "")
        if not isinstance(first, ControlItem):
            return 0
        return {"for": 1, "endfor": -1}.get(first.kind, 0)

    def paragraph(self, paragraph: etree._Element, loop: bool) -> None:
        """Give a paragraph its id: its own, or one made from its text."""
        own = paragraph.get(n.PARA_ID, "")
        number = int(own, 16) if len(own) == 8 and all(c in "0123456789ABCDEFabcdef" for c in own) else 0
        if not 0 < number < 0x80000000 or number in self.fixed:
            key = f"{self.part.name}\n{style_id(paragraph)}\n{paragraph_text(paragraph)}"
            self.seen[key] += 1
            number = para_id(f"{key}\n{self.seen[key]}")
            while number in self.fixed:
                number = para_id(f"{number}+")
        self.fixed.add(number)
        value = self.part.attribute(HookItem("_para_id", number)) if loop else f"{number:08X}"
        paragraph.set(n.PARA_ID, value)
        if not len(paragraph):
            paragraph.text = ""

    def container(self, element: etree._Element) -> None:
        """Mark a container, table or row that conditions can empty, so that it can be mended or dropped."""
        tokens = [child for child in element if is_token(child)]
        if not tokens:
            return
        if element.tag in n.CONTAINERS and element.tag != n.BODY and _may_lack_paragraph(element):
            element.append(self.part.mark(f"{MARK}C{END}"))
        if element.tag == n.BODY and all(
            child.tag not in (n.P, n.TBL) for child in _certain(self.part, element)
        ):
            last = element.find(n.SECT_PR)
            mark = self.part.mark(f"{MARK}C{END}")
            if last is not None:
                last.addprevious(mark)
            else:
                element.append(mark)
        kind = {n.TBL: n.TR, n.TR: n.TC}.get(str(element.tag))
        if kind and all(child.tag != kind for child in _certain(self.part, element)):
            element.addprevious(self.part.mark(f"{MARK}[{END}"))
            element.addnext(self.part.mark(f"{MARK}]{'r' if kind == n.TR else 'c'}{END}"))


def _may_lack_paragraph(element: etree._Element) -> bool:
    """Tell whether what stands last in a container depends on a condition."""
    children = [child for child in element if child.tag not in n.MARKS]
    return bool(children) and children[-1].tag != n.P


def _certain(part: PartCompiler, element: etree._Element) -> list[etree._Element]:
    """Return the children that are rendered whatever the conditions."""
    depth = 0
    found = []
    for child in element:
        if is_token(child):
            first = next(iter(part.slots[token_number(child)]), "")
            kind = first.kind if isinstance(first, ControlItem) else ""
            depth += {"if": 1, "for": 1, "endif": -1, "endfor": -1}.get(kind, 0)
        elif depth == 0:
            found.append(child)
    return found
