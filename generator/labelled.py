"""The base of enumerations whose members a user reads: a value for files, a label for people."""

from __future__ import annotations

from enum import StrEnum
from typing import Self


class Labelled(StrEnum):
    """One of a few named values; `label` is its Japanese name, which documents and messages show."""

    label: str

    def __new__(cls, value: str, label: str) -> Self:
        """Create the member from its value in files and its label."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member
