"""A paragraph as one text: its letters, and one stand-in character for each object or field."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from generator.word.file.equations import EQUATIONS, equation_text
from generator.word.file.fieldcodes import Field, split_fields
from generator.word.file.names import (
    BR,
    CR,
    FLD_CHAR,
    HYPERLINK,
    INSTR_TEXT,
    RPR,
    RUBY,
    RUBY_BASE,
    TAB,
    XML_SPACE,
    R,
    T,
    a,
    w,
)
from generator.word.file.reading import SYMBOL_BY_CODE, node_text, paragraph_runs, shown_children
from generator.word.file.xml import Element
from generator.word.text.standins import StandIns

NOTE_KEY = "note"
"""Attribute of a reference to a note, while versions are open: which note it is."""
PICTURE_KEY = "picture"
"""Attribute of a picture in a drawing, while versions are open: which picture it is."""
LINK_KEY = "link"
"""Attribute of a link, while versions are open: what it leads to."""
TYPED_KEY = "typed"
"""Attribute of the begin of a field, while versions are open: the words that a person typed into its result."""
_NEAR = 18_000  # EMU, half a millimetre: LibreOffice rounds sizes when it saves
_IGNORED = frozenset(
    {RPR, w("lastRenderedPageBreak"), w("annotationRef"), w("commentReference"), w("softHyphen")}
)
_READ = frozenset({RUBY, SYMBOL_BY_CODE})
_MARKED = frozenset({"docPr", "sym", "ptab", "br", "textpath"})
_DRAWN_TEXT = a("t")
_TEXT_OF = {TAB: "\t", CR: "\n", w("noBreakHyphen"): "-"}


@dataclass(slots=True)
class Piece:
    """A stretch of a paragraph's text and the runs that hold it.

    Attributes:
        text: The letters, or one stand-in character.
        runs: One run for letters; all runs of a field.
    """

    text: str
    runs: list[Element]

    @property
    def letters(self) -> bool:
        """Return whether the piece can be cut between two characters."""
        return len(self.runs) == 1 and self.runs[0].find(T) is not None

    @property
    def link(self) -> Element | None:
        """Return the link that the piece stands in."""
        return next(self.runs[0].iterancestors(HYPERLINK), None)

    @property
    def properties(self) -> Element | None:
        """Return the run properties of the piece."""
        return self.runs[0].find(RPR)


def read_pieces(paragraph: Element, stand_ins: StandIns) -> list[Piece]:
    """Return the pieces of a paragraph in order; call `part_runs` first when pieces will be edited."""
    pieces: list[Piece] = []
    for part in split_fields(paragraph_runs(paragraph)):
        if isinstance(part, Field):
            pieces.append(Piece(stand_ins.character(_field_identity(part)), part.runs))
        elif (
            part.find(FLD_CHAR) is None
        ):  # else the end of a field of an earlier paragraph, as of the contents
            pieces.extend(_run_pieces(part, stand_ins))
    return pieces


def text_of(pieces: list[Piece]) -> str:
    """Return the text of the pieces."""
    return "".join(piece.text for piece in pieces)


def _run_pieces(run: Element, stand_ins: StandIns) -> Iterator[Piece]:
    if run.tag in EQUATIONS:
        yield Piece(stand_ins.character(f"equation {equation_text(run)}"), [run])
        return
    nodes = (node for node in shown_children(run) if node.tag not in _IGNORED)
    text = "".join(_node_text(node, stand_ins) for node in nodes)
    if text:
        yield Piece(text, [run])


def _node_text(node: Element, stand_ins: StandIns) -> str:
    if node.tag == T:
        return node.text or ""
    if node.tag in _TEXT_OF:
        return _TEXT_OF[node.tag]
    if node.tag == BR and node.get(w("type")) in (None, "textWrapping"):
        return "\n"
    if node.tag in _READ:
        return node_text(node) or ""
    return stand_ins.character(_object_identity(node))


def _field_identity(field: Field) -> str:
    codes = (node.text or "" for run in field.runs for node in run.iter(INSTR_TEXT))
    typed = field.start.get(TYPED_KEY)
    words = (field.instruction if field.is_simple else "".join(codes)).split()
    return " ".join(["field", *words, *([] if typed is None else [f"typed={typed}"])])


def _object_identity(node: Element) -> str:
    """Return what tells one object from another: its kind, its size, what it shows and says, not its ids."""
    kind = etree.QName(node).localname
    if kind in ("footnoteReference", "endnoteReference"):
        return f"{kind} {node.get(NOTE_KEY) or node.get(w('id')) or ''}"
    marks = [mark for inner in _shown_tree(node) for mark in _object_marks(inner)]
    return " ".join([kind, *marks])


def _shown_tree(node: Element) -> Iterator[Element]:
    if isinstance(node.tag, str):
        yield node
    for child in shown_children(node):
        yield from _shown_tree(child)


def _object_marks(node: Element) -> Iterator[str]:
    kind = etree.QName(node).localname
    if PICTURE_KEY in node.attrib:
        yield f"shows={node.get(PICTURE_KEY)}"
    if kind == "extent":
        sizes = (node.get(side, "") for side in ("cx", "cy"))
        yield f"size={[round(int(size) / _NEAR) if size.isdigit() else 0 for size in sizes]}"
    elif node.tag == _DRAWN_TEXT:
        yield f"says={node.text or ''}"
    elif kind in _MARKED:
        for name, value in sorted((str(name), str(value)) for name, value in node.attrib.items()):
            if name not in ("id", "name", "editId", "anchorId") and (kind != "textpath" or name == "string"):
                yield f"{name}={value}"


def part_runs(paragraph: Element) -> None:
    """Cut the paragraph's runs so that each holds one kind of content; the text stays as it is."""
    for run in list(paragraph_runs(paragraph)):
        if run.tag in EQUATIONS:
            continue
        content = [node for node in run if isinstance(node.tag, str) and node.tag != RPR]
        if len(content) < 2:
            continue
        place = run
        for node in content[1:]:
            twin = _empty_twin(run)
            twin.append(node)
            place.addnext(twin)
            place = twin


