"""Field instructions: which kinds a template may use, how a part must hold them, and what was written in the end.

Programs differ in what they take for the instruction of a field: text that is marked as deleted, the other branch of
an alternative, what follows the separator, plain text between the marks. So an instruction is only accepted where no
two of them can differ: in one paragraph, from begin to the separator with nothing else between, all of it in the
same branch.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from functools import lru_cache
from html import unescape

from lxml import etree

from generator.word.file.fieldcodes import instruction_words
from generator.word.file.names import (
    A_NS,
    DEL,
    FALLBACK,
    FLD_CHAR,
    FLD_SIMPLE,
    HYPERLINK,
    INSTR_TEXT,
    MARKS,
    MC_NS,
    PIC_NS,
    RPR,
    W14_NS,
    W_NS,
    WP_NS,
    P,
    R,
    T,
    mc,
    w,
)
from generator.word.file.xml import Element

ALLOWED = frozenset(
    [
        *("TOC", "PAGE", "NUMPAGES", "PAGEREF", "REF", "NOTEREF", "SEQ", "DOCPROPERTY"),
        *("STYLEREF", "HYPERLINK", "SECTION", "SECTIONPAGES", "TITLE", "AUTHOR"),
    ]
)
_BANNED_ANYWHERE = (
    "DDE|DDEAUTO|INCLUDE|INCLUDETEXT|INCLUDEPICTURE|IMPORT|LINK|EMBED|DATABASE|MACROBUTTON|GOTOBUTTON|HTMLCONTROL"
    "|CONTROL|OCX|ADDIN|RD|AUTOTEXT|AUTOTEXTLIST|GLOSSARY|FILLIN|ASK|PRINT|QUOTE|IF|SET|MERGEFIELD|EQ|DATA|PRIVATE"
)
_BANNED_START = re.compile(rf"(?i)\s*(?:(?:{_BANNED_ANYWHERE})\s+\S|=)")
_WORDS = re.compile(r'"([^"]*)"|(\S+)')
_STRICT = re.compile(r'(?:\s+|"[^"]*"(?=\s|$)|[^\s"]+(?=\s|$))*')
_TARGET = re.compile(r"(?i)(?:https?://[^\s\\/]|mailto:)[^\\\x00-\x20]*")
_ATTACHED = re.compile(r"(?i)[?&]attach(ment)?=")
_TAG = re.compile(r"\{[{%#]|[%}#]\}")
_ARGUMENT_SWITCHES = frozenset({r"\l", r"\o", r"\t"})
_PLAIN_SWITCHES = frozenset({r"\m", r"\n", r"\h"})
_DELETED_CODE = w("delInstrText")
_TYPES = ("begin", "separate", "end")
_IN_CODE = MARKS | {
    *(R, RPR, INSTR_TEXT, _DELETED_CODE, FLD_CHAR, HYPERLINK, DEL),
    *(w(name) for name in ("ins", "moveFrom", "moveTo", "proofErr", "lastRenderedPageBreak", "smartTag")),
}
_REVISIONS = frozenset({DEL, w("ins"), w("moveFrom"), w("moveTo")})
_BRANCHES = frozenset({FALLBACK, mc("Choice")})
_USUAL_SPACES = frozenset(
    f"{{{space}}}"
    for space in (
        *(W_NS, W14_NS, MC_NS, WP_NS, A_NS, PIC_NS),
        "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup",
        "http://schemas.microsoft.com/office/word/2010/wordprocessingCanvas",
        "http://schemas.microsoft.com/office/word/2012/wordml",
        "urn:schemas-microsoft-com:vml",
        "urn:schemas-microsoft-com:office:office",
        "urn:schemas-microsoft-com:office:word",
    )
)
_WRITTEN = re.compile(
    r"<w:(?:fldChar\s[^>]*?\bw:fldCharType=\"(\w*)\"|(instrText|delInstrText)\b[^>]*>([^<]*)(<(?!/))?"
    r"|fldSimple\s[^>]*?\bw:instr=\"([^\"]*)\")"
)


def is_web_or_mail(target: str) -> bool:
    """Tell whether a link leads to a web page or a mail address, and to nothing else."""
    return _TARGET.fullmatch(target) is not None and _ATTACHED.search(target) is None


@lru_cache(maxsize=4096)
def instruction_fault(instruction: str) -> str:
    """Return in Japanese why a template may not hold this field instruction; empty when it may."""
    words = instruction_words(instruction)
    name = words[0].upper() if words else ""
    if name not in ALLOWED:
        usable = "、".join(sorted(ALLOWED))
        return f"フィールド {name[:30] or '（空）'} は使えません（使えるもの: {usable}）"
    if _TAG.search(instruction):
        return f"フィールド {name} のコードの中にタグは使えません"
    if name == "HYPERLINK" and not _link_is_safe(instruction):
        return "リンク先は http、https、mailto だけです（HYPERLINK フィールド）"
    return ""


def _link_is_safe(instruction: str) -> bool:
    """Tell whether everything that some program could take for the target is a web page or a mail address."""
    if _STRICT.fullmatch(instruction) is None:
        return False
    words = iter(_WORDS.findall(instruction)[1:])
    for quoted, plain in words:
        switch = plain.lower()
        if switch in _ARGUMENT_SWITCHES:
            argument = next(words, ("", ""))
            if argument[1].startswith("\\") or (switch == r"\l" and re.search(r"[:\\/]", "".join(argument))):
                return False
        elif switch not in _PLAIN_SWITCHES and not is_web_or_mail(quoted or plain):
            return False
    return True


def _pieces_fault(pieces: list[str]) -> str:
    """Judge an instruction joined, and every stretch of its pieces alone."""
    fault = instruction_fault("".join(pieces).strip())
    if fault or len(pieces) < 2:
        return fault
    if len(pieces) > 64:
        return "フィールドのコードが細かく分かれすぎています。フィールドを入れ直してください"
    for start in range(1, len(pieces)):
        if _BANNED_START.match("".join(pieces[start:])[:200]):
            return "フィールドのコードの途中に使えないフィールドの名前があります"
    return ""


@dataclass(slots=True)
class _Open:
    """A field whose end was not met yet."""

    begin: Element
    paragraph: Element | None
    branch: tuple[object, ...]
    pieces: list[str] = field(default_factory=list)
    separated: bool = False
    wrong: bool = False


def field_faults(root: Element) -> Iterator[tuple[Element, str]]:
    """Yield what is wrong with the fields of a part, each with the element it is about."""
    if next(root.iter(FLD_CHAR, INSTR_TEXT, _DELETED_CODE, FLD_SIMPLE), None) is None:
        return
    stack: list[_Open] = []
    for node in root.iter(etree.Element):
        tag = node.tag
        if tag == FLD_SIMPLE:
            fault = instruction_fault(node.get(w("instr"), "").strip())
            if fault:
                yield node, fault
        top = stack[-1] if stack else None
        if top is not None and not top.separated and not top.wrong and not _fits_code(node):
            top.wrong = True
            yield top.begin, _foreign_in_code(node)
        if tag == FLD_CHAR:
            yield from _mark(node, stack)
        elif tag in (INSTR_TEXT, _DELETED_CODE):
            yield from _code(node, top)
    for item in stack:
        if not item.wrong:
            yield item.begin, "フィールドに終わりがありません"


def _fits_code(node: Element) -> bool:
    if node.tag in _IN_CODE:
        return True
    parent = node.getparent()
    while parent is not None and parent.tag != P:
        if parent.tag == RPR:
            return True
        parent = parent.getparent()
    return False


def _foreign_in_code(node: Element) -> str:
    if node.tag == T and _TAG.search(node.text or ""):
        return "フィールドのコードの中にタグは使えません"
    return "フィールドのコードの中に、文字、図、別のフィールド、段落の区切りは置けません"


def _mark(node: Element, stack: list[_Open]) -> Iterator[tuple[Element, str]]:
    kind = node.get(w("fldCharType"), "")
    if kind not in _TYPES:
        yield node, "フィールドの印の種類（fldCharType）が正しくありません"
        return
    if kind == "begin":
        if stack and not stack[-1].separated and not stack[-1].wrong:
            stack[-1].wrong = True
            yield stack[-1].begin, _foreign_in_code(node)
        stack.append(_Open(node, _paragraph(node), _branch(node)))
        return
    if not stack:
        yield node, f"フィールドの始まりがないのに {kind} があります"
        return
    top = stack.pop() if kind == "end" else stack[-1]
    if _branch(node) != top.branch and not top.wrong:
        top.wrong = True
        yield node, "フィールドの一部だけが変更履歴や代替の表示の中にあります。フィールドを入れ直してください"
    if kind == "separate" and top.separated:
        yield node, "フィールドの区切り（separate）が2つあります"
    elif not top.separated:
        top.separated = True
        if _paragraph(node) is not top.paragraph:
            yield node, "フィールドのコードが段落をまたいでいます"
        elif not top.wrong and (fault := _pieces_fault(top.pieces)):
            top.wrong = True
            yield top.begin, fault


def _code(node: Element, top: _Open | None) -> Iterator[tuple[Element, str]]:
    if len(node):
        yield node, "フィールドのコードの中に要素は置けません"
    elif top is None or top.separated:
        yield node, _MISPLACED
    elif not top.wrong and (_branch(node) != top.branch or _paragraph(node) is not top.paragraph):
        top.wrong = True
        yield node, "フィールドの一部だけが変更履歴や代替の表示の中にあります。フィールドを入れ直してください"
    else:
        top.pieces.append(node.text or "")


def _paragraph(node: Element) -> Element | None:
    return next(node.iterancestors(P), None)


def _branch(node: Element) -> tuple[object, ...]:
    """Return what decides whether a program sees this node: branches, tracked changes, unknown elements around it."""
    found: list[object] = []
    for element in node.iterancestors():
        tag = str(element.tag)
        if tag in _REVISIONS:
            found.append(tag)
        elif tag in _BRANCHES or f"{tag.partition('}')[0]}}}" not in _USUAL_SPACES:
            found.append(element)
    return tuple(found)


_MISPLACED = "フィールドのコードが、始まりと区切りの間にありません"
_CODE_MARK, _FIELD_MARK = "<w:instrText", "<w:fldChar"
_BEGIN = re.compile(r'<w:fldChar\s[^>]*?\bw:fldCharType="begin"')


class FieldMarkup(Enum):
    """What marks the fields of a part: nothing, begin and end alone, or also one element or tracked deletions."""

    NONE = 0
    PLAIN = 1
    ANY = 2


def field_markup(root: Element) -> FieldMarkup:
    """Return what marks the fields of a part."""
    if next(root.iter(FLD_SIMPLE, _DELETED_CODE), None) is not None:
        return FieldMarkup.ANY
    plain = next(root.iter(FLD_CHAR, INSTR_TEXT), None) is not None
    return FieldMarkup.PLAIN if plain else FieldMarkup.NONE


def written_fault(text: str, markup: FieldMarkup) -> str:
    """Return in Japanese what is wrong with the fields of a part as it is written; empty when nothing is.

    Args:
        text: The part's XML, in which the prefix of WordprocessingML is `w`.
        markup: What marks its fields; the template had no other.
    """
    if markup is FieldMarkup.ANY:
        return _any_fault(text)
    code = ""
    position = 0
    while (at := text.find(_CODE_MARK, position)) >= 0:
        mark = text.rfind(_FIELD_MARK, position, at)
        if mark >= 0:
            if code and (fault := _escaped_fault(code)):
                return fault
            code = ""
            if _BEGIN.match(text, mark) is None:
                return _MISPLACED
        elif position == 0:
            return _MISPLACED
        start = text.find(">", at) + 1
        position = text.find("<", start)
        if not text.startswith("</", position):
            return _MISPLACED
        code += text[start:position]
    return _escaped_fault(code) if code else ""


@lru_cache(maxsize=4096)
def _escaped_fault(code: str) -> str:
    return instruction_fault(unescape(code).strip())


def _any_fault(text: str) -> str:
    """Judge a part with fields in one element or in tracked deletions, mark by mark."""
    stack: list[list[str] | None] = []
    for match in _WRITTEN.finditer(text):
        kind, code, instruction, broken, simple = match.groups()
        fault = ""
        if kind == "begin":
            fault = "フィールドのコードの中に別のフィールドがあります" if stack and stack[-1] else ""
            stack.append([])
        elif kind:
            pieces = stack[-1] if stack else None
            if pieces is not None:
                fault = instruction_fault(unescape("".join(pieces)).strip())
            if stack and kind == "end":
                stack.pop()
            elif stack:
                stack[-1] = None
        elif code:
            pieces = stack[-1] if stack else None
            if pieces is None or broken:
                fault = _MISPLACED
            else:
                pieces.append(instruction)
        elif simple is not None:
            fault = instruction_fault(unescape(simple).strip())
        if fault:
            return fault
    return ""
