"""Footnotes and endnotes: which is which in the three versions, and those that new text of theirs brings along."""

from __future__ import annotations

import copy
from collections.abc import Iterable

from generator.word.file.names import ENDNOTE, FOOTNOTE, ID, w
from generator.word.file.xml import Element
from generator.word.merge.read.blocks import read_blocks
from generator.word.merge.read.inline import NOTE_KEY
from generator.word.merge.read.stories import pair_boxes
from generator.word.merge.read.three import Three
from generator.word.merge.read.version import StoryKind, Version
from generator.word.text.standins import StandIns

_KINDS: dict[StoryKind, tuple[str, str]] = {
    "footnotes": (FOOTNOTE, w("footnoteReference")),
    "endnotes": (ENDNOTE, w("endnoteReference")),
}
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.{}+xml"


def name_notes(versions: Three[Version]) -> None:
    """Mark every reference with a key that says which note it is, for Word gives notes new numbers when it saves.

    A note of base has the same key in all three versions; a new one is known by its words.
    """
    stand_ins = StandIns()
    base = versions.base
    for kind in _KINDS:
        known = [box for _, box in base.containers(kind)]
        keys = [f"{kind} {place}" for place in range(len(known))]
        for version in versions:
            own = [box for _, box in version.containers(kind)]
            places = (
                pair_boxes(known, own, stand_ins, reuse=False) if version is not base else range(len(own))
            )
            named = {
                box.get(ID): keys[place] if place is not None else f"{kind} new {_text(box, stand_ins)}"
                for box, place in zip(own, places, strict=True)
            }
            for node in version.main.iter(_KINDS[kind][1]):
                node.set(NOTE_KEY, named.get(node.get(ID), node.get(ID, "")))


def import_notes(ours: Version, theirs: Version, new: Iterable[Element]) -> list[Element]:
    """Copy the notes that new elements refer to, with numbers of their own; return the copies."""
    copies: list[Element] = []
    for element in new:
        for kind, (tag, reference) in _KINDS.items():
            for node in element.iter(reference):
                found = next((box for _, box in theirs.containers(kind) if box.get(ID) == node.get(ID)), None)
                if found is None:
                    continue
                notes = _notes_part(ours, theirs, kind)
                twin = copy.deepcopy(found)
                known = (note.get(ID, "") for note in notes.iter(tag))
                number = 1 + max((int(each) for each in known if each.isdecimal()), default=0)
                twin.set(ID, str(number))
                node.set(ID, str(number))
                notes.append(twin)
                copies.append(twin)
    return copies


def _notes_part(ours: Version, theirs: Version, kind: StoryKind) -> Element:
    """Return the part of ours that holds notes of a kind; a file without one gets one with their separators."""
    name = ours.file.related(kind)
    if name is None:
        name = f"word/{kind}.xml"
        if name not in ours.changed:
            source = theirs.root(theirs.file.related(kind) or "")
            root = copy.deepcopy(source)
            for note in [note for note in root if note.get(w("type")) is None]:
                root.remove(note)
            ours.add_part(name, root, kind, _TYPE.format(kind))
    ours.changed[name] = ours.root(name)
    return ours.changed[name]


def _text(box: Element, stand_ins: StandIns) -> str:
    return "\n".join(block.text for block in read_blocks(box, stand_ins))
