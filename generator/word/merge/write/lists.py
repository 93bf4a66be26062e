"""The lists of the three versions: which is which, merged level by level, and those that new text brings along."""

from __future__ import annotations

import copy
from collections.abc import Iterator

from lxml import etree

from generator.word.file.names import ILVL, NUM_ID, NUM_PR, PPR, PSTYLE, RPR, VAL, w
from generator.word.file.numbering import resolve_abstract
from generator.word.file.reading import attribute
from generator.word.file.xml import Element
from generator.word.merge.read.version import Version
from generator.word.merge.write.properties import (
    Difference,
    Key,
    Value,
    find_property_differences,
    insert_ordered,
    means_the_same,
    take_over,
)

_ABSTRACT, _NUM, _ABSTRACT_ID, _LEVEL = w("abstractNum"), w("num"), w("abstractNumId"), w("lvl")
_OVERRIDE = w("lvlOverride")
_LOST_BY_LIBREOFFICE = frozenset({w("lvlRestart"), w("isLgl")})
_STYLE_WEIGHT = 4


class Lists:
    """The lists of one version and the styles that number with them."""

    def __init__(self, version: Version) -> None:
        """Read the numbering part; a file without one has no lists."""
        self.part = version.file.related("numbering")
        self.root = version.root(self.part) if self.part else None
        nodes = [] if self.root is None else list(self.root)
        self.abstracts = {node.get(_ABSTRACT_ID, ""): node for node in nodes if node.tag == _ABSTRACT}
        self.numbers = {node.get(NUM_ID, ""): node for node in nodes if node.tag == _NUM}
        self._linked = self._list_styles(version)
        self._targets = {key: attribute(node, "abstractNumId") or "" for key, node in self.numbers.items()}
        self._styles = dict(self._find_styles(version))

    def abstract_of(self, number: str) -> str:
        """Return the id of the definition behind a list number; empty where there is none.

        A definition that only names a list style (`w:numStyleLink`) stands for the one that the style numbers with.
        """
        return resolve_abstract(self._targets.get(number, ""), self.abstracts, self._targets, self._linked)

    @staticmethod
    def _list_styles(version: Version) -> dict[str, str]:
        """Return the id of each numbering style with the list number that it names."""
        part = version.file.related("styles")
        root = version.root(part) if part else None
        styles = () if root is None else root.iterfind(f"{w('style')}[@{w('type')}='numbering']")
        return {style.get(w("styleId"), ""): attribute(style, "pPr/numPr/numId") or "" for style in styles}

    def styles_of(self, abstract: str) -> set[str]:
        """Return the names of the styles that number with a definition."""
        return {name for name, own in self._styles.items() if own == abstract}

    def levels(self, abstract: str) -> dict[str, Element]:
        """Return the levels of a definition."""
        node = self.abstracts.get(abstract)
        found = () if node is None else node.iterchildren(_LEVEL)
        return {level.get(ILVL, ""): level for level in found}

    def _find_styles(self, version: Version) -> Iterator[tuple[str, str]]:
        part = version.file.related("styles")
        root = version.root(part) if part else None
        for style in () if root is None else root.iter(w("style")):
            number = attribute(style, "pPr/numPr/numId")
            if number:
                yield version.names.name_of(style.get(w("styleId"), "")), self.abstract_of(number)
        for abstract, node in self.abstracts.items():
            for mark in node.iter(PSTYLE):
                yield version.names.name_of(mark.get(VAL, "")), abstract


