"""After merging: every table of contents lists the headings as they are now, and keeps its shape."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from generator.word.file.names import (
    RPR,
    TXBX,
    T,
)
from generator.word.merge.read.inline import letter_run
from generator.word.merge.read.order import find_steady
from generator.word.merge.read.references import KnownFields
from generator.word.merge.read.targets import Destination, Targets
from generator.word.merge.write.contents_lines import (
    Contents,
    Line,
    Spans,
    part_line,
)
from generator.word.merge.write.contents_tree import ListedLine, ListedLines, lead_to
from generator.word.merge.write.stretch import write_over

_VOLATILE = ("_goback", "_hlk")
_BRACKETS = ("（", "(")
_NO_PAGE = "–"


@dataclass
class ContentsRefresh:
    """Brings the lines of one table of contents up to date.

    Attributes:
        contents: The table.
        known: What was known before merging.
        after: The targets now.
        changed: Whether a line was changed, moved, added or taken out.
        kept: Lines that stay as they are although their heading changed, each with the heading's words.
    """

    contents: Contents
    known: KnownFields
    after: Targets
    changed: bool = False
    kept: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Find the heading of each line."""
        named = (self.after.named(name) for line in self.contents.lines for name in line.names)
        self.led_to = {each.paragraph for each in named if each is not None}
        self.entries = [self._entry(line) for line in self.contents.lines]
        self.lines = ListedLines(self.contents, self.entries)

    def run(self) -> None:
        """Bring the lines up to date, in this order."""
        # A line whose heading is gone leads nowhere; it must not serve as a model for others.
        for entry in [each for each in self.entries if each.after is None and each.before]:
            self._drop_gone(entry)
        # Numbers and titles, read by the shape that each line has: another program may have written it.
        for entry in self.entries:
            self._fill(entry)
        # Only a field is in the order of the document; lines that somebody typed may be in any.
        if self.contents.field is not None:
            self._sort()
        # Last, for a new line stands behind that of the heading before it, and is made like its neighbours.
        self._add_new()

    # -- what a line leads to -------------------------------------------------------------------------------

    def _entry(self, line: Line) -> ListedLine:
        before = [
            target
            for targets in (self.known.ours, self.known.base)
            for name in line.names
            if (target := targets.named(name)) is not None
        ]
        if not before:  # its bookmark is lost, or it never had one: by its words, where they are clear
            alike = [each for each in self.known.ours.headings.values() if _says(line, each)]
            before = alike if len(alike) == 1 else []
        return ListedLine(line, tuple(before), self._now(line, before))

    def _now(self, line: Line, before: list[Destination]) -> Destination | None:
        """Return the heading as it stands now: by bookmark, by its paragraph, or by its words.

        By words alone only one that stood there before, as its bookmark is lost, and that no other line leads to.
        """
        named = (self.after.named(name) for name in line.names)
        stayed = (self.after.headings.get(each.paragraph) for each in before)
        for target in (*named, *stayed):
            if target is not None and target.line:
                return target
        texts = {each.line for each in before}
        stood = (self.after.headings.get(paragraph) for paragraph in self.known.ours.headings)
        alike = [each for each in stood if each is not None and each.level and each.line in texts]
        return next((each for each in alike if each.paragraph not in self.led_to), None)

    # -- lines that go or change ----------------------------------------------------------------------------

    def _drop_gone(self, entry: ListedLine) -> None:
        if entry.spans() is None:
            self.kept.append((entry.line.text.strip(), ""))
        elif self.lines.drop(entry):
            self.changed = True

    def _fill(self, entry: ListedLine) -> None:
        target = entry.after
        if target is None or (target.level is None and any(each.level for each in entry.before)):
            return
        spans = entry.spans()
        if spans is not None:
            self.changed = self._write(entry.line, spans, target, entry.before) or self.changed
        elif entry.before and (target.label, target.line) != (entry.before[0].label, entry.before[0].line):
            self.kept.append((entry.line.text.strip(), " ".join([target.label, target.line]).strip()))

    def _write(self, line: Line, spans: Spans, target: Destination, before: Iterable[Destination]) -> bool:
        """Write title and number into a line; a line that shows no number though there was one gets none."""
        text = line.text
        number, title = text[slice(*spans.number)], text[slice(*spans.title)]
        words = " ".join(target.line.split())
        changed = " ".join(title.split()) != words
        if changed:
            write_over(line.nodes, *spans.title, words)
        gap = _gap(spans.gap, title, words) if target.label else ""
        if number and (number, spans.gap) != (target.label, gap):
            write_over(line.nodes, spans.number[0], spans.title[0], target.label + gap)
            return True
        if not number and target.label and not any(each.label for each in before):
            return self._add_number(line, spans, target.label) or changed
        return changed

    def _add_number(self, line: Line, spans: Spans, label: str) -> bool:
        at = 0
        for node in line.nodes:
            run = node.getparent()
            if at >= spans.title[0] and node.tag == T and run is not None:
                run.addprevious(letter_run(label + self._usual_gap(), run.find(RPR)))
                return True
            at += len(node.text or "") if node.tag == T else 1
        return False

    def _usual_gap(self) -> str:
        spans = (entry.spans() for entry in self.entries)
        return next((each.gap for each in spans if each is not None and each.number[1] and each.gap), "\t")

    # -- the order ------------------------------------------------------------------------------------------

    def _sort(self) -> None:
        """Move the fewest lines, but never the first, so that they stand in the order of the document."""
        order = {paragraph: place for place, paragraph in enumerate(self.after.headings)}
        found = [each for each in self.entries if each.after is not None and each.after.paragraph in order]
        wanted = sorted(found, key=lambda each: order[each.after.paragraph] if each.after else 0)
        place = {id(each): number for number, each in enumerate(found)}
        steady = find_steady([place[id(each)] for each in wanted])
        for at, entry in enumerate(wanted):
            if at == 0 or place[id(entry)] in steady or entry.spans() is None:
                continue
            twin = self.lines.copy(entry.line)
            if self.lines.drop(entry):
                entry.line = twin
                self.lines.put(entry, wanted[at - 1])
                self.changed = True

    # -- new lines ------------------------------------------------------------------------------------------

    def _add_new(self) -> None:
        """Give a line to each heading that merging brought, where its kind is listed."""
        if self.contents.field is not None and r"\b" in self.contents.field.words:
            return  # it lists a part of the document
        models = self._models()
        listed = {each.after.paragraph: each for each in self.entries if each.after is not None}
        previous: ListedLine | None = None
        for paragraph, target in self.after.headings.items():
            if paragraph in listed:
                previous = listed[paragraph]
                continue
            alike = models.get((target.style, target.level), [])
            if not alike or not self._is_new(target):
                continue
            model = next((each for each in alike if _has_number(each) == bool(target.label)), alike[0])
            previous = self._add(model, target, previous)
            self.changed = True

    def _models(self) -> dict[tuple[str, int | None], list[ListedLine]]:
        """Return the lines whose shape is known by the kind of heading they list."""
        models: dict[tuple[str, int | None], list[ListedLine]] = {}
        for entry in self.entries:
            if entry.after is not None and entry.after.level is not None and entry.spans() is not None:
                models.setdefault((entry.after.style, entry.after.level), []).append(entry)
        return models

    def _is_new(self, target: Destination) -> bool:
        names = self.after.names.get(target.paragraph, [])
        return (
            bool(target.line and _best(names))
            and target.paragraph not in self.known.ours.headings
            and not any(self.known.ours.named(name) for name in names)
            and next(target.paragraph.iterancestors(TXBX), None) is None
        )

    def _add(self, model: ListedLine, target: Destination, previous: ListedLine | None) -> ListedLine:
        spans = model.spans()
        line = self.lines.copy(model.line)
        entry = ListedLine(line, model.before, target)
        if spans is not None:
            if spans.page[0] >= 0:
                write_over(line.nodes, *spans.page, _NO_PAGE)
            self._write(line, spans, target, [target] if target.label else [])
        for number, node in enumerate(line.pages):
            node.text = _NO_PAGE if not number else ""
        lead_to(line, _best(self.after.names[target.paragraph]))
        self.lines.put(entry, previous)
        return entry


