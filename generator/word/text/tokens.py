"""Cut Japanese text into words and phrases, and compare two texts by them."""

from __future__ import annotations

import difflib
import re
from typing import NamedTuple

# A date, or a run of one script; digits keep what joins them, so that 1,000, 2.0 or 03-0000-0001 stays whole.
_TOKEN = re.compile(
    r"(?:明治|大正|昭和|平成|令和)?[0-9０-９元]{1,4}年(?:（(?:明治|大正|昭和|平成|令和)?[0-9０-９元]{1,4}年）)?"
    r"[0-9０-９]{1,2}月[0-9０-９]{1,2}日"
    r"|[0-9０-９]+(?:[-.,:/．，－][0-9０-９]+)*"
    r"|[A-Za-zＡ-Ｚａ-ｚ]+(?:[-'@._/:][A-Za-z0-9]+)*"
    r"|[ァ-ヺー・]+"
    r"|[一-鿿㐀-䶿々〇]+"
    r"|[ぁ-ゟ]+"
    r"|\s+"
    r"|.",
    re.DOTALL,
)
# An unchanged stretch shorter than this between two changes belongs to the change: 「取り扱う」 is replaced whole.
_SHORTEST_KEPT = 3
# So does one inside a compound noun, where no particle stands: a name with two changed ends is replaced whole.
_COMPOUND = re.compile(r"[ァ-ヺー・一-鿿㐀-䶿々〇A-Za-zＡ-Ｚａ-ｚ0-9０-９]{1,12}")
_STOPS = re.compile(r"[、。，．「」『』（）()\n]")


class Change(NamedTuple):
    """A stretch of one text and the text that replaces it; offsets count characters.

    Attributes:
        start: Where the replaced stretch begins in the text that is changed.
        end: Where it ends; equal to `start` for an insertion.
        text: What stands there instead; empty for a deletion.
        source: Where `text` begins in the text it comes from.
    """

    start: int
    end: int
    text: str
    source: int = -1

    def same_as(self, other: Change) -> bool:
        """Return whether both put the same text in the same place."""
        return self[:3] == other[:3]


def split_words(text: str) -> list[str]:
    """Cut a text where the script changes; joined again they give the text."""
    return _TOKEN.findall(text)


def find_changes(before: str, after: str) -> list[Change]:
    """Return the replacements that turn `before` into `after`, in order, by whole words.

    Neighbouring changes with only a few unchanged letters between them are joined, unless a
    punctuation mark stands there, and so are the changes inside one compound noun or name, so that
    a reader sees words replaced and not scattered letters.
    """
    old, new = split_words(before), split_words(after)
    matcher = difflib.SequenceMatcher(a=old, b=new, autojunk=False)
    old_at, new_at = _offsets(old), _offsets(new)
    spans: list[tuple[int, int, int, int]] = []
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            continue
        span = (old_at[i1], old_at[i2], new_at[j1], new_at[j2])
        if spans and _belongs_together(before[spans[-1][1] : span[0]]):
            span = (spans[-1][0], span[1], spans[-1][2], span[3])
            spans.pop()
        spans.append(span)
    return [
        Change(start, end, after[new_start:new_end], new_start) for start, end, new_start, new_end in spans
    ]


def apply_changes(text: str, changes: list[Change]) -> str:
    """Return the text with the changes made; they must be in order and must not overlap."""
    parts, position = [], 0
    for change in changes:
        parts += [text[position : change.start], change.text]
        position = change.end
    return "".join([*parts, text[position:]])


def find_places(before: str, after: str) -> list[int | None]:
    """Return for each letter of `before` where it stands in `after`; None where it is gone."""
    places: list[int | None] = []
    shift = 0
    for change in find_changes(before, after):
        places += [place + shift for place in range(len(places), change.start)]
        places += [None] * (change.end - change.start)
        shift += len(change.text) - (change.end - change.start)
    return places + [place + shift for place in range(len(places), len(before))]


def likeness(one: str, other: str) -> float:
    """Return how much two texts have in common by words, 0 to 1."""
    if one == other:
        return 1.0
    return difflib.SequenceMatcher(a=split_words(one), b=split_words(other), autojunk=False).ratio()


def _belongs_together(between: str) -> bool:
    is_short = len(between) < _SHORTEST_KEPT and not _STOPS.search(between)
    return is_short or _COMPOUND.fullmatch(between) is not None


def _offsets(tokens: list[str]) -> list[int]:
    offsets = [0]
    for token in tokens:
        offsets.append(offsets[-1] + len(token))
    return offsets
