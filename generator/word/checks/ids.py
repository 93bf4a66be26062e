"""Checks of identifiers: marks that come in pairs, and ids that must be unique."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from generator.word.checks.finding import Finding, PartView
from generator.word.file.names import BOOKMARK_START, DOC_PR, FALLBACK, ID, NAME, PARA_ID, VAL, P, w
from generator.word.file.reading import WordFile
from generator.word.file.schema import REVISIONS
from generator.word.file.xml import Element

_PAIRS = {
    "bookmarkStart": ("bookmarkEnd", "ブックマーク"),
    "commentRangeStart": ("commentRangeEnd", "コメントの範囲"),
    "permStart": ("permEnd", "編集許可の範囲"),
    "moveFromRangeStart": ("moveFromRangeEnd", "移動元の範囲"),
    "moveToRangeStart": ("moveToRangeEnd", "移動先の範囲"),
}
_NOTES = {"comments": "comment", "footnotes": "footnote", "endnotes": "endnote"}
_MAX_PARAGRAPH_ID = 0x80000000
_MAX_BOOKMARK_NAME = 40

_Named = tuple[PartView, Element, str]


def check_pairs(view: PartView) -> Iterator[Finding]:
    """Yield starts without an end, ends without a start, and ends before their start."""
    for start, (end, label) in _PAIRS.items():
        opened: set[str] = set()
        closed: set[str] = set()
        for node in view.root.iter(w(start), w(end)):
            mark = node.get(ID, "")
            if node.tag == w(start):
                if mark in opened:
                    yield view.finding(node, "duplicate-id", f"{label}の番号 {mark} が2回使われています")
                opened.add(mark)
            elif mark not in opened:
                yield view.finding(node, "unpaired-mark", f"{label}の終わり（{mark}）に始まりがありません")
            elif mark in closed:
                yield view.finding(node, "unpaired-mark", f"{label}の終わり（{mark}）が2回あります")
            else:
                closed.add(mark)
        for node in view.root.iter(w(start)):
            if node.get(ID, "") not in closed:
                name = node.get(NAME) or node.get(ID, "")
                yield view.finding(node, "unpaired-mark", f"{label}（{name}）に終わりがありません")


def check_unique(file: WordFile, views: list[PartView]) -> Iterator[Finding]:
    """Yield ids that stand twice where Word expects them once."""
    yield from _repeated("コンテンツ コントロールの番号", _values(views, f"{w('sdtPr')}/{ID}", VAL))
    yield from _repeated("図形の番号（docPr）", _values(views, DOC_PR, "id"))
    bookmarks = [(v, n, i.casefold()) for v, n, i in _values(views, BOOKMARK_START, NAME)]
    yield from _repeated("ブックマークの名前", bookmarks)
    for view, node, name in bookmarks:
        if len(name) > _MAX_BOOKMARK_NAME or not (name[:1].isalpha() or name[:1] == "_") or " " in name:
            yield view.finding(node, "bad-bookmark-name", f"ブックマークの名前が規則に合いません（{name}）")
    for view in views:
        yield from _repeated("段落の番号（paraId）", _values([view], P, PARA_ID))
        yield from _paragraph_ids(view)
        revisions = [(view, node, node.get(ID, "")) for node in view.root.iter(*REVISIONS)]
        yield from _repeated("変更履歴の番号", [entry for entry in revisions if entry[2]])
        for kind, element in _NOTES.items():
            if file.related(kind) == view.name:
                yield from _repeated("注・コメントの番号", _values([view], w(element), ID))


def _values(views: Iterable[PartView], path: str, attribute: str) -> list[_Named]:
    found = []
    for view in views:
        for node in view.root.iterfind(f".//{path}"):
            value = node.get(attribute)
            if value is not None and next(node.iterancestors(FALLBACK), None) is None:
                found.append((view, node, value))
    return found


def _repeated(label: str, entries: list[_Named]) -> Iterator[Finding]:
    counts = Counter(value for _, _, value in entries)
    seen: set[str] = set()
    for view, node, value in entries:
        if counts[value] > 1 and value in seen:
            yield view.finding(node, "duplicate-id", f"{label} {value} が2回以上使われています")
        seen.add(value)


def _paragraph_ids(view: PartView) -> Iterator[Finding]:
    for node in view.root.iter(P):
        value = node.get(PARA_ID)
        if value is not None and not _is_paragraph_id(value):
            yield view.finding(node, "bad-paragraph-id", f"段落の番号（paraId）{value} が範囲外です")


def _is_paragraph_id(value: str) -> bool:
    try:
        return len(value) == 8 and 0 < int(value, 16) < _MAX_PARAGRAPH_ID
    except ValueError:
        return False
