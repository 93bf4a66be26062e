"""Changes to good inputs: pieces cut, doubled, swapped, and replaced by words that surprise a reader."""

from __future__ import annotations

import re
from collections.abc import Sequence

from hypothesis import strategies as st

ODD_WORDS: tuple[bytes, ...] = tuple(
    word.encode("utf-8", "surrogatepass")
    for word in (
        "1e999", "-1e999", "NaN", ".nan", ".inf", "Infinity", "²", "１２", "٣", "0x10", "1_0", "-0", "9" * 30, "9" * 5000,
        "1e99999", "2026-02-30", "0001-01-01", "9999-12-31", "10000-01-01", "\ud800", "\udfff", "\U0010ffff", "\ufdd0",
        "\ufffe", "\x00", "\x07", "\x85", "\u2028", "\u200b", "\u202e", "\ufeff", "\ue000", "\U000e0041", "カ\u3099", "=1+1",
        "#N/A", "########", "8.13E+10", "_x000D_", "_xD800_", "_x005F_x0041_", "../../x", "C:\\x", "\\\\s\\x", "{{ 1 }}",
        "{%p if x %}", "]]>", "&#0;", "&#xD800;", "&lol;", "<!--", "<!DOCTYPE a [<!ENTITY b 'c'>]>", "%s%n", "'", '"', "\\",
        "[" * 300, "{" * 300, "[" * 20_000, "a" * 20_000, "\t", "\r", "\r\n", "\n", " ", "", "true", "null", "~", "<<", "*a",
        "&a", "!!python/object:os.system", "---", "?", "- ", ": ", "|", ">", "#", ",",
    )
)  # fmt: skip
_TOKENS = re.compile(rb'"(?:[^"\\]|\\.)*"|[\w.+-]+|[^\s\w]', re.DOTALL)

Step = tuple[int, int, int, bytes]
STEPS: st.SearchStrategy[list[Step]] = st.lists(
    st.tuples(
        st.integers(0, 6), st.integers(0, 1 << 20), st.integers(0, 40), st.sampled_from(ODD_WORDS) | st.binary(max_size=6)
    ),
    min_size=1,
    max_size=5,
)  # fmt: skip


def mutated(data: bytes, steps: Sequence[Step]) -> bytes:
    """Return the data with every step taken on it."""
    for kind, place, length, word in steps:
        data = _changed(data, kind, place, length, word)
    return data


def mutations(*seeds: bytes) -> st.SearchStrategy[bytes]:
    """Make inputs from good ones."""
    return st.builds(mutated, st.sampled_from(seeds), STEPS)


def _changed(data: bytes, kind: int, place: int, length: int, word: bytes) -> bytes:
    if kind < 3:
        return _token_replaced(data, place, word)
    at = place % (len(data) + 1)
    piece = data[at : at + length]
    if kind == 3:
        return data[:at] + word + data[at:]
    if kind == 4:
        return data[:at] + data[at + length :]
    if kind == 5:
        return data[:at] + piece * 3 + data[at + length :]
    return data[:at]


def _token_replaced(data: bytes, place: int, word: bytes) -> bytes:
    """Replace a word, a text in quotes or a sign; most parsers get further so than with torn bytes."""
    tokens = list(_TOKENS.finditer(data, 0, 200_000))
    if not tokens:
        return word
    token = tokens[place % len(tokens)]
    quoted = token[0].startswith(b'"') and len(token[0]) > 1 and place % 3
    return data[: token.start()] + (b'"' + word + b'"' if quoted else word) + data[token.end() :]
