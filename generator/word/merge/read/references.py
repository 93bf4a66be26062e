"""The references of three versions: what each should show, and where a person has typed into one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from generator.word.file.fieldcodes import Field, read_fields
from generator.word.file.names import FLD_CHAR, FLD_SIMPLE, P
from generator.word.file.xml import Element
from generator.word.merge.read.inline import TYPED_KEY
from generator.word.merge.read.targets import Target, Targets, read_targets
from generator.word.merge.read.version import Version

_NUMBERS = frozenset({r"\n", r"\r", r"\w"})
_WITHOUT_EFFECT = frozenset({r"\h", r"\*", "mergeformat", "charformat"})
_DIGITS = re.compile(r"[0-9０-９]+|[〇一二三四五六七八九十百千]+")


@dataclass(slots=True)
class KnownFields:
    """What was known of references before merging.

    Attributes:
        base: The targets of base.
        ours: The targets of ours as the company left it.
        expected: Instruction to what such fields had to show in base.
        own: The begin of each reference of ours to what it had to show, as the company left it.
    """

    base: Targets
    ours: Targets
    expected: dict[str, set[str]] = field(default_factory=dict)
    own: dict[Element, str | None] = field(default_factory=dict)

    def rightful(self, reference: Field) -> set[str]:
        """Return the texts that a reference of ours can show without that anybody typed them."""
        own = self.own.get(reference.start)
        return self.expected.get(_key(reference), set()) | ({own} if own is not None else set())


def know_fields(versions: Sequence[Version]) -> KnownFields:
    """Compute what references show before merging, and mark those whose words a person typed.

    A marked reference counts as an edit: it is no longer the same as the reference of the other version.
    """
    base, ours, *_ = versions
    targets = [read_targets(version) if _has_fields(version) else Targets() for version in versions]
    known = KnownFields(targets[0], targets[1])
    for _, reference in references(base):
        value = wanted_text(reference, known.base)
        if value is not None:
            known.expected.setdefault(_key(reference), set()).add(value)
    for version, own in zip(versions, targets, strict=True):
        for _, reference in references(version):
            value = wanted_text(reference, own)
            if version is ours:
                known.own[reference.start] = value
            rightful = known.expected.get(_key(reference), set()) | ({value} if value is not None else set())
            shown = reference.shown()
            if shown.strip() and rightful and not any(_alike(shown, text) for text in rightful):
                reference.start.set(TYPED_KEY, shown)
    return known


def _has_fields(version: Version) -> bool:
    return any(next(root.iter(FLD_CHAR, FLD_SIMPLE), None) is not None for _, root in version.stories())


def references(version: Version) -> Iterator[tuple[str, Field]]:
    """Yield (part name, field) of every reference to a bookmark."""
    for part, root in version.stories():
        for each in list(read_fields(root)):
            words = each.words
            if len(words) > 1 and words[0].upper() == "REF" and not words[1].startswith("\\"):
                yield part, each


def target_of(reference: Field, targets: Targets) -> Target | None:
    """Return the paragraph that a reference leads to."""
    return targets.named(reference.words[1])


def wanted_text(reference: Field, targets: Targets) -> str | None:
    r"""Return what a reference has to show; None where its switches, or several paragraphs, are beyond this program.

    `\p` (above, below), `\t`, `\d`, `\f` and number formats stay with Word, and so do words with a tab or line break.
    """
    name, switches = reference.words[1].casefold(), [word.lower() for word in reference.words[2:]]
    target = targets.by_name.get(name)
    numbers = [word[1] for word in switches if word in _NUMBERS]
    formats = [word for word in switches if word not in _NUMBERS | _WITHOUT_EFFECT]
    if target is None or len(numbers) > 1 or len(formats) > 1:
        return None
    if numbers:
        place = next(reference.start.iterancestors(P), None)
        origins = {} if place is None else targets.origins.get(place, {})
        number = target.number
        text = number.reference(numbers[0], origins.get(number.definition.key)) if number else None
    else:
        text = targets.words.get(name)
    if not text or "\t" in text or "\n" in text:
        return None
    return _formatted(text, formats[0]) if formats else text


def _formatted(text: str, name: str) -> str | None:
    """Apply a general format of letters (ECMA-376 part 1, 17.16.4.3); None for one of another kind."""
    return {
        "upper": text.upper(),
        "lower": text.lower(),
        "firstcap": text[:1].upper() + text[1:],
        "caps": " ".join(word[:1].upper() + word[1:] for word in text.split(" ")),
    }.get(name)


def same_shape(one: str, other: str) -> bool:
    """Return whether two texts differ in their digits alone."""
    return _DIGITS.sub("0", one) == _DIGITS.sub("0", other)


def _alike(shown: str, rightful: str) -> bool:
    """Return whether a text is what a reference has to show, or what it had to when fields were last updated."""
    return "".join(shown.split()) == "".join(rightful.split()) or same_shape(shown.strip(), rightful)


def _key(reference: Field) -> str:
    return " ".join(reference.words).casefold()
