"""Field instructions of templates: what is judged, where it may stand, and what is written in the end."""

from __future__ import annotations

import pytest

from generator.errors import TemplateError
from generator.word.engine.compile.building import compile_template
from generator.word.file.safety.instructions import FieldMarkup, is_web_or_mail, written_fault
from tests.builders import heading, p, part, ref, render, row, t, tbl, template
from tests.wordfile import field, pack, word_members

DANGER = 'DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe "/k calc"'


def mark(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def code(text: str, tag: str = "instrText") -> str:
    return f'<w:r><w:{tag} xml:space="preserve">{text}</w:{tag}></w:r>'


def whole(*inside: str, result: str = "x") -> str:
    return mark("begin") + "".join(inside) + mark("separate") + t(result) + mark("end")


def simple(instruction: str, inside: str = "") -> str:
    return f"<w:fldSimple w:instr='{instruction}'>{inside or t('x')}</w:fldSimple>"


def revision(kind: str, inside: str) -> str:
    return f'<w:{kind} w:id="7" w:author="x" w:date="2026-01-01T00:00:00Z">{inside}</w:{kind}>'


def alternatives(choice: str, fallback: str) -> str:
    chosen = f'<mc:Choice Requires="wps">{choice}</mc:Choice>'
    return f"<mc:AlternateContent>{chosen}<mc:Fallback>{fallback}</mc:Fallback></mc:AlternateContent>"


SPLIT = {
    "tags in one paragraph": p(
        mark("begin") + t("{% if x %}") + code("REF a ") + t("{% endif %}") + code(DANGER) + mark("end")
    ),
    "tags over paragraphs": p(mark("begin"))
    + p("{%p if x %}")
    + p(code("REF a "))
    + p("{%p endif %}")
    + p(code(DANGER) + mark("end")),
    "tags around rows": tbl(
        row(p(mark("begin"))), row("{%tr if x %}"), row(p(code("PAGE "))), row("{%tr endif %}")
    )
    + p(code(DANGER) + mark("end")),
    "a tag in the code": p(whole(code("{% if x %}PAGE {% endif %}" + DANGER))),
    "a tag over pieces of the code": p(whole(code("PAGE {"), code("{ x }"), code("}"))),
    "a comment tag in the code": p(whole(code("{# PAGE #}" + DANGER))),
    "a value as code": p(whole(code("PAGE "), t("{{ x }}"))),
    "text as code": p(whole(t(DANGER), code(" PAGE"))),
    "a deleted word": p(whole(revision("del", code("PAGE ", "delInstrText")), code(DANGER))),
    "a deleted word in plain code": p(whole(revision("del", code("PAGE ")), code(DANGER))),
    "a word moved away": p(whole(revision("moveFrom", code("PAGE ")), code(DANGER))),
    "an inserted word": p(whole(revision("ins", code("PAGE ")), code(DANGER))),
    "all in one deletion, but the end": p(
        revision("del", mark("begin") + code("PAGE ")) + code(DANGER) + mark("end")
    ),
    "the other branch": p(whole(alternatives(code("PAGE "), ""), code(DANGER))),
    "the fallback": p(whole(alternatives("", code("PAGE ")), code(DANGER))),
    "an element nobody knows": p(whole('<x:y xmlns:x="urn:x">' + code("PAGE ") + "</x:y>", code(DANGER))),
    "behind the separator": p(mark("begin") + code("PAGE ") + mark("separate") + code(DANGER) + mark("end")),
    "between two separators": p(
        mark("begin") + code("PAGE ") + mark("separate") + mark("separate") + code(DANGER) + mark("end")
    ),
    "without a beginning": p(code(DANGER) + mark("end")),
    "without an end": p(mark("begin") + code("PAGE")),
    "a field in the code": p(whole(whole(code("PAGE")), code(DANGER))),
    "a simple field in the code": p(whole(simple("PAGE"), code(DANGER))),
    "a text box in the code": p(
        mark("begin")
        + f"<w:r><w:pict><v:shape><v:textbox><w:txbxContent>{p(code('PAGE '))}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
        + code(DANGER)
        + mark("end")
    ),
    "pieces": p(whole(code("DDE"), code("AUTO c:\\\\a"))),
    "a later piece alone": p(whole(code("REF "), code(DANGER))),
    "later pieces together": p(whole(code("REF "), code("DDE"), code("AUTO c:\\\\a"))),
    "an element in the code": p(whole("<w:r><w:instrText>PAGE<w:tab/>" + DANGER + "</w:instrText></w:r>")),
    "a kind of mark by a value": p(
        '<w:r><w:fldChar w:fldCharType="{{ x }}"/></w:r>' + code(DANGER) + mark("end")
    ),
    "a value in a simple field": p(simple("{{ x }}")),
    "tags in a simple field": p(simple("{% if x %}PAGE {% endif %}INCLUDETEXT a")),
    "an equation": p(whole(code("= 1 + 1"))),
    "a formula of conditions": p(whole(code('IF 1 = 1 "a" "b"'))),
}


@pytest.mark.parametrize("body", SPLIT.values(), ids=SPLIT)
def test_an_instruction_is_judged_as_any_program_could_read_it(body: str) -> None:
    """Whatever tags, tracked changes, branches or marks do to an instruction, nothing else than it was judged comes out."""
    with pytest.raises(TemplateError) as caught:
        compile_template(template(body), name="見本.docx")
    assert "フィールド" in str(caught.value) or "属性" in str(caught.value)


@pytest.mark.parametrize("where", ["header", "footer", "footnotes", "endnotes", "comments"])
def test_fields_of_every_part_are_judged(where: str) -> None:
    """A banned field hides in no other part."""
    body = p(whole(code(DANGER)))
    inside = {"footnotes": "footnote", "endnotes": "endnote", "comments": "comment"}.get(where)
    content = f'<w:{inside} w:id="1">{body}</w:{inside}>' if inside else body
    with pytest.raises(TemplateError, match="DDEAUTO"):
        compile_template(pack(word_members(p("x"), **{where: content})))


def test_a_field_begun_in_one_part_does_not_end_in_another() -> None:
    """Each part is whole by itself."""
    with pytest.raises(TemplateError, match="フィールド"):
        compile_template(template(p(code(DANGER) + mark("end")), header=p(mark("begin") + code("PAGE "))))


LINKS = [
    r'HYPERLINK \o "見る" "file:///c:/a"', r'HYPERLINK \l "a" "file:///c:/a"', r"HYPERLINK \m file:///c:/a",
    r"HYPERLINK \n \h \\\\server\\share\\a", r'HYPERLINK "\\\\server\\share"', "HYPERLINK //server/share",
    'HYPERLINK "javascript:alert(1)"', "HYPERLINK c:\\\\a", 'HYPERLINK "https://example.com/" "file:///c:/a"',
    r'HYPERLINK "https://example.com/" \o "x" file:///c:/a', 'HYPERLINK \\t "_self" "FILE:///c:/a"',
    'HYPERLINK \\o"x"file:///c:/a', 'HYPERLINK "https://example.com/"file:///c:/a', 'HYPERLINK "a', "HYPERLINK a.exe",
    'HYPERLINK "mailto:a@example.com?attach=/etc/passwd"', r'HYPERLINK \l "file:///c:/a"', r"HYPERLINK \l \x file:///a",
    'HYPERLINK “file:///c:/a”', r"HYPERLINK \q x", r'HYPERLINK "https://example.com\\@evil"', "HYPERLINK ms-word:ofe|u|http://a",
]  # fmt: skip


@pytest.mark.parametrize("instruction", LINKS)
def test_links_of_fields_lead_to_pages_and_mail_only(instruction: str) -> None:
    """The target counts wherever it stands, behind switches too."""
    with pytest.raises(TemplateError, match=r"http、https、mailto"):
        compile_template(template(p(field(instruction, "x"))))


@pytest.mark.parametrize(
    "instruction",
    [
        'HYPERLINK "https://example.com/a?b=c#d"', r'HYPERLINK "http://example.com/" \o "見る" \t "_blank"',
        r'HYPERLINK \l "_Toc1" \h', "HYPERLINK https://example.com/", r'HYPERLINK \o "x" "mailto:a@example.com?subject=b"',
        r'TOC \o "1-3" \h \z \u', r"PAGE \* MERGEFORMAT", "NUMPAGES", r"SEQ 表 \* ARABIC", 'STYLEREF "見出し 1"',
        "page", 'DOCPROPERTY "Company"', r"PAGEREF _Toc1 \h", "SECTIONPAGES",
    ],
)  # fmt: skip
def test_what_word_commonly_writes_is_allowed(instruction: str) -> None:
    """The fields of ordinary documents, whole or split over runs, inserted or deleted as a whole."""
    half = len(instruction) // 2
    pieces = whole(
        code(" " + instruction[:half]), "<w:proofErr w:type='spellStart'/>", code(instruction[half:] + " ")
    )
    for body in (p(field(instruction, "x")), p(pieces), p(revision("ins", pieces)), p(simple(instruction))):
        assert compile_template(template(body)).render({})


def test_whole_fields_in_branches_and_results_are_allowed() -> None:
    """Both branches of a text box hold the page number; a contents field holds links with page numbers."""
    box = f"<w:r><w:pict><v:shape><v:textbox><w:txbxContent>{p(field('PAGE', '1'))}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    inner = p(
        mark("begin")
        + code(r'TOC \o "1-2"')
        + mark("separate")
        + field(r'HYPERLINK \l "a"', "x")
        + field("PAGEREF a", "1")
    )
    body = (
        p(alternatives(box, box))
        + inner
        + p(mark("end"))
        + p(t("{% if x %}") + field("PAGE", "1") + t("{% endif %}"))
    )
    assert compile_template(template(body)).render({"x": True})


