"""What the paragraphs of a template may become: their own words, and anything where a tag or reference stands."""

from __future__ import annotations

import re
from dataclasses import dataclass

from generator.word.file.names import P
from generator.word.file.reading import is_shown, read_word_file
from generator.word.reader.lines import LineReader
from generator.word.text.standins import FIRST_STAND_IN

_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}|[" + chr(FIRST_STAND_IN) + r"-\U0010ffff]", re.DOTALL)
_LEAST_WORDS = 12
"""A paragraph with fewer letters of its own says too little to be known again."""


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of one paragraph of a template, in order; between them anything may stand."""

    words: tuple[str, ...]

    def fits(self, text: str) -> bool:
        """Return whether a text without blanks can be this paragraph; takes time in proportion to its length."""
        first, *middle = self.words
        last = middle.pop() if middle else ""
        if not middle and len(self.words) == 1:
            return text == first
        if len(text) < len(first) + len(last) or not text.startswith(first) or not text.endswith(last):
            return False
        place, end = len(first), len(text) - len(last)
        for word in middle:
            found = text.find(word, place, end)
            if found < 0:
                return False
            place = found + len(word)
        return True


def read_wordings(template: bytes) -> tuple[Wording, ...]:
    """Return the wording of each paragraph of a template that has enough words of its own; blanks do not count.

    Raises:
        TemplateError: It is no Word file.
    """
    file = read_word_file(template)
    reader = LineReader(file)
    wordings: dict[Wording, None] = {}
    root = file.root(file.main) if file.main else None
    for paragraph in () if root is None else filter(is_shown, root.iter(P)):
        words = tuple(without_blanks(part) for part in _TAG.split(reader.text(paragraph)))
        if sum(map(len, words)) >= _LEAST_WORDS:
            wordings.setdefault(Wording(words))
    return tuple(wordings)


def without_blanks(text: str) -> str:
    """Return a text as wordings take it."""
    return "".join(text.split())
