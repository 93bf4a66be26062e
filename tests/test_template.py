"""Compiled templates: names, options, bytes."""

from __future__ import annotations

import datetime
import re
import struct
import zlib
from pathlib import Path

import pytest

from generator.errors import RenderError, TemplateError
from generator.word.checks.structure import check_structure
from generator.word.engine.compile.building import compile_template
from generator.word.file.package import read_package
from tests.builders import STYLES, W, heading, lines, p, part, render, root, row, rules, tbl, template

CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>{{ company.name }}の規程</dc:title>'
    "<dc:creator>{{ company.name }}</dc:creator>"
    '<dcterms:created xsi:type="dcterms:W3CDTF">2020-01-01T00:00:00Z</dcterms:created>'
    '<dcterms:modified xsi:type="dcterms:W3CDTF">2020-01-01T00:00:00Z</dcterms:modified></cp:coreProperties>'
)


def png(width: int, height: int) -> bytes:
    header = struct.pack(">2L5B", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + struct.pack(">L", 13)
        + b"IHDR"
        + header
        + struct.pack(">L", zlib.crc32(b"IHDR" + header))
    )


def names(body: str, context: dict[str, object], **parts: str) -> list[str]:
    compiled = compile_template(template(body, changes=None, **parts), name="見本.docx")
    return [str(problem.problem) for problem in compiled.missing_names(context)]


def test_missing_names_are_reported_all_at_once_with_their_places() -> None:
    """Paragraph, cell, heading and part are named, and names that could have been meant."""
    body = heading("役割") + p("{{ roles.ciso }}") + tbl(row("題", "{{ compny.name }}")) + p("")
    found = names(
        body, {"roles": {"officer": "甲"}, "company": {"name": "x"}}, header=p("{{ company.nmae }}")
    )
    assert found == [
        "段落2（見出し「役割」の下）: {{ roles.ciso }} は未定義です（使える名前: roles.officer …）",
        "段落4（表1の1行2列、見出し「役割」の下）: {{ compny.name }} の compny は未定義です（使える名前: company、roles …）",
        "ヘッダー（header） 段落1: {{ company.nmae }} は未定義です（使える名前: company.name …）",
    ]


def test_missing_names_are_found_whatever_the_conditions_say() -> None:
    """A name in a branch that is not rendered is missing all the same."""
    assert names(p("{% if a %}{{ b }}{% else %}{{ c }}{% endif %}"), {"a": True, "b": 1})


def test_names_in_loops_are_looked_up_in_every_item() -> None:
    """A loop's name stands for each item; one that lacks a key is found."""
    body = p("{% for x in xs %}{{ x.a }}{{ x.b.c }}{{ loop.index }}{% endfor %}")
    assert names(body, {"xs": [{"a": 1, "b": {"c": 1}}]}) == []
    (problem,) = names(body, {"xs": [{"a": 1, "b": {"c": 1}}, {"a": 1, "b": {}}]})
    assert "x.b.c" in problem
    assert names(body, {"xs": []}) == []
    assert names(p("{% for k, v in d.items() %}{{ k }}{{ v.n }}{% endfor %}"), {"d": {"a": {"n": 1}}}) == []
    assert (
        len(names(p("{% for k, v in d.items() %}{{ k }}{{ v.n }}{% endfor %}"), {"d": {"a": {"m": 1}}})) == 1
    )


@pytest.mark.parametrize(
    "body",
    [
        "{% if a is defined %}{{ a }}{% endif %}",
        "{% if a is defined and a.b is defined %}{{ a.b }}{% endif %}",
        "{{ a|default('x') }}",
        "{{ a if a is defined else 'x' }}",
        "{% set a = 1 %}{{ a }}",
        "{% for a in [1] %}{{ a }}{% endfor %}",
        "{% if a is defined and a > 1 %}x{% endif %}",
    ],
)
def test_names_a_template_provides_for_are_not_missing(body: str) -> None:
    """`is defined`, `default`, `set` and loops make a name optional or known."""
    assert names(p(body.replace(">", "&gt;")), {}) == []


def test_rendering_with_a_missing_name_reports_all_of_them() -> None:
    """Nothing is made; the error holds every missing name."""
    with pytest.raises(RenderError) as caught:
        render(template(p("{{ a }}") + p("{{ b.c }}")), {"b": {}})
    assert len(caught.value.problems) == 2
    assert str(caught.value).startswith("見本.docx: 2か所に問題があります")


def test_tags_are_listed_with_their_places() -> None:
    """A template check can show every tag."""
    compiled = compile_template(
        template(p("{{ a }}") + p("{% if b %}") + p("{% endif %}"), footer=p("{{ c }}"))
    )
    assert [(tag.text, tag.kind, tag.location.part) for tag in compiled.tags] == [
        ("{{ a }}", "value", "word/document.xml"),
        ("{% if b %}", "if", "word/document.xml"),
        ("{% endif %}", "endif", "word/document.xml"),
        ("{{ c }}", "value", "word/footer.xml"),
    ]


