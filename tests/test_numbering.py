"""Automatic numbers, references, contents and list styles."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from generator.errors import RenderError, TemplateError
from generator.word.checks.structure import check_structure
from generator.word.engine.compile.building import compile_template
from generator.word.engine.language.values import RenderOptions
from tests.builders import (
    RULES_NUMBERING,
    RULES_STYLES,
    W,
    child,
    heading,
    level,
    lines,
    num,
    p,
    part,
    ref,
    render,
    root,
    rules,
    style,
    template,
    text,
)
from tests.office import convert_to_pdf, pdf_text
from tests.wordfile import field

BRACKETS = {2: ("（", "）")}
OPTIONAL = p("{% if full %}") + heading("任意", "_Pg_opt", 2, 9) + p("項", style="Clause") + p("{% endif %}")


def headings(
    source: bytes, context: dict[str, object] | None = None, **options: Any
) -> list[tuple[str, str]]:
    compiled = compile_template(source)
    made = compiled.render_with_report(context or {}, options=RenderOptions(**options))
    return [(item.number, item.title) for item in made.headings]


def two_chapters() -> str:
    return (
        heading("総則", "_Pg_a", 1, 1)
        + heading("目的", "_Pg_b", 2, 2)
        + OPTIONAL
        + heading("定義", "_Pg_c", 2, 3)
        + heading("運用", "_Pg_d", 1, 4)
        + heading("点検", "_Pg_e", 2, 5)
    )


def test_numbers_close_up_when_a_clause_goes() -> None:
    """Numbers are counted over what is rendered."""
    assert headings(rules(two_chapters()), {"full": False}) == [
        ("1", "総則"), ("1.1", "目的"), ("1.2", "定義"), ("2", "運用"), ("2.1", "点検")
    ]  # fmt: skip
    assert ("1.3", "定義") in headings(rules(two_chapters()), {"full": True})


def test_articles_run_through_the_chapters() -> None:
    """In 条文 the article number does not restart with the chapter."""
    assert headings(rules(two_chapters()), {"full": False}, list_style="条文") == [
        ("第1章", "総則"), ("第1条", "目的"), ("第2条", "定義"), ("第2章", "運用"), ("第3条", "点検")
    ]  # fmt: skip


def test_a_reference_shows_the_number_and_title_of_its_target() -> None:
    r"""REF \n shows the number, a plain REF the title, before and after the target."""
    body = p(ref("_Pg_c", r"\n \h"), "（", ref("_Pg_c"), "）") + two_chapters() + p(ref("_Pg_c", r"\n \h"))
    made = lines(render(rules(body), {"full": True}))
    assert made[0] == "1.3（定義）"
    assert made[-1] == "1.3"
    assert lines(render(rules(body), {"full": False}, list_style="条文"))[-1] == "第2条"


def test_a_reference_keeps_the_field_whole() -> None:
    """The field stays a field, so that Word can update it."""
    data = render(rules(heading("題", "_Pg_a") + p(ref("_Pg_a", r"\n \h"))))
    assert part(data).count("fldCharType") == 3
    assert "REF _Pg_a" in part(data)
    assert check_structure(data) == ()


def test_full_context_joins_the_numbers_above() -> None:
    r"""REF \w shows chapter and article; \r only what differs from where the reference stands."""
    here = p(ref("_Pg_e", r"\r \h"))
    body = two_chapters() + here + p(ref("_Pg_c", r"\r \h")) + p(ref("_Pg_c", r"\w \h"))
    made = lines(render(rules(body), {"full": False}, list_style="条文"))
    assert made[-3:] == ["第3条", "第1章第2条", "第1章第2条"]
    assert lines(render(rules(body), {"full": False}))[-3:] == ["2.1", "1.2", "1.2"]


def test_a_reference_to_a_clause_that_is_not_rendered_is_an_error() -> None:
    """The message names the reference, its place and what to do."""
    body = two_chapters() + p("見よ ", ref("_Pg_opt", r"\n \h"))
    with pytest.raises(RenderError, match=r"段落10.*REF _Pg_opt.*参照先がありません"):
        render(rules(body), {"full": False})


def test_a_reference_to_an_unknown_bookmark_is_refused() -> None:
    """A bookmark that no part of the template holds is a mistake of the template."""
    with pytest.raises(TemplateError, match="_Pg_x がテンプレートにありません"):
        compile_template(rules(p(ref("_Pg_x"))))


def test_a_title_with_a_tag_is_referred_to_as_rendered() -> None:
    """A heading whose title holds a value shows that value in references, escaped."""
    body = heading("{{ name }}の{{ name }}", "_Pg_a") + p(ref("_Pg_a"))
    data = render(rules(body), {"name": "A&B"})
    assert lines(data) == ["A&BのA&B", "A&BのA&B"]


def test_a_reference_in_the_header_finds_the_body() -> None:
    """Bookmarks belong to the whole document."""
    data = render(rules(heading("題", "_Pg_a"), header=p(ref("_Pg_a"))))
    assert lines(data, "word/header.xml") == ["題"]


def test_a_reference_to_a_bookmark_in_text_shows_that_text() -> None:
    """A bookmark need not be a heading."""
    mark = '<w:bookmarkStart w:id="7" w:name="term"/>'
    body = p("前", mark, "{{ name }}", '<w:bookmarkEnd w:id="7"/>', "後") + p(ref("term"))
    assert lines(render(rules(body), {"name": "用語"}))[-1] == "用語"


def test_references_in_a_loop_find_the_bookmark_of_their_turn() -> None:
    """Each turn refers to its own heading."""
    body = p("{% for x in xs %}") + heading("{{ x }}", "_Pg_x") + p(ref("_Pg_x", r"\n \h"), ref("_Pg_x"))
    data = render(rules(body + p("{% endfor %}") + p("")), {"xs": ["甲", "乙"]})
    assert lines(data) == ["甲", "1甲", "乙", "2乙", ""]
    names = {node.get(f"{W}name") for node in root(data).iter(f"{W}bookmarkStart")}
    codes = [(node.text or "").split()[1] for node in root(data).iter(f"{W}instrText")]
    assert set(codes) == names
    assert check_structure(data) == ()


def test_brackets_stand_outside_the_bookmark() -> None:
    """第1条（目的） is shown, and a reference to its title gives 目的."""
    data = render(
        rules(heading("総則", "_Pg_a") + heading("目的", "_Pg_b", 2, 2) + p(ref("_Pg_b"))),
        title_brackets=BRACKETS,
    )
    assert lines(data) == ["総則", "（目的）", "目的"]
    runs = [text(node) for node in list(root(data).iter(f"{W}p"))[1].iter(f"{W}r")]
    assert runs == ["（", "目的", "）"]


def test_the_first_clause_after_a_heading_takes_the_first_style() -> None:
    """The first 項 of an article has no number, the next shows 2, also when the first goes or items stand between."""
    clause = p("{% if full %}") + p("一", style="Clause") + p("{% endif %}")
    body = (
        heading("目的", "_Pg_a")
        + clause
        + p("二", style="Clause")
        + p("号", style="Item")
        + p("三", style="Clause")
    )
    styles = [
        [
            child(node, f"{W}pPr/{W}pStyle").get(f"{W}val")
            for node in root(render(rules(body), {"full": full})).iter(f"{W}p")
        ]
        for full in (True, False)
    ]
    assert styles[0] == ["Heading1", "ClauseFirst", "Clause", "Item", "Clause"]
    assert styles[1] == ["Heading1", "ClauseFirst", "Item", "Clause"]


def test_a_lone_clause_takes_the_single_style() -> None:
    """The only 項 of an article has no number; where there are two, both have one, also when items stand between."""
    styles = RULES_STYLES.replace("項（先頭）", "項（単独）").replace("ClauseFirst", "ClauseOnly")
    second = p("{% if full %}") + p("二", style="Clause") + p("{% endif %}")
    body = heading("目的", "_Pg_a") + p("一", style="Clause") + p("号", style="Item") + second
    data = template(body, styles=styles, numbering=RULES_NUMBERING)
    shown = [
        [
            child(node, f"{W}pPr/{W}pStyle").get(f"{W}val")
            for node in root(render(data, {"full": full})).iter(f"{W}p")
        ]
        for full in (True, False)
    ]
    assert shown == [["Heading1", "Clause", "Item", "Clause"], ["Heading1", "ClauseOnly", "Item"]]


def test_a_reference_to_a_clause_counts_clauses_and_items() -> None:
    """Levels below the headings are counted when a reference leads there."""
    mark, end = '<w:bookmarkStart w:id="8" w:name="_Pg_i"/>', '<w:bookmarkEnd w:id="8"/>'
    body = (
        heading("章", "_Pg_a")
        + heading("条", "_Pg_b", 2, 2)
        + p("一", style="Clause")
        + p("甲", style="Item")
        + p("二", style="Clause")
        + p("乙", style="Item")
        + p("丙", style="Item", before=mark, after=end)
        + p(ref("_Pg_i", r"\n \h"))
        + p(ref("_Pg_i", r"\w \h"))
    )
    assert lines(render(rules(body)))[-2:] == ["(2)", "1.1(2)"]
    assert lines(render(rules(body), list_style="条文"))[-2:] == ["(イ)", "第1章第1条２(イ)"]


def contents(instruction: str) -> str:
    begin, separate, end = (
        f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")
    )
    code = f'<w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
    return (
        p(begin, code, separate, "<w:hyperlink w:anchor='x'><w:r><w:rPr><w:b/></w:rPr><w:t>古い</w:t></w:r></w:hyperlink>", style="TOC1")
        + p("古い項目", style="TOC2")
        + p(end)
    )  # fmt: skip


def test_contents_are_made_from_what_is_rendered() -> None:
    """Each listed heading is an entry: number, tab, title, a link to its bookmark, in the prototype's formatting."""
    source = rules(contents(r"TOC \o &quot;1-2&quot; \n \h \z".replace("&quot;", '"')) + two_chapters())
    data = render(source, {"full": False})
    assert lines(data)[:6] == ["1\t総則", "1.1\t目的", "1.2\t定義", "2\t運用", "2.1\t点検", ""]
    links = [node.get(f"{W}anchor") for node in root(data).iter(f"{W}hyperlink")]
    assert links == ["_Pg_a", "_Pg_b", "_Pg_c", "_Pg_d", "_Pg_e"]
    assert part(data).count("TOC2") == 3
    assert check_structure(data) == ()


