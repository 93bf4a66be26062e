"""The clauses of a document by their hidden bookmarks, as a reader calls them."""

from __future__ import annotations

from generator.word.labels import ListLabels
from generator.word.merge.blocks import CLAUSE_PREFIX
from generator.word.merge.version import Version
from generator.word.names import BOOKMARK_START, NAME, P
from generator.word.reading import paragraph_text
from generator.word.styling import Styles


def clause_names(data: bytes) -> dict[str, str]:
    """Return bookmark to number and title, in order: `第5条（パスワード）`, `4.5（パスワード）` or the title alone.

    Raises:
        TemplateError: The file is not a readable Word document.
    """
    version = Version(data)
    styles = Styles(version.file)
    labels = ListLabels(version.file, styles)
    names: dict[str, str] = {}
    for paragraph in version.main.iter(P):
        label = labels.label(paragraph)
        if styles.heading_level(paragraph) is None:
            continue
        marks = (mark.get(NAME, "") for mark in paragraph.iter(BOOKMARK_START))
        bookmark = next((name for name in marks if name.startswith(CLAUSE_PREFIX)), "")
        title = paragraph_text(paragraph).strip().removeprefix("（").removesuffix("）")
        if bookmark and title:
            names[bookmark] = f"{label}（{title}）" if label else title
    return names


def chapter_names(data: bytes) -> dict[str, str]:
    """Return the same for the headings of the highest level alone."""
    version = Version(data)
    styles = Styles(version.file)
    first = {
        mark.get(NAME, "")
        for paragraph in version.main.iter(P)
        if styles.heading_level(paragraph) == 1
        for mark in paragraph.iter(BOOKMARK_START)
    }
    return {bookmark: name for bookmark, name in clause_names(data).items() if bookmark in first}
