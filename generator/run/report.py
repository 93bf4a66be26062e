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


_ASPECTS = {
    "styles": "スタイル",
    "numbering": "番号の付け方",
    "theme": "色",
    "tables": "表の体裁",
    "pages": "ページの設定",
    "headers": "ヘッダーとフッター",
    "links": "リンクの先",
}


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
        pdf_outcome: What happened to that PDF: created, updated or unchanged.
        changes: How many places of an edited document changed.
        is_tracked: Whether they are tracked changes of Word.
        conflicts: The clauses whose new text meets an edit, each as often as it does; empty texts outside clauses.
        guesses: Beginnings of paragraphs that were recognised by their likeness alone.
        left: What changed and could not be brought into an edited document: styles, numbering, looks of tables …
        untracked: What was brought in although Word cannot track it: headers.
        version: Its version.
        summary: What 改訂履歴 says of this run; empty when the document got no new version.
        comparison: Where its 新旧対照表 is, when one was written.
        is_adopted: Whether a document without a record was taken as the company's own.
        renamed_from: The name it had at the last run, where somebody has changed it since.
        former_pdf: The PDF that still stands there under that name, where a PDF under the new one was asked for.
        fitting_name: The name it would get now, where the company was called otherwise when it was last made.
    """

    key: str
    title: str
    path: Path
    outcome: Outcome
    unfilled: tuple[Unfilled, ...] = ()
    pdf: Path | None = None
    pdf_outcome: Outcome = Outcome.UNCHANGED
    changes: int = 0
    is_tracked: bool = False
    conflicts: tuple[str, ...] = ()
    guesses: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    untracked: tuple[str, ...] = ()
    version: str = ""
    summary: str = ""
    comparison: Path | None = None
    is_adopted: bool = False
    renamed_from: str = ""
    former_pdf: str = ""
    fitting_name: str = ""


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
            lines.append(
                f"まだ書かれていない項目が{len(missing)}件あります（文書には赤字で【…】と入ります）。"
                "プロファイルに書き足して、もう一度実行してください"
            )
            lines += table(
                ((item.field, item.label, _short(titles)) for item, titles in missing.items()), indent=2
            )
        return "\n".join(lines)

    def _remarks(self, document: DocumentReport) -> Iterator[str]:
        """Yield what the user should know, and do, about one document."""
        said = (*_about_changes(document, one_line(self.author), self.dry_run), *_about_file(document))
        return (f"{document.title}: {words}" for words in said)


def _about_changes(document: DocumentReport, author: str, is_dry: bool) -> Iterator[str]:
    """Yield what the run did with the content, or would do."""
    did = "ます" if is_dry else "ました"
    if document.is_adopted:
        yield (
            f"記録のない文書を、自社の文書として引き継ぎ{did}（今は第{document.version}版です。"
            "次の改訂では、版も改訂履歴もこの続きになります）"
        )
    if document.summary:
        yield f"第{document.version}版になり{did}（{one_line(document.summary)}）"
    if document.changes and document.is_tracked:
        todo = "" if is_dry else "。Wordの［校閲］で承諾するか元に戻すかを選んでください"
        yield f"変更{document.changes}か所を変更履歴（作成者 {author}）で入れ{did}{todo}"
    elif document.changes and document.outcome is not Outcome.UPDATED:  # nobody had edited that one
        yield f"変更{document.changes}か所を、変更履歴を付けずに入れ{did}"
    if document.conflicts:
        places = "、".join(dict.fromkeys(name or "本文の外" for name in document.conflicts))
        todo = "新しい文はコメントにあります。取り入れるか、コメントを消して今の文に決めてください"
        yield (
            f"{len(document.conflicts)}か所は手直しと重なるため、手直しを残し{did}（{places}）。"
            f"{'新しい文はコメントで付けます' if is_dry else todo}"
        )
    if document.guesses:
        yield (
            f"{len(document.guesses)}か所の段落は、文の似かたで前回の段落と対応させ{did}。"
            "変更の場所が合っているか確かめてください"
        )
    if document.untracked:
        what = "、".join(_ASPECTS[kind] for kind in document.untracked)
        yield (
            f"{what}を、新しい版に合わせて入れ替え{did}。Wordの変更履歴には残らないので、文書で確かめてください"
        )
    if document.left:
        what = "、".join(_ASPECTS[kind] for kind in document.left)
        yield (
            f"新しい{what}は、文書の側でも変わっているので入れ{'ません' if is_dry else 'ませんでした'}。"
            "入れるときは、Wordで直すか、--force で置き換えてください（元の文書は .policygen/backup に残ります）"
        )


def _about_file(document: DocumentReport) -> Iterator[str]:
    """Yield what became of the file and its name."""
    name = document.path.name
    if document.outcome is Outcome.REMOVED:
        yield (
            "文書がないので、作りませんでした（削除されたとみなします）。"
            "別の場所に移したときは戻し、作り直すときは --restore を付けてください"
        )
    elif document.renamed_from:
        yield f"「{document.renamed_from}」から「{name}」に名前の変わったファイルを、同じ文書として扱いました"
        if document.former_pdf:
            yield f"前の名前のPDF「{document.former_pdf}」が残っています。要らなければ、消してください"
    elif document.fitting_name:
        yield (
            f"会社の名称が変わりましたが、ファイルの名前は「{name}」のままです。変えるときは、"
            f"「{document.fitting_name}」などに変えてください（次に実行したとき、同じ文書として見つけます）"
        )
    if document.outcome is Outcome.ORPHANED:
        yield "テンプレートがなくなったので、今の文書をそのまま残しました"


def _files(document: DocumentReport) -> list[tuple[str, str]]:
    """Return what happened to each file of a document."""
    rows = [(document.outcome.label, document.path.name)]
    rows += [(document.pdf_outcome.label, document.pdf.name)] if document.pdf else []
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
