"""The filters, tests and methods templates may use, each bounded and blind to everything but plain data."""

from __future__ import annotations

import datetime
import zlib
from collections.abc import Callable, Collection, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, cast

from jinja2 import Undefined
from jinja2.tests import TESTS as _JINJA_TESTS

from generator.word.engine.language.placeholder import Placeholder
from generator.word.engine.language.values import Mixed

MAX_TEXT = 2 * 1024 * 1024
"""Characters one expression may yield."""
MAX_RANGE = 10_000
_CHAIN = 20
MAX_TREE = 100_000
"""Values that a list written in a template may hold, with all that is inside them."""
METHODS = frozenset({"items", "keys", "values", "get", "strip", "upper", "lower", "startswith", "endswith"})
_MAPPING_METHODS = frozenset({"items", "keys", "values", "get"})


class UnfitValueError(ValueError):
    """A value that cannot be used as the template asks; the text says why, in Japanese."""


def value_text(value: object) -> str:
    """Return the text a plain value is shown as."""
    if isinstance(value, str):
        return value
    if isinstance(value, int | float | Decimal | datetime.date | datetime.time):
        return str(value)
    if isinstance(value, Undefined | Mixed | Placeholder):
        return str(value)
    if value is None:
        raise UnfitValueError("値がありません（None）")
    raise UnfitValueError("一覧や表はそのまま書き出せません（for か join を使ってください）")


def para_id(key: str) -> int:
    """Return a number for `w14:paraId`: at least 1 and below 0x80000000."""
    return zlib.crc32(key.encode("utf-8", "surrogatepass")) % 0x7FFFFFFE + 1


def free_id(
    number: int, used: Collection[int], fixed: Collection[int], key: str, repeats: dict[str, int]
) -> int:
    """Return a number that is free, near the one wished for; the thousandth wish for the same is as quick as the first.

    Args:
        number: The number wished for, of the key.
        used: Numbers given out.
        fixed: Numbers taken from the start.
        key: What the number is for.
        repeats: How often each key came; changed.
    """
    if number not in used and number not in fixed:
        return number
    count = repeats[key] = repeats.get(key, 0) + 1
    if count > _CHAIN:
        number = para_id(f"{key}\n{count}")
    while number in used or number in fixed:
        number = para_id(f"{number}+")
    return number


def concat(first: object, *rest: object) -> object:
    """Join values to text; placeholders among them stay placeholders."""
    parts = [
        part for value in (first, *rest) for part in (value.parts if isinstance(value, Mixed) else (value,))
    ]
    texts = [part if isinstance(part, Placeholder) else value_text(part) for part in parts]
    if sum(len(str(text)) for text in texts) > MAX_TEXT:
        raise UnfitValueError("文字列が長くなりすぎます")
    if any(isinstance(text, Placeholder) for text in texts):
        return Mixed(tuple(texts))
    return "".join(str(text) for text in texts)


def add(left: object, right: object) -> object:
    """Add numbers; texts are joined as `~` does."""
    numbers = (int, float, Decimal)
    if isinstance(left, numbers) and isinstance(right, numbers):
        return cast("int", left) + cast("int", right)
    if isinstance(left, str | Mixed | Placeholder) and isinstance(right, str | Mixed | Placeholder):
        return concat(left, right)
    raise UnfitValueError("+ は数どうしか文字列どうしに使ってください")


def bounded_range(*limits: object) -> range:
    """Return a range of at most 10,000 numbers."""
    numbers = [limit for limit in limits if isinstance(limit, int)]
    if len(numbers) != len(limits):
        raise UnfitValueError("range には整数を指定してください")
    result = range(*numbers)
    if len(result) > MAX_RANGE:
        raise UnfitValueError(f"range が大きすぎます（上限 {MAX_RANGE}）")
    return result


def call_method(value: object, name: str, *arguments: object) -> object:
    """Call one of the allowed methods of a plain mapping or text."""
    if isinstance(value, Undefined):
        return str(value)
    if isinstance(value, Placeholder | Mixed) and name in ("strip", "upper", "lower"):
        return value
    if not isinstance(value, Mapping if name in _MAPPING_METHODS else str):
        raise UnfitValueError(f".{name}() はこの値に使えません")
    result = getattr(value, name)(*arguments)
    return list(result) if name in ("items", "keys", "values") else result


