"""The model of a company's facts and choices."""

from __future__ import annotations

import typing
from collections.abc import Iterator

import pytest
from pydantic import BaseModel, ValidationError

from generator.profile import CompanyProfile
from generator.profile.model.documents import contrast_with_white
from tests.profiles import all_held_by, build_profile


def _models(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    yield model
    for field in model.model_fields.values():
        for kind in (field.annotation, *typing.get_args(field.annotation)):
            if isinstance(kind, type) and issubclass(kind, BaseModel):
                yield from _models(kind)


@pytest.mark.parametrize("model", sorted(set(_models(CompanyProfile)), key=str))
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
        build_profile().company.name = "別の会社"  # type: ignore[misc] # the very assignment that is refused


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
def test_facts_that_contradict_each_other_are_refused(groups: dict[str, typing.Any], words: str) -> None:
    """Values that cannot all be true are refused with a Japanese sentence."""
    with pytest.raises(ValidationError) as caught:
        build_profile(**groups)
    assert words in str(caught.value)


@pytest.mark.parametrize(("password", "update", "expected"), [(8, 14, (14, 3)), (16, 2, (16, 2))])
def test_numbers_not_written_follow_those_that_bound_them(
    password: int, update: int, expected: tuple[int, int]
) -> None:
    """An administrator's password is never shorter, and an urgent update never later, than the ordinary one."""
    numbers = build_profile(numbers={"password_min_length": password, "update_days": update}).numbers
    assert (numbers.admin_password_min_length, numbers.urgent_update_days) == expected


@pytest.mark.parametrize(
    ("groups", "field"),
    [
        ({"options": {"cloud": False, "mail": {"attachments": "cloud_link"}}}, "options.mail.attachments"),
        ({"options": {"cloud": False, "cloud_backup": True}}, "options.cloud_backup"),
        ({"options": {"cloud": False, "telework": {"use": True}}}, "options.telework.modes"),
        (
            {"options": {"network": {"wireless": False, "guest_wireless": True}}},
            "options.network.guest_wireless",
        ),
        ({"options": {"website": {"use": False, "forms": True}}}, "options.website.forms"),
        ({"options": {"website": {"use": False, "regulation": True}}}, "options.website.regulation"),
        (
            {"options": {"generative_ai": {"use": "forbidden", "agents": True}}},
            "options.generative_ai.agents",
        ),
        (
            {"options": {"outsourcing": {"use": False}, "my_number": {"outsourced_to": ["tax_accountant"]}}},
            "options.my_number.outsourced_to",
        ),
        ({"options": {"outsourcing": {"use": False}, "development": "both"}}, "options.development"),
        ({"options": {"my_number": {"use": False, "entrusted": True}}}, "options.my_number.entrusted"),
        ({"options": {"my_number": {"entrusted": True}}}, "options.personal_data.entrusted"),
        ({"company": {"headcount": 2}, "options": {"committee": "committee"}}, "options.committee"),
        (
            {"company": {"headcount": 1}, "roles": {"department_heads": [{"department": "営業部"}]}},
            "roles.department_heads",
        ),
        (
            {"company": {"headcount": 1}, "options": {"mail": {"send_checks": ["second_person"]}}},
            "options.mail.send_checks",
        ),
        (
            {"company": {"headcount": 1}, "options": {"people": {"monitoring": True}}},
            "options.people.monitoring",
        ),
        (
            {"company": {"headcount": 1}, "options": {"inspection": "audit_and_inspection"}},
            "options.inspection",
        ),
        ({"roles": {"officer": {"name": "情報 花子", "deputy": "情報 花子"}}}, "roles.officer.deputy"),
        ({"classification": {"middle_approver": "部門責任者"}}, "classification.middle_approver"),
        (
            {"numbers": {"password_min_length": 16, "admin_password_min_length": 15}},
            "numbers.admin_password_min_length",
        ),
        ({"numbers": {"update_days": 2, "urgent_update_days": 3}}, "numbers.urgent_update_days"),
        (
            {"options": {"mail": {"send_checks": ["hold"]}}, "numbers": {"mail_hold_minutes": 0}},
            "numbers.mail_hold_minutes",
        ),
        (
            {
                "options": {"network": {"web_control": "filtering"}},
                "measures": {"web_filtering": {"state": "not_applicable"}},
            },
            "measures.web_filtering",
        ),
        (
            {
                "options": {"outsourcing": {"use": False}},
                "measures": {"supplier_review": {"state": "planned", "owner": "総務部", "due": "2027-03-31"}},
            },
            "measures.supplier_review",
        ),
        (
            {
                "options": {"cloud": False},
                "tables": {"cloud_services": [{"name": "共有", "purpose": "保管", "information": "社外秘"}]},
            },
            "tables.cloud_services",
        ),
        (
            {
                "options": {"outsourcing": {"use": False}},
                "tables": {"suppliers": [{"name": "運送", "work": "発送", "information": "住所"}]},
            },
            "tables.suppliers",
        ),
        (
            {
                "options": {"generative_ai": {"use": "forbidden"}},
                "tables": {"ai_services": [{"name": "AI", "purpose": "要約", "information": "公開"}]},
            },
            "tables.ai_services",
        ),
    ],
)
def test_choices_that_would_make_the_documents_contradict_themselves_are_refused(
    groups: dict[str, typing.Any], field: str
) -> None:
    """The problem stands at the field to put right, and there is no other."""
    with pytest.raises(ValidationError) as caught:
        build_profile(**groups)
    assert [".".join(map(str, error["loc"])) for error in caught.value.errors()] == [field]


def test_all_contradictions_are_told_at_once() -> None:
    """Who writes three contradictions reads three problems."""
    options = {"cloud": False, "cloud_backup": True, "mail": {"attachments": "cloud_link"}}
    with pytest.raises(ValidationError) as caught:
        build_profile(options={**options, "website": {"use": False, "shop": True}})
    assert len(caught.value.errors()) == 3


def test_without_cloud_services_nothing_unwritten_goes_to_the_cloud() -> None:
    """`cloud: false` alone is a profile: backups and attachments follow it."""
    options = build_profile(options={"cloud": False}).options
    assert (options.cloud_backup, options.mail.attachments.value) == (False, "other_channel")


def test_a_firm_of_one_may_be_audited_from_outside() -> None:
    """Only an audit of one's own work is refused."""
    profile = build_profile(
        company={"headcount": 1},
        options={"inspection": "audit_and_inspection"},
        roles={"inspection": {"name": "監査 次郎"}},
    )
    assert profile.roles.inspection.name == "監査 次郎"


def test_contrast_follows_wcag() -> None:
    """Black on white is 21, white on white is 1 (WCAG 2.2, 1.4.3)."""
    assert contrast_with_white("000000") == pytest.approx(21)
    assert contrast_with_white("FFFFFF") == pytest.approx(1)
