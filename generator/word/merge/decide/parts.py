"""Merging what has no paragraphs: styles, lists, theme and document properties.

Word and LibreOffice write these parts anew when they save; so definitions are compared without ids of revisions and
extensions, and what somebody really changed stays.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable

from lxml import etree

from generator.word.file.names import NAME, W_NS, dc, w
from generator.word.file.xml import Element
from generator.word.merge.decide.definitions import StyleMerge
from generator.word.merge.read.version import Version
from generator.word.merge.write.lists import ListPairs, merge_levels

_NOISE = frozenset(
    {
        w("rsid"),
        w("nsid"),
        w("tmpl"),
        w("lang"),
        w("uiPriority"),
        w("semiHidden"),
        w("qFormat"),
        w("unhideWhenUsed"),
    }
)
_IDS = frozenset({w("styleId")})
_CORE, _APP = "docProps/core.xml", "docProps/app.xml"
_OWN_PROPERTIES = ("title", "subject", "creator", "description", "keywords", "category", "Company")


def merge_parts(versions: tuple[Version, Version, Version], lists: ListPairs) -> tuple[str, ...]:
    """Bring changed definitions and properties into ours; none of it can be a tracked change.

    Returns:
        The kinds of part ("styles", "numbering", "theme") of which something changed that could not be brought in,
        because ours differs from base there.
    """
    base, ours, theirs = versions
    left = []
    whole = lists.is_stable and _merge_whole("numbering", base, ours, theirs)
    if not whole and not merge_levels(lists, ours):
        left.append("numbering")
    if not _merge_whole("theme", base, ours, theirs):
        left.append("theme")
    if not _merge_styles(StyleMerge(versions, lists)):
        left.append("styles")
    for part in (_CORE, _APP):
        _merge_properties(part, base, ours, theirs)
    return tuple(left)


def _merge_styles(styles: StyleMerge) -> bool:
    ours = styles.versions[1]
    part = ours.file.related("styles")
    if part is None:
        return True
    keep_lists = ours.file.related("numbering") not in ours.changed
    changed = styles.merge_defaults()
    for name, new in styles.theirs.items():
        before, own = styles.base.get(name), styles.ours.get(name)
        if before is None or own is None or _print(before) == _print(new) or _print(own) == _print(new):
            continue
        if _print(own) == _print(before):
            _replace(own, new, keep_lists=keep_lists)
            changed = True
        else:
            changed = styles.merge(name) or changed
    if changed:
        ours.changed[part] = ours.root(part)
    return styles.complete


def _replace(own: Element, new: Element, *, keep_lists: bool) -> None:
    twin = copy.deepcopy(new)
    for attribute, value in own.attrib.items():
        twin.set(attribute, value)
    _keep_ids(own, twin, keep_lists=keep_lists)
    parent = own.getparent()
    if parent is not None:
        parent.replace(own, twin)


def _keep_ids(own: Element, twin: Element, *, keep_lists: bool) -> None:
    """Let a new definition name other styles, and lists that were not replaced, by the ids that ours has for them."""
    for tag in (w("basedOn"), w("next"), w("link")):
        mine, node = own.find(tag), twin.find(tag)
        if mine is not None and node is not None and node.getparent() is not None:
            node.attrib.update(mine.attrib)
    number, mine = twin.find(f".//{w('numId')}"), own.find(f".//{w('numId')}")
    if keep_lists and number is not None and mine is not None:
        number.attrib.update(mine.attrib)


def _merge_whole(kind: str, base: Version, ours: Version, theirs: Version) -> bool:
    parts = [version.file.related(kind) for version in (base, ours, theirs)]
    roots = [
        version.root(part) if part else None
        for version, part in zip((base, ours, theirs), parts, strict=True)
    ]
    before, own, new = (None if root is None else _print(root) for root in roots)
    if new in (before, own):
        return True
    if own != before or parts[1] is None or roots[1] is None or roots[2] is None:
        return False
    roots[1][:] = [copy.deepcopy(child) for child in roots[2]]
    ours.changed[parts[1]] = roots[1]
    return True


def _merge_properties(part: str, base: Version, ours: Version, theirs: Version) -> None:
    roots = [version.file.root(part) for version in (base, ours, theirs)]
    before, own, new = roots
    if before is None or own is None or new is None:
        return
    for name in _OWN_PROPERTIES:
        values = [
            next((node for node in root.iter() if _local(node) == name), None) for root in (before, own, new)
        ]
        texts = ["" if node is None else node.text or "" for node in values]
        if texts[0] == texts[2] or texts[1] != texts[0]:
            continue
        if values[1] is not None:
            values[1].text = texts[2]
        elif name in ("title", "subject", "creator", "description"):
            etree.SubElement(own, dc(name)).text = texts[2]
        ours.changed[part] = own


def _local(node: Element) -> str:
    return etree.QName(node).localname if isinstance(node.tag, str) else ""


def _print(element: Element) -> tuple[object, ...]:
    """Return a definition as comparable data: Word's own names only, without ids and noise."""
    is_word = str(element.tag).startswith(f"{{{W_NS}}}")
    attributes = sorted(
        (str(name), str(value))
        for name, value in element.attrib.items()
        if name not in _IDS
        and "rsid" not in str(name)
        and (not is_word or str(name).startswith(f"{{{W_NS}}}"))
    )
    return (str(element.tag), tuple(attributes), tuple(_prints(element)), (element.text or "").strip())


def _prints(element: Iterable[Element]) -> Iterable[tuple[object, ...]]:
    for child in element:
        is_own = isinstance(child.tag, str) and child.tag not in _NOISE and child.tag != NAME
        if is_own and not child.tag.startswith("{http://schemas.microsoft.com/"):
            yield _print(child)
