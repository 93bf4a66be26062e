"""The errors a user can meet; each says where, what, and what to do, in Japanese."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong in an input.

    Attributes:
        where: The place inside the file (a line, a dotted path, a paragraph); empty when it is the whole file.
        what: What is wrong and what to do, in Japanese; never repeats a value of the profile.
    """

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}" if self.where else self.what


class GeneratorError(Exception):
    """The family of all errors that the command line reports without a traceback."""

    def __init__(self, source: str, problems: Sequence[Problem]) -> None:
        """Keep the file (`source`, may be empty) and all its problems; the text is built once."""
        self.source = source
        self.problems = tuple(problems)
        super().__init__(_text(source, self.problems))


class ProfileError(GeneratorError):
    """A profile that cannot be read or does not fit the model."""


class TemplateError(GeneratorError):
    """A template that is unsafe, broken, or uses names that do not exist."""


class RenderError(TemplateError):
    """A template that cannot be rendered with this context; nothing was made."""


class ManifestError(GeneratorError):
    """A record of an earlier run that is damaged or was written by a newer version."""


class OutputError(GeneratorError):
    """A document that could not be written; everything else is untouched."""


class OvertakenError(OutputError):
    """Another run wrote the same folder since this one looked; trying again may go through."""


def _text(source: str, problems: tuple[Problem, ...]) -> str:
    prefix = f"{source}: " if source else ""
    if len(problems) == 1:
        return f"{prefix}{problems[0]}"
    lines = [f"{prefix}{len(problems)}か所に問題があります"]
    lines += [f"  {problem}" for problem in problems]
    return "\n".join(lines)
