"""After a merge the contents list the headings as they are now, in the shape that Word, LibreOffice or a person gave them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

import pytest

from generator.word.file.names import P
from generator.word.file.reading import WordFile, paragraph_text, read_word_file
from generator.word.merge import Merged, merge_documents
from generator.word.merge.read.blocks import is_contents_line
from generator.word.merge.read.version import Version
from tests.builders import RULES_NUMBERING, RULES_STYLES, p, style, t
from tests.editing import edit, replace_text
from tests.merging import DAY
from tests.validators import external_findings, own_findings
from tests.wordfile import field, word_file


class Heading(NamedTuple):
    """A heading of a made-up file, its number in the text, and the page Word found it on."""

    name: str
    title: str
    page: int


BASE = (Heading("a", "目的", 3), Heading("b", "教育", 5), Heading("c", "点検", 9))
#: A chapter is added in front of the last, one has another title, the first is gone.
THEIRS = (BASE[1]._replace(title="教育と訓練"), Heading("n", "委託", 0), BASE[2])
Shape = Callable[[str, str, str, int], str]
BEGIN = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> TOC \\o "1-2" \\h </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
)
END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
TAB = "<w:r><w:tab/></w:r>"


def link(anchor: str, content: str) -> str:
    return f'<w:hyperlink w:anchor="{anchor}" w:history="1">{content}</w:hyperlink>'


def page(anchor: str, number: int) -> str:
    return field(f"PAGEREF {anchor} \\h", str(number))


def by_word(anchor: str, number: str, title: str, at: int) -> str:
    return link(anchor, t(number) + TAB + t(title) + TAB + page(anchor, at))


def letters(text: str) -> str:
    return "".join(t(letter) for letter in text)


SHAPES: dict[str, Shape] = {
    "Word's F9": by_word,
    "Word, page outside of the link": lambda a, n, s, at: link(a, t(n) + TAB + t(s)) + TAB + page(a, at),
    "Word without links": lambda a, n, s, at: t(n) + TAB + t(s) + TAB + page(a, at),
    "Word, simple page field": lambda a, n, s, at: (
        link(a, t(n) + TAB + t(s))
        + TAB
        + f'<w:fldSimple w:instr=" PAGEREF {a} \\h ">{t(str(at))}</w:fldSimple>'
    ),
    "Word, link as a field": lambda a, n, s, at: field(f'HYPERLINK \\l "{a}"', "").replace(
        "<w:r><w:t></w:t></w:r>", t(n) + TAB + t(s) + TAB + page(a, at)
    ),
    "LibreOffice's update": lambda a, n, s, at: link(
        a, letters(n) + t(f" {s}") + f"<w:r><w:tab/><w:t>{at}</w:t></w:r>"
    ),
    "cut by script": lambda a, n, s, at: link(a, letters(n) + TAB + letters(s) + TAB + page(a, at)),
    "one run": lambda a, n, s, at: link(
        a, f"<w:r><w:t>{n}</w:t><w:tab/><w:t>{s}</w:t><w:tab/><w:t>{at}</w:t></w:r>"
    ),
    "typed leaders": lambda a, n, s, at: link(a, t(f"{n} {s}………… {at}")),
}


def document(
    headings: Sequence[Heading],
    shape: Shape = by_word,
    *,
    prefix: str = "_Pg_",
    more: str = "",
    box: str = "",
) -> bytes:
    """Return a file with contents and chapters; more bookmarks stand in the headings beside policygen's own."""
    lines = [
        shape(f"{prefix}{each.name}", str(number), each.title, each.page)
        for number, each in enumerate(headings, start=1)
    ]
    lines = [p((BEGIN if not number else "") + each, style="TOC1") for number, each in enumerate(lines)]
    toc = "".join(lines) + p(END)
    toc = f"<w:sdt><w:sdtContent>{toc}</w:sdtContent></w:sdt>" if box else toc
    return word_file(toc + chapters(headings, more), styles=RULES_STYLES, numbering=RULES_NUMBERING)


def chapters(headings: Sequence[Heading], more: str = "", style: str = "Heading1") -> str:
    body = ""
    for number, each in enumerate(headings):
        names = [f"_Pg_{each.name}", *(f"{mark}{each.name}" for mark in more.split())]
        starts = "".join(
            f'<w:bookmarkStart w:id="{number * 9 + at}" w:name="{name}"/>' for at, name in enumerate(names)
        )
        ends = "".join(f'<w:bookmarkEnd w:id="{number * 9 + at}"/>' for at in range(len(names)))
        body += p(each.title, style=style, before=starts, after=ends) + p(f"{each.name}についての定め。")
    return body


