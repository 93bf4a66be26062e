"""Templates from strangers."""

from __future__ import annotations

import contextlib

import pytest

from generator.errors import RenderError, TemplateError
from generator.word.engine.compile.building import compile_template
from generator.word.engine.language.placeholder import Placeholder
from generator.word.engine.language.values import RenderOptions
from tests.builders import (
    RULES_NUMBERING,
    RULES_STYLES,
    W,
    heading,
    p,
    part,
    ref,
    root,
    style,
    t,
    template,
)
from tests.wordfile import NAMESPACES, field, pack, relationships, word_members

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


OUTSIDE = ' TargetMode="External"/>'
EVIL = "http://127.0.0.1:9/x.png"
WEB = relationships(("rId9", OFFICE + "hyperlink", EVIL)).replace("/>", OUTSIDE)


def using(body: str, rels: str = WEB) -> str:
    """Return what is said of a template whose body uses the relationship rId9."""
    own = part(template(p("x")), "word/_rels/document.xml.rels")
    return refusal(
        body,
        {
            "word/_rels/document.xml.rels": own.replace(
                "</Relationships>", rels.partition("<Relationship ")[1] + rels.partition("<Relationship ")[2]
            )
        },
    )


DRAWN = {
    "blip embed": '<a:blip r:embed="rId9"/>',
    "blip link": '<a:blip r:link="rId9"/>',
    "picture of VML": '<v:imagedata r:id="rId9"/>',
    "VML src": '<v:imagedata src="http://127.0.0.1:9/x.png"/>',
    "VML href": '<v:imagedata r:href="rId9"/>',
    "VML pict": '<v:imagedata r:pict="rId9"/>',
    "VML o:href": '<v:imagedata o:href="http://127.0.0.1:9/x.png"/>',
    "VML o:relid": '<v:imagedata o:relid="rId9"/>',
    "VML fill": '<v:rect><v:fill type="frame" src="http://127.0.0.1:9/x.png"/></v:rect>',
    "VML fill by id": '<v:rect><v:fill type="frame" r:id="rId9"/></v:rect>',
    "VML stroke": '<v:rect><v:stroke filltype="pattern" o:href="file:///c:/x.png"/></v:rect>',
    "VML link": '<v:rect href="file:///c:/x"/>',
    "VML data": '<v:shape o:gfxdata="UEsDBBQ="/>',
    "linked OLE": '<o:OLEObject Type="Link" ProgID="Excel.Sheet" r:id="rId9"/>',
    "unknown namespace": '<x:blip xmlns:x="urn:x" r:embed="rId9"/>',
    "redeclared prefix": '<a:blip xmlns:r="urn:x" r:embed="rId9"/>',
    "strict attribute": '<a:blip xmlns:s="http://purl.oclc.org/ooxml/officeDocument/relationships" s:embed="rId9"/>',
    "video": '<a:videoFile r:link="rId9"/>',
    "web video": '<x:webVideoPr xmlns:x="urn:x" embeddedHtml="&lt;iframe/&gt;"/>',
    "sound of a link": '<a:hlinkClick r:id=""><a:snd r:embed="rId9"/></a:hlinkClick>',
    "action of a link": '<a:hlinkClick r:id="rId9" action="ppaction://program"/>',
    "chart data": '<c:externalData xmlns:c="urn:c" r:id="rId9"/>',
    "base of links": '<a:x xml:base="file:///c:/"/>',
    "a value chooses": '<a:blip r:embed="{{ x }}"/>',
    "a value as address": '<v:imagedata src="{{ x }}"/>',
}


@pytest.mark.parametrize("drawing", DRAWN.values(), ids=DRAWN)
def test_what_loads_by_itself_is_judged_by_its_use(drawing: str) -> None:
    """A picture that leads out is refused although its relationship is called a hyperlink, and so are its kin."""
    office = 'xmlns:o="urn:schemas-microsoft-com:office:office"'
    assert "word/document.xml" in using(p(f"<w:r><w:pict {office}>{drawing}</w:pict></w:r>"))


