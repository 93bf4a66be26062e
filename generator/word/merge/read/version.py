"""One version of a document opened for merging: its package and the trees of its stories."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from functools import cached_property
from typing import Literal, TypeAlias

from lxml import etree

from generator.errors import Problem, TemplateError
from generator.word.file.names import (
    BODY,
    ENDNOTE,
    FLD_CHAR,
    FLD_SIMPLE,
    FOOTNOTE,
    ID,
    PSTYLE,
    R_NS,
    RELATIONSHIP,
    RSTYLE,
    SECT_PR,
    TYPE_OVERRIDE,
    VAL,
    r,
    w,
)
from generator.word.file.package import CONTENT_TYPES, Package, pack, read_package, write_package
from generator.word.file.reading import WordFile, attribute
from generator.word.file.relationships import Relationship, relationships_name
from generator.word.file.xml import Element
from generator.word.merge.read.inline import NOTE_KEY, TYPED_KEY
from generator.word.merge.read.pictures import mark_pictures, unmark_pictures
from generator.word.merge.read.repeated import Repetitions, unmark_repeated

_REFERENCES = (w("headerReference"), w("footerReference"))
_KINDS = {PSTYLE: "paragraph", RSTYLE: "character", w("tblStyle"): "table"}
_STYLED = tuple(_KINDS)
_NOTES = {w("footnoteReference"): FOOTNOTE, w("endnoteReference"): ENDNOTE}
_KEYS = {**dict.fromkeys(_NOTES, NOTE_KEY), FLD_CHAR: TYPED_KEY, FLD_SIMPLE: TYPED_KEY}
StoryKind = Literal["body", "header", "footer", "footnotes", "endnotes"]
Slot: TypeAlias = tuple[str, str]
"""A place for a header or footer: the element that names it, and its type (default, first, even)."""
STORIES: tuple[StoryKind, ...] = ("body", "header", "footer", "footnotes", "endnotes")


class StyleNames:
    """The names and ids of a file's styles.

    The id of a style is not the same in every version: LibreOffice gives new ones when it saves. Names stay.
    """

    def __init__(self, file: WordFile) -> None:
        """Read the styles part; a file without one knows no names."""
        part = file.related("styles")
        root = file.root(part) if part else None
        self._names: dict[str, str] = {}
        self._ids: dict[str, str] = {}
        for style in () if root is None else root.iter(w("style")):
            own, kind = style.get(w("styleId"), ""), style.get(w("type"), "")
            name = f"{kind}:{(attribute(style, 'name') or own).casefold()}"
            self._names[own] = name
            self._ids.setdefault(name, own)
            if kind == "paragraph" and style.get(w("default")) in ("1", "true"):
                self.default = name

    default = "paragraph:normal"

    def name(self, node: Element) -> str:
        """Return the name of the style that a node names by its id."""
        return self.of(node, node.get(VAL, ""))

    def of(self, node: Element, identity: str) -> str:
        """Return the name of a style of the kind that a node names."""
        return self._names.get(identity, f"{_KINDS[node.tag]}:{identity.casefold()}")

    def id(self, node: Element) -> str:
        """Return the id of the style that a node names by its name; the name itself where this file has none."""
        return self._ids.get(node.get(VAL, ""), node.get(VAL, "").partition(":")[2])

    def has(self, name: str) -> bool:
        """Return whether this file has a style of that name."""
        return name in self._ids

    def name_of(self, identity: str) -> str:
        """Return the name of the style with an id; empty where there is none."""
        return self._names.get(identity, "")

    def identity(self, name: str) -> str:
        """Return the id of the style with a name that this file has."""
        return self._ids[name]

    def add(self, name: str, identity: str) -> None:
        """Note a style that was copied into this file."""
        self._ids[name], self._names[identity] = identity, name


class Version:
    """A file, the trees of its parts, and which of them were changed."""

    def __init__(self, data: bytes) -> None:
        """Open a file.

        Raises:
            TemplateError: It is not a readable Word document.
        """
        self.data = data
        self.package: Package = read_package(data, name="")
        if self.package.unusual:
            raise TemplateError("", [Problem("", self.package.unusual)])
        self.file = WordFile({name: member.data() for name, member in self.package.members.items()})
        self.changed: dict[str, Element] = {}
        self.added: dict[str, bytes] = {}
        main = self.file.root(self.file.main) if self.file.main else None
        if main is None or main.find(BODY) is None:
            raise TemplateError("", [Problem("", "Word文書として読めません（本文がありません）")])
        self.names = StyleNames(self.file)
        mark_pictures(self.file, self.stories())
        Repetitions(self.file).mark(self.stories())
        self._own_ids: dict[Element, str] = {}
        for _, root in self.stories():
            for node in root.iter(*_STYLED):
                self._own_ids[node] = node.get(VAL, "")
                node.set(VAL, self.names.name(node))

    @property
    def main(self) -> Element:
        """Return the root of the main document."""
        return self.root(self.file.main)

    def root(self, name: str) -> Element:
        """Return the root of a part that must be there.

        Raises:
            TemplateError: The part is missing or broken.
        """
        root = self.changed.get(name)
        root = self.file.root(name) if root is None else root
        if root is None:
            raise TemplateError("", [Problem(name, "部品が壊れています")])
        return root

    def story(self, kind: str) -> list[tuple[str, Element]]:
        """Return (part name, root) of the body, or of the headers, footers, footnotes or endnotes in order."""
        if kind == "body":
            return [(self.file.main, self.main)]
        found = [
            link.target for link in self.file.relationships(self.file.main).values() if link.kind == kind
        ]
        names = dict.fromkeys(name for name in found if name in {**self.file.members, **self.changed})
        order = self._reference_order
        return [
            (name, self.root(name)) for name in sorted(names, key=lambda name: order.get(name, (99, name)))
        ]

    def stories(self) -> Iterator[tuple[str, Element]]:
        """Yield (part name, root) of every story."""
        for kind in STORIES:
            yield from self.story(kind)

    def containers(self, kind: StoryKind) -> list[tuple[str, Element]]:
        """Return (part name, container) of the body, of each header or footer, or of each note in order.

        Notes, headers and footers that nothing refers to are left out; Word drops them when it saves.
        """
        if kind in ("header", "footer"):
            shown = {part for slots in self.slots() for part in slots.values()}
            return [(name, root) for name, root in self.story(kind) if name in shown]
        used = {(_NOTES[node.tag], node.get(ID)) for node in self.main.iter(*_NOTES)}
        return [
            (name, box)
            for name, root in self.story(kind)
            for box in boxes(root)
            if box.tag not in _NOTES.values() or (box.tag, box.get(ID)) in used
        ]

    def sections(self) -> list[Element]:
        """Return the properties of the sections in order, without those of somebody's tracked change."""
        found = self.main.iter(SECT_PR)
        return [node for node in found if next(node.iterancestors(w("sectPrChange")), None) is None]

    def slots(self) -> list[dict[Slot, str]]:
        """Return for each section the parts that it names as its headers and footers."""
        targets = {link.id: link.target for link in self.file.relationships(self.file.main).values()}
        return [
            {
                (str(node.tag), node.get(w("type"), "default")): targets.get(node.get(r("id"), ""), "")
                for node in section.iterchildren(*_REFERENCES)
            }
            for section in self.sections()
        ]

    def free_name(self, name: str) -> str:
        """Return the name of a part, or one like it that no part of this file has."""
        stem, suffix = posixpath.splitext(name)
        known = self.file.members.keys() | self.added.keys() | self.changed.keys()
        return next(
            each
            for each in (name, *(f"{stem}-{n}{suffix}" for n in range(1, len(known) + 2)))
            if each not in known
        )

    def add_part(self, name: str, root: Element, kind: str, content_type: str) -> None:
        """Add a part that the main document names: to the content types and the relationships too."""
        links = relationships_name(self.file.main)
        types, relationships = self.root(CONTENT_TYPES), self.root(links)
        override = etree.SubElement(types, TYPE_OVERRIDE)
        override.set("PartName", f"/{name}")
        override.set("ContentType", content_type)
        taken = {node.get("Id") for node in relationships}
        identity = next(f"rId{n}" for n in range(1, len(taken) + 2) if f"rId{n}" not in taken)
        link = etree.SubElement(relationships, RELATIONSHIP)
        link.set("Id", identity)
        link.set("Type", f"{R_NS}/{kind}")
        link.set("Target", posixpath.relpath(name, posixpath.dirname(self.file.main)))
        self.file.relationships(self.file.main)[identity] = Relationship(identity, kind, name, external=False)
        self.changed.update({CONTENT_TYPES: types, links: relationships, name: root})

    @cached_property
    def _reference_order(self) -> dict[str, tuple[int, str]]:
        """Order headers and footers by the section that names them and their kind, not by file name."""
        targets = {link.id: link.target for link in self.file.relationships(self.file.main).values()}
        order: dict[str, tuple[int, str]] = {}
        for place, node in enumerate(self.main.iter(*_REFERENCES)):
            target = targets.get(
                next((str(v) for k, v in node.attrib.items() if str(k).endswith("}id")), ""), ""
            )
            order.setdefault(target, (place, str(node.get(w("type")))))
        return order

    def restore_style_ids(self) -> None:
        """Write style ids again instead of names; styles that ours lacks must have been imported."""
        for _, root in self.stories():
            unmark_pictures(root)
            unmark_repeated(root)
            for node in root.iter(*_KEYS):
                if _KEYS[node.tag] in node.attrib:
                    del node.attrib[_KEYS[node.tag]]
            for node in root.iter(*_STYLED):
                own = self._own_ids.get(node)
                is_own = own is not None and self.names.of(node, own) == node.get(VAL)
                node.set(VAL, own if is_own and own is not None else self.names.id(node))

    def write(self) -> bytes:
        """Return the file with the changed parts; all others keep their bytes."""
        members = dict(self.package.members)
        for name, root in self.changed.items():
            data = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
            members[name] = pack(name, data)
        for name, data in self.added.items():
            members[name] = pack(name, data)
        return write_package(members.values())


def opened(source: bytes | Version) -> Version:
    """Return a version as it is, or the one that opening a file gives.

    Raises:
        TemplateError: It is not a readable Word document.
    """
    return source if isinstance(source, Version) else Version(source)


def boxes(root: Element) -> list[Element]:
    """Return the containers of a story: the body, the header, or each footnote that somebody wrote."""
    body = root.find(BODY)
    if body is not None:
        return [body]
    notes = [node for node in root if node.tag in (FOOTNOTE, ENDNOTE) and node.get(w("type")) is None]
    return notes if root.tag in (w("footnotes"), w("endnotes")) else [root]
