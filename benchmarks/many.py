"""Many companies: `policygen batch` beside docxtpl, beside the engine alone, with one worker and with two."""

from __future__ import annotations

import csv
import os
import statistics
import sys
from concurrent.futures import ThreadPoolExecutor
from operator import truediv
from pathlib import Path

from benchmarks.company import PROFILE
from benchmarks.engine import with_docxtpl
from benchmarks.result import Row, duration, size
from benchmarks.timing import Command, Samples, measure_calls, run_process
from generator.catalog import DOCUMENTS, find_templates_folder
from generator.context import build_context
from generator.profile.reading.loading import load_profile

SECTION = "Many companies"
_SOURCES = {"profiles": "a folder of profiles", "table": "one table"}


_RUNS = ("few profiles 1", "many profiles 1", "few table 1", "many table 1", "few table 2", "many table 2")


def measure(rounds: int, scratch: Path, companies: int) -> list[Row]:
    """Measure two sizes of batch; their difference is what a company costs, without start-up."""
    few = companies // 4
    for name, count in (("few", few), ("many", companies)):
        _write_profiles(scratch / f"{name}-profiles", count)
        _write_table(scratch / f"{name}-table.csv", count)
    found, engine, both = _measure(rounds, scratch)
    count = companies - few
    cost = {source: _each(found, f"{source} 1", count).cpu for source in _SOURCES}
    docxtpl, ours = _with_docxtpl(rounds), statistics.median(cost["profiles"])
    return [
        Row(
            SECTION,
            "three documents with docxtpl in a running process : a company in the batch",
            docxtpl / ours,
            f"{duration(docxtpl)} : {duration(ours)}, one worker, start-up aside",
        ),
        *(
            Row(
                SECTION,
                f"rate of the batch from {title} : rate of the engine alone",
                statistics.median(map(truediv, engine, cost[source])),
                f"engine {duration(statistics.median(engine))} a company, "
                f"batch {duration(statistics.median(cost[source]))}",
                at_least=0.7,
            )
            for source, title in _SOURCES.items()
        ),
        Row(
            SECTION,
            "rendering alone, with one process : with two at once (what this machine gives)",
            statistics.median(2 * one / two for one, two in zip(engine, both, strict=True)),
            f"{duration(statistics.median(engine))} : {duration(statistics.median(both))} a company and process",
        ),
        *_scaling(found, _each(found, "table 1", count).wall, _each(found, "table 2", count).wall),
    ]


def _scaling(found: dict[str, Samples], one: list[float], two: list[float]) -> list[Row]:
    rates = [1 / statistics.median(each) for each in (one, two)]
    detail = (
        f"{rates[0]:.0f} and {rates[1]:.0f} companies a second; load of the machine {os.getloadavg()[0]:.1f}"
    )
    few, many = found["few table 1"].memory, found["many table 1"].memory
    gain = statistics.median(map(truediv, one, two))
    return [
        Row(SECTION, "elapsed time with one worker : with two", gain, detail, at_least=1.8),
        Row(
            SECTION, "largest memory of any process: four times the companies : once", many / few, size(many)
        ),
    ]


def _each(found: dict[str, Samples], run: str, count: int) -> Samples:
    """Return what one company cost in each round."""
    few, many = found[f"few {run}"], found[f"many {run}"]
    return Samples(
        [(b - a) / count for a, b in zip(few.cpu, many.cpu, strict=True)],
        [(b - a) / count for a, b in zip(few.wall, many.wall, strict=True)],
    )


def _measure(rounds: int, scratch: Path) -> tuple[dict[str, Samples], list[float], list[float]]:
    """Run every batch in turn and the engine alone, once and twice at a time, in between; the first round is for warmth.

    Each run has a new folder, and none is removed in between: ext4 passes over inodes freed in the last minutes
    when it looks for one, which makes creating files many times slower after many were removed.
    """
    samples = {name: Samples() for name in _RUNS}
    engine: list[float] = []
    both: list[float] = []
    script = [sys.executable, "-m", "benchmarks.engine_script", str(scratch / "few-profiles")]
    for turn in range(rounds + 1):
        alone: list[float] = []
        for name in _RUNS:
            command = _command(scratch, name, scratch / f"out {turn} {name}")
            run_process(command, samples[name] if turn else Samples())
            alone.append(float(run_process(Command(script), Samples())))
        with ThreadPoolExecutor(2) as pair:
            two = [
                float(text) for text in pair.map(lambda _: run_process(Command(script), Samples()), range(2))
            ]
        engine += [statistics.median(alone)] if turn else []
        both += [statistics.mean(two)] if turn else []
    return samples, engine, both


def _with_docxtpl(rounds: int) -> float:
    context = build_context(load_profile(PROFILE))
    sources = [(find_templates_folder() / kind.template).read_bytes() for kind in DOCUMENTS]
    found = measure_calls(
        {"docxtpl": lambda: [with_docxtpl(source, context) for source in sources]}, max(rounds, 3)
    )
    return found["docxtpl"].seconds


def _write_profiles(folder: Path, count: int) -> None:
    folder.mkdir(exist_ok=True)
    text = PROFILE.read_text(encoding="utf-8")
    name = load_profile(PROFILE).company.name
    for number in range(count):
        file = folder / f"company{number:05d}.yaml"
        file.write_text(text.replace(name, f"{name}{number}"), encoding="utf-8")


def _write_table(file: Path, count: int) -> None:
    company = load_profile(PROFILE).company
    with file.open("w", encoding="utf-8-sig", newline="") as stream:
        rows = csv.writer(stream)
        rows.writerow(["id", "company.name", "company.representative.name", "company.phone"])
        for number in range(count):
            rows.writerow(
                [
                    f"{number:05d}",
                    f"{company.name}{number}",
                    company.representative.name,
                    f"03-0000-{number:04d}",
                ]
            )


def _command(scratch: Path, name: str, output: Path) -> Command:
    many, source, jobs = name.split()
    given = [str(scratch / f"{many}-profiles")]
    if source == "table":
        given = [str(scratch / f"{many}-table.csv"), "--base", str(PROFILE)]
    words = [sys.executable, "-m", "generator", "batch", *given, "-o", str(output), "--jobs", jobs]
    return Command(words, {"POLICYGEN_CACHE": str(scratch / "cache")})
