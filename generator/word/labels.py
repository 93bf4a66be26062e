"""The automatic numbers that Word shows, computed for any document (ECMA-376 part 1, 17.9)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from generator.word.reading import Element, W, WordFile, attribute, is_on
from generator.word.styling import Styles

_AIUEO = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
_IROHA = "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセスン"
_KANJI = "〇一二三四五六七八九"
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"))
_ROMAN_TAIL = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


@dataclass(slots=True)
class _Level:
    format: str = "decimal"
    text: str = ""
    start: int = 1
    restart: int | None = None
    legal: bool = False


@dataclass(slots=True)
class _List:
    levels: dict[int, _Level] = field(default_factory=dict)
    styles: dict[str, int] = field(default_factory=dict)
    counters: dict[int, int] = field(default_factory=dict)


class ListLabels:
    """The running counters of one document; ask for each paragraph once, in document order."""

    def __init__(self, file: WordFile, styles: Styles) -> None:
        """Read the list definitions; a document without any has no labels."""
        name = file.related("numbering")
        root = file.root(name) if name else None
        nodes = list(root) if root is not None else []
        self._numbers = {node.get(f"{W}numId", ""): node for node in nodes if node.tag == f"{W}num"}
        self._abstracts = {
            node.get(f"{W}abstractNumId", ""): node for node in nodes if node.tag == f"{W}abstractNum"
        }
        self._styles = styles
        self._lists: dict[str, _List] = {}
        self._started: set[tuple[str, int]] = set()
        self._of_style: dict[str | None, tuple[str, int | None]] = {}

    def label(self, paragraph: Element) -> str:
        """Return the number or bullet of a paragraph as shown; an empty text when it has none."""
        number_id, level = self._numbering(paragraph)
        found = self._list(number_id) if number_id not in ("", "0") else None
        if found is None:
            return ""
        if level is None:
            level = found.styles.get(self._styles.paragraph_style(paragraph) or "", 0)
        definition = found.levels.get(level)
        if definition is None:
            return ""
        self._count(found, number_id, level)
        return _shown(found, definition)

    def _numbering(self, paragraph: Element) -> tuple[str, int | None]:
        own_id, own_level = _number_properties(paragraph)
        if own_id and own_level is not None:
            return own_id, own_level
        style_id = self._styles.paragraph_style(paragraph)
        if style_id not in self._of_style:
            self._of_style[style_id] = self._style_numbering(style_id)
        number_id, level = self._of_style[style_id]
        return own_id or number_id, level if own_level is None else own_level

    def _style_numbering(self, style_id: str | None) -> tuple[str, int | None]:
        level = None
        for style in self._styles.chain(style_id):
            number_id, own_level = _number_properties(style)
            level = own_level if level is None else level
            if number_id:
                return number_id, level
        return "", None

    def _list(self, number_id: str) -> _List | None:
        node = self._numbers.get(number_id)
        abstract_id = attribute(node, "abstractNumId")
        abstract = self._abstract(abstract_id)
        if node is None or abstract is None:
            return None
        key = abstract.get(f"{W}abstractNumId", "")
        if key not in self._lists:
            self._lists[key] = _read_list(abstract)
        found = self._lists[key]
        for override in node.iterfind(f"{W}lvlOverride"):
            self._override(found, number_id, override)
        return found

    def _abstract(self, abstract_id: str | None, depth: int = 0) -> Element | None:
        if abstract_id is None or depth > 3:
            return None
        node = self._abstracts.get(abstract_id)
        linked = attribute(node, "numStyleLink")
        if linked is None:
            return node
        number_id, _ = self._style_numbering(linked)
        return self._abstract(attribute(self._numbers.get(number_id), "abstractNumId"), depth + 1)

    def _override(self, found: _List, number_id: str, override: Element) -> None:
        level = _integer(override.get(f"{W}ilvl"))
        if (number_id, level) in self._started:
            return
        self._started.add((number_id, level))
        definition = override.find(f"{W}lvl")
        if definition is not None:
            found.levels[level] = _read_level(definition)
        start = attribute(override, "startOverride")
        if start is not None and level in found.levels:
            found.levels[level].start = _integer(start)
            found.counters.pop(level, None)

    def _count(self, found: _List, number_id: str, level: int) -> None:
        definition = found.levels[level]
        found.counters[level] = found.counters.get(level, definition.start - 1) + 1
        for upper in range(level):
            if upper in found.levels:
                found.counters.setdefault(upper, found.levels[upper].start)
        for lower, other in found.levels.items():
            if lower > level and other.restart != 0 and (other.restart is None or level < other.restart):
                found.counters.pop(lower, None)


def _integer(value: str | None) -> int:
    """Return a number of the file; 0 for what is none, as files edited elsewhere may hold anything."""
    return int(value) if value and value.isdecimal() and len(value) < 9 else 0


def _number_properties(node: Element) -> tuple[str, int | None]:
    level = attribute(node, "pPr/numPr/ilvl")
    return attribute(node, "pPr/numPr/numId") or "", _integer(level) if level else None


def _read_list(abstract: Element) -> _List:
    found = _List()
    for node in abstract.iterfind(f"{W}lvl"):
        level = _integer(node.get(f"{W}ilvl"))
        found.levels[level] = _read_level(node)
        style = attribute(node, "pStyle")
        if style:
            found.styles[style] = level
    return found


def _read_level(node: Element) -> _Level:
    restart = attribute(node, "lvlRestart")
    return _Level(
        format=attribute(node, "numFmt") or "decimal",
        text=attribute(node, "lvlText") or "",
        start=_integer(attribute(node, "start")),
        restart=_integer(restart) if restart else None,
        legal=is_on(node.find(f"{W}isLgl")),
    )


def _shown(found: _List, definition: _Level) -> str:
    if definition.format == "bullet":
        return "・"

    def number(match: re.Match[str]) -> str:
        level = int(match[1]) - 1
        kind = found.levels[level].format if level in found.levels else "decimal"
        if definition.legal and kind != "none":
            kind = "decimal"
        return format_number(found.counters.get(level, 1), kind)

    return re.sub(r"%([1-9])", number, definition.text).strip()


def format_number(value: int, kind: str) -> str:
    """Return a number in one of Word's formats (ECMA-376 17.18.59); unknown formats give plain digits."""
    if kind in ("none", "bullet"):
        return ""
    if kind.startswith(("aiueo", "iroha")) and value > 0:
        letters = _AIUEO if kind.startswith("aiueo") else _IROHA
        return letters[(value - 1) % len(letters)]
    if kind == "decimalEnclosedCircle" and 1 <= value <= 20:
        return chr(ord("①") + value - 1)
    if kind == "decimalZero":
        return f"{value:02d}"
    if kind.startswith("decimalFullWidth"):
        return str(value).translate(_FULL_WIDTH)
    if kind in ("japaneseCounting", "japaneseLegal", "japaneseDigitalTenThousand", "ideographDigital"):
        return _kanji(value, positional=kind in ("japaneseDigitalTenThousand", "ideographDigital"))
    if kind in ("upperLetter", "lowerLetter") and value > 0:
        letter = chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1)
        return letter.upper() if kind == "upperLetter" else letter
    if kind in ("upperRoman", "lowerRoman"):
        return _roman(value).upper() if kind == "upperRoman" else _roman(value)
    return str(value)


def _kanji(value: int, *, positional: bool) -> str:
    if positional or not 0 < value < 100:
        return "".join(_KANJI[int(digit)] for digit in str(abs(value)))
    tens, ones = divmod(value, 10)
    head = "" if tens == 0 else ("十" if tens == 1 else f"{_KANJI[tens]}十")
    return head + (_KANJI[ones] if ones else "")


def _roman(value: int) -> str:
    pieces = []
    for worth, letters in (*_ROMAN, *_ROMAN_TAIL):
        count, value = divmod(value, worth)
        pieces.append(letters * count)
    return "".join(pieces)
