"""Brings the checks together: which files, which profile, all remarks in one result."""

from __future__ import annotations

import contextlib
import datetime
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from generator.catalog import DOCUMENTS
from generator.checking.dates import check_document_dates, check_profile_dates
from generator.checking.facts import Expected, check_common_facts, check_profile_facts, expected_facts
from generator.checking.leftovers import check_leftovers
from generator.checking.references import check_references
from generator.checking.remark import Document, Remark, Severity
from generator.checking.unchosen import check_unchosen, read_choice
from generator.checking.wording import check_advice, check_style
from generator.comparing import TITLE, is_table
from generator.errors import OutputError, Problem, TemplateError
from generator.exitcode import ExitCode
from generator.files.atomic import read_if_there
from generator.files.beside import DOCUMENT_SUFFIXES, find_beside
from generator.profile import CompanyProfile
from generator.profile.reading.loading import load_profile
from generator.record.manifest import load_manifest
from generator.run.generate import default_folder
from generator.run.revisions import highest_version, version_numbers
from generator.word.checks.structure import check_structure
from generator.word.file.reading import WordFile, count_changes, read_word_file
from generator.word.file.unread import find_unread, unread_words
from generator.word.reader.history import read_history
from generator.word.reader.passages import read_passages, stale_references


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What a check found.

    Attributes:
        documents: Names of the files that were read.
        remarks: Everything found, document by document.
        with_profile: Whether the documents were held against a profile.
        unread: What of a document could not be read, and so was not checked, by the name of the file.
    """

    documents: tuple[str, ...]
    remarks: tuple[Remark, ...]
    with_profile: bool
    unread: Mapping[str, str] = field(default_factory=dict)

    @property
    def exit_code(self) -> ExitCode:
        """Return 1 when there is anything to look at, else 0."""
        return ExitCode.PROBLEM if self.remarks else ExitCode.DONE

    def text(self) -> str:
        """Return the result as the user reads it."""
        lines: list[str] = []
        for name in dict.fromkeys([*self.documents, *(remark.document for remark in self.remarks)]):
            found = [remark for remark in self.remarks if remark.document == name]
            head = name or "プロファイル"
            lines.append(f"{head}: {len(found)}件" if found else f"{head}: 問題は見つかりませんでした")
            for remark in found:
                lines += _remark_lines(remark)
            if name in self.unread:
                lines.append(
                    f"  （中身を読み取っていないもの: {self.unread[name]}。Wordで開いて確かめてください）"
                )
        if not self.with_profile:
            lines.append("（プロファイルがないため、文書どうしだけを比べました）")
        return "\n".join(lines)

    def json(self, *, ascii_only: bool = False) -> str:
        """Return the result as JSON, in ASCII alone where the reader cannot take more."""
        remarks = [asdict(remark) | {"severity": remark.severity.value} for remark in self.remarks]
        content: dict[str, Any] = {"documents": list(self.documents), "with_profile": self.with_profile}
        content |= {"unread": dict(self.unread)}
        return json.dumps(content | {"findings": remarks}, ensure_ascii=ascii_only, indent=1)


def _remark_lines(remark: Remark) -> Iterator[str]:
    place = " ".join(
        part for part in (remark.clause, f"段落{remark.paragraph}" if remark.paragraph else "") if part
    )
    excerpt = f"「{remark.excerpt}」" if remark.excerpt else ""
    yield f"  [{remark.severity.label}] {f'{place}: ' if place else ''}{remark.text}{excerpt}"
    yield f"      → {remark.advice}"


def check_target(
    target: str | Path, folder: str | Path | None = None, *, today: datetime.date
) -> CheckResult:
    """Check the documents of a profile, of a folder, or one Word file.

    Args:
        target: A profile (its documents are looked for in `folder`, else where `generate` puts them), a folder
            with documents (the profile of the last run is used when its record is there), or a Word file. What
            is no .docx is named for what it is.
        folder: Where the documents of a profile are.
        today: Today's date, for what is overdue.

    Raises:
        ProfileError: The profile cannot be used.
        ManifestError: The record in the folder is damaged.
        OutputError: There is nothing to check.
    """
    path = Path(target)
    if path.suffix.lower() in (".docx", ".pdf", *DOCUMENT_SUFFIXES) and not path.is_dir():
        if _is_comparison(path):
            what = "新旧対照表には前の文も載るので、調べません。もとの文書を指定してください"
            raise OutputError(str(path), [Problem("", what)])
        return check_documents([path], _recorded_profile(path.parent), today=today)
    if path.is_dir():
        return check_documents(_word_files(path), _recorded_profile(path), today=today)
    profile = load_profile(path)
    place = Path(folder) if folder is not None else default_folder(path)
    return check_documents(_word_files(place), profile, today=today)


def _word_files(folder: Path) -> list[Path]:
    found = sorted(path for path in folder.glob("*.docx") if not path.name.startswith(("~$", ".", TITLE)))
    files = [path for path in found if not _is_comparison(path)]
    if not files:
        other = next(iter(find_beside(folder)), "")
        what = (
            ""
            if not other
            else f"「{other}」があります。Wordで開いて「Word 文書（.docx）」で保存し直すと、調べられます。"
        )
        what += "確かめる文書（.docx）がありません。先に policygen generate で作るか、フォルダー（-o）を指定してください"
        raise OutputError(str(folder), [Problem("", what)])
    return files


def _is_comparison(path: Path) -> bool:
    """Tell whether a file is a 新旧対照表 of ours, which shows old wording on purpose."""
    with contextlib.suppress(OutputError):  # that it cannot be read, is said when it is checked
        return is_table(read_if_there(path) or b"")
    return False


def _recorded_profile(folder: Path) -> CompanyProfile | None:
    manifest = load_manifest(folder)
    if manifest is None or not manifest.profile:
        return None
    try:
        return CompanyProfile.model_validate(manifest.profile)
    except ValidationError:
        return None


def check_documents(
    files: Iterable[Path], profile: CompanyProfile | None = None, *, today: datetime.date
) -> CheckResult:
    """Check Word files against each other and, when given, against a profile.

    Reads text with tracked changes accepted. A file that cannot be read becomes a remark itself.

    Args:
        files: The Word files, in the order of the report.
        profile: The company's facts; without it the documents are only held against each other.
        today: Today's date, for what is overdue.
    """
    expected = expected_facts(profile) if profile is not None else None
    documents: list[Document] = []
    names: list[str] = []
    remarks: list[Remark] = []
    unread: dict[str, str] = {}
    for path in files:
        names.append(path.name)
        try:
            word = read_word_file(path)
        except TemplateError as error:
            document = Document(path.name, "", ())
            what = error.problems[0].what
            advice = _NO_WAY if what.endswith("ください") else _ANEW
            remarks.append(document.remark(None, "unreadable", what, advice))
            continue
        document = _document(path.name, word)
        documents.append(document)
        if found := find_unread(word):
            unread[path.name] = unread_words(found)
        remarks += _document_remarks(document, word, expected, today)
        choice = read_choice(path)
        remarks += () if choice is None else check_unchosen(document, choice)
    remarks += [*check_references(documents), *check_common_facts(documents)]
    if profile is not None:
        remarks += check_profile_dates(profile, today)
    return CheckResult(tuple(names), _sorted(names, remarks), profile is not None, unread)


_ANEW = "Wordで開いて保存し直すか、policygen generate で作り直してください"
_NO_WAY = "直せないときは、policygen generate で作り直してください"


def _document(name: str, word: WordFile) -> Document:
    passages = tuple(passage for passage in read_passages(word) if not passage.in_contents)
    shown = name + "".join(passage.text for passage in passages[:6])
    key = next((kind.key for kind in DOCUMENTS if kind.title in shown), "")
    return Document(name, key, passages)


def _document_remarks(
    document: Document, word: WordFile, expected: Expected | None, today: datetime.date
) -> Iterator[Remark]:
    yield from check_leftovers(document, expected.values if expected is not None else ())
    yield from check_style(document)
    yield from check_advice(document)
    yield from check_document_dates(document, today)
    yield from _word_remarks(document, word)
    yield from _version_remarks(document, word)
    if expected is not None:
        yield from check_profile_facts(document, expected)


def _word_remarks(document: Document, word: WordFile) -> Iterator[Remark]:
    """Yield what only the file's markup shows: broken fields, old numbers, open changes and comments."""
    by_number = {(passage.part, passage.paragraph): passage for passage in document.passages}
    refresh = "Wordで全体を選び（Ctrl+A）、F9 で更新してください"
    for finding in check_structure(word):
        if finding.code == "dangling-reference":
            passage = by_number.get((finding.part, finding.paragraph))
            yield document.remark(
                passage, "missing-reference", finding.text, "参照をもう一度挿入してください"
            )
    for passage, shown, wanted in stale_references(word):
        text = f"相互参照の番号が古くなっています（{shown}、正しくは{wanted}）"
        yield document.remark(passage, "stale-reference", text, refresh, excerpt=passage.text)
    changes = count_changes(word)
    if changes:
        text = f"確定していない変更履歴が{changes}か所あります"
        advice = "Wordの［校閲］で承諾か元に戻すかを決めてください"
        yield document.remark(None, "open-changes", text, advice, warning=True)
    if any(passage.story == "コメント" for passage in document.passages):
        advice = "内容に対応し、コメントを消してください"
        yield document.remark(None, "open-comments", "コメントが残っています", advice, warning=True)


def _version_remarks(document: Document, word: WordFile) -> Iterator[Remark]:
    """Yield a version on the front that is not the newest in the document's own 改訂履歴."""
    history = read_history(word)
    front = highest_version([history.version])
    newest = highest_version(row.version for row in history.rows)
    if front and newest and version_numbers(front) != version_numbers(newest):
        text = f"表紙の版（{front}）が、改訂履歴のいちばん新しい版（{newest}）と違います"
        advice = "どちらが正しいかを確かめ、そろえてください"
        yield document.remark(None, "version", text, advice, excerpt=history.version)


def _sorted(names: Sequence[str], remarks: Iterable[Remark]) -> tuple[Remark, ...]:
    order = {name: place for place, name in enumerate([*names, ""])}
    rank = {Severity.ERROR: 0, Severity.WARNING: 1}
    unique = dict.fromkeys(remarks)
    return tuple(
        sorted(unique, key=lambda r: (order.get(r.document, 0), r.paragraph, rank[r.severity], r.kind))
    )
