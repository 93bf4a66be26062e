"""Runs textlint over the text of every rendered document: `python -m tests.lint_text`.

textlint is installed with npm into a temporary folder, or into the one that POLICYGEN_TEXTLINT names, so
that a second run need not install it again. Regulations are held to plain form, handbook and policy to です・ます.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from generator.word.reader.passages import Passage, read_passages
from tests.profiles import SAMPLES
from tests.rendering import sample, sample_documents

CONFIGURATION = Path(__file__).with_name("textlint")
PLAIN, POLITE = "である", "ですます"
ASIDES = re.compile(
    r"(?<=[0-9条章号])（[^（）]*）"
    r"|（(?:[^（）]|（[^（）]*）)*?。(?:[^（）]|（[^（）]*）)*）"
)
"""The title after a reference (第5条（…）) and notes with a full stop of their own: they are no part of the sentence."""

EXCEPTIONS = {PLAIN: {"no-doubled-conjunction": False}, POLITE: {}}
"""Rules that do not fit: regulations join nouns with 及び in one sentence after the other, as 公用文 demands."""

_SPECIAL = str.maketrans({character: f"\\{character}" for character in "\\`*_{}[]<>#+-!|~"})


def document_text(passages: Sequence[Passage]) -> str:
    """Return a document as Markdown: headings, paragraphs and table cells, each a block of its own."""
    return "\n\n".join(_block(passage) for passage in passages if passage.text.strip()) + "\n"


def _block(passage: Passage) -> str:
    text = ASIDES.sub("", " ".join(passage.text.split())).translate(_SPECIAL)
    return f"# {text}" if passage.level else text


def is_polite(key: str, passage: Passage) -> bool:
    """Tell whether a passage belongs to です・ます: handbook, policy, and the forms people sign."""
    return key != "rules" or passage.is_form


def write_texts(folder: Path) -> Iterator[tuple[str, Path]]:
    """Write each document's text, its polite and its plain part apart; yield (style, file).

    A clause that stands word for word in an earlier document is left out, so that it is read once; so is the
    table of contents, which repeats the headings.
    """
    seen: set[tuple[str, ...]] = set()
    for path in SAMPLES:
        for key, data in sample_documents(path, sample(path).documents.numbering).items():
            chosen: dict[str, list[Passage]] = {POLITE: [], PLAIN: []}
            for _, group in groupby(
                read_passages(data), key=lambda passage: (passage.clause, passage.is_form)
            ):
                clause = [passage for passage in group if not passage.in_contents]
                if not clause:
                    continue
                style = POLITE if is_polite(key, clause[0]) else PLAIN
                words = (style, *(passage.text for passage in clause))
                if words not in seen:
                    seen.add(words)
                    chosen[style] += clause
            for style, passages in chosen.items():
                if passages:
                    file = folder / f"{path.stem}-{key}-{'polite' if style == POLITE else 'plain'}.md"
                    file.write_text(document_text(passages), encoding="utf-8")
                    yield style, file


def install(folder: Path) -> Path:
    """Install textlint below a folder, if it is not there, and return its command."""
    command = folder / "node_modules" / ".bin" / ("textlint.cmd" if os.name == "nt" else "textlint")
    if not command.exists():
        npm = shutil.which("npm")
        if npm is None:
            raise SystemExit("textlint: npm is missing (Node.js 20 or newer is needed)")
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(CONFIGURATION / "package.json", folder)
        arguments = [npm, "install", "--no-audit", "--no-fund", "--no-package-lock", "--silent"]
        subprocess.run(arguments, cwd=folder, check=True, timeout=600)
    return command


def configuration(folder: Path, style: str) -> Path:
    """Write the configuration that holds body text to one style."""
    rules = json.loads((CONFIGURATION / "textlintrc.json").read_text(encoding="utf-8"))
    rules["rules"]["no-mix-dearu-desumasu"]["preferInBody"] = style
    rules["rules"]["preset-japanese"] |= EXCEPTIONS[style]
    path = folder / f"textlintrc-{'polite' if style == POLITE else 'plain'}.json"
    path.write_text(json.dumps(rules, ensure_ascii=False), encoding="utf-8")
    shutil.copy(CONFIGURATION / "prh.yml", folder)
    return path


def lint(command: Path, folder: Path, style: str, files: Sequence[Path]) -> list[str]:
    """Run textlint over files of one style and return its findings, one line each, each sentence once."""
    arguments = [str(command), "--config", str(configuration(folder, style)), "--format", "json"]
    arguments += [str(file) for file in files]
    run = subprocess.run(arguments, cwd=command.parent.parent.parent, capture_output=True, timeout=1200)
    if run.returncode not in (0, 1):
        raise SystemExit(f"textlint failed:\n{run.stderr.decode('utf-8', 'replace')}")
    found: dict[tuple[str, str], str] = {}
    for result in json.loads(run.stdout or b"[]"):
        lines = Path(result["filePath"]).read_text(encoding="utf-8").splitlines()
        for message in result["messages"]:
            sentence = lines[message["line"] - 1]
            key = (message["ruleId"], sentence)
            place = f"{Path(result['filePath']).stem}:{message['line']}"
            what = message["message"].splitlines()[0]
            found.setdefault(key, f"{place}: {message['ruleId']}: {what}\n    {sentence}")
    return list(found.values())


def main() -> int:
    """Lint everything; the exit code is 1 when there are findings."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        home = os.environ.get("POLICYGEN_TEXTLINT")
        command = install(Path(home) if home else folder / "textlint")
        texts = list(write_texts(folder))
        findings = []
        for style in (PLAIN, POLITE):
            files = [file for wanted, file in texts if wanted == style]
            findings += lint(command, folder, style, files) if files else []
    sys.stdout.write("".join(f"{finding}\n" for finding in findings))
    sys.stdout.write(f"textlint: {len(findings)} findings in {len(texts)} texts\n")
    return 1 if findings else 0


if __name__ == "__main__":
    raise SystemExit(main())
