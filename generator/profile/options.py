"""The choices a company makes; each decides which clauses its documents hold and what they say."""

from __future__ import annotations

from pydantic import Field, model_validator

from generator.profile.fields import Choice, Facts, Line, invalid


class InspectionKind(Choice):
    """Whether somebody outside the work audits, or inspection is enough."""

    INSPECTION_ONLY = "inspection_only", "点検"
    AUDIT_AND_INSPECTION = "audit_and_inspection", "監査及び点検"


class Committee(Choice):
    """Who decides: a meeting or one person."""

    AUTO = "auto", "人数に合わせる"
    COMMITTEE = "committee", "会議を置く"
    PERSON = "person", "責任者が決める"


class Permission(Choice):
    """Forbidden, or allowed with approval."""

    FORBIDDEN = "forbidden", "禁止"
    APPROVED = "approved", "承認した場合に限り許可"


class Device(Choice):
    """A kind of personal device."""

    SMARTPHONE = "smartphone", "スマートフォン"
    TABLET = "tablet", "タブレット"
    PC = "pc", "パソコン"


class ByodPurpose(Choice):
    """What a personal device may be used for."""

    CALLS = "calls", "通話"
    MAIL = "mail", "電子メール"
    CHAT = "chat", "ビジネスチャット"
    CALENDAR = "calendar", "予定表"
    AUTHENTICATOR = "authenticator", "ログインの確認（認証アプリ）"
    WEB_MEETING = "web_meeting", "ウェブ会議"
    DOCUMENTS = "documents", "文書の閲覧と編集"
    BUSINESS_SYSTEMS = "business_systems", "業務システムの利用"


class Byod(Facts):
    """Personal devices at work."""

    use: Permission = Field(
        Permission.FORBIDDEN,
        title="私物機器の業務利用",
        description="私物の機器を業務に使わせるかどうかです。",
        examples=["approved"],
    )
    devices: tuple[Device, ...] = Field(
        (Device.SMARTPHONE,),
        min_length=1,
        title="許可する機器",
        description="許可する場合の機器の種類です。",
        examples=[["smartphone"]],
    )
    purposes: tuple[ByodPurpose, ...] = Field(
        (ByodPurpose.CALLS, ByodPurpose.MAIL, ByodPurpose.CHAT),
        min_length=1,
        title="許可する用途",
        description="許可する場合の使いみちです。",
        examples=[["mail", "chat"]],
    )


class TeleworkPlace(Choice):
    """Where telework is allowed."""

    HOME = "home", "自宅"
    SATELLITE = "satellite", "サテライトオフィス"
    MOBILE = "mobile", "移動中や外出先"


class TeleworkMode(Choice):
    """The seven ways of 総務省 テレワークセキュリティガイドライン第5版."""

    VPN = "vpn", "VPN接続"
    REMOTE_DESKTOP = "remote_desktop", "リモートデスクトップ"
    VDI = "vdi", "仮想デスクトップ"
    SECURE_CONTAINER = "secure_container", "セキュアコンテナ"
    SECURE_BROWSER = "secure_browser", "セキュアブラウザ"
    CLOUD = "cloud", "クラウドサービス"
    STANDALONE = "standalone", "スタンドアロン（データの持ち帰り）"


class TeleworkDevices(Choice):
    """Whose computers are used for telework."""

    COMPANY = "company", "貸与した機器だけ"
    COMPANY_AND_OWN = "company_and_own", "貸与した機器と許可した私物の機器"


class PublicWifi(Choice):
    """The rule for wireless networks of shops, stations and hotels."""

    FORBIDDEN = "forbidden", "使わない"
    WITH_PROTECTION = "with_protection", "VPNなど通信を守る仕組みがある場合に限り使う"


