"""Reading a .docx within limits and writing one whose bytes depend on its content only."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from generator.errors import Problem, TemplateError
from generator.files.plain import SPECIAL_FILE, SpecialFileError, read_plain
from generator.word.file.formats import STRICT, UNKNOWN, foreign_archive, foreign_format, unusual_document

CONTENT_TYPES = "[Content_Types].xml"
MAX_FILE = 64 * 1024 * 1024
MAX_MEMBERS = 2_000
MAX_PART = 64 * 1024 * 1024
MAX_TOTAL = 128 * 1024 * 1024
MAX_RATIO = 200
RATIO_FREE = 4 * 1024 * 1024
"""Parts up to this size may have any ratio: a small part of repeated rows packs very well."""

LEVEL = 4
_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s4B4H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_DATE_1980 = 0x21
_UTF8_NAME = 0x800
_ENCRYPTED = 0x1 | 0x40 | 0x2000
_LINKS = "_rels/.rels"
_STRICT = b"purl.oclc.org/ooxml/officeDocument/relationships/officeDocument"


@dataclass(frozen=True, slots=True)
class Member:
    """One member of the archive as it is stored: its compressed bytes and what the directory says of them."""

    name: str
    method: int
    crc: int
    size: int
    raw: bytes

    def data(self) -> bytes:
        """Return the content; the size was checked when the package was read."""
        return zlib.decompress(self.raw, -15, max(self.size, 1)) if self.method else self.raw


@dataclass(frozen=True, slots=True)
class Package:
    """The members of a .docx in the order of its archive.

    Attributes:
        name: The file's name in messages; empty for bytes without a name.
    """

    name: str
    members: dict[str, Member]

    @property
    def unusual(self) -> str:
        """Say what the file is, and what to do, where Word opens no file of its kind that is called .docx."""
        return unusual_document(self.read(CONTENT_TYPES) or b"")

    def read(self, name: str) -> bytes | None:
        """Return the content of a part, or None when there is no such part."""
        member = self.members.get(name)
        return None if member is None else member.data()


def part_key(name: str) -> str:
    """Return what a part's name is compared by: no percent-encoding, no case, no leading slash (OPC, 6.2.2.3)."""
    return unquote(name).lstrip("/").lower()


def pack(name: str, data: bytes) -> Member:
    """Compress one part at the fixed level."""
    deflate = zlib.compressobj(LEVEL, zlib.DEFLATED, -15)
    raw = deflate.compress(data) + deflate.flush()
    return Member(name, zipfile.ZIP_DEFLATED, zlib.crc32(data), len(data), raw)


def write_package(members: Iterable[Member]) -> bytes:
    """Return the archive: content types first, then the given order, all dated 1980-01-01."""
    ordered = sorted(members, key=lambda member: member.name != CONTENT_TYPES)
    chunks: list[bytes] = []
    directory: list[bytes] = []
    offset = 0
    for member in ordered:
        name = member.name.encode("utf-8")
        flags = 0 if member.name.isascii() else _UTF8_NAME
        common = (member.method, 0, _DATE_1980, member.crc, len(member.raw), member.size, len(name))
        header = _LOCAL.pack(b"PK\x03\x04", 20, flags, *common, 0)
        chunks += (header, name, member.raw)
        directory.append(
            _CENTRAL.pack(b"PK\x01\x02", 20, 3, 20, 0, flags, *common, 0, 0, 0, 0, 0o600 << 16, offset) + name
        )
        offset += len(header) + len(name) + len(member.raw)
    central = b"".join(directory)
    end = _END.pack(b"PK\x05\x06", 0, 0, len(directory), len(directory), len(central), offset, 0)
    return b"".join((*chunks, central, end))


def read_package(source: Path | bytes, *, name: str | None = None) -> Package:
    """Read a .docx without trusting it.

    Args:
        source: The file, or its bytes.
        name: What messages call it; the path when it is not given.

    Raises:
        TemplateError: It cannot be read, is no .docx, is encrypted, or exceeds a limit.
    """
    label = name if name is not None else ("" if isinstance(source, bytes) else str(source))
    blob = source if isinstance(source, bytes) else _read_file(source, label)
    if len(blob) > MAX_FILE:
        raise TemplateError(label, [Problem("", f"ファイルが大きすぎます（上限 {MAX_FILE // 2**20} MB）")])
    if what := foreign_format(blob):
        raise TemplateError(label, [Problem("", what)])
    try:
        with zipfile.ZipFile(io.BytesIO(blob)) as archive:
            infos = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OverflowError, UnicodeDecodeError) as error:
        raise TemplateError(label, [Problem("", UNKNOWN)]) from error
    problems = _directory_problems(infos, len(blob))
    if problems:
        raise TemplateError(label, problems)
    members: dict[str, Member] = {}
    for info in infos:
        if info.is_dir():
            continue
        member = _member(blob, info)
        if member is None:
            problems.append(Problem(info.filename, "部品が壊れています"))
        else:
            members[info.filename] = member
    if not problems and (what := _foreign(members)):
        raise TemplateError(label, [Problem("", what)])
    if not problems and CONTENT_TYPES not in members:
        problems.append(Problem("", f"Word文書ではありません（{CONTENT_TYPES} がありません）"))
    if problems:
        raise TemplateError(label, problems)
    return Package(label, members)


