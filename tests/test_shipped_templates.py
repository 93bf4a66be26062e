"""The shipped templates beside docxtpl, and what a profile's texts become in them."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from docxtpl import DocxTemplate
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.catalog import DOCUMENTS, DocumentKind, find_templates_folder
from generator.context import build_context
from generator.profile.model.characters import odd_words, tidy
from generator.word.engine.compile.building import compile_template
from generator.word.file.names import P, w
from generator.word.file.reading import attribute, read_word_file
from generator.word.file.xml import Element
from generator.word.merge.read.inline import read_pieces, text_of
from generator.word.reader.passages import read_passages
from generator.word.text.standins import StandIns
from tests.profiles import SAMPLES, build_profile
from tests.rendering import sample

POLICY = compile_template(find_templates_folder() / "appendix2_policy.docx")
HANDBOOK = compile_template(find_templates_folder() / "appendix4_handbook.docx")


def _lines(data: bytes) -> list[str]:
    """Return the text of each paragraph of the body: fields as a mark, contents and empty paragraphs left out."""
    file = read_word_file(data)
    root = file.root(file.main)
    assert root is not None
    found = []
    for paragraph in root.iter(P):
        style = attribute(paragraph, "pPr/pStyle") or ""
        text = text_of(read_pieces(paragraph, StandIns())).strip()
        if text and not style.lower().startswith("toc"):
            found.append(text)
    return found


def _by_docxtpl(kind: DocumentKind, path: Path) -> bytes:
    document = DocxTemplate(find_templates_folder() / kind.template)
    document.render(build_context(sample(path)), autoescape=True)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize("kind", DOCUMENTS, ids=lambda kind: kind.key)
@pytest.mark.parametrize("path", SAMPLES[:2], ids=lambda path: path.stem)
def test_docxtpl_makes_the_same_text_of_our_templates(kind: DocumentKind, path: Path) -> None:
    """The dialect is the known one: numbers, references and contents aside, docxtpl writes the same words."""
    ours = compile_template(find_templates_folder() / kind.template).render(build_context(sample(path)))
    assert _lines(ours) == _lines(_by_docxtpl(kind, path))


TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Co"]), min_size=1, max_size=60).filter(
    lambda text: tidy(text).strip() and not odd_words(tidy(text)) and not set(tidy(text)) & set("\n\t")
)


@settings(max_examples=40, deadline=None)
@given(name=TEXTS, person=TEXTS, preface=TEXTS)
def test_any_text_in_the_profile_reaches_the_document_unchanged(name: str, person: str, preface: str) -> None:
    """Signs, tags, markup and rare characters in a field stand in the documents as they were written, composed."""
    company = {"name": name, "representative": {"name": person}}
    context = build_context(build_profile(company=company, documents={"preface": preface}))
    policy = "\n".join(passage.text for passage in read_passages(POLICY.render(context)))
    handbook = "\n".join(passage.text for passage in read_passages(HANDBOOK.render(context)))
    assert tidy(name).strip() in policy and tidy(person).strip() in policy
    assert tidy(preface).strip() in handbook


def _paragraph_styles(kind: DocumentKind) -> list[Element]:
    file = read_word_file(find_templates_folder() / kind.template)
    root = file.root(file.related("styles") or "")
    assert root is not None
    return [style for style in root.iter(w("style")) if style.get(w("type")) == "paragraph"]


@pytest.mark.parametrize("kind", DOCUMENTS, ids=lambda kind: kind.key)
def test_numbered_styles_state_their_level(kind: DocumentKind) -> None:
    """Other programs than Word show no number of a style that names a list without a level."""
    numbered = [
        style for style in _paragraph_styles(kind) if attribute(style, "pPr/numPr/numId") not in (None, "0")
    ]
    assert numbered
    assert [style.get(w("styleId")) for style in numbered if attribute(style, "pPr/numPr/ilvl") is None] == []


@pytest.mark.parametrize("kind", DOCUMENTS, ids=lambda kind: kind.key)
def test_lines_of_text_grow_with_what_stands_in_them(kind: DocumentKind) -> None:
    """A picture that somebody puts into a line of text, a cell or a header is not cut off; contents lines may wrap."""
    text = ("Normal", "BodyText", "Clause", "Item", "TableText", "Header", "Footer", "TOC1", "TOC2", "TOC3")
    styles = {style.get(w("styleId")): style for style in _paragraph_styles(kind)}
    for name in text:
        if name in styles:
            assert attribute(styles[name], "pPr/spacing", "lineRule") != "exact", name
            kept = [
                tag
                for tag in ("keepNext", "keepLines")
                if styles[name].find(f"{w('pPr')}/{w(tag)}") is not None
            ]
            assert not (name.startswith("TOC") and kept), name
