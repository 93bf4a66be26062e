"""The names that templates use, built from a profile."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from generator.context import build_context
from generator.context.dates import format_date, one_year_after
from generator.profile.model.documents import DateStyle
from generator.word.engine.language.placeholder import Placeholder
from tests.profiles import all_held_by, build_profile


def _leaves(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [leaf for item in value.values() for leaf in _leaves(item)]
    if isinstance(value, list):
        return [leaf for item in value for leaf in _leaves(item)]
    return [value]


def test_the_context_is_plain_data() -> None:
    """Templates meet texts, numbers, booleans and placeholders only: no models, no dates, no None."""
    assert {type(leaf) for leaf in _leaves(build_context(build_profile()))} <= {str, int, bool, Placeholder}


@pytest.mark.parametrize(
    ("day", "style", "text"),
    [
        ("2026-04-01", DateStyle.WESTERN, "2026年4月1日"),
        ("2026-04-01", DateStyle.JAPANESE, "令和8年4月1日"),
        ("2026-04-01", DateStyle.BOTH, "2026年（令和8年）4月1日"),
        ("2019-05-01", DateStyle.JAPANESE, "令和元年5月1日"),
        ("2019-04-30", DateStyle.JAPANESE, "平成31年4月30日"),
    ],
)
def test_dates_follow_the_chosen_style(day: str, style: DateStyle, text: str) -> None:
    """西暦, 和暦 or both; the first year of an era is 元年."""
    assert format_date(datetime.date.fromisoformat(day), style) == text


def test_a_leap_day_is_reviewed_on_28_february() -> None:
    """A year after 29 February there is no 29 February."""
    assert one_year_after(datetime.date(2028, 2, 29)) == datetime.date(2029, 2, 28)


def test_a_person_with_several_roles_is_named_once() -> None:
    """The table of responsibilities has one row a person."""
    people = build_context(build_profile(roles=all_held_by("情報 太郎")))["people"]
    assert len(people) == 1
    assert people[0]["duties"].startswith("情報セキュリティ責任者、情報システム管理者")


def test_who_works_alone_holds_every_role() -> None:
    """A one-person business names the owner and the business's telephone, not ten missing persons."""
    context = build_context(build_profile(company={"headcount": 1, "phone": "03-0000-0000"}))
    assert [(row["name"], row["contact"]) for row in context["people"]] == [("情報 太郎", "03-0000-0000")]


def test_a_role_is_alone_only_with_the_one_person_of_the_firm() -> None:
    """An outside administrator is somebody to ask, and so is anybody in a larger firm."""
    roles = {"administrator": {"name": "株式会社保守"}}
    alone = build_context(build_profile(company={"headcount": 1}, roles=roles))["roles"]
    assert (alone["officer"]["alone"], alone["administrator"]["alone"]) == (True, False)
    assert not build_context(build_profile(roles=all_held_by("情報 太郎")))["roles"]["officer"]["alone"]


@pytest.mark.parametrize(
    ("phone", "text"),
    [
        ("03-0000-0001", "03-0000-0001、a@example.jp"),
        ("0120-000-0000（平日9時から18時まで）", "0120-000-0000（平日9時から18時まで）\na@example.jp"),
    ],
)
def test_long_contacts_stand_below_each_other(phone: str, text: str) -> None:
    """Narrow cells break between telephone number and address, not inside."""
    reach = {"phone": phone, "email": "a@example.jp"}
    rows = [{"name": "保守", "purpose": "故障", **reach}]
    context = build_context(build_profile(roles={"officer": reach}, tables={"contacts": rows}))
    assert context["roles"]["officer"]["contact"] == text
    assert context["tables"]["contacts"][0]["contact"] == text


@pytest.mark.parametrize(
    ("measures", "sign_in", "place"),
    [
        ({}, "IDとパスワード、多要素認証", "施錠できる書庫"),
        (
            {"mfa": {"state": "planned", "owner": "総務部", "due": "2027-03-31"}},
            "IDとパスワード（多要素認証は実施予定）",
            "施錠できる書庫",
        ),
        (
            {"mfa": {"state": "not_applicable"}, "locked_storage": {"state": "not_applicable"}},
            "IDとパスワード",
            "決められた書庫",
        ),
    ],
)
def test_general_rows_claim_no_measure_that_is_not_in_place(
    measures: dict[str, Any], sign_in: str, place: str
) -> None:
    """Neither the second factor nor a locked place stands in a table before it stands in the firm."""
    tables = build_context(build_profile(measures=measures, options={"cloud_backup": False}))["tables"]
    assert tables["systems"][-1]["authentication"] == sign_in
    assert place in tables["information"][0]["place"]


def test_two_roles_of_one_person_read_as_one() -> None:
    """«A及びB» becomes «A» where one person is both, and stays where the persons are unknown."""
    assert (
        build_context(build_profile())["joint"]["officer_administrator"]
        == "情報セキュリティ責任者及び情報システム管理者"
    )
    same = build_context(build_profile(roles=all_held_by("情報 太郎")))
    assert same["joint"]["officer_administrator"] == "情報セキュリティ責任者"
    assert same["same"]["representative_officer"]


def test_a_committee_of_one_does_not_exist() -> None:
    """Where one person holds every role the officer decides."""
    organization = build_context(build_profile(roles=all_held_by("情報 太郎")))["organization"]
    assert (organization["has_committee"], organization["decider"]) == (False, "情報セキュリティ責任者")