def test_the_same_arguments_give_the_same_bytes() -> None:
    """Twice compiled and twice rendered is once."""
    source = template(p("{{ a }}"), header=p("{{ a }}"))
    compiled = compile_template(source)
    assert compiled.render({"a": "x"}) == compiled.render({"a": "x"}) == render(source, {"a": "x"})


def test_parts_without_tags_are_carried_over() -> None:
    """A part that nothing changes keeps its compressed bytes."""
    source = template(p("{{ a }}"), header=p("変わらない"))
    before, after = read_package(source), read_package(render(source, {"a": "x"}))
    for name in ("word/header.xml", "word/styles.xml", "word/theme1.xml", "word/_rels/document.xml.rels"):
        assert before.members[name].raw == after.members[name].raw
    assert list(before.members) == list(after.members)


def test_properties_are_filled_and_dated() -> None:
    """Title and author hold values, escaped; the dates are the one given."""
    source = template(p("x"), changes={"docProps/core.xml": CORE})
    made = part(
        render(source, {"company": {"name": "A&B"}}, modified=datetime.date(2026, 4, 1)), "docProps/core.xml"
    )
    assert "<dc:title>A&amp;Bの規程</dc:title><dc:creator>A&amp;B</dc:creator>" in made
    assert made.count("2026-04-01T00:00:00Z") == 2
    assert part(render(source, {"company": {"name": "x"}}), "docProps/core.xml").count("2020-01-01") == 2


def test_the_accent_replaces_the_theme_colour_and_its_copies() -> None:
    """Theme, styles and the text itself take the new colour; without the option the bytes stay."""
    coloured = '<w:rPr><w:color w:val="1F4E79" w:themeColor="accent1"/></w:rPr>'
    styles = STYLES + f'<w:style w:type="character" w:styleId="C"><w:name w:val="C"/>{coloured}</w:style>'
    body = p(f"<w:r>{coloured}<w:t>色</w:t></w:r>")
    source = template(body, styles=styles)
    data = render(source, accent="AA0000")
    assert 'w:val="AA0000" w:themeColor="accent1"' in part(data)
    assert 'w:val="AA0000" w:themeColor="accent1"' in part(data, "word/styles.xml")
    assert '<a:accent1><a:srgbClr val="AA0000"/></a:accent1>' in part(data, "word/theme1.xml")
    assert '<a:accent2><a:srgbClr val="F5E0E0"/></a:accent2>' in part(data, "word/theme1.xml")
    before, after = read_package(source), read_package(render(source))
    assert before.members["word/styles.xml"].raw == after.members["word/styles.xml"].raw
    assert "1F4E79" in part(render(source))


PICTURE = (
    '<w:r><w:drawing><wp:inline><wp:extent cx="1000" cy="500"/><wp:docPr id="1" name="logo" descr="ロゴ"/>'
    '<a:graphic><a:graphicData uri="u"><pic:pic><pic:nvPicPr><pic:cNvPr id="1" name="logo"/><pic:cNvPicPr/></pic:nvPicPr>'
    '<pic:blipFill><a:blip r:embed="rIdL"/></pic:blipFill><pic:spPr><a:xfrm><a:ext cx="1000" cy="500"/></a:xfrm></pic:spPr>'
    "</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
)


def logo_template(body: str = p(PICTURE)) -> bytes:
    rows = part(template(p("x")), "word/_rels/document.xml.rels")
    image = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
    added = f'<Relationship Id="rIdL" Type="{image}" Target="media/logo.png"/></Relationships>'
    changes: dict[str, str | bytes] = {
        "word/_rels/document.xml.rels": rows.replace("</Relationships>", added),
        "word/media/logo.png": png(10, 10),
        "[Content_Types].xml": part(template(p("x")), "[Content_Types].xml").replace(
            "</Types>", '<Override PartName="/word/media/logo.png" ContentType="image/png"/></Types>'
        ),
    }
    return template(body, changes=changes)


def test_an_image_takes_the_place_of_a_named_picture() -> None:
    """The picture named logo shows the image, inside its frame and in its own proportions."""
    data = render(logo_template(), images={"logo": png(100, 100)})
    made = part(data)
    assert made.count('cx="500" cy="500"') == 2
    assert 'r:embed="rIdPg1"' in made
    assert "media/pg1.png" in part(data, "word/_rels/document.xml.rels")
    assert read_package(data).read("word/media/pg1.png") == png(100, 100)
    assert check_structure(data) == ()


def test_a_picture_without_an_image_stays() -> None:
    """The template's own picture and frame are kept."""
    data = render(logo_template())
    assert part(data).count('cx="1000" cy="500"') == 2
    assert 'r:embed="rIdL"' in part(data)


