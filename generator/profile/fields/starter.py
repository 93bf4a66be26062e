"""A commented profile to start from, written from the model alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from enum import Enum
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel
from pydantic_core import PydanticUndefined, to_jsonable_python

from generator.files.atomic import write_new
from generator.profile.fields.tree import FieldEntry, choices, entries

_HEAD = """\
# 会社のプロファイル（このファイルから3つのWord文書を作ります）
#
# 1. 行の頭に # のない項目は必ず書きます。例を自社のことに書き換えてください。
# 2. 「#項目名: 値」の行は、書かなければ既定値になります。変えたい行だけ、先頭の # を1文字消して書き換えます。
# 3. 字下げは半角の空白です（タブは使えません）。保存は UTF-8 です。
# 4. できたら「policygen validate このファイル」で確かめ、「policygen generate このファイル」で文書を作ります。
"""

_QUOTED_DATE = re.compile(r"(?<=: )'(\d{4}-\d{2}-\d{2})'$")


def write_starter(path: str | Path, model: type[BaseModel] | None = None) -> Path:
    """Write the starter profile to a new file.

    Args:
        path: The file; must not exist.
        model: The model; None for the company profile.

    Raises:
        OutputError: The file exists (it is left alone) or cannot be written.
    """
    file = Path(path)
    write_new(file, starter_text(model).encode("utf-8"))
    return file


def starter_text(model: type[BaseModel] | None = None) -> str:
    """Return the starter profile: required fields with their example, all others as comments with their default."""
    if model is None:
        from generator.profile import CompanyProfile

        model = CompanyProfile
    lines = [_HEAD]
    explained: set[type[BaseModel]] = set()
    for entry in sorted(entries(model), key=lambda entry: not entry.info.is_required()):
        lines += _field(entry, 0, explained)
        if entry.group is not None:
            lines.append("")
    return "\n".join(lines).rstrip("\n") + "\n"


def example_data(model: type[BaseModel]) -> dict[str, Any]:
    """Return the least data the model accepts: its required fields with the examples of the model."""
    data: dict[str, Any] = {}
    for entry in entries(model):
        if entry.info.is_required():
            data[entry.name] = example_data(entry.group) if entry.group is not None else _example(entry)
    return data


def _field(
    entry: FieldEntry,
    depth: int,
    explained: set[type[BaseModel]],
    *,
    optional: bool = False,
    brief: bool = False,
    given: Mapping[str, Any] | None = None,
) -> Iterator[str]:
    """Yield the lines of one field; the fields of a group seen before are not explained again.

    `given` is the example of the group it stands in, which knows better than the field what fits there.
    """
    margin = "  " * depth
    optional = optional or not entry.info.is_required()
    if not brief:
        yield from _explanation(entry, margin)
    if entry.group is None:
        yield from (
            f"{margin}{'#' if optional else ''}{line}"
            for line in _yaml({entry.name: _shown_value(entry, given or {})})
        )
        return
    yield f"{margin}{entry.name}:"
    brief = entry.group in explained
    explained.add(entry.group)
    example = _example(entry)
    for child in sorted(entries(entry.group, entry.path), key=lambda child: not child.info.is_required()):
        yield from _field(child, depth + 1, explained, optional=optional, brief=brief, given=example or {})


def _explanation(entry: FieldEntry, margin: str) -> Iterator[str]:
    title, description = entry.info.title or entry.name, entry.info.description or ""
    head = f"■ {title}" if entry.group is not None and len(entry.path) == 1 else title
    yield f"{margin}# {head}: {description}".rstrip(": ")
    if entry.group is not None:
        return
    notes = []
    if entry.row is not None:
        notes.append(
            "1件ごとの項目: " + "、".join(f"{row.name}（{row.info.title}）" for row in entries(entry.row))
        )
    listed = choices(entry.info.annotation)
    if listed:
        named = " / ".join(f"{value}（{label}）" if label else value for value, label in listed)
        notes.append(f"選べる値: {named}")
    bounds = _bounds(entry)
    if bounds:
        notes.append(bounds)
    if notes:
        yield f"{margin}#   {'　'.join(notes)}"


def _bounds(entry: FieldEntry) -> str:
    low = next((item.ge for item in entry.info.metadata if getattr(item, "ge", None) is not None), None)
    high = next((item.le for item in entry.info.metadata if getattr(item, "le", None) is not None), None)
    return f"{low}から{high}まで" if low is not None and high is not None else ""


def _shown_value(entry: FieldEntry, given: Mapping[str, Any]) -> Any:  # noqa: ANN401
    """Return the default, so that uncommenting changes nothing; where that says nothing, an example."""
    default = _default(entry)
    if default not in (None, "", [], {}):
        return default
    return given[entry.name] if entry.name in given else _example(entry)


def _default(entry: FieldEntry) -> Any:  # noqa: ANN401
    if entry.info.is_required():
        return None
    default = entry.info.get_default(call_default_factory=True, validated_data={})
    return None if default is PydanticUndefined else _jsonable(default)


def _example(entry: FieldEntry) -> Any:  # noqa: ANN401
    example = _jsonable(entry.info.examples[0]) if entry.info.examples else None
    if entry.row is None:
        return "" if example is None else example
    rows = example if isinstance(example, list) and example else [{}]
    return [example_data(entry.row) | row for row in rows]


def _jsonable(value: Any) -> Any:  # noqa: ANN401
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json", exclude_defaults=True)
    return to_jsonable_python(value)


def _yaml(data: dict[str, Any]) -> list[str]:
    text: str = yaml.safe_dump(
        data, allow_unicode=True, sort_keys=False, default_flow_style=False, width=10_000
    )
    return [_QUOTED_DATE.sub(r"\1", line) for line in text.splitlines()]
