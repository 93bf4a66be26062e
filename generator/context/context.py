"""From a company's profile to the names that a template may use: plain data only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from generator.context.dates import format_date, one_year_after
from generator.context.known import build_sure, possible
from generator.context.law import MY_NUMBER_REPORT, REPORT, SMALL_BUSINESS_UP_TO
from generator.context.measures import build_measures, planned_measures
from generator.context.people import build_joint, build_people, build_roles, build_same, has_committee
from generator.context.plain import plain
from generator.context.tables import build_consultations, build_tables
from generator.context.words import build_words
from generator.profile import CompanyProfile
from generator.profile.model.documents import Documents, Edition
from generator.profile.model.options import AiUse, Development, InspectionKind
from generator.word.engine.language.placeholder import Placeholder

Context = dict[str, Any]
ESTABLISHED = "established"
"""Id of the row of 改訂履歴 for a first version that was not written by this program."""


def build_context(
    profile: CompanyProfile, *, revisions: Sequence[Mapping[str, str]] | None = None
) -> Context:
    """Build the names that the templates use.

    Args:
        profile: The company's facts and choices.
        revisions: The rows of 改訂履歴, oldest first, each with id, version, date, summary, made_by and approved_by;
            without them there is one row for this version, after one for the day of issue where that was another.

    Returns:
        Dictionaries, lists, texts, numbers and booleans. Where a value is missing and the document needs one,
        a `Placeholder` stands in its place.
    """
    words = build_words(profile)
    write_date = partial(format_date, style=profile.documents.date_style)
    roles = build_roles(profile)
    labels = _labels(profile, words, roles)
    measures = build_measures(profile, write_date)
    documents = _documents(profile, words, labels, roles)
    options = possible(plain(profile.options, write_date))
    parts = _parts(profile)
    context: Context = {
        "company": _company(profile, words),
        "words": words,
        "documents": documents,
        "roles": roles,
        "department_heads": _department_heads(profile),
        "people": build_people(profile, roles, _shown_roles(parts)),
        "joint": build_joint(profile, words["representative"]),
        "same": build_same(profile),
        "organization": _organization(profile, roles, words),
        "labels": labels,
        "scale": _scale(profile.documents.edition),
        "options": options,
        "sure": build_sure(profile),
        "parts": parts,
        "numbers": plain(profile.numbers, write_date),
        "measures": measures,
        "planned_measures": planned_measures(measures),
        "tables": build_tables(profile, words, roles, labels),
        "consultations": build_consultations(),
        "law": _law(profile),
    }
    context["revisions"] = [dict(row) for row in revisions] if revisions else _first_revisions(documents)
    return context


def _company(profile: CompanyProfile, words: Mapping[str, str]) -> dict[str, Any]:
    company = profile.company
    missing = {"address": "所在地", "phone": "代表電話番号", "email": "代表メールアドレス"}
    facts: dict[str, Any] = {
        name: getattr(company, name) or Placeholder(label, f"company.{name}")
        for name, label in missing.items()
    }
    return facts | {
        "name": company.name,
        "kind": company.kind.value,
        "self": words["self"],
        "website": company.website or "",
        "business": company.business or "",
        "headcount": company.headcount or 0,
        "representative": {"title": words["representative"], "name": company.representative.name},
        "fiscal_year_start_month": company.fiscal_year_start_month or 0,
        "work_rules": company.work_rules is not False,
    }


def _documents(
    profile: CompanyProfile, words: Mapping[str, str], labels: Mapping[str, str], roles: Mapping[str, Any]
) -> dict[str, Any]:
    documents: Documents = profile.documents
    write_date = partial(format_date, style=documents.date_style)
    latest = documents.revised_on or documents.issued_on
    facts = plain(documents, write_date)
    facts |= {
        "effective_on": write_date(documents.effective_on or documents.issued_on),
        "revised_on": write_date(documents.revised_on) if documents.revised_on else "",
        "latest_on": write_date(latest),
        "next_review_on": write_date(documents.next_review_on or one_year_after(latest)),
        "approved_by": documents.approved_by or words["representative"],
        "prepared_by": documents.prepared_by or roles["officer"]["title"],
        "number_prefix": documents.number_prefix or "",
        "label": documents.label or labels["middle"],
        "logo": bool(documents.logo),
        "preface": documents.preface or "",
        "articles": documents.numbering.value == "articles",
    }
    return facts


def _first_revisions(documents: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the rows of a document that has never been written.

    Where the company had it before, the day of issue is all that is known of its first version.
    """
    first = {
        "id": "first",
        "version": documents["version"],
        "date": documents["latest_on"],
        "summary": "改訂" if documents["revised_on"] else "制定",
        "made_by": documents["prepared_by"],
        "approved_by": documents["approved_by"],
    }
    established = {
        "id": ESTABLISHED,
        "version": "初版",
        "date": documents["issued_on"],
        "summary": "制定",
        "made_by": "—",
        "approved_by": "—",
    }
    return [established, first] if documents["revised_on"] else [first]


