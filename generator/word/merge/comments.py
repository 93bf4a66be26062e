"""Word comments that carry the new text where ours was left as it is."""

from __future__ import annotations

from lxml import etree

from generator.word.merge.inline import letter_run
from generator.word.merge.redline import Reviser
from generator.word.merge.version import Version
from generator.word.names import ID, PARA_ID, PPR, RELS_NS, TYPES_NS, W_NS, XML_SPACE, P, R, T, w
from generator.word.reading import Element

_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
COMMENT, COMMENTS = w("comment"), w("comments")
_W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
_DONE, _DONE_PARA = f"{_W15}done", f"{_W15}paraId"
LEAD = "新しい版では、"
"""How our comments on conflicts begin."""


def comment_texts(comments: Element | None) -> set[str]:
    """Return the texts of all comments."""
    found = () if comments is None else comments.iter(COMMENT)
    return {_text(comment) for comment in found}


def open_notes(version: Version) -> set[str]:
    """Return the texts of the comments of a file that nobody has marked as done."""
    name, extended = version.file.related("comments"), version.file.related("commentsExtended")
    comments = version.file.root(name) if name else None
    more = version.file.root(extended) if extended else None
    done = {
        node.get(_DONE_PARA) for node in (() if more is None else more) if node.get(_DONE) in ("1", "true")
    }
    found = () if comments is None else comments.iter(COMMENT)
    return {
        _text(comment)
        for comment in found
        if not done & {paragraph.get(PARA_ID) for paragraph in comment.iter(P)} - {None}
    }


def rewrite_comment(comments: Element, block: Element, text: str, reviser: Reviser) -> bool:
    """Give our earlier comment on a block new words; False where there is none."""
    numbers = {node.get(ID) for node in block.iter(w("commentRangeStart"), w("commentReference"))}
    for comment in comments.iter(COMMENT):
        if comment.get(ID) not in numbers or not _text(comment).startswith(LEAD):
            continue
        paragraphs = list(comment.iterchildren(P))
        for paragraph in paragraphs[:-1]:
            comment.remove(paragraph)
        for node in [node for node in paragraphs[-1] if node.tag != PPR]:
            paragraphs[-1].remove(node)
        paragraphs[-1].append(letter_run(text, None))
        comment.set(w("date"), reviser.date.strftime("%Y-%m-%dT%H:%M:%SZ"))
        return True
    return False


def _text(comment: Element) -> str:
    return "".join(node.text or "" for node in comment.iter(T))


def add_comment(comments: Element, block: Element, text: str, reviser: Reviser) -> None:
    """Anchor a comment on the first paragraph of a block."""
    paragraph = block if block.tag == P else next(iter(block.iter(P)))
    number = str(1 + max((int(node.get(w("id"), "0")) for node in comments.iter(COMMENT)), default=-1))
    comment = etree.SubElement(comments, COMMENT)
    comment.set(w("id"), number)
    comment.set(w("author"), reviser.author)
    comment.set(w("date"), reviser.date.strftime("%Y-%m-%dT%H:%M:%SZ"))
    comment.set(w("initials"), reviser.author[:4])
    for line in text.split("\n"):
        node = etree.SubElement(etree.SubElement(etree.SubElement(comment, P), R), T)
        node.text = line
        node.set(XML_SPACE, "preserve")
    start, end = etree.Element(w("commentRangeStart")), etree.Element(w("commentRangeEnd"))
    reference = etree.Element(R)
    etree.SubElement(reference, w("commentReference")).set(w("id"), number)
    for mark in (start, end):
        mark.set(w("id"), number)
    properties = paragraph.find(PPR)
    paragraph.insert(0 if properties is None else paragraph.index(properties) + 1, start)
    paragraph.append(end)
    paragraph.append(reference)


def new_comments_part() -> Element:
    """Build an empty comments part."""
    return etree.Element(COMMENTS, nsmap={"w": W_NS})


def register_comments(types: Element, relationships: Element, name: str) -> None:
    """Declare a comments part in the content types and among the main document's relationships."""
    override = etree.SubElement(types, f"{{{TYPES_NS}}}Override")
    override.set("PartName", f"/{name}")
    override.set("ContentType", _TYPE)
    taken = {node.get("Id") for node in relationships}
    identity = next(f"rId{number}" for number in range(1, len(taken) + 2) if f"rId{number}" not in taken)
    link = etree.SubElement(relationships, f"{{{RELS_NS}}}Relationship")
    link.set("Id", identity)
    link.set("Type", _KIND)
    link.set("Target", name.rsplit("/", 1)[-1])