def _foreign(members: dict[str, Member]) -> str:
    """Say what an archive is that no Word file of the usual kind is; empty for one that is."""
    read = {
        name: members[name].data() if name in members else b"" for name in ("mimetype", CONTENT_TYPES, _LINKS)
    }
    if _STRICT in read[_LINKS]:
        return STRICT
    return foreign_archive(frozenset(members), read["mimetype"], read[CONTENT_TYPES])


def _read_file(path: Path, label: str) -> bytes:
    try:
        if path.stat().st_size > MAX_FILE:
            raise TemplateError(
                label, [Problem("", f"ファイルが大きすぎます（上限 {MAX_FILE // 2**20} MB）")]
            )
        return read_plain(path)
    except FileNotFoundError as error:
        raise TemplateError(label, [Problem("", "ファイルがありません")]) from error
    except SpecialFileError as error:
        raise TemplateError(label, [Problem("", SPECIAL_FILE)]) from error
    except OSError as error:
        raise TemplateError(
            label, [Problem("", "ファイルを読めません（場所と権限を確かめてください）")]
        ) from error


def _directory_problems(infos: list[zipfile.ZipInfo], length: int) -> list[Problem]:
    if len(infos) > MAX_MEMBERS:
        return [Problem("", f"部品の数が多すぎます（{len(infos)}、上限 {MAX_MEMBERS}）")]
    problems = []
    seen: set[str] = set()
    for info in infos:
        what = _member_problem(info)
        if part_key(info.filename) in seen:
            what = "同じ名前の部品が二つあります"
        seen.add(part_key(info.filename))
        if what:
            problems.append(Problem(info.filename.encode("utf-8", "replace").decode("utf-8"), what))
    if sum(info.file_size for info in infos) > MAX_TOTAL:
        problems.append(Problem("", f"展開後の大きさが上限（{MAX_TOTAL // 2**20} MB）を超えます"))
    if sum(info.compress_size for info in infos) > length:
        problems.append(Problem("", "部品の領域が重なっています（壊れたファイルか攻撃用のファイルです）"))
    return problems


def _member_problem(info: zipfile.ZipInfo) -> str:
    name = info.filename
    segments = name.split("/")
    if (
        not name
        or "\\" in name
        or name.startswith("/")
        or ":" in segments[0]
        or ".." in segments
        or "\0" in name
    ):
        return "部品の名前が使えない形です（絶対パス、.. など）"
    if info.flag_bits & _ENCRYPTED:
        return "暗号化されています。保護を外してください"
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return "圧縮の方式がWord文書で使えないものです"
    if info.file_size > MAX_PART:
        return f"部品が大きすぎます（上限 {MAX_PART // 2**20} MB）"
    if info.file_size > RATIO_FREE and info.file_size > MAX_RATIO * max(info.compress_size, 1):
        return f"圧縮率が高すぎます（上限 {MAX_RATIO} 倍）"
    return ""


def _member(blob: bytes, info: zipfile.ZipInfo) -> Member | None:
    """Cut the stored bytes out and prove them; None when sizes or checksum do not hold."""
    start = info.header_offset
    header = blob[start : start + _LOCAL.size]
    if len(header) < _LOCAL.size or header[:4] != b"PK\x03\x04":
        return None
    name_length, extra_length = struct.unpack_from("<2H", header, 26)
    begin = start + _LOCAL.size + name_length + extra_length
    raw = blob[begin : begin + info.compress_size]
    if len(raw) != info.compress_size:
        return None
    data = raw
    if info.compress_type:
        inflate = zlib.decompressobj(-15)
        try:
            data = inflate.decompress(raw, info.file_size + 1)
        except zlib.error:
            return None
        if not inflate.eof:
            return None
    if len(data) != info.file_size or zlib.crc32(data) != info.CRC:
        return None
    return Member(info.filename, info.compress_type, info.CRC, info.file_size, raw)
