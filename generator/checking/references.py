"""References to articles, tables and forms that do not exist, or that carry an old number or title."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.checking.remark import Document, Remark, around
from generator.word.reader.passages import Passage

_ARTICLE = re.compile(
    r"第\s?([0-9０-９]+)\s?(章|節|条)(?:の[0-9０-９]+)?(?:（([^）]{1,40})）)?|(別表)\s?第?([0-9０-９]+)|様式第\s?([0-9０-９]+)\s?号"
)
_DECIMAL = re.compile(r"(?<![0-9.])([0-9]{1,2}(?:\.[0-9]{1,2}){1,2})（([^）]{1,40})）")
_TYPED_HEADING = re.compile(
    r"^(第[0-9]+[章節条]|別表第?[0-9]+|様式第[0-9]+号)(?=[\s\u3000]|$|[（(][^）)]*[）)](?:[\s\u3000]|$))"
)
_OTHER_LAW = re.compile(
    r"(?:法|法律|法施行令|施行規則|規則|政令|省令|条例|契約書?|約款|就業規則|同法|同令|指針|ガイドライン|基準)"
    r"(?:（[^）]*）)?(?:の)?[「『」』\s]*$"
)
_CHAIN = re.compile(r"(?:及び|又は|並びに|若しくは|から|まで|、|・|と|や|第[0-9]+[項号]|の)*$")
_HISTORY = (r"第?[0-9]+\.[0-9]+版?", r".*年.*月.*日.*")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")
_ADVICE = "参照先を確かめ、正しい番号に直してください（Wordの相互参照なら、全選択して F9 で更新できます）"


@dataclass(frozen=True, slots=True)
class _Targets:
    """What a document can be referred by: labels to titles."""

    titles: dict[str, str]

    def has(self, kind: str) -> bool:
        """Tell whether any target is of a kind (条, 章, 別表 …)."""
        return any(kind in label for label in self.titles)


def check_references(documents: Sequence[Document]) -> Iterator[Remark]:
    """Yield typed references whose target exists neither in the document nor in the regulations."""
    rules = next((_targets(document) for document in documents if document.key == "rules"), _Targets({}))
    for document in documents:
        own = _targets(document)
        for passage in document.passages:
            if passage.level is None and not (passage.is_form and passage.row) and not _is_history(passage):
                yield from _passage(document, passage, (own, rules))


def _is_history(passage: Passage) -> bool:
    """Tell whether a passage is in a row of 改訂履歴, which names what was there in its day."""
    return len(passage.row) > 2 and all(
        re.fullmatch(pattern, cell) for pattern, cell in zip(_HISTORY, passage.row, strict=False)
    )


def _targets(document: Document) -> _Targets:
    titles: dict[str, str] = {}
    for passage in document.body:
        typed = _TYPED_HEADING.match(passage.text)
        if passage.label and passage.level is not None:
            titles[_normal(passage.label)] = passage.text
        elif typed and not passage.row:
            titles.setdefault(_normal(typed[1]), _bare(passage.text[typed.end() :]))
    return _Targets(titles)


def _passage(document: Document, passage: Passage, targets: tuple[_Targets, _Targets]) -> Iterator[Remark]:
    text = passage.text
    foreign_until = -1
    for match in _ARTICLE.finditer(text):
        before = text[: match.start()]
        chained = foreign_until >= 0 and _CHAIN.fullmatch(before[foreign_until:])
        if _OTHER_LAW.search(before) or chained:
            foreign_until = match.end()
            continue
        problem = _problem(match, targets) if not (passage.is_form and match[2]) else None
        if problem and not _is_own_heading(text, match):
            excerpt = around(text, match.start(), match.end())
            yield document.remark(passage, "missing-reference", problem, _ADVICE, excerpt=excerpt)
    for match in _DECIMAL.finditer(text):
        title = next((t.titles[match[1]] for t in targets if match[1] in t.titles), None)
        if title is not None and _bare(title) != _bare(match[2]):
            what = f"{match[1]} の見出しは「{title}」で、参照の「{match[2]}」と違います"
            yield document.remark(passage, "wrong-title", what, _ADVICE, excerpt=match[0])


def _is_own_heading(text: str, match: re.Match[str]) -> bool:
    return match.start() == 0 and _TYPED_HEADING.match(text) is not None


def _problem(match: re.Match[str], targets: tuple[_Targets, _Targets]) -> str | None:
    if match[2]:
        kind, label = match[2], f"第{match[1].translate(_FULL_WIDTH)}{match[2]}"
    elif match[4]:
        kind, label = "別表", f"別表{match[5].translate(_FULL_WIDTH)}"
    else:
        kind, label = "様式", f"様式第{match[6].translate(_FULL_WIDTH)}号"
    known = [target for target in targets if target.has(kind)]
    if not known:
        return (
            f"{label}とありますが、この文書にも関連規程にも{kind}の番号がありません" if kind != "条" else None
        )
    found = [target.titles[label] for target in known if label in target.titles]
    if not found:
        return f"{label}がありません"
    title = match[3] if match[2] else None
    if title and all(_bare(title) != _bare(item) for item in found):
        return f"{label}の見出しは「{found[0]}」で、参照の「{title}」と違います"
    return None


def _bare(title: str) -> str:
    return title.strip(" \u3000（）()")


def _normal(label: str) -> str:
    return re.sub(
        r"[\s.]+$|^別表第", lambda m: "別表" if m[0].startswith("別表") else "", label.translate(_FULL_WIDTH)
    )
