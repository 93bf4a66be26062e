"""Reading and writing the archive."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.errors import TemplateError
from generator.word.file.package import CONTENT_TYPES, pack, read_package, write_package
from tests.builders import p, template


def zipped(*members: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return buffer.getvalue()


def refusal(source: bytes) -> str:
    with pytest.raises(TemplateError) as caught:
        read_package(source, name="見本.docx")
    return str(caught.value)


TYPES = (CONTENT_TYPES, b"<Types/>")


def test_what_is_written_can_be_read_by_others() -> None:
    """Names, contents, checksums and sizes are right, non-ASCII names too; content types come first."""
    data = write_package(
        [pack("word/本文.xml", "あ".encode() * 1000), pack(CONTENT_TYPES, b"x"), pack("empty", b"")]
    )
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == [CONTENT_TYPES, "word/本文.xml", "empty"]
        assert archive.read("word/本文.xml") == "あ".encode() * 1000
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {info.create_system for info in archive.infolist()} == {3}


def test_untouched_members_keep_their_compressed_bytes() -> None:
    """What is not changed is carried over as it is stored, compressed or not."""
    source = zipped(TYPES, ("a", b"x" * 5000))
    package = read_package(source)
    again = read_package(write_package(package.members.values()))
    assert {name: member.raw for name, member in again.members.items()} == {
        name: member.raw for name, member in package.members.items()
    }
    stored = read_package(zipped(TYPES, ("a", b"xyz"), method=zipfile.ZIP_STORED))
    assert stored.read("a") == b"xyz"


@given(
    members=st.dictionaries(st.text("abcdeあ/.", min_size=1, max_size=8), st.binary(max_size=300), max_size=5)
)
@settings(max_examples=50, deadline=None)
def test_any_content_survives(members: dict[str, bytes]) -> None:
    """Write, read, compare; names that could leave the folder are refused."""
    data = write_package(
        [pack(CONTENT_TYPES, b"t"), *(pack(name, content) for name, content in members.items())]
    )
    try:
        package = read_package(data)
    except TemplateError as error:
        assert "使えない形" in str(error)
        return
    assert all(package.read(name) == content for name, content in members.items() if not name.endswith("/"))


@given(data=st.binary(max_size=400), cut=st.integers(0, 3000))
@settings(max_examples=100, deadline=None)
def test_any_bytes_give_a_package_or_an_error_of_ours(data: bytes, cut: int) -> None:
    """Random bytes and torn files never crash."""
    good = template(p("x"))
    for source in (data, good[:cut], good[:cut] + data + good[cut + len(data) :]):
        try:
            read_package(source)
        except TemplateError as error:
            assert str(error)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """The path stands in the message."""
    with pytest.raises(TemplateError, match=r"ない.docx: ファイルがありません"):
        read_package(tmp_path / "ない.docx")
    with pytest.raises(TemplateError, match="ファイルを読めません"):
        read_package(tmp_path)


@pytest.mark.parametrize("name", ["../x", "/etc/passwd", "a/../../b", "C:/x", "a\\b"])
def test_names_that_leave_the_archive_are_refused(name: str) -> None:
    """No member is absolute or climbs up."""
    assert "使えない形" in refusal(zipped(TYPES, (name, b"x")))


def test_duplicate_names_are_refused() -> None:
    """Two members of one name, letter case aside, are an attack or damage."""
    assert "同じ名前" in refusal(zipped(TYPES, ("word/A.xml", b"1"), ("word/a.xml", b"2")))


def test_zip_bombs_are_refused() -> None:
    """A ratio, a size and a number of members that no document has are refused before anything is unpacked."""
    assert "圧縮率" in refusal(zipped(TYPES, ("word/document.xml", b"\0" * 20_000_000)))
    assert "部品の数" in refusal(zipped(TYPES, *((f"{n}", b"") for n in range(2_100))))


def test_a_false_size_is_found_out() -> None:
    """A member whose directory entry lies about its size is damaged, whatever it would unpack to."""
    data = bytearray(zipped(TYPES, ("a", b"x" * 100_000)))
    entry = data.rindex(b"PK\x01\x02")
    data[entry + 24 : entry + 28] = (10).to_bytes(4, "little")
    assert "壊れています" in refusal(bytes(data))


def test_encrypted_files_are_refused() -> None:
    """Both kinds of protection are named as such."""
    data = bytearray(zipped(TYPES, ("a", b"x")))
    entry = data.rindex(b"PK\x01\x02")
    data[entry + 8] |= 1
    assert "暗号化" in refusal(bytes(data))
    assert "パスワード" in refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)


def test_other_files_are_refused() -> None:
    """A picture, a text and another zip are no Word file."""
    assert "Word文書" in refusal(b"\x89PNG\r\n\x1a\n")
    assert "Word文書" in refusal(b"")
    assert "Word文書" in refusal(zipped(("a.txt", b"x")))