@pytest.mark.parametrize(
    "element",
    [
        '<w:movie r:id="rId9"/>', "<w:object/>", "<w:control/>", '<w:frame><w:sourceFileName r:id="rId9"/></w:frame>',
        '<w:contentPart r:id="rId9"/>', "<w:r><w:fldChar w:fldCharType='begin'><w:fldData>AA==</w:fldData></w:fldChar></w:r>",
        "<w:ffData><w:entryMacro w:val='a'/></w:ffData>", "<w:binData>AA==</w:binData>", "<w:scriptAnchor/>",
        '<w:sdtPr><w:dataBinding w:xpath="/a" w:storeItemID="{00000000-0000-0000-0000-000000000001}"/></w:sdtPr>',
        '<x:dataBinding xmlns:x="http://schemas.microsoft.com/office/word/2012/wordml" x:storeItemID="{6C3C8BC8-F283-45AE-878A-BAB7291924A1}"/>',
        '<x:altChunk xmlns:x="urn:x"/>', '<x:p xmlns:x="http://purl.oclc.org/ooxml/wordprocessingml/main"/>',
    ],
)  # fmt: skip
def test_elements_that_load_or_run_are_refused(element: str) -> None:
    """The element counts, with a relationship or without."""
    assert using(p(element))


@pytest.mark.parametrize(
    "inside",
    [
        '<w:attachedTemplate r:id="rId9"/>',
        '<w:mailMerge><w:connectString w:val="Provider=SQL"/><w:query w:val="SELECT"/></w:mailMerge>',
        '<w:mailMerge><w:odso><w:udl w:val="x"/><w:src r:id="rId9"/></w:odso></w:mailMerge>',
        '<w:saveThroughXslt r:id="rId9"/>',
        '<w:attachedSchema w:val="urn:x"/>',
        '<w:hdrShapeDefaults><v:fill src="http://127.0.0.1:9/x.png"/></w:hdrShapeDefaults>',
        '<w:smartTagType w:namespaceuri="urn:x" w:name="x" w:url="http://127.0.0.1:9/"/>',
    ],
)
def test_settings_are_looked_at(inside: str) -> None:
    """Connection strings, attached templates and drawings hide in no part without paragraphs."""
    assert "word/settings.xml" in refusal(settings=inside)


def test_web_settings_glossary_and_numbering_are_looked_at() -> None:
    """Frames of web settings, fields of building blocks, pictures of list bullets."""
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml."
    for kind, element, inside in (
        (
            "webSettings",
            "webSettings",
            '<w:frameset><w:frame><w:sourceFileName r:id="rId9"/></w:frame></w:frameset>',
        ),
        ("document.glossary", "glossaryDocument", p(field("DDEAUTO a b", "x"))),
        ("stylesX", "styles", ""),
    ):
        changes = with_type("word/more.xml", f"{word}{kind}+xml")
        changes["word/more.xml"] = f"<w:{element} {NAMESPACES}>{inside}</w:{element}>"
        assert "word/more.xml" in refusal(changes=changes)
    assert "word/numbering.xml" in refusal(
        numbering='<w:numPicBullet w:numPicBulletId="0"><w:pict><v:imagedata src="http://a/b"/></w:pict></w:numPicBullet>'
    )


@pytest.mark.parametrize(
    "name",
    ["word/theme1.xml", "word/settings.xml", "word/fontTable.xml", "docProps/core.xml", "word/styles.xml"],
)
def test_every_part_in_xml_is_parsed(name: str) -> None:
    """No DOCTYPE and no damage in any part, whether or not the engine needs it."""
    for bad in ("<w:x", '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/"><a/>', "", "\x00"):
        assert name in refusal(changes={name: bad})
        assert refusal(changes={name: bad.encode("utf-16")})


def moved(old: str, new: str, *, types: str = "") -> dict[str, str | bytes]:
    """Return the members of a sound template with one renamed."""
    members = dict(word_members(p("x"), header=p("x")))
    content = members.pop(old)
    if types:
        members["[Content_Types].xml"] = members["[Content_Types].xml"].replace(
            "</Types>", f"{types}</Types>"
        )
    return {**members, new: content}


def refusal_of(members: dict[str, str | bytes]) -> str:
    with pytest.raises(TemplateError) as caught:
        compile_template(pack(members), name="見本.docx")
    return str(caught.value)


BAD_LINK = relationships(("rId9", OFFICE + "attachedTemplate", "http://127.0.0.1:9/a.dotm")).replace(
    "/>", OUTSIDE
)


@pytest.mark.parametrize(
    "name",
    [
        "word/_rels/settings.xml.RELS", "word/_rels/settings.xml.rel%73", "word/_RELS/settings.xml.rels",
        "WORD/_rels/Settings.xml.rels", "word/%5Frels/settings.xml.rels", "word/settings.xml.rels", "word/_rels/.rels",
    ],
)  # fmt: skip
def test_relationships_are_found_however_their_member_is_spelt(name: str) -> None:
    """Case and percent-encoding hide no relationship."""
    assert refusal(changes={name: BAD_LINK})


