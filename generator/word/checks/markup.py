"""Checks of one part's markup: where text, paragraphs and properties may stand (ECMA-376 part 1, 17)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from lxml import etree

from generator.word.checks.finding import Finding, PartView
from generator.word.file.names import BODY, SDT_CONTENT, SECT_PR, TBL, TC, TR, W_NS, P, w
from generator.word.file.reading import select
from generator.word.file.schema import ORDERS, REVISIONS
from generator.word.file.xml import Element

_FIRST_CHILD = {"pPr": "p", "rPr": "r", "tblPr": "tbl", "tcPr": "tc"}
_GRID_CHANGE = w("tblGridChange")  # the schema knows no author of it
_HOLDERS = tuple(w(name) for name in ("hdr", "ftr", "footnote", "endnote", "comment", "txbxContent"))
_BLOCKS = frozenset({P, TBL, w("sdt"), w("customXml")})

_NAMESPACES = {"w": W_NS}
_LOOSE_TEXT = etree.XPath(
    "//text()[normalize-space()][not(parent::w:t or parent::w:delText or parent::w:instrText"
    " or parent::w:delInstrText or parent::w:fldData)]/parent::w:*",
    namespaces=_NAMESPACES,
)
_TEXT_OUTSIDE_RUN = etree.XPath(
    "//w:*[self::w:t or self::w:delText or self::w:instrText][not(parent::w:r)]", namespaces=_NAMESPACES
)
_LIVE_IN_DELETION = etree.XPath("//w:del//w:t | //w:del//w:instrText", namespaces=_NAMESPACES)
_DELETED_OUTSIDE = etree.XPath(
    "//w:*[self::w:delText or self::w:delInstrText][not(ancestor::w:del)]", namespaces=_NAMESPACES
)
_MISPLACED_BLOCK = etree.XPath(
    "//w:*[self::w:p or self::w:tbl]"
    "[parent::w:p or parent::w:r or parent::w:t or parent::w:hyperlink or parent::w:tbl or parent::w:tr]"
    " | //w:r[not(ancestor::w:p)]",
    namespaces=_NAMESPACES,
)


def check_markup(view: PartView) -> Iterator[Finding]:
    """Yield what stands in a place where Word does not expect it."""
    yield from _text_places(view)
    for node in select(_MISPLACED_BLOCK, view.root):
        text = f"{_local(node)} が {_local(node.getparent())} の中にあります。Wordはこのファイルを開けません"
        yield view.finding(node, "misplaced-element", text)
    yield from _containers(view)
    yield from _tables(view)
    yield from _orders(view)
    yield from _revision_marks(view)


def _text_places(view: PartView) -> Iterator[Finding]:
    for node in select(_LOOSE_TEXT, view.root):
        yield view.finding(node, "loose-text", f"{_local(node)} の直下に文字があり、Wordには表示されません")
    for node in select(_TEXT_OUTSIDE_RUN, view.root):
        yield view.finding(node, "text-outside-run", f"{_local(node)} がラン（w:r）の外にあります")
    for node in select(_LIVE_IN_DELETION, view.root):
        yield view.finding(node, "live-text-in-deletion", "削除（w:del）の中に、削除用でない文字があります")
    for node in select(_DELETED_OUTSIDE, view.root):
        yield view.finding(node, "deleted-text-outside-deletion", "削除用の文字が削除（w:del）の外にあります")


def _containers(view: PartView) -> Iterator[Finding]:
    for node in view.root.iter(*_HOLDERS):
        if next(node.iter(P), None) is None:
            yield view.finding(node, "no-paragraph", f"{_local(node)} に段落がありません")
    for node in view.root.iter(w("sdt")):
        if node.find(SDT_CONTENT) is None:
            yield view.finding(node, "control-without-content", "コンテンツ コントロールに中身がありません")


def _tables(view: PartView) -> Iterator[Finding]:
    for cell in view.root.iter(TC):
        if not _ends_with_paragraph(cell):
            yield view.finding(
                cell, "cell-without-paragraph", "表のセルが段落で終わっていません。Wordは開けません"
            )
    for table in view.root.iter(TBL):
        if next(table.iter(TR), None) is None:
            yield view.finding(table, "empty-table", "行のない表があります")
    for row in view.root.iter(TR):
        if next(row.iter(TC), None) is None:
            yield view.finding(row, "empty-row", "セルのない行があります")


def _ends_with_paragraph(container: Element) -> bool:
    blocks = [child for child in container if child.tag in _BLOCKS]
    if not blocks:
        return False
    last = blocks[-1]
    if last.tag == w("sdt"):
        content = last.find(SDT_CONTENT)
        return content is not None and _ends_with_paragraph(content)
    return last.tag == P or (last.tag == w("customXml") and _ends_with_paragraph(last))


def _orders(view: PartView) -> Iterator[Finding]:
    for node in view.root.iter(*ORDERS):
        order = ORDERS[node.tag]
        places = [order[child.tag] for child in node if child.tag in order]
        if any(left > right for left, right in pairwise(places)):
            yield view.finding(node, "wrong-order", f"{_local(node)} の中の順序が規格と違います")
    for name, owner in _FIRST_CHILD.items():
        for node in view.root.iter(w(name)):
            parent = node.getparent()
            if parent is not None and parent.tag == w(owner) and parent[0] is not node:
                yield view.finding(
                    node, "wrong-order", f"{_local(node)} が {_local(parent)} の先頭にありません"
                )
    body = view.root.find(BODY)
    section = None if body is None else body.find(SECT_PR)
    if body is not None and section is not None and body[-1] is not section:
        yield view.finding(None, "wrong-order", "文書全体の設定（w:sectPr）が本文の最後にありません")


def _revision_marks(view: PartView) -> Iterator[Finding]:
    for node in view.root.iter(*REVISIONS):
        if not node.get(w("author")) and node.tag != _GRID_CHANGE:
            yield view.finding(
                node, "revision-without-author", f"変更履歴（{_local(node)}）に作成者がありません"
            )


def _local(node: Element | None) -> str:
    return "" if node is None else f"w:{etree.QName(node).localname}"
