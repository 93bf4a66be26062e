"""Characters that Word takes from a symbol font (w:sym), as text."""

from __future__ import annotations

_PRIVATE = range(0xF000, 0xF100)
"""Where Word puts the characters of a symbol font, 0xF000 above their place in the font (ECMA-376 17.3.3.30)."""

_WINGDINGS = {
    0x21: "✏",
    0x22: "✂",
    0x28: "☎",
    0x2A: "✉",
    0x6C: "●",
    0x6D: "❍",
    0x6E: "■",
    0x6F: "□",
    0x71: "❑",
    0x75: "◆",
    0x76: "❖",
    0x9F: "•",
    0xA1: "○",
    0xA7: "▪",
    0xA8: "◻",
    0xAB: "★",
    0xD8: "➢",
    0xDF: "←",
    0xE0: "→",
    0xE1: "↑",
    0xE2: "↓",
    0xE8: "➔",
    0xF0: "⇨",
    0xFB: "✗",
    0xFC: "✓",
    0xFD: "☒",
    0xFE: "☑",
}
_WINGDINGS_2 = {0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x54: "☒", 0xA3: "□"}
_SYMBOL = {0xA3: "≤", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "×", 0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xD6: "√"}
_FONTS = {"wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2, "symbol": _SYMBOL}


def symbol_text(font: str, code: str) -> str:
    """Return the character that a symbol shows; one without a counterpart in Unicode as 〓 and its code.

    Args:
        font: The font that it is taken from; empty for any.
        code: Its number in hexadecimal digits.
    """
    try:
        value = int(code, 16)
    except ValueError:
        return "\N{GETA MARK}"
    table = _FONTS.get(font.casefold())
    if table is not None or value in _PRIVATE:
        found = (table or {}).get(value - _PRIVATE.start if value in _PRIVATE else value)
        return found or f"\N{GETA MARK}{font} {value:04X}".replace(" ", "_")
    is_character = 0x20 <= value < 0x110000 and not 0xD800 <= value < 0xE000
    return chr(value) if is_character and value < 0xF0000 else f"\N{GETA MARK}{value:04X}"
