"""Bringing a changed profile into an edited document, beside docx-scalpel's consolidation of the same three files."""

from __future__ import annotations

import datetime
import io
import time
from collections.abc import Callable

from docx import Document

from benchmarks.company import PROFILE
from benchmarks.result import Row, duration, size
from benchmarks.timing import Samples, peak_memory
from generator.catalog import find_templates_folder
from generator.context import build_context
from generator.profile.reading.loading import load_profile
from generator.word.engine.compile.building import compile_template
from generator.word.merge import merge_documents

SECTION = "Merging into an edited document (shipped rules)"
_NOW = datetime.datetime(2025, 1, 1, tzinfo=datetime.UTC)


def versions() -> tuple[bytes, bytes, bytes]:
    """Return the last render, the same with five edits by hand, and the render of a changed profile."""
    template = compile_template((find_templates_folder() / "appendix5_rules.docx").read_bytes())
    profile = load_profile(PROFILE)
    base = template.render(build_context(profile))
    company = profile.company.model_copy(update={"name": "株式会社サンプルホールディングス"})
    theirs = template.render(build_context(profile.model_copy(update={"company": company})))
    return base, _edit(base), theirs


def _edit(data: bytes) -> bytes:
    """Change, add and empty paragraphs, and change a cell, as somebody would in Word."""
    document = Document(io.BytesIO(data))
    filled = [paragraph for paragraph in document.paragraphs if len(paragraph.text) > 20]
    for paragraph in (filled[10], filled[len(filled) // 2]):
        paragraph.add_run("ただし、社長が認めたときはこの限りでない。")
    filled[20].insert_paragraph_before("当社が独自に加えた規定である。")
    filled[30].text = ""
    document.tables[1].rows[1].cells[-1].text = "当社で書き直した欄"
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def measure(rounds: int) -> list[Row]:
    """Measure elapsed time, as docx-scalpel works in a process of its own."""
    try:
        from docx_scalpel import DocxDiffReviewer, docx_diff_consolidate
    except ImportError:
        return []
    base, ours, theirs = versions()
    calls: dict[str, Callable[[], object]] = {
        "ours": lambda: merge_documents(base, ours, theirs, date=_NOW),
        "scalpel": lambda: docx_diff_consolidate(
            base, [DocxDiffReviewer(ours, "company"), DocxDiffReviewer(theirs, "profile")]
        ),
    }
    found = {name: Samples() for name in calls}
    for call in calls.values():
        call()
    for _ in range(rounds):
        for name, call in calls.items():
            start = time.perf_counter()
            call()
            found[name].add(0.0, time.perf_counter() - start)
    mine, other = found["ours"].elapsed, found["scalpel"].elapsed
    memory = size(peak_memory(calls["ours"]))
    detail = f"{duration(mine)} : {duration(other)} elapsed; {memory} of Python's memory"
    return [Row(SECTION, "merge : docx-scalpel consolidate", mine / other, detail)]
