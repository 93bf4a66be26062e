"""The parts and relationships a template may have: what the product needs and what Word commonly writes."""

from __future__ import annotations

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_OFFICE = "application/vnd.openxmlformats-officedocument."
_DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships/"

MAIN_TYPE = f"{_WORD}document.main+xml"
TEMPLATE_TYPE = f"{_WORD}template.main+xml"
RELATIONSHIPS_TYPE = "application/vnd.openxmlformats-package.relationships+xml"
CORE_TYPE = "application/vnd.openxmlformats-package.core-properties+xml"
SVG_TYPE = "image/svg+xml"
CUSTOM_XML_TYPES = frozenset({"application/xml", "text/xml"})
FONT_TYPES = frozenset({f"{_OFFICE}obfuscatedfont", "application/x-fontdata"})
IMAGE_TYPES = frozenset(
    f"image/{name}"
    for name in (
        "png",
        "jpeg",
        "jpg",
        "pjpeg",
        "gif",
        "bmp",
        "tiff",
        "tif",
        "x-emf",
        "x-wmf",
        "emf",
        "wmf",
        "svg+xml",
    )
)
_OWN_KINDS = {
    "officeDocument": "document.main+xml",
    "styles": "styles+xml",
    "settings": "settings+xml",
    "webSettings": "webSettings+xml",
    "fontTable": "fontTable+xml",
    "numbering": "numbering+xml",
    "footnotes": "footnotes+xml",
    "endnotes": "endnotes+xml",
    "comments": "comments+xml",
    "header": "header+xml",
    "footer": "footer+xml",
    "glossaryDocument": "document.glossary+xml",
}
_RELATIONS: dict[str, frozenset[str]] = {
    **{f"{_DOCUMENT}{name}": frozenset({_WORD + kind}) for name, kind in _OWN_KINDS.items()},
    f"{_DOCUMENT}theme": frozenset({f"{_OFFICE}theme+xml"}),
    f"{_DOCUMENT}themeOverride": frozenset({f"{_OFFICE}themeOverride+xml"}),
    f"{_DOCUMENT}image": IMAGE_TYPES,
    f"{_DOCUMENT}font": FONT_TYPES,
    f"{_DOCUMENT}hyperlink": frozenset(),
    f"{_DOCUMENT}customXml": CUSTOM_XML_TYPES,
    f"{_DOCUMENT}customXmlProps": frozenset({f"{_OFFICE}customXmlProperties+xml"}),
    f"{_DOCUMENT}extended-properties": frozenset({f"{_OFFICE}extended-properties+xml"}),
    f"{_DOCUMENT}custom-properties": frozenset({f"{_OFFICE}custom-properties+xml"}),
    f"{_DOCUMENT}diagramData": frozenset({f"{_OFFICE}drawingml.diagramData+xml"}),
    f"{_DOCUMENT}diagramLayout": frozenset({f"{_OFFICE}drawingml.diagramLayout+xml"}),
    f"{_DOCUMENT}diagramQuickStyle": frozenset({f"{_OFFICE}drawingml.diagramStyle+xml"}),
    f"{_DOCUMENT}diagramColors": frozenset({f"{_OFFICE}drawingml.diagramColors+xml"}),
    "http://schemas.microsoft.com/office/2007/relationships/diagramDrawing": frozenset(
        {"application/vnd.ms-office.drawingml.diagramDrawing+xml"}
    ),
    "http://schemas.microsoft.com/office/2007/relationships/stylesWithEffects": frozenset(
        {"application/vnd.ms-word.stylesWithEffects+xml"}
    ),
    "http://schemas.microsoft.com/office/2011/relationships/commentsExtended": frozenset(
        {f"{_WORD}commentsExtended+xml"}
    ),
    "http://schemas.microsoft.com/office/2011/relationships/people": frozenset({f"{_WORD}people+xml"}),
    "http://schemas.microsoft.com/office/2016/09/relationships/commentsIds": frozenset(
        {f"{_WORD}commentsIds+xml"}
    ),
    "http://schemas.microsoft.com/office/2018/08/relationships/commentsExtensible": frozenset(
        {f"{_WORD}commentsExtensible+xml"}
    ),
    "http://schemas.microsoft.com/office/2020/02/relationships/classificationlabels": frozenset(
        {"application/vnd.ms-office.classificationlabels+xml"}
    ),
    f"{_PACKAGE}metadata/core-properties": frozenset({CORE_TYPE}),
    "http://schemas.openxmlformats.org/officedocument/2006/relationships/metadata/core-properties": frozenset(
        {CORE_TYPE}
    ),
    f"{_PACKAGE}metadata/thumbnail": IMAGE_TYPES,
}
RELATIONS = {name: frozenset(kind.lower() for kind in kinds) for name, kinds in _RELATIONS.items()}
"""Type of relationship to the content types, in lower case, of the parts it may lead to."""

