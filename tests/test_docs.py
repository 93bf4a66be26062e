"""What is written for people stays true: each path it names is there, each room of the program is described."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.test_architecture import MAY_IMPORT

ROOT = Path(__file__).parent.parent
TEXTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])
_NAMED = re.compile(
    r"(?<![\w/\\.~-])(?:generator|templates|profiles|tests|benchmarks|docs|\.ci)/[\w./*<>-]*", re.ASCII
)
_LINKED = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")
_ALONE = re.compile(r"`([\w.-]+\.(?:md|toml|yaml)|LICENSE)`", re.ASCII)
EXAMPLES = {"company.yaml", "common.yaml"}  # files of the user


def named_paths(text: Path) -> set[str]:
    """Return the paths of the project that a text names, links included, as paths below the project."""
    words = text.read_text(encoding="utf-8")
    named = {path.rstrip(".") for path in _NAMED.findall(words) if "<" not in path}
    linked = {(text.parent / path).resolve().relative_to(ROOT).as_posix() for path in _LINKED.findall(words)}
    alone = set(_ALONE.findall(words)) - EXAMPLES
    return named | linked | alone


def is_there(path: str) -> bool:
    """Tell whether a path is there; one with `*` must fit something, a name alone may stand anywhere."""
    return any(ROOT.glob(path)) or ("/" not in path and any(ROOT.glob(f"*/**/{path}")))


@pytest.mark.parametrize("text", TEXTS, ids=lambda path: path.name)
def test_every_path_named_is_there(text: Path) -> None:
    """Whoever follows a path finds it."""
    assert sorted(path for path in named_paths(text) if not is_there(path)) == []


def test_paths_are_found_where_texts_name_them() -> None:
    """The tests above look at something: at links, at code, at commands."""
    found = {text.name: named_paths(text) for text in TEXTS}
    assert "docs/architecture.md" in found["README.md"] and "docs/architecture.md" in found["CONTRIBUTING.md"]
    assert "generator/profile/model/" in found["CONTRIBUTING.md"]
    assert "tests/test_numbering.py" in found["CONTRIBUTING.md"]
    assert not is_there("generator/word/gone.py")


def test_every_room_is_described() -> None:
    """Each folder that the table of directions knows stands in docs/architecture.md."""
    words = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    rooms = {Path("generator", folder, room) for folder, table in MAY_IMPORT.items() for room in table}
    folders = {room.as_posix() for room in rooms if (ROOT / room).is_dir()}
    assert sorted(room for room in folders if f"`{room}/`" not in words) == []
