"""Personal devices, media, carrying out, and disposal."""

from __future__ import annotations

from pydantic import Field

from generator.profile.model.facts import Choice, Facts, Holds


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


class Byod(Facts, holds=Holds.RULE):
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


class Media(Facts, holds=Holds.RULE):
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
