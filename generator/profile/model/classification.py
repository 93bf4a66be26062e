"""The labels of the three levels of confidentiality and who may release them."""

from __future__ import annotations

from pydantic import Field, model_validator

from generator.profile.model.facts import Facts, Holds, Line, invalid


class Classification(Facts, holds=Holds.RULE):
    """Labels from the most to the least confidential."""

    top: Line = Field(
        "極秘",
        title="最も重い区分",
        description="もれると大きな損害になる情報の区分です。",
        examples=["極秘"],
    )
    middle: Line | None = Field(
        None,
        title="中ほどの区分",
        description="外に出さない情報の区分です。省くと種別に応じて「社外秘」「部外秘」になります。",
        examples=["社外秘"],
    )
    public: Line = Field(
        "公開", title="公開の区分", description="外に出してよい情報の区分です。", examples=["公開"]
    )
    top_approver: Line | None = Field(
        None,
        title="最も重い区分の承認者",
        description="最も重い区分の持出しや提供を承認する人です。省くと代表者になります。",
        examples=["代表取締役"],
    )
    middle_approver: Line | None = Field(
        None, title="中ほどの区分の承認者", description="中ほどの区分の持出しや提供を承認する人です。省くと部門責任者か情報セキュリティ責任者になります。",
        examples=["情報セキュリティ責任者"],
    )  # fmt: skip

    @model_validator(mode="after")
    def _distinct(self) -> Classification:
        labels = [self.top, self.middle, self.public]
        if len({label for label in labels if label}) < len([label for label in labels if label]):
            raise invalid("同じ名前の区分があります。top、middle、public には違う名前を付けてください")
        return self
