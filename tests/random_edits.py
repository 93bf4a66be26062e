"""Random edits of a Word file's body as a company makes them, and random changes of a profile."""

from __future__ import annotations

import copy
import random
from collections.abc import Callable

from lxml import etree

from tests.builders import child
from tests.editing import BODY, W, members, packed

Tree = etree._Element
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
MARK = "手直し"
"""Every word of a random edit holds this and a number of its own."""


class Editor:
    """The body of one file and a source of chance; every edit leaves the file sound."""

    def __init__(self, data: bytes, seed: int) -> None:
        self.parts = members(data)
        self.root = etree.fromstring(self.parts[BODY])
        self.body = child(self.root, f"{W}body")
        self.chance = random.Random(seed)
        self.count = 0
        self.tracked = False

    def file(self) -> bytes:
        """Return the edited file."""
        data = etree.tostring(self.root, xml_declaration=True, encoding="UTF-8", standalone=True)
        return packed({**self.parts, BODY: data})

    def word(self) -> str:
        """Return a word that stands nowhere else."""
        self.count += 1
        return f"{MARK}{self.count}号{self.chance.randrange(10**6)}"

    # -- where ----------------------------------------------------------------------------------------------

    def paragraph(self, *, top: bool = False) -> Tree:
        """Return a paragraph of plain words; `top`: one that is no heading and stands outside tables."""
        found = [
            node for node in (self.body if top else self.body.iter(f"{W}p")) if self.is_plain(node, top=top)
        ]
        return self.chance.choice(found)

    def is_plain(self, node: Tree, *, top: bool) -> bool:
        """Tell whether a paragraph has words to edit and no field, picture or list of contents."""
        if node.tag != f"{W}p" or len(_text(node)) < 4:
            return False
        if top and (node.getnext() is None or node.find(f"{W}bookmarkStart") is not None):
            return False
        kinds = ("fldChar", "drawing", "hyperlink", "sectPr", "ins", "del")
        return all(next(node.iter(f"{W}{kind}"), None) is None for kind in kinds)

    def run(self, paragraph: Tree) -> Tree:
        """Return a run with at least two letters."""
        runs = [run for run in paragraph.iterchildren(f"{W}r") if len(_text(run)) > 1]
        return self.chance.choice(runs) if runs else self.run(self.paragraph())

    def cut(self, run: Tree) -> Tree:
        """Cut a run in two at a random place and return the second half."""
        letters = child(run, f"{W}t")
        text = letters.text or ""
        place = self.chance.randrange(1, len(text)) if len(text) > 1 else 0
        twin = copy.deepcopy(run)
        letters.text, child(twin, f"{W}t").text = text[:place], text[place:]
        for half in (run, twin):
            child(half, f"{W}t").set(SPACE, "preserve")
        run.addnext(twin)
        return twin

    # -- what -----------------------------------------------------------------------------------------------

    def type(self) -> None:
        """Type a word somewhere."""
        letters = child(self.run(self.paragraph()), f"{W}t")
        text = letters.text or ""
        place = self.chance.randrange(len(text) + 1)
        letters.text = text[:place] + self.word() + text[place:]

    def replace(self) -> None:
        """Write another word over a few letters."""
        letters = child(self.run(self.paragraph()), f"{W}t")
        text = letters.text or ""
        place = self.chance.randrange(len(text))
        letters.text = text[:place] + self.word() + text[place + self.chance.randrange(1, 6) :]

    def delete(self) -> None:
        """Delete a paragraph."""
        self.body.remove(self.paragraph(top=True))

    def split(self) -> None:
        """Press Enter in the middle of a sentence."""
        node = self.paragraph(top=True)
        half = self.cut(self.run(node))
        if half.getparent() is not node:
            return
        new = etree.Element(f"{W}p")
        properties = node.find(f"{W}pPr")
        new.extend([copy.deepcopy(properties)] if properties is not None else [])
        new.extend([half, *half.itersiblings()])
        node.addnext(new)

    def join(self) -> None:
        """Delete the mark between two paragraphs."""
        node = self.paragraph(top=True)
        following = node.getnext()
        if following is not None and self.is_plain(following, top=True):
            node.extend(child for child in list(following) if child.tag != f"{W}pPr")
            self.body.remove(following)

    def bold(self) -> None:
        """Make a stretch bold."""
        run = self.cut(self.run(self.paragraph()))
        properties = run.find(f"{W}rPr")
        if properties is None:
            properties = etree.Element(f"{W}rPr")
            run.insert(0, properties)
        if properties.find(f"{W}b") is None:
            properties.insert(len(properties.findall(f"{W}rStyle")), etree.Element(f"{W}b"))

    def insert_row(self) -> None:
        """Add a row below another and write into its first cell."""
        row = self.row()
        if row is None:
            return
        twin = copy.deepcopy(row)
        for node in twin.iter(f"{W}p"):
            for name in [name for name in node.attrib if str(name).endswith("paraId")]:
                del node.attrib[name]
        cells = list(twin.iter(f"{W}t"))
        for place, letters in enumerate(cells):
            letters.text = self.word() if place == 0 else ""
        row.addnext(twin)

    def delete_row(self) -> None:
        """Delete a row; the last one of a table stays."""
        row = self.row()
        table = row.getparent() if row is not None else None
        if row is not None and table is not None and len(table.findall(f"{W}tr")) > 2:
            table.remove(row)

    def row(self) -> Tree | None:
        """Return a row without merged cells, fields and bookmarks that is not the first."""
        rows = [
            row
            for row in self.body.iter(f"{W}tr")
            if next((before.tag for before in row.itersiblings(preceding=True)), None) == f"{W}tr"
            and all(
                next(row.iter(f"{W}{kind}"), None) is None for kind in ("vMerge", "bookmarkStart", "fldChar")
            )
        ]
        return self.chance.choice(rows) if rows else None

    def move(self) -> None:
        """Cut a paragraph and paste it behind another."""
        one, other = self.paragraph(top=True), self.paragraph(top=True)
        if one is not other:
            other.addnext(one)

    def heading(self) -> None:
        """Write a heading and a sentence of one's own."""
        place = self.paragraph(top=True)
        sentence = _paragraph(self.word())
        place.addnext(sentence)
        place.addnext(_paragraph(self.word(), "Heading2"))

    def tracked_insert(self) -> None:
        """Type a word with change tracking on."""
        self.tracked = True
        half = self.cut(self.run(self.paragraph()))
        mark = self._mark("ins")
        mark.append(_run(self.word()))
        half.addprevious(mark)

    def tracked_delete(self) -> None:
        """Delete a stretch with change tracking on."""
        self.tracked = True
        half = self.cut(self.run(self.paragraph()))
        mark = self._mark("del")
        half.addprevious(mark)
        mark.append(half)
        child(half, f"{W}t").tag = f"{W}delText"

    def delete_half(self) -> None:
        """Delete one sentence of several, or one of several paragraphs in a cell."""
        cells = [cell for cell in self.body.iter(f"{W}tc") if len(cell.findall(f"{W}p")) > 1]
        if cells and self.chance.random() < 0.5:
            own = [
                node for node in self.chance.choice(cells).iterfind(f"{W}p") if self.is_plain(node, top=False)
            ]
            if len(own) > 1:
                node = self.chance.choice(own[:-1])
                _parent(node).remove(node)
            return
        several = [
            letters
            for letters in self.body.iter(f"{W}t")
            if (letters.text or "").rstrip("。").count("。") > 0
        ]
        if several:
            letters = self.chance.choice(several)
            sentences = [f"{part}。" for part in (letters.text or "").rstrip("。").split("。")]
            del sentences[self.chance.randrange(len(sentences))]
            letters.text = "".join(sentences)

    def retype_heading(self) -> None:
        """Type a heading anew; its bookmark stays, or goes with the words."""
        headings = [
            node
            for node in self.body.iterfind(f"{W}p")
            if _style(node).startswith("Heading") and node.find(f"{W}r/{W}t") is not None
        ]
        if not headings:
            return
        node = self.chance.choice(headings)
        runs = [run for run in node.iterchildren(f"{W}r") if run.find(f"{W}t") is not None]
        new = _run(self.word())
        runs[-1].addnext(new)
        for run in runs:
            node.remove(run)
        if self.chance.random() < 0.3:
            for mark in node.findall(f"{W}bookmarkStart") + node.findall(f"{W}bookmarkEnd"):
                node.remove(mark)

    # -- saving, which is no edit ---------------------------------------------------------------------------

    def save_without_ids(self) -> None:
        """Save as a program does that knows no ids of paragraphs."""
        for node in self.root.iter(f"{W}p", f"{W}tr"):
            for name in [name for name in node.attrib if str(name).endswith(("paraId", "textId"))]:
                del node.attrib[name]

    def save_with_bookmarks(self) -> None:
        """Save as Word does: where the cursor was, where words were pasted, and around headings of the contents."""
        for node in list(self.body.iter(f"{W}p")):
            is_heading = _style(node).startswith("Heading")
            if node.find(f"{W}r") is not None and (is_heading or self.chance.random() < 0.05):
                self.count += 1
                kind = "_Toc" if is_heading else "_Hlk"
                _surround(node, f"{kind}{self.chance.randrange(10**8, 10**9)}", 60000 + self.count)
        for mark in [
            mark for mark in self.root.iter(f"{W}bookmarkStart") if mark.get(f"{W}name") == "_GoBack"
        ]:
            number = mark.get(f"{W}id")
            for node in [*self.root.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd")]:
                if node.get(f"{W}id") == number:
                    _parent(node).remove(node)
        self.count += 1
        _surround(self.paragraph(), "_GoBack", 60000 + self.count)

    def save_with_cut_runs(self) -> None:
        """Save as Word does after weeks of work: runs cut anywhere, proofing marks between them."""
        for _ in range(200):
            half = self.cut(self.run(self.paragraph()))
            half.set(f"{W}rsidR", "00AB12CD")
            half.addprevious(etree.Element(f"{W}proofErr", {f"{W}type": "spellStart"}))

    # -- looks, which a company changes as well as a new template -------------------------------------------

    def widen(self) -> None:
        """Make the first column of a table wider and the last narrower."""
        table = self.chance.choice(list(self.body.iter(f"{W}tbl")))
        columns = table.findall(f"{W}tblGrid/{W}gridCol")
        shift = self.chance.choice((100, 200, 300))
        for node, change in ((columns[0], shift), (columns[-1], -shift)):
            node.set(f"{W}w", str(int(node.get(f"{W}w", "0")) + change))
        for row in table.iterfind(f"{W}tr"):
            widths = row.findall(f"{W}tc/{W}tcPr/{W}tcW")
            for node, column in zip(widths, columns, strict=False):
                if len(widths) == len(columns):
                    node.set(f"{W}w", column.get(f"{W}w", "0"))

    def shade(self) -> None:
        """Shade a cell."""
        properties = self.chance.choice(list(self.body.iter(f"{W}tcPr")))
        before = [properties.find(f"{W}{name}") for name in ("tcW", "gridSpan", "vMerge", "tcBorders", "shd")]
        last = [node for node in before if node is not None][-1]
        fill = self.chance.choice(("FFF2CC", "E2EFDA", "DDEBF7"))
        last.addnext(etree.Element(f"{W}shd", {f"{W}val": "clear", f"{W}color": "auto", f"{W}fill": fill}))
        if before[-1] is not None:
            properties.remove(before[-1])

    def heighten(self) -> None:
        """Set the height of a row."""
        properties = self.chance.choice(list(self.body.iter(f"{W}trPr")))
        node = properties.find(f"{W}trHeight")
        node = etree.SubElement(properties, f"{W}trHeight") if node is None else node
        node.set(f"{W}val", self.chance.choice(("600", "700", "800")))

    def margin(self) -> None:
        """Set a margin of the last pages."""
        node = child(self.body, f"{W}sectPr/{W}pgMar")
        node.set(f"{W}{self.chance.choice(('top', 'left'))}", self.chance.choice(("1000", "1800")))

    def _mark(self, name: str) -> Tree:
        self.count += 1
        attributes = {"id": str(70000 + self.count), "author": "総務部", "date": "2026-10-01T00:00:00Z"}
        return etree.Element(f"{W}{name}", {f"{W}{key}": value for key, value in attributes.items()})


KINDS: dict[str, Callable[[Editor], None]] = {
    name: getattr(Editor, name)
    for name in (
        *(
            "type",
            "replace",
            "delete",
            "split",
            "join",
            "bold",
            "insert_row",
            "delete_row",
            "move",
            "heading",
        ),
        *("tracked_insert", "tracked_delete", "widen", "shade", "heighten", "margin"),
        *("delete_half", "retype_heading", "save_without_ids", "save_with_bookmarks", "save_with_cut_runs"),
    )
}

LOOKS = ("heighten", "margin", "shade", "widen")
"""Kinds that change no words."""


def edited(data: bytes, kinds: list[str], seed: int) -> bytes:
    """Return the file after some edits."""
    editor = Editor(data, seed)
    for kind in kinds:
        KINDS[kind](editor)
    return editor.file()


def _text(node: Tree) -> str:
    return "".join(letter.text or "" for letter in node.iter(f"{W}t"))


def _style(node: Tree) -> str:
    style = node.find(f"{W}pPr/{W}pStyle")
    return "" if style is None else style.get(f"{W}val", "")


def _parent(node: Tree) -> Tree:
    return next(node.iterancestors())


def _surround(paragraph: Tree, name: str, number: int) -> None:
    start, end = etree.Element(f"{W}bookmarkStart"), etree.Element(f"{W}bookmarkEnd")
    for mark in (start, end):
        mark.set(f"{W}id", str(number))
    start.set(f"{W}name", name)
    paragraph.insert(1 if paragraph.find(f"{W}pPr") is not None else 0, start)
    paragraph.append(end)


def _run(text: str) -> Tree:
    run = etree.Element(f"{W}r")
    letters = etree.SubElement(run, f"{W}t")
    letters.text = text
    return run


def _paragraph(text: str, style: str = "") -> Tree:
    node = etree.Element(f"{W}p")
    if style:
        etree.SubElement(etree.SubElement(node, f"{W}pPr"), f"{W}pStyle").set(f"{W}val", style)
    node.append(_run(text))
    return node
