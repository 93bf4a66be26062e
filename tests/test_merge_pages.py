"""The pages of sections that a new template changes, and headers and footers that it brings or takes away.

docx-scalpel accepts and rejects w:sectPrChange. What a section names as its header no program can track: the tests
look at the references themselves, and rejecting leaves them as they are.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from docx_scalpel import docx_diff_accept_revisions, docx_diff_reject_revisions
from lxml import etree

from generator.run.outcome import DocumentReport, Outcome
from generator.run.report import Report
from generator.word.file.reading import read_word_file
from generator.word.merge import Merged, merge_documents, same_content
from tests.editing import W, edit, members, packed, replace_xml, text_of
from tests.merging import DAY, merge_soundly
from tests.office import office_command
from tests.office_editing import saved_by_office
from tests.pictures import png
from tests.test_merge_imports import DRAWING, linked
from tests.wordfile import NAMESPACES, paragraph, word_file

RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MARGINS = '<w:pgMar w:top="{top}" w:right="1134" w:bottom="{bottom}" w:left="1134" w:header="720" w:footer="720" w:gutter="0"/>'
SIZE, WIDE = '<w:pgSz w:w="11906" w:h="16838"/>', '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>'
TEXT = "点検は2月に行う。"
SOMEBODY = 'w:author="総務" w:date="2026-11-01T00:00:00Z"'


def pages(size: str = SIZE, top: int = 1361, bottom: int = 1077, more: str = "") -> str:
    return size + MARGINS.format(top=top, bottom=bottom) + more


def document(*sections: str, last: str = TEXT, names: tuple[str, ...] = (), **headers: str) -> bytes:
    """Return a file with a sentence in each section.

    Args:
        sections: What each section says of its pages.
        last: The sentence of the last section.
        names: For each section the headers it names, blank between them; every section names all when not given.
        headers: Content of the headers by name: `default` or `first`, behind it any number.
    """
    sections = sections or (pages(),)
    ends = []
    for place, look in enumerate(sections):
        own = names[place].split() if names else list(headers)
        references = "".join(
            f'<w:headerReference w:type="{name.rstrip("0123456789")}" r:id="rId{name}"/>' for name in own
        )
        ends.append(f"<w:sectPr>{references}{look}</w:sectPr>")
    body = "".join(
        f"{paragraph(f'第{place}の部。')}<w:p><w:pPr>{end}</w:pPr></w:p>"
        for place, end in enumerate(ends[:-1])
    )
    data = edit(
        word_file(body + paragraph(last)),
        lambda text: re.sub(r"<w:sectPr><w:pgSz[^>]*></w:sectPr>(?=</w:body>)", lambda _: ends[-1], text),
    )
    for name, content in headers.items():
        data = with_header(data, name, content)
    return data


def with_header(data: bytes, name: str, content: str) -> bytes:
    parts = members(data)
    parts[f"word/{name}.xml"] = f"<w:hdr {NAMESPACES}>{content}</w:hdr>".encode()
    link = f'<Relationship Id="rId{name}" Type="{RELATION}/header" Target="{name}.xml"/>'
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"
    override = f'<Override PartName="/word/{name}.xml" ContentType="{kind}"/>'
    rels, types = "word/_rels/document.xml.rels", "[Content_Types].xml"
    parts[rels] = parts[rels].replace(b"</Relationships>", f"{link}</Relationships>".encode())
    parts[types] = parts[types].replace(b"</Types>", f"{override}</Types>".encode())
    return packed(parts)


def sections(data: bytes) -> list[list[str]]:
    """Return what each section says of its pages, its headers apart."""
    root = etree.fromstring(members(data)["word/document.xml"])
    found = []
    for node in root.iter(f"{W}sectPr"):
        own = [child for child in node if "Reference" not in child.tag]
        lines = [etree.tostring(child, method="c14n", with_tail=False).decode() for child in own]
        found.append([re.sub(r' xmlns:\w+="[^"]*"', "", line) for line in lines])
    return found


def shown(data: bytes) -> list[dict[str, str]]:
    """Return for each section the words of the headers it names."""
    file = read_word_file(data)
    links = file.relationships("word/document.xml")
    root = etree.fromstring(file.members["word/document.xml"])
    return [
        {
            node.get(f"{W}type", ""): "".join(
                text_of(each)
                for each in etree.fromstring(
                    file.members[links[node.get(f"{{{RELATION}}}id", "")].target]
                ).iter(f"{W}p")
            )
            for node in section.iter(f"{W}headerReference")
        }
        for section in root.iter(f"{W}sectPr")
        if next(section.iterancestors()).tag != f"{W}sectPrChange"
    ]


def merged(base: bytes, ours: bytes, theirs: bytes) -> Merged:
    """Merge, and hold that all is sound, that rejecting gives ours and accepting what an untracked merge gives."""
    result, rejected, accepted, plain = merge_soundly(base, ours, theirs)
    assert sections(rejected) == sections(docx_diff_reject_revisions(ours))
    assert sections(accepted) == sections(docx_diff_accept_revisions(plain.data))
    assert shown(accepted) == shown(plain.data)
    if not result.untracked:
        assert same_content(rejected, ours)
    return result


BASE = document()
OURS = document(last="点検は2月と8月に行う。")


@pytest.mark.parametrize(
    "look",
    [
        pages(top=1701),
        pages(WIDE),
        pages(more='<w:cols w:num="2" w:space="425"/>'),
        pages(more='<w:pgNumType w:fmt="lowerRoman" w:start="3"/>'),
        pages(more='<w:titlePg/><w:docGrid w:type="lines" w:linePitch="360"/>'),
    ],
    ids=["margin", "landscape", "columns", "numbers", "title-page"],
)
def test_new_pages_reach_an_edited_file(look: str) -> None:
    """Size, margins, columns, page numbers: tracked, one place is counted."""
    result = merged(BASE, OURS, document(look))
    assert members(result.data)["word/document.xml"].count(b"<w:sectPrChange ") == 1
    assert sections(docx_diff_accept_revisions(result.data)) == sections(document(look))
    assert (len(result.changes), result.left, result.untracked) == (1, (), ())


def test_other_margins_of_the_same_page_stand_together() -> None:
    """Ours made the margin below narrower, theirs the one above wider."""
    result = merged(BASE, document(pages(bottom=800)), document(pages(top=1701)))
    assert sections(docx_diff_accept_revisions(result.data)) == sections(
        document(pages(top=1701, bottom=800))
    )
    assert result.left == ()


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (pages(top=900), pages(top=1701)),
        (pages('<w:pgSz w:w="10318" w:h="14570"/>'), pages(WIDE)),
        (pages(more='<w:pgNumType w:start="3"/>'), pages(more='<w:pgNumType w:start="5"/>')),
    ],
    ids=["margin", "size", "number"],
)
def test_what_both_changed_stays_ours_and_is_said(ours: str, theirs: str) -> None:
    """No comment and no conflict: the report names the pages."""
    own = document(ours)
    result = merged(BASE, own, document(theirs))
    assert result.data == own
    assert (result.left, result.conflicts) == (("pages",), ())


def test_the_same_new_pages_on_both_sides_are_no_change() -> None:
    """(b, x, x) gives x."""
    both = document(pages(top=1701))
    assert merged(BASE, both, both).data == both


def test_a_pending_change_of_somebody_else_is_left_alone() -> None:
    """Somebody's tracked margin waits for a decision; theirs turns the page."""
    mark = f'<w:sectPrChange w:id="7" {SOMEBODY}><w:sectPr>{pages()}</w:sectPr></w:sectPrChange>'
    ours = document(pages(top=900, more=mark))
    result = merge_documents(BASE, ours, document(pages(WIDE)), date=DAY)
    assert (result.data, result.left) == (ours, ("pages",))


