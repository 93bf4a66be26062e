"""Switching a template's headings and clauses from one list style to another."""

from __future__ import annotations

from copy import deepcopy

from lxml import etree

from generator.word.engine.render.styles import StyleSheet
from generator.word.file.names import ILVL, NUM_ID, NUM_PR, PPR, PSTYLE, VAL, w
from generator.word.file.numbering import resolve_abstract, whole_number
from generator.word.file.xml import Element


class ListStyleError(ValueError):
    """There is no such list style; the text names those there are, in Japanese."""


def main_list(sheet: StyleSheet) -> str:
    """Return the number id of the headings' list: of the first paragraph style with an outline level and a list."""
    headings = [
        style for style in sheet.by_id.values() if style.kind == "paragraph" and style.outline is not None
    ]
    numbered = [style for style in headings if style.num_id]
    named = [style for style in numbered if style.name.lower().startswith("heading")]
    ordered = sorted(named or numbered, key=lambda style: style.outline or 0)
    return ordered[0].num_id if ordered else ""


def switch_list_style(numbering: Element, styles: Element, sheet: StyleSheet, name: str) -> bool:
    """Give the headings' list the levels of another list style, in both trees.

    The two abstract lists exchange their levels and their names; each level keeps the paragraph style that is
    linked to it, so that styles, paragraphs and list numbers stay as they are.

    Args:
        numbering: Root of the numbering part; changed.
        styles: Root of the styles part; changed.
        sheet: The template's styles.
        name: Name of a numbering style.

    Returns:
        Whether anything changed.

    Raises:
        ListStyleError: The template has no such numbering style.
    """
    wanted = sheet.named("numbering", name)
    if wanted is None or not wanted.num_id:
        names = "、".join(
            style.name for style in sheet.by_id.values() if style.kind == "numbering" and style.num_id
        )
        raise ListStyleError(f"リスト スタイル「{name}」がありません（あるもの: {names or 'なし'}）")
    abstract = {node.get(w("abstractNumId"), ""): node for node in numbering.iterfind(w("abstractNum"))}
    targets = {
        node.get(NUM_ID, ""): link.get(VAL, "")
        for node in numbering.iterfind(w("num"))
        if (link := node.find(w("abstractNumId"))) is not None
    }
    main, other = (
        resolve_abstract(targets.get(num_id, ""), abstract, targets, sheet.list_styles)
        for num_id in (main_list(sheet), wanted.num_id)
    )
    if main == other or main not in abstract or other not in abstract:
        return False
    _exchange_levels(abstract[main], abstract[other])
    _exchange_links(abstract[main], abstract[other])
    _exchange_style_numbers(styles, sheet, targets, (main, other), abstract)
    _set_chapters_apart(
        numbering, styles, abstract[main], {num for num, key in targets.items() if key == main}
    )
    return True


def _set_chapters_apart(numbering: Element, styles: Element, abstract: Element, numbers: set[str]) -> None:
    """Give the levels above one that runs through the document a list of their own.

    Word obeys `w:lvlRestart` 0, LibreOffice 7.4 does not: there articles would begin anew in each chapter. In a
    list whose upper levels are never used, nothing restarts them, and the numbers are the same in both.
    """
    level = _running_level(abstract)
    if level == 0:
        return
    apart = deepcopy(abstract)
    key = _next(numbering, "abstractNum", "abstractNumId")
    apart.set(w("abstractNumId"), key)
    for tag in ("nsid", "tmpl", "name", "styleLink", "numStyleLink"):
        for child in apart.findall(w(tag)):
            apart.remove(child)
    for holder, wanted in ((apart, False), (abstract, True)):
        for node in holder.iterfind(w("lvl")):
            link = node.find(PSTYLE)
            if link is not None and (whole_number(node.get(ILVL, ""), 0) < level) is wanted:
                node.remove(link)
    numbering.findall(w("abstractNum"))[-1].addnext(apart)
    number = _next(numbering, "num", "numId")
    num = etree.Element(w("num"))
    num.set(NUM_ID, number)
    etree.SubElement(num, w("abstractNumId")).set(VAL, key)
    numbering.findall(w("num"))[-1].addnext(num)
    for properties in styles.iterfind(f"{w('style')}[@{w('type')}='paragraph']/{PPR}/{NUM_PR}"):
        own, at = properties.find(NUM_ID), properties.find(ILVL)
        if (
            own is not None
            and own.get(VAL) in numbers
            and (whole_number(at.get(VAL, ""), 0) if at is not None else 0) < level
        ):
            own.set(VAL, number)


def _running_level(abstract: Element) -> int:
    """Return the first level that never restarts and shows no number above its own, 0 when there is none."""
    for node in abstract.iterfind(w("lvl")):
        level = whole_number(node.get(ILVL, ""), 0)
        restart, text = node.find(w("lvlRestart")), node.find(w("lvlText"))
        if level and restart is not None and restart.get(VAL) == "0" and text is not None:
            shown = text.get(VAL, "")
            if not any(f"%{above + 1}" in shown for above in range(level)):
                return level
    return 0


def _next(numbering: Element, tag: str, attribute: str) -> str:
    values = (node.get(w(attribute), "0") for node in numbering.iterfind(w(tag)))
    return str(max((whole_number(value, 0) for value in values), default=0) + 1)


def _exchange_levels(main: Element, other: Element) -> None:
    mine, theirs = main.findall(w("lvl")), other.findall(w("lvl"))
    for own, foreign in zip(mine, theirs, strict=False):
        own_link, foreign_link = own.find(PSTYLE), foreign.find(PSTYLE)
        _link(own, foreign_link)
        _link(foreign, own_link)
    for level in mine:
        other.append(level)
    for level in theirs:
        main.append(level)


def _link(level: Element, link: Element | None) -> None:
    """Set the paragraph style of a level; it stands after start, numFmt and lvlRestart (ECMA-376 17.9.6)."""
    old = level.find(PSTYLE)
    if old is not None and old.getparent() is level:
        level.remove(old)
    if link is None:
        return
    before = [child for child in level if child.tag in (w("start"), w("numFmt"), w("lvlRestart"))]
    level.insert(level.index(before[-1]) + 1 if before else 0, link)


def _exchange_links(main: Element, other: Element) -> None:
    for tag in (w("styleLink"), w("name")):
        own, foreign = main.find(tag), other.find(tag)
        if own is not None and foreign is not None:
            own_value, foreign_value = own.get(VAL, ""), foreign.get(VAL, "")
            own.set(VAL, foreign_value)
            foreign.set(VAL, own_value)


def _exchange_style_numbers(
    styles: Element,
    sheet: StyleSheet,
    targets: dict[str, str],
    pair: tuple[str, str],
    abstract: dict[str, Element],
) -> None:
    """Let each of the two numbering styles name the list that holds its levels now."""
    first: dict[str, str] = {}
    for style_id, num_id in sheet.list_styles.items():
        key = resolve_abstract(targets.get(num_id, ""), abstract, targets, sheet.list_styles)
        if key in pair:
            first.setdefault(key, style_id)
    if len(first) < 2:
        return
    nodes = {style.get(w("styleId"), ""): style for style in styles.iterfind(w("style"))}
    numbers = [nodes[first[key]].find(f"{PPR}/{NUM_PR}/{NUM_ID}") for key in pair]
    if numbers[0] is not None and numbers[1] is not None:
        one, two = numbers[0].get(VAL, ""), numbers[1].get(VAL, "")
        numbers[0].set(VAL, two)
        numbers[1].set(VAL, one)
