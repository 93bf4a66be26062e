"""Who the company is and how it speaks of itself."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from generator.profile.model.facts import Choice, Facts, Holds, Line, Text, fact


class CompanyKind(Choice):
    """The kind of organisation; decides the words for itself and its people."""

    COMPANY = "company", "会社"
    SOLE_PROPRIETOR = "sole_proprietor", "個人事業主"
    ASSOCIATION = "association", "協会・団体"
    CLINIC = "clinic", "医院・診療所"


class Representative(Facts, holds=Holds.FACT):
    """The person at the head, who signs the policy."""

    name: Line = Field(
        title="代表者の氏名", description="基本方針に署名する代表者の氏名です。", examples=["情報 太郎"]
    )
    title: Line | None = Field(
        None,
        title="代表者の役職",
        description="省くと種別に応じて「代表取締役」「代表」「会長」「院長」になります。",
        examples=["代表取締役社長"],
    )


class Company(Facts, holds=Holds.FACT):
    """The facts of the organisation itself."""

    name: Line = Field(
        title="名称",
        description="登記どおりの正式な名称です。すべての文書に入ります。",
        examples=["株式会社サンプル製作所"],
    )
    representative: Representative = Field(
        title="代表者",
        description="代表者の氏名と役職です。",
        examples=[{"name": "情報 太郎", "title": "代表取締役社長"}],
    )
    kind: CompanyKind = Field(
        CompanyKind.COMPANY,
        title="種別",
        description="会社、個人事業主、協会・団体、医院のどれかです。文書の言葉づかいが変わります。",
        examples=["company"],
    )
    self_reference: Line | None = Field(
        None,
        title="自社の呼び方",
        description="文書の中で自社を指す言葉です。省くと種別に応じて「当社」「当事業所」「当会」「当院」になります。",
        examples=["当社"],
    )
    workers: Line | None = Field(
        None,
        title="働く人の呼び方",
        description="文書の中で働く人を指す言葉です。省くと種別に応じて「従業員」か「職員」になります。",
        examples=["従業員"],
    )
    officers: Line | None = Field(
        None,
        title="役員の呼び方",
        description="役員を指す言葉です。省くと種別に応じて「取締役」「役員」「理事」などになります。",
        examples=["取締役"],
    )
    customers: Line | None = Field(
        None,
        title="お客様の呼び方",
        description="情報を預けてくださる方を指す言葉です。省くと種別に応じて「お客様」「会員」「患者」になります。",
        examples=["お客様"],
    )
    address: Text | None = Field(
        None,
        title="所在地",
        description="本店や事務所の所在地です。",
        examples=["東京都千代田区サンプル町0-0-0"],
    )
    phone: Line | None = Field(
        None, title="代表電話番号", description="代表の電話番号です。", examples=["03-0000-0000"]
    )
    email: Line | None = Field(
        None,
        title="代表メールアドレス",
        description="代表のメールアドレスです。",
        examples=["info@example.jp"],
    )
    website: Line | None = Field(
        None,
        title="ウェブサイト",
        description="公開しているウェブサイトのURLです。",
        examples=["https://example.jp/"],
    )
    business: Line | None = Field(
        None,
        title="事業の内容",
        description="何をしている組織かを一言で書きます。",
        examples=["金属部品の製造"],
    )
    headcount: int | None = Field(
        None,
        ge=1,
        le=100_000,
        title="働く人の数",
        description="役員、パート、アルバイトを含む人数です。法令の特例や体制の書き方が変わります。",
        examples=[40],
    )
    fiscal_year_start_month: int | None = fact(
        None,
        ge=1,
        le=12,
        title="年度の始まりの月",
        description="教育や点検の年度の数え方に使います。",
        examples=[4],
    )
    work_rules: bool | None = Field(
        None,
        title="就業規則の有無",
        description="就業規則があるかどうかです。省くと働く人が10人以上のとき「ある」とみなします。",
        examples=[True],
    )


Colour = Annotated[str, StringConstraints(pattern=r"^[0-9A-Fa-f]{6}$")]
"""A colour as six hexadecimal digits, red, green, blue."""
