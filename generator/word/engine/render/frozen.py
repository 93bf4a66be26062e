"""Compiled templates as bytes, to be kept between runs; only bytes of our own may be thawed, as they hold code."""

from __future__ import annotations

import io
import marshal
import pickle
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from types import CodeType, MappingProxyType
from typing import Any

from generator.word.engine.language.environment import TemplateEnvironment
from generator.word.engine.language.parts import Program, SyntaxTree, make_program
from generator.word.engine.render.template import CompiledTemplate

_Reduced = tuple[Callable[..., Any], tuple[Any, ...]]


def freeze(template: CompiledTemplate) -> bytes:
    """Return a compiled template as bytes that `thaw` understands in the same Python with the same program."""
    return _dump(template)


def thaw(data: bytes, name: str) -> CompiledTemplate:
    """Return the compiled template that `freeze` made bytes of.

    The bytes hold code that rendering runs: never thaw what others may have written.

    Args:
        data: The bytes.
        name: What messages call the template now.

    Raises:
        ValueError: The bytes are none of ours.
    """
    try:
        template = pickle.loads(data)  # noqa: S301 - the caller vouches for the bytes
    except (pickle.UnpicklingError, AttributeError, ImportError, LookupError, TypeError, EOFError) as error:
        raise ValueError("no frozen template") from error
    if not isinstance(template, CompiledTemplate):
        raise ValueError("no frozen template")
    return replace(template, name=name, package=replace(template.package, name=name))


def _dump(value: object) -> bytes:
    target = io.BytesIO()
    _Freezer(target, protocol=5).dump(value)
    return target.getvalue()


class _Freezer(pickle.Pickler):
    """Writes code by `marshal` and dataclasses by their fields, which is what makes reading quick."""

    def reducer_override(self, value: object) -> _Reduced | Any:  # noqa: ANN401 - pickle's protocol
        if isinstance(value, CodeType):
            return marshal.loads, (marshal.dumps(value),)
        if isinstance(value, Program):
            return make_program, (value.env, value.name, value.code, value.tree)
        if isinstance(value, SyntaxTree):
            return SyntaxTree, (_dump(value.root()),)
        if isinstance(value, TemplateEnvironment):
            return TemplateEnvironment, ()
        if isinstance(value, MappingProxyType):
            return MappingProxyType, (dict(value),)
        if is_dataclass(value) and not isinstance(value, type):
            own = fields(value)
            if all(item.init and not item.kw_only for item in own):
                return type(value), tuple(getattr(value, item.name) for item in own)
        return NotImplemented
