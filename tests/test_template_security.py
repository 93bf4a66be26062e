"""Templates from strangers."""

from __future__ import annotations

import pytest

from generator.errors import TemplateError
from generator.word.engine.compile.building import compile_template
from tests.builders import p, part, template
from tests.wordfile import relationships

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


def refusal(body: str = "", changes: dict[str, str | bytes] | None = None, **parts: str) -> str:
    with pytest.raises(TemplateError) as caught:
        compile_template(template(body or p("x"), changes=changes, **parts), name="見本.docx")
    return str(caught.value)


def with_type(name: str, kind: str) -> dict[str, str | bytes]:
    types = part(template(p("x")), "[Content_Types].xml")
    entry = f'<Override PartName="/{name}" ContentType="{kind}"/></Types>'
    return {name: b"x", "[Content_Types].xml": types.replace("</Types>", entry)}


@pytest.mark.parametrize(
    ("kind", "target", "word"),
    [
        ("attachedTemplate", "http://example.com/a.dotm", "添付されたテンプレート"),
        ("image", "http://example.com/a.png", "外部への参照"),
        ("oleObject", "http://example.com/a", "OLE"),
        ("aFChunk", "http://example.com/a.html", "altChunk"),
        ("subDocument", "file:///c:/a.docx", "サブ文書"),
        ("hyperlink", "file:///etc/passwd", "http、https、mailto"),
        ("hyperlink", "javascript:alert(1)", "http、https、mailto"),
        ("frame", "http://example.com/", "フレーム"),
    ],
)
def test_links_to_elsewhere_are_refused(kind: str, target: str, word: str) -> None:
    """Only web and mail links may lead out; the part and the relationship are named."""
    rows = relationships(("rId9", OFFICE + kind, target)).replace("/>", ' TargetMode="External"/>')
    message = refusal(changes={"word/_rels/header.xml.rels": rows})
    assert word in message
    assert "word/_rels/header.xml.rels" in message and "rId9" in message


@pytest.mark.parametrize("target", ["https://example.com/", "http://example.com/", "mailto:a@example.com"])
def test_web_and_mail_links_are_allowed(target: str) -> None:
    """A policy may link to a public page."""
    rows = relationships(("rId9", OFFICE + "hyperlink", target)).replace("/>", ' TargetMode="External"/>')
    assert compile_template(template(p("x"), changes={"word/_rels/header.xml.rels": rows}))


@pytest.mark.parametrize(
    ("name", "kind", "word"),
    [
        ("word/vbaProject.bin", "application/vnd.ms-office.vbaProject", "マクロ"),
        ("word/activeX/a.bin", "application/vnd.ms-office.activeX", "ActiveX"),
        ("word/embeddings/a.bin", "application/vnd.openxmlformats-officedocument.oleObject", "OLE"),
        ("word/embeddings/a.xlsx", "application/x", "埋め込みファイル"),
    ],
)
def test_programs_and_embedded_files_are_refused(name: str, kind: str, word: str) -> None:
    """Macros, controls and embedded files have no place in a template."""
    message = refusal(changes=with_type(name, kind))
    assert word in message and name in message


@pytest.mark.parametrize("element", ["altChunk", "subDoc"])
def test_elements_that_bring_in_files_are_refused(element: str) -> None:
    """The element counts, whatever its relationship."""
    assert "使えません" in refusal(p("x") + f'<w:{element} r:id="rId1"/>')


def test_a_document_type_is_refused() -> None:
    """No DOCTYPE: neither entity bombs nor files of the machine."""
    source = part(template(p("x")))
    bomb = source.replace(
        "<w:document", '<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]><w:document', 1
    )
    assert "DOCTYPE" in refusal(changes={"word/document.xml": bomb.replace(">x<", ">&a;<")})
    wide = bomb.encode("utf-16").replace("UTF-8".encode("utf-16-le"), "UTF-16".encode("utf-16-le"))
    assert refusal(changes={"word/document.xml": wide})


def test_broken_xml_names_its_part() -> None:
    """A part that is not well-formed is named."""
    assert "word/header.xml" in refusal(header="<w:p>")


def test_other_kinds_of_word_files_are_refused() -> None:
    """Macro-enabled files, .dotx templates and strict Open XML are told apart and refused."""
    types = part(template(p("x")), "[Content_Types].xml")
    for kind, word in (
        ("application/vnd.ms-word.document.macroEnabled.main+xml", "マクロ"),
        ("application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml", "dotx"),
        ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml", "本文がありません"),
    ):
        changed = types.replace(
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml", kind
        )
        assert word in refusal(changes={"[Content_Types].xml": changed})
    strict = part(template(p("x"))).replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    assert "厳密な" in refusal(changes={"word/document.xml": strict})


def test_deep_nesting_is_refused() -> None:
    """Elements and blocks nested without end are errors, not crashes."""
    assert "XML" in refusal("<w:sdt>" * 400 + "</w:sdt>" * 400)
    assert "入れ子が深すぎます" in refusal(p("{% if a %}" * 40 + "x" + "{% endif %}" * 40))


def test_unusual_prefixes_are_refused() -> None:
    """A part that names its namespaces in another way than every Word program does is not guessed at."""
    changed = part(template(p("x"))).replace("w:", "q:").replace("xmlns:w=", "xmlns:q=")
    assert "名前空間" in refusal(changes={"word/document.xml": changed})
