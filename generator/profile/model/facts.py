"""The building blocks of the profile's models: base class, text types, choices."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Annotated, Any, ClassVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationError
from pydantic_core import InitErrorDetails, PydanticCustomError

from generator.labelled import Labelled
from generator.profile.model.characters import FORBIDDEN_CHARACTERS, odd_words, tidy


class Holds(StrEnum):
    """What a field holds: what is, which nobody but the company can say, or what shall be done."""

    FACT = "fact"
    RULE = "rule"


class Facts(BaseModel):
    """A frozen group of fields that refuses unknown names.

    A group says with `holds=` whether its fields are facts or rules; a field that differs is made by `fact` or `rule`.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=False)
    holds: ClassVar[Holds | None] = None

    def __init_subclass__(cls, *, holds: Holds | None = None, **config: Any) -> None:  # noqa: ANN401
        """Note what the fields of the group hold."""
        if holds is not None:
            cls.holds = holds
        super().__init_subclass__(**config)


def fact(default: Any = None, **described: Any) -> Any:  # noqa: ANN401
    """Return a field that holds a fact; without a statement of the company it is unknown, never assumed."""
    return Field(default, json_schema_extra={"holds": Holds.FACT.value}, **described)


def rule(default: Any, **described: Any) -> Any:  # noqa: ANN401
    """Return a field that holds a rule; the standard holds where the company states no other."""
    return Field(default, json_schema_extra={"holds": Holds.RULE.value}, **described)


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
