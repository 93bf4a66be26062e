"""Templates that would take for ever: each is done with, or refused, in a moment and in little memory."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable

import pytest

from generator.errors import GeneratorError
from generator.word.engine.compile.building import compile_template
from tests.builders import RULES_STYLES, heading, p, ref, row, rules, tbl, template
from tests.wordfile import field

SECONDS = 2.0
MEGABYTES = 300


def doubled(name: str, times: int = 45) -> str:
    return f"{{% set {name}0 = ['x'] %}}" + "".join(
        f"{{% set {name}{n + 1} = [{name}{n}, {name}{n}] %}}" for n in range(times)
    )


def in_loop(work: str, turns: str = "range(9999)") -> bytes:
    return template(p(f"{{% for x in {turns} %}}{{% set y = {work} %}}{{% endfor %}}"))


def contents() -> str:
    return p(field(r'TOC \o "1-3"', "x"))


def marked(inside: str, number: int = 1) -> str:
    start = p("", before=f'<w:bookmarkStart w:id="{number}" w:name="b{number}"/>')
    return start + inside + p("", before=f'<w:bookmarkEnd w:id="{number}"/>')


def chain(count: int) -> str:
    return "".join(
        f'<w:style w:type="paragraph" w:styleId="s{n}"><w:name w:val="s{n}"/><w:basedOn w:val="s{n + 1}"/></w:style>'
        for n in range(count)
    )


HEAVY: dict[str, Callable[[], bytes]] = {
    "quotes": lambda: template(p("{{ " + "\"“‘'\\" * 400)),
    "many quotes": lambda: template(p("{{ " + "“\\" * 200_000)),
    "quotes in many tags": lambda: template("".join(p("{{ " + '“‘"' * 600 + " }}") for _ in range(300))),
    "nested lists compared": lambda: template(p(doubled("a") + doubled("b") + "{% if a45 == b45 %}x{% endif %}")),
    "smaller lists compared": lambda: template(
        p(doubled("a", 11) + doubled("b", 11) + "{% for x in range(9999) %}{{ a11 == b11 }}{% endfor %}")
    ),
    "unique": lambda: in_loop("range(9999)|unique"),
    "unique of lists": lambda: in_loop("range(9999)|map('x')|unique", "[1]"),
    "sort": lambda: in_loop("range(9999)|sort"),
    "join": lambda: in_loop("range(9999)|join(',')"),
    "sum": lambda: in_loop("range(9999)|sum"),
    "sum of texts": lambda: in_loop("text|list|sum(start='')"),
    "in": lambda: in_loop("x in range(9999)|list"),
    "test of a list": lambda: in_loop("x is in range(9999)"),
    "slices": lambda: in_loop("text[1:]"),
    "replace": lambda: in_loop("text|replace('a', 'bb')"),
    "upper": lambda: in_loop("text.upper()"),
    "loops": lambda: template(p("{% for x in range(9999) %}{% for y in range(9999) %}{% endfor %}{% endfor %}")),
    "turns with many tags": lambda: template(p("{% for x in range(9999) %}" + "{{ x }}" * 900 + "{% endfor %}")),
    "elif": lambda: template(p("{% if a is defined %}" + "{% elif a is defined %}x" * 3_500 + "{% endif %}")),
    "elif in elif": lambda: template(
        p(("{% if a is defined %}" + "{% elif a is defined %}x" * 180) * 14 + "{% endif %}" * 14)
    ),
    "loops over levels of the tree": lambda: template(
        p("{%p for a in [1] %}") * 14 + p("{% for a in [1] %}" * 14 + "x" + "{% endfor %}" * 14) + p("{%p endfor %}") * 14
    ),
    "conditions": lambda: template(p("{% if a is defined %}x{% endif %}" * 1_900)),
    "names": lambda: template(p("".join(f"{{% set v{n} = 1 %}}{{% if x %}}{{% set w{n} = 1 %}}{{% endif %}}" for n in range(990)))),
    "values of a name": lambda: template(p("{% set a = x %}" + "{% set a = a if x else a %}" * 200 + "{{ a }}")),
    "rows": lambda: template(tbl(*[row("{{ x }}", "b") for _ in range(12_000)])),
    "fewer rows": lambda: template(tbl(*[row("{{ x }}", "b") for _ in range(3_500)])),
    "paragraphs": lambda: template(p("{{ x }}") * 20_000),
    "fewer paragraphs": lambda: template(p("{{ x }}") * 3_900),
    "tags in one paragraph": lambda: template(p("{{ x }}" * 3_900)),
    "long tags": lambda: template(p("{{ " + "+".join(["x"] * 50) + " }}") * 1_900),
    "unknown names": lambda: template("".join(p(f"{{{{ abcdefghijklmnop{n} }}}}") for n in range(2_500))),
    "closers": lambda: template(p("}} " * 300_000)),
    "bookmarks of one number": lambda: template(
        p("{%p if x %}") + p("", before='<w:bookmarkStart w:id="1" w:name="a"/>' * 30_000) + p("{%p endif %}")
    ),
    "chain of styles": lambda: template(p("x"), styles=chain(1_990)),
    "headings of one name": lambda: rules(contents() + heading("x", "same") * 2_500),
    "contents": lambda: rules(contents() * 30 + p("{%p for x in range(9999) %}") + heading("x{{ x }}") + p("{%p endfor %}")),
    "references to everything": lambda: template(marked(p("あ" * 200_000) + p(ref("b1")) * 900)),
    "the same item again": lambda: template(
        p("{%p for x in [" + "d," * 300 + "] %}") + p("{%p for y in [" + "d," * 300 + "] %}") + p("x") + p("{%p endfor %}") * 2
    ),
    "nested tables": lambda: template("<w:tbl><w:tr><w:tc>" * 75 + p("{{ x }}") * 2_000 + "<w:p/></w:tc></w:tr></w:tbl>" * 75),
    "elements": lambda: template(p(*["<w:r><w:t/></w:r>"] * 60_000)),
    "texts kept": lambda: template(p("".join(f"{{% set b{n} = text ~ '{n}' %}}" for n in range(2_000)))),
    "large texts": lambda: template(p("{% for x in range(9999) %}{{ text }}{% endfor %}")),
    "numbers of lists": lambda: template(
        contents() + p("x", style="Heading1") * 2_000,
        styles=RULES_STYLES,
        numbering='<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="999999999"/>'
        f'<w:numFmt w:val="lowerRoman"/><w:lvlText w:val="{"%1" * 50_000}"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>',
    ),
}  # fmt: skip


@pytest.mark.parametrize("make", HEAVY.values(), ids=HEAVY)
def test_every_template_is_done_with_in_a_moment(make: Callable[[], bytes]) -> None:
    """It compiles and renders, or is refused with an error of ours, within the limits."""
    source = make()
    assert len(source) <= 1024 * 1024
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.process_time()
    try:
        compiled = compile_template(source)
        context = {"x": "値", "d": {"id": 1}, "text": "a" * 50_000}
        compiled.missing_names(context)
        compiled.render(context)
    except GeneratorError as error:
        assert str(error)
    assert time.process_time() - start < SECONDS
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024 < MEGABYTES


def test_ordinary_loops_stay_far_below_the_limits() -> None:
    """A register of two thousand rows of ten columns is an ordinary document."""
    cells = [f"{{{{ x.c{n} }}}}" for n in range(10)]
    compiled = compile_template(template(tbl(row("{%tr for x in xs %}"), row(*cells), row("{%tr endfor %}"))))
    assert compiled.render({"xs": [{f"c{n}": f"値{n}" for n in range(10)}] * 2_000})
