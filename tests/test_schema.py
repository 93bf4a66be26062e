"""The JSON Schema says all that the model says, in Japanese."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from generator.profile import CompanyProfile
from generator.profile.fields.schema import profile_schema, schema_text
from generator.profile.fields.tree import walk_fields

JAPANESE = re.compile("[\u3041-\u30ff\u4e00-\u9fff]")


def properties(schema: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    groups = {"": schema, **schema["$defs"]}
    return [
        (f"{group}.{name}", field)
        for group, inside in groups.items()
        for name, field in inside.get("properties", {}).items()
    ]


@pytest.mark.parametrize("name", ["title", "description"])
def test_every_property_is_explained_in_japanese(name: str) -> None:
    """Each field of each group has a Japanese title and explanation."""
    missing = [
        where for where, field in properties(profile_schema()) if not JAPANESE.search(field.get(name, ""))
    ]
    assert missing == []


def test_every_field_has_an_example() -> None:
    """Each field that holds a value, and each list, shows an example."""
    missing = [
        ".".join(entry.path)
        for entry in walk_fields(CompanyProfile)
        if entry.group is None and not entry.info.examples
    ]
    assert missing == []


def test_the_text_is_json_in_any_encoding() -> None:
    """The text is the schema; for consoles without Japanese it is pure ASCII and still the same schema."""
    assert json.loads(schema_text()) == profile_schema()
    assert json.loads(schema_text(ascii_only=True).encode("ascii")) == profile_schema()
    assert profile_schema()["$schema"].endswith("2020-12/schema")
    assert schema_text() == schema_text()