def test_a_replaced_picture_leaves_the_file() -> None:
    """Neither the template's own picture nor what leads to it stays; the others keep their names."""
    data = render(logo_template(), images={"logo": png(100, 100)})
    assert [name for name in read_package(data).members if "media" in name] == ["word/media/pg1.png"]
    assert "rIdL" not in part(data, "word/_rels/document.xml.rels")
    assert "logo.png" not in part(data, "[Content_Types].xml")


@pytest.mark.parametrize(("logo", "media"), [(True, ["word/media/logo.png"]), (False, [])])
def test_a_picture_that_a_condition_hides_leaves_the_file(logo: bool, media: list[str]) -> None:
    """It is there only where it is shown; one template makes both."""
    compiled = compile_template(logo_template(p("{%p if logo %}") + p(PICTURE) + p("{%p endif %}")))
    compiled.render({"logo": not logo})
    data = compiled.render({"logo": logo})
    assert [name for name in read_package(data).members if "media" in name] == media
    assert ("rIdL" in part(data, "word/_rels/document.xml.rels")) is logo
    assert check_structure(data) == ()


def test_a_picture_that_another_place_shows_stays() -> None:
    """A background that uses the same relationship keeps the picture, whatever replaces the named one."""
    other = PICTURE.replace('<wp:extent cx="1000" cy="500"/>', "")
    data = render(logo_template(p(PICTURE) + p(other)), images={"logo": png(100, 100)})
    assert {"word/media/logo.png", "word/media/pg1.png"} <= set(read_package(data).members)
    assert "rIdL" in part(data, "word/_rels/document.xml.rels")


def test_wrong_options_are_reported_together() -> None:
    """A text that is no image, a colour that is none and an unknown list style are one error."""
    with pytest.raises(RenderError) as caught:
        render(logo_template(), images={"logo": b"GIF89a"}, accent="red", list_style="条文")
    assert len(caught.value.problems) == 3


def test_jpeg_is_known_by_its_bytes() -> None:
    """The size comes from the frame header."""
    jpeg = b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x11\x08\x00\x32\x00\x64" + b"\0" * 20
    data = render(logo_template(), images={"logo": jpeg})
    assert 'cx="1000" cy="500"' in part(data)
    assert 'Extension="jpeg"' in part(data, "[Content_Types].xml")


def test_a_template_needs_no_styles_or_numbering() -> None:
    """A bare document is a template too."""
    source = template(p("{{ a }}"), styles="")
    assert lines(render(source, {"a": "x"})) == ["x"]


def test_a_template_may_be_compiled_from_a_path(tmp_path: Path) -> None:
    """The path is the name in messages."""
    path = tmp_path / "規程.docx"
    path.write_bytes(template(p("{{ a }")))
    with pytest.raises(TemplateError, match=r"規程.docx: 段落1: タグが閉じていません"):
        compile_template(path)


def test_the_result_is_sound_with_everything_at_once() -> None:
    """Loops over headings with pictures, notes and tables leave ids unique and every mark paired."""
    body = (
        p("{% for x in xs %}")
        + heading("{{ x.n }}", "_Pg_x")
        + p("本文", style="Clause")
        + tbl(row("{% for y in x.ys %}", ""), row("{{ y }}", "{{ loop.index }}"), row("{% endfor %}", ""))
        + p("後", style="Clause")
        + p("{% endfor %}")
        + p("")
    )
    data = render(rules(body), {"xs": [{"n": "甲", "ys": ["1"]}, {"n": "乙", "ys": []}]}, list_style="条文")
    assert check_structure(data) == ()
    assert len(list(root(data).iter(f"{W}tbl"))) == 1


def test_shapes_in_loops_get_ids_of_their_own() -> None:
    """VML shapes, and the objects that name them, are told apart in every copy; definitions of shapes stay one."""
    shape = (
        '<w:r><w:pict><v:shapetype id="_x0000_t75"/><v:shape id="stamp" type="#_x0000_t75" o:spid="_x0000_s1026"/>'
        "</w:pict></w:r>"
    )
    office = 'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    shape = shape.replace("<w:pict>", f"<w:pict {office}>")
    body = p("{% for x in xs %}") + p("{{ x }}", after=shape) + p("{% endfor %}") + p("", after=shape)
    document = part(render(template(body), {"xs": [1, 2, 3]}))
    names = re.findall(r'<v:shape [^>]*?id="([^"]*)"', document)
    assert names[0] == "stamp"
    assert len(set(names[:3])) == 3
    assert len(set(re.findall(r'o:spid="([^"]*)"', document)[:3])) == 3
    assert set(re.findall(r'<v:shapetype [^>]*?id="([^"]*)"', document)) == {"_x0000_t75"}
