"""After the Jinja pass: numbers, references, contents, unique ids, and what conditions left empty."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from generator.word.engine.language.environment import END, MARK, MAX_OUTPUT, attribute_text, escape
from generator.word.engine.language.filters import UnfitValueError, para_id
from generator.word.engine.language.spots import ContentsSpot, NumberSpot, ReferenceSpot, Spots, StyleSpot
from generator.word.engine.language.values import Heading, RenderOptions
from generator.word.engine.render.contents import Entry, build_contents
from generator.word.engine.render.drafts import HeadingDraft, PendingReference, Target
from generator.word.engine.render.samples import Use
from generator.word.engine.render.theme import Palette
from generator.word.file.images import Picture
from generator.word.file.numbering import Counters, ListDefinition, Number

_MAX_NAME = 40
_ENTRY_COST, _ORIGIN_COST, _PIECE_COST = 600, 8, 2
"""What an entry of the contents, a list noted for a reference, and a piece looked at cost, in characters."""


@dataclass(slots=True)
class Assembler:
    """Assembles the parts of one document; feed the body first, then the others, then finish."""

    lists: dict[str, ListDefinition]
    options: RenderOptions
    palette: Palette | None
    pictures: Mapping[tuple[str, int], Picture]
    first_styles: frozenset[str]
    headings: list[HeadingDraft] = field(default_factory=list)
    missing: list[ReferenceSpot] = field(default_factory=list)
    shown: set[Use] = field(default_factory=set)
    _outputs: list[tuple[str, list[str]]] = field(default_factory=list)
    _targets: dict[str, Target] = field(default_factory=dict)
    _references: list[PendingReference] = field(default_factory=list)
    _contents: list[tuple[list[str], int, ContentsSpot, Spots]] = field(default_factory=list)
    _pending: set[str] = field(default_factory=set)
    _singles: dict[str, int] = field(default_factory=dict)
    _open: list[HeadingDraft] = field(default_factory=list)
    _starts: list[int] = field(default_factory=list)
    _ids: dict[tuple[str, int], int] = field(default_factory=dict)
    _names: dict[int, str] = field(default_factory=dict)
    _next_id: int = 0
    _number: Number | None = None
    _part: str = ""
    _left: int = MAX_OUTPUT
    _spots: Spots = field(default_factory=Spots)
    _counters: Counters = field(init=False)
    _handlers: dict[str, Callable[[str, list[str]], str]] = field(init=False)

    def __post_init__(self) -> None:
        self._counters = Counters(self.lists)
        self._handlers = {
            "N": self._on_number,
            "n": self._on_heading_end,
            "F": self._on_style,
            "B": self._on_bookmark,
            "b": self._on_bookmark_end,
            "S": self._on_bookmark_id,
            "E": self._on_bookmark_end_id,
            "M": self._on_bookmark_name,
            "R": self._on_reference,
            "r": self._on_reference_name,
            "O": self._on_contents,
            "U": self._on_unique,
            "V": self._on_shape,
            "v": self._on_shape_name,
            "C": self._on_container_end,
            "[": self._on_block,
            "]": self._on_block_end,
            "I": self._on_picture,
            "A": self._on_colour,
            "D": self._on_date,
        }

    def feed(self, part: str, spots: Spots, chunks: Iterable[str]) -> None:
        """Take the output of one part's pass; a mark is one chunk, or several, of which the last is its end."""
        pieces: list[str] = []
        self._part, self._spots = part, spots
        self._next_id = spots.highest_id
        self._ids = {}
        self._outputs.append((part, pieces))
        handlers, add = self._handlers, pieces.append
        mark = ""
        for chunk in chunks:
            if mark:
                mark += chunk
            elif chunk[:1] == MARK:
                mark = chunk
            else:
                add(chunk)
                continue
            if mark[-1] == END:
                add(handlers[mark[1]](mark[2:-1], pieces))
                mark = ""

    def finish(self) -> dict[str, str]:
        """Fill in references and contents; return the text of each part fed."""
        for draft in self.headings:
            self._spend(draft.length())
        for reference in self._references:
            reference.pieces[reference.at] = self._resolve(reference)
            self._spend(len(reference.pieces[reference.at]))
        if self._contents:
            entries = [self._entry(draft) for draft in self.headings]
            cost = sum(_ENTRY_COST + len(entry.label) + len(entry.title) for entry in entries)
            for pieces, at, spot, spots in self._contents:
                self._spend(cost)
                pieces[at] = build_contents(spot, entries, set(spots.fixed))
        return {part: "".join(pieces) for part, pieces in self._outputs}

    def _spend(self, cost: int) -> None:
        """Charge for text that is looked through or added after the pass.

        Raises:
            UnfitValueError: The document grows past its limit.
        """
        self._left -= cost
        if self._left < 0:
            raise UnfitValueError("参照や目次が多すぎるか長すぎます（出力の上限を超えます）")

    def heading_list(self) -> tuple[Heading, ...]:
        """Return the headings in document order."""
        return tuple(
            Heading(draft.spot.outline, draft.label(), draft.title(), draft.bookmark)
            for draft in self.headings
        )

    def _entry(self, draft: HeadingDraft) -> Entry:
        left, right = draft.brackets
        return Entry(
            draft.spot.style,
            draft.spot.outline,
            draft.label(),
            f"{left}{draft.title()}{right}",
            draft.bookmark,
        )

    def _resolve(self, reference: PendingReference) -> str:
        name = reference.spot.bookmark
        target = self._targets.get(f"{name}_{reference.path}") if reference.path else None
        target = target or self._targets.get(name)
        if target is None:
            self.missing.append(reference.spot)
            return ""
        switch = reference.spot.switch
        if switch == "r" and target.number is not None:
            origin = reference.origins.get(target.number.definition.key) if reference.origins else None
            return escape(target.number.reference(switch, origin))
        if switch not in target.shown:
            if not switch:
                self._spend(target.length())
                shown = target.text()
            else:
                shown = target.number.reference(switch, None) if target.number is not None else "0"
            target.shown[switch] = escape(shown)
        return target.shown[switch]

    def _on_number(self, mark: str, pieces: list[str]) -> str:
        index, _, path = mark.partition("|")
        return self._count(self._spots.numbers[int(index)], path, pieces)

    def _count(self, spot: NumberSpot, path: str, pieces: list[str]) -> str:
        self._number = self._counters.count(spot.num_id, spot.level) if spot.num_id else None
        if not spot.outline:
            return ""
        self._pending = set(self.first_styles)
        self._singles = {}
        bookmark = _suffixed(spot.bookmark, path) if path else spot.bookmark
        draft = HeadingDraft(spot, self._number, bookmark, pieces, len(pieces) + 1)
        if spot.titled and self.options.title_brackets:
            draft.brackets = self.options.title_brackets.get(spot.outline, ("", ""))
        self.headings.append(draft)
        self._open.append(draft)
        if spot.target:
            self._targets.setdefault(
                spot.bookmark, Target(pieces, draft.start, number=self._number, heading=draft)
            )
        return _run(draft.brackets[0], spot.run) if draft.brackets[0] else ""

    def _on_heading_end(self, mark: str, pieces: list[str]) -> str:
        draft = self._open.pop()
        draft.end = len(pieces)
        return _run(draft.brackets[1], draft.spot.run) if draft.brackets[1] else ""

    def _on_style(self, mark: str, pieces: list[str]) -> str:
        spot = self._spots.styles[int(mark)]
        self._number = None
        varied = self._is_single_so_far(spot, pieces) if spot.single else spot.style in self._pending
        self._pending.discard(spot.style)
        number = spot.first_number if varied else spot.number
        if number is not None:
            self._count(number, "", pieces)
        return attribute_text(spot.first if varied else spot.style)

    def _is_single_so_far(self, spot: StyleSpot, pieces: list[str]) -> bool:
        """Tell whether no other of its kind stands under this heading; the second gives the first its style back."""
        if spot.style not in self._singles:
            self._singles[spot.style] = len(pieces)
            return True
        alone = self._singles[spot.style]
        if alone >= 0:
            pieces[alone] = attribute_text(spot.style)
            self._singles[spot.style] = -1
            if spot.number is not None:
                self._count(spot.number, "", pieces)
        return False

    def _on_bookmark(self, mark: str, pieces: list[str]) -> str:
        index, _, path = mark.partition("|")
        name = self._spots.bookmarks[int(index)].name
        target = Target(pieces, len(pieces) + 1, number=self._number)
        self._targets.setdefault(name, target)
        if path:
            self._targets[f"{name}_{path}"] = target
        self._names[int(index)] = f"{name}_{path}" if path else name
        return ""

    def _on_bookmark_end(self, mark: str, pieces: list[str]) -> str:
        target = self._targets.get(self._names.get(int(mark), ""))
        if target is not None:
            target.end = len(pieces)
        return ""

    def _on_bookmark_id(self, mark: str, pieces: list[str]) -> str:
        index = int(mark)
        number = self._spots.bookmarks[index].number
        if ("b", index) in self._ids:
            self._next_id += 1
            number = self._next_id
        self._ids["b", index] = number
        return str(number)

    def _on_bookmark_end_id(self, mark: str, pieces: list[str]) -> str:
        return str(self._ids.get(("b", int(mark)), self._spots.bookmarks[int(mark)].number))

    def _on_bookmark_name(self, mark: str, pieces: list[str]) -> str:
        index, _, path = mark.partition("|")
        return attribute_text(_suffixed(self._spots.bookmarks[int(index)].name, path))

    def _on_reference(self, mark: str, pieces: list[str]) -> str:
        index, _, path = mark.partition("|")
        spot = self._spots.references[int(index)]
        origins = None
        if spot.switch == "r":
            self._spend(_ORIGIN_COST * len(self._counters.last))
            origins = dict(self._counters.last)
        self._references.append(PendingReference(pieces, len(pieces), spot, path, origins))
        return ""

    def _on_reference_name(self, mark: str, pieces: list[str]) -> str:
        index, _, path = mark.partition("|")
        name = self._spots.references[int(index)].bookmark
        return attribute_text(_suffixed(name, path) if f"{name}_{path}" in self._targets else name)

    def _on_contents(self, mark: str, pieces: list[str]) -> str:
        self._contents.append((pieces, len(pieces), self._spots.contents[int(mark)], self._spots))
        return ""

    def _on_unique(self, mark: str, pieces: list[str]) -> str:
        index = int(mark)
        number = self._spots.uniques[index]
        if ("u", index) in self._ids:
            self._next_id += 1
            number = self._next_id
        self._ids["u", index] = number
        return str(number)

    def _on_shape(self, mark: str, pieces: list[str]) -> str:
        index = int(mark)
        if ("v", index) in self._ids:
            self._next_id += 1
        self._ids["v", index] = self._next_id if ("v", index) in self._ids else 0
        return self._on_shape_name(mark, pieces)

    def _on_shape_name(self, mark: str, pieces: list[str]) -> str:
        name, number = self._spots.shapes[int(mark)], self._ids.get(("v", int(mark)), 0)
        return f"{name}_{number}" if number else name

    def _on_container_end(self, mark: str, pieces: list[str]) -> str:
        last = ""
        for position in range(len(pieces) - 1, -1, -1):
            if last := pieces[position]:
                break
            self._spend(_PIECE_COST)
        if last.endswith("</w:p>"):
            return ""
        self._next_id += 1
        return f'<w:p w14:paraId="{para_id(f"{self._part} empty {self._next_id}"):08X}"></w:p>'

    def _on_block(self, mark: str, pieces: list[str]) -> str:
        self._starts.append(len(pieces))
        return ""

    def _on_block_end(self, mark: str, pieces: list[str]) -> str:
        start = self._starts.pop()
        needed = "<w:tr" if mark == "r" else "<w:tc"
        self._spend(sum(_PIECE_COST + len(piece) // 16 for piece in pieces[start:]))
        if not any(f"{needed}>" in piece or f"{needed} " in piece for piece in pieces[start:]):
            for index in range(start, len(pieces)):
                pieces[index] = ""
        return ""

    def _on_picture(self, mark: str, pieces: list[str]) -> str:
        index = int(mark[:-1])
        spot = self._spots.pictures[index]
        picture = self.pictures.get((self._part, index))
        if mark[-1] == "r":
            if picture is None:
                self.shown.add((self._part, spot.relationship))
            return picture.relationship if picture else attribute_text(spot.relationship)
        if mark[-1] == "w":
            return str(picture.width if picture else spot.width)
        return str(picture.height if picture else spot.height)

    def _on_colour(self, mark: str, pieces: list[str]) -> str:
        original, recipe = self._spots.colours[int(mark)]
        return self.palette.colour(recipe) if self.palette else original

    def _on_date(self, mark: str, pieces: list[str]) -> str:
        date = self.options.modified
        return f"{date.isoformat()}T00:00:00Z" if date is not None else escape(self._spots.dates[int(mark)])


def _suffixed(name: str, path: str) -> str:
    return f"{name[: _MAX_NAME - 1 - len(path)]}_{path}" if path and name else name


def _run(text: str, properties: str) -> str:
    if not text:
        return ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