class Telework(Facts):
    """Work outside the premises."""

    use: bool = Field(
        False, title="テレワーク", description="テレワークを行うかどうかです。", examples=[True]
    )
    places: tuple[TeleworkPlace, ...] = Field(
        (TeleworkPlace.HOME,),
        min_length=1,
        title="場所",
        description="テレワークを認める場所です。",
        examples=[["home"]],
    )
    modes: tuple[TeleworkMode, ...] = Field(
        (TeleworkMode.CLOUD,),
        min_length=1,
        title="方式",
        description="社外から仕事をする方式です。",
        examples=[["vpn", "cloud"]],
    )
    devices: TeleworkDevices = Field(
        TeleworkDevices.COMPANY,
        title="使う機器",
        description="テレワークで使うパソコンです。",
        examples=["company"],
    )
    paper: bool = Field(
        False,
        title="書類の持出し",
        description="テレワークのために書類を持ち出すことを認めるかどうかです。",
        examples=[False],
    )
    public_wifi: PublicWifi = Field(
        PublicWifi.FORBIDDEN,
        title="公衆無線LAN",
        description="店や駅の無線LANを使ってよいかどうかです。",
        examples=["forbidden"],
    )


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


class MyNumberPartner(Choice):
    """To whom My Number work is entrusted."""

    TAX_ACCOUNTANT = "tax_accountant", "税理士"
    LABOUR_CONSULTANT = "labour_consultant", "社会保険労務士"
    PAYROLL_SERVICE = "payroll_service", "給与計算などの事業者"


class MyNumber(Facts):
    """The handling of individual numbers."""

    use: bool = Field(
        True,
        title="マイナンバーの取扱い",
        description="給与や社会保険の事務でマイナンバーを扱うかどうかです。",
        examples=[True],
    )
    outsourced_to: tuple[MyNumberPartner, ...] = Field(
        (),
        title="事務の委託先",
        description="マイナンバーの事務を頼んでいる相手です。頼んでいなければ省きます。",
        examples=[["tax_accountant"]],
    )
    entrusted: bool = Field(
        False,
        title="番号事務の受託",
        description="他の事業者から番号の事務を仕事として引き受けているかどうかです。",
        examples=[False],
    )


class Attachment(Choice):
    """How files with important content are sent."""

    CLOUD_LINK = "cloud_link", "期限付きのクラウド共有"
    AGREED_PASSWORD = "agreed_password", "あらかじめ取り決めたパスワードによる暗号化"
    OTHER_CHANNEL = "other_channel", "暗号化し、パスワードを電話など別の手段で伝える方法"


class SendCheck(Choice):
    """How wrong recipients are avoided."""

    SELF_CHECK = "self_check", "送信前の宛先確認"
    HOLD = "hold", "送信の保留"
    SECOND_PERSON = "second_person", "別の人による確認"


class Mail(Facts):
    """Electronic mail and fax."""

    attachments: Attachment = Field(
        Attachment.CLOUD_LINK,
        title="重要なファイルの送り方",
        description="重要な情報を含むファイルを社外へ送る方法です。",
        examples=["cloud_link"],
    )
    send_checks: tuple[SendCheck, ...] = Field(
        (SendCheck.SELF_CHECK,),
        min_length=1,
        title="送り間違いの防止",
        description="送り間違いを防ぐ方法です。",
        examples=[["self_check", "hold"]],
    )
    fax: bool = Field(
        False, title="ファクスの利用", description="ファクスを使うかどうかです。", examples=[False]
    )


class LossPrevention(Choice):
    """How small media are kept from getting lost."""

    TAG = "tag", "目立つ札を付ける"
    STRAP = "strap", "ストラップを付ける"
    BELL = "bell", "鈴を付ける"
    CASE = "case", "専用のケースに入れる"


class EncryptionScope(Choice):
    """What is encrypted before it leaves the premises."""

    DISK = "disk", "ディスク全体"
    FOLDER = "folder", "フォルダー"
    FILE = "file", "ファイル"


class PaperDisposal(Choice):
    """How paper is destroyed."""

    SHRED = "shred", "細断"
    DISSOLVE = "dissolve", "溶解"
    INCINERATE = "incinerate", "焼却"


class MediaDisposal(Choice):
    """How media and devices are made unreadable."""

    DESTROY = "destroy", "物理的な破壊"
    ERASE = "erase", "専用ソフトによる完全消去"
    CONTRACTOR = "contractor", "専門業者への依頼"


