"""Words count wherever they stand, and every reader of a file sees the same; what cannot be read is named."""

from __future__ import annotations

import datetime
import re
import zipfile
from io import BytesIO

import pytest

from generator.comparing import compare_documents
from generator.word.file.equations import equation_text
from generator.word.file.reading import read_word_file
from generator.word.file.symbols import symbol_text
from generator.word.file.unread import find_unread
from generator.word.file.xml import parse_xml
from generator.word.merge import find_edits, merge_documents
from generator.word.reader.outline import outline
from generator.word.reader.passages import read_passages
from tests.wordfile import field, pack, paragraph, relationships, table, word_file, word_members

DAY = datetime.datetime(2026, 11, 22)
MATH = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def ruby(text: str, reading: str = "よみ") -> str:
    sizes = '<w:rubyPr><w:rubyAlign w:val="center"/><w:hps w:val="10"/><w:hpsRaise w:val="18"/><w:hpsBaseText w:val="21"/><w:lid w:val="ja-JP"/></w:rubyPr>'
    return (
        f"<w:r><w:ruby>{sizes}<w:rt>{run(reading)}</w:rt><w:rubyBase>{run(text)}</w:rubyBase></w:ruby></w:r>"
    )


def box(inner: str) -> str:
    shape = f"<v:shape><v:textbox><w:txbxContent>{inner}</w:txbxContent></v:textbox></v:shape>"
    return f"<w:r><w:pict>{shape}</w:pict></w:r>"


def both(choice: str, fallback: str) -> str:
    return (
        f'<mc:AlternateContent><mc:Choice Requires="wps">{choice}</mc:Choice>'
        f"<mc:Fallback>{fallback}</mc:Fallback></mc:AlternateContent>"
    )


def math(text: str) -> str:
    return f"<m:oMath {MATH}><m:r><m:t>{text}</m:t></m:r></m:oMath>"


def inside(content: str) -> str:
    return f"<w:p>{run('申請先は')}{content}{run('とする。')}</w:p>"


def cell(content: str) -> str:
    return table(("@",)).replace(paragraph("@"), content)


PLACES = {
    "furigana": lambda x: inside(ruby(x)),
    "box in a cell": lambda x: cell(f"<w:p>{run('欄')}{box(paragraph(x))}</w:p>"),
    "table in a box": lambda x: f"<w:p>{box(table((x,)) + '<w:p/>')}</w:p>",
    "box in a box's cell": lambda x: f"<w:p>{box(cell(f'<w:p>{box(paragraph(x))}</w:p>') + '<w:p/>')}</w:p>",
    "box with a copy for older programs": lambda x: (
        f"<w:p><w:r>{both(box(paragraph(x))[5:-6], box(paragraph(x))[5:-6])}</w:r></w:p>"
    ),
    "branch in a paragraph": lambda x: inside(both(run(x), run(x))),
    "branch in a run": lambda x: inside(f"<w:r>{both(f'<w:t>{x}</w:t>', f'<w:t>{x}</w:t>')}</w:r>"),
    "branch of blocks": lambda x: both(paragraph(x), paragraph(x)),
    "branch without a choice": lambda x: inside(
        f"<mc:AlternateContent><mc:Fallback>{run(x)}</mc:Fallback></mc:AlternateContent>"
    ),
    "branch of rows": lambda x: (
        table(("見出し",)).replace("</w:tbl>", "")
        + both(*[f"<w:tr><w:tc>{paragraph(x)}</w:tc></w:tr>"] * 2)
        + "</w:tbl>"
    ),
    "equation": lambda x: inside(math(x)),
    "equation of its own": lambda x: f"<w:p><m:oMathPara {MATH}>{math(x)}</m:oMathPara></w:p>",
    "smart tag": lambda x: inside(f'<w:smartTag w:uri="u" w:element="e">{run(x)}</w:smartTag>'),
    "custom XML": lambda x: inside(f'<w:customXml w:element="e">{run(x)}</w:customXml>'),
    "content control": lambda x: inside(f"<w:sdt><w:sdtContent>{run(x)}</w:sdtContent></w:sdt>"),
    "content control around a cell": lambda x: table(("一",)).replace(
        "</w:tr>", f"<w:sdt><w:sdtContent><w:tc>{paragraph(x)}</w:tc></w:sdtContent></w:sdt></w:tr>"
    ),
    "direction": lambda x: inside(f'<w:dir w:val="ltr">{run(x)}</w:dir>'),
    "overridden direction": lambda x: inside(f'<w:bdo w:val="ltr">{run(x)}</w:bdo>'),
    "result of a field": lambda x: inside(field("DOCPROPERTY 宛先", x)),
    "simple field": lambda x: inside(f'<w:fldSimple w:instr=" DOCPROPERTY 宛先 ">{run(x)}</w:fldSimple>'),
    "furigana in a link": lambda x: inside(f'<w:hyperlink w:anchor="a">{ruby(x)}</w:hyperlink>'),
}


