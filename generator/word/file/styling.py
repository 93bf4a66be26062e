"""What a paragraph or run looks like once its style chain, the defaults and the theme are resolved."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.word.file.names import PPR, RPR, VAL, a, w, w14
from generator.word.file.reading import WordFile, attribute
from generator.word.file.xml import Element

_HEADING_ID = re.compile(r"heading ([1-9])$", re.IGNORECASE)
_OUTLINE_LEVELS = frozenset("012345678")
_THEME_GROUPS = {"major": "majorFont", "minor": "minorFont"}
_THEME_COLOURS = {"text1": "dk1", "text2": "dk2", "background1": "lt1", "background2": "lt2"}


class Styles:
    """The styles of one document, asked by paragraph and run (ECMA-376 17.7.2: the style hierarchy)."""

    def __init__(self, file: WordFile) -> None:
        """Read the styles and the theme that the main document names; both may be missing."""
        styles, theme = file.related("styles"), file.related("theme")
        self._root = file.root(styles) if styles else None
        self._theme = file.root(theme) if theme else None
        self._by_id: dict[str, Element] = {}
        self._defaults: dict[str, str] = {}
        for style in () if self._root is None else self._root.iterfind(w("style")):
            style_id = style.get(w("styleId"), "")
            self._by_id.setdefault(style_id, style)
            if style.get(w("default")) in ("1", "true", "on"):
                self._defaults.setdefault(style.get(w("type"), ""), style_id)
        self._fonts: dict[tuple[str | None, str | None], str | None] = {}
        self._levels: dict[str | None, int | None] = {}

    def __contains__(self, style_id: str) -> bool:
        return style_id in self._by_id

    def list_styles(self) -> dict[str, str]:
        """Return the id of each numbering style with the list it names."""
        return {
            key: attribute(style, "pPr/numPr/numId") or ""
            for key, style in self._by_id.items()
            if style.get(w("type")) == "numbering"
        }

    def name(self, style_id: str | None) -> str:
        """Return the name Word shows for a style; the id itself when the style does not exist."""
        style = self._by_id.get(style_id or "")
        return attribute(style, "name") or style_id or ""

    def chain(self, style_id: str | None) -> Iterator[Element]:
        """Yield a style and those it is based on; a cycle ends the chain."""
        seen: set[str] = set()
        while style_id and style_id not in seen and style_id in self._by_id:
            seen.add(style_id)
            style = self._by_id[style_id]
            yield style
            style_id = attribute(style, "basedOn")

    def paragraph_style(self, paragraph: Element) -> str | None:
        """Return the style id of a paragraph, the default paragraph style when it names none."""
        return attribute(paragraph, "pPr/pStyle") or self._defaults.get("paragraph")

    def heading_level(self, paragraph: Element) -> int | None:
        """Return 1 to 9 for a heading (outline level, or a style called "heading N"), None for body text."""
        direct = attribute(paragraph, "pPr/outlineLvl")
        if direct is not None:
            return _outline(direct)
        return self.style_level(self.paragraph_style(paragraph))

    def style_level(self, style_id: str | None) -> int | None:
        """Return the heading level that a style gives; None for one of body text."""
        if style_id not in self._levels:
            self._levels[style_id] = self._style_level(style_id)
        return self._levels[style_id]

    def _style_level(self, style_id: str | None) -> int | None:
        for style in self.chain(style_id):
            level = attribute(style, "pPr/outlineLvl")
            if level is not None:
                return _outline(level)
            match = _HEADING_ID.match(attribute(style, "name") or "")
            if match:
                return int(match[1])
        return None

    def run_properties(self, run: Element, paragraph: Element) -> Iterator[Element]:
        """Yield the `w:rPr` that apply to a run, nearest first: run, character, paragraph style, defaults."""
        own = run.find(RPR)
        if own is not None:
            yield own
        yield from self._style_properties(attribute(own, "rStyle") or self._defaults.get("character"))
        yield from self._style_properties(self.paragraph_style(paragraph))
        if self._root is not None:
            yield from self._root.iterfind(f"{w('docDefaults')}/{w('rPrDefault')}/{RPR}")

    def _style_properties(self, style_id: str | None) -> Iterator[Element]:
        for style in self.chain(style_id):
            yield from style.iterfind(RPR)

    def east_asia_font(self, run: Element, paragraph: Element) -> str | None:
        """Return the font that a run's Japanese text takes; None when nothing names one."""
        own = run.find(RPR)
        if own is not None and own.find(w("rFonts")) is not None:
            return self._first_font(self.run_properties(run, paragraph))
        key = (attribute(own, "rStyle"), self.paragraph_style(paragraph))
        if key not in self._fonts:
            self._fonts[key] = self._first_font(self.run_properties(run, paragraph))
        return self._fonts[key]

    def _first_font(self, properties: Iterator[Element]) -> str | None:
        for item in properties:
            fonts = item.find(w("rFonts"))
            if fonts is None:
                continue
            theme = fonts.get(w("eastAsiaTheme"))
            font = self.theme_font(theme) if theme else fonts.get(w("eastAsia"))
            if font:
                return font
        return None

    def theme_font(self, reference: str) -> str | None:
        """Return the Japanese font behind "minorEastAsia" or "majorEastAsia"; None when the theme has none."""
        group = _THEME_GROUPS.get(reference[:5])
        if self._theme is None or group is None:
            return None
        fonts = self._theme.find(f".//{a(group)}")
        if fonts is None:
            return None
        east_asia = fonts.find(a("ea"))
        named = None if east_asia is None else east_asia.get("typeface")
        japanese = fonts.find(f"{a('font')}[@script='Jpan']")
        return named or (None if japanese is None else japanese.get("typeface"))

    def colour(self, run: Element, paragraph: Element) -> str | None:
        """Return a run's text colour as RRGGBB; None for automatic."""
        for item in self.run_properties(run, paragraph):
            if item.find(w14("textFill")) is not None:
                continue
            found = item.find(w("color"))
            if found is not None:
                return _rgb(found.get(VAL)) or self._theme_colour(found.get(w("themeColor")))
        return None

    def shading(self, properties: Element | None) -> str | None:
        """Return the fill colour of a `w:shd` below `properties` as RRGGBB; None for none or automatic."""
        shading = None if properties is None else properties.find(w("shd"))
        if shading is None:
            return None
        return _rgb(shading.get(w("fill"))) or self._theme_colour(shading.get(w("themeFill")))

    def paragraph_fill(self, paragraph: Element) -> str | None:
        """Return the fill behind a paragraph, from itself or its style chain."""
        own = self.shading(paragraph.find(PPR))
        if own:
            return own
        chain = self.chain(self.paragraph_style(paragraph))
        fills = (self.shading(style.find(PPR)) for style in chain)
        return next((fill for fill in fills if fill), None)

    def table_header_fill(self, style_id: str | None) -> str | None:
        """Return the fill that a table style gives to the first row."""
        for style in self.chain(style_id):
            for part in style.iterfind(w("tblStylePr")):
                fill = self.shading(part.find(w("tcPr")))
                if part.get(w("type")) == "firstRow" and fill:
                    return fill
        return None

    def _theme_colour(self, reference: str | None) -> str | None:
        name = _THEME_COLOURS.get(reference or "", reference)
        if self._theme is None or not name or not name.isalnum():
            return None
        node = self._theme.find(f".//{a('clrScheme')}/{a(name)}")
        if node is None or not len(node):
            return None
        return _rgb(node[0].get("lastClr") or node[0].get("val"))

    def language(self) -> str | None:
        """Return the East Asian language of the document defaults ("ja-JP")."""
        if self._root is None:
            return None
        return attribute(self._root, "docDefaults/rPrDefault/rPr/lang", "eastAsia")


def _outline(value: str) -> int | None:
    return int(value) + 1 if value in _OUTLINE_LEVELS else None


def _rgb(value: str | None) -> str | None:
    return value.upper() if value and re.fullmatch(r"[0-9A-Fa-f]{6}", value) else None
