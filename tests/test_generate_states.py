"""Whatever people and the program do with a folder in whatever order, nothing edited is lost."""

from __future__ import annotations

import datetime
import shutil
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from generator import Outcome, OutputError, TemplateSet, generate
from generator.record.manifest import STATE_FOLDER, base_path
from tests.editing import insert_before_end, replace_text, texts
from tests.profiles import build_profile
from tests.wordfile import paragraph, word_file

KEYS = st.sampled_from(["policy", "handbook"])
NAMES = st.sampled_from(["甲", "乙", "丙/丁"])
QUIET = {Outcome.UNCHANGED, Outcome.KEPT, Outcome.CONFLICT, Outcome.REMOVED}


class Folder(RuleBasedStateMachine):
    """One output folder, the company that edits in it, and the program that runs on it."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Path(tempfile.mkdtemp(prefix="policygen-test-"))
        self.folder = self.root / "out"
        bodies = {
            "appendix2_policy.docx": "会社は、{{ company.name }}とする。",
            "appendix4_handbook.docx": "電話は、{{ company.phone }}にかける。",
        }
        for name, text in bodies.items():
            (self.root / name).write_bytes(word_file(paragraph(text) + paragraph("以上とする。")))
        self.templates = TemplateSet(self.root)
        self.company = {"name": "甲", "phone": "1"}
        self.edits: dict[str, set[str]] = {"policy": set(), "handbook": set()}
        self.saved: set[bytes] = set()
        self.count = 0

    def teardown(self) -> None:
        """Remove the folder."""
        shutil.rmtree(self.root, ignore_errors=True)

    def documents(self) -> dict[str, Path]:
        """Return the documents that are there, by key."""
        titles = {"policy": "基本方針", "handbook": "ハンドブック"}
        return {
            key: path for key, title in titles.items() for path in self.folder.glob(f"情報*{title}*.docx")
        }

    @rule(name=NAMES)
    def rename_the_company(self, name: str) -> None:
        """Change the name, which must not change the file names."""
        self.company["name"] = name

    @rule(phone=st.sampled_from(["1", "2", "3"]))
    def change_the_phone(self, phone: str) -> None:
        """Change a value that one document shows."""
        self.company["phone"] = phone

    @rule(key=KEYS)
    def add_a_sentence(self, key: str) -> None:
        """Write a paragraph of our own into a document."""
        path = self.documents().get(key)
        if path is not None:
            self.count += 1
            sentence = f"会社が{self.count}番目に足した文。"
            path.write_bytes(insert_before_end(path.read_bytes(), sentence))
            self.edits[key].add(sentence)

    @rule(key=KEYS)
    def change_the_value_in_word(self, key: str) -> None:
        """Change in Word the very value that comes from the profile, so that conflicts arise."""
        path = self.documents().get(key)
        if path is not None:
            words = ("とする", "と致す") if key == "policy" else ("にかける", "9に電話する")
            path.write_bytes(replace_text(path.read_bytes(), *words))

    @rule(key=KEYS)
    def delete(self, key: str) -> None:
        """Delete a document."""
        path = self.documents().get(key)
        if path is not None:
            path.unlink()
            self.edits[key].clear()

    @precondition(lambda self: (self.folder / STATE_FOLDER).is_dir())
    @rule(key=KEYS)
    def lose_the_base(self, key: str) -> None:
        """Delete a base."""
        base_path(self.folder, key).unlink(missing_ok=True)

    @rule(
        force=st.booleans(),
        restore=st.booleans(),
        track=st.sampled_from(["edited", "always", "never"]),
        only=st.sampled_from([("policy", "handbook"), ("policy",), ("handbook",)]),
    )
    def run(self, force: bool, restore: bool, track: str, only: tuple[str, ...]) -> None:
        """Run the program; running it again at once changes no file."""
        before = {path: path.read_bytes() for path in self.documents().values()}
        profile = build_profile(company=dict(self.company))
        arguments: dict[str, Any] = {
            "only": only,
            "templates": self.templates,
            "date": datetime.date(2026, 5, 1),
        }
        try:
            report = generate(
                profile,
                self.folder,
                force=force,
                restore=restore,
                track=track,
                **arguments,
            )
        except OutputError:
            assert not force
            assert {path: path.read_bytes() for path in self.documents().values()} == before
            return
        written = {path: path.read_bytes() for path in self.documents().values()}
        again = generate(profile, self.folder, **arguments)
        assert {document.outcome for document in again.documents} <= QUIET
        assert {path: path.read_bytes() for path in self.documents().values()} == written
        self.saved |= {data for path, data in before.items() if written.get(path) != data}
        if force:
            for key in only:
                self.edits[key].clear()
        assert not (force and any(document.outcome is Outcome.KEPT for document in report.documents))

    @invariant()
    def nothing_edited_is_lost(self) -> None:
        """Hold every sentence of ours in its file, and every replaced file in the backup."""
        for key, path in self.documents().items():
            assert self.edits[key] <= set(texts(path.read_bytes()))
        backups = {path.read_bytes() for path in (self.folder / STATE_FOLDER / "backup").glob("*")}
        assert self.saved <= backups

    @invariant()
    def there_is_one_file_a_document_and_no_leftover(self) -> None:
        """Hold that no second copy and no temporary file appears."""
        assert len(list(self.folder.glob("情報*.docx"))) <= 2
        assert not list(self.folder.rglob("*.tmp"))


TestFolder = Folder.TestCase
TestFolder.settings = settings(max_examples=40, stateful_step_count=20, deadline=None)
