"""Checks of the package: members, content types, relationships, reachability (ECMA-376 part 2)."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from generator.word.checks.finding import Finding
from generator.word.file.names import R_NS, RELATIONSHIP, TYPE_DEFAULT, TYPE_OVERRIDE
from generator.word.file.package import CONTENT_TYPES as CONTENT_TYPES_PART
from generator.word.file.reading import WordFile, select
from generator.word.file.relationships import relationships_name

_RELATIONSHIP_USERS = etree.XPath("//*[@r:*]", namespaces={"r": R_NS})


def check_package(file: WordFile) -> Iterator[Finding]:
    """Yield what is wrong with the package itself, whatever its parts say."""
    yield from _faults(file)
    if not file.main or file.main not in file.members:
        yield Finding("_rels/.rels", 0, "no-main-part", "文書の本体（officeDocument）が見つかりません")
    yield from _content_types(file)
    yield from _relationships(file)
    yield from _reachable(file)


def _faults(file: WordFile) -> Iterator[Finding]:
    for name in file.members:
        if name.endswith((".xml", ".rels")) and (fault := file.fault(name)):
            yield Finding(name, 0, "not-well-formed", f"XMLとして読めません（{fault}）")


def _content_types(file: WordFile) -> Iterator[Finding]:
    root = file.root(CONTENT_TYPES_PART)
    if root is None:
        return
    overrides = [node.get("PartName", "") for node in root.iter(TYPE_OVERRIDE)]
    defaults = {node.get("Extension", "").lower() for node in root.iter(TYPE_DEFAULT)}
    for name in sorted({name for name in overrides if overrides.count(name) > 1}):
        yield Finding(CONTENT_TYPES_PART, 0, "duplicate-content-type", f"{name} の種類が2回書かれています")
    typed = {name.lstrip("/") for name in overrides}
    for name in sorted(typed - set(file.members)):
        yield Finding(
            CONTENT_TYPES_PART, 0, "missing-part", f"{name} の種類がありますが、そのファイルがありません"
        )
    for name in file.members:
        extension = name.rsplit(".", 1)[-1].lower()
        if name not in typed and extension not in defaults and name != CONTENT_TYPES_PART:
            yield Finding(name, 0, "untyped-part", "[Content_Types].xml に種類が書かれていません")


def _relationships(file: WordFile) -> Iterator[Finding]:
    for name in [*file.members, ""]:
        rels_name = relationships_name(name)
        root = file.root(rels_name)
        ids = [] if root is None else [n.get("Id", "") for n in root.iter(RELATIONSHIP)]
        for relationship_id in sorted({i for i in ids if ids.count(i) > 1}):
            yield Finding(rels_name, 0, "duplicate-relationship", f"関係 {relationship_id} が2回あります")
        for relationship in file.relationships(name).values() if root is not None else ():
            if not relationship.external and relationship.target not in file.members:
                text = f"関係 {relationship.id} の先（{relationship.target}）がありません"
                yield Finding(rels_name, 0, "missing-part", text)
        yield from _used_ids(file, name)


def _used_ids(file: WordFile, name: str) -> Iterator[Finding]:
    root = file.root(name) if name.endswith(".xml") and "_rels/" not in name else None
    if root is None:
        return
    known = file.relationships(name)
    used = {
        str(value)
        for node in select(_RELATIONSHIP_USERS, root)
        for attribute, value in node.attrib.items()
        if str(attribute).startswith(f"{{{R_NS}}}")
    }
    for value in sorted(used - set(known) - {""}):
        yield Finding(name, 0, "dangling-relationship", f"関係 {value} を使っていますが、定義がありません")


def _reachable(file: WordFile) -> Iterator[Finding]:
    seen: set[str] = set()
    waiting = [""]
    while waiting:
        for relationship in file.relationships(waiting.pop()).values():
            if not relationship.external and relationship.target not in seen:
                seen.add(relationship.target)
                waiting.append(relationship.target)
    for name in file.members:
        owner = name.replace("_rels/", "").removesuffix(".rels")
        if name.endswith(".rels"):
            if owner and owner not in file.members:
                yield Finding(name, 0, "orphan-part", "関係の持ち主となるファイルがありません")
        elif name != CONTENT_TYPES_PART and name not in seen:
            yield Finding(name, 0, "orphan-part", "どこからも使われていないファイルです")
