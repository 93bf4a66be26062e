"""The building blocks of the profile's models: base class, text types, choices."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints, ValidationError
from pydantic_core import InitErrorDetails, PydanticCustomError

from generator.labelled import Labelled
from generator.profile.model.characters import FORBIDDEN_CHARACTERS, odd_words, tidy


class Facts(BaseModel):
    """A frozen group of facts that refuses unknown names."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=False)


class Choice(Labelled):
    """One of a few named answers of a profile; `label` is what documents and messages show."""


def invalid(message: str) -> PydanticCustomError:
    """Build an error whose Japanese message is shown to the user as it stands."""
    return PydanticCustomError("policygen", message.replace("{", "{{").replace("}", "}}"))


Contradiction = tuple[str, str]
"""The dotted path of the field to put right, from the group that finds it, and what to do about it."""


def refuse(contradictions: Iterable[Contradiction]) -> None:
    """Report every contradiction at its field.

    Raises:
        ValidationError: There is at least one.
    """
    details = [
        InitErrorDetails(type=invalid(what), loc=tuple(field.split(".")), input=None)
        for field, what in contradictions
    ]
    if details:
        raise ValidationError.from_exception_data("contradiction", details)


def _only_seen_characters(value: str) -> str:
    if FORBIDDEN_CHARACTERS.search(value):
        raise invalid("Wordの文書に書けない文字（制御文字など）が入っています。取り除いてください")
    if not value.strip():
        raise invalid("空白だけの値は書けません。値を書くか、この行を消してください")
    if odd := odd_words(value):
        raise invalid(odd)
    return value


def _one_line(value: str) -> str:
    value = tidy(value).strip(" ")
    if "\n" in value or "\t" in value:
        raise invalid("改行やタブは書けません。1行で書いてください")
    return _only_seen_characters(value)


def _lines(value: str) -> str:
    return _only_seen_characters(tidy(value))


Line = Annotated[str, AfterValidator(_one_line), StringConstraints(min_length=1, max_length=200)]
"""One line of text, 1-200 characters, composed (NFC) and without characters that nobody sees."""

Text = Annotated[str, AfterValidator(_lines), StringConstraints(min_length=1, max_length=2000)]
"""Text that may have line breaks, 1-2,000 characters, composed (NFC) and without characters that nobody sees."""

ItemId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$")]
"""A name for one row that stays the same when rows move: letters, digits, hyphen, underscore."""
