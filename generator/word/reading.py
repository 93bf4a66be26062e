"""A .docx opened for reading: its parts, relationships, content types, paragraphs and their text."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TypeAlias, cast
from urllib.parse import unquote

from lxml import etree

from generator.errors import Problem, TemplateError

Element: TypeAlias = "etree._Element"

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
XML = "{http://www.w3.org/XML/1998/namespace}"
CONTENT_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
PACKAGE_RELATIONSHIPS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
DC = "{http://purl.org/dc/elements/1.1/}"

CONTENT_TYPES_NAME = "[Content_Types].xml"
MAX_MEMBERS = 2000
MAX_TOTAL_BYTES = 256 * 1024 * 1024

_STORIES = {
    "header": "ヘッダー",
    "footer": "フッター",
    "footnotes": "脚注",
    "endnotes": "文末脚注",
    "comments": "コメント",
}
_HIDDEN_CONTAINERS = frozenset({f"{W}del", f"{W}moveFrom", f"{MC}Fallback", f"{W}txbxContent"})
_FIXED_TEXT = {
    f"{W}tab": "\t",
    f"{W}ptab": "\t",
    f"{W}br": "\n",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "-",
}


@dataclass(frozen=True, slots=True)
class Relationship:
    """One relationship of a part; `target` is a member name, or the address when it is external."""

    id: str
    kind: str
    target: str
    external: bool


@dataclass(frozen=True)
class WordFile:
    """The members of one Word file, parsed when asked for and then kept.

    Attributes:
        members: Member name to bytes, in the order of the zip directory.
        duplicates: Names that the zip directory holds more than once.
    """

    members: Mapping[str, bytes]
    duplicates: tuple[str, ...] = ()
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
            root = etree.fromstring(data, _parser())
        except etree.XMLSyntaxError as error:
            self._faults[name] = str(error)
            return None
        if root.getroottree().docinfo.internalDTD is not None:
            self._faults[name] = "DOCTYPE"
            return None
        return root

    def relationships(self, name: str) -> dict[str, Relationship]:
        """Return the relationships of a part by id; the package's own for an empty name."""
        if name not in self._relationships:
            self._relationships[name] = dict(self._read_relationships(name))
        return self._relationships[name]

    def _read_relationships(self, name: str) -> Iterator[tuple[str, Relationship]]:
        root = self.root(relationships_name(name))
        if root is None:
            return
        for node in root.iter(f"{PACKAGE_RELATIONSHIPS}Relationship"):
            external = node.get("TargetMode") == "External"
            target = node.get("Target", "")
            resolved = target if external else resolve_target(name, target)
            kind = node.get("Type", "").rsplit("/", 1)[-1]
            yield node.get("Id", ""), Relationship(node.get("Id", ""), kind, resolved, external)

    @cached_property
    def main(self) -> str:
        """Return the name of the main document part; an empty text when there is none."""
        found = (r.target for r in self.relationships("").values() if r.kind == "officeDocument")
        return next(found, "")

    def related(self, kind: str) -> str | None:
        """Return the part that the main document calls its `kind` ("styles", "numbering" …)."""
        found = (r.target for r in self.relationships(self.main).values() if r.kind == kind)
        return next((name for name in found if name in self.members), None)

    @cached_property
    def stories(self) -> tuple[tuple[str, str], ...]:
        """Return (part name, Japanese label) of every part with paragraphs: body, headers, footers, notes."""
        found = [(self.main, "本文")] if self.main else []
        for kind, label in _STORIES.items():
            names = {r.target for r in self.relationships(self.main).values() if r.kind == kind}
            found += [(name, label) for name in sorted(names) if name in self.members]
        return tuple(found)


