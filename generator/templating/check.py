"""Checks a template before it is used: tags, names, structure, in one report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from generator.context import build_context
from generator.errors import TemplateError
from generator.profile import CompanyProfile
from generator.profile.fields.starter import example_data
from generator.templating.set import TemplateSet, read_template


@dataclass(frozen=True, slots=True)
class TemplateCheck:
    """What a check of one template found.

    Attributes:
        path: The template.
        tags: Number of tags.
        problems: What is wrong, one sentence each with its place; empty when the template can be used.
    """

    path: Path
    tags: int
    problems: tuple[str, ...]

    def text(self) -> str:
        """Return the result as the user reads it."""
        if not self.problems:
            return f"{self.path}: 問題ありません（タグ {self.tags}個）"
        lines = [f"{self.path}: {len(self.problems)}か所に問題があります（タグ {self.tags}個）"]
        return "\n".join([*lines, *(f"  {problem}" for problem in self.problems)])


def check_template(path: str | Path) -> TemplateCheck:
    """Check one template against the names that every profile offers.

    Args:
        path: The Word file.

    Returns:
        The number of tags and every problem: unsafe content, broken tags, unknown names, broken structure.

    Raises:
        TemplateError: The file is missing or cannot be read.
    """
    from generator.word.checks.structure import check_structure
    from generator.word.engine.compile.building import compile_template
    from generator.word.engine.compile.reopening import reopening_problem
    from generator.word.engine.compile.wide import wide_tags

    file = Path(path)
    data = read_template(file)
    try:
        template = compile_template(data, name=str(file))
    except TemplateError as error:
        return TemplateCheck(file, 0, tuple(str(problem) for problem in error.problems))
    problems = [str(problem.problem) for problem in template.missing_names(_example_context())]
    problems += [str(problem) for problem in wide_tags(data)]
    problems += [str(finding) for finding in check_structure(data, allow_tags=True)]
    problems += [problem for problem in (reopening_problem(data),) if problem]
    return TemplateCheck(file, len(template.tags), tuple(problems))


def shipped_templates() -> Sequence[Path]:
    """Return the files of the templates that come with the program."""
    from generator.catalog import DOCUMENTS

    shipped = TemplateSet()
    return [shipped.path(kind) for kind in DOCUMENTS]


@lru_cache(maxsize=1)
def _example_context() -> dict[str, Any]:
    return build_context(CompanyProfile.model_validate(example_data(CompanyProfile)))
