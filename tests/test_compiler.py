"""Tags in Word's XML."""

from __future__ import annotations

import pytest

from generator.errors import TemplateError
from generator.word.checks.structure import check_structure
from generator.word.engine.compile.building import compile_template
from tests.builders import W14, W, filled, lines, p, part, render, root, row, t, tbl, template, text

NAME = {"name": "株式会社テスト", "xs": ["あ", "い"], "yes": True, "no": False}


def problems(body: str, **parts: str) -> str:
    with pytest.raises(TemplateError) as caught:
        compile_template(template(body, changes=None, **parts), name="見本.docx")
    return str(caught.value)


def test_a_tag_split_over_runs_takes_the_first_run() -> None:
    """A tag that Word split over runs is joined in its first run, with that run's formatting."""
    body = p(t("前{", "<w:b/>"), t("{ na"), t("me }", "<w:i/>"), t("}後"))
    data = render(template(body), NAME)
    assert lines(data) == ["前株式会社テスト後"]
    runs = root(data).findall(f".//{W}r")
    assert [text(run) for run in runs] == ["前株式会社テスト", "後"]
    assert runs[0].find(f"{W}rPr/{W}b") is not None


def test_bookmarks_and_comment_anchors_inside_a_tag_are_kept() -> None:
    """What stands between the runs of a tag stays: bookmarks, comment anchors, proofing marks."""
    body = p(
        t("{{ na"),
        '<w:bookmarkStart w:id="5" w:name="b"/>',
        '<w:proofErr w:type="spellStart"/>',
        t("me"),
        '<w:bookmarkEnd w:id="5"/>',
        t(" }}"),
    )
    data = render(template(body), NAME)
    assert lines(data) == ["株式会社テスト"]
    assert part(data).count("bookmarkStart") == part(data).count("bookmarkEnd") == 1
    assert "proofErr" in part(data)


def test_a_tab_or_break_inside_a_tag_is_white_space() -> None:
    """A tag may run over a line break that Word put in."""
    assert filled(p("<w:r><w:t>{{</w:t><w:br/><w:t>name }}</w:t></w:r>"), NAME) == ["株式会社テスト"]


def test_a_control_paragraph_removes_itself() -> None:
    """A paragraph that holds nothing but a control tag leaves no paragraph behind, with or without prefix."""
    body = (
        p("a")
        + p("{% if yes %}")
        + p("b")
        + p("{% endif %}")
        + p("{%p if no %}")
        + p("c")
        + p("{%p endif %}")
    )
    assert filled(body, NAME) == ["a", "b"]


def test_several_control_tags_may_share_a_paragraph() -> None:
    """{% endif %}{% endif %} in one paragraph ends both blocks and removes the paragraph."""
    assert filled(p("{% if yes %}{% if yes %}") + p("x") + p("{% endif %}{% endif %}"), NAME) == ["x"]


def test_else_and_elif_choose_paragraphs() -> None:
    """One branch of a condition is rendered."""
    body = (
        p("{% if no %}") + p("a") + p("{% elif yes %}") + p("b") + p("{% else %}") + p("c") + p("{% endif %}")
    )
    assert filled(body, NAME) == ["b"]
    assert filled(body, {**NAME, "yes": False}) == ["c"]


def test_a_condition_inside_a_paragraph_keeps_each_run_as_it_is() -> None:
    """A block that begins in one run and ends in another takes whole runs, each in its own formatting."""
    body = p(t("前{% if yes %}中"), t("太字{% endif %}後", "<w:b/>"))
    runs = root(render(template(body), NAME)).findall(f".//{W}r")
    assert [(text(run), run.find(f"{W}rPr/{W}b") is not None) for run in runs] == [
        ("前", False), ("中", False), ("太字", True), ("後", True)
    ]  # fmt: skip
    assert filled(body, {"yes": False}) == ["前後"]


def test_a_loop_inside_a_paragraph_repeats_text() -> None:
    """A loop within one paragraph makes no paragraphs."""
    assert filled(p("{% for x in xs %}{{ x }}{% if not loop.last %}、{% endif %}{% endfor %}。"), NAME) == [
        "あ、い。"
    ]


def test_a_loop_over_paragraphs() -> None:
    """A loop around paragraphs repeats them."""
    assert filled(p("{% for x in xs %}") + p("{{ loop.index }} {{ x }}") + p("{% endfor %}"), NAME) == [
        "1 あ",
        "2 い",
    ]


@pytest.mark.parametrize("tag", ["tr ", " "])
def test_a_loop_over_rows(tag: str) -> None:
    """A row that holds nothing but a control tag removes itself, with or without {%tr."""
    rows = [
        row("題", "値"),
        row(f"{{%{tag}for x in xs %}}", ""),
        row("{{ x }}", "-"),
        row(f"{{%{tag}endfor %}}", ""),
    ]
    data = render(template(tbl(*rows) + p("")), NAME)
    assert [text(node) for node in root(data).iter(f"{W}tr")] == ["題値", "あ-", "い-"]


