"""The report of a run: written company by company, so that it takes no memory; totals at the end."""

from __future__ import annotations

import csv
import json
import os
import re
import time
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, TextIO

from generator.batch.result import CompanyResult, CompanyState
from generator.catalog import DOCUMENTS
from generator.errors import OutputError, Problem
from generator.exitcode import ExitCode
from generator.files.atomic import LEFTOVER_SECONDS, TEMPORARY, remove_temporaries
from generator.files.places import create_file, make_folder
from generator.files.plain import read_plain
from generator.files.trouble import output_error
from generator.run.outcome import Outcome
from generator.screen import one_line, table

MAX_SHOWN = 20
_MAX_NAME = 40
FORMATS = (".csv", ".json", ".txt")
_OWN_STARTS = (
    re.compile("行,会社,フォルダー,結果,"),
    re.compile(r'\{"format": \d+, "companies"'),
    re.compile(r"\s*([\d,]+ / [\d,]+社: |\d+ .*: (完了|要確認|失敗))"),
)
# What Excel would run, also in its full-width form, when it stands first in a cell; it passes over what stands before.
_FORMULA = re.compile(r"""[\s'"\u200b-\u200f\u2060\ufeff]*[=+\-@\u2212]|[\t\r\n]""")
_HEADINGS = (
    "行",
    "会社",
    "フォルダー",
    "結果",
    *(kind.title for kind in DOCUMENTS),
    "未記入の数",
    "未記入の項目",
    "問題",
)


@dataclass(slots=True)
class Totals:
    """What happened in a run, in numbers; the first problems are kept to be shown.

    Attributes:
        expected: How many companies there are.
        is_table: Whether they are rows of a table, so that their numbers are those of rows.
        states: How many companies ended in which way.
        outcomes: How many documents had which outcome.
        skipped: For how many companies nothing had changed.
        unfilled: How many companies have values missing.
        problems: The first problems, with the company's number and name.
        conflicts: The first companies with conflicts.
        is_interrupted: Whether the run was stopped before all were done.
        is_changed: Whether the table was saved anew while the run read it, so that the run stopped.
        is_listed: Whether a report lists every company.
    """

    expected: int = 0
    states: Counter[CompanyState] = field(default_factory=Counter)
    outcomes: Counter[Outcome] = field(default_factory=Counter)
    skipped: int = 0
    unfilled: int = 0
    problems: list[tuple[int, str, str]] = field(default_factory=list)
    conflicts: list[tuple[int, str]] = field(default_factory=list)
    is_interrupted: bool = False
    is_changed: bool = False
    is_table: bool = False
    is_listed: bool = False

    @property
    def done(self) -> int:
        """Return how many companies were run."""
        return self.states.total()

    @property
    def exit_code(self) -> ExitCode:
        """Return what the run's exit code is."""
        if self.is_interrupted:
            return ExitCode.INTERRUPTED
        if self.states[CompanyState.FAILED] or self.is_changed:
            return ExitCode.PROBLEM
        return ExitCode.CONFLICTS if self.states[CompanyState.CONFLICTS] else ExitCode.DONE

    def add(self, result: CompanyResult) -> None:
        """Count one company."""
        self.states[result.state] += 1
        self.outcomes.update(outcome for _, outcome in result.documents)
        self.skipped += result.skipped
        self.unfilled += bool(result.unfilled)
        if result.problem and len(self.problems) < MAX_SHOWN:
            self.problems.append((result.number, result.name, result.problem))
        if result.state is CompanyState.CONFLICTS and len(self.conflicts) < MAX_SHOWN:
            self.conflicts.append((result.number, result.name))

    def text(self) -> str:
        """Return the totals as the user reads them."""
        states = "、".join(
            f"{state.label} {self.states[state]:,}社" for state in CompanyState if self.states[state]
        )
        lines = [f"{self.done:,} / {self.expected:,}社: {states or 'なし'}"]
        rows = [(outcome.label, f"{count:,}件") for outcome in Outcome if (count := self.outcomes[outcome])]
        lines += table(rows, indent=2)
        if self.skipped:
            lines.append(f"前回から変わりのない会社: {self.skipped:,}社")
        if self.unfilled:
            advice = self._advice("項目の一覧")
            lines.append(f"まだ書かれていない項目のある会社: {self.unfilled:,}社{advice}")
        if self.conflicts:
            named = "、".join(_shown_name(name) for _, name in self.conflicts)
            lines.append(
                f"重なる変更を確かめる会社: {named}{self._more(CompanyState.CONFLICTS, len(self.conflicts))}"
            )
        for number, name, problem in self.problems:
            place = f"{number}行目 " if self.is_table else ""
            lines.append(f"失敗: {place}{_shown_name(name)}")
            lines += [f"  {one_line(line)}" for line in problem.split("\n")]
        if more := self._more(CompanyState.FAILED, len(self.problems)):
            lines.append(f"失敗{more}")
        if self.is_changed:
            lines.append("作成している間に元の表が変わったので、そこで止めました。もう一度実行してください")
        if self.is_interrupted:
            lines.append("中断しました。もう一度実行すると、残りの会社だけを作ります")
        return "\n".join(lines)

    def _more(self, state: CompanyState, shown: int) -> str:
        rest = self.states[state] - shown
        return f" ほか{rest:,}社{self._advice('すべての一覧')}" if rest > 0 else ""

    def _advice(self, what: str) -> str:
        return "" if self.is_listed else f"（--report を付けると、{what}を作れます）"


def _shown_name(name: str) -> str:
    plain = one_line(name)
    return plain if len(plain) <= _MAX_NAME else f"{plain[:_MAX_NAME]}…"


