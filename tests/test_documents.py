"""The contract of every document, for every sample profile, both numbering styles, and every option both ways."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

import pytest

from generator.catalog import DOCUMENTS
from generator.checking import CheckResult, check_documents
from generator.profile import CompanyProfile
from generator.profile.model.documents import NumberingStyle
from generator.templating.set import TemplateSet
from generator.word.checks.structure import check_structure
from generator.word.reader.outline import outline
from generator.word.reader.passages import Passage, read_passages
from tests.accessibility import check_accessibility
from tests.office import convert_to_pdf, normalised, office_command, pdf_fonts, pdf_text
from tests.profiles import SAMPLES
from tests.rendering import NUMBERINGS, TODAY, render_documents, sample, sample_documents, with_numbering
from tests.validators import external_findings
from tests.variants import allowed_values, covered_values, option_values, variants

GOLDEN = Path(__file__).with_name("golden")
#: what a sound document may still show: values its profile lacks, and dates that its company has let pass
_THE_COMPANYS_PART = {"placeholder", "review-overdue", "measure-overdue"}

each_sample = pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
each_numbering = pytest.mark.parametrize("numbering", NUMBERINGS, ids=str)


def check_together(folder: Path, profile: CompanyProfile, documents: Mapping[str, bytes]) -> CheckResult:
    """Run the product's own check over documents as a user would."""
    titles = {kind.key: kind.title for kind in DOCUMENTS}
    paths = [folder / f"{titles[key]}.docx" for key in documents]
    for path, data in zip(paths, documents.values(), strict=True):
        path.write_bytes(data)
    return check_documents(paths, profile, today=TODAY)


def complaints(folder: Path, profile: CompanyProfile, documents: Mapping[str, bytes]) -> list[str]:
    """Return everything that the project's own checks say against documents."""
    found = []
    for key, data in documents.items():
        found += [f"{key}: {finding}" for finding in check_structure(data)]
        found += [f"{key}: {finding}" for finding in check_accessibility(data)]
        found += [f"{key}: {text}" for text in empty_clauses(read_passages(data))]
    for remark in check_together(folder, profile, documents).remarks:
        if remark.kind not in _THE_COMPANYS_PART:
            found.append(
                f"{remark.document} {remark.clause} {remark.kind}: {remark.text} 「{remark.excerpt}」"
            )
    return found


def empty_clauses(passages: tuple[Passage, ...]) -> list[str]:
    """Return headings with nothing under them."""
    body = [passage for passage in passages if passage.story == "本文" and not passage.in_contents]
    found = [
        f"empty clause {heading.clause}"
        for heading, following in pairwise(body)
        if heading.level and following.level and following.level <= heading.level
    ]
    return found + [f"empty clause {body[-1].clause}" for _ in body[-1:] if body[-1].level]


@each_numbering
@each_sample
def test_own_checks(path: Path, numbering: NumberingStyle, tmp_path: Path) -> None:
    """Structure, accessibility, leftovers, references, facts, style: nothing is found."""
    profile = with_numbering(sample(path), numbering)
    assert complaints(tmp_path, profile, sample_documents(path, numbering)) == []


@pytest.mark.slow
@each_sample
def test_external_validators(path: Path) -> None:
    """openxml-audit and the Open XML SDK find nothing in any document, in either numbering style."""
    files = {
        data: f"{numbering}-{key}"
        for numbering in NUMBERINGS
        for key, data in sample_documents(path, numbering).items()
    }
    assert external_findings((name, data) for data, name in files.items()) == []


@pytest.mark.office
@pytest.mark.skipif(office_command() is None, reason="LibreOffice is missing")
@each_sample
def test_pdf_says_what_the_document_says(path: Path, tmp_path: Path) -> None:
    """LibreOffice converts every document, shows all its text and the same numbers, in the fonts asked for."""
    files = {
        f"{numbering}-{key}": data
        for numbering in NUMBERINGS
        for key, data in sample_documents(path, numbering).items()
        if key == "rules" or numbering is sample(path).documents.numbering
    }
    pdfs = convert_to_pdf(files, tmp_path)
    for name, data in files.items():
        shown = normalised(pdf_text(pdfs[name]))
        missing = [passage.text for passage in read_passages(data) if not is_shown(passage, shown)]
        assert missing == [], name
        assert not {font for font in pdf_fonts(pdfs[name]) if "DejaVu" in font}, name


def is_shown(passage: Passage, shown: str) -> bool:
    """Tell whether a PDF holds a passage with its number, whole or broken once by the end of a page.

    Headers and footers are looked for word by word without digits: their page numbers differ from page to page.
    """
    if passage.story != "本文":
        return all(
            normalised(word) in shown for word in passage.text.split() if not any(map(str.isdigit, word))
        )
    wanted = normalised((passage.label if passage.level else "") + passage.text)
    if passage.in_contents or wanted in shown:
        return True
    longest = max((end for end in range(len(wanted)) if wanted[:end] in shown), default=0)
    return longest > 0 and wanted[longest:] in shown


@each_sample
def test_second_run_gives_the_same_bytes(path: Path) -> None:
    """The same profile, template and date give the same bytes, with freshly compiled templates too."""
    profile = sample(path)
    first = sample_documents(path, profile.documents.numbering)
    assert digests(render_documents(profile, path.parent)) == digests(first)
    assert digests(render_documents(profile, path.parent, TemplateSet())) == digests(first)


def digests(documents: Mapping[str, bytes]) -> dict[str, str]:
    """Return the digest of each document."""
    return {key: sha256(data).hexdigest() for key, data in documents.items()}


@each_sample
def test_golden_outlines(path: Path, update_golden: bool) -> None:
    """Every document reads as it was last reviewed (rewrite with --update-golden, then read the change)."""
    for key, data in sample_documents(path, sample(path).documents.numbering).items():
        golden = GOLDEN / path.stem / f"{key}.txt"
        text = outline(data)
        if update_golden:
            golden.parent.mkdir(parents=True, exist_ok=True)
            golden.write_text(text, encoding="utf-8", newline="\n")
        assert golden.is_file(), f"{golden} is missing: run pytest with --update-golden and review it"
        assert text == golden.read_text(encoding="utf-8")


def test_no_golden_without_a_profile() -> None:
    """A sample profile that was removed leaves no golden outline behind."""
    assert {folder.name for folder in GOLDEN.iterdir()} <= {path.stem for path in SAMPLES}


@each_sample
def test_variants_take_every_value(path: Path) -> None:
    """The variants of a profile take every value of every option that the profile allows."""
    assert allowed_values(path) <= covered_values(path)


def test_every_option_is_switched_both_ways() -> None:
    """No option stays in one position over all sample profiles."""
    covered = set().union(*(covered_values(path) for path in SAMPLES))
    stuck = [option for option in option_values() if len({i for o, i in covered if o == option}) < 2]
    assert stuck == []


@pytest.mark.slow
@pytest.mark.parametrize("part", range(4))
@each_sample
def test_every_option_both_ways(path: Path, part: int, tmp_path: Path) -> None:
    """However the options are combined, no document shows a leftover, an empty clause or a broken reference."""
    for number, profile in enumerate(variants(path)[part::4]):
        folder = tmp_path / str(number)
        folder.mkdir()
        found = complaints(folder, profile, render_documents(profile))
        assert found == [], profile.model_dump_json(exclude_defaults=True)


@pytest.mark.slow
@each_sample
def test_external_validators_on_variants(path: Path) -> None:
    """The external validators accept a variant of each profile too."""
    documents = render_documents(variants(path)[0])
    assert external_findings((f"variant-{key}", data) for key, data in documents.items()) == []
