"""Whatever people and the program do with a folder in whatever order, nothing edited is lost."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from generator import Outcome, OutputError, TemplateSet, generate
from generator.manifest import STATE_FOLDER, base_path
from tests.profiles import build_profile
from tests.wordfile import paragraph, word_file

KEYS = st.sampled_from(["policy", "handbook"])
NAMES = st.sampled_from(["甲", "乙", "丙/丁"])


class Folder(RuleBasedStateMachine):
    """One output folder, the company that edits in it, and the program that runs on it."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Path(tempfile.mkdtemp(prefix="policygen-test-"))
        self.folder = self.root / "out"
        texts = {
            "appendix2_policy.docx": "{{ company.name }}",
            "appendix4_handbook.docx": "{{ company.phone }}",
        }
        for name, text in texts.items():
            (self.root / name).write_bytes(word_file(paragraph(text)))
        self.templates = TemplateSet(self.root)
        self.company = {"name": "甲", "phone": "1"}
        self.edits: set[bytes] = set()
        self.count = 0

    def teardown(self) -> None:
        """Remove the folder."""
        shutil.rmtree(self.root, ignore_errors=True)

    def documents(self) -> dict[str, Path]:
        """Return the documents that are there, by key."""
        titles = {"policy": "基本方針", "handbook": "ハンドブック"}
        return {key: path for key, title in titles.items() for path in self.folder.glob(f"*{title}*.docx")}

    @rule(name=NAMES)
    def rename_the_company(self, name: str) -> None:
        """Change the name, which must not change the file names."""
        self.company["name"] = name

    @rule(phone=st.sampled_from(["1", "2"]))
    def change_the_phone(self, phone: str) -> None:
        """Change a value that one document shows."""
        self.company["phone"] = phone

    @rule(key=KEYS)
    def edit(self, key: str) -> None:
        """Save something of our own in a document."""
        path = self.documents().get(key)
        if path is not None:
            self.count += 1
            content = f"edit {self.count}".encode()
            self.edits.discard(path.read_bytes())
            path.write_bytes(content)
            self.edits.add(content)

    @rule(key=KEYS)
    def delete(self, key: str) -> None:
        """Delete a document."""
        path = self.documents().get(key)
        if path is not None:
            self.edits.discard(path.read_bytes())
            path.unlink()

    @precondition(lambda self: (self.folder / STATE_FOLDER).is_dir())
    @rule(key=KEYS)
    def lose_the_base(self, key: str) -> None:
        """Delete a base."""
        base_path(self.folder, key).unlink(missing_ok=True)

    @rule(force=st.booleans(), only=st.sampled_from([("policy", "handbook"), ("policy",), ("handbook",)]))
    def run(self, force: bool, only: tuple[str, ...]) -> None:
        """Run the program, with and without force, for all or one document."""
        before = {path: path.read_bytes() for path in self.documents().values()}
        profile = build_profile(company=dict(self.company))
        arguments = {"only": only, "templates": self.templates}
        try:
            report = generate(profile, self.folder, force=force, **arguments)  # type: ignore[arg-type]
        except OutputError:
            assert not force
            assert {path: path.read_bytes() for path in self.documents().values()} == before
            return
        again = generate(profile, self.folder, **arguments)  # type: ignore[arg-type]
        assert {document.outcome for document in again.documents} <= {Outcome.UNCHANGED, Outcome.KEPT}
        assert not (force and any(document.outcome is Outcome.KEPT for document in report.documents))

    @invariant()
    def nothing_edited_is_lost(self) -> None:
        """Hold every edit on the disk: in its file, or in the backup that --force made."""
        backups = (self.folder / STATE_FOLDER / "backup").glob("*")
        there = {path.read_bytes() for path in [*self.documents().values(), *backups]}
        assert self.edits <= there

    @invariant()
    def there_is_one_file_a_document_and_no_leftover(self) -> None:
        """Hold that no second copy and no temporary file appears."""
        assert len(list(self.folder.glob("*.docx"))) <= 2
        assert not list(self.folder.rglob("*.tmp"))


TestFolder = Folder.TestCase
TestFolder.settings = settings(max_examples=40, stateful_step_count=20, deadline=None)
