"""A readable text outline of a Word file: for golden tests, reviews and git's textconv."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from generator.word.file.equations import EQUATIONS
from generator.word.file.fieldcodes import Field, split_fields
from generator.word.file.labels import ListLabels
from generator.word.file.names import (
    BODY,
    BR,
    COMMENT,
    DEL,
    DOC_PR,
    ENDNOTE,
    FLD_SIMPLE,
    FOOTNOTE,
    ID,
    PPR,
    RPR,
    TBL,
    TC,
    TR,
    TXBX,
    VAL,
    P,
    R,
    w,
)
from generator.word.file.reading import (
    WordFile,
    attribute,
    is_shown,
    iter_boxes,
    iter_inner,
    read_word_file,
    run_text,
    shown_children,
)
from generator.word.file.styling import Styles
from generator.word.file.unread import unread_kind
from generator.word.file.xml import Element

_INSERTED = (w("ins"), w("moveTo"))
_DELETED = (DEL, w("moveFrom"))
_IMPORTED = (w("altChunk"), w("subDoc"))
_HOLDERS = frozenset({w("sdt"), w("sdtContent"), w("customXml"), w("smartTag"), *_INSERTED, *_DELETED})
_NOTES = {FOOTNOTE: "脚注", ENDNOTE: "文末脚注", COMMENT: "コメント"}
_NOTE_MARKS = {
    w("footnoteReference"): "脚注",
    w("endnoteReference"): "文末脚注",
    w("commentReference"): "コメント",
}
_PAGE_FIELDS = ("PAGE", "NUMPAGES", "SECTIONPAGES")


@dataclass(frozen=True, slots=True)
class _Reader:
    styles: Styles
    labels: ListLabels


def outline(source: Path | bytes | WordFile) -> str:
    """Return one line per paragraph: `[style] number text`; tables as rows, every story in turn.

    Inserted text stands in {+ +}, deleted text in [- -], a line break is ⏎ and a tab is →. Tags of a
    template stand as they are. Headers, footers, notes, comments and text boxes follow under their own
    title. Formatting, page layout and picture contents are not shown.

    Raises:
        TemplateError: The file is not a Word file.
    """
    file = source if isinstance(source, WordFile) else read_word_file(source)
    styles = Styles(file)
    lines: list[str] = []
    for name, label in file.stories:
        root = file.root(name)
        if root is None:
            continue
        reader = _Reader(styles, ListLabels(file, styles))
        content = list(_story(root, reader))
        if name != file.main and content:
            lines.append(f"=== {label}（{name.rsplit('/', 1)[-1]}）")
        lines += content
    return "\n".join(lines) + "\n"


def _story(root: Element, reader: _Reader) -> Iterator[str]:
    body = root.find(BODY)
    notes = [node for node in root if node.tag in _NOTES]
    if not notes:
        yield from _blocks(root if body is None else body, reader)
    for note in notes:
        if note.get(w("type"), "normal") == "normal":
            lines = list(_blocks(note, reader))
            mark = f"({_NOTES[note.tag]}{note.get(ID)}) "
            yield from (mark + line for line in lines)


def _blocks(container: Element, reader: _Reader) -> Iterator[str]:
    for child in shown_children(container):
        if child.tag == P:
            yield from _paragraph(child, reader)
        elif child.tag == TBL:
            yield from _table(child, reader)
        elif child.tag in _IMPORTED:
            yield f"⟦{unread_kind(child)}⟧"
        elif child.tag in _HOLDERS:
            yield from _blocks(child, reader)


def _paragraph(paragraph: Element, reader: _Reader) -> Iterator[str]:
    style = reader.styles.name(reader.styles.paragraph_style(paragraph))
    pieces = [f"[{style}]", reader.labels.label(paragraph), paragraph_outline(paragraph)]
    yield _mark_change(paragraph, " ".join(piece for piece in pieces if piece))
    yield from _text_boxes(paragraph, reader)


def _mark_change(paragraph: Element, line: str) -> str:
    mark = paragraph.find(f"{PPR}/{RPR}")
    if mark is not None and mark.find(DEL) is not None:
        return f"{line} [-¶-]"
    if mark is not None and mark.find(w("ins")) is not None:
        return f"{line} {{+¶+}}"
    return line


def _text_boxes(paragraph: Element, reader: _Reader) -> Iterator[str]:
    for box in iter_boxes(paragraph):
        yield from (f"（テキスト ボックス）{line}" for line in _blocks(box, reader))


def _table(table: Element, reader: _Reader) -> Iterator[str]:
    caption = attribute(table, "tblPr/tblCaption")
    yield f"+ 表{f'（{caption}）' if caption else ''}"
    for row in iter_inner(table, TR):
        header = row.find(f"{w('trPr')}/{w('tblHeader')}") is not None
        cells = " | ".join(_cell(cell, reader) for cell in iter_inner(row, TC))
        line = f"{'|=' if header else '|'} {cells} |"
        for tag, opened, closed in (("ins", "{+", "+}"), ("del", "[-", "-]")):
            if row.find(f"{w('trPr')}/{w(tag)}") is not None:
                line = f"{opened}{line}{closed}"
        yield line


def _cell(cell: Element, reader: _Reader) -> str:
    merge = cell.find(f"{w('tcPr')}/{w('vMerge')}")
    if merge is not None and merge.get(VAL) != "restart":
        return "〃"
    lines = []
    for child in filter(is_shown, cell.iter(P)):
        holder = next(child.iterancestors(TXBX, TC))
        words = [reader.labels.label(child), paragraph_outline(child)]
        line = " ".join(word for word in words if word)
        lines.append(f"（テキスト ボックス）{line}" if line and holder.tag == TXBX else line)
    return " / ".join(line for line in lines if line)


def paragraph_outline(paragraph: Element) -> str:
    """Return one paragraph's text on one line, with marks for what is not plain text."""
    return "".join(_inline(paragraph)).replace("\n", "⏎").replace("\t", "→").strip()


