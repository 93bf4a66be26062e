"""Comparing two Word files: a 新旧対照表 as data and as a Word file."""

from __future__ import annotations

import datetime
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from generator.catalog import COMPARISON_TEMPLATE, find_templates_folder
from generator.errors import OutputError, Problem, TemplateError
from generator.files.atomic import digest, read_if_there, write_atomic, write_new
from generator.files.names import safe_file_name
from generator.files.trouble import write_obstacle
from generator.word.compare.comparison import ClauseDifferences, DocumentFacts, compare_clauses
from generator.word.compare.renumbering import Renumbering
from generator.word.compare.rows import ComparisonRow
from generator.word.file.identity import read_identity
from generator.word.file.unread import unread_words

if TYPE_CHECKING:
    from generator.word.engine.render.template import CompiledTemplate

TITLE = "新旧対照表"
_MARK = "policygen-comparison:"


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed between two Word files.

    Attributes:
        rows: The clauses that are new, changed or gone, in the order of the new version.
        renumbered: Clauses with the same words and another number or place, in runs.
        title: The heading of the table.
        date: The date it was made on; None leaves it out.
    """

    rows: tuple[ComparisonRow, ...]
    renumbered: tuple[Renumbering, ...]
    title: str
    date: datetime.date | None
    labels: tuple[str, str]
    names: tuple[str, str]
    differences: ClauseDifferences

    @property
    def is_empty(self) -> bool:
        """Return whether the two say the same."""
        return not self.rows and not self.renumbered

    @property
    def unread(self) -> str:
        """Return what could not be read, and so was not compared: グラフ（2）; empty when nothing was left out."""
        return unread_words(self.differences.unread)

    def to_docx(self) -> bytes:
        """Return the table as a Word file; the same comparison gives the same bytes."""
        from generator.word.compare.table import fill_table
        from generator.word.engine.language.values import RenderOptions

        context = self._context()
        options = RenderOptions(modified=self.date)
        plain = fill_table(_template().render(context, options=options), self.differences)
        _, content = read_identity(plain)
        context["fingerprint"] = f"{_MARK}{digest(content)}"
        return fill_table(_template().render(context, options=options), self.differences)

    def text(self) -> str:
        """Return one line that says how much changed."""
        counts = {
            kind: sum(row.kind == kind for row in self.rows) for kind in ("changed", "added", "removed")
        }
        parts = [f"変更 {counts['changed']}", f"新設 {counts['added']}", f"削除 {counts['removed']}"]
        if self.renumbered:
            parts.append(f"番号だけの変更 {len(self.renumbered)}")
        if self.unread:
            parts.append(f"中身を読み取っていないもの {self.unread}")
        return "、".join(parts)

    def _context(self) -> dict[str, object]:
        old, new = self.differences.old, self.differences.new
        return {
            "title": self.title,
            "subject": TITLE,
            "made_on": _day(self.date),
            "old_label": self.labels[0],
            "new_label": self.labels[1],
            "old_document": _described(old, self.names[0]),
            "new_document": _described(new, self.names[1]),
            "fingerprint": "",
        }


def compare_documents(
    old: bytes,
    new: bytes,
    *,
    old_label: str = "改訂前",
    new_label: str = "改訂後",
    reasons: Mapping[str, str] | None = None,
    reason: str = "",
    title: str = "",
    date: datetime.date | None = None,
    old_name: str = "",
    new_name: str = "",
) -> Comparison:
    """Compare two Word files clause by clause.

    Clauses are found by our hidden bookmarks, by headings, or by typed numbers (第3条, 4.1); tracked changes
    count as accepted. Headers, footers, the table of contents, the revision history, formatting and pictures
    are not compared.

    Args:
        old: The earlier version.
        new: The later version.
        old_label: The heading of the column with the earlier version.
        new_label: The heading of the column with the later version.
        reasons: The note beside a clause, by its bookmark, heading, title or number.
        reason: The note beside every other clause.
        title: The heading of the table; built from the title of the later version when empty.
        date: The day the table is made; None leaves it out.
        old_name: The earlier file's name, shown above the table and in errors.
        new_name: The later file's name.

    Raises:
        TemplateError: One of them is no Word file, is protected, or exceeds a limit.
    """
    differences = compare_clauses(
        old,
        new,
        old_name=old_name or old_label,
        new_name=new_name or new_label,
        reasons=reasons or {},
        reason=" ".join(reason.split()),
    )
    own = differences.new.title or differences.old.title
    return Comparison(
        differences.rows,
        differences.renumbered,
        title.replace("\n", " ").strip() or f"{own}\u3000{TITLE}".strip(),
        date,
        (old_label, new_label),
        (old_name, new_name),
        differences,
    )


def compare_files(
    old: Path, new: Path, *, title: str = "", date: datetime.date | None = None, reason: str = ""
) -> Comparison:
    """Compare two Word files on the disk; see `compare_documents`.

    Raises:
        TemplateError: One of them is missing, no Word file, or protected.
        OutputError: One of them cannot be read.
    """
    return compare_documents(
        _read(old), _read(new), title=title, date=date, reason=reason, old_name=str(old), new_name=str(new)
    )


def default_target(new: Path) -> Path:
    """Return where the table goes when nobody says: 新旧対照表_NAME.docx in the current folder."""
    return Path(safe_file_name(TITLE, new.stem, ".docx"))


def write_comparison(comparison: Comparison, target: Path, *, force: bool = False) -> None:
    """Write the table in one step.

    A file that stands there is replaced when it is an earlier table nobody edited, or with `force`.

    Raises:
        OutputError: Something else stands there, the name is no Word file's, or it cannot be written; nothing was
            changed.
    """
    if target.is_dir():
        raise OutputError(
            str(target), [Problem("", "フォルダーです。作るファイルの名前まで指定してください")]
        )
    if target.suffix.lower() != ".docx":
        what = "新旧対照表はWordファイルです。.docx で終わる名前を指定してください"
        raise OutputError(str(target), [Problem("", what)])
    data = comparison.to_docx()
    present = read_if_there(target)
    if present is None:
        write_new(target, data)
        return
    if present == data:
        return
    if not force and not is_own_table(present):
        what = "このコマンドが作った表ではないか、手直しされているので、書き換えませんでした。"
        what += "-o で別の名前を指定するか、置き換えてよければ --force を付けてください"
        raise OutputError(str(target), [Problem("", what)])
    obstacle = write_obstacle(target)
    if obstacle:
        raise OutputError(str(target), [Problem("", obstacle)])
    write_atomic(target, data)


def is_table(data: bytes) -> bool:
    """Return whether a file is a table that `to_docx` made, whoever has changed it since."""
    return _identity(data)[0].startswith(_MARK)


def is_own_table(data: bytes) -> bool:
    """Return whether a file is a table that `to_docx` made and nobody changed since."""
    identifier, content = _identity(data)
    return identifier == f"{_MARK}{digest(content)}"


def _identity(data: bytes) -> tuple[str, bytes]:
    try:
        return read_identity(data)
    except TemplateError:
        return "", b""


@cache
def _template() -> CompiledTemplate:
    from generator.word.engine.compile.building import compile_template

    return compile_template(find_templates_folder() / COMPARISON_TEMPLATE)


def _read(path: Path) -> bytes:
    if path.is_dir():
        raise TemplateError(str(path), [Problem("", "フォルダーです。Wordファイルを指定してください")])
    data = read_if_there(path)
    if data is None:
        what = "ファイルがありません。場所と名前を確かめてください"
        raise TemplateError(str(path), [Problem("", what)])
    return data


def _described(facts: DocumentFacts, name: str) -> str:
    """Say which document it is: title, version, date and file name, as far as they are known."""
    file = unicodedata.normalize("NFC", Path(name).name) if name else ""
    words = "\u3000".join(part for part in (facts.title, facts.version) if part)
    if facts.date:
        words += f"（{facts.date}）"
    if file and words:
        return f"{words}\u3000［{file}］"
    return words or file or "—"


def _day(date: datetime.date | None) -> str:
    return f"{date.year}年{date.month}月{date.day}日" if date else ""
