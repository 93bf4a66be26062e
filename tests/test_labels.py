"""Automatic numbers come out as Word shows them."""

from __future__ import annotations

import pytest

from generator.word.file.labels import ListLabels
from generator.word.file.number_formats import format_number
from generator.word.file.reading import iter_paragraphs, read_word_file
from generator.word.file.styling import Styles
from tests.wordfile import STYLES, paragraph, word_file


def level(number: int, text: str, kind: str = "decimal", extra: str = "") -> str:
    """Return one level of a list, counted from 0."""
    return f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>{extra}<w:lvlText w:val="{text}"/></w:lvl>'


def numbering(*levels: str, number: str = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>') -> str:
    """Return the content of numbering.xml with one list."""
    return f'<w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>{number}'


def item(depth: int, number: int = 1) -> str:
    """Return a list paragraph of the given depth."""
    return (
        f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr></w:pPr></w:p>'
    )


def labels(body: str, lists: str, styles: str = STYLES) -> list[str]:
    """Return the labels of all paragraphs of a file."""
    file = read_word_file(word_file(body, styles=styles, numbering=lists))
    counter = ListLabels(file, Styles(file))
    root = file.root(file.main)
    assert root is not None
    return [counter.label(node) for _, node in iter_paragraphs(root)]


def test_decimal_levels_restart() -> None:
    """A lower level starts again under each upper one."""
    lists = numbering(level(0, "%1"), level(1, "%1.%2"))
    assert labels(item(0) + item(1) * 2 + item(0) + item(1), lists) == ["1", "1.1", "1.2", "2", "2.1"]


def test_articles_run_through_chapters() -> None:
    """A restart of 0 keeps 条 running through 章 (ECMA-376 17.9.11)."""
    lists = numbering(level(0, "第%1章"), level(1, "第%2条", extra='<w:lvlRestart w:val="0"/>'))
    assert labels((item(0) + item(1)) * 2, lists) == ["第1章", "第1条", "第2章", "第2条"]


def test_level_from_style() -> None:
    """A heading style linked to a level gives its paragraphs that level's number."""
    styles = STYLES.replace(
        '<w:outlineLvl w:val="1"/>',
        '<w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="1"/>',
    ).replace('<w:outlineLvl w:val="0"/>', '<w:numPr><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="0"/>')
    lists = numbering(
        level(0, "第%1章", extra='<w:pStyle w:val="Heading1"/>'),
        level(1, "%1.%2", extra='<w:pStyle w:val="Heading2"/>'),
    )
    body = paragraph("一", "Heading1") + paragraph("二", "Heading2") + paragraph("本文")
    assert labels(body, lists, styles) == ["第1章", "1.1", ""]


def test_start_override_begins_again() -> None:
    """A second list over the same definition starts again where it says so."""
    number = (
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="0"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    )
    lists = numbering(level(0, "(%1)"), number=number)
    assert labels(item(0) * 2 + item(0, 2) * 2 + item(0), lists) == ["(1)", "(2)", "(1)", "(2)", "(3)"]


def test_no_list_no_label() -> None:
    """List 0 and a missing list give no label; a bullet gives a dot."""
    assert labels(item(0, 0) + item(0, 9), numbering(level(0, "%1"))) == ["", ""]
    assert labels(item(0), numbering(level(0, "\uf0b7", "bullet"))) == ["・"]


@pytest.mark.parametrize(
    ("value", "kind", "shown"),
    [
        (3, "aiueoFullWidth", "ウ"),
        (3, "irohaFullWidth", "ハ"),
        (12, "decimalFullWidth", "１２"),
        (3, "decimalEnclosedCircle", "③"),
        (21, "decimalEnclosedCircle", "21"),
        (13, "japaneseCounting", "十三"),
        (20, "japaneseCounting", "二十"),
        (13, "ideographDigital", "一三"),
        (4, "upperRoman", "IV"),
        (28, "lowerLetter", "bb"),
        (5, "decimalZero", "05"),
        (5, "none", ""),
    ],
)
def test_number_formats(value: int, kind: str, shown: str) -> None:
    """Word's Japanese and Western number formats."""
    assert format_number(value, kind) == shown