class Media(Facts):
    """Removable media, carrying out, and disposal."""

    removable: Permission = Field(
        Permission.APPROVED,
        title="USBメモリなどの利用",
        description="持ち運びできる記録媒体を使わせるかどうかです。",
        examples=["forbidden"],
    )
    loss_prevention: tuple[LossPrevention, ...] = Field(
        (LossPrevention.TAG,),
        min_length=1,
        title="紛失の防止",
        description="小さな媒体の紛失を防ぐ方法です。",
        examples=[["tag", "strap"]],
    )
    encryption: EncryptionScope = Field(
        EncryptionScope.DISK,
        title="暗号化の範囲",
        description="持ち出す機器や媒体で暗号化する範囲です。",
        examples=["disk"],
    )
    paper_carry_out: Permission = Field(
        Permission.APPROVED,
        title="書類の持出し",
        description="重要な書類を社外へ持ち出させるかどうかです。",
        examples=["approved"],
    )
    paper_disposal: tuple[PaperDisposal, ...] = Field(
        (PaperDisposal.SHRED,),
        min_length=1,
        title="書類の処分",
        description="重要な書類の処分の方法です。",
        examples=[["shred", "dissolve"]],
    )
    media_disposal: tuple[MediaDisposal, ...] = Field(
        (MediaDisposal.DESTROY, MediaDisposal.ERASE),
        min_length=1,
        title="媒体の処分",
        description="記録媒体や機器の処分の方法です。",
        examples=[["destroy", "contractor"]],
    )


class DeviceAuthentication(Choice):
    """How the network recognises the company's devices."""

    NONE = "none", "行わない"
    MAC_ADDRESS = "mac_address", "MACアドレスの登録"
    CERTIFICATE = "certificate", "電子証明書"
    DOMAIN = "domain", "ドメインや管理サービスへの登録"


class Access(Facts):
    """Accounts, passwords and the recognition of devices."""

    device_authentication: DeviceAuthentication = Field(
        DeviceAuthentication.NONE,
        title="機器の識別",
        description="社内のネットワークにつなぐ機器を見分ける方法です。",
        examples=["mac_address"],
    )
    external_accounts: bool = Field(
        False,
        title="社外の人のアカウント",
        description="派遣や委託先など社外の人にアカウントを渡すかどうかです。",
        examples=[True],
    )
    password_manager: bool = Field(
        True,
        title="パスワード管理ソフト",
        description="承認したパスワード管理ソフトの利用を認めるかどうかです。",
        examples=[True],
    )


class WebControl(Choice):
    """How browsing is limited."""

    NOTICE = "notice", "ルールの周知"
    FILTERING = "filtering", "フィルタリングソフト"


class Network(Facts):
    """Networks, wireless and browsing."""

    wireless: bool = Field(
        True, title="社内の無線LAN", description="社内で無線LANを使うかどうかです。", examples=[True]
    )
    guest_wireless: bool = Field(
        False, title="来客用の無線LAN", description="来客に無線LANを使わせるかどうかです。", examples=[False]
    )
    web_control: WebControl = Field(
        WebControl.NOTICE,
        title="ウェブ閲覧の制限",
        description="ルールの周知だけにするか、仕組みでも止めるかです。",
        examples=["filtering"],
    )
    external_devices: Permission = Field(
        Permission.FORBIDDEN,
        title="社外の機器の接続",
        description="来客や委託先の機器を社内のネットワークにつながせるかどうかです。",
        examples=["approved"],
    )


class AiUse(Choice):
    """The rule for generative AI."""

    FORBIDDEN = "forbidden", "業務に使わない"
    APPROVED_SERVICES = "approved_services", "承認したサービスだけを使う"


class GenerativeAi(Facts):
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