class ListPairs:
    """Which definition of base is which of ours and of theirs."""

    def __init__(self, base: Version, ours: Version, theirs: Version) -> None:
        """Pair the definitions by the styles that use them and by what their levels say."""
        self.base, self.ours, self.theirs = (Lists(version) for version in (base, ours, theirs))
        self.in_ours = _pair(self.base, self.ours)
        self.in_theirs = _pair(self.base, self.theirs)
        self._used = {node.get(VAL) for _, root in ours.stories() for node in root.iter(NUM_ID)}

    @property
    def is_stable(self) -> bool:
        """Return whether the lists of theirs can stand for those of ours as a whole: every number means the same."""
        return all(self._is_stable(number) for number in self.base.numbers)

    def _is_stable(self, number: str) -> bool:
        abstract = self.base.abstract_of(number)
        pair = self.in_theirs.get(abstract, "")
        if number in self.theirs.numbers:
            return self.theirs.abstract_of(number) == (pair or abstract)
        return number not in self._used and not self.base.styles_of(abstract) & self.theirs.styles_of(pair)

    def same(self, key: Key, one: Value, other: Value) -> bool:
        """Return whether ours still means what base says; a list may have got another number."""
        if key.tag != NUM_PR or one is None or other is None:
            return means_the_same(key, one, other)
        before, mine = (_number(value) for value in (one, other))
        wanted = self.in_ours.get(self.base.abstract_of(before[0]))
        same_list = wanted is not None and wanted == self.ours.abstract_of(mine[0])
        return before[1] == mine[1] and (before[0] == mine[0] or same_list)

    def is_kept(self, one: Value, other: Value) -> bool:
        """Return whether theirs numbers with the same list and level as base."""
        before, new = (_number(value) for value in (one, other))
        wanted = self.in_theirs.get(self.base.abstract_of(before[0]))
        return before[1] == new[1] and wanted is not None and wanted == self.theirs.abstract_of(new[0])


def _number(value: Value) -> tuple[str, str]:
    node = None if isinstance(value, str) else value
    return attribute(node, "numId") or "", attribute(node, "ilvl") or "0"


def _pair(one: Lists, other: Lists) -> dict[str, str]:
    scored = sorted(
        (-score, first != second, first, second)
        for first in one.abstracts
        for second in other.abstracts
        if (score := _likeness(one, first, other, second)) > 0
    )
    pairs: dict[str, str] = {}
    for _, _, first, second in scored:
        if first not in pairs and second not in pairs.values():
            pairs[first] = second
    return pairs


def _likeness(one: Lists, first: str, other: Lists, second: str) -> int:
    shared = len(one.styles_of(first) & other.styles_of(second))
    levels = one.levels(first), other.levels(second)
    same = sum(
        1
        for place, level in levels[0].items()
        if place in levels[1] and _says(level) == _says(levels[1][place])
    )
    return _STYLE_WEIGHT * shared + same if shared or 2 * same > len(levels[0]) else 0


def _says(level: Element) -> tuple[str, str]:
    return attribute(level, "lvlText") or "", attribute(level, "numFmt") or "decimal"


def merge_levels(pairs: ListPairs, ours: Version) -> bool:
    """Bring what theirs changed in the levels of lists into the lists of ours, property by property.

    Returns:
        Whether everything could be brought in; what ours changed too stays.
    """
    complete = True
    for key, their_key in pairs.in_theirs.items():
        own = pairs.ours.levels(pairs.in_ours.get(key, ""))
        before = pairs.base.levels(key)
        for place, new in pairs.theirs.levels(their_key).items():
            if place in own and place in before:
                merged = _merge_level(before[place], own[place], new)
                complete = complete and not any(each.refused for each in merged)
                if any(each.taken for each in merged) and pairs.ours.part and pairs.ours.root is not None:
                    ours.changed[pairs.ours.part] = pairs.ours.root
    return complete


def _merge_level(before: Element, own: Element, new: Element) -> list[Difference]:
    found = [find_property_differences(before, own, new, _same_in_level)]
    found[0].taken[:] = [key for key in found[0].taken if key.tag != PSTYLE]
    found[0].refused[:] = [key for key in found[0].refused if key.tag != PSTYLE]
    list(take_over(own, found[0].taken, new))
    for tag in (PPR, RPR):
        nodes = before.find(tag), own.find(tag), new.find(tag)
        found.append(find_property_differences(*nodes))
        merge_container(own, tag, found[-1], new.find(tag))
    return found


