"""What a new version changes in the pages of sections: size, margins, numbers; and which headers and footers they have."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from lxml import etree

from generator.word.file.names import PPR, SECT_PR, P, r, w
from generator.word.file.reading import is_on
from generator.word.file.xml import Element
from generator.word.merge.read.blocks import read_stretches
from generator.word.merge.read.inline import read_pieces
from generator.word.merge.read.three import Three
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

    def __init__(self, versions: Three[Version]) -> None:
        """Read the sections and what their headers and footers say, before anything is merged."""
        self.versions = versions
        self.changes = 0
        self.refused = self.refused_headers = self.untracked = False
        self.new: dict[str, Element] = {}
        self._sections = versions.map(Version.sections)
        self._slots = versions.map(Version.slots)
        stand_ins = StandIns()
        self._texts = versions.map(lambda version: dict(_texts(version, stand_ins)))

    def merge(self, paragraphs: Iterable[Three[Element]], reviser: Reviser, parts: dict[str, str]) -> None:
        """Bring into ours what theirs changes.

        Args:
            paragraphs: Paragraphs of the three versions that are the same one; some of them end a section.
            reviser: Writes the changes.
            parts: For parts of ours the part of theirs that is the same one; completed.
        """
        for sections in self._pairs(paragraphs):
            base, ours, theirs = sections
            found = find_property_differences(base, ours, theirs)
            refused = bool(found.refused)
            if found.taken and reviser.is_pending(ours):
                refused = True
            elif found.taken:
                reviser.change_section(ours, found.taken, theirs)
                self.changes += 1
            self.refused = self.refused or refused
            self._merge_slots(sections, parts)
        if self.untracked:
            self._merge_even_pages()

    def _pairs(self, paragraphs: Iterable[Three[Element]]) -> list[Three[Element]]:
        """Pair the sections by place where all have as many, else by the paragraphs that end them."""
        if len({len(sections) for sections in self._sections}) == 1:
            return [Three(*sections) for sections in zip(*self._sections, strict=True)]
        pairs: list[Three[Element]] = []
        if all(self._sections):
            pairs.append(self._sections.map(lambda sections: sections[-1]))
        for each in paragraphs:
            base, ours, theirs = each.map(lambda node: node.find(f"{PPR}/{SECT_PR}"))
            if base is not None and ours is not None and theirs is not None:
                pairs.append(Three(base, ours, theirs))
            elif (base is None) != (theirs is None) and (ours is None) != (theirs is None):
                self.refused = True
        return pairs

    # -- headers and footers ------------------------------------------------------------------------------

    def _merge_slots(self, sections: Three[Element], parts: dict[str, str]) -> None:
        every = zip(self._sections, self._slots, sections, strict=True)
        named = Three(*(slots[: known.index(section) + 1] for known, slots, section in every))
        for slot in sorted({slot for slots in named for slot in slots[-1]}):
            shown = named.map(lambda slots: _shown(slots, slot))  # noqa: B023
            if self._is_changed(shown, parts):
                self._merge_slot(slot, shown, sections.ours, parts)

    def _is_changed(self, shown: Three[_Shown], parts: dict[str, str]) -> bool:
        """Return whether theirs has a header where base has none, none where base has one, or quite another."""
        base, ours, theirs = shown
        if base.own and theirs.own:
            texts = self._shown_texts(shown)
            return theirs.own not in parts.values() and texts.base != texts.theirs
        spelled_out = bool(
            ours.own and base.seen and not theirs.seen
        )  # LibreOffice repeats what is inherited
        return bool(base.own or theirs.own or spelled_out)

    def _merge_slot(self, slot: Slot, shown: Three[_Shown], section: Element, parts: dict[str, str]) -> None:
        theirs, texts = shown.theirs, self._shown_texts(shown)
        if texts.ours == texts.theirs:
            return
        if texts.ours != texts.base:
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

    def _shown_texts(self, shown: Three[_Shown]) -> Three[list[str]]:
        every = zip(self._texts, shown, strict=True)
        return Three(*(texts.get(each.seen, []) for texts, each in every))

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
        settings = self.versions.map(_settings)
        nodes = settings.map(lambda root: None if root is None else root.find(_EVEN))
        base, ours, theirs = nodes.map(is_on)
        own, name = settings.ours, self.versions.ours.file.related("settings")
        if base == theirs or ours != base or name is None or own is None:
            return
        if nodes.ours is not None:
            own.remove(nodes.ours)
        if theirs:
            place = sum(1 for node in own if node.tag in _BEFORE_EVEN)
            own.insert(place, etree.Element(_EVEN))
        self.versions.ours.changed[name] = own


def _settings(version: Version) -> Element | None:
    name = version.file.related("settings")
    return version.root(name) if name else None


def _shown(sections: Sequence[Mapping[Slot, str]], slot: Slot) -> _Shown:
    """Return what the last of some sections shows in a slot."""
    named = [known[slot] for known in sections if slot in known]
    return _Shown(sections[-1].get(slot, ""), named[-1] if named else "")


def _texts(version: Version, stand_ins: StandIns) -> Iterator[tuple[str, list[str]]]:
    """Yield what each header and footer says; LibreOffice spells the look of its paragraphs in another way."""
    for kind in _KINDS.values():
        for name, root in version.story(kind):
            paragraphs = (read_stretches(read_pieces(node, stand_ins)) for node in root.iter(P))
            yield name, [stretch for paragraph in paragraphs for stretch in paragraph]
