"""What pydantic found wrong in a profile, as one Japanese sentence each; values are never repeated."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from generator.profile.fields.path import DataPath, printable
from generator.profile.fields.tree import choices, dotted_names, entries, find_entry, walk_fields
from generator.profile.model.characters import odd_words
from generator.profile.reading.tree import LAST_LINE, LocatedProblem, Node

if TYPE_CHECKING:
    from pydantic import BaseModel, ValidationError
    from pydantic_core import ErrorDetails

    from generator.profile.fields.tree import FieldEntry

MAX_EXPLAINED = 200
OWN_ERROR = "policygen"
_JAPANESE = re.compile("[\u3041-\u30ff\u4e00-\u9fff]")
_DATE = "日付は「2026-04-01」の形（年-月-日、半角）で書いてください"
_WHOLE = "整数（半角数字）を指定してください"
_TRUTH = "true（はい）か false（いいえ）を指定してください"
_TEXT = "文字を書いてください"
_ROWS = "リストにしてください（1行に1件、「- 」で始めます）"
_GROUP = "この項目の下に、字下げして「項目名: 値」を書いてください"

_SENTENCES: dict[str, str | Callable[[Mapping[str, Any]], str]] = {
    "int_parsing": _WHOLE,
    "int_type": _WHOLE,
    "int_from_float": _WHOLE,
    "int_parsing_size": "数が大きすぎます",
    "float_parsing": "数（半角）を指定してください",
    "float_type": "数（半角）を指定してください",
    "decimal_parsing": "数（半角）を指定してください",
    "finite_number": "数（半角）を指定してください",
    "bool_parsing": _TRUTH,
    "bool_type": _TRUTH,
    "string_type": _TEXT,
    "string_too_short": lambda c: f"{c['min_length']}文字以上で書いてください",
    "string_too_long": lambda c: f"{c['max_length']}文字以内で書いてください",
    "string_pattern_mismatch": "書き方が決まりと違います",
    "greater_than_equal": lambda c: f"{c['ge']:g}以上を指定してください",
    "greater_than": lambda c: f"{c['gt']:g}より大きい値を指定してください",
    "less_than_equal": lambda c: f"{c['le']:g}以下を指定してください",
    "less_than": lambda c: f"{c['lt']:g}より小さい値を指定してください",
    "multiple_of": lambda c: f"{c['multiple_of']}の倍数を指定してください",
    "too_short": lambda c: f"{c['min_length']}件以上書いてください",
    "too_long": lambda c: f"{c['max_length']}件以内にしてください",
    "list_type": _ROWS,
    "tuple_type": _ROWS,
    "set_type": _ROWS,
    "frozen_set_type": _ROWS,
    "iterable_type": _ROWS,
    "dict_type": _GROUP,
    "model_type": _GROUP,
    "model_attributes_type": _GROUP,
    "mapping_type": _GROUP,
    "missing": "必須の項目です。値を書いてください",
    "none_required": "この項目には値を書けません。行を消してください",
    "url_parsing": "URLは「https://…」の形で書いてください",
    "url_scheme": "URLは「https://…」の形で書いてください",
    "timezone_naive": _DATE,
}

_CONSEQUENCES = {"default_factory_not_called"}  # a default follows from a field that is reported itself


def explain(error: ValidationError, root: Node, model: type[BaseModel]) -> list[LocatedProblem]:
    """Turn all errors of one validation into problems with line, dotted path and what to do.

    Args:
        error: What the model reported.
        root: The file that was validated; places already known to be broken are left out.
        model: The model it was validated against; source of titles, examples and "did you mean".
    """
    found: dict[DataPath, list[str]] = {}
    kinds: dict[DataPath, str] = {}
    told = error.errors(include_url=False, include_input=False)
    details = [detail for detail in told if detail["type"] not in _CONSEQUENCES]
    for detail in details[:MAX_EXPLAINED]:
        path = _data_path(detail, root, model)
        if _is_broken(root, path):
            continue
        sentence = _sentence(detail, path, root, model)
        kinds.setdefault(path, detail["type"])
        if sentence not in found.setdefault(path, []):
            found[path].append(sentence)
    problems = [
        LocatedProblem(
            root.line_of(path), path, _with_example("、または".join(sentences), kinds[path], path, model)
        )
        for path, sentences in found.items()
    ]
    if len(details) > MAX_EXPLAINED:
        rest = len(details) - MAX_EXPLAINED
        problems.append(
            LocatedProblem(LAST_LINE, (), f"ほかに{rest:,}か所あります。上のものを直してから確かめてください")
        )
    return problems


def _data_path(detail: ErrorDetails, root: Node, model: type[BaseModel]) -> DataPath:
    """Keep the steps that are places in the file, and fields it leaves out; pydantic adds union members between."""
    path: list[str | int] = []
    node: Node | None = root
    steps = detail["loc"]
    for position, step in enumerate(steps):
        children = (node.children if node is not None else None) or {}
        if step in children:
            node = children[step]
            path.append(step)
        elif position == len(steps) - 1 and detail["type"] == "missing":
            path.append(step)
        elif detail["type"] == OWN_ERROR and find_entry(model, (*path, step)) is not None:
            node = None
            path.append(step)
    return tuple(path)


def _is_broken(root: Node, path: DataPath) -> bool:
    return any(
        node is not None and node.broken for node in (root.find(path[:end]) for end in range(len(path) + 1))
    )


def _sentence(detail: ErrorDetails, path: DataPath, root: Node, model: type[BaseModel]) -> str:
    kind, context = detail["type"], detail.get("ctx", {})
    entry = find_entry(model, path)
    if kind == "extra_forbidden":
        return _unknown(path, model)
    if kind == "value_error":
        return str(context.get("error", "")) or "値が正しくありません"
    if odd := _odd_words(root, path):
        return odd
    if kind in ("enum", "literal_error"):
        return _one_of(entry, context)
    if kind.startswith(("date_", "datetime_", "time_")):
        return _DATE
    if kind != "missing" and _is_blank(root, path):
        return "値がありません。値を書くか、この行を消してください"
    known = _SENTENCES.get(kind)
    if known is not None:
        return _bounds(entry, kind) or (known if isinstance(known, str) else known(context))
    return detail["msg"] if _JAPANESE.search(detail["msg"]) else "値が正しくありません"


def _odd_words(root: Node, path: DataPath) -> str:
    """Name a character that nobody sees, for it may be all that is wrong with a choice, a number or a date."""
    node = root.find(path)
    return odd_words(node.value) if node is not None and isinstance(node.value, str) else ""


def _is_blank(root: Node, path: DataPath) -> bool:
    node = root.find(path)
    return node is not None and node.value is None and node.children is None


def _bounds(entry: FieldEntry | None, kind: str) -> str:
    """Name both ends of a range, whichever of them was missed."""
    if entry is None or kind not in (
        "greater_than_equal",
        "less_than_equal",
        "int_parsing",
        "int_from_float",
        "int_type",
    ):
        return ""
    low = next((item.ge for item in entry.info.metadata if getattr(item, "ge", None) is not None), None)
    high = next((item.le for item in entry.info.metadata if getattr(item, "le", None) is not None), None)
    if low is not None and high is not None:
        return f"{low}から{high}までの{_WHOLE}"
    if low is not None:
        return f"{low}以上の{_WHOLE}"
    return f"{high}以下の{_WHOLE}" if high is not None else ""


def _one_of(entry: FieldEntry | None, context: Mapping[str, Any]) -> str:
    listed = choices(entry.info.annotation) if entry is not None else ()
    if not listed:
        return f"次のどれかを指定してください: {str(context.get('expected', '')).replace(' or ', ', ')}"
    named = ", ".join(f"{value}（{label}）" if label else value for value, label in listed)
    return f"次のどれかを指定してください: {named}"


def _unknown(path: DataPath, model: type[BaseModel]) -> str:
    names = [step for step in path if isinstance(step, str)]
    if names and names[-1].startswith("\u3000"):
        return "行の頭に全角の空白があります。半角の空白に替えてください"
    near = _nearest(names, model)
    if near:
        return f"不明な項目です（{near} のことですか？）"
    parent = find_entry(model, path[:-1]) if len(path) > 1 else None
    inside = (parent.group or parent.row) if parent else model
    allowed = ", ".join(list(inside.model_fields)[:12]) if inside is not None else ""
    more = " …" if inside is not None and len(inside.model_fields) > 12 else ""
    return (
        f"不明な項目です（ここに書ける項目: {allowed}{more}）"
        if allowed
        else "不明な項目です。この行を消してください"
    )


def _nearest(names: list[str], model: type[BaseModel]) -> str:
    """Find the field that was probably meant: in the same group first, then anywhere by its own name."""
    written = [printable(name.strip(" \u3000").replace("-", "_").lower(), 200) for name in names]
    every = dotted_names(model)
    group = ".".join(names[:-1])
    siblings = [name for name in every if name.rpartition(".")[0] == group]
    by_last = {name.rpartition(".")[2]: name for name in reversed(siblings)}
    close = difflib.get_close_matches(written[-1], by_last, n=1, cutoff=0.6)
    if close:
        return by_last[close[0]]
    titles = _names_by_title(model)
    if written[-1] in titles:
        return titles[written[-1]]
    same_last = [name for name in every if name.rpartition(".")[2] == written[-1]]
    if len(same_last) == 1:
        return same_last[0]
    close = difflib.get_close_matches(".".join(written), every, n=1, cutoff=0.75)
    return close[0] if close else ""


@lru_cache(maxsize=8)
def _names_by_title(model: type[BaseModel]) -> dict[str, str]:
    titles: dict[str, str] = {}
    for entry in walk_fields(model):
        if entry.info.title:
            titles.setdefault(entry.info.title, ".".join(part for part in entry.path if part != "[]"))
    return titles


def _with_example(sentence: str, kind: str, path: DataPath, model: type[BaseModel]) -> str:
    entry = find_entry(model, path)
    if (
        entry is None
        or kind in ("extra_forbidden", "value_error", "enum", "literal_error")
        or kind.startswith("date_")
    ):
        return sentence
    if kind == "missing" and entry.group is not None:
        inside = "、".join(child.name for child in entries(entry.group) if child.info.is_required())
        needed = f"その下に {inside} を" if inside else "その下の項目を"
        return f"「{entry.info.title or entry.name}」は必須の項目です。{needed}書いてください"
    if "例: " in sentence or entry.group is not None or entry.row is not None or not entry.info.examples:
        return sentence
    if kind in ("missing", "string_pattern_mismatch"):
        title = f"「{entry.info.title}」は" if entry.info.title and kind == "missing" else ""
        return f"{title}{sentence}（例: {entry.info.examples[0]}）"
    return sentence
