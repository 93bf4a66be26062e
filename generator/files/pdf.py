"""Word documents to PDF with LibreOffice: without a window, in a throw-away profile, with a time limit."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path

from generator.errors import OutputError, Problem
from generator.files.atomic import read_if_there
from generator.files.trouble import output_error

TIME_LIMIT_SECONDS = 180.0
_ONE_AT_A_TIME = threading.Lock()  # a LibreOffice takes 200 MB; the threads of a batch would start one each
_NAMES = ("soffice", "libreoffice", "soffice.exe")
_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.exe",
    "C:/Program Files (x86)/LibreOffice/program/soffice.exe",
    "/usr/lib/libreoffice/program/soffice",
    "/opt/libreoffice/program/soffice",
    "/snap/bin/libreoffice",
)
_INSTALL = (
    "PDFを作るにはLibreOfficeが要ります。https://ja.libreoffice.org/ から入れるか、"
    "Debian・Ubuntuでは「sudo apt install libreoffice-writer」、macOSでは「brew install --cask libreoffice」を"
    "実行してください（Wordの文書だけなら --pdf を外せば作れます）"
)


def find_office() -> Path:
    """Find LibreOffice: on the search path, then where its installers put it.

    Raises:
        OutputError: It is not installed; says how to install it.
    """
    for name in _NAMES:
        found = shutil.which(name)
        if found:
            return Path(found)
    for place in _PLACES:
        if Path(place).is_file():
            return Path(place)
    raise OutputError("", [Problem("", _INSTALL)])


def convert_to_pdf(
    documents: Sequence[Path], *, office: Path | None = None, time_limit: float = TIME_LIMIT_SECONDS
) -> dict[Path, bytes]:
    """Convert Word documents in one go; the documents themselves are copied first and never touched.

    Args:
        documents: The Word files.
        office: The LibreOffice program; None to look for it.
        time_limit: Seconds for the whole call; then LibreOffice and all it started are ended.

    Returns:
        The PDF of each document.

    Raises:
        OutputError: LibreOffice is missing, takes too long, or cannot convert a document; lists all of these.
    """
    program = office if office is not None else find_office()
    with tempfile.TemporaryDirectory(prefix="policygen-pdf-", ignore_cleanup_errors=True) as name:
        work = Path(name)
        copies = {path: work / f"document{number}.docx" for number, path in enumerate(documents)}
        for path, copy in copies.items():
            try:
                shutil.copyfile(path, copy)
            except OSError as error:
                raise output_error(path, error) from error
        with _ONE_AT_A_TIME:
            _run(_command(program, work, list(copies.values())), work, time_limit)
        results = {path: read_if_there(copy.with_suffix(".pdf")) for path, copy in copies.items()}
    failed = [path for path, data in results.items() if not data or not data.startswith(b"%PDF-")]
    if failed:
        what = "PDFにできませんでした。Wordの文書はできています。LibreOfficeで開けるか確かめてください"
        raise OutputError("", [Problem(str(path), what) for path in failed])
    return {path: data for path, data in results.items() if data}


def _command(program: Path, work: Path, files: Sequence[Path]) -> list[str]:
    return [
        str(program),
        f"-env:UserInstallation={(work / 'profile').as_uri()}",
        "--headless",
        "--norestore",
        "--nolockcheck",
        "--convert-to",
        "pdf:writer_pdf_Export",
        "--outdir",
        str(work),
        *map(str, files),
    ]


def _run(command: Sequence[str], work: Path, time_limit: float) -> None:
    try:
        process = subprocess.Popen(  # noqa: S603 - a fixed program with files of our own naming
            command,
            cwd=work,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=os.name != "nt",
        )
    except OSError as error:
        what = f"LibreOfficeを起動できません。入れ直してください。{_INSTALL}"
        raise OutputError(command[0], [Problem("", what)]) from error
    try:
        process.wait(timeout=time_limit)
    except subprocess.TimeoutExpired as error:
        what = f"LibreOfficeが{time_limit:g}秒以内に終わりませんでした。Wordの文書はできています。もう一度試してください"
        raise OutputError(command[0], [Problem("", what)]) from error
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the program and everything it started: its process group, or on Windows its process tree."""
    if process.poll() is not None:
        return
    if os.name == "nt":
        tree = ["taskkill", "/F", "/T", "/PID", str(process.pid)]
        subprocess.run(tree, capture_output=True, check=False)  # noqa: S603
    else:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(timeout=10)
