"""The columns a table of companies may have: each field of the profile that holds one value or a list of choices."""

from __future__ import annotations

import datetime
import difflib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Any, get_args, get_origin

from pydantic import BaseModel

from generator.batch.table.errortexts import error_text
from generator.errors import Problem
from generator.profile.fields.tree import FieldEntry, choices, entries, walk_fields

if TYPE_CHECKING:
    from collections.abc import Mapping

FOLDER = "id"  # the column that names a company's folder; no field of the profile has this name
FOLDER_TITLE = "フォルダー名"
REMARK = "#"  # stands in for the path of a column that is not read
MAX_COLUMNS = 1000
_REMARKS = ("#", "＃")
_MARKS = re.compile(r"[（(【\[]?必須[）)】\]]?$|[*＊※]+$")
_SEPARATORS = re.compile(r"[\s　のノ・/／:：>＞|｜.．→]+")


class CellKind(StrEnum):
    """What a cell of a column holds."""

    TEXT = "text"
    CHOICE = "choice"
    CHOICES = "choices"
    TRUTH = "truth"
    NUMBER = "number"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Column:
    """One field of the profile as a column.

    Attributes:
        path: The names from the root of the profile; `("id",)` for the column of folder names.
        titles: The Japanese titles of the groups it is in, then its own.
        kind: What its cells hold.
        choices: The values it may take, each with its Japanese label.
        required: Whether every company must have it.
        description: What the field means, in Japanese.
        example: An example value; empty when there is none.
    """

    path: tuple[str, ...]
    titles: tuple[str, ...]
    kind: CellKind
    choices: tuple[tuple[str, str], ...] = ()
    required: bool = False
    description: str = ""
    example: str = ""

    @property
    def dotted(self) -> str:
        """Return the dotted path: `company.name`."""
        return ".".join(self.path)


@lru_cache(maxsize=1)
def all_columns() -> tuple[Column, ...]:
    """Return every column, the one of folder names first, then the fields in the order of the model."""
    from generator.profile import CompanyProfile

    about = (
        "会社ごとのフォルダーの名前です。省くと会社の名称になります。同じ名称の会社があるときは必ず書きます。"
    )
    folder = Column((FOLDER,), (FOLDER_TITLE,), CellKind.TEXT, description=about, example="0001")
    return (folder, *_columns(CompanyProfile))


@lru_cache(maxsize=1)
def column_labels() -> Mapping[str, str]:
    """Return by dotted path the shortest Japanese name that no other column has."""
    columns = all_columns()
    used = Counter(_key(name) for column in columns for name in dict.fromkeys(_names(column)))
    return {
        column.dotted: next(name for name in (*_names(column), column.dotted) if used[_key(name)] <= 1)
        for column in columns
    }


def find_column(dotted: str) -> Column:
    """Return the column of a dotted path that `resolve_header` gave."""
    return _by_path()[dotted]


def resolve_header(header: Sequence[str]) -> tuple[tuple[str, ...], list[tuple[int, str]]]:
    """Find the field of each heading of a table.

    A heading is a dotted path, or the Japanese title with as many titles of its groups before it as make it
    clear. Headings that start with `#` are remarks.

    Returns:
        The dotted path of each column (`#` for a remark, empty without a heading); and what is wrong, by position.
    """
    paths: list[str] = []
    problems: list[tuple[int, str]] = []
    for position, text in enumerate(header):
        path, problem = _resolve(text)
        if path not in ("", REMARK) and path in paths:
            path, problem = "", "同じ項目の列がもう1つあります。どちらかを消してください"
        paths.append(path)
        if problem:
            problems.append((position, problem))
    return tuple(paths), problems


def is_path_row(header: Sequence[str]) -> bool:
    """Return whether a row holds nothing but dotted paths (and remarks), as the second row of our own table does."""
    written = [text for text in header if text and not text.startswith(_REMARKS)]
    return bool(written) and all(text in _by_path() for text in written)


def missing_columns(paths: Sequence[str], *, given: Sequence[str] = ()) -> list[Problem]:
    """Say which required fields no column holds and the shared profile does not give either."""
    labels = column_labels()
    return [
        Problem(
            column.dotted,
            f"「{labels[column.dotted]}」の列がありません。列を足すか、--base の共通の値に書いてください",
        )
        for column in all_columns()
        if column.required and column.dotted not in paths and column.dotted not in given
    ]


