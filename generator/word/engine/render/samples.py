"""Pictures that only the template shows: in a document that does not show them, they are left out of the file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from lxml import etree

from generator.word.engine.language.spots import Spots
from generator.word.file.names import R_NS, RELATIONSHIP, TYPE_OVERRIDE
from generator.word.file.package import Package, part_key
from generator.word.file.security import relationships
from generator.word.file.xml import Element, parse_xml

Use = tuple[str, str]
"""A part and the id of one of its relationships."""


@dataclass(frozen=True, slots=True)
class Samples:
    """The pictures of a template that an option may replace or a condition may hide.

    Attributes:
        uses: Relationships that nothing but such a picture uses.
        media: The parts that only these relationships lead to, each with all of them.
    """

    uses: frozenset[Use] = frozenset()
    media: Mapping[str, frozenset[Use]] = field(default_factory=dict)

    def hidden(self, shown: Iterable[Use]) -> frozenset[Use]:
        """Return the relationships that a document with these pictures does not need."""
        return self.uses.difference(shown)

    def unneeded(self, hidden: frozenset[Use]) -> tuple[str, ...]:
        """Return the parts that no relationship is left for."""
        return tuple(part for part, uses in self.media.items() if uses <= hidden)


def find_samples(package: Package, spots: Mapping[str, Spots], roots: Mapping[str, Element]) -> Samples:
    """Find the pictures that may be left out.

    Args:
        package: The template.
        spots: The spots of each part that changes.
        roots: The trees of these parts, in which the pictures' relationships are already slots.
    """
    others = {part: _other_uses(roots[part]) for part, found in spots.items() if found.pictures}
    uses = {
        (part, spot.relationship)
        for part, found in spots.items()
        for spot in found.pictures
        if spot.relationship not in others[part]
    }
    leading: dict[str, set[Use]] = {}
    for part in ("", *package.members) if uses else ():
        for relation in relationships(package, part):
            if not relation.external:
                leading.setdefault(relation.target, set()).add((part, relation.id))
    media = {
        target: frozenset(found)
        for target, found in leading.items()
        if found <= uses and target in package.members
    }
    return Samples(frozenset(uses), media)


def _other_uses(root: Element) -> set[str]:
    prefix = f"{{{R_NS}}}"
    return {
        str(value)
        for element in root.iter(etree.Element)
        for name, value in element.attrib.items()
        if str(name).startswith(prefix)
    }


def without_relations(part: str, data: bytes, hidden: Iterable[Use]) -> Element:
    """Return the relationships of a part without the hidden ones."""
    root = parse_xml(data)
    gone = {key for owner, key in hidden if owner == part}
    for node in root.findall(RELATIONSHIP):
        if node.get("Id") in gone:
            root.remove(node)
    return root


def without_types(data: bytes, parts: Iterable[str]) -> Element:
    """Return the content types without what they say of these parts."""
    root = parse_xml(data)
    gone = {part_key(part) for part in parts}
    for node in root.findall(TYPE_OVERRIDE):
        if part_key(node.get("PartName", "")) in gone:
            root.remove(node)
    return root
