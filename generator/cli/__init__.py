"""The command line: each command is the thin twin of one library function."""

from generator.cli.main import main

__all__ = ["main"]