def test_a_loop_over_cells() -> None:
    """{%tc removes its cell."""
    data = render(template(tbl(row("{%tc for x in xs %}", "{{ x }}", "{%tc endfor %}", "末")) + p("")), NAME)
    assert [text(cell) for cell in root(data).iter(f"{W}tc")] == ["あ", "い", "末"]


def test_a_control_paragraph_in_a_cell_with_other_text_stays_in_the_cell() -> None:
    """Only a row that holds nothing else is taken as a whole."""
    cell = p("{% if no %}") + p("隠") + p("{% endif %}") + p("見")
    assert filled(tbl(row(cell, "隣")) + p(""), NAME) == ["見", "隣", ""]


def test_a_cell_left_empty_keeps_a_paragraph() -> None:
    """Word refuses a cell without a paragraph."""
    cell = p("{% if no %}") + p("隠") + p("{% endif %}")
    data = render(template(tbl(row(cell, "隣")) + p("")), NAME)
    assert lines(data) == ["", "隣", ""]
    assert check_structure(data) == ()


def test_a_table_left_without_rows_disappears() -> None:
    """A table whose rows are all conditional is dropped when none is rendered."""
    body = p("前") + tbl(row("{% for x in empty %}"), row("{{ x }}"), row("{% endfor %}")) + p("後")
    data = render(template(body), {"empty": []})
    assert root(data).find(f".//{W}tbl") is None
    assert lines(data) == ["前", "後"]
    assert lines(render(template(body), {"empty": ["1"]})) == ["前", "1", "後"]


def test_a_body_left_empty_keeps_a_paragraph() -> None:
    """A document whose content is all conditional still opens."""
    assert filled(p("{% if no %}") + p("x") + p("{% endif %}"), NAME) == [""]


def test_a_header_left_empty_keeps_a_paragraph() -> None:
    """A header part holds at least one paragraph."""
    header = p("{% if no %}") + p("x") + p("{% endif %}")
    assert lines(render(template(p("本文"), header=header), NAME), "word/header.xml") == [""]


def test_a_section_break_in_a_control_paragraph_is_kept() -> None:
    """A paragraph that ends a section stays, empty, whatever its tag decides."""
    section = (
        '<w:p><w:pPr><w:sectPr><w:pgSz w:w="1" w:h="2"/></w:sectPr></w:pPr>' + t("{% if no %}") + "</w:p>"
    )
    data = render(template(p("a") + section + p("b") + p("{% endif %}")), NAME)
    assert lines(data) == ["a", ""]
    assert len(root(data).findall(f".//{W}sectPr")) == 2


def test_bookmarks_around_a_removed_block_stay_paired() -> None:
    """A bookmark that begins or ends in a control paragraph keeps both its ends."""
    start, end = '<w:bookmarkStart w:id="1" w:name="b"/>', '<w:bookmarkEnd w:id="1"/>'
    body = p("{% if no %}", before=start) + p("x") + p("{% endif %}", after=end) + p("y")
    data = render(template(body), NAME)
    assert check_structure(data) == ()
    assert part(data).count("bookmarkEnd") == 1


def test_comments_vanish() -> None:
    """{# #} leaves nothing, and a paragraph with nothing else disappears."""
    assert filled(p("{# 覚え書き {{ x }} #}") + p("a{# b #}c")) == ["ac"]


def test_set_defines_a_name() -> None:
    """A name set in one paragraph serves those after it."""
    assert filled(p("{% set total = 1 + 2 %}") + p("{{ total }}")) == ["3"]


def test_text_boxes_are_filled_in_both_forms() -> None:
    """The modern and the fallback form of a text box show the same."""
    box = "<w:txbxContent>" + p("{{ name }}") + "</w:txbxContent>"
    body = p(
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>"
        f"<wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict>"
        "</mc:Fallback></mc:AlternateContent></w:r>",
        "外",
    )
    assert part(render(template(body), NAME)).count("株式会社テスト") == 2


def test_attributes_are_filled() -> None:
    """An alternative text may hold a value; quotes in it are escaped."""
    body = p(
        '<w:r><w:drawing><wp:inline><wp:docPr id="1" name="x" descr="{{ name }}の図"/></wp:inline></w:drawing></w:r>'
    )
    data = render(template(body), {"name": 'A"B&<'})
    node = next(
        root(data).iter("{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr")
    )
    assert node.get("descr") == 'A"B&<の図'


@pytest.mark.parametrize("kind", ["header", "footer", "footnotes", "endnotes", "comments"])
def test_every_story_is_filled(kind: str) -> None:
    """Headers, footers, notes and comments are templates too."""
    content = p("{{ name }}")
    inner = {"footnotes": "footnote", "endnotes": "endnote", "comments": "comment"}.get(kind)
    if inner:
        content = f'<w:{inner} w:id="1">{content}</w:{inner}>'
    assert lines(render(template(p("x"), changes=None, **{kind: content}), NAME), f"word/{kind}.xml") == [
        "株式会社テスト"
    ]


