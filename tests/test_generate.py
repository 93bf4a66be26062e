"""A profile becomes documents in a folder; what somebody edited is never lost, whatever happens on the way."""

from __future__ import annotations

import datetime
import io
import json
import os
import shutil
import signal
import subprocess
import sys
import textwrap
import zipfile
from pathlib import Path

import pytest
import yaml

from generator import (
    GeneratorError,
    Outcome,
    OutputError,
    ProfileError,
    Report,
    TemplateError,
    TemplateSet,
    generate,
)
from generator.record.manifest import STATE_FOLDER, base_path, journal_path, load_manifest, manifest_path
from generator.run.apply import apply
from generator.run.generate import build_request
from generator.run.plan import plan
from tests.editing import insert_before_end, texts
from tests.processes import GIVE_UP_RIGHTS, environment, hand_over
from tests.profiles import build_profile, everything_stated
from tests.test_template import png
from tests.wordfile import paragraph, word_file

ROOT = Path(__file__).parent.parent
POLICY = "情報セキュリティ基本方針_株式会社見本.docx"
HANDBOOK = "情報セキュリティハンドブック_株式会社見本.docx"
ONLY = ("policy", "handbook")
DAY = datetime.date(2026, 4, 1)
PROFILE = """\
company:
  name: 株式会社見本
  representative:
    name: 情報 太郎
documents:
  issued_on: 2026-04-01
"""


@pytest.fixture
def templates(tmp_path: Path) -> Path:
    """A folder with two small templates."""
    folder = tmp_path / "templates"
    folder.mkdir()
    policy = paragraph("{{ company.name }}") + paragraph("電話 {{ company.phone }}")
    (folder / "appendix2_policy.docx").write_bytes(word_file(policy))
    (folder / "appendix4_handbook.docx").write_bytes(
        word_file(paragraph("代表 {{ company.representative.name }}"))
    )
    return folder


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    file = tmp_path / "acme.yaml"
    file.write_text(PROFILE, encoding="utf-8")
    return file


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "out"


