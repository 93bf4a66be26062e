"""The look of tables, rows and cells that a new template changes: tracked, merged property by property.

The referee is docx-scalpel, which accepts and rejects all five marks (w:tblPrChange, w:tblGridChange, w:trPrChange,
w:tcPrChange, w:sectPrChange).
"""

from __future__ import annotations

import re

import pytest
from docx_scalpel import docx_diff_accept_revisions, docx_diff_reject_revisions
from lxml import etree

from generator.word.merge import Merged, merge_documents, same_content
from tests.editing import W, members
from tests.merging import DAY, merge_soundly
from tests.office import office_command
from tests.office_editing import saved_by_office
from tests.validators import own_findings
from tests.wordfile import paragraph, word_file

KINDS = ("tblPr", "tblGrid", "trPr", "tcPr")
SOMEBODY = 'w:author="総務" w:date="2026-11-01T00:00:00Z"'
ROWS = (("氏名", "電話番号"), ("情報 花子", "03-0000-0001"), ("安全 次郎", "03-0000-0002"))


def cell(text: str, look: str, width: int) -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{look}</w:tcPr>{paragraph(text)}</w:tc>'


def document(
    *,
    widths: tuple[int, ...] = (3000, 6000),
    table: str = "",
    row: str = "<w:cantSplit/>",
    look: str = "",
    rows: tuple[tuple[str, ...], ...] = ROWS,
    last: str = "点検は2月に行う。",
) -> bytes:
    """Return a file with one table of fixed columns and a sentence; `look` is that of every first cell."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    lines = "".join(
        f"<w:tr><w:trPr>{row}</w:trPr>"
        + "".join(
            cell(text, look if not place else "", width)
            for place, (text, width) in enumerate(zip(words, widths, strict=True))
        )
        + "</w:tr>"
        for words in rows
    )
    properties = f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>{table}'
    return word_file(
        f"<w:tbl><w:tblPr>{properties}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{lines}</w:tbl>{paragraph(last)}"
    )


def frames(data: bytes) -> list[str]:
    """Return the properties of every table, row and cell, the order inside a row's apart, empty ones left out."""
    found = []
    for node in etree.fromstring(members(data)["word/document.xml"]).iter(*(W + kind for kind in KINDS)):
        children = [etree.tostring(child, method="c14n", with_tail=False).decode() for child in node]
        children = [re.sub(r' xmlns:\w+="[^"]*"', "", child) for child in children]
        found.append(f"{etree.QName(node).localname} {' '.join(sorted(children))}")
    return [line for line in found if " <" in line]


def merged(base: bytes, ours: bytes, theirs: bytes) -> Merged:
    """Merge, and hold that all is sound, that rejecting gives ours and accepting what an untracked merge gives."""
    result, rejected, accepted, plain = merge_soundly(base, ours, theirs)
    assert same_content(rejected, ours) and same_content(accepted, plain.data)
    assert frames(rejected) == frames(docx_diff_reject_revisions(ours))
    assert frames(accepted) == frames(docx_diff_accept_revisions(plain.data))
    assert "Change " not in "".join(re.findall(r"<w:\w+", body(plain.data)))
    return result


def body(data: bytes) -> str:
    return members(data)["word/document.xml"].decode()


BASE = document()
OURS = document(last="点検は2月と8月に行う。")
SHADE = '<w:shd w:val="clear" w:color="auto" w:fill="{}"/>'
RULE = '<w:{} w:val="single" w:sz="8" w:space="0" w:color="auto"/>'


