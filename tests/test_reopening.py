"""Whether python-docx opens a template."""

from __future__ import annotations

import pytest

from generator.word.engine.compile.reopening import reopening_problem
from tests.wordfile import pack, paragraph, word_file, word_members


def test_a_sound_file_has_no_problem() -> None:
    """What we write, others can open."""
    assert reopening_problem(word_file(paragraph("文"))) == ""


@pytest.mark.parametrize("missing", ["word/document.xml", "word/styles.xml", "[Content_Types].xml"])
def test_a_missing_part_is_noticed(missing: str) -> None:
    """A relationship that leads nowhere makes the file useless to other programs."""
    members = word_members(paragraph("文"))
    del members[missing]
    assert "python-docx" in reopening_problem(pack(members))