def contents(data: bytes) -> list[str]:
    """Return the lines of the contents."""
    file: WordFile = read_word_file(data)
    assert file.root(file.main) is not None
    return [paragraph_text(each) for each in Version(data).main.iter(P) if is_contents_line(each)]


def merged(base: bytes, ours: bytes, theirs: bytes) -> Merged:
    """Merge both ways, and hold that the contents are the same, the file is sound, and a second run changes nothing."""
    tracked, plain = (merge_documents(base, ours, theirs, date=DAY, track=track) for track in (True, False))
    assert contents(tracked.data) == contents(plain.data)
    for each in (tracked, plain):
        assert set(own_findings([("file", each.data)])) <= set(own_findings([("file", ours)]))
        assert external_findings([("file", each.data)]) == external_findings([("file", ours)])
    assert merge_documents(theirs, plain.data, theirs, date=DAY).data == plain.data
    return tracked


def gap_of(line: str) -> str:
    found = re.search(r"\d(\s+)", line)
    assert found
    return found[1]


@pytest.mark.parametrize("name", SHAPES)
@pytest.mark.parametrize("prefix", ["_Pg_", "_Toc"])
def test_lines_of_every_shape_follow_their_headings(name: str, prefix: str) -> None:
    """Numbers and titles are new, pages stay, a new line has a dash for its page until Word counts; a gone one goes."""
    shape = SHAPES[name]
    ours = document(BASE, shape, prefix=prefix, more="_Toc" if prefix == "_Toc" else "")
    before = contents(ours)
    result = merged(document(BASE), ours, document(THEIRS))
    after = contents(result.data)
    first, last = before[1], before[2]
    assert after[0] == first.replace("2", "1", 1).replace("教育", "教育と訓練")
    assert after[1] == last.replace("3", "2", 1).replace("点検", "委託").replace("9", "–")
    assert after[2] == last
    assert len(after) == 3
    assert "contents" in result.untracked and result.kept == ()


@pytest.mark.parametrize("more", ["_GoBack", "_Ref1", "_Hlk1", "_Toc1", "_GoBack _Ref1 _Toc1 _Hlk1"])
def test_a_heading_has_one_line_whichever_bookmarks_it_has(more: str) -> None:
    """Word puts bookmarks of its own into headings."""
    ours = document(BASE, more=more)
    theirs = document([*BASE[:2], Heading("n", "委託", 0), BASE[2]])
    result = merged(document(BASE), ours, theirs)
    assert contents(result.data) == ["1\t目的\t3", "2\t教育\t5", "3\t委託\t–", "4\t点検\t9"]


def test_bookmarks_between_paragraphs_lead_to_the_next() -> None:
    """Word and LibreOffice may put a mark before the paragraph."""

    def outside(data: bytes) -> bytes:
        starts = r'(<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr>)((?:<w:bookmarkStart [^>]*/>)+)'
        return edit(data, lambda text: re.sub(starts, r"\2\1", text))

    theirs = document([BASE[0], Heading("n", "委託", 0), *THEIRS[::2]])
    result = merged(document(BASE), outside(document(BASE)), theirs)
    assert contents(result.data) == ["1\t目的\t3", "2\t委託\t–", "3\t教育と訓練\t5", "4\t点検\t9"]


def test_a_line_whose_shape_is_unknown_stays_and_is_named() -> None:
    """Somebody wrote a remark into the contents; the report says what the heading is called now."""
    ours = replace_text(document(BASE), "教育", "教育（全員必読）")
    ours = edit(
        ours,
        lambda text: text.replace(
            "教育（全員必読）</w:t></w:r><w:bookmarkEnd", "教育</w:t></w:r><w:bookmarkEnd"
        ),
    )
    result = merged(document(BASE), ours, document(THEIRS))
    assert "2\t教育（全員必読）\t5" in contents(result.data)
    assert result.kept == (("2\t教育（全員必読）", "1 教育と訓練"),)


def test_a_heading_that_stands_without_its_bookmark_keeps_its_line() -> None:
    """Google Docs and others drop bookmarks; the heading is known by its words."""
    ours = edit(document(BASE), lambda text: re.sub(r"<w:bookmark(Start|End) [^>]*/>", "", text))
    theirs = document([*BASE, Heading("n", "委託", 0)])
    result = merged(document(BASE), ours, theirs)
    assert contents(result.data)[:3] == ["1\t目的\t3", "2\t教育\t5", "3\t点検\t9"]


