"""Merging three versions of a Word document, part by part."""

from __future__ import annotations

import copy
import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from lxml import etree

from generator.word.merge.blocks import read_blocks
from generator.word.merge.comments import add_comment, comment_texts, new_comments_part, register_comments
from generator.word.merge.inline import StandIns
from generator.word.merge.redline import Reviser
from generator.word.merge.refresh import refresh_fields
from generator.word.merge.story import MergeConflict, MergedChange, StoryMerge
from generator.word.names import BODY, BOOKMARK_END, BOOKMARK_START, DOC_PR, ENDNOTE, FOOTNOTE, ID, NAME, w
from generator.word.package import CONTENT_TYPES, Package, pack, read_package, write_package
from generator.word.reading import Element, WordFile, relationships_name

AUTHOR = "policygen"
_REVISIONS = tuple(
    w(name) for name in ("ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange", "trPrChange")
)


@dataclass(frozen=True, slots=True)
class Merged:
    """The outcome of a merge.

    Attributes:
        data: Ours with the changes of theirs.
        changes: What theirs changed in ours.
        conflicts: Where ours stayed although theirs changed the same words.
        next_base: Theirs, with the blocks in conflict as they were in base.
        guesses: Beginnings of the paragraphs of ours that were recognised by likeness alone.
    """

    data: bytes
    changes: tuple[MergedChange, ...]
    conflicts: tuple[MergeConflict, ...]
    next_base: bytes
    guesses: tuple[str, ...]


class _Version:
    """One version opened for merging: its package and the trees of its stories."""

    def __init__(self, data: bytes, name: str) -> None:
        self.package: Package = read_package(data, name=name)
        self.file = WordFile({name: member.data() for name, member in self.package.members.items()})
        self.changed: dict[str, Element] = {}

    def story(self, kind: str) -> list[tuple[str, Element]]:
        """Return (part name, root) of the body, or of the headers, footers, footnotes or endnotes in order."""
        if kind == "body":
            return [(self.file.main, self._root(self.file.main))]
        found = [r for r in self.file.relationships(self.file.main).values() if r.kind == kind]
        names = [r.target for r in found if r.target in self.file.members]
        order = self._reference_order()
        return [
            (name, self._root(name)) for name in sorted(names, key=lambda name: order.get(name, (99, name)))
        ]

    def _root(self, name: str) -> Element:
        root = self.file.root(name)
        assert root is not None  # noqa: S101 - readers check the file before merging
        return root

    def _reference_order(self) -> dict[str, tuple[int, str]]:
        """Order headers and footers by the section that names them and their kind, not by file name."""
        targets = {r.id: r.target for r in self.file.relationships(self.file.main).values()}
        body = self._root(self.file.main)
        order: dict[str, tuple[int, str]] = {}
        for place, node in enumerate(body.iter(w("headerReference"), w("footerReference"))):
            target = targets.get(
                next((str(v) for k, v in node.attrib.items() if str(k).endswith("}id")), ""), ""
            )
            order.setdefault(target, (place, str(node.get(w("type")))))
        return order

    def write(self) -> bytes:
        """Return the file with the changed parts; all others keep their bytes."""
        members = dict(self.package.members)
        for name, root in self.changed.items():
            data = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
            members[name] = pack(name, data)
        return write_package(members.values())


def same_content(one: bytes, other: bytes) -> bool:
    """Return whether two files say the same in the same look; re-saving alone is no difference."""
    first, second = _Version(one, ""), _Version(other, "")
    stand_ins = StandIns()
    for kind in ("body", "header", "footer", "footnotes", "endnotes"):
        prints = [
            [
                [block.print for block in read_blocks(box, stand_ins)]
                for _, root in v.story(kind)
                for box in _boxes(root)
            ]
            for v in (first, second)
        ]
        if prints[0] != prints[1]:
            return False
    return True


def merge_documents(
    base: bytes,
    ours: bytes,
    theirs: bytes,
    *,
    author: str = AUTHOR,
    date: datetime.datetime,
    track: bool = True,
) -> Merged:
    """Bring what changed from base to theirs into ours, and leave everything else of ours as it is.

    Args:
        base: The document as last rendered.
        ours: The company's file.
        theirs: The new render.
        author: The name beside the tracked changes and comments.
        date: The time beside them.
        track: False writes the changes as if accepted; conflicts are comments in either case.

    Raises:
        TemplateError: One of the files is not a readable Word document.
    """
    versions = [_Version(data, name) for data, name in ((base, ""), (ours, ""), (theirs, ""))]
    reviser = Reviser(author, date, track, _next_revision(versions[1]))
    merge = StoryMerge(reviser, StandIns())
    for kind in ("body", "header", "footer", "footnotes", "endnotes"):
        _merge_stories(merge, [version.story(kind) for version in versions], versions[1])
    _tidy_inserted(merge, versions[1])
    _comment_conflicts(merge, versions[1])
    if merge.changes and refresh_fields(versions[1].file):
        name, root = versions[1].story("body")[0]
        versions[1].changed[name] = root
    next_base = _next_base(merge, versions[2])
    data = versions[1].write() if versions[1].changed else ours
    return Merged(data, tuple(merge.changes), tuple(merge.conflicts), next_base, tuple(merge.guesses))


