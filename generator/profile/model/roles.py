"""Who is responsible for what; one person may hold many roles."""

from __future__ import annotations

from pydantic import Field

from generator.profile.model.facts import Facts, Holds, ItemId, Line


def _role(title: str, duty: str, post: str, name: str, deputy: str, reach: str) -> Role:
    """Return the field of a role; the rest is its example, `reach` the last digits and the first part of the mail address."""
    phone, _, mailbox = reach.partition(" ")
    example = {
        "title": title,
        "post": post,
        "name": name,
        "deputy": deputy,
        "phone": f"03-0000-{phone}",
        "email": f"{mailbox}@example.jp",
    }
    return Field(default_factory=Role, title=title, description=duty, examples=[example])


class Role(Facts, holds=Holds.FACT):
    """One role: what it is called here and who holds it."""

    title: Line | None = Field(
        None,
        title="役割の呼び方",
        description="文書での役割の名前です。省くと標準の名前になります。",
        examples=["役割の名前"],
    )
    post: Line | None = Field(
        None, title="役職", description="担当する人の社内での役職です。", examples=["総務部長"]
    )
    name: Line | None = Field(
        None, title="氏名", description="担当する人の氏名です。", examples=["情報 花子"]
    )
    deputy: Line | None = Field(
        None, title="代理の人", description="担当者が不在のときに代わる人です。", examples=["情報 次郎"]
    )
    phone: Line | None = Field(
        None, title="電話番号", description="連絡のつく電話番号です。", examples=["03-0000-0001"]
    )
    email: Line | None = Field(
        None,
        title="メールアドレス",
        description="連絡のつくメールアドレスです。",
        examples=["hanako@example.jp"],
    )


class DepartmentHead(Facts, holds=Holds.FACT):
    """The person who answers for one department."""

    id: ItemId | None = Field(
        None,
        title="行の名前",
        description="並べ替えても変わらない行の名前です。省けます。",
        examples=["sales"],
    )
    department: Line = Field(title="部署", description="部署の名前です。", examples=["営業部"])
    name: Line | None = Field(
        None, title="氏名", description="部門責任者の氏名です。", examples=["情報 三郎"]
    )
    post: Line | None = Field(None, title="役職", description="部門責任者の役職です。", examples=["営業部長"])
    phone: Line | None = Field(
        None, title="電話番号", description="連絡のつく電話番号です。", examples=["03-0000-0002"]
    )


class Roles(Facts, holds=Holds.FACT):
    """The roles that the regulations speak of."""

    officer: Role = _role(
        "情報セキュリティ責任者", "情報セキュリティ全体に責任を持つ人です。",
        "常務取締役", "情報 花子", "安全 次郎", "0001 hanako",
    )  # fmt: skip
    administrator: Role = _role(
        "情報システム管理者", "パソコンやサーバー、アカウントを管理する人です。",
        "総務係長", "機器 三郎", "機器 四郎", "0002 saburo",
    )  # fmt: skip
    education: Role = _role(
        "教育責任者", "教育を計画し実施する人です。",
        "総務部長", "安全 次郎", "情報 花子", "0003 jiro",
    )  # fmt: skip
    inspection: Role = _role(
        "点検責任者", "ルールが守られているかを確かめる人です。",
        "経理部長", "点検 五郎", "購買 七郎", "0004 goro",
    )  # fmt: skip
    incident: Role = _role(
        "インシデント対応責任者", "事故のときに指揮をとる人です。",
        "常務取締役", "情報 花子", "安全 次郎", "0001 hanako",
    )  # fmt: skip
    personal_data: Role = _role(
        "個人情報管理責任者", "個人情報の取扱いに責任を持つ人です。",
        "総務部長", "安全 次郎", "情報 花子", "0003 jiro",
    )  # fmt: skip
    my_number: Role = _role(
        "事務取扱責任者", "マイナンバーの事務に責任を持つ人です。",
        "総務部長", "安全 次郎", "情報 花子", "0003 jiro",
    )  # fmt: skip
    my_number_staff: Role = _role(
        "事務取扱担当者", "マイナンバーの事務を行う人です。",
        "総務主任", "給与 六子", "安全 次郎", "0005 mutsuko",
    )  # fmt: skip
    suppliers: Role = _role(
        "委託管理担当者", "委託先を選び、契約と確認を行う人です。",
        "購買部長", "購買 七郎", "安全 次郎", "0006 shichiro",
    )  # fmt: skip
    inquiries: Role = _role(
        "問合せ窓口", "外部からの問合せや苦情を受ける窓口です。",
        "総務部", "受付 八子", "給与 六子", "0000 info",
    )  # fmt: skip
    department_heads: tuple[DepartmentHead, ...] = Field(
        (),
        max_length=200,
        title="部門責任者",
        description="部署ごとの責任者です。部署がなければ省きます。",
        examples=[[{"department": "営業部", "name": "情報 三郎"}]],
    )
    department_head_title: Line = Field(
        "部門責任者",
        title="部門責任者の呼び方",
        description="部署ごとの責任者を文書で何と呼ぶかです。",
        examples=["部門責任者"],
    )
    committee: Line = Field(
        "情報セキュリティ委員会",
        title="会議の名前",
        description="情報セキュリティを話し合う会議の名前です。",
        examples=["情報セキュリティ委員会"],
    )
