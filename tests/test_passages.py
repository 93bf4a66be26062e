"""Passages carry the number, clause, row and story that a finding needs to name its place."""

from __future__ import annotations

from generator.word.reader.passages import read_passages, stale_references
from tests.wordfile import STYLES, bookmark, field, paragraph, table, word_file

_LISTS = (
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
    '<w:pStyle w:val="Heading1"/><w:lvlText w:val="第%1条"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
)
_NUMBERED = STYLES.replace(
    '<w:outlineLvl w:val="0"/>', '<w:numPr><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="0"/>'
)
_FORM = (
    '<w:style w:type="paragraph" w:styleId="Form"><w:name w:val="様式見出し"/>'
    '<w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
)


def test_clause_is_the_nearest_heading() -> None:
    """A paragraph knows the number and title of the heading above it, and its table row."""
    body = (
        paragraph("目的", "Heading1")
        + paragraph("本文")
        + table(("項目", "値"), ("長さ", "10"))
        + paragraph("後")
    )
    found = read_passages(word_file(body, styles=_NUMBERED, numbering=_LISTS))
    assert [(p.clause, p.text) for p in found[:2]] == [("第1条 目的", "目的"), ("第1条 目的", "本文")]
    assert found[4].row == ("長さ", "10")
    assert found[-1].row == ()


def test_form_ends_at_the_next_heading() -> None:
    """What stands under a form's heading belongs to the form until a heading of the same level."""
    body = (
        paragraph("誓約書", "Form")
        + paragraph("誓約します。")
        + paragraph("雑則", "Heading1")
        + paragraph("文")
    )
    found = read_passages(word_file(body, styles=STYLES + _FORM))
    assert [p.is_form for p in found] == [True, True, False, False]


def test_stale_reference_is_found() -> None:
    """A reference that still shows the number from before a clause was put in is found."""

    def document(shown: str) -> bytes:
        marked = bookmark("_Pg_a", 1, "<w:r><w:t>守る</w:t></w:r>")
        heading = f'<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr>{marked}</w:p>'
        reference = field("REF _Pg_a \\n \\h", shown)
        body = paragraph("目的", "Heading1") + heading + f"<w:p>{reference}</w:p>"
        return word_file(body, styles=_NUMBERED, numbering=_LISTS)

    assert stale_references(document("第2条")) == ()
    [(passage, shown, wanted)] = stale_references(document("第1条"))
    assert (passage.clause, shown, wanted) == ("第2条 守る", "第1条", "第2条")
