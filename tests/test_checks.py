"""Each structure check finds its own defect, and a sound file has none."""

from __future__ import annotations

from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.errors import TemplateError
from generator.word.checks.structure import check_structure
from generator.word.reader.outline import outline
from generator.word.reader.passages import stale_references
from tests.accessibility import check_accessibility
from tests.validators import external_findings
from tests.wordfile import STYLES, bookmark, field, pack, paragraph, table, word_file, word_members

_AUTHOR = 'w:author="甲" w:date="2026-01-01T00:00:00Z"'
_CONTROL = '<w:sdt><w:sdtPr><w:id w:val="7"/></w:sdtPr><w:sdtContent><w:p/></w:sdtContent></w:sdt>'
_PICTURE = '<w:r><w:drawing><wp:inline><wp:docPr id="1" name="図"/></wp:inline></w:drawing></w:r>'
_LIST = (
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:lvlText w:val="%1"/></w:lvl>'
    '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
)

SOUND_BODY = (
    paragraph("情報セキュリティ", "Heading1")
    + f"<w:p>{bookmark('_Pg_rule', 1, '<w:r><w:t>規則</w:t></w:r>')}</w:p>"
    + paragraph("参照: ", inside=field("REF _Pg_rule \\h", "規則"))
    + f'<w:p><w:ins w:id="3" {_AUTHOR}><w:r><w:t>追加</w:t></w:r></w:ins>'
    + f'<w:del w:id="4" {_AUTHOR}><w:r><w:delText>削除</w:delText></w:r></w:del></w:p>'
    + table(("項目", "値"), ("長さ", "10"))
    + paragraph("終わり")
)

#: name of the case -> (code expected, body)
BROKEN_BODIES = {
    "text outside a run": ("text-outside-run", "<w:p><w:t>文</w:t></w:p>"),
    "wrong child order": ("wrong-order", '<w:p><w:pPr><w:jc w:val="left"/><w:keepNext/></w:pPr></w:p>'),
    "properties after runs": ("wrong-order", '<w:p><w:r/><w:pPr><w:jc w:val="left"/></w:pPr></w:p>'),
    "paragraph in paragraph": ("misplaced-element", "<w:p><w:p/></w:p>"),
    "run in the body": ("misplaced-element", "<w:r><w:t>文</w:t></w:r>"),
    "insertion without author": ("revision-without-author", '<w:p><w:ins w:id="1"><w:r/></w:ins></w:p>'),
    "dangling relationship id": (
        "dangling-relationship",
        '<w:p><w:hyperlink r:id="rId99"><w:r/></w:hyperlink></w:p>',
    ),
    "cell without a paragraph": ("cell-without-paragraph", "<w:tbl><w:tr><w:tc/></w:tr></w:tbl><w:p/>"),
    "cell ending with a table": (
        "cell-without-paragraph",
        f"<w:tbl><w:tr><w:tc><w:p/>{table(('あ',))}</w:tc></w:tr></w:tbl><w:p/>",
    ),
    "table without rows": ("empty-table", "<w:tbl><w:tblPr/><w:tblGrid/></w:tbl><w:p/>"),
    "row without cells": ("empty-row", "<w:tbl><w:tr/></w:tbl><w:p/>"),
    "end of a bookmark alone": ("unpaired-mark", '<w:p><w:bookmarkEnd w:id="5"/></w:p>'),
    "start of a bookmark alone": ("unpaired-mark", '<w:p><w:bookmarkStart w:id="5" w:name="a"/></w:p>'),
    "end before start": (
        "unpaired-mark",
        '<w:p><w:bookmarkEnd w:id="5"/><w:bookmarkStart w:id="5" w:name="a"/></w:p>',
    ),
    "comment range without end": ("unpaired-mark", '<w:p><w:commentRangeStart w:id="5"/></w:p>'),
    "permission without end": ("unpaired-mark", '<w:p><w:permStart w:id="5"/></w:p>'),
    "duplicate control id": ("duplicate-id", _CONTROL * 2),
    "control without content": ("control-without-content", "<w:sdt><w:sdtPr/></w:sdt><w:p/>"),
    "live text in a deletion": (
        "live-text-in-deletion",
        f'<w:p><w:del w:id="1" {_AUTHOR}><w:r><w:t>消</w:t></w:r></w:del></w:p>',
    ),
    "deleted text outside a deletion": (
        "deleted-text-outside-deletion",
        "<w:p><w:r><w:delText>消</w:delText></w:r></w:p>",
    ),
    "loose text in the body": ("loose-text", "文字<w:p/>"),
    "loose text in a run": ("loose-text", "<w:p><w:r>文字</w:r></w:p>"),
    "duplicate picture id": ("duplicate-id", f"<w:p>{_PICTURE}{_PICTURE}</w:p>"),
    "duplicate bookmark name": (
        "duplicate-id",
        f"<w:p>{bookmark('a', 1, '')}{bookmark('A', 2, '')}</w:p>",
    ),
    "bookmark name with a blank": ("bad-bookmark-name", f"<w:p>{bookmark('a b', 1, '')}</w:p>"),
    "duplicate paragraph id": ("duplicate-id", '<w:p w14:paraId="00000001"/>' * 2),
    "paragraph id out of range": ("bad-paragraph-id", '<w:p w14:paraId="80000000"/>'),
    "duplicate revision id": (
        "duplicate-id",
        f'<w:p><w:ins w:id="1" {_AUTHOR}/><w:ins w:id="1" {_AUTHOR}/></w:p>',
    ),
    "field without end": ("unbalanced-field", '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r></w:p>'),
    "field without begin": ("unbalanced-field", '<w:p><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'),
    "field without instruction": ("empty-field", f"<w:p>{field('', '')}</w:p>"),
    "reference to nothing": ("dangling-reference", f"<w:p>{field('REF _Pg_gone', '第1条')}</w:p>"),
    "link to nothing": ("dangling-reference", '<w:p><w:hyperlink w:anchor="gone"><w:r/></w:hyperlink></w:p>'),
    "note without text": ("dangling-reference", '<w:p><w:r><w:footnoteReference w:id="2"/></w:r></w:p>'),
    "Word's own error text": ("dangling-reference", paragraph("エラー! 参照元が見つかりません。")),
    "unknown style": ("unknown-style", paragraph("文", "Nowhere")),
    "unknown list": ("unknown-list", '<w:p><w:pPr><w:numPr><w:numId w:val="9"/></w:numPr></w:pPr></w:p>'),
    "leftover value tag": ("leftover-tag", paragraph("{{ company.name }}")),
    "leftover tag over runs": (
        "leftover-tag",
        "<w:p><w:r><w:t>{</w:t></w:r><w:r><w:t>%p if</w:t></w:r></w:p>",
    ),
    "leftover token": ("leftover-token", paragraph("\ufdd0")),
    "empty heading": ("empty-heading", paragraph("", "Heading1")),
    "heading that skips a level": (
        "heading-order",
        paragraph("一", "Heading1") + paragraph("二", "Heading3"),
    ),
}


