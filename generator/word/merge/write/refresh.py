"""After merging: references and tables of contents show again what the headings say."""

from __future__ import annotations

from dataclasses import dataclass

from generator.word.file.fieldcodes import Field
from generator.word.file.names import T
from generator.word.file.xml import Element
from generator.word.merge.read.inline import TYPED_KEY
from generator.word.merge.read.references import (
    KnownFields,
    references,
    same_shape,
    target_of,
    wanted_text,
)
from generator.word.merge.read.targets import Targets, read_targets
from generator.word.merge.read.version import Version
from generator.word.merge.write.contents import refresh_contents
from generator.word.merge.write.contents_lines import Contents, read_contents
from generator.word.merge.write.stretch import text_of_node, write_over


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What became of the results of fields.

    Attributes:
        contents: Whether a line of the contents changed.
        references: The parts in which a reference shows something else.
        kept: References and lines that somebody has written into, each with what it should show now.
    """

    contents: bool = False
    references: frozenset[str] = frozenset()
    kept: tuple[tuple[str, str], ...] = ()

    @property
    def kinds(self) -> tuple[str, ...]:
        """Return what changed without being tracked, as the report calls it."""
        kinds = {"contents": self.contents, "references": bool(self.references)}
        return tuple(kind for kind, is_changed in kinds.items() if is_changed)


def refresh_fields(ours: Version, known: KnownFields) -> Refreshed:
    """Bring what references and the contents show up to date, as a reader sees the file with every change accepted.

    Only what follows from a change of their target changes; what a person typed stays.
    """
    # Numbers and words as they are now, counted once for all fields.
    after = read_targets(ours)
    # The contents before they change: they tell what numbers were when fields were last updated.
    contents = read_contents(ours.main)
    changed, kept = _refresh_references(ours, known, after, contents)
    # The contents come last, for new lines are made from lines that are right.
    tables = list(refresh_contents(contents, known, after))
    kept += [each for table in tables for each in table.kept]
    return Refreshed(any(table.changed for table in tables), frozenset(changed), tuple(dict.fromkeys(kept)))


def _refresh_references(
    ours: Version, known: KnownFields, after: Targets, contents: list[Contents]
) -> tuple[set[str], list[tuple[str, str]]]:
    changed: set[str] = set()
    kept: list[tuple[str, str]] = []
    for part, reference in references(ours):
        wanted = wanted_text(reference, after)
        shown = reference.shown()
        if wanted is None or not shown or shown == wanted:
            continue
        nodes = list(reference.result())
        is_plain = all(node.tag == T for node in nodes)
        if is_plain and (_is_new(reference, known) or _is_rightful(reference, known, contents)):
            write_over(nodes, 0, len("".join(map(text_of_node, nodes))), wanted)
            changed.add(part)
        elif wanted != known.own.get(reference.start):
            kept.append((shown, wanted))
    return changed, kept


def _is_new(reference: Field, known: KnownFields) -> bool:
    """Return whether merging brought a reference, with what it showed in the new version."""
    return reference.start not in known.own and TYPED_KEY not in reference.start.attrib


def _is_rightful(reference: Field, known: KnownFields, contents: list[Contents]) -> bool:
    """Return whether a reference shows what Word once put there, and nothing that a person typed."""
    if known.is_rightful(reference):
        return True
    # Not up to date since the company added or took out headings: the contents show the same number.
    shown, own = reference.shown(), known.own.get(reference.start)
    target = target_of(reference, known.ours)
    if target is None or own is None or not same_shape(shown, own):
        return False
    return any(line.startswith(shown) for line in _lines_of(target.paragraph, known, contents))


def _lines_of(paragraph: Element, known: KnownFields, contents: list[Contents]) -> list[str]:
    names = {name.casefold() for name in known.ours.names.get(paragraph, [])}
    lines = [line for table in contents for line in table.lines]
    return [line.text.strip() for line in lines if any(name.casefold() in names for name in line.names)]
