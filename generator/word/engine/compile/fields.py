"""Fields of a template: which may be used, references and tables of contents as slots."""

from __future__ import annotations

import re
from collections.abc import Sequence
from copy import deepcopy

from lxml import etree

from generator.word.engine.compile.compiler import PartCompiler
from generator.word.engine.compile.formatting import fragment
from generator.word.engine.compile.placement import remove
from generator.word.engine.language.environment import END, MARK, attribute_text
from generator.word.engine.language.places import style_id
from generator.word.engine.language.spots import ContentsSpot, ReferenceSpot
from generator.word.engine.render.styles import StyleSheet
from generator.word.file.fieldcodes import FIELD_KIND, Field, instruction_words, read_fields
from generator.word.file.names import (
    FLD_CHAR,
    FLD_SIMPLE,
    HYPERLINK,
    MARKS,
    PPR,
    RPR,
    XML_SPACE,
    P,
    R,
    T,
    w,
)
from generator.word.file.numbering import whole_number
from generator.word.file.safety.instructions import field_faults, field_markup
from generator.word.file.xml import Element

_REF_STATIC = frozenset({r"\p", r"\f", r"\d", r"\t"})
_TOC_NAME = re.compile(r"(?i)toc ([1-9])")
_HEADING_NAME = re.compile(r"(?i)heading ([1-9])")


def prepare_fields(part: PartCompiler) -> None:
    """Check the fields of a part and put slots in place of what references and contents show."""
    for run in part.root.findall(f".//{R}[{FLD_CHAR}]"):
        _separate_contents(run)
    faults = list(field_faults(part.root))
    for node, what in faults:
        part.problem(part.places.of(node), what)
    if faults:
        return
    part.markup = field_markup(part.root)
    for simple in list(part.root.iter(FLD_SIMPLE)):
        words = instruction_words(simple.get(w("instr"), ""))
        if words[0].upper() == "REF":
            _simple_reference(part, simple, words)
    spans = [each for each in read_fields(part.root) if not each.is_simple and each.runs]
    for span in spans:
        words = span.words
        if words and words[0].upper() == "TOC":
            _contents(part, span)
    for span in spans:
        words = span.words
        if words and words[0].upper() == "REF" and _attached(span.start, part.root):
            _reference(part, span, words)


def _separate_contents(run: Element) -> None:
    """Give each field mark a run of its own."""
    contents = [child for child in run if child.tag != RPR]
    properties = run.find(RPR)
    last = run
    for child in contents[1:]:
        fresh = etree.Element(R)
        if properties is not None:
            fresh.append(deepcopy(properties))
        fresh.append(child)
        last.addnext(fresh)
        last = fresh


def _switch(words: Sequence[str]) -> str:
    return next((word[1] for word in words if word.lower() in (r"\n", r"\r", r"\w")), "").lower()


def _slot_run(part: PartCompiler, words: Sequence[str], node: Element, like: Element | None) -> Element:
    spot = ReferenceSpot(words[1], _switch(words), f"{{ {' '.join(words)} }}", part.places.of(node))
    part.spots.references.append(spot)
    number = part.slot(f"{MARK}R{len(part.spots.references) - 1}{END}")
    part.reference_slots[number] = len(part.spots.references) - 1
    run = etree.Element(R)
    properties = like.find(RPR) if like is not None else None
    if properties is not None:
        run.append(deepcopy(properties))
    text = etree.SubElement(run, T)
    text.set(XML_SPACE, "preserve")
    text.append(part.token(number))
    return run


def _usable(part: PartCompiler, words: Sequence[str], node: Element) -> bool:
    if len(words) < 2 or words[1].startswith("\\"):
        part.problem(part.places.of(node), "REF フィールドに参照先がありません")
        return False
    if any(word.lower() in _REF_STATIC for word in words):
        return False
    if words[1] not in part.bookmarks:
        part.problem(part.places.of(node), f"参照先のブックマーク {words[1]} がテンプレートにありません")
        return False
    return True


def _simple_reference(part: PartCompiler, simple: Element, words: Sequence[str]) -> None:
    if _usable(part, words, simple):
        run = _slot_run(part, words, simple, simple.find(R))
        for child in list(simple):
            simple.remove(child)
        simple.append(run)


def _reference(part: PartCompiler, span: Field, words: Sequence[str]) -> None:
    """Replace the result between separate and end; a result that leaves its paragraph's level is kept as it is."""
    end = span.end.getparent() if span.end is not None else None
    if end is None or not _usable(part, words, span.start):
        return
    start = span.separate.getparent() if span.separate is not None else None
    if start is None:
        start = etree.Element(R)
        etree.SubElement(start, FLD_CHAR).set(FIELD_KIND, "separate")
        end.addprevious(start)
    if start.getparent() is not end.getparent():
        return
    result: list[Element] = []
    node = start.getnext()
    while node is not None and node is not end:
        result.append(node)
        node = node.getnext()
    like = next((item for item in result if item.tag == R), span.start.getparent())
    run = _slot_run(part, words, span.start, like)
    for item in result:
        if item.tag not in MARKS:
            remove(item)
    end.addprevious(run)
    if span.code:
        part.reference_codes[len(part.spots.references) - 1] = span.code


