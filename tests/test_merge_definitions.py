"""Styles and lists that a new template changes, in files that Word or LibreOffice wrote anew or somebody restyled."""

from __future__ import annotations

import datetime
import re

import pytest

from generator.word.merge import Merged, merge_documents
from tests.editing import edit, members
from tests.validators import external_findings
from tests.wordfile import STYLES, paragraph, word_file

DAY = datetime.datetime(2026, 11, 22)
LOOK = '<w:pPr><w:spacing w:before="240" w:after="120"/><w:ind w:left="420"/></w:pPr><w:rPr><w:b/><w:color w:val="1F4E79"/><w:sz w:val="28"/></w:rPr>'
LEVEL = '<w:lvl w:ilvl="{place}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>{style}<w:lvlText w:val="{text}"/><w:pPr><w:ind w:left="{left}" w:hanging="420"/></w:pPr></w:lvl>'


def styled(look: str) -> str:
    """Return the usual styles with a look of Heading 1, which numbers with list 1."""
    numbered = look.replace("<w:spacing", '<w:numPr><w:numId w:val="1"/></w:numPr><w:spacing', 1)
    return STYLES.replace(
        '<w:pPr><w:outlineLvl w:val="0"/></w:pPr>',
        numbered.replace("</w:pPr>", '<w:outlineLvl w:val="0"/></w:pPr>', 1),
    )


def levels(*rows: tuple[str, str, int], style: bool = True, number: str = "1", abstract: str = "1") -> str:
    text = "".join(
        LEVEL.format(
            place=place,
            kind=kind,
            text=label,
            left=left,
            style='<w:pStyle w:val="Heading1"/>' * (style and not place),
        )
        for place, (kind, label, left) in enumerate(rows)
    )
    return (
        f'<w:abstractNum w:abstractNumId="{abstract}"><w:multiLevelType w:val="multilevel"/>{text}</w:abstractNum>'
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="{abstract}"/></w:num>'
    )


ROWS = (("decimal", "第%1章", 420), ("decimal", "第%2条", 840))


def document(look: str = LOOK, lists: str | None = None) -> bytes:
    body = paragraph("体制", "Heading1") + paragraph("点検は2月に行う。")
    return word_file(body, styles=styled(look), numbering=lists or levels(*ROWS))


def merged(ours: bytes, theirs: bytes, base: bytes | None = None) -> Merged:
    result = merge_documents(base or document(), ours, theirs, date=DAY)
    assert external_findings([("merged", result.data)]) == external_findings([("ours", ours)])
    return result


def heading(result: Merged) -> str:
    text = members(result.data)["word/styles.xml"].decode()
    found = re.search(r'<w:style [^>]*w:styleId="Heading1".*?</w:style>', text, re.S)
    assert found is not None
    return found[0]


def lists_of(result: Merged) -> str:
    return members(result.data)["word/numbering.xml"].decode()


def test_a_colour_of_ours_and_a_size_of_theirs_stand_together() -> None:
    """Somebody recoloured headings in Word; the template makes them smaller and closer: all three."""
    ours = document(LOOK.replace("1F4E79", "C00000"))
    theirs = document(LOOK.replace('"28"', '"24"').replace('after="120"', 'after="60"'))
    result = merged(ours, theirs)
    assert result.left == ()
    for words in ('w:val="C00000"', '<w:sz w:val="24"/>', 'w:after="60"', 'w:before="240"'):
        assert words in heading(result)


def test_the_same_property_changed_twice_stays_ours_and_is_reported() -> None:
    """Both changed the colour, theirs the size as well: the size comes in, the colour is ours."""
    result = merged(
        document(LOOK.replace("1F4E79", "C00000")),
        document(LOOK.replace("1F4E79", "008000").replace("28", "24")),
    )
    assert result.left == ("styles",)
    assert 'w:val="C00000"' in heading(result) and '<w:sz w:val="24"/>' in heading(result)


