"""One company, whole processes: generate beside a docxtpl script, start-up beside Click's."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

from benchmarks.result import Row, duration, size
from benchmarks.timing import Command, measure_processes
from generator.catalog import DOCUMENTS, find_templates_folder
from generator.context import build_context
from generator.profile.reading.loading import load_profile

ROOT = Path(__file__).parent.parent
PROFILE = ROOT / "profiles" / "manufacturer.yaml"
SECTION = "One company, whole processes"
_CACHED, _UNCACHED, _AGAIN = "generate", "generate, templates not cached", "generate again, nothing changed"


def measure(rounds: int, scratch: Path) -> list[Row]:
    """Measure `policygen generate` and `policygen --help`."""
    return [*_generate(rounds, scratch), *_start_up(max(rounds * 2, 5))]


def _generate(rounds: int, scratch: Path) -> list[Row]:
    output, cache = scratch / "company", scratch / "cache"
    values, script_output = scratch / "values.json", scratch / "docxtpl"
    script_output.mkdir(exist_ok=True)
    values.write_text(json.dumps(build_context(load_profile(PROFILE))), encoding="utf-8")
    templates = [str(find_templates_folder() / kind.template) for kind in DOCUMENTS]
    script = [sys.executable, str(Path(__file__).with_name("docxtpl_script.py"))]
    command = [sys.executable, "-m", "generator", "generate", str(PROFILE), "-o", str(output)]
    cached = {"POLICYGEN_CACHE": str(cache)}
    commands = {
        _CACHED: Command(command, cached),
        _AGAIN: Command(command, cached),
        _UNCACHED: Command(command, {"POLICYGEN_CACHE": "off"}),
        "docxtpl": Command([*script, str(values), str(script_output), *templates]),
        "floor": Command([sys.executable, "-c", "import click, pydantic, yaml, jinja2, lxml.etree"]),
    }

    def prepare(name: str) -> None:
        if name in (_CACHED, _UNCACHED):
            shutil.rmtree(output, ignore_errors=True)

    found = measure_processes(commands, rounds, before=prepare)
    theirs = found["docxtpl"]
    rows = []
    for name, goal in ((_CACHED, 0.5), (_UNCACHED, None), (_AGAIN, None), ("floor", None)):
        what = "only importing the libraries it needs" if name == "floor" else name
        ours = found[name]
        detail = f"{duration(ours.seconds)} : {duration(theirs.seconds)}"
        rows.append(Row(SECTION, f"{what} : docxtpl script", ours.seconds / theirs.seconds, detail, goal))
    ours = found[_CACHED]
    detail = f"{size(ours.memory)} : {size(theirs.memory)}"
    rows.append(Row(SECTION, "largest memory : docxtpl script", ours.memory / theirs.memory, detail))
    return rows


def _start_up(rounds: int) -> list[Row]:
    found = measure_processes(
        {
            "help": Command([sys.executable, "-m", "generator", "--help"]),
            "click": Command([sys.executable, "-c", "import click"]),
        },
        rounds,
    )
    ours, theirs = found["help"].seconds, found["click"].seconds
    detail = f"{duration(ours)} : {duration(theirs)}"
    return [Row(SECTION, 'policygen --help : python -c "import click"', ours / theirs, detail, 2.0)]
