"""After merging: cross-references and table of contents show again what the headings say."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass

from generator.word.file.labels import ListLabels
from generator.word.file.names import (
    BOOKMARK_END,
    BOOKMARK_START,
    FLD_CHAR,
    HYPERLINK,
    ID,
    INSTR_TEXT,
    NAME,
    PPR,
    RPR,
    TAB,
    XML_SPACE,
    P,
    R,
    T,
    w,
)
from generator.word.file.reading import WordFile, attribute, paragraph_runs, paragraph_text, run_text
from generator.word.file.styling import Styles
from generator.word.file.xml import Element
from generator.word.merge.read.order import find_steady
from generator.word.merge.read.places import first_place

_DELETED = (w("del"), w("moveFrom"))


@dataclass(frozen=True, slots=True)
class _Target:
    """What a bookmark in a paragraph stands for: the paragraph's number, words and style, and the marked words."""

    label: str
    title: str
    line: str
    style: str


def refresh_fields(file: WordFile) -> bool:
    """Bring the cached results of REF fields and the entries of the table of contents up to date.

    Counts as a reader sees the document with every change accepted. Returns whether anything changed.
    """
    root = file.root(file.main)
    if root is None:
        return False
    styles = Styles(file)
    targets = _find_targets(file, root, styles)
    changed = [_refresh_reference(runs, targets) for runs in _fields(root)]
    return _refresh_contents(root, targets, styles) or any(changed)


def _find_targets(file: WordFile, root: Element, styles: Styles) -> dict[str, _Target]:
    labels = ListLabels(file, styles)
    targets: dict[str, _Target] = {}
    for paragraph in root.iter(P):
        if paragraph.find(f"{PPR}/{RPR}/{w('del')}") is not None:
            continue
        label = labels.label(paragraph)
        for mark in paragraph.iter(BOOKMARK_START):
            style = styles.paragraph_style(paragraph) or ""
            line = paragraph_text(paragraph).strip()
            targets[mark.get(NAME, "")] = _Target(label, _marked_text(paragraph, mark), line, style)
    return targets


def _marked_text(paragraph: Element, start: Element) -> str:
    """Return the words between the two marks of a bookmark, deletions left out."""
    inside, words = False, []
    for node in paragraph.iter():
        if node is start:
            inside = True
        elif node.tag == BOOKMARK_END and node.get(ID) == start.get(ID):
            break
        elif inside and node.tag == R and next(node.iterancestors(*_DELETED), None) is None:
            words.append(run_text(node))
    return "".join(words).strip()


def _fields(root: Element) -> Iterator[list[Element]]:
    """Yield the runs of each innermost complex field of the body, from begin to end."""
    stack: list[list[Element]] = []
    for run in root.iter(R):
        kind = next((node.get(w("fldCharType")) for node in run.iterchildren(FLD_CHAR)), None)
        if kind == "begin":
            stack.append([])
        for runs in stack[-1:]:
            runs.append(run)
        if kind == "end" and stack:
            yield stack.pop()


def _refresh_reference(runs: list[Element], targets: dict[str, _Target]) -> bool:
    words = "".join(node.text or "" for run in runs for node in run.iter(INSTR_TEXT)).split()
    if len(words) < 2 or words[0].upper() != "REF" or words[1] not in targets:
        return False
    target = targets[words[1]]
    wanted = target.label if {"\\n", "\\r", "\\w"} & set(words) else target.title
    separated = next((i for i, run in enumerate(runs) if _field_mark(run) == "separate"), None)
    if separated is None or not wanted:
        return False
    shown = [node for run in runs[separated + 1 :] for node in run.iter(T)]
    if not shown or "".join(node.text or "" for node in shown) == wanted:
        return False
    _write(shown, wanted)
    return True


def _field_mark(run: Element) -> str | None:
    return next((node.get(w("fldCharType")) for node in run.iterchildren(FLD_CHAR)), None)


def _write(nodes: list[Element], text: str) -> None:
    nodes[0].text = text
    nodes[0].set(XML_SPACE, "preserve")
    for node in nodes[1:]:
        node.text = ""


def _refresh_contents(root: Element, targets: dict[str, _Target], styles: Styles) -> bool:
    entries = {anchor: link for link in root.iter(HYPERLINK) if (anchor := _anchor(link, styles))}
    if not entries:
        return False
    levels = {
        targets[anchor].style: _contents_style(link) for anchor, link in entries.items() if anchor in targets
    }
    changed = False
    for anchor in [anchor for anchor in entries if anchor not in targets]:
        changed = _drop_entry(entries.pop(anchor)) or changed
    for anchor in _out_of_order(list(entries), [anchor for anchor in targets if anchor in entries]):
        if _drop_entry(entries[anchor]):
            del entries[anchor]
            changed = True
    previous: Element | None = None
    for anchor, target in targets.items():
        if target.style not in levels or not anchor.startswith("_"):
            continue
        if anchor not in entries:
            model = _model(
                [link for link in entries.values() if _contents_style(link) == levels[target.style]], target
            )
            if model is None or previous is None:
                continue
            entries[anchor] = _add_entry(model, anchor, previous)
            changed = True
        changed = _fill_entry(entries[anchor], target) or changed
        previous = entries[anchor]
    return changed


