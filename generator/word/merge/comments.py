"""Word comments that carry the new text where ours was left as it is."""

from __future__ import annotations

from lxml import etree

from generator.word.merge.redline import Reviser
from generator.word.names import PPR, RELS_NS, TYPES_NS, W_NS, XML_SPACE, P, R, T, w
from generator.word.reading import Element

_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
COMMENT, COMMENTS = w("comment"), w("comments")


def comment_texts(comments: Element | None, author: str) -> set[str]:
    """Return the texts of the comments that this author has already left."""
    if comments is None:
        return set()
    return {
        "".join(node.text or "" for node in comment.iter(T))
        for comment in comments.iter(COMMENT)
        if comment.get(w("author")) == author
    }


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
