"""Documents of a firm of one and a firm of two: every sentence can be followed by those who are there."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from generator.profile import CompanyProfile
from generator.word.reader.outline import outline
from tests.profiles import all_held_by, build_profile
from tests.rendering import render_documents
from tests.test_documents import complaints

_EVERYTHING: dict[str, Any] = {
    "telework": {"use": True, "places": ["home", "mobile"], "modes": ["cloud", "vpn"], "paper": True},
    "byod": {"use": "approved", "devices": ["smartphone", "pc"], "purposes": ["calls", "mail", "documents"]},
    "development": "both",
    "website": {"use": True, "regulation": True, "forms": True, "shop": True, "social_media": True},
    "personal_data": {"sensitive": True, "entrusted": True},
    "my_number": {"use": True, "outsourced_to": ["tax_accountant"], "entrusted": True},
    "own_servers": True,
    "access": {"external_accounts": True, "device_authentication": "mac_address"},
    "mail": {"send_checks": ["self_check", "hold"], "fax": True},
    "network": {"guest_wireless": True, "external_devices": "approved", "web_control": "filtering"},
    "generative_ai": {"use": "approved_services", "agents": True},
    "premises": {"alarm": True},
    "insurance": True,
}
_NOTHING: dict[str, Any] = {
    "cloud": False,
    "my_number": {"use": False},
    "outsourcing": {"use": False},
    "website": {"use": False},
    "generative_ai": {"use": "forbidden", "regulation": False},
    "network": {"wireless": False},
    "access": {"password_manager": False},
}
_UNNAMED = {"company": {"headcount": 2, "phone": "03-0000-0000"}}
FIRMS: dict[str, dict[str, Any]] = {
    "one, everything": {"company": {"headcount": 1, "phone": "03-0000-0000"}, "options": _EVERYTHING},
    "one, nothing": {
        "company": {"headcount": 1, "phone": "03-0000-0000", "kind": "sole_proprietor"},
        "options": _NOTHING,
        "measures": {"training": {"state": "not_applicable"}, "mfa": {"state": "not_applicable"}},
    },
    "two, one of them for everything": {**_UNNAMED, "roles": all_held_by("情報 太郎")},
    "two, nobody named": {**_UNNAMED, "options": _EVERYTHING},
}
ALONE = [name for name in FIRMS if name.startswith("one")]
_OTHERS_IN_HANDBOOK = re.compile(
    "上司|会議室|同僚|みなさん|職場の人|承認|申し出|申請|貸与|誓約|聞く相手|指名|責任者|管理者|担当者"
)


@cache
def firm(name: str) -> tuple[CompanyProfile, dict[str, bytes]]:
    profile = build_profile(**FIRMS[name])
    return profile, render_documents(profile)


def lines_of(name: str, key: str) -> list[str]:
    """Return the lines of a document without those of its cover and 改訂履歴 that say who answers for it."""
    lines = outline(firm(name)[1][key]).splitlines()
    return [line for line in lines if not line.startswith(("| 担当 |", "|= 版 | 日付 |", "| 1.0 |"))]


@pytest.mark.parametrize("name", FIRMS)
def test_own_checks_of_small_firms(name: str, tmp_path: Path) -> None:
    """Structure, accessibility, leftovers, references, facts, style: nothing is found."""
    profile, documents = firm(name)
    assert complaints(tmp_path, profile, documents) == []


@pytest.mark.parametrize("name", ALONE)
def test_the_handbook_of_one_person_needs_nobody_else(name: str) -> None:
    """No superior, no approval, no request, no pledge to oneself, and nobody to ask in the firm."""
    assert [line for line in lines_of(name, "handbook") if _OTHERS_IN_HANDBOOK.search(line)] == []


@pytest.mark.parametrize("name", ALONE)
def test_the_rules_of_one_person_say_what_stands_for_approval(name: str) -> None:
    """A record; what concerns workers waits for the first one, and nobody owes a pledge when the rules begin."""
    text = "\n".join(lines_of(name, "rules"))
    assert "申請及び承認に代えて、内容、理由及び日を記録する" in text
    assert "雇い入れ、又は派遣労働者を受け入れるときから適用する" in text
    supplement = text[text.rindex("附則") :].partition("別表1")[0]
    assert "提出する" not in supplement
    assert "知らせる | 発見者" not in text


def test_an_outside_administrator_of_a_firm_of_one_is_named() -> None:
    """Who is not alone with his computers has somebody to ask, and to call."""
    profile = build_profile(
        company={"headcount": 1},
        roles={"administrator": {"name": "株式会社保守 担当 次郎", "phone": "03-0000-0009"}},
    )
    handbook = outline(render_documents(profile)["handbook"])
    assert "情報システム管理者　株式会社保守 担当 次郎 / 03-0000-0009" in handbook
    assert "聞く相手→情報システム管理者" in handbook


@pytest.mark.parametrize("name", FIRMS)
def test_no_firm_is_presumed_to_have_superiors_or_meeting_rooms(name: str) -> None:
    """Words of large firms stand in no document."""
    for key in ("policy", "handbook", "rules"):
        assert [line for line in lines_of(name, key) if re.search("上司|会議室|同僚", line)] == []


def test_who_holds_all_roles_need_not_report_to_himself() -> None:
    """Said once for every firm in which somebody holds several roles."""
    text = "\n".join(lines_of("two, one of them for everything", "rules"))
    assert "自らが相手となる報告、通知及び引継ぎを要しない" in text
    assert "（代表取締役を除く。）は、まだ秘密保持の誓約をしていないとき" in text
