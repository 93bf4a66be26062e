"""Which picture or link is which: by what it shows, for every program that saves a file names its parts anew."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from generator.word.file.names import BLIP, HYPERLINK, V_NS, r, w
from generator.word.file.reading import WordFile
from generator.word.file.unread import UNREAD_HOLDERS, content_print, unread_kind
from generator.word.file.xml import Element
from generator.word.merge.read.inline import LINK_KEY, PICTURE_KEY

_EMBED, _ID, _ANCHOR = r("embed"), r("id"), w("anchor")
_PICTURES = {BLIP: _EMBED, f"{{{V_NS}}}imagedata": _ID}


def mark_pictures(file: WordFile, stories: Iterable[tuple[str, Element]]) -> None:
    """Mark every picture, chart and object of the stories with a digest of its file, every link with what it leads to."""
    for name, root in stories:
        for node in root.iter(*_PICTURES):
            link = file.relationships(name).get(node.get(_PICTURES[node.tag], ""))
            data = file.members.get(link.target) if link is not None else None
            if data is not None:
                node.set(PICTURE_KEY, hashlib.blake2b(data, digest_size=12).hexdigest())
        for node in root.iter(*UNREAD_HOLDERS):
            if unread_kind(node):
                node.set(PICTURE_KEY, content_print(file, name, node))
        for node in root.iter(HYPERLINK):
            link = file.relationships(name).get(node.get(_ID, ""))
            node.set(LINK_KEY, f"{'' if link is None else link.target}#{node.get(_ANCHOR, '')}")


def unmark_pictures(root: Element) -> None:
    """Take the marks away again, before a story is written."""
    for node in root.iter(HYPERLINK, *_PICTURES, *UNREAD_HOLDERS):
        for key in (PICTURE_KEY, LINK_KEY):
            if key in node.attrib:
                del node.attrib[key]
