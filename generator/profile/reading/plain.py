"""The plain values of a YAML text that holds nothing unusual, read at half the cost of a tree with lines."""

from __future__ import annotations

import yaml

from generator.profile.reading.tree import LOADER, MAX_DEPTH, MAX_NODES, NULLS, Plain

_MOST_CHARACTERS = MAX_NODES  # a node takes at least one, so that no text of this length has too many
_STARTS = {yaml.MappingStartEvent: dict, yaml.SequenceStartEvent: list}
_ENDS = frozenset({yaml.MappingEndEvent, yaml.SequenceEndEvent})


def plain_values(text: str) -> dict[str, Plain] | None:
    """Read the values that `parse_tree` would give, without the lines.

    Returns:
        The values; None for whatever needs a closer look: a text that is no YAML mapping, names a key twice, leaves a
        value out, or has tags, anchors, several documents, characters that do not print, or great size or depth.
    """
    if len(text) > _MOST_CHARACTERS or text.lstrip().startswith(("{", "[")):
        return None
    try:
        return _Reader().read(text)
    except yaml.YAMLError:
        return None


class _Reader:
    """The collection that is being filled, and those around it."""

    def __init__(self) -> None:
        self._around: list[dict[str, Plain] | list[Plain]] = []
        self._inner: dict[str, Plain] | list[Plain] | None = None
        self._key: str | None = None
        self._documents = 0

    def read(self, text: str) -> dict[str, Plain] | None:
        next_event = LOADER(text).get_event
        root: dict[str, Plain] | list[Plain] | None = None
        while (event := next_event()) is not None:
            kind = type(event)
            if kind is yaml.ScalarEvent:
                if not self._take(event):
                    return None
            elif kind in _ENDS:
                root = self._inner
                self._inner = self._around.pop() if self._around else None
            elif kind in _STARTS:
                if not self._open(event, _STARTS[kind]()):
                    return None
            elif not self._is_usual(event):
                return None
        return root if isinstance(root, dict) else None

    def _take(self, event: yaml.ScalarEvent) -> bool:
        text, inner = event.value, self._inner
        if event.tag is not None or event.anchor is not None or not text.isprintable():
            return False
        is_plain = event.implicit[0]
        if isinstance(inner, list):
            if is_plain and not text:
                return False
            inner.append(None if is_plain and text in NULLS else text)
        elif inner is None:
            return False
        elif self._key is None:
            self._key = text
            return text not in inner and text != "<<"
        elif is_plain and not text:
            return False
        else:
            inner[self._key] = None if is_plain and text in NULLS else text
            self._key = None
        return True

    def _open(self, event: yaml.CollectionStartEvent, new: dict[str, Plain] | list[Plain]) -> bool:
        inner = self._inner
        if event.tag is not None or event.anchor is not None or len(self._around) >= MAX_DEPTH - 1:
            return False
        if isinstance(inner, list):
            inner.append(new)
        elif inner is not None:
            if self._key is None:
                return False
            inner[self._key] = new
        if inner is not None:
            self._around.append(inner)
        self._inner, self._key = new, None
        return True

    def _is_usual(self, event: yaml.Event) -> bool:
        """Return whether an event is of no consequence: the stream's, and those of its only document."""
        self._documents += isinstance(event, yaml.DocumentStartEvent)
        return self._documents < 2 and not isinstance(event, yaml.AliasEvent)
