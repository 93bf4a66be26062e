"""The kinds of value that a record may hold, so that nothing in a damaged or forged one surprises its reader."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, StringConstraints

_MAX_LEVELS = 40
_MAX_VALUES = 100_000
_MAX_NUMBER = 2**53
# XML 1.0 section 2.2: what no document can hold.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def _words(value: str) -> str:
    if _FORBIDDEN.search(value):
        raise ValueError("a character that no document holds")
    return value


def _plain_name(value: str) -> str:
    if value in ("", ".", "..") or any(c in value for c in "/\\:\0") or value != Path(value).name:
        raise ValueError("not a plain file name")
    return _words(value)


def _plain_data(value: dict[str, Any]) -> dict[str, Any]:
    """Let nothing through but what a profile is made of: no endless numbers (they equal nothing, not even themselves)."""
    level: list[object] = [value]
    count = 0
    for _ in range(_MAX_LEVELS):
        count += len(level)
        if not level:
            return value
        if count > _MAX_VALUES:
            break
        level = [inner for one in level for inner in _inside(one)]
    raise ValueError("too large or too deep")


def _inside(value: object) -> list[object]:
    if isinstance(value, dict):
        return [*value.keys(), *value.values()]
    if isinstance(value, list):
        return list(value)
    if isinstance(value, str):
        _words(value)
    elif isinstance(value, bool) or value is None:
        return []
    elif isinstance(value, int | float):
        if not abs(value) <= _MAX_NUMBER:  # neither is a number that is none
            raise ValueError("no number of a profile")
    else:
        raise ValueError("no value of a profile")
    return []


Words = Annotated[str, AfterValidator(_words)]
"""Text that a document can hold."""

FileName = Annotated[str, AfterValidator(_plain_name)]
"""A name without a folder."""

Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
"""A SHA-256 in hexadecimal."""

Nothing = Literal[""]
"""Stands for what there is not."""

DocumentKey = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,39}$")]
"""The key of a document, which names its files in the folder of the records."""

Version = Annotated[str, StringConstraints(pattern=r"^([0-9]{1,9}(\.[0-9]{1,9})?)?$")]
"""A version as documents count it, or nothing."""

PlainData = Annotated[dict[str, Any], AfterValidator(_plain_data)]
"""A profile as plain data: texts, numbers, lists and groups of these, within the size that profiles have."""
