"""A rule of a choice that the profile did not make is found beside the rules that hold."""

from __future__ import annotations

import datetime
import io
from pathlib import Path

import docx
import pytest

import generator
from generator.checking import check_target
from tests.profiles import SAMPLES

DAY = datetime.date(2026, 11, 22)
KIND = "unchosen-rule"


def made(tmp_path: Path, sample: Path, name: str = "c") -> Path:
    profile = tmp_path / f"{name}.yaml"
    profile.write_text(sample.read_text(encoding="utf-8"), encoding="utf-8")
    generator.generate(str(profile), tmp_path / name)
    return tmp_path / name


def texts(folder: Path) -> list[str]:
    file = next(folder.glob("情報セキュリティ関連規程*.docx"))
    return [paragraph.text for paragraph in docx.Document(str(file)).paragraphs]


def put(folder: Path, *lines: str) -> None:
    """Add paragraphs behind the last one of the regulations, as somebody does by hand."""
    file = next(folder.glob("情報セキュリティ関連規程*.docx"))
    document = docx.Document(str(file))
    for line in lines:
        document.add_paragraph(line)
    buffer = io.BytesIO()
    document.save(buffer)
    file.write_bytes(buffer.getvalue())


def found(folder: Path) -> list[str]:
    remarks = check_target(folder, today=DAY).remarks
    return [remark.excerpt for remark in remarks if remark.kind == KIND]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_documents_as_made_have_none(tmp_path: Path, sample: Path) -> None:
    """What a run writes is what the profile chose."""
    assert found(made(tmp_path, sample)) == []


def test_rule_of_the_reversed_choice_is_found(tmp_path: Path) -> None:
    """A prohibition that is still there after the choice was reversed is told, and the new permission is not."""
    sample = next(path for path in SAMPLES if path.stem == "manufacturer")
    source = sample.read_text(encoding="utf-8")
    folder, profile = made(tmp_path, sample), tmp_path / "c.yaml"
    before = texts(folder)
    allowed = "\noptions:\n  byod: {use: approved, devices: [smartphone], purposes: [mail]}\n"
    assert "byod" not in source and "\noptions:\n" in source
    profile.write_text(source.replace("\noptions:\n", allowed), encoding="utf-8")
    generator.generate(str(profile), folder)
    gone = [text for text in before if len(text) > 30 and text not in texts(folder)]
    rules = [text for text in gone if "私物" in text and "条（" not in text]
    assert rules
    assert found(folder) == []
    put(folder, *rules)
    assert len(found(folder)) == len(rules)


def test_words_of_the_company_are_none(tmp_path: Path) -> None:
    """Paragraphs that the company wrote or changed itself are not taken for a rule of ours."""
    sample = next(path for path in SAMPLES if path.stem == "manufacturer")
    folder = made(tmp_path, sample)
    rules = [text for text in texts(folder) if len(text) > 30][:20]
    put(
        folder,
        "当社は、展示会に持ち出す試作品の写真を、事前に広報担当が確かめる。",
        *[f"{text[:-1]}ものとする。" for text in rules],
    )
    assert found(folder) == []


def test_without_a_record_nothing_is_said(tmp_path: Path) -> None:
    """A document in a folder without a record has no choice to be held against."""
    sample = next(path for path in SAMPLES if path.stem == "sole_proprietor")
    folder = made(tmp_path, sample)
    lone = tmp_path / "別の場所"
    lone.mkdir()
    for file in folder.glob("*.docx"):
        (lone / file.name).write_bytes(file.read_bytes())
    assert found(lone) == []