def test_relationships_in_other_case_belong_to_the_part() -> None:
    """A picture is not loaded through relationships whose member is spelt with a capital letter."""
    members = moved("word/_rels/document.xml.rels", "word/_rels/Document.xml.rels")
    rels = str(members["word/_rels/Document.xml.rels"])
    members["word/_rels/Document.xml.rels"] = rels.replace(
        "</Relationships>",
        f'<Relationship Id="rId9" Type="{OFFICE}hyperlink" Target="{EVIL}"{OUTSIDE}</Relationships>',
    )
    body = str(members["word/document.xml"]).replace("<w:t ", '<a:blip r:embed="rId9"/><w:t ')
    assert "読み込まれます" in refusal_of({**members, "word/document.xml": body})


@pytest.mark.parametrize(
    "types",
    [
        '<Override PartName="/WORD/Settings.xml" ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/>',
        '<Override PartName="/word/%73ettings.xml" ContentType="application/vnd.ms-office.vbaProject"/>',
        '<Override PartName="word/settings.xml" ContentType="text/html"/>',
        '<Default Extension="XML" ContentType="text/html"/>',
        '<x:Override xmlns:x="urn:x" PartName="/a" ContentType="b"/>',
        '<Override PartName="/a" ContentType="b" Other="c"/>',
    ],
)
def test_content_types_mean_one_thing(types: str) -> None:
    """Overrides in other case, with percent-encoding, or twice are not guessed at."""
    assert refusal_of(moved("word/settings.xml", "word/settings.xml", types=types))


@pytest.mark.parametrize(
    ("name", "kind", "word"),
    [
        ("word/a.bin", "", "種類のわからない"), ("a", "", "種類のわからない"), ("word/a.html", "text/html", "使えません"),
        ("customUI/customUI14.xml", "application/xml", "customUI"), ("word/vbaData.xml", "application/xml", "マクロ"),
        ("word/webextensions/taskpanes.xml", "application/vnd.ms-office.webextensiontaskpanes+xml", "作業ウィンドウ"),
        ("word/a.js", "text/javascript", "スクリプト"), ("customXml/item1.xml", "application/xml", "カスタム XML"),
        ("word/charts/chart1.xml", "application/vnd.openxmlformats-officedocument.drawingml.chart+xml", "グラフ"),
        ("META-INF/manifest.xml", "application/xml", "カスタム XML"), ("mimetype", "", "種類のわからない"),
        ("word/afchunk.mht", "message/rfc822", "使えません"), ("word/media/a.svg", "image/svg+xml", "外部への参照"),
        ("word/media/a.png", "image/png", "画像ではない"), ("word/a%2exml", "application/xml", "書き方が特殊"),
        ("word/a.rels", "application/vnd.openxmlformats-package.relationships+xml", "書き方が特殊"),
    ],
)  # fmt: skip
def test_unknown_members_are_refused_by_name(name: str, kind: str, word: str) -> None:
    """Templates hold what the product needs and what Word commonly writes; nothing else, whatever its name."""
    changes: dict[str, str | bytes] = with_type(name, kind) if kind else {name: b""}
    changes[name] = '<svg xmlns="http://www.w3.org/2000/svg"><image href="http://127.0.0.1:9/"/></svg>'
    message = refusal(changes=changes)
    assert word in message and name in message


def test_pictures_in_svg_may_stand_alone() -> None:
    """A drawing without programs and links is a picture as any other."""
    changes = with_type("word/media/a.svg", "image/svg+xml")
    changes["word/media/a.svg"] = (
        '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0" fill="url(#a)"/></svg>'
    )
    assert compile_template(template(p("x"), changes=changes))
    for bad in (
        "<script/>",
        '<a xmlns:x="http://www.w3.org/1999/xlink" x:href="http://a"/>',
        '<g onload="a()"/>',
        '<g fill="url(http://a)"/>',
        "<style>@import 'a'</style>",
    ):
        changes["word/media/a.svg"] = f'<svg xmlns="http://www.w3.org/2000/svg">{bad}</svg>'
        assert "SVG" in refusal(changes=changes)


