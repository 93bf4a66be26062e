"""How an organisation of each kind speaks of itself, its people and its premises."""

from __future__ import annotations

from generator.profile import CompanyProfile
from generator.profile.model.company import CompanyKind

# self, workers, officers, customers, representative's title, inside, outside, whole, organisation, middle label
_WORDS: dict[CompanyKind, tuple[str, ...]] = {
    CompanyKind.COMPANY: ("当社", "従業員", "取締役", "お客様", "代表取締役", "社内", "社外", "全社", "会社", "社外秘"),
    CompanyKind.SOLE_PROPRIETOR: (
        "当事業所", "従業員", "事業主", "お客様", "代表", "所内", "所外", "事業所全体", "事業所", "部外秘",
    ),
    CompanyKind.ASSOCIATION: ("当会", "職員", "理事", "会員", "会長", "会内", "会外", "会全体", "会", "部外秘"),
    CompanyKind.CLINIC: ("当院", "職員", "理事", "患者", "院長", "院内", "院外", "院内全体", "医院", "部外秘"),
}  # fmt: skip
_NAMES = (
    "self",
    "worker",
    "officer",
    "customer",
    "representative",
    "inside",
    "outside",
    "whole",
    "organization",
    "middle_label",
)


def build_words(profile: CompanyProfile) -> dict[str, str]:
    """Return the words that fit the kind of organisation, with the profile's own words in their place."""
    company = profile.company
    words = dict(zip(_NAMES, _WORDS[company.kind], strict=True))
    own = {
        "self": company.self_reference,
        "worker": company.workers,
        "officer": company.officers,
        "customer": company.customers,
        "representative": company.representative.title,
    }
    words |= {name: word for name, word in own.items() if word}
    customer = words["customer"]
    words["customer_polite"] = customer if customer.endswith(("様", "さま", "方")) else f"{customer}の皆様"
    return words
