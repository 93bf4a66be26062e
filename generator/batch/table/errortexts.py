"""What a spreadsheet shows in place of a value that it does not have, or has spoilt."""

from __future__ import annotations

import re
import unicodedata

# ECMA-376 part 1, 18.17.3, the ones that Excel has had since, and LibreOffice's own.
_ERRORS = re.compile(
    r"#(N/A|NULL!|DIV/0!|VALUE!|REF!|NAME\?|NUM!|GETTING_DATA|SPILL!|CONNECT!|BLOCKED!|UNKNOWN!|FIELD!|CALC!"
    r"|BUSY!|PYTHON!|EXTERNAL!|TIMEOUT!)|Err:\d{3}",
    re.IGNORECASE,
)
_TOO_NARROW = re.compile("#{3,}")
_SHORTENED = re.compile(r"[+-]?\d(\.\d*)?E[+-]?\d{2,3}")


def error_text(text: str) -> str:
    """Say what is wrong with a text that stands for a value that was not there; empty when it is none."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if _ERRORS.fullmatch(plain):
        return f"数式のエラー（{plain.upper()}）になっています。値を書き直してください"
    if _TOO_NARROW.fullmatch(plain):
        return "幅が足りないときの「###」のままです。元の値を書き直してください"
    return ""


def shortened_number(text: str) -> str:
    """Say that a long number was cut to its first digits (8.13E+10); empty when the text is none."""
    if _SHORTENED.fullmatch(unicodedata.normalize("NFKC", text).strip().upper()):
        return (
            "長い数が「E+」の形に縮められています。下の桁が失われているので、セルの表示形式を「文字列」にしてから"
            "元の値を書き直してください"
        )
    return ""
