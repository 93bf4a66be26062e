"""Which picture is which: by what it shows, for every program that saves a file names its parts anew."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from generator.word.merge.inline import PICTURE_KEY
from generator.word.names import BLIP, r
from generator.word.reading import Element, WordFile

_EMBED = r("embed")


def mark_pictures(file: WordFile, stories: Iterable[tuple[str, Element]]) -> None:
    """Mark every picture of the stories with a digest of its file."""
    for name, root in stories:
        for node in root.iter(BLIP):
            link = file.relationships(name).get(node.get(_EMBED, ""))
            data = file.members.get(link.target) if link is not None else None
            if data is not None:
                node.set(PICTURE_KEY, hashlib.blake2b(data, digest_size=12).hexdigest())


def unmark_pictures(root: Element) -> None:
    """Take the marks away again, before a story is written."""
    for node in root.iter(BLIP):
        if PICTURE_KEY in node.attrib:
            del node.attrib[PICTURE_KEY]