def test_every_paragraph_gets_its_own_id() -> None:
    """`w14:paraId` is unique, below 0x80000000, and the same in every run."""
    body = p("a") + p("a") + p("{% for x in xs %}") + p("{{ x }}") + p("{% endfor %}") + p("")
    data = render(template(body), NAME)
    ids = [node.get(f"{W14}paraId", "") for node in root(data).iter(f"{W}p")]
    assert len(set(ids)) == 5
    assert all(0 < int(value, 16) < 0x80000000 for value in ids)
    assert data == render(template(body), NAME)


def test_paragraph_ids_in_a_loop_follow_the_item() -> None:
    """A paragraph made for an item with an id keeps its paraId when the list is reordered."""
    body = p("{% for x in xs %}") + p("{{ x.n }}") + p("{% endfor %}")

    def ids(*keys: str) -> dict[str, str]:
        data = render(template(body), {"xs": [{"id": key, "n": key} for key in keys]})
        return {text(node): node.get(f"{W14}paraId", "") for node in root(data).iter(f"{W}p")}

    assert ids("a", "b") == ids("b", "a")


def test_bookmarks_in_a_loop_are_unique() -> None:
    """A bookmark that a loop repeats gets an id and a name of its own each time."""
    mark = p(
        "{{ x }}", before='<w:bookmarkStart w:id="1" w:name="_Pg_x"/>', after='<w:bookmarkEnd w:id="1"/>'
    )
    data = render(template(p("{% for x in xs %}") + mark + p("{% endfor %}") + p("")), NAME)
    assert check_structure(data) == ()
    assert len({node.get(f"{W}name") for node in root(data).iter(f"{W}bookmarkStart")}) == 2


def test_all_problems_are_reported_at_once() -> None:
    """Every wrong tag is named with its place."""
    message = problems(
        p("{{ a b }}") + p("{% if x %}") + p("{{ name|nosuch }}") + tbl(row("題", "{{ 1 * 2 }}")) + p("")
    )
    assert "4か所に問題があります" in message
    for words in (
        "段落1: {{ a b }}",
        "段落2: {% if x %}: 対応する {% endif %}",
        "nosuch",
        "表1の1行2列",
        "演算子 *",
    ):
        assert words in message


@pytest.mark.parametrize(
    "body",
    [
        p("{% if a %}") + tbl(row("{% endif %}x")) + p(""),
        p("x{% if a %}") + p("{% endif %}"),
        p("{% endif %}"),
        p("{% else %}"),
        p("{% if a %}{% else %}{% else %}{% endif %}"),
        p("{% for x in a %}{% endif %}"),
        p("{%tr if a %}") + p("{%tr endif %}"),
        p("文{%p if a %}") + p("{%p endif %}"),
        tbl(row("{%tr if a %}", "文"), row("{%tr endif %}", "")),
        p('<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF {{ x }}</w:instrText></w:r>')
        + p('<w:r><w:fldChar w:fldCharType="end"/></w:r>'),
    ],
)
def test_blocks_that_are_not_whole_are_refused(body: str) -> None:
    """A block begins and ends on one level; a tag stands where its prefix says; fields hold no tags."""
    assert "見本.docx" in problems(body)


def test_white_space_between_elements_does_not_matter() -> None:
    """A part that was written with line breaks and indents renders the same."""
    body = p("{% if yes %}") + p("a") + p("{% endif %}")
    spread = body.replace("><", ">\n  <").replace("<w:t", "<w:t")
    assert filled(spread, NAME) == ["a"]


def test_a_bookmark_that_a_condition_would_tear_apart_is_kept_whole() -> None:
    """A bookmark that begins inside a condition and ends outside it is rendered with both ends or none."""
    mark, end = '<w:bookmarkStart w:id="1" w:name="b"/>', '<w:bookmarkEnd w:id="1"/>'
    body = p("前{% if no %}", mark, "中{% endif %}後", end)
    data = render(template(body), NAME)
    assert lines(data) == ["前後"]
    assert check_structure(data) == ()


def test_a_formatted_control_tag_is_alone_in_its_paragraph() -> None:
    """Formatting of the tag's own runs does not count as content."""
    assert filled(
        p(t("{% if no %}", "<w:b/><w:color w:val='FF0000'/>")) + p("x") + p("{% endif %}") + p("y"), NAME
    ) == ["y"]


def test_a_cell_with_nothing_but_a_comment_keeps_a_paragraph() -> None:
    """A comment's paragraph goes, the cell stays sound."""
    data = render(template(tbl(row("{# 覚え #}", "隣")) + p("")), NAME)
    assert check_structure(data) == ()


def test_a_table_whose_only_row_loses_all_cells_disappears() -> None:
    """A row without cells goes, and with it a table without rows."""
    data = render(template(p("前") + tbl(row("{%tc if no %}", "文", "{%tc endif %}")) + p("")), NAME)
    assert root(data).find(f".//{W}tbl") is None
