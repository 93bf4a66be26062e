"""An equation of Office Math as one line of text (ECMA-376 part 1, 22.1)."""

from __future__ import annotations

from collections.abc import Iterator

from generator.word.file.names import m
from generator.word.file.xml import Element

EQUATIONS = frozenset({m("oMath"), m("oMathPara")})
"""What stands in a paragraph beside its runs and holds an equation."""

_BETWEEN = {"f": "/", "sSup": "^", "sSub": "_", "limUpp": "^", "limLow": "_"}
"""What stands between the two parts of a structure."""
_BEFORE = {"sup": "^", "sub": "_", "lim": "_"}
"""What stands before a part of a structure of three or more."""
_JOINED = {"m": "; ", "eqArr": "; ", "mr": ", "}
"""What stands between the rows and cells of a matrix."""
_DEFAULT_SIGN = {"nary": "∫", "acc": "^", "groupChr": "", "bar": "‾"}


def equation_text(node: Element) -> str:
    """Return an equation on one line: `(a+b)/2`, `x^2`, `√(x)`; two that differ read differently."""
    return "".join(_read(node))


def _read(node: Element) -> Iterator[str]:
    kind = _kind(node)
    if kind == "t":
        yield node.text or ""
    elif kind.endswith("Pr") or kind in ("del", "moveFrom"):
        return
    elif kind == "d":
        yield _fence(node)
    elif kind == "rad":
        named = dict(_parts(node))
        degree = named.get("deg", "")
        yield f"{degree}√({named.get('e', '')})"
    elif kind in _DEFAULT_SIGN:
        parts = [
            part if name == "e" else f"{_BEFORE.get(name, '')}{part}" for name, part in _parts(node) if part
        ]
        yield _property(node, "chr", _DEFAULT_SIGN[kind]) + _held("".join(parts))
    elif kind in _BETWEEN:
        yield _BETWEEN[kind].join(_held(part) for _, part in _parts(node))
    elif kind in _JOINED:
        yield _held(_JOINED[kind].join(part for _, part in _parts(node)), always=kind != "mr")
    elif kind in ("sSubSup", "sPre"):
        yield "".join(f"{_BEFORE.get(name, '')}{_held(part)}" for name, part in _parts(node))
    else:
        for child in node:
            yield from _read(child)


def _parts(node: Element) -> Iterator[tuple[str, str]]:
    for child in node:
        name = _kind(child)
        if name and not name.endswith("Pr"):
            yield name, "".join(_read(child))


def _fence(node: Element) -> str:
    opened, closed = _property(node, "begChr", "("), _property(node, "endChr", ")")
    between = _property(node, "sepChr", "|")
    return opened + between.join(part for _, part in _parts(node)) + closed


def _property(node: Element, name: str, default: str) -> str:
    found = node.find(f"{m(_kind(node) + 'Pr')}/{m(name)}")
    return default if found is None else found.get(m("val"), "")


def _held(text: str, *, always: bool = False) -> str:
    return f"({text})" if always or len(text) > 1 else text


def _kind(node: Element) -> str:
    """Return the local name of an element of an equation; w:t counts as text, what else is none of it as nothing."""
    tag = str(node.tag)
    return tag.rpartition("}")[2] if isinstance(node.tag, str) else ""
