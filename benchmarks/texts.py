"""The text of a document as a reader meets it, to show that two engines wrote the same; uses neither of them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

from lxml import etree

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FIELD, _TYPE = f"{_W}fldChar", f"{_W}fldCharType"


def texts(data: bytes, *, without_fields: bool = False) -> list[str]:
    """Return the paragraphs of body, headers and footers that hold text, part by part.

    Args:
        data: The .docx.
        without_fields: Leave out the results of fields and tables of contents, which one engine works out and
            another keeps as the template has them.
    """
    found: list[str] = []
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in sorted(archive.namelist()):
            if name.startswith(("word/document", "word/header", "word/footer")) and name.endswith(".xml"):
                found += _lines(etree.fromstring(archive.read(name)), without_fields)
    return found


def _lines(root: etree._Element, without_fields: bool) -> Iterator[str]:
    depth = 0
    for paragraph in root.iter(f"{_W}p"):
        words: list[str] = []
        for element in paragraph.iter(f"{_W}t", _FIELD):
            if element.tag == _FIELD:
                depth += {"begin": 1, "end": -1}.get(element.get(_TYPE, ""), 0)
            elif not (without_fields and depth):
                words.append(element.text or "")
        text = "".join(words).strip()
        if text:
            yield text
