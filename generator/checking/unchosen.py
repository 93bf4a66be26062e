"""Rules in a document that the profile has not chosen: left from an earlier choice, beside those that hold now."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.catalog import DOCUMENTS, find_templates_folder
from generator.checking.remark import Document, Remark
from generator.errors import GeneratorError
from generator.files.atomic import digest, read_if_there
from generator.record.manifest import base_path, load_manifest, rendered_path
from generator.word.reader.passages import read_passages
from generator.word.reader.wording import Wording, read_wordings, without_blanks

_TEXT = "今のプロファイルでは選ばれていない決まりの文です。今の決まりと食い違うおそれがあります"
_ADVICE = "今の決まりと比べ、要らなければ消してください。残すなら、プロファイルの選択も合わせてください"


@dataclass(frozen=True, slots=True)
class LastRender:
    """What the last run made of a document's template.

    Attributes:
        rendered: The paragraphs it wrote, without blanks.
        wordings: What each paragraph of the template may become.
    """

    rendered: frozenset[str]
    wordings: Sequence[Wording]


def read_choice(path: Path) -> LastRender | None:
    """Return what the last run made of a document; None where its record or the template it used is not there."""
    with contextlib.suppress(GeneratorError, OSError):
        manifest = load_manifest(path.parent)
        records = {} if manifest is None else manifest.documents
        found = ((key, record) for key, record in records.items() if record.file == path.name)
        for key, record in found:
            places = (rendered_path(path.parent, key), base_path(path.parent, key), path)
            versions = (read_if_there(place) for place in places)
            rendered = next(
                (each for each in versions if each is not None and digest(each) == record.rendered_sha256),
                None,
            )
            name = next(kind.template for kind in DOCUMENTS if kind.key == key)
            template = read_if_there(find_templates_folder() / name)
            if rendered is not None and template is not None and digest(template) == record.template_sha256:
                texts = frozenset(without_blanks(passage.text) for passage in read_passages(rendered))
                return LastRender(texts, read_wordings(template))
    return None


def check_unchosen(document: Document, choice: LastRender) -> Iterator[Remark]:
    """Yield the paragraphs that the template can write, and did not write anything of for this profile.

    A paragraph that the company edited, and one that stands in place of a rendered one, is none of them.
    """
    for passage in document.body:
        text = without_blanks(passage.text)
        if not text or text in choice.rendered:
            continue
        sources = [wording for wording in choice.wordings if wording.fits(text)]
        is_chosen = any(wording.fits(each) for wording in sources for each in choice.rendered)
        if sources and not is_chosen:
            yield document.remark(
                passage, "unchosen-rule", _TEXT, _ADVICE, excerpt=passage.text, warning=True
            )
