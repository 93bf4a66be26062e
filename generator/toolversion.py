"""The version of this program."""

from __future__ import annotations

from functools import cache
from importlib.metadata import PackageNotFoundError, version


@cache
def tool_version() -> str:
    """Return the version of this program, or an empty text when it runs without being installed."""
    try:
        return version("policygen")
    except PackageNotFoundError:
        return ""
