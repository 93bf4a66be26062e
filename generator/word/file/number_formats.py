"""Numbers as Word writes them: digits, full-width digits, kana, kanji, letters, circles (ECMA-376 17.18.59)."""

from __future__ import annotations

from functools import lru_cache

_AIUEO = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
_IROHA = "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセスン"
_KANJI = "〇一二三四五六七八九"
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"))
_ROMAN_TAIL = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


@lru_cache(maxsize=4096)
def format_number(value: int, kind: str) -> str:
    """Return a number in one of Word's formats (ECMA-376 17.18.59); unknown formats give plain digits."""
    if kind in ("none", "bullet"):
        return ""
    if kind.startswith(("aiueo", "iroha")) and value > 0:
        letters = _AIUEO if kind.startswith("aiueo") else _IROHA
        return letters[(value - 1) % len(letters)]
    if kind == "decimalEnclosedCircle" and 1 <= value <= 20:
        return chr(ord("①") + value - 1)
    if kind == "decimalZero":
        return f"{value:02d}"
    if kind.startswith("decimalFullWidth"):
        return str(value).translate(_FULL_WIDTH)
    if kind in ("japaneseCounting", "japaneseLegal", "japaneseDigitalTenThousand", "ideographDigital"):
        return _kanji(value, positional=kind in ("japaneseDigitalTenThousand", "ideographDigital"))
    if kind in ("upperLetter", "lowerLetter") and value > 0:
        letter = chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1)
        return letter.upper() if kind == "upperLetter" else letter
    if kind in ("upperRoman", "lowerRoman"):
        return _roman(value).upper() if kind == "upperRoman" else _roman(value)
    return str(value)


def _kanji(value: int, *, positional: bool) -> str:
    if positional or not 0 < value < 100:
        return "".join(_KANJI[int(digit)] for digit in str(abs(value)))
    tens, ones = divmod(value, 10)
    head = "" if tens == 0 else ("十" if tens == 1 else f"{_KANJI[tens]}十")
    return head + (_KANJI[ones] if ones else "")


def _roman(value: int) -> str:
    pieces = []
    for worth, letters in (*_ROMAN, *_ROMAN_TAIL):
        count, value = divmod(value, worth)
        pieces.append(letters * count)
    return "".join(pieces)
