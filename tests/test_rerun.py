"""Running again: one test for each row of the table of outcomes, on real files."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest
from docx_scalpel import docx_diff_accept_revisions, docx_diff_reject_revisions
from lxml import etree

from generator import DocumentReport, OutputError, apply, build_request, generate, plan
from generator.record.manifest import STATE_FOLDER, base_path, load_manifest, manifest_path, rendered_path
from generator.word.merge import same_content
from tests.editing import (
    W,
    delete_paragraph,
    insert_before_end,
    members,
    on_tree,
    re_saved,
    replace_text,
    texts,
)
from tests.wordfile import paragraph, word_file

POLICY = "情報セキュリティ基本方針_株式会社見本.docx"
DAY, LATER = datetime.date(2026, 4, 1), datetime.date(2026, 11, 22)
PROFILE = """\
company:
  name: 株式会社見本
  phone: 03-0000-0001
  representative: {name: 情報 太郎}
documents:
  issued_on: 2026-04-01
"""
BODY = (
    "{{ company.name }}の方針",
    "代表は、{{ company.representative.name }}とする。",
    "電話は、{{ company.phone }}にかける。",
)
COMMENTS = "word/comments.xml"


class Company:
    """One company with one document: its profile, its folder and the template."""

    def __init__(self, root: Path) -> None:
        self.profile, self.folder, self.templates = root / "acme.yaml", root / "out", root / "templates"
        self.file = self.folder / POLICY
        self.profile.write_text(PROFILE, encoding="utf-8")
        self.templates.mkdir()
        self.write_template(*BODY)

    def write_template(self, *lines: str) -> None:
        """Write the template."""
        body = "".join(map(paragraph, lines))
        (self.templates / "appendix2_policy.docx").write_bytes(word_file(body))

    def change(self, old: str, new: str) -> None:
        """Change the profile."""
        text = self.profile.read_text(encoding="utf-8")
        assert old in text
        self.profile.write_text(text.replace(old, new), encoding="utf-8")

    def run(self, date: datetime.date = LATER, **options: Any) -> DocumentReport:
        """Run the program and return what it says of the document."""
        report = generate(
            self.profile,
            self.folder,
            only=["policy"],
            templates=self.templates,
            date=date,
            **options,
        )
        self.exit_code, self.text = report.exit_code, report.text()
        return report.documents[0]

    def edit(self, old: str, new: str) -> bytes:
        """Change words in the document and return it."""
        self.file.write_bytes(replace_text(self.file.read_bytes(), old, new))
        return self.file.read_bytes()

    def lines(self) -> list[str]:
        """Return what the document says, with changes accepted."""
        return texts(self.file.read_bytes())

    def backups(self) -> list[bytes]:
        """Return the files in the backup folder."""
        return [path.read_bytes() for path in sorted((self.folder / STATE_FOLDER / "backup").glob("*"))]

    def stamps(self) -> dict[str, int]:
        """Return when each file was last written."""
        return {str(path): path.stat().st_mtime_ns for path in self.folder.rglob("*")}


@pytest.fixture
def company(tmp_path: Path) -> Company:
    return Company(tmp_path)


@pytest.fixture
def made(company: Company) -> Company:
    """A company whose first run is done."""
    assert company.run(DAY).outcome == "created"
    return company


def test_no_record_and_no_file_is_created(company: Company) -> None:
    """The first run."""
    assert company.run(DAY).outcome == "created"
    assert company.lines()[1] == "代表は、情報 太郎とする。"
    assert company.exit_code == 0


def test_no_record_but_a_file_is_an_error_and_the_file_stays(company: Company) -> None:
    """A document from elsewhere is not touched; the error names the ways out."""
    company.folder.mkdir()
    company.file.write_bytes(word_file(paragraph("前からある方針。")))
    before = company.stamps()
    with pytest.raises(OutputError, match="--adopt"):
        company.run()
    assert company.stamps() == before


def test_adopt_takes_a_file_as_ours(company: Company) -> None:
    """--adopt leaves the file as it is; later changes of the profile are merged into it."""
    company.folder.mkdir()
    company.file.write_bytes(
        word_file("".join(map(paragraph, ("代表は、情報 太郎とする。", "当社だけの文。"))))
    )
    before = company.file.read_bytes()
    assert company.run(adopt=True).outcome == "kept"
    assert company.file.read_bytes() == before
    company.change("情報 太郎", "安全 花子")
    assert company.run().outcome == "merged"
    assert company.lines()[:2] == ["代表は、安全 花子とする。", "当社だけの文。"]


def test_adopt_with_its_base_brings_the_changes_at_once(made: Company) -> None:
    """The records are lost; the old documents, made again elsewhere, serve as base."""
    made.edit("にかける", "に必ずかける")
    (made.folder / STATE_FOLDER).rename(made.folder.parent / "lost")
    base = made.folder.parent / "old"
    generate(made.profile, base, only=["policy"], templates=made.templates, date=DAY)
    made.change("情報 太郎", "安全 花子")
    assert made.run(adopt=True, adopted_base=base).outcome == "merged"
    assert made.lines()[1:] == ["代表は、安全 花子とする。", "電話は、03-0000-0001に必ずかける。"]


def test_nothing_changed_is_unchanged(made: Company) -> None:
    """Nothing is written, not even a date."""
    before = made.stamps()
    assert made.run(LATER).outcome == "unchanged"
    assert made.stamps() == before


def test_only_the_profile_changed_is_updated(made: Company) -> None:
    """An unedited file is replaced cleanly, without tracked changes; the earlier one is in the backup."""
    before = made.file.read_bytes()
    made.change("情報 太郎", "安全 花子")
    assert made.run().outcome == "updated"
    assert made.lines()[1] == "代表は、安全 花子とする。"
    assert b"<w:ins " not in members(made.file.read_bytes())["word/document.xml"]
    assert made.backups() == [before]


def test_a_file_that_was_only_saved_again_is_updated_without_more_ado(made: Company) -> None:
    """Nobody edited it, so nothing is said of tracked changes that were not made."""
    made.file.write_bytes(re_saved(made.file.read_bytes()))
    made.change("情報 太郎", "安全 花子")
    assert made.run().outcome == "updated"
    assert "変更履歴" not in made.text


def test_only_the_file_changed_is_kept(made: Company) -> None:
    """An edit alone writes nothing."""
    ours = made.edit("にかける", "に必ずかける")
    before = made.stamps()
    assert made.run().outcome == "kept"
    assert made.file.read_bytes() == ours
    assert made.stamps() == before


def test_different_blocks_are_merged(made: Company) -> None:
    """Ours with their changes tracked; rejecting all gives ours back; the earlier file is in the backup."""
    ours = made.edit("にかける", "に必ずかける")
    made.change("情報 太郎", "安全 花子")
    document = made.run(author="総務部")
    assert (document.outcome, document.is_tracked, document.changes) == ("merged", True, 1)
    assert made.lines()[1:] == ["代表は、安全 花子とする。", "電話は、03-0000-0001に必ずかける。"]
    merged = made.file.read_bytes()
    assert 'w:author="総務部" w:date="2026-11-22T00:00:00Z"' in members(merged)["word/document.xml"].decode()
    assert same_content(docx_diff_reject_revisions(merged), ours)
    assert made.backups() == [ours]
    before = made.stamps()
    assert made.run().outcome == "kept"
    assert made.stamps() == before


def test_different_words_of_one_block_are_merged(made: Company) -> None:
    """Both changes stand in one paragraph."""
    ours = made.edit("にかける", "に必ずかける")
    made.change("03-0000-0001", "03-0000-0009")
    assert made.run().outcome == "merged"
    merged = made.file.read_bytes()
    assert texts(docx_diff_accept_revisions(merged))[2] == "電話は、03-0000-0009に必ずかける。"
    assert same_content(docx_diff_reject_revisions(merged), ours)


def test_the_same_words_are_a_conflict(made: Company) -> None:
    """Ours stays, a comment carries the new text, the exit code is 3 and the base of the block does not move."""
    made.edit("03-0000-0001", "内線1")
    made.change("03-0000-0001", "03-0000-0009")
    assert made.run().outcome == "conflict"
    assert made.exit_code == 3
    assert "コメント" in made.text
    assert made.lines()[2] == "電話は、内線1にかける。"
    assert "電話は、03-0000-0009にかける。" in texts(made.file.read_bytes(), COMMENTS)
    assert "電話は、03-0000-0001にかける。" in texts(base_path(made.folder, "policy").read_bytes())


def conflicting(made: Company) -> bytes:
    made.edit("03-0000-0001", "内線1")
    made.change("03-0000-0001", "03-0000-0009")
    assert made.run().outcome == "conflict"
    return made.file.read_bytes()


def without_comments(data: bytes) -> bytes:
    """Delete the comments as Word does: the comment and its three marks."""
    names = ("commentRangeStart", "commentRangeEnd", "commentReference")

    def change(root: etree._Element) -> None:
        for node in list(root.iter(*(W + name for name in names))):
            parent = node.getparent()
            assert parent is not None
            parent.remove(node)

    def empty(root: etree._Element) -> None:
        del root[:]

    return on_tree(on_tree(data, change), empty, COMMENTS)


def test_an_open_conflict_is_reported_again_and_nothing_is_written(made: Company) -> None:
    """Until it is decided the exit code stays 3, without a second comment."""
    ours = conflicting(made)
    before = made.stamps()
    assert made.run().outcome == "conflict"
    assert made.exit_code == 3
    assert (made.file.read_bytes(), made.stamps()) == (ours, before)


def test_a_conflict_is_decided_by_deleting_the_comment(made: Company) -> None:
    """The company keeps its words: later runs do not ask again, and later changes elsewhere come in."""
    made.file.write_bytes(without_comments(conflicting(made)))
    assert made.run().outcome == "kept"
    assert made.exit_code == 0
    assert not rendered_path(made.folder, "policy").exists()
    made.change("情報 太郎", "安全 花子")
    assert made.run().outcome == "merged"
    assert made.lines()[1:3] == ["代表は、安全 花子とする。", "電話は、内線1にかける。"]


def test_a_conflict_is_decided_by_taking_the_new_text(made: Company) -> None:
    """The company takes the new words; the comment may stay."""
    conflicting(made)
    made.edit("内線1", "03-0000-0009")
    assert made.run().outcome == "kept"
    assert made.exit_code == 0


def test_a_decided_conflict_comes_back_when_the_profile_changes_there_again(made: Company) -> None:
    """A new value in the same words is a new question."""
    made.file.write_bytes(without_comments(conflicting(made)))
    made.change("03-0000-0009", "03-0000-0010")
    assert made.run().outcome == "conflict"
    assert "電話は、03-0000-0010にかける。" in texts(made.file.read_bytes(), COMMENTS)


def test_an_open_conflict_follows_the_profile(made: Company) -> None:
    """The profile changes again before the company has decided: the comment carries the latest text, once."""
    conflicting(made)
    made.change("03-0000-0009", "03-0000-0010")
    assert made.run().outcome == "conflict"
    comments = "".join(texts(made.file.read_bytes(), COMMENTS))
    assert "03-0000-0010" in comments
    assert "03-0000-0009" not in comments
    assert members(made.file.read_bytes())[COMMENTS].count(b"<w:comment ") == 1


def test_a_deleted_file_stays_deleted_until_restored(made: Company) -> None:
    """The run says so and exits with 0; --restore brings the document back."""
    made.file.unlink()
    made.change("情報 太郎", "安全 花子")
    before = made.stamps()
    assert made.run().outcome == "removed"
    assert made.exit_code == 0
    assert "--restore" in made.text
    assert not made.file.exists()
    assert {name: stamp for name, stamp in made.stamps().items() if name.endswith("docx")} == {
        name: stamp for name, stamp in before.items() if name.endswith("docx")
    }
    assert made.run(restore=True).outcome == "created"
    assert made.lines()[1] == "代表は、安全 花子とする。"


def test_a_document_that_is_no_longer_made_stays(made: Company) -> None:
    """A record of a document that this version does not know: its file stays and is reported."""
    text = manifest_path(made.folder).read_text(encoding="utf-8")
    manifest_path(made.folder).write_text(text.replace('"policy"', '"charter"'), encoding="utf-8")
    old = made.folder / "古い文書.docx"
    made.file.rename(old)
    text = manifest_path(made.folder).read_text(encoding="utf-8")
    manifest_path(made.folder).write_text(text.replace(POLICY, old.name), encoding="utf-8")
    before = old.read_bytes()
    report = generate(made.profile, made.folder, only=["policy"], templates=made.templates, date=DAY)
    assert [document.outcome.value for document in report.documents] == ["created", "orphaned"]
    assert old.read_bytes() == before
    assert "残しました" in report.text()


def test_saving_again_is_no_edit(made: Company) -> None:
    """A file that Word merely saved is unchanged and is not written; later it is updated without tracked changes."""
    made.file.write_bytes(re_saved(made.file.read_bytes()))
    before = made.stamps()
    assert made.run().outcome == "unchanged"
    assert made.stamps() == before
    made.change("情報 太郎", "安全 花子")
    assert made.run().outcome == "updated"
    assert made.lines()[1] == "代表は、安全 花子とする。"
    assert b"<w:ins " not in members(made.file.read_bytes())["word/document.xml"]


@pytest.mark.parametrize(("track", "tracked"), [("always", True), ("never", False)])
def test_track_says_which_files_get_tracked_changes(made: Company, track: str, tracked: bool) -> None:
    """always: unedited files too; never: edited files neither."""
    if track == "never":
        made.edit("にかける", "に必ずかける")
    made.change("情報 太郎", "安全 花子")
    made.run(track=track)
    assert made.lines()[1] == "代表は、安全 花子とする。"
    assert (b"<w:ins " in members(made.file.read_bytes())["word/document.xml"]) is tracked


def test_a_lost_base_of_an_edited_file_is_said(made: Company) -> None:
    """Without the base the edits cannot be told from ours: nothing is written, --adopt takes the file as it is."""
    ours = made.edit("にかける", "に必ずかける")
    base_path(made.folder, "policy").write_bytes(b"damaged")
    made.change("情報 太郎", "安全 花子")
    before = made.stamps()
    with pytest.raises(OutputError, match="前回の控え"):
        made.run()
    assert made.stamps() == before
    assert made.run(adopt=True).outcome == "kept"
    assert made.file.read_bytes() == ours


def test_a_new_template_reaches_edited_documents(made: Company) -> None:
    """Upgrading the templates is the same operation: new wording arrives as a proposal."""
    made.edit("にかける", "に必ずかける")
    made.write_template(BODY[0], BODY[1].replace("とする", "と定める"), BODY[2], "新しい文を足す。")
    assert made.run().outcome == "merged"
    assert made.lines()[1:] == [
        "代表は、情報 太郎と定める。",
        "電話は、03-0000-0001に必ずかける。",
        "新しい文を足す。",
    ]


def test_the_deleted_paragraph_and_the_added_one_stay(made: Company) -> None:
    """What the company deleted does not come back, and what it added does not go."""
    data = delete_paragraph(made.file.read_bytes(), "電話は")
    made.file.write_bytes(insert_before_end(data, "当社だけの文。"))
    made.change("03-0000-0001", "03-0000-0009")
    made.change("情報 太郎", "安全 花子")
    assert made.run().outcome == "merged"
    assert made.lines() == ["株式会社見本の方針", "代表は、安全 花子とする。", "当社だけの文。"]


def test_the_manifest_remembers_open_conflicts(made: Company) -> None:
    """They are in the record until they are decided."""
    data = conflicting(made)
    manifest = load_manifest(made.folder)
    assert manifest is not None
    assert len(manifest.documents["policy"].conflicts) == 1
    made.file.write_bytes(without_comments(data))
    made.run()
    manifest = load_manifest(made.folder)
    assert manifest is not None
    assert manifest.documents["policy"].conflicts == ()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (OLE, "パスワードで保護された文書か古い"),
        (b"not a Word file", "Word文書"),
        (b"", "Word文書"),
        (word_file("")[:900], "Word文書"),
    ],
)
def test_a_file_that_cannot_be_merged_is_explained(made: Company, content: bytes, words: str) -> None:
    """Password-protected, no Word file, empty or cut off: said, everything untouched; --force replaces it."""
    made.file.write_bytes(content)
    made.change("情報 太郎", "安全 花子")
    before = made.stamps()
    with pytest.raises(OutputError, match=words):
        made.run()
    assert made.stamps() == before
    assert made.run(force=True).outcome == "updated"
    assert content in made.backups()


def test_an_edited_file_open_in_word_stops_the_run(made: Company) -> None:
    """With Word's lock file beside it nothing is merged and nothing written."""
    made.edit("にかける", "に必ずかける")
    lock = made.folder / f"~${made.file.name[2:]}"
    lock.touch()
    made.change("情報 太郎", "安全 花子")
    before = made.stamps()
    with pytest.raises(OutputError, match="閉じて"):
        made.run()
    assert made.stamps() == before
    lock.unlink()
    assert made.run().outcome == "merged"


