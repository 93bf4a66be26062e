"""Direct formatting that only repeats what the style says: other programs write it when they save, and it is no edit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from generator.word.file.names import PPR, RPR, VAL, P, R, w
from generator.word.file.reading import WordFile, attribute
from generator.word.file.styling import Styles
from generator.word.file.xml import Element

REPEATED_KEY = "repeated"
"""Attribute of a property, while versions are open: it says nothing that the style does not say."""
_RUN = tuple(
    w(name)
    for name in (
        *("b", "bCs", "i", "iCs", "caps", "smallCaps", "strike", "dstrike", "vanish", "color", "highlight"),
        *("sz", "szCs", "u", "vertAlign", "kern", "w", "position"),
    )
)
_PARAGRAPH = tuple(
    w(name)
    for name in (
        *(
            "jc",
            "keepNext",
            "keepLines",
            "pageBreakBefore",
            "widowControl",
            "textAlignment",
            "contextualSpacing",
        ),
        "outlineLvl",
    )
)
_TOGGLES = frozenset(
    w(name) for name in ("b", "bCs", "i", "iCs", "caps", "smallCaps", "strike", "dstrike", "vanish")
)
_NOTHING = {
    **dict.fromkeys((w("sz"), w("szCs")), "20"),
    w("jc"): "left",
    w("color"): "auto",
    w("vertAlign"): "baseline",
    w("w"): "100",
    w("widowControl"): "on",
    w("textAlignment"): "auto",
    w("outlineLvl"): "9",
    **dict.fromkeys((w("kern"), w("position")), "0"),
}
"""What holds where nothing is said (ECMA-376 17.3); everything else is off."""
_SAME = {"true": "on", "1": "on", "false": "off", "0": "off", "none": "off", "start": "left", "end": "right"}


class Repetitions:
    """What the styles of one file say, looked up once for each pair of styles."""

    def __init__(self, file: WordFile) -> None:
        """Read the styles."""
        self._styles = Styles(file)
        self._defaults = {tag: list(_defaults(file, tag)) for tag in (PPR, RPR)}
        self._known: dict[tuple[str, str, str], dict[str, str]] = {}

    def mark(self, stories: Iterable[tuple[str, Element]]) -> None:
        """Mark the properties of paragraphs and runs that only repeat their styles; call it while styles have ids."""
        for _, root in stories:
            for paragraph in root.iter(P):
                style = self._styles.paragraph_style(paragraph) or ""
                properties = paragraph.find(PPR)
                if properties is not None:
                    _mark(properties, _PARAGRAPH, self._said(PPR, style, ""))
            for run in root.iter(R):
                properties = run.find(RPR)
                if properties is None or all(node.tag not in _RUN_SET for node in properties):
                    continue
                around = next(run.iterancestors(P), None)
                style = "" if around is None else self._styles.paragraph_style(around) or ""
                _mark(properties, _RUN, self._said(RPR, style, attribute(properties, "rStyle") or ""))

    def _said(self, tag: str, style: str, character: str) -> Mapping[str, str]:
        """Return what a paragraph style, with a character style over it, says of each property."""
        key = (tag, style, character)
        if key not in self._known:
            below = self._chain(tag, style)
            over = self._chain(tag, character) if character else {}
            said = {**_values(self._defaults[tag]), **below, **over}
            for name in _TOGGLES & below.keys() & over.keys():  # bold in bold is plain (ECMA-376 17.7.3)
                said[name] = "on" if (below[name] == "on") != (over[name] == "on") else "off"
            self._known[key] = said
        return self._known[key]

    def _chain(self, tag: str, style: str) -> dict[str, str]:
        found = [node for each in self._styles.chain(style) for node in each.iterchildren(tag)]
        return _values(reversed(found))


_RUN_SET = frozenset(_RUN)


def _defaults(file: WordFile, tag: str) -> Iterator[Element]:
    part = file.related("styles")
    root = file.root(part) if part else None
    around = w("pPrDefault") if tag == PPR else w("rPrDefault")
    yield from () if root is None else root.iterfind(f"{w('docDefaults')}/{around}/{tag}")


def _values(containers: Iterable[Element]) -> dict[str, str]:
    return {
        str(node.tag): _value(node)
        for properties in containers
        for node in properties
        if node.tag in _RUN_SET or node.tag in _PARAGRAPH
    }


def _value(node: Element) -> str:
    """Return a property as one word, with everything it says; a theme colour is another than its value."""
    value = node.get(VAL, "on")
    more = [
        f"{name}={text}"
        for name, text in sorted((str(name), str(text)) for name, text in node.attrib.items())
        if name != VAL and "rsid" not in name
    ]
    return " ".join([_SAME.get(value, value).casefold(), *more])


def _mark(properties: Element, names: tuple[str, ...], said: Mapping[str, str]) -> None:
    for node in properties:
        if node.tag in names and _value(node) == said.get(str(node.tag), _NOTHING.get(str(node.tag), "off")):
            node.set(REPEATED_KEY, "")


def unmark_repeated(root: Element) -> None:
    """Take the marks away again, before a story is written."""
    for node in root.iter(*_RUN, *_PARAGRAPH):
        if REPEATED_KEY in node.attrib:
            del node.attrib[REPEATED_KEY]
