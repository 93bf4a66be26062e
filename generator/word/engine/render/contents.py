"""The table of contents, rebuilt from the headings that were rendered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from generator.word.engine.language.environment import attribute_text, escape
from generator.word.engine.language.filters import free_id, para_id
from generator.word.engine.language.spots import ContentsSpot


class Entry(NamedTuple):
    """What the contents need of a heading."""

    style: str
    outline: int
    label: str
    title: str
    bookmark: str


def build_contents(spot: ContentsSpot, entries: Sequence[Entry], taken: set[int]) -> str:
    """Return the paragraphs of the field: one a listed heading, the first with the field's head; joined levels share one.

    Args:
        spot: The table in the template.
        entries: The headings of the document in order.
        taken: Paragraph ids in use; the new ones are added.
    """
    listed = [(level, entry) for entry in entries if (level := level_of(spot, entry)) and entry.title]
    groups = _grouped(spot, listed)
    paragraphs = []
    repeats: dict[str, int] = {}
    for position, (level, group) in enumerate(groups):
        head = spot.head if position == 0 else ""
        tail = spot.tail if position == len(groups) - 1 else ""
        content = _between(spot, level).join(_entry(spot, level, entry) for entry in group)
        paragraphs.append(
            _paragraph(spot, level, f"{head}{content}{tail}", group[0].bookmark, taken, repeats)
        )
    if not groups:
        paragraphs.append(_paragraph(spot, 1, spot.head + spot.tail, "", taken, repeats))
    return "".join(paragraphs)


def _grouped(spot: ContentsSpot, listed: Sequence[tuple[int, Entry]]) -> list[tuple[int, list[Entry]]]:
    """Return one group a paragraph: neighbouring entries of a joined level, every other entry alone."""
    groups: list[tuple[int, list[Entry]]] = []
    for level, entry in listed:
        if groups and level in spot.joined and groups[-1][0] == level:
            groups[-1][1].append(entry)
        else:
            groups.append((level, [entry]))
    return groups


def _between(spot: ContentsSpot, level: int) -> str:
    return _text(spot.runs.get(level) or "", "\u3000")


def level_of(spot: ContentsSpot, entry: Entry) -> int:
    """Return the level a heading is listed at, 0 when it is not listed."""
    if entry.style in spot.levels:
        return spot.levels[entry.style]
    return entry.outline if entry.outline <= spot.outline else 0


def _paragraph(
    spot: ContentsSpot, level: int, content: str, key: str, taken: set[int], repeats: dict[str, int]
) -> str:
    wish = f"contents {key}"
    number = free_id(para_id(wish), taken, (), wish, repeats)
    taken.add(number)
    properties = spot.paragraphs.get(level) or next(iter(spot.paragraphs.values()), "")
    return f'<w:p w14:paraId="{number:08X}">{properties}{content}</w:p>'


def _entry(spot: ContentsSpot, level: int, entry: Entry) -> str:
    run = spot.runs.get(level) or ""
    pieces = []
    if entry.label and level in spot.joined:
        pieces.append(_text(run, entry.label if entry.title.startswith("（") else f"{entry.label} "))
    elif entry.label:
        pieces.append(f"{_text(run, entry.label)}<w:r>{run}<w:tab/></w:r>")
    pieces.append(_text(run, entry.title))
    if spot.pages:
        pieces.append(f"<w:r>{run}<w:tab/></w:r>{_page(run, entry.bookmark)}")
    content = "".join(pieces)
    if not entry.bookmark:
        return content
    return f'<w:hyperlink w:anchor="{attribute_text(entry.bookmark)}" w:history="1">{content}</w:hyperlink>'


def _text(run: str, text: str) -> str:
    return f'<w:r>{run}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def _page(run: str, bookmark: str) -> str:
    """Return a page number field; nobody but Word or LibreOffice can know the page, so it shows a dash until then."""
    instruction = f'<w:r>{run}<w:instrText xml:space="preserve"> PAGEREF {attribute_text(bookmark)} \\h </w:instrText></w:r>'
    marks = [f'<w:r>{run}<w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")]
    return f"{marks[0]}{instruction}{marks[1]}{_text(run, '–')}{marks[2]}"
