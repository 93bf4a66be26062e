"""The visible mark that stands in a document where the profile has no value yet."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A missing value: false in conditions, shown in red as its Japanese name in brackets.

    Attributes:
        label: What is missing, in Japanese, e.g. 情報セキュリティ責任者の氏名.
        field: The dotted path of the profile field that fills it, e.g. roles.officer.name.
    """

    label: str
    field: str

    def __str__(self) -> str:
        return f"【{self.label}】"

    def __bool__(self) -> bool:
        return False
