"""Whether two files say the same, and whether a file still is as it was rendered."""

from __future__ import annotations

from generator.word.file.names import SECT_PR, P, w
from generator.word.file.xml import Element
from generator.word.merge.read.blocks import paragraph_block, read_blocks
from generator.word.merge.read.references import know_fields
from generator.word.merge.read.version import STORIES, StoryKind, Version, opened
from generator.word.text.standins import StandIns

_REVIEW_MARKS = tuple(
    w(name)
    for name in (
        *("ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange", "trPrChange", "tblPrChange"),
        *("tcPrChange", "tblGridChange", "sectPrChange", "commentReference", "commentRangeStart"),
    )
)
_PAGE = {"pgSz": ("w", "h", "orient"), "pgMar": ("top", "bottom", "left", "right")}
_TWIPS_OFF = 12  # LibreOffice rounds measures to hundredths of a millimetre


def same_content(one: bytes, other: bytes) -> bool:
    """Return whether two files say the same in the same look; re-saving alone is no difference.

    Empty paragraphs do not count: LibreOffice drops some of them beside section breaks.

    Raises:
        TemplateError: One of them is not a readable Word document.
    """
    return _same(Version(one), Version(other))


def is_untouched(base: bytes | Version, ours: bytes | Version) -> bool:
    """Return whether nobody edited a file: the same content and pages, no comment, no tracked change.

    Words that a person typed into the result of a reference are an edit.

    Raises:
        TemplateError: One of them is not a readable Word document.
    """
    first, second = opened(base), opened(ours)
    know_fields((first, second))
    return not _is_reviewed(second) and _same_pages(first, second) and _same(first, second)


def paragraph_texts(data: bytes) -> frozenset[str]:
    """Return the texts of all paragraphs that hold nothing but letters.

    Raises:
        TemplateError: The file is not a readable Word document.
    """
    stand_ins, version = StandIns(), Version(data)
    paragraphs = (node for _, root in version.stories() for node in root.iter(P))
    return frozenset(paragraph_block(node, "", stand_ins).text for node in paragraphs)


def _same(first: Version, second: Version) -> bool:
    stand_ins = StandIns()
    for kind in STORIES:
        one, other = (_prints(version, kind, stand_ins) for version in (first, second))
        if kind in ("header", "footer"):  # LibreOffice writes the same one once for each section
            one, other = sorted(map(list, set(map(tuple, one)))), sorted(map(list, set(map(tuple, other))))
        if one != other:
            return False
    return True


def _prints(version: Version, kind: StoryKind, stand_ins: StandIns) -> list[list[str]]:
    return [
        [block.print for block in read_blocks(box, stand_ins) if block.text or block.kind != "p"]
        for _, box in version.containers(kind)
    ]


def _is_reviewed(version: Version) -> bool:
    return any(True for _, root in version.stories() for _ in root.iter(*_REVIEW_MARKS))


def _same_pages(first: Version, second: Version) -> bool:
    pages = [[_page(section) for section in version.main.iter(SECT_PR)] for version in (first, second)]
    return len(pages[0]) == len(pages[1]) and all(
        one.keys() == other.keys() and all(_close(value, other[name]) for name, value in one.items())
        for one, other in zip(*pages, strict=True)
    )


def _page(section: Element) -> dict[str, str]:
    found = {}
    for name, attributes in _PAGE.items():
        node = section.find(w(name))
        for attribute in attributes if node is not None else ():
            value = node.get(w(attribute)) if node is not None else None
            if value is not None and value != "portrait":
                found[f"{name} {attribute}"] = value
    return found


def _close(one: str, other: str) -> bool:
    if one == other:
        return True
    numbers = [value.lstrip("-").isdigit() for value in (one, other)]
    return all(numbers) and abs(int(one) - int(other)) <= _TWIPS_OFF
