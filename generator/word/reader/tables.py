"""The rows of a table as cell texts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.word.file.labels import ListLabels
from generator.word.file.names import TC, TR, P, w
from generator.word.file.reading import attribute, is_on, is_shown, iter_inner
from generator.word.file.xml import Element
from generator.word.reader.lines import LineReader

_DEFAULT_WIDTH = 1000


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row of a table.

    Attributes:
        texts: The words of each cell; a cell merged with the one above repeats its words.
        spans: How many columns of the grid each cell covers.
        widths: The widths of the table's grid in twips.
        header: Whether it heads the columns.
    """

    texts: tuple[str, ...]
    spans: tuple[int, ...]
    widths: tuple[int, ...]
    header: bool


def read_table(table: Element, reader: LineReader, labels: ListLabels) -> Iterator[TableRow]:
    """Yield the rows that are not deleted, from top to bottom."""
    widths = tuple(_width(column) for column in table.iterfind(f"{w('tblGrid')}/{w('gridCol')}"))
    above: dict[int, str] = {}
    first = _first_is_header(table)
    for row in iter_inner(table, TR):
        if row.find(f"{w('trPr')}/{w('del')}") is not None:
            continue
        texts: list[str] = []
        spans: list[int] = []
        for cell in iter_inner(row, TC):
            if cell.find(f"{w('tcPr')}/{w('cellDel')}") is not None:
                continue
            text = _cell_text(cell, reader, labels)
            column = sum(spans)
            merged = cell.find(f"{w('tcPr')}/{w('vMerge')}")
            if merged is not None and merged.get(w("val")) != "restart":
                text = above.get(column, text)
            above[column] = text
            texts.append(text)
            spans.append(_span(cell))
        header = first or is_on(row.find(f"{w('trPr')}/{w('tblHeader')}"))
        first = False
        if texts:
            yield TableRow(tuple(texts), tuple(spans), _fitting(widths, sum(spans)), header)


def _first_is_header(table: Element) -> bool:
    """Return whether the first row heads the columns although it is not marked to repeat."""
    rows = list(iter_inner(table, TR))
    if len(rows) < 2 or any(is_on(row.find(f"{w('trPr')}/{w('tblHeader')}")) for row in rows):
        return False
    look = table.find(f"{w('tblPr')}/{w('tblLook')}")
    if look is None:
        return True
    flag = look.get(w("firstRow"))
    bits = look.get(w("val"), "0")
    return flag in ("1", "true", "on") if flag is not None else bits[-2:-1] in tuple("2367ABEFabef")


def _cell_text(cell: Element, reader: LineReader, labels: ListLabels) -> str:
    lines = []
    for paragraph in filter(is_shown, cell.iter(P)):
        label = labels.label(paragraph)
        text = reader.text(paragraph).strip()
        lines.append(f"{label} {text}" if label and text else text)
    return "\n".join(line for line in lines if line)


def _span(cell: Element) -> int:
    value = attribute(cell, "tcPr/gridSpan") or ""
    return min(int(value), 63) if value.isdecimal() and int(value) > 0 else 1


def _width(column: Element) -> int:
    value = column.get(w("w"), "")
    return max(int(value), 1) if value.isdecimal() else _DEFAULT_WIDTH


def _fitting(widths: tuple[int, ...], columns: int) -> tuple[int, ...]:
    return (*widths, *(_DEFAULT_WIDTH,) * (columns - len(widths)))[: max(columns, 1)]