def merge_container(
    parent: Element, tag: str, difference: Difference, theirs: Element | None
) -> list[Element]:
    """Write what was decided into a container of properties; return the elements that were copied."""
    if not difference.taken:
        return []
    container = parent.find(tag)
    if container is None:
        container = etree.Element(tag)
        insert_ordered(parent, container)
    return list(take_over(container, difference.taken, theirs))


def _same_in_level(key: Key, one: Value, other: Value) -> bool:
    return means_the_same(key, one, other) or (key.tag in _LOST_BY_LIBREOFFICE and other is None)


# -- lists that new text names ----------------------------------------------------------------------------


def import_list(number: Element, ours: Version, theirs: Version) -> None:
    """Let a number id of theirs name the same list in ours, which is copied where ours lacks it.

    Without a numbering part in ours the number goes.
    """
    own, new = Lists(ours), Lists(theirs)
    wanted = number.get(VAL, "")
    abstract = new.abstract_of(wanted)
    if own.root is None or own.part is None:
        properties = number.getparent()
        if properties is not None:
            properties.remove(number)
        return
    if abstract not in new.abstracts:
        return
    found = _same_list(own, new, wanted)
    if not found:
        found = _copied_list(own, new, wanted)
        ours.changed[own.part] = own.root
    number.set(VAL, found)


def _same_list(own: Lists, new: Lists, wanted: str) -> str:
    """Return the number of a list of theirs in ours: the same number, else the one in the same place among its like."""
    like = [number for number in own.numbers if _is_like(own, number, new, wanted)]
    if wanted in like:
        return wanted
    alike = [number for number in new.numbers if number == wanted or _is_like(new, number, new, wanted)]
    place = alike.index(wanted)
    return like[place] if place < len(like) else ""


def _is_like(one: Lists, first: str, other: Lists, second: str) -> bool:
    levels = one.levels(one.abstract_of(first)), other.levels(other.abstract_of(second))
    places = levels[0].keys() & levels[1].keys()
    same = bool(places) and all(_says(levels[0][place]) == _says(levels[1][place]) for place in places)
    starts = [
        [attribute(node, "startOverride") for node in lists.numbers[number].iter(_OVERRIDE)]
        for lists, number in ((one, first), (other, second))
    ]
    return same and starts[0] == starts[1]


def _copied_list(own: Lists, new: Lists, wanted: str) -> str:
    """Copy a list of theirs behind those of ours, with numbers of its own; return its number."""
    assert own.root is not None  # noqa: S101 - the caller has looked
    num, abstract = (
        copy.deepcopy(node) for node in (new.numbers[wanted], new.abstracts[new.abstract_of(wanted)])
    )
    for node in abstract.findall("*"):
        if node.tag in (w("nsid"), w("styleLink"), w("numStyleLink")):
            abstract.remove(node)
    for node in list(abstract.iter(PSTYLE)):
        node.getparent().remove(node)  # type: ignore[union-attr]
    abstract.set(_ABSTRACT_ID, _free(own.abstracts))
    num.set(NUM_ID, _free(own.numbers))
    for node in num.iterchildren(_ABSTRACT_ID):
        node.set(VAL, abstract.get(_ABSTRACT_ID, ""))
    _put_behind(own.root, abstract, _ABSTRACT)
    _put_behind(own.root, num, _NUM)
    return num.get(NUM_ID, "")


def _put_behind(root: Element, node: Element, tag: str) -> None:
    same = list(root.iterchildren(tag)) or list(root.iterchildren(_ABSTRACT))
    if same:
        same[-1].addnext(node)
    else:
        root.insert(len(list(root.iterchildren(w("numPicBullet")))), node)


def _free(known: dict[str, Element]) -> str:
    return str(1 + max((int(key) for key in known if key.isdigit()), default=0))
