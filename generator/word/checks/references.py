"""Checks of references inside a file: fields, bookmarks, styles, lists, notes and comments."""

from __future__ import annotations

from collections.abc import Iterator

from generator.word.checks.finding import Finding, PartView
from generator.word.file.fieldcodes import read_fields
from generator.word.file.names import BOOKMARK_START, HYPERLINK, ID, NAME, NUM_ID, VAL, T, w
from generator.word.file.reading import WordFile, attribute

_BOOKMARK_FIELDS = frozenset({"REF", "PAGEREF", "NOTEREF"})
_STYLE_USERS = ("pStyle", "rStyle", "tblStyle")
_REFERENCES = {
    "footnoteReference": ("footnotes", "footnote", "脚注"),
    "endnoteReference": ("endnotes", "endnote", "文末脚注"),
    "commentReference": ("comments", "comment", "コメント"),
}
_BROKEN_RESULTS = (
    "エラー! 参照元が見つかりません",
    "エラー! ブックマークが定義されていません",
    "Error! Reference source",
)


def check_fields(view: PartView) -> Iterator[Finding]:
    """Yield fields whose begin, separate and end do not balance, and Word's own error texts."""
    for item in read_fields(view.root):
        if item.fault:
            yield view.finding(item.start, "unbalanced-field", item.fault)
        elif not item.instruction:
            yield view.finding(item.start, "empty-field", "命令のないフィールドがあります")
    for node in view.root.iter(T):
        if any(text in (node.text or "") for text in _BROKEN_RESULTS):
            yield view.finding(
                node, "dangling-reference", "参照先を失った相互参照（「エラー!…」）が残っています"
            )


def check_reference_marks(file: WordFile, views: list[PartView]) -> Iterator[Finding]:
    """Yield references to bookmarks, styles, list definitions, notes and comments that do not exist."""
    bookmarks = {node.get(NAME, "").casefold() for view in views for node in view.root.iter(BOOKMARK_START)}
    for view in views:
        yield from _bookmark_targets(view, bookmarks)
        yield from _styles(view)
    yield from _style_chain(file)
    yield from _numbering(file, views)
    for tag, (kind, element, label) in _REFERENCES.items():
        yield from _notes(file, views, (tag, kind, element, label))


def _bookmark_targets(view: PartView, bookmarks: set[str]) -> Iterator[Finding]:
    for link in view.root.iter(HYPERLINK):
        anchor = link.get(w("anchor"))
        if anchor and anchor != "_top" and anchor.casefold() not in bookmarks:
            yield view.finding(link, "dangling-reference", f"リンク先のブックマーク {anchor} がありません")
    for item in read_fields(view.root):
        words = item.words
        name = words[0].upper() if words else ""
        target = words[1] if name in _BOOKMARK_FIELDS and len(words) > 1 else None
        if name == "HYPERLINK" and "\\l" in words[:-1]:
            target = words[words.index("\\l") + 1]
        target = target.strip('"') if target else None
        if target and not target.startswith("\\") and target.casefold() not in bookmarks:
            yield view.finding(item.start, "dangling-reference", f"相互参照の先（{target}）がありません")


def _styles(view: PartView) -> Iterator[Finding]:
    for node in view.root.iter(*(w(name) for name in _STYLE_USERS)):
        style_id = node.get(VAL, "")
        if style_id not in view.styles:
            yield view.finding(node, "unknown-style", f"スタイル {style_id} が定義されていません")


def _style_chain(file: WordFile) -> Iterator[Finding]:
    name = file.related("styles")
    root = file.root(name) if name else None
    if name is None or root is None:
        return
    ids = [style.get(w("styleId"), "") for style in root.iter(w("style"))]
    for style_id in sorted({style_id for style_id in ids if ids.count(style_id) > 1}):
        yield Finding(name, 0, "duplicate-id", f"スタイル {style_id} が2回定義されています")
    for style in root.iter(w("style")):
        for link in ("basedOn", "next", "link"):
            target = attribute(style, link)
            if target is not None and target not in ids:
                text = f"スタイル {style.get(w('styleId'))} が、定義のないスタイル {target} を使っています"
                yield Finding(name, 0, "unknown-style", text)


def _numbering(file: WordFile, views: list[PartView]) -> Iterator[Finding]:
    name = file.related("numbering")
    root = file.root(name) if name else None
    known = {"0"} | (
        {node.get(NUM_ID, "") for node in root.iterfind(w("num"))} if root is not None else set()
    )
    styles_name = file.related("styles")
    styles = file.root(styles_name) if styles_name else None
    for view in views:
        for node in view.root.iter(NUM_ID):
            if node.get(VAL) not in known:
                yield view.finding(node, "unknown-list", f"番号付けの定義 {node.get(VAL)} がありません")
    for node in () if styles is None else styles.iter(NUM_ID):
        if node.get(VAL) not in known:
            text = f"スタイルが使う番号付けの定義 {node.get(VAL)} がありません"
            yield Finding(styles_name or "", 0, "unknown-list", text)
    if name is None or root is None:
        return
    abstract = {node.get(w("abstractNumId")) for node in root.iterfind(w("abstractNum"))}
    for node in root.iterfind(f"{w('num')}/{w('abstractNumId')}"):
        if node.get(VAL) not in abstract:
            yield Finding(name, 0, "unknown-list", f"番号付けの元の定義 {node.get(VAL)} がありません")


def _notes(file: WordFile, views: list[PartView], row: tuple[str, str, str, str]) -> Iterator[Finding]:
    tag, kind, element, label = row
    name = file.related(kind)
    root = file.root(name) if name else None
    known = set() if root is None else {node.get(ID) for node in root.iter(w(element))}
    for view in views:
        for node in view.root.iter(w(tag)):
            if node.get(ID) not in known:
                yield view.finding(
                    node, "dangling-reference", f"{label}の本文がありません（番号 {node.get(ID)}）"
                )
