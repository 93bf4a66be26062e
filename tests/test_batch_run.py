"""Many companies in one run: each by itself, resumed where the last run ended, reported one by one."""

from __future__ import annotations

import csv
import datetime
import json
import multiprocessing
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from generator.batch.batch import run_batch
from generator.batch.report import ReportFile, Totals
from generator.batch.result import CompanyResult, CompanyState
from generator.errors import OutputError, ProfileError
from generator.exitcode import ExitCode
from generator.run.outcome import Outcome
from tests.editing import insert_before_end
from tests.processes import environment

TODAY = datetime.date(2026, 4, 1)
HEADER = "id,名称,代表者の氏名,制定日,代表電話番号\n"
PNG = (
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89"
    b"\0\0\0\nIDATx\x9cc\0\x01\0\0\x05\0\x01\r\n-\xb4\0\0\0\0IEND\xaeB`\x82"
)


def write_table(folder: Path, *rows: str) -> Path:
    path = folder / "companies.csv"
    path.write_text(HEADER + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return path


def company(number: int, phone: str = "03-0000-0000") -> str:
    return f"{number:04d},株式会社サンプル{number},情報 太郎,2026-04-01,{phone}"


def run(source: Path, folder: Path, **options: Any) -> tuple[Totals, list[dict[str, Any]]]:
    """Run with one process, the shortest document only, and return the report's companies, too."""
    report = folder.parent / "report.json"
    settings: dict[str, Any] = {"today": TODAY, "jobs": 1, "only": ["policy"]} | options
    totals = run_batch(source, folder, reports=[report], **settings)
    return totals, json.loads(report.read_text(encoding="utf-8"))["companies"]


def documents(folder: Path) -> dict[str, tuple[int, int]]:
    """Return the documents below a folder with what changes when a file is written anew."""
    found = sorted(folder.glob("*/*.docx"))
    return {str(path.relative_to(folder)): (path.stat().st_ino, path.stat().st_mtime_ns) for path in found}


def test_each_company_gets_its_documents_as_generate_makes_them(tmp_path: Path) -> None:
    """A row and a profile file of the same facts give the same bytes; every company has its own manifest."""
    from generator import generate

    table = write_table(tmp_path, company(1), company(2))
    totals, companies = run(table, tmp_path / "out", only=[])
    assert (totals.done, totals.exit_code, totals.outcomes[Outcome.CREATED]) == (2, ExitCode.DONE, 6)
    assert [item["folder"] for item in companies] == ["0001", "0002"]
    assert (tmp_path / "out" / "0002" / ".policygen" / "manifest.json").is_file()
    profile = tmp_path / "two.yaml"
    profile.write_text(
        "company:\n  name: 株式会社サンプル2\n  representative: {name: 情報 太郎}\n  phone: 03-0000-0000\n"
        "documents: {issued_on: 2026-04-01}\n",
        encoding="utf-8",
    )
    generate(profile, tmp_path / "one", date=TODAY)
    alone = {path.name: path.read_bytes() for path in (tmp_path / "one").glob("*.docx")}
    assert alone == {path.name: path.read_bytes() for path in (tmp_path / "out" / "0002").glob("*.docx")}


def test_a_company_with_a_fault_stops_no_other(tmp_path: Path) -> None:
    """The others are made; the report says where the fault is; the exit code tells."""
    table = write_table(
        tmp_path, company(1), "0002,乙社,,2026-04-01,", company(3), "0004,丙社,情報 太郎,きのう,"
    )
    totals, companies = run(table, tmp_path / "out")
    assert [item["state"] for item in companies] == ["done", "failed", "done", "failed"]
    assert "C3 「代表者の氏名」（company.representative.name）" in companies[1]["problem"]
    assert "D5 「制定日」（documents.issued_on）" in companies[3]["problem"]
    assert totals.exit_code == ExitCode.PROBLEM
    assert not (tmp_path / "out" / "0002").exists()
    assert "失敗: 3行目 乙社" in totals.text()


def test_a_second_run_does_only_what_is_missing_or_out_of_date(tmp_path: Path) -> None:
    """Same inputs and same files: nothing is rendered or written. A changed row, a lost file: just that company."""
    out = tmp_path / "out"
    table = write_table(tmp_path, *(company(number) for number in range(1, 5)))
    run(table, out)
    before = documents(out)
    totals, companies = run(table, out)
    assert totals.skipped == 4
    assert {outcome for item in companies for outcome in item["documents"].values()} == {"unchanged"}
    assert documents(out) == before
    rows = [company(1), company(2, "06-0000-0000"), company(3), company(4), company(5)]
    next((out / "0003" / ".policygen" / "base").glob("*.docx")).unlink()
    totals, companies = run(write_table(tmp_path, *rows), out)
    assert [item["skipped"] for item in companies] == [True, False, False, True, False]
    assert companies[4]["documents"] == {"policy": "created"}


@pytest.mark.parametrize("what", ["edit", "delete", "conflict", "logo", "base", "template"])
def test_a_skipped_company_is_one_that_a_full_run_would_leave_alone(tmp_path: Path, what: str) -> None:
    """Whatever changed since, the run sees it; and what it then skips, a full run calls the same."""
    out, base, logo = tmp_path / "out", tmp_path / "base.yaml", tmp_path / "logo.png"
    templates = tmp_path / "templates"
    templates.mkdir()
    shipped = Path(__file__).parent.parent / "templates" / "appendix2_policy.docx"
    (templates / shipped.name).write_bytes(shipped.read_bytes())
    logo.write_bytes(PNG)
    base.write_text(
        "documents: {logo: logo.png}\nroles: {inquiries: {phone: 03-0000-0000}}\n", encoding="utf-8"
    )
    table = write_table(tmp_path, company(1))
    common = {"base": base, "templates": templates}
    run(table, out, **common)
    assert run(table, out, **common)[0].skipped == 1
    document = next((out / "0001").glob("*.docx"))
    if what in ("edit", "conflict"):
        document.write_bytes(insert_before_end(document.read_bytes(), "自社で足した文です。"))
    if what == "delete":
        document.unlink()
    if what == "conflict":
        table = write_table(tmp_path, company(1).replace("サンプル1", "サンプル一"))
    if what == "logo":
        logo.write_bytes(PNG + b"\0")
    if what == "base":
        base.write_text("documents: {logo: logo.png, issued_on: 2026-05-01}\n", encoding="utf-8")
    if what == "template":
        (templates / shipped.name).write_bytes(insert_before_end(shipped.read_bytes(), "新しい文です。"))
    assert run(table, out, **common)[0].skipped == 0
    quick, full = run(table, out, **common), run(table, out, recheck=True, **common)
    assert quick[0].skipped == 1
    assert full[0].skipped == 0
    assert quick[1][0]["documents"] == full[1][0]["documents"]
    assert quick[1][0]["unfilled"] == full[1][0]["unfilled"]


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    """It says what would be made and finds every fault."""
    table = write_table(tmp_path, company(1), "0002,乙社,,2026-04-01,")
    totals, companies = run(table, tmp_path / "out", dry_run=True)
    assert companies[0]["documents"] == {"policy": "created"}
    assert totals.states[CompanyState.FAILED] == 1
    assert not (tmp_path / "out").exists()


def test_a_stopped_run_reports_what_it_did_and_the_next_one_does_the_rest(tmp_path: Path) -> None:
    """What was begun is finished and reported; nothing is half made."""
    out = tmp_path / "out"
    table = write_table(tmp_path, *(company(number) for number in range(1, 61)))
    seen: list[int] = []
    totals, companies = run(
        table,
        out,
        progress=lambda totals: seen.append(totals.done),
        stopped=lambda: bool(seen and seen[-1] >= 3),
    )
    assert totals.is_interrupted
    assert totals.exit_code == ExitCode.INTERRUPTED
    assert 3 <= totals.done < 60
    assert len(companies) == totals.done
    made = {path.parent.name for path in out.glob("*/*.docx")}
    assert {item["folder"] for item in companies} <= made
    totals, _ = run(table, out)
    assert (totals.done, totals.skipped) == (60, len(made))


def test_a_worker_that_dies_takes_no_company_along(tmp_path: Path) -> None:
    """Its pieces are run again; companies it had written are told as written once."""
    out = tmp_path / "out"
    table = write_table(tmp_path, *(company(number) for number in range(1, 41)))
    killed: list[int] = []

    def kill_one(totals: Totals) -> None:
        if totals.done >= 5 and not killed:
            victim = multiprocessing.active_children()[0]
            killed.append(victim.pid or 0)
            os.kill(killed[0], signal.SIGKILL)

    totals, companies = run(table, out, jobs=2, progress=kill_one)
    assert killed
    assert totals.exit_code == ExitCode.DONE
    assert [item["folder"] for item in companies] == [f"{number:04d}" for number in range(1, 41)]
    assert {outcome for item in companies for outcome in item["documents"].values()} <= {
        "created",
        "unchanged",
    }
    assert len(documents(out)) == 40


def test_what_cannot_be_used_is_refused_before_the_start(tmp_path: Path) -> None:
    """A source without companies, a missing base, a report of an unknown kind."""
    table = write_table(tmp_path, company(1))
    with pytest.raises(ProfileError, match="共通の値"):
        run(table, tmp_path / "out", base=tmp_path / "missing.yaml")
    with pytest.raises(ProfileError, match="会社の行がありません"):
        run(write_table(tmp_path), tmp_path / "out")
    with pytest.raises(OutputError, match=r"\.csv"):
        table = write_table(tmp_path, company(1))
        run_batch(table, tmp_path / "out", today=TODAY, reports=[tmp_path / "report.xls"])
    assert not (tmp_path / "out").exists()


def write_profile(path: Path, text: str) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_profiles_of_a_folder_go_over_the_shared_one(tmp_path: Path) -> None:
    """What a company's file says comes first; faults are told in the file and line that hold them."""
    from generator.record.manifest import load_manifest

    base = write_profile(
        tmp_path / "base.yaml",
        "company:\n  phone: 03-0000-0000\n  kind: clinic\ndocuments: {issued_on: 2026-04-01}\nnumbers:\n  password_min_length: 1\n",
    )
    own = "company:\n  name: {}\n  representative: {{name: 情報 太郎}}\n{}"
    source = tmp_path / "profiles"
    write_profile(
        source / "a.yaml",
        own.format("甲院", "numbers: {password_min_length: 12, admin_password_min_length: 14}\n"),
    )
    write_profile(source / "b.yaml", own.format("乙院", "  kind: company\n  headcount: x\n"))
    totals, companies = run(source, tmp_path / "out", base=base)
    assert (totals.states[CompanyState.DONE], totals.states[CompanyState.FAILED]) == (1, 1)
    manifest = load_manifest(tmp_path / "out" / "a")
    assert manifest is not None
    assert manifest.profile["company"]["phone"] == "03-0000-0000"
    assert manifest.profile["company"]["kind"] == "clinic"
    assert manifest.profile["numbers"]["password_min_length"] == 12
    assert f"{base} 6行目 numbers.password_min_length: " in companies[1]["problem"]
    assert "5行目 company.headcount: " in companies[1]["problem"]
    write_profile(base, base.read_text(encoding="utf-8").replace("03-0000-0000", "03-0000-0009"))
    assert run(source, tmp_path / "out", base=base)[1][0]["documents"] == {"policy": "unchanged"}
    manifest = load_manifest(tmp_path / "out" / "a")
    assert manifest is not None
    assert manifest.profile["company"]["phone"] == "03-0000-0009"


def test_documents_from_elsewhere_can_be_adopted(tmp_path: Path) -> None:
    """A folder with documents and no record is refused, and taken over with adopt."""
    import shutil

    table, out = write_table(tmp_path, company(1)), tmp_path / "out"
    run(table, out)
    shutil.rmtree(out / "0001" / ".policygen")
    next(iter(out.glob("*/*.docx"))).write_bytes(
        insert_before_end(next(iter(out.glob("*/*.docx"))).read_bytes(), "追記")
    )
    totals, _ = run(table, out)
    assert "--adopt" in totals.problems[0][2]
    assert run(table, out, adopt=True)[1][0]["documents"] == {"policy": "kept"}


def test_nothing_is_written_over_what_the_run_reads(tmp_path: Path) -> None:
    """A report in place of the table or the base, or among the profiles, and a file in place of the output."""
    table = write_table(tmp_path, company(1))
    base = write_profile(tmp_path / "base.yaml", "company: {phone: 03-0000-0000}\n")
    profiles = write_profile(tmp_path / "profiles" / "a.yaml", "x: 1\n").parent
    before = table.read_bytes()
    for source, report in (
        (table, table),
        (profiles, profiles / "r.json"),
        (table, tmp_path / "x" / ".." / table.name),
    ):
        with pytest.raises(OutputError, match="--report"):
            run_batch(source, tmp_path / "out", today=TODAY, reports=[report], base=base)
    with pytest.raises(OutputError, match="-o"):
        run_batch(table, base, today=TODAY)
    assert table.read_bytes() == before
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("suffix", [".csv", ".json", ".txt"])
def test_only_an_earlier_report_is_replaced(tmp_path: Path, suffix: str) -> None:
    """Somebody's own file of that name stays; a report of an earlier run gives way to the next."""
    path, other = tmp_path / f"r{suffix}", tmp_path / f"own{suffix}"
    for result in (
        CompanyResult(1, "甲社", "0001"),
        CompanyResult(2, "乙社", "0002", problem="だめ", code=1),
    ):
        report = ReportFile(path)
        report.add(result)
        report.close(Totals())
    assert "乙社" in path.read_text(encoding="utf-8")
    other.write_text("名称,電話\n甲社,03\n", encoding="utf-8")
    with pytest.raises(OutputError, match="この一覧ではないファイル"):
        ReportFile(other)
    assert other.read_text(encoding="utf-8") == "名称,電話\n甲社,03\n"


def test_a_missing_logo_names_the_row(tmp_path: Path) -> None:
    """The place is the row of the table."""
    table = tmp_path / "c.csv"
    table.write_text(
        HEADER.replace("代表電話番号", "ロゴ") + "01,甲社,情報 太郎,2026-04-01,nai.png\n", encoding="utf-8"
    )
    _, companies = run(table, tmp_path / "out")
    assert companies[0]["problem"].startswith(f"{table}: 2行目 documents.logo: 画像ファイルがありません")


def test_a_table_saved_while_it_is_read_stops_the_run(tmp_path: Path) -> None:
    """Rows read from then on could be halves of others: what was begun is finished, the rest waits for the next run."""
    table = write_table(tmp_path, *(company(number) for number in range(1, 301)))
    whole = table.read_text(encoding="utf-8")

    def save(totals: Totals) -> None:
        if totals.done == 1:
            table.write_text(whole[: len(whole) // 2], encoding="utf-8")

    totals, companies = run(table, tmp_path / "out", progress=save)
    assert (totals.is_changed, totals.is_interrupted, totals.exit_code) == (True, False, ExitCode.PROBLEM)
    assert "元の表が変わった" in totals.text()
    assert len(companies) == totals.done < 300
    assert totals.states[CompanyState.FAILED] == 0


@pytest.mark.office
def test_pdfs_are_made_and_missed(tmp_path: Path) -> None:
    """With pdf each document has one; one that is gone is made again by the next run."""
    table, out = write_table(tmp_path, company(1), company(2)), tmp_path / "out"
    run(table, out, pdf=True)
    pdfs = sorted(out.glob("*/*.pdf"))
    assert len(pdfs) == 2
    pdfs[0].unlink()
    totals, _ = run(table, out, pdf=True)
    assert totals.skipped == 1
    assert sorted(out.glob("*/*.pdf")) == pdfs


def test_the_report_for_excel_runs_no_formula(tmp_path: Path) -> None:
    """A company's name that looks like a formula is shown, not run; the file is UTF-8 as Excel expects it."""
    path = tmp_path / "report.csv"
    report = ReportFile(path)
    report.add(
        CompanyResult(1, "=cmd|' /C calc'!A0", "0001", (("policy", Outcome.CREATED),), ("company.phone",))
    )
    report.add(CompanyResult(2, "乙社", "0002", problem="c.csv: 2か所に問題があります\n  C3: 値", code=1))
    report.close(Totals())
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines(keepends=True)))
    assert rows[1][1].startswith("'=")
    assert rows[1][3:5] == ["完了", "作成"]
    assert rows[2][3] == "失敗"
    assert [file.name for file in tmp_path.iterdir()] == ["report.csv"]


def test_rows_are_called_rows_and_long_names_are_cut() -> None:
    """The number of a failure in a table is that of its row."""
    totals = Totals(expected=1, is_table=True)
    totals.add(CompanyResult(7, "長" * 100, "x", problem="だめ", code=1))
    assert f"失敗: 7行目 {'長' * 40}…\n" in totals.text()


def test_totals_show_the_first_problems_and_count_the_rest() -> None:
    """Ten thousand failures do not fill screen or memory."""
    totals = Totals(expected=30)
    for number in range(30):
        totals.add(CompanyResult(number, f"会社{number}", str(number), problem="だめ", code=1))
    text = totals.text()
    assert "失敗 30社" in text
    assert text.count("失敗: ") == 20
    assert "ほか10社" in text


def test_a_report_is_not_advised_to_those_who_have_one(tmp_path: Path) -> None:
    """With --report, neither screen nor report says that there could be one."""
    table, report = write_table(tmp_path, company(1, phone="")), tmp_path / "report.txt"
    for reports in ([], [report]):
        totals = run_batch(
            table, tmp_path / "out", today=TODAY, jobs=1, only=["handbook"], recheck=True, reports=reports
        )
        assert "まだ書かれていない項目のある会社: 1社" in totals.text()
        assert ("--report" in totals.text()) == (not reports)
    assert "--report" not in report.read_text(encoding="utf-8")


def test_what_a_killed_run_left_of_a_report_goes_with_the_next(tmp_path: Path) -> None:
    """A run that may still be going keeps its own, and so does a report of another name."""
    left, going, other = (
        tmp_path / f".policygen-{name}.tmp" for name in ("1-r[1].csv", "2-r[1].csv", "3-r.csv")
    )
    for file in (left, going, other):
        file.write_text("行", encoding="utf-8")
    for file in (left, other):
        os.utime(file, (0, 0))
    ReportFile(tmp_path / "r[1].csv").close(Totals())
    assert sorted(file.name for file in tmp_path.iterdir()) == sorted([going.name, other.name, "r[1].csv"])


def test_two_runs_on_one_folder_do_not_fail_each_other(tmp_path: Path) -> None:
    """A company that the other run wrote meanwhile is looked at again, and is as that run left it."""
    table, out = write_table(tmp_path, *(company(number) for number in range(40))), tmp_path / "out"
    command = [sys.executable, "-m", "generator", "batch", str(table), "-o", str(out), "--jobs", "1"]
    command += ["--only", "policy"]
    both = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment())
        for _ in range(2)
    ]
    try:
        said = [process.communicate(timeout=120) for process in both]
    finally:
        for process in both:
            process.kill()
    assert [process.returncode for process in both] == [ExitCode.DONE] * 2, said
    assert len(documents(out)) == 40