def test_a_file_saved_while_we_merged_is_not_replaced(made: Company) -> None:
    """Somebody saves between planning and writing: the run stops, the newer file stays."""
    made.edit("にかける", "に必ずかける")
    made.change("情報 太郎", "安全 花子")
    planned = plan(build_request(made.profile, made.folder, only=["policy"], templates=made.templates))
    newer = made.edit("必ず", "すぐに")
    with pytest.raises(OutputError, match="作成している間に"):
        apply(planned)
    assert made.file.read_bytes() == newer


def test_every_file_that_is_replaced_is_kept_once(made: Company) -> None:
    """Each run that writes leaves the earlier file in the backup folder; the same content only once."""
    replaced = []
    for old, new in (("情報 太郎", "安全 花子"), ("安全 花子", "情報 太郎"), ("情報 太郎", "安全 花子")):
        replaced.append(made.file.read_bytes())
        made.change(old, new)
        assert made.run().outcome == "updated"
    assert sorted(made.backups()) == sorted(set(replaced))


def test_comments_of_the_company_survive_an_update(made: Company) -> None:
    """A comment is an edit: the file is merged, not replaced."""
    data = made.file.read_bytes()
    made.edit("03-0000-0001", "内線1")
    made.change("03-0000-0001", "03-0000-0009")
    made.run()
    commented = replace_text(made.file.read_bytes(), "内線1", "03-0000-0009")
    commented = replace_text(commented, "新しい版では、", "確かめること。", COMMENTS)
    made.file.write_bytes(commented)
    made.change("情報 太郎", "安全 花子")
    assert made.run().outcome == "merged"
    assert any("確かめること。" in text for text in texts(made.file.read_bytes(), COMMENTS))
    assert data in made.backups() or made.backups()