class _Format(Protocol):
    def begin(self) -> None: ...

    def add(self, result: CompanyResult) -> None: ...

    def end(self, totals: Totals) -> None: ...


class ReportFile:
    """A report that takes its place only when it is whole."""

    def __init__(self, path: Path) -> None:
        """Open it; the suffix says the format: .csv (for Excel), .json or .txt.

        Raises:
            OutputError: It cannot be written here, or the suffix is none of these.
        """
        self._path = path
        if path.suffix.lower() not in FORMATS:
            raise OutputError(
                str(path), [Problem("", f"一覧の名前は {'、'.join(FORMATS)} のどれかで終えてください")]
            )
        if not _may_be_replaced(path):
            what = "この一覧ではないファイルがあります。--report に別の名前を指定してください"
            raise OutputError(str(path), [Problem("", what)])
        self._temporary = path.with_name(f"{TEMPORARY}{os.getpid()}-{path.name}.tmp")
        encoding = "utf-8-sig" if path.suffix.lower() == ".csv" else "utf-8"
        try:
            make_folder(path.parent)
            self._temporary.unlink(missing_ok=True)  # of a killed run whose process had the same number
            descriptor = create_file(self._temporary)
            self._stream: TextIO = os.fdopen(descriptor, "w", encoding=encoding, newline="", errors="replace")
            self._format = _format(path, self._stream)
            self._format.begin()
        except OSError as error:
            raise output_error(path, error) from error

    def add(self, result: CompanyResult) -> None:
        """Write one company.

        Raises:
            OutputError: The disk is full, and so on.
        """
        try:
            self._format.add(result)
        except OSError as error:
            raise output_error(self._path, error) from error

    def close(self, totals: Totals) -> None:
        """Write the totals and put the report in its place.

        Raises:
            OutputError: It cannot be written, or is open in another program; what was written stays beside it.
        """
        try:
            self._format.end(totals)
            self._stream.flush()
            os.fsync(self._stream.fileno())
            self._stream.close()
            self._temporary.replace(self._path)
            # what killed runs left of this report goes; one that was written to lately may belong to a run
            older = time.time() - LEFTOVER_SECONDS
            remove_temporaries(self._path.parent, older_than=older, ending=f"-{self._path.name}")
        except OSError as error:
            problem = output_error(self._path, error).problems[0].what
            what = f"{problem}（一覧は {self._temporary.name} に残してあります）"
            raise OutputError(str(self._path), [Problem("", what)]) from error


def _may_be_replaced(path: Path) -> bool:
    """Return whether there is nothing yet, or an earlier report: nobody's own file is written over."""
    try:
        head = read_plain(path, 4096)
    except FileNotFoundError:
        return True
    except (OSError, ValueError) as error:
        raise output_error(path, error) from error
    text = head.decode("utf-8-sig", "ignore")
    return not text.strip() or any(start.match(text) for start in _OWN_STARTS)


def _format(path: Path, stream: TextIO) -> _Format:
    formats: dict[str, type[_Csv | _Json | _Text]] = {".csv": _Csv, ".json": _Json, ".txt": _Text}
    return formats[path.suffix.lower()](stream)


class _Csv:
    def __init__(self, stream: TextIO) -> None:
        self._writer = csv.writer(stream)

    def begin(self) -> None:
        self._writer.writerow(_HEADINGS)

    def add(self, result: CompanyResult) -> None:
        outcomes = dict(result.documents)
        row = [
            str(result.number),
            result.name,
            result.folder,
            result.state.label,
            *(outcomes[kind.key].label if kind.key in outcomes else "" for kind in DOCUMENTS),
            str(len(result.unfilled)),
            "、".join(result.unfilled),
            result.problem,
        ]
        self._writer.writerow([_harmless(cell) for cell in row])

    def end(self, totals: Totals) -> None:
        """Write nothing: a table of companies has no row that is none."""


def _harmless(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(unicodedata.normalize("NFKC", cell)) else cell


class _Json:
    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._comma = ""

    def begin(self) -> None:
        self._stream.write('{"format": 1, "companies": [')

    def add(self, result: CompanyResult) -> None:
        company = {
            "number": result.number,
            "name": result.name,
            "folder": result.folder,
            "state": result.state,
            "skipped": result.skipped,
            "documents": dict(result.documents),
            "unfilled": result.unfilled,
            "problem": result.problem,
        }
        self._stream.write(f"{self._comma}\n{json.dumps(company, ensure_ascii=False)}")
        self._comma = ","

    def end(self, totals: Totals) -> None:
        summary = {
            "expected": totals.expected,
            "done": totals.done,
            "states": totals.states,
            "outcomes": totals.outcomes,
            "skipped": totals.skipped,
            "interrupted": totals.is_interrupted,
            "source_changed": totals.is_changed,
            "exit_code": int(totals.exit_code),
        }
        self._stream.write(f'\n], "summary": {json.dumps(summary)}}}\n')


class _Text:
    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def begin(self) -> None:
        """Write nothing: the companies come first."""

    def add(self, result: CompanyResult) -> None:
        outcomes = dict(result.documents)
        shown: Sequence[str] = [
            f"{kind.title} {outcomes[kind.key].label}" for kind in DOCUMENTS if kind.key in outcomes
        ]
        missing = [f"未記入 {len(result.unfilled)}件"] if result.unfilled else []
        head = f"{result.number} {one_line(result.name)}: {result.state.label}"
        self._stream.write("　".join([head, *shown, *missing]) + "\n")
        for line in result.problem.split("\n") if result.problem else ():
            self._stream.write(f"  {one_line(line)}\n")

    def end(self, totals: Totals) -> None:
        self._stream.write(f"\n{totals.text()}\n")
