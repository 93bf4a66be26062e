"""Facts that disagree between the documents, or with the profile."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from generator.checking.remark import Document, Remark, around
from generator.context import build_context
from generator.context.written_dates import read_date
from generator.profile import CompanyProfile
from generator.word.reader.passages import Passage

_LENGTH = re.compile(r"([0-9０-９]{1,3})\s?(?:文字|字|桁)以上")
_PHONE = re.compile(r"(?<![0-9-])0[0-9]{1,4}[-－‐−(（][0-9]{1,4}[-－‐−)）][0-9]{3,4}(?![0-9-])")
_MAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_LABELS = re.compile(r"極秘|(?:社|院|会|部|所|関係者|団体)外秘|取扱注意|マル秘|㊙")
_TITLE = re.compile(r"[一-龥ァ-ヶー]{0,14}(?:責任者|管理者|担当者)")
_LEGAL = "株式会社|有限会社|合同会社|合名会社|合資会社|医療法人(?:社団|財団)?|(?:一般|公益)(?:社団|財団)法人|特定非営利活動法人"
_COMPANY = re.compile(
    rf"(?:{_LEGAL})[一-龥ぁ-んァ-ヶーA-Za-z0-9・＆&]{{2,20}}|[一-龥ァ-ヶーA-Za-z0-9・＆&]{{2,20}}(?:株式会社|有限会社|合同会社)"
)
_GENERIC_TITLES = frozenset(
    {"責任者", "管理者", "担当者", "管理責任者", "部門責任者", "復旧責任者", "作業責任者"}
)
_FULL_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")
_SIMILAR = 0.75
_BY_PROFILE = "プロファイルと文書のどちらが正しいかを確かめ、そろえてください"
_BY_DOCUMENTS = "どちらが正しいかを確かめ、文書の間でそろえてください"


@dataclass(frozen=True, slots=True)
class Expected:
    """What the profile says of the facts that documents repeat.

    Attributes:
        texts: Every text of the profile and of what follows from it.
        values: Every line of a text that stands in the profile itself.
    """

    company: str
    lengths: frozenset[str]
    titles: frozenset[str]
    people: Mapping[str, str]
    labels: frozenset[str]
    texts: tuple[str, ...]
    values: tuple[str, ...]

    def knows(self, text: str) -> bool:
        """Tell whether any text of the profile holds this one."""
        return any(text in item for item in self.texts)


def expected_facts(profile: CompanyProfile) -> Expected:
    """Gather the facts of a profile as its documents write them."""
    context, own = build_context(profile), profile.model_dump(mode="json")
    numbers, labels, roles = context["numbers"], context["labels"], context["roles"]
    heads = [profile.roles.department_head_title, context["organization"]["department_head"]]
    return Expected(
        company=profile.company.name,
        lengths=frozenset(str(value) for name, value in numbers.items() if name.endswith("min_length")),
        titles=frozenset([*(role["title"] for role in roles.values()), *heads]),
        people={role["title"]: str(role["name"]) for role in roles.values() if role["named"]},
        labels=frozenset(str(labels[name]) for name in ("top", "middle", "public")),
        texts=tuple(_texts([context, own])),
        values=tuple(line for text in _texts(own) for line in text.splitlines()),
    )


def _texts(value: Any) -> Iterator[str]:  # noqa: ANN401 - walks any plain data
    if isinstance(value, Mapping):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, Sequence) and not isinstance(value, str | bytes):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, str):
        yield value


def check_profile_facts(document: Document, expected: Expected) -> Iterator[Remark]:
    """Yield what a document says otherwise than the profile."""
    for passage, match, value in _lengths(document):
        if value not in expected.lengths:
            allowed = "・".join(sorted(expected.lengths, key=int))
            text = f"パスワードの長さが{value}文字になっています（プロファイルは{allowed}文字）"
            yield document.remark(passage, "password-length", text, _BY_PROFILE, excerpt=_at(passage, match))
    for passage in document.passages:
        yield from _contacts(document, passage, expected)
        yield from _names(document, passage, expected)
    if not any(expected.company in passage.text for passage in document.passages):
        text = "会社などの名称（company.name）が文書のどこにもありません"
        yield document.remark(None, "company-name", text, _BY_PROFILE)


def _contacts(document: Document, passage: Passage, expected: Expected) -> Iterator[Remark]:
    for pattern, kind, label in ((_PHONE, "phone", "電話番号"), (_MAIL, "mail", "メールアドレス")):
        for match in pattern.finditer(passage.text):
            if not expected.knows(match[0]):
                text = f"プロファイルにない{label}があります"
                yield document.remark(passage, kind, text, _BY_PROFILE, excerpt=_at(passage, match))


def _names(document: Document, passage: Passage, expected: Expected) -> Iterator[Remark]:
    for match in _LABELS.finditer(passage.text):
        if match[0] not in expected.labels and not expected.knows(match[0]):
            text = f"機密区分「{match[0]}」はプロファイルの区分にありません"
            yield document.remark(passage, "label", text, _BY_PROFILE, excerpt=_at(passage, match))
    for match in _TITLE.finditer(passage.text):
        near = _near_title(match[0], expected)
        if near:
            text = f"役割の名前が違うようです（プロファイルは「{near}」）"
            yield document.remark(passage, "role-title", text, _BY_PROFILE, excerpt=match[0], warning=True)
    for match in _COMPANY.finditer(passage.text):
        likeness = SequenceMatcher(None, match[0], expected.company).ratio()
        if likeness > 0.6 and not expected.knows(match[0]) and expected.company not in match[0]:
            text = f"名称が違うようです（プロファイルは「{expected.company}」）"
            yield document.remark(passage, "company-name", text, _BY_PROFILE, excerpt=match[0], warning=True)
    if passage.text in expected.people and len(passage.row) > 1 and passage.row[0] == passage.text:
        name = expected.people[passage.text]
        others = passage.row[1:]
        if not any(name in cell or "【" in cell for cell in others) and _holds_person(others):
            text = f"{passage.text}の氏名がプロファイルと違います"
            yield document.remark(passage, "role-name", text, _BY_PROFILE, excerpt=" ".join(others))


def _holds_person(cells: Sequence[str]) -> bool:
    return any(
        re.fullmatch(r"[一-龥ぁ-んァ-ヶー]{1,6}[ \u3000][一-龥ぁ-んァ-ヶー]{1,6}", cell) for cell in cells
    )


def _near_title(found: str, expected: Expected) -> str | None:
    if found in _GENERIC_TITLES or any(
        found.endswith(title) or title.endswith(found) for title in expected.titles
    ):
        return None
    if expected.knows(found):
        return None
    scored = ((SequenceMatcher(None, found, title).ratio(), title) for title in expected.titles)
    best, title = max(scored, default=(0.0, ""))
    return title if best >= _SIMILAR else None


def check_common_facts(documents: Sequence[Document]) -> Iterator[Remark]:
    """Yield facts on which two documents differ, whatever the profile says.

    Version and date of revision are each document's own: one whose content did not change keeps them.
    """
    yield from _differing(documents, "contact", "連絡先", _row_contacts)
    yield from _differing(documents, "date", "日付", _row_dates)
    lengths = [(document, {value for _, _, value in _lengths(document)}) for document in documents]
    known = [(document, values) for document, values in lengths if values]
    for document, values in known[1:]:
        if not values & known[0][1]:
            text = f"パスワードの長さが {known[0][0].name} と違います（{_joined(values)}文字と{_joined(known[0][1])}文字）"
            yield document.remark(None, "password-length", text, _BY_DOCUMENTS)


def _differing(documents: Sequence[Document], kind: str, label: str, read: Any) -> Iterator[Remark]:  # noqa: ANN401
    first: dict[str, tuple[Document, str]] = {}
    for document in documents:
        for passage, key, value in read(document):
            other, known = first.setdefault(key, (document, value))
            if other is not document and known != value:
                text = f"{label}（{key}）が {other.name} と違います"
                yield document.remark(passage, kind, text, _BY_DOCUMENTS, excerpt=value)


def _row_contacts(document: Document) -> Iterator[tuple[Passage, str, str]]:
    for passage in document.body:
        if passage.row and passage.row[0] == passage.text and not passage.is_form:
            numbers = sorted(set(_PHONE.findall(" ".join(passage.row))))
            if numbers:
                yield passage, passage.text, "、".join(numbers)


def _row_dates(document: Document) -> Iterator[tuple[Passage, str, str]]:
    for passage in document.passages:
        match = re.match(r"(制定日|施行日)\s?[：:]?\s?(.*)$", passage.text)
        if match and not passage.is_form:
            date = read_date(match[2] or (passage.row[1] if len(passage.row) == 2 else ""))
            if date is not None:
                yield passage, match[1], date.isoformat()


def _lengths(document: Document) -> Iterator[tuple[Passage, re.Match[str], str]]:
    for passage in document.body:
        if "パスワード" in passage.text or "パスワード" in "".join(passage.row[:1]):
            for match in _LENGTH.finditer(passage.text):
                yield passage, match, match[1].translate(_FULL_WIDTH)


def _at(passage: Passage, match: re.Match[str]) -> str:
    return around(passage.text, match.start(), match.end())


def _joined(values: set[str]) -> str:
    return "・".join(sorted(values, key=int))
