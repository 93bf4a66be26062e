"""Pictures given with the options: checked by their first bytes, fitted into the frame the template draws."""

from __future__ import annotations

import struct
from dataclasses import dataclass

MAX_IMAGE = 10 * 1024 * 1024
_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG_FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})


@dataclass(frozen=True, slots=True)
class ImageInfo:
    """Format and size in pixels of an image."""

    extension: str
    content_type: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Picture:
    """How a picture of the template is shown in one render: its relationship, its size in EMU."""

    relationship: str
    width: int
    height: int


def read_image(data: bytes) -> ImageInfo:
    """Return what kind of image the bytes are.

    Raises:
        ValueError: They are no PNG or JPEG with a size, or too large.
    """
    if len(data) > MAX_IMAGE:
        raise ValueError(f"画像が大きすぎます（上限 {MAX_IMAGE // 2**20} MB）")
    if data.startswith(_PNG) and data[12:16] == b"IHDR" and len(data) >= 24:
        width, height = struct.unpack(">2L", data[16:24])
        info = ImageInfo("png", "image/png", width, height)
    elif data.startswith(b"\xff\xd8\xff"):
        info = ImageInfo("jpeg", "image/jpeg", *_jpeg_size(data))
    else:
        raise ValueError("PNG でも JPEG でもない画像です")
    if not 0 < info.width <= 65_535 or not 0 < info.height <= 65_535:
        raise ValueError("画像の大きさを読み取れません")
    return info


def fit(info: ImageInfo, width: int, height: int) -> tuple[int, int]:
    """Return the largest size with the image's proportions inside a frame."""
    scale = min(width / info.width, height / info.height)
    return max(1, round(info.width * scale)), max(1, round(info.height * scale))


def _jpeg_size(data: bytes) -> tuple[int, int]:
    position = 2
    while position + 9 <= len(data) and data[position] == 0xFF:
        marker = data[position + 1]
        if marker == 0xFF:
            position += 1
            continue
        if marker in _JPEG_FRAMES:
            height, width = struct.unpack(">2H", data[position + 5 : position + 9])
            return width, height
        position += 2 + struct.unpack(">H", data[position + 2 : position + 4])[0]
    return 0, 0
