"""A new look of the same words: tracked as a change of look, merged property by property."""

from __future__ import annotations

import datetime

import pytest
from docx_scalpel import docx_diff_accept_revisions, docx_diff_reject_revisions

from generator.word.checks.structure import check_structure
from generator.word.merge import Merged, merge_documents, same_content, settle_conflicts
from tests.editing import members
from tests.validators import external_findings
from tests.wordfile import bookmark, word_file

DAY = datetime.datetime(2026, 11, 22)
TEXT = "情報 花子を責任者とする。"
BOLD, RED, BLUE = "<w:b/>", '<w:color w:val="C00000"/>', '<w:color w:val="0000C0"/>'
CENTRE = '<w:jc w:val="center"/>'


def run(text: str, look: str = "") -> str:
    properties = f"<w:rPr>{look}</w:rPr>" if look else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{text}</w:t></w:r>'


def lines(*runs: str, look: str = "") -> bytes:
    """Return a file with a heading, one paragraph of runs, and a last sentence."""
    properties = f"<w:pPr>{look}</w:pPr>" if look else ""
    heading = f'<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr>{bookmark("_Pg_c1", 1, run("体制"))}</w:p>'
    return word_file(f"{heading}<w:p>{properties}{''.join(runs)}</w:p><w:p>{run('点検は2月に行う。')}</w:p>")


def merged(base: bytes, ours: bytes, theirs: bytes, *, track: bool = True) -> Merged:
    result = merge_documents(base, ours, theirs, date=DAY, track=track)
    assert not set(check_structure(result.data)) - set(check_structure(ours))
    assert external_findings([("merged", result.data)]) == external_findings([("merged", ours)])
    if track:
        assert same_content(docx_diff_reject_revisions(result.data), ours)
        plain = merge_documents(base, ours, theirs, date=DAY, track=False)
        assert same_content(docx_diff_accept_revisions(result.data), plain.data)
        assert len(plain.changes) == len(result.changes)
    return result


def body(result: Merged) -> str:
    return members(result.data)["word/document.xml"].decode()


@pytest.mark.parametrize("track", [True, False])
def test_a_word_made_bold_strikes_nothing(track: bool) -> None:
    """The words stay; the earlier look is kept beside the new one."""
    base = lines(run(TEXT))
    theirs = lines(run("情報 花子", BOLD + RED), run("を責任者とする。"))
    result = merged(base, base, theirs, track=track)
    assert "<w:del " not in body(result) and "<w:ins " not in body(result)
    assert body(result).count("<w:rPrChange ") == track
    assert [(c.kind, c.before, c.after) for c in result.changes] == [("changed", TEXT, TEXT)]
    assert same_content(docx_diff_accept_revisions(result.data), theirs)


def test_a_paragraph_takes_a_new_style_and_alignment() -> None:
    """Style and alignment are tracked as a change of the paragraph, its words are left alone."""
    base = lines(run(TEXT))
    theirs = lines(run(TEXT), look=f'<w:pStyle w:val="Heading2"/>{CENTRE}')
    result = merged(base, base, theirs)
    assert body(result).count("<w:pPrChange ") == 1 and "<w:del " not in body(result)
    assert same_content(docx_diff_accept_revisions(result.data), theirs)


def test_what_no_reader_of_words_sees_reaches_ours_too() -> None:
    """An indentation, and a dot above the letters: no words, no style, still a change of the template."""
    base = lines(run(TEXT))
    theirs = lines(run(TEXT, '<w:em w:val="dot"/>'), look='<w:keepNext/><w:ind w:left="420"/>')
    text = body(merged(base, base, theirs))
    assert '<w:ind w:left="420"/>' in text and '<w:em w:val="dot"/>' in text and "<w:keepNext/>" in text
    assert text.count("<w:pPrChange ") == text.count("<w:rPrChange ") == 1


def test_our_look_and_their_words_stand_together() -> None:
    """Ours made the sentence bold, theirs changed the name: the new name is bold."""
    result = merged(lines(run(TEXT)), lines(run(TEXT, BOLD)), lines(run("安全 次郎を責任者とする。")))
    assert result.conflicts == ()
    assert same_content(
        docx_diff_accept_revisions(result.data), lines(run("安全 次郎を責任者とする。", BOLD))
    )


def test_our_words_and_their_look_stand_together() -> None:
    """Theirs made the whole sentence bold, ours had changed the name and added a sentence."""
    own = "安全 次郎を責任者とする。代理を置く。"
    result = merged(lines(run(TEXT)), lines(run(own)), lines(run(TEXT, BOLD)))
    assert result.conflicts == ()
    assert same_content(docx_diff_accept_revisions(result.data), lines(run(own, BOLD)))