def weigh(value: object, limit: int) -> int:
    """Return how many values a value holds, itself and long texts counted in; stops a little above the limit.

    A list that holds another twice counts it twice, as comparing two such lists would.
    """
    total = 0
    stack = [value]
    while stack and total <= limit:
        item = stack.pop()
        total += 1
        if isinstance(item, str):
            total += len(item) // 64
        elif isinstance(item, Mapping):
            total += len(item)
            stack.extend(item.values())
        elif isinstance(item, list | tuple):
            total += len(item) if len(item) > limit else 0
            stack.extend(item[: limit + 1])
        elif isinstance(item, range):
            total += len(item)
        elif isinstance(item, Mixed):
            stack.extend(item.parts)
    return total


def build_list(items: list[object]) -> list[object]:
    """Return a list that a template wrote down; lists inside lists may not grow without end."""
    if weigh(items, MAX_TREE) > MAX_TREE:
        raise UnfitValueError(f"一覧の中の一覧が大きくなりすぎます（上限 {MAX_TREE}）")
    return items


def length_of(value: object, *_: object, **__: object) -> int:
    """Return how long a text or list is, 1 for anything else."""
    return len(value) if isinstance(value, str | list | tuple | Mapping | range) else 1


def _squared(value: object) -> int:
    """Return what removing doubles costs: items that are no plain values are compared with each other."""
    items = _items(value)
    odd = sum(not isinstance(item, str | int | float | Decimal) for item in items)
    return 3 * len(items) + odd * weigh(value, MAX_TREE)


def _sorting(value: object, *_: object, **__: object) -> int:
    return 10 * weigh(value, MAX_TREE)


def _selecting(value: object, attribute: str = "", test: str = "", other: object = None) -> int:
    return length_of(value) * (4 + weigh(other, MAX_TREE))


def _times(factor: int) -> Callable[..., int]:
    return lambda value, *_, **__: factor * length_of(value)


COSTS: dict[str, Callable[..., int]] = {
    **dict.fromkeys(("reverse", "list", "sum", "upper", "lower", "trim", "string"), length_of),
    **dict.fromkeys(("replace", "int", "round"), length_of),
    "join": _times(8),
    "map": _times(4),
    "unique": _squared,
    "sort": _sorting,
    "selectattr": _selecting,
    "rejectattr": _selecting,
}
"""What a filter costs, from its value and arguments, before it runs; others cost nothing to speak of."""


def _default(value: object, fallback: object = "", boolean: bool = False) -> object:
    return fallback if isinstance(value, Undefined) or (boolean and not value) else value


def _items(value: object) -> Sequence[Any]:
    if isinstance(value, list | tuple | range):
        return value
    if isinstance(value, Mapping):
        return list(value)
    if isinstance(value, Undefined):
        iter(value)
    raise UnfitValueError("一覧ではありません")


def _attribute(item: object, path: str) -> object:
    if not isinstance(path, str):
        raise UnfitValueError("一覧の項目の名前（attribute）は文字列で指定してください")
    for key in path.split("."):
        if not isinstance(item, Mapping) or key not in item:
            raise UnfitValueError(f"一覧の項目に {path} がありません")
        item = item[key]
    return item


def _pick(value: object, attribute: str | None) -> Sequence[Any]:
    if attribute is None or attribute == "":
        return _items(value)
    return [_attribute(item, attribute) for item in _items(value)]


def _join(value: object, separator: str = "", attribute: str | None = None) -> object:
    parts: list[object] = []
    for item in _pick(value, attribute):
        parts += ([separator] if parts and separator else []) + [item]
    return concat(*parts) if parts else ""


def _length(value: object) -> int:
    return len(value) if isinstance(value, str) else len(_items(value))


def _end(position: int) -> Callable[[object], object]:
    def pick(value: object) -> object:
        items: Sequence[object] = value if isinstance(value, str) else _items(value)
        if not items:
            raise UnfitValueError("一覧が空です")
        return items[position]

    return pick


