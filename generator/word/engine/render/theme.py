"""The accent colour: the theme's own entry and every copy of it that Word keeps beside a theme reference."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from generator.word.file.names import A_NS, W_NS, a, w
from generator.word.file.xml import DECLARATION, Element

TINT = 0.88
"""Share of white in the second accent, a light ground for table heads and boxes."""

_COLOUR = re.compile(r"[0-9A-Fa-f]{6}")
_PAIRS = tuple(
    tuple(w(name) for name in names)
    for names in (
        ("val", "themeColor", "themeTint", "themeShade"),
        ("color", "themeColor", "themeTint", "themeShade"),
        ("fill", "themeFill", "themeFillTint", "themeFillShade"),
    )
)


_THEMED = etree.XPath("//*[@w:themeColor or @w:themeFill]", namespaces={"w": W_NS})


@dataclass(frozen=True, slots=True)
class Palette:
    """The two accent colours of one render."""

    accent1: str
    accent2: str

    def colour(self, recipe: str) -> str:
        """Return the colour of a recipe: the theme entry, then its tint and shade in hexadecimal, or nothing."""
        name, tint, shade = recipe.split(",")
        colour = self.accent2 if name == "accent2" else self.accent1
        if tint:
            colour = mix(colour, "FFFFFF", 1 - int(tint, 16) / 255)
        if shade:
            colour = mix(colour, "000000", 1 - int(shade, 16) / 255)
        return colour


def make_palette(accent: str) -> Palette:
    """Return the palette of an accent colour.

    Raises:
        ValueError: It is not RRGGBB.
    """
    colour = accent.removeprefix("#").upper()
    if not _COLOUR.fullmatch(colour):
        raise ValueError("アクセント色は RRGGBB（例: 1F4E79）で指定してください")
    return Palette(colour, mix(colour, "FFFFFF", TINT))


def mix(colour: str, other: str, share: float) -> str:
    """Return a colour with a share of another."""
    channels = (
        round(int(colour[at : at + 2], 16) * (1 - share) + int(other[at : at + 2], 16) * share)
        for at in (0, 2, 4)
    )
    return "".join(f"{channel:02X}" for channel in channels)


def themed(element: Element) -> list[tuple[str, str]]:
    """Return the attributes of an element that copy an accent colour, each with its recipe."""
    found = []
    for value, theme, tint, shade in _PAIRS:
        name = element.get(theme, "")
        if name in ("accent1", "accent2") and _COLOUR.fullmatch(element.get(value, "")):
            recipe = ",".join((name, _hex(element.get(tint)), _hex(element.get(shade))))
            found.append((value, recipe))
    return found


def themed_elements(root: Element) -> list[Element]:
    """Return the elements below a root that refer to a theme colour."""
    found = _THEMED(root)
    return [node for node in found if isinstance(node, etree._Element)] if isinstance(found, list) else []


def recolour(root: Element, palette: Palette) -> bytes:
    """Return a part with the palette's colours in place of the template's."""
    for slot, colour in (("accent1", palette.accent1), ("accent2", palette.accent2)):
        for entry in root.iter(f"{{{A_NS}}}{slot}"):
            for child in list(entry):
                entry.remove(child)
            etree.SubElement(entry, a("srgbClr"), val=colour)
    for element in themed_elements(root):
        for attribute, recipe in themed(element):
            element.set(attribute, palette.colour(recipe))
    return (DECLARATION + etree.tostring(root, encoding="unicode")).encode("utf-8")


def _hex(value: str | None) -> str:
    return value if value and re.fullmatch("[0-9A-Fa-f]{1,2}", value) else ""
