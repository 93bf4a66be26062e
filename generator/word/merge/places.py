"""Where the content of a container begins: behind its properties, which the schema wants first."""

from __future__ import annotations

from generator.word.names import PPR, w
from generator.word.reading import Element

_PROPERTIES = frozenset({PPR, w("tcPr"), w("tblPr"), w("tblGrid"), w("trPr"), w("tblPrEx")})


def first_place(container: Element) -> int:
    """Return the index at which the first content of a paragraph, cell, row, table or body may be put."""
    return sum(1 for child in container if child.tag in _PROPERTIES)
