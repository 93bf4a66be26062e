"""Whether control tags that stand beside each other form whole blocks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from generator.word.engine.language.tags import Location

MAX_DEPTH = 15
"""Blocks within blocks; Python itself refuses more than 20 loops."""
MAX_BRANCHES = 200
"""Branches within branches, those before an `elif` counted in; Python's compiler goes one deeper for each."""


@dataclass(frozen=True, slots=True)
class ControlBlock:
    """A control tag on one level of the tree; `kind` is empty for anything else."""

    kind: str
    text: str
    place: Location


def nesting_fault(kinds: Iterable[str]) -> tuple[int, str]:
    """Return the position of the first control tag that lies too deep, and what is wrong in Japanese; -1 if none does.

    Args:
        kinds: The kinds of all control tags of a part in the order of its text, whatever holds them.
    """
    depth: list[int] = []
    branches = 0
    for at, kind in enumerate(kinds):
        if kind in ("if", "for"):
            depth.append(1)
            branches += 1
        elif kind in ("elif", "else") and depth:
            depth[-1] += 1
            branches += 1
        elif kind in ("endif", "endfor") and depth:
            branches -= depth.pop()
        if len(depth) > MAX_DEPTH:
            return at, f"入れ子が深すぎます（上限 {MAX_DEPTH}）"
        if branches > MAX_BRANCHES:
            return at, f"条件の枝分かれが多すぎます（上限 {MAX_BRANCHES}）"
    return -1, ""


def check_blocks(blocks: Sequence[ControlBlock]) -> list[tuple[ControlBlock, str]]:
    """Return the tags that break the nesting, each with what is wrong in Japanese."""
    wrong: list[tuple[ControlBlock, str]] = []
    stack: list[tuple[ControlBlock, bool]] = []
    for block in blocks:
        if block.kind in ("if", "for"):
            stack.append((block, False))
            if len(stack) == MAX_DEPTH + 1:
                wrong.append((block, f"入れ子が深すぎます（上限 {MAX_DEPTH}）"))
        elif block.kind in ("elif", "else"):
            _branch(block, stack, wrong)
        elif block.kind in ("endif", "endfor"):
            opener = block.kind.removeprefix("end")
            if stack and stack[-1][0].kind == opener:
                stack.pop()
            else:
                wrong.append((block, _unmatched(f"{{% {opener} … %}}")))
    for block, _ in stack:
        wrong.append((block, _unmatched(f"{{% end{block.kind} %}}")))
    return wrong


def _branch(
    block: ControlBlock, stack: list[tuple[ControlBlock, bool]], wrong: list[tuple[ControlBlock, str]]
) -> None:
    if not stack or (block.kind == "elif" and stack[-1][0].kind != "if"):
        wrong.append((block, _unmatched("{% if … %}")))
    elif stack[-1][1]:
        wrong.append((block, "{% else %} の後には置けません"))
    elif block.kind == "else":
        stack[-1] = (stack[-1][0], True)


def _unmatched(other: str) -> str:
    return f"対応する {other} が同じ階層（同じ段落の中、または同じ本文・セル・表の行の並び）にありません"
