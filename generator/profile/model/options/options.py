"""All choices of a company, by subject."""

from __future__ import annotations

from pydantic import Field, model_validator

from generator.profile.model.facts import Facts, Holds, fact
from generator.profile.model.options.business import (
    Development,
    GenerativeAi,
    MyNumber,
    Outsourcing,
    PersonalData,
    Website,
)
from generator.profile.model.options.communication import Access, Attachment, Mail, Network
from generator.profile.model.options.devices import Byod, Media
from generator.profile.model.options.telework import Telework
from generator.profile.model.options.workplace import Committee, InspectionKind, People, Premises


class Options(Facts, holds=Holds.RULE):
    """All choices, by subject."""

    inspection: InspectionKind = Field(
        InspectionKind.INSPECTION_ONLY,
        title="監査と点検",
        description="点検だけを行うか、監査も行うかです。",
        examples=["inspection_only"],
    )
    committee: Committee = Field(
        Committee.AUTO,
        title="会議",
        description="情報セキュリティを会議で決めるか、責任者が決めるかです。",
        examples=["auto"],
    )
    byod: Byod = Field(
        default_factory=Byod,
        title="私物の機器",
        description="私物の機器の業務利用です。",
        examples=[{"use": "approved"}],
    )
    telework: Telework = Field(
        default_factory=Telework,
        title="テレワーク",
        description="社外での仕事です。",
        examples=[{"use": True}],
    )
    cloud: bool | None = fact(
        None,
        title="クラウドサービス",
        description="業務にクラウドサービスを使うかどうかです。",
        examples=[True],
    )
    cloud_backup: bool | None = fact(
        None,
        title="クラウドへのバックアップ",
        description="バックアップにクラウドサービスを使うかどうかです。省くと、クラウドサービスを使わないとき（cloud: false）は使わないことになります。",
        examples=[True],
    )
    own_servers: bool | None = fact(
        None,
        title="自社のサーバー",
        description="自社で管理するサーバーやNASがあるかどうかです。",
        examples=[True],
    )
    infrastructure_regulation: bool = Field(
        True,
        title="IT基盤の規程",
        description="関連規程にIT基盤運用管理の章を入れるかどうかです。",
        examples=[True],
    )
    development: Development | None = fact(
        None,
        title="システム開発",
        description="業務システムやソフトウェアを開発するかどうかです。",
        examples=["in_house"],
    )
    outsourcing: Outsourcing = Field(
        default_factory=Outsourcing, title="委託", description="業務の委託です。", examples=[{"use": True}]
    )
    my_number: MyNumber = Field(
        default_factory=MyNumber,
        title="マイナンバー",
        description="個人番号の取扱いです。",
        examples=[{"use": True}],
    )
    mail: Mail = Field(
        default_factory=Mail,
        title="電子メール",
        description="電子メールとファクスです。",
        examples=[{"fax": True}],
    )
    media: Media = Field(
        default_factory=Media,
        title="媒体と持出し",
        description="記録媒体、持出し、処分です。",
        examples=[{"removable": "forbidden"}],
    )
    access: Access = Field(
        default_factory=Access,
        title="アクセス",
        description="アカウントと機器の識別です。",
        examples=[{"external_accounts": True}],
    )
    network: Network = Field(
        default_factory=Network,
        title="ネットワーク",
        description="無線LANやウェブの閲覧です。",
        examples=[{"wireless": True}],
    )
    generative_ai: GenerativeAi = Field(
        default_factory=GenerativeAi,
        title="生成AI",
        description="生成AIの利用です。",
        examples=[{"use": "approved_services"}],
    )
    website: Website = Field(
        default_factory=Website,
        title="ウェブサイト",
        description="自社のウェブサイトと公式SNSです。",
        examples=[{"use": True}],
    )
    premises: Premises = Field(
        default_factory=Premises,
        title="建物と来訪者",
        description="事務所の出入りです。",
        examples=[{"alarm": True}],
    )
    people: People = Field(
        default_factory=People,
        title="働く人",
        description="雇用、誓約、利用状況の確認です。",
        examples=[{"monitoring": True}],
    )
    personal_data: PersonalData = Field(
        default_factory=PersonalData,
        title="個人情報",
        description="扱う個人情報の種類です。",
        examples=[{"sensitive": True}],
    )
    insurance: bool | None = fact(
        None, title="サイバー保険", description="サイバー保険に入っているかどうかです。", examples=[True]
    )

    @model_validator(mode="after")
    def _follow_cloud(self) -> Options:
        """Let backups and attachments need no cloud service, unless they are written: a standard presumes nothing."""
        if self.cloud is False and "cloud_backup" not in self.model_fields_set:
            self.__dict__["cloud_backup"] = False
        if self.cloud is not True and "attachments" not in self.mail.model_fields_set:
            self.__dict__["mail"] = self.mail.model_copy(update={"attachments": Attachment.OTHER_CHANNEL})
        return self