def _contents(part: PartCompiler, span: Field) -> None:
    """Replace the entries of a table of contents by one slot; the field itself is written anew around them."""
    if span.separate is None or span.end is None:
        return
    first, last = _paragraph(span.separate), _paragraph(span.end)
    if first is None or last is None or first.getparent() is not last.getparent():
        part.problem(
            part.places.of(span.start), "目次のフィールドの始まりと終わりは、同じ階層の段落に置いてください"
        )
        return
    paragraphs = [first]
    while paragraphs[-1] is not last:
        following = paragraphs[-1].getnext()
        if following is None:
            return
        paragraphs.append(following)
    head = _through(first, span.separate)
    own_end = last is not first and not any((text.text or "").strip() for text in last.iter(T))
    tail = "" if own_end else _from(last, span.end)
    layout, runs = _prototypes(paragraphs, part.sheet)
    levels, outline, pages = _listed(span.words, part.sheet)
    joined = frozenset(
        level
        for paragraph in paragraphs
        if len(list(paragraph.iter(HYPERLINK))) > 1 and (level := _contents_level(paragraph, part.sheet))
    )
    spot = ContentsSpot(levels, outline, head, tail, layout, runs, pages, own_end, joined)
    part.spots.contents.append(spot)
    first.addprevious(part.mark(f"{MARK}O{len(part.spots.contents) - 1}{END}"))
    for paragraph in paragraphs[:-1] if own_end else paragraphs:
        remove(paragraph)


def _through(paragraph: Element, mark: Element) -> str:
    pieces = []
    for child in paragraph:
        if child.tag != PPR:
            pieces.append(fragment(child))
        if child is mark.getparent():
            break
    return "".join(pieces)


def _from(paragraph: Element, mark: Element) -> str:
    top = mark.getparent()
    while top is not None and top.getparent() is not paragraph:
        top = top.getparent()
    run = mark.getparent()
    if top is None or run is None:
        return ""
    return fragment(run) + "".join(fragment(child) for child in top.itersiblings())


def _prototypes(paragraphs: Sequence[Element], sheet: StyleSheet) -> tuple[dict[int, str], dict[int, str]]:
    layout: dict[int, str] = {}
    runs: dict[int, str] = {}
    for paragraph in paragraphs:
        level = _contents_level(paragraph, sheet)
        properties = paragraph.find(PPR)
        if not level or properties is None or level in layout:
            continue
        layout[level] = fragment(properties)
        shown = next((run for run in paragraph.iter(R) if run.find(T) is not None), None)
        rpr = shown.find(RPR) if shown is not None else None
        runs[level] = fragment(rpr) if rpr is not None else ""
    for level in range(1, 10):
        named = sheet.named("paragraph", f"toc {level}")
        if level not in layout and named is not None:
            layout[level] = f'<w:pPr><w:pStyle w:val="{attribute_text(named.id)}"/></w:pPr>'
    return layout, runs


def _contents_level(paragraph: Element, sheet: StyleSheet) -> int:
    """Return N for a paragraph in the style toc N, 0 for others."""
    style = sheet.by_id.get(style_id(paragraph))
    match = _TOC_NAME.fullmatch(style.name) if style is not None else None
    return int(match.group(1)) if match is not None else 0


def _listed(words: Sequence[str], sheet: StyleSheet) -> tuple[dict[str, int], int, bool]:
    """Return which styles a TOC instruction lists at which level, the outline levels, and whether pages show."""
    options: dict[str, str] = {}
    for at, word in enumerate(words):
        if word.startswith("\\"):
            following = words[at + 1] if at + 1 < len(words) else ""
            options[word.lower()] = "" if following.startswith("\\") else following
    chosen = options.get(r"\o", "" if {r"\t", r"\u"} & options.keys() else "1-9")
    low, _, high = chosen.partition("-")
    first, last = whole_number(low, 0), whole_number(high or low, 0)
    span = range(first, min(last, 9) + 1) if first and last else range(0)
    if r"\o" in options and not chosen:
        span = range(1, 10)
    levels = {
        style.id: int(match.group(1))
        for style in sheet.by_id.values()
        if (match := _HEADING_NAME.fullmatch(style.name)) and int(match.group(1)) in span
    }
    pairs = re.split("[,;、]", options.get(r"\t", ""))
    for name, level in zip(pairs[::2], pairs[1::2], strict=False):
        style = sheet.named("paragraph", name.strip())
        if style is not None and (number := whole_number(level.strip(), -1)) >= 0:
            levels[style.id] = number
    outline = (max(span) if span else 9) if r"\u" in options else 0
    return levels, outline, r"\n" not in options


def _paragraph(node: Element) -> Element | None:
    return next(node.iterancestors(P), None)


def _attached(node: Element, root: Element) -> bool:
    return any(ancestor is root for ancestor in node.iterancestors())
