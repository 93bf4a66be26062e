"""The tag dialect: where tags stand in a text, what kind they are, and how a place is named to people."""

from __future__ import annotations

import re
from dataclasses import dataclass

from generator.errors import Problem
from generator.word.text.excerpt import shorten

MAX_TAG = 2_000
MAX_WRONG = 20
"""Faults of one text that are listed; the rest is not looked at."""
CONTROL_WORDS = frozenset({"if", "elif", "else", "endif", "for", "endfor", "set"})
_CLOSERS = {"{{": "}}", "{%": "%}", "{#": "#}"}
_MARK = re.compile(r"\{\{|\{%|\{#|\}\}|%\}")
_CLOSING = {'"': '"', "'": "'", "“": '”"“', "”": '”"“', "„": '”"“', "‘": "’'‘", "’": "’'‘", "‚": "’'‘"}
"""What ends a string that begins with a quote."""
_INTEREST = {closer: re.compile(f"[\"'“”„‘’‚]|{re.escape(closer)}") for closer in ("}}", "%}")}
_QUOTES = re.compile("[\"'“”„‘’‚]")
_PREFIX = re.compile(r"(p|tr|tc|r)(?=\s+\S)")
_WORD = re.compile(r"\s*([^\W\d]\w*)(.*)\Z", re.DOTALL)
_SMART = str.maketrans("“”„‘’‚", "\"\"\"'''")


