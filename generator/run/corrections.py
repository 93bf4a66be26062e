"""Corrections that flow back: values of the profile that somebody changed in a document instead."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from generator.errors import RenderError, TemplateError
from generator.profile import CompanyProfile
from generator.profile.fields.changes import field_title
from generator.profile.fields.path import DataPath, dotted_path
from generator.profile.reading.loading import lines_of
from generator.run.issue import Renderer
from generator.run.plan import PlannedDocument

_MOST_TRIED = 60


@dataclass(frozen=True, slots=True)
class Correction:
    """One value that the profile and a document give differently.

    Attributes:
        document: The key of the document.
        clause: The bookmark of the clause.
        path: Where the value is in the profile.
        title: What it is called in Japanese.
        profile: What the profile says.
        found: What the document says.
        line: The line of the profile to change; 0 when the profile does not name the value.
    """

    document: str
    clause: str
    path: DataPath
    title: str
    profile: str
    found: str
    line: int = 0

    @property
    def name(self) -> str:
        """Return the dotted path as the user writes it."""
        return dotted_path(self.path)


def find_corrections(
    document: PlannedDocument, renderer: Renderer, last: Mapping[str, Any], base: bytes
) -> tuple[Correction, ...]:
    """Find where somebody changed, in Word, exactly a stretch of text that came from one value of the profile.

    Each candidate is proved: with that value in the profile, the document would say what somebody wrote.

    Args:
        document: A document of the plan.
        renderer: Renders documents of this request.
        last: The profile that the base was rendered from.
        base: The document as last rendered.
    """
    from generator.word.merge import find_edits

    if document.ours is None:
        return ()
    values = list(_values((), last))
    found: dict[tuple[DataPath, str], Correction] = {}
    proofs: dict[tuple[DataPath, str], frozenset[str]] = {}
    for edit in find_edits(base, document.ours):
        for path, old, new, expected in _candidates(edit.before, edit.after, values):
            key = (path, new)
            if key in found or _at(renderer.snapshot, path) == new:
                continue
            if key not in proofs and len(proofs) < _MOST_TRIED:
                proofs[key] = _texts_with(document, renderer, last, path, new)
            if expected in proofs.get(key, ()):
                now = _at(renderer.snapshot, path)
                shown = old if now is None else str(now)
                found[key] = Correction(document.kind.key, edit.clause, path, field_title(path), shown, new)
    return tuple(found.values())


def with_lines(corrections: Sequence[Correction], source: str) -> tuple[Correction, ...]:
    """Add the lines of the profile's file."""
    lines = lines_of(source, [correction.path for correction in corrections])
    return tuple(replace(correction, line=line) for correction, line in zip(corrections, lines, strict=True))


def _values(path: DataPath, data: object) -> Iterator[tuple[DataPath, str]]:
    """Yield every value of the profile that documents show as it stands."""
    if isinstance(data, Mapping):
        for name, value in data.items():
            yield from _values((*path, name), value)
    elif isinstance(data, list | tuple):
        for place, value in enumerate(data):
            yield from _values((*path, place), value)
    elif isinstance(data, str | int) and not isinstance(data, bool) and path[-1] != "id":
        text = str(data)
        if len(text) > 1 or text.isdigit():
            yield path, text


def _candidates(
    before: str, after: str, values: Sequence[tuple[DataPath, str]]
) -> Iterator[tuple[DataPath, str, str, str]]:
    """Yield (path, old value, new value, the text with only that changed) for values that somebody replaced."""
    from generator.word.text.tokens import find_changes

    changes = find_changes(before, after) if before and after else []
    for path, value in values:
        start = before.find(value) if changes else -1
        while start >= 0:
            end = start + len(value)
            inside = [change for change in changes if change.start < end and change.end > start]
            if inside and all(start <= change.start and change.end <= end for change in inside):
                new, position = "", start
                for change in inside:
                    new += before[position : change.start] + change.text
                    position = change.end
                new += before[position:end]
                if new.strip() and "\n" not in new:
                    yield path, value, new, before[:start] + new + before[end:]
            start = before.find(value, end)


def _texts_with(
    document: PlannedDocument, renderer: Renderer, last: Mapping[str, Any], path: DataPath, value: str
) -> frozenset[str]:
    """Return the texts of the document as it would be with one value in the last profile changed."""
    from pydantic import ValidationError

    from generator.word.merge import paragraph_texts

    try:
        profile = _profile_with(last, path, value)
        return paragraph_texts(renderer.trial(document.kind, profile, document.before))
    except (ValidationError, RenderError, TemplateError):
        return frozenset()


def _profile_with(last: Mapping[str, Any], path: DataPath, value: str) -> CompanyProfile:
    """Return the last profile with one value changed, even where another field then contradicts it.

    Raises:
        ValidationError: The field itself cannot hold the value.
    """
    from pydantic import ValidationError

    data: Any = copy.deepcopy(dict(last))
    target = data
    for step in path[:-1]:
        target = target[step]
    target[path[-1]] = value
    try:
        return CompanyProfile.model_validate(data)
    except ValidationError as error:
        if any(detail["loc"] == path for detail in error.errors(include_url=False)):
            raise
        changed: CompanyProfile | None = _replaced(CompanyProfile.model_validate(last), path, value)
        if changed is None:
            raise
        return changed


def _replaced(node: Any, path: DataPath, value: str) -> Any:  # noqa: ANN401 - any part of a profile
    """Return a part of a profile with one value replaced; None where the value is no text and no number."""
    if not path:
        return int(value) if type(node) is int else value if type(node) is str else None
    step = path[0]
    child = _replaced(node[step] if isinstance(step, int) else getattr(node, step), path[1:], value)
    if child is None:
        return None
    if isinstance(step, int):
        return (*node[:step], child, *node[step + 1 :])
    return node.model_copy(update={step: child})


def _at(data: object, path: DataPath) -> object:
    for step in path:
        if isinstance(data, Mapping):
            data = data.get(step)
        elif isinstance(data, list) and isinstance(step, int) and step < len(data):
            data = data[step]
        else:
            return None
    return str(data) if isinstance(data, str | int) and not isinstance(data, bool) else None