def test_a_section_that_ours_added_does_not_shift_the_others() -> None:
    """Ours put a landscape part in front; theirs changes the margin of the second and last part."""
    base, theirs = (document(pages(), pages(top=top)) for top in (1361, 1701))
    front = f"{paragraph('当社の図')}<w:p><w:pPr><w:sectPr>{pages(WIDE)}</w:sectPr></w:pPr></w:p>"
    ours = edit(base, lambda text: text.replace("<w:body>", f"<w:body>{front}"))
    accepted = sections(docx_diff_accept_revisions(merged(base, ours, theirs).data))
    assert accepted == sections(document(pages(WIDE), pages(), pages(top=1701)))


def test_a_section_break_that_theirs_moved_is_said() -> None:
    """A paragraph that stays does not become the end of a section by itself."""
    theirs = edit(
        BASE,
        lambda text: text.replace(
            "<w:p><w:r>", f"<w:p><w:pPr><w:sectPr>{pages(WIDE)}</w:sectPr></w:pPr><w:r>", 1
        ),
    )
    assert merge_documents(BASE, OURS, theirs, date=DAY).left == ("pages",)


# -- headers -------------------------------------------------------------------------------------------------

OLD, NEW = paragraph("社外秘"), paragraph("取扱注意 株式会社見本", "Fresh")
FRESH = '<w:style w:type="paragraph" w:customStyle="1" w:styleId="Fresh"><w:name w:val="新しい頭書き"/><w:basedOn w:val="Normal"/></w:style>'


