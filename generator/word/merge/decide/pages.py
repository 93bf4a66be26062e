"""What a new version changes in the pages of sections: size, margins, numbers; and which headers and footers they have."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple, TypeAlias

from lxml import etree

from generator.word.file.names import PPR, SECT_PR, P, r, w
from generator.word.file.reading import is_on
from generator.word.file.xml import Element
from generator.word.merge.read.blocks import read_stretches
from generator.word.merge.read.inline import read_pieces
from generator.word.merge.read.version import Slot, Version
from generator.word.merge.write.properties import find_property_differences
from generator.word.merge.write.redline import Reviser
from generator.word.text.standins import StandIns

_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.{}+xml"
_KINDS: dict[str, Literal["header", "footer"]] = {
    w("headerReference"): "header",
    w("footerReference"): "footer",
}
_EVEN = w("evenAndOddHeaders")
_SETTINGS_BEFORE_EVEN = (
    "writeProtection view zoom removePersonalInformation removeDateAndTime doNotDisplayPageBoundaries "
    "displayBackgroundShape printPostScriptOverText printFractionalCharacterWidth printFormsData "
    "embedTrueTypeFonts embedSystemFonts saveSubsetFonts saveFormsData mirrorMargins alignBordersAndEdges "
    "bordersDoNotSurroundHeader bordersDoNotSurroundFooter gutterAtTop hideSpellingErrors "
    "hideGrammaticalErrors activeWritingStyle proofState formsDesign attachedTemplate linkStyles "
    "stylePaneFormatFilter stylePaneSortMethod documentType mailMerge revisionView trackRevisions "
    "doNotTrackMoves doNotTrackFormatting documentProtection autoFormatOverride styleLockTheme "
    "styleLockQFSet defaultTabStop autoHyphenation consecutiveHyphenLimit hyphenationZone "
    "doNotHyphenateCaps showEnvelope summaryLength clickAndTypeStyle defaultTableStyle"
)
_BEFORE_EVEN = frozenset(w(name) for name in _SETTINGS_BEFORE_EVEN.split())
Triple: TypeAlias = "tuple[Element, Element, Element]"


class _Shown(NamedTuple):
    """Which part a section of one version names for a slot itself, and which it shows, be it of an earlier section."""

    own: str
    seen: str


class Pages:
    """The three-way decisions on the sections; made after the words, but on what the files said before.

    Attributes:
        changes: How many sections of ours got other pages.
        refused: Whether ours had changed something of a section that theirs changes in another way.
        refused_headers: Whether ours has other headers or footers where theirs has new ones or none.
        untracked: Whether a header or footer came or went, which Word cannot track.
        new: The headers and footers that came.
    """

    def __init__(self, versions: tuple[Version, Version, Version]) -> None:
        """Read the sections and what their headers and footers say, before anything is merged."""
        self.versions = versions
        self.changes = 0
        self.refused = self.refused_headers = self.untracked = False
        self.new: dict[str, Element] = {}
        self._sections = [version.sections() for version in versions]
        self._slots = [version.slots() for version in versions]
        stand_ins = StandIns()
        self._texts = [dict(_texts(version, stand_ins)) for version in versions]

    def merge(self, paragraphs: Iterable[Triple], reviser: Reviser, parts: dict[str, str]) -> None:
        """Bring into ours what theirs changes.

        Args:
            paragraphs: Paragraphs of the three versions that are the same one; some of them end a section.
            reviser: Writes the changes.
            parts: For parts of ours the part of theirs that is the same one; completed.
        """
        for base, ours, theirs in self._pairs(paragraphs):
            found = find_property_differences(base, ours, theirs)
            refused = bool(found.refused)
            if found.taken and reviser.is_pending(ours):
                refused = True
            elif found.taken:
                reviser.change_section(ours, found.taken, theirs)
                self.changes += 1
            self.refused = self.refused or refused
            self._merge_slots((base, ours, theirs), parts)
        if self.untracked:
            self._merge_even_pages()

    def _pairs(self, paragraphs: Iterable[Triple]) -> list[Triple]:
        """Pair the sections by place where all have as many, else by the paragraphs that end them."""
        first, second, third = self._sections
        if len(first) == len(second) == len(third):
            return list(zip(first, second, third, strict=True))
        pairs: list[Triple] = [(first[-1], second[-1], third[-1])] if first and second and third else []
        for triple in paragraphs:
            base, ours, theirs = (node.find(f"{PPR}/{SECT_PR}") for node in triple)
            if base is not None and ours is not None and theirs is not None:
                pairs.append((base, ours, theirs))
            elif (base is None) != (theirs is None) and (ours is None) != (theirs is None):
                self.refused = True
        return pairs

    # -- headers and footers ------------------------------------------------------------------------------

    def _merge_slots(self, sections: Triple, parts: dict[str, str]) -> None:
        places = [known.index(section) for known, section in zip(self._sections, sections, strict=True)]
        slots = {slot for known, place in zip(self._slots, places, strict=True) for slot in known[place]}
        for slot in sorted(slots):
            shown = [self._shown(version, place, slot) for version, place in enumerate(places)]
            if self._is_changed(shown, parts):
                self._merge_slot(slot, shown, sections[1], parts)

    def _shown(self, version: int, place: int, slot: Slot) -> _Shown:
        before = [known[slot] for known in self._slots[version][: place + 1] if slot in known]
        return _Shown(self._slots[version][place].get(slot, ""), before[-1] if before else "")

    def _is_changed(self, shown: list[_Shown], parts: dict[str, str]) -> bool:
        """Return whether theirs has a header where base has none, none where base has one, or quite another."""
        base, ours, theirs = shown
        if base.own and theirs.own:
            return theirs.own not in parts.values() and not self._same(0, base, 2, theirs)
        spelled_out = bool(
            ours.own and base.seen and not theirs.seen
        )  # LibreOffice repeats what is inherited
        return bool(base.own or theirs.own or spelled_out)

    def _merge_slot(self, slot: Slot, shown: list[_Shown], section: Element, parts: dict[str, str]) -> None:
        base, ours, theirs = shown
        if self._same(1, ours, 2, theirs):
            return
        if not self._same(1, ours, 0, base):
            self.refused_headers = True
            return
        references = [node for node in section.iterchildren(slot[0]) if node.get(w("type")) == slot[1]]
        for node in references:
            section.remove(node)
        if theirs.own:
            node = etree.Element(slot[0])
            node.set(w("type"), slot[1])
            node.set(r("id"), self._relationship(slot, theirs.own, parts))
            section.insert(len(list(section.iterchildren(*_KINDS))), node)
        self.untracked = self.untracked or bool(references or theirs.own)

    def _same(self, one: int, first: _Shown, other: int, second: _Shown) -> bool:
        return self._texts[one].get(first.seen, []) == self._texts[other].get(second.seen, [])

    def _relationship(self, slot: Slot, source: str, parts: dict[str, str]) -> str:
        """Return the id in ours of a header of theirs, which is copied where ours has none like it."""
        _, ours, theirs = self.versions
        own = next((name for name, part in parts.items() if part == source), None)
        if own is None:
            kind = _KINDS[slot[0]]
            own = ours.free_name(source)
            self.new[own] = copy.deepcopy(theirs.root(source))
            ours.add_part(own, self.new[own], kind, _TYPE.format(kind))
            parts[own] = source
        links = ours.file.relationships(ours.file.main).values()
        return next(link.id for link in links if link.target == own)

    def _merge_even_pages(self) -> None:
        """Let ours tell even pages from odd ones where theirs newly does, or no longer."""
        names = [version.file.related("settings") for version in self.versions]
        roots = [
            version.root(name) if name else None for version, name in zip(self.versions, names, strict=True)
        ]
        nodes = [None if root is None else root.find(_EVEN) for root in roots]
        base, ours, theirs = (is_on(node) for node in nodes)
        if base == theirs or ours != base or names[1] is None or roots[1] is None:
            return
        if nodes[1] is not None:
            roots[1].remove(nodes[1])
        if theirs:
            place = sum(1 for node in roots[1] if node.tag in _BEFORE_EVEN)
            roots[1].insert(place, etree.Element(_EVEN))
        self.versions[1].changed[names[1]] = roots[1]


def _texts(version: Version, stand_ins: StandIns) -> Iterator[tuple[str, list[str]]]:
    """Yield what each header and footer says; LibreOffice spells the look of its paragraphs in another way."""
    for kind in _KINDS.values():
        for name, root in version.story(kind):
            paragraphs = (read_stretches(read_pieces(node, stand_ins)) for node in root.iter(P))
            yield name, [stretch for paragraph in paragraphs for stretch in paragraph]
