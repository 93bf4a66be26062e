"""What a run did with one company."""

from __future__ import annotations

from dataclasses import dataclass

from generator.exitcode import ExitCode
from generator.labelled import Labelled
from generator.run.outcome import Outcome


class CompanyState(Labelled):
    """How a company's run ended; `label` is what the user reads."""

    DONE = "done", "完了"
    CONFLICTS = "conflicts", "要確認"
    FAILED = "failed", "失敗"


@dataclass(frozen=True, slots=True)
class CompanyResult:
    """What a run did with one company.

    Attributes:
        number: Its row in the table, or its place in the folder.
        name: What it is called.
        folder: Its folder below the output folder.
        documents: The outcome of each document, by key.
        unfilled: The dotted paths of the profile's missing values that the documents show.
        problem: What kept its documents from being made; empty when nothing did.
        code: The exit code that `generate` would have had.
        skipped: Whether nothing had changed since the last run, so that nothing was rendered.
        is_overtaken: Whether the problem is another run, which wrote the same folder meanwhile.
    """

    number: int
    name: str
    folder: str
    documents: tuple[tuple[str, Outcome], ...] = ()
    unfilled: tuple[str, ...] = ()
    problem: str = ""
    code: int = ExitCode.DONE
    skipped: bool = False
    is_overtaken: bool = False

    @property
    def state(self) -> CompanyState:
        """Return how the company's run ended."""
        if self.problem:
            return CompanyState.FAILED
        return CompanyState.CONFLICTS if self.code == ExitCode.CONFLICTS else CompanyState.DONE
