"""The tables a compiled part keeps for what is filled in after the Jinja pass."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from generator.word.engine.language.tags import Location


@dataclass(frozen=True, slots=True)
class NumberSpot:
    """A numbered paragraph whose count matters.

    Attributes:
        outline: Outline level from 1 when it is a heading, else 0.
        style: Style id, to find its level in a table of contents.
        titled: Whether it is a heading of the main list, whose title takes brackets.
        title: Its text where no tag is in it; None when it is known only after rendering.
        bookmark: Name of the bookmark references and the table of contents lead to.
        run: Formatting of its first run, as XML, for the brackets.
        target: Whether references lead to the bookmark and it spans the title, outside loops.
    """

    num_id: str
    level: int
    outline: int = 0
    style: str = ""
    titled: bool = False
    title: str | None = None
    bookmark: str = ""
    run: str = ""
    target: bool = False


@dataclass(frozen=True, slots=True)
class StyleSpot:
    """A paragraph whose style depends on the others of its kind under the same heading.

    Attributes:
        style: The style it has in the template.
        first: The style it takes as the first of its kind, X（先頭）, or as the only one, X（単独）.
        single: Whether `first` is for the only one.
        number: Its count in its own style; `first_number`: in the other.
    """

    style: str
    first: str
    single: bool = False
    number: NumberSpot | None = None
    first_number: NumberSpot | None = None


@dataclass(frozen=True, slots=True)
class BookmarkSpot:
    """A bookmark that references lead to, or that stands in a loop."""

    name: str
    number: int


@dataclass(frozen=True, slots=True)
class ReferenceSpot:
    """A REF field: its bookmark, its switch (`n`, `r`, `w`, or nothing for the text), its code and place."""

    bookmark: str
    switch: str
    text: str
    place: Location


@dataclass(frozen=True, slots=True)
class ContentsSpot:
    r"""A table of contents.

    Attributes:
        levels: Style id to level, for the headings it lists.
        outline: Highest outline level it lists by itself (switch `\u`); 0 for none.
        head: XML of the field up to its result; `tail`: of its end, unless a paragraph of its own holds that.
        paragraphs: XML of the paragraph properties of each level, from 1; `runs`: of its run properties.
        pages: Whether entries end in a page number field.
        closed: Whether the field ends in a paragraph of its own, which stays in the template.
        joined: Levels whose entries stand side by side in one paragraph, as the template's example has them.
    """

    levels: Mapping[str, int]
    outline: int
    head: str
    tail: str
    paragraphs: Mapping[int, str]
    runs: Mapping[int, str]
    pages: bool
    closed: bool
    joined: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class PictureSpot:
    """A picture that an image of the options may replace: its name, relationship and frame in EMU."""

    name: str
    relationship: str
    width: int
    height: int


@dataclass(slots=True)
class Spots:
    """All spots of one part, each kind addressed by its index."""

    numbers: list[NumberSpot] = field(default_factory=list)
    styles: list[StyleSpot] = field(default_factory=list)
    bookmarks: list[BookmarkSpot] = field(default_factory=list)
    references: list[ReferenceSpot] = field(default_factory=list)
    contents: list[ContentsSpot] = field(default_factory=list)
    pictures: list[PictureSpot] = field(default_factory=list)
    uniques: list[int] = field(default_factory=list)
    shapes: list[str] = field(default_factory=list)
    dates: list[str] = field(default_factory=list)
    colours: list[tuple[str, str]] = field(default_factory=list)
    highest_id: int = 0
    fixed: frozenset[int] = frozenset()