def _labels(profile: CompanyProfile, words: Mapping[str, str], roles: Mapping[str, Any]) -> dict[str, str]:
    classes = profile.classification
    return {
        "top": classes.top,
        "middle": classes.middle or words["middle_label"],
        "public": classes.public,
        "top_approver": classes.top_approver or words["representative"],
        "middle_approver": classes.middle_approver or _department_approver(profile, roles),
    }


def _department_approver(profile: CompanyProfile, roles: Mapping[str, Any]) -> str:
    title: str = roles["officer"]["title"]
    return profile.roles.department_head_title if profile.roles.department_heads else title


def _department_heads(profile: CompanyProfile) -> list[dict[str, Any]]:
    title = profile.roles.department_head_title
    return [
        {
            "id": head.id or f"head-{index}",
            "department": head.department,
            "name": head.name or Placeholder(f"{head.department}の{title}の氏名", "roles.department_heads"),
            "post": head.post or "",
            "contact": head.phone or "",
        }
        for index, head in enumerate(profile.roles.department_heads, start=1)
    ]


def _organization(
    profile: CompanyProfile, roles: Mapping[str, Any], words: Mapping[str, str]
) -> dict[str, Any]:
    committee = has_committee(profile)
    return {
        "has_committee": committee,
        "committee": profile.roles.committee,
        "decider": profile.roles.committee if committee else roles["officer"]["title"],
        "has_department_heads": bool(profile.roles.department_heads),
        "department_head": _department_approver(profile, roles),
        "audit": profile.options.inspection is InspectionKind.AUDIT_AND_INSPECTION,
        "inspection_text": profile.options.inspection.label,
        "headcount_known": profile.company.headcount is not None,
        "one_person": profile.company.headcount == 1,
        "representative": words["representative"],
    }


def _scale(edition: Edition) -> dict[str, str]:
    """Return the importance scale; 第3.0版 counts 2-1-0, later editions 3-2-1 (facts on 付録5 and 付録7)."""
    top, middle, low = ("2", "1", "0") if edition is Edition.V3_0 else ("3", "2", "1")
    return {"top": top, "middle": middle, "low": low, "threshold": middle}


def _parts(profile: CompanyProfile) -> dict[str, bool]:
    """Return which regulations the set of rules holds."""
    options = profile.options
    return {
        "infrastructure": options.infrastructure_regulation,
        "development": options.development not in (None, Development.NONE),
        "in_house_development": options.development in (Development.IN_HOUSE, Development.BOTH),
        "outsourced_development": options.development in (Development.OUTSOURCED, Development.BOTH),
        "outsourcing": options.outsourcing.use is not False,
        "telework": options.telework.use,
        "my_number": options.my_number.use is not False,
        "generative_ai": options.generative_ai.regulation,
        "ai_allowed": options.generative_ai.use is AiUse.APPROVED_SERVICES,
        "website": options.website.use is not False and options.website.regulation,
        "byod": options.byod.use.value == "approved",
        "removable_media": options.media.removable.value == "approved",
        "paper_carry_out": options.media.paper_carry_out.value == "approved",
    }


def _shown_roles(parts: Mapping[str, bool]) -> frozenset[str]:
    always = {"officer", "administrator", "education", "inspection", "incident", "personal_data", "inquiries"}
    if parts["my_number"]:
        always |= {"my_number", "my_number_staff"}
    if parts["outsourcing"]:
        always |= {"suppliers"}
    return frozenset(always)


def _law(profile: CompanyProfile) -> dict[str, Any]:
    """Return figures of law, and which exceptions hold: only those whose every condition the company stated."""
    company, data, options = profile.company, profile.options.personal_data, profile.options
    small = (
        company.headcount is not None
        and company.headcount <= SMALL_BUSINESS_UP_TO
        and data.over_5000 is False
    )
    return {
        "report": dict(REPORT),
        "my_number_report": dict(MY_NUMBER_REPORT),
        "small_business": small and data.entrusted is False,
        "small_business_my_number": small and options.my_number.entrusted is False,
    }
