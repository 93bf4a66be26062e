"""The command line: Japanese, quiet on success, right exit codes, no console makes it crash."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from generator import ProfileError, validate_profile
from generator.exitcode import ExitCode
from generator.files.lock import folder_lock
from generator.profile import CompanyProfile
from generator.profile.fields.schema import profile_schema
from generator.profile.fields.starter import starter_text
from generator.record.manifest import lock_path
from tests.processes import environment, heeding_ctrl_c
from tests.wordfile import paragraph, word_file

ROOT = Path(__file__).parent.parent
JAPANESE = re.compile("[\u3041-\u30ff\u4e00-\u9fff]")
MINIMAL = "company:\n  name: 株式会社見本\n  representative:\n    name: 情報 太郎\ndocuments:\n  issued_on: 2026-04-01\n"


def run(*arguments: str | Path, cwd: Path | None = None, **settings: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "generator", *map(str, arguments)],
        capture_output=True,
        check=False,
        cwd=cwd,
        env=environment(**settings),
        encoding="utf-8",
        errors="replace",
    )


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    file = tmp_path / "acme.yaml"
    file.write_text(MINIMAL, encoding="utf-8")
    return file


COMMANDS = [
    [],
    ["generate"],
    ["validate"],
    ["schema"],
    ["init"],
    ["template"],
    ["template", "check"],
    ["template", "text"],
]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_help_is_japanese(command: list[str]) -> None:
    """Every help page is Japanese, down to the headings."""
    result = run(*command, "--help")
    assert result.returncode == ExitCode.DONE
    assert result.stdout.startswith("使い方: policygen")
    assert JAPANESE.search(result.stdout)
    assert not re.search(r"Usage|Options|Commands|Show this|\[OPTIONS\]|ARGS", result.stdout)


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["--nothing"], "オプションはありません"),
        (["genrate"], "generate のことですか？"),
        (["generate"], "プロファイル を指定してください"),
        (["generate", "a", "b"], "余分"),
        (["generate", "a", "--only", "all"], "policy, handbook, rules"),
        (["generate", "a", "--date", "1/4"], "2026-04-01 の形"),
        (["generate", "a", "-o"], "-o"),
        (["validate"], "プロファイル"),
        (["template"], "コマンドを指定"),
        (["template", "chek"], "check のことですか？"),
        (["template", "text"], "ファイル"),
        (["generate", "会社.yaml", "二つ目.yaml"], "「プロファイル」だけです"),
        (["compare", "a.docx", "b.docx", "c.docx"], "「改訂前」と「改訂後」の2つだけです"),
        (["schema", "a"], "引数は要りません"),
    ],
)
def test_wrong_usage_is_explained_in_japanese(arguments: list[str], word: str) -> None:
    """A wrong call ends with 2 and a Japanese sentence on stderr."""
    result = run(*arguments)
    assert result.returncode == ExitCode.USAGE
    assert result.stdout == ""
    assert word in result.stderr
    assert "Traceback" not in result.stderr
    assert not re.search(r"Error|Usage|Invalid|Missing|No such", result.stderr)


@pytest.mark.parametrize(
    "command", [["generate", "a.yaml"], ["compare", "a.docx", "b.docx"], ["batch", "a.csv", "-o", "out"]]
)
def test_a_reason_that_no_column_holds_is_refused(command: list[str]) -> None:
    """200 characters at most, and none that a Word file cannot hold; line breaks become blanks."""
    result = run(*command, "--reason", "改" * 201)
    assert result.returncode == ExitCode.USAGE
    assert "--reason の値が正しくありません（200文字までです。今は201文字あります" in result.stderr
    assert "制御文字" in run(*command, "--reason", "改\x07訂").stderr
    assert run(*command, "--reason", "改" * 100 + "\n" + "訂" * 99).returncode == ExitCode.PROBLEM


def test_advice_names_an_option_only_where_there_is_one(tmp_path: Path, profile: Path) -> None:
    """-o is how generate writes elsewhere; init and the empty table take the file itself."""
    (tmp_path / "file").touch()
    commands: list[list[str | Path]] = [
        ["init", tmp_path / "file" / "a.yaml"],
        ["batch", "--template-table", tmp_path / "file" / "a.csv"],
    ]
    for command in commands:
        said = run(*command).stderr
        assert "別の場所を指定してください" in said
        assert "-o で" not in said
    assert "-o で別の場所を" in run("generate", profile, "-o", tmp_path / "file" / "out").stderr


def test_a_number_out_of_range_is_told_the_range() -> None:
    """The ends of the range are named."""
    assert "1から1024までの整数" in run("batch", "x.csv", "-o", "out", "--jobs", "0").stderr


def test_no_arguments_show_the_help() -> None:
    """The bare command shows what it can do."""
    result = run()
    assert result.returncode == ExitCode.USAGE
    assert "generate" in result.stdout + result.stderr


def test_validate_reports_every_file(tmp_path: Path, profile: Path) -> None:
    """Good files are named on stdout, problems of all others on stderr, and the code is 1."""
    bad, missing = tmp_path / "bad.yaml", tmp_path / "missing.yaml"
    bad.write_text("company: 1\n", encoding="utf-8")
    result = run("validate", profile, bad, missing)
    assert result.returncode == ExitCode.PROBLEM
    assert result.stdout.startswith(f"{profile}: 問題ありません\n確かめていない: ")
    assert "標準のまま: " in result.stdout
    assert result.stderr.count("エラー: ") == 2
    assert run("validate", profile).returncode == ExitCode.DONE


def test_validate_looks_at_the_logo_as_generate_does(tmp_path: Path, profile: Path) -> None:
    """The same words, with line and field."""
    profile.write_text(f"{MINIMAL}  logo: missing.png\n", encoding="utf-8")
    found = run("validate", profile)
    assert found.returncode == ExitCode.PROBLEM
    assert f"{profile}: 7行目 documents.logo: " in found.stderr
    assert run("generate", profile, "-o", tmp_path / "out").stderr == found.stderr


def test_validate_is_the_twin_of_the_library_function(profile: Path) -> None:
    """`validate_profile` raises what the command prints: wrong facts, and pictures that are not there."""
    validate_profile(profile)
    for wrong in (f"{MINIMAL}  logo: missing.png\n", "company: 1\nstaff: 2\n"):
        profile.write_text(wrong, encoding="utf-8")
        with pytest.raises(ProfileError) as told:
            validate_profile(str(profile))
        assert run("validate", profile).stderr == f"エラー: {told.value}\n"


@pytest.mark.parametrize("sample", sorted((ROOT / "profiles").glob("*.yaml")), ids=lambda path: path.stem)
def test_the_sample_profiles_are_valid(sample: Path) -> None:
    """Every profile that comes with the program loads."""
    result = run("validate", sample)
    assert result.returncode == ExitCode.DONE, result.stderr


def test_schema_prints_the_schema_in_any_encoding() -> None:
    """The JSON on stdout is the schema, whatever the console can show."""
    for encoding in ("utf-8", "ascii", "cp932"):
        result = run("schema", PYTHONIOENCODING=encoding)
        assert result.returncode == ExitCode.DONE
        assert json.loads(result.stdout) == json.loads(json.dumps(profile_schema(CompanyProfile)))


def test_init_writes_the_starter_once(tmp_path: Path) -> None:
    """The starter goes to profile.yaml or the given file, which is never replaced."""
    assert run("init", cwd=tmp_path).returncode == ExitCode.DONE
    file = tmp_path / "profile.yaml"
    assert file.read_text(encoding="utf-8") == starter_text()
    file.write_text("mine", encoding="utf-8")
    again = run("init", "profile.yaml", cwd=tmp_path)
    assert again.returncode == ExitCode.PROBLEM
    assert "すでにある" in again.stderr
    assert file.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("encoding", ["ascii", "cp932", "utf-8", "latin-1", "utf-16"])
def test_no_console_encoding_stops_it(tmp_path: Path, profile: Path, encoding: str) -> None:
    """Text that a console lacks is shown with marks; the exit code stays right."""
    odd = tmp_path / "名前—😀①.yaml"
    odd.write_text("会社😀: 1\n", encoding="utf-8")
    for arguments, code in (
        (["--help"], 0),
        (["validate", profile], 0),
        (["validate", odd], 1),
        (["x😀"], 2),
    ):
        result = run(*arguments, PYTHONIOENCODING=encoding)
        assert result.returncode == code
        assert "Traceback" not in result.stderr
        assert "UnicodeEncodeError" not in result.stderr


def test_terminal_codes_in_names_are_not_passed_on(tmp_path: Path) -> None:
    """A file name or key with escape sequences cannot steer the terminal."""
    file = tmp_path / "a\x1b[31mb.yaml"
    file.write_text('"\\e[31mkey": 1\n', encoding="utf-8")
    result = run("validate", file)
    assert result.returncode == ExitCode.PROBLEM
    assert "\x1b" not in result.stdout + result.stderr


def test_a_closed_pipe_is_no_crash() -> None:
    """`policygen schema | head` ends quietly."""
    command = f'"{sys.executable}" -m generator schema | head -n 1'
    result = subprocess.run(command, shell=True, capture_output=True, env=environment(), check=False)
    assert b"Traceback" not in result.stderr
    assert b"BrokenPipe" not in result.stderr


def test_help_imports_nothing_but_click() -> None:
    """Starting up loads neither pydantic, lxml, jinja2 nor yaml."""
    program = (
        "import sys\nfrom generator.cli import main\nmain(['--help'])\n"
        "heavy = {'pydantic', 'lxml', 'jinja2', 'yaml', 'docx'} & set(sys.modules)\nsys.exit(1 if heavy else 0)\n"
    )
    result = subprocess.run([sys.executable, "-c", program], env=environment(), check=False)
    assert result.returncode == 0


@pytest.fixture
def templates(tmp_path: Path) -> Path:
    """A folder with two small templates."""
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / "appendix2_policy.docx").write_bytes(
        word_file(paragraph("{{ company.name }} {{ company.phone }}"))
    )
    (folder / "appendix4_handbook.docx").write_bytes(word_file(paragraph("{{ company.name }}")))
    return folder


def test_generate_says_what_was_written_and_what_is_left(
    tmp_path: Path, profile: Path, templates: Path
) -> None:
    """The report on stdout names each document and each missing value; stderr stays empty."""
    written: list[str | Path] = ["-o", tmp_path / "out", "--only", "policy", "--templates", templates]
    arguments: list[str | Path] = ["generate", profile, *written]
    first = run(*arguments, "--date", "2026-04-01")
    assert (first.returncode, first.stderr) == (ExitCode.DONE, "")
    assert "作成" in first.stdout
    assert "company.phone" in first.stdout
    assert "変更なし" in run(*arguments).stdout
    assert "何も書いていません" in run(*arguments, "--dry-run").stdout
    strict = run(*arguments, "--strict")
    assert strict.returncode == ExitCode.PROBLEM
    assert "company.phone" in strict.stderr
    assert strict.stdout == ""


@pytest.mark.parametrize("encoding", ["ascii", "cp932"])
def test_generate_works_on_any_console(tmp_path: Path, templates: Path, encoding: str) -> None:
    """Names that the console lacks do not keep the documents from being written."""
    file = tmp_path / "a.yaml"
    file.write_text(MINIMAL.replace("見本", "𠮷野家😀"), encoding="utf-8")
    written: list[str | Path] = ["-o", tmp_path / "out", "--only", "policy", "--templates", templates]
    arguments: list[str | Path] = ["generate", file, *written]
    result = run(*arguments, PYTHONIOENCODING=encoding)
    assert result.returncode == ExitCode.DONE, result.stderr
    assert [path.name for path in (tmp_path / "out").glob("*.docx")] == [
        "情報セキュリティ基本方針_株式会社𠮷野家😀.docx"
    ]


def test_template_check_reports_names_and_structure(tmp_path: Path, templates: Path) -> None:
    """A good template gives 0; unknown names, broken tags and missing files give 1 and say where."""
    good, bad, broken = templates / "appendix2_policy.docx", tmp_path / "bad.docx", tmp_path / "broken.docx"
    bad.write_bytes(word_file(paragraph("{{ company.nmae }}")))
    broken.write_bytes(word_file(paragraph("{% for x in tables.backup %}")))
    result = run("template", "check", good)
    assert (result.returncode, result.stderr) == (ExitCode.DONE, "")
    assert "タグ 2個" in result.stdout
    result = run("template", "check", good, bad, broken, tmp_path / "missing.docx", tmp_path)
    assert result.returncode == ExitCode.PROBLEM
    assert "company.nmae" in result.stdout
    assert "company.name" in result.stdout
    assert "broken.docx: 1か所" in result.stdout
    assert "missing.docx" in result.stderr
    assert "Traceback" not in result.stderr


def test_template_text_is_utf8_for_git(tmp_path: Path, templates: Path) -> None:
    """Piped, the outline is UTF-8 whatever the console's encoding, as git's textconv wants it."""
    result = run("template", "text", templates / "appendix2_policy.docx", PYTHONIOENCODING="cp932")
    assert result.returncode == ExitCode.DONE
    assert "{{ company.name }}" in result.stdout
    other = tmp_path / "not.docx"
    other.write_bytes(b"hello")
    result = run("template", "text", other)
    assert result.returncode == ExitCode.PROBLEM
    assert "not.docx" in result.stderr


@pytest.mark.skipif(os.name == "nt", reason="SIGINT")
def test_ctrl_c_ends_quietly(tmp_path: Path) -> None:
    """Ctrl-C ends with 130 and a sentence, not with a traceback; here the program waits for another run."""
    out = tmp_path / "out"
    profile = ROOT / "profiles" / "minimal.yaml"
    command = [sys.executable, "-m", "generator", "generate", str(profile), "-o", str(out)]
    with folder_lock(lock_path(out)):
        with heeding_ctrl_c():
            process = subprocess.Popen(
                command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment()
            )
        time.sleep(3)
        process.send_signal(signal.SIGINT)
        _, complaint = process.communicate(timeout=30)
    assert process.returncode == ExitCode.INTERRUPTED
    assert "中断しました" in complaint.decode("utf-8")
    assert "Traceback" not in complaint.decode("utf-8")
    assert not list(out.glob("*.docx"))
