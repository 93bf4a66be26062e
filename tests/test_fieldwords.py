"""Values of a profile in the words a reader knows."""

from __future__ import annotations

import pytest

from generator.profile import CompanyProfile
from generator.profile.fields.path import DataPath
from generator.profile.fields.tree import FieldEntry, choices, walk_fields
from generator.profile.fields.words import value_words


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        (("measures", "mfa", "state"), "planned", "実施予定"),
        (("tables", "areas", 0, "level"), "open", "受付エリア"),
        (("options", "byod", "purposes"), ["calls", "mail"], "通話、電子メール"),
        (("options", "byod", "purposes"), [], "（なし）"),
        (("options", "telework", "use"), True, "行う"),
        (("options", "telework", "use"), False, "行わない"),
        (("options", "own_servers"), True, "ある"),
        (("options", "own_servers"), False, "ない"),
        (("options", "outsourcing", "cloud_counts"), False, "委託として管理しない"),
        (("options", "personal_data", "over_5000"), False, "持っていなかった"),
        (("options", "people", "pledge_on_leaving"), False, "受け取らない"),
        (("options", "premises", "camera"), False, "置かない"),
        (("company", "phone"), None, "未定"),
        (("documents", "effective_on"), None, "（省略）"),
        (("documents", "logo"), None, "（なし）"),
        (("measures", "mfa", "due"), None, "（なし）"),
        (("tables", "areas", 0), None, "（なし）"),
        (("tables", "areas", 0), {"id": "a", "name": "倉庫", "level": "staff"}, "倉庫、執務エリア"),
        (("numbers", "password_min_length"), 12, "12"),
        (("documents", "preface"), "一行目\n二行目", "一行目 二行目"),
        (("gone", "since"), True, "はい"),
        (("gone", "since"), None, "（なし）"),
    ],
)
def test_values_in_words(path: DataPath, value: object, words: str) -> None:
    """Labels of choices, the verb of a yes-or-no field, and what kind of nothing there is."""
    assert value_words(path, value) == words


def test_long_texts_are_cut() -> None:
    """A text of 2,000 characters does not fill the screen."""
    assert value_words(("documents", "preface"), "あ" * 2000) == "あ" * 60 + "…"


@pytest.mark.parametrize(
    "field",
    [entry for entry in walk_fields(CompanyProfile) if choices(entry.info.annotation)],
    ids=lambda entry: ".".join(entry.path),
)
def test_no_choice_is_shown_raw(field: FieldEntry) -> None:
    """Every choice of the model has Japanese words; yes and no differ."""
    path = tuple(0 if step == "[]" else step for step in field.path)
    values: list[object] = [value for value, _ in choices(field.info.annotation)]
    values = [True, False] if values == ["true", "false"] else values
    shown = [value_words(path, value) for value in values]
    assert len(set(shown)) == len(shown)
    assert not [words for words in shown if words.isascii() and words != "1 / 1.1"]
    assert not {"はい", "いいえ"} & set(shown)
