"""Links that lead elsewhere in a new version although their words stay."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import unquote

from generator.word.file.names import HYPERLINK
from generator.word.file.xml import Element
from generator.word.merge.read.blocks import Block
from generator.word.merge.read.inline import LINK_KEY, Piece
from generator.word.text.tokens import Change, find_places


class LinkMerge(NamedTuple):
    """What theirs changes in the links of a paragraph of ours.

    Attributes:
        edits: Words of ours to be replaced by the same words of theirs, which stand in another link, or in none.
        is_refused: Whether ours has changed such a link too.
    """

    edits: list[Change]
    is_refused: bool


class _Step(NamedTuple):
    """One letter that leads elsewhere in theirs: its place in ours and theirs, and the links around it."""

    ours: int
    theirs: int
    links: tuple[Element | None, Element | None]
    piece: Piece


def merge_links(base: Block, ours: Block, theirs: Block) -> LinkMerge:
    """Compare the links of three versions of a paragraph letter by letter.

    A link of ours is replaced where it still has the words and the address of base; it is left where ours wrote in it
    or gave it another address.
    """
    blocks = (base, ours, theirs)
    if all(next(block.element.iter(HYPERLINK), None) is None for block in blocks):
        return LinkMerge([], is_refused=False)
    before, own, new = ([piece for piece in block.pieces for _ in piece.text] for block in blocks)
    to_ours, to_theirs = find_places(base.text, ours.text), find_places(base.text, theirs.text)
    steps: list[_Step] = []
    is_refused = False
    for place, (mine, wanted) in enumerate(zip(to_ours, to_theirs, strict=True)):
        if wanted is None or _address(before[place]) == _address(new[wanted]):
            continue
        if mine is None or _plain(_address(own[mine])) != _plain(_address(before[place])):
            is_refused |= mine is None or _plain(_address(own[mine])) != _plain(_address(new[wanted]))
        elif not _is_whole(before, to_ours, place):
            is_refused = True
        else:
            steps.append(_Step(mine, wanted, (before[place].link, new[wanted].link), own[mine]))
    return LinkMerge([_replacement(ours.text, stretch) for stretch in _stretches(steps)], is_refused)


def _address(piece: Piece) -> str:
    link = piece.link
    return "" if link is None else link.get(LINK_KEY, "")


def _plain(address: str) -> str:
    """Return an address without what programs write in their own way when they save."""
    target, _, anchor = unquote(address).rpartition("#")
    return f"{target.rstrip('/')}#{anchor}"


def _is_whole(before: list[Piece], to_ours: list[int | None], place: int) -> bool:
    """Return whether ours has the words of the link at a place of base, and nothing between them."""
    link = before[place].link
    if link is None:
        return True
    places = [to_ours[each] for each, piece in enumerate(before) if piece.link is link]
    return places == list(range(places[0] or 0, (places[0] or 0) + len(places)))


def _stretches(steps: list[_Step]) -> Iterator[list[_Step]]:
    """Yield the letters that stand side by side in both versions, in the same links and one run of ours."""
    stretch: list[_Step] = []
    for step in steps:
        last = stretch[-1] if stretch else None
        if last is not None and (
            (last.ours + 1, last.theirs + 1) != (step.ours, step.theirs)
            or any(a is not b for a, b in zip(last.links, step.links, strict=True))
            or last.piece is not step.piece
        ):
            yield stretch
            stretch = []
        stretch.append(step)
    if stretch:
        yield stretch


def _replacement(ours: str, stretch: list[_Step]) -> Change:
    start, end = stretch[0].ours, stretch[-1].ours + 1
    return Change(start, end, ours[start:end], stretch[0].theirs)
