"""A Word file as its reader meets it: paragraphs with number, clause, table row and text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from generator.word.file.fieldcodes import read_fields
from generator.word.file.labels import ListLabels
from generator.word.file.names import BOOKMARK_START, NAME, TC, TR, P
from generator.word.file.reading import (
    WordFile,
    is_shown,
    iter_inner,
    iter_paragraphs,
    paragraph_text,
    read_word_file,
)
from generator.word.file.styling import Styles
from generator.word.file.xml import Element

FORM_STYLE = "様式見出し"
"""The style of a form's heading; what follows it, up to the next heading of its level, belongs to the form."""


@dataclass(frozen=True, slots=True)
class Passage:
    """One paragraph of a Word file.

    Attributes:
        part: The member of the file.
        story: What part it is, in Japanese (本文, ヘッダー …).
        paragraph: Its number in the part, counted from 1.
        style: The style's name.
        label: Its automatic number as shown, empty when it has none.
        level: Its heading level; None for body text.
        text: Its text with all tracked changes accepted.
        clause: Number and title of the nearest heading at or above it.
        row: The texts of its table row's cells; empty outside tables.
        is_form: Whether it belongs to a form (様式).
        in_contents: Whether it is an entry of the table of contents.
    """

    part: str
    story: str
    paragraph: int
    style: str
    label: str
    level: int | None
    text: str
    clause: str = ""
    row: tuple[str, ...] = ()
    is_form: bool = False
    in_contents: bool = False


def read_passages(source: Path | bytes | WordFile) -> tuple[Passage, ...]:
    """Return every paragraph that has text, in the order of the file, body first.

    Raises:
        TemplateError: The file is not a Word file.
    """
    file = source if isinstance(source, WordFile) else read_word_file(source)
    styles = Styles(file)
    return tuple(
        passage
        for name, story in file.stories
        if (root := file.root(name)) is not None
        for passage in _story(file, styles, root, (name, story))
    )


def _story(file: WordFile, styles: Styles, root: Element, place: tuple[str, str]) -> Iterator[Passage]:
    labels = ListLabels(file, styles)
    rows: dict[Element, tuple[str, ...]] = {}
    clause, form_level = "", 0
    for number, paragraph in iter_paragraphs(root):
        if not is_shown(paragraph):
            continue
        label, text = labels.label(paragraph), paragraph_text(paragraph).strip()
        if not text:
            continue
        style = styles.name(styles.paragraph_style(paragraph))
        level = styles.heading_level(paragraph)
        if level is not None:
            clause = f"{label} {text}".strip()
            form_level = _form_level(form_level, level, style)
        yield Passage(
            *(place[0], place[1], number, style, label, level, text, clause),
            row=_row(paragraph, rows),
            is_form=form_level > 0,
            in_contents=style.casefold().startswith("toc "),
        )


def _form_level(current: int, level: int, style: str) -> int:
    if style == FORM_STYLE:
        return level
    return current if current and level > current else 0


def _row(paragraph: Element, known: dict[Element, tuple[str, ...]]) -> tuple[str, ...]:
    row = next(paragraph.iterancestors(TR), None)
    if row is None:
        return ()
    if row not in known:
        cells = iter_inner(row, TC)
        known[row] = tuple(
            "\n".join(paragraph_text(child) for child in filter(is_shown, cell.iter(P))).strip()
            for cell in cells
        )
    return known[row]


def stale_references(source: Path | bytes | WordFile) -> tuple[tuple[Passage, str, str], ...]:
    r"""Return number references whose shown text is no longer the number of what they point to.

    Looks at `REF bookmark` fields with `\r`, `\n` or `\w` in the body.

    Returns:
        The passage that holds the field, the number it shows, and the number it should show.

    Raises:
        TemplateError: The file is not a Word file.
    """
    file = source if isinstance(source, WordFile) else read_word_file(source)
    root = file.root(file.main) if file.main else None
    if root is None:
        return ()
    passages = {p.paragraph: p for p in read_passages(file) if p.part == file.main}
    numbers = {paragraph: number for number, paragraph in iter_paragraphs(root)}
    targets = dict(_bookmark_labels(root, numbers, passages))
    found = []
    for item in read_fields(root):
        words = item.words
        if len(words) < 3 or words[0].upper() != "REF" or not {"\\r", "\\n", "\\w"} & set(words):
            continue
        holder = next(item.start.iterancestors(P), None)
        passage = passages.get(numbers[holder]) if holder is not None else None
        wanted, shown = targets.get(words[1].casefold(), ""), item.shown().strip()
        if passage is not None and wanted and shown and not shown.endswith(wanted.rstrip(".")):
            found.append((passage, shown, wanted))
    return tuple(found)


def _bookmark_labels(
    root: Element, numbers: dict[Element, int], passages: dict[int, Passage]
) -> Iterator[tuple[str, str]]:
    for node in root.iter(BOOKMARK_START):
        holder = next(node.iterancestors(P), None)
        if holder is None:
            holder = next(node.itersiblings(P), None)
        passage = passages.get(numbers[holder]) if holder is not None else None
        if passage is not None and passage.label:
            yield node.get(NAME, "").casefold(), passage.label
