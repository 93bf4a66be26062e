"""Runs of new text and objects, copied from theirs."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import NamedTuple, TypeAlias

from lxml import etree

from generator.word.file.names import FLD_CHAR, FLD_SIMPLE, INSTR_TEXT, XML_SPACE, R, w
from generator.word.file.xml import Element
from generator.word.merge.read.inline import Piece, letter_run
from generator.word.text.tokens import Change


class NewRuns(NamedTuple):
    """New runs that stand in one link, or in none."""

    link: Element | None
    runs: list[Element]


Look: TypeAlias = Callable[[int, int, Piece], "Element | None"]


def build_runs(pieces: list[Piece], edit: Change, look: Look) -> list[NewRuns]:
    """Build the runs of new text and objects, gathered by the link they stand in."""
    new: list[NewRuns] = []
    for piece in pieces:
        runs = [copy.deepcopy(run) for run in piece.runs]
        if piece.letters:
            runs = [letter_run(piece.text, look(edit.start, edit.end, piece))]
        simple = next(piece.runs[0].iterancestors(FLD_SIMPLE), None)
        if simple is not None:
            runs = _complex_field(simple)
        if not new or new[-1].link is not piece.link:
            new.append(NewRuns(piece.link, []))
        new[-1].runs.extend(runs)
    return new


def _complex_field(simple: Element) -> list[Element]:
    """Return a simple field as the runs of a complex one, which alone can be inserted as a tracked change."""
    begin, instruction, separate, end = (etree.Element(R) for _ in range(4))
    for run, kind in ((begin, "begin"), (separate, "separate"), (end, "end")):
        etree.SubElement(run, FLD_CHAR).set(w("fldCharType"), kind)
    node = etree.SubElement(instruction, INSTR_TEXT)
    node.text = simple.get(w("instr"))
    node.set(XML_SPACE, "preserve")
    return [begin, instruction, separate, *(copy.deepcopy(run) for run in simple.iter(R)), end]
