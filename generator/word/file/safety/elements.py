"""Elements and attributes that load, run or hide something, judged by what they do and not by their relationship."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

from lxml import etree

from generator.word.file.names import HYPERLINK, R_NS, STRICT_NS, W_NS, XML_NS, a, r, w
from generator.word.file.safety.instructions import is_web_or_mail
from generator.word.file.xml import Element

_V_NS = "urn:schemas-microsoft-com:vml"
_NAMED = {
    "altChunk": "別文書の取り込み（altChunk）",
    "subDoc": "サブ文書",
    "OLEObject": "OLE オブジェクト",
    "oleObj": "OLE オブジェクト",
    "externalData": "外部データへの接続",
    "webVideoPr": "ウェブの動画",
    "entryMacro": "マクロの呼び出し",
    "exitMacro": "マクロの呼び出し",
    "webextension": "アドイン（Web 拡張）",
    "webExtensionLinked": "アドイン（Web 拡張）",
    "webExtensionCreated": "アドイン（Web 拡張）",
    "mailMerge": "差し込み印刷のデータ",
    "recipientData": "差し込み印刷のデータ",
    "attachedTemplate": "添付されたテンプレート",
    "attachedSchema": "添付されたスキーマ",
    "schemaLibrary": "スキーマのライブラリ",
    "saveThroughXslt": "保存時の変換（XSLT）",
    "sourceFileName": "フレームの参照",
    "frameset": "フレームの参照",
    "contentPart": "手書きなどの別の部品の表示",
    "wavAudioFile": "音声",
    "audioFile": "音声",
    "audioCd": "音声",
    "videoFile": "動画",
    "quickTimeFile": "動画",
    "model3d": "3D モデル",
    "binData": "埋め込みデータ",
    "docOleData": "埋め込みデータ",
    "fldData": "フィールドの付属データ（fldData）",
    "macroName": "マクロの呼び出し",
    "wllName": "アドイン",
    "script": "スクリプト",
    "foreignObject": "スクリプト",
    "iframe": "フレームの参照",
}
_OF_WORD = {
    "object": "埋め込みオブジェクト",
    "control": "ActiveX コントロール",
    "movie": "動画",
    "frame": "フレームの参照",
    "scriptAnchor": "スクリプト",
    "applet": "スクリプト",
}
_BUILT_IN_STORES = frozenset(
    {
        "{6C3C8BC8-F283-45AE-878A-BAB7291924A1}",
        "{6668398D-A668-4E3E-A5EB-62B293D839F1}",
        "{55AF091B-3C7A-41E3-B477-F2FDAA23CFDA}",
    }
)
"""The stores of the document's own properties: core, extended, cover page (MS-OE376 2.1.1.1)."""

_LINKS = frozenset({HYPERLINK, a("hlinkClick"), a("hlinkHover"), a("hlinkMouseOver")})
"""Elements whose relationship is a link that a person follows; every other use loads by itself."""

_BASE = f"{{{XML_NS}}}base"
_LOADING = frozenset(
    {"src", "href", "althref", "gfxdata", "relid", "embeddedHtml", "action", "hrefscript", "url"}
)
_STYLES = re.compile(r"(?i)url\s*\(\s*['\"]?(?!#|['\"]?\s*\))|@import|expression\s*\(|javascript:")
_INNER = re.compile(r"(?i)#|data:image/(?:png|jpeg|gif);base64,")


@dataclass(frozen=True, slots=True)
class Link:
    """A relationship as the screen needs it: where it leads, and what its target is said to be."""

    target: str
    external: bool
    kind: str


def element_faults(root: Element, links: Mapping[str, Link]) -> Iterator[tuple[Element, str]]:
    """Yield what a part may not hold, each with the element it is about.

    Args:
        root: The part.
        links: Its relationships by id.
    """
    for element in root.iter(etree.Element):
        tag = str(element.tag)
        what = _tag_name(tag)
        if what and not _is_built_in(element):
            yield element, f"{what}を含むテンプレートは使えません"
        for name in element.keys():  # noqa: SIM118 - quicker than the mapping lxml would make
            if _is_telling(str(name)):
                fault = _attribute_fault(element, str(name), element.get(name, ""), links)
                if fault:
                    yield element, fault


