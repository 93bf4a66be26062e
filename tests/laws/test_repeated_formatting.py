"""Formatting that only repeats the style is no edit: LibreOffice and other programs write it when they save."""

from __future__ import annotations

import datetime

import pytest

from generator.word.merge import is_untouched, merge_documents
from tests.editing import edit, members
from tests.laws.referee import said
from tests.wordfile import STYLES, word_file

DAY = datetime.datetime(2026, 11, 22)
MORE = """
<w:style w:type="paragraph" w:styleId="Lead"><w:name w:val="Lead"/><w:basedOn w:val="Normal"/>
  <w:pPr><w:keepNext/><w:pageBreakBefore/><w:jc w:val="center"/></w:pPr>
  <w:rPr><w:b/><w:color w:val="1F3864"/><w:sz w:val="28"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="LeadMore"><w:name w:val="Lead More"/><w:basedOn w:val="Lead"/>
  <w:rPr><w:sz w:val="32"/></w:rPr></w:style>
"""


def file(
    paragraph: str = "", run: str = "", text: str = "鍵は総務部が持つ。", style: str = "LeadMore"
) -> bytes:
    properties = f'<w:pPr><w:pStyle w:val="{style}"/>{paragraph}</w:pPr>'
    look = f"<w:rPr>{run}</w:rPr>" if run else ""
    other = "<w:p><w:r><w:t>以上</w:t></w:r></w:p>"
    return word_file(
        f"<w:p>{properties}<w:r>{look}<w:t>{text}</w:t></w:r></w:p>{other}", styles=STYLES + MORE
    )


REPEATED = {
    "bold": ("", "<w:b/>"),
    "bold, written out": ("", '<w:b w:val="1"/>'),
    "size of the style": ("", '<w:sz w:val="32"/>'),
    "colour of the style below": ("", '<w:color w:val="1F3864"/>'),
    "not italic": ("", '<w:i w:val="0"/>'),
    "not underlined": ("", '<w:u w:val="none"/>'),
    "alignment": ('<w:jc w:val="center"/>', ""),
    "break": ("<w:pageBreakBefore/>", ""),
    "everything": (
        '<w:keepNext/><w:pageBreakBefore/><w:jc w:val="center"/>',
        '<w:b/><w:i w:val="false"/><w:strike w:val="false"/><w:color w:val="1F3864"/><w:sz w:val="32"/>'
        '<w:u w:val="none"/><w:vertAlign w:val="baseline"/>',
    ),
}
REAL = {
    "not bold": ("", '<w:b w:val="0"/>'),
    "italic": ("", "<w:i/>"),
    "another size": ("", '<w:sz w:val="28"/>'),
    "another colour": ("", '<w:color w:val="FF0000"/>'),
    "alignment": ('<w:jc w:val="left"/>', ""),
    "no break": ('<w:pageBreakBefore w:val="0"/>', ""),
}


@pytest.mark.parametrize("look", REPEATED)
def test_a_repetition_is_no_edit(look: str) -> None:
    """Nobody touched the file, and the new version comes in without a question: words, and another look."""
    base, ours = file(), file(*REPEATED[look])
    assert is_untouched(base, ours) and is_untouched(ours, base)
    red = '<w:i/><w:color w:val="C00000"/><w:sz w:val="40"/>'
    for theirs in (file(text="鍵は情報部が持つ。"), file('<w:jc w:val="right"/>', red)):
        for track in (True, False):
            merged = merge_documents(base, ours, theirs, date=DAY, track=track)
            assert merged.conflicts == ()
            assert said(merged.data, "accept") == said(theirs)
            body = members(merged.data)["word/document.xml"]
            assert b"repeated" not in body
            assert (b"C00000" in body) == (b"C00000" in members(theirs)["word/document.xml"])


@pytest.mark.parametrize("look", REAL)
def test_what_the_style_does_not_say_is_an_edit(look: str) -> None:
    """Somebody made the heading plain, or another colour: that counts, and survives new words."""
    base, ours = file(), file(*REAL[look])
    assert not is_untouched(base, ours)
    merged = merge_documents(base, ours, file(text="鍵は情報部が持つ。"), date=DAY, track=False)
    assert is_untouched(merged.data, edit(ours, lambda text: text.replace("総務部", "情報部")))
