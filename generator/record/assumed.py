"""What release 0.1 assumed where a profile said nothing, and wrote into its records as if it had been said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

MARK = "assumed"
"""Key beside the groups of a recorded profile that holds assumed values too; no group has this name."""

_MEASURES = (
    "mfa",
    "endpoint_protection",
    "disk_encryption",
    "mobile_management",
    "offline_backup",
    "restore_test",
    "access_logs",
    "firewall",
    "web_filtering",
    "mail_authentication",
    "locked_storage",
    "printer_area",
    "entry_control",
    "asset_ledger",
    "training",
    "pledges",
    "supplier_review",
    "incident_drill",
)
_ASSUMED: dict[str, Any] = {
    "company": {"kind": "company", "fiscal_year_start_month": 4},
    "documents": {
        "version": "1.0",
        "edition": "4.0",
        "date_style": "western",
        "numbering": "decimal",
        "accent": "1F4E79",
        "policy": {
            "information": "both",
            "improvement": True,
            "scope": False,
            "contact": False,
            "history": True,
        },
    },
    "roles": {"department_head_title": "部門責任者", "committee": "情報セキュリティ委員会"},
    "classification": {"top": "極秘", "public": "公開"},
    "options": {
        "inspection": "inspection_only",
        "committee": "auto",
        "byod": {"use": "forbidden", "devices": ["smartphone"], "purposes": ["calls", "mail", "chat"]},
        "telework": {
            "use": False,
            "places": ["home"],
            "modes": ["cloud"],
            "devices": "company",
            "paper": False,
            "public_wifi": "forbidden",
        },
        "cloud": True,
        "cloud_backup": True,
        "own_servers": False,
        "infrastructure_regulation": True,
        "development": "none",
        "outsourcing": {"use": True, "subcontracting": "prior_consent", "cloud_counts": True},
        "my_number": {"use": True, "entrusted": False},
        "mail": {"attachments": "cloud_link", "send_checks": ["self_check"], "fax": False},
        "media": {
            "removable": "approved",
            "loss_prevention": ["tag"],
            "encryption": "disk",
            "paper_carry_out": "approved",
            "paper_disposal": ["shred"],
            "media_disposal": ["destroy", "erase"],
        },
        "access": {"device_authentication": "none", "external_accounts": False, "password_manager": True},
        "network": {
            "wireless": True,
            "guest_wireless": False,
            "web_control": "notice",
            "external_devices": "forbidden",
        },
        "generative_ai": {"use": "approved_services", "regulation": True, "agents": False},
        "website": {"use": True, "regulation": False, "forms": False, "shop": False, "social_media": False},
        "premises": {
            "visitors": ["log", "escort"],
            "alarm": False,
            "camera": False,
            "delivery_point": "受付",
        },
        "people": {
            "pledge_on_leaving": True,
            "competition_clause": False,
            "monitoring": False,
            "qualification_support": False,
        },
        "personal_data": {"sensitive": False, "over_5000": False, "entrusted": False},
        "insurance": False,
    },
    "numbers": {
        "password_min_length": 10,
        "password_kinds": 3,
        "admin_password_min_length": 14,
        "lockout_attempts": 5,
        "lockout_minutes": 30,
        "screen_lock_minutes": 10,
        "account_removal_days": 1,
        "account_review_months": 6,
        "log_retention_months": 12,
        "update_days": 14,
        "urgent_update_days": 3,
        "backup_generations": 3,
        "restore_test_months": 12,
        "inspection_month": 2,
        "education_times": 1,
        "supplier_review_months": 12,
        "asset_review_months": 12,
        "committee_months": 6,
        "record_retention_years": 3,
        "carry_out_days": 7,
        "byod_review_months": 12,
        "drill_months": 12,
        "mail_hold_minutes": 1,
    },
}
_ASSUMED["measures"] = {name: {"state": "in_place"} for name in _MEASURES}


def marked(profile: Mapping[str, Any]) -> dict[str, Any]:
    """Return a profile of format 1 with the mark that its values may have been assumed."""
    return {**profile, MARK: True}


def as_stated(
    before: Mapping[str, Any], after: Mapping[str, Any], effective: Mapping[str, Any]
) -> dict[str, Any]:
    """Return a recorded profile without what was only assumed, to be compared with the profile of today.

    Where today's profile states the assumed value, nothing has changed, and it counts as stated before.

    Args:
        before: The recorded profile.
        after: The profile of today, what it states and nothing else.
        effective: The profile of today with what follows where it states nothing.
    """
    if not before.get(MARK):
        return dict(before)
    recorded = {name: value for name, value in before.items() if name != MARK}
    return _stated(recorded, after, (_ASSUMED, effective))


def _stated(
    before: Mapping[str, Any], after: Mapping[str, Any], assumed: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in before.items():
        if isinstance(value, Mapping):
            inner = _stated(value, after.get(name) or {}, [one.get(name) or {} for one in assumed])
            if inner or name in after:
                found[name] = inner
        elif name in after or value not in (None, [], *(one.get(name) for one in assumed)):
            found[name] = value
    return found
