"""The starter profile is written from the model, loads as it is, and every line of it can be used."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.errors import OutputError
from generator.profile import CompanyProfile
from generator.profile.fields.starter import example_data, starter_text, write_starter
from generator.profile.fields.tree import entries, walk_fields
from generator.profile.reading.loading import parse_model

FIELD = re.compile(r"^ *#\w+:")
CONTINUED = re.compile(r"^ *#(- |  \w+:)")


def commented_fields() -> list[tuple[str, str]]:
    """Return each optional field of the starter with the whole text in which just that field is uncommented."""
    lines = starter_text().splitlines()
    found = []
    for number, line in enumerate(lines):
        if FIELD.match(line):
            end = number + 1
            while end < len(lines) and CONTINUED.match(lines[end]):
                end += 1
            opened = [re.sub(r"^( *)#", r"\1", row) for row in lines[number:end]]
            found.append(
                (f"{number + 1}: {line.strip()}", "\n".join([*lines[:number], *opened, *lines[end:]]))
            )
    return found


def test_the_starter_loads_as_it_is() -> None:
    """Nothing has to be uncommented; all optional fields keep their default."""
    profile = parse_model(starter_text().encode(), CompanyProfile)
    assert profile == CompanyProfile.model_validate(example_data(CompanyProfile))


def test_the_required_lines_come_before_the_optional_ones_of_their_group() -> None:
    """The first lines that are not comments are the required ones."""
    active = [line for line in starter_text().splitlines() if line and not line.lstrip().startswith("#")]
    assert [line.split(":")[0].strip() for line in active[:4]] == [
        "company",
        "name",
        "representative",
        "name",
    ]


def test_every_field_of_the_model_is_in_the_starter() -> None:
    """Adding a field to the model is enough to have it in the starter."""
    text = starter_text()
    for entry in walk_fields(CompanyProfile):
        if "[]" not in entry.path:
            assert re.search(rf"^ *#?{entry.name}:", text, re.MULTILINE), entry.path
    for entry in entries(CompanyProfile):
        assert f"{entry.info.title}: {entry.info.description}" in text


@pytest.mark.parametrize(
    ("name", "text"), commented_fields(), ids=lambda value: value if len(value) < 80 else ""
)
def test_each_optional_line_can_be_uncommented(name: str, text: str) -> None:
    """Removing the # of one field gives a profile that loads."""
    parse_model(text.encode(), CompanyProfile, source=name)


def test_writing_never_replaces_a_file(tmp_path: Path) -> None:
    """The starter goes to a new file only."""
    file = tmp_path / "profile.yaml"
    write_starter(file)
    assert file.read_text(encoding="utf-8") == starter_text()
    with pytest.raises(OutputError, match="すでにある"):
        write_starter(file)


def test_examples_of_roles_and_measures_are_their_own() -> None:
    """Each role is called by its name, people differ, and what is done meanwhile fits the measure."""
    text = starter_text()
    assert "#title: 点検責任者" in text
    assert len(set(re.findall(r"#name: (\S+ \S+)$", text, re.MULTILINE))) > 5
    interims = re.findall(r"#interim: (.+)", text)
    assert len(set(interims)) == len(interims) > 10
