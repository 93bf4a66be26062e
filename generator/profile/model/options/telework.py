"""Work outside the premises."""

from __future__ import annotations

from pydantic import Field

from generator.profile.model.facts import Choice, Facts, Holds


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
    SECURE_BROWSER = "secure_browser", "セキュアブラウザー"
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


class Telework(Facts, holds=Holds.RULE):
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
