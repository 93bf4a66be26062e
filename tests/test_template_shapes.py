"""Any arrangement of tags gives an error of ours or a sound document."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from generator.errors import GeneratorError
from generator.word.checks.structure import check_structure
from generator.word.engine.compile.building import compile_template
from generator.word.engine.language.placeholder import Placeholder
from generator.word.engine.language.values import RenderOptions
from tests.builders import heading, lines, p, ref, row, rules, t, tbl

CONTEXT = {
    "a": True,
    "b": False,
    "v": "値<&>\n二行目",
    "xs": [{"id": "x", "n": "甲"}, {"n": "乙"}],
    "none_left": [],
    "gap": Placeholder("氏名", "x.y"),
}
OPENERS = st.sampled_from(
    [
        ("{% if a %}", "{% endif %}"),
        ("{% if b %}", "{% endif %}"),
        ("{% if b %}文{% else %}", "{% endif %}"),
        ("{% for x in xs %}", "{% endfor %}"),
        ("{% for x in none_left %}", "{% endfor %}"),
    ]
)
LEAVES = st.sampled_from(
    ["文", "", " ", "{{ v }}", "{{ gap }}", "{{ x.n if x is defined }}", "{# c #}", "{% set q = 1 %}"]
)
INLINE = st.recursive(
    LEAVES,
    lambda inner: st.tuples(OPENERS, st.lists(inner, max_size=3)).map(
        lambda pair: "".join(pair[1]).join(pair[0])
    ),
)
LONE = OPENERS.filter(lambda pair: "文" not in pair[0])
SECTION = '<w:p><w:pPr><w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr></w:pPr>'
MARKS = ('<w:bookmarkStart w:id="{0}" w:name="m{0}"/>', '<w:bookmarkEnd w:id="{0}"/>')


@st.composite
def paragraphs(draw: st.DrawFn) -> str:
    """Draw a paragraph whose text is cut into runs anywhere, with a bookmark around one of them."""
    text = draw(INLINE)
    cut = draw(st.integers(0, len(text)))
    style = draw(st.sampled_from(["", "", "Clause", "Heading1", "Item"]))
    key = draw(st.uuids()).int % 10**8
    first, second = (mark.format(key) for mark in MARKS) if draw(st.booleans()) else ("", "")
    return p(t(text[:cut], "<w:b/>"), *([first] if first else []), t(text[cut:]), style=style, after=second)


@st.composite
def wrapped(draw: st.DrawFn, inner: st.SearchStrategy[str]) -> str:
    """Draw blocks between control paragraphs, of which one may end a section."""
    opener, closer = draw(LONE)
    body = "".join(draw(st.lists(inner, max_size=3)))
    end = f"{SECTION}{t(closer)}</w:p>" if draw(st.integers(0, 5)) == 0 else p(closer)
    return p(opener) + body + end


@st.composite
def tables(draw: st.DrawFn, inner: st.SearchStrategy[str]) -> str:
    """Draw a table with rows, looped rows, looped cells and blocks in cells."""
    rows = []
    for _ in range(draw(st.integers(1, 3))):
        cells = draw(st.lists(st.lists(inner, min_size=1, max_size=2).map("".join), min_size=1, max_size=2))
        opener, closer = draw(LONE)
        kind = draw(st.integers(0, 3))
        if kind == 1:
            rows += [row(opener, ""), row(*cells), row(closer)]
        elif kind == 2:
            rows.append(row(opener.replace("{% ", "{%tc "), *cells, closer.replace("{% ", "{%tc ")))
        else:
            rows.append(row(*cells))
    return tbl(*rows) + p("")


BLOCKS = st.recursive(
    paragraphs(), lambda inner: wrapped(inner) | tables(inner) | wrapped(inner), max_leaves=8
)


@given(blocks=st.lists(BLOCKS, max_size=6), style=st.sampled_from([None, "条文"]))
@settings(max_examples=150, deadline=None)
def test_any_template_gives_an_error_or_a_sound_document(blocks: list[str], style: str | None) -> None:
    """Whatever is nested in whatever, the result passes the structure checks and is the same twice."""
    body = heading("題", "_Pg_a") + "".join(blocks) + p(ref("_Pg_a"))
    try:
        compiled = compile_template(rules(body))
        options = RenderOptions(list_style=style, title_brackets={1: ("（", "）")})
        data = compiled.render(CONTEXT, options=options)
    except GeneratorError as error:
        assert error.problems
        return
    found = [
        finding
        for finding in check_structure(data)
        if finding.code != "no-tags" and "タグ" not in finding.text
    ]
    assert found == []
    assert lines(data)[-1] == "題"
    assert data == compiled.render(CONTEXT, options=options)