@pytest.mark.parametrize(
    "value", [DANGER, "</w:t></w:r>" + code(DANGER), '"/><w:instrText>', "{ DDEAUTO a }"]
)
def test_a_value_never_becomes_an_instruction(value: str) -> None:
    """Values are text, in results of fields and in attributes too."""
    body = p(whole(code("PAGE"), result="{{ x }}")) + p(
        '<w:sdt><w:sdtPr><w:tag w:val="{{ x }}"/></w:sdtPr></w:sdt>' + t("y")
    )
    data = render(template(body), {"x": value})
    assert part(data).count("<w:instrText") == 1


def test_what_is_written_is_judged_once_more() -> None:
    """The screen of the written part finds what the one of the template would have let through."""
    good = p(field("PAGE", "1") + whole(code("REF "), code("a")))
    assert written_fault(good, FieldMarkup.PLAIN) == written_fault(good, FieldMarkup.ANY) == ""
    for body in (
        p(field("DDEAUTO a b", "1")),
        p(mark("begin") + code("REF a") + mark("separate") + code("DDEAUTO a") + mark("end")),
        p(code("PAGE") + mark("end")),
        p(field("PAGE", "1")) + p(field("INCLUDE&#84;EXT a", "1")),
        p(whole(code("PAGE")) + whole(code("DDE"), code("AUTO a"))),
        p(whole("<w:r><w:instrText>PAGE<w:tab/></w:instrText></w:r>")),
    ):
        assert written_fault(body, FieldMarkup.PLAIN), body
        assert written_fault(body, FieldMarkup.ANY), body
    assert written_fault(p(simple("INCLUDEPICTURE a").replace("'", '"')), FieldMarkup.ANY)
    assert written_fault(p(whole(code("LINK a", "delInstrText"))), FieldMarkup.ANY)


def test_references_in_loops_pass_the_second_look() -> None:
    """The names of bookmarks that loops repeat are written into the instructions, and only they are."""
    body = p("{%p for x in xs %}") + heading("{{ x }}", "a") + p(ref("a", r"\r \h")) + p("{%p endfor %}")
    assert part(render(template(body), {"xs": ["い", "ろ"]})).count("REF a_") == 2


@pytest.mark.parametrize(
    "target", ["https:///etc", "https://", "http:a", "https://a b", "https://a\\b", " https://a", "HTTPS:/a"]
)
def test_addresses_that_are_none(target: str) -> None:
    """What only looks like an address is refused."""
    assert not is_web_or_mail(target)