def cut(pieces: list[Piece], position: int) -> int:
    """Make a border between pieces at a text position; return the index of the piece that begins there."""
    start = 0
    for index, piece in enumerate(pieces):
        if position <= start:
            return index
        end = start + len(piece.text)
        if position < end:
            if piece.letters:
                pieces[index : index + 1] = _halves(piece, position - start)
                return index + 1
            bare = _without_furigana(piece)
            pieces[index : index + 1] = bare
            return cut(pieces, position) if bare != [piece] else index + 1
        start = end
    return len(pieces)


def _without_furigana(piece: Piece) -> list[Piece]:
    """Let the words under furigana stand as runs of their own, for a part of them cannot carry it; else the piece."""
    run = piece.runs[0]
    base = run.find(f"{RUBY}/{RUBY_BASE}")
    runs = [] if base is None else [copy.deepcopy(node) for node in paragraph_runs(base)]
    if "".join(node.findtext(T) or "" for node in runs) != piece.text:
        return [piece]
    for node in runs:
        run.addprevious(node)
    parent = run.getparent()
    if parent is not None:
        parent.remove(run)
    return [Piece(node.findtext(T) or "", [node]) for node in runs]


def cut_out(pieces: list[Piece], start: int, end: int) -> tuple[int, int]:
    """Make borders at both ends of a stretch; return the indexes between which its pieces stand."""
    first = cut(pieces, start)
    return first, cut(pieces, end)


def _halves(piece: Piece, offset: int) -> list[Piece]:
    run = piece.runs[0]
    twin = _empty_twin(run)
    twin.append(_text_node(piece.text[offset:]))
    text = run.find(T)
    assert text is not None  # noqa: S101 - letters have a text node
    text.text = piece.text[:offset]
    text.set(XML_SPACE, "preserve")
    run.addnext(twin)
    return [Piece(piece.text[:offset], [run]), Piece(piece.text[offset:], [twin])]


def _empty_twin(run: Element) -> Element:
    twin = etree.Element(R)
    properties = run.find(RPR)
    if properties is not None:
        twin.append(copy.deepcopy(properties))
    return twin


def _text_node(text: str) -> Element:
    node = etree.Element(T)
    node.text = text
    node.set(XML_SPACE, "preserve")
    return node


def letter_run(text: str, properties: Element | None) -> Element:
    """Build a run of letters; tabs and line feeds become their elements."""
    run = etree.Element(R)
    if properties is not None:
        run.append(copy.deepcopy(properties))
    line = ""
    for character in text:
        if character not in "\t\n":
            line += character
            continue
        if line:
            run.append(_text_node(line))
            line = ""
        run.append(etree.Element(TAB if character == "\t" else BR))
    if line:
        run.append(_text_node(line))
    return run
