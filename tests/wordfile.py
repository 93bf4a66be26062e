"""Small Word files for tests: every member is plain text, so that a test shows its whole world."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" mc:Ignorable="w14"'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_HEADER = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

STYLES = """
<w:docDefaults><w:rPrDefault><w:rPr>
  <w:rFonts w:ascii="BIZ UDGothic" w:hAnsi="BIZ UDGothic" w:eastAsia="BIZ UDゴシック" w:cs="BIZ UDGothic"/>
  <w:lang w:val="en-US" w:eastAsia="ja-JP"/></w:rPr></w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/>
  <w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Heading2"><w:name w:val="heading 2"/><w:basedOn w:val="Normal"/>
  <w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Heading3"><w:name w:val="heading 3"/><w:basedOn w:val="Normal"/>
  <w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>
<w:style w:type="character" w:styleId="Strong"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/></w:style>
"""
_SECTION = '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr>'
_CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>見本</dc:title><dc:language>ja-JP</dc:language>'
    "</cp:coreProperties>"
)

_FONTS = '<w:font w:name="BIZ UDGothic"><w:charset w:val="80"/></w:font>'


def _theme() -> str:
    slots = [
        "dk1",
        "lt1",
        "dk2",
        "lt2",
        "accent1",
        "accent2",
        "accent3",
        "accent4",
        "accent5",
        "accent6",
        "hlink",
        "folHlink",
    ]
    colours = "".join(
        f'<a:{slot}><a:srgbClr val="{number:02X}3864"/></a:{slot}>' for number, slot in enumerate(slots)
    )
    face = '<a:latin typeface="BIZ UDGothic"/><a:ea typeface=""/><a:cs typeface=""/>'
    japanese = '<a:font script="Jpan" typeface="BIZ UDゴシック"/>'
    fonts = "".join(f"<a:{group}Font>{face}{japanese}</a:{group}Font>" for group in ("major", "minor"))
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    line = f'<a:ln w="6350">{fill}</a:ln>'
    effect = "<a:effectStyle><a:effectLst/></a:effectStyle>"
    formats = "".join(
        f"<a:{name}>{item * 3}</a:{name}>"
        for name, item in (("fillStyleLst", fill), ("lnStyleLst", line), ("effectStyleLst", effect))
    )
    return (
        f'<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="t"><a:themeElements>'
        f'<a:clrScheme name="c">{colours}</a:clrScheme><a:fontScheme name="f">{fonts}</a:fontScheme>'
        f'<a:fmtScheme name="s">{formats}<a:bgFillStyleLst>{fill * 3}</a:bgFillStyleLst></a:fmtScheme>'
        "</a:themeElements></a:theme>"
    )


#: kind of part -> (element around its content, content type)
_KINDS = {
    "header": ("hdr", "header"),
    "footer": ("ftr", "footer"),
    "footnotes": ("footnotes", "footnotes"),
    "endnotes": ("endnotes", "endnotes"),
    "comments": ("comments", "comments"),
    "numbering": ("numbering", "numbering"),
    "styles": ("styles", "styles"),
    "settings": ("settings", "settings"),
    "fontTable": ("fonts", "fontTable"),
}


def word_members(body: str, *, styles: str = STYLES, **parts: str) -> dict[str, str]:
    """Return the members of a sound Word file with the given body; `parts` are named by kind (`header=…`)."""
    kinds = {"styles": styles, "settings": "", "fontTable": _FONTS, **parts}
    section = _SECTION
    if "header" in parts:
        section = section.replace(
            "<w:sectPr>", '<w:sectPr><w:headerReference w:type="default" r:id="rIdheader"/>'
        )
    if "footer" in parts:
        section = section.replace("<w:pgSz", '<w:footerReference w:type="default" r:id="rIdfooter"/><w:pgSz')
    document = f"<w:document {NAMESPACES}><w:body>{body}{section}</w:body></w:document>"
    overrides = [("word/document.xml", _TYPE + "document.main+xml")]
    overrides += [(f"word/{kind}.xml", f"{_TYPE}{_KINDS[kind][1]}+xml") for kind in kinds]
    overrides.append(("word/theme1.xml", "application/vnd.openxmlformats-officedocument.theme+xml"))
    overrides.append(("docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"))
    members = {
        "[Content_Types].xml": content_types(overrides),
        "_rels/.rels": relationships(
            ("rId1", f"{_OFFICE}/officeDocument", "word/document.xml"),
            ("rId2", f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        ),
        "word/document.xml": _HEADER + document,
        "word/_rels/document.xml.rels": relationships(
            *((f"rId{kind}", f"{_OFFICE}/{kind}", f"{kind}.xml") for kind in kinds),
            ("rIdtheme", f"{_OFFICE}/theme", "theme1.xml"),
        ),
        "word/theme1.xml": _HEADER + _theme(),
        "docProps/core.xml": _HEADER + _CORE,
    }
    for kind, content in kinds.items():
        element = _KINDS[kind][0]
        members[f"word/{kind}.xml"] = f"{_HEADER}<w:{element} {NAMESPACES}>{content}</w:{element}>"
    return members


def content_types(overrides: list[tuple[str, str]]) -> str:
    """Return [Content_Types].xml with the usual defaults."""
    rows = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in overrides)
    return (
        f'{_HEADER}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>'
        f"{rows}</Types>"
    )


def relationships(*rows: tuple[str, str, str]) -> str:
    """Return a relationships part with (id, type, target) rows."""
    nodes = "".join(f'<Relationship Id="{i}" Type="{kind}" Target="{target}"/>' for i, kind, target in rows)
    return f'{_HEADER}<Relationships xmlns="{_PACKAGE}/relationships">{nodes}</Relationships>'


def pack(members: Mapping[str, str | bytes]) -> bytes:
    """Return the members as the bytes of a zip file."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def word_file(body: str, *, styles: str = STYLES, **parts: str) -> bytes:
    """Return a Word file with the given body and parts as bytes."""
    return pack(word_members(body, styles=styles, **parts))


def paragraph(text: str, style: str = "", inside: str = "") -> str:
    """Return a paragraph with one run; `inside` comes after the run."""
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f'<w:p>{properties}<w:r><w:t xml:space="preserve">{text}</w:t></w:r>{inside}</w:p>'


def table(*rows: tuple[str, ...], header: bool = True, properties: str = "") -> str:
    """Return a table of one-paragraph cells; the first row repeats when `header`."""
    grid = "".join('<w:gridCol w:w="2000"/>' for _ in rows[0])
    lines = []
    for number, row in enumerate(rows):
        mark = "<w:trPr><w:tblHeader/></w:trPr>" if header and number == 0 else ""
        cells = "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="2000" w:type="dxa"/></w:tcPr>{paragraph(text)}</w:tc>' for text in row
        )
        lines.append(f"<w:tr>{mark}{cells}</w:tr>")
    width = f'<w:tblPr><w:tblW w:w="0" w:type="auto"/>{properties}</w:tblPr>'
    return f"<w:tbl>{width}<w:tblGrid>{grid}</w:tblGrid>{''.join(lines)}</w:tbl>"


def field(instruction: str, result: str) -> str:
    """Return the runs of a complete field with its cached result."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f"<w:r><w:t>{result}</w:t></w:r>"
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def bookmark(name: str, number: int, content: str) -> str:
    """Return content between the two marks of a bookmark."""
    return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{content}<w:bookmarkEnd w:id="{number}"/>'