def styled(data: bytes) -> bytes:
    return edit(data, lambda text: text.replace("</w:styles>", f"{FRESH}</w:styles>"), "word/styles.xml")


def test_a_header_of_a_new_kind_comes_with_its_style_and_picture() -> None:
    """The first page gets a header of its own with a logo; the part of the same name that ours has is another."""
    base, ours = document(default=OLD), document(default=OLD, last="点検は8月に行う。")
    ours = packed({**members(ours), "word/first.xml": b"<x/>"})
    ours = edit(
        ours,
        lambda text: text.replace(
            "</Types>", '<Override PartName="/word/first.xml" ContentType="application/xml"/></Types>'
        ),
        "[Content_Types].xml",
    )
    link = f'<Relationship Id="rIdx" Type="{RELATION}/customXml" Target="first.xml"/></Relationships>'
    ours = edit(ours, lambda text: text.replace("</Relationships>", link), "word/_rels/document.xml.rels")
    theirs = styled(document(pages(more="<w:titlePg/>"), default=OLD, first=f"{NEW}<w:p>{DRAWING}</w:p>"))
    red = png(60, 20, (200, 0, 0))
    result = merged(base, ours, linked(theirs, "image", "media/logo.png", red, "word/first.xml"))
    assert shown(result.data) == [{"default": "社外秘", "first": "取扱注意 株式会社見本"}]
    assert (result.untracked, result.left) == (("headers",), ())
    parts = members(result.data)
    assert "新しい頭書き" in parts["word/styles.xml"].decode()
    assert parts["word/first.xml"] == b"<x/>" and parts["word/media/logo.png"] == red


def test_a_header_that_theirs_dropped_goes() -> None:
    """Nobody had changed it; the pages no longer name it."""
    base = document(default=OLD, first=NEW)
    theirs = document(default=OLD)
    result = merged(base, document(default=OLD, first=NEW, last="点検は8月に行う。"), theirs)
    assert shown(result.data) == [{"default": "社外秘"}]
    assert result.untracked == ("headers",)
    assert (
        merge_documents(
            theirs, result.data, document(default=OLD, last="点検は3月に行う。"), date=DAY
        ).untracked
        == ()
    )


