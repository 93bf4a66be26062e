"""The options of one render, what it yields, and text joined with placeholders."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from generator.word.engine.language.tags import Location


@dataclass(frozen=True, slots=True)
class Mixed:
    """Text joined with placeholders, so that joining does not hide what is missing."""

    parts: tuple[object, ...]

    def __str__(self) -> str:
        return "".join(str(part) for part in self.parts)


@dataclass(frozen=True, slots=True)
class RenderOptions:
    """Say how one document is made from a template.

    Attributes:
        list_style: Name of a list style of the template that numbers its headings; None keeps the template's own.
        title_brackets: Heading level (1 to 9) to the brackets put round its titles.
        accent: RRGGBB that replaces the theme's first accent colour; None keeps the template's bytes.
        images: Name of a picture in the template to the PNG or JPEG shown in its frame.
        modified: Date written as created and modified; None keeps the template's.
    """

    list_style: str | None = None
    title_brackets: Mapping[int, tuple[str, str]] = field(default_factory=lambda: MappingProxyType({}))
    accent: str | None = None
    images: Mapping[str, bytes] = field(default_factory=lambda: MappingProxyType({}))
    modified: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class PlaceholderUse:
    """One place of a rendered document that shows a placeholder."""

    label: str
    field: str
    location: Location


@dataclass(frozen=True, slots=True)
class Heading:
    """One heading of a rendered document, with the number Word shows (empty when it has none)."""

    level: int
    number: str
    title: str
    bookmark: str


@dataclass(frozen=True, slots=True)
class Rendered:
    """A rendered document with what the report needs to know about it."""

    data: bytes
    placeholders: tuple[PlaceholderUse, ...]
    headings: tuple[Heading, ...]
