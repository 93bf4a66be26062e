"""Profiles in which every option is switched every way, few enough to render them all.

Each variant of a sample profile changes all options at once; over the variants of one profile every value of
every option occurs. Options that exclude each other keep the value they had.
"""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, get_args, get_origin

from pydantic import BaseModel, ValidationError

from generator.profile import CompanyProfile
from generator.profile.model.documents import Documents
from generator.profile.model.facts import Choice
from generator.profile.model.measures import Measures
from generator.profile.model.options import Options
from tests.rendering import sample

OptionPath = tuple[str, ...]
MAX_IDLE = 8
PLANNED = {"state": "planned", "owner": "総務部長", "due": "2027-03-31", "interim": "毎週手作業で確かめる"}


def option_values() -> dict[OptionPath, list[Any]]:
    """Return every switch of the profile with all the values it is tried with."""
    found = dict(_switches(("options",), Options))
    found |= dict(_switches(("documents",), Documents))
    for name in Measures.model_fields:
        found["measures", name] = [{"state": "in_place"}, PLANNED, {"state": "not_applicable"}]
    return found


def _switches(path: OptionPath, model: type[BaseModel]) -> Iterator[tuple[OptionPath, list[Any]]]:
    for name, field in model.model_fields.items():
        kind = field.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            yield from _switches((*path, name), kind)
        elif kind is bool:
            yield (*path, name), [True, False]
        elif isinstance(kind, type) and issubclass(kind, Choice):
            yield (*path, name), [choice.value for choice in kind]
        elif get_origin(kind) is tuple and _is_choice(get_args(kind)[0]):
            choices = [choice.value for choice in get_args(kind)[0]]
            yield (*path, name), [[], choices, *([choice] for choice in choices)]


def _is_choice(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Choice)


def read_value(facts: Mapping[str, Any], path: OptionPath) -> Any:
    """Return the value at a path of plain data."""
    for step in path:
        facts = facts[step]
    return facts


def switched(facts: dict[str, Any], path: OptionPath, value: Any) -> dict[str, Any] | None:
    """Return the facts with one value changed; None when the profile does not allow it."""
    changed = copy.deepcopy(facts)
    read_value(changed, path[:-1])[path[-1]] = value
    try:
        CompanyProfile.model_validate(changed)
    except ValidationError:
        return None
    return changed


def allowed_values(path: Path) -> set[tuple[OptionPath, int]]:
    """Return the values that a sample profile may take when nothing else changes."""
    facts = sample(path).model_dump(mode="json")
    return {
        (option, index)
        for option, choices in option_values().items()
        for index, value in enumerate(choices)
        if switched(facts, option, value) is not None
    }


@cache
def variants(path: Path) -> tuple[CompanyProfile, ...]:
    """Return the variants of one sample profile; the same ones in every run."""
    values = option_values()
    base = sample(path).model_dump(mode="json")
    chance = random.Random(path.stem)
    missing = allowed_values(path)
    found: list[CompanyProfile] = []
    idle = 0
    while missing and idle < MAX_IDLE:
        options = list(values)
        chance.shuffle(options)
        facts = base
        for option in options:
            wanted = [index for index in range(len(values[option])) if (option, index) in missing]
            index = chance.choice(wanted) if wanted else chance.randrange(len(values[option]))
            facts = switched(facts, option, values[option][index]) or facts
        profile = CompanyProfile.model_validate(facts)
        shown = profile.model_dump(mode="json")
        done = {(o, i) for o, i in missing if _same(read_value(shown, o), values[o][i])}
        missing -= done
        idle = 0 if done else idle + 1
        found.append(profile)
    return tuple(found)


def _same(shown: Any, value: Any) -> bool:
    if isinstance(value, Mapping):
        return all(shown[name] == item for name, item in value.items())
    return bool(shown == value)


def covered_values(path: Path) -> set[tuple[OptionPath, int]]:
    """Return which values of which options the variants of a profile take."""
    values = option_values()
    shown = [profile.model_dump(mode="json") for profile in variants(path)]
    return {
        (option, index)
        for option, choices in values.items()
        for index, value in enumerate(choices)
        if any(_same(read_value(facts, option), value) for facts in shown)
    }
