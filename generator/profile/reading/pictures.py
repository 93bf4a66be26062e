"""The pictures that a profile names, read and checked."""

from __future__ import annotations

from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING

from generator.errors import Problem, ProfileError
from generator.files.plain import SPECIAL_FILE, SpecialFileError, read_plain
from generator.profile.reading.loading import lines_of

if TYPE_CHECKING:
    from generator.profile import CompanyProfile


MAX_IMAGE_BYTES = 2 * 1024 * 1024


_LOGO = "documents.logo"
_OUTSIDE = (
    "ロゴは、プロファイルのあるフォルダーかその下に置き、そこからの場所を書いてください"
    "（自分のプロファイルで外の画像を使うときは --allow-outside-files を付けます）"
)


def load_pictures(
    profile: CompanyProfile, folder: Path, source: str = "", *, row: str = "", allow_outside: bool = False
) -> dict[str, bytes]:
    """Read the pictures that a profile names, by the name of the frame that shows them.

    Args:
        profile: The profile.
        folder: Where its file is; pictures are named from there.
        source: Its file, for messages.
        row: The row of the table that the profile stands in, for messages.
        allow_outside: Whether a picture may lie outside the folder, which one's own profile may say and one from
            somebody else may not.

    Raises:
        ProfileError: A picture lies outside the folder, or cannot be used; see `load_image`.
    """
    logo = profile.documents.logo
    field = f"{row} {_LOGO}".lstrip()
    if not logo:
        return {}
    if not allow_outside and _leads_outside(folder, logo):
        raise _bad_picture(source, field, _OUTSIDE)
    return {"logo": load_image(folder / logo, source=source, field=field)}


def _leads_outside(folder: Path, name: str) -> bool:
    """Return whether a name is more than a place below the folder, on this system or on another.

    Whole paths, drives, network places, addresses and streams are; so is what leads out through `..` or a link.
    """
    windows = PureWindowsPath(name)
    if (
        ":" in name
        or windows.drive
        or windows.root
        or PurePosixPath(name).is_absolute()
        or name.startswith("~")
    ):
        return True
    level = 0
    for step in windows.parts:
        level += -1 if step == ".." else 1
        if level < 0:
            return True
    try:
        return not (folder / name).resolve().is_relative_to(folder.resolve())
    except (OSError, ValueError, RuntimeError):  # a circle of links
        return True


def load_image(path: str | Path, *, source: str = "", field: str = "") -> bytes:
    """Read a picture that a profile names.

    Args:
        path: The file.
        source: The profile, for messages; the line that names the picture is looked up there.
        field: The dotted path of the field that names the picture, for messages.

    Raises:
        ProfileError: The file is missing, larger than 2 MB, or neither a PNG nor a JPEG with a size.
    """
    from generator.word.file.images import read_image

    try:
        data = read_plain(Path(path), MAX_IMAGE_BYTES + 1)
    except (OSError, ValueError) as error:
        raise _bad_picture(source, field, _unreadable_picture(error)) from error
    if len(data) > MAX_IMAGE_BYTES:
        raise _bad_picture(source, field, "画像が大きすぎます（上限 2 MB）。小さくして保存し直してください")
    if not data.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")):
        raise _bad_picture(source, field, "PNGかJPEGの画像を指定してください")
    try:
        read_image(data)
    except ValueError as error:
        what = "画像が壊れているか、大きさを読み取れません。画像ソフトで開いて、PNGで保存し直してください"
        raise _bad_picture(source, field, what) from error
    return data


def _bad_picture(source: str, field: str, what: str) -> ProfileError:
    line = lines_of(source, [tuple(field.split("."))])[0] if source and field else 0
    return ProfileError(source, [Problem(f"{line}行目 {field}" if line else field, what)])


def _unreadable_picture(error: OSError | ValueError) -> str:
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return "画像ファイルがありません。場所（プロファイルのあるフォルダーから数えます）と名前を確かめてください"
    if isinstance(error, IsADirectoryError):
        return "画像ではなくフォルダーです。PNGかJPEGの画像を指定してください"
    if isinstance(error, SpecialFileError):
        return SPECIAL_FILE
    return "画像ファイルが読めません。場所と名前、ファイルの権限を確かめてください"