@pytest.mark.parametrize("place", PLACES)
def test_every_reader_sees_the_words(place: str) -> None:
    """Outline, passages and comparison have the words once, and a changed word is a change for each."""
    old, new = (
        word_file(paragraph("前の文。") + PLACES[place](x) + paragraph("後の文。"))
        for x in ("東京支社", "大阪支社")
    )
    assert outline(old).count("東京支社") == 1
    assert sum("東京支社" in passage.text for passage in read_passages(read_word_file(old))) == 1
    assert not compare_documents(old, new).is_empty
    assert compare_documents(old, old).is_empty


@pytest.mark.parametrize("place", [name for name in PLACES if "field" not in name])
def test_a_change_of_the_words_arrives(place: str) -> None:
    """A new version of the words reaches the company's file, tracked or not, and is an edit when the company makes it."""
    old, new = (
        word_file(paragraph("前の文。") + PLACES[place](x) + paragraph("後の文。"))
        for x in ("東京支社", "大阪支社")
    )
    assert find_edits(old, new)
    for track in (True, False):
        merged = merge_documents(old, old, new, date=DAY, track=track)
        assert merged.changes
        assert "大阪支社" in outline(merged.data)
        assert "東京支社" not in re.sub(r"\[-.*?-\]", "", outline(merged.data))


def test_comments_of_the_markup_are_no_content() -> None:
    """An XML comment or processing instruction anywhere in a file is passed over by every reader and by merging."""
    mark = "<!-- x --><?y z?>"
    old, new = (
        word_file(
            f"{mark}<w:p>{mark}<w:r>{mark}<w:t>{x}</w:t>{mark}</w:r></w:p>{mark}" + paragraph("後の文。")
        )
        for x in ("東京支社", "大阪支社")
    )
    assert outline(merge_documents(old, old, new, date=DAY, track=False).data) == outline(new)
    assert compare_documents(old, new).text().startswith("変更 1")
    assert read_passages(old)[0].text == "東京支社"


def test_furigana_stays_where_other_words_change() -> None:
    """Words around furigana change; the words under it keep it, and count as unchanged."""
    old, new = (word_file(paragraph(f"申請先は東京支社{end}。")) for end in ("とする", "であるものとする"))
    ours = word_file(f"<w:p>{run('申請先は')}{ruby('東京支社')}{run('とする。')}</w:p>")
    merged = merge_documents(old, ours, new, date=DAY, track=False)
    assert outline(merged.data) == outline(new)
    assert b"<w:rubyBase>" in _body(merged.data)
    assert not merged.conflicts


def test_words_under_furigana_are_replaced_whole_or_in_part() -> None:
    """Furigana goes with the words it was over; a part of them that stays stands without it."""
    old, new = (word_file(paragraph(f"申請先は{name}とする。")) for name in ("東京の支社", "東京の本社"))
    ours = word_file(f"<w:p>{run('申請先は')}{ruby('東京の支社')}{run('とする。')}</w:p>")
    for track in (True, False):
        merged = merge_documents(old, ours, new, date=DAY, track=track)
        assert re.sub(r"\[-.*?-\]|[{}+]", "", outline(merged.data)) == outline(new)


