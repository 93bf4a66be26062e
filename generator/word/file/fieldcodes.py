"""The fields of a part: instructions joined over their runs, and whether begin, separate and end balance."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.word.file.names import DEL, FLD_CHAR, FLD_SIMPLE, INSTR_TEXT, w
from generator.word.file.xml import Element

_DELETED = (DEL, w("moveFrom"))
_STORY_HOLDERS = tuple(w(name) for name in ("txbxContent", "footnote", "endnote", "comment"))


@dataclass(slots=True)
class Field:
    """One field: where it begins, its instruction, and whether it is whole.

    Attributes:
        start: The `w:fldChar` of type begin, or the `w:fldSimple`.
        instruction: The instruction text without surrounding blanks.
        fault: What breaks it, in Japanese; empty for a sound field.
    """

    start: Element
    instruction: str = ""
    fault: str = ""
    separated: bool = False

    @property
    def words(self) -> list[str]:
        """Return the instruction split at blanks: the field's name and its arguments."""
        return self.instruction.split()


def read_fields(root: Element) -> Iterator[Field]:
    """Yield every field of a part, broken ones with their fault, in the order they end; deleted ones are none."""
    stacks: dict[Element | None, list[Field]] = {}
    for node in root.iter(FLD_CHAR, INSTR_TEXT, FLD_SIMPLE):
        if next(node.iterancestors(*_DELETED), None) is not None:
            continue
        if node.tag == FLD_SIMPLE:
            yield Field(node, node.get(w("instr"), "").strip())
            continue
        stack = stacks.setdefault(next(node.iterancestors(*_STORY_HOLDERS), None), [])
        if node.tag == INSTR_TEXT:
            if stack and not stack[-1].separated:
                stack[-1].instruction += node.text or ""
        else:
            yield from _mark(node, stack)
    for stack in stacks.values():
        for item in stack:
            item.fault = "フィールドに終わりがありません"
            yield item


def _mark(node: Element, stack: list[Field]) -> Iterator[Field]:
    kind = node.get(w("fldCharType"))
    if kind == "begin":
        stack.append(Field(node))
    elif not stack:
        yield Field(node, fault=f"フィールドの始まりがないのに {kind} があります")
    elif kind == "separate":
        if stack[-1].separated:
            stack[-1].fault = "フィールドの区切り（separate）が2つあります"
        stack[-1].separated = True
    else:
        done = stack.pop()
        done.instruction = done.instruction.strip()
        yield done
