"""What a run did, in numbers and in words."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Self

from generator.exitcode import ExitCode


class Outcome(StrEnum):
    """What happened to one document; `label` is what the user reads."""

    label: str

    def __new__(cls, value: str, label: str) -> Self:
        """Create the member from its value in reports and its Japanese label."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    CREATED = "created", "作成"
    UNCHANGED = "unchanged", "変更なし"
    UPDATED = "updated", "更新"
    KEPT = "kept", "そのまま（手直しを保持）"


@dataclass(frozen=True, slots=True)
class Unfilled:
    """A profile value that is still missing and shows as a red mark.

    Attributes:
        label: What is missing, in Japanese.
        field: The dotted path of the profile field that fills it.
    """

    label: str
    field: str


@dataclass(frozen=True, slots=True)
class DocumentReport:
    """What happened to one document.

    Attributes:
        key: The document's name on the command line: policy, handbook or rules.
        title: Its Japanese title.
        path: Where it is.
        outcome: What the run did with it (or would do, in a dry run).
        unfilled: The missing values that it shows, each once, in order of first appearance.
        pdf: Where its PDF is, when one was asked for.
    """

    key: str
    title: str
    path: Path
    outcome: Outcome
    unfilled: tuple[Unfilled, ...] = ()
    pdf: Path | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What a run did with the documents of one company."""

    folder: Path
    documents: tuple[DocumentReport, ...]
    dry_run: bool = False

    @property
    def exit_code(self) -> ExitCode:
        """Return the exit code that the outcomes call for."""
        return ExitCode.DONE

    @property
    def unfilled(self) -> dict[Unfilled, tuple[str, ...]]:
        """Return every missing value with the titles of the documents that show it."""
        found: dict[Unfilled, tuple[str, ...]] = {}
        for document in self.documents:
            for item in document.unfilled:
                found[item] = (*found.get(item, ()), document.title)
        return found

    def text(self) -> str:
        """Return the report as the user reads it: what was written and what is left to fill in."""
        head = f"出力先: {self.folder}"
        lines = [f"{head}（確認だけで、何も書いていません）" if self.dry_run else head]
        rows = [(document.outcome.label, name) for document in self.documents for name in _names(document)]
        lines += table(rows, indent=2)
        missing = self.unfilled
        if missing:
            lines.append(f"まだ書かれていない項目が{len(missing)}件あります（文書には赤字で【…】と入ります）")
            lines += table(
                ((item.field, item.label, _short(titles)) for item, titles in missing.items()), indent=2
            )
        return "\n".join(lines)


def _names(document: DocumentReport) -> list[str]:
    return [document.path.name] + ([document.pdf.name] if document.pdf else [])


def _short(titles: Sequence[str]) -> str:
    return "、".join(title.removeprefix("情報セキュリティ") for title in titles)


def table(rows: Iterable[Sequence[str]], *, indent: int = 0) -> list[str]:
    """Align columns for a fixed-width screen, counting full-width characters as two columns."""
    filled = [[one_line(cell) for cell in row] for row in rows]
    widths = [max(map(display_width, column)) for column in zip(*filled, strict=True)] if filled else []
    return [
        " " * indent
        + "  ".join(
            cell + " " * (width - display_width(cell)) for cell, width in zip(row, widths, strict=True)
        ).rstrip()
        for row in filled
    ]


def display_width(text: str) -> int:
    """Return how many columns a text takes (Unicode Standard Annex 11; ambiguous ones as two, as in Japan)."""
    wide = ("W", "F", "A")
    shown = (c for c in text if not unicodedata.combining(c))
    return sum(2 if unicodedata.east_asian_width(c) in wide else 1 for c in shown)


def one_line(text: str) -> str:
    """Return text that cannot disturb the screen: control characters shown as `?`."""
    return "".join(c if c.isprintable() else "?" for c in text)
