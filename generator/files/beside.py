"""Documents that an office keeps beside a .docx or in its place: with macros, of older programs, of other offices."""

from __future__ import annotations

import contextlib
import unicodedata
from pathlib import Path

DOCUMENT_SUFFIXES = (".docm", ".doc", ".dotx", ".dotm", ".dot", ".odt", ".rtf")
"""How their names end."""


def find_beside(folder: Path, stem: str = "") -> tuple[str, ...]:
    """Return the names of such documents in a folder; lock files and hidden files are none.

    Args:
        folder: The folder; nothing is found in one that cannot be read.
        stem: The name without its ending that they must have; any for an empty text.
    """
    found: list[str] = []
    with contextlib.suppress(OSError):
        found = sorted(path.name for path in folder.iterdir() if path.suffix.lower() in DOCUMENT_SUFFIXES)
    wanted = unicodedata.normalize("NFC", stem)
    return tuple(
        name
        for name in found
        if not name.startswith(("~$", "."))
        and (not wanted or unicodedata.normalize("NFC", Path(name).stem) == wanted)
    )
