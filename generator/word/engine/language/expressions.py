"""Parsing the expression of a tag: an allow-list over Jinja's syntax tree, rewritten to bounded operations."""

from __future__ import annotations

import math
import re
from typing import cast

from jinja2 import TemplateSyntaxError, nodes
from jinja2.parser import Parser

from generator.word.engine.language.environment import FILTERS, METHODS, PASS, TESTS, TemplateEnvironment

_ALLOWED = (
    nodes.Name,
    nodes.Const,
    nodes.Getattr,
    nodes.Getitem,
    nodes.Slice,
    nodes.Compare,
    nodes.Operand,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.Neg,
    nodes.Pos,
    nodes.CondExpr,
    nodes.Concat,
    nodes.Add,
    nodes.Sub,
    nodes.Filter,
    nodes.Test,
    nodes.Call,
    nodes.List,
    nodes.Tuple,
    nodes.Keyword,
)
_OPERATORS: dict[type[nodes.Node], str] = {
    nodes.Mul: "*",
    nodes.Pow: "**",
    nodes.Mod: "%",
    nodes.Div: "/",
    nodes.FloorDiv: "//",
}
_MESSAGES = (
    (re.compile(r"expected token '(.+)', got '(.+)'"), r"「\1」が要る所に「\2」があります"),
    (re.compile(r"unexpected '(.+)'"), r"「\1」がここにあるのは誤りです"),
    (re.compile(r"unexpected char '?(.+?)'? at \d+"), r"使えない文字 \1 があります"),
    (re.compile(r"Expected an expression, got '(.+)'"), "式がありません"),
    (re.compile(r"unexpected end of template.*"), "式が途中で終わっています"),
)
_MAX_DEPTH = 60


class ExpressionError(ValueError):
    """An expression that cannot be used; the text says why, in Japanese."""


def parse_expression(env: TemplateEnvironment, source: str) -> nodes.Expr:
    """Parse the expression of a value or a condition.

    Raises:
        ExpressionError: The syntax is wrong or something is used that templates may not use.
    """
    known = env.parsed.get(source)
    if known is not None:
        return known
    try:
        parser = Parser(env, source, state="variable")
        expression = parser.parse_expression()
        if not parser.stream.eos:
            raise ExpressionError(f"式の後に余分な「{parser.stream.current.value}」があります")
    except TemplateSyntaxError as error:
        raise ExpressionError(_translate(error.message or "")) from error
    except RecursionError as error:
        raise ExpressionError("式の入れ子が深すぎます") from error
    env.parsed[source] = _rewrite(expression, 0)
    return env.parsed[source]


def parse_for(env: TemplateEnvironment, source: str) -> nodes.For:
    """Parse what follows `for`, e.g. `item in tables.backup if item.cloud`; the body is left empty."""
    statement = _statement(env, "{% for " + source + "\n%}{% endfor %}")
    if not isinstance(statement, nodes.For):
        raise ExpressionError("for 名前 in 一覧 の形で書いてください")
    if statement.recursive:
        raise ExpressionError("recursive は使えません")
    _check_target(statement.target)
    statement.iter = _rewrite(cast("nodes.Expr", statement.iter), 0)
    if statement.test is not None:
        statement.test = _rewrite(cast("nodes.Expr", statement.test), 0)
    return statement


def parse_set(env: TemplateEnvironment, source: str) -> nodes.Assign:
    """Parse what follows `set`, e.g. `total = a + b`."""
    statement = _statement(env, "{% set " + source + "\n%}")
    if not isinstance(statement, nodes.Assign):
        raise ExpressionError("set 名前 = 式 の形で書いてください")
    _check_target(statement.target)
    statement.node = _rewrite(cast("nodes.Expr", statement.node), 0)
    return statement


def _statement(env: TemplateEnvironment, source: str) -> nodes.Node | None:
    try:
        body = env.parse(source).body
    except TemplateSyntaxError as error:
        raise ExpressionError(_translate(error.message or "")) from error
    except RecursionError as error:
        raise ExpressionError("式の入れ子が深すぎます") from error
    return body[0] if len(body) == 1 else None


def _check_target(target: nodes.Node) -> None:
    if isinstance(target, nodes.Name):
        if target.name.startswith("_") or target.name in ("loop", "range"):
            raise ExpressionError(f"{target.name} という名前は使えません")
    elif isinstance(target, nodes.Tuple):
        for item in target.items:
            _check_target(item)
    else:
        raise ExpressionError("値を入れる名前が正しくありません")


