"""The fields of a model as a tree: what may be written where, for messages, the starter and the schema."""

from __future__ import annotations

import types
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo


@dataclass(frozen=True, slots=True)
class FieldEntry:
    """One field of the model.

    Attributes:
        path: Names from the root; `[]` stands for the rows of a list.
        info: Pydantic's record of the field: title, description, examples, default.
        group: The model inside, when the field is a group.
        row: The model of one row, when the field is a list of groups.
    """

    path: tuple[str, ...]
    info: FieldInfo
    group: type[BaseModel] | None
    row: type[BaseModel] | None

    @property
    def name(self) -> str:
        """Return the field's own name."""
        return self.path[-1]


def entries(model: type[BaseModel], prefix: tuple[str, ...] = ()) -> Iterator[FieldEntry]:
    """Yield the fields of one group, in the order of the model, without those of the groups inside."""
    for name, info in model.model_fields.items():
        group, row = nested_models(info.annotation)
        yield FieldEntry((*prefix, info.alias or name), info, group, row)


def walk_fields(model: type[BaseModel], prefix: tuple[str, ...] = ()) -> Iterator[FieldEntry]:
    """Yield every field of the model, groups before their fields."""
    for entry in entries(model, prefix):
        yield entry
        inside = entry.group or entry.row
        if inside is not None and len(entry.path) < 8:
            yield from walk_fields(inside, (*entry.path, "[]") if entry.row else entry.path)


def nested_models(annotation: Any) -> tuple[type[BaseModel] | None, type[BaseModel] | None]:  # noqa: ANN401
    """Return the group and the row model that an annotation holds, looking through Optional and Annotated."""
    origin = get_origin(annotation)
    if isinstance(annotation, type) and origin is None:
        return (annotation, None) if issubclass(annotation, BaseModel) else (None, None)
    if origin is Annotated:
        return nested_models(get_args(annotation)[0])
    group: type[BaseModel] | None = None
    row: type[BaseModel] | None = None
    for part in get_args(annotation):
        inner_group, inner_row = nested_models(part)
        if origin in (list, tuple, Sequence, frozenset, set):
            row = row or inner_group
        elif origin in (Union, types.UnionType):
            group, row = group or inner_group, row or inner_row
    return group, row


@lru_cache(maxsize=256)
def models_of_fields(
    model: type[BaseModel],
) -> dict[str, tuple[type[BaseModel] | None, type[BaseModel] | None]]:
    """Return the group and the row model of each field of a model."""
    return {name: nested_models(info.annotation) for name, info in model.model_fields.items()}


def find_entry(model: type[BaseModel], path: Sequence[str | int]) -> FieldEntry | None:
    """Return the field at a path of the data, or None when the model has no such field."""
    found: FieldEntry | None = None
    current: type[BaseModel] | None = model
    for step in path:
        if isinstance(step, int):
            continue
        found = next((entry for entry in entries(current) if entry.name == step), None) if current else None
        if found is None:
            return None
        current = found.group or found.row
    return found


@lru_cache(maxsize=8)
def dotted_names(model: type[BaseModel]) -> tuple[str, ...]:
    """Return the dotted path of every field, rows of lists left out: `tables.backup.target`."""
    return tuple(".".join(part for part in entry.path if part != "[]") for entry in walk_fields(model))


def choices(annotation: Any) -> tuple[tuple[str, str], ...]:  # noqa: ANN401
    """Return the values a field may take, each with its Japanese label (empty when it has none)."""
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return tuple((str(member.value), str(getattr(member, "label", ""))) for member in annotation)
    if annotation is bool:
        return (("true", "はい"), ("false", "いいえ"))
    if get_origin(annotation) is Literal:
        return tuple((str(value), "") for value in get_args(annotation))
    if get_origin(annotation) in (Union, types.UnionType, Annotated, list, tuple, frozenset, set):
        return tuple(choice for part in get_args(annotation) for choice in choices(part))
    return ()
