"""Merging three versions of a Word document, with docx-scalpel's accept and reject as the referee."""

from __future__ import annotations

import datetime

from docx_scalpel import docx_diff_accept_revisions, docx_diff_reject_revisions
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.word.checks.structure import check_structure
from generator.word.merge import Merged, merge_documents, same_content
from generator.word.reader.outline import outline
from tests.wordfile import bookmark, paragraph, table, word_file

DAY = datetime.datetime(2026, 11, 22)


def _heading(text: str, number: int) -> str:
    run = f"<w:r><w:t>{text}</w:t></w:r>"
    return f'<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr>{bookmark(f"_Pg_c{number}", number, run)}</w:p>'


def _file(*blocks: str) -> bytes:
    return word_file(
        "".join((_heading("体制", 1), *blocks, _heading("点検", 2), paragraph("点検は2月に行う。")))
    )


def _merge(base: bytes, ours: bytes, theirs: bytes, *, track: bool = True) -> Merged:
    return merge_documents(base, ours, theirs, date=DAY, track=track)


def _text(data: bytes) -> str:
    return outline(data)


OFFICER = "情報 花子を責任者とする。"
LENGTH = "パスワードは10文字以上とする。"


def test_what_only_theirs_changed_is_taken_over() -> None:
    """(b, b, t) gives t, and rejecting everything gives ours back."""
    base = _file(paragraph(OFFICER))
    theirs = _file(paragraph("安全 次郎を責任者とする。"))
    merged = _merge(base, base, theirs)
    assert _text(docx_diff_accept_revisions(merged.data)) == _text(theirs)
    assert same_content(docx_diff_reject_revisions(merged.data), base)


def test_without_a_change_of_theirs_not_a_byte_changes() -> None:
    """(b, o, b) gives o, byte for byte."""
    base, ours = _file(paragraph(OFFICER)), _file(paragraph("会社の文。"))
    assert _merge(base, ours, base).data == ours


def test_edits_of_both_sides_stand_side_by_side() -> None:
    """Ours added a sentence, theirs changed the officer: the paragraph has both."""
    base = _file(paragraph(OFFICER))
    ours = _file(paragraph(OFFICER + "ただし不在のときは代理を置く。"))
    merged = _merge(base, ours, _file(paragraph("安全 次郎を責任者とする。")))
    assert "安全 次郎を責任者とする。ただし不在のときは代理を置く。" in _text(
        docx_diff_accept_revisions(merged.data)
    )
    assert merged.conflicts == ()


def test_a_conflict_leaves_ours_and_says_so_in_a_comment() -> None:
    """Both changed the number: ours stays, a comment carries the new text, the base does not move."""
    base = _file(paragraph(LENGTH))
    ours = _file(paragraph(LENGTH.replace("10", "16")))
    merged = _merge(base, ours, _file(paragraph(LENGTH.replace("10", "12"))))
    assert [conflict.theirs for conflict in merged.conflicts] == [LENGTH.replace("10", "12")]
    text = _text(merged.data)
    assert "パスワードは16文字以上とする。" in text
    assert "パスワードは12文字以上とする。" in text.split("コメント", 1)[1]
    assert LENGTH in _text(merged.next_base)
    assert check_structure(merged.data) == check_structure(ours)


def test_the_same_conflict_is_not_commented_twice() -> None:
    """Running again with the conflict still open adds no second comment."""
    base, theirs = _file(paragraph(LENGTH)), _file(paragraph(LENGTH.replace("10", "12")))
    once = _merge(base, _file(paragraph(LENGTH.replace("10", "16"))), theirs)
    again = _merge(once.next_base, once.data, theirs)
    assert _text(again.data) == _text(once.data)
    assert len(again.conflicts) == 1


def test_a_paragraph_the_company_deleted_stays_deleted() -> None:
    """Theirs changed it, ours no longer has it: it does not come back."""
    base = _file(paragraph(OFFICER), paragraph(LENGTH))
    merged = _merge(
        base, _file(paragraph(LENGTH)), _file(paragraph("安全 次郎を責任者とする。"), paragraph(LENGTH))
    )
    assert "責任者とする" not in _text(merged.data)


