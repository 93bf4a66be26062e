"""A value of a profile in the words a reader knows: the label of a choice, 使う or 使わない, 未定."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from pydantic_core import to_jsonable_python

from generator.profile import CompanyProfile
from generator.profile.fields.path import DataPath
from generator.profile.fields.tree import FieldEntry, choices, find_entry

NOTHING = "（なし）"
_OMITTED = "（省略）"
_UNDECIDED = "未定"
_MOST_SHOWN = 60
# Every yes-or-no field is described as 「…を使うかどうかです。」: the verb behind the last particle is the answer.
_QUESTION = re.compile(r"([^をにがで、。]+)かどうか")
_NEGATIONS = str.maketrans("うくぐすつぬぶむる", "わかがさたなばまら")
_BEFORE_RU = "いきぎしじちにひびみりえけげせぜてでねへべめれ"


def value_words(path: DataPath, value: object) -> str:
    """Say what a field of the profile holds.

    Args:
        path: Where the value is in the profile.
        value: The value as plain data (`model_dump(mode="json")`); None where there is none.
    """
    words = " ".join(_words(path, value).split())
    return words if len(words) <= _MOST_SHOWN else f"{words[:_MOST_SHOWN]}…"


def _words(path: DataPath, value: object) -> str:
    if isinstance(value, Mapping):
        parts = ((name, part) for name, part in value.items() if part is not None and name != "id")
        return "、".join(_words((*path, name), part) for name, part in parts) or NOTHING
    if isinstance(value, list | tuple):
        return "、".join(_words((*path, place), part) for place, part in enumerate(value)) or NOTHING
    entry = find_entry(CompanyProfile, path)
    if value is None:
        return _missing(path, entry)
    if isinstance(value, bool):
        yes, no = _answers(entry.info.description or "") if entry is not None else ("はい", "いいえ")
        return yes if value else no
    labels = dict(choices(entry.info.annotation)) if entry is not None else {}
    return labels.get(str(value)) or str(value)


def _missing(path: DataPath, entry: FieldEntry | None) -> str:
    """Say that there is no value: the row is not there, the field has a default of its own, or nobody knows yet."""
    if entry is None or isinstance(path[-1], int) or entry.group is not None:
        return NOTHING
    description = entry.info.description or ""
    standard = None if entry.info.is_required() else to_jsonable_python(entry.info.get_default())
    if standard not in (None, [], ""):
        return f"標準（{_words(path, standard)}）"
    if "省" in description:
        return _OMITTED
    return NOTHING if path[0] == "measures" or path[-1] == "logo" else _UNDECIDED


@cache
def _answers(description: str) -> tuple[str, str]:
    found = _QUESTION.search(description)
    return (found[1], _negated(found[1])) if found else ("はい", "いいえ")


def _negated(verb: str) -> str:
    """Return the negative form of a verb in its plain form."""
    if verb.endswith("いた"):
        return f"{verb[:-1]}なかった"
    if verb.endswith("ある"):
        return f"{verb[:-2]}ない"
    if verb.endswith("する"):
        return f"{verb[:-2]}しない"
    if verb.endswith("る") and verb[-2:-1] in _BEFORE_RU:
        return f"{verb[:-1]}ない"
    return f"{verb[:-1]}{verb[-1:].translate(_NEGATIONS)}ない"
