"""Templates made in a test: paragraphs, rows and lists as short calls over plain XML, and what came out of them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import Any

from lxml import etree

from generator.word.engine.compile.building import compile_template
from generator.word.engine.language.values import RenderOptions
from tests.wordfile import STYLES as STYLES
from tests.wordfile import field, pack, word_members

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"


def p(*runs: str, style: str = "", before: str = "", after: str = "") -> str:
    """Return a paragraph with one run for each text; a text that begins with `<` is taken as XML."""
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    body = "".join(run if run.startswith("<") else t(run) for run in runs)
    return f"<w:p>{properties}{before}{body}{after}</w:p>"


def t(text: str, properties: str = "") -> str:
    """Return a run; `<` and `&` in the text must be escaped by the caller."""
    rpr = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{rpr}<w:t xml:space="preserve">{text}</w:t></w:r>'


def row(*cells: str) -> str:
    """Return a table row; a cell is a text or the XML of its paragraphs."""
    filled = (cell if cell.startswith("<") else p(cell) for cell in cells)
    return "<w:tr>" + "".join(f"<w:tc><w:tcPr/>{cell}</w:tc>" for cell in filled) + "</w:tr>"


def tbl(*rows: str) -> str:
    """Return a table of rows."""
    return f'<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid/>{"".join(rows)}</w:tbl>'


def heading(text: str, name: str = "", level: int = 1, number: int = 1) -> str:
    """Return a heading, its text inside a bookmark when it is given a name."""
    mark = f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>' if name else ""
    end = f'<w:bookmarkEnd w:id="{number}"/>' if name else ""
    return p(text, style=f"Heading{level}", before=mark, after=end)


def ref(name: str, switches: str = r"\h") -> str:
    """Return a reference field whose cached result is out of date."""
    return field(f"REF {name} {switches}", "古い")


def level(
    at: int, text: str, *, style: str = "", kind: str = "decimal", start: int = 1, extra: str = ""
) -> str:
    """Return one level of a list."""
    link = f'<w:pStyle w:val="{style}"/>' if style else ""
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{kind}"/>{extra}{link}'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/></w:lvl>'
    )


def abstract(number: int, *levels: str, link: str = "") -> str:
    """Return an abstract list, named by a numbering style when `link` is given."""
    named = f'<w:styleLink w:val="{link}"/>' if link else ""
    kind = '<w:multiLevelType w:val="multilevel"/>'
    return f'<w:abstractNum w:abstractNumId="{number}">{kind}{named}{"".join(levels)}</w:abstractNum>'


def num(number: int, target: int, override: str = "") -> str:
    """Return a list that points to an abstract list."""
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{target}"/>{override}</w:num>'


def style(name: str, key: str, properties: str = "", kind: str = "paragraph", run: str = "") -> str:
    """Return a style."""
    ppr = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    rpr = f"<w:rPr>{run}</w:rPr>" if run else ""
    return f'<w:style w:type="{kind}" w:styleId="{key}"><w:name w:val="{name}"/>{ppr}{rpr}</w:style>'


def numbered(number: int, at: int = 0, outline: int | None = None) -> str:
    """Return the paragraph properties of a numbered style."""
    listed = f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{number}"/></w:numPr>'
    return listed + (f'<w:outlineLvl w:val="{outline}"/>' if outline is not None else "")


#: Two list styles for chapters, articles, clauses and items, as a set of rules has them.
RULES_NUMBERING = (
    abstract(
        1,
        level(0, "%1", style="Heading1"),
        level(1, "%1.%2", style="Heading2"),
        level(2, "", style="Clause"),
        level(3, "(%4)", style="Item"),
        link="Decimal",
    )
    + abstract(
        2,
        level(0, "第%1章"),
        level(1, "第%2条", extra='<w:lvlRestart w:val="0"/>'),
        level(2, "%3", kind="decimalFullWidth"),
        level(3, "(%4)", kind="aiueoFullWidth"),
        link="Article",
    )
    + num(1, 1)
    + num(2, 2)
    + num(3, 1, '<w:lvlOverride w:ilvl="2">' + level(2, "") + "</w:lvlOverride>")
)
RULES_STYLES = (
    '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="BIZ UDGothic" w:hAnsi="BIZ UDGothic" '
    'w:eastAsia="BIZ UDGothic"/></w:rPr></w:rPrDefault></w:docDefaults>'
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
    + style("heading 1", "Heading1", numbered(1, 0, 0))
    + style("heading 2", "Heading2", numbered(1, 1, 1))
    + style("項", "Clause", numbered(1, 2))
    + style("項（先頭）", "ClauseFirst", numbered(3, 2))
    + style("号", "Item", numbered(1, 3))
    + style("toc 1", "TOC1")
    + style("toc 2", "TOC2")
    + style("Placeholder", "Placeholder", kind="character", run='<w:color w:val="FF0000"/>')
    + style("十進", "Decimal", '<w:numPr><w:numId w:val="1"/></w:numPr>', kind="numbering")
    + style("条文", "Article", '<w:numPr><w:numId w:val="2"/></w:numPr>', kind="numbering")
)


def template(
    body: str, *, styles: str = STYLES, changes: Mapping[str, str | bytes] | None = None, **parts: str
) -> bytes:
    """Return a template; `changes` replaces or adds members of the archive."""
    return pack({**word_members(body, styles=styles, **parts), **(changes or {})})


def rules(body: str, **parts: str) -> bytes:
    """Return a template with two list styles."""
    return template(body, styles=RULES_STYLES, numbering=RULES_NUMBERING, changes=None, **parts)


def render(source: bytes, context: Mapping[str, object] | None = None, **options: Any) -> bytes:
    """Compile and render."""
    compiled = compile_template(source, name="見本.docx")
    return compiled.render(context or {}, options=RenderOptions(**options))


def part(data: bytes, name: str = "word/document.xml") -> str:
    """Return a member's text."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name).decode("utf-8")


def root(data: bytes, name: str = "word/document.xml") -> etree._Element:
    """Return a member's tree."""
    return etree.fromstring(part(data, name).encode("utf-8"))


def text(element: etree._Element) -> str:
    """Return the text below an element: tabs and breaks as characters."""
    marks = {f"{W}tab": "\t", f"{W}br": "\n"}
    own = (
        node.text or "" if node.tag == f"{W}t" else marks.get(str(node.tag), "") for node in element.iter()
    )
    return "".join(own)


def child(node: etree._Element, path: str) -> etree._Element:
    """Return the first element at a path, which must be there."""
    first = node.find(path)
    assert first is not None, path
    return first


def lines(data: bytes, name: str = "word/document.xml") -> list[str]:
    """Return the text of every paragraph of a part."""
    return [text(node) for node in root(data, name).iter(f"{W}p")]


def filled(body: str, context: Mapping[str, object] | None = None, **options: Any) -> list[str]:
    """Render a body and return the text of its paragraphs."""
    return lines(render(template(body), context, **options))
