"""A text cut for a message."""

from __future__ import annotations


def shorten(text: str, limit: int = 60) -> str:
    """Cut a text for a message."""
    text = " ".join(text.split())
    return text if len(text) <= limit else f"{text[: limit - 1]}…"
