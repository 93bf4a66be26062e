"""Everything that knows an element name of Word's XML."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from generator.word.placeholder import Placeholder as Placeholder
    from generator.word.tags import Location as Location
    from generator.word.tags import Tag as Tag
    from generator.word.tags import TagProblem as TagProblem
    from generator.word.template import CompiledTemplate as CompiledTemplate
    from generator.word.template import compile_template as compile_template
    from generator.word.values import Heading as Heading
    from generator.word.values import PlaceholderUse as PlaceholderUse
    from generator.word.values import Rendered as Rendered
    from generator.word.values import RenderOptions as RenderOptions

_HOMES = {
    "Placeholder": "placeholder",
    "Location": "tags",
    "Tag": "tags",
    "TagProblem": "tags",
    "CompiledTemplate": "template",
    "compile_template": "template",
    "Heading": "values",
    "PlaceholderUse": "values",
    "Rendered": "values",
    "RenderOptions": "values",
}
__all__ = [*_HOMES]


def __getattr__(name: str) -> object:
    """Load what is asked for when it is asked for: a command that renders nothing needs no engine."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"generator.word.{_HOMES[name]}"), name)
