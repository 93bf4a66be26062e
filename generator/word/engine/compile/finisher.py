"""The last walk over a part before it is cut: ids, numbers, bookmarks, pictures, colours, what may run empty."""

from __future__ import annotations

from collections import Counter

from lxml import etree

from generator.word.engine.compile.compiler import PartCompiler
from generator.word.engine.compile.containers import mark_container
from generator.word.engine.compile.formatting import fragment
from generator.word.engine.compile.paragraphs import ParagraphKind, main_bookmark, spans_title
from generator.word.engine.compile.placement import is_token, remove
from generator.word.engine.compile.shapes import ShapeIds
from generator.word.engine.language.environment import END, MARK
from generator.word.engine.language.filters import para_id
from generator.word.engine.language.places import template_text, token_number
from generator.word.engine.language.program import ControlItem, HookItem, Item
from generator.word.engine.language.spots import BookmarkSpot, NumberSpot, PictureSpot, StyleSpot
from generator.word.engine.render.liststyles import main_list
from generator.word.engine.render.theme import themed, themed_elements
from generator.word.file.names import (
    A_NS,
    BLIP,
    BOOKMARK_END,
    BOOKMARK_START,
    CONTAINERS,
    DOC_PR,
    FALLBACK,
    ID,
    ILVL,
    INSTR_TEXT,
    NAME,
    NUM_ID,
    NUM_PR,
    PARA_ID,
    PIC_NS,
    PPR,
    PSTYLE,
    RPR,
    TBL,
    TXBX,
    VAL,
    P,
    R,
    T,
    r,
    w,
    wp,
)
from generator.word.file.numbering import ListDefinition, whole_number
from generator.word.file.xml import Element

_COMMENT_ANCHORS = (w("commentRangeStart"), w("commentRangeEnd"), w("commentReference"))
_REVISIONS = frozenset(w(name) for name in ("ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange"))
_NUMBERED = (BOOKMARK_START, DOC_PR, *_COMMENT_ANCHORS, *_REVISIONS)
_HANDLED = frozenset({BOOKMARK_START, BOOKMARK_END, DOC_PR})
_PLAIN = frozenset({RPR, T, w("tcPr"), w("tblPr"), w("trPr"), w("tblGrid"), INSTR_TEXT})
"""Elements that outside loops hold nothing to handle."""
_GRAPHIC_PARENTS = (wp("inline"), wp("anchor"))


