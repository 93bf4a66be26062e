"""The words of a paragraph for comparing: what has a number of its own becomes one stand-in character."""

from __future__ import annotations

from collections.abc import Iterator

from generator.word.file.fieldcodes import Field, split_fields
from generator.word.file.names import (
    DOC_PR,
    ENDNOTE,
    FOOTNOTE,
    ID,
    TXBX,
    P,
    w,
)
from generator.word.file.reading import (
    WordFile,
    iter_boxes,
    paragraph_runs,
    paragraph_text,
    run_text,
    shown_children,
)
from generator.word.file.unread import content_print, unread_kind
from generator.word.file.xml import Element
from generator.word.text.standins import FIRST_STAND_IN, StandIns

_MOVING = frozenset(
    {
        "REF",
        "PAGEREF",
        "NOTEREF",
        "PAGE",
        "NUMPAGES",
        "SECTIONPAGES",
        "SEQ",
        "DATE",
        "TIME",
        "SAVEDATE",
        "PRINTDATE",
    }
)
_PICTURES = frozenset({w("drawing"), w("pict"), w("object")})


class LineReader:
    """Reads paragraphs of one file; two files that share stand-ins can be compared.

    A reference to a clause or page is the same words in both versions when it leads to the same place,
    whatever number it shows there.
    """

    def __init__(self, file: WordFile, stand_ins: StandIns | None = None) -> None:
        """Read the notes; `stand_ins` are those of the other version."""
        self.stand_ins = stand_ins or StandIns()
        self.shown: dict[str, str] = {}
        self._file = file
        self._notes = {kind: _read_notes(file, kind) for kind in ("footnotes", "endnotes")}

    def text(self, paragraph: Element) -> str:
        """Return the paragraph's words with stand-ins."""
        return "".join(self._part(part) for part in split_fields(paragraph_runs(paragraph)))

    def show(self, text: str) -> str:
        """Return a text with what the stand-ins stand for."""
        return "".join(self.shown.get(character, character) for character in text)

    def boxes(self, paragraph: Element) -> Iterator[Element]:
        """Yield the contents of the paragraph's text boxes, each once."""
        yield from iter_boxes(paragraph)

    def notes(self, paragraph: Element) -> Iterator[str]:
        """Yield the text of the footnotes and endnotes that the paragraph refers to."""
        for run in paragraph_runs(paragraph):
            for kind, name in (("footnotes", "footnoteReference"), ("endnotes", "endnoteReference")):
                for mark in run.iterchildren(w(name)):
                    text = self._notes[kind].get(mark.get(ID, ""), "")
                    if text:
                        yield f"（注）{text}"

    def _part(self, part: Element | Field) -> str:
        if not isinstance(part, Field):
            return self._run(part)
        result = "".join(self._run(run) for run in part.result_runs())
        return self._field(part, result) if part.is_whole else result

    def _run(self, run: Element) -> str:
        text = "".join(c if ord(c) < FIRST_STAND_IN else "\N{GETA MARK}" for c in run_text(run))
        text += "".join(self._picture(node) for node in shown_children(run) if node.tag in _PICTURES)
        if run.find(w("footnoteReference")) is not None or run.find(w("endnoteReference")) is not None:
            text += "（注）"
        return text

    def _picture(self, node: Element) -> str:
        if unread_kind(node):
            return self.unread(node)
        properties = next(node.iter(DOC_PR), None)
        name = "" if properties is None else properties.get("descr") or properties.get("title") or ""
        return "" if next(node.iter(TXBX), None) is not None else f"［図{'：' if name else ''}{name}］"

    def unread(self, node: Element) -> str:
        """Return what stands for something that cannot be read: the same only where the file holds the same."""
        kind = unread_kind(node)
        number = content_print(self._file, self._file.main, node)[:6] or "なし"
        character = self.stand_ins.character(f"unread {kind} {number}")
        self.shown.setdefault(character, f"［{kind}（中身は読み取れません。照合番号 {number}）］")
        return character

    def _field(self, field: Field, result: str) -> str:
        words = field.words
        if not words or words[0].upper() not in _MOVING:
            return result
        number = {"\\n", "\\r", "\\w"} & set(words)
        target = words[1] if len(words) > 1 and not words[1].startswith("\\") else ""
        character = self.stand_ins.character(
            f"{words[0].upper()} {target} {bool(number)} {result if not target else ''}"
        )
        self.shown.setdefault(character, result)
        return character


def _read_notes(file: WordFile, kind: str) -> dict[str, str]:
    part = file.related(kind)
    root = file.root(part) if part else None
    notes: dict[str, str] = {}
    for note in () if root is None else root.iterchildren(FOOTNOTE, ENDNOTE):
        text = " ".join(paragraph_text(paragraph).strip() for paragraph in note.iter(P))
        notes[note.get(ID, "")] = text.strip()
    return notes
