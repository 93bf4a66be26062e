"""One thing that a check found in a Word file, with its place."""

from __future__ import annotations

from dataclasses import dataclass, field

from generator.word.file.names import P
from generator.word.file.reading import WordFile, iter_paragraphs
from generator.word.file.styling import Styles
from generator.word.file.xml import Element


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One defect of a Word file.

    Attributes:
        part: The member of the file, such as "word/document.xml".
        paragraph: The paragraph inside the part, counted from 1; 0 when it concerns the whole part.
        code: A stable English word for the kind of defect.
        text: What is wrong, in Japanese.
    """

    part: str
    paragraph: int
    code: str
    text: str

    def __str__(self) -> str:
        place = f"{self.part} 段落{self.paragraph}" if self.paragraph else self.part
        return f"{place}: {self.text}"


@dataclass(frozen=True)
class PartView:
    """One part under a check: its XML, its file, and how a finding in it is placed."""

    file: WordFile
    name: str
    root: Element
    styles: Styles
    _numbers: dict[Element, int] = field(default_factory=dict, repr=False)

    def finding(self, element: Element | None, code: str, text: str) -> Finding:
        """Build a finding placed at the paragraph around (or first inside) an element."""
        return Finding(self.name, self.paragraph_number(element), code, text)

    def paragraph_number(self, element: Element | None) -> int:
        """Return the number of the paragraph that holds an element, 0 when none does."""
        if element is None:
            return 0
        if not self._numbers:
            self._numbers.update((paragraph, number) for number, paragraph in iter_paragraphs(self.root))
        holder = element if element.tag == P else next(element.iterancestors(P), None)
        if holder is None:
            holder = next(element.iter(P), None)
        return self._numbers.get(holder, 0) if holder is not None else 0