def test_deleted_furigana_is_marked_once() -> None:
    """A paragraph with furigana and an equation is deleted as a whole, no deletion inside another."""
    kept = paragraph("残る文。")
    old = word_file(kept + inside(ruby("東京支社") + math("X=1")) + paragraph("後の文。"))
    merged = merge_documents(old, old, word_file(kept + paragraph("後の文。")), date=DAY)
    body = parse_xml(_body(merged.data))
    mark = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}del"
    assert all(next(node.iterancestors(mark), None) is None for node in body.iter(mark))
    assert re.sub(r"\[-.*?-\]", "", outline(merged.data)).count("X=1") == 0


def test_equations_that_differ_read_differently() -> None:
    """Fractions, powers, roots and fences are told apart on one line."""

    def part(name: str, *parts: tuple[str, str]) -> str:
        inner = "".join(f"<m:{tag}><m:r><m:t>{text}</m:t></m:r></m:{tag}>" for tag, text in parts)
        return equation_text(parse_xml(f"<m:oMath {MATH}><m:{name}>{inner}</m:{name}></m:oMath>".encode()))

    assert part("f", ("num", "a+b"), ("den", "2")) == "(a+b)/2"
    assert part("sSup", ("e", "x"), ("sup", "2")) == "x^2"
    assert part("sSub", ("e", "x"), ("sub", "2")) == "x_2"
    assert part("rad", ("deg", "3"), ("e", "x")) == "3√(x)"
    assert part("d", ("e", "x"), ("e", "y")) == "(x|y)"


def test_symbols_are_told_apart() -> None:
    """A ticked and an empty box of a symbol font are different characters; an unknown one keeps its code."""
    assert (symbol_text("Wingdings", "F0FE"), symbol_text("Wingdings", "F0A8")) == ("☑", "◻")
    assert symbol_text("Symbol", "F0B7") == "•"
    assert symbol_text("Webdings", "F021") != symbol_text("Webdings", "F022")
    assert symbol_text("", "1F60A") == "😊"
    assert symbol_text("", "zz") == symbol_text("", "") == "〓"


CHART = (
    '<w:r><w:drawing><wp:inline><wp:extent cx="9" cy="9"/><wp:docPr id="1" name="図"/><a:graphic><a:graphicData>'
    '<c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" r:id="rIdchart"/>'
    "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
)


def with_chart(value: str, *, blank: str = "") -> bytes:
    members = word_members(paragraph("前の文。") + f"<w:p>{CHART}</w:p>" + paragraph("後の文。"))
    chart = "http://schemas.openxmlformats.org/drawingml/2006/chart"
    members["word/chart1.xml"] = f'<c:chartSpace xmlns:c="{chart}">{blank}<c:v>{value}</c:v></c:chartSpace>'
    links = members["word/_rels/document.xml.rels"]
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/chart"
    row = relationships(("rIdchart", kind, "chart1.xml")).partition("<Relationship ")[2].partition("</Rel")[0]
    members["word/_rels/document.xml.rels"] = links.replace(
        "</Relationships>", f"<Relationship {row}</Relationships>"
    )
    return pack(members)


def test_what_cannot_be_read_is_named_and_never_equal() -> None:
    """A chart is named as unread; with other numbers it is a change for compare and merge, saved anew it is none."""
    old, new, again = with_chart("1"), with_chart("2"), with_chart("1", blank="\n ")
    assert "⟦グラフ⟧" in outline(old)
    assert find_unread(read_word_file(old)) == {"グラフ": 1}
    found = compare_documents(old, new)
    assert not found.is_empty
    assert "グラフ（1）" in found.text()
    assert compare_documents(old, again).is_empty
    assert find_edits(old, new)
    assert not find_edits(old, again)


def test_imported_file_is_named() -> None:
    """A document that Word takes in when it opens the file is named where it stands."""
    data = word_file(paragraph("前の文。") + '<w:altChunk r:id="rIdx"/>')
    assert "⟦取り込まれた別の文書⟧" in outline(data)
    assert "取り込まれた別の文書（1）" in compare_documents(data, data).text()


def _body(data: bytes) -> bytes:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return archive.read("word/document.xml")
