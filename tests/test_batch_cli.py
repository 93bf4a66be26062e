"""The command `policygen batch`."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import main
from generator.cli.batch import batch
from generator.cli.progress import Progress, gentle_interrupt, progress_line
from tests.processes import environment, heeding_ctrl_c
from tests.test_batch_run import company, write_table

WAIT_SECONDS = 60


def test_the_command_makes_documents_and_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Totals go to stdout; without a terminal there is no progress bar."""
    table = write_table(tmp_path, company(1), "0002,乙社,,2026-04-01,")
    code = main(["batch", str(table), "-o", str(tmp_path / "out"), "--only", "policy", "--jobs", "1"])
    output = capsys.readouterr()
    assert code == 1
    assert "2 / 2社: 完了 1社、失敗 1社" in output.out
    assert "C3 「代表者の氏名」" in output.out
    assert output.err == ""


def test_the_empty_table_comes_from_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It says what to do next, and never replaces a file."""
    path = tmp_path / "table.xlsx"
    assert main(["batch", "--template-table", str(path)]) == 0
    assert "policygen batch" in capsys.readouterr().out
    assert main(["batch", "--template-table", str(path)]) == 1


def test_a_call_without_source_or_output_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    """Both are named, in Japanese."""
    assert main(["batch"]) == 2
    assert "-o" in capsys.readouterr().err


def test_the_help_is_japanese() -> None:
    """Every option is explained."""
    output = CliRunner().invoke(batch, ["--help"]).output
    assert "使い方" in output
    for option in ("--base", "--jobs", "--report", "--scheduler", "--template-table", "--recheck"):
        assert option in output


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_ctrl_c_ends_well_and_the_next_run_goes_on(tmp_path: Path) -> None:
    """Ctrl-C as a terminal sends it, to all processes: the report is whole, and no process stays."""
    table = write_table(tmp_path, *(company(number) for number in range(1, 401)))
    out, report = tmp_path / "out", tmp_path / "report.csv"
    command = [
        sys.executable,
        "-m",
        "generator",
        "batch",
        str(table),
        "-o",
        str(out),
        "--report",
        str(report),
    ]
    with heeding_ctrl_c():
        process = subprocess.Popen(
            [*command, "--jobs", "2", "--only", "policy"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env=environment(),
            start_new_session=True,
        )
    try:
        until = time.monotonic() + WAIT_SECONDS
        while time.monotonic() < until and not list(out.glob("000[1-9]/*.docx")):
            time.sleep(0.02)
        os.killpg(process.pid, signal.SIGINT)
        stdout, stderr = process.communicate(timeout=WAIT_SECONDS)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    assert process.returncode == 130, stderr
    assert "中断しました" in stdout
    assert "Traceback" not in stderr
    done = len(report.read_text(encoding="utf-8-sig").splitlines()) - 1
    assert 0 < done < 400
    assert len(list(out.glob("*/*.docx"))) >= done
    assert not list(out.glob("*/*.tmp"))


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_a_run_in_the_background_goes_on_after_ctrl_c() -> None:
    """Who starts the program with Ctrl-C ignored, as nohup and scripts do, does not have it stopped by one."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with gentle_interrupt() as asked:
            signal.raise_signal(signal.SIGINT)
            assert not asked.is_set()
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)


def test_the_progress_line_shows_rate_and_time_left() -> None:
    """Bar, numbers, companies per second, time left, failures."""
    line = progress_line(2_500, 10_000, 3, 50.0)
    assert line == "[######------------------] 2,500/10,000社 25%  50.0社/秒  残り2分30秒  失敗 3"
    assert "残り" not in progress_line(0, 10, 0, 0.0)


def test_the_progress_line_is_only_for_terminals() -> None:
    """A file or pipe gets nothing; a terminal gets one line, removed at the end."""

    class Screen:
        def __init__(self, is_terminal: bool) -> None:
            self.text = ""
            self.is_terminal = is_terminal

        def isatty(self) -> bool:
            return self.is_terminal

        def write(self, text: str) -> int:
            self.text += text
            return len(text)

        def flush(self) -> None: ...

    for is_terminal in (False, True):
        screen = Screen(is_terminal)
        progress = Progress(screen)  # type: ignore[arg-type] # the three methods it uses
        progress.show(0, 10, 0)
        progress.show(10, 10, 0)
        progress.clear()
        assert ("10/10社" in screen.text) is is_terminal
        assert screen.text == "" or screen.text.split("\r")[-1] == ""
