"""How the documents are dated, numbered, labelled and dressed."""

from __future__ import annotations

import datetime
from typing import Annotated

from pydantic import Field, StringConstraints, field_validator, model_validator

from generator.profile.model.company import Colour
from generator.profile.model.facts import Choice, Facts, Holds, Line, Text, invalid

VersionNumber = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,3}\.[0-9]{1,3}$")]
"""A version such as 1.0: major and minor number."""


class Edition(Choice):
    """The edition of IPA's guideline that the documents follow."""

    V3_0 = "3.0", "第3.0版"
    V3_1 = "3.1", "第3.1版"
    V4_0 = "4.0", "第4.0版"


class DateStyle(Choice):
    """How dates are written."""

    WESTERN = "western", "西暦"
    JAPANESE = "japanese", "和暦"
    BOTH = "both", "西暦（和暦）"


class NumberingStyle(Choice):
    """How the regulations number their clauses."""

    DECIMAL = "decimal", "1 / 1.1"
    ARTICLES = "articles", "第1章 / 第1条"


class InformationOwner(Choice):
    """Whose information the policy speaks of."""

    CUSTOMERS = "customers", "預かった情報"
    OWN = "own", "自社の情報"
    BOTH = "both", "預かった情報と自社の情報"


class PolicyChoices(Facts, holds=Holds.RULE):
    """What the basic policy says beyond its five topics."""

    information: InformationOwner = Field(
        InformationOwner.BOTH,
        title="守る情報",
        description="基本方針の前文で、預かった情報、自社の情報、その両方のどれを掲げるかです。",
        examples=["both"],
    )
    improvement: bool = Field(
        True,
        title="継続的改善の項目",
        description="6番目の項目として継続的改善を掲げるかどうかです。",
        examples=[True],
    )
    scope: bool = Field(
        False,
        title="適用範囲の一文",
        description="基本方針がどこまで及ぶかを示す一文を入れるかどうかです。",
        examples=[True],
    )
    contact: bool = Field(
        False,
        title="問合せ窓口の記載",
        description="基本方針の末尾に問合せ窓口を載せるかどうかです。載せるには roles.inquiries の電話かメールが要ります。",
        examples=[True],
    )
    history: bool = Field(
        True,
        title="基本方針の改訂履歴",
        description="基本方針を改訂したときに、末尾へ改訂履歴の表を載せるかどうかです。制定したときの1行だけのうちは載せません。",
        examples=[False],
    )


class Documents(Facts, holds=Holds.RULE):
    """Dates, version, labels and looks that all three documents share."""

    issued_on: datetime.date = Field(
        title="制定日", description="文書を最初に定めた日です。", examples=["2026-04-01"]
    )
    effective_on: datetime.date | None = Field(
        None,
        title="施行日",
        description="効力を持つ日です。省くと制定日と同じになります。",
        examples=["2026-04-01"],
    )
    revised_on: datetime.date | None = Field(
        None,
        title="改訂日",
        description="最後に改訂した日です。まだ改訂していなければ省きます。",
        examples=["2027-04-01"],
    )
    next_review_on: datetime.date | None = Field(
        None,
        title="次回見直し日",
        description="次に内容を見直す期限です。省くと制定日か改訂日の1年後になります。",
        examples=["2028-04-01"],
    )
    version: VersionNumber = Field(
        "1.0", title="版", description="文書の版です。「1.0」のように書きます。", examples=["1.0"]
    )
    approved_by: Line | None = Field(
        None,
        title="承認者",
        description="文書を承認した人や会議です。省くと代表者になります。",
        examples=["取締役会"],
    )
    prepared_by: Line | None = Field(
        None,
        title="作成者",
        description="文書を作成した人や部署です。省くと情報セキュリティ責任者になります。",
        examples=["総務部"],
    )
    number_prefix: Line | None = Field(
        None,
        title="文書番号の頭",
        description="文書番号の頭に付ける記号です。省くと文書番号を載せません。",
        examples=["IS"],
    )
    edition: Edition = Field(
        Edition.V4_0,
        title="ガイドラインの版",
        description="もとにするIPAガイドラインの版です。重要度の付け方が変わります。",
        examples=["4.0"],
    )
    date_style: DateStyle = Field(
        DateStyle.WESTERN,
        title="日付の書き方",
        description="西暦、和暦、両方のどれかです。",
        examples=["western"],
    )
    numbering: NumberingStyle = Field(
        NumberingStyle.DECIMAL,
        title="番号の付け方",
        description="関連規程の番号を「1 / 1.1」にするか「第1章 / 第1条」にするかです。",
        examples=["articles"],
    )
    label: Line | None = Field(
        None,
        title="文書の機密区分",
        description="関連規程とハンドブックの右上に示す区分です。省くと真ん中の区分（社外秘など）になります。",
        examples=["社外秘"],
    )
    accent: Colour = Field(
        "1F4E79",
        title="色",
        description="見出しなどの色です。白地で読める濃さの6桁の16進数で書きます。",
        examples=["1F4E79"],
    )
    logo: Line | None = Field(
        None,
        title="ロゴ",
        description="表紙に載せるロゴ画像（PNGかJPEG）の場所です。プロファイルのある場所から数えます。",
        examples=["logo.png"],
    )
    policy: PolicyChoices = Field(
        default_factory=PolicyChoices,
        title="基本方針",
        description="基本方針に入れる内容の選択です。",
        examples=[{"improvement": True}],
    )
    preface: Text | None = Field(
        None, title="ハンドブックのあいさつ", description="ハンドブックの最初に載せる代表者の言葉です。省くと標準の文になります。",
        examples=["お客様の信頼は、毎日の小さな確認から生まれます。"],
    )  # fmt: skip

    @field_validator("issued_on", "effective_on", "revised_on", "next_review_on")
    @classmethod
    def _plausible(cls, value: datetime.date | None) -> datetime.date | None:
        if value is not None and not 1990 <= value.year <= 2099:
            raise invalid("1990年から2099年までの日付を書いてください")
        return value

    @field_validator("accent")
    @classmethod
    def _readable(cls, value: str) -> str:
        if contrast_with_white(value) < 4.5:
            raise invalid(
                "色が薄く、白地の文字が読みにくくなります。もっと濃い色にしてください（コントラスト比4.5以上）"
            )
        return value.upper()

    @model_validator(mode="after")
    def _in_order(self) -> Documents:
        if self.revised_on and self.revised_on < self.issued_on:
            raise invalid("改訂日（revised_on）が制定日（issued_on）より前です。日付を確かめてください")
        if self.effective_on and self.effective_on < self.issued_on:
            raise invalid("施行日（effective_on）が制定日（issued_on）より前です。日付を確かめてください")
        if self.next_review_on and self.next_review_on <= (self.revised_on or self.issued_on):
            raise invalid(
                "次回見直し日（next_review_on）が制定日・改訂日より後になっていません。日付を確かめてください"
            )
        return self


def contrast_with_white(colour: str) -> float:
    """Return the contrast ratio of a colour against white, 1 to 21 (WCAG 2.2, 1.4.3)."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return 1.05 / (luminance + 0.05)
