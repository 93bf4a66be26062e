"""Automatic numbers while a document is assembled: counters, labels, and the numbers references show."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from generator.word.file.names import ILVL, NUM_ID, VAL, w
from generator.word.file.number_formats import format_number
from generator.word.file.xml import Element

_PLACE = re.compile(r"%([1-9])")


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list (ECMA-376 17.9.6)."""

    start: int = 0
    format: str = "decimal"
    text: str = ""
    restart: int | None = None
    legal: bool = False
    pieces: tuple[str | int, ...] = ()


@dataclass(frozen=True, slots=True)
class ListDefinition:
    """What a numbered paragraph points to: the counters it shares and its levels.

    Attributes:
        key: The abstract list; lists with the same key count on.
        levels: Its nine levels; missing ones have no text.
        starts: Levels this list starts anew, the first time it is used.
        styles: Paragraph style to the level it is linked with.
    """

    key: str
    levels: tuple[Level, ...]
    starts: tuple[tuple[int, int], ...] = ()
    styles: Mapping[str, int] = field(default_factory=dict)


class Number(NamedTuple):
    """The number of one paragraph: its list, its level, and the counters up to it."""

    definition: ListDefinition
    level: int
    counters: tuple[int, ...]

    def label(self) -> str:
        """Return the number as the paragraph shows it."""
        return _label(self.definition, self.level, self.counters)

    def reference(self, switch: str, origin: Number | None) -> str:
        """Return what a reference shows.

        Args:
            switch: `n` the number alone, `w` with all levels above, `r` with those that differ at the origin.
            origin: The last number of the same list before the reference.
        """
        top = self.level
        if switch == "w":
            top = 0
        elif switch == "r":
            top = self._first_difference(origin)
        text = ""
        level = self.level
        while level >= top:
            label = _label(self.definition, level, self.counters)
            text = (label.rstrip(".") if not text else label) + text
            level = self._above(level)
        return text

    def _above(self, level: int) -> int:
        """Return the next level whose number the label of this level does not hold already."""
        held = {piece for piece in self.definition.levels[level].pieces if isinstance(piece, int)}
        level -= 1
        while level >= 0 and level in held:
            level -= 1
        return level

    def _first_difference(self, origin: Number | None) -> int:
        if origin is None or origin.definition.key != self.definition.key:
            return 0
        for level in range(self.level):
            if level > origin.level or origin.counters[level] != self.counters[level]:
                return level
        return self.level


@dataclass(slots=True)
class Counters:
    """The running numbers of one document."""

    lists: dict[str, ListDefinition]
    _values: dict[str, list[int | None]] = field(default_factory=dict)
    _started: set[tuple[str, int]] = field(default_factory=set)
    last: dict[str, Number] = field(default_factory=dict)

    def count(self, num_id: str, level: int) -> Number | None:
        """Count one paragraph; None when its list does not exist."""
        definition = self.lists.get(num_id)
        if definition is None or not 0 <= level < len(definition.levels):
            return None
        values = self._values.setdefault(definition.key, [None] * 9)
        for at, start in definition.starts:
            if (num_id, at) not in self._started:
                self._started.add((num_id, at))
                values[at] = start - 1
        current = values[level]
        values[level] = definition.levels[level].start if current is None else current + 1
        for deeper in range(level + 1, len(definition.levels)):
            restart = definition.levels[deeper].restart
            if restart is None or (restart > 0 and level < restart):
                values[deeper] = None
        for upper in range(level):
            if values[upper] is None:
                values[upper] = definition.levels[upper].start
        number = Number(definition, level, tuple(value or 0 for value in values[: level + 1]))
        self.last[definition.key] = number
        return number


def read_lists(root: Element | None, style_lists: dict[str, str]) -> dict[str, ListDefinition]:
    """Return the lists of a numbering part by number id.

    Args:
        root: The root of the numbering part; None when the template has none.
        style_lists: Id of each numbering style to the number id it names.
    """
    if root is None:
        return {}
    abstract = {node.get(w("abstractNumId"), ""): node for node in root.iterfind(w("abstractNum"))}
    targets = {node.get(NUM_ID, ""): _child(node, "abstractNumId") for node in root.iterfind(w("num"))}
    return {
        node.get(NUM_ID, ""): _definition(node, abstract, targets, style_lists)
        for node in root.iterfind(w("num"))
    }


def resolve_abstract(
    key: str, abstract: dict[str, Element], targets: dict[str, str], style_lists: dict[str, str]
) -> str:
    """Follow the link of an abstract list to the numbering style that defines it, or to the list that says it is its."""
    for _ in range(4):
        node = abstract.get(key)
        link = _child(node, "numStyleLink") if node is not None else ""
        if not link:
            break
        named = targets.get(style_lists.get(link, ""), "")
        owners = (own for own, each in abstract.items() if _child(each, "styleLink") == link)
        key = named if named in abstract and named != key else next(owners, key)
    return key


def _definition(
    num: Element,
    abstract: dict[str, Element],
    targets: dict[str, str],
    style_lists: dict[str, str],
) -> ListDefinition:
    key = resolve_abstract(_child(num, "abstractNumId"), abstract, targets, style_lists)
    levels = [Level()] * 9
    starts = []
    styles: dict[str, int] = {}
    for node in abstract[key].iterfind(w("lvl")) if key in abstract else ():
        levels[_index(node)] = _level(node)
        if linked := _child(node, "pStyle"):
            styles[linked] = _index(node)
    for override in num.iterfind(w("lvlOverride")):
        own = override.find(w("lvl"))
        if own is not None:
            levels[_index(override)] = _level(own)
        start = _child(override, "startOverride")
        if start:
            starts.append((_index(override), _integer(start)))
    return ListDefinition(key, tuple(levels), tuple(starts), styles)


def _level(node: Element) -> Level:
    restart = _child(node, "lvlRestart")
    legal = node.find(w("isLgl"))
    pieces = _PLACE.split(_child(node, "lvlText")[:200])
    return Level(
        start=_integer(_child(node, "start")),
        format=_child(node, "numFmt") or "decimal",
        text=_child(node, "lvlText"),
        restart=_integer(restart) if restart else None,
        legal=legal is not None and legal.get(VAL, "1") not in ("0", "false", "off"),
        pieces=tuple(int(piece) - 1 if at % 2 else piece for at, piece in enumerate(pieces)),
    )


def _label(definition: ListDefinition, level: int, counters: tuple[int, ...]) -> str:
    own = definition.levels[level]
    if own.format == "bullet":
        return ""

    shown = []
    for piece in own.pieces:
        if isinstance(piece, str):
            shown.append(piece)
        elif piece < len(counters):
            kind = definition.levels[piece].format
            shown.append(format_number(counters[piece], "decimal" if own.legal and kind != "none" else kind))
    return "".join(shown).strip()


def _child(node: Element | None, name: str) -> str:
    child = node.find(w(name)) if node is not None else None
    return (child.get(VAL) or "") if child is not None else ""


def _index(node: Element) -> int:
    return min(_integer(node.get(ILVL, "0")), 8)


def whole_number(text: str, otherwise: int) -> int:
    """Return the number that up to nine digits write; something else for any other text."""
    return int(text) if text.isdecimal() and len(text) <= 9 else otherwise


def _integer(text: str) -> int:
    """Return a counter of a list; Word itself counts to 32,767."""
    return min(whole_number(text, 0), 32_767)
