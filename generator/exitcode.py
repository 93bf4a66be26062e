"""What the exit code of the command says."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """The exit codes, the same for every command."""

    DONE = 0
    """Everything asked for was done."""
    PROBLEM = 1
    """Something the user must put right; the message says where and how."""
    USAGE = 2
    """The command was called in a wrong way."""
    CONFLICTS = 3
    """The documents were written, but conflicts are left in them."""
    OUT_OF_DATE = 4
    """`--check`: the documents no longer match the profile."""
    INTERRUPTED = 130
    """The user pressed Ctrl-C; no document is left half written."""
