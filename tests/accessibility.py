"""Lint of what readers with a screen reader or weak sight need (after Word's own accessibility checker)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from generator.word.checks.finding import Finding, PartView
from generator.word.checks.text import check_headings
from generator.word.file.names import (
    BODY,
    BR,
    DOC_PR,
    FALLBACK,
    FLD_CHAR,
    RPR,
    SECT_PR,
    TBL,
    TC,
    TR,
    P,
    dc,
    w,
)
from generator.word.file.reading import (
    WordFile,
    attribute,
    is_on,
    iter_paragraphs,
    paragraph_runs,
    paragraph_text,
    read_word_file,
    run_text,
)
from generator.word.file.styling import Styles
from generator.word.file.xml import Element

MIN_CONTRAST = 4.5
"""WCAG 2.2, success criterion 1.4.3, for text of normal size."""

_WHITE, _BLACK = "FFFFFF", "000000"
_CORE = "docProps/core.xml"


def check_accessibility(source: Path | bytes | WordFile) -> tuple[Finding, ...]:
    """Lint one Word file and return everything found, sorted by place.

    Raises:
        TemplateError: The file is not a Word file.
    """
    file = source if isinstance(source, WordFile) else read_word_file(source)
    styles = Styles(file)
    findings = list(_properties(file, styles))
    for name, _ in file.stories:
        root = file.root(name)
        if root is None:
            continue
        view = PartView(file, name, root, styles)
        if name == file.main:
            findings += check_headings(view)
            findings += _spacing(view)
        findings += [*_tables(view), *_pictures(view), *_contrast(view)]
    return tuple(sorted(set(findings)))


def _properties(file: WordFile, styles: Styles) -> Iterator[Finding]:
    core = file.root(_CORE)
    title = None if core is None else core.find(dc("title"))
    if title is None or not (title.text or "").strip():
        yield Finding(_CORE, 0, "no-title", "文書のプロパティに表題がありません")
    if not styles.language():
        yield Finding(
            file.related("styles") or _CORE, 0, "no-language", "文書の言語（日本語）が決まっていません"
        )


def _tables(view: PartView) -> Iterator[Finding]:
    for table in view.root.iter(TBL):
        rows = table.findall(TR)
        if len(rows) < 2 or attribute(table, "tblPr/tblLook", "firstRow") == "0":
            continue
        if not is_on(rows[0].find(f"{w('trPr')}/{w('tblHeader')}")):
            yield view.finding(table, "no-header-row", "表の1行目が見出し行（繰り返し）になっていません")
        if not (attribute(table, "tblPr/tblCaption") or attribute(table, "tblPr/tblDescription")):
            yield view.finding(table, "no-alt-text", "表に代替テキストがありません")


def _pictures(view: PartView) -> Iterator[Finding]:
    for properties in view.root.iter(DOC_PR):
        hidden = next(properties.iterancestors(FALLBACK), None) is not None
        if not hidden and not _is_decorative(properties) and not (properties.get("descr") or "").strip():
            yield view.finding(properties, "no-alt-text", "図に代替テキストがありません")


def _is_decorative(properties: Element) -> bool:
    return any(str(node.tag).endswith("}decorative") and node.get("val") == "1" for node in properties.iter())


def _spacing(view: PartView) -> Iterator[Finding]:
    body = view.root.find(BODY)
    previous_empty = False
    for node in () if body is None else body:
        empty = node.tag == P and _is_blank(node)
        if empty and previous_empty:
            yield view.finding(
                node, "empty-paragraphs", "空の段落が続いています。間隔は段落の設定で取ってください"
            )
        previous_empty = empty


def _is_blank(paragraph: Element) -> bool:
    content = (w("drawing"), w("pict"), w("object"), SECT_PR, BR, FLD_CHAR)
    return not paragraph_text(paragraph).strip() and next(paragraph.iter(*content), None) is None


def _contrast(view: PartView) -> Iterator[Finding]:
    for _, paragraph in iter_paragraphs(view.root):
        fill = _background(view, paragraph)
        for run in paragraph_runs(paragraph):
            if not run_text(run).strip():
                continue
            behind = view.styles.shading(run.find(RPR)) or fill
            colour = view.styles.colour(run, paragraph) or _automatic(behind)
            ratio = contrast(colour, behind)
            if ratio < MIN_CONTRAST:
                text = f"文字色 {colour} と背景 {behind} の明るさの差が足りません（{ratio:.1f}、基準 {MIN_CONTRAST}）"
                yield view.finding(paragraph, "low-contrast", text)
                break


def _background(view: PartView, paragraph: Element) -> str:
    own = view.styles.paragraph_fill(paragraph)
    if own:
        return own
    for cell in paragraph.iterancestors(TC):
        fill = view.styles.shading(cell.find(w("tcPr")))
        row = cell.getparent()
        table = None if row is None else row.getparent()
        if not fill and row is not None and table is not None and table.find(TR) is row:
            fill = view.styles.table_header_fill(attribute(table, "tblPr/tblStyle"))
        if fill:
            return fill
    return _WHITE


def _automatic(fill: str) -> str:
    return _BLACK if contrast(_BLACK, fill) >= contrast(_WHITE, fill) else _WHITE


def contrast(first: str, second: str) -> float:
    """Return the contrast ratio of two RRGGBB colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[place : place + 2], 16) / 255 for place in (0, 2, 4))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
