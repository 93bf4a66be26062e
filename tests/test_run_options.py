"""The options of a run: stated once, written by callers as they like, the same on the command line."""

from __future__ import annotations

import datetime
import inspect
from dataclasses import FrozenInstanceError, fields
from pathlib import Path
from typing import Any

import click
import pytest

from generator import RunOptions, build_request, generate, load_profile
from generator.catalog import DOCUMENTS
from generator.cli.main import policygen
from generator.run.preview import build_preview
from generator.run.request import Release, RunKeywords, Track

ROOT = Path(__file__).parent.parent
NAMES = {field.name for field in fields(RunOptions)}
DAY = datetime.date(2026, 5, 1)


def shared(command: str) -> dict[str, click.Parameter]:
    """Return a command's parameters that are options of a run."""
    return {str(item.name): item for item in policygen.commands[command].params if item.name in NAMES}


def test_callers_may_write_every_option_and_no_other() -> None:
    """The keywords that type checkers accept are the fields."""
    assert set(RunKeywords.__annotations__) == NAMES
    assert RunKeywords.__required_keys__ == frozenset()


def test_plain_words_will_do() -> None:
    """Lists, names of folders and plain words become what the fields hold; nothing given means the defaults."""
    assert RunOptions.of() == RunOptions()
    made = RunOptions.of(only=["rules", "policy", "rules"], track="never", release="major", adopted_base="a")
    assert made == RunOptions(
        only=("policy", "rules"), track=Track.NEVER, release=Release.MAJOR, adopted_base=Path("a")
    )
    assert isinstance(made.track, Track)
    assert RunOptions.of(adopted_base=None) == RunOptions()
    assert repr(RunOptions.of(only={"rules", "policy"})) == repr(RunOptions.of(only=("policy", "rules")))
    with pytest.raises(FrozenInstanceError):
        made.strict = True  # type: ignore[misc] # the very assignment that is refused


@pytest.mark.parametrize(
    "wrong", [{"only": ["polciy"]}, {"only": "policy"}, {"track": "all"}, {"release": "1.1"}], ids=repr
)
def test_a_value_that_does_not_exist_is_refused(tmp_path: Path, wrong: dict[str, Any]) -> None:
    """Before anything is read or written."""
    for job in (generate, build_preview, build_request):
        with pytest.raises(ValueError, match=r"unknown documents|is not a valid"):
            job("missing.yaml", tmp_path / "out", **wrong)
    assert not (tmp_path / "out").exists()


def test_a_misspelt_option_is_refused() -> None:
    """It is no silent nothing."""
    with pytest.raises(TypeError, match="strcit"):
        RunOptions.of(strcit=True)  # type: ignore[call-arg] # the slip that is refused


@pytest.mark.parametrize("command", ["generate", "batch"])
def test_the_command_line_has_every_option_with_the_library_s_default(command: str) -> None:
    """Nobody who leaves an option out gets another document from a command than from the function."""
    own = shared(command)
    assert set(own) == NAMES - ({"adopted_base"} if command == "batch" else set())
    context = click.Context(policygen.commands[command])
    given = {name: item.get_default(context) for name, item in own.items()}
    assert RunOptions.of(**given) == RunOptions()  # type: ignore[arg-type] # values of several types


@pytest.mark.parametrize("command", ["generate", "batch"])
def test_the_command_line_offers_the_library_s_words(command: str) -> None:
    """Each word that a choice offers exists, each that exists is offered and explained."""
    own = shared(command)
    for name, words in (
        ("only", [kind.key for kind in DOCUMENTS]),
        ("track", list(Track)),
        ("release", list(Release)),
    ):
        option = own[name]
        assert isinstance(option, click.Option)
        assert isinstance(option.type, click.Choice)
        assert list(option.type.choices) == words
        assert all(f"{word}（" in (option.help or "") for word in words)


def test_today_comes_in_as_an_argument(tmp_path: Path) -> None:
    """A first version carries its own date; what changes on a day is dated that day, whatever the clock says."""
    profile = load_profile(ROOT / "profiles" / "minimal.yaml")
    assert build_request(profile, tmp_path, today=DAY).day == DAY
    assert build_request(profile, tmp_path, today=DAY, date=datetime.date(2026, 6, 1)).day == datetime.date(
        2026, 6, 1
    )
    assert build_request(profile, tmp_path).today == datetime.date.today()
    for job in (generate, build_preview, build_request):
        assert inspect.signature(job).parameters["today"].default is None


def test_a_run_is_dated_by_the_day_it_is_given(tmp_path: Path) -> None:
    """Two folders made on one given day are the same bytes."""
    profile = ROOT / "profiles" / "minimal.yaml"
    made = [generate(profile, tmp_path / name, only=["policy"], today=DAY) for name in "ab"]
    explicit = generate(profile, tmp_path / "c", only=["policy"], date=DAY)
    assert len({report.documents[0].path.read_bytes() for report in (*made, explicit)}) == 1