def test_a_sentence_of_ours_behind_a_word_made_bold_stays_plain() -> None:
    """Only the last word became bold; what ours added behind it is not that word."""
    own = lines(run("責任者は、情報 花子（兼務）"))
    theirs = lines(run("責任者は、"), run("情報 花子", BOLD))
    result = merged(lines(run("責任者は、情報 花子")), own, theirs)
    wanted = lines(run("責任者は、"), run("情報 花子", BOLD), run("（兼務）"))
    assert same_content(docx_diff_accept_revisions(result.data), wanted)


def test_different_properties_of_the_same_words_stand_together() -> None:
    """Ours made the name red, theirs bold."""
    ours = lines(run("情報 花子", RED), run("を責任者とする。"))
    result = merged(lines(run(TEXT)), ours, lines(run(TEXT, BOLD)))
    wanted = lines(run("情報 花子", BOLD + RED), run("を責任者とする。", BOLD))
    assert result.conflicts == ()
    assert same_content(docx_diff_accept_revisions(result.data), wanted)


def test_the_same_property_of_the_same_words_is_a_conflict() -> None:
    """Ours red, theirs blue: ours stays, a comment says so once, and the next run knows it."""
    base, ours, theirs = lines(run(TEXT)), lines(run(TEXT, RED)), lines(run(TEXT, BLUE))
    result = merge_documents(base, ours, theirs, date=DAY)
    assert [conflict.look for conflict in result.conflicts] == [True]
    assert same_content(result.data, ours) and same_content(result.next_base, base)
    assert "書式" in members(result.data)["word/comments.xml"].decode()
    assert len(settle_conflicts(result.next_base, result.data, theirs).conflicts) == 1
    again = merge_documents(result.next_base, result.data, theirs, date=DAY)
    assert members(again.data)["word/comments.xml"].count(b"<w:comment ") == 1


def test_the_same_new_look_on_both_sides_is_no_conflict() -> None:
    """(b, x, x) gives x."""
    both = lines(run(TEXT, RED))
    assert merged(lines(run(TEXT)), both, both).data == both


def test_words_and_look_changed_in_one_paragraph_strike_only_the_words() -> None:
    """The name is replaced, the rest becomes bold without being struck."""
    base = lines(run(TEXT))
    theirs = lines(run("安全 次郎を", BOLD), run("責任者とする。"))
    result = merged(base, base, theirs)
    assert "<w:delText" in body(result) and body(result).count("<w:del ") == 1
    assert "情報 花子" in body(result).split("<w:delText", 1)[1].split("</w:delText>", 1)[0]
    assert body(result).count("<w:rPrChange ") == 1
    assert len(result.changes) == 1
    assert same_content(docx_diff_accept_revisions(result.data), theirs)


def test_a_pending_change_of_look_is_nobody_elses() -> None:
    """Somebody's tracked bold waits for a decision; theirs turns the same words red: a conflict, not a second mark."""
    pending = (
        '<w:b/><w:rPrChange w:id="7" w:author="総務" w:date="2026-11-01T00:00:00Z"><w:rPr/></w:rPrChange>'
    )
    result = merge_documents(lines(run(TEXT)), lines(run(TEXT, pending)), lines(run(TEXT, RED)), date=DAY)
    assert len(result.conflicts) == 1
    assert body(result).count("<w:rPrChange ") == 1 and 'w:author="総務"' in body(result)


def test_new_words_beside_a_pending_change_of_look_are_not_part_of_it() -> None:
    """The look that new words take from their neighbours comes without its revision mark."""
    pending = (
        '<w:b/><w:rPrChange w:id="7" w:author="総務" w:date="2026-11-01T00:00:00Z"><w:rPr/></w:rPrChange>'
    )
    new = TEXT.replace("情報 花子", "安全 次郎")
    result = merge_documents(lines(run(TEXT)), lines(run(TEXT, pending)), lines(run(new)), date=DAY)
    assert result.conflicts == ()
    inserted = body(result).split("<w:ins ", 1)[1].split("</w:ins>", 1)[0]
    assert "安全 次郎" in inserted and "<w:b/>" in inserted and "rPrChange" not in inserted


def test_looks_inside_table_cells_are_found() -> None:
    """A cell whose words stay takes its new alignment."""
    cell = "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid><w:tr><w:tc><w:p>{}<w:r><w:t>氏名</w:t></w:r></w:p></w:tc></w:tr></w:tbl><w:p/>"
    base, theirs = (
        word_file(cell.format(look)) for look in ("", '<w:pPr><w:spacing w:before="120"/></w:pPr>')
    )
    result = merge_documents(base, base, theirs, date=DAY)
    assert body(result).count("<w:pPrChange ") == 1
