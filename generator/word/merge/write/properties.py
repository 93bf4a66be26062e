"""Properties of runs, paragraphs, tables, pages, styles and list levels, compared and taken over one by one."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from typing import NamedTuple, TypeAlias

from lxml import etree

from generator.word.file.names import W_NS, w
from generator.word.file.schema import ORDERS
from generator.word.file.xml import Element
from generator.word.merge.read.repeated import REPEATED_KEY


class Key(NamedTuple):
    """One property: a child element, or one attribute or child of a child that holds several independent ones."""

    tag: str
    attribute: str = ""


Value: TypeAlias = "Element | str | None"
Same: TypeAlias = Callable[[Key, Value, Value], bool]

_SEVERAL = frozenset(w(name) for name in ("spacing", "ind", "rFonts", "pgMar", "pgNumType", "docGrid"))
_SIDED = frozenset(w(name) for name in ("tblBorders", "tblCellMar", "tcBorders", "tcMar"))
_ALIASES = {w("start"): w("left"), w("end"): w("right"), w("startChars"): w("leftChars")}
_NOISE = frozenset(
    w(name)
    for name in (
        *(
            "lang",
            "noProof",
            "rsid",
            "nsid",
            "tmpl",
            "webHidden",
            "cnfStyle",
            "sectPr",
            "rPrChange",
            "pPrChange",
        ),
        *("ins", "del", "moveFrom", "moveTo", "tblPrChange", "tcPrChange", "trPrChange"),
        *("cellIns", "cellDel", "cellMerge", "sectPrChange", "headerReference", "footerReference"),
        "printerSettings",
        *("pPr", "rPr", "tblPr", "trPr", "tcPr", "tblStylePr"),
    )
)
_HINT = w("hint")
_OFF = frozenset({"0", "false", "off", "none", "nil"})
_DEFAULTS = {
    w("suff"): "tab",
    w("lvlJc"): "left",
    w("jc"): "left",
    w("numFmt"): "decimal",
    w("contextualSpacing"): "0",
}
_TWIPS_OFF = 12  # LibreOffice rounds measures to hundredths of a millimetre
_MEASURED = frozenset({w("spacing"), w("ind"), w("tabs")})
_LENGTHS = frozenset(
    w(name) for name in ("tblW", "tblInd", "tblCellSpacing", "tblCellMar", "trHeight", "tcW", "tcMar", "pgSz")
)
_NUMBERED_PAGES = w("pgNumType")
_ATTRIBUTE_DEFAULTS = {Key(_NUMBERED_PAGES, w("fmt")): "decimal", Key(_NUMBERED_PAGES, w("start")): ""}
_LOST_BY_LIBREOFFICE = frozenset({w("tblCaption"), w("tblDescription")})
_LEVEL_ORDER = "start numFmt lvlRestart pStyle isLgl suff lvlText lvlPicBulletId legacy lvlJc pPr rPr"
_STYLE_ORDER = (
    "name aliases basedOn next link autoRedefine hidden uiPriority semiHidden unhideWhenUsed qFormat locked "
    "personal personalCompose personalReply rsid pPr rPr tblPr trPr tcPr tblStylePr"
)
_ROW_ORDER = (
    "cnfStyle divId gridBefore gridAfter wBefore wAfter cantSplit trHeight tblHeader tblCellSpacing jc hidden "
    "ins del trPrChange"
)
_SIDES = "top left start bottom right end insideH insideV tl2br tr2bl"
_ORDER = {
    **ORDERS,
    **{
        w(name): {w(child): place for place, child in enumerate(order.split())}
        for name, order in (
            *(("lvl", _LEVEL_ORDER), ("style", _STYLE_ORDER), ("tblStylePr", _STYLE_ORDER)),
            ("trPr", _ROW_ORDER),
        )
    },
    **{tag: {w(child): place for place, child in enumerate(_SIDES.split())} for tag in _SIDED},
}


def read_properties(container: Element | None) -> dict[Key, Value]:
    """Return the properties of a container by key, without revisions, what Word writes for itself, and repetitions."""
    found: dict[Key, Value] = {}
    for node in () if container is None else container:
        if not isinstance(node.tag, str) or node.tag in _NOISE or not node.tag.startswith(f"{{{W_NS}}}"):
            continue
        if REPEATED_KEY in node.attrib:
            continue
        if node.tag in _SIDED:
            sides = [side for side in node if isinstance(side.tag, str)]
            found.update({Key(node.tag, _ALIASES.get(str(side.tag), str(side.tag))): side for side in sides})
            continue
        if node.tag not in _SEVERAL:
            found[Key(node.tag)] = node
            continue
        aliases = {} if node.tag == _NUMBERED_PAGES else _ALIASES
        for name, value in node.attrib.items():
            if str(name) != _HINT and str(name).startswith(f"{{{W_NS}}}"):
                found[Key(node.tag, aliases.get(str(name), str(name)))] = str(value)
    return found


def is_exactly(one: Value, other: Value) -> bool:
    """Return whether two values are written the same."""
    return _exact(one) == _exact(other)


def _exact(value: Value) -> object:
    if value is None or isinstance(value, str):
        return value
    attributes = sorted((str(n), str(v)) for n, v in value.attrib.items() if "rsid" not in str(n))
    return (value.tag, attributes, [_exact(child) for child in value if isinstance(child.tag, str)])


def means_the_same(key: Key, one: Value, other: Value) -> bool:
    """Return whether two values mean the same, however Word or LibreOffice spell them."""
    if isinstance(one, str) or isinstance(other, str):
        default = _ATTRIBUTE_DEFAULTS.get(key, "0")
        plain = [value if isinstance(value, str) else default for value in (one, other)]
        return plain[0] == plain[1] if key.tag == _NUMBERED_PAGES else is_near(*plain)
    if key.tag in _LOST_BY_LIBREOFFICE and other is None:
        return True
    if key.tag in _LENGTHS and one is not None and other is not None:
        return _same_length(one, other)
    if key.tag in _MEASURED:
        tabs = [_tabs(value) for value in (one, other)]
        return len(tabs[0]) == len(tabs[1]) and all(
            a[0] == b[0] and is_near(a[1], b[1]) for a, b in zip(*tabs, strict=True)
        )
    return _meaning(key, one) == _meaning(key, other)


def is_near(one: str, other: str) -> bool:
    """Return whether two words are the same, or two measures but for what LibreOffice rounds."""
    if one.casefold() == other.casefold():
        return True
    numbers = all(value.lstrip("-").isdigit() for value in (one, other))
    return numbers and abs(int(one) - int(other)) <= _TWIPS_OFF


def _same_length(one: Element, other: Element) -> bool:
    values = [
        {str(name): str(text) for name, text in node.attrib.items() if text != "portrait"}
        for node in (one, other)
    ]
    return values[0].keys() == values[1].keys() and all(
        is_near(text, values[1][name]) for name, text in values[0].items()
    )


def _tabs(value: Value) -> list[tuple[str, str]]:
    nodes = [] if value is None or isinstance(value, str) else list(value)
    stops = ((node.get(w("val"), ""), node.get(w("pos"), "0")) for node in nodes)
    return sorted(stop for stop in stops if stop != ("num", "0"))


def _meaning(key: Key, value: Value) -> object:
    if value is None or isinstance(value, str):
        return _DEFAULTS.get(key.tag, "off")
    attributes = {
        etree.QName(str(name)).localname: _ALIASED.get(str(text), str(text).casefold())
        for name, text in value.attrib.items()
        if "heme" not in str(name) and "rsid" not in str(name)
    }
    children = [_meaning(Key(str(child.tag)), child) for child in value if isinstance(child.tag, str)]
    if set(attributes) <= {"val"} and not children:
        switch = attributes.get("val", "on")
        return "off" if switch in _OFF else "on" if switch in ("1", "true") else switch
    return (sorted(attributes.items()), children)


_ALIASED = {"start": "left", "end": "right"}


class Difference(NamedTuple):
    """What theirs changes among the properties of one container.

    Attributes:
        taken: Keys that ours takes from theirs.
        refused: Keys that ours has changed too, in another way.
    """

    taken: list[Key]
    refused: list[Key]


def find_property_differences(
    base: Element | None, ours: Element | None, theirs: Element | None, same: Same = means_the_same
) -> Difference:
    """Decide property by property; `same` says whether ours still means what base says."""
    before, own, new = (read_properties(container) for container in (base, ours, theirs))
    result = Difference([], [])
    for key in {**before, **new}:
        old, mine, fresh = before.get(key), own.get(key), new.get(key)
        if is_exactly(old, fresh) or is_exactly(mine, fresh):
            continue
        if same(key, old, mine):
            result.taken.append(key)
        elif not same(key, mine, fresh):
            result.refused.append(key)
    return result


def take_over(container: Element, keys: list[Key], theirs: Element | None) -> Iterator[Element]:
    """Write properties of theirs into a container of ours; yield the elements that were copied."""
    new = read_properties(theirs)
    for key in keys:
        value, node = new.get(key), container.find(key.tag)
        if key.tag in _SIDED:
            yield from _set_side(container, key, None if isinstance(value, str) else value)
            continue
        if key.attribute:
            _set_attribute(container, key, value if isinstance(value, str) else None)
            continue
        if node is not None:
            container.remove(node)
        if value is not None and not isinstance(value, str):
            twin = copy.deepcopy(value)
            insert_ordered(container, twin)
            yield twin


def _set_side(container: Element, key: Key, value: Element | None) -> Iterator[Element]:
    node = container.find(key.tag)
    if node is None:
        node = etree.Element(key.tag)
        insert_ordered(container, node)
    for side in [side for side in node if _ALIASES.get(str(side.tag), side.tag) == key.attribute]:
        node.remove(side)
    if value is not None:
        twin = copy.deepcopy(value)
        insert_ordered(node, twin)
        yield twin
    if not len(node):
        container.remove(node)


def _set_attribute(container: Element, key: Key, value: str | None) -> None:
    node = container.find(key.tag)
    if node is None:
        if value is None:
            return
        node = etree.Element(key.tag)
        insert_ordered(container, node)
    for name in [key.attribute, *(alias for alias, name in _ALIASES.items() if name == key.attribute)]:
        if name in node.attrib:
            del node.attrib[name]
    if value is not None:
        node.set(key.attribute, value)
    elif not node.attrib:
        container.remove(node)


def insert_ordered(container: Element, node: Element) -> None:
    """Put a property where the schema wants it."""
    order = _ORDER.get(str(container.tag), {})
    place = order.get(str(node.tag), len(order))
    following = (child for child in container if order.get(str(child.tag), -1) > place)
    first = next(following, None)
    if first is None:
        container.append(node)
    else:
        first.addprevious(node)