@pytest.mark.parametrize(("edition", "threshold"), [("3.0", "1"), ("3.1", "2"), ("4.0", "2")])
def test_the_threshold_follows_the_edition(edition: str, threshold: str) -> None:
    """第3.0版 counts 2-1-0, later editions 3-2-1, so «important» begins at 1 or at 2."""
    assert build_context(build_profile(documents={"edition": edition}))["scale"]["threshold"] == threshold


def test_a_planned_measure_is_never_claimed() -> None:
    """A planned measure carries its owner and date; one in place carries nothing."""
    measures = build_context(
        build_profile(measures={"mfa": {"state": "planned", "owner": "総務部", "due": "2027-03-31"}})
    )["measures"]
    assert measures["mfa"]["note"] == "（実施予定。担当：総務部、期限：2027年3月31日）"
    assert measures["training"]["note"] == ""


def test_missing_facts_are_placeholders_that_name_their_field() -> None:
    """A missing telephone number says what is missing and which field fills it."""
    phone = build_context(build_profile())["roles"]["incident"]["phone"]
    assert phone == Placeholder("インシデント対応責任者の電話番号", "roles.incident.phone")
    assert not phone


def test_rows_keep_their_id_when_they_move() -> None:
    """A row without an id of its own gets one from its content, not from its position."""
    rows = [
        {"target": target, "method": "毎日", "storage": "クラウドサービス"}
        for target in ("会計のデータ", "図面")
    ]
    first = build_context(build_profile(tables={"backup": rows}))["tables"]["backup"]
    moved = build_context(build_profile(tables={"backup": rows[::-1]}))["tables"]["backup"]
    assert {row["target"]: row["id"] for row in first} == {row["target"]: row["id"] for row in moved}


def test_a_clinic_speaks_of_itself_as_a_clinic() -> None:
    """当院 and 職員, and the label for what stays inside."""
    context = build_context(build_profile(company={"kind": "clinic"}))
    assert (context["words"]["self"], context["words"]["worker"], context["labels"]["middle"]) == (
        "当院",
        "職員",
        "部外秘",
    )


@pytest.mark.parametrize(
    ("customers", "polite"), [(None, "お客様"), ("患者", "患者の皆様"), ("取引先様", "取引先様")]
)
def test_the_public_is_spoken_of_politely(customers: str | None, polite: str) -> None:
    """A word without 様 gets の皆様 where the policy addresses the reader."""
    context = build_context(build_profile(company={"customers": customers}))
    assert context["words"]["customer_polite"] == polite


@pytest.mark.parametrize(
    ("headcount", "over", "small"), [(100, False, True), (101, False, False), (40, True, False)]
)
def test_the_small_business_relief_has_its_limits(headcount: int, over: bool, small: bool) -> None:
    """At most 100 workers, no more than 5,000 persons in the data, no data of others: each stated by the company."""
    stated = {"over_5000": over, "entrusted": False}
    profile = build_profile(company={"headcount": headcount}, options={"personal_data": stated})
    assert build_context(profile)["law"]["small_business"] is small


@pytest.mark.parametrize("unsaid", ["headcount", "over_5000", "entrusted", "my_number"])
def test_a_legal_exception_needs_every_fact_it_rests_on(unsaid: str) -> None:
    """One fact that nobody stated, and the exception does not hold."""
    company = {} if unsaid == "headcount" else {"headcount": 10}
    data = {name: False for name in ("over_5000", "entrusted") if name != unsaid}
    number = {} if unsaid == "my_number" else {"my_number": {"entrusted": False}}
    law = build_context(build_profile(company=company, options={"personal_data": data, **number}))["law"]
    assert law["small_business_my_number"] is (unsaid == "entrusted")
    assert law["small_business"] is (unsaid == "my_number")


def test_tables_of_facts_hold_what_the_company_named_and_nothing_else() -> None:
    """Backups, software, services, recovery and areas that nobody named are one row with a placeholder."""
    tables = build_context(build_profile())["tables"]
    for name, column in (
        ("backup", "target"),
        ("software", "category"),
        ("cloud_services", "name"),
        ("recovery", "target"),
        ("areas", "name"),
    ):
        assert [type(row[column]) for row in tables[name]] == [Placeholder]
    named = [{"target": "会計のデータ", "method": "手作業", "storage": "金庫"}]
    assert [
        row["target"] for row in build_context(build_profile(tables={"backup": named}))["tables"]["backup"]
    ] == ["会計のデータ"]


def test_filling_a_table_of_requirements_adds_to_the_standard_rows() -> None:
    """The rule on wireless devices and on signing in to services stays, unless it is taken out expressly."""
    own = {
        "network_devices": [{"name": "UTM", "requirement": "保守契約を結ぶ"}],
        "systems": [{"name": "会計", "users": "経理", "control": "権限", "authentication": "IDとパスワード"}],
    }
    tables = build_context(build_profile(tables=own))["tables"]
    assert [row["id"] for row in tables["network_devices"]][:-1] == ["router", "wireless", "printer"]
    assert [row["name"] for row in tables["systems"]][-1] == "会計"
    assert "多要素認証" in next(row for row in tables["systems"] if row["id"] == "cloud")["authentication"]
    without = {**own, "without": ["network_devices.printer"]}
    assert "printer" not in [
        row["id"] for row in build_context(build_profile(tables=without))["tables"]["network_devices"]
    ]


def test_unstated_facts_are_neither_claimed_nor_denied() -> None:
    """`sure` says what is stated; `options` keeps the clauses of what may be, until the company says no."""
    unsaid, no = build_context(build_profile()), build_context(build_profile(options={"cloud": False}))
    assert (unsaid["options"]["cloud"], unsaid["sure"]["cloud"]) == (True, False)
    assert (no["options"]["cloud"], no["sure"]["cloud"]) == (False, False)
