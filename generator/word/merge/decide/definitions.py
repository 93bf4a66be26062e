"""Merging styles and document defaults, property by property; none of it can be a tracked change."""

from __future__ import annotations

import copy
from collections.abc import Callable

from lxml import etree

from generator.word.file.names import NUM_ID, NUM_PR, PPR, RPR, VAL, P, w
from generator.word.file.reading import attribute
from generator.word.file.xml import Element
from generator.word.merge.read.three import Three
from generator.word.merge.read.version import Version
from generator.word.merge.write.imports import import_style
from generator.word.merge.write.lists import ListPairs, import_list, merge_container
from generator.word.merge.write.properties import (
    Difference,
    Key,
    Value,
    find_property_differences,
    insert_ordered,
    read_properties,
)

_CONTAINERS = (PPR, RPR, w("tblPr"), w("trPr"), w("tcPr"))
_DEFAULTS = {PPR: w("pPrDefault"), RPR: w("rPrDefault")}
_CONDITION = w("tblStylePr")
_LINKS = (w("basedOn"), w("next"), w("link"))
Print = Callable[[Element], object]


class StyleMerge:
    """The styles of the three versions by name."""

    def __init__(self, versions: Three[Version], lists: ListPairs) -> None:
        """Read the styles parts."""
        self.versions, self.lists = versions, lists
        self.base, self.ours, self.theirs = versions.map(styles_by_name)
        self.complete = True

    def merge(self, name: str) -> bool:
        """Merge one style that base, ours and theirs have; return whether ours changed."""
        before, own, new = self.base[name], self.ours[name], self.theirs[name]
        if own.get(w("type")) == "numbering" and own.find(PPR) is None:
            return False  # LibreOffice keeps the names of list styles and drops the lists
        changed = self._merge_links(before, own, new)
        changed = self._merge_containers(name, before, own, new) or changed
        conditions = {node.get(w("type")): node for node in own.iterchildren(_CONDITION)}
        earlier = {node.get(w("type")): node for node in before.iterchildren(_CONDITION)}
        for node in new.iterchildren(_CONDITION):
            kind = node.get(w("type"))
            if kind in conditions:
                old = earlier.get(kind, etree.Element(_CONDITION))
                changed = self._merge_containers("", old, conditions[kind], node) or changed
            elif kind not in earlier:
                insert_ordered(own, copy.deepcopy(node))
                changed = True
        return changed

    def merge_defaults(self) -> bool:
        """Merge what the document says of all text; return whether ours changed."""
        roots = self.versions.map(_defaults)
        changed = False
        for tag, around in _DEFAULTS.items():
            before, own, new = (None if root is None else root.find(around) for root in roots)
            if before is not None and own is not None and new is not None:
                changed = self._merge_containers("", before, own, new, (tag,)) or changed
        return changed

    def _merge_containers(
        self,
        name: str,
        before: Element,
        own: Element,
        new: Element,
        tags: tuple[str, ...] = _CONTAINERS,
    ) -> bool:
        changed = False
        for tag in tags:
            same = self._same(name, tag)
            nodes = Three(before.find(tag), own.find(tag), new.find(tag))
            found = self._without_kept_lists(
                find_property_differences(*nodes, same), nodes.base, nodes.theirs
            )
            self.complete = self.complete and not found.refused
            if Key(NUM_PR) in found.taken:
                self._drop_spelled_out(name, read_properties(nodes.ours).get(Key(NUM_PR)))
            for node in merge_container(own, tag, found, nodes.theirs):
                for number in node.iter(NUM_ID):
                    import_list(number, self.versions.ours, self.versions.theirs)
            changed = changed or bool(found.taken)
        return changed

    def _drop_spelled_out(self, name: str, own: Value) -> None:
        """Take the list of a style out of the paragraphs that only repeat it, as LibreOffice writes them."""
        ours = self.versions.ours
        for part, root in ours.stories():
            for paragraph in root.iter(P):
                properties = paragraph.find(PPR)
                style, number = (attribute(properties, tag) for tag in ("pStyle", "numPr/numId"))
                direct = None if properties is None or style != name else properties.find(NUM_PR)
                if properties is None or direct is None or isinstance(own, str):
                    continue
                repeated = number == attribute(own, "numId") and _level(direct) == _level(own)
                if repeated:
                    properties.remove(direct)
                    ours.changed[part] = root

    def _without_kept_lists(
        self, found: Difference, before: Element | None, new: Element | None
    ) -> Difference:
        key = Key(NUM_PR)
        values = read_properties(before).get(key), read_properties(new).get(key)
        if None not in values and self.lists.is_kept(*values):
            return Difference(*([each for each in keys if each != key] for keys in found))
        return found

    def _same(self, name: str, tag: str) -> Callable[[Key, Value, Value], bool]:
        """Return whether ours still means what base says: written so, or so by the styles it is based on."""

        def same(key: Key, one: Value, other: Value) -> bool:
            if self.lists.same(key, one, other):
                return True
            if not name:
                return False
            values = [
                _effective(styles, version, name, tag, key)
                for styles, version in zip((self.base, self.ours), self.versions, strict=False)
            ]
            return self.lists.same(key, *values)

        return same

    def _merge_links(self, before: Element, own: Element, new: Element) -> bool:
        changed = False
        base, ours, theirs = self.versions
        for tag in _LINKS:
            old, mine, wanted = (
                version.names.name_of(_value(style, tag))
                for version, style in ((base, before), (ours, own), (theirs, new))
            )
            if old == wanted or mine == wanted or not wanted:
                continue
            if mine not in (old, ""):
                self.complete = False
                continue
            node = own.find(tag)
            if node is None:
                node = etree.Element(tag)
                insert_ordered(own, node)
            node.set(VAL, import_style(wanted, ours, theirs))
            changed = True
        return changed


def styles_by_name(version: Version) -> dict[str, Element]:
    """Return the styles of a version by kind and name."""
    part = version.file.related("styles")
    root = version.root(part) if part else None
    found: dict[str, Element] = {}
    for style in () if root is None else root.iter(w("style")):
        found.setdefault(version.names.name_of(style.get(w("styleId"), "")), style)
    return found


def _defaults(version: Version) -> Element | None:
    part = version.file.related("styles")
    root = version.root(part) if part else None
    return None if root is None else root.find(w("docDefaults"))


def _effective(styles: dict[str, Element], version: Version, name: str, tag: str, key: Key) -> Value:
    """Return a property as a style has it from itself, its ancestors or the document's defaults."""
    seen: set[str] = set()
    while name in styles and name not in seen:
        seen.add(name)
        value = read_properties(styles[name].find(tag)).get(key)
        if value is not None:
            return value
        name = version.names.name_of(_value(styles[name], w("basedOn")))
    defaults = _defaults(version)
    around = None if defaults is None or tag not in _DEFAULTS else defaults.find(_DEFAULTS[tag])
    return read_properties(None if around is None else around.find(tag)).get(key)


def _level(numbering: Element | None) -> str:
    return attribute(numbering, "ilvl") or "0"


def _value(style: Element, tag: str) -> str:
    node = style.find(tag)
    return "" if node is None else node.get(VAL, "")
