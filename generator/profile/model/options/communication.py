"""Mail, networks, accounts and browsing."""

from __future__ import annotations

from pydantic import Field

from generator.profile.model.facts import Choice, Facts, Holds, fact
from generator.profile.model.options.devices import Permission


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


class Mail(Facts, holds=Holds.RULE):
    """Electronic mail and fax."""

    attachments: Attachment = Field(
        Attachment.CLOUD_LINK,
        title="重要なファイルの送り方",
        description="重要な情報を含むファイルを社外へ送る方法です。省くと、クラウドサービスを使わないとき（cloud: false）は other_channel になります。",
        examples=["cloud_link"],
    )
    send_checks: tuple[SendCheck, ...] = Field(
        (SendCheck.SELF_CHECK,),
        min_length=1,
        title="送り間違いの防止",
        description="送り間違いを防ぐ方法です。",
        examples=[["self_check", "hold"]],
    )
    fax: bool | None = fact(
        None, title="ファクスの利用", description="ファクスを使うかどうかです。", examples=[False]
    )


class DeviceAuthentication(Choice):
    """How the network recognises the company's devices."""

    NONE = "none", "行わない"
    MAC_ADDRESS = "mac_address", "MACアドレスの登録"
    CERTIFICATE = "certificate", "電子証明書"
    DOMAIN = "domain", "ドメインや管理サービスへの登録"


class Access(Facts, holds=Holds.RULE):
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


class Network(Facts, holds=Holds.RULE):
    """Networks, wireless and browsing."""

    wireless: bool | None = fact(
        None, title="社内の無線LAN", description="社内で無線LANを使うかどうかです。", examples=[True]
    )
    guest_wireless: bool | None = fact(
        None, title="来客用の無線LAN", description="来客に無線LANを使わせるかどうかです。", examples=[False]
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