def _texts(change: Callable[[str], str]) -> Callable[[object], object]:
    def apply(value: object) -> object:
        return value if isinstance(value, Placeholder | Mixed) else change(value_text(value))

    return apply


def _replace(value: object, old: str, new: str) -> object:
    if isinstance(value, Placeholder | Mixed):
        return value
    text = value_text(value)
    count = text.count(old) if old else 0
    if len(text) + count * len(new) > MAX_TEXT:
        raise UnfitValueError("文字列が長くなりすぎます")
    return text.replace(old, new) if old else text


def _int(value: object, default: int = 0) -> int:
    try:
        return int(value) if isinstance(value, int | float | Decimal) else int(value_text(value)[:30])
    except (ValueError, OverflowError):
        return default


def _round(value: object, digits: int = 0) -> object:
    if not isinstance(value, int | float | Decimal) or not -20 <= digits <= 20:
        raise UnfitValueError("round は数に使ってください")
    result = Decimal(str(value)).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    return int(result) if digits <= 0 else result


def _sort(value: object, reverse: bool = False, attribute: str | None = None) -> list[Any]:
    items = _items(value)
    if attribute is None:
        return sorted(items, reverse=bool(reverse))
    return sorted(items, key=lambda item: cast("str", _attribute(item, attribute)), reverse=bool(reverse))


def _unique(value: object) -> list[Any]:
    seen: list[Any] = []
    met: set[object] = set()
    for item in _items(value):
        plain = isinstance(item, str | int | float | Decimal)
        if item in met if plain else item in seen:
            continue
        if plain:
            met.add(item)
        seen.append(item)
    return seen


def _where(wanted: bool) -> Callable[..., list[Any]]:
    def select(value: object, attribute: str, test: str = "", other: object = None) -> list[Any]:
        if test not in ("", "equalto", "==", "eq", "in"):
            raise UnfitValueError("selectattr の条件は equalto か in です")

        def holds(item: object) -> bool:
            found = _attribute(item, attribute)
            if test == "in":
                return found in cast("Sequence[object]", other)
            return bool(found == other if test else found)

        return [item for item in _items(value) if holds(item) is wanted]

    return select


def _sum(value: object, attribute: str | None = None, start: object = 0) -> object:
    items = _pick(value, attribute)
    if isinstance(start, str | Mixed | Placeholder):
        if not all(isinstance(item, str | Mixed | Placeholder) for item in items):
            raise UnfitValueError("+ は数どうしか文字列どうしに使ってください")
        return concat(start, *items)
    total = start
    for item in items:
        total = add(total, item)
    return total


FILTERS: dict[str, Callable[..., Any]] = {
    "default": _default,
    "d": _default,
    "join": _join,
    "map": lambda value, attribute: list(_pick(value, attribute)),
    "length": _length,
    "count": _length,
    "first": _end(0),
    "last": _end(-1),
    "upper": _texts(str.upper),
    "lower": _texts(str.lower),
    "trim": _texts(str.strip),
    "string": _texts(str),
    "e": lambda value: value,
    "escape": lambda value: value,
    "replace": _replace,
    "int": _int,
    "round": _round,
    "sort": _sort,
    "unique": _unique,
    "reverse": lambda value: list(_items(value)[::-1]),
    "list": lambda value: list(_items(value)),
    "sum": _sum,
    "selectattr": _where(True),
    "rejectattr": _where(False),
}

COMPARING = frozenset({"in", "equalto", "eq", "==", "ne", "!=", "gt", ">", "ge", ">=", "lt", "<", "le", "<="})
"""Tests that look into their argument."""

TESTS: dict[str, Callable[..., Any]] = {
    **{
        name: cast("Callable[..., Any]", _JINJA_TESTS[name])
        for name in (
            *("defined", "undefined", "none", "string", "number", "mapping", "sequence", "boolean"),
            *("true", "false", "even", "odd", "divisibleby", "in"),
            *("equalto", "eq", "==", "ne", "!=", "gt", ">", "ge", ">=", "lt", "<", "le", "<="),
        )
    },
    "placeholder": lambda value: isinstance(value, Placeholder | Mixed),
}
