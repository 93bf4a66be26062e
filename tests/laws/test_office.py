"""Accepting or rejecting all in a real LibreOffice leaves whole tables and no spare row."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import pytest

from generator.word.merge import merge_documents
from tests.laws.referee import said
from tests.laws.test_saved_again import CHANGES
from tests.office_editing import Office, has_uno, running_office
from tests.wordfile import word_file

pytestmark = [
    pytest.mark.office,
    pytest.mark.skipif(
        not has_uno(), reason="LibreOffice with its Python bridge (python3-uno) is not installed"
    ),
]
DAY = datetime.datetime(2026, 11, 22)


@pytest.fixture(scope="module")
def office() -> Iterator[Office]:
    with running_office() as running:
        yield running


@pytest.mark.parametrize("turn", ["there", "back"])
@pytest.mark.parametrize("change", [name for name in CHANGES if "clauses" not in name])
def test_decisions_in_libreoffice(office: Office, change: str, turn: str) -> None:
    """Rows, columns, cells and paragraphs come and go; LibreOffice decides, and saves what is left."""
    base, theirs = map(word_file, CHANGES[change] if turn == "there" else reversed(CHANGES[change]))
    merged = merge_documents(base, base, theirs, date=DAY)
    for decision, wanted in (("accept", theirs), ("reject", base)):
        decided = office.edit(merged.data, (decision,))
        assert said(decided, "reject") == said(decided, "accept") == said(wanted)