def _columns(
    model: type[BaseModel], path: tuple[str, ...] = (), titles: tuple[str, ...] = (), needed: bool = True
) -> Iterator[Column]:
    for entry in entries(model, path):
        own = (*titles, entry.info.title or entry.name)
        required = needed and entry.info.is_required()
        if entry.group is not None:
            yield from _columns(entry.group, entry.path, own, required)
        elif entry.row is None:
            yield _column(entry, own, required)


def _column(entry: FieldEntry, titles: tuple[str, ...], required: bool) -> Column:
    listed = choices(entry.info.annotation)
    examples = entry.info.examples or [""]
    return Column(
        path=entry.path,
        titles=titles,
        kind=_kind(entry.info.annotation, bool(listed)),
        choices=listed,
        required=required,
        description=entry.info.description or "",
        example=_shown(examples[0], listed),
    )


def _kind(annotation: Any, has_choices: bool) -> CellKind:  # noqa: ANN401
    types = set(_types(annotation))
    if tuple in types:
        return CellKind.CHOICES
    if bool in types:
        return CellKind.TRUTH
    if has_choices:
        return CellKind.CHOICE
    if types & {int, float}:
        return CellKind.NUMBER
    return CellKind.DATE if datetime.date in types else CellKind.TEXT


def _types(annotation: Any) -> Iterator[Any]:  # noqa: ANN401
    """Yield the types inside an annotation, looking through unions and `Annotated`."""
    yield get_origin(annotation) or annotation
    for part in get_args(annotation):
        yield from _types(part)


def _shown(example: Any, listed: tuple[tuple[str, str], ...]) -> str:  # noqa: ANN401
    if isinstance(example, list | tuple):
        return "、".join(_shown(item, listed) for item in example)
    text = str(example).lower() if isinstance(example, bool) else str(example)
    return dict(listed).get(text) or text


def _names(column: Column) -> tuple[str, ...]:
    """Return the title alone, then with more and more of the titles of its groups before it."""
    return tuple("の".join(column.titles[start:]) for start in range(len(column.titles) - 1, -1, -1))


def _key(text: str) -> str:
    """Return a heading without what people write differently: width, spaces, separators, marks of required ones."""
    return _SEPARATORS.sub("", _MARKS.sub("", unicodedata.normalize("NFKC", text).strip())).lower()


@lru_cache(maxsize=1)
def _by_path() -> dict[str, Column]:
    return {column.dotted: column for column in all_columns()}


@lru_cache(maxsize=1)
def _by_name() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for column in all_columns():
        for key in dict.fromkeys(_key(name) for name in _names(column)):
            found[key] = (*found.get(key, ()), column.dotted)
    return found


@lru_cache(maxsize=1)
def _groups() -> frozenset[str]:
    """Return the dotted paths and titles of what cannot be a column: groups and tables."""
    from generator.profile import CompanyProfile

    inner = [entry for entry in walk_fields(CompanyProfile) if "[]" not in entry.path]
    return frozenset(".".join(entry.path) for entry in inner if entry.row is not None)


def _resolve(text: str) -> tuple[str, str]:
    written = text.strip()
    if wrong := error_text(written):
        return "", wrong
    if not written or written.startswith(_REMARKS):
        return (REMARK if written else ""), ""
    plain = _MARKS.sub("", unicodedata.normalize("NFKC", written)).strip()
    plain = plain.lower() if plain.isascii() else plain
    if plain in _by_path():
        return plain, ""
    if plain in _groups() or plain.startswith("tables."):
        return "", "表の形の項目は列にできません。--base の共通の値に書いてください"
    found = _by_name().get(_key(written), ())
    if len(found) == 1:
        return found[0], ""
    labels = column_labels()
    if found:
        named = "、".join(f"「{labels[dotted]}」" for dotted in found[:4]) + (" …" if len(found) > 4 else "")
        return "", f"どの項目か決まりません。次のどれかを見出しにしてください: {named}"
    close = difflib.get_close_matches(plain, [*_by_path(), *labels.values()], n=1, cutoff=0.6)
    hint = f"（「{close[0]}」のことですか？）" if close else ""
    return "", f"不明な見出しです{hint}。読まなくてよい列なら、見出しの頭に # を付けてください"
