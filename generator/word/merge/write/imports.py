"""What new blocks need and ours lacks: styles, their numbering, pictures and links."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping

from generator.word.file.names import NUM_ID, VAL, w
from generator.word.file.xml import Element
from generator.word.merge.read.version import Version
from generator.word.merge.write.linked import link_parts
from generator.word.merge.write.lists import import_list

_STYLED = (w("pStyle"), w("rStyle"), w("tblStyle"))
_LINKS = (w("basedOn"), w("next"), w("link"))


def import_needs(ours: Version, theirs: Version, new: Iterable[Element], parts: Mapping[str, str]) -> None:
    """Bring into ours the styles, lists, pictures and links that new blocks and runs name.

    Args:
        ours: The company's file, with style names in place of ids.
        theirs: The version that the new elements were copied from.
        new: The new elements, already in the tree of ours.
        parts: For each part of ours, the part of theirs its new elements were copied from.
    """
    owners = {root: name for name, root in ours.stories()}
    for element in new:
        for node in element.iter(*_STYLED):
            import_style(node.get(VAL, ""), ours, theirs)
        for number in element.iter(NUM_ID):
            import_list(number, ours, theirs)
        part = owners.get(element.getroottree().getroot(), "")
        if part:
            link_parts(element, part, parts.get(part, _same_kind(part, ours, theirs)), ours, theirs)


def _same_kind(part: str, ours: Version, theirs: Version) -> str:
    kind = next((kind for kind in ("footnotes", "endnotes") if ours.file.related(kind) == part), "")
    return (theirs.file.related(kind) if kind else None) or theirs.file.main


def import_style(name: str, ours: Version, theirs: Version) -> str:
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
        target = import_style(theirs.names.name_of(link.get(VAL, "")), ours, theirs)
        if target:
            link.set(VAL, target)
        else:
            twin.remove(link)
    for number in list(twin.iter(NUM_ID)):
        import_list(number, ours, theirs)
    ours.changed[ours_part] = styles
    return identity
