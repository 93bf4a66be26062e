"""What a template may not hold: programs, embedded files, links to elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

from generator.errors import Problem
from generator.word.file.names import RELATIONSHIP, STRICT_NS, TYPE_DEFAULT, TYPE_OVERRIDE, w
from generator.word.file.package import CONTENT_TYPES, Package
from generator.word.file.relationships import Relationship, read_relationships, relationships_name
from generator.word.file.xml import Element, XmlError, parse_xml

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_TEMPLATE_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"
_REFUSED_TYPES = (
    ("macroEnabled", "マクロ"),
    ("vbaProject", "マクロ"),
    ("vbaData", "マクロ"),
    ("activeX", "ActiveX コントロール"),
    ("oleObject", "OLE オブジェクト"),
    ("ms-office.attachedToolbars", "ツールバーの拡張"),
    ("keyMapCustomizations", "キー割り当ての拡張"),
)
_REFUSED_RELATIONS = (
    ("vbaProject", "マクロ"),
    ("wordVbaData", "マクロ"),
    ("/control", "ActiveX コントロール"),
    ("activeXControl", "ActiveX コントロール"),
    ("/oleObject", "OLE オブジェクト"),
    ("/package", "埋め込みファイル"),
    ("/aFChunk", "別文書の取り込み（altChunk）"),
    ("/subDocument", "サブ文書"),
    ("/attachedTemplate", "添付されたテンプレート"),
    ("/frame", "フレームの参照"),
    ("/mailMergeSource", "差し込み印刷のデータ"),
    ("/mailMergeHeaderSource", "差し込み印刷のデータ"),
    ("/attachedToolbars", "ツールバーの拡張"),
    ("/keyMapCustomizations", "キー割り当ての拡張"),
    ("/externalLink", "外部データへの接続"),
)
_REFUSED_FOLDERS = (("word/embeddings/", "埋め込みファイル"), ("word/activeX/", "ActiveX コントロール"))
_REFUSED_ELEMENTS = {
    w("altChunk"): "別文書の取り込み（altChunk）",
    w("subDoc"): "サブ文書",
    w("object"): "埋め込みオブジェクト",
    w("control"): "ActiveX コントロール",
}
_SCHEMES = ("http://", "https://", "mailto:")


def content_types(package: Package) -> dict[str, str]:
    """Return the content type of every part that has one.

    Raises:
        XmlError: The list is not well-formed.
    """
    root = parse_xml(package.read(CONTENT_TYPES) or b"")
    defaults: dict[str, str] = {}
    overrides: dict[str, str] = {}
    for node in root:
        if node.tag == TYPE_DEFAULT:
            defaults[node.get("Extension", "").lower()] = node.get("ContentType", "")
        elif node.tag == TYPE_OVERRIDE:
            overrides[node.get("PartName", "").lstrip("/")] = node.get("ContentType", "")
    found = {}
    for name in package.members:
        kind = overrides.get(name) or defaults.get(name.rpartition(".")[2].lower())
        if kind:
            found[name] = kind
    return found


def relationships(package: Package, part: str) -> list[Relationship]:
    """Return the relationships of a part (the package's own for an empty name).

    Raises:
        XmlError: They are not well-formed.
    """
    data = package.read(relationships_name(part))
    return [] if data is None else list(read_relationships(part, parse_xml(data)))


def refused_package(package: Package, types: dict[str, str]) -> list[Problem]:
    """Return what a package holds that templates may not, each with its part."""
    problems = [
        Problem(name, f"{what}を含むテンプレートは使えません")
        for name, kind in types.items()
        for mark, what in _REFUSED_TYPES
        if mark.lower() in kind.lower()
    ]
    for name in package.members:
        for folder, what in _REFUSED_FOLDERS:
            if name.lower().startswith(folder.lower()):
                problems.append(Problem(name, f"{what}を含むテンプレートは使えません"))
        if name.endswith(".rels"):
            problems += _relationship_problems(package, name)
    if any(kind.startswith(_TEMPLATE_TYPE) for kind in types.values()):
        problems.append(Problem("", "Wordテンプレート（.dotx）です。.docx で保存し直してください"))
    elif MAIN_TYPE not in types.values():
        problems.append(Problem("", "Word文書（.docx）ではありません（本文がありません）"))
    return problems


def refused_elements(part: str, root: Element) -> list[Problem]:
    """Return the elements of a part that bring in other files."""
    if str(root.tag).startswith(f"{{{STRICT_NS}"):
        what = "「厳密な Open XML 文書」形式です。ふつうの Word文書（.docx）で保存し直してください"
        return [Problem(part, what)]
    return [
        Problem(part, f"{what}を含むテンプレートは使えません")
        for element in root.iter(*_REFUSED_ELEMENTS)
        if (what := _REFUSED_ELEMENTS[str(element.tag)])
    ]


def _relationship_problems(package: Package, name: str) -> Iterator[Problem]:
    try:
        root = parse_xml(package.read(name) or b"")
    except XmlError as error:
        yield Problem(name, str(error))
        return
    for node in root.iter(RELATIONSHIP):
        kind, target = node.get("Type", ""), node.get("Target", "")
        refused = next((what for mark, what in _REFUSED_RELATIONS if kind.endswith(mark)), "")
        if refused:
            yield Problem(name, f"{refused}への参照は使えません（{node.get('Id', '')}）")
        elif node.get("TargetMode", "") == "External":
            if kind != f"{_OFFICE}hyperlink":
                yield Problem(
                    name, f"外部への参照は使えません（{node.get('Id', '')}、{kind.rpartition('/')[2]}）"
                )
            elif not target.lower().startswith(_SCHEMES):
                yield Problem(name, f"リンク先は http、https、mailto だけです（{node.get('Id', '')}）")
        elif ":" in target.split("/")[0] or "\\" in target:
            yield Problem(name, f"参照先の書き方が正しくありません（{node.get('Id', '')}）")
