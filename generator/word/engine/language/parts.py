"""A compiled part as it runs: its code, its tags, and what it keeps for after the pass."""

from __future__ import annotations

import pickle
from dataclasses import dataclass
from types import CodeType
from typing import cast

from jinja2 import Template, nodes
from jinja2.exceptions import TemplateError as JinjaError

from generator.word.engine.language.environment import (
    MAX_OUTPUT,
    RenderState,
    RunText,
    TemplateEnvironment,
    make_context,
)
from generator.word.engine.language.filters import UnfitValueError
from generator.word.engine.language.spots import Spots
from generator.word.engine.language.tags import Tag
from generator.word.file.safety.instructions import FieldMarkup

FAULTS = (JinjaError, ValueError, TypeError, ArithmeticError, LookupError, RecursionError)
"""What evaluating an expression over plain data can raise."""


class ExpressionFaultError(Exception):
    """An expression failed while rendering; `index` is its tag's, -1 when it is not known."""

    def __init__(self, index: int, cause: Exception) -> None:
        self.index = index
        self.cause = cause
        super().__init__(str(cause))


class SyntaxTree:
    """The syntax tree of a part, which only looking names up needs; unpacked when first asked for."""

    __slots__ = ("_packed", "_root")

    def __init__(self, root: nodes.Template | bytes) -> None:
        """Take the tree, or its pickle."""
        self._packed = root if isinstance(root, bytes) else b""
        self._root = root if isinstance(root, nodes.Template) else None

    def root(self) -> nodes.Template:
        """Return the tree."""
        if self._root is None:
            self._root = cast("nodes.Template", pickle.loads(self._packed))  # noqa: S301 - from our own cache
            self._packed = b""
        return self._root


@dataclass(frozen=True, slots=True)
class Program:
    """A compiled part, ready to run any number of times."""

    env: TemplateEnvironment
    name: str
    code: CodeType
    tree: SyntaxTree
    template: Template

    def run(self, values: dict[str, object], state: RenderState) -> list[str]:
        """Evaluate the part; return its output in pieces, each mark a piece of its own or cut where a value goes in.

        Raises:
            ExpressionFaultError: An expression failed or the output grew past its limit.
        """
        context = make_context(self.env, values, state, self.name)
        chunks: list[str] = []
        add, size = chunks.append, state.size
        try:
            for chunk in self.template.root_render_func(context):
                add(chunk)
                size += len(chunk)
                if size > MAX_OUTPUT:
                    raise UnfitValueError("出力が大きくなりすぎます")
        except FAULTS as error:
            raise ExpressionFaultError(self._line(error) - 1, error) from error
        state.size = size
        return chunks

    def _line(self, error: BaseException) -> int:
        line = 0
        trace = error.__traceback__
        while trace is not None:
            if trace.tb_frame.f_code.co_filename == self.name:
                line = self.template.get_corresponding_lineno(trace.tb_lineno)
            trace = trace.tb_next
        return line


def make_program(env: TemplateEnvironment, name: str, code: CodeType, tree: SyntaxTree) -> Program:
    """Return the program that runs this code."""
    return Program(env, name, code, tree, Template.from_code(env, code, {}))


@dataclass(frozen=True, slots=True)
class CompiledPart:
    """A part that changes from render to render; `markup` says what marks its fields."""

    name: str
    program: Program
    tags: tuple[Tag, ...]
    runs: tuple[RunText | None, ...]
    spots: Spots
    markup: FieldMarkup = FieldMarkup.NONE
