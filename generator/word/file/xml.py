"""Reading one XML part without trusting it, and writing it."""

from __future__ import annotations

from typing import TypeAlias

from lxml import etree

from generator.word.file.names import INSTR_TEXT, T, w

Element: TypeAlias = "etree._Element"
"""An element of a part; lxml names its class privately."""

DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


_TEXT_ELEMENTS = frozenset({T, INSTR_TEXT, w("delText"), w("delInstrText")})


class XmlError(ValueError):
    """A part that is not well-formed or holds what a template may not hold; the text says what, in Japanese."""


def parse_xml(data: bytes, *, keep_all: bool = False) -> Element:
    """Parse a part: no DOCTYPE, no entities, no network, no huge trees.

    Args:
        data: The part.
        keep_all: Keep comments and processing instructions, as a company's own file has them.

    Raises:
        XmlError: The part is not well-formed, or declares a document type; its cause is the parser's own error.
    """
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=not keep_all,
        remove_pis=not keep_all,
    )
    if b"<!DOCTYPE" in data[:4096] or b"<!ENTITY" in data:
        raise XmlError("DOCTYPE や ENTITY の宣言は使えません")
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise XmlError("XMLとして壊れています") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise XmlError("DOCTYPE や ENTITY の宣言は使えません")
    return root


def strip_blanks(root: Element) -> None:
    """Drop the white space between elements; text of runs stays as it is."""
    for element in root.iter():
        if element.text and element.tag not in _TEXT_ELEMENTS and len(element) and not element.text.strip():
            element.text = None
        if element.tail and not element.tail.strip():
            element.tail = None


def serialise(root: Element) -> str:
    """Return the part's text with its declaration."""
    return DECLARATION + etree.tostring(root, encoding="unicode")