def files_in(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def stamps(folder: Path) -> dict[str, int]:
    return {str(path.relative_to(folder)): path.stat().st_mtime_ns for path in folder.rglob("*")}


def outcomes(report: Report) -> list[str]:
    return [document.outcome.value for document in report.documents]


def text_of(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read("word/document.xml").decode("utf-8")


def change(profile: Path, **replacements: str) -> None:
    text = profile.read_text(encoding="utf-8")
    for old, new in replacements.items():
        assert old in text
        text = text.replace(old, new)
    profile.write_text(text, encoding="utf-8")


def test_documents_base_and_manifest_are_written(profile: Path, folder: Path, templates: Path) -> None:
    """The first run makes the documents, a copy of each as base, and the record."""
    report = generate(profile, folder, only=ONLY, templates=templates, date=DAY)
    assert outcomes(report) == ["created", "created"]
    assert [document.path for document in report.documents] == [folder / POLICY, folder / HANDBOOK]
    written = files_in(folder)
    assert set(written) == {
        POLICY,
        HANDBOOK,
        f"{STATE_FOLDER}/lock",
        f"{STATE_FOLDER}/manifest.json",
        f"{STATE_FOLDER}/base/policy.docx",
        f"{STATE_FOLDER}/base/handbook.docx",
    }
    assert written[POLICY] == written[f"{STATE_FOLDER}/base/policy.docx"]
    assert "株式会社見本" in text_of(written[POLICY])
    manifest = load_manifest(folder)
    assert manifest is not None
    assert manifest.profile["company"]["name"] == "株式会社見本"
    assert set(manifest.documents) == set(ONLY)


def test_the_second_run_touches_nothing(profile: Path, folder: Path, templates: Path) -> None:
    """Nothing changed means that no file is written, not even on another day."""
    generate(profile, folder, only=ONLY, templates=templates, date=DAY)
    before = stamps(folder)
    report = generate(profile, folder, only=ONLY, templates=templates)
    assert outcomes(report) == ["unchanged", "unchanged"]
    assert stamps(folder) == before


def test_only_the_document_that_changed_is_written(profile: Path, folder: Path, templates: Path) -> None:
    """A changed value updates the documents that show it and leaves the others alone."""
    generate(profile, folder, only=ONLY, templates=templates, date=DAY)
    before = stamps(folder)
    change(profile, 太郎="次郎")
    report = generate(profile, folder, only=ONLY, templates=templates)
    assert outcomes(report) == ["unchanged", "updated"]
    assert stamps(folder)[POLICY] == before[POLICY]
    assert "次郎" in text_of((folder / HANDBOOK).read_bytes())
    assert base_path(folder, "handbook").read_bytes() == (folder / HANDBOOK).read_bytes()


def test_same_profile_template_and_date_give_the_same_bytes(
    profile: Path, tmp_path: Path, templates: Path
) -> None:
    """Two runs in two folders write the same files, records included."""
    for name in ("a", "b"):
        generate(profile, tmp_path / name, only=ONLY, templates=templates, date=DAY)
    assert files_in(tmp_path / "a") == files_in(tmp_path / "b")


def test_an_edited_document_that_cannot_be_read_stops_the_run(
    profile: Path, folder: Path, templates: Path
) -> None:
    """The profile changed and a document is no Word file any more: nothing is written, the error says what to do."""
    generate(profile, folder, only=ONLY, templates=templates, date=DAY)
    (folder / HANDBOOK).write_bytes(b"edited by HR")
    change(profile, 株式会社見本="株式会社新見本", 太郎="次郎")
    before = stamps(folder)
    with pytest.raises(OutputError, match="Word文書") as caught:
        generate(profile, folder, only=ONLY, templates=templates)
    assert HANDBOOK in str(caught.value)
    assert "--force" in str(caught.value)
    assert stamps(folder) == before


def test_edits_stay_when_the_profile_did_not_change(profile: Path, folder: Path, templates: Path) -> None:
    """An edited document whose text would be the same as last time is simply kept."""
    generate(profile, folder, only=ONLY, templates=templates, date=DAY)
    (folder / HANDBOOK).write_bytes(b"edited by HR")
    before = stamps(folder)
    report = generate(profile, folder, only=ONLY, templates=templates)
    assert outcomes(report) == ["unchanged", "kept"]
    assert stamps(folder) == before


def test_force_replaces_an_edited_document_and_keeps_a_copy(
    profile: Path, folder: Path, templates: Path
) -> None:
    """What --force replaces is kept in the backup folder."""
    generate(profile, folder, only=ONLY, templates=templates, date=DAY)
    (folder / HANDBOOK).write_bytes(b"edited by HR")
    report = generate(profile, folder, only=ONLY, templates=templates, force=True)
    assert outcomes(report) == ["unchanged", "updated"]
    assert [path.read_bytes() for path in (folder / STATE_FOLDER / "backup").iterdir()] == [b"edited by HR"]
    assert outcomes(generate(profile, folder, only=ONLY, templates=templates)) == ["unchanged", "unchanged"]


def test_a_file_we_did_not_write_is_never_replaced(profile: Path, folder: Path, templates: Path) -> None:
    """A document of that name from elsewhere stops the first run before anything is written."""
    folder.mkdir()
    (folder / POLICY).write_bytes(b"somebody's own policy")
    with pytest.raises(OutputError, match="記録のない文書"):
        generate(profile, folder, only=ONLY, templates=templates)
    assert files_in(folder) == {POLICY: b"somebody's own policy"}


def test_a_new_company_name_keeps_the_file_names(profile: Path, folder: Path, templates: Path) -> None:
    """The company is renamed: the documents change, their files keep their names, and there is no second copy."""
    generate(profile, folder, only=ONLY, templates=templates, date=DAY)
    change(profile, 株式会社見本="株式会社新しい見本")
    assert outcomes(generate(profile, folder, only=ONLY, templates=templates)) == ["updated", "unchanged"]
    assert sorted(path.name for path in folder.glob("情報*.docx")) == sorted([POLICY, HANDBOOK])


def test_only_leaves_the_other_documents_alone(profile: Path, folder: Path, templates: Path) -> None:
    """--only makes one document; the records of the others stay."""
    generate(profile, folder, only=ONLY, templates=templates, date=DAY)
    change(profile, 太郎="次郎", 見本="手本")
    assert outcomes(generate(profile, folder, only=["handbook"], templates=templates)) == ["updated"]
    manifest = load_manifest(folder)
    assert manifest is not None
    assert set(manifest.documents) == set(ONLY)
    assert "株式会社見本" in text_of((folder / POLICY).read_bytes())


def test_a_dry_run_writes_nothing(profile: Path, folder: Path, templates: Path) -> None:
    """--dry-run says what would happen and makes not even the folder."""
    report = generate(profile, folder, only=ONLY, templates=templates, dry_run=True)
    assert outcomes(report) == ["created", "created"]
    assert "何も書いていません" in report.text()
    assert not folder.exists()


def test_missing_values_are_listed_and_strict_refuses(profile: Path, folder: Path, templates: Path) -> None:
    """The report names each missing value with its field; strict writes nothing while one is left."""
    with pytest.raises(ProfileError, match=r"company\.phone: 「代表電話番号」"):
        generate(profile, folder, only=ONLY, templates=templates, strict=True)
    assert not folder.exists()
    report = generate(profile, folder, only=ONLY, templates=templates)
    assert [(item.field, titles) for item, titles in report.unfilled.items()] == [
        ("company.phone", ("情報セキュリティ基本方針",))
    ]
    assert "company.phone" in report.text()
    change(profile, **{"  name: 株式会社見本": "  name: 株式会社見本\n  phone: 03-0000-0000"})
    with pytest.raises(ProfileError, match=r"options\.cloud: 「クラウドサービス」がまだ確かめられていません"):
        generate(profile, folder, only=ONLY, templates=templates, strict=True)
    stated = everything_stated()
    company = "".join(f"  {name}: {json.dumps(value)}\n" for name, value in stated.pop("company").items())
    change(profile, **{"  phone: 03-0000-0000\n": f"  phone: 03-0000-0000\n{company}"})
    profile.write_text(profile.read_text(encoding="utf-8") + yaml.safe_dump(stated), encoding="utf-8")
    assert generate(profile, folder, only=ONLY, templates=templates, strict=True).unfilled == {}


def test_problems_of_all_templates_are_told_before_anything_is_written(
    profile: Path, folder: Path, templates: Path
) -> None:
    """Unknown names and broken tags of several templates come in one error, each with its file."""
    (templates / "appendix2_policy.docx").write_bytes(word_file(paragraph("{{ company.nmae }}")))
    (templates / "appendix4_handbook.docx").write_bytes(word_file(paragraph("{% if %}")))
    with pytest.raises(TemplateError) as caught:
        generate(profile, folder, only=ONLY, templates=templates)
    assert "appendix2_policy.docx" in str(caught.value)
    assert "appendix4_handbook.docx" in str(caught.value)
    assert not folder.exists()


def test_a_folder_without_templates_is_refused(tmp_path: Path, profile: Path) -> None:
    """A misspelt --templates does not quietly use the shipped ones."""
    with pytest.raises(TemplateError, match="nothing: フォルダーがありません"):
        generate(profile, tmp_path / "out", templates=tmp_path / "nothing")


def test_compiled_templates_serve_many_companies(tmp_path: Path, templates: Path) -> None:
    """One TemplateSet gives each company its own documents in its own folder."""
    compiled = TemplateSet(templates)
    for name in ("甲社", "乙社"):
        generate(build_profile(company={"name": name}), tmp_path / name, only=ONLY, templates=compiled)
    assert "甲社" in text_of((tmp_path / "甲社" / "情報セキュリティ基本方針_甲社.docx").read_bytes())
    assert "乙社" in text_of((tmp_path / "乙社" / "情報セキュリティ基本方針_乙社.docx").read_bytes())


def test_the_default_folder_is_named_after_the_profile(
    profile: Path, templates: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a folder the documents go to output/<name of the profile>."""
    monkeypatch.chdir(tmp_path)
    report = generate("acme.yaml", only=["policy"], templates=templates)
    assert report.folder == Path("output/acme")
    assert (tmp_path / "output" / "acme" / POLICY).is_file()


def test_wrong_arguments_are_value_errors(tmp_path: Path) -> None:
    """A caller's mistake is no user's problem."""
    with pytest.raises(ValueError, match="unknown documents"):
        generate(build_profile(), tmp_path, only=["manual"])
    with pytest.raises(ValueError, match="needs a folder"):
        generate(build_profile())


def test_a_missing_logo_is_a_problem_of_the_profile(profile: Path, folder: Path, templates: Path) -> None:
    """The logo is looked for beside the profile."""
    change(profile, **{"issued_on: 2026-04-01": "issued_on: 2026-04-01\n  logo: logo.png"})
    with pytest.raises(ProfileError, match=r"documents\.logo"):
        generate(profile, folder, only=ONLY, templates=templates)
    (profile.parent / "logo.png").write_bytes(png(8, 8))
    assert build_request(profile, folder, templates=templates).images["logo"].startswith(b"\x89PNG")


def test_a_document_open_in_word_stops_the_run(profile: Path, folder: Path, templates: Path) -> None:
    """With Word's lock file beside a document that would change, nothing is written."""
    generate(profile, folder, only=ONLY, templates=templates, date=DAY)
    (folder / f"~${HANDBOOK[2:]}").touch()
    before = stamps(folder)
    assert outcomes(generate(profile, folder, only=ONLY, templates=templates)) == ["unchanged", "unchanged"]
    change(profile, 太郎="次郎", 見本="手本")
    with pytest.raises(OutputError, match="閉じて"):
        generate(profile, folder, only=ONLY, templates=templates)
    assert stamps(folder) == before


def test_a_document_changed_while_we_ran_is_not_replaced(
    profile: Path, folder: Path, templates: Path
) -> None:
    """Somebody saves between planning and writing: the run stops and their file stays."""
    generate(profile, folder, only=ONLY, templates=templates, date=DAY)
    change(profile, 太郎="次郎", 見本="手本")
    planned = plan(build_request(profile, folder, only=ONLY, templates=templates))
    (folder / HANDBOOK).write_bytes(b"just saved")
    policy = (folder / POLICY).read_bytes()
    with pytest.raises(OutputError, match="作成している間に"):
        apply(planned)
    assert (folder / HANDBOOK).read_bytes() == b"just saved"
    assert (folder / POLICY).read_bytes() == policy
    assert not list(folder.rglob("*.tmp"))


@pytest.mark.parametrize("damage", [b"", b"{}", b'{"format": 99}', b"\xff\xfe"])
def test_a_bad_record_stops_the_run(profile: Path, folder: Path, templates: Path, damage: bytes) -> None:
    """A damaged or newer manifest is said to be one; nothing is guessed and nothing written."""
    generate(profile, folder, only=ONLY, templates=templates, date=DAY)
    manifest_path(folder).write_bytes(damage)
    before = stamps(folder)
    with pytest.raises(GeneratorError, match=r"manifest\.json"):
        generate(profile, folder, only=ONLY, templates=templates)
    assert stamps(folder) == before


def test_a_lost_base_is_written_again(profile: Path, folder: Path, templates: Path) -> None:
    """When the base is gone but the document is ours, the next run puts it back."""
    generate(profile, folder, only=ONLY, templates=templates, date=DAY)
    base_path(folder, "policy").unlink()
    generate(profile, folder, only=ONLY, templates=templates)
    assert base_path(folder, "policy").read_bytes() == (folder / POLICY).read_bytes()


WORKER = """
import datetime, os, signal, sys
sys.path.insert(0, sys.argv[1])
import generator.files.atomic as storage
step, count = int(sys.argv[5]), 0
replace = os.replace
def counted(*arguments):
    global count
    if count == step:
        os.kill(os.getpid(), signal.SIGKILL)
    count += 1
    replace(*arguments)
os.replace = counted
from generator import generate
generate(sys.argv[2], sys.argv[3], only=("policy", "handbook"), templates=sys.argv[4], date=datetime.date(2026, 5, 1))
"""


def killed_at(step: int, profile: Path, folder: Path, templates: Path) -> bool:
    command = [sys.executable, "-c", WORKER, str(ROOT), str(profile), str(folder), str(templates), str(step)]
    result = subprocess.run(command, capture_output=True, check=False)
    assert result.returncode in (0, -signal.SIGKILL), result.stderr.decode()
    return result.returncode != 0


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL")
@pytest.mark.parametrize("first", [True, False])
def test_killed_at_any_step_the_next_run_repairs_it(
    tmp_path: Path, profile: Path, templates: Path, first: bool
) -> None:
    """The process is killed before each rename in turn; whatever the profile says then, the next run goes through."""
    original = profile.read_text(encoding="utf-8")
    for step in range(20):
        folder = tmp_path / f"out{step}"
        profile.write_text(original, encoding="utf-8")
        if not first:
            generate(profile, folder, only=ONLY, templates=templates, date=DAY)
            change(profile, 太郎="次郎", 見本="手本")
        was_killed = killed_at(step, profile, folder, templates)
        for file in folder.glob("情報*.docx"):
            assert zipfile.is_zipfile(file)
        change(profile, 郎="子")
        report = generate(profile, folder, only=ONLY, templates=templates)
        assert len(list(folder.glob("情報*.docx"))) == 2
        assert "子" in text_of(report.documents[1].path.read_bytes())
        assert base_path(folder, "handbook").read_bytes() == report.documents[1].path.read_bytes()
        assert not journal_path(folder).exists()
        assert outcomes(generate(profile, folder, only=ONLY, templates=templates)) == [
            "unchanged",
            "unchanged",
        ]
        if not was_killed:
            assert step >= 5
            return
    pytest.fail("there are more steps than were tried")


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL")
def test_a_run_for_one_document_keeps_the_note_about_another(
    tmp_path: Path, profile: Path, templates: Path
) -> None:
    """Killed after both documents were written, then run for the policy alone: the handbook is still known."""
    first = tmp_path / "first"
    generate(profile, first, only=ONLY, templates=templates, date=DAY)
    change(profile, 太郎="次郎", 見本="手本")
    for step in range(20):
        folder = tmp_path / f"out{step}"
        shutil.copytree(first, folder)
        assert killed_at(step, profile, folder, templates)
        if "次郎" in text_of((folder / HANDBOOK).read_bytes()):
            break
    generate(profile, folder, only=["policy"], templates=templates)
    assert not journal_path(folder).exists()
    change(profile, 次郎="三郎")
    assert outcomes(generate(profile, folder, only=ONLY, templates=templates)) == ["unchanged", "updated"]
    assert not journal_path(folder).exists()


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL")
def test_killed_while_merging_the_next_run_repairs_it(tmp_path: Path, profile: Path, templates: Path) -> None:
    """Killed before each rename of a run that merges: no edit is lost, and no change of ours turns into a conflict."""
    original = profile.read_text(encoding="utf-8")
    for step in range(20):
        folder = tmp_path / f"out{step}"
        profile.write_text(original, encoding="utf-8")
        generate(profile, folder, only=ONLY, templates=templates, date=DAY)
        for name in (POLICY, HANDBOOK):
            (folder / name).write_bytes(insert_before_end((folder / name).read_bytes(), "当社が足した文。"))
        change(profile, 太郎="次郎", 見本="手本")
        was_killed = killed_at(step, profile, folder, templates)
        change(profile, 次郎="三郎")
        report = generate(profile, folder, only=ONLY, templates=templates)
        assert set(outcomes(report)) <= {"merged", "kept"}
        for name, words in ((POLICY, "株式会社手本"), (HANDBOOK, "代表 情報 三郎")):
            assert texts((folder / name).read_bytes())[0] == words
            assert "当社が足した文。" in texts((folder / name).read_bytes())
        assert not journal_path(folder).exists()
        assert outcomes(generate(profile, folder, only=ONLY, templates=templates)) == ["kept", "kept"]
        if not was_killed:
            assert step >= 7
            return
    pytest.fail("there are more steps than were tried")


@pytest.mark.skipif(os.name == "nt", reason="POSIX limits")
def test_a_full_disk_leaves_everything_as_it_was(
    tmp_path: Path, profile: Path, folder: Path, templates: Path
) -> None:
    """When one file does not fit, no document, base or record changes."""
    generate(profile, folder, only=ONLY, templates=templates, date=DAY)
    change(profile, 太郎="次郎", 見本="手本")
    before = files_in(folder)
    limit = max(len(data) for name, data in before.items() if name.endswith(".docx")) - 50
    program = textwrap.dedent(
        """
        import resource, signal, sys
        sys.path.insert(0, sys.argv[1])
        from generator import OutputError, generate
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[5]),) * 2)
        try:
            generate(sys.argv[2], sys.argv[3], only=("policy", "handbook"), templates=sys.argv[4])
        except OutputError as error:
            sys.exit(0 if "空きが足りません" in str(error) else str(error))
        sys.exit("written")
        """
    )
    arguments = [str(ROOT), str(profile), str(folder), str(templates), str(limit)]
    result = subprocess.run([sys.executable, "-c", program, *arguments], capture_output=True, check=False)
    assert result.returncode == 0, result.stderr.decode()
    assert files_in(folder) == before


def test_two_runs_at_once_do_not_mix(profile: Path, folder: Path, templates: Path) -> None:
    """While another run writes, this one waits; a plan made before the other finished is refused."""
    generate(profile, folder, only=ONLY, templates=templates, date=DAY)
    change(profile, 太郎="次郎", 見本="手本")
    planned = plan(build_request(profile, folder, only=ONLY, templates=templates))
    assert (
        outcomes(apply(plan(build_request(profile, folder, only=ONLY, templates=templates))))
        == ["updated"] * 2
    )
    after = stamps(folder)
    with pytest.raises(OutputError, match="ほかの実行が先に書きました"):
        apply(planned)
    assert {name: stamp for name, stamp in stamps(folder).items() if not name.endswith("lock")} == {
        name: stamp for name, stamp in after.items() if not name.endswith("lock")
    }


@pytest.mark.slow
def test_many_runs_at_once_all_end_well(tmp_path: Path, profile: Path, folder: Path, templates: Path) -> None:
    """Eight processes on one folder: each succeeds or says that another was first, and the folder is sound."""
    command = [
        sys.executable,
        "-m",
        "generator",
        "generate",
        str(profile),
        "-o",
        str(folder),
        "--only",
        "policy",
    ]
    command += ["--only", "handbook", "--templates", str(templates)]
    runs = [
        subprocess.Popen(command, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(8)
    ]
    for run in runs:
        _, complaint = run.communicate(timeout=120)
        assert run.returncode == 0 or "もう一度実行" in complaint.decode()
    assert any(run.returncode == 0 for run in runs)
    assert outcomes(generate(profile, folder, only=ONLY, templates=templates)) == ["unchanged", "unchanged"]
    assert not list(folder.rglob("*.tmp"))


READ_ONLY = f"""
import os, sys, tempfile
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from generator import OutputError, apply, build_request, plan
from generator.files.trouble import write_obstacle
with tempfile.TemporaryDirectory() as elsewhere:  # loads all modules: a Python below /root is no longer readable later
    apply(plan(build_request(sys.argv[2], elsewhere, only=("policy", "handbook"), templates=sys.argv[3])))
planned = plan(build_request(sys.argv[2], ".", only=("policy", "handbook"), templates=sys.argv[3]))
os.chmod(sys.argv[4], 0o444)
os.chmod(".", 0o555)
{GIVE_UP_RIGHTS}
assert "書き込めません" in write_obstacle(Path(sys.argv[4]))
try:
    apply(planned)
except OutputError as error:
    sys.exit(0 if "書き込めません" in str(error) else str(error))
sys.exit("written")
"""


@pytest.mark.skipif(os.name == "nt", reason="POSIX modes")
def test_a_read_only_document_or_folder_is_explained(profile: Path, folder: Path, templates: Path) -> None:
    """Without the right to write, the error says so and nothing changes (root drops its rights first)."""
    profile.parent.chmod(0o755)  # new files are open to no more than their folder is
    generate(profile, folder, only=ONLY, templates=templates, date=DAY)
    change(profile, 太郎="次郎", 見本="手本")
    before = files_in(folder)
    hand_over(folder.parent)
    try:
        command = [sys.executable, "-c", READ_ONLY, str(ROOT), str(profile), str(templates), POLICY]
        result = subprocess.run(command, capture_output=True, check=False, cwd=folder)
    finally:
        folder.chmod(0o755)
    assert result.returncode == 0, result.stderr.decode()
    assert files_in(folder) == before


def test_a_file_in_place_of_the_folder_is_explained(profile: Path, folder: Path, templates: Path) -> None:
    """The output folder, or its state folder, is a file: an error, and the file stays."""
    folder.write_bytes(b"a file")
    with pytest.raises(OutputError):
        generate(profile, folder, only=ONLY, templates=templates)
    assert folder.read_bytes() == b"a file"
    folder.unlink()
    folder.mkdir()
    (folder / STATE_FOLDER).write_bytes(b"a file")
    with pytest.raises(OutputError):
        generate(profile, folder, only=ONLY, templates=templates)
    assert files_in(folder) == {STATE_FOLDER: b"a file"}


def test_a_very_long_company_name_still_gives_files(tmp_path: Path, templates: Path) -> None:
    """The file name stays within what file systems take."""
    long = build_profile(company={"name": "株式会社" + "長" * 190})
    report = generate(long, tmp_path / "out", only=ONLY, templates=templates)
    assert all(
        document.path.is_file() and len(document.path.name.encode()) <= 255 for document in report.documents
    )


@pytest.mark.office
def test_pdfs_stand_beside_the_documents(profile: Path, folder: Path, templates: Path) -> None:
    """--pdf makes a PDF of each document, again only when it changed, and never over somebody's own PDF."""
    from generator.files.pdf import find_office

    try:
        find_office()
    except OutputError:
        pytest.skip("LibreOffice is not installed")
    generate(profile, folder, only=["policy"], templates=templates, date=DAY)
    report = generate(profile, folder, only=["policy"], templates=templates, pdf=True)
    made = report.documents[0].pdf
    assert made is not None
    assert made.read_bytes().startswith(b"%PDF-")
    assert (report.documents[0].outcome, report.documents[0].pdf_outcome) == ("unchanged", "created")
    before = stamps(folder)
    report = generate(profile, folder, only=["policy"], templates=templates, pdf=True)
    assert report.documents[0].pdf_outcome == "unchanged"
    assert stamps(folder) == before
    change(profile, 見本="手本")
    report = generate(profile, folder, only=["policy"], templates=templates, pdf=True)
    assert report.documents[0].pdf_outcome == "updated"
    assert stamps(folder)[made.name] != before[made.name]
    made.write_bytes(b"%PDF-1.4 my own")
    change(profile, 手本="見本")
    with pytest.raises(OutputError, match="PDFがあります"):
        generate(profile, folder, only=["policy"], templates=templates, pdf=True)
    assert made.read_bytes() == b"%PDF-1.4 my own"


def test_the_report_is_an_aligned_table(profile: Path, folder: Path, templates: Path) -> None:
    """Columns line up for full-width text."""
    from generator.screen import display_width, table

    rows = table([("a", "あいう", "x"), ("ああ", "b", "y")])
    assert [display_width(row[: row.rindex(row[-1])]) for row in rows] == [14, 14]
    text = generate(profile, folder, only=ONLY, templates=templates).text()
    assert Outcome.CREATED.label in text
    assert POLICY in text