def codes(data: bytes) -> set[str]:
    return {finding.code for finding in check_structure(data)}


def test_sound_file_has_no_finding() -> None:
    """A file with fields, tables, revisions and bookmarks in order passes, here and in both validators."""
    data = word_file(SOUND_BODY)
    assert check_structure(data) == ()
    assert external_findings([("sound.docx", data)]) == []


@pytest.mark.parametrize("name", BROKEN_BODIES)
def test_broken_body_is_found(name: str) -> None:
    """A body with one defect gives that defect's code."""
    code, body = BROKEN_BODIES[name]
    assert code in codes(word_file(body))


def test_finding_names_part_and_paragraph() -> None:
    """A finding says where: the part and the paragraph, counted from 1."""
    finding = check_structure(word_file(paragraph("一") + paragraph("{{ x }}")))[0]
    assert (finding.part, finding.paragraph) == ("word/document.xml", 2)
    assert "段落2" in str(finding)


def test_tags_are_allowed_in_a_template() -> None:
    """A template's tags are no leftovers."""
    assert check_structure(word_file(paragraph("{{ x }}")), allow_tags=True) == ()


def test_leftover_tag_in_properties() -> None:
    """A tag left in the document properties is found."""
    members = word_members(paragraph("文"))
    members["docProps/core.xml"] = members["docProps/core.xml"].replace("見本", "{{ title }}")
    assert codes(pack(members)) == {"leftover-tag"}


def test_japanese_text_without_font() -> None:
    """A Japanese run that no style and no default gives a font is found; Latin text is not."""
    bare = STYLES.replace('w:eastAsia="BIZ UDゴシック"', "")
    assert codes(word_file(paragraph("日本語"), styles=bare)) == {"no-japanese-font"}
    assert codes(word_file(paragraph("English"), styles=bare)) == set()


