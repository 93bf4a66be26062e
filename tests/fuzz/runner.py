"""Finds the classes of inputs and runs them, with counts."""

from __future__ import annotations

import importlib
import inspect
import itertools
import pkgutil
import random
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
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
    inputs: SearchStrategy[Any] | Callable[[random.Random], Iterator[Any]]
    run: Callable[[Any, Path], str | None]
    seconds: float = SECONDS


@dataclass(slots=True)
class Result:
    """What came of a class: how many inputs ran, what became of them, and what failed."""

    name: str
    count: int = 0
    met: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0
    failure: str = ""


def class_names() -> list[str]:
    """Return the names of all classes: the modules of this package that are none of the runner's own."""
    return sorted({module.name for module in pkgutil.iter_modules(tests.fuzz.__path__)} - _NO_CLASSES)


def load_class(name: str) -> FuzzClass:
    """Return a class by its name."""
    module = importlib.import_module(f"tests.fuzz.{name}")
    run = module.run
    if len(inspect.signature(run).parameters) == 1:
        return FuzzClass(
            name, module.inputs, lambda given, _: run(given), getattr(module, "SECONDS", SECONDS)
        )
    return FuzzClass(name, module.inputs, run, getattr(module, "SECONDS", SECONDS))


def fuzz(one: FuzzClass, count: int, *, start: int = 0) -> Result:
    """Run inputs of a class until `count` of them are done or one fails; the same start gives the same inputs."""
    result = Result(one.name)
    with tempfile.TemporaryDirectory(prefix="policygen-fuzz-") as name:
        folder = Path(name)

        def attempt(given_input: Any) -> None:
            _attempt(one, result, given_input, folder)

        try:
            if isinstance(one.inputs, SearchStrategy):
                _searched(one.inputs, attempt, count, start)
            else:
                for given_input in itertools.islice(one.inputs(random.Random(f"{one.name} {start}")), count):
                    attempt(given_input)
        except Exception:  # noqa: BLE001 - whatever it is, it is what was looked for
            result.failure = traceback.format_exc()
    return result


def _searched(inputs: SearchStrategy[Any], attempt: Callable[[Any], None], count: int, start: int) -> None:
    """Let Hypothesis make the inputs, and look for the smallest one that fails."""
    limits = settings(
        max_examples=count,
        deadline=None,
        database=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
        print_blob=False,
    )
    seed(start)(limits(given(inputs)(attempt)))()


def _attempt(one: FuzzClass, result: Result, given_input: Any, folder: Path) -> None:
    began = time.perf_counter()
    result.count += 1
    try:
        met = one.run(given_input, folder) or "taken"
    except GeneratorError:
        met = "refused"
    result.met[met] += 1
    taken = time.perf_counter() - began
    result.slowest = max(result.slowest, taken)
    if taken > one.seconds:
        raise TooSlowError(f"{taken:.1f} s")
