"""What a run did, in numbers and in words."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
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
    MERGED = "merged", "反映（手直しを保持）"
    CONFLICT = "conflict", "要確認（手直しと重なる変更あり）"
    REMOVED = "removed", "削除されたまま"
    ORPHANED = "orphaned", "対象外（残してあります）"


_DEFINITIONS = {"styles": "スタイル", "numbering": "番号の付け方", "theme": "色"}


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
        changes: How many places of an edited document changed.
        is_tracked: Whether they are tracked changes of Word.
        conflicts: The clauses whose new text meets an edit, each as often as it does; empty texts outside clauses.
        guesses: Beginnings of paragraphs that were recognised by their likeness alone.
        left: What changed and could not be brought into an edited document: styles, numbering or theme.
        version: Its version.
        summary: What 改訂履歴 says of this run; empty when the document got no new version.
        comparison: Where its 新旧対照表 is, when one was written.
    """

    key: str
    title: str
    path: Path
    outcome: Outcome
    unfilled: tuple[Unfilled, ...] = ()
    pdf: Path | None = None
    changes: int = 0
    is_tracked: bool = False
    conflicts: tuple[str, ...] = ()
    guesses: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    version: str = ""
    summary: str = ""
    comparison: Path | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What a run did with the documents of one company."""

    folder: Path
    documents: tuple[DocumentReport, ...]
    dry_run: bool = False
    author: str = ""

    @property
    def exit_code(self) -> ExitCode:
        """Return the exit code that the outcomes call for."""
        left = any(document.outcome is Outcome.CONFLICT for document in self.documents)
        return ExitCode.CONFLICTS if left else ExitCode.DONE

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
        rows = [row for document in self.documents for row in _files(document)]
        lines += table(rows, indent=2)
        lines += [f"  {line}" for document in self.documents for line in self._remarks(document)]
        missing = self.unfilled
        if missing:
            lines.append(f"まだ書かれていない項目が{len(missing)}件あります（文書には赤字で【…】と入ります）")
            lines += table(
                ((item.field, item.label, _short(titles)) for item, titles in missing.items()), indent=2
            )
        return "\n".join(lines)

    def _remarks(self, document: DocumentReport) -> Iterator[str]:
        """Yield what the user should know, and do, about one document."""
        title = document.title
        if document.summary:
            yield f"{title}: 第{document.version}版になりました（{one_line(document.summary)}）"
        if document.changes and document.is_tracked:
            yield (
                f"{title}: 変更{document.changes}か所を変更履歴（作成者 {one_line(self.author)}）で入れました。"
                "Wordの［校閲］で承諾するか元に戻すかを選んでください"
            )
        elif document.changes:
            yield f"{title}: 変更{document.changes}か所を、変更履歴を付けずに入れました"
        if document.conflicts:
            places = "、".join(dict.fromkeys(name or "本文の外" for name in document.conflicts))
            yield (
                f"{title}: {len(document.conflicts)}か所は手直しと重なるため、手直しを残しました（{places}）。"
                "新しい文はコメントにあります。取り入れるか、コメントを消して今の文に決めてください"
            )
        if document.guesses:
            yield (
                f"{title}: {len(document.guesses)}か所の段落は、文の似かたで前回の段落と対応させました。"
                "変更の場所が合っているか確かめてください"
            )
        if document.left:
            what = "、".join(_DEFINITIONS[kind] for kind in document.left)
            yield (
                f"{title}: 新しい{what}は、文書の側でも変わっているので入れませんでした。"
                "入れるときは、Wordで直すか、--force で置き換えてください（元の文書は .policygen/backup に残ります）"
            )
        if document.outcome is Outcome.REMOVED:
            yield (
                f"{title}: 削除されているか名前が変わっているので、作りませんでした。"
                "名前を変えたときは元の名前に戻し、作り直すときは --restore を付けてください"
            )
        if document.outcome is Outcome.ORPHANED:
            yield f"{title}: テンプレートがなくなったので、今の文書をそのまま残しました"


def _files(document: DocumentReport) -> list[tuple[str, str]]:
    """Return what happened to each file of a document."""
    rows = [(document.outcome.label, document.path.name)]
    rows += [(document.outcome.label, document.pdf.name)] if document.pdf else []
    return rows + ([(Outcome.CREATED.label, document.comparison.name)] if document.comparison else [])


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
