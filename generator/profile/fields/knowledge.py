"""What a company stated, what it left to the standard, and which facts nobody has confirmed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any, get_args

from pydantic import BaseModel

from generator.profile import CompanyProfile
from generator.profile.fields.changes import field_title
from generator.profile.fields.path import dotted_path
from generator.profile.fields.tree import FieldEntry, entries
from generator.profile.model.facts import Facts, Holds
from generator.profile.model.measures import Measure
from generator.screen import table

_NEEDS = {
    "options.cloud_backup": "options.cloud",
    "options.network.guest_wireless": "options.network.wireless",
    "options.my_number.entrusted": "options.my_number.use",
    "options.website.forms": "options.website.use",
    "options.website.shop": "options.website.use",
    "options.website.social_media": "options.website.use",
}
"""Facts that mean nothing where another one does not hold."""

_MOST_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Unstated:
    """A field of which the profile says nothing.

    Attributes:
        path: Its dotted path.
        title: What it is called in Japanese.
        subject: What its group is called.
    """

    path: str
    title: str
    subject: str


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What documents rest on besides what the company stated.

    Attributes:
        standard: Rules that come from the standard.
        unconfirmed: Facts and measures that nobody stated; no document claims them or their contrary.
    """

    standard: tuple[Unstated, ...] = ()
    unconfirmed: tuple[Unstated, ...] = ()

    def lines(self) -> list[str]:
        """Return what the user should know, a heading and a line a subject; nothing where all is stated."""
        found: list[str] = []
        if self.unconfirmed:
            found.append(
                f"確かめていない: 事実と対策{len(self.unconfirmed)}件は、まだ書かれていません"
                "（文書は、あるともないとも言っていません）。分かるものからプロファイルに書いてください"
            )
            found += table(_by_subject(self.unconfirmed), indent=2)
        if self.standard:
            found.append(
                f"標準のまま: 決まり{len(self.standard)}件は、標準の決まりのままです。変えたいものだけ書いてください"
            )
            found += table(_by_subject(self.standard), indent=2)
        return found

    def data(self) -> dict[str, list[dict[str, str]]]:
        """Return it as plain data, for JSON."""
        return {
            name: [{"field": one.path, "title": one.title, "subject": one.subject} for one in items]
            for name, items in (("standard", self.standard), ("unconfirmed", self.unconfirmed))
        }


def find_knowledge(profile: CompanyProfile) -> Knowledge:
    """Return the rules left to the standard and the facts not stated, in the order of the model."""
    standard: list[Unstated] = []
    unconfirmed: list[Unstated] = []
    for entry, model, value, is_set in _leaves(profile, CompanyProfile, ()):
        path = dotted_path(entry.path)
        found = Unstated(path, field_title(entry.path), _subject(entry))
        if holds(model, entry) is Holds.FACT:
            if value is None and _is_answer(entry) and not _is_idle(profile, path):
                unconfirmed.append(found)
        elif not is_set and entry.path[0] in ("options", "numbers"):
            standard.append(found)
    return Knowledge(tuple(standard), tuple(unconfirmed))


def holds(model: type[BaseModel], entry: FieldEntry) -> Holds | None:
    """Return whether a field holds a fact or a rule: its own mark, else that of its group; None without any."""
    extra = entry.info.json_schema_extra
    if isinstance(extra, dict) and "holds" in extra:
        return Holds(str(extra["holds"]))
    return model.holds if issubclass(model, Facts) else None


def _leaves(
    group: BaseModel, model: type[BaseModel], prefix: tuple[str, ...]
) -> Iterator[tuple[FieldEntry, type[BaseModel], Any, bool]]:
    for entry in entries(model, prefix):
        value = getattr(group, entry.name)
        if entry.group is Measure:
            state = next(one for one in entries(Measure, entry.path) if one.name == "state")
            yield state, Measure, value.state, value.state is not None
        elif entry.group is not None and isinstance(value, BaseModel):
            yield from _leaves(value, entry.group, entry.path)
        elif entry.row is None:
            yield entry, model, value, entry.name in group.model_fields_set


def _is_answer(entry: FieldEntry) -> bool:
    """Tell whether a field is answered by yes or no, a choice or a number; missing texts have placeholders."""
    kinds = [kind for kind in get_args(entry.info.annotation) if isinstance(kind, type)]
    return any(issubclass(kind, bool | int | Enum) for kind in kinds)


def _is_idle(profile: CompanyProfile, path: str) -> bool:
    needed = _NEEDS.get(path)
    if needed is None:
        return False
    value: object = profile
    for step in needed.split("."):
        value = getattr(value, step)
    return value is False


def _subject(entry: FieldEntry) -> str:
    names = [name for name in entry.path if name != "[]"]
    if names[0] == "measures":
        return "対策の状態"
    owner = names[:2] if len(names) > 2 else names[:1]
    return field_title(tuple(owner))


def _by_subject(items: tuple[Unstated, ...]) -> Iterator[tuple[str, str]]:
    groups: dict[str, list[str]] = {}
    for item in items:
        name = item.title.removesuffix("の状態") if item.subject == "対策の状態" else item.title
        groups.setdefault(item.subject, []).append(name)
    for subject, titles in groups.items():
        named = "、".join(titles[:_MOST_SHOWN])
        yield subject, f"{named}など{len(titles)}件" if len(titles) > _MOST_SHOWN else named
