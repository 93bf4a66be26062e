"""What a company does to its Word files, done to the XML: type, delete, add, format, comment, re-save."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from xml.sax.saxutils import escape

from lxml import etree

from tests.wordfile import paragraph

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
BODY = "word/document.xml"


def members(data: bytes) -> dict[str, bytes]:
    """Return the members of a Word file."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: dict[str, bytes]) -> bytes:
    """Return members as a Word file again."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def edit(data: bytes, change: Callable[[str], str], part: str = BODY) -> bytes:
    """Return the file with one part changed as text."""
    parts = members(data)
    before = parts[part].decode("utf-8")
    after = change(before)
    assert after != before, "the edit found nothing to change"
    return packed({**parts, part: after.encode("utf-8")})


def replace_xml(data: bytes, old: str, new: str, part: str = BODY) -> bytes:
    """Replace a stretch of a part's XML, each time it stands there."""
    return edit(data, lambda text: text.replace(old, new), part)


def replace_text(data: bytes, old: str, new: str, part: str = BODY) -> bytes:
    """Replace text inside one run, each time it stands there; the file comes back as it was where it does not."""
    parts = members(data)
    if escape(old).encode() not in parts[part]:
        return data
    return edit(data, lambda text: text.replace(escape(old), escape(new)), part)


def insert_before_end(data: bytes, text: str, style: str = "") -> bytes:
    """Add a paragraph at the end of the body."""
    new = paragraph(escape(text), style)
    return edit(
        data,
        lambda xml: re.sub(
            r"(<w:sectPr\b(?:(?!<w:sectPr\b).)*</w:body>)", lambda m: new + m[1], xml, flags=re.S
        ),
    )


def insert_after(data: bytes, text: str, new: str) -> bytes:
    """Add a paragraph behind the one that holds a text."""
    return on_tree(
        data, lambda root: find(root, text).addnext(etree.fromstring(_in_word(paragraph(escape(new)))))
    )


def delete_paragraph(data: bytes, text: str) -> bytes:
    """Delete the paragraph that holds a text."""

    def change(root: etree._Element) -> None:
        node = find(root, text)
        next(node.iterancestors()).remove(node)

    return on_tree(data, change)


def make_bold(data: bytes, text: str) -> bytes:
    """Make the runs of the paragraph that holds a text bold."""

    def change(root: etree._Element) -> None:
        for run in find(root, text).iter(f"{W}r"):
            properties = run.find(f"{W}rPr")
            if properties is None:
                properties = etree.Element(f"{W}rPr")
                run.insert(0, properties)
            properties.insert(1 if properties.find(f"{W}rStyle") is not None else 0, etree.Element(f"{W}b"))

    return on_tree(data, change)


def on_tree(data: bytes, change: Callable[[etree._Element], object], part: str = BODY) -> bytes:
    """Return the file with one part changed as a tree."""
    parts = members(data)
    root = etree.fromstring(parts[part])
    change(root)
    return packed(
        {**parts, part: etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)}
    )


def find(root: etree._Element, text: str) -> etree._Element:
    """Return the innermost paragraph whose text holds the words."""
    found = [node for node in root.iter(f"{W}p") if text in text_of(node)]
    assert found, f"no paragraph says {text}"
    return found[-1]


def texts(data: bytes, part: str = BODY) -> list[str]:
    """Return the text of every paragraph as a reader sees it with all changes accepted."""
    root = etree.fromstring(members(data)[part])
    return [text_of(node) for node in root.iter(f"{W}p")]


def re_saved(data: bytes) -> bytes:
    """Save the file as Word does: other ids, proofing marks, page-break marks, runs cut in two."""

    def change(root: etree._Element) -> None:
        for number, node in enumerate(root.iter(f"{W}p")):
            for name in [name for name in node.attrib if str(name).endswith("paraId")]:
                del node.attrib[name]
            node.set(f"{W}rsidR", f"{number:08X}")
            for run in list(node.iterchildren(f"{W}r"))[:1]:
                run.addprevious(etree.Element(f"{W}proofErr", {f"{W}type": "spellStart"}))
                _cut(run)

    return on_tree(data, change)


def _cut(run: etree._Element) -> None:
    letters = run.find(f"{W}t")
    text = (letters.text or "") if letters is not None else ""
    if letters is None or len(text) < 2 or len(run) != 1:
        return
    twin = etree.Element(f"{W}r")
    for node, half in ((letters, text[:1]), (etree.SubElement(twin, f"{W}t"), text[1:])):
        node.text = half
        node.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    run.addnext(twin)


def text_of(node: etree._Element) -> str:
    """Return the text of one paragraph as a reader sees it with all changes accepted."""
    found = node.iter(f"{W}t", f"{W}tab", f"{W}br")
    return "".join(
        (letter.text or "") if letter.tag == f"{W}t" else " "
        for letter in found
        if next(letter.iterancestors(f"{W}p"), None) is node
        and next(letter.iterancestors(f"{W}del"), None) is None
    )


def _in_word(xml: str) -> str:
    return xml.replace("<w:p>", f'<w:p xmlns:w="{W[1:-1]}">', 1)