def test_a_line_that_somebody_took_out_stays_out() -> None:
    """Only headings that the merge brings get a line."""
    ours = document(BASE)
    ours = edit(
        ours,
        lambda text: re.sub(
            r"<w:p>(?:(?!</w:p>).)*_Pg_b\W(?:(?!</w:p>).)*PAGEREF(?:(?!</w:p>).)*</w:p>", "", text, count=1
        ),
    )
    assert len(contents(ours)) == 2
    theirs = document([*BASE, Heading("n", "委託", 0)])
    assert contents(merged(document(BASE), ours, theirs).data) == ["1\t目的\t3", "3\t点検\t9", "4\t委託\t–"]


def test_a_numbering_that_is_not_up_to_date_is_no_remark() -> None:
    """Somebody added a chapter and did not press F9: numbers are behind, and still the program's own."""
    added = (Heading("x", "範囲", 0), *BASE)
    ours = edit(document(BASE), lambda text: text.replace(chapters(BASE), chapters(added)))
    ours = edit(ours, lambda text: text.replace('w:name="_Pg_x"', 'w:name="自社"'))
    result = merged(document(BASE), ours, document([*BASE, Heading("n", "委託", 0)]))
    assert contents(result.data) == ["2\t目的\t3", "3\t教育\t5", "4\t点検\t9", "5\t委託\t–"]


def test_two_contents_in_one_file_are_two() -> None:
    """A short list of chapters before the full one; each keeps its lines and gets its new one."""

    def twice(headings: Sequence[Heading]) -> bytes:
        data = document(headings)
        return edit(
            data,
            lambda text: re.sub(
                r"<w:body>(.*?fldCharType=\"end\"/></w:r></w:p>)(?=<w:p><w:pPr><w:pStyle w:val=\"Heading1)",
                r"<w:body>\1<w:p><w:r><w:t>詳しい目次</w:t></w:r></w:p>\1",
                text,
                flags=re.S,
            ),
        )

    result = merged(twice(BASE), twice(BASE), twice(THEIRS))
    lines = ["1\t教育と訓練\t5", "2\t委託\t–", "3\t点検\t9"]
    assert contents(result.data) == [*lines, *lines]


def test_contents_in_a_content_control_keep_their_field() -> None:
    """Word's own tables of contents stand in one; the first line, with the marks of the field, goes."""
    result = merged(document(BASE, box="1"), document(BASE, box="1"), document(THEIRS, box="1"))
    assert contents(result.data) == ["1\t教育と訓練\t5", "2\t委託\t–", "3\t点検\t9"]


def test_headings_in_a_style_of_their_own_are_listed() -> None:
    """A custom style with a level, as 別表 has."""
    styles = RULES_STYLES + style("別表見出し", "Annex", '<w:outlineLvl w:val="0"/>')

    def annexes(headings: Sequence[Heading]) -> bytes:
        lines = [
            p(
                (BEGIN if not n else "")
                + link(f"_Pg_{each.name}", t(each.title) + TAB + page(f"_Pg_{each.name}", each.page)),
                style="TOC1",
            )
            for n, each in enumerate(headings)
        ]
        return word_file(
            "".join(lines) + p(END) + chapters(headings, style="Annex"),
            styles=styles,
            numbering=RULES_NUMBERING,
        )

    result = merged(annexes(BASE), annexes(BASE), annexes(THEIRS))
    assert contents(result.data) == ["教育と訓練\t5", "委託\t–", "点検\t9"]


def test_a_paragraph_with_a_mark_is_no_heading() -> None:
    """Ordinary text that the contents happen to list makes no lines of other ordinary text."""
    listed = p(link("_Toc9", t("前書き") + TAB + page("_Toc9", 2)), style="TOC1")

    def with_text(headings: Sequence[Heading], more: str) -> bytes:
        mark = '<w:bookmarkStart w:id="801" w:name="_Toc9"/><w:bookmarkEnd w:id="801"/>'
        data = document(headings)
        data = edit(data, lambda text: text.replace(p(END), listed + p(END), 1))
        return edit(
            data, lambda text: text.replace("<w:sectPr", p("前書き", before=mark) + more + "<w:sectPr", 1)
        )

    new = '<w:bookmarkStart w:id="802" w:name="_Ref7"/><w:bookmarkEnd w:id="802"/>'
    result = merged(with_text(BASE, ""), with_text(BASE, ""), with_text(BASE, p("新しい文。", before=new)))
    assert not any("新しい文" in line for line in contents(result.data))
