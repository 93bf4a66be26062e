"""Lists and notes as Word writes them: lists that name a list style, notes that hold bookmarks."""

from __future__ import annotations

import datetime

import pytest

from generator.word.checks.structure import check_structure
from generator.word.file.labels import ListLabels
from generator.word.file.names import P
from generator.word.file.reading import read_word_file
from generator.word.file.styling import Styles
from generator.word.merge import merge_documents
from generator.word.reader.outline import outline
from tests.wordfile import STYLES, bookmark, paragraph, word_file

DAY = datetime.datetime(2026, 11, 22)
LEVEL = '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="第%1条"/></w:lvl>'
LINK = '<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="Rules"/></w:abstractNum>'
OWNER = f'<w:abstractNum w:abstractNumId="4"><w:styleLink w:val="Rules"/>{LEVEL}</w:abstractNum>'
NUMBERS = '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num><w:num w:numId="5"><w:abstractNumId w:val="4"/></w:num>'
RULES = '<w:style w:type="numbering" w:styleId="Rules"><w:name w:val="規程の番号"/>{}</w:style>'
NAMED = STYLES + RULES.format('<w:pPr><w:numPr><w:numId w:val="5"/></w:numPr></w:pPr>')
UNNAMED = STYLES + RULES.format("")


def item(text: str) -> str:
    number = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="2"/></w:numPr>'
    return paragraph(text).replace("<w:p>", f"<w:p><w:pPr>{number}</w:pPr>", 1)


LISTS = {
    "style names the list": (NAMED, LINK + OWNER + NUMBERS),
    "list names the style": (UNNAMED, LINK + OWNER + NUMBERS),
    "style is not there": (STYLES, LINK + NUMBERS.partition('<w:num w:numId="5"')[0]),
    "list names itself": (
        STYLES + RULES.format('<w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr>'),
        LINK + NUMBERS.partition('<w:num w:numId="5"')[0],
    ),
    "list is not there": (STYLES, ""),
}


@pytest.mark.parametrize("kind", LISTS)
def test_new_item_of_a_list_that_names_a_list_style(kind: str) -> None:
    """A new paragraph joins the list, however the list is defined, or is not."""
    styles, numbering = LISTS[kind]
    base = word_file(item("目的") + paragraph("文。"), styles=styles, numbering=numbering)
    theirs = word_file(item("目的") + paragraph("文。") + item("範囲"), styles=styles, numbering=numbering)
    merged = merge_documents(base, base, theirs, date=DAY, track=False)
    assert outline(merged.data) == outline(theirs)


@pytest.mark.parametrize("kind", ["style names the list", "list names the style"])
def test_numbers_come_from_the_list_style(kind: str) -> None:
    """The number shown is that of the list that the style stands for."""
    styles, numbering = LISTS[kind]
    file = read_word_file(word_file(item("目的"), styles=styles, numbering=numbering))
    root = file.root(file.main)
    assert root is not None
    assert ListLabels(file, Styles(file)).label(next(root.iter(P))) == "第1条"


@pytest.mark.parametrize("track", [True, False])
@pytest.mark.parametrize("name", ["_Ref1", "_Ours"])
def test_bookmarks_of_a_new_note_are_free(name: str, track: bool) -> None:
    """A note that comes with bookmarks takes no number or name that the company's file has already."""
    separator = '<w:footnote w:type="separator" w:id="-1"><w:p/></w:footnote>'
    mark = "<w:r><w:t>注の文</w:t></w:r>"
    note = f'<w:footnote w:id="2"><w:p>{bookmark(name, 7, mark)}</w:p></w:footnote>'
    reference = paragraph("本文", inside='<w:r><w:footnoteReference w:id="2"/></w:r>')
    base = word_file(paragraph("前の文。"), footnotes=separator)
    ours = word_file(
        f"<w:p>{bookmark('_Ours', 7, '<w:r><w:t>前の文。</w:t></w:r>')}</w:p>", footnotes=separator
    )
    theirs = word_file(paragraph("前の文。") + reference, footnotes=separator + note)
    merged = merge_documents(base, ours, theirs, date=DAY, track=track).data
    assert "注の文" in outline(merged)
    assert [finding for finding in check_structure(merged) if finding.code == "duplicate-id"] == []
    file = read_word_file(merged)
    roots = [file.root(part) for part, _ in file.stories]
    starts = [node for root in roots if root is not None for node in root.iter("{*}bookmarkStart")]
    numbers = [str(node.attrib.values()[0]) for node in starts]
    assert len(set(numbers)) == len(numbers)