def read_word_file(source: Path | bytes) -> WordFile:
    """Open a .docx for reading.

    Raises:
        TemplateError: The file is missing, not a Word file, encrypted, or unreasonably large.
    """
    label = source.name if isinstance(source, Path) else ""
    try:
        data = source.read_bytes() if isinstance(source, Path) else source
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _read_members(archive, label)
    except OSError as error:
        raise TemplateError(label, [Problem("", f"ファイルを開けません（{error.strerror}）")]) from error
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, ValueError) as error:
        what = "Wordの文書（.docx）として読めません。Wordで開いて保存し直してください"
        raise TemplateError(label, [Problem("", what)]) from error


def _read_members(archive: zipfile.ZipFile, label: str) -> WordFile:
    infos = [info for info in archive.infolist() if not info.is_dir()]
    if len(infos) > MAX_MEMBERS or sum(info.file_size for info in infos) > MAX_TOTAL_BYTES:
        raise TemplateError(label, [Problem("", "ファイルが大きすぎるため読みません")])
    names = [info.filename for info in infos]
    duplicates = tuple(sorted({name for name in names if names.count(name) > 1}))
    members = {info.filename: archive.read(info) for info in infos}
    if CONTENT_TYPES_NAME not in members:
        raise TemplateError(label, [Problem("", "Wordの文書（.docx）ではありません")])
    return WordFile(members, duplicates)


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)


def relationships_name(part: str) -> str:
    """Return the member that holds the relationships of a part (OPC, section 6.5.3)."""
    folder, base = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{base}.rels")


def resolve_target(part: str, target: str) -> str:
    """Return the member name that a relationship target of `part` points to."""
    path = unquote(target.split("#", 1)[0])
    joined = path if path.startswith("/") else posixpath.join("/", posixpath.dirname(part), path)
    return posixpath.normpath(joined).lstrip("/")


def iter_paragraphs(root: Element) -> Iterator[tuple[int, Element]]:
    """Yield every paragraph of a part with its number, counted from 1 in document order."""
    yield from enumerate(root.iter(f"{W}p"), start=1)


def paragraph_runs(paragraph: Element, *, deleted: bool = False) -> Iterator[Element]:
    """Yield the runs that belong to a paragraph itself, through insertions, links, fields and controls.

    Runs inside deletions are left out unless `deleted`; text boxes have paragraphs of their own.
    """
    for child in paragraph:
        if child.tag == f"{W}r":
            yield child
        elif deleted and child.tag in (f"{W}del", f"{W}moveFrom"):
            yield from paragraph_runs(child, deleted=True)
        elif child.tag not in _HIDDEN_CONTAINERS and child.tag != f"{W}pPr":
            yield from paragraph_runs(child, deleted=deleted)


def run_text(run: Element) -> str:
    """Return the visible text of one run; deleted text and field instructions do not count."""
    pieces: list[str] = []
    for node in run:
        if node.tag == f"{W}t":
            pieces.append(node.text or "")
        elif node.tag in _FIXED_TEXT and node.get(f"{W}type") != "page":
            pieces.append(_FIXED_TEXT[node.tag])
        elif node.tag == f"{W}sym":
            pieces.append("\N{GETA MARK}")
    return "".join(pieces)


def paragraph_text(paragraph: Element) -> str:
    """Return the text a reader sees once every tracked change is accepted; tabs and line breaks kept."""
    return "".join(run_text(run) for run in paragraph_runs(paragraph))


def select(query: etree.XPath, root: Element) -> list[Element]:
    """Return the elements that a compiled XPath finds."""
    return [node for node in cast("list[object]", query(root)) if isinstance(node, etree._Element)]


def attribute(element: Element | None, path: str, name: str = "val") -> str | None:
    """Return the `w:` attribute of the child at `path` (local names, "/"-joined); None when absent."""
    for step in path.split("/") if path else ():
        if element is None:
            return None
        element = element.find(f"{W}{step}")
    return None if element is None else element.get(f"{W}{name}")


def is_on(element: Element | None) -> bool:
    """Tell whether an on/off property is present and not switched off (ECMA-376 17.17.4)."""
    return element is not None and element.get(f"{W}val", "true") not in ("0", "false", "off")
