"""What a file is that is no plain .docx, and the way to one: each kind named as its users call it."""

from __future__ import annotations

import re

_SAVE = "Wordで開き、［名前を付けて保存］で「Word 文書（.docx）」を選んで保存し直してください"
_GIVE = "Word文書（.docx）を指定してください"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_KINDS = (
    (
        "EncryptedPackage",
        "パスワードで保護された文書です。Wordでパスワードを入れて開き、［ファイル］→［情報］→"
        "［文書の保護］でパスワードを外し、上書き保存してください",
    ),
    ("WordDocument", f"古い形式のWord文書（.doc）です。{_SAVE}"),
    ("Workbook", f"Excelの古い形式の表（.xls）です。{_GIVE}"),
    ("PowerPoint Document", f"PowerPointの古い形式の資料（.ppt）です。{_GIVE}"),
    (
        "__properties_version1.0",
        "Outlookのメール（.msg）です。添付されたWord文書を保存し、それを指定してください",
    ),
)
_OLE_OTHER = f"パスワードで保護された文書か古い .doc 形式です。保護を外し、{_SAVE}"
_STARTS = (
    (rb"%PDF", f"PDFです。PDFからは文書を読み取れません。もとの{_GIVE}"),
    (rb"\{\\rtf", f"リッチ テキスト（.rtf）です。{_SAVE}"),
    (rb"MIME-Version:|From: <Saved by", f"Webページの形式（.mht）です。{_SAVE}"),
    (rb"(<!doctype html|<html)", f"Webページの形式（.html）です。{_SAVE}"),
    (
        rb"<\?xml[^>]*\?>(?s:.){0,400}?(progid=.Word\.Document|<pkg:package|<w:wordDocument)",
        f"WordのXML形式（.xml）です。{_SAVE}",
    ),
    (rb"\x89PNG|\xff\xd8\xff|GIF8|BM.{4}\0\0\0\0|II\*\0|MM\0\*", f"画像です。{_GIVE}"),
)
_STARTERS = tuple((re.compile(pattern, re.IGNORECASE | re.DOTALL), what) for pattern, what in _STARTS)
_MAIN_TYPES = (
    (b"ms-word.document.macroEnabled", f"マクロ有効文書（.docm）です。マクロは使えません。{_SAVE}"),
    (b"ms-word.template.macroEnabled", f"マクロ有効テンプレート（.dotm）です。マクロは使えません。{_SAVE}"),
    (b"wordprocessingml.template.main", f"Wordのテンプレート（.dotx）です。{_SAVE}"),
)
_OTHER_OFFICE = (
    (b"spreadsheetml", f"Excelの表（.xlsx）です。{_GIVE}"),
    (b"ms-excel", f"Excelの表（.xlsm）です。{_GIVE}"),
    (b"presentationml", f"PowerPointの資料（.pptx）です。{_GIVE}"),
)
_OPEN_DOCUMENT = (
    (
        b"opendocument.text",
        "OpenDocument（.odt）の文書です。WordかLibreOfficeで開き、「Word 文書（.docx）」で保存し直してください",
    ),
    (b"opendocument", f"OpenDocument の表や図です。{_GIVE}"),
)
EMPTY = "中身のない（0バイトの）ファイルで、Word文書として読めません。保存や同期の途中でないかを確かめ、控えやバックアップから戻してください"
UNKNOWN = "Word文書（.docx）として読めません。Wordで開けるかどうかを確かめ、.docx で保存し直してください"
STRICT = "「Strict Open XML 文書」形式です。Wordで開き、［名前を付けて保存］で「Word 文書（.docx）」を選んで保存し直してください"


def foreign_format(blob: bytes) -> str:
    """Say what bytes are that are no zip archive, and what to do; empty for an archive."""
    if not blob:
        return EMPTY
    if blob.startswith(_OLE):
        names = ((name.encode("utf-16-le"), what) for name, what in _OLE_KINDS)
        return next((what for name, what in names if name in blob), _OLE_OTHER)
    start = blob[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    return next((what for pattern, what in _STARTERS if pattern.match(start)), "")


def foreign_archive(names: frozenset[str], mimetype: bytes, types: bytes) -> str:
    """Say what a zip archive is that holds no Word document; empty for one that may.

    Args:
        names: The names of its members.
        mimetype: What its member `mimetype` says, as OpenDocument has it.
        types: Its list of content types.
    """
    if mimetype:
        return next((what for key, what in _OPEN_DOCUMENT if key in mimetype), "")
    if any(name.startswith(("word/", "Word/")) for name in names) or b"wordprocessingml" in types:
        return ""
    return next((what for key, what in _OTHER_OFFICE if key in types), "")


def unusual_document(types: bytes) -> str:
    """Say what a Word file is that may not be called .docx, by its content types; empty for a plain document."""
    return next((what for key, what in _MAIN_TYPES if key in types), "")
