"""The engines for Node on the same content, when they are installed: docxtemplater, easy-template-x, carbone."""

from __future__ import annotations

import json
import os
import shutil
import statistics
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks.engine import with_docxtpl
from benchmarks.forms import (
    CARBONE,
    JINJA,
    MUSTACHE,
    PAGES,
    Dialect,
    form,
    form_values,
    listing,
    listing_values,
)
from benchmarks.result import Row, duration
from benchmarks.texts import texts
from benchmarks.timing import Command, Samples, measure_calls, run_process
from generator.word.engine.compile.building import compile_template

SECTION = "Beside engines for Node"
TIMES = 25
"""Renders in one Node process; the first is cold, the median of the last five is warm."""

_HERE = Path(__file__).parent
_DIALECTS = {"docxtemplater": MUSTACHE, "easy-template-x": MUSTACHE, "carbone": CARBONE}
_OURS = (
    "import json, sys; from pathlib import Path; from generator.word.engine.compile.building import compile_template;"
    "values = json.loads(Path(sys.argv[2]).read_text(encoding='utf-8'));"
    "Path(sys.argv[3]).write_bytes(compile_template(Path(sys.argv[1])).render(values))"
)


def modules_folder() -> Path | None:
    """Return where the Node engines are: NODE_PATH, or beside `benchmarks/node/package.json`."""
    for name in (*os.environ.get("NODE_PATH", "").split(os.pathsep), str(_HERE / "node" / "node_modules")):
        if name and all((Path(name) / engine).is_dir() for engine in _DIALECTS):
            return Path(name)
    return None


def measure(rounds: int, scratch: Path) -> list[Row]:
    """Measure one document in a fresh process, and the same in a process that has made many."""
    folder = modules_folder()
    if folder is None or shutil.which("node") is None:
        return []
    rows: list[Row] = []
    for name, make, values in (
        (f"form of {PAGES} pages", form, form_values()),
        ("loops", listing, listing_values()),
    ):
        rows += _measure_one(
            name, {d: make(dialect=d) for d in (JINJA, MUSTACHE, CARBONE)}, values, rounds, scratch, folder
        )
    return rows


def _measure_one(
    name: str,
    sources: Mapping[Dialect, bytes],
    values: Mapping[str, Any],
    rounds: int,
    scratch: Path,
    folder: Path,
) -> list[Row]:
    values_file, out = scratch / "node.json", scratch / "node.docx"
    (scratch / "docxtpl").mkdir(exist_ok=True)
    values_file.write_text(json.dumps(values), encoding="utf-8")
    template = compile_template(sources[JINJA])
    wanted = texts(template.render(values))
    cold = {engine: Samples() for engine in ("ours", "docxtpl", *_DIALECTS)}
    warm: dict[str, list[float]] = {engine: [] for engine in _DIALECTS}
    for dialect, source in sources.items():
        (scratch / _file(dialect)).write_bytes(source)
    own = [str(scratch / _file(JINJA)), str(values_file), str(out)]
    for _ in range(rounds):
        run_process(Command([sys.executable, "-c", _OURS, *own]), cold["ours"])
        script = [
            sys.executable,
            str(_HERE / "docxtpl_script.py"),
            str(values_file),
            str(scratch / "docxtpl"),
        ]
        run_process(Command([*script, own[0]]), cold["docxtpl"])
        for engine, dialect in _DIALECTS.items():
            words = ["node", str(_HERE / "node" / "run.js"), engine, str(scratch / _file(dialect)), *own[1:]]
            node = {"NODE_PATH": str(folder)}
            run_process(Command([*words, "1"], node), cold[engine])
            if texts(out.read_bytes()) != wanted:
                raise ValueError(f"{engine} writes another text")
            said = run_process(Command([*words, str(TIMES)], node), Samples())
            warm[engine].append(statistics.median(json.loads(said)[-5:]))
    calls = {"ours": lambda: template.render(values), "docxtpl": lambda: with_docxtpl(sources[JINJA], values)}
    seconds = {key: samples.seconds for key, samples in measure_calls(calls, rounds).items()}
    seconds |= {engine: statistics.median(times) for engine, times in warm.items()}
    return [
        *_rows(f"{name}, warm", seconds),
        *_rows(f"{name}, cold", {k: v.seconds for k, v in cold.items()}),
    ]


def _rows(name: str, seconds: Mapping[str, float]) -> list[Row]:
    ours = seconds["ours"]
    return [
        Row(SECTION, f"{name}: {engine} : ours", theirs / ours, f"{duration(theirs)} : {duration(ours)}")
        for engine, theirs in seconds.items()
        if engine != "ours"
    ]


def _file(dialect: Dialect) -> str:
    return {JINJA: "jinja.docx", MUSTACHE: "mustache.docx"}.get(dialect, "carbone.docx")
