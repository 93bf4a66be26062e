"""The characters of a value: what looks the same is the same, what nobody sees is refused with its place."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.errors import ProfileError
from generator.profile import CompanyProfile
from generator.profile.model.characters import odd_character, odd_words, tidy
from generator.profile.reading.loading import parse_model

PROFILE = "company:\n  name: {name}\n  representative: {{name: 代表 一}}\ndocuments: {{issued_on: {day}, preface: {preface}}}\n"


def load(name: str = "甲社", preface: str = "乙", day: str = "2026-04-01") -> CompanyProfile:
    text = PROFILE.format(name=quoted(name), preface=quoted(preface), day=quoted(day))
    return parse_model(text.encode(), CompanyProfile, source="p.yaml")


def quoted(text: str) -> str:
    return '"' + "".join(f"\\U{ord(character):08x}" for character in text) + '"'


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("株式会社カ\u3099ラス", "株式会社ガラス"),
        ("ハ\u309aン\u3099", "パン\u3099"),
        ("Cafe\u0301", "Café"),
        ("サンプル\u00a0商店", "サンプル 商店"),
        ("サンプル商店\u00a0", "サンプル商店"),
        ("\u2003サンプル\u202f商店", "サンプル 商店"),
        ("\u2f47本\u2f92守", "日本見守"),
        ("\u212b社", "Å社"),
    ],
)
def test_what_looks_the_same_is_the_same(written: str, meant: str) -> None:
    """Composed and decomposed letters, spaces of the web and radicals of PDFs give one value."""
    assert load(written).company.name == meant
    assert load(meant).company.name == meant


@pytest.mark.parametrize(
    "text",
    [
        "情報　太郎",
        "　本方針は、",
        "葛\U000e0100飾区",
        "辻\U000e0101 太郎",
        "\ufa19谷",
        "\ufa10本",
        "神\ufe00谷",
        "★\ufe0e",
        "❤\ufe0f",
        "1\ufe0f\u20e3",
        "👨\u200d👩\u200d👧",
        "👩🏽\u200d💻",
        "\u0915\u094d\u200d\u0937",
        "か\u309aな",
        "髙﨑①㈱ｶﾅ～−",
    ],
)
def test_what_belongs_stays(text: str) -> None:
    """The ideographic space, variants of names, joined emoji and joining scripts stay as they are written."""
    assert load(text).company.name == text
    assert load(preface=text).documents.preface == text


@pytest.mark.parametrize(
    ("character", "words"),
    [
        ("\u200b", "幅のない空白、U+200B"),
        ("\ufeff", "バイト順マーク、U+FEFF"),
        ("\u00ad", "ソフトハイフン、U+00AD"),
        ("\u200d", "幅のないつなぎ、U+200D"),
        ("\u200c", "幅のない区切り、U+200C"),
        ("\u2060", "U+2060"),
        ("\u200e", "文字の向きを変える見えない文字（U+200E）"),
        ("\u202e", "文字の向きを変える見えない文字（U+202E）"),
        ("\u2069", "文字の向きを変える見えない文字（U+2069）"),
        ("\ue000", "外字"),
        ("\uf8ff", "外字"),
        ("\U000f1234", "外字"),
        ("\U00100000", "外字"),
        ("\U000e0041", "見えない文字（U+E0041）"),
        ("\U000e0001", "見えない文字（U+E0001）"),
        ("\ufe0f", "見えない文字（U+FE0F）"),
        ("\ufe05", "見えない文字（U+FE05）"),
        ("\U000e0102", "見えない文字（U+E0102）"),
        ("\u3164", "見えない文字（U+3164）"),
        ("\u2800", "見えない文字（U+2800）"),
        ("\u034f", "見えない文字（U+034F）"),
        ("\u180e", "見えない文字（U+180E）"),
        ("\ufff9", "見えない文字（U+FFF9）"),
        ("\ufffc", "写せなかった絵の跡、U+FFFC"),
        ("\U0001fffe", "使えない文字（U+1FFFE）"),
    ],
)
def test_what_nobody_sees_is_refused_with_its_place(character: str, words: str) -> None:
    """The field, the line, the place in the text and the kind of character are told; the value is not."""
    with pytest.raises(ProfileError) as caught:
        load(f"サンプル{character}商店", f"あいさつ\nぶん{character}")
    name, preface = (str(problem) for problem in caught.value.problems)
    assert name.startswith("2行目 company.name: 5文字目に") and words in name
    assert preface.startswith("4行目 documents.preface: 8文字目に")
    assert "サンプル" not in str(caught.value)


@pytest.mark.parametrize("character", ["\u2028", "\u2029", "\x85", "\r", "\n"])
def test_every_line_end_is_one(character: str) -> None:
    """A line break of whatever kind is one in a text, and refused in a line."""
    assert load(preface=f"一{character}二").documents.preface == "一\n二"
    with pytest.raises(ProfileError, match="改行"):
        load(f"甲{character}社")


def test_an_unseen_character_in_a_date_or_choice_is_named() -> None:
    """Where the value itself would be right, the message names what nobody sees in it."""
    with pytest.raises(ProfileError, match=r"documents\.issued_on: 11文字目に見えない文字（幅のない空白"):
        load(day="2026-04-01\u200b")


def test_a_name_in_either_form_is_one() -> None:
    """A company that types its name on another system gets no new version."""
    assert load("カ\u3099ラス") == load("ガラス")


@given(st.text(max_size=80))
def test_tidying_ends(text: str) -> None:
    """Tidying twice is tidying once; what it does never brings in a character that is refused."""
    once = tidy(text)
    assert tidy(once) == once
    assert odd_character(text) or not odd_words(once)


@given(st.text(st.characters(min_codepoint=0x3041, max_codepoint=0x30FF), max_size=40))
def test_kana_are_composed(text: str) -> None:
    """Kana come out in the composed form."""
    assert unicodedata.is_normalized("NFC", tidy(text))
