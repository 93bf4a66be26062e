"""The clauses of a document by their hidden bookmarks, as a reader calls them."""

from __future__ import annotations

from collections.abc import Iterator

from generator.word.file.labels import ListLabels
from generator.word.file.names import BOOKMARK_START, NAME, P
from generator.word.file.reading import WordFile, paragraph_text, read_word_file
from generator.word.file.styling import Styles
from generator.word.merge.read.blocks import CLAUSE_PREFIX


def clause_names(data: bytes) -> dict[str, str]:
    """Return bookmark to number and title, in order: `第5条（パスワード）`, `4.5（パスワード）` or the title alone.

    Raises:
        TemplateError: The file is not a readable Word document.
    """
    return {bookmark: name for bookmark, name, _ in _headings(read_word_file(data))}


def chapter_names(data: bytes) -> dict[str, str]:
    """Return the same for the headings of the highest level alone."""
    return {bookmark: name for bookmark, name, level in _headings(read_word_file(data)) if level == 1}


def _headings(file: WordFile) -> Iterator[tuple[str, str, int]]:
    root = file.root(file.main) if file.main else None
    styles = Styles(file)
    labels = ListLabels(file, styles)
    for paragraph in () if root is None else root.iter(P):
        label, level = labels.label(paragraph), styles.heading_level(paragraph)
        if level is None:
            continue
        marks = (mark.get(NAME, "") for mark in paragraph.iter(BOOKMARK_START))
        bookmark = next((name for name in marks if name.startswith(CLAUSE_PREFIX)), "")
        title = paragraph_text(paragraph).strip().removeprefix("（").removesuffix("）")
        if bookmark and title:
            yield bookmark, f"{label}（{title}）" if label else title, level