def _merge_stories(merge: StoryMerge, stories: list[list[tuple[str, Element]]], ours: _Version) -> None:
    for (_, base_root), (name, our_root), (_, their_root) in zip(*stories, strict=False):
        before = len(merge.changes) + len(merge.conflicts)
        boxes = [list(_boxes(root)) for root in (base_root, our_root, their_root)]
        for base_box, our_box, their_box in zip(*boxes, strict=False):
            merge.merge_container(base_box, our_box, their_box)
        if len(merge.changes) + len(merge.conflicts) > before:
            ours.changed[name] = our_root


def _boxes(root: Element) -> Iterable[Element]:
    body = root.find(BODY)
    if body is not None:
        return [body]
    notes = [node for node in root if node.tag in (FOOTNOTE, ENDNOTE) and node.get(w("type")) is None]
    return notes if root.tag in (w("footnotes"), w("endnotes")) else [root]


def _next_revision(version: _Version) -> int:
    numbers = [
        int(node.get(ID, "0"))
        for kind in ("body", "header", "footer", "footnotes", "endnotes")
        for _, root in version.story(kind)
        for node in root.iter(*_REVISIONS)
        if (node.get(ID) or "").isdigit()
    ]
    return 1 + max(numbers, default=9000)


def _tidy_inserted(merge: StoryMerge, ours: _Version) -> None:
    """Give bookmarks and drawings of inserted blocks numbers that are free, and drop names already taken."""
    _, root = ours.story("body")[0]
    new = {id(node) for block in merge.inserted for node in block.iter()}
    names = {node.get(NAME) for node in root.iter(BOOKMARK_START) if id(node) not in new}
    free = 1 + max(
        (int(node.get(ID, "0")) for node in root.iter(BOOKMARK_START) if id(node) not in new), default=0
    )
    drawing = 1 + max(
        (int(node.get("id", "0")) for node in root.iter(DOC_PR) if id(node) not in new), default=0
    )
    for block in merge.inserted:
        fresh: dict[str, str] = {}
        for node in list(block.iter(BOOKMARK_START, BOOKMARK_END)):
            old = node.get(ID, "")
            if node.tag == BOOKMARK_START and node.get(NAME) not in names:
                fresh[old], free = str(free), free + 1
            parent = node.getparent()
            if old in fresh:
                node.set(ID, fresh[old])
            elif parent is not None:
                parent.remove(node)
        for node in block.iter(DOC_PR):
            node.set("id", str(drawing))
            drawing += 1


def _comment_conflicts(merge: StoryMerge, ours: _Version) -> None:
    if not merge.conflicts:
        return
    name = ours.file.related("comments") or "word/comments.xml"
    comments = ours.file.root(name)
    present = comment_texts(comments, merge.reviser.author)
    if comments is None:
        comments = new_comments_part()
        types, link = ours.file.root(CONTENT_TYPES), ours.file.root(relationships_name(ours.file.main))
        assert types is not None and link is not None  # noqa: S101 - every readable package has both
        register_comments(types, link, name)
        ours.changed[CONTENT_TYPES] = types
        ours.changed[relationships_name(ours.file.main)] = link
    body_blocks = set(ours.story("body")[0][1].iter())
    for conflict, anchor in zip(merge.conflicts, merge.anchors, strict=True):
        text = conflict_text(conflict)
        if text.replace("\n", "") not in present and anchor in body_blocks:
            add_comment(comments, anchor, text, merge.reviser)
            ours.changed[ours.file.main] = ours.story("body")[0][1]
            ours.changed[name] = comments


def conflict_text(conflict: MergeConflict) -> str:
    """Return the words of the comment on a conflict."""
    if not conflict.theirs:
        return "新しい版では、この部分がなくなりました。要らなければ削除してください。"
    return f"新しい版では、次の文になりました。取り入れるかどうかを決めてください。\n{_readable(conflict.theirs)}"


def _readable(text: str) -> str:
    return "".join("…" if ord(character) >= 0xF0000 else character for character in text)


def _next_base(merge: StoryMerge, theirs: _Version) -> bytes:
    for base_block, their_block, follows in merge.stays:
        twin = copy.deepcopy(base_block)
        if their_block is not None:
            parent = their_block.getparent()
            if parent is not None:
                parent.replace(their_block, twin)
        elif follows is not None:
            follows.addnext(twin)
    if not merge.stays:
        return write_package(theirs.package.members.values())
    for kind in ("body", "header", "footer", "footnotes", "endnotes"):
        for name, root in theirs.story(kind):
            theirs.changed[name] = root
    return theirs.write()
