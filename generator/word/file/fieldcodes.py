"""The one reader of fields: instructions joined over their runs, results, nesting, and whether the marks balance.

A complex field (ECMA-376 part 1, 17.16.18) is three marks in a stream of runs: begin, separate, end. Between the
first two stands the instruction, between the last two what it shows; either may hold other fields, and a field may
run over several paragraphs, or miss a mark.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from generator.word.file.names import (
    COMMENT,
    DEL,
    ENDNOTE,
    FLD_CHAR,
    FLD_SIMPLE,
    FOOTNOTE,
    INSTR_TEXT,
    RPR,
    TXBX,
    R,
    T,
    w,
)
from generator.word.file.xml import Element

FIELD_KIND = w("fldCharType")
_DELETED = (DEL, w("moveFrom"))
_STORY_HOLDERS = (TXBX, FOOTNOTE, ENDNOTE, COMMENT)
_MARKS = frozenset({FLD_CHAR, INSTR_TEXT})
_WORDS = re.compile(r'"([^"]*)"|(\S+)')
_UNSEEN = frozenset({RPR, FLD_CHAR, INSTR_TEXT, w("lastRenderedPageBreak")})


@dataclass(slots=True)
class Field:
    """One field: where it begins, what it says, and whether it is whole.

    Attributes:
        start: The `w:fldChar` of type begin, or the `w:fldSimple`.
        code: The elements of its own instruction, in order; none for a simple field.
        separate: The mark behind which the result stands; None where there is none.
        end: The mark that ends it; None for a simple field, or where it is missing.
        runs: What it spans, from the run with its begin to the run with its end.
        fault: What breaks it, in Japanese; empty for a sound field.
        parent: The field that it stands in; None for an outermost one.
    """

    start: Element
    code: list[Element] = field(default_factory=list)
    separate: Element | None = None
    end: Element | None = None
    runs: list[Element] = field(default_factory=list)
    fault: str = ""
    parent: Field | None = None

    @property
    def is_simple(self) -> bool:
        """Return whether it is a `w:fldSimple`, whose runs are all result."""
        return self.start.tag == FLD_SIMPLE

    @property
    def is_whole(self) -> bool:
        """Return whether its end is there."""
        return self.is_simple or self.end is not None

    @property
    def instruction(self) -> str:
        """Return the instruction text without surrounding blanks."""
        if self.is_simple:
            return str(self.start.get(w("instr"), "")).strip()
        return "".join(node.text or "" for node in self.code).strip()

    @property
    def words(self) -> list[str]:
        """Return the field's name and its arguments; quotes are taken off."""
        return instruction_words(self.instruction)

    @property
    def name(self) -> str:
        """Return the field's name in capitals; empty where it has no instruction."""
        words = self.words
        return words[0].upper() if words else ""

    def result_runs(self) -> list[Element]:
        """Return the runs of what the field shows; those of fields inside it too."""
        if self.is_simple:
            return self.runs
        place = None if self.separate is None else self.separate.getparent()
        return self.runs[self.runs.index(place) :] if place in self.runs else []

    def result(self) -> Iterator[Element]:
        """Yield what the field shows, node by node; the marks of fields inside it too, but no look."""
        inside = self.is_simple
        for run in self.result_runs():
            for node in run:
                if node is self.end:
                    return
                if inside and (node.tag not in _UNSEEN or node.tag in _MARKS):
                    yield node
                inside = inside or node is self.separate

    def shown(self) -> str:
        """Return the words that the field shows."""
        return "".join(node.text or "" for node in self.result() if node.tag == T)


def instruction_words(instruction: str) -> list[str]:
    """Split a field instruction at blanks outside quotes."""
    return [quoted or plain for quoted, plain in _WORDS.findall(instruction)]


class FieldMarks:
    """Follows the marks of complex fields through one story, in the order of the document.

    Attributes:
        open: The fields that have begun and not ended, the innermost last.
    """

    def __init__(self) -> None:
        """Begin outside of any field."""
        self.open: list[Field] = []

    def follow(self, run: Element) -> list[Field]:
        """Take in what comes next, a run or anything else; return the fields that end with it.

        A mark without a field around it comes back as a field with a fault.
        """
        ended: list[Field] = []
        if run.tag != R or (run.find(FLD_CHAR) is None and run.find(INSTR_TEXT) is None):
            for each in self.open:
                each.runs.append(run)
            return ended
        begun = [each.runs for each in self.open]
        for node in run:
            if node.tag == FLD_CHAR:
                done = self.take(node)
                ended += [] if done is None else [done]
                if node.get(FIELD_KIND) == "begin":
                    begun.append(self.open[-1].runs)
            elif node.tag == INSTR_TEXT:
                self.take(node)
        for runs in begun:
            runs.append(run)
        return ended

    def take(self, node: Element) -> Field | None:
        """Take in one mark or piece of an instruction; return the field that it ends, or a fault as one."""
        inner = self.open[-1] if self.open else None
        kind = node.get(FIELD_KIND)
        if node.tag == INSTR_TEXT:
            if inner is not None and inner.separate is None:
                inner.code.append(node)
        elif kind == "begin":
            self.open.append(Field(node, parent=inner))
        elif inner is None:
            return Field(node, fault=f"フィールドの始まりがないのに {kind} があります")
        elif kind == "separate":
            if inner.separate is not None:
                inner.fault = "フィールドの区切り（separate）が2つあります"
            inner.separate = node
        else:
            inner.end = node
            return self.open.pop()
        return None

    def is_within(self, name: str) -> bool:
        """Return whether a field of that name is open."""
        return any(each.name == name for each in self.open)


def read_fields(root: Element) -> Iterator[Field]:
    """Yield every field of a part, broken ones with their fault, in the order they end; deleted ones are none."""
    stories: dict[Element | None, FieldMarks] = {}
    has_deletions = next(root.iter(*_DELETED), None) is not None
    has_stories = next(root.iter(*_STORY_HOLDERS), None) is not None
    is_open = False
    for node in root.iter(R, FLD_SIMPLE):
        if not is_open and node.tag == R and node.find(FLD_CHAR) is None:
            continue
        if has_deletions and next(node.iterancestors(*_DELETED), None) is not None:
            continue
        if node.tag == FLD_SIMPLE:
            yield Field(node, runs=list(node.iter(R)))
            continue
        holder = next(node.iterancestors(*_STORY_HOLDERS), None) if has_stories else None
        story = stories.setdefault(holder, FieldMarks())
        yield from story.follow(node)
        is_open = any(each.open for each in stories.values())
    for story in stories.values():
        for item in story.open:
            item.fault = "フィールドに終わりがありません"
            yield item


def split_fields(nodes: Iterable[Element]) -> Iterator[Element | Field]:
    """Part neighbours, as the runs of a paragraph, into those outside of fields and the outermost fields.

    A field that does not end among them is not whole. A mark without a field around it stays a run.
    """
    marks = FieldMarks()
    simple: Field | None = None
    for node in nodes:
        holder = next(node.iterancestors(FLD_SIMPLE), None) if node.tag == R else None
        if simple is not None and holder is not simple.start:
            yield simple
            simple = None
        if holder is not None and not marks.open:
            simple = simple or Field(holder)
            simple.runs.append(node)
            continue
        was_open = bool(marks.open)
        if not was_open and node.find(FLD_CHAR) is None:
            yield node
            continue
        ended = [each for each in marks.follow(node) if each.parent is None and each.runs]
        yield from ended
        if not ended and not was_open and not marks.open:
            yield node
    yield from [] if simple is None else [simple]
    yield from marks.open[:1]
