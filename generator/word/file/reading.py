"""A .docx opened for reading: its parts, relationships, content types, paragraphs and their text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import cast

from lxml import etree

from generator.word.file.equations import EQUATIONS, equation_text
from generator.word.file.names import (
    ALTERNATE,
    BR,
    CHOICE,
    CR,
    DEL,
    FALLBACK,
    PPR,
    RUBY,
    RUBY_BASE,
    SDT_CONTENT,
    SYMEX_NS,
    TAB,
    TBL,
    TXBX,
    VAL,
    P,
    R,
    T,
    w,
)
from generator.word.file.package import read_package
from generator.word.file.relationships import Relationship, read_relationships, relationships_name
from generator.word.file.symbols import symbol_text
from generator.word.file.xml import Element, XmlError, parse_xml

_STORIES = {
    "header": "ヘッダー",
    "footer": "フッター",
    "footnotes": "脚注",
    "endnotes": "文末脚注",
    "comments": "コメント",
}
_HIDDEN_CONTAINERS = frozenset({DEL, w("moveFrom"), TXBX, w("sdtPr"), w("smartTagPr"), w("customXmlPr")})
_BLOCK_HOLDERS = frozenset(
    {w("sdt"), SDT_CONTENT, w("customXml"), w("smartTag"), w("ins"), w("moveTo"), w("dir"), w("bdo")}
)
SYMBOL_BY_CODE = f"{{{SYMEX_NS}}}symEx"
_FIXED_TEXT = {
    TAB: "\t",
    w("ptab"): "\t",
    BR: "\n",
    CR: "\n",
    w("noBreakHyphen"): "-",
}


@dataclass(frozen=True)
class WordFile:
    """The members of one Word file, parsed when asked for and then kept.

    Attributes:
        members: Member name to bytes, in the order of the zip directory.
    """

    members: Mapping[str, bytes]
    _roots: dict[str, Element | None] = field(default_factory=dict, repr=False)
    _faults: dict[str, str] = field(default_factory=dict, repr=False)
    _relationships: dict[str, dict[str, Relationship]] = field(default_factory=dict, repr=False)

    def root(self, name: str) -> Element | None:
        """Return the parsed XML of a member; None when it is missing or not well formed (see `fault`)."""
        if name not in self._roots:
            self._roots[name] = self._parse(name)
        return self._roots[name]

    def fault(self, name: str) -> str | None:
        """Return the parser's message for a member that is not well formed."""
        self.root(name)
        return self._faults.get(name)

    def _parse(self, name: str) -> Element | None:
        data = self.members.get(name)
        if data is None:
            return None
        try:
            return parse_xml(data, keep_all=True)
        except XmlError as error:
            self._faults[name] = str(error.__cause__ or error)
            return None

    def relationships(self, name: str) -> dict[str, Relationship]:
        """Return the relationships of a part by id; the package's own for an empty name."""
        if name not in self._relationships:
            root = self.root(relationships_name(name))
            found = () if root is None else read_relationships(name, root)
            self._relationships[name] = {link.id: link for link in found}
        return self._relationships[name]

    @cached_property
    def main(self) -> str:
        """Return the name of the main document part; an empty text when there is none."""
        links = self.relationships("").values()
        found = (link.target for link in links if link.kind == "officeDocument")
        return next(found, "")

    def related(self, kind: str) -> str | None:
        """Return the part that the main document calls its `kind` ("styles", "numbering" …)."""
        links = self.relationships(self.main).values()
        found = (link.target for link in links if link.kind == kind)
        return next((name for name in found if name in self.members), None)

    @cached_property
    def stories(self) -> tuple[tuple[str, str], ...]:
        """Return (part name, Japanese label) of every part with paragraphs: body, headers, footers, notes."""
        found = [(self.main, "本文")] if self.main else []
        for kind, label in _STORIES.items():
            links = self.relationships(self.main).values()
            names = {link.target for link in links if link.kind == kind}
            found += [(name, label) for name in sorted(names) if name in self.members]
        return tuple(found)


def read_word_file(source: Path | bytes) -> WordFile:
    """Open a .docx for reading, within the limits of `read_package`.

    Raises:
        TemplateError: The file is missing, not a Word file, encrypted, or unreasonably large.
    """
    package = read_package(source)
    return WordFile({name: member.data() for name, member in package.members.items()})


def iter_paragraphs(root: Element) -> Iterator[tuple[int, Element]]:
    """Yield every paragraph of a part with its number, counted from 1 in document order."""
    yield from enumerate(root.iter(P), start=1)


def shown_children(node: Element) -> Iterator[Element]:
    """Yield the child elements, no comments; of an `mc:AlternateContent` those of the one branch that is shown."""
    for child in node:
        if child.tag == ALTERNATE:
            branch = shown_branch(child)
            yield from () if branch is None else shown_children(branch)
        elif isinstance(child.tag, str):
            yield child


