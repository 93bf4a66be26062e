"""The outline shows every text of a document on lines a person can review."""

from __future__ import annotations

from generator.word.reader.outline import outline
from tests.wordfile import bookmark, field, paragraph, table, word_file

_AUTHOR = 'w:author="甲" w:date="2026-01-01T00:00:00Z"'


def lines(body: str, **parts: str) -> list[str]:
    return outline(word_file(body, **parts)).splitlines()


def test_style_and_text_of_each_paragraph() -> None:
    """One line per paragraph: the style's name, then the text."""
    body = paragraph("総則", "Heading1") + paragraph("本文です。") + paragraph("")
    assert lines(body) == ["[heading 1] 総則", "[Normal] 本文です。", "[Normal]"]


def test_number_stands_before_the_text() -> None:
    """Automatic numbers are computed and shown."""
    number = '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>'
    lists = (
        '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
        '<w:lvlText w:val="第%1条"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    assert lines(f"<w:p>{number}<w:r><w:t>目的</w:t></w:r></w:p>", numbering=lists) == ["[Normal] 第1条 目的"]


def test_tables_as_rows() -> None:
    """A table is one line per row, header rows marked; a vertically merged cell shows a ditto mark."""
    assert lines(table(("項目", "値"), ("長さ", "10"))) == ["+ 表", "|= 項目 | 値 |", "| 長さ | 10 |"]
    merged = table(("あ",), header=False).replace("</w:tcPr>", "<w:vMerge/></w:tcPr>")
    assert lines(merged) == ["+ 表", "| 〃 |"]


def test_table_caption_is_shown() -> None:
    """The alternative text of a table stands before its rows."""
    assert lines(table(("あ",), properties='<w:tblCaption w:val="一覧"/>'))[0] == "+ 表（一覧）"


def test_tracked_changes_are_marked() -> None:
    """Inserted and deleted text and paragraph marks are shown as such."""
    body = (
        f'<w:p><w:pPr><w:rPr><w:ins w:id="1" {_AUTHOR}/></w:rPr></w:pPr><w:ins w:id="2" {_AUTHOR}><w:r><w:t>新</w:t>'
        f'</w:r></w:ins><w:del w:id="3" {_AUTHOR}><w:r><w:delText>旧</w:delText></w:r></w:del></w:p>'
    )
    assert lines(body) == ["[Normal] {+新+}[-旧-] {+¶+}"]


def test_other_stories_follow_under_their_title() -> None:
    """Headers, footers, footnotes and comments come after the body."""
    notes = (
        '<w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'
        f'<w:footnote w:id="2">{paragraph("注の文")}</w:footnote>'
    )
    body = paragraph("本文", inside='<w:r><w:footnoteReference w:id="2"/></w:r>')
    found = lines(body, header=paragraph("社外秘"), footnotes=notes)
    assert found == [
        "[Normal] 本文⟦脚注2⟧",
        "=== ヘッダー（header.xml）",
        "[Normal] 社外秘",
        "=== 脚注（footnotes.xml）",
        "(脚注2) [Normal] 注の文",
    ]


def test_page_fields_and_references() -> None:
    """A page number shows as a field, a cross reference as its text."""
    body = f"<w:p>{bookmark('a', 1, '')}{field('REF a', '第1条')} {field('PAGE', '7')}<w:r><w:t>頁</w:t></w:r></w:p>"
    assert lines(body) == ["[Normal] 第1条‹PAGE›頁"]
    simple = '<w:p><w:fldSimple w:instr=" NUMPAGES "><w:r><w:t>9</w:t></w:r></w:fldSimple></w:p>'
    assert lines(simple) == ["[Normal] ‹NUMPAGES›"]


def test_text_boxes_once() -> None:
    """A text box is read once, though Word stores it twice (Choice and Fallback)."""
    box = f"<w:txbxContent>{paragraph('枠の中')}</w:txbxContent>"
    body = (
        "<w:p><w:r><w:t>外</w:t><mc:AlternateContent>"
        f'<mc:Choice Requires="wps"><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    assert lines(body) == ["[Normal] 外", "（テキスト ボックス）[Normal] 枠の中"]


def test_controls_links_breaks_and_tags() -> None:
    """Text in content controls and links counts; line breaks, tabs and tags are visible."""
    body = (
        "<w:sdt><w:sdtContent><w:p><w:sdt><w:sdtContent><w:r><w:t>{{ a }}</w:t><w:br/><w:tab/></w:r></w:sdtContent>"
        '</w:sdt><w:hyperlink w:anchor="x"><w:r><w:t>リンク</w:t></w:r></w:hyperlink></w:p></w:sdtContent></w:sdt>'
    )
    assert lines(body) == ["[Normal] {{ a }}⏎→リンク"]


def test_pictures_show_their_alt_text() -> None:
    """A picture is its alternative text."""
    body = '<w:p><w:r><w:drawing><wp:inline><wp:docPr id="1" name="n" descr="体制図"/></wp:inline></w:drawing></w:r></w:p>'
    assert lines(body) == ["[Normal] ⟦図: 体制図⟧"]
