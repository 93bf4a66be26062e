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
from generator.word.merge.read.three import Three
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


def merge_parts(versions: Three[Version], lists: ListPairs) -> tuple[str, ...]:
    """Bring changed definitions and properties into ours; none of it can be a tracked change.

    Returns:
        The kinds of part ("styles", "numbering", "theme") of which something changed that could not be brought in,
        because ours differs from base there.
    """
    left = []
    whole = lists.is_stable and _merge_whole("numbering", versions)
    if not whole and not merge_levels(lists, versions.ours):
        left.append("numbering")
    if not _merge_whole("theme", versions):
        left.append("theme")
    if not _merge_styles(StyleMerge(versions, lists)):
        left.append("styles")
    for part in (_CORE, _APP):
        _merge_properties(part, versions)
    return tuple(left)


def _merge_styles(styles: StyleMerge) -> bool:
    ours = styles.versions.ours
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


def _merge_whole(kind: str, versions: Three[Version]) -> bool:
    """Take a part of theirs as a whole where ours has it as base had it."""
    roots = versions.map(lambda version: _root(version, kind))
    before, own, new = roots.map(lambda root: None if root is None else _print(root))
    name = versions.ours.file.related(kind)
    if new in (before, own):
        return True
    if own != before or name is None or roots.ours is None or roots.theirs is None:
        return False
    roots.ours[:] = [copy.deepcopy(child) for child in roots.theirs]
    versions.ours.changed[name] = roots.ours
    return True


def _root(version: Version, kind: str) -> Element | None:
    name = version.file.related(kind)
    return version.root(name) if name else None


def _merge_properties(part: str, versions: Three[Version]) -> None:
    before, own, new = versions.map(lambda version: version.file.root(part))
    if before is None or own is None or new is None:
        return
    for name in _OWN_PROPERTIES:
        nodes = Three(before, own, new).map(
            lambda root: next((node for node in root.iter() if _local(node) == name), None)  # noqa: B023
        )
        texts = nodes.map(lambda node: "" if node is None else node.text or "")
        if texts.base == texts.theirs or texts.ours != texts.base:
            continue
        if nodes.ours is not None:
            nodes.ours.text = texts.theirs
        elif name in ("title", "subject", "creator", "description"):
            etree.SubElement(own, dc(name)).text = texts.theirs
        versions.ours.changed[part] = own


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
