"""The three documents: what they are called and which template makes them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """One of the documents that the product makes.

    Attributes:
        key: The name on the command line and in the manifest.
        title: The Japanese title, also the first part of the file name.
        template: The file name of its template.
        numbered: Whether its headings follow the numbering style that the profile chooses.
    """

    key: str
    title: str
    template: str
    numbered: bool


DOCUMENTS = (
    DocumentKind("policy", "情報セキュリティ基本方針", "appendix2_policy.docx", numbered=False),
    DocumentKind("handbook", "情報セキュリティハンドブック", "appendix4_handbook.docx", numbered=False),
    DocumentKind("rules", "情報セキュリティ関連規程", "appendix5_rules.docx", numbered=True),
)

COMPARISON_TEMPLATE = "comparison.docx"  # the empty 新旧対照表; no document of a company

# The numbering styles (リスト スタイル) of the rules template, by the profile's choice.
LIST_STYLES = {"decimal": "十進", "articles": "条文"}
TITLE_BRACKETS = {"decimal": {}, "articles": {2: ("（", "）")}}  # 第5条（見出し）


def find_templates_folder() -> Path:
    """Return the folder of the shipped templates: inside an installed package, or beside it in a checkout."""
    from pathlib import Path  # the command line reads this module at every start

    inside = Path(__file__).parent / "templates"
    return inside if inside.is_dir() else Path(__file__).parent.parent / "templates"
