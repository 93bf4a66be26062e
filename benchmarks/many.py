"""Many companies: `policygen batch` beside docxtpl, beside the engine alone, with one worker and with two."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from benchmarks.company import PROFILE
from benchmarks.engine import with_docxtpl
from benchmarks.result import Row, duration, size
from benchmarks.timing import Command, Samples, measure_calls, measure_processes
from generator.catalog import DOCUMENTS, find_templates_folder
from generator.context import build_context
from generator.loading import load_profile
from generator.word.template import compile_template

SECTION = "Many companies"


def measure(rounds: int, scratch: Path, companies: int) -> list[Row]:
    """Measure two sizes of batch; their difference is what a company costs, without start-up."""
    small, large = companies // 4, companies
    _write_profiles(scratch / "few", small)
    _write_profiles(scratch / "many", large)
    commands = {
        f"{folder} {jobs}": _command(scratch, folder, jobs) for folder in ("few", "many") for jobs in (1, 2)
    }

    def prepare(name: str) -> None:
        shutil.rmtree(scratch / f"out {name}", ignore_errors=True)

    found = measure_processes(commands, rounds, before=prepare)
    count = large - small
    one, two = ((found[f"many {jobs}"].elapsed - found[f"few {jobs}"].elapsed) / count for jobs in (1, 2))
    cpu = (found["many 1"].seconds - found["few 1"].seconds) / count
    engine, docxtpl = _alone(rounds)
    return [
        Row(
            SECTION,
            "three documents with docxtpl in a running process : a company in the batch",
            docxtpl / cpu,
            f"{duration(docxtpl)} : {duration(cpu)}, one worker, start-up aside",
        ),
        Row(
            SECTION,
            "rate of the batch : rate of the engine alone",
            engine / cpu,
            f"engine {duration(engine)} a company, batch {duration(cpu)}",
            at_least=0.7,
        ),
        *_scaling(one, two, found),
    ]


def _scaling(one: float, two: float, found: dict[str, Samples]) -> list[Row]:
    rate = f"{1 / one:.0f} and {1 / two:.0f} companies a second; load of the machine {os.getloadavg()[0]:.1f}"
    few, many = found["few 1"].memory, found["many 1"].memory
    return [
        Row(SECTION, "elapsed time with one worker : with two", one / two, rate, at_least=1.8),
        Row(
            SECTION, "largest memory of any process: four times the companies : once", many / few, size(many)
        ),
    ]


def _alone(rounds: int) -> tuple[float, float]:
    """Return what rendering three documents costs the engine, and docxtpl, in a running process."""
    context = build_context(load_profile(PROFILE))
    sources = [(find_templates_folder() / kind.template).read_bytes() for kind in DOCUMENTS]
    compiled = [compile_template(source) for source in sources]
    found = measure_calls(
        {
            "ours": lambda: [template.render(context) for template in compiled],
            "docxtpl": lambda: [with_docxtpl(source, context) for source in sources],
        },
        rounds,
    )
    return found["ours"].seconds, found["docxtpl"].seconds


def _write_profiles(folder: Path, count: int) -> None:
    folder.mkdir(exist_ok=True)
    text = PROFILE.read_text(encoding="utf-8")
    name = load_profile(PROFILE).company.name
    for number in range(count):
        file = folder / f"company{number:05d}.yaml"
        file.write_text(text.replace(name, f"{name}{number}"), encoding="utf-8")


def _command(scratch: Path, folder: str, jobs: int) -> Command:
    out = scratch / f"out {folder} {jobs}"
    words = [
        sys.executable,
        "-m",
        "generator",
        "batch",
        str(scratch / folder),
        "-o",
        str(out),
        "--jobs",
        str(jobs),
    ]
    return Command(words, {"POLICYGEN_CACHE": str(scratch / "cache")})
