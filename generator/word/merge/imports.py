"""What new blocks need and ours lacks: styles, their numbering, pictures and links."""

from __future__ import annotations

import copy
import posixpath
from collections.abc import Iterable

from lxml import etree

from generator.word.merge.version import Version
from generator.word.names import NUM_ID, R_NS, RELS_NS, TYPES_NS, VAL, w
from generator.word.package import CONTENT_TYPES
from generator.word.reading import Element, relationships_name, resolve_target

_STYLED = (w("pStyle"), w("rStyle"), w("tblStyle"))
_LINKS = (w("basedOn"), w("next"), w("link"))
_ABSTRACT, _NUM, _ABSTRACT_ID = w("abstractNum"), w("num"), w("abstractNumId")
_RELATIONSHIP = f"{{{RELS_NS}}}Relationship"


def import_needs(ours: Version, theirs: Version, new: Iterable[Element]) -> None:
    """Bring into ours the styles, lists, pictures and links that new blocks and runs name.

    Args:
        ours: The company's file, with style names in place of ids.
        theirs: The version that the new elements were copied from.
        new: The new elements, already in the tree of ours.
    """
    for element in new:
        for node in element.iter(*_STYLED):
            _import_style(node.get(VAL, ""), ours, theirs)
        _import_targets(element, ours, theirs)


def _import_style(name: str, ours: Version, theirs: Version) -> str:
    """Return the id in ours of a style of theirs, which is copied where ours lacks it; empty where neither has it."""
    if ours.names.has(name):
        return ours.names.identity(name)
    ours_part, theirs_part = ours.file.related("styles"), theirs.file.related("styles")
    if ours_part is None or theirs_part is None or not theirs.names.has(name):
        return ""
    styles, own = ours.root(ours_part), theirs.names.identity(name)
    found = next(s for s in theirs.root(theirs_part).iter(w("style")) if s.get(w("styleId")) == own)
    twin = copy.deepcopy(found)
    taken = {style.get(w("styleId")) for style in styles.iter(w("style"))}
    identity = next(i for i in (own, *(f"{own}{n}" for n in range(1, len(taken) + 2))) if i not in taken)
    twin.set(w("styleId"), identity)
    if twin.get(w("default")) is not None:
        del twin.attrib[w("default")]
    styles.append(twin)
    ours.names.add(name, identity)
    for link in list(twin.iter(*_LINKS)):
        target = _import_style(theirs.names.name_of(link.get(VAL, "")), ours, theirs)
        if target:
            link.set(VAL, target)
        else:
            twin.remove(link)
    for number in list(twin.iter(NUM_ID)):
        _import_list(number, ours, theirs)
    ours.changed[ours_part] = styles
    return identity


def _import_list(number: Element, ours: Version, theirs: Version) -> None:
    """Copy the list that a style of theirs names, with a number of its own; without lists in ours it goes."""
    ours_part, theirs_part = ours.file.related("numbering"), theirs.file.related("numbering")
    if ours_part is None or theirs_part is None:
        properties = number.getparent()
        if properties is not None:
            properties.remove(number)
        return
    lists, source = ours.root(ours_part), theirs.root(theirs_part)
    num = next((n for n in source.iter(_NUM) if n.get(NUM_ID) == number.get(VAL)), None)
    pointer = num.find(_ABSTRACT_ID) if num is not None else None
    wanted = pointer.get(VAL) if pointer is not None else None
    abstract = next((a for a in source.iter(_ABSTRACT) if a.get(_ABSTRACT_ID) == wanted), None)
    if num is None or abstract is None:
        return
    new_num, new_abstract = copy.deepcopy(num), copy.deepcopy(abstract)
    for node in [*new_abstract.iter(w("nsid")), *new_abstract.iter(w("styleLink"), w("numStyleLink"))]:
        new_abstract.remove(node)
    new_abstract.set(_ABSTRACT_ID, str(_free(lists, _ABSTRACT, _ABSTRACT_ID)))
    new_num.set(NUM_ID, str(_free(lists, _NUM, NUM_ID)))
    for node in new_num.iterchildren(_ABSTRACT_ID):
        node.set(VAL, new_abstract.get(_ABSTRACT_ID, ""))
    last = list(lists.iterchildren(_ABSTRACT))
    lists.insert(lists.index(last[-1]) + 1 if last else 0, new_abstract)
    nums = list(lists.iterchildren(_NUM))
    lists.insert(lists.index(nums[-1] if nums else new_abstract) + 1, new_num)
    number.set(VAL, new_num.get(NUM_ID, ""))
    ours.changed[ours_part] = lists


def _free(lists: Element, tag: str, attribute: str) -> int:
    return 1 + max((int(node.get(attribute, "0")) for node in lists.iterchildren(tag)), default=0)


def _import_targets(element: Element, ours: Version, theirs: Version) -> None:
    """Give pictures and links of a new element relationships in ours."""
    links = theirs.file.relationships(theirs.file.main)
    for node in element.iter():
        for name in [str(name) for name in node.attrib if str(name).startswith(f"{{{R_NS}}}")]:
            link = links.get(node.get(name, ""))
            if link is not None:
                node.set(name, _relationship(link.kind, link.target, link.external, ours, theirs))


def _relationship(kind: str, target: str, external: bool, ours: Version, theirs: Version) -> str:
    part = relationships_name(ours.file.main)
    root = ours.root(part)
    if not external:
        target = _copied_part(target, ours, theirs)
    for node in root.iter(_RELATIONSHIP):
        own = node.get("Target", "")
        own = own if node.get("TargetMode") == "External" else resolve_target(ours.file.main, own)
        if own == target and node.get("Type", "").endswith(f"/{kind}"):
            return node.get("Id", "")
    taken = {node.get("Id") for node in root}
    identity = next(f"rIdPg{n}" for n in range(1, len(taken) + 2) if f"rIdPg{n}" not in taken)
    node = etree.SubElement(root, _RELATIONSHIP)
    node.set("Id", identity)
    node.set("Type", f"{R_NS}/{kind}")
    folder = posixpath.dirname(ours.file.main)
    node.set("Target", target if external else posixpath.relpath(target, folder))
    if external:
        node.set("TargetMode", "External")
    ours.changed[part] = root
    return identity


def _copied_part(target: str, ours: Version, theirs: Version) -> str:
    """Return where a part of theirs is in ours; the same content is not copied twice."""
    data = theirs.file.members.get(target, b"")
    known = {**ours.file.members, **ours.added}
    same = next(
        (name for name, content in known.items() if content == data and name.startswith("word/")), None
    )
    if same is not None:
        return same
    stem, suffix = posixpath.splitext(target)
    names = (target, *(f"{stem}-{n}{suffix}" for n in range(1, len(known) + 2)))
    name = next(name for name in names if name not in known)
    ours.added[name] = data
    types, source = ours.root(CONTENT_TYPES), theirs.root(CONTENT_TYPES)
    extension = suffix.removeprefix(".")
    defaults = {str(node.get("Extension", "")).lower() for node in types.iter(f"{{{TYPES_NS}}}Default")}
    for node in source.iter(f"{{{TYPES_NS}}}Default", f"{{{TYPES_NS}}}Override"):
        by_extension = (
            node.get("Extension", "").lower() == extension.lower() and extension.lower() not in defaults
        )
        if by_extension or node.get("PartName") == f"/{target}":
            twin = copy.deepcopy(node)
            if node.get("PartName"):
                twin.set("PartName", f"/{name}")
            types.append(twin) if node.get("PartName") else types.insert(0, twin)
            ours.changed[CONTENT_TYPES] = types
    return name
