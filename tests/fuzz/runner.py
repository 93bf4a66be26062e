"""Finds the classes of inputs and runs them, with counts."""

from __future__ import annotations

import importlib
import pkgutil
import tempfile
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.strategies import SearchStrategy

import tests.fuzz
from generator.errors import GeneratorError

SECONDS = 10.0
_NO_CLASSES = {"__main__", "runner", "mutation"}


class TooSlowError(AssertionError):
    """An input took longer than it may."""


@dataclass(frozen=True, slots=True)
class FuzzClass:
    """A class of inputs: how they are made, what is done with one, and how long that may take."""

    name: str
    inputs: SearchStrategy[Any]
    run: Callable[[Any, Path], None]
    seconds: float


@dataclass(slots=True)
class Result:
    """What came of a class: how many inputs ran, how many ended in an error of ours, and what failed."""

    name: str
    count: int = 0
    refused: int = 0
    slowest: float = 0.0
    failure: str = ""


def class_names() -> list[str]:
    """Return the names of all classes: the modules of this package that are none of the runner's own."""
    return sorted({module.name for module in pkgutil.iter_modules(tests.fuzz.__path__)} - _NO_CLASSES)


def load_class(name: str) -> FuzzClass:
    """Return a class by its name."""
    module = importlib.import_module(f"tests.fuzz.{name}")
    return FuzzClass(name, module.inputs, module.run, getattr(module, "SECONDS", SECONDS))


def fuzz(one: FuzzClass, count: int, *, start: int = 0, shrink: bool = True) -> Result:
    """Run inputs of a class until `count` of them are done or one fails; the same start gives the same inputs."""
    result = Result(one.name)
    phases = [Phase.generate, *([Phase.shrink] if shrink else [])]

    with tempfile.TemporaryDirectory(prefix="policygen-fuzz-") as name:
        folder = Path(name)

        @seed(start)
        @settings(
            max_examples=count,
            deadline=None,
            database=None,
            phases=phases,
            suppress_health_check=list(HealthCheck),
            print_blob=False,
        )
        @given(one.inputs)
        def attempt(given_input: Any) -> None:
            began = time.perf_counter()
            result.count += 1
            try:
                one.run(given_input, folder)
            except GeneratorError:
                result.refused += 1
            taken = time.perf_counter() - began
            result.slowest = max(result.slowest, taken)
            if taken > one.seconds:
                raise TooSlowError(f"{taken:.1f} s")

        try:
            attempt()
        except Exception:  # noqa: BLE001 - whatever it is, it is what was looked for
            result.failure = traceback.format_exc()
    return result
