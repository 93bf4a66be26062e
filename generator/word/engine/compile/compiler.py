"""One part of a template to a program: tags become slots, control paragraphs and rows become blocks."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from jinja2 import nodes
from lxml import etree

from generator.errors import Problem
from generator.word.engine.compile.formatting import run_properties
from generator.word.engine.compile.limits import TagCount
from generator.word.engine.compile.placement import Fragment as TextPiece
from generator.word.engine.compile.placement import holds_only, lift, pieces_of, place_inline, replace_block
from generator.word.engine.language.balance import ControlBlock, check_blocks, nesting_fault
from generator.word.engine.language.environment import (
    CHARACTER_COST,
    END,
    MARK,
    TAG_COST,
    RunText,
    TemplateEnvironment,
)
from generator.word.engine.language.expressions import ExpressionError, parse_expression, parse_for, parse_set
from generator.word.engine.language.parts import CompiledPart
from generator.word.engine.language.places import TOKEN, Places, attribute_token, template_text, token
from generator.word.engine.language.program import ControlItem, Item, ValueItem, compile_program
from generator.word.engine.language.spots import Spots
from generator.word.engine.language.tags import Location, RawTag, Tag, find_tags
from generator.word.engine.render.styles import StyleSheet
from generator.word.file.names import (
    A_NS,
    DCTERMS_NS,
    FLD_CHAR,
    FLD_SIMPLE,
    INSTR_TEXT,
    MC_NS,
    PIC_NS,
    R_NS,
    TC,
    TR,
    W14_NS,
    W_NS,
    WP_NS,
    P,
    R,
    T,
)
from generator.word.file.safety.instructions import FieldMarkup
from generator.word.file.xml import Element, serialise, strip_blanks

_DATES = tuple(f"{{{DCTERMS_NS}}}{name}" for name in ("created", "modified"))
_VALUE_SPACES = frozenset({W_NS, W14_NS, WP_NS, A_NS, PIC_NS})
_FIELD_ELEMENTS = frozenset({FLD_CHAR, FLD_SIMPLE, INSTR_TEXT})
_ATTRIBUTE_TAG = re.compile(r'="[^"<]*\{[{%]')


@dataclass(slots=True)
class TaggedParagraph:
    """A paragraph with tags: its joined text, where that stands, its tags and their slots."""

    element: Element
    text: str
    pieces: list[TextPiece]
    tags: list[RawTag]
    slots: list[int] = field(default_factory=list)
    alone: bool = False

    @property
    def prefixes(self) -> set[str]:
        """Return the prefixes of its control tags."""
        return {tag.prefix for tag in self.tags if tag.kind != "value"}


class PartCompiler:
    """Compiles one part; collects every problem instead of stopping at the first."""

    def __init__(
        self,
        name: str,
        root: Element,
        env: TemplateEnvironment,
        sheet: StyleSheet,
        *,
        story: bool = True,
    ) -> None:
        strip_blanks(root)
        self.story = story
        self.name = name
        self.root = root
        self.env = env
        self.sheet = sheet
        self.places = Places(name, root, sheet.headings)
        self.tags: list[Tag] = []
        self.nodes: list[nodes.Node | None] = []
        self.slots: list[list[Item]] = []
        self.problems: list[Problem] = []
        self.spots = Spots()
        self.values: dict[int, Element] = {}
        self.bookmarks: frozenset[str] = frozenset()
        self.reference_slots: dict[int, int] = {}
        self.reference_codes: dict[int, list[Element]] = {}
        self.attribute_tags = False
        self.markup = FieldMarkup.NONE
        self.count = TagCount()

    def problem(self, place: Location, what: str) -> None:
        """Note what is wrong at a place."""
        self.problems.append(Problem(str(place), what))

    def slot(self, *items: Item) -> int:
        """Return a new slot that holds these items."""
        self.slots.append(list(items))
        return len(self.slots) - 1

    @staticmethod
    def token(number: int) -> Element:
        """Return the element that stands for a slot."""
        return token(number)

    def mark(self, *items: Item) -> Element:
        """Return the element of a new slot."""
        return token(self.slot(*items))

    def attribute(self, *items: Item) -> str:
        """Return the attribute text of a new slot."""
        return attribute_token(self.slot(*items))

    def tag_slot(self, raw: RawTag, place: Location, *, plain: bool) -> int:
        """Parse a tag's expression and return its slot; -1 for a comment."""
        if raw.kind == "comment":
            return -1
        index = len(self.tags)
        self.tags.append(Tag(raw.text, raw.kind, place))
        node = self._parse(raw, place)
        cost = TAG_COST + CHARACTER_COST * len(raw.text)
        if raw.kind == "value":
            expression = node if isinstance(node, nodes.Expr) else nodes.Const("")
            return self.slot(ValueItem(index, expression, plain, cost))
        return self.slot(ControlItem(index, raw.kind, node, cost))

    def _counted(self, tags: list[RawTag]) -> list[RawTag]:
        """Return the tags of one text, or none once the template has too many, which ends compiling."""
        for tag in tags:
            self.count.add(tag.text)
        return [] if self.count.problem else tags

    def _parse(self, raw: RawTag, place: Location) -> nodes.Node | None:
        """Return what a tag holds; a harmless stand-in when it is wrong, so that its block stays balanced."""
        try:
            if raw.kind == "for":
                return parse_for(self.env, raw.body)
            if raw.kind == "set":
                return parse_set(self.env, raw.body)
            return parse_expression(self.env, raw.body) if raw.body else None
        except ExpressionError as error:
            self.problem(place, f"{raw.text}: {error}")
        if raw.kind == "for":
            return nodes.For(nodes.Name("item", "store"), nodes.List([]), [], [], None, False)
        return None if raw.kind == "set" else nodes.Const(False)

    def compile_story(self) -> None:
        """Turn the tags of a part made of paragraphs into slots."""
        tagged = self._find_paragraphs()
        by_paragraph = {item.element: item for item in tagged}
        rows = {
            row
            for item in tagged
            if (row := _nearest(item.element, TR)) is not None and self._may_be_row(item)
        }
        done: set[int] = set()
        for row in sorted(rows, key=lambda row: self.places.number(next(row.iter(P)))):
            self._promote(row, by_paragraph, done)
        for item in tagged:
            if id(item) in done:
                continue
            cell = _nearest(item.element, TC) if "tc" in item.prefixes else None
            if cell is not None:
                self._promote(cell, by_paragraph, done)
            elif "tc" in item.prefixes or "tr" in item.prefixes:
                where = "表の行" if "tr" in item.prefixes else "表のセル"
                self.problem(
                    self.places.of(item.element),
                    f"{item.tags[0].text}: {where}の中に、それだけを置いてください",
                )
            elif item.alone:
                replace_block(item.element, item.slots, _kinds(item.tags))
            else:
                self._place_inline(item)
        if self.attribute_tags:
            self._attributes()

    def compile_properties(self) -> None:
        """Turn the tags of a properties part, whose elements hold plain text, into slots."""
        for element in self.root.iter():
            text = element.text or ""
            if "{" not in text:
                continue
            place = Location(self.name)
            tags, wrong = find_tags(text)
            for what in wrong:
                self.problem(place, what)
            tags = self._counted(tags)
            slots = [self.tag_slot(tag, place, plain=True) for tag in tags]
            place_inline([TextPiece(element, 0, len(text))], tags, slots)
        for element in self.root.iter(*_DATES):
            if not len(element):
                self.spots.dates.append(element.text or "")
                element.text = None
                element.append(self.mark(f"{MARK}D{len(self.spots.dates) - 1}{END}"))

    def _find_paragraphs(self) -> list[TaggedParagraph]:
        found = []
        for paragraph in self.root.iter(P):
            joined = "".join(element.text or "" for element in paragraph.iter(T))
            if "{" not in joined and "}" not in joined:
                continue
            text, pieces = pieces_of(paragraph)
            tags, wrong = find_tags(text)
            place = self.places.of(paragraph)
            for what in wrong:
                self.problem(place, what)
            tags = self._counted(tags)
            if not tags:
                continue
            item = TaggedParagraph(paragraph, text, pieces, tags)
            item.slots = [self.tag_slot(tag, place, plain=False) for tag in tags]
            item.alone = all(tag.kind != "value" for tag in tags) and holds_only(paragraph, text, tags)
            if "p" in item.prefixes and not item.alone:
                self.problem(place, f"{tags[0].text}: {{%p %}} の段落には他の文字や図を置けません")
            found.append(item)
        return found

    @staticmethod
    def _may_be_row(item: TaggedParagraph) -> bool:
        return (
            item.alone and not item.prefixes & {"p", "tc"} and any(tag.kind != "comment" for tag in item.tags)
        )

    def _promote(self, block: Element, tagged: Mapping[Element, TaggedParagraph], done: set[int]) -> None:
        """Put slots in the place of a row or cell that holds nothing but control tags."""
        found = (tagged.get(paragraph) for paragraph in block.iter(P))
        inside = [item for item in found if item is not None and id(item) not in done]
        elements = {item.element for item in inside}
        blank = all(
            paragraph in elements or (not template_text(paragraph).strip() and holds_only(paragraph, "", ()))
            for paragraph in block.iter(P)
        )
        explicit = any(item.prefixes & {"tr", "tc"} for item in inside)
        if not blank or not all(item.alone for item in inside):
            if explicit:
                first = next(item for item in inside if item.prefixes & {"tr", "tc"})
                what = "行" if block.tag == TR else "セル"
                self.problem(
                    self.places.of(first.element), f"{first.tags[0].text}: この{what}には他の文字を置けません"
                )
                done.update(id(item) for item in inside if item.prefixes & {"tr", "tc"})
            return
        if block.tag == TR and any(item.prefixes & {"p", "tc"} for item in inside):
            return
        slots = [slot for item in inside for slot in item.slots]
        replace_block(block, slots, [kind for item in inside for kind in _kinds(item.tags)])
        done.update(id(item) for item in inside)

    def _place_inline(self, item: TaggedParagraph) -> None:
        for element in place_inline(item.pieces, item.tags, item.slots):
            number = int(element.text or "0")
            first = self.slots[number][0]
            if isinstance(first, ControlItem):
                lift(element)
            elif isinstance(first, ValueItem):
                self.values[first.index] = element

    def _attributes(self) -> None:
        for element in self.root.iter():
            for key, value in element.attrib.items():
                text = str(value)
                if "{{" not in text and "{%" not in text:
                    continue
                place = self.places.of(element)
                if not _may_hold_tags(element, str(key)):
                    self.problem(place, "この属性の中にタグは使えません（参照、フィールド、図形の属性）")
                    continue
                tags, wrong = find_tags(text)
                for what in wrong:
                    self.problem(place, what)
                tags = self._counted(tags)
                slots = [self.tag_slot(tag, place, plain=True) for tag in tags]
                self._check([self._block(slot) for slot in slots if slot >= 0])
                for tag, slot in reversed(list(zip(tags, slots, strict=True))):
                    text = text[: tag.start] + (attribute_token(slot) if slot >= 0 else "") + text[tag.end :]
                element.set(key, text)

    def _block(self, slot: int) -> ControlBlock:
        item = self.slots[slot][0]
        if isinstance(item, ControlItem):
            tag = self.tags[item.index]
            return ControlBlock(item.kind, tag.text, tag.location)
        return ControlBlock("", "", Location(self.name))

    def _check(self, blocks: Sequence[ControlBlock]) -> None:
        for block, what in check_blocks(blocks):
            self.problem(block.place, f"{block.text}: {what}")

    def check_balance(self) -> None:
        """Check that blocks begin and end beside each other in the tree."""
        parents: dict[Element, list[ControlBlock]] = {}
        for node in self.root.iter(etree.ProcessingInstruction):
            parent = node.getparent()
            if parent is not None:
                block = self._block(int(node.text or "0"))
                if block.kind:
                    parents.setdefault(parent, []).append(block)
        for blocks in parents.values():
            self._check(blocks)

    def cut(self) -> list[Item]:
        """Serialise and cut at the slots; note a block that lies too deep, whatever elements hold those around it."""
        items = self._items(serialise(self.root))
        controls = [item for item in items if isinstance(item, ControlItem)]
        at, what = nesting_fault(item.kind for item in controls)
        if what:
            tag = self.tags[controls[at].index]
            self.problem(tag.location, f"{tag.text}: {what}")
        return items

    def finish(self, items: Sequence[Item]) -> CompiledPart:
        """Compile what `cut` returned; only for a part without problems."""
        runs = tuple(self._run_of(index) for index in range(len(self.tags)))
        program = compile_program(self.env, self.name, items)
        return CompiledPart(self.name, program, tuple(self.tags), runs, self.spots, self.markup)

    def _items(self, text: str) -> list[Item]:
        found: list[Item] = []
        position = 0
        for match in TOKEN.finditer(text):
            found.append(text[position : match.start()])
            found += self.slots[int(match.group(1) or match.group(2))]
            position = match.end()
        found.append(text[position:])
        items: list[Item] = []
        for constant, group in groupby(found, key=lambda item: isinstance(item, str)):
            if constant:
                items += filter(None, ["".join(map(str, group))])
            else:
                items += group
        return items

    def _run_of(self, index: int) -> RunText | None:
        element = self.values.get(index)
        text = element.getparent() if element is not None else None
        run = text.getparent() if text is not None else None
        if text is None or run is None or text.tag != T or run.tag != R:
            return None
        own, placeholder = run_properties(run, self.sheet)
        return RunText(own, placeholder)


def holds_attribute_tags(text: str) -> bool:
    """Tell whether a part, serialised, has tags in attributes."""
    return _ATTRIBUTE_TAG.search(text) is not None


def _may_hold_tags(element: Element, attribute: str) -> bool:
    """Tell whether a value may stand in an attribute: nowhere where it decides what is loaded or what a mark means."""
    return (
        etree.QName(element).namespace in _VALUE_SPACES
        and element.tag not in _FIELD_ELEMENTS
        and not attribute.startswith((f"{{{R_NS}}}", f"{{{MC_NS}}}"))
    )


def _kinds(tags: Sequence[RawTag]) -> list[str]:
    return [tag.kind for tag in tags]


def _nearest(element: Element, name: str) -> Element | None:
    return next(element.iterancestors(name), None)
