"""What each clause of the templates answers to."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
import yaml

from generator.catalog import DOCUMENTS, find_templates_folder
from generator.word.file.names import BOOKMARK_START, NAME, P
from generator.word.file.reading import attribute, read_word_file

PREFIX = "_Pg_"
CLAUSES = yaml.safe_load((find_templates_folder() / "clauses.yaml").read_text(encoding="utf-8"))

# The sections of 付録5 in the guideline's edition 3.0 and the telework part of 3.1.
SECTIONS = [
    *(f"1-{n}" for n in (1, 2, 3)),
    *(f"2-{n}" for n in (1, 2, 3, 4, 5)),
    *("3-1.1", "3-1.2", "3-1.3", "3-1.4", "3-2", "3-3.1", "3-3.2", "3-4.1", "3-4.2", "3-4.3"),
    *(f"4-{n}" for n in (1, 2, 3, 4, 5, 6, 7, 8, 9.1, 9.2, 9.3, 9.4)),
    *(f"5-{n}" for n in (1, 2, 3, 4)),
    *(
        "6-1.1",
        "6-1.2",
        "6-1.3",
        "6-1.4",
        "6-1.5",
        "6-2",
        "6-3.1",
        "6-3.2",
        "6-4.1",
        "6-4.2",
        "6-4.3",
        "6-4.4",
    ),
    *("6-4.5", "6-5.1", "6-5.2", "6-5.3", "6-6.1", "6-6.2", "6-6.3"),
    *(
        "7-1",
        "7-2.1",
        "7-2.2",
        "7-2.3",
        "7-3",
        "7-4",
        "7-5",
        "7-6",
        "7-7.1",
        "7-7.2",
        "7-7.3",
        "7-7.4",
        "7-7.5",
    ),
    *(f"8-{n}" for n in (1, 2, 3, 4, 5)),
    *(f"9-{n}" for n in (1, 2, 3, 4, 5)),
    *("10-1", "10-2", "10-3", "10-4.1", "10-4.2", "10-4.3", "10-5.1", "10-5.2", "10-5.3"),
    *(f"11-{n}（第3.0版）" for n in (1, 2, 3, 4, 5, 6)),
    "テレワーク",
]


def _bookmarks(template: Path) -> dict[str, str]:
    """Return the clause ids of a template with the style of their headings."""
    file = read_word_file(template)
    root = file.root(file.main)
    assert root is not None
    return {
        mark.get(NAME, "").removeprefix(PREFIX): attribute(paragraph, "pPr/pStyle") or ""
        for paragraph in root.iter(P)
        for mark in paragraph.iter(BOOKMARK_START)
        if mark.get(NAME, "").startswith(PREFIX)
    }


FOUND = {kind.key: _bookmarks(find_templates_folder() / kind.template) for kind in DOCUMENTS}


def test_every_entry_belongs_to_a_clause() -> None:
    """No entry is left over from a clause that went."""
    assert set(CLAUSES) <= {name for names in FOUND.values() for name in names}


@pytest.mark.parametrize("key", FOUND)
def test_every_clause_has_an_entry(key: str) -> None:
    """Every heading below the chapters says what it answers to."""
    chapters = {name for name, style in FOUND[key].items() if style == "Heading1" and key != "policy"}
    assert set(FOUND[key]) - chapters - set(CLAUSES) - {"supplementary"} == set()


@pytest.mark.parametrize("key", ["rules", "handbook"])
def test_all_25_questions_are_answered(key: str) -> None:
    """Each question of the self check has a clause in the rules and a page in the handbook."""
    answered = {
        question for name in FOUND[key] for question in CLAUSES.get(name, {"questions": []})["questions"]
    }
    assert answered == set(range(1, 26))


def test_no_section_of_the_guideline_is_missing() -> None:
    """Every section of 付録5 has a clause."""
    covered = {section.removeprefix("付録5 ") for entry in CLAUSES.values() for section in entry["guideline"]}
    assert [section for section in SECTIONS if section not in covered] == []


def test_every_reference_carries_the_day_it_was_checked() -> None:
    """Law and guidance move; a date says how old the knowledge is."""
    for name, entry in CLAUSES.items():
        assert isinstance(entry["checked_on"], datetime.date), name
        assert entry["questions"] or entry["guideline"] or entry["law"], name