def _inline(node: Element) -> Iterator[str]:
    for child in _collapse_page_fields(node):
        if isinstance(child, str):
            yield child
        elif child.tag == R:
            yield from _run(child)
        elif child.tag in EQUATIONS:
            yield run_text(child)
        elif child.tag in _INSERTED:
            yield from _wrapped("{+", "".join(_inline(child)), "+}")
        elif child.tag in _DELETED:
            yield from _wrapped("[-", "".join(_inline(child)), "-]")
        elif child.tag not in (PPR, w("sdtPr")):
            yield from _inline(child)


def _wrapped(opened: str, text: str, closed: str) -> Iterator[str]:
    if text:
        yield f"{opened}{text}{closed}"


def _collapse_page_fields(node: Element) -> Iterator[Element | str]:
    """Yield the children, page-number fields as ‹PAGE›: their cached result says nothing."""
    if node.tag == FLD_SIMPLE and (name := Field(node).name) in _PAGE_FIELDS:
        yield f"‹{name}›"
    else:
        yield from _without_pages(shown_children(node))


def _without_pages(nodes: Iterable[Element]) -> Iterator[Element | str]:
    for part in split_fields(nodes):
        if not isinstance(part, Field):
            yield part
        elif part.name in _PAGE_FIELDS:
            yield f"‹{part.name}›"
        else:
            yield part.runs[0]
            yield from _without_pages(part.runs[1:])


def _run(run: Element) -> Iterator[str]:
    yield run_text(run)
    for node in shown_children(run):
        if node.tag == w("delText"):
            yield node.text or ""
        elif node.tag == BR and node.get(w("type")) == "page":
            yield "⟦改ページ⟧"
        elif node.tag in _NOTE_MARKS:
            yield f"⟦{_NOTE_MARKS[node.tag]}{node.get(ID)}⟧"
        elif node.tag in (w("drawing"), w("pict"), w("object")):
            yield from _picture(node)


def _picture(node: Element) -> Iterator[str]:
    properties = next(node.iter(DOC_PR), None)
    kind = unread_kind(node)
    if kind:
        yield f"⟦{kind}⟧"
    elif properties is not None and next(node.iter(TXBX), None) is None:
        yield f"⟦図: {properties.get('descr') or properties.get('name') or ''}⟧"
