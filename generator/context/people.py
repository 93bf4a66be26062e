"""Roles and the people who hold them, so that texts name each person once and sensibly."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from unicodedata import east_asian_width

from generator.profile import CompanyProfile
from generator.profile.model.options import Committee, InspectionKind
from generator.profile.model.roles import Role, Roles
from generator.word.engine.language.placeholder import Placeholder

NARROW_CELL = 38
"""Half-width characters that fit a line of the narrowest cell for contact data."""

_TITLES = {name: str(field.title) for name, field in Roles.model_fields.items() if field.annotation is Role}
ROLE_NAMES = tuple(_TITLES)


def held_role(profile: CompanyProfile, name: str) -> Role:
    """Return a role; who works alone holds every role the profile gives to nobody, on the business's telephone."""
    role: Role = getattr(profile.roles, name)
    company = profile.company
    if company.headcount != 1 or role.name is not None:
        return role
    reach = {"phone": role.phone or company.phone, "email": role.email or company.email}
    return role.model_copy(update={"name": company.representative.name, **reach})


def role_title(profile: CompanyProfile, name: str) -> str:
    """Return what a role is called in this company."""
    role: Role = getattr(profile.roles, name)
    if (
        role.title is None
        and name == "inspection"
        and profile.options.inspection is InspectionKind.AUDIT_AND_INSPECTION
    ):
        return "監査・点検責任者"
    return role.title or _TITLES[name]


def build_roles(profile: CompanyProfile) -> dict[str, Any]:
    """Return each role with its title, post, person, deputy and contact; missing ones as placeholders."""
    return {name: _role(profile, name) for name in ROLE_NAMES}


def _role(profile: CompanyProfile, name: str) -> dict[str, Any]:
    role = held_role(profile, name)
    title, path = role_title(profile, name), f"roles.{name}"
    contact = contact_lines(role.phone, role.email)
    return {
        "title": title,
        "post": role.post or "",
        "name": role.name or Placeholder(f"{title}の氏名", f"{path}.name"),
        "named": role.name is not None,
        "alone": profile.company.headcount == 1 and role.name == profile.company.representative.name,
        "deputy": role.deputy or "",
        "phone": role.phone or Placeholder(f"{title}の電話番号", f"{path}.phone"),
        "email": role.email or Placeholder(f"{title}のメールアドレス", f"{path}.email"),
        "contact": contact or Placeholder(f"{title}の連絡先", f"{path}.phone"),
    }


def contact_lines(phone: str | None, email: str | None) -> str:
    """Return telephone number and address, one below the other where a narrow cell would break them."""
    parts = [part for part in (phone, email) if part]
    line = "、".join(parts)
    return line if _width(line) <= NARROW_CELL else "\n".join(parts)


def _width(text: str) -> int:
    """Return the width of a text in half-width characters."""
    return len(text) + sum(character > "\x7f" and east_asian_width(character) in "FW" for character in text)


def build_joint(profile: CompanyProfile, representative_title: str) -> dict[str, str]:
    """Return the wording «A及びB» for each pair of roles, only «A» where one person holds both.

    Keys are `<role>_<role>`, `representative` included.
    """
    titles = {name: role_title(profile, name) for name in ROLE_NAMES} | {
        "representative": representative_title
    }
    holders = _holders(profile)
    return {
        f"{first}_{second}": titles[first]
        if holders[first] is not None and holders[first] == holders[second]
        else f"{titles[first]}及び{titles[second]}"
        for first in titles
        for second in titles
        if first != second
    }


def build_same(profile: CompanyProfile) -> dict[str, bool]:
    """Return for each pair of roles, `representative` included, whether one known person holds both."""
    holders = _holders(profile)
    return {
        f"{first}_{second}": holders[first] is not None and holders[first] == holders[second]
        for first in holders
        for second in holders
        if first != second
    }


def _holders(profile: CompanyProfile) -> dict[str, str | None]:
    held: dict[str, str | None] = {name: held_role(profile, name).name for name in ROLE_NAMES}
    return held | {"representative": profile.company.representative.name}


def build_people(
    profile: CompanyProfile, roles: Mapping[str, Mapping[str, Any]], shown: frozenset[str]
) -> list[dict[str, Any]]:
    """Return one row a person for the table of responsibilities: all roles, post, name, deputy, contact.

    Roles without a person stand alone with a placeholder; `shown` says which roles this company needs.
    """
    rows: dict[str, dict[str, Any]] = {}
    for name in ROLE_NAMES:
        if name not in shown:
            continue
        role, filled = held_role(profile, name), roles[name]
        row = rows.setdefault(
            role.name or f"?{name}", {"id": name, "duties": [], **filled, "post": "", "deputy": ""}
        )
        row["duties"].append(filled["title"])
        row["post"] = row["post"] or filled["post"]
        row["deputy"] = row["deputy"] or filled["deputy"]
        if role.phone or role.email:
            row["contact"] = filled["contact"]
    return [{**row, "duties": "、".join(row["duties"])} for row in rows.values()]


def has_committee(profile: CompanyProfile) -> bool:
    """Return whether decisions are made by a meeting; a committee of one does not exist."""
    choice = profile.options.committee
    if choice is not Committee.AUTO:
        return choice is Committee.COMMITTEE
    named = {name for name in _holders(profile).values() if name}
    named |= {head.name for head in profile.roles.department_heads if head.name}
    all_named = None not in _holders(profile).values()
    headcount = profile.company.headcount
    return not (all_named and len(named) < 3) and (headcount is None or headcount >= 10)