def shown_branch(alternate: Element) -> Element | None:
    """Return the branch of an `mc:AlternateContent` that counts: the first choice, else the fallback (ECMA-376 part 3)."""
    branches = (alternate.find(CHOICE), alternate.find(FALLBACK))
    return next((branch for branch in branches if branch is not None), None)


def is_shown(node: Element) -> bool:
    """Return whether an element stands in no branch of an `mc:AlternateContent` beside the one that counts."""
    return all(
        (holder := branch.getparent()) is None or shown_branch(holder) is branch
        for branch in node.iterancestors(CHOICE, FALLBACK)
    )


def iter_blocks(container: Element) -> Iterator[Element]:
    """Yield the paragraphs and tables of a container in order, also those in content controls and insertions."""
    for child in shown_children(container):
        if child.tag in (P, TBL):
            yield child
        elif child.tag in _BLOCK_HOLDERS:
            yield from iter_blocks(child)


def iter_inner(parent: Element, tag: str) -> Iterator[Element]:
    """Yield the rows of a table, or the cells of a row, also those in content controls and insertions."""
    for child in shown_children(parent):
        if child.tag == tag:
            yield child
        elif child.tag in _BLOCK_HOLDERS:
            yield from iter_inner(child, tag)


def iter_boxes(paragraph: Element) -> Iterator[Element]:
    """Yield the contents of the paragraph's own text boxes, each once; a box in a box belongs to the outer one."""
    for box in paragraph.iter(TXBX):
        if next(box.iterancestors(P), None) is paragraph and is_shown(box):
            yield box


def paragraph_runs(paragraph: Element, *, deleted: bool = False) -> Iterator[Element]:
    """Yield the runs that belong to a paragraph itself, through insertions, links, fields and controls.

    An equation, which stands beside the runs, counts as one run. Runs inside deletions are left out unless
    `deleted`; text boxes have paragraphs of their own.
    """
    for child in shown_children(paragraph):
        if child.tag == R or child.tag in EQUATIONS:
            yield child
        elif deleted and child.tag in (DEL, w("moveFrom")):
            yield from paragraph_runs(child, deleted=True)
        elif child.tag not in _HIDDEN_CONTAINERS and child.tag != PPR:
            yield from paragraph_runs(child, deleted=deleted)


def run_text(run: Element) -> str:
    """Return the visible text of one run; deleted text and field instructions do not count.

    Of words with furigana the words count, not how they are read; an equation is read on one line.
    """
    if run.tag in EQUATIONS:
        return equation_text(run)
    return "".join(node_text(node) or "" for node in shown_children(run))


def node_text(node: Element) -> str | None:
    """Return the text of a child of a run; None for what is no text."""
    if node.tag == T:
        return node.text or ""
    if node.tag in _FIXED_TEXT:
        return _FIXED_TEXT[node.tag] if node.get(w("type")) != "page" else None
    if node.tag == RUBY:
        base = node.find(RUBY_BASE)
        return "" if base is None else "".join(run_text(run) for run in paragraph_runs(base))
    if node.tag == w("sym"):
        return symbol_text(node.get(w("font"), ""), node.get(w("char"), ""))
    if node.tag == SYMBOL_BY_CODE:
        return symbol_text("", node.get(f"{{{SYMEX_NS}}}char", ""))
    return None


def paragraph_text(paragraph: Element) -> str:
    """Return the text a reader sees once every tracked change is accepted; tabs and line breaks kept."""
    return "".join(run_text(run) for run in paragraph_runs(paragraph))


def select(query: etree.XPath, root: Element) -> list[Element]:
    """Return the elements that a compiled XPath finds."""
    return [node for node in cast("list[object]", query(root)) if isinstance(node, etree._Element)]


def count_changes(file: WordFile) -> int:
    """Return the number of tracked changes that nobody has accepted or rejected yet."""
    kinds = (w("ins"), DEL, w("moveFrom"), w("moveTo"))
    roots = (file.root(name) for name, _ in file.stories)
    return sum(1 for root in roots if root is not None for _ in root.iter(*kinds))


def attribute(element: Element | None, path: str, name: str = "val") -> str | None:
    """Return the `w:` attribute of the child at `path` (local names, "/"-joined); None when absent."""
    for step in path.split("/") if path else ():
        if element is None:
            return None
        element = element.find(w(step))
    return None if element is None else element.get(w(name))


def is_on(element: Element | None) -> bool:
    """Tell whether an on/off property is present and not switched off (ECMA-376 17.17.4)."""
    return element is not None and element.get(VAL, "true") not in ("0", "false", "off")