def test_the_main_part_is_found_by_its_relationship() -> None:
    """The part that programs open is the one that is judged, whatever its name; there is one of it."""
    members = moved("word/document.xml", "word/text.xml")
    renamed = {
        name: str(data)
        .replace("/word/document.xml", "/word/text.xml")
        .replace('"word/document.xml', '"word/text.xml')
        for name, data in members.items()
    }
    renamed["word/_rels/text.xml.rels"] = renamed.pop("word/_rels/document.xml.rels")
    assert compile_template(pack(renamed)).render({})
    assert "本文がありません" in refusal_of({**renamed, "_rels/.rels": relationships()})
    two = relationships(
        ("a", OFFICE + "officeDocument", "word/text.xml"), ("b", OFFICE + "officeDocument", "word/text.xml")
    )
    assert "本文が2つ" in refusal_of({**renamed, "_rels/.rels": two})
    other = relationships(("a", OFFICE + "officeDocument", "word/header.xml"))
    assert refusal_of({**renamed, "_rels/.rels": other})
    missing = relationships(("a", OFFICE + "officeDocument", "word/gone.xml"))
    assert "本文がありません" in refusal_of({**renamed, "_rels/.rels": missing})


@pytest.mark.parametrize(
    "row",
    [
        f'<Relationship Id="rId9" Type="{OFFICE}image" Target="//server/share/a.png"/>',
        f'<Relationship Id="rId9" Type="{OFFICE}image" Target="file:///c:/a.png"/>',
        f'<Relationship Id="rId9" Type="{OFFICE}image" Target="..\\a.png"/>',
        f'<Relationship Id="rId9" Type="{OFFICE}image" Target="header.xml"/>',
        f'<Relationship Id="rId9" Type="{OFFICE}hyperlink" Target="header.xml"/>',
        f'<Relationship Id="rId9" Type="{OFFICE}hyperlink" Target="http://a/" TargetMode="external"/>',
        f'<Relationship Id="rId9" Type="{OFFICE}unknown" Target="header.xml"/>',
        '<Relationship Id="rId9" Type="http://schemas.microsoft.com/office/2006/relationships/ui/extensibility" Target="header.xml"/>',
        f'<Relationship Id="rId9" Type="{OFFICE}image" Target="a.png" xml:base="http://a/"/>',
        f'<x:Relationship xmlns:x="urn:x" Id="rId9" Type="{OFFICE}image" Target="a.png"/>',
        f'<Relationship Id="rIdstyles" Type="{OFFICE}image" Target="a.png"/>',
    ],
)
def test_relationships_are_of_known_kinds_and_lead_where_their_kind_may(row: str) -> None:
    """An allow-list of kinds, each with the kinds of parts it may lead to; odd spellings are not guessed at."""
    own = part(template(p("x"), header=p("x")), "word/_rels/document.xml.rels")
    changes: dict[str, str | bytes] = {
        "word/_rels/document.xml.rels": own.replace("</Relationships>", f"{row}</Relationships>")
    }
    assert "word/_rels/document.xml.rels" in refusal(changes=changes, header=p("x"))


def test_missing_parts_and_relationships_are_no_crash() -> None:
    """A relationship that leads nowhere, a part without relationships, an id that nobody knows."""
    gone = relationships(("rId1", OFFICE + "image", "media/gone.png"))
    body = p(
        '<w:r><w:drawing><wp:inline><wp:extent cx="5" cy="5"/><wp:docPr id="1" name="a"/><a:blip r:embed="rId1"/></wp:inline></w:drawing></w:r>'
    )
    for rels in (gone, relationships()):
        changes: dict[str, str | bytes] = {"word/_rels/document.xml.rels": rels}
        compiled = compile_template(template(p("{% if x %}") + body + p("{% endif %}"), changes=changes))
        assert compiled.render({"x": False}, options=RenderOptions(accent="112233"))


def test_the_base_of_links_may_not_be_moved() -> None:
    """A relative link would lead elsewhere."""
    app = '<Properties xmlns="urn:x"><HyperlinkBase>file://server/</HyperlinkBase></Properties>'
    kind = "application/vnd.openxmlformats-officedocument.extended-properties+xml"
    changes = {**with_type("docProps/app.xml", kind), "docProps/app.xml": app}
    assert "リンクの基準" in refusal(changes=changes)


INJECTION = 'a"/><w:altChunk r:id="rId9"/><w:x w:y="'
QUOTED = INJECTION.replace('"', "&quot;").replace("<", "&lt;").replace(">", "&gt;")


