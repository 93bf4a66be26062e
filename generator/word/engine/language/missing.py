"""The names a template uses, resolved against a context before anything is rendered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from jinja2 import nodes

from generator.word.engine.language.parts import CompiledPart
from generator.word.engine.language.placeholder import Placeholder
from generator.word.engine.language.tags import TagProblem
from generator.word.engine.language.values import Mixed

_HINTS = 5
_HINTED = 30
"""Problems that get hints, which take a moment to find; names longer than `_LONG_NAME` get none."""
_LONG_NAME = 80
_VALUES = 1_000
"""Values one expression may have that are looked at."""
_SAME = frozenset(
    [
        *("_loop", "_value", "_plain", "_weighed", "_sliced", "sort", "unique", "reverse", "list"),
        *("selectattr", "rejectattr"),
    ]
)
"""Filters that yield what they are given, or some of it."""
_SAMPLES = 200
"""Items of a list that are looked at; each may lack a name the others have."""


@dataclass(frozen=True, slots=True)
class _Unknown:
    """A value that is known only while rendering."""


_UNKNOWN = _Unknown()


@dataclass(slots=True)
class _Scope:
    """What a name stands for: every value it may have."""

    names: dict[str, list[object]]
    guarded: frozenset[str] = frozenset()

    def inner(self, names: Mapping[str, list[object]], guarded: frozenset[str] = frozenset()) -> _Scope:
        return _Scope({**self.names, **names}, self.guarded | guarded)


@dataclass(slots=True)
class _Finder:
    part: CompiledPart
    found: dict[tuple[int, str], TagProblem] = field(default_factory=dict)
    line: int = 1

    def body(self, body: Sequence[nodes.Node], scope: _Scope) -> None:
        for node in body:
            self.statement(node, scope)

    def statement(self, node: nodes.Node, scope: _Scope) -> None:
        if isinstance(node, nodes.Output):
            for child in node.nodes:
                self.line = child.lineno or self.line
                self.expression(child, scope)
        elif isinstance(node, nodes.If):
            self.line = node.lineno
            self.expression(node.test, scope)
            self.body(node.body, scope.inner({}, frozenset(_guards(node.test))))
            for branch in node.elif_:
                self.statement(branch, scope)
            self.body(node.else_, scope)
        elif isinstance(node, nodes.For):
            self.loop(node, scope)
        elif isinstance(node, nodes.Assign):
            self.line = node.lineno
            values = self.expression(node.node, scope)
            scope.names.update(_bind(node.target, values))

    def loop(self, node: nodes.For, scope: _Scope) -> None:
        self.line = node.lineno
        values = self.expression(node.iter, scope)
        items: list[object] = []
        for value in values:
            if isinstance(value, list | tuple):
                items += value[:_SAMPLES]
            elif isinstance(value, Mapping):
                items += list(value)[:_SAMPLES]
            else:
                items.append(_UNKNOWN)
        items = _few(items)
        inner = scope.inner({**_bind(node.target, items), "loop": [_UNKNOWN]})
        if items:
            if node.test is not None:
                self.expression(node.test, inner)
            self.body(node.body, inner)
        self.body(node.else_, scope)

    def expression(self, node: nodes.Node | None, scope: _Scope) -> list[object]:
        """Check the names of an expression; return the values it may have."""
        if isinstance(node, nodes.Const):
            return [node.value]
        if isinstance(node, nodes.Name | nodes.Getattr | nodes.Getitem):
            return self.path(node, scope)
        if isinstance(node, nodes.Test) and node.name in ("defined", "undefined"):
            return [_UNKNOWN]
        if isinstance(node, nodes.Filter):
            return self.filter(node, scope)
        if isinstance(node, nodes.CondExpr):
            self.expression(node.test, scope)
            first = self.expression(node.expr1, scope.inner({}, frozenset(_guards(node.test))))
            return _few(first + (self.expression(node.expr2, scope) if node.expr2 is not None else []))
        if isinstance(node, nodes.And):
            self.expression(node.left, scope)
            self.expression(node.right, scope.inner({}, frozenset(_guards(node.left))))
            return [_UNKNOWN]
        for child in node.iter_child_nodes() if node is not None else ():
            self.expression(child, scope)
        return [_UNKNOWN]

    def filter(self, node: nodes.Filter, scope: _Scope) -> list[object]:
        for argument in node.args:
            self.expression(argument, scope)
        if node.name in ("default", "d"):
            return [_UNKNOWN]
        values = self.expression(node.node, scope)
        if node.name == "_call":
            method = node.args[0].value if isinstance(node.args[0], nodes.Const) else ""
            return [_called(value, method) for value in values]
        return values if node.name in _SAME else [_UNKNOWN]

    def path(self, node: nodes.Name | nodes.Getattr | nodes.Getitem, scope: _Scope) -> list[object]:
        if isinstance(node, nodes.Name):
            if node.name in scope.names:
                return scope.names[node.name]
            self.missing(node.name, list(scope.names), scope)
            return [_UNKNOWN]
        parents = self.expression(node.node, scope)
        if isinstance(node, nodes.Getattr):
            key: object = node.attr
        elif isinstance(node.arg, nodes.Const):
            key = node.arg.value
        else:
            self.expression(node.arg, scope)
            return [_UNKNOWN]
        values: list[object] = []
        for parent in parents:
            if isinstance(parent, _Unknown):
                values.append(_UNKNOWN)
            elif isinstance(parent, Mapping) and key in parent:
                values.append(parent[key])
            elif isinstance(parent, list | tuple | str) and isinstance(key, int):
                values.append(parent[key] if -len(parent) <= key < len(parent) else _UNKNOWN)
            else:
                names = (
                    [f"{_dotted(node.node)}.{name}" for name in parent] if isinstance(parent, Mapping) else []
                )
                self.missing(_dotted(node), names, scope)
                return [_UNKNOWN]
        return values

    def missing(self, name: str, known: list[str], scope: _Scope) -> None:
        if name in scope.guarded:
            return
        tag = self.part.tags[min(max(self.line - 1, 0), len(self.part.tags) - 1)]
        key = (self.line, name)
        if key not in self.found:
            hints = _nearest(name, known) if len(self.found) < _HINTED and len(name) <= _LONG_NAME else []
            self.found[key] = TagProblem(tag.text, tag.location, name, tuple(hints))


def _few(values: list[object]) -> list[object]:
    """Return values each once, and no more than are looked at."""
    once = {id(value): value for value in values}
    return list(once.values())[:_VALUES]


def find_missing(part: CompiledPart, context: Mapping[str, object]) -> Iterator[TagProblem]:
    """Yield the names a part uses and the context lacks, in the order of the tags."""
    finder = _Finder(part)
    finder.body(part.program.tree.root().body, _Scope({name: [value] for name, value in context.items()}))
    for _, problem in sorted(finder.found.items(), key=lambda item: item[0][0]):
        yield problem


def _guards(test: nodes.Node) -> Iterator[str]:
    """Yield the names a condition proves to exist: `x is defined`, alone or joined by `and`."""
    if isinstance(test, nodes.Test) and test.name == "defined":
        yield _dotted(test.node)
    elif isinstance(test, nodes.And):
        yield from _guards(test.left)
        yield from _guards(test.right)


def _dotted(node: nodes.Node) -> str:
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Getattr):
        return f"{_dotted(node.node)}.{node.attr}"
    if isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const):
        return f"{_dotted(node.node)}.{node.arg.value}"
    return "…"


def _bind(target: nodes.Node, items: list[object]) -> dict[str, list[object]]:
    if isinstance(target, nodes.Name):
        return {target.name: items}
    names: dict[str, list[object]] = {}
    if isinstance(target, nodes.Tuple):
        for at, inner in enumerate(target.items):
            column = [
                item[at] if isinstance(item, list | tuple) and at < len(item) else _UNKNOWN for item in items
            ]
            names.update(_bind(inner, column))
    return names


def _called(value: object, method: str) -> object:
    if isinstance(value, Mapping) and method in ("items", "keys", "values"):
        return list(getattr(value, method)())
    return _UNKNOWN if not isinstance(value, Placeholder | Mixed) else value


def _nearest(name: str, known: list[str]) -> list[str]:
    import difflib

    close = difflib.get_close_matches(name, known, n=_HINTS, cutoff=0.4)
    return [*close, *(other for other in sorted(known) if other not in close)][:_HINTS]
