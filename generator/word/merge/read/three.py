"""Base, ours and theirs as one value."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")
S = TypeVar("S")


class Three(NamedTuple, Generic[T]):
    """The same thing in the three versions.

    Attributes:
        base: As last rendered.
        ours: In the company's file.
        theirs: In the new render.
    """

    base: T
    ours: T
    theirs: T

    def map(self, function: Callable[[T], S]) -> Three[S]:
        """Return what a function gives for each version."""
        return Three(function(self.base), function(self.ours), function(self.theirs))