def test_names_of_the_template_never_become_markup() -> None:
    """Ids of styles, names of bookmarks, relationships and dates are written back as what they are: text."""
    styles = RULES_STYLES + style("Quote", QUOTED) + style("Quote（先頭）", QUOTED + "1")
    styles = styles.replace('w:styleId="Placeholder"', f'w:styleId="{QUOTED}2"').replace(
        'w:styleId="TOC1"', f'w:styleId="{QUOTED}3"'
    )
    picture = f'<w:drawing><wp:inline><wp:extent cx="5" cy="5"/><wp:docPr id="1" name="a"/><a:blip r:embed="{QUOTED}"/></wp:inline></w:drawing>'
    body = (
        p(field(r'TOC \o "1-3" \h', "x"))
        + p("{%p for x in xs %}")
        + heading("{{ x }}", f"{QUOTED[:20]}")
        + p(t("{{ x }}"), style=QUOTED)
        + p(f"<w:r>{picture}</w:r>")
        + p(f'<w:bookmarkStart w:id="9" w:name="{QUOTED}"/><w:bookmarkEnd w:id="9"/>')
        + p("{%p endfor %}")
    )
    core = part(template(p("x")), "docProps/core.xml").replace(
        "<dc:language>", '<t:created xmlns:t="http://purl.org/dc/terms/">&lt;x/&gt;</t:created><dc:language>'
    )
    source = template(body, styles=styles, numbering=RULES_NUMBERING, changes={"docProps/core.xml": core})
    data = compile_template(source).render({"xs": ["い", Placeholder("名", "n")]})
    assert 'altChunk r:id="rId9"' not in part(data)
    assert {node.tag for node in root(data).iter()} <= {node.tag for node in root(source).iter()} | {
        f"{W}{name}"
        for name in ("bookmarkStart", "bookmarkEnd", "hyperlink", "rPr", "rStyle", "tab", "pStyle", "pPr")
    }
    assert "&lt;x/&gt;" in part(data, "docProps/core.xml")


@pytest.mark.parametrize("text", ["\ufdd0" + "0\ufdd1", "&#xFDD0;0&#xFDD1;", "\ufdd1"])
def test_the_characters_of_the_engine_are_refused(text: str) -> None:
    """What marks slots in attributes may stand in no text and no attribute of a template."""
    assert "U+FDD0" in refusal(p(f"{{{{ x }}}}{text}"))
    assert "U+FDD0" in refusal(p("{{ x }}", before=f'<w:bookmarkStart w:id="1" w:name="{text}"/>'))
    core = part(template(p("x")), "docProps/core.xml").replace("見本", f"{{{{ x }}}}{text}")
    assert "U+FDD0" in refusal(changes={"docProps/core.xml": core})


@pytest.mark.parametrize("digits", ["²", "１", "9" * 5000, "--5", "1e9", "x", "-", "٣", ""])
def test_ids_that_are_no_numbers_are_no_crash(digits: str) -> None:
    """Ids, levels and sizes that a program would not read as numbers are left as they are."""
    marks = f'<w:bookmarkStart w:id="{digits}" w:name="a"/><w:bookmarkEnd w:id="{digits}"/>'
    frame = f'<w:drawing><wp:inline><wp:extent cx="{digits}" cy="5"/><wp:docPr id="{digits}" name="a"/><a:blip r:embed="r1"/></wp:inline></w:drawing>'
    levels = f'<w:pPr><w:numPr><w:ilvl w:val="{digits}"/><w:numId w:val="{digits}"/></w:numPr><w:outlineLvl w:val="{digits}"/></w:pPr>'
    control = (
        f'<w:sdt><w:sdtPr><w:id w:val="{digits}"/></w:sdtPr><w:sdtContent>{p("x")}</w:sdtContent></w:sdt>'
    )
    body = (
        p("{%p for x in xs %}")
        + p(marks + f"<w:r>{frame}</w:r>")
        + f"<w:p>{levels}</w:p>"
        + control
        + p("{%p endfor %}")
    )
    body += p(ref("a")) + p(field(rf'TOC \o "{digits[:9]}-{digits[:9]}" \t "x,{digits[:9]}"', "x"))
    numbering = RULES_NUMBERING.replace('w:ilvl w:val="0"', f'w:ilvl w:val="{digits}"').replace(
        'w:start w:val="1"', f'w:start w:val="{digits}"'
    )
    styles = RULES_STYLES.replace('<w:outlineLvl w:val="0"/>', f'<w:outlineLvl w:val="{digits}"/>')
    compiled = compile_template(
        template(body, styles=styles, numbering=numbering.replace('w:ilvl="8"', f'w:ilvl="{digits}"'))
    )
    for chosen in ("条文", "十進"):
        with contextlib.suppress(RenderError):  # a bookmark without a number cannot be referred to
            compiled.render({"xs": [1, 2]}, options=RenderOptions(list_style=chosen))
