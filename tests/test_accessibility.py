"""The accessibility lint finds each barrier, and nothing in a file without one."""

from __future__ import annotations

import pytest

from tests.accessibility import check_accessibility, contrast
from tests.wordfile import STYLES, pack, paragraph, table, word_file, word_members

_CAPTION = '<w:tblCaption w:val="一覧"/>'
_ROWS = (("項目", "値"), ("長さ", "10"))


def picture(properties: str) -> str:
    """Return a paragraph with a picture whose docPr has the given attributes or children."""
    return f"<w:p><w:r><w:drawing><wp:inline><wp:docPr id='1' name='a' {properties}</wp:inline></w:drawing></w:r></w:p>"


def coloured(colour: str, fill: str = "") -> str:
    """Return a paragraph with text of one colour on a fill."""
    shading = f'<w:pPr><w:shd w:val="clear" w:fill="{fill}"/></w:pPr>' if fill else ""
    return f'<w:p>{shading}<w:r><w:rPr><w:color w:val="{colour}"/></w:rPr><w:t>文字</w:t></w:r></w:p>'


def codes(body: str, styles: str = STYLES) -> set[str]:
    return {finding.code for finding in check_accessibility(word_file(body, styles=styles))}


@pytest.mark.parametrize(
    "body",
    [
        paragraph("一", "Heading1") + paragraph("二", "Heading2") + paragraph("文"),
        table(*_ROWS, properties=_CAPTION) + paragraph("文"),
        table(("一行だけ",), header=False) + paragraph("文"),
        picture('descr="体制図"/>'),
        coloured("FFFFFF", "1F3864"),
        coloured("auto", "000000"),
        paragraph("一") + "<w:p/>" + paragraph("二"),
    ],
)
def test_accessible_file(body: str) -> None:
    """A file that serves every reader has no finding."""
    assert codes(body) == set()


@pytest.mark.parametrize(
    ("code", "body"),
    [
        ("heading-order", paragraph("一", "Heading1") + paragraph("三", "Heading3")),
        ("heading-order", paragraph("二", "Heading2")),
        ("empty-heading", paragraph("", "Heading1")),
        ("no-header-row", table(*_ROWS, header=False, properties=_CAPTION)),
        ("no-alt-text", table(*_ROWS)),
        ("no-alt-text", picture("/>")),
        ("empty-paragraphs", "<w:p/><w:p/>"),
        ("low-contrast", coloured("BBBBBB")),
        ("low-contrast", coloured("777777", "333333")),
    ],
)
def test_barrier_is_found(code: str, body: str) -> None:
    """A file with one barrier gives its code."""
    assert codes(body) == {code}


def test_colours_come_from_styles() -> None:
    """A pale colour set by the paragraph's style is found."""
    styles = STYLES.replace(
        '<w:outlineLvl w:val="0"/></w:pPr>',
        '<w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:color w:val="CCCCCC"/></w:rPr>',
    )
    assert codes(paragraph("見出し", "Heading1"), styles) == {"low-contrast"}


def test_cell_fill_is_the_background() -> None:
    """White text is fine on a dark cell and not on a pale one."""

    def row(fill: str) -> str:
        shading = f'<w:shd w:val="clear" w:fill="{fill}"/></w:tcPr><w:p><w:r><w:rPr><w:color w:val="FFFFFF"/></w:rPr>'
        cells = table(("文",), header=False).replace("</w:tcPr><w:p><w:r>", shading)
        return cells + paragraph("文")

    assert codes(row("1F3864")) == set()
    assert codes(row("DDDDDD")) == {"low-contrast"}


def test_title_and_language() -> None:
    """A missing document title and a missing language are found."""
    members = word_members(paragraph("文"), styles=STYLES.replace('w:eastAsia="ja-JP"', ""))
    members["docProps/core.xml"] = members["docProps/core.xml"].replace("見本", " ")
    assert {finding.code for finding in check_accessibility(pack(members))} == {"no-title", "no-language"}


def test_contrast_of_known_pairs() -> None:
    """Black on white is 21; #767676 on white just passes."""
    assert contrast("000000", "FFFFFF") == pytest.approx(21)
    assert contrast("767676", "FFFFFF") == pytest.approx(4.54, abs=0.01)
