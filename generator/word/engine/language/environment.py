"""The sandbox templates run in: plain data only, bounded loops and output, values always escaped."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from jinja2 import StrictUndefined, Undefined, nodes, pass_context
from jinja2.runtime import Context, LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment

from generator.word.engine.language import filters
from generator.word.engine.language.filters import UnfitValueError
from generator.word.engine.language.placeholder import Placeholder
from generator.word.engine.language.values import Mixed

MAX_OUTPUT = 16 * 1024 * 1024
"""Characters all parts of a document may grow to."""
LOOP_BUDGET = 32 * 1024 * 1024
"""Sum over all loop turns of the length of what is repeated, and of what expressions work on."""
TURN_COST = 200
"""What a loop turn costs besides its text, so that empty loops are bounded too."""
TAG_COST = 60
"""What a tag costs in each turn besides its text; each character of the tag costs `CHARACTER_COST`."""
CHARACTER_COST = 4
VALUE_COST = 16
"""What an operation costs for each value or character it works on."""

STATE = "policygen state"
"""Key of the render state in the context; no template can name it."""

MARK, END = "\x01", "\x02"
"""Enclose what is filled in after the pass; XML text cannot hold them."""

FILTERS = frozenset(filters.FILTERS)
TESTS = frozenset(filters.TESTS)
METHODS = filters.METHODS
_LOOP_NAMES = frozenset(
    {
        "index",
        "index0",
        "first",
        "last",
        "length",
        "revindex",
        "revindex0",
        "depth",
        "depth0",
        "previtem",
        "nextitem",
    }
)
_CLOSE, _REOPEN = "</w:t>", '<w:t xml:space="preserve">'
_SPECIAL = re.compile("[&<>\n\t\r\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class RunText:
    """How a value leaves and re-enters its run: the run's formatting and that of a placeholder, as XML."""

    own: str
    placeholder: str


@dataclass(slots=True)
class RenderState:
    """What one render has used up and met so far.

    Attributes:
        runs: The run of each value tag of the part being rendered; None where only text may stand.
        budget: Loop work left; shared by all parts.
        size: Characters written so far, by all parts.
        path: Position inside the loops around the current place, made of item ids or turn numbers.
        fixed: Paragraph ids of the part outside loops.
        used: Paragraph ids given out in loops.
        repeats: How often the same paragraph came at the same place of a loop.
        placeholders: Tag index and placeholder, in the order of the part.
    """

    runs: Sequence[RunText | None] = ()
    budget: int = LOOP_BUDGET
    size: int = 0
    path: str = ""
    outer: list[str] = field(default_factory=list)
    turns: list[int] = field(default_factory=list)
    fixed: frozenset[int] = frozenset()
    used: set[int] = field(default_factory=set)
    repeats: dict[str, int] = field(default_factory=dict)
    placeholders: list[tuple[int, Placeholder]] = field(default_factory=list)


