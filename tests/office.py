"""LibreOffice and poppler for tests: many Word files to PDF in one call, and the text of a PDF."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
import unicodedata
from collections.abc import Mapping
from pathlib import Path

FONTS = Path(__file__).with_name("fonts.conf")
SECONDS_PER_FILE = 30
SECONDS_TO_START = 60
_JOINED_BY_LAYOUT = re.compile(r"[\s\u200b\u00ad]+")


def office_command() -> str | None:
    """Return the LibreOffice command of this machine, None when there is none."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def convert_to_pdf(files: Mapping[str, bytes], folder: Path) -> dict[str, Path]:
    """Convert Word files to PDF with one LibreOffice in a throw-away profile.

    Args:
        files: File stem to bytes; stems must be plain file names.
        folder: Where the PDFs are written.

    Raises:
        AssertionError: A file gave no PDF.
        subprocess.TimeoutExpired: LibreOffice hung.
    """
    command = office_command()
    assert command, "LibreOffice is missing (apt-get install libreoffice-writer-nogui)"
    with tempfile.TemporaryDirectory() as scratch:
        sources = Path(scratch, "in")
        sources.mkdir()
        for stem, data in files.items():
            (sources / f"{stem}.docx").write_bytes(data)
        profile = Path(scratch, "profile").as_uri()
        arguments = [
            command,
            f"-env:UserInstallation={profile}",
            "--headless",
            "--norestore",
            "--nolockcheck",
        ]
        arguments += ["--convert-to", "pdf", "--outdir", str(folder)]
        arguments += [str(path) for path in sorted(sources.iterdir())]
        subprocess.run(
            arguments,
            check=True,
            capture_output=True,
            timeout=SECONDS_TO_START + SECONDS_PER_FILE * len(files),
            env={**os.environ, "FONTCONFIG_FILE": str(FONTS), "SAL_USE_VCLPLUGIN": "svp"},
        )
    found = {stem: folder / f"{stem}.pdf" for stem in files}
    missing = [stem for stem, path in found.items() if not path.is_file()]
    assert not missing, f"LibreOffice made no PDF of {missing}"
    return found


def pdf_text(pdf: Path) -> str:
    """Return the text of a PDF in the order it was written, so that table cells stay whole."""
    run = subprocess.run(
        ["pdftotext", "-raw", "-enc", "UTF-8", str(pdf), "-"], check=True, capture_output=True, timeout=60
    )
    return run.stdout.decode("utf-8")


def pdf_fonts(pdf: Path) -> set[str]:
    """Return the names of the fonts in a PDF, without subset prefixes."""
    run = subprocess.run(["pdffonts", str(pdf)], check=True, capture_output=True, timeout=60)
    rows = run.stdout.decode("utf-8").splitlines()[2:]
    return {row.split()[0].split("+")[-1] for row in rows if row.strip()}


def pdf_pages(pdf: Path) -> int:
    """Return the number of pages of a PDF."""
    run = subprocess.run(["pdfinfo", str(pdf)], check=True, capture_output=True, timeout=60)
    match = re.search(r"^Pages:\s+(\d+)", run.stdout.decode("utf-8"), re.MULTILINE)
    assert match, "pdfinfo names no page count"
    return int(match[1])


def normalised(text: str) -> str:
    """Return text without what layout changes: blanks, line ends, full-width forms, soft hyphens."""
    return _JOINED_BY_LAYOUT.sub("", unicodedata.normalize("NFKC", text))
