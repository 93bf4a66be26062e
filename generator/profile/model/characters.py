"""The characters of a text value: what only looks different is made one, what nobody sees is found."""

from __future__ import annotations

import re
import unicodedata

# XML 1.0 section 2.2: what a document part cannot hold (tab, line feed and carriage return are allowed there), and the
# characters that Unicode keeps out of every exchange of text.
FORBIDDEN_CHARACTERS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")

_LINE_ENDS = re.compile("\r\n|[\r\x85\u2028\u2029]")
# Spaces that look like the ordinary one: the web, PDFs and word processors put them in unasked.
_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f]")
# Radicals that PDFs give in place of the ideograph they look like (Unicode 4.1 and later: U+2F00 to U+2FD5).
_RADICALS = re.compile("[\u2f00-\u2fd5]")
# Names of people keep their own form of a letter: composition would turn these into the ordinary ones.
_NAME_FORMS = re.compile("([\uf900-\ufaff\U0002f800-\U0002fa1f])")

_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")
_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_JOINERS = "\u200c\u200d"
_DIRECTIONS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
# Format characters without a shape, fillers that are drawn as nothing, tags, and marks of things that were not copied.
_SHAPELESS = re.compile(
    "[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u2060-\u2065\u206a-\u206f\u2800\u3164\ufeff\uffa0"
    "\ufff9-\ufffc\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff]"
)
_IDEOGRAPH = re.compile("[\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_DRAWN_AS_EMOJI = frozenset("#*0123456789\u00a9\u00ae\u203c\u2049\u2122\u2139\u3030\u303d\u3297\u3299")
_MODIFIERS = re.compile("[\U0001f3fb-\U0001f3ff]")
# Arabic, the scripts of India, Khmer, Mongolian …
_JOINING_SCRIPTS = re.compile("[\u0600-\u109f\u1780-\u18af]")
_KNOWN = {
    "\u00ad": "ソフトハイフン",
    "\u200b": "幅のない空白",
    "\u200c": "幅のない区切り",
    "\u200d": "幅のないつなぎ",
    "\u2060": "幅のないつなぎ",
    "\ufeff": "バイト順マーク",
    "\ufffc": "写せなかった絵の跡",
}


def tidy(text: str) -> str:
    """Return the text with one way of writing for what looks the same: composed, with ordinary spaces and line ends.

    The ideographic space, and the forms of ideographs that names of people use, stay as they are.
    """
    if text.isascii():
        return _LINE_ENDS.sub("\n", text) if "\r" in text else text
    plain = _RADICALS.sub(_ideograph, _SPACES.sub(" ", _LINE_ENDS.sub("\n", text)))
    if unicodedata.is_normalized("NFC", plain):
        return plain
    return "".join(
        piece if _NAME_FORMS.fullmatch(piece) else unicodedata.normalize("NFC", piece)
        for piece in _NAME_FORMS.split(plain)
    )


def odd_character(text: str) -> str:
    """Say which character of a text nobody sees, or not everybody, and where it is; an empty text when there is none.

    Selectors of a variant behind an ideograph or a symbol, and joiners inside an emoji or a script that needs them,
    belong there.
    """
    if text.isprintable() and not _SELECTORS.search(text) and not _blank_letter(text):
        return ""
    for place, character in enumerate(text):
        name = _kind(character)
        if name and not _belongs(text, place):
            code = f"U+{ord(character):04X}"
            kind = f"{_KNOWN[character]}、{code}" if character in _KNOWN else code
            return f"{place + 1}文字目に{name}（{kind}）"
    return ""


def odd_words(text: str) -> str:
    """Return the sentence that refuses a text with such a character; empty when there is none."""
    found = odd_character(text)
    if not found:
        return ""
    if "外字" in found:
        return f"{found}が入っています。ほかのパソコンでは別の字か空白に見えます。ふつうの文字に書き替えてください"
    return f"{found}が入っています。その前後を消して、打ち直してください"


def _ideograph(match: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", match[0])


def _blank_letter(text: str) -> bool:
    """Return whether one of the few characters is there that count as printable and show nothing."""
    return _SHAPELESS.search(text) is not None


def _kind(character: str) -> str:
    if _CONTROLS.match(character) or FORBIDDEN_CHARACTERS.match(character):
        return "使えない文字"
    if _DIRECTIONS.match(character):
        return "文字の向きを変える見えない文字"
    if _PRIVATE.match(character):
        return "外字など、決まった形のない文字"
    if _SHAPELESS.match(character) or character in _JOINERS or _SELECTORS.match(character):
        return "見えない文字"
    return "使えない文字" if ord(character) & 0xFFFE == 0xFFFE else ""


def _belongs(text: str, place: int) -> bool:
    """Return whether an unseen character changes how its neighbours are drawn, as it is meant to."""
    character = text[place]
    before, after = text[max(place - 1, 0) : place], text[place + 1 : place + 2]
    if not before:
        return False
    if _SELECTORS.match(character):
        return _takes_selector(before, character)
    if character not in _JOINERS:
        return False
    if _JOINING_SCRIPTS.match(before):
        return True
    is_emoji = unicodedata.category(before) == "So" or before == "\ufe0f" or _MODIFIERS.match(before)
    return character == "\u200d" and bool(is_emoji) and unicodedata.category(after or " ") in ("So", "Sm")


def _takes_selector(before: str, selector: str) -> bool:
    if selector in "\ufe0e\ufe0f":
        return before in _DRAWN_AS_EMOJI or unicodedata.category(before) in ("So", "Sm", "Sk")
    if _IDEOGRAPH.match(before):
        return selector >= "\U000e0100" or selector <= "\ufe02"
    return selector in "\ufe00\ufe01" and unicodedata.category(before)[0] in "PS"
