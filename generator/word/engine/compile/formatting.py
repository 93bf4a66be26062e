"""Pieces of a part as XML that is put elsewhere in the same part: elements, the formatting of runs."""

from __future__ import annotations

import re

from lxml import etree

from generator.word.engine.language.environment import attribute_text
from generator.word.engine.render.styles import StyleSheet
from generator.word.file.names import RPR, RSTYLE, w
from generator.word.file.xml import Element


def run_properties(run: Element, sheet: StyleSheet) -> tuple[str, str]:
    """Return a run's formatting as XML, and the same as a placeholder: in its style, or red without one."""
    properties = run.find(RPR)
    style = sheet.named("character", "Placeholder")
    inner = ""
    own = ""
    if properties is not None:
        own = fragment(properties)
        kept = [child for child in properties if child.tag not in (RSTYLE, w("color"))]
        inner = "".join(fragment(child) for child in kept)
    if style is not None:
        mark = f'<w:rStyle w:val="{attribute_text(style.id)}"/>'
        return own, f"<w:rPr>{mark}{inner}</w:rPr>"
    late = [child for child in properties if child.tag in _AFTER_COLOUR] if properties is not None else []
    tail = "".join(fragment(child) for child in late)
    head = inner.removesuffix(tail)
    return own, f'<w:rPr>{head}<w:color w:val="FF0000"/>{tail}</w:rPr>'


_AFTER_COLOUR = frozenset(
    w(name)
    for name in (
        *(
            "spacing",
            "w",
            "kern",
            "position",
            "sz",
            "szCs",
            "highlight",
            "u",
            "effect",
            "bdr",
            "shd",
            "fitText",
        ),
        *("vertAlign", "rtl", "cs", "em", "lang", "eastAsianLayout", "specVanish", "oMath", "rPrChange"),
    )
)
_DECLARATIONS = re.compile(r'\sxmlns(?::([\w.-]+))?="[^"]*"')


def fragment(element: Element) -> str:
    """Return an element's XML for use inside the same part, without the namespaces that its root declares."""
    known = element.getroottree().getroot().nsmap
    text = etree.tostring(element, encoding="unicode", with_tail=False)
    return _DECLARATIONS.sub(lambda match: "" if match.group(1) in known else match.group(), text)
