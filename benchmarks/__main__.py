"""Run the benchmarks: `python -m benchmarks` measures everything and writes RESULTS.md, `--short` is for CI."""

from __future__ import annotations

import argparse
import datetime
import platform
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks import company, engine, many, merging, others
from benchmarks.result import Row, table
from benchmarks.timing import keep_bytecode, machine

RESULTS = Path(__file__).with_name("RESULTS.md")
_NOTE = """Medians of {rounds} interleaved rounds. Ratios are of processor time (user and system, of this program and of
what stands beside it, measured in turn in one run), so that they hold on a busy machine, too; merging and scaling
over cores are of elapsed time. Each ratio is what stands left of the colon divided by what stands right of it.
All engines are shown to have written the same text (docxtpl without the results of fields, which it does not work
out, and without cells named like a method of Python's dictionaries, which it cannot reach)."""


def main(arguments: list[str] | None = None) -> int:
    """Measure, print, and judge; return 1 when a ratio is worse than half its goal."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "--short", action="store_true", help="fewer rounds, no other engines, nothing written"
    )
    parser.add_argument("--rounds", type=int, default=0, help="rounds of each measurement (9, short: 3)")
    parser.add_argument(
        "--only", choices=_parts(1, Path(), short=False), help="one part only; nothing is written"
    )
    chosen = parser.parse_args(arguments)
    rounds = chosen.rounds or (3 if chosen.short else 9)
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="policygen-benchmarks-") as scratch:
        keep_bytecode(Path(scratch, "bytecode"))
        for name, part in _parts(rounds, Path(scratch), short=chosen.short).items():
            if chosen.only in (None, name):
                found = part()
                rows += found
                sys.stdout.write(f"{table(found)}\n" if found else f"({name}: not installed)\n\n")
                sys.stdout.flush()
    if not chosen.short and chosen.only is None:
        RESULTS.write_text(_report(rows, rounds), encoding="utf-8")
    lost = [row for row in rows if row.is_gross_loss]
    for row in lost:
        sys.stdout.write(f"gross loss: {row.what}: {row.ratio:.3g}, goal {row.goal}\n")
    return 1 if lost else 0


def _parts(rounds: int, scratch: Path, *, short: bool) -> dict[str, Callable[[], list[Row]]]:
    scales = (1, 4) if short else (1, 2, 4, 8)
    parts: dict[str, Callable[[], list[Row]]] = {
        "company": lambda: company.measure(rounds, scratch),
        "engine": lambda: engine.measure(rounds),
        "growth": lambda: engine.measure_growth(max(rounds // 2, 3), scales, beside=not short),
    }
    if not short:
        parts |= {
            "others": lambda: others.measure(max(rounds // 2, 1), scratch),
            "merging": lambda: merging.measure(max(rounds // 2, 1)),
            "many": lambda: many.measure(max(rounds // 2, 1), scratch, companies=240),
        }
    return parts


def _report(rows: list[Row], rounds: int) -> str:
    day = datetime.datetime.now(tz=datetime.UTC).date().isoformat()
    return (
        f"# Benchmarks\n\n`python -m benchmarks`, {day}\n\n{machine()}\n\n"
        f"Python {platform.python_version()}\n\n{_NOTE.format(rounds=rounds)}\n\n{table(rows)}"
    )


if __name__ == "__main__":
    sys.exit(main())
