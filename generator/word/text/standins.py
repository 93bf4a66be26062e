"""Private characters that stand for what is no text: pictures, fields, notes."""

from __future__ import annotations

from dataclasses import dataclass, field

FIRST_STAND_IN = 0xF0000
"""Characters from here on stand for objects."""


@dataclass
class StandIns:
    """Characters of plane 15 for objects; the same object has the same character in every version."""

    _of: dict[str, str] = field(default_factory=dict)

    def character(self, identity: str) -> str:
        """Return the character that stands for an object of this identity."""
        return self._of.setdefault(identity, chr(FIRST_STAND_IN + len(self._of)))
