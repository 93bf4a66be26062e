"""Numbers that somebody typed before a heading: 第3条（目的）, 第2章 総則, 4.1 目的, 附則, 別表第1."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

_DIGITS = "[0-9０-９一二三四五六七八九十百〇]+"
_ARTICLE = re.compile(rf"\s*(第\s?({_DIGITS})\s?(編|章|節|款|条)((?:の{_DIGITS})*))(?=[\s（(]|$)")
_SUPPLEMENT = re.compile(r"\s*(附\s*則)\s*([（(].*[）)])?\s*$")
_ANNEX = re.compile(rf"\s*((?:別表|別紙|様式|付表|付録)(?:第?{_DIGITS}号?)?)(?:[\s（(].{{0,40}})?$")
_DECIMAL = re.compile(r"\s*([0-9０-９]+(?:[.．][0-9０-９]+)+)[.．]?[\s](.{1,60})$")
_SINGLE = re.compile(r"\s*([0-9０-９]+)[.．]?[\s](.{1,40})$")
_BRACKETED = re.compile(r"[（(]([^（()）]*)[）)]\s*(.*)$", re.DOTALL)
_CONTENTS_ENTRY = re.compile(r"(?:\t|…|\.{3,}|・{3,}|‥)\s*[0-9０-９]+\s*$")
_LEVELS = {"編": 11, "章": 12, "節": 13, "款": 14, "条": 15}
_ANNEX_LEVEL = 12
_LONGEST_TITLE = 40
_KANJI = {character: value for value, character in enumerate("〇一二三四五六七八九")}


class TypedHeading(NamedTuple):
    """A paragraph that begins a clause by its typed number.

    Attributes:
        level: 11 for 編 to 15 for 条; decimal numbers by their depth.
        number: As it is typed, without blanks around it.
        rest: What follows the number in the same paragraph.
    """

    level: int
    number: str
    rest: str


def find_typed_headings(texts: Sequence[str | None], *, decimals: bool) -> dict[int, TypedHeading]:
    """Find the paragraphs that begin a clause.

    Args:
        texts: The document's paragraphs; None for what cannot be one (headings by style, table rows).
        decimals: Whether numbers such as 4.1 count where the document has no 第N条.
    """
    found = _find_articles(texts)
    if found or not decimals:
        return found
    return _find_decimals(texts)


def split_heading(text: str) -> tuple[str, str]:
    """Cut a heading into its typed number (empty when it has none) and its title."""
    match = _ARTICLE.match(text) or _DECIMAL.match(text)
    if match:
        return match[1].strip(), text[match.end(1) :].strip(" \t\n\u3000.．")
    return "", text.strip()


def split_rest(rest: str) -> tuple[str, str]:
    """Cut what follows a typed number into a title and the clause's own words.

    A title stands in brackets, or is short and no sentence.
    """
    rest = rest.strip()
    match = _BRACKETED.match(rest)
    if match:
        return rest[: match.start(2)].strip(), match[2].strip()
    if len(rest) <= _LONGEST_TITLE and not rest.endswith(("。", "．")) and "、" not in rest:
        return rest, ""
    return "", rest


def is_bracketed(text: str) -> bool:
    """Return whether a paragraph is nothing but a title in brackets, as stands above an article."""
    match = _BRACKETED.match(text.strip())
    return bool(match and not match[2] and match[1] and len(text) <= _LONGEST_TITLE)


def ends_in_page_number(text: str) -> bool:
    """Return whether a line ends in leaders and a page number."""
    return bool(_CONTENTS_ENTRY.search(text))


def number_value(text: str) -> tuple[int, ...]:
    """Return the numbers in a label, Arabic or kanji, in order: (5, 2) for 第5条の2."""
    return tuple(_value(digits) for digits in re.findall(_DIGITS, text))


def _value(digits: str) -> int:
    plain = unicodedata.normalize("NFKC", digits)
    if plain.isdecimal():
        return int(plain[:9])
    total = current = 0
    for character in plain:
        if character in "十百":
            total += max(current, 1) * (10 if character == "十" else 100)
            current = 0
        else:
            current = current * 10 + (_KANJI[character] if character in _KANJI else int(character))
    return total + current


def _find_articles(texts: Sequence[str | None]) -> dict[int, TypedHeading]:
    found: dict[int, TypedHeading] = {}
    last: dict[str, tuple[int, ...]] = {}
    articles = any(text and _ARTICLE.match(text) for text in texts)
    for index, text in enumerate(texts):
        if text is None or ends_in_page_number(text):
            continue
        match = _ARTICLE.match(text)
        other = _SUPPLEMENT.match(text) or _ANNEX.match(text)
        if match:
            unit, value = match[3], number_value(match[1])
            if value <= last.get(unit, ()):
                continue
            last[unit] = value
            for lower in [key for key in last if _LEVELS[key] > _LEVELS[unit] and key != "条"]:
                del last[lower]
            found[index] = TypedHeading(_LEVELS[unit], match[1], text[match.end(1) :])
        elif articles and other:
            last = {}
            found[index] = TypedHeading(_ANNEX_LEVEL, other[1], text[other.end(1) :])
    return found


def _find_decimals(texts: Sequence[str | None]) -> dict[int, TypedHeading]:
    found: dict[int, TypedHeading] = {}
    waiting: tuple[int, TypedHeading] | None = None
    last: tuple[int, ...] = ()
    for index, text in enumerate(texts):
        if text is None or text.rstrip().endswith("。") or ends_in_page_number(text):
            continue
        match = _DECIMAL.match(text)
        single = None if match else _SINGLE.match(text)
        if single and number_value(single[1])[:1] > last[:1]:
            waiting = (index, TypedHeading(11, single[1], single[2]))
        if match is None:
            continue
        value = number_value(match[1])
        if value <= last:
            continue
        if waiting and number_value(waiting[1].number) == value[:1] and value[:1] != last[:1]:
            found[waiting[0]] = waiting[1]
        last, waiting = value, None
        found[index] = TypedHeading(10 + len(value), match[1], match[2])
    return found
