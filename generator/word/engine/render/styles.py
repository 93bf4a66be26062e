"""What the engine needs to know of a template's styles: names, numbering, outline levels."""

from __future__ import annotations

from dataclasses import dataclass

from generator.word.file.names import ILVL, NAME, NUM_ID, NUM_PR, PPR, VAL, w
from generator.word.file.numbering import whole_number
from generator.word.file.xml import Element

MAX_ANCESTORS = 50
"""Styles a style may inherit from, one from the other; Word's own documents have four at most."""


@dataclass(frozen=True, slots=True)
class Style:
    """One style with what it inherits.

    Attributes:
        name: As Word shows it (built-in ones in lower case: `heading 1`).
        num_id: The list it belongs to; empty when it has none or switches it off.
        level: Its level in that list, from 0.
        outline: Its outline level, from 0; None for body text.
    """

    id: str
    name: str
    kind: str
    num_id: str = ""
    level: int = 0
    outline: int | None = None


class StyleSheet:
    """The styles of a template by id and by name."""

    def __init__(self, root: Element | None) -> None:
        raw = {
            style.get(w("styleId"), ""): style
            for style in (root.iter(w("style")) if root is not None else ())
        }
        self.by_id = {key: _resolve(key, raw) for key in raw}
        self.by_name = {(style.kind, style.name.lower()): style for style in self.by_id.values()}
        self.default = next(
            (
                key
                for key, style in raw.items()
                if style.get(w("type")) == "paragraph" and _on(style.get(w("default")))
            ),
            "",
        )
        self.headings = frozenset(key for key, style in self.by_id.items() if style.outline is not None)
        self.firsts = self._find_variants("（先頭）")
        self.first_ids = frozenset(self.firsts)
        self.singles = self._find_variants("（単独）")
        self.list_styles = {
            key: style.num_id for key, style in self.by_id.items() if style.kind == "numbering"
        }

    def named(self, kind: str, name: str) -> Style | None:
        """Return the style of a kind (paragraph, character, numbering) with a name, letter case aside."""
        return self.by_name.get((kind, name.lower()))

    def _find_variants(self, suffix: str) -> dict[str, str]:
        """Return the ids of styles X for which there is a style named X with the suffix, with that style's id."""
        found = {}
        for style in self.by_id.values():
            variant = self.named("paragraph", style.name + suffix) if style.kind == "paragraph" else None
            if variant is not None:
                found[style.id] = variant.id
        return found


def _on(value: str | None) -> bool:
    return value in ("1", "true", "on")


def _resolve(key: str, raw: dict[str, Element]) -> Style:
    own = raw[key]
    num_id: str | None = None
    level: int | None = None
    outline: int | None = None
    seen: set[str] = set()
    current: str | None = key
    while current in raw and current not in seen and len(seen) < MAX_ANCESTORS:
        seen.add(current)
        style = raw[current]
        for element in style.iterfind(f"{PPR}/{NUM_PR}/*"):
            value = element.get(VAL, "")
            if element.tag == NUM_ID and num_id is None:
                num_id = value
            elif element.tag == ILVL and level is None:
                level = _number(value)
        found = style.find(f"{PPR}/{w('outlineLvl')}")
        if found is not None and outline is None:
            outline = _number(found.get(VAL, "9"))
        based = style.find(w("basedOn"))
        current = based.get(VAL) if based is not None else None
    name = own.find(NAME)
    return Style(
        key,
        (name.get(VAL) or key) if name is not None else key,
        own.get(w("type"), "paragraph"),
        "" if num_id in (None, "0") else str(num_id),
        level or 0,
        outline if outline is not None and outline < 9 else None,
    )


def _number(value: str) -> int:
    return whole_number(value, 0)
