"""What a template may not hold: programs, embedded files, links to elsewhere; everything it brings is looked at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from generator.errors import Problem
from generator.word.file.names import RELATIONSHIP, RELS_NS, STRICT_NS, TYPE_DEFAULT, TYPE_OVERRIDE
from generator.word.file.package import CONTENT_TYPES, Package, part_key
from generator.word.file.relationships import (
    Relationship,
    read_relationships,
    relationships_name,
    resolve_target,
)
from generator.word.file.safety.elements import Link, element_faults, svg_faults
from generator.word.file.safety.instructions import field_faults, is_web_or_mail
from generator.word.file.safety.kinds import (
    CUSTOM_XML_TYPES,
    DOCUMENT_TYPE,
    HYPERLINK_TYPE,
    IMAGE_TYPES,
    MAIN_TYPE,
    RELATIONS,
    RELATIONSHIPS_TYPE,
    SVG_TYPE,
    TEMPLATE_TYPE,
    is_known_part,
    kind_name,
    member_name,
)
from generator.word.file.xml import Element, XmlError, parse_xml

_RELATIONSHIP_ATTRIBUTES = frozenset({"Id", "Type", "Target", "TargetMode"})
_NO_PICTURE = (
    b"<",
    b"%!",
    b"%PDF",
    b"PK",
    b"\x1f\x8b",
    b"MZ",
    b"\xd0\xcf\x11\xe0",
    b"\xc5\xd0\xd3\xc6",
    b"{\\rtf",
)
"""What programs that look at the content would take for a drawing, a page, an archive or a program."""
_MARKS = b"\xef\xbb\xbf\xfe\xff \t\r\n\x00\x0c"
_STORIES = frozenset(
    f"application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml"
    for kind in ("document.main", "header", "footer", "footnotes", "endnotes", "comments")
)
_CUSTOM_XML_ROOTS = frozenset(
    {
        "{http://schemas.openxmlformats.org/officeDocument/2006/bibliography}Sources",
        "{http://schemas.microsoft.com/office/2006/coverPageProps}CoverPageProperties",
        "{http://schemas.microsoft.com/office/2006/metadata/properties}properties",
    }
)


@dataclass(slots=True)
class ScreenedPackage:
    """A template that was looked through.

    Attributes:
        types: Content type of every part, as its list says.
        main: The main part; empty when there is none that can be used.
        roots: The tree of every part in XML.
        links: The relationships of every part by id; parts are named by `part_key`.
        problems: What it holds that templates may not, each with its part.
    """

    types: dict[str, str] = field(default_factory=dict)
    main: str = ""
    roots: dict[str, Element] = field(default_factory=dict)
    links: dict[str, dict[str, Link]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def related(self, kind: str) -> str:
        """Return the part that the main part calls its `kind` ("styles", "numbering"); empty when there is none."""
        keys = {
            part_key(link.target)
            for link in self.links.get(part_key(self.main), {}).values()
            if not link.external and link.kind.rpartition("/")[2] == kind
        }
        return next((name for name in self.roots if part_key(name) in keys), "")


def content_types(package: Package) -> dict[str, str]:
    """Return the content type of every part that has one.

    Raises:
        XmlError: The list is not well-formed.
    """
    said = _said_types(parse_xml(package.read(CONTENT_TYPES) or b""))
    found = ((name, _look_up(said, name)) for name in package.members)
    return {name: kind for name, kind in found if kind}


def content_type(root: Element, part: str) -> str | None:
    """Return the content type of a part, as the list with this root says; None when it says nothing."""
    return _look_up(_said_types(root), part) or None


def _said_types(root: Element) -> dict[str, str]:
    """Return what the list says of extensions (with a dot before them) and of parts (OPC, 6.2.2.3 and 7.2.3)."""
    said: dict[str, str] = {}
    for node in root.iter(TYPE_DEFAULT, TYPE_OVERRIDE):
        default = node.tag == TYPE_DEFAULT
        key = f".{node.get('Extension', '').lower()}" if default else part_key(node.get("PartName", ""))
        said.setdefault(key, node.get("ContentType", ""))
    return said


def _look_up(said: Mapping[str, str], part: str) -> str:
    key = part_key(part)
    return said.get(key) or said.get("." + key.rpartition("/")[2].rpartition(".")[2], "")


def relationships(package: Package, part: str) -> list[Relationship]:
    """Return the relationships of a part (the package's own for an empty name).

    Raises:
        XmlError: They are not well-formed.
    """
    data = package.read(relationships_name(part))
    return [] if data is None else list(read_relationships(part, parse_xml(data)))


def screen_template(package: Package, types: Mapping[str, str]) -> ScreenedPackage:
    """Look through everything a template holds: names, kinds, relationships, and each part in XML.

    Args:
        package: The template.
        types: Its content types.
    """
    screened = ScreenedPackage(dict(types))
    problems = screened.problems
    problems += _type_problems(package)
    links = screened.links
    for name in package.members:
        problems += _name_problems(name, types.get(name, ""))
        if part_key(name).endswith(".rels"):
            problems += _read_links(package, types, name, links)
    screened.main = _main_part(types, links, problems)
    if problems:
        return screened
    for name, kind in types.items():
        if kind.lower().endswith("xml") and name != CONTENT_TYPES and kind != RELATIONSHIPS_TYPE:
            problems += _part_problems(package, name, kind.lower(), links.get(part_key(name), {}), screened)
        elif kind.lower() in IMAGE_TYPES:
            start = (package.read(name) or b"")[:512].lstrip(_MARKS)
            if start.startswith(_NO_PICTURE):
                problems.append(Problem(name, "画像ではない中身です。画像を入れ直してください"))
    return screened


def _type_problems(package: Package) -> Iterator[Problem]:
    """Yield what makes the list of content types mean different things to different programs."""
    seen: set[str] = set()
    root = parse_xml(package.read(CONTENT_TYPES) or b"")
    for node in root.iter(etree.Element):
        if node is root:
            continue
        known = {"Extension"} if node.tag == TYPE_DEFAULT else {"PartName"}
        if node.tag not in (TYPE_DEFAULT, TYPE_OVERRIDE) or set(map(str, node.attrib)) != known | {
            "ContentType"
        }:
            yield Problem(
                CONTENT_TYPES, "部品の種類の一覧に知らない書き方があります。Wordで開いて保存し直してください"
            )
            return
        key = str(node.tag) + part_key(node.get("Extension") or node.get("PartName") or "")
        if key in seen:
            yield Problem(
                CONTENT_TYPES, "部品の種類の一覧に同じ名前が2つあります。Wordで開いて保存し直してください"
            )
            return
        seen.add(key)


def _name_problems(name: str, kind: str) -> Iterator[Problem]:
    """Yield what is wrong with a member: its name, or its kind, which must be one that templates may hold."""
    key = part_key(name)
    if key == part_key(CONTENT_TYPES):
        return
    what = kind_name(kind) or member_name(name)
    is_links = key.endswith(".rels") or kind.lower() == RELATIONSHIPS_TYPE
    if what:
        yield Problem(name, f"{what}を含むテンプレートは使えません")
    elif "%" in name or (is_links and not (name.endswith(".rels") and f"/{name}".split("/")[-2] == "_rels")):
        yield Problem(name, "部品の名前の書き方が特殊です。Wordで開いて保存し直してください")
    elif not kind:
        yield Problem(name, "種類のわからない部品です（コンテンツ タイプがありません）。取り除いてください")
    elif kind.lower() != TEMPLATE_TYPE and (
        not is_known_part(kind) or is_links is not (kind.lower() == RELATIONSHIPS_TYPE)
    ):
        yield Problem(name, f"この種類の部品はテンプレートに使えません（{kind[:80]}）")


def _read_links(
    package: Package, types: Mapping[str, str], name: str, links: dict[str, dict[str, Link]]
) -> Iterator[Problem]:
    """Judge one member with relationships and note them for the part they belong to."""
    try:
        root = parse_xml(package.read(name) or b"")
    except XmlError as error:
        yield Problem(name, str(error))
        return
    folder, _, base = name.rpartition("/")
    part = f"{folder.removesuffix('_rels')}{base.removesuffix('.rels')}"
    known = {part_key(member): kind for member, kind in types.items()}
    found = links.setdefault(part_key(part), {})
    for node in root.iter(etree.Element):
        if node is root and root.tag == f"{{{RELS_NS}}}Relationships":
            continue
        mode, key = node.get("TargetMode", "Internal"), node.get("Id", "")
        usual = node.tag == RELATIONSHIP and not set(map(str, node.attrib)) - _RELATIONSHIP_ATTRIBUTES
        if not usual or mode not in ("Internal", "External"):
            yield Problem(
                name, "部品の関係の一覧に知らない書き方があります。Wordで開いて保存し直してください"
            )
            return
        if key in found:
            yield Problem(name, f"同じ番号の関係が2つあります（{key}）。Wordで開いて保存し直してください")
        kind, target = node.get("Type", ""), node.get("Target", "")
        found[key] = Link(
            target if mode == "External" else resolve_target(part, target), mode == "External", kind
        )
        what = relationship_fault(kind, target, mode == "External", known.get(part_key(found[key].target)))
        if what:
            yield Problem(name, f"{what}（{key}）")


def relationship_fault(kind: str, target: str, external: bool, content_type: str | None) -> str:
    """Return in Japanese why a document of ours may not get this relationship; empty when it may.

    Args:
        kind: Its type, whole.
        target: Where it leads, as written.
        external: Whether it leads out of the package.
        content_type: The content type of the part it leads to; None when there is none.
    """
    what = kind_name(kind)
    if what:
        return f"{what}への参照は使えません"
    if external:
        if kind != HYPERLINK_TYPE:
            return f"外部への参照は使えません。{kind.rpartition('/')[2][:40]}"
        return "" if is_web_or_mail(target) else "リンク先は http、https、mailto だけです"
    if ":" in target.split("/")[0] or "\\" in target or target.startswith("//") or "?" in target:
        return "参照先の書き方が正しくありません"
    allowed = RELATIONS.get(kind)
    if allowed is None:
        return f"この種類の参照はテンプレートに使えません。{kind.rpartition('/')[2][:40]}"
    if (
        content_type is not None
        and content_type.lower() not in allowed
        and content_type.lower() != TEMPLATE_TYPE
    ):
        return "参照の種類と、参照先の部品の種類が合いません"
    return ""


def _main_part(
    types: Mapping[str, str], links: Mapping[str, Mapping[str, Link]], problems: list[Problem]
) -> str:
    """Return the main part, found as programs find it: by the package's relationships."""
    if any(kind.lower() == TEMPLATE_TYPE for kind in types.values()):
        problems.append(Problem("", "Wordテンプレート（.dotx）です。.docx で保存し直してください"))
        return ""
    named = [
        link.target for link in links.get("", {}).values() if link.kind == DOCUMENT_TYPE and not link.external
    ]
    found = [name for name, kind in types.items() if kind.lower() == MAIN_TYPE.lower()]
    if len(named) == 1 and len(found) == 1 and part_key(named[0]) == part_key(found[0]):
        return found[0]
    what = "本文が2つあります" if len(found) > 1 or len(named) > 1 else "本文がありません"
    problems.append(Problem("", f"Word文書（.docx）ではありません（{what}）"))
    return ""


def story_parts(types: Mapping[str, str]) -> frozenset[str]:
    """Return the parts whose paragraphs the engine fills in."""
    return frozenset(name for name, kind in types.items() if kind in _STORIES)


def _part_problems(
    package: Package, name: str, kind: str, links: Mapping[str, Link], screened: ScreenedPackage
) -> Iterator[Problem]:
    try:
        root = parse_xml(package.read(name) or b"")
    except XmlError as error:
        yield Problem(name, str(error))
        return
    screened.roots[name] = root
    if kind == SVG_TYPE:
        yield from (Problem(name, what) for what in dict.fromkeys(svg_faults(root)))
        return
    if kind in CUSTOM_XML_TYPES and root.tag not in _CUSTOM_XML_ROOTS:
        what = "カスタム XML を含むテンプレートは使えません。Wordの「ドキュメントの検査」で取り除いてください"
        yield Problem(name, what)
        return
    if str(root.tag).startswith(f"{{{STRICT_NS}"):
        what = "「厳密な Open XML 文書」形式です。ふつうの Word文書（.docx）で保存し直してください"
        yield Problem(name, what)
        return
    yield from (
        Problem(name, what) for what in dict.fromkeys(what for _, what in element_faults(root, links))
    )
    if name not in story_parts(screened.types):
        yield from (Problem(name, what) for what in dict.fromkeys(what for _, what in field_faults(root)))
    yield from _property_problems(name, root)


def _property_problems(name: str, root: Element) -> Iterator[Problem]:
    """Yield properties that give every relative link another base."""
    bases = [(element.text or "").strip() for element in root.iter("{*}HyperlinkBase")]
    names = [element.get("name", "").upper() for element in root.iter("{*}property")]
    if any(bases) or "_PID_LINKBASE" in names:
        what = "リンクの基準（ハイパーリンクの基点）は使えません。文書のプロパティから消してください"
        yield Problem(name, what)
