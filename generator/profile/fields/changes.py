"""Which fields of a profile changed between two runs, with their Japanese titles."""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from generator.profile import CompanyProfile
from generator.profile.fields.path import DataPath, dotted_path
from generator.profile.fields.tree import find_entry, walk_fields
from generator.profile.fields.words import value_words

_Data = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One value of the profile that is not what it was.

    Attributes:
        path: Where it is in the profile; rows count from 0, by their place now (of a row that is gone: then).
        title: What it is called in Japanese.
        before: The value of the last run; None where there was none.
        after: The value now; None where there is none.
    """

    path: DataPath
    title: str
    before: object
    after: object

    @property
    def name(self) -> str:
        """Return the dotted path as the user writes it."""
        return dotted_path(self.path)

    @property
    def before_words(self) -> str:
        """Return the value of the last run as a reader knows it: the label of a choice, 使う or 使わない."""
        return value_words(self.path, self.before)

    @property
    def after_words(self) -> str:
        """Return the value now as a reader knows it."""
        return value_words(self.path, self.after)


def changed_fields(before: _Data, after: _Data) -> tuple[FieldChange, ...]:
    """Compare two profiles as plain data (`model_dump(mode="json")`); rows are compared by their id."""
    return tuple(
        FieldChange(path, field_title(path), old, new) for path, old, new in _differences((), before, after)
    )


def reverted(after: _Data, change: FieldChange) -> CompanyProfile | None:
    """Return the profile with one change taken back; None where that is no valid profile."""
    from pydantic import ValidationError

    data: Any = copy.deepcopy(dict(after))
    target = data
    for step in change.path[:-1]:
        target = target.setdefault(step, {}) if isinstance(target, dict) else target[step]
    last = change.path[-1]
    if isinstance(target, list):
        _revert_row(target, last, change)
    elif change.before is None:
        target.pop(last, None)
    else:
        target[last] = change.before
    try:
        return CompanyProfile.model_validate(data)
    except ValidationError:
        return None


def field_title(path: DataPath) -> str:
    """Return the title of a field; in rows, and where several fields share it, with that of its group before it."""
    names = [step for step in path if isinstance(step, str)]
    entry = find_entry(CompanyProfile, names)
    title = (entry.info.title if entry is not None else None) or (names[-1] if names else "")
    is_in_row = any(isinstance(step, int) for step in path[:-1])
    if not is_in_row and (_title_counts()[title] < 2 or len(names) < 3):
        return title
    group = find_entry(CompanyProfile, names[:-1])
    owner = (group.info.title if group is not None else None) or names[-2]
    return title if title == owner else f"{owner}の{title}"


@cache
def _title_counts() -> Counter[str]:
    return Counter(entry.info.title or "" for entry in walk_fields(CompanyProfile))


def _revert_row(rows: list[Any], place: str | int, change: FieldChange) -> None:
    index = int(place)
    if change.before is None:
        del rows[index]
    elif change.after is None:
        rows.insert(index, change.before)
    else:
        rows[index] = change.before


def _differences(path: DataPath, before: object, after: object) -> Iterator[tuple[DataPath, object, object]]:
    if before == after:
        return
    if all(value is None or isinstance(value, Mapping) for value in (before, after)):
        yield from _group_differences(path, before, after)
    elif _are_rows(before) and _are_rows(after):
        yield from _row_differences(path, before, after)
    else:
        yield path, before, after


def _group_differences(path: DataPath, before: Any, after: Any) -> Iterator[tuple[DataPath, object, object]]:  # noqa: ANN401
    """Compare two groups, one of which may not have been stated at all."""
    old, new = before or {}, after or {}
    for name in [*new, *(name for name in old if name not in new)]:
        yield from _differences((*path, name), old.get(name), new.get(name))


def _are_rows(value: object) -> bool:
    return isinstance(value, list | tuple) and all(isinstance(row, Mapping) for row in value)


def _row_differences(path: DataPath, before: Any, after: Any) -> Iterator[tuple[DataPath, object, object]]:  # noqa: ANN401
    old = {_row_name(row, place): (place, row) for place, row in enumerate(before)}
    new = {_row_name(row, place): (place, row) for place, row in enumerate(after)}
    for name, (place, row) in new.items():
        if name in old:
            yield from _differences((*path, place), old[name][1], row)
        else:
            yield (*path, place), None, row
    for name, (place, row) in old.items():
        if name not in new:
            yield (*path, place), row, None


def _row_name(row: _Data, place: int) -> str:
    return str(row.get("id") or f"#{place}")
