"""Expressions, values and limits of the sandbox."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.errors import GeneratorError, RenderError, TemplateError
from generator.word.engine.compile.building import compile_template
from generator.word.engine.language.placeholder import Placeholder
from generator.word.engine.language.values import RenderOptions
from tests.builders import STYLES, W, child, filled, lines, p, part, render, root, style, t, template, text

WITH_STYLE = STYLES + style("Placeholder", "Ph", kind="character", run='<w:color w:val="FF0000"/>')

#: Text a document can hold: no surrogates, no control characters but line break and tab, no U+FFFE and U+FFFF.
TEXTS = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff")
    | st.sampled_from("\n\t")
)


def one(expression: str, **context: object) -> str:
    """Return what a value tag shows."""
    return filled(p("{{ " + expression + " }}"), context)[0]


def refused(body: str) -> str:
    with pytest.raises(TemplateError) as caught:
        compile_template(template(body))
    return str(caught.value)


@given(value=TEXTS)
@settings(max_examples=200, deadline=None)
def test_any_text_survives(value: str) -> None:
    """What is put in is read back: every character, line breaks and tabs too."""
    assert one("value", value=value) == value


COMPILED = compile_template(template(p("前{{ value }}後"), header=p("{{ value }}")))


@given(
    value=TEXTS
    | st.sampled_from(["{{ 7*7 }}", "{% if x %}", "{# c #}", "</w:t>", "<w:p/>", "&amp;", "\x01B0\x02"])
)
@settings(max_examples=200, deadline=None)
def test_a_value_is_never_read_as_a_tag(value: str) -> None:
    """A value that looks like a tag or like XML stays text, in the body and in the header."""
    try:
        data = COMPILED.render({"value": value})
    except RenderError as error:
        assert "書けない文字" in str(error)
        return
    assert lines(data) == [f"前{value}後"]
    assert lines(data, "word/header.xml") == [value]


@given(value=st.text(st.characters()))
@settings(max_examples=100, deadline=None)
def test_any_string_gives_a_document_or_an_error_of_ours(value: str) -> None:
    """Control characters, lone surrogates and noncharacters never break the file."""
    try:
        data = COMPILED.render({"value": value})
    except GeneratorError:
        return
    root(data)


def test_forbidden_characters_name_the_tag_and_the_place() -> None:
    """The message says which tag and which character, and does not repeat the value."""
    with pytest.raises(RenderError) as caught:
        render(template(p("x") + p("{{ company.name }}")), {"company": {"name": "秘密\x0b"}})
    message = str(caught.value)
    assert "段落2" in message and "{{ company.name }}" in message and "U+000B" in message
    assert "秘密" not in message


def test_line_breaks_and_tabs_become_word_elements() -> None:
    """Each of the three kinds of line end is a line break."""
    data = render(template(p("{{ v }}")), {"v": "a\nb\r\nc\rd\te"})
    assert lines(data) == ["a\nb\nc\nd\te"]
    assert part(data).count("<w:br/>") == 3


@pytest.mark.parametrize(
    ("expression", "shown"),
    [
        ("a.b", "1"), ("a['b']", "1"), ("xs[0]", "あ"), ("xs[-1]", "い"), ("s[:2]", "文字"), ("n + 1", "4"), ("n - 1", "2"),
        ("n ~ '件'", "3件"), ("'有' if yes else '無'", "有"), ("'有' if not yes", ""), ("xs|join('、')", "あ、い"),
        ("xs|length", "2"), ("xs|first", "あ"), ("xs|last", "い"), ("none_such|default('－')", "－"),
        ("s|replace('文', '絵')", "絵字列"), ("' x '|trim", "x"), ("'a'|upper", "A"), ("2.345|round(2)", "2.35"),
        ("'あ' in xs", "True"), ("n >= 3 and not n == 4", "True"), ("a.items()|length", "1"), ("'12'|int + 1", "13"),
        ("people|map(attribute='n')|join", "甲乙"), ("(people|selectattr('ok')|list)[0].n", "甲"),
        ("people|rejectattr('n', 'equalto', '甲')|map(attribute='n')|join", "乙"),
        ("people|sort(attribute='n', reverse=true)|map(attribute='n')|join", "甲乙"),
        ("s|e", "文字列"), ("none_such is defined", "False"), ("'x' * 0 if false else 'y'", None),
    ],
)  # fmt: skip
def test_expressions(expression: str, shown: str | None) -> None:
    """What templates may compute."""
    context = {
        "a": {"b": 1}, "xs": ["あ", "い"], "s": "文字列", "n": 3, "yes": True,
        "people": [{"n": "甲", "ok": True}, {"n": "乙", "ok": False}],
    }  # fmt: skip
    if shown is None:
        assert "演算子" in refused(p("{{ " + expression + " }}"))
    else:
        assert one(expression, **context) == shown


@pytest.mark.parametrize(
    "expression",
    [
        "''.__class__", "a['__class__'].x.__mro__", "a|attr('x')", "''.join(xs)", "f()", "a.b()", "range(3)()",
        "2 ** 9", "'x' * 9", "'%s' % a", "1 / 2", "_value", "a._b", "self._x", "xs|safe", "xs|tojson", "a is filter",
        "'{0.__class__}'.format(a)", "lipsum()", "cycler()", "(" * 200 + "a" + ")" * 200, "a|_value(1)", "[x for x in y]",
    ],
)  # fmt: skip
def test_what_templates_may_not_compute(expression: str) -> None:
    """Calls, hidden names, unbounded operators and unknown filters are refused when the template is compiled."""
    assert refused(p("{{ " + expression + " }}"))


@pytest.mark.parametrize(
    "tag", ["{% import 'x' as y %}", "{% include 'x' %}", "{% macro a() %}", "{% raw %}", "{% do x %}"]
)
def test_other_statements_are_refused(tag: str) -> None:
    """Only if, for and set are known."""
    assert "使えないタグ" in refused(p(tag))


def test_attributes_are_keys_never_attributes_of_objects() -> None:
    """`company.items` is the key `items`; a Python object in the context shows nothing of itself."""

    class Thing:
        secret = "x"

    assert one("d.items", d={"items": "品目"}) == "品目"
    with pytest.raises(RenderError):
        one("thing.secret", thing=Thing())


@pytest.mark.parametrize("value", [None, ["a"], {"a": 1}, object(), b"x"])
def test_only_text_and_numbers_are_written(value: object) -> None:
    """A list, a mapping, None or an object in a value tag is an error, not its Python spelling."""
    with pytest.raises(RenderError):
        one("value", value=value)


def test_endless_output_is_stopped() -> None:
    """Nested loops, empty or not, and texts that double are stopped within a moment."""
    nested = "".join(f"{{% for a{n} in xs %}}" for n in range(8)) + "x" + "{% endfor %}" * 8
    with pytest.raises(RenderError, match="繰り返しが多すぎます"):
        one("1") and filled(p(nested), {"xs": list(range(50))})
    doubling = "{% set a0 = 'xxxxxxxxxx' %}" + "".join(
        f"{{% set a{n + 1} = a{n} ~ a{n} %}}" for n in range(40)
    )
    with pytest.raises(RenderError, match="長くなりすぎます"):
        filled(p(doubling + "{{ a40 }}"))
    with pytest.raises(RenderError, match="range"):
        one("range(10000000)|length")


def test_large_values_in_loops_are_stopped() -> None:
    """The output of a part is bounded whatever repeats."""
    with pytest.raises(RenderError, match="出力が大きくなりすぎます"):
        filled(p("{% for x in range(1000) %}{{ big }}{% endfor %}"), {"big": "x" * 200_000})


def test_a_placeholder_is_red_and_reported() -> None:
    """A missing value shows 【label】 in the placeholder style; the run around it keeps its own formatting."""
    source = template(p(t("電話 {{ phone }} まで", "<w:b/>")), styles=WITH_STYLE)
    compiled = compile_template(source)
    made = compiled.render_with_report({"phone": Placeholder("電話番号", "company.phone")})
    runs = root(made.data).findall(f".//{W}r")
    assert [text(run) for run in runs] == ["電話 ", "【電話番号】", " まで"]
    assert [run.find(f"{W}rPr/{W}b") is not None for run in runs] == [True, True, True]
    assert child(runs[1], f"{W}rPr/{W}rStyle").get(f"{W}val") == "Ph"
    (use,) = made.placeholders
    assert (use.label, use.field, use.location.paragraph) == ("電話番号", "company.phone", 1)


def test_a_placeholder_without_a_style_is_red_by_itself() -> None:
    """A template without the style Placeholder still shows red."""
    data = render(template(p(t("{{ x }}", '<w:b/><w:sz w:val="20"/>'))), {"x": Placeholder("名", "n")})
    run = next(run for run in root(data).findall(f".//{W}r") if text(run))
    assert [str(look.tag).removeprefix(W) for look in child(run, f"{W}rPr")] == ["b", "color", "sz"]


def test_a_placeholder_is_false_and_survives_joining() -> None:
    """Conditions see it as missing; joined with text it stays red and reported."""
    missing = Placeholder("氏名", "roles.officer.name")
    assert filled(p("{% if x %}有{% else %}無{% endif %}"), {"x": missing}) == ["無"]
    compiled = compile_template(template(p("{{ '担当 ' ~ x }}、{{ xs|join('・') }}、{{ x|upper }}")))
    made = compiled.render_with_report({"x": missing, "xs": ["甲", missing]})
    assert lines(made.data) == ["担当 【氏名】、甲・【氏名】、【氏名】"]
    assert len(made.placeholders) == 3
    assert one("x or '未定'", x=missing) == "未定"
    assert one("'済' if x is placeholder else '未'", x=missing) == "済"


def test_a_placeholder_in_a_property_is_text() -> None:
    """Properties cannot be red."""
    core = part(template(p("x")), "docProps/core.xml").replace("見本", "{{ x }}\n題")
    data = render(template(p("x"), changes={"docProps/core.xml": core}), {"x": Placeholder("名", "n")})
    assert "【名】 題" in part(data, "docProps/core.xml").replace("\n", " ")


def test_errors_while_rendering_name_the_tag() -> None:
    """A comparison that cannot be made is an error with its place, not a traceback."""
    with pytest.raises(RenderError, match=r"段落2.*{% if a < 1 %}"):
        filled(p("x") + p("{% if a &lt; 1 %}") + p("y") + p("{% endif %}"), {"a": "文"})


def test_loops_over_what_is_no_list_are_errors() -> None:
    """A text, a number or a placeholder is not a list."""
    for value in ("文", 3, Placeholder("一覧", "x")):
        with pytest.raises(RenderError, match="一覧ではない"):
            filled(p("{% for x in xs %}{{ x }}{% endfor %}"), {"xs": value})


def test_options_are_plain() -> None:
    """Default options change nothing."""
    assert RenderOptions() == RenderOptions(None, {}, None, {}, None)


@pytest.mark.parametrize("number", ["1e999", "-1e999", "[1e999]", "x or 1e400", "9e9999 if x else 1"])
def test_numbers_without_end_are_refused(number: str) -> None:
    """A number that Python can only call infinite is an error of the template, with its place."""
    assert "数が大きすぎます" in refused(p("{{ " + number + " }}"))


@pytest.mark.parametrize(
    "expression",
    [
        "xs|sort(attribute=1)", "xs|map(attribute=1)|list", "xs|join(',', attribute=[])", "xs|sum(attribute=2)",
        "xs|selectattr(1)|list", "xs|sort(reverse=xs, attribute=xs)", "s|replace(1, 2)", "xs|join(1)", "s|round(xs)",
        "xs|sum(start=xs)", "s.startswith(1)", "d.get(xs)", "d.get()", "s.upper(1)", "range(xs)", "range(1, 2, 0)|list",
        "xs|first(1)", "s|int(xs, xs)", "s[xs]", "s[::0]", "xs['a']", "n is divisibleby(0)", "n is in n", "n in n",
        "s is lt(n)", "xs|unique(1)", "xs|map|list", "d|sort", "s|trim(1)", "none|length", "n|first", "n|default(1,2,3)",
        "xs|sort(xs)|first", "(99999999999999999999|string)[0]|round(99)", "1e308 + 1e308", "xs|selectattr('a','in',1)|list",
    ],
)  # fmt: skip
def test_wrong_arguments_are_errors_of_ours(expression: str) -> None:
    """Whatever a template hands to a filter, a method or a test, it is shown or refused, never a traceback."""
    context = {"xs": [{"a": 1}, {"a": 2}], "s": "文字", "n": 3, "d": {"k": 1}}
    for body in (p("{{ " + expression + " }}"), p("{% for x in " + expression + " %}x{% endfor %}")):
        try:
            assert render(template(body), context)
        except GeneratorError as error:
            assert str(error)


def test_an_argument_given_twice_is_refused() -> None:
    """Python itself would not compile it."""
    assert "同じ名前の引数" in refused(p("{{ xs|join(attribute='a', attribute='b') }}"))


def test_work_in_expressions_is_charged() -> None:
    """What is sorted, joined, listed or compared in a loop counts towards the same limit as what is written."""
    for work in (
        "range(9999)|sort",
        "range(9999)|join",
        "range(9999)|unique|list",
        "xs in [xs, xs]",
        "xs[1:]",
    ):
        body = p("{% for x in range(9999) %}{% set y = " + work + " %}{% endfor %}")
        with pytest.raises(RenderError, match="繰り返しが多すぎます"):
            filled(body, {"xs": list(range(5_000))})


def test_lists_in_lists_are_bounded() -> None:
    """A list that holds itself twice, again and again, is stopped before anything compares it."""
    doubling = "{% set a0 = [1] %}" + "".join(f"{{% set a{n + 1} = [a{n}, a{n}] %}}" for n in range(40))
    with pytest.raises(RenderError, match="大きくなりすぎます"):
        filled(p(doubling + "{% if a40 == a40 %}x{% endif %}"))
    assert one("[xs, xs] == [xs, xs]", xs=[1, [2]]) == "True"


def test_unique_keeps_the_first_of_each() -> None:
    """Plain values and lists, true and one apart from each other only as Python compares them."""
    assert one("xs|unique|join", xs=["い", "あ", "い", 3, 3]) == "いあ3"
    assert one("xs|unique|list|length", xs=[[1], [1], {"a": 1}, {"a": 1}]) == "2"
