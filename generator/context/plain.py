"""Profile models as plain data: enumerations as their values with a text beside them, dates as text."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

from generator.profile.model.facts import Choice, Facts

_PLAIN = frozenset({str, bool, int})


def plain(facts: Facts, write_date: Callable[[datetime.date], str]) -> dict[str, Any]:
    """Return a group of facts as a plain dictionary.

    A choice becomes its value, and `<name>_text` holds its Japanese label; several choices become a list of
    values, and `<name>_text` joins their labels with 、. Dates become text. None stays None.
    """
    data: dict[str, Any] = {}
    for name, value in facts:
        if value is None or type(value) in _PLAIN:
            data[name] = value
            continue
        data[name] = _value(value, write_date)
        if isinstance(value, Choice):
            data[f"{name}_text"] = value.label
        elif isinstance(value, tuple) and all(isinstance(item, Choice) for item in value):
            data[f"{name}_text"] = "、".join(item.label for item in value)
    return data


def _value(value: object, write_date: Callable[[datetime.date], str]) -> object:
    if isinstance(value, Facts):
        return plain(value, write_date)
    if isinstance(value, Choice):
        return str(value)
    if isinstance(value, tuple):
        return [_value(item, write_date) for item in value]
    if isinstance(value, datetime.date):
        return write_date(value)
    return value
