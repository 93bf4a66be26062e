"""Where a value stands in a profile: a path of keys and item numbers, and how the user reads it."""

from __future__ import annotations

DataPath = tuple[str | int, ...]


def dotted_path(path: DataPath) -> str:
    """Write a path as the user sees it; list items count from 1: `tables.backup[2].target`."""
    parts: list[str] = []
    for step in path:
        if isinstance(step, int):
            parts.append(f"[{step + 1}]")
        else:
            parts.append(f".{printable(step)}" if parts else printable(step))
    return "".join(parts)


def printable(text: str, limit: int = 60) -> str:
    """Return a key of the file in a form that is safe to show: one line, no control characters, short."""
    shown = "".join(c if c.isprintable() else "?" for c in text)
    return shown if len(shown) <= limit else f"{shown[:limit]}…"
