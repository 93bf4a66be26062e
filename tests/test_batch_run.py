"""Many companies in one run: each by itself, resumed where the last run ended, reported one by one."""

from __future__ import annotations

import csv
import datetime
import json
import multiprocessing
import os
import signal
from pathlib import Path
from typing import Any

import pytest

from generator.batch.batch import run_batch
from generator.batch.report import ReportFile, Totals
from generator.batch.result import CompanyResult, State
from generator.errors import OutputError, ProfileError
from generator.exitcode import ExitCode
from generator.report import Outcome
from tests.editing import insert_before_end

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
    settings = {"today": TODAY, "jobs": 1, "only": ["policy"]} | options
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
    assert "失敗: 3 乙社" in totals.text()


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
    assert totals.states[State.FAILED] == 1
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
    """A source without companies, a base beside a folder, a report of an unknown kind."""
    table = write_table(tmp_path, company(1))
    with pytest.raises(ProfileError, match="--base"):
        run(tmp_path, tmp_path / "out", base=table)
    with pytest.raises(ProfileError, match="会社の行がありません"):
        run(write_table(tmp_path), tmp_path / "out")
    with pytest.raises(OutputError, match=r"\.csv"):
        table = write_table(tmp_path, company(1))
        run_batch(table, tmp_path / "out", today=TODAY, reports=[tmp_path / "report.xls"])
    assert not (tmp_path / "out").exists()


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


def test_totals_show_the_first_problems_and_count_the_rest() -> None:
    """Ten thousand failures do not fill screen or memory."""
    totals = Totals(expected=30)
    for number in range(30):
        totals.add(CompanyResult(number, f"会社{number}", str(number), problem="だめ", code=1))
    text = totals.text()
    assert "失敗 30社" in text
    assert text.count("失敗: ") == 20
    assert "ほか10社" in text
