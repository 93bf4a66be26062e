"""The parts of a workbook: a zip archive with limits that no file can get past."""

from __future__ import annotations

import codecs
import re
import struct
import zipfile
from pathlib import Path

from generator.errors import Problem, ProfileError

MAX_BYTES = 100 * 1024 * 1024
MAX_MEMBERS = 2_000
MAX_MEMBER_BYTES = 1024 * 1024 * 1024
MAX_RATIO = 300
# Texts that occur anywhere in the file are held in memory while it is read, so they get a limit of their own.
MAX_SHARED_BYTES = 64 * 1024 * 1024
AS_CSV = "CSV（UTF-8）で保存し直すと、件数の上限なく読めます"
_SMALL = 1024 * 1024
_HEAD_BYTES = 4096
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, b"<\x00", b"\x00<")
# Declaration, comments and white space, then the root element: no place for entities.
_PLAIN_START = re.compile(rb"(<\?.*?\?>|<!--.*?-->|\s)*<[^!?]", re.DOTALL)
_SHARED_TEXTS = re.compile(rb"<(\w+:)?sst[\s/>]")
# Ends of zip archives (APPNOTE 4.3.14 to 4.3.16): signature, length, where the length of the directory stands.
_END, _END_BYTES = b"PK\x05\x06", 22
_LOCATOR, _LOCATOR_BYTES = b"PK\x06\x07", 20
_WIDE_END_BYTES = 56
_MAX_DIRECTORY_BYTES = 2 * 1024 * 1024


def check_archive(path: Path) -> None:
    """Refuse what could exhaust the memory or is no plain archive of XML parts.

    Raises:
        ProfileError: The file is beyond a limit or declares XML entities.
    """
    if path.stat().st_size > MAX_BYTES:
        raise refusal(path, f"ファイルが大きすぎます（上限 {MAX_BYTES // 1024 // 1024} MB）。{AS_CSV}")
    if _directory_bytes(path) > _MAX_DIRECTORY_BYTES:
        raise _too_many(path)
    with zipfile.ZipFile(path) as archive:
        members = archive.infolist()
        if len(members) > MAX_MEMBERS:
            raise _too_many(path)
        if len({member.filename.lower() for member in members}) < len(members):
            raise ValueError("two parts of one name")
        for member in members:
            _check_member(path, archive, member)


def refusal(path: Path, what: str) -> ProfileError:
    """Return the error that refuses a whole workbook."""
    return ProfileError(str(path), [Problem("", what)])


def _too_many(path: Path) -> ProfileError:
    return refusal(path, "部品の多すぎるExcelファイルです。表だけを新しいブックに貼り付けてください")


def _directory_bytes(path: Path) -> int:
    """Return how long the list of members is, before it is read into memory."""
    size = path.stat().st_size
    with path.open("rb") as stream:
        stream.seek(max(size - _END_BYTES - _LOCATOR_BYTES - _WIDE_END_BYTES - 0xFFFF, 0))
        tail = stream.read()
    end = tail.rfind(_END)
    if end < 0 or len(tail) - end < _END_BYTES:
        raise zipfile.BadZipFile("no end of archive")
    length = int(struct.unpack_from("<L", tail, end + 12)[0])
    locator = end - _LOCATOR_BYTES
    if locator >= 0 and tail.startswith(_LOCATOR, locator):
        wide = locator - _WIDE_END_BYTES
        if wide < 0:
            raise zipfile.BadZipFile("no end of archive")
        length = max(length % 0xFFFFFFFF, int(struct.unpack_from("<Q", tail, wide + 40)[0]))
    return length


def _check_member(path: Path, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    size = member.file_size
    if member.flag_bits & 1:
        raise refusal(path, "暗号化されています。パスワードを外して保存し直してください")
    swollen = size > _SMALL and size > MAX_RATIO * max(member.compress_size, 1)
    if size > MAX_MEMBER_BYTES or swollen:
        raise refusal(path, f"中身が大きすぎます。表だけを新しいブックに貼り付けるか、{AS_CSV}")
    with archive.open(member) as stream:
        head = stream.read(_HEAD_BYTES).removeprefix(codecs.BOM_UTF8).lstrip()
    if head.startswith(_WIDE) or (head.startswith(b"<") and not _PLAIN_START.match(head)):
        raise refusal(path, "安全に読めないXMLが入っています。表だけを新しいブックに貼り付けてください")
    if _SHARED_TEXTS.search(head) and size > MAX_SHARED_BYTES:
        raise refusal(path, f"文字が多すぎます。{AS_CSV}")
