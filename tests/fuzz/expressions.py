"""Expressions and control tags put together at random: shown, or refused with an error of ours."""

from __future__ import annotations

import random
from collections.abc import Iterator

from generator.errors import GeneratorError
from generator.word.engine.compile.building import compile_template
from generator.word.engine.language.environment import FILTERS, METHODS, TESTS
from generator.word.engine.language.placeholder import Placeholder
from tests.builders import p, template

CONTEXT: dict[str, object] = {
    "s": "文字", "n": 3, "f": 1.5, "none": None, "yes": True, "xs": [3, 1, 2], "mixed": [1, "a", [2], None, {"k": 1}],
    "d": {"k": 1, "items": "品"}, "rows": [{"id": "a", "n": 1}, {"id": "b", "n": 2}], "gap": Placeholder("名", "n"),
    "deep": [[[[1]]]], "empty": [], "big": list(range(2_000)), "long": "あ" * 20_000,
}  # fmt: skip
_ATOMS = (
    *CONTEXT, "unknown", "loop", "loop.index", "1", "0", "-1", "1e999", "1e308", "99999999999999999999", "''", "'a'",
    '"}}"', "“a”", "'%}'", "[]", "[s, xs]", "(1, 2)", "range(3)", "range(10000)", "range(s)", "_x", "d.items", "d['k']",
    "xs[0]", "xs[9]", "s[::-1]", "xs[1:]", "xs[::0]", "rows[0].id", "{}", "\\", "²", "１", "\ufdd0", "𠮷", "\u202e", "self", "x.__class__",
)  # fmt: skip
_JOINTS = (
    "+",
    "-",
    "~",
    "*",
    "/",
    "//",
    "%",
    "**",
    "==",
    "!=",
    "<",
    ">=",
    "in",
    "not in",
    "and",
    "or",
    "is",
    ",",
    ".",
    "|",
    "if",
    "else",
    " ",
)
_NAMES = ("attribute", "reverse", "start", "boolean", "x")


def expression(rng: random.Random, depth: int = 0) -> str:
    """Return an expression, sound more often than not."""
    kind = rng.randrange(12) if depth < 4 else 0
    if kind < 4:
        return rng.choice(_ATOMS)
    inner = expression(rng, depth + 1)
    other = expression(rng, depth + 1)
    if kind < 6:
        return f"{inner} {rng.choice(_JOINTS)} {other}"
    if kind < 9:
        given = [
            rng.choice((other, f"{rng.choice(_NAMES)}={other}", "'id'", "attribute='n'"))
            for _ in range(rng.randrange(3))
        ]
        call = f"({', '.join(given)})" if given else ""
        return f"({inner})|{rng.choice(sorted(FILTERS))}{call}"
    if kind < 10:
        return f"{inner} is {rng.choice(sorted(TESTS))} {rng.choice(('', other))}"
    if kind < 11:
        return f"({inner}).{rng.choice(sorted(METHODS))}({rng.choice(('', other))})"
    return rng.choice(
        (
            f"({inner} if {other} else s)",
            f"[{inner}, {other}]",
            f"not {inner}",
            f"({inner})[{other}]",
            f"-{inner}",
        )
    )


def body(rng: random.Random) -> str:
    """Return the text of a paragraph with tags."""
    one, two = expression(rng), expression(rng)
    return rng.choice(
        (
            f"{{{{ {one} }}}}",
            f"{{% if {one} %}}a{{% elif {two} %}}b{{% else %}}c{{% endif %}}",
            f"{{% for x in {one} %}}{{{{ x }}}}{{{{ loop.index }}}}{{% endfor %}}",
            f"{{% for x, y in {one} if {two} %}}{{{{ y }}}}{{% else %}}z{{% endfor %}}",
            f"{{% set v = {one} %}}{{{{ v ~ ({two}) }}}}",
            f"{{% for x in range(10000) %}}{{% set v = {one} %}}{{% endfor %}}",
            f"{{{{ {one}",
            f"{{% {one} %}}",
        )
    )


def inputs(rng: random.Random) -> Iterator[str]:
    """Yield texts of paragraphs without end."""
    while True:
        yield body(rng)


def run(data: str) -> str:
    """Compile and render; say what came of it."""
    text = data.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    try:
        compiled = compile_template(template(p(text)))
    except GeneratorError:
        return "refused"
    names = compiled.missing_names(CONTEXT)
    try:
        compiled.render(CONTEXT)
    except GeneratorError:
        return "refused while rendering"
    return "names missing, yet rendered" if names else "rendered"
