"""The namespaces and qualified names of WordprocessingML that the word package uses."""

from __future__ import annotations

W_NS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W14_NS = "http://schemas.microsoft.com/office/word/2010/wordml"
R_NS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MC_NS = "http://schemas.openxmlformats.org/markup-compatibility/2006"
WP_NS = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
A_NS = "http://schemas.openxmlformats.org/drawingml/2006/main"
M_NS = "http://schemas.openxmlformats.org/officeDocument/2006/math"
V_NS = "urn:schemas-microsoft-com:vml"
SYMEX_NS = "http://schemas.microsoft.com/office/word/2015/wordml/symex"
PIC_NS = "http://schemas.openxmlformats.org/drawingml/2006/picture"
XML_NS = "http://www.w3.org/XML/1998/namespace"
RELS_NS = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES_NS = "http://schemas.openxmlformats.org/package/2006/content-types"
CORE_NS = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
DC_NS = "http://purl.org/dc/elements/1.1/"
DCTERMS_NS = "http://purl.org/dc/terms/"
XSI_NS = "http://www.w3.org/2001/XMLSchema-instance"
STRICT_NS = "http://purl.oclc.org/ooxml/"


def w(name: str) -> str:
    """Return the qualified name of a WordprocessingML element or attribute."""
    return f"{{{W_NS}}}{name}"


def w14(name: str) -> str:
    """Return the qualified name of an attribute that Word 2010 added."""
    return f"{{{W14_NS}}}{name}"


def r(name: str) -> str:
    """Return the qualified name of an attribute that refers to a relationship."""
    return f"{{{R_NS}}}{name}"


def mc(name: str) -> str:
    """Return the qualified name of an element or attribute of markup compatibility."""
    return f"{{{MC_NS}}}{name}"


def wp(name: str) -> str:
    """Return the qualified name of an element that places a drawing."""
    return f"{{{WP_NS}}}{name}"


def a(name: str) -> str:
    """Return the qualified name of a DrawingML element."""
    return f"{{{A_NS}}}{name}"


def m(name: str) -> str:
    """Return the qualified name of an element or attribute of an equation."""
    return f"{{{M_NS}}}{name}"


def dc(name: str) -> str:
    """Return the qualified name of a Dublin Core property."""
    return f"{{{DC_NS}}}{name}"


BODY, P, PPR, PSTYLE, R, RPR, RSTYLE, T = (
    w(name) for name in ("body", "p", "pPr", "pStyle", "r", "rPr", "rStyle", "t")
)
TBL, TR, TC, TAB, BR, CR = (w(name) for name in ("tbl", "tr", "tc", "tab", "br", "cr"))
SECT_PR, TXBX, SDT_CONTENT = (w(name) for name in ("sectPr", "txbxContent", "sdtContent"))
HDR, FTR, FOOTNOTE, ENDNOTE, COMMENT = (w(name) for name in ("hdr", "ftr", "footnote", "endnote", "comment"))
BOOKMARK_START, BOOKMARK_END = w("bookmarkStart"), w("bookmarkEnd")
FLD_CHAR, FLD_SIMPLE, INSTR_TEXT, HYPERLINK = (
    w(name) for name in ("fldChar", "fldSimple", "instrText", "hyperlink")
)
DEL, NUM_PR, NUM_ID, ILVL = (w(name) for name in ("del", "numPr", "numId", "ilvl"))
VAL, ID, NAME = w("val"), w("id"), w("name")
RELATIONSHIP = f"{{{RELS_NS}}}Relationship"
TYPE_DEFAULT, TYPE_OVERRIDE = f"{{{TYPES_NS}}}Default", f"{{{TYPES_NS}}}Override"
PARA_ID = w14("paraId")
IGNORABLE = mc("Ignorable")
ALTERNATE, CHOICE, FALLBACK = mc("AlternateContent"), mc("Choice"), mc("Fallback")
RUBY, RUBY_BASE = w("ruby"), w("rubyBase")
XML_SPACE = f"{{{XML_NS}}}space"
DOC_PR = wp("docPr")
BLIP = a("blip")

MARKS = frozenset(
    w(name)
    for name in (
        "bookmarkStart",
        "bookmarkEnd",
        "commentRangeStart",
        "commentRangeEnd",
        "permStart",
        "permEnd",
        "moveFromRangeStart",
        "moveFromRangeEnd",
        "moveToRangeStart",
        "moveToRangeEnd",
    )
)
"""Elements that mark a range and may stand between paragraphs as well as between runs."""

CONTAINERS = frozenset({BODY, TC, HDR, FTR, FOOTNOTE, ENDNOTE, COMMENT, TXBX, SDT_CONTENT})
"""Elements that hold paragraphs and tables and may not be left without a paragraph."""