class Website(Facts):
    """The company's own website and its accounts on social media."""

    use: bool = Field(
        True,
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
    forms: bool = Field(
        False,
        title="入力フォーム",
        description="問合せや申込みで個人情報を入力してもらうかどうかです。",
        examples=[True],
    )
    shop: bool = Field(
        False,
        title="ネット販売",
        description="ウェブサイトで商品やサービスを販売するかどうかです。",
        examples=[False],
    )
    social_media: bool = Field(
        False, title="公式SNS", description="組織としてSNSのアカウントを持つかどうかです。", examples=[True]
    )


class VisitorControl(Choice):
    """How visitors are handled."""

    LOG = "log", "来訪の記録"
    BADGE = "badge", "名札の着用"
    ESCORT = "escort", "担当者の付添い"


class Premises(Facts):
    """Doors, visitors and watching."""

    visitors: tuple[VisitorControl, ...] = Field(
        (VisitorControl.LOG, VisitorControl.ESCORT),
        min_length=1,
        title="来訪者の扱い",
        description="来訪者に対して行うことです。",
        examples=[["log", "escort"]],
    )
    alarm: bool = Field(
        False, title="機械警備", description="警備会社などの機械警備を使うかどうかです。", examples=[True]
    )
    camera: bool = Field(
        False, title="防犯カメラ", description="防犯カメラを置くかどうかです。", examples=[True]
    )
    delivery_point: Line = Field(
        "受付", title="荷物の受渡し場所", description="宅配便などを受け渡す場所です。", examples=["受付"]
    )


class People(Facts):
    """Employment, pledges and monitoring."""

    pledge_on_leaving: bool = Field(
        True,
        title="退職時の誓約",
        description="退職するときにも秘密保持の誓約書を受け取るかどうかです。",
        examples=[True],
    )
    competition_clause: bool = Field(
        False,
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


class PersonalData(Facts):
    """What kinds of personal data the company holds."""

    sensitive: bool = Field(
        False,
        title="要配慮個人情報",
        description="病歴など特に配慮の要る個人情報を業務で扱うかどうかです。",
        examples=[True],
    )
    over_5000: bool = Field(
        False,
        title="5,000人を超える個人データ",
        description="過去6か月のどこかで本人の数が5,000人を超える個人データを持っていたかどうかです。",
        examples=[False],
    )
    entrusted: bool = Field(
        False,
        title="個人データの受託",
        description="他の事業者から個人データの取扱いを引き受けているかどうかです。",
        examples=[True],
    )


class Outsourcing(Facts):
    """Work given to other firms."""

    use: bool = Field(
        True,
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


class Options(Facts):
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
    cloud: bool = Field(
        True,
        title="クラウドサービス",
        description="業務にクラウドサービスを使うかどうかです。",
        examples=[True],
    )
    cloud_backup: bool = Field(
        True,
        title="クラウドへのバックアップ",
        description="バックアップにクラウドサービスを使うかどうかです。",
        examples=[True],
    )
    own_servers: bool = Field(
        False,
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
    development: Development = Field(
        Development.NONE,
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
    insurance: bool = Field(
        False, title="サイバー保険", description="サイバー保険に入っているかどうかです。", examples=[True]
    )

    @model_validator(mode="after")
    def _consistent(self) -> Options:
        if self.telework.use and self.telework.devices is TeleworkDevices.COMPANY_AND_OWN:
            if self.byod.use is Permission.FORBIDDEN:
                raise invalid(
                    "私物の機器を禁止（byod.use: forbidden）しながら、テレワークで私物の機器を認めています（telework.devices）。どちらかを直してください"
                )
            if Device.PC not in self.byod.devices and Device.TABLET not in self.byod.devices:
                raise invalid(
                    "テレワークで私物の機器を認める（telework.devices）には、byod.devices に pc か tablet を加えてください"
                )
        if self.telework.use and TeleworkMode.CLOUD in self.telework.modes and not self.cloud:
            raise invalid(
                "クラウドサービスを使わない（cloud: false）のに、テレワークの方式に cloud があります（telework.modes）。どちらかを直してください"
            )
        if self.website.shop and not self.website.use:
            raise invalid(
                "ウェブサイトがない（website.use: false）のに、ネット販売をする（website.shop: true）とあります。どちらかを直してください"
            )
        return self