def test_a_header_of_ours_stays_and_is_said() -> None:
    """Both brought a header for first pages; and one that theirs dropped had been edited."""
    base = document(default=OLD)
    own = document(default=OLD, first=paragraph("当社の表紙"))
    assert shown(merged(base, own, styled(document(default=OLD, first=NEW))).data) == shown(own)
    result = merged(styled(document(default=OLD, first=NEW)), own, base)
    assert shown(result.data) == shown(own)
    assert (result.left, result.untracked) == (("headers",), ())


def test_a_header_in_other_words_is_tracked() -> None:
    """Nothing of the old words is left in the new ones; it is the header of the same pages all the same."""
    base, theirs = document(default=OLD), document(default=paragraph("令和八年度版 配布資料"))
    result = merged(base, document(default=OLD, last="点検は8月に行う。"), theirs)
    assert shown(docx_diff_accept_revisions(result.data)) == [{"default": "令和八年度版 配布資料"}]
    assert shown(docx_diff_reject_revisions(result.data)) == [{"default": "社外秘"}]
    assert result.untracked == ()


def test_a_header_of_even_pages_is_switched_on() -> None:
    """That even pages differ is said for the whole file, behind where the schema wants it."""
    settings = '<w:zoom w:percent="100"/>{}<w:compat/>'
    base, ours, theirs = (
        replace_xml(data, "</w:settings>", f"{settings.format(more)}</w:settings>", "word/settings.xml")
        for data, more in (
            (document(default=OLD), ""),
            (document(default=OLD, last="点検は8月に行う。"), ""),
            (document(default=OLD, even=paragraph("偶数頁")), "<w:evenAndOddHeaders/>"),
        )
    )
    result = merged(base, ours, theirs)
    assert shown(result.data) == [{"default": "社外秘", "even": "偶数頁"}]
    assert b"<w:evenAndOddHeaders/><w:compat/>" in members(result.data)["word/settings.xml"]


def test_a_second_section_gets_a_header_of_its_own() -> None:
    """It showed that of the first one until now."""
    two = (pages(), pages())
    base = document(*two, names=("default", ""), default=OLD)
    ours = document(*two, names=("default", ""), default=OLD, last="点検は8月に行う。")
    theirs = document(*two, names=("default", "default2"), default=OLD, default2=paragraph("別冊"))
    result = merged(base, ours, theirs)
    assert shown(result.data) == [{"default": "社外秘"}, {"default": "別冊"}]


def test_the_report_says_what_came_untracked_and_what_stayed() -> None:
    """In the words of Word's menus."""
    document_report = DocumentReport(
        "rules", "規程", Path("規程.docx"), Outcome.MERGED, left=("tables", "pages"), untracked=("headers",)
    )
    text = Report(Path("out"), (document_report,)).text()
    assert "規程: ヘッダーとフッターを、新しい版に合わせて入れ替えました。" in text
    assert "規程: 新しい表の体裁、ページの設定は、文書の側でも変わっているので入れませんでした。" in text


@pytest.mark.office
@pytest.mark.skipif(office_command() is None, reason="LibreOffice is not installed")
def test_a_file_that_libreoffice_saved_takes_new_pages_and_headers() -> None:
    """LibreOffice repeats the header in each section and writes properties of its own; none of it is an edit."""
    two = (pages(), pages(WIDE))
    base = document(*two, names=("default", ""), default=OLD)
    ours = saved_by_office(document(*two, names=("default", ""), default=OLD, last="点検は8月に行う。"))
    new = (pages(top=1701), pages(WIDE, top=1701))
    result = merge_documents(base, ours, document(*new), date=DAY)
    assert (result.left, result.untracked, result.conflicts) == ((), ("headers",), ())
    assert shown(result.data) == [{}, {}]
    accepted = "".join(line for lines in sections(docx_diff_accept_revisions(result.data)) for line in lines)
    assert accepted.count('w:top="1701"') == 2
