"""An independent referee: accepts and rejects tracked changes, and reads what a file says, on the XML alone.

Nothing here uses the program: the merger is not to judge itself.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Literal

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
Tree = etree._Element
Decision = Literal["accept", "reject", "keep"]
_STORIES = re.compile(r"word/(document|header[^/]*|footer[^/]*|footnotes|endnotes)\.xml$")
_COMES, _GOES = ("ins", "moveTo"), ("del", "moveFrom")


def said(data: bytes, decision: Decision = "keep") -> list[str]:
    """Return what a file says, line by line: paragraphs in order, rows as `| … |`; blank lines do not count.

    Lines of the contents are left out, and of a field its instruction counts, not what it shows: Word works both out.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = sorted(name for name in archive.namelist() if _STORIES.match(name))
        roots = {name: etree.fromstring(archive.read(name)) for name in names}
    lines: list[str] = []
    others: set[str] = set()
    for name, root in roots.items():
        _decide(root, decision)
        found = list(_lines(root))
        if name == "word/document.xml":
            lines += found
        else:
            others.update(found)  # a header is written once for each section, or once for all
    return lines + sorted(others)


def comments(data: bytes) -> str:
    """Return the words of all comments."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if "word/comments.xml" not in archive.namelist():
            return ""
        root = etree.fromstring(archive.read("word/comments.xml"))
    return "\n".join("".join(node.text or "" for node in each.iter(f"{W}t")) for each in root.iter(f"{W}p"))


# -- accepting and rejecting ------------------------------------------------------------------------------


def _decide(root: Tree, decision: Decision) -> None:
    if decision == "keep":
        decision = "accept"  # a file without tracked changes is the same either way
    goes = _GOES if decision == "accept" else _COMES
    for row in list(root.iter(f"{W}tr")):
        if any(row.find(f"{W}trPr/{W}{name}") is not None for name in goes):
            _remove(row)
    for paragraph in list(root.iter(f"{W}p")):
        marks = paragraph.find(f"{W}pPr/{W}rPr")
        ends = marks is not None and any(marks.find(f"{W}{name}") is not None for name in goes)
        for name in goes:
            for node in list(paragraph.iter(f"{W}{name}")):
                if node.getparent() is not marks:
                    _remove(node)
        if ends:
            _join(paragraph)
    for node in list(root.iter(f"{W}delText", f"{W}delInstrText")):
        node.tag = f"{W}t" if node.tag == f"{W}delText" else f"{W}instrText"
    for table in list(root.iter(f"{W}tbl")):
        if table.find(f".//{W}tr") is None:
            _remove(table)


def _join(paragraph: Tree) -> None:
    """Join a paragraph whose end goes with the one behind it, as Word does; an empty last one stays."""
    following = paragraph.getnext()
    if following is not None and following.tag == f"{W}p":
        content = [node for node in paragraph if node.tag != f"{W}pPr"]
        place = 1 if following.find(f"{W}pPr") is not None else 0
        following[place:place] = content
        _remove(paragraph)


def _remove(node: Tree) -> None:
    parent = node.getparent()
    if parent is not None:
        parent.remove(node)


# -- reading ----------------------------------------------------------------------------------------------


def _lines(root: Tree) -> Iterator[str]:
    for node in root:
        if node.tag == f"{W}p":
            yield from _paragraph_lines(node)
        elif node.tag == f"{W}tbl":
            yield from _rows(node)
        elif isinstance(node.tag, str) and node.tag not in (f"{W}sectPr", f"{W}pPr"):
            yield from _lines(node)


def _paragraph_lines(paragraph: Tree) -> Iterator[str]:
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    if style is not None and re.match(r"(?i)toc ?\d|contents ?\d", style.get(f"{W}val", "")):
        return
    text = _words(paragraph)
    if text.strip():
        yield text
    for box in paragraph.iter(f"{W}txbxContent"):
        inside = (next(box.iterancestors(tag), None) for tag in (f"{W}txbxContent", _FALLBACK))
        if not any(node is not None for node in inside):
            yield from _lines(box)


_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


def _rows(table: Tree) -> Iterator[str]:
    for row in table.iter(f"{W}tr"):
        if next(row.iterancestors(f"{W}tbl")) is table:
            cells = [cell for cell in row.iter(f"{W}tc") if next(cell.iterancestors(f"{W}tr")) is row]
            yield "| " + " | ".join(" / ".join(_lines(cell)) for cell in cells) + " |"


def _words(paragraph: Tree) -> str:
    parts: list[str] = []
    depth, shows = 0, [True]
    for node in paragraph.iter():
        if next(node.iterancestors(f"{W}p"), paragraph) is not paragraph:
            continue
        if node.tag == f"{W}fldChar":
            kind = node.get(f"{W}fldCharType")
            if kind == "begin":
                shows.append(True)
                depth += 1
            elif kind == "separate" and depth:
                shows[-1] = False
            elif kind == "end" and depth:
                shows.pop()
                depth -= 1
        elif not all(shows):
            continue
        elif node.tag == f"{W}instrText":
            parts.append("{" + " ".join((node.text or "").split()) + "}")
        elif node.tag == f"{W}t":
            parts.append(node.text or "")
        elif node.tag in (f"{W}tab", f"{W}br", f"{W}cr") and next(node.iterancestors()).tag == f"{W}r":
            parts.append(" ")
    return "".join(parts).replace("}{", "")
