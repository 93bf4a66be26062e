"""The parts that new elements refer to by relationship: pictures, charts, addresses of links."""

from __future__ import annotations

import copy
import posixpath

from lxml import etree

from generator.word.file.names import R_NS, RELATIONSHIP, RELS_NS, TYPE_DEFAULT, TYPE_OVERRIDE
from generator.word.file.package import CONTENT_TYPES
from generator.word.file.relationships import relationships_name, resolve_target
from generator.word.file.safety.elements import loads
from generator.word.file.security import content_type, relationship_fault
from generator.word.file.xml import Element, parse_xml
from generator.word.merge.read.version import Version


def link_parts(element: Element, part: str, source: str, ours: Version, theirs: Version) -> None:
    """Give pictures and links of a new element relationships in the part of ours that it stands in.

    A relationship that templates may not have is not made: the element comes without it and loads nothing.

    Args:
        element: A new element, with relationship ids of theirs.
        part: The part of ours that holds it.
        source: The part of theirs it was copied from.
        ours: The company's file.
        theirs: The new render.
    """
    links = _links(theirs, source)
    for node in element.iter():
        for name in [str(name) for name in node.attrib if str(name).startswith(f"{{{R_NS}}}")]:
            link = links.get(node.get(name, ""))
            if link is None:
                continue
            outside = link.get("TargetMode") == "External"
            if _may_come_in(link, source, theirs) and not (outside and loads(node, name)):
                node.set(name, _relationship(link, part, source, ours, theirs))
            else:
                del node.attrib[name]


def _may_come_in(link: Element, source: str, theirs: Version) -> bool:
    """Tell whether a relationship may be made anew: what templates may not have is never made or multiplied.

    What the company's file holds already is carried as it is; this is about what new elements would add.
    """
    target, external = link.get("Target", ""), link.get("TargetMode") == "External"
    kind = None if external else content_type(theirs.root(CONTENT_TYPES), resolve_target(source, target))
    return not relationship_fault(link.get("Type", ""), target, external, kind)


def _links(version: Version, part: str) -> dict[str, Element]:
    root = version.file.root(relationships_name(part))
    found = () if root is None else root.iter(RELATIONSHIP)
    return {node.get("Id", ""): node for node in found}


def _relationship(link: Element, part: str, source: str, ours: Version, theirs: Version) -> str:
    """Return the id in a part of ours of what a relationship of theirs names; made where there is none."""
    external, target = link.get("TargetMode") == "External", link.get("Target", "")
    if not external:
        target = _copied_part(resolve_target(source, target), ours, theirs)
    root = _relationships(part, ours)
    for node in root.iter(RELATIONSHIP):
        own = node.get("Target", "")
        own = own if node.get("TargetMode") == "External" else resolve_target(part, own)
        if own == target and node.get("Type") == link.get("Type"):
            return node.get("Id", "")
    taken = {node.get("Id") for node in root}
    identity = next(f"rIdPg{n}" for n in range(1, len(taken) + 2) if f"rIdPg{n}" not in taken)
    node = etree.SubElement(root, RELATIONSHIP)
    node.set("Id", identity)
    node.set("Type", link.get("Type", ""))
    node.set("Target", target if external else posixpath.relpath(target, posixpath.dirname(part)))
    if external:
        node.set("TargetMode", "External")
    return identity


def _relationships(part: str, ours: Version) -> Element:
    name = relationships_name(part)
    if name not in ours.changed:
        root = ours.file.root(name)
        ours.changed[name] = _no_relationships() if root is None else root
    return ours.changed[name]


def _no_relationships() -> Element:
    return parse_xml(f'<Relationships xmlns="{RELS_NS}"/>'.encode())


def _copied_part(target: str, ours: Version, theirs: Version) -> str:
    """Return where a part of theirs is in ours; the same content is not copied twice."""
    data = theirs.file.members.get(target, b"")
    known = {**ours.file.members, **ours.added}
    links = _links(theirs, target)
    folder = f"{posixpath.dirname(ours.file.main)}/"
    same = next(
        (name for name, content in known.items() if content == data and name.startswith(folder)), None
    )
    if same is not None and not links:
        return same
    stem, suffix = posixpath.splitext(target)
    names = (target, *(f"{stem}-{n}{suffix}" for n in range(1, len(known) + 2)))
    name = next(name for name in names if name not in known)
    ours.added[name] = data
    _declare(target, name, ours, theirs)
    if links:
        twins = _relationships(name, ours)
        for link in links.values():
            if not _may_come_in(link, target, theirs):
                continue
            twin = copy.deepcopy(link)
            if link.get("TargetMode") != "External":
                below = _copied_part(resolve_target(target, link.get("Target", "")), ours, theirs)
                twin.set("Target", posixpath.relpath(below, posixpath.dirname(name)))
            twins.append(twin)
    return name


def _declare(target: str, name: str, ours: Version, theirs: Version) -> None:
    """Say in the content types what a copied part is, as theirs says it."""
    types, source = ours.root(CONTENT_TYPES), theirs.root(CONTENT_TYPES)
    extension = posixpath.splitext(target)[1].removeprefix(".").lower()
    known = {node.get("Extension", "").lower(): node.get("ContentType") for node in types.iter(TYPE_DEFAULT)}
    override = next(
        (node for node in source.iter(TYPE_OVERRIDE) if node.get("PartName") == f"/{target}"), None
    )
    default = next(
        (node for node in source.iter(TYPE_DEFAULT) if node.get("Extension", "").lower() == extension), None
    )
    said = override if override is not None else default
    if said is None or known.get(extension) == said.get("ContentType"):
        return
    if override is None and extension not in known:
        types.insert(0, copy.deepcopy(said))
    else:
        node = etree.SubElement(types, TYPE_OVERRIDE)
        node.set("PartName", f"/{name}")
        node.set("ContentType", said.get("ContentType", ""))
    ours.changed[CONTENT_TYPES] = types
