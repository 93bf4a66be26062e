"""The references of three versions: what each should show, and where a person has typed into one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from generator.word.file.fieldcodes import Field, read_fields
from generator.word.file.names import FLD_CHAR, FLD_SIMPLE, HYPERLINK, P
from generator.word.merge.read.inline import TYPED_KEY
from generator.word.merge.read.targets import Destination, Targets, read_targets
from generator.word.merge.read.version import Version

_NUMBERS = frozenset({r"\n", r"\r", r"\w"})
_WITHOUT_EFFECT = frozenset({r"\h", r"\*", "mergeformat", "charformat"})
_DIGITS = re.compile(r"[0-9０-９]+|[〇一二三四五六七八九十百千]+")


class KnownFields:
    """What was known of references before merging.

    Attributes:
        ours: The targets of ours as the company left it.
        own: The begin of each reference of ours to what it had to show, as the company left it.
    """

    def __init__(self, base: Version, ours: Version) -> None:
        """Read the targets of ours, which merging changes; those of base are read when they are asked for."""
        self._base = base
        self.ours = _targets(ours)
        self.own = {each.start: wanted_text(each, self.ours) for _, each in references(ours)}

    @cached_property
    def base(self) -> Targets:
        """Return the targets of base."""
        return _targets(self._base)

    @cached_property
    def expected(self) -> dict[str, set[str]]:
        """Return instruction to what such references had to show in base."""
        return _wanted((each for _, each in references(self._base)), self.base)

    def is_rightful(self, reference: Field) -> bool:
        """Return whether a reference of ours shows what a program put there, and nothing that a person typed."""
        shown, own = _packed(reference.shown()), self.own.get(reference.start)
        if own is not None and shown == _packed(own):
            return True
        return any(shown == _packed(text) for text in self.expected.get(_key(reference), ()))


def know_fields(versions: Sequence[Version]) -> KnownFields:
    """Compute what references show before merging, and mark those whose words a person typed.

    A marked reference counts as an edit: it is no longer the same as the reference of the other version.
    """
    base, ours, *_ = versions
    known = KnownFields(base, ours)
    found = [[each for _, each in references(version)] for version in versions]
    # Most files show in every version what ours has to show, or another number: then nobody typed anything.
    right = _wanted(found[1], known.ours)
    if all(_is_alike(each, right.get(_key(each), set())) for own in found for each in own):
        return known
    for version, own in zip(versions, found, strict=True):
        targets = known.ours if version is ours else known.base if version is base else _targets(version)
        for reference in own:
            value = wanted_text(reference, targets)
            rightful = known.expected.get(_key(reference), set()) | ({value} if value is not None else set())
            if rightful and not _is_alike(reference, rightful):
                reference.start.set(TYPED_KEY, reference.shown())
    return known


def _wanted(found: Iterable[Field], targets: Targets) -> dict[str, set[str]]:
    wanted: dict[str, set[str]] = {}
    for reference in found:
        value = wanted_text(reference, targets)
        if value is not None:
            wanted.setdefault(_key(reference), set()).add(value)
    return wanted


def _targets(version: Version) -> Targets:
    """Read what fields can lead to; nothing where a version has none."""
    roots = (root for _, root in version.stories())
    has_fields = any(next(root.iter(FLD_CHAR, FLD_SIMPLE, HYPERLINK), None) is not None for root in roots)
    return read_targets(version) if has_fields else Targets()


def references(version: Version) -> Iterator[tuple[str, Field]]:
    """Yield (part name, field) of every reference to a bookmark."""
    for part, root in version.stories():
        for each in list(read_fields(root)):
            words = each.words
            if len(words) > 1 and words[0].upper() == "REF" and not words[1].startswith("\\"):
                yield part, each


def target_of(reference: Field, targets: Targets) -> Destination | None:
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


def _is_alike(reference: Field, rightful: set[str]) -> bool:
    """Return whether a reference shows nothing, what it has to, or what it had to when fields were last updated."""
    shown = reference.shown().strip()
    return not shown or any(_packed(shown) == _packed(text) or same_shape(shown, text) for text in rightful)


def _packed(text: str) -> str:
    return "".join(text.split())


def _key(reference: Field) -> str:
    return " ".join(reference.words).casefold()