def test_contents_show_brackets_and_list_style() -> None:
    """Contents show what the headings show."""
    source = rules(contents(r'TOC \o "1-2" \n \h') + two_chapters())
    made = lines(render(source, {"full": False}, list_style="条文", title_brackets=BRACKETS))
    assert made[:3] == ["第1章\t総則", "第1条\t（目的）", "第2条\t（定義）"]


def test_contents_list_only_the_levels_asked_for() -> None:
    r"""\o "1-1" leaves level 2 out; without \n entries end in a page number field."""
    data = render(rules(contents(r'TOC \o "1-1"') + two_chapters()), {"full": False})
    assert lines(data)[:2] == ["1\t総則\t–", "2\t運用\t–"]
    assert "PAGEREF _Pg_a" in part(data)


def test_contents_of_nothing_stay_a_field() -> None:
    """A document without headings keeps the empty field."""
    data = render(rules(contents(r'TOC \o "1-2"') + p("文")))
    assert part(data).count("fldCharType") == 3
    assert check_structure(data) == ()


def test_a_heading_without_a_bookmark_gets_one() -> None:
    """Contents can lead to every heading."""
    data = render(rules(contents(r'TOC \o "1-2" \n \h') + heading("題")))
    name = next(root(data).iter(f"{W}bookmarkStart")).get(f"{W}name")
    assert name is not None
    assert name.startswith("_Toc")
    assert next(root(data).iter(f"{W}hyperlink")).get(f"{W}anchor") == name


