"""The short form of the fuzzers: a few hundred inputs of every class."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st

from generator.errors import OutputError, Problem
from tests.fuzz.runner import FuzzClass, class_names, fuzz, load_class

COUNT = 150


@pytest.mark.parametrize("name", class_names())
def test_only_our_own_errors_leave(name: str) -> None:
    """Whatever comes in, nothing but an error that a user can meet comes out, and soon."""
    result = fuzz(load_class(name), COUNT)
    assert not result.failure, result.failure
    assert result.count >= COUNT


def test_the_runner_tells_what_fails() -> None:
    """A foreign error and an input that takes too long are failures; an error of ours is none."""

    def run(given: int, folder: Path) -> None:
        assert folder.is_dir()
        if given == 1:
            raise OutputError("", [Problem("", "x")])
        if given == 2:
            raise KeyError("foreign")
        if given == 3:
            time.sleep(0.2)

    def result(values: list[int], seconds: float) -> Any:
        return fuzz(FuzzClass("x", st.sampled_from(values), run, seconds), 20)

    fine = result([0, 1], 5.0)
    assert not fine.failure and set(fine.met) == {"taken", "refused"}
    assert "foreign" in result([0, 2], 5.0).failure
    assert "foreign" in fuzz(FuzzClass("x", lambda rng: iter([0, rng.choice([2])]), run), 20).failure
    assert "TooSlowError" in result([0, 3], 0.1).failure