def _out_of_order(shown: list[str], wanted: list[str]) -> list[str]:
    """Return the fewest entries, but never the first, that have to move so that the rest stand in the wanted order."""
    place = {anchor: number for number, anchor in enumerate(shown)}
    steady = find_steady([place[anchor] for anchor in wanted])
    return [anchor for anchor in wanted[1:] if place[anchor] not in steady]


def _model(alike: list[Element], target: _Target) -> Element | None:
    """Return the entry after which a new one is made: of those of its level one with a number, or one without."""
    numbered = bool(target.label)
    fitting = (link for link in alike if (next(link.iter(TAB), None) is not None) == numbered)
    return next(fitting, alike[0] if alike else None)


def _anchor(link: Element, styles: Styles) -> str:
    """Return where an entry of the contents leads; known by the name of its style, whose id programs change."""
    name = styles.name(_contents_style(link)).casefold()
    return link.get(w("anchor"), "") if name.startswith("toc") else ""


def _paragraph_of(link: Element) -> Element:
    return next(link.iterancestors(P))


def _contents_style(link: Element) -> str:
    paragraph = next(link.iterancestors(P), None)
    return "" if paragraph is None else attribute(paragraph.find(PPR), "pStyle") or ""


def _links(paragraph: Element) -> list[Element]:
    return list(paragraph.iter(HYPERLINK))


def _drop_entry(link: Element) -> bool:
    """Take an entry out; of several in a paragraph, with the blank before it."""
    paragraph = _paragraph_of(link)
    if len(_links(paragraph)) == 1:
        return _drop_paragraph(paragraph)
    neighbour = link.getprevious() if link is not _links(paragraph)[0] else link.getnext()
    for node in (neighbour, link):
        if node is not None and not (
            node.tag == R and (node.find(FLD_CHAR) is not None or node.find(INSTR_TEXT) is not None)
        ):
            paragraph.remove(node)
    return True


def _drop_paragraph(paragraph: Element) -> bool:
    """Take out a paragraph of the contents; the first one's field marks move on, so that the field stays whole."""
    parent, following = paragraph.getparent(), paragraph.getnext()
    if parent is None:
        return False
    marks = [
        run
        for run in paragraph.iterchildren(R)
        if run.find(FLD_CHAR) is not None or run.find(INSTR_TEXT) is not None
    ]
    if marks and (following is None or following.tag != P):
        return False
    if following is not None and marks:
        position = first_place(following)
        for offset, run in enumerate(marks):
            following.insert(position + offset, run)
    parent.remove(paragraph)
    return True


def _add_entry(model: Element, anchor: str, previous: Element) -> Element:
    """Put a new entry behind the previous one: in the same paragraph where entries of its level stand side by side."""
    link = copy.deepcopy(model)
    link.tail = None
    link.set(w("anchor"), anchor)
    holder = _paragraph_of(model)
    before = _paragraph_of(previous)
    if len(_links(holder)) > 1 and _contents_style(previous) == _contents_style(model):
        blank = copy.deepcopy(next(node for node in holder.iterchildren(R) if node.find(T) is not None))
        previous.addnext(blank)
        blank.addnext(link)
        return link
    paragraph = copy.deepcopy(holder)
    for name in [name for name in paragraph.attrib if str(name).endswith("paraId")]:
        del paragraph.attrib[name]
    for node in list(paragraph):
        if node.tag != PPR:
            paragraph.remove(node)
    paragraph.append(link)
    before.addnext(paragraph)
    return link


def _fill_entry(link: Element, target: _Target) -> bool:
    runs = list(paragraph_runs(link))
    tab = next((i for i, run in enumerate(runs) if run.find(TAB) is not None), None)
    number = [
        node for run in runs[: 1 if tab is None and len(runs) > 1 else tab or 0] for node in run.iter(T)
    ]
    title = [node for run in runs[len(number) and (1 if tab is None else tab + 1) :] for node in run.iter(T)]
    label = target.label
    if tab is None and number and not target.line.startswith("（"):
        label += " "
    changed = False
    for nodes, text in ((number, label), (title, target.line)):
        if nodes and text.strip() and "".join(node.text or "" for node in nodes) != text:
            _write(nodes, text)
            changed = True
    return changed
