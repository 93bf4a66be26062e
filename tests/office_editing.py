"""Word files edited and saved by a real LibreOffice, driven through UNO."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.office import FONTS, office_command

SCRIPT = Path(__file__).with_name("office_script.py")
PYTHON = "/usr/bin/python3"


def has_uno() -> bool:
    """Return whether LibreOffice and its Python bridge are installed."""
    if office_command() is None or not Path(PYTHON).exists():
        return False
    return subprocess.run([PYTHON, "-c", "import uno"], capture_output=True, check=False).returncode == 0


class Office:
    """A running LibreOffice."""

    def __init__(self, pipe: str, folder: Path) -> None:
        self.pipe, self.folder, self.count = pipe, folder, 0

    def edit(self, data: bytes, *actions: Sequence[str]) -> bytes:
        """Open a file, do what people do, save it as .docx and return it; no action merely saves."""
        self.count += 1
        source, target = self.folder / f"{self.count}.docx", self.folder / f"{self.count}-saved.docx"
        source.write_bytes(data)
        command = [PYTHON, str(SCRIPT), self.pipe, str(source), str(target)]
        run = subprocess.run(
            command, input=json.dumps(actions).encode(), capture_output=True, timeout=180, check=False
        )
        assert run.returncode == 0, run.stderr.decode()
        return target.read_bytes()


def saved_by_office(data: bytes) -> bytes:
    """Open and save a file by the converter, which bears comments where the UNO bridge of LibreOffice 7.4 dies."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "file.docx"), Path(folder, "out")
        source.write_bytes(data)
        command = [
            office_command() or "",
            f"-env:UserInstallation={Path(folder, 'profile').as_uri()}",
            "--headless",
        ]
        command += [
            "--norestore",
            "--convert-to",
            "docx:MS Word 2007 XML",
            "--outdir",
            str(target),
            str(source),
        ]
        environment = {**os.environ, "FONTCONFIG_FILE": str(FONTS), "SAL_USE_VCLPLUGIN": "svp"}
        subprocess.run(command, capture_output=True, timeout=180, check=True, env=environment)
        return (target / "file.docx").read_bytes()


@contextmanager
def running_office() -> Iterator[Office]:
    """Start LibreOffice with a throw-away profile and end it afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        pipe = f"policygen{uuid.uuid4().hex[:12]}"
        command = [
            office_command() or "",
            f"-env:UserInstallation={Path(folder, 'profile').as_uri()}",
            "--headless",
            "--norestore",
            "--nolockcheck",
            f"--accept=pipe,name={pipe};urp;",
        ]
        environment = {**os.environ, "FONTCONFIG_FILE": str(FONTS), "SAL_USE_VCLPLUGIN": "svp"}
        with subprocess.Popen(
            command,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=environment,
            start_new_session=True,
        ) as process:
            try:
                yield Office(pipe, Path(folder))
            finally:
                os.killpg(process.pid, 9)
