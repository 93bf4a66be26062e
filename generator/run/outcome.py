"""What happened to one document."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from generator.labelled import Labelled


class Outcome(Labelled):
    """What happened to one document; `label` is what the user reads."""

    CREATED = "created", "作成"
    UNCHANGED = "unchanged", "変更なし"
    UPDATED = "updated", "更新"
    KEPT = "kept", "そのまま（手直しを保持）"
    MERGED = "merged", "反映（手直しを保持）"
    CONFLICT = "conflict", "要確認（手直しと重なる変更あり）"
    RELEASED = "released", "新しい版に（手直しを確定）"
    REMOVED = "removed", "削除されたまま"
    ORPHANED = "orphaned", "対象外（残してあります）"


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
        dropped: What the new version says where the company has deleted or rearranged the text, each with its clause.
        untracked: What was changed without being tracked: headers, contents, references.
        kept: References and lines of the contents with words of a person, each with what it should show now.
        version: Its version.
        summary: What 改訂履歴 says of this run; empty when the document got no new version.
        comparison: Where its 新旧対照表 is, when one was written.
        is_adopted: Whether a document without a record was taken as the company's own.
        renamed_from: The name it had at the last run, where somebody has changed it since.
        former_pdf: The PDF that still stands there under that name, where a PDF under the new one was asked for.
        beside: Documents of its name with another ending (.docm, .doc, .odt …) that stand in its folder.
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
    dropped: tuple[str, ...] = ()
    kept: tuple[tuple[str, str], ...] = ()
    version: str = ""
    summary: str = ""
    comparison: Path | None = None
    is_adopted: bool = False
    renamed_from: str = ""
    former_pdf: str = ""
    beside: tuple[str, ...] = ()
    fitting_name: str = ""