@dataclass(frozen=True, slots=True)
class Location:
    """A place in a template, as a person finds it in Word.

    Attributes:
        part: Name of the part, e.g. `word/document.xml`.
        paragraph: Number of the paragraph in its part, from 1; 0 when it is not in a paragraph.
        cell: Table of the part, row and column, each from 1; None outside tables.
        heading: Text of the nearest heading before it; empty when there is none.
    """

    part: str
    paragraph: int = 0
    cell: tuple[int, int, int] | None = None
    heading: str = ""

    def __str__(self) -> str:
        words = [_part_title(self.part)] if _part_title(self.part) else []
        if self.paragraph:
            words.append(f"段落{self.paragraph}")
        details = []
        if self.cell is not None:
            details.append("表{}の{}行{}列".format(*self.cell))
        if self.heading:
            details.append(f"見出し「{self.heading}」の下")
        text = " ".join(words)
        return f"{text}（{'、'.join(details)}）" if details else text


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag of a template: its text as written, its kind (value, if, for …), its place."""

    text: str
    kind: str
    location: Location


@dataclass(frozen=True, slots=True)
class TagProblem:
    """One name that a tag uses and the context lacks.

    Attributes:
        tag: The tag as it stands in the template.
        location: Where it stands.
        name: The dotted name that could not be found.
        known: Names that could have been meant, the likeliest first.
    """

    tag: str
    location: Location
    name: str
    known: tuple[str, ...] = ()

    @property
    def problem(self) -> Problem:
        """Return the Japanese report line."""
        hint = f"（使える名前: {'、'.join(self.known)} …）" if self.known else ""
        subject = "" if self.name in self.tag and self.tag.strip("{}% ") == self.name else f" の {self.name}"
        return Problem(str(self.location), f"{self.tag}{subject} は未定義です{hint}")


@dataclass(frozen=True, slots=True)
class RawTag:
    """A tag found in a text: its span, prefix (p, tr, tc, r or nothing), kind and expression."""

    start: int
    end: int
    text: str
    kind: str
    prefix: str
    body: str


def find_tags(text: str) -> tuple[list[RawTag], list[str]]:
    """Find the tags of a text in order; the second list holds what is wrong, in Japanese."""
    found: list[RawTag] = []
    wrong: list[str] = []
    position = 0
    while len(wrong) < MAX_WRONG and (match := _MARK.search(text, position)):
        opener = match.group()
        if opener not in _CLOSERS:
            wrong.append(f"{opener} に対応する {'{{' if opener == '}}' else '{%'} がありません")
            position = match.end()
            continue
        end = _find_end(text, match.end(), _CLOSERS[opener])
        if end < 0:
            wrong.append(f"タグが閉じていません: {shorten(text[match.start() :])}")
            break
        tag = _raw_tag(text, match.start(), end, opener)
        fault = _fault(tag)
        if fault:
            wrong.append(f"{shorten(tag.text)}: {fault}")
        else:
            found.append(tag)
        position = end
    return found, wrong


def _find_end(text: str, start: int, closer: str) -> int:
    """Return where a tag ends, quoted closers left out; -1 when it does not, or not within its longest."""
    limit = start + MAX_TAG
    if closer == "#}":
        index = text.find(closer, start)
        return index + 2 if index >= 0 else -1
    position = start
    open_ended: set[str] = set()
    while match := _INTEREST[closer].search(text, position, limit):
        quote = match.group()
        if quote == closer:
            return match.end()
        end = _string_end(text, match.start(), limit) if quote not in open_ended else -1
        if end < 0:
            open_ended.add(quote)
        position = end if end >= 0 else match.end()
    index = text.find(closer, start)
    return index + 2 if index >= 0 else -1


def _string_end(text: str, start: int, limit: int) -> int:
    """Return where the string that begins at a quote ends; -1 when nothing closes it."""
    position = start + 1
    closing = _CLOSING[text[start]]
    limit = min(limit, len(text))
    while position < limit:
        character = text[position]
        if character == "\\":
            position += 2
        elif character in closing:
            return position + 1
        else:
            position += 1
    return -1


def _raw_tag(text: str, start: int, end: int, opener: str) -> RawTag:
    if end - start > MAX_TAG:
        return RawTag(start, end, text[start:end], "comment" if opener == "{#" else "", "", "")
    body = text[start + 2 : end - 2]
    body = body[1:] if body[:1] in ("-", "+") else body
    body = body[:-1] if body[-1:] in ("-", "+") else body
    prefix = ""
    if match := _PREFIX.match(body):
        prefix = match.group(1)
        body = body[match.end() :]
    if opener == "{#":
        return RawTag(start, end, text[start:end], "comment", prefix, "")
    body = _straighten(body).strip()
    if opener == "{{":
        return RawTag(start, end, text[start:end], "value", prefix, body)
    word = _WORD.match(body)
    kind, rest = (word.group(1), word.group(2).strip()) if word else ("", body)
    return RawTag(start, end, text[start:end], kind, prefix, rest)


def _fault(tag: RawTag) -> str:
    if len(tag.text) > MAX_TAG:
        return f"タグが長すぎます（上限 {MAX_TAG} 文字）"
    if tag.kind == "comment":
        return ""
    if tag.kind == "value":
        if tag.prefix not in ("", "r"):
            return f"{{{{{tag.prefix} }}}} は使えません。{{{{ }}}} を使ってください"
        return "" if tag.body else "式がありません"
    if tag.kind not in CONTROL_WORDS:
        return "使えないタグです（使えるもの: if elif else endif for endfor set）"
    if tag.kind in ("else", "endif", "endfor"):
        return f"{tag.kind} の後に余分な文字があります" if tag.body else ""
    return "" if tag.body else f"{tag.kind} の後に式がありません"


def _straighten(body: str) -> str:
    """Turn the curly quotes that open and close strings into straight ones; quotes inside straight strings stay."""
    pieces: list[str] = []
    done = position = 0
    open_ended: set[str] = set()
    while match := _QUOTES.search(body, position):
        opener = match.group()
        end = _string_end(body, match.start(), len(body)) if opener not in open_ended else -1
        if end < 0:
            open_ended.add(opener)
            position = match.end()
            continue
        string = body[match.start() : end]
        if opener not in "\"'":
            quote = '"' if opener in "“”„" else "'"
            string = quote + string[1:-1].replace(quote, "\\" + quote) + quote
        pieces += (body[done : match.start()].translate(_SMART), string)
        done = position = end
    pieces.append(body[done:].translate(_SMART))
    return "".join(pieces)


def _part_title(part: str) -> str:
    stem = part.rsplit("/", 1)[-1].removesuffix(".xml")
    for start, title in (
        ("header", "ヘッダー"),
        ("footer", "フッター"),
        ("footnotes", "脚注"),
        ("endnotes", "文末脚注"),
        ("comments", "コメント"),
    ):
        if stem.startswith(start):
            return f"{title}（{stem}）" if start in ("header", "footer") else title
    if part.startswith("docProps/"):
        return f"文書のプロパティ（{stem}）"
    return "" if stem == "document" else part