def test_a_paragraph_the_company_added_survives() -> None:
    """Theirs removed its neighbour and added another."""
    base = _file(paragraph(OFFICER), paragraph(LENGTH))
    ours = _file(paragraph(OFFICER), paragraph("会社が足した文。"), paragraph(LENGTH))
    merged = _merge(base, ours, _file(paragraph(LENGTH), paragraph("新しい文。")))
    accepted = _text(docx_diff_accept_revisions(merged.data))
    assert "会社が足した文。" in accepted and "新しい文。" in accepted and OFFICER not in accepted
    assert same_content(docx_diff_reject_revisions(merged.data), ours)


def test_tables_are_merged_by_row_and_cell() -> None:
    """Ours edited one cell, theirs another and added a row."""
    rows = (("氏名", "電話"), ("情報 花子", "03-0000-0001"), ("安全 次郎", "03-0000-0002"))
    base = _file(table(*rows))
    ours = _file(table(rows[0], rows[1], ("安全 次郎（兼務）", "03-0000-0002")))
    theirs = _file(table(rows[0], ("情報 花子", "03-0000-0009"), rows[2], ("点検 五郎", "03-0000-0004")))
    merged = _merge(base, ours, theirs)
    accepted = _text(docx_diff_accept_revisions(merged.data))
    assert "| 情報 花子 | 03-0000-0009 |" in accepted
    assert "| 安全 次郎（兼務） | 03-0000-0002 |" in accepted
    assert "| 点検 五郎 | 03-0000-0004 |" in accepted
    assert same_content(docx_diff_reject_revisions(merged.data), ours)


def test_a_sentence_made_bold_is_an_edit_and_survives() -> None:
    """Formatting counts as an edit; theirs' new words take the look of the words they replace."""
    bold = paragraph(OFFICER).replace("<w:r>", "<w:r><w:rPr><w:b/></w:rPr>")
    base = _file(paragraph(OFFICER))
    assert not same_content(base, _file(bold))
    merged = _merge(base, _file(bold), _file(paragraph("安全 次郎を責任者とする。")), track=False)
    assert same_content(merged.data, _file(bold.replace("情報 花子", "安全 次郎")))


PARAGRAPHS = st.lists(
    st.sampled_from(
        [
            OFFICER,
            LENGTH,
            "点検を行う。",
            "記録を3年間保存する。",
            "社外秘の書類は施錠して保管する。",
            "教育は毎年4月に行う。",
        ]
    ),
    min_size=1,
    max_size=6,
    unique=True,
)
EDITS = st.lists(
    st.tuples(st.integers(0, 5), st.sampled_from(["delete", "add", "花子→次郎", "10→16", "する→した"])),
    max_size=4,
)


def _edited(paragraphs: list[str], edits: list[tuple[int, str]], mark: str) -> list[str]:
    result = list(paragraphs)
    for place, edit in edits:
        if not result:
            break
        index = place % len(result)
        if edit == "delete":
            del result[index]
        elif edit == "add":
            result.insert(index, f"{mark}{place}が足した文である。")
        else:
            old, new = edit.split("→")
            result[index] = result[index].replace(old, new + ("（写）" if mark == "会社" else ""))
    return result


@settings(max_examples=60, deadline=None)
@given(PARAGRAPHS, EDITS, EDITS)
def test_any_edits_reject_to_ours_and_accept_to_the_merged_text(
    paragraphs: list[str], ours_edits: list[tuple[int, str]], their_edits: list[tuple[int, str]]
) -> None:
    """Whatever both sides did: rejecting gives ours, accepting gives the merged text, nothing of ours is lost."""
    base = _file(*map(paragraph, paragraphs))
    kept = _edited(paragraphs, ours_edits, "会社")
    ours = _file(*map(paragraph, kept))
    theirs = _file(*map(paragraph, _edited(paragraphs, their_edits, "改訂")))
    tracked, plain = _merge(base, ours, theirs), _merge(base, ours, theirs, track=False)
    assert same_content(docx_diff_reject_revisions(tracked.data), ours)
    assert _text(docx_diff_accept_revisions(tracked.data)) == _text(plain.data)
    assert not check_structure(tracked.data)
    for text in kept:
        if text not in paragraphs:
            assert text in _text(docx_diff_reject_revisions(tracked.data))