def test_japanese_font_from_style_chain() -> None:
    """A font named by the style that the paragraph's style is based on counts."""
    bare = STYLES.replace('w:eastAsia="BIZ UDゴシック"', "").replace(
        '<w:name w:val="Normal"/>', '<w:name w:val="Normal"/><w:rPr><w:rFonts w:eastAsia="游明朝"/></w:rPr>'
    )
    assert codes(word_file(paragraph("見出し", "Heading1"), styles=bare)) == set()


def test_leftover_and_broken_list_in_numbering() -> None:
    """A list whose definition is missing is found, a sound one is not."""
    body = '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr></w:p>'
    assert codes(word_file(body, numbering=_LIST)) == set()
    broken = _LIST.replace('<w:abstractNumId w:val="0"/>', '<w:abstractNumId w:val="5"/>')
    assert codes(word_file(body, numbering=broken)) == {"unknown-list"}


def test_field_open_in_footnote_does_not_close_in_body() -> None:
    """Each footnote balances its own fields."""
    notes = (
        '<w:footnote w:id="1"><w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r></w:p></w:footnote>'
        '<w:footnote w:id="2"><w:p><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p></w:footnote>'
    )
    found = [
        f
        for f in check_structure(word_file(paragraph("文"), footnotes=notes))
        if f.code == "unbalanced-field"
    ]
    assert len(found) == 2


def test_header_without_paragraph() -> None:
    """A header left empty is found."""
    assert "no-paragraph" in codes(word_file(paragraph("文"), header=""))


def package_defects() -> dict[str, tuple[str, dict[str, str]]]:
    """Return files whose package, not whose text, is broken."""
    cases = {}
    members = word_members(paragraph("文"))
    missing = dict(members)
    del missing["docProps/core.xml"]
    cases["missing part"] = ("missing-part", missing)
    cases["orphan part"] = ("orphan-part", {**members, "word/extra.xml": "<a/>"})
    cases["untyped part"] = ("untyped-part", {**members, "word/extra.bin": "x"})
    control = {**members, "word/document.xml": members["word/document.xml"].replace("文", "文\x0b")}
    cases["control character"] = ("not-well-formed", control)
    doctype = {**members, "word/styles.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a/>'}
    cases["document type"] = ("not-well-formed", doctype)
    twice = members["word/_rels/document.xml.rels"]
    row = twice[twice.index("<Relationship ") : twice.index("/>") + 2]
    again = {**members, "word/_rels/document.xml.rels": twice.replace(row, row * 2)}
    cases["duplicate relationship"] = ("duplicate-relationship", again)
    types = members["[Content_Types].xml"]
    override = types[types.index("<Override ") : types.index("/></Types>") + 2].split("/>")[0] + "/>"
    typed = {**members, "[Content_Types].xml": types.replace(override, override * 2)}
    cases["type given twice"] = ("duplicate-content-type", typed)
    without_main = {
        **members,
        "_rels/.rels": members["_rels/.rels"].replace("word/document.xml", "word/gone.xml"),
    }
    cases["no main part"] = ("no-main-part", without_main)
    return cases


@pytest.mark.parametrize("name", package_defects())
def test_broken_package_is_found(name: str) -> None:
    """A package with one defect gives that defect's code."""
    code, members = package_defects()[name]
    assert code in codes(pack(members))


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", pack({"a.txt": "x"})])
def test_not_a_word_file(data: bytes) -> None:
    """Something that is no Word file is refused with one clear error."""
    with pytest.raises(TemplateError):
        check_structure(data)


@given(st.text(alphabet="0123456789-²'\"x", max_size=12))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_odd_numbers_do_not_stop_the_readers(value: str) -> None:
    """Whatever stands where a number should, the checks, the outline and the passages come to an end."""
    safe = escape(value, {'"': "&quot;"})
    body = (
        f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{safe}"/><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="{safe}"/>'
        f'</w:pPr><w:r><w:t>文</w:t></w:r></w:p><w:p w14:paraId="{safe}"><w:pPr><w:numPr><w:numId w:val="{safe}"/>'
        "</w:numPr></w:pPr></w:p>"
    )
    lists = _LIST.replace('w:start w:val="1"', f'w:start w:val="{safe}"').replace(
        'w:ilvl="0"', f'w:ilvl="{safe}"'
    )
    data = word_file(body, numbering=lists)
    check_structure(data)
    check_accessibility(data)
    assert "文" in outline(data)
    assert stale_references(data) == ()