def test_a_property_that_theirs_drops_goes() -> None:
    """The template no longer makes headings bold; ours had recoloured them."""
    result = merged(document(LOOK.replace("1F4E79", "C00000")), document(LOOK.replace("<w:b/>", "")))
    assert "<w:b/>" not in heading(result) and 'w:val="C00000"' in heading(result)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ('w:before="240"', 'w:before="238"'),
        ('<w:ind w:left="420"/>', '<w:ind w:left="419" w:right="0" w:hanging="0"/>'),
        ("<w:b/>", '<w:b w:val="true"/><w:bCs/>'),
        ('<w:ind w:left="420"/>', '<w:ind w:start="420"/>'),
    ],
)
def test_another_spelling_is_no_change(one: str, other: str) -> None:
    """Rounded measures, spelled-out defaults, other names of the same side: theirs still comes in."""
    ours = document(LOOK.replace(one, other))
    theirs = document(
        LOOK.replace('before="240"', 'before="300"').replace('left="420"', 'left="210"').replace("<w:b/>", "")
    )
    result = merged(ours, theirs)
    assert result.left == ()
    assert 'w:before="300"' in heading(result) and 'w:left="210"' in heading(result)
    assert (
        "<w:b/>" not in heading(result)
        and "<w:b " not in heading(result)
        and "w:start=" not in heading(result)
    )


def test_what_a_style_inherits_is_no_change_of_its_own() -> None:
    """LibreOffice writes the alignment of the parent into the child; theirs aligns the child anew."""
    normal = '<w:name w:val="Normal"/>'
    both = '<w:name w:val="Normal"/><w:pPr><w:jc w:val="both"/></w:pPr>'
    base, theirs = (
        edit(document(look), lambda text: text.replace(normal, both), "word/styles.xml")
        for look in (LOOK, LOOK.replace('<w:ind w:left="420"/>', '<w:ind w:left="420"/><w:jc w:val="left"/>'))
    )
    ours = edit(
        document(LOOK.replace('<w:ind w:left="420"/>', '<w:ind w:left="420"/><w:jc w:val="both"/>')),
        lambda text: text.replace(normal, both),
        "word/styles.xml",
    )
    result = merged(ours, theirs, base)
    assert result.left == () and '<w:jc w:val="left"/>' in heading(result)


def test_defaults_of_the_document_are_merged_too() -> None:
    """A new template sets another size for all text."""
    theirs = edit(
        document(), lambda text: text.replace("<w:lang", '<w:sz w:val="20"/><w:lang', 1), "word/styles.xml"
    )
    assert b'<w:sz w:val="20"/><w:lang' in members(merged(document(), theirs).data)["word/styles.xml"]


def test_lists_are_merged_level_by_level() -> None:
    """Ours indents one level otherwise, LibreOffice renumbered the lists; theirs renames both levels."""
    ours = document(
        lists=levels(("decimal", "第%1章", 420), ("decimal", "第%2条", 1200), style=False, abstract="5")
    )
    theirs = document(lists=levels(("decimal", "%1.", 420), ("upperLetter", "%2)", 900)))
    result = merged(ours, theirs)
    text = lists_of(result)
    assert 'w:val="%1."' in text and 'w:val="%2)"' in text and '<w:numFmt w:val="upperLetter"/>' in text
    assert 'w:left="1200"' in text and 'w:left="900"' not in text
    assert 'w:abstractNumId="5"' in text
    assert result.left == ("numbering",)


def test_a_level_that_ours_left_alone_is_taken_whole() -> None:
    """Without a change of ours nothing is left over."""
    rows = (*ROWS[:1], ("decimal", "(%2)", 900))
    result = merged(document(lists=levels(*ROWS, style=False, abstract="5")), document(lists=levels(*rows)))
    assert result.left == ()
    assert 'w:val="(%2)"' in lists_of(result) and 'w:left="900"' in lists_of(result)


def test_a_template_that_renumbers_its_lists_changes_nothing_in_ours() -> None:
    """The list of the headings is number 7 now: ours keeps its number, the levels follow."""
    look = LOOK.replace("1F4E79", "C00000")
    theirs = edit(
        document(lists=levels(("decimal", "その%1", 420), ROWS[1], number="7", abstract="3")),
        lambda text: text.replace('<w:numId w:val="1"/>', '<w:numId w:val="7"/>'),
        "word/styles.xml",
    )
    result = merged(document(look), theirs)
    assert 'w:val="その%1"' in lists_of(result)
    assert '<w:numId w:val="1"/>' in heading(result) and '<w:num w:numId="1">' in lists_of(result)
