"""From the pieces of a part to a compiled Jinja template: text between tags, values, blocks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import cast

from jinja2 import nodes

from generator.word.engine.language.codegen import compile_tree
from generator.word.engine.language.environment import END, MARK, TemplateEnvironment
from generator.word.engine.language.expressions import call_hook
from generator.word.engine.language.parts import Program, SyntaxTree, make_program


@dataclass(frozen=True, slots=True)
class ValueItem:
    """A value tag: the index of its tag, its expression, whether only text may stand there, what a turn costs."""

    index: int
    expression: nodes.Expr
    plain: bool
    cost: int = 0


@dataclass(frozen=True, slots=True)
class ControlItem:
    """A control tag: the index of its tag, its kind, its parsed condition or statement (None for else and ends)."""

    index: int
    kind: str
    node: nodes.Node | None
    cost: int = 0


@dataclass(frozen=True, slots=True)
class HookItem:
    """One of the engine's own operations that depends on the loop position, with one constant."""

    name: str
    constant: int


Item = str | ValueItem | ControlItem | HookItem


_MARKS = re.compile(f"({MARK}[^{MARK}{END}]*{END}?|{END})")


@dataclass(slots=True)
class _Frame:
    """A block that is being filled: where its nodes go and how much text they hold."""

    body: list[nodes.Node]
    weight: int = 0
    loop: nodes.For | None = None
    condition: nodes.If | None = None
    root: nodes.If | None = None
    text: list[nodes.Expr] = field(default_factory=list)


class _Builder:
    """Build the syntax tree from items whose blocks are known to be balanced."""

    def __init__(self) -> None:
        self.line = 1
        self.top: list[nodes.Node] = []
        self.stack = [_Frame(self.top)]

    def add(self, item: Item) -> None:
        frame = self.stack[-1]
        if isinstance(item, str):
            frame.weight += len(item)
            for piece in _MARKS.split(item):
                self.constant(piece)
        elif isinstance(item, ValueItem):
            self.line = item.index + 1
            frame.weight += item.cost
            hook = "_plain" if item.plain else "_value"
            value = call_hook(hook, item.expression, item.index)
            value.lineno = self.line
            frame.text.append(value)
        elif isinstance(item, HookItem):
            frame.text.append(call_hook(item.name, nodes.Const(item.constant), 0))
        else:
            self.line = item.index + 1
            frame.weight += item.cost
            self.control(item)

    def constant(self, text: str) -> None:
        """Add constant text; a mark, or an end of one, becomes a chunk of its own in the output."""
        is_mark = text[:1] in (MARK, END) and text != ""
        if is_mark:
            self.flush()
        if text:
            self.stack[-1].text.append(nodes.TemplateData(text))
        if is_mark:
            self.flush()

    def flush(self) -> None:
        frame = self.stack[-1]
        if frame.text:
            frame.body.append(nodes.Output(frame.text))
            frame.text = []

    def emit(self, node: nodes.Node) -> None:
        node.lineno = self.line
        self.stack[-1].body.append(node)

    def control(self, item: ControlItem) -> None:
        self.flush()
        frame = self.stack[-1]
        if item.kind == "set" and item.node is not None:
            self.emit(item.node)
        elif item.kind == "if" and isinstance(item.node, nodes.Expr):
            node = nodes.If(item.node, [], [], [])
            self.emit(node)
            self.stack.append(_Frame(node.body, condition=node, root=node))
        elif item.kind == "elif" and isinstance(item.node, nodes.Expr) and frame.root is not None:
            branch = nodes.If(item.node, [], [], [])
            self.close()
            branch.lineno = self.line
            frame.root.elif_.append(branch)
            self.stack.append(_Frame(branch.body, condition=branch, root=frame.root))
        elif item.kind == "else":
            self.close()
            branches = frame.loop.else_ if frame.loop is not None else frame.root.else_ if frame.root else []
            self.stack.append(_Frame(branches, root=frame.root))
        elif item.kind == "for" and isinstance(item.node, nodes.For):
            self.emit(item.node)
            self.stack.append(_Frame(item.node.body, loop=item.node))
        else:
            self.close()
            if item.kind == "endfor":
                leave = nodes.ExprStmt(call_hook("_leave", nodes.Const(0), 0))
                self.emit(leave)

    def close(self) -> None:
        """End the innermost block; a loop learns what a turn costs and notes its turns."""
        self.flush()
        frame = self.stack.pop()
        self.stack[-1].weight += frame.weight
        if frame.loop is None:
            return
        loop = frame.loop
        line = loop.lineno
        loop.iter = call_hook("_loop", cast("nodes.Expr", loop.iter), frame.weight)
        enter = nodes.ExprStmt(call_hook("_enter", _turn_item(loop.target), 0))
        enter.lineno = line
        loop.body.insert(0, enter)


def _turn_item(target: nodes.Node) -> nodes.Expr:
    """Return the name whose value identifies a loop turn: the target, or the first of several."""
    while isinstance(target, nodes.Tuple) and target.items:
        target = target.items[0]
    name = target.name if isinstance(target, nodes.Name) else "loop"
    return nodes.Name(name, "load")


def build_tree(items: Sequence[Item]) -> nodes.Template:
    """Return the syntax tree of a part; the line of each node is the index of its tag plus one."""
    builder = _Builder()
    for item in items:
        builder.add(item)
    builder.flush()
    return nodes.Template(builder.top, lineno=1)


def compile_program(env: TemplateEnvironment, name: str, items: Sequence[Item]) -> Program:
    """Compile the items of a part; blocks must be balanced."""
    tree = build_tree(items)
    return make_program(env, name, compile_tree(env, tree, name), SyntaxTree(tree))
