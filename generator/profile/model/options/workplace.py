"""Decisions, inspection, premises and people."""

from __future__ import annotations

from pydantic import Field

from generator.profile.model.facts import Choice, Facts, Holds, Line, fact


class InspectionKind(Choice):
    """Whether somebody outside the work audits, or inspection is enough."""

    INSPECTION_ONLY = "inspection_only", "点検"
    AUDIT_AND_INSPECTION = "audit_and_inspection", "監査及び点検"


class Committee(Choice):
    """Who decides: a meeting or one person."""

    AUTO = "auto", "人数に合わせる"
    COMMITTEE = "committee", "会議を置く"
    PERSON = "person", "責任者が決める"


class VisitorControl(Choice):
    """How visitors are handled."""

    LOG = "log", "来訪の記録"
    BADGE = "badge", "名札の着用"
    ESCORT = "escort", "担当者の付添い"


class Premises(Facts, holds=Holds.RULE):
    """Doors, visitors and watching."""

    visitors: tuple[VisitorControl, ...] = Field(
        (VisitorControl.LOG, VisitorControl.ESCORT),
        min_length=1,
        title="来訪者の扱い",
        description="来訪者に対して行うことです。",
        examples=[["log", "escort"]],
    )
    alarm: bool | None = fact(
        None, title="機械警備", description="警備会社などの機械警備を使うかどうかです。", examples=[True]
    )
    camera: bool | None = fact(
        None, title="防犯カメラ", description="防犯カメラを置くかどうかです。", examples=[True]
    )
    delivery_point: Line | None = fact(
        None, title="荷物の受渡し場所", description="宅配便などを受け渡す場所です。", examples=["受付"]
    )


class People(Facts, holds=Holds.RULE):
    """Employment, pledges and monitoring."""

    pledge_on_leaving: bool = Field(
        True,
        title="退職時の誓約",
        description="退職するときにも秘密保持の誓約書を受け取るかどうかです。",
        examples=[True],
    )
    competition_clause: bool | None = fact(
        None,
        title="競業の制限",
        description="退職後に競合する仕事を制限する取決めがあるかどうかです。範囲は別に契約で定めます。",
        examples=[False],
    )
    monitoring: bool = Field(
        False,
        title="利用状況の確認",
        description="メールやウェブの利用状況を確認することがあるかどうかです。",
        examples=[True],
    )
    qualification_support: bool = Field(
        False,
        title="資格取得の支援",
        description="情報セキュリティの資格の受験費用などを補助するかどうかです。",
        examples=[True],
    )
