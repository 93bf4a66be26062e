"""Checks of references inside a file: fields, bookmarks, styles, lists, notes and comments."""

from __future__ import annotations

from collections.abc import Iterator

from generator.word.checks.finding import Finding, PartView
from generator.word.file.fieldcodes import read_fields
from generator.word.file.reading import W, WordFile, attribute

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
    for node in view.root.iter(f"{W}t"):
        if any(text in (node.text or "") for text in _BROKEN_RESULTS):
            yield view.finding(
                node, "dangling-reference", "参照先を失った相互参照（「エラー!…」）が残っています"
            )


def check_references(file: WordFile, views: list[PartView]) -> Iterator[Finding]:
    """Yield references to bookmarks, styles, list definitions, notes and comments that do not exist."""
    bookmarks = {
        node.get(f"{W}name", "").casefold() for view in views for node in view.root.iter(f"{W}bookmarkStart")
    }
    for view in views:
        yield from _bookmark_targets(view, bookmarks)
        yield from _styles(view)
    yield from _style_chain(file)
    yield from _numbering(file, views)
    for tag, (kind, element, label) in _REFERENCES.items():
        yield from _notes(file, views, (tag, kind, element, label))


def _bookmark_targets(view: PartView, bookmarks: set[str]) -> Iterator[Finding]:
    for link in view.root.iter(f"{W}hyperlink"):
        anchor = link.get(f"{W}anchor")
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
    for node in view.root.iter(*(f"{W}{name}" for name in _STYLE_USERS)):
        style_id = node.get(f"{W}val", "")
        if style_id not in view.styles:
            yield view.finding(node, "unknown-style", f"スタイル {style_id} が定義されていません")


def _style_chain(file: WordFile) -> Iterator[Finding]:
    name = file.related("styles")
    root = file.root(name) if name else None
    if name is None or root is None:
        return
    ids = [style.get(f"{W}styleId", "") for style in root.iter(f"{W}style")]
    for style_id in sorted({style_id for style_id in ids if ids.count(style_id) > 1}):
        yield Finding(name, 0, "duplicate-id", f"スタイル {style_id} が2回定義されています")
    for style in root.iter(f"{W}style"):
        for link in ("basedOn", "next", "link"):
            target = attribute(style, link)
            if target is not None and target not in ids:
                text = f"スタイル {style.get(f'{W}styleId')} が、定義のないスタイル {target} を使っています"
                yield Finding(name, 0, "unknown-style", text)


def _numbering(file: WordFile, views: list[PartView]) -> Iterator[Finding]:
    name = file.related("numbering")
    root = file.root(name) if name else None
    known = {"0"} | (
        {node.get(f"{W}numId", "") for node in root.iterfind(f"{W}num")} if root is not None else set()
    )
    styles_name = file.related("styles")
    styles = file.root(styles_name) if styles_name else None
    for view in views:
        for node in view.root.iter(f"{W}numId"):
            if node.get(f"{W}val") not in known:
                yield view.finding(node, "unknown-list", f"番号付けの定義 {node.get(f'{W}val')} がありません")
    for node in () if styles is None else styles.iter(f"{W}numId"):
        if node.get(f"{W}val") not in known:
            text = f"スタイルが使う番号付けの定義 {node.get(f'{W}val')} がありません"
            yield Finding(styles_name or "", 0, "unknown-list", text)
    if name is None or root is None:
        return
    abstract = {node.get(f"{W}abstractNumId") for node in root.iterfind(f"{W}abstractNum")}
    for node in root.iterfind(f"{W}num/{W}abstractNumId"):
        if node.get(f"{W}val") not in abstract:
            yield Finding(name, 0, "unknown-list", f"番号付けの元の定義 {node.get(f'{W}val')} がありません")


def _notes(file: WordFile, views: list[PartView], row: tuple[str, str, str, str]) -> Iterator[Finding]:
    tag, kind, element, label = row
    name = file.related(kind)
    root = file.root(name) if name else None
    known = set() if root is None else {node.get(f"{W}id") for node in root.iter(f"{W}{element}")}
    for view in views:
        for node in view.root.iter(f"{W}{tag}"):
            if node.get(f"{W}id") not in known:
                yield view.finding(
                    node, "dangling-reference", f"{label}の本文がありません（番号 {node.get(f'{W}id')}）"
                )
