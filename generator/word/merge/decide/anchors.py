"""Where in the body a comment can stand: Word takes none in headers, footers, notes and text boxes."""

from __future__ import annotations

from generator.word.file.names import FALLBACK, ID, PPR, SECT_PR, TXBX, P, r, w
from generator.word.file.xml import Element
from generator.word.merge.read.blocks import is_contents_line, is_gone
from generator.word.merge.read.version import Version

_NOTES = {w("footnote"): w("footnoteReference"), w("endnote"): w("endnoteReference")}
_USES = (w("headerReference"), w("footerReference"))


def body_paragraph(version: Version, block: Element) -> Element | None:
    """Return the paragraph of the body on which a comment about a block can stand.

    That of the block itself; the one that holds its text box; the one with the reference to its note; or the first
    paragraph of the section that shows its header or footer. None for a body without paragraphs.
    """
    root = block.getroottree().getroot()
    if root is version.main:
        return _outermost(block)
    note = next((node for node in (block, *block.iterancestors()) if node.tag in _NOTES), None)
    if note is None:
        return _first_of_section(version, root)
    references = version.main.iter(_NOTES[note.tag])
    reference = next((node for node in references if node.get(ID) == note.get(ID)), None)
    return _first(version.main) if reference is None else _outermost(reference)


def _outermost(block: Element) -> Element | None:
    around = [node for node in (block, *block.iterancestors()) if node.tag == P]
    return around[-1] if around else _first(block)


def _first_of_section(version: Version, root: Element) -> Element | None:
    """Return the first paragraph of the section that uses a header or footer; later sections may inherit it."""
    parts = {name for kind in ("header", "footer") for name, found in version.story(kind) if found is root}
    ids = {link.id for link in version.file.relationships(version.file.main).values() if link.target in parts}
    found: Element | None = None
    for block in version.main.iter(P, SECT_PR):
        if block.tag == P and found is None and _can_carry(block):
            found = block
        elif block.tag == SECT_PR and found is not None:
            if any(node.get(r("id")) in ids for node in block.iterchildren(*_USES)):
                return found
            found = None
    return _first(version.main)


def _first(root: Element) -> Element | None:
    paragraphs = list(root.iter(P))
    return next((node for node in paragraphs if _can_carry(node)), paragraphs[0] if paragraphs else None)


def _can_carry(paragraph: Element) -> bool:
    """Return whether a reader sees the paragraph and an update of the contents leaves it."""
    inside = next(paragraph.iterancestors(TXBX, FALLBACK), None) is not None
    has_text = any(node.tag != PPR for node in paragraph)
    return not inside and has_text and not is_gone(paragraph) and not is_contents_line(paragraph)
