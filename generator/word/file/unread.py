"""What a Word file shows and this program cannot read: charts, SmartArt, embedded objects, imported files."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping

from lxml import etree

from generator.word.file.names import A_NS, R_NS, w
from generator.word.file.reading import WordFile, is_shown
from generator.word.file.xml import Element

_KINDS = {
    "chart": "グラフ",
    "relIds": "SmartArt",
    "OLEObject": "埋め込みオブジェクト",
    "control": "フォームの部品（ActiveX）",
    "contentPart": "手書き",
    "altChunk": "取り込まれた別の文書",
    "subDoc": "取り込まれた別の文書",
}
UNREAD_HOLDERS = (w("drawing"), w("pict"), w("object"), w("altChunk"), w("subDoc"))
"""Elements that may hold what cannot be read."""
_WORDS = frozenset({f"{{{A_NS}}}t", "{http://schemas.openxmlformats.org/drawingml/2006/chart}v"})


def unread_kind(node: Element) -> str:
    """Return what a drawing or object holds that cannot be read, in Japanese; empty for pictures and shapes."""
    kinds = (_KINDS.get(etree.QName(inner).localname) for inner in _elements(node) if is_shown(inner))
    return next((kind for kind in kinds if kind), "")


def content_print(file: WordFile, part: str, node: Element) -> str:
    """Return a digest of the parts that a drawing or object leads to; two that are equal hold the same.

    Of charts and SmartArt the words and numbers count, so that saving the file again is no difference.
    """
    links = file.relationships(part)
    ids = [
        str(value)
        for inner in _elements(node)
        if etree.QName(inner).localname in _KINDS
        for name, value in inner.attrib.items()
        if str(name).startswith(f"{{{R_NS}}}")
    ]
    targets = [links[each].target for each in ids if each in links]
    digest = hashlib.blake2b(digest_size=12)
    for target in targets:
        digest.update(_content(file, target))
    return digest.hexdigest() if targets else ""


def _content(file: WordFile, name: str) -> bytes:
    root = file.root(name) if name.endswith(".xml") else None
    words = [] if root is None else [node.text or "" for node in root.iter(*_WORDS)]
    return "\x1f".join(words).encode("utf-8", "surrogatepass") if words else file.members.get(name, b"")


def find_unread(file: WordFile) -> dict[str, int]:
    """Return what cannot be read, by its kind, with how often it stands in the file."""
    found: Counter[str] = Counter()
    for name, _ in file.stories:
        root = file.root(name)
        for node in () if root is None else root.iter(*UNREAD_HOLDERS):
            if (
                is_shown(node)
                and next(node.iterancestors(*UNREAD_HOLDERS), None) is None
                and (kind := unread_kind(node))
            ):
                found[kind] += 1
    return dict(found)


def unread_words(found: Mapping[str, int]) -> str:
    """Return one line for the user: `グラフ（2）、SmartArt（1）`."""
    return "、".join(f"{kind}（{count}）" for kind, count in found.items())


def _elements(node: Element) -> Iterator[Element]:
    return (inner for inner in node.iter() if isinstance(inner.tag, str))