def test_an_unknown_list_style_is_an_error() -> None:
    """The message names the list styles there are."""
    with pytest.raises(RenderError, match="「漢数字」がありません（あるもの: 十進、条文）"):
        render(rules(heading("題")), list_style="漢数字")


def test_switching_twice_is_switching_once() -> None:
    """Rendering leaves the template as it is."""
    compiled = compile_template(rules(heading("題")))
    plain = compiled.render({})
    article = compiled.render({}, options=RenderOptions(list_style="条文"))
    assert compiled.render({}, options=RenderOptions(list_style="条文")) == article
    assert compiled.render({}) == plain
    assert compiled.render({}, options=RenderOptions(list_style="十進")) == plain


@pytest.mark.parametrize(
    ("kind", "shown"),
    [
        ("decimal", "2"),
        ("decimalFullWidth", "２"),
        ("aiueoFullWidth", "イ"),
        ("irohaFullWidth", "ロ"),
        ("decimalEnclosedCircle", "②"),
        ("japaneseCounting", "二"),
        ("none", ""),
    ],
)
def test_number_formats(kind: str, shown: str) -> None:
    """References show the number in the list's own format."""
    numbering = f'<w:abstractNum w:abstractNumId="9">{level(0, "%1", kind=kind)}</w:abstractNum>' + num(9, 9)
    listed = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="9"/></w:numPr><w:outlineLvl w:val="0"/>'
    source = template(
        heading("一") + heading("二", "_Pg_b", 1, 2) + p(ref("_Pg_b", r"\n \h")),
        styles=style("heading 1", "Heading1", listed),
        numbering=numbering,
    )
    assert lines(render(source))[-1] == shown


def test_dates_and_other_fields_are_refused() -> None:
    """Only fields that neither change by the clock nor fetch anything may stand in a template."""
    for code in ("DATE", "INCLUDETEXT x", "DDEAUTO c", "= 1 + 1", 'HYPERLINK "file:///etc/passwd"'):
        with pytest.raises(TemplateError):
            compile_template(rules(p(field(code, "x"))))


@pytest.mark.office
@pytest.mark.parametrize("chosen", ["十進", "条文"])
def test_libreoffice_shows_the_numbers_we_write(chosen: str, tmp_path: Path) -> None:
    """Headings, references and contents in the PDF carry the numbers computed here."""
    body = (
        contents(r'TOC \o "1-2" \n \h')
        + two_chapters()
        + p("一", style="Clause")
        + p("甲", style="Item")
        + p("二", style="Clause")
        + p("参照は", ref("_Pg_e", r"\n \h"), "である。")
    )
    compiled = compile_template(rules(body))
    made = compiled.render_with_report({"full": True}, options=RenderOptions(list_style=chosen))
    pdf = convert_to_pdf({"made": made.data}, tmp_path)["made"]
    shown = "".join(pdf_text(pdf).split())
    for item in made.headings:
        assert shown.count(f"{item.number}{item.title}") == 2
    assert f"参照は{made.headings[-1].number}である。" in shown
