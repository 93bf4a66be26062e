"""Facts that the company stated, and those that nobody stated: neither "there is" nor "there is none" may be said."""

from __future__ import annotations

from typing import Any

from generator.profile import CompanyProfile

_POSSIBLE = (
    ("cloud",),
    ("cloud_backup",),
    ("own_servers",),
    ("outsourcing", "use"),
    ("my_number", "use"),
    ("network", "wireless"),
    ("personal_data", "sensitive"),
    ("personal_data", "entrusted"),
)
"""Facts whose clauses stand, in words that hold either way, until somebody says that they do not apply."""


def possible(options: dict[str, Any]) -> dict[str, Any]:
    """Return the options with every fact that may be so as true; `build_sure` says which of them are stated."""
    for *groups, name in _POSSIBLE:
        place = options
        for group in groups:
            place = place[group]
        place[name] = place[name] is not False
    return _without_none(options)


def _without_none(group: dict[str, Any]) -> dict[str, Any]:
    """Return a group in which what nobody stated is an empty text: plain, and false where a condition asks."""
    return {
        name: _without_none(value) if isinstance(value, dict) else "" if value is None else value
        for name, value in group.items()
    }


def build_sure(profile: CompanyProfile) -> dict[str, bool]:
    """Return for each fact that clauses rest on whether the company stated it to be so."""
    options, company = profile.options, profile.company
    return {
        "cloud": options.cloud is True,
        "cloud_backup": options.cloud_backup is True,
        "own_servers": options.own_servers is True,
        "outsourcing": options.outsourcing.use is True,
        "my_number": options.my_number.use is True,
        "my_number_entrusted": options.my_number.entrusted is True,
        "wireless": options.network.wireless is True,
        "sensitive": options.personal_data.sensitive is True,
        "entrusted": options.personal_data.entrusted is True,
        "competition_clause": options.people.competition_clause is True,
        "no_competition_clause": options.people.competition_clause is False,
        "work_rules": company.work_rules is True,
        "fiscal_year": company.fiscal_year_start_month is not None,
        "backup": bool(profile.tables.backup),
        "delivery_point": options.premises.delivery_point is not None,
    }
