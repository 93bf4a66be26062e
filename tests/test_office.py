"""The road from a Word file to the text of its PDF works on this machine."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.office import convert_to_pdf, normalised, office_command, pdf_fonts, pdf_pages, pdf_text
from tests.wordfile import paragraph, table, word_file

pytestmark = [
    pytest.mark.office,
    pytest.mark.skipif(office_command() is None, reason="LibreOffice is missing"),
]


def test_pdf_says_what_the_document_says(tmp_path: Path) -> None:
    """Two files go through one LibreOffice; their text, pages and fonts can be read back."""
    files = {
        "一": word_file(paragraph("情報を守る。") + table(("項目",), ("長さ",))),
        "二": word_file(paragraph("次の文")),
    }
    pdfs = convert_to_pdf(files, tmp_path)
    assert "情報を守る。項目長さ" in normalised(pdf_text(pdfs["一"]))
    assert pdf_pages(pdfs["二"]) == 1
    assert not {font for font in pdf_fonts(pdfs["一"]) if "DejaVu" in font}
