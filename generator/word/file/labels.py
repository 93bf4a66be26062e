"""The automatic numbers that Word shows, computed for any document (ECMA-376 part 1, 17.9)."""

from __future__ import annotations

from collections.abc import Mapping

from generator.word.file.names import NUM_PR, PPR
from generator.word.file.numbering import Counters, Number, read_lists
from generator.word.file.reading import WordFile, attribute
from generator.word.file.styling import Styles
from generator.word.file.xml import Element


def shown_label(number: Number) -> str:
    """Return a number as the paragraph shows it; one sign for every bullet."""
    return "・" if number.definition.levels[number.level].format == "bullet" else number.label()


class ListLabels:
    """The running counters of one document; ask for each paragraph once, in document order."""

    def __init__(self, file: WordFile, styles: Styles) -> None:
        """Read the list definitions; a document without any has no labels."""
        name = file.related("numbering")
        self._styles = styles
        self._counters = Counters(read_lists(file.root(name) if name else None, styles.list_styles()))
        self._of_style: dict[str | None, tuple[str, int | None]] = {}

    def label(self, paragraph: Element) -> str:
        """Return the number or bullet of a paragraph as shown; an empty text when it has none."""
        number = self.number(paragraph)
        return "" if number is None else shown_label(number)

    def number(self, paragraph: Element) -> Number | None:
        """Count a paragraph and return its number or bullet; None when it has none."""
        number_id, level = self._numbering(paragraph)
        found = self._counters.lists.get(number_id)
        if found is None:
            return None
        if level is None:
            level = found.styles.get(self._styles.paragraph_style(paragraph) or "", 0)
        return self._counters.count(number_id, level)

    @property
    def last(self) -> Mapping[str, Number]:
        """Return the last number of each list so far."""
        return self._counters.last

    def _numbering(self, paragraph: Element) -> tuple[str, int | None]:
        own_id, own_level = _number_properties(paragraph)
        if own_id and own_level is not None:
            return own_id, own_level
        number_id, level = self._of(self._styles.paragraph_style(paragraph))
        return own_id or number_id, level if own_level is None else own_level

    def has_style_number(self, style_id: str | None) -> bool:
        """Return whether paragraphs of a style are numbered without properties of their own."""
        return bool(self._of(style_id)[0])

    def _of(self, style_id: str | None) -> tuple[str, int | None]:
        if style_id not in self._of_style:
            self._of_style[style_id] = self._style_numbering(style_id)
        return self._of_style[style_id]

    def _style_numbering(self, style_id: str | None) -> tuple[str, int | None]:
        level = None
        for style in self._styles.chain(style_id):
            number_id, own_level = _number_properties(style)
            level = own_level if level is None else level
            if number_id:
                return number_id, level
        return "", None


def _number_properties(node: Element) -> tuple[str, int | None]:
    properties = node.find(PPR)
    listed = None if properties is None else properties.find(NUM_PR)
    if listed is None:
        return "", None
    level = attribute(listed, "ilvl")
    return attribute(listed, "numId") or "", int(level) if level and level.isdecimal() else None
