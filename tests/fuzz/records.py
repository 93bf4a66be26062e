"""Records of earlier runs: manifest, journal, note of a batch, note of the lock."""

from __future__ import annotations

import datetime
import shutil
import tempfile
from pathlib import Path

from hypothesis import strategies as st

from generator import apply, build_request, plan
from generator.batch.seen import NOTE, Seen, recall, remember
from generator.files.lock import _holder
from generator.profile import CompanyProfile
from generator.record.manifest import STATE_FOLDER
from generator.record.state import load_state
from generator.run.outcome import Outcome
from generator.templating.set import TemplateSet
from tests.fuzz.mutation import STEPS, Step, mutated

_DAY = datetime.date(2026, 4, 1)
_INPUTS = "0" * 64
_EVERY = 40  # so many inputs are read before one is planned with, which renders a document
_LOCK = b'{"host": "pc-1", "process": 12, "since": "2026-04-01 10:00:00"}'


class _Made:
    """A company's folder as a run left it, made once and put back for every input."""

    def __init__(self) -> None:
        self.templates = TemplateSet()
        self.files: dict[str, bytes] = {}
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            for company in ("甲社", "乙社"):
                apply(plan(self.request(folder, company)))
            remember(folder, _INPUTS, [], Seen("r", "乙社", (("policy", Outcome.CREATED),), (), 0))
            self.files = {
                str(path.relative_to(folder)): path.read_bytes()
                for path in folder.rglob("*")
                if path.is_file()
            }
        self.records = {
            "manifest.json": self.files[f"{STATE_FOLDER}/manifest.json"],
            "journal.json": self.files[f"{STATE_FOLDER}/manifest.json"],
            NOTE: self.files[f"{STATE_FOLDER}/{NOTE}"],
            "lock": _LOCK,
        }

    def request(self, folder: Path, company: str):  # type: ignore[no-untyped-def]
        """Ask for the policy of a company."""
        facts = {"name": company, "representative": {"name": "代表 一"}}
        profile = CompanyProfile.model_validate({"company": facts, "documents": {"issued_on": "2026-04-01"}})
        return build_request(profile, folder, templates=self.templates, today=_DAY, only=["policy"])

    def restore(self, folder: Path) -> None:
        """Put the folder back as it was."""
        if folder.exists():
            shutil.rmtree(folder)
        for name, data in self.files.items():
            place = folder / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)


_MADE = _Made()
Given = tuple[str, list[Step], int]
inputs: st.SearchStrategy[Given] = st.tuples(
    st.sampled_from(["manifest.json", "journal.json", "manifest.json", "journal.json", NOTE, "lock"]),
    STEPS,
    st.integers(0, _EVERY - 1),
)


def run(given: Given, folder: Path) -> None:
    """Read what is left of a record, and now and then plan and write with it, twice: no run asks for another."""
    name, steps, turn = given
    home = folder / "out"
    if not home.exists() or turn == 0:
        _MADE.restore(home)
    own = home / STATE_FOLDER
    (own / "journal.json").unlink(missing_ok=True)
    for record in _MADE.records:
        if record != "journal.json":
            (own / record).write_bytes(_MADE.records[record] if record != "lock" else b"")
    (own / name).write_bytes(mutated(_MADE.records[name], steps))
    recall(home, _INPUTS)
    _holder(own / "lock").encode()
    load_state(home)
    if turn == 0:
        for company in ("丙社", "丁社"):
            apply(plan(_MADE.request(home, company)))
        _MADE.restore(home)
