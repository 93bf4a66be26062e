"""What was left to fill in: placeholders, brackets, circles, tags, undecided alternatives, open changes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.checking.remark import Document, Remark, around


@dataclass(frozen=True, slots=True)
class _Leftover:
    kind: str
    pattern: re.Pattern[str]
    text: str
    advice: str
    in_forms: bool = False
    warning: bool = False
    in_names: bool = False


_UNITS = "年月日時分秒人名社部課室号条項章回文字桁世代件円"
_LEFTOVERS = (
    _Leftover(
        "placeholder",
        re.compile(r"【[^】\n]{1,60}】"),
        "まだ書かれていない項目があります",
        "プロファイルに値を書いて作り直すか、Wordで書き込んでください",
        in_forms=True,
        in_names=True,
    ),
    _Leftover(
        "tag",
        re.compile(r"\{\{.*?(?:\}\}|$)|\{%.*?(?:%\}|$)|\{#.*?(?:#\}|$)"),
        "テンプレートのタグが残っています",
        "policygen generate で作り直すか、テンプレートを直してください",
        in_forms=True,
        in_names=True,
    ),
    _Leftover(
        "circles",
        re.compile(rf"[○〇◯●]{{2,}}|[○〇◯●](?=[{_UNITS}])|[△▲□■×]{{2,}}"),
        "伏せ字（○○など）が残っています",
        "自社の名称や数字に書き換えてください",
    ),
    _Leftover(
        "open-date",
        re.compile(r"20(?:[yY]{2}|[xX]{2}|＊＊|\*\*|[○〇◯]{2})|[yY]{4}[年./-]|(?:令和|平成)[xXyY○〇◯＊*]"),
        "日付が決まっていません（20yy など）",
        "実際の日付に書き換えてください",
        in_forms=True,
    ),
    _Leftover(
        "brackets",
        re.compile(
            r"[\[［](?=[^\]］]*[ぁ-んァ-ヶ一-龥])[^\]］\n]{1,40}[\]］]"
            r"|〔[^〕\n]{1,40}〕|[<＜](?=[^>＞]*[ぁ-んァ-ヶ一-龥])[^>＞\n]{1,40}[>＞]"
        ),
        "書き換える場所を示す括弧が残っています",
        "中身を自社のことに書き換え、括弧を取ってください",
        in_names=True,
    ),
    _Leftover(
        "alternatives",
        re.compile(
            r"(?<![一-龥ァ-ヶーぁ-ん/／])([一-龥ァ-ヶー]{2,12})(?:\s?[/／]\s?[一-龥ァ-ヶー]{2,12})+(?![/／])"
        ),
        "「A/B」のように、選ばれていない選択肢があるようです",
        "どちらかに決めるか、「又は」「及び」でつないでください",
        warning=True,
        in_names=True,
    ),
    _Leftover(
        "note-to-self",
        re.compile(
            r"要確認|要検討|要記入|要修正|要追記|(?<![A-Za-z])(?:TODO|TBD|FIXME)(?![A-Za-z])|ここに記入|ダミー"
        ),
        "作業中の書き込みが残っています",
        "内容を決めて、書き込みを消してください",
        warning=True,
    ),
    _Leftover(
        "blank",
        re.compile(r"[_＿]{3,}|（[\s\u3000]+）"),
        "空欄が残っています",
        "書き込むか、空欄を消してください",
        warning=True,
    ),
)


def check_leftovers(document: Document, known: Sequence[str] = ()) -> Iterator[Remark]:
    """Yield every place that still waits for its text; blanks in forms are meant to be blank.

    Args:
        document: The document.
        known: Texts of the profile; brackets within them belong to a name. One that is nothing but a bracket is
            still to be written.
    """
    for passage in document.passages:
        for rule in _LEFTOVERS:
            if passage.is_form and not rule.in_forms:
                continue
            found = rule.pattern.finditer(passage.text)
            match = next((m for m in found if not (rule.in_names and _is_in_name(m, known))), None)
            if match:
                excerpt = around(passage.text, match.start(), match.end())
                yield document.remark(
                    passage, rule.kind, rule.text, rule.advice, excerpt=excerpt, warning=rule.warning
                )


def _is_in_name(match: re.Match[str], known: Sequence[str]) -> bool:
    """Tell whether a match stands inside a text of the profile, as part of it."""
    holders = (text.strip() for text in known if match[0] in text)
    return any(
        place.start() <= match.start() and match.end() <= place.end()
        for text in holders
        if text != match[0] or text[0].isalnum()
        for place in re.finditer(re.escape(text), match.string)
    )
