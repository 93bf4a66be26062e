"""Word comments that carry the new text where ours was left as it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from generator.word.file.names import ID, PARA_ID, PPR, W_NS, P, R, T, w
from generator.word.file.xml import Element
from generator.word.merge.read.inline import letter_run
from generator.word.merge.read.places import first_place
from generator.word.merge.read.version import Version
from generator.word.merge.write.redline import Reviser

_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
COMMENT, COMMENTS = w("comment"), w("comments")
_START, _END, _REFERENCE = w("commentRangeStart"), w("commentRangeEnd"), w("commentReference")
_W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
_DONE, _DONE_PARA = f"{_W15}done", f"{_W15}paraId"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A comment that a conflict needs.

    Attributes:
        text: Its words, in one or two lines: what happened, and the new text.
        leads: How comments of its kind begin.
        anchor: The paragraph of the body it stands on; None where there is none.
        anywhere: Whether a comment that begins so on another paragraph is the same one.
    """

    text: str
    leads: tuple[str, ...]
    anchor: Element | None
    anywhere: bool


@dataclass(frozen=True, slots=True)
class _Present:
    """A comment in the file that is not marked as done, and the paragraphs it stands on."""

    element: Element
    text: str
    anchors: frozenset[Element]


def find_comments(version: Version, wanted: Sequence[Wanted]) -> list[Element | None]:
    """Return for each wanted comment the open one in the file that is it; None where there is none.

    First the same words on the same paragraph, then elsewhere (the paragraph was split, or moved with its comment),
    then other words on the same paragraph: somebody wrote into it, or it carries the text of an earlier version.
    """
    free = list(_present(version))
    found: list[Element | None] = [None] * len(wanted)
    for fits in (_same_words_and_place, _same_words, _same_beginning, _same_kind):
        for place, want in enumerate(wanted):
            own = None if found[place] is not None else next((o for o in free if fits(o, want)), None)
            if own is not None:
                found[place] = own.element
                free.remove(own)
    return found


def _same_words_and_place(present: _Present, want: Wanted) -> bool:
    return _same_words(present, want) and want.anchor in present.anchors


def _same_words(present: _Present, want: Wanted) -> bool:
    return present.text == _plain(want.text)


def _same_beginning(present: _Present, want: Wanted) -> bool:
    return present.text.startswith(_plain(want.text)) and want.anchor in present.anchors


def _same_kind(present: _Present, want: Wanted) -> bool:
    return present.text.startswith(want.leads) and (want.anywhere or want.anchor in present.anchors)


def write_comments(version: Version, wanted: Sequence[Wanted], reviser: Reviser) -> None:
    """See that the file has each wanted comment, with these words and once."""
    missing = [
        (want, own)
        for want, own in zip(wanted, find_comments(version, wanted), strict=True)
        if own is None or not _text(own).startswith(_plain(want.text))
    ]
    if not missing:
        return
    name = version.file.related("comments") or "word/comments.xml"
    comments = version.file.root(name)
    if comments is None:
        comments = etree.Element(COMMENTS, nsmap={"w": W_NS})
        version.add_part(name, comments, "comments", _TYPE)
    version.changed[name] = comments
    for want, own in missing:
        if own is not None:
            _rewrite(own, want.text, reviser)
        elif want.anchor is not None:
            _add(comments, want.anchor, want.text, reviser)
            version.changed[version.file.main] = version.main


def _present(version: Version) -> Iterator[_Present]:
    name, extended = version.file.related("comments"), version.file.related("commentsExtended")
    comments = version.file.root(name) if name else None
    more = version.file.root(extended) if extended else None
    done = {
        node.get(_DONE_PARA) for node in (() if more is None else more) if node.get(_DONE) in ("1", "true")
    }
    anchors: dict[str, set[Element]] = {}
    for mark in version.main.iter(_START, _END, _REFERENCE):
        anchors.setdefault(mark.get(ID, ""), set()).update(mark.iterancestors(P))
    for comment in () if comments is None else comments.iter(COMMENT):
        if not done & {paragraph.get(PARA_ID) for paragraph in comment.iter(P)} - {None}:
            yield _Present(comment, _text(comment), frozenset(anchors.get(comment.get(ID, ""), ())))


def _text(comment: Element) -> str:
    return _plain("".join(node.text or "" for node in comment.iter(T)))


def _plain(text: str) -> str:
    return text.replace("\n", "").replace("\t", "")


def _rewrite(comment: Element, text: str, reviser: Reviser) -> None:
    """Give a comment new words; what somebody wrote behind our lines stays."""
    lines, paragraphs = text.split("\n", 1), list(comment.iterchildren(P))[:2]
    for line, paragraph in zip(lines, paragraphs, strict=False):
        for node in [node for node in paragraph if node.tag != PPR]:
            paragraph.remove(node)
        paragraph.append(letter_run(line, None))
    if len(lines) > len(paragraphs):
        comment.append(_line(lines[-1]))
    elif len(lines) < len(paragraphs):
        comment.remove(paragraphs[-1])
    comment.set(w("date"), _date(reviser))


def _add(comments: Element, anchor: Element, text: str, reviser: Reviser) -> None:
    number = str(1 + max((int(node.get(ID, "0")) for node in comments.iter(COMMENT)), default=-1))
    comment = etree.SubElement(comments, COMMENT)
    comment.set(ID, number)
    comment.set(w("author"), reviser.author)
    comment.set(w("date"), _date(reviser))
    comment.set(w("initials"), reviser.author[:4])
    comment.extend(_line(line) for line in text.split("\n", 1))
    start, end, reference = etree.Element(_START), etree.Element(_END), etree.Element(R)
    etree.SubElement(reference, _REFERENCE).set(ID, number)
    for mark in (start, end):
        mark.set(ID, number)
    anchor.insert(first_place(anchor), start)
    anchor.append(end)
    anchor.append(reference)


def _line(text: str) -> Element:
    paragraph = etree.Element(P)
    paragraph.append(letter_run(text, None))
    return paragraph


def _date(reviser: Reviser) -> str:
    return reviser.date.strftime("%Y-%m-%dT%H:%M:%SZ")
