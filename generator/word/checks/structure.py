"""Own structure checks of a Word file: what Word refuses or shows wrongly and common validators miss."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from generator.word.checks import (
    ids as check_ids,
)
from generator.word.checks import (
    markup as check_markup,
)
from generator.word.checks import (
    package as check_package,
)
from generator.word.checks import (
    references as check_reference_marks,
)
from generator.word.checks import (
    text as check_text,
)
from generator.word.checks.finding import Finding, PartView
from generator.word.file.reading import WordFile, read_word_file
from generator.word.file.styling import Styles


def check_structure(source: Path | bytes | WordFile, *, allow_tags: bool = False) -> tuple[Finding, ...]:
    """Check one Word file and return everything found, sorted by place.

    Args:
        source: The file, its bytes, or a file already opened.
        allow_tags: True for a template, whose tags are no leftovers.

    Raises:
        TemplateError: The file is not a Word file at all.
    """
    file = source if isinstance(source, WordFile) else read_word_file(source)
    styles = Styles(file)
    views = [
        PartView(file, name, root, styles)
        for name, _ in file.stories
        if (root := file.root(name)) is not None
    ]
    findings = [*check_package.check_package(file)]
    findings += _check_views(file, views)
    if not allow_tags:
        findings += check_text.leftover_tags(file, views)
    return tuple(sorted(set(findings)))


def _check_views(file: WordFile, views: list[PartView]) -> Iterator[Finding]:
    for view in views:
        yield from check_markup.check_markup(view)
        yield from check_ids.check_pairs(view)
        yield from check_reference_marks.check_fields(view)
        yield from check_text.check_text(view)
    yield from check_ids.check_unique(file, views)
    yield from check_reference_marks.check_reference_marks(file, views)
