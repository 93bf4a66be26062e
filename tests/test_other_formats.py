"""Files of other kinds than .docx, in place of a document or beside it: each is named, with the way out."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

import generator
from generator.checking import check_target
from generator.errors import TemplateError
from generator.word.file.reading import read_word_file
from generator.word.merge import merge_documents
from generator.word.reader.outline import outline
from tests.wordfile import pack, paragraph, word_file, word_members

DAY = datetime.date(2026, 11, 22)
PROFILES = Path(__file__).parent.parent / "profiles"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512
TRANSITIONAL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
BODY = paragraph("会社の文書です。")


def strict() -> bytes:
    members = word_members(BODY)
    main = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return pack(
        {
            name: text.replace(TRANSITIONAL, STRICT).replace(
                main, "http://purl.oclc.org/ooxml/wordprocessingml/main"
            )
            for name, text in members.items()
        }
    )


def typed(kind: str) -> bytes:
    members = word_members(BODY)
    plain = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    members["[Content_Types].xml"] = members["[Content_Types].xml"].replace(plain, kind)
    return pack(members)


MACRO = typed("application/vnd.ms-word.document.macroEnabled.main+xml")
TEMPLATE = typed("application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml")
SHEET = pack(
    {"[Content_Types].xml": "<Types>spreadsheetml.sheet.main+xml</Types>", "xl/workbook.xml": "<a/>"}
)
OPEN = pack({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"})
FOREIGN = {
    "empty": (b"", "0バイト"),
    "encrypted": (OLE + "EncryptedPackage".encode("utf-16-le"), "パスワードで保護された文書です"),
    "doc": (OLE + "WordDocument".encode("utf-16-le"), "古い形式のWord文書（.doc）"),
    "xls": (OLE + "Workbook".encode("utf-16-le"), ".xls"),
    "pdf": (b"%PDF-1.7\n", "PDFです"),
    "rtf": (b"{\\rtf1\\ansi", "リッチ テキスト（.rtf）"),
    "html": (b"\xef\xbb\xbf<HTML><body>", "Webページ"),
    "xml": (
        b'<?xml version="1.0"?>\n<?mso-application progid="Word.Document"?><w:wordDocument/>',
        "WordのXML形式",
    ),
    "picture": (b"\x89PNG\r\n", "画像です"),
    "odt": (OPEN, "OpenDocument（.odt）"),
    "xlsx": (SHEET, "Excelの表（.xlsx）"),
    "strict": (strict(), "「Strict Open XML 文書」形式"),
    "text": ("ただの文".encode(), "Word文書（.docx）として読めません"),
}


@pytest.mark.parametrize("kind", FOREIGN)
def test_what_is_no_docx_is_named(kind: str) -> None:
    """Reading, comparing and merging say what the file is and end with what to do."""
    data, named = FOREIGN[kind]
    good = word_file(BODY)
    for read in (
        lambda: read_word_file(data),
        lambda: generator.compare_documents(good, data),
        lambda: merge_documents(good, data, good, date=datetime.datetime(2026, 11, 22)),
    ):
        with pytest.raises(TemplateError, match=r"ください") as caught:
            read()
        assert named in str(caught.value)


def test_document_with_macros_is_read_but_not_merged() -> None:
    """Word opens no macro document or template that is called .docx: read is read, written is refused."""
    good = word_file(BODY)
    for data, named in ((MACRO, "マクロ有効文書（.docm）"), (TEMPLATE, "Wordのテンプレート（.dotx）")):
        assert outline(data) == outline(good)
        with pytest.raises(TemplateError, match="ください") as caught:
            merge_documents(good, data, word_file(BODY * 2), date=datetime.datetime(2026, 11, 22))
        assert named in str(caught.value)


@pytest.mark.parametrize("suffix", [".docm", ".doc", ".odt", ".rtf"])
def test_document_under_another_ending_is_noticed(tmp_path: Path, suffix: str) -> None:
    """A document saved with another ending beside the .docx, or in its place, is named in the report."""
    profile, out = tmp_path / "c.yaml", tmp_path / "out"
    profile.write_text((PROFILES / "sole_proprietor.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    generator.generate(str(profile), out)
    file = next(out.glob("情報セキュリティ基本方針*.docx"))
    other = file.with_suffix(suffix)
    other.write_bytes(MACRO)
    assert f"「{other.name}」があります" in generator.generate(str(profile), out).text()
    file.unlink()
    assert f"「{other.name}」があります" in generator.generate(str(profile), out).text()


def test_lock_file_of_another_ending_is_no_document(tmp_path: Path) -> None:
    """Word's own lock file beside a document is not told."""
    profile, out = tmp_path / "c.yaml", tmp_path / "out"
    profile.write_text((PROFILES / "sole_proprietor.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    generator.generate(str(profile), out)
    (out / "~$情報セキュリティ基本方針.doc").write_bytes(b"x")
    assert "があります" not in generator.generate(str(profile), out).text()


@pytest.mark.parametrize(
    ("name", "named"), [("a.doc", "doc"), ("a.odt", "odt"), ("a.pdf", "pdf"), ("a.docx", "encrypted")]
)
def test_check_names_what_it_is_given(tmp_path: Path, name: str, named: str) -> None:
    """Checking a file of another kind is no fault in a profile, but a remark that names the kind."""
    path = tmp_path / name
    path.write_bytes(FOREIGN[named][0])
    remark = check_target(path, today=DAY).remarks[0]
    assert FOREIGN[named][1] in remark.text
    assert remark.advice


def test_check_reads_documents_with_macros(tmp_path: Path) -> None:
    """A macro document is checked like any other."""
    path = tmp_path / "a.docm"
    path.write_bytes(MACRO)
    assert check_target(path, today=DAY).documents == ("a.docm",)
    assert "unreadable" not in {remark.kind for remark in check_target(path, today=DAY).remarks}
