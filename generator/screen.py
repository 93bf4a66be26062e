"""Text for a screen: tables, widths, one line out of many."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence


def table(rows: Iterable[Sequence[str]], *, indent: int = 0) -> list[str]:
    """Align columns for a fixed-width screen, counting full-width characters as two columns."""
    filled = [[one_line(cell) for cell in row] for row in rows]
    widths = [max(map(display_width, column)) for column in zip(*filled, strict=True)] if filled else []
    return [
        " " * indent
        + "  ".join(
            cell + " " * (width - display_width(cell)) for cell, width in zip(row, widths, strict=True)
        ).rstrip()
        for row in filled
    ]


def display_width(text: str) -> int:
    """Return how many columns a text takes (Unicode Standard Annex 11; ambiguous ones as two, as in Japan)."""
    wide = ("W", "F", "A")
    shown = (c for c in text if not unicodedata.combining(c))
    return sum(2 if unicodedata.east_asian_width(c) in wide else 1 for c in shown)


def one_line(text: str) -> str:
    """Return text that cannot disturb the screen: control characters shown as `?`."""
    return "".join(c if c.isprintable() else "?" for c in text)
