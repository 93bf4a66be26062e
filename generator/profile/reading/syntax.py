"""Mistakes in the way a YAML text is written, as Japanese sentences."""

from __future__ import annotations

import re

import yaml

_SENTENCES = (
    ("escape code", "「\\u」で書かれた文字が正しくありません。文字そのものを書いてください"),
    ("escape character", "二重引用符の中の「\\」は使えません。「\\\\」と書くか、引用符を ' に替えてください"),
    (
        "mapping values are not allowed",
        '「: 」の使い方か字下げが違います。値に「: 」を含むときは全体を引用符 " で囲んでください',
    ),
    ("unexpected end of stream", "引用符（\" か '）が閉じていません。値の終わりにも引用符を付けてください"),
    ("expected ',' or '", "かっこ（[ ] か { }）が閉じていないか、区切りの「,」がありません"),
    ("could not find expected ':'", "項目名のあとの「: 」（半角コロンと空白）がありません"),
    (
        "expected '-' indicator",
        "字下げか「- 」が前の行とそろっていません。同じ深さの行は空白の数をそろえてください",
    ),
    ("expected <block end>", "字下げが前の行とそろっていません。同じ深さの行は空白の数をそろえてください"),
    (
        "did not find expected key",
        "字下げが前の行とそろっていません。同じ深さの行は空白の数をそろえてください",
    ),
    ("document start", "字下げが前の行とそろっていません。いちばん外側の項目は行頭から書いてください"),
    ("anchor", '「&」で始まる値は引用符 " で囲んでください'),
    ("alias", '「*」で始まる値は引用符 " で囲んでください'),
    ("tag", '「!」で始まる値は引用符 " で囲んでください'),
    ("block scalar", '「|」や「>」で始まる値は引用符 " で囲むか、次の行から字下げして書いてください'),
)


def error_line(error: yaml.MarkedYAMLError, text: str) -> int:
    """Return the line to look at: where reading stopped, or where a quotation or bracket without end began."""
    last = text.rstrip().count("\n")
    stopped = error.problem_mark.line if error.problem_mark else 0
    began = error.context_mark.line if error.context_mark else stopped
    is_open = stopped >= last and any(word in (error.context or "") for word in ("quoted scalar", "flow"))
    line = min(began if is_open else stopped, last) + 1
    before = text.splitlines()[line - 2 : line - 1] if line > 1 and not is_open else []
    return line - 1 if any(_slip(row) for row in before) else line


def syntax_sentence(error: yaml.MarkedYAMLError, text: str, line: int) -> str:
    """Say what to put right where the parser stopped.

    Args:
        error: What the parser reported.
        text: The whole text.
        line: The line it stopped at, from 1.
    """
    lines = text.splitlines()
    row = lines[line - 1] if 0 < line <= len(lines) else ""
    margin = row[: len(row) - len(row.lstrip())]
    at_tab = error.problem_mark is not None and row[error.problem_mark.column :].startswith("\t")
    if at_tab or "\t" in margin:
        return "タブ文字は使えません。字下げには半角の空白を使ってください"
    if slip := _slip(row):
        return slip
    if "cannot start any token" in (error.problem or ""):
        return '値の先頭の記号（@ ` % など）はそのままでは使えません。値全体を引用符 " で囲んでください'
    told = f"{error.context or ''} {error.problem or ''}"
    for sign, sentence in _SENTENCES:
        if sign in told:
            return sentence
    return "書き方（YAML）が正しくありません。字下げ、「: 」、引用符を確かめてください"


def _slip(row: str) -> str:
    """Name the slip of a line that only the next line brings to light, or return an empty text."""
    if "\u3000" in row[: len(row) - len(row.lstrip())]:
        return "字下げに全角の空白があります。半角の空白に替えてください"
    if re.match(r"[ -]*[\w.]+：", row):
        return "全角の「：」が使われています。半角の「: 」（コロンと空白）に替えてください"
    if re.match(r"[ -]*[a-z_]+:[^\s:/]", row):
        return "「:」の後ろに空白がありません。「項目名: 値」のように半角の空白を1つ入れてください"
    return ""