_PARTS = frozenset({RELATIONSHIPS_TYPE}.union(*_RELATIONS.values()))

HYPERLINK_TYPE = f"{_DOCUMENT}hyperlink"
DOCUMENT_TYPE = f"{_DOCUMENT}officeDocument"

_NAMES = (
    ("macroenabled", "マクロ"),
    ("vbaproject", "マクロ"),
    ("vbadata", "マクロ"),
    ("activex", "ActiveX コントロール"),
    ("/control", "ActiveX コントロール"),
    ("oleobject", "OLE オブジェクト"),
    ("attachedtoolbars", "ツールバーの拡張"),
    ("keymapcustomizations", "キー割り当ての拡張"),
    ("customui", "リボンの拡張（customUI）"),
    ("ui/extensibility", "リボンの拡張（customUI）"),
    ("usercustomization", "リボンの拡張（customUI）"),
    ("taskpane", "作業ウィンドウ（アドイン）"),
    ("webextension", "アドイン（Web 拡張）"),
    ("script", "スクリプト"),
    ("afchunk", "別文書の取り込み（altChunk）"),
    ("subdocument", "サブ文書"),
    ("attachedtemplate", "添付されたテンプレート"),
    ("/frame", "フレームの参照"),
    ("mailmerge", "差し込み印刷のデータ"),
    ("recipientdata", "差し込み印刷のデータ"),
    ("externallink", "外部データへの接続"),
    ("transform", "保存時の変換（XSLT）"),
    ("spreadsheetml", "埋め込みファイル"),
    ("presentationml", "埋め込みファイル"),
    ("relationships/package", "埋め込みファイル"),
    ("digital-signature", "電子署名"),
    ("drawingml.chart", "グラフ"),
    ("/chart", "グラフ"),
    ("video", "動画"),
    ("audio", "音声"),
    ("relationships/media", "動画か音声"),
    ("model3d", "3D モデル"),
    ("inkml", "手書き"),
    ("relationships/ink", "手書き"),
)
_MEMBERS = (
    ("vbaproject", "マクロ"),
    ("vbadata", "マクロ"),
    ("word/embeddings/", "埋め込みファイル"),
    ("word/activex/", "ActiveX コントロール"),
    ("customui/", "リボンの拡張（customUI）"),
    ("usercustomization/", "リボンの拡張（customUI）"),
    ("webextensions/", "アドイン（Web 拡張）"),
    ("_xmlsignatures/", "電子署名"),
)


def is_known_part(content_type: str) -> bool:
    """Tell whether a template may hold parts of this content type; only pictures and fonts may spell it anyhow."""
    return content_type in _PARTS or content_type.lower() in IMAGE_TYPES | FONT_TYPES


def kind_name(text: str) -> str:
    """Return in Japanese what a refused content type or relationship type stands for; empty for any other."""
    if text in RELATIONS or is_known_part(text):
        return ""
    lowered = text.lower()
    return next((what for mark, what in _NAMES if mark in lowered), "")


def member_name(name: str) -> str:
    """Return in Japanese what a member of a refused kind is, judged by its name; empty for any other."""
    lowered = name.lower()
    return next((what for mark, what in _MEMBERS if mark in lowered), "")
