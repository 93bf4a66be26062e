"""Reads a profile file: bytes, text, YAML tree, model; everything wrong with it is told at once."""

from __future__ import annotations

import codecs
import contextlib
import difflib
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from pydantic import BaseModel, ValidationError

from generator.errors import Problem, ProfileError
from generator.files.plain import SPECIAL_FILE, SpecialFileError, read_plain
from generator.profile.fields.path import DataPath
from generator.profile.fields.tree import models_of_fields
from generator.profile.reading.explain import explain
from generator.profile.reading.plain import plain_values
from generator.profile.reading.tree import LocatedProblem, Node, Plain, YamlSyntaxError, parse_tree

if TYPE_CHECKING:
    from generator.profile import CompanyProfile

Model = TypeVar("Model", bound=BaseModel)

MAX_BYTES = 1024 * 1024
_SUFFIXES = (".yaml", ".yml", ".json")
_SAVE_AS_UTF8 = (
    "UTF-8で保存し直してください（メモ帳で開き、［名前を付けて保存］の［エンコード］で「UTF-8」を選びます。"
    "Excelで作ったときは、セルをメモ帳に貼り付けてから同じように保存します）"
)
_OTHER_FORMATS = (
    (b"PK\x03\x04", "Word・Excel・ZIPなどのファイルです"),
    (b"\xd0\xcf\x11\xe0", "古い形式のWord・Excelなどのファイルです"),
    (b"%PDF-", "PDFファイルです"),
    (b"\x89PNG", "画像ファイルです"),
    (b"\xff\xd8\xff", "画像ファイルです"),
    (b"{\\rtf", "リッチテキスト（RTF）のファイルです"),
)


def load_profile(path: str | Path) -> CompanyProfile:
    """Read a company profile from a YAML or JSON file.

    Args:
        path: The profile; UTF-8, at most 1 MB.

    Returns:
        The checked profile.

    Raises:
        ProfileError: The file cannot be read or does not fit the model; lists every problem with its line.
    """
    from generator.profile import CompanyProfile

    return load_model(path, CompanyProfile)


def load_model(path: str | Path, model: type[Model]) -> Model:
    """Read any model from a YAML file; see `load_profile`."""
    file = Path(path)
    return parse_model(_read(file), model, source=str(file))


def parse_model(data: bytes, model: type[Model], *, source: str = "") -> Model:
    """Build a model from the bytes of a YAML or JSON text.

    Args:
        data: The file as it is on disk.
        model: The model to build.
        source: What to call the input in messages.

    Raises:
        ProfileError: Anything that keeps the bytes from being such a model, all at once.
    """
    text = decode(data, source)
    plain = plain_values(text)
    if plain is not None:
        with contextlib.suppress(ValidationError):  # what is wrong is told below, with its line
            return model.model_validate(plain)
    try:
        root, problems = parse_tree(text)
    except YamlSyntaxError as error:
        raise _refusal(source, error.problems) from error
    if not isinstance(root.value, dict):
        what = "「項目名: 値」の形になっていません。「policygen init」で書き始めの例を作れます"
        raise ProfileError(source, [*(p.problem() for p in problems), Problem(f"{root.line}行目", what)])
    try:
        built = model.model_validate(_without_blanks(root, model))
    except ValidationError as error:
        raise _refusal(source, [*problems, *explain(error, root, model)]) from error
    except RecursionError as error:
        raise ProfileError(source, [Problem("", "入れ子が深すぎます")]) from error
    if problems:
        raise _refusal(source, problems)
    return built


def decode(data: bytes, source: str = "") -> str:
    """Return the text of a UTF-8 file with or without byte order mark.

    Raises:
        ProfileError: The file is too large, in another encoding (Shift_JIS and UTF-16 are named) or not text.
    """
    if len(data) > MAX_BYTES:
        raise ProfileError(
            source,
            [
                Problem(
                    "",
                    f"ファイルが大きすぎます（上限 {MAX_BYTES // 1024:,} KB）。プロファイルのファイルか確かめてください",
                )
            ],
        )
    for magic, name in _OTHER_FORMATS:
        if data.startswith(magic):
            raise ProfileError(
                source, [Problem("", f"{name}。YAML形式（.yaml）のプロファイルを指定してください")]
            )
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\x00" in data[:200]:
        raise ProfileError(source, [Problem("", f"文字コードがUTF-16（Unicode）のようです。{_SAVE_AS_UTF8}")])
    try:
        return data.removeprefix(codecs.BOM_UTF8).decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        name = _legacy_encoding(data)
        what = f"文字コードが{name}のようです" if name else "UTF-8の文字として読めないところがあります"
        raise ProfileError(source, [Problem(f"{line}行目", f"{what}。{_SAVE_AS_UTF8}")]) from error


def lines_of(source: str | Path, paths: Sequence[DataPath]) -> tuple[int, ...]:
    """Return the lines of a profile's file that hold some values.

    Returns:
        The line of each path; 0 where the file does not name the value, or cannot be read.
    """
    try:
        root, _ = parse_tree(decode(read_plain(Path(source), MAX_BYTES + 1)))
    except (OSError, ValueError, ProfileError, YamlSyntaxError):
        return (0,) * len(paths)
    return tuple(root.line_of(path) if root.find(path) is not None else 0 for path in paths)


def _read(file: Path) -> bytes:
    try:
        return read_plain(file, MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise ProfileError(str(file), [Problem("", f"ファイルがありません{_similar(file)}")]) from error
    except (OSError, ValueError) as error:
        raise ProfileError(str(file), [Problem("", _unreadable(file, error))]) from error


def _unreadable(file: Path, error: OSError | ValueError) -> str:
    if isinstance(error, SpecialFileError):
        return SPECIAL_FILE
    if isinstance(error, IsADirectoryError) or (isinstance(error, PermissionError) and os.path.isdir(file)):  # noqa: PTH112 - Path.is_dir raises here
        return "フォルダーです。プロファイルのファイルを指定してください"
    if isinstance(error, PermissionError):
        return "読む権限がありません。ファイルの権限を確かめてください"
    return "ファイルを読めません。場所と名前を確かめてください"


def _similar(file: Path) -> str:
    try:
        names = [near.name for near in file.parent.iterdir() if near.suffix.lower() in _SUFFIXES]
    except OSError:
        return f"。フォルダー「{file.parent}」もありません" if not file.parent.exists() else ""
    close = difflib.get_close_matches(file.name, names, n=1, cutoff=0.5)
    return f"（{close[0]} のことですか？）" if close else "。場所と名前を確かめてください"


def _legacy_encoding(data: bytes) -> str:
    for encoding, name in (("cp932", "Shift_JIS（ANSI）"), ("euc_jp", "EUC-JP")):
        try:
            data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return name
    return ""


def _without_blanks(node: Node, model: type[BaseModel] | None) -> Plain:
    """Leave out the known fields after whose colon nothing is written, so that they take their default."""
    if node.children is None or model is None:
        return node.value
    if isinstance(node.value, list):
        return [_without_blanks(child, model) for child in node.children.values()]
    result: dict[str, Plain] = {}
    known = models_of_fields(model)
    for key, child in node.children.items():
        if str(key) in known and child.blank:
            continue
        group, row = known.get(str(key), (None, None))
        result[str(key)] = _without_blanks(child, row if isinstance(child.value, list) else group)
    return result


def _refusal(source: str, problems: list[LocatedProblem]) -> ProfileError:
    ordered = sorted(problems, key=lambda problem: problem.line)
    return ProfileError(source, [problem.problem() for problem in ordered])
