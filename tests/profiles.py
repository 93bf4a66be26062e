"""Profiles for tests: the six-line minimum, with other facts laid over it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from generator.profile import CompanyProfile
from generator.profile.fields.knowledge import find_knowledge

SAMPLES = sorted((Path(__file__).parent.parent / "profiles").glob("*.yaml"))


def build_profile(**groups: Any) -> CompanyProfile:
    """Return the minimal profile with the given groups laid over it, key by key."""
    facts: dict[str, Any] = {
        "company": {"name": "株式会社サンプル商店", "representative": {"name": "情報 太郎"}},
        "documents": {"issued_on": "2026-04-01"},
    }
    return CompanyProfile.model_validate(_laid_over(facts, groups))


def _laid_over(under: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    merged = dict(under)
    for key, value in over.items():
        both = isinstance(value, dict) and isinstance(merged.get(key), dict)
        merged[key] = _laid_over(merged[key], value) if both else value
    return merged


def all_held_by(name: str) -> dict[str, dict[str, str]]:
    """Return a roles group in which one person holds everything."""
    roles = (
        "officer", "administrator", "education", "inspection", "incident",
        "personal_data", "my_number", "my_number_staff", "suppliers", "inquiries",
    )  # fmt: skip
    return {role: {"name": name} for role in roles}


def everything_stated() -> dict[str, Any]:
    """Return a statement of every fact that a minimal profile leaves open, the plainest one of each."""
    answers = {"company.headcount": 5, "company.fiscal_year_start_month": 4, "options.development": "none"}
    stated: dict[str, Any] = {}
    for fact in find_knowledge(build_profile()).unconfirmed:
        *groups, name = fact.path.split(".")
        place = stated
        for group in groups:
            place = place.setdefault(group, {})
        place[name] = answers.get(fact.path, "in_place" if name == "state" else False)
    return stated