class TemplateEnvironment(ImmutableSandboxedEnvironment):
    """Jinja with our filters and tests only; attributes are keys of plain data, never of objects."""

    def __init__(self) -> None:
        super().__init__(
            autoescape=False,
            undefined=StrictUndefined,
            keep_trailing_newline=True,
            cache_size=0,
            optimized=False,
        )
        self.parsed: dict[str, nodes.Expr] = {}
        self.globals = {}
        self.filters = {**_CHARGED_FILTERS, **_HOOKS}
        self.tests = dict(_CHARGED_TESTS)

    def getattr(self, obj: Any, attribute: str) -> Any:  # noqa: ANN401 - Jinja's signature
        """Return a key of a mapping, or one of the documented names of `loop`."""
        if type(obj) is dict or isinstance(obj, Mapping):
            try:
                return obj[attribute]
            except KeyError:
                return self.undefined(obj=obj, name=attribute)
        if isinstance(obj, LoopContext) and attribute in _LOOP_NAMES:
            return getattr(obj, attribute)
        return self.undefined(obj=obj, name=attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:  # noqa: ANN401 - Jinja's signature
        """Return a key of a mapping, or an item or slice of a list or text."""
        if isinstance(obj, Mapping | list | tuple | str) and not isinstance(argument, Undefined):
            try:
                return obj[argument]
            except (KeyError, IndexError, TypeError):
                pass
        return self.undefined(obj=obj, name=argument)


def make_context(
    env: TemplateEnvironment, values: Mapping[str, object], state: RenderState, name: str
) -> Context:
    """Return the Jinja context of one part."""
    return Context(env, {**values, STATE: state}, name, {})


def _state(context: Context) -> RenderState:
    state: RenderState = context.parent[STATE]
    return state


def _spend(context: Context, cost: int) -> None:
    """Charge for work that is about to be done."""
    state = _state(context)
    state.budget -= cost
    if state.budget < 0:
        raise UnfitValueError("繰り返しが多すぎます（計算か出力の上限を超えます）")


def _charged(run: Callable[..., Any], cost: Callable[..., int]) -> Callable[..., Any]:
    """Return a filter that is charged for before it runs, and for the text it yields after."""

    @pass_context
    def charge(context: Context, value: object, *arguments: object, **named: object) -> object:
        _spend(context, VALUE_COST * cost(value, *arguments, **named))
        result = run(value, *arguments, **named)
        if isinstance(result, str):
            _spend(context, len(result))
        return result

    return charge


def _charged_test(run: Callable[..., Any]) -> Callable[..., Any]:
    @pass_context
    def charge(context: Context, value: object, *arguments: object) -> object:
        if arguments:
            _spend(context, VALUE_COST * filters.weigh(arguments[0], MAX_OUTPUT))
        return run(value, *arguments)

    return charge


@pass_context
def _weighed(context: Context, value: object, _: int) -> object:
    """Charge for a value that is compared or searched."""
    _spend(context, VALUE_COST * filters.weigh(value, MAX_OUTPUT))
    return value


@pass_context
def _sliced(context: Context, value: object, _: int) -> object:
    """Charge for a text or list of which a part is copied."""
    if isinstance(value, str | list | tuple | range):
        _spend(context, len(value))
    return value


@pass_context
def _listed(context: Context, value: list[object], _: int) -> list[object]:
    """Charge for a list that the template writes down, and bound it."""
    result = filters.build_list(value)
    _spend(context, VALUE_COST * filters.weigh(result, filters.MAX_TREE))
    return result


@pass_context
def _value(context: Context, value: object, index: int) -> str:
    """Write a value into a run."""
    if type(value) is not str:
        if isinstance(value, Placeholder | Mixed):
            return _mixed(context, value, index)
        value = filters.value_text(value)
    return value if _SPECIAL.search(value) is None else _run_text(value)


def _run_text(value: str) -> str:
    _refuse_forbidden(value)
    text = escape(value)
    if "\n" in text or "\t" in text or "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        text = text.replace("\n", f"{_CLOSE}<w:br/>{_REOPEN}").replace("\t", f"{_CLOSE}<w:tab/>{_REOPEN}")
    return text


def _mixed(context: Context, value: Placeholder | Mixed, index: int) -> str:
    """Write placeholders as runs of their own between the text around them."""
    state = _state(context)
    run = state.runs[index]
    if run is None:
        return _plain(context, value, index)
    pieces = []
    for part in value.parts if isinstance(value, Mixed) else (value,):
        if isinstance(part, Placeholder):
            state.placeholders.append((index, part))
            mark = f"<w:r>{run.placeholder}{_REOPEN}{_run_text(str(part))}{_CLOSE}</w:r>"
            pieces.append(f"{_CLOSE}</w:r>{mark}<w:r>{run.own}{_REOPEN}")
        else:
            pieces.append(_run_text(filters.value_text(part)))
    return "".join(pieces)


@pass_context
def _plain(context: Context, value: object, index: int) -> str:
    """Write a value where only text may stand: attributes and properties."""
    for part in value.parts if isinstance(value, Mixed) else (value,):
        if isinstance(part, Placeholder):
            _state(context).placeholders.append((index, part))
    text = str(value) if isinstance(value, Placeholder | Mixed) else filters.value_text(value)
    _refuse_forbidden(text)
    return escape(" ".join(text.splitlines()).replace("\t", " ")).replace('"', "&quot;")


def escape(text: str) -> str:
    """Escape text for XML content."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


@lru_cache(maxsize=4096)
def attribute_text(text: str) -> str:
    """Escape text of the template for an attribute or the text of an element."""
    return escape(text).replace('"', "&quot;")


def _refuse_forbidden(text: str) -> None:
    match = _FORBIDDEN.search(text)
    if match:
        raise UnfitValueError(f"Word文書に書けない文字（U+{ord(match.group()):04X}）が値に含まれています")


@pass_context
def _loop(context: Context, value: object, weight: int) -> Sequence[object]:
    """Return what a loop runs over, having charged for it."""
    if isinstance(value, Undefined):
        iter(value)
    if isinstance(value, Placeholder | str) or not isinstance(value, Iterable):
        raise UnfitValueError("一覧ではないので繰り返せません")
    items = value if isinstance(value, list | tuple | range) else list(value)
    _spend(context, len(items) * (weight + TURN_COST))
    _state(context).turns.append(0)
    return items


@pass_context
def _enter(context: Context, item: object, _: int) -> str:
    """Note the loop turn that begins; a turn over an item with an `id` is known by it, not by its position."""
    state = _state(context)
    turn = state.turns[-1]
    state.turns[-1] = turn + 1
    if turn == 0:
        state.outer.append(state.path)
    key = item.get("id") if isinstance(item, Mapping) else None
    state.path = f"{state.outer[-1]}/{key if key is not None and not isinstance(key, Placeholder) else turn}"
    return ""


@pass_context
def _leave(context: Context, value: object, _: int) -> str:
    """Note that a loop has ended."""
    state = _state(context)
    if state.turns.pop():
        state.path = state.outer.pop()
    return ""


@pass_context
def _para_id(context: Context, base: int, _: int) -> str:
    """Return the id of a paragraph in a loop: from its template paragraph and the loop items around it."""
    state = _state(context)
    key = f"{base}{state.path}"
    number = filters.free_id(filters.para_id(key), state.used, state.fixed, key, state.repeats)
    state.used.add(number)
    return f"{number:08X}"


@pass_context
def _path(context: Context, value: object, _: int) -> str:
    """Return a short key of the current loop position, for names that must differ between turns."""
    return f"{filters.para_id(_state(context).path):07x}"


def _nothing(*values: object) -> int:
    return len(values)


_CHARGED_FILTERS = {
    name: _charged(run, filters.COSTS[name]) if name in filters.COSTS else run
    for name, run in filters.FILTERS.items()
}
_CHARGED_TESTS = {
    name: _charged_test(run) if name in filters.COMPARING else run for name, run in filters.TESTS.items()
}
_HOOKS: dict[str, Callable[..., Any]] = {
    "_value": _value,
    "_plain": _plain,
    "_loop": _loop,
    "_enter": _enter,
    "_leave": _leave,
    "_para_id": _para_id,
    "_path": _path,
    "_concat": _charged(filters.concat, _nothing),
    "_add": _charged(filters.add, _nothing),
    "_range": filters.bounded_range,
    "_call": _charged(filters.call_method, filters.length_of),
    "_weighed": _weighed,
    "_sliced": _sliced,
    "_listed": _listed,
}
PASS = frozenset(_HOOKS)