@pytest.mark.parametrize(
    ("theirs", "mark"),
    [
        (document(widths=(2000, 7000)), "tblGridChange"),
        (document(table='<w:tblCaption w:val="連絡先"/>'), "tblPrChange"),
        (document(row="<w:cantSplit/><w:tblHeader/>"), "trPrChange"),
        (document(row='<w:trHeight w:val="600" w:hRule="exact"/>'), "trPrChange"),
        (document(look=SHADE.format("E8EEF4") + '<w:vAlign w:val="center"/>'), "tcPrChange"),
        (document(look=f"<w:tcBorders>{RULE.format('bottom')}</w:tcBorders>"), "tcPrChange"),
    ],
    ids=["columns", "caption", "header-row", "height", "shade", "borders"],
)
def test_a_new_look_reaches_a_table_nobody_edited(theirs: bytes, mark: str) -> None:
    """The words of the table stay as they are; its look is that of theirs, and one place is counted."""
    result = merged(BASE, OURS, theirs)
    text = body(result.data)
    assert f"<w:{mark} " in text and "<w:ins " not in text and "<w:del " not in text
    assert frames(docx_diff_accept_revisions(result.data)) == frames(theirs)
    assert (len(result.changes), result.conflicts, result.left) == (1, (), ())


def test_new_words_and_a_new_look_of_one_table_come_together() -> None:
    """Theirs changes a telephone number, adds a row and makes the columns narrower; ours had renamed a person."""
    theirs = document(
        widths=(2000, 7000), rows=(ROWS[0], (ROWS[1][0], "03-9999-0001"), ROWS[2], ("新任 桜子", "未定"))
    )
    ours = document(rows=(ROWS[0], ROWS[1], ("安全 三郎", ROWS[2][1])))
    accepted = docx_diff_accept_revisions(merged(BASE, ours, theirs).data)
    assert frames(accepted) == frames(theirs)
    for words in ("03-9999-0001", "新任 桜子", "安全 三郎"):
        assert words in body(accepted)


def test_other_properties_of_the_same_cell_stand_together() -> None:
    """Ours shaded the cells and drew a line above, theirs centres them and draws one below."""
    ours = document(look=f"<w:tcBorders>{RULE.format('top')}</w:tcBorders>{SHADE.format('FFFF00')}")
    theirs = document(look=f'<w:tcBorders>{RULE.format("bottom")}</w:tcBorders><w:vAlign w:val="center"/>')
    result = merged(BASE, ours, theirs)
    both = f"<w:tcBorders>{RULE.format('top')}{RULE.format('bottom')}</w:tcBorders>"
    wanted = document(look=f'{both}{SHADE.format("FFFF00")}<w:vAlign w:val="center"/>')
    assert frames(docx_diff_accept_revisions(result.data)) == frames(wanted)
    assert result.left == ()


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (document(widths=(4000, 5000)), document(widths=(2000, 7000))),
        (document(look=SHADE.format("FFFF00")), document(look=SHADE.format("E8EEF4"))),
        (
            document(row='<w:trHeight w:val="900"/>'),
            document(row='<w:cantSplit/><w:trHeight w:val="600" w:hRule="exact"/>'),
        ),
    ],
    ids=["columns", "shade", "height"],
)
def test_what_both_changed_stays_ours_and_is_said(ours: bytes, theirs: bytes) -> None:
    """No comment and no conflict: the report names the look of tables."""
    result = merged(BASE, ours, theirs)
    assert result.data == ours
    assert (result.left, result.conflicts) == (("tables",), ())


def test_what_ours_changed_alone_stays() -> None:
    """Theirs brings other words only."""
    ours = document(widths=(4000, 5000), look=SHADE.format("FFFF00"))
    result = merged(BASE, ours, document(last="点検は8月に行う。"))
    assert frames(result.data) == frames(ours)
    assert result.left == ()


def test_the_same_new_look_on_both_sides_is_no_change() -> None:
    """(b, x, x) gives x."""
    both = document(widths=(2000, 7000), look=SHADE.format("E8EEF4"))
    result = merged(BASE, both, both)
    assert (result.data, result.left) == (both, ())


def test_the_same_words_on_both_sides_do_not_hide_a_new_look() -> None:
    """Both entered the same telephone number; theirs makes the columns narrower too."""
    rows = (ROWS[0], (ROWS[1][0], "03-9999-0001"), ROWS[2])
    theirs = document(widths=(2000, 7000), rows=rows)
    result = merged(BASE, document(rows=rows), theirs)
    assert frames(docx_diff_accept_revisions(result.data)) == frames(theirs)


