"""Development, outsourcing, personal data, AI and the website."""

from __future__ import annotations

from pydantic import Field

from generator.profile.model.facts import Choice, Facts, Holds, fact


class Development(Choice):
    """Who develops the company's systems."""

    NONE = "none", "開発しない"
    IN_HOUSE = "in_house", "自社で開発する"
    OUTSOURCED = "outsourced", "外部に開発を頼む"
    BOTH = "both", "自社でも外部でも開発する"


class Subcontracting(Choice):
    """Whether a supplier may pass work on."""

    FORBIDDEN = "forbidden", "認めない"
    PRIOR_CONSENT = "prior_consent", "事前の書面による承諾"
    PRIOR_REPORT = "prior_report", "事前の書面による報告"


class Outsourcing(Facts, holds=Holds.RULE):
    """Work given to other firms."""

    use: bool | None = fact(
        None,
        title="業務の委託",
        description="重要な情報を扱う仕事を社外に頼むかどうかです。",
        examples=[True],
    )
    subcontracting: Subcontracting = Field(
        Subcontracting.PRIOR_CONSENT,
        title="再委託",
        description="委託先がさらに外へ頼むときの条件です。",
        examples=["prior_consent"],
    )
    cloud_counts: bool = Field(
        True,
        title="クラウドも委託とみなす",
        description="個人データを処理するクラウドサービスを委託として管理するかどうかです。",
        examples=[True],
    )


class MyNumberPartner(Choice):
    """To whom My Number work is entrusted."""

    TAX_ACCOUNTANT = "tax_accountant", "税理士"
    LABOUR_CONSULTANT = "labour_consultant", "社会保険労務士"
    PAYROLL_SERVICE = "payroll_service", "給与計算などの事業者"


class MyNumber(Facts, holds=Holds.RULE):
    """The handling of individual numbers."""

    use: bool | None = fact(
        None,
        title="マイナンバーの取扱い",
        description="給与や社会保険の事務でマイナンバーを扱うかどうかです。",
        examples=[True],
    )
    outsourced_to: tuple[MyNumberPartner, ...] = fact(
        (),
        title="事務の委託先",
        description="マイナンバーの事務を頼んでいる相手です。頼んでいなければ省きます。",
        examples=[["tax_accountant"]],
    )
    entrusted: bool | None = fact(
        None,
        title="番号事務の受託",
        description="他の事業者から番号の事務を仕事として引き受けているかどうかです。",
        examples=[False],
    )


class PersonalData(Facts, holds=Holds.RULE):
    """What kinds of personal data the company holds."""

    sensitive: bool | None = fact(
        None,
        title="要配慮個人情報",
        description="病歴など特に配慮の要る個人情報を業務で扱うかどうかです。",
        examples=[True],
    )
    over_5000: bool | None = fact(
        None,
        title="5,000人を超える個人データ",
        description="過去6か月のどこかで本人の数が5,000人を超える個人データを持っていたかどうかです。",
        examples=[False],
    )
    entrusted: bool | None = fact(
        None,
        title="個人データの受託",
        description="他の事業者から個人データの取扱いを引き受けているかどうかです。",
        examples=[True],
    )


class AiUse(Choice):
    """The rule for generative AI."""

    FORBIDDEN = "forbidden", "業務に使わない"
    APPROVED_SERVICES = "approved_services", "承認したサービスだけを使う"


class GenerativeAi(Facts, holds=Holds.RULE):
    """Generative AI at work."""

    use: AiUse = Field(
        AiUse.APPROVED_SERVICES, title="生成AIの利用", description="生成AIを業務に使うかどうかです。使うサービスは tables.ai_services に並べます。",
        examples=["approved_services"],
    )  # fmt: skip
    regulation: bool = Field(
        True, title="生成AIの規程", description="関連規程に生成AIの章を入れるかどうかです。", examples=[True]
    )
    agents: bool = Field(
        False,
        title="自動で動くAI",
        description="メールの送信やファイルの操作などを自動で行うAIを使うかどうかです。",
        examples=[False],
    )


class Website(Facts, holds=Holds.RULE):
    """The company's own website and its accounts on social media."""

    use: bool | None = fact(
        None,
        title="ウェブサイトの公開",
        description="自社のウェブサイトを公開しているかどうかです。",
        examples=[True],
    )
    regulation: bool = Field(
        False,
        title="ウェブサイトの規程",
        description="関連規程にウェブサイトの章を入れるかどうかです。",
        examples=[True],
    )
    forms: bool | None = fact(
        None,
        title="入力フォーム",
        description="問合せや申込みで個人情報を入力してもらうかどうかです。",
        examples=[True],
    )
    shop: bool | None = fact(
        None,
        title="ネット販売",
        description="ウェブサイトで商品やサービスを販売するかどうかです。",
        examples=[False],
    )
    social_media: bool | None = fact(
        None, title="公式SNS", description="組織としてSNSのアカウントを持つかどうかです。", examples=[True]
    )
