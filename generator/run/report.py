"""What a run did, in numbers and in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.exitcode import ExitCode
from generator.profile import CompanyProfile
from generator.profile.fields.knowledge import find_knowledge
from generator.run.outcome import DocumentReport, Outcome, Unfilled
from generator.screen import one_line, table
from generator.word.text.excerpt import shorten

_ASPECTS = {
    "styles": "スタイル",
    "numbering": "番号の付け方",
    "theme": "色",
    "tables": "表の体裁",
    "pages": "ページの設定",
    "headers": "ヘッダーとフッター",
    "links": "リンクの先",
}
_FIELDS = {"contents": "目次", "references": "相互参照"}
_MOST_KEPT = 10


@dataclass(frozen=True, slots=True)
class Report:
    """What a run did with the documents of one company."""

    folder: Path
    documents: tuple[DocumentReport, ...]
    dry_run: bool = False
    author: str = ""
    profile: CompanyProfile | None = None

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
        if self.profile is not None:
            lines += find_knowledge(self.profile).lines()
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
    if "headers" in document.untracked:
        yield (
            f"ヘッダーとフッターを、新しい版に合わせて入れ替え{did}。"
            "Wordの変更履歴には残らないので、文書で確かめてください"
        )
    if document.dropped:
        yield (
            f"新しい版の変更のうち{len(document.dropped)}か所は、文書の側でその文を消すか並べ替えてあるので"
            f"入れ{'ません' if is_dry else 'ませんでした'}。要るときは、Wordで書き足してください"
        )
        yield from (f"  入れない変更: {words}" for words in document.dropped)
    fields = [_FIELDS[kind] for kind in document.untracked if kind in _FIELDS]
    if fields and document.outcome is not Outcome.UPDATED:
        yield (
            f"{'と'.join(fields)}を、変更を承諾したあとの番号と見出しに合わせて直し{did}。"
            "Wordの変更履歴には残りません"
        )
    yield from _about_kept(document.kept, did)
    if document.left:
        what = "、".join(_ASPECTS[kind] for kind in document.left)
        yield (
            f"新しい{what}は、文書の側でも変わっているので入れ{'ません' if is_dry else 'ませんでした'}。"
            "入れるときは、Wordで直すか、--force で置き換えてください（元の文書は .policygen/backup に残ります）"
        )


def _about_kept(kept: Sequence[tuple[str, str]], did: str) -> Iterator[str]:
    """Yield the references and lines of the contents that stay as somebody wrote them."""
    for shown, wanted in kept[:_MOST_KEPT]:
        now = f"参照先は今「{shorten(wanted)}」です" if wanted else "参照先の見出しはなくなりました"
        yield (
            f"目次や相互参照の「{shorten(shown)}」は、手で書き込まれたものとして残し{did}。{now}。"
            "合っているか確かめてください"
        )
    if len(kept) > _MOST_KEPT:
        yield f"このほか{len(kept) - _MOST_KEPT}か所の目次や相互参照も、同じように残し{did}"


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
    for other in document.beside:
        yield (
            f"「{other}」があります。手直しした文書がそちらなら、Wordで開いて「Word 文書（.docx）」で「{name}」として"
            "保存し、もう一度実行してください（この名前の .docx だけを文書として扱います）"
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