class Finisher:
    """Walks a part whose tags are placed and adds what only the engine knows."""

    def __init__(
        self, part: PartCompiler, lists: dict[str, ListDefinition], targets: frozenset[str], *, counted: bool
    ) -> None:
        """Prepare the walk.

        Args:
            part: The part.
            lists: The template's lists.
            targets: Bookmarks that references of any part lead to.
            counted: Whether paragraphs of this part take part in numbering (those of the body do).
        """
        self.part = part
        self.lists = lists
        self.targets = targets
        self.counted = counted
        self.main = lists[key].key if (key := main_list(part.sheet)) in lists else ""
        self.shapes = ShapeIds(part)
        self.fixed: set[int] = set()
        self.seen: Counter[str] = Counter()
        self.open: dict[str, tuple[int, bool]] = {}
        self.looped: set[str] = set()
        self.spanning: set[Element] = set()
        self.counts: dict[str, int] = {}
        self.last_id = 0
        self.kinds: dict[Element, ParagraphKind] = {}

    def run(self) -> None:
        """Walk the part."""
        root = self.part.root
        self.last_id = max(
            (number for element in root.iter(*_NUMBERED) for number in _ids(element)), default=0
        )
        if self.counted:
            self.counts = self._counted_levels()
        self.walk(root, False, self.counted)
        self._colour()
        self._finish_references()
        self.part.spots.fixed = frozenset(self.fixed)
        self.part.spots.highest_id = self.last_id

    def _counted_levels(self) -> dict[str, int]:
        """Return the deepest level of each list whose numbers a heading or a reference shows."""
        found: dict[str, int] = {}
        for paragraph in self.part.root.iter(P):
            kind = self.kinds[paragraph] = self.kind(paragraph)
            key = self.lists[kind.num_id].key if kind.num_id in self.lists else ""
            if key and (kind.outline or self._is_target(paragraph)):
                found[key] = max(found.get(key, 0), kind.level)
        return found

    def kind(self, paragraph: Element) -> ParagraphKind:
        """Return what a paragraph is."""
        name = self.part.places.style(paragraph) or self.part.sheet.default
        style = self.part.sheet.by_id.get(name)
        num_id, level = (style.num_id, style.level) if style is not None else ("", 0)
        outline = -1 if style is None or style.outline is None else style.outline
        properties = paragraph.find(PPR)
        if properties is not None:
            own = properties.find(f"{NUM_PR}/{NUM_ID}")
            at = properties.find(f"{NUM_PR}/{ILVL}")
            num_id = own.get(VAL, "") if own is not None else num_id
            level = whole_number(at.get(VAL, ""), level) if at is not None else level
            direct = properties.find(w("outlineLvl"))
            outline = whole_number(direct.get(VAL, ""), outline) if direct is not None else outline
        return ParagraphKind(
            name, num_id if num_id != "0" else "", level, outline + 1 if 0 <= outline < 9 else 0
        )

    def walk(self, element: Element, loop: bool, counted: bool) -> None:
        """Handle the children of an element.

        Args:
            element: The element.
            loop: Whether it is rendered more than once.
            counted: Whether its paragraphs take part in numbering; those of text boxes do not.
        """
        depth = 0
        placed = False
        met: set[str] = set()
        for child in list(element):
            if is_token(child):
                placed = True
                depth += self._loop_step(child)
                met.clear()
                continue
            if not isinstance(child.tag, str):
                continue
            inside = loop or depth > 0
            if not inside and child.tag in _PLAIN:
                continue
            own = counted and child.tag not in (TXBX, FALLBACK)
            if child.tag == P:
                self.paragraph(child, inside, own, met)
            self.element(child, inside)
            self.walk(child, inside, own)
        if placed or element.tag in CONTAINERS or element.tag == TBL:
            mark_container(self.part, element)

    def _loop_step(self, node: Element) -> int:
        first = next(iter(self.part.slots[token_number(node)]), "")
        return {"for": 1, "endfor": -1}.get(first.kind, 0) if isinstance(first, ControlItem) else 0

    def element(self, element: Element, loop: bool) -> None:
        """Handle what is no paragraph: bookmarks, pictures, ids that loops repeat, colours."""
        if not loop and element.tag not in _HANDLED:
            return
        if element.tag == BOOKMARK_START:
            self.bookmark_start(element, loop)
        elif element.tag == BOOKMARK_END:
            self.bookmark_end(element)
        elif element.tag == DOC_PR:
            self.picture(element)
            if loop:
                self.unique(element, "id")
        elif loop and element.tag in _COMMENT_ANCHORS:
            remove(element)
        elif loop and element.tag in _REVISIONS:
            self.unique(element, ID)
        elif loop and element.tag == w("sdtPr"):
            found = element.find(ID)
            if found is not None:
                self.unique(found, VAL)
        elif loop:
            self.shapes.renew(element)

    def _colour(self) -> None:
        """Let the copies of the accent colours be replaced."""
        for element in themed_elements(self.part.root):
            for attribute, recipe in themed(element):
                self.part.spots.colours.append((element.get(attribute, ""), recipe))
                mark = f"{MARK}A{len(self.part.spots.colours) - 1}{END}"
                element.set(attribute, self.part.attribute(mark))

    def unique(self, element: Element, attribute: str) -> None:
        """Let an id that a loop would repeat be counted on."""
        value = element.get(attribute, "")
        number = whole_number(value.removeprefix("-"), -1)
        if number >= 0:
            self.part.spots.uniques.append(-number if value.startswith("-") else number)
            element.set(attribute, self.part.attribute(f"{MARK}U{len(self.part.spots.uniques) - 1}{END}"))

    def paragraph(self, paragraph: Element, loop: bool, counted: bool, met: set[str]) -> None:
        """Give a paragraph its id and, where it counts, the marks of its number.

        Args:
            paragraph: The paragraph.
            loop: Whether it is rendered more than once.
            counted: Whether it takes part in numbering.
            met: Styles that surely came before it since the last heading; changed.
        """
        self._identify(paragraph, loop)
        if not counted:
            return
        kind = self.kinds.get(paragraph) or self.kind(paragraph)
        numbered = self._counts(kind.num_id, kind.level)
        spot = NumberSpot(kind.num_id if numbered else "", kind.level, kind.outline, kind.style)
        if kind.outline:
            met.clear()
            self._heading(paragraph, kind, spot, loop)
            return
        single = self.part.sheet.singles.get(kind.style)
        variant = single or self.part.sheet.firsts.get(kind.style)
        if variant is not None and not _surely_later(kind.style, met, needed=2 if single else 1):
            style = self.part.sheet.by_id[variant]
            other = NumberSpot(style.num_id, style.level) if self._counts(style.num_id, style.level) else None
            self._vary(
                paragraph, StyleSpot(kind.style, variant, bool(single), spot if numbered else None, other)
            )
        elif numbered or self._is_target(paragraph):
            self.part.spots.numbers.append(spot)
            self._insert(paragraph, self.part.mark(f"{MARK}N{len(self.part.spots.numbers) - 1}{END}"))

    def _counts(self, num_id: str, level: int) -> bool:
        return num_id in self.lists and level <= self.counts.get(self.lists[num_id].key, -1)

    def _vary(self, paragraph: Element, spot: StyleSpot) -> None:
        style = paragraph.find(f"{PPR}/{PSTYLE}")
        if style is not None:
            self.part.spots.styles.append(spot)
            style.set(VAL, self.part.attribute(f"{MARK}F{len(self.part.spots.styles) - 1}{END}"))

    def _identify(self, paragraph: Element, loop: bool) -> None:
        own = paragraph.get(PARA_ID, "")
        number = int(own, 16) if len(own) == 8 and all(c in "0123456789ABCDEFabcdef" for c in own) else 0
        if not 0 < number < 0x80000000 or number in self.fixed:
            text = "".join(element.text or "" for element in paragraph.iter(T))
            key = f"{self.part.name}\n{self.part.places.style(paragraph)}\n{text}"
            self.seen[key] += 1
            number = para_id(f"{key}\n{self.seen[key]}")
            while number in self.fixed:
                number = para_id(f"{number}+")
        self.fixed.add(number)
        paragraph.set(PARA_ID, self.part.attribute(HookItem("_para_id", number)) if loop else f"{number:08X}")
        if not len(paragraph):
            paragraph.text = ""

    def _heading(self, paragraph: Element, kind: ParagraphKind, spot: NumberSpot, loop: bool) -> None:
        start = main_bookmark(paragraph)
        if start is None:
            start = self._add_bookmark(paragraph)
        run = next((run for run in paragraph.iter(R) if run.find(T) is not None), None)
        rpr = run.find(RPR) if run is not None else None
        tagged = any(is_token(node) for node in paragraph.iter(etree.ProcessingInstruction))
        spot = NumberSpot(
            spot.num_id,
            spot.level,
            spot.outline,
            spot.style,
            bool(spot.num_id) and self.lists[spot.num_id].key == self.main,
            None if tagged else template_text(paragraph).strip(),
            start.get(NAME, ""),
            fragment(rpr) if rpr is not None else "",
            not loop and start.get(NAME) in self.targets and spans_title(paragraph, start),
        )
        if spot.target:
            self.spanning.add(start)
        self.part.spots.numbers.append(spot)
        index = len(self.part.spots.numbers) - 1
        self._insert(paragraph, self.part.mark(*self._path(f"N{index}", loop)))
        paragraph.append(self.part.mark(f"{MARK}n{index}{END}"))

    @staticmethod
    def _path(mark: str, loop: bool) -> list[Item]:
        return [f"{MARK}{mark}|", HookItem("_path", 0), END] if loop else [f"{MARK}{mark}{END}"]

    @staticmethod
    def _insert(paragraph: Element, node: Element) -> None:
        properties = paragraph.find(PPR)
        if properties is not None:
            properties.addnext(node)
        else:
            paragraph.insert(0, node)

    def _add_bookmark(self, paragraph: Element) -> Element:
        self.last_id += 1
        start = etree.Element(BOOKMARK_START)
        start.set(ID, str(self.last_id))
        start.set(NAME, f"_Toc{para_id(f'{self.part.name} {self.last_id} {template_text(paragraph)}')}")
        end = etree.Element(BOOKMARK_END)
        end.set(ID, str(self.last_id))
        self._insert(paragraph, start)
        paragraph.append(end)
        return start

    def _is_target(self, paragraph: Element) -> bool:
        return any(mark.get(NAME) in self.targets for mark in paragraph.iter(BOOKMARK_START))

    def bookmark_start(self, element: Element, loop: bool) -> None:
        """Mark a bookmark that references lead to, or that a loop would repeat."""
        name, key = element.get(NAME, ""), element.get(ID, "")
        wanted = name in self.targets and element not in self.spanning
        number = whole_number(key, -1)
        if not (wanted or loop) or number < 0:
            return
        self.part.spots.bookmarks.append(BookmarkSpot(name, number))
        index = len(self.part.spots.bookmarks) - 1
        self.open[key] = (index, loop)
        if loop:
            self.looped.add(name)
            element.set(ID, self.part.attribute(f"{MARK}S{index}{END}"))
            element.set(NAME, self.part.attribute(*self._path(f"M{index}", True)))
        element.addnext(self.part.mark(*self._path(f"B{index}", loop)))

    def bookmark_end(self, element: Element) -> None:
        """Mark the end of a bookmark whose start was marked."""
        found = self.open.get(element.get(ID, ""))
        if found is None:
            return
        index, loop = found
        if loop:
            element.set(ID, self.part.attribute(f"{MARK}E{index}{END}"))
        element.addprevious(self.part.mark(f"{MARK}b{index}{END}"))

    def _finish_references(self) -> None:
        """Let references to a bookmark in a loop lead to the one of their own turn."""
        for number, index in self.part.reference_slots.items():
            if self.part.spots.references[index].bookmark not in self.looped:
                continue
            self.part.slots[number] = self._path(f"R{index}", True)
            code = self.part.reference_codes.get(index, ())
            for element in code:
                name = self.part.spots.references[index].bookmark
                before, found, after = (element.text or "").partition(name)
                if found:
                    element.text = before
                    slot = self.part.mark(*self._path(f"r{index}", True))
                    slot.tail = after
                    element.append(slot)
                    break

    def picture(self, properties: Element) -> None:
        """Let a named picture be replaced: its relationship and both sizes become slots."""
        frame = properties.getparent()
        if frame is None or frame.tag not in _GRAPHIC_PARENTS:
            return
        extent = frame.find(wp("extent"))
        blips = list(frame.iter(BLIP))
        if extent is None or len(blips) != 1 or not blips[0].get(r("embed")):
            return
        width, height = whole_number(extent.get("cx", ""), 0), whole_number(extent.get("cy", ""), 0)
        if not width or not height:
            return
        spot = PictureSpot(properties.get("name", ""), blips[0].get(r("embed"), ""), width, height)
        self.part.spots.pictures.append(spot)
        index = len(self.part.spots.pictures) - 1
        blips[0].set(r("embed"), self.part.attribute(f"{MARK}I{index}r{END}"))
        for sized in (extent, *frame.iterfind(f".//{{{PIC_NS}}}spPr/{{{A_NS}}}xfrm/{{{A_NS}}}ext")):
            sized.set("cx", self.part.attribute(f"{MARK}I{index}w{END}"))
            sized.set("cy", self.part.attribute(f"{MARK}I{index}h{END}"))


def _ids(element: Element) -> list[int]:
    """Return the id of an element that has one, small enough to be counted on from."""
    if element.tag == DOC_PR:
        value = element.get("id", "")
    elif element.tag in (BOOKMARK_START, *_COMMENT_ANCHORS) or element.tag in _REVISIONS:
        value = element.get(ID, "")
    else:
        return []
    number = whole_number(value, -1)
    return [number] if number >= 0 else []


def _surely_later(style: str, met: set[str], *, needed: int) -> bool:
    """Tell whether so many of a style came since the last heading, whatever the conditions; note one more."""
    for count in range(needed):
        if f"{style} {count}" not in met:
            met.add(f"{style} {count}")
            return False
    return True
