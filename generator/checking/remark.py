"""One remark of a check: where, what is wrong, what to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator.labelled import Labelled
from generator.word.reader.passages import Passage
from generator.word.text.excerpt import shorten

MAX_EXCERPT = 40


class Severity(Labelled):
    """How bad a remark is; `label` is what the user reads."""

    ERROR = "error", "要修正"
    WARNING = "warning", "要確認"


@dataclass(frozen=True, slots=True)
class Remark:
    """Something in a document, or between documents, that needs a person's eye.

    Attributes:
        document: The file's name; empty when it concerns the profile.
        clause: Number and title of the clause; the story (ヘッダー …) outside the body.
        paragraph: The paragraph in its part, counted from 1; 0 for the whole document.
        kind: A stable English word for the kind of remark.
        severity: Whether it must be put right or looked at.
        excerpt: At most 40 characters of the text.
        text: What is wrong, in Japanese.
        advice: What to do, in Japanese.
    """

    document: str
    clause: str
    paragraph: int
    kind: str
    severity: Severity
    excerpt: str
    text: str
    advice: str


@dataclass(frozen=True, slots=True)
class Document:
    """One document under the check.

    Attributes:
        name: The file's name.
        key: policy, handbook or rules; empty when it is none of them.
        passages: Its paragraphs without the table of contents.
    """

    name: str
    key: str
    passages: tuple[Passage, ...]

    def remark(
        self,
        passage: Passage | None,
        kind: str,
        text: str,
        advice: str,
        *,
        excerpt: str = "",
        warning: bool = False,
    ) -> Remark:
        """Build a remark on a passage; without one it concerns the whole document."""
        place = "" if passage is None else (passage.clause if passage.story == "本文" else passage.story)
        severity = Severity.WARNING if warning else Severity.ERROR
        number = 0 if passage is None else passage.paragraph
        return Remark(self.name, place, number, kind, severity, shorten(excerpt, MAX_EXCERPT), text, advice)

    @property
    def body(self) -> Iterator[Passage]:
        """Return the passages of the body text."""
        return (passage for passage in self.passages if passage.story == "本文")


def around(text: str, start: int, end: int) -> str:
    """Return the place of a match with a few characters before it."""
    return text[max(0, start - 8) : max(end, start - 8 + MAX_EXCERPT)]


def sentences(passages: Iterable[Passage]) -> Iterator[tuple[Passage, str]]:
    """Yield each sentence with its passage; quoted text does not end a sentence."""
    for passage in passages:
        depth, begin = 0, 0
        for place, character in enumerate(passage.text):
            depth += {"「": 1, "『": 1, "（": 1, "」": -1, "』": -1, "）": -1}.get(character, 0)
            if character == "。" and depth <= 0:
                yield passage, passage.text[begin : place + 1]
                begin = place + 1
        if passage.text[begin:].strip():
            yield passage, passage.text[begin:]