def _rewrite(node: nodes.Expr, depth: int) -> nodes.Expr:
    """Check one node, then its children; return what stands in its place."""
    if depth > _MAX_DEPTH:
        raise ExpressionError("式の入れ子が深すぎます")
    _check(node)
    for field, value in node.iter_fields():
        if isinstance(value, nodes.Node):
            if isinstance(node, nodes.Call) and field == "node":
                continue
            setattr(node, field, _rewrite_any(value, depth + 1))
        elif isinstance(value, list):
            setattr(
                node, field, [_rewrite_any(v, depth + 1) if isinstance(v, nodes.Node) else v for v in value]
            )
    if isinstance(node, nodes.Concat):
        return _filter("_concat", node.nodes[0], list(node.nodes[1:]))
    if isinstance(node, nodes.Add):
        return _filter("_add", node.left, [node.right])
    if isinstance(node, nodes.Call):
        return _call(node, depth)
    if isinstance(node, nodes.List | nodes.Tuple):
        return call_hook("_listed", node, 0) if any(not _is_plain(item) for item in node.items) else node
    if isinstance(node, nodes.Compare):
        _weigh_operands(node)
    elif isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Slice):
        node.node = call_hook("_sliced", node.node, 0)
    return node


def _is_plain(node: nodes.Expr) -> bool:
    """Tell whether a value is a constant, which costs nothing to compare."""
    return isinstance(node, nodes.Const) or (
        isinstance(node, nodes.List | nodes.Tuple)
        and all(isinstance(item, nodes.Const) for item in node.items)
    )


def _weigh_operands(node: nodes.Compare) -> None:
    """Let values be charged for that comparing could look through."""
    left = node.expr
    for operand in node.ops:
        searched = operand.op in ("in", "notin")
        if not _is_plain(operand.expr) and (searched or not _is_plain(left)):
            operand.expr = call_hook("_weighed", operand.expr, 0)
        left = operand.expr


def _rewrite_any(node: nodes.Node, depth: int) -> nodes.Node:
    if isinstance(node, nodes.Expr):
        return _rewrite(node, depth)
    _check(node)
    for field, value in node.iter_fields():
        if isinstance(value, nodes.Node):
            setattr(node, field, _rewrite_any(value, depth + 1))
    return node


def _check(node: nodes.Node) -> None:
    operator = _OPERATORS.get(type(node))
    if operator:
        raise ExpressionError(f"演算子 {operator} は使えません（値は文脈の側で計算してください）")
    if not isinstance(node, _ALLOWED):
        raise ExpressionError(f"使えない書き方です（{type(node).__name__}）")
    if isinstance(node, nodes.Const) and isinstance(node.value, float) and not math.isfinite(node.value):
        raise ExpressionError("数が大きすぎます")
    if isinstance(node, nodes.Name) and node.name.startswith("_"):
        raise ExpressionError(f"_ で始まる名前 {node.name} は使えません")
    if isinstance(node, nodes.Getattr) and node.attr.startswith("_"):
        raise ExpressionError(f"_ で始まる名前 {node.attr} は使えません")
    if isinstance(node, nodes.Filter):
        _check_named(node.name, FILTERS, "フィルター")
        if node.node is None:
            raise ExpressionError("フィルターの前に値がありません")
    if isinstance(node, nodes.Test):
        _check_named(node.name, TESTS, "検査")
    if isinstance(node, nodes.Filter | nodes.Test | nodes.Call) and (node.dyn_args or node.dyn_kwargs):
        raise ExpressionError("* による引数は使えません")
    if isinstance(node, nodes.Filter | nodes.Test | nodes.Call):
        names = [argument.key for argument in node.kwargs]
        if len(set(names)) < len(names):
            raise ExpressionError("同じ名前の引数が2つあります")


def _check_named(name: str, known: frozenset[str], what: str) -> None:
    if name not in known:
        raise ExpressionError(f"{what} {name} は使えません（使えるもの: {'、'.join(sorted(known))}）")


def _call(node: nodes.Call, depth: int) -> nodes.Expr:
    """Turn `range(…)` and the few allowed methods into bounded operations of our own."""
    target = node.node
    if node.kwargs:
        raise ExpressionError("呼び出しに名前つきの引数は使えません")
    if isinstance(target, nodes.Name) and target.name == "range" and 1 <= len(node.args) <= 3:
        return _filter("_range", node.args[0], list(node.args[1:]))
    if isinstance(target, nodes.Getattr) and target.attr in METHODS:
        receiver = _rewrite(target.node, depth + 1)
        return _filter("_call", receiver, [nodes.Const(target.attr), *node.args])
    raise ExpressionError(f"呼び出しは使えません（使えるもの: range、{'、'.join(sorted(METHODS))}）")


def _filter(name: str, value: nodes.Expr, args: list[nodes.Expr]) -> nodes.Filter:
    return nodes.Filter(value, name, args, [], None, None)


def call_hook(name: str, value: nodes.Expr, *constants: object) -> nodes.Filter:
    """Return the node that hands a value and constants to one of the engine's own operations."""
    if name not in PASS:
        raise KeyError(name)
    return _filter(name, value, [nodes.Const(constant) for constant in constants])


def _translate(message: str) -> str:
    for pattern, text in _MESSAGES:
        match = pattern.search(message)
        if match:
            return f"書き方の誤り: {match.expand(text)}"
    return f"書き方の誤りです（{message}）"
