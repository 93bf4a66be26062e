"""What commands write to: streams that no encoding stops, and errors on stderr."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, TextIO

import click

if TYPE_CHECKING:
    from generator.errors import GeneratorError


def complain(error: GeneratorError) -> None:
    """Write an error to stderr; nothing in it can steer the terminal."""
    from generator.screen import one_line

    lines = str(error).split("\n")
    click.echo("\n".join(one_line(line) for line in (f"エラー: {lines[0]}", *lines[1:])), err=True)


def reconfigure(stream: TextIO, *, encoding: str | None = None, errors: str = "replace") -> None:
    """Let no console encoding (cp932, ascii) stop the program: characters it lacks become `?`."""
    change = getattr(stream, "reconfigure", None)
    if change is not None:
        change(encoding=encoding, errors=errors)


def needs_ascii() -> bool:
    """Return whether JSON on stdout must do with ASCII, since its encoding may lack other characters."""
    encoding = getattr(sys.stdout, "encoding", None) or ""
    return encoding.lower().replace("-", "").replace("_", "") != "utf8"