def test_a_pending_change_of_somebody_else_is_left_alone() -> None:
    """Somebody's tracked caption waits for a decision; theirs describes the same table."""
    mark = f'<w:tblPrChange w:id="7" {SOMEBODY}><w:tblPr/></w:tblPrChange>'
    ours = document(table=f'<w:tblCaption w:val="連絡先"/>{mark}')
    theirs = document(table='<w:tblDescription w:val="氏名と電話番号"/>')
    result = merge_documents(BASE, ours, theirs, date=DAY)
    assert (result.data, result.left) == (ours, ("tables",))


def test_a_second_change_joins_our_own_pending_one() -> None:
    """The first new template was not decided yet when the second came: rejecting gives the look before both."""
    first, second = (
        document(widths=(2000, 7000), look=SHADE.format("E8EEF4")),
        document(widths=(1000, 8000), look='<w:vAlign w:val="center"/>'),
    )
    once = merged(BASE, OURS, first)
    twice = merge_documents(first, once.data, second, date=DAY)
    assert twice.left == ()
    assert frames(docx_diff_accept_revisions(twice.data)) == frames(second)
    assert frames(docx_diff_reject_revisions(twice.data)) == frames(OURS)
    assert body(twice.data).count("<w:tblGridChange ") == 1


SPAN = '<w:tc><w:tcPr><w:tcW w:w="{w}" w:type="dxa"/><w:gridSpan w:val="2"/></w:tcPr><w:p><w:r><w:t>{t}</w:t></w:r></w:p></w:tc>'
LINE = "<w:tr><w:trPr><w:cantSplit/></w:trPr>{}</w:tr>"


def spanned(first: bool, words: str = "乙") -> bytes:
    """Return a table of three columns whose first or second cell is two columns wide."""
    cells = [
        SPAN.format(w=4000, t=text) if is_wide else cell(text, "", 2000)
        for text, is_wide in (("甲", first), (words, not first))
    ]
    grid = '<w:gridCol w:w="2000"/>' * 3
    look = '<w:tblW w:w="6000" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
    whole = LINE.format("".join(cell(text, "", 2000) for text in "一二三"))
    return word_file(
        f"<w:tbl><w:tblPr>{look}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{whole}{LINE.format(''.join(cells))}</w:tbl>{paragraph('末尾')}"
    )


def test_a_row_with_other_merged_cells_is_replaced_whole() -> None:
    """Merged cells cannot be tracked as a property: the old row goes, the new one comes."""
    result = merged(spanned(True), spanned(True), spanned(False))
    assert frames(docx_diff_accept_revisions(result.data)) == frames(spanned(False))
    assert body(result.data).count("<w:tr>") == 3 and result.left == ()


def test_a_row_that_ours_wrote_in_keeps_its_merged_cells() -> None:
    """The new arrangement of the cells is named in the report."""
    ours = spanned(True, words="乙社")
    result = merged(spanned(True), ours, spanned(False))
    assert (result.data, result.left) == (ours, ("tables",))


@pytest.mark.office
@pytest.mark.skipif(office_command() is None, reason="LibreOffice is not installed")
def test_a_file_that_libreoffice_saved_takes_the_new_look() -> None:
    """LibreOffice rounds widths, adds margins and orders properties anew; none of it is an edit."""
    ours = saved_by_office(OURS)
    theirs = document(
        widths=(2000, 7000), row='<w:trHeight w:val="600" w:hRule="exact"/>', look=SHADE.format("E8EEF4")
    )
    result = merge_documents(BASE, ours, theirs, date=DAY)
    assert result.left == ()
    text = body(docx_diff_accept_revisions(result.data))
    assert re.findall(r'<w:gridCol w:w="(\d+)"', text) == ["2000", "7000"]
    assert text.count('w:fill="E8EEF4"') == len(ROWS) and text.count('w:val="600"') == len(ROWS)
    assert own_findings([("file", result.data)]) == own_findings([("file", ours)])
    assert frames(docx_diff_reject_revisions(result.data)) == frames(docx_diff_reject_revisions(ours))
