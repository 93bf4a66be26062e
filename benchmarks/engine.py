"""The engine alone, in one process: beside docxtpl, beside the floor, as documents grow, and compiling."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import zip_longest
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import Environment, StrictUndefined

from benchmarks.company import PROFILE
from benchmarks.forms import PAGES, form, form_values, listing, listing_values
from benchmarks.result import Row, duration, size
from benchmarks.texts import texts
from benchmarks.timing import measure_calls, peak_memory
from generator.catalog import find_templates_folder
from generator.context import build_context
from generator.profile.reading.loading import load_profile
from generator.word.engine.compile.building import compile_template
from generator.word.engine.render.template import CompiledTemplate
from generator.word.file.package import pack, write_package

SECTION = "The engine, warm"
GROWTH = "Growth with size"


@dataclass(frozen=True, slots=True)
class Job:
    """A template with its values; `goals` says whether the goals of the engine hold for it."""

    name: str
    source: bytes
    values: Mapping[str, Any]
    goals: bool = True


def jobs() -> list[Job]:
    """Return what is measured: the shipped rules, a form, and a list that loops make long."""
    rules = (find_templates_folder() / "appendix5_rules.docx").read_bytes()
    return [
        Job("shipped rules", rules, build_context(load_profile(PROFILE))),
        Job(f"form of {PAGES} pages, 500 tags", form(), form_values()),
        Job("loops: 35 sections × 10 rows", listing(), listing_values(), goals=False),
    ]


def measure(rounds: int) -> list[Row]:
    """Measure rendering and compiling; both engines must have written the same text."""
    rows: list[Row] = []
    for job in jobs():
        template = compile_template(job.source, name=job.name)
        ours, theirs = template.render(job.values), with_docxtpl(job.source, job.values)
        _require_same_text(job.name, ours, theirs)
        same_parts, own_parts = floors(template, job)
        found = measure_calls(
            {
                "ours": partial(template.render, job.values),
                "docxtpl": partial(with_docxtpl, job.source, job.values),
                "floor": same_parts,
                "bare": own_parts,
                "compile": partial(compile_template, job.source),
            },
            rounds,
        )
        seconds = {name: samples.seconds for name, samples in found.items()}
        rows += _rows(job, seconds)
    return rows


def _rows(job: Job, seconds: Mapping[str, float]) -> list[Row]:
    def row(what: str, above: str, below: str, **goal: float) -> Row:
        detail = f"{duration(seconds[above])} : {duration(seconds[below])}"
        goals = goal if job.goals else {}
        return Row(SECTION, f"{job.name}: {what}", seconds[above] / seconds[below], detail, **goals)

    return [
        row("docxtpl : render", "docxtpl", "ours", at_least=50.0),
        row("render : floor (bare Jinja pass, deflate of the parts)", "ours", "floor", at_most=1.5),
        row("render : bare Jinja pass with its own, smaller parts", "ours", "bare"),
        row("compile : one docxtpl render", "compile", "docxtpl", at_most=1.0),
    ]


def _require_same_text(name: str, ours: bytes, theirs: bytes) -> None:
    """Stop when docxtpl wrote another text, fields aside.

    Where a template says `row.update` for a key of a row, docxtpl writes the dictionary's method of that name;
    such lines count as equal.

    Raises:
        ValueError: The texts differ.
    """
    left, right = texts(ours, without_fields=True), texts(theirs, without_fields=True)
    known = "<built-in method"
    wrong = [pair for pair in zip_longest(left, right) if pair[0] != pair[1] and known not in (pair[1] or "")]
    if wrong:
        raise ValueError(f"{name}: docxtpl writes another text: {wrong[0]}")


def with_docxtpl(source: bytes, values: Mapping[str, Any]) -> bytes:
    """Fill a template with docxtpl, as its documentation says."""
    document = DocxTemplate(io.BytesIO(source))
    environment = Environment(autoescape=True, undefined=StrictUndefined)
    environment.tests["placeholder"] = lambda value: False
    document.render(values, environment)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def floors(template: CompiledTemplate, job: Job) -> tuple[Callable[[], bytes], Callable[[], bytes]]:
    """Return the least that filling by Jinja can cost: the bare pass over the parts with tags, and deflate.

    The Jinja source is docxtpl's own (`patch_xml`), compiled beforehand; autoescape is on; nothing is checked,
    numbered or referred to; the other members are copied as they are. The first deflates the parts as this
    program writes them, the second the shorter ones of the bare pass, without contents and paragraph ids.
    """
    environment = Environment(autoescape=True, undefined=StrictUndefined)
    environment.tests["placeholder"] = lambda value: False
    patch = DocxTemplate(io.BytesIO(job.source)).patch_xml
    package = template.package
    passes = {
        part.name: environment.from_string(patch((package.read(part.name) or b"").decode("utf-8")))
        for part in template.parts
    }
    with zipfile.ZipFile(io.BytesIO(template.render(job.values))) as archive:
        written = {name: archive.read(name).decode("utf-8") for name in passes}

    def fill(finished: Mapping[str, str]) -> bytes:
        made = {name: program.render(job.values) for name, program in passes.items()}
        changed = {name: pack(name, finished.get(name, text).encode("utf-8")) for name, text in made.items()}
        return write_package([changed.get(name, member) for name, member in package.members.items()])

    return partial(fill, written), partial(fill, {})


def measure_growth(rounds: int, scales: tuple[int, ...] = (1, 2, 4, 8), *, beside: bool = True) -> list[Row]:
    """Measure a form of once, twice, four and eight times the pages; `beside` measures docxtpl, too."""
    calls: dict[str, Callable[[], object]] = {}
    memory: dict[str, int] = {}
    for scale in scales:
        source, values = form(PAGES * scale), form_values(PAGES * scale)
        template = compile_template(source)
        calls[f"render {scale}"] = partial(template.render, values)
        calls[f"compile {scale}"] = partial(compile_template, source)
        if beside:
            calls[f"docxtpl {scale}"] = partial(with_docxtpl, source, values)
        memory[f"render {scale}"] = peak_memory(calls[f"render {scale}"])
        memory[f"compile {scale}"] = peak_memory(calls[f"compile {scale}"])
    seconds = {name: samples.seconds for name, samples in measure_calls(calls, rounds).items()}
    last = scales[-1]
    rows = []
    for what, goal in (("render", last * 9 / 8), ("compile", last * 9 / 8), ("docxtpl", None)):
        times = [seconds[f"{what} {scale}"] for scale in scales if f"{what} {scale}" in seconds]
        if times:
            detail = " / ".join(duration(value) for value in times)
            rows.append(
                Row(GROWTH, f"{what}: time of ×{last} pages : ×1", times[-1] / times[0], detail, goal)
            )
        sizes = [memory[f"{what} {scale}"] for scale in scales if f"{what} {scale}" in memory]
        if sizes:
            detail = " / ".join(size(value) for value in sizes)
            rows.append(
                Row(GROWTH, f"{what}: memory of ×{last} pages : ×1", sizes[-1] / sizes[0], detail, goal)
            )
    return rows
