"""The templates measured besides the shipped ones: a form of many pages, and a list built by loops, in each dialect."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass

PAGES = 30
SECTIONS, ROWS = 35, 10

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_RUN = '<w:rPr><w:rFonts w:hint="eastAsia"/><w:szCs w:val="21"/></w:rPr>'
_SENTENCE = (
    "当社は、取り扱う情報を漏えい、改ざん、紛失から守るため、次のとおり定め、従業員に知らせて守らせる。"
)


@dataclass(frozen=True, slots=True)
class Dialect:
    """How one engine writes a value and the ends of loops over sections and their rows."""

    value: str = "{{%s}}"
    section: tuple[str, str] = ("{%p for s in sections %}", "{%p endfor %}")
    row: tuple[str, str] = ("{%tr for r in s.rows %}", "{%tr endfor %}")
    title: str = "{{s.title}}"
    cells: tuple[str, ...] = ("{{r.a}}", "{{r.b}}", "{{r.c}}")


JINJA = Dialect()
MUSTACHE = Dialect(
    section=("{{#sections}}", "{{/sections}}"),
    row=("{{#rows}}", "{{/rows}}"),
    title="{{title}}",
    cells=("{{a}}", "{{b}}", "{{c}}"),
)
CARBONE = Dialect(
    value="{d.%s}",
    section=("", "{d.sections[i+1].title}"),
    row=("", "{d.sections[i].rows[i+1].a}"),
    title="{d.sections[i].title}",
    cells=("{d.sections[i].rows[i].a}", "{d.sections[i].rows[i].b}", "{d.sections[i].rows[i].c}"),
)


def form(pages: int = PAGES, dialect: Dialect = JINJA) -> bytes:
    """Return a form: each page a heading, nine paragraphs and a table, about 17 value tags; 500 on 30 pages."""
    body: list[str] = []
    count = 0
    for page in range(pages):
        body.append(_paragraph(f"{page + 1} 管理の定め（{page + 1}）", "Heading1"))
        for _ in range(9):
            count += 1
            body.append(_paragraph(f"{_SENTENCE}責任者は{dialect.value % _name(count)}とする。{_SENTENCE}"))
        rows = []
        for line in range(7 if page % 3 == 0 else 8):
            count += 1
            rows.append(_row(f"項目{line + 1}", dialect.value % _name(count)))
        body += [_table(rows), _paragraph(_SENTENCE * 5), _paragraph("以上")]
    return _package("".join(body), dialect)


def form_values(pages: int = PAGES) -> dict[str, str]:
    """Return the values of the form."""
    values = {_name(count): f"値{count}（A&B <{count}>）" for count in range(1, pages * 17 + 1)}
    return {**values, "company": "株式会社サンプル＆パートナーズ", "version": "1.0"}


def listing(dialect: Dialect = JINJA) -> bytes:
    """Return a small template that loops make long: a heading and a table row inside two loops."""
    begin, end = dialect.row
    cells = list(dialect.cells)
    if dialect is MUSTACHE:
        cells[0], cells[-1], begin, end = begin + cells[0], cells[-1] + end, "", ""
    rows = [("名前", "場所", "担当"), (begin, "", ""), cells, (end, "", "")]
    start, stop = dialect.section
    body = [
        _paragraph(start) if start else "",
        _paragraph(dialect.title, "Heading1"),
        _paragraph(_SENTENCE * 3),
        _table([_row(*row) for row in rows if any(row)]),
        _paragraph("以上"),
        _paragraph(stop),
    ]
    return _package("".join(body), dialect)


def listing_values(sections: int = SECTIONS) -> dict[str, object]:
    """Return the values of the listing."""
    made = [
        {
            "title": f"{number}. 区画（{number}）",
            "rows": [
                {"a": f"サーバー{number}-{row}", "b": "本社", "c": f"担当{row} & 係"} for row in range(ROWS)
            ],
        }
        for number in range(1, sections + 1)
    ]
    return {"sections": made, "company": "株式会社サンプル＆パートナーズ", "version": "1.0"}


def _name(count: int) -> str:
    return f"f{count:04d}"


def _paragraph(text: str, style: str = "") -> str:
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else "<w:pPr><w:rPr/></w:pPr>"
    run = f'<w:r w:rsidRPr="00A77B3E">{_RUN}<w:t xml:space="preserve">{text}</w:t></w:r>'
    return f'<w:p w:rsidR="00A77B3E" w:rsidRDefault="00A77B3E">{properties}{run}</w:p>'


def _row(*cells: str) -> str:
    width = 9000 // len(cells)
    filled = (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{_paragraph(cell)}</w:tc>'
        for cell in cells
    )
    return f'<w:tr w:rsidR="00A77B3E">{"".join(filled)}</w:tr>'


def _table(rows: Sequence[str]) -> str:
    columns = rows[0].count("<w:tc>")
    grid = f'<w:gridCol w:w="{9000 // columns}"/>' * columns
    return (
        '<w:tbl><w:tblPr><w:tblW w:w="9000" w:type="dxa"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _package(body: str, dialect: Dialect) -> bytes:
    section = (
        '<w:sectPr><w:headerReference w:type="default" r:id="rId2"/><w:footerReference w:type="default" r:id="rId3"/>'
        '<w:pgSz w:w="11906" w:h="16838"/>'
        '<w:pgMar w:top="1418" w:right="1418" w:bottom="1418" w:left="1418" w:header="708" w:footer="708" w:gutter="0"/>'
        "</w:sectPr>"
    )
    members = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations([("officeDocument", "word/document.xml")]),
        "word/document.xml": f"<w:document {_W} {_R}><w:body>{body}{section}</w:body></w:document>",
        "word/_rels/document.xml.rels": _relations(
            [("styles", "styles.xml"), ("header", "header1.xml"), ("footer", "footer1.xml")]
        ),
        "word/styles.xml": _styles(),
        "word/header1.xml": f"<w:hdr {_W} {_R}>{_paragraph(dialect.value % 'company')}</w:hdr>",
        "word/footer1.xml": f"<w:ftr {_W} {_R}>{_paragraph('版 ' + dialect.value % 'version')}</w:ftr>",
    }
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(zipfile.ZipInfo(name), _HEAD + text, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def _content_types() -> str:
    parts = {"document": "document.main", "styles": "styles", "header1": "header", "footer1": "footer"}
    overrides = "".join(
        f'<Override PartName="/word/{part}.xml" ContentType="{_TYPE}.{kind}+xml"/>'
        for part, kind in parts.items()
    )
    rels = "application/vnd.openxmlformats-package.relationships+xml"
    return (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType="{rels}"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _relations(targets: Sequence[tuple[str, str]]) -> str:
    made = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, start=1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{made}</Relationships>'


def _styles() -> str:
    heading = '<w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/></w:rPr>'
    return (
        f'<w:styles {_W}><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
        f'</w:style><w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/>{heading}</w:style>'
        "</w:styles>"
    )
