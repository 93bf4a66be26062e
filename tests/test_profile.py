"""The model of a company's facts and choices."""

from __future__ import annotations

import typing
from collections.abc import Iterator

import pytest
from pydantic import BaseModel, ValidationError

from generator.profile import CompanyProfile
from generator.profile.documents import contrast_with_white
from tests.profiles import all_held_by, build_profile


def _models(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    yield model
    for field in model.model_fields.values():
        for kind in (field.annotation, *typing.get_args(field.annotation)):
            if isinstance(kind, type) and issubclass(kind, BaseModel):
                yield from _models(kind)


@pytest.mark.parametrize("model", sorted(set(_models(CompanyProfile)), key=lambda m: m.__name__))
def test_every_field_is_explained(model: type[BaseModel]) -> None:
    """Every field has a Japanese title, a sentence of explanation and, but for whole groups, an example."""
    for name, field in model.model_fields.items():
        assert field.title and not field.title.isascii(), (model.__name__, name)
        assert field.description and field.description.endswith("。"), (model.__name__, name)
        if model is not CompanyProfile:
            assert field.examples, (model.__name__, name)


def test_three_facts_are_enough() -> None:
    """The name, the representative's name and the date of issue are all that is required."""
    assert build_profile().documents.version == "1.0"


def test_a_profile_cannot_be_changed() -> None:
    """A loaded profile is frozen."""
    with pytest.raises(ValidationError):
        build_profile().company.name = "別の会社"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("groups", "words"),
    [
        ({"documents": {"accent": "FFFF00"}}, "色が薄く"),
        ({"documents": {"revised_on": "2025-01-01"}}, "改訂日"),
        ({"documents": {"effective_on": "2025-01-01"}}, "施行日"),
        ({"documents": {"next_review_on": "2026-04-01"}}, "次回見直し日"),
        ({"documents": {"issued_on": "0206-04-01"}}, "1990年から2099年"),
        ({"documents": {"policy": {"contact": True}}}, "roles.inquiries"),
        ({"measures": {"mfa": {"state": "planned"}}}, "担当"),
        ({"options": {"telework": {"use": True, "devices": "company_and_own"}}}, "byod.use"),
        ({"options": {"cloud": False, "telework": {"use": True, "modes": ["cloud"]}}}, "telework.modes"),
        ({"options": {"website": {"use": False, "shop": True}}}, "website.shop"),
        (
            {
                "options": {
                    "telework": {"use": True, "paper": True},
                    "media": {"paper_carry_out": "forbidden"},
                }
            },
            "telework.paper",
        ),
        ({"options": {"committee": "committee"}, "roles": all_held_by("情報 太郎")}, "会議は置けません"),
        ({"classification": {"middle": "極秘"}}, "同じ名前"),
        ({"company": {"name": "改\n行"}}, "1行"),
        ({"company": {"name": "制\x07御"}}, "書けない文字"),
        ({"company": {"name": "  "}}, "空白だけ"),
    ],
)
def test_facts_that_contradict_each_other_are_refused(groups: dict, words: str) -> None:
    """Values that cannot all be true are refused with a Japanese sentence."""
    with pytest.raises(ValidationError) as caught:
        build_profile(**groups)
    assert words in str(caught.value)


def test_contrast_follows_wcag() -> None:
    """Black on white is 21, white on white is 1 (WCAG 2.2, 1.4.3)."""
    assert contrast_with_white("000000") == pytest.approx(21)
    assert contrast_with_white("FFFFFF") == pytest.approx(1)
