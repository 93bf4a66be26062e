"""Conflicts as the company meets them: named, told in a comment, and open until it has decided."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from generator.word.file.xml import Element
from generator.word.merge.decide.anchors import body_paragraph
from generator.word.merge.decide.outcome import Meeting, MergeConflict, Place, Stay
from generator.word.merge.read.places import first_place
from generator.word.merge.read.version import Version
from generator.word.merge.write.comments import Wanted, find_comments
from generator.word.text.standins import FIRST_STAND_IN

LEAD = "新しい版では、"
_PLACES: dict[Place, tuple[str, str]] = {
    "body": ("表紙など（条の外）", ""),
    "box": ("テキスト ボックス", "テキスト ボックス"),
    "header": ("ヘッダー", "ページのヘッダー"),
    "footer": ("フッター", "ページのフッター"),
    "footnotes": ("脚注", "脚注"),
    "endnotes": ("文末脚注", "文末脚注"),
}


@dataclass(slots=True)
class Question:
    """What the company has to decide once: conflicts that one comment can tell.

    LibreOffice writes the header of several sections once for each; a text box is in the file twice.
    """

    conflict: MergeConflict
    anchor: Element | None
    stays: list[Stay]

    @property
    def wanted(self) -> Wanted:
        """Return the comment that it needs."""
        place = self.conflict.place
        what = _PLACES[place][1]
        leads = (LEAD + what,) if what else (f"{LEAD}次の文", f"{LEAD}この部分")
        return Wanted(conflict_text(self.conflict), leads, self.anchor, place in ("header", "footer"))


def ask(meetings: Iterable[Meeting], ours: Version) -> list[Question]:
    """Return one question for all conflicts of the same words that concern the same place."""
    questions: list[Question] = []
    asked: dict[tuple[object, str], Question] = {}
    for meeting in meetings:
        text = conflict_text(meeting.conflict)
        anchor = body_paragraph(ours, meeting.element)
        known = asked.get((meeting.stay.base, text)) or asked.get((anchor, text))
        if known is None:
            known = Question(meeting.conflict, anchor, [])
            questions.append(known)
        known.stays.append(meeting.stay)
        asked.setdefault((meeting.stay.base, text), known)
        asked.setdefault((anchor, text), known)
    return questions


def still_open(questions: Sequence[Question], ours: Version) -> list[Question]:
    """Return the questions whose comment is in the file and not marked as done."""
    found = find_comments(ours, [question.wanted for question in questions])
    return [question for question, comment in zip(questions, found, strict=True) if comment is not None]


def conflict_text(conflict: MergeConflict) -> str:
    """Return the words of the comment on a conflict."""
    what = _PLACES[conflict.place][1]
    if conflict.look:
        whose = f"{what}の書式" if what else "この部分の書式"
        return f"{LEAD}{whose}（文字や段落の見た目）が変わりました。取り入れるかどうかを決めてください。"
    if conflict.moved:
        whose = f"{what}の一部" if what else "この部分"
        where = "次の文の後" if conflict.theirs else "先頭"
        head = f"{LEAD}{whose}が{where}に移りました。移すかどうかを決めてください。"
        return f"{head}\n{readable(conflict.theirs)}" if conflict.theirs else head
    if conflict.theirs:
        head = f"{what}が次の文になりました" if what else "次の文になりました"
        return f"{LEAD}{head}。取り入れるかどうかを決めてください。\n{readable(conflict.theirs)}"
    if not what and "\n" not in conflict.base:
        return f"{LEAD}この部分がなくなりました。要らなければ削除してください。"
    return (
        f"{LEAD}{what}{'から' if what else ''}次の文がなくなりました。要らなければ削除してください。\n"
        f"{readable(conflict.base)}"
    )


def conflict_place(conflict: MergeConflict) -> str:
    """Return what a reader calls the place of a conflict that no clause names."""
    return _PLACES[conflict.place][0]


def readable(text: str) -> str:
    """Return a text with `…` for what is no letter: fields, pictures, notes."""
    return "".join("…" if ord(character) >= FIRST_STAND_IN else character for character in text)


def keep_base(questions: Iterable[Question], theirs: Version) -> bytes:
    """Return theirs with the blocks of the questions as they were in base."""
    stays = list({stay.base: stay for question in questions for stay in question.stays}.values())
    if not stays:
        return theirs.data
    for stay in reversed([stay for stay in stays if stay.moved or not stay.theirs]):
        _put_back(stay)
    for stay in stays:
        if stay.theirs and not stay.moved:
            _put_in_place(stay)
    theirs.restore_style_ids()
    theirs.changed.update(theirs.stories())
    return theirs.write()


def _put_back(stay: Stay) -> None:
    """Put blocks that theirs has no longer, or elsewhere, behind the one they followed, or first in their container."""
    twins = list(stay.theirs) or [copy.deepcopy(block) for block in stay.base]
    if stay.follows is not None:
        for twin in reversed(twins):
            stay.follows.addnext(twin)
    else:
        place = first_place(stay.container)
        stay.container[place:place] = twins


def _put_in_place(stay: Stay) -> None:
    """Put blocks of base in the place of those that theirs has for them."""
    first = stay.theirs[0]
    if first.getparent() is None:
        return
    for block in stay.base:
        first.addprevious(copy.deepcopy(block))
    for block in stay.theirs:
        parent = block.getparent()
        if parent is not None:
            parent.remove(block)