@lru_cache(maxsize=4096)
def _tag_name(tag: str) -> str:
    """Return in Japanese what a refused element is; empty for any other."""
    name = etree.QName(tag)
    if name.localname == "dataBinding":
        return "カスタム XML とのデータの結び付け（dataBinding）"
    if (name.namespace or "").startswith(STRICT_NS):
        return "「厳密な Open XML 文書」形式の要素"
    own = _OF_WORD.get(name.localname, "") if name.namespace == W_NS else ""
    return _NAMED.get(name.localname, "") or own


def _is_built_in(element: Element) -> bool:
    """Tell whether an element binds to the document's own properties, which travel with it anyway."""
    return element.tag == w("dataBinding") and element.get(w("storeItemID"), "").upper() in _BUILT_IN_STORES


@lru_cache(maxsize=4096)
def _is_telling(name: str) -> bool:
    """Tell whether an attribute has to be looked at."""
    space, _, local = name.rpartition("}")
    return local in _LOADING or space == f"{{{R_NS}" or space.startswith(f"{{{STRICT_NS}") or name == _BASE


def _attribute_fault(element: Element, name: str, value: str, links: Mapping[str, Link]) -> str:
    space, _, local = name.rpartition("}")
    if space.startswith(f"{{{STRICT_NS}"):
        return "「厳密な Open XML 文書」形式の属性は使えません"
    if space == f"{{{R_NS}" or local == "relid":
        return _relationship_fault(element, name, value, links)
    if name == _BASE:
        return "リンクの基準（xml:base）は使えません"
    if local in ("gfxdata", "embeddedHtml"):
        return f"中を確かめられないデータ（{local}）は使えません。図形を入れ直してください"
    if local not in _LOADING or not value.strip():
        return ""
    if local == "action":
        return "リンクの動作（action）は使えません" if element.tag in _LINKS else ""
    if (
        local == "href"
        and space == ""
        and str(element.tag).startswith(f"{{{_V_NS}}}")
        and element.tag != f"{{{_V_NS}}}imagedata"
    ):
        safe = value.startswith("#") or is_web_or_mail(value)
        return "" if safe else "リンク先は http、https、mailto だけです（図形のリンク）"
    if local == "url" and str(element.tag) != w("smartTagType"):
        return ""
    return "" if _INNER.match(value) else f"外部への参照は使えません（{local}）"


def loads(element: Element, attribute: str) -> bool:
    """Tell whether an attribute that names a relationship brings its target in; else it is a link to follow."""
    return attribute != r("id") or element.tag not in _LINKS


def _relationship_fault(element: Element, name: str, value: str, links: Mapping[str, Link]) -> str:
    if "{{" in value or "{%" in value:
        return "部品への参照の中にタグは使えません"
    link = links.get(value)
    if name in (r("link"), r("href")) and value:
        return f"外部への参照は使えません（{value[:40]}）"
    if link is None:
        return ""
    if link.external and loads(element, name):
        return f"外部への参照は使えません（{value[:40]}、開いたときに読み込まれます）"
    return ""


def svg_faults(root: Element) -> Iterator[str]:
    """Yield what a drawing in SVG may not hold: programs, and anything from elsewhere."""
    for element in root.iter(etree.Element):
        local = etree.QName(element).localname.lower()
        if local in ("script", "foreignobject", "iframe", "handler", "listener", "set", "animate"):
            yield f"図（SVG）の中の {local} は使えません"
        if local == "style" and _STYLES.search("".join(cast("Iterator[str]", element.itertext()))):
            yield "図（SVG）の中に外部への参照があります"
        for name, value in element.attrib.items():
            key = str(name).rpartition("}")[2].lower()
            text = str(value).strip()
            if key.startswith("on"):
                yield "図（SVG）の中にスクリプトがあります"
            elif (key in ("href", "src", "base") and text and not _INNER.match(text)) or _STYLES.search(text):
                yield "図（SVG）の中に外部への参照があります"