def _says(line: Line, heading: Destination) -> bool:
    return heading.level is not None and part_line(line.text, heading.label, heading.line) is not None


def _gap(gap: str, before: str, after: str) -> str:
    """Return what stands between number and title: a blank, unless there is more, or the title has a bracket."""
    brackets = before.startswith(_BRACKETS), after.startswith(_BRACKETS)
    if brackets == (True, False):
        return gap or " "
    return gap.strip(" ") if brackets == (False, True) else gap


def _has_number(entry: ListedLine) -> bool:
    spans = entry.spans()
    return spans is not None and spans.number[0] < spans.number[1]


def _best(names: Iterable[str]) -> str:
    """Return the bookmark a line should lead to; none of those that Word moves about as it likes."""
    fitting = [name for name in names if not name.casefold().startswith(_VOLATILE)]
    order = ("_Pg_", "_Toc", "_")
    return min(
        fitting, key=lambda name: next((n for n, o in enumerate(order) if name.startswith(o)), 9), default=""
    )


def refresh_contents(
    found: Iterable[Contents], known: KnownFields, after: Targets
) -> Iterator[ContentsRefresh]:
    """Bring every table of contents up to date, and yield what became of it."""
    for contents in found:
        refresh = ContentsRefresh(contents, known, after)
        refresh.run()
        yield refresh
