"""A second opinion on a template: whether python-docx, which people's own scripts use, can open it too."""

from __future__ import annotations

import io

from lxml import etree


def reopening_problem(data: bytes) -> str:
    """Return in Japanese why python-docx cannot open a Word file; empty when it can.

    Its reader follows the package's relationships from the root, so it notices a part that is named but missing,
    a main part of the wrong type, and XML that cannot be parsed.
    """
    from docx import Document
    from docx.opc.exceptions import OpcError

    try:
        document = Document(io.BytesIO(data))
        if not document.sections:
            return "ページの設定（セクション）がありません。Wordで開いて保存し直してください"
    except (OpcError, KeyError, ValueError, AttributeError, etree.XMLSyntaxError):
        return "python-docx で開けません（部品の関係が壊れています）。Wordで開いて保存し直してください"
    return ""
