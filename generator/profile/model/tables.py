"""The company's own tables, which the documents print row by row."""

from __future__ import annotations

from typing import TypeVar

from pydantic import Field

from generator.profile.model.facts import Choice, Facts, Holds, ItemId, Line, rule

RowT = TypeVar("RowT", bound="Row")


class Row(Facts, holds=Holds.FACT):
    """A row; its id stays the same when rows are moved."""

    id: ItemId | None = Field(
        None,
        title="行の名前",
        description="並べ替えても変わらない行の名前です。省けます。",
        examples=["server"],
    )


def _line(title: str, description: str, example: str) -> str:
    line: str = Field(title=title, description=description, examples=[example])
    return line


def _maybe(title: str, description: str, example: str) -> str | None:
    return Field(None, title=title, description=description, examples=[example])


class Backup(Row):
    """What is backed up, how and where to."""

    target: Line = _line("対象", "バックアップする情報や機器です。", "販売管理のデータ")
    method: Line = _line("方法", "取り方です。", "自動（毎日夜間）")
    storage: Line = _line("保管先", "バックアップの置き場所です。", "外付けディスク（施錠した書庫）")
    owner: Line | None = _maybe(
        "担当", "行う人です。省くと情報システム管理者になります。", "情報システム管理者"
    )


class System(Row):
    """A system and who may use it."""

    name: Line = _line("システム", "情報システムの名前です。", "販売管理システム")
    users: Line = _line("利用者", "使ってよい人です。", "営業部、総務部")
    control: Line = _line("制御の方法", "利用者を限る方法です。", "アカウントごとの権限")
    authentication: Line = _line("認証の方法", "本人を確かめる方法です。", "IDとパスワード、多要素認証")


class AreaLevel(Choice):
    """Who may enter an area."""

    OPEN = "open", "受付エリア"
    STAFF = "staff", "執務エリア"
    RESTRICTED = "restricted", "管理エリア"


class Area(Row):
    """A part of the premises."""

    name: Line = _line("場所", "部屋や区画の名前です。", "事務室")
    level: AreaLevel = Field(title="区分", description="受付、執務、管理のどれかです。", examples=["staff"])
    users: Line = _line("立ち入れる人", "入ってよい人です。", "従業員")
    lock: Line = _line("施錠", "鍵のかけ方です。", "最終退出者が施錠")
    equipment: Line | None = _maybe("置いてよい機器", "置いてよい情報機器です。", "業務用パソコン、複合機")
    visitors: Line | None = _maybe("部外者の扱い", "部外者への対応です。", "担当者が付き添う")


class Software(Row):
    """A standard program and how it is updated."""

    category: Line = _line("種類", "ソフトウェアの種類です。", "OS")
    name: Line = _line("製品", "製品の名前です。", "会社が指定したOS")
    update_method: Line = _line("更新の方法", "更新のしかたです。", "自動更新")


class CloudService(Row):
    """A cloud service in use."""

    name: Line = _line("サービス", "クラウドサービスの名前です。", "ファイル共有サービス")
    purpose: Line = _line("用途", "使いみちです。", "社内のファイル共有")
    information: Line = _line("扱う情報", "預けてよい情報です。", "社外秘まで")
    administrator: Line | None = _maybe(
        "管理者", "設定を管理する人です。省くと情報システム管理者になります。", "情報システム管理者"
    )


class AiService(Row):
    """A generative AI service that may be used."""

    name: Line = _line("サービス", "生成AIサービスの名前です。", "承認済みAIサービスA")
    purpose: Line = _line("用途", "使いみちです。", "文章の下書き、要約")
    information: Line = _line("入力してよい情報", "入力してよい情報の範囲です。", "公開してよい情報だけ")


class Supplier(Row):
    """A firm that handles important information for the company."""

    name: Line = _line("委託先", "委託先の名前です。", "株式会社サンプル運送")
    work: Line = _line("委託する業務", "頼んでいる仕事です。", "商品の発送")
    information: Line = _line("渡す情報", "渡す情報です。", "送り先の氏名と住所")


class Contact(Row):
    """Somebody to call when something happens."""

    name: Line = _line("連絡先", "連絡先の名前です。", "株式会社サンプル保守")
    purpose: Line = _line("用件", "どんなときに連絡するかです。", "機器の故障、ネットワークの不調")
    phone: Line | None = _maybe("電話番号", "電話番号です。", "03-0000-0010")
    email: Line | None = _maybe("メールアドレス", "メールアドレスです。", "support@example.jp")


class Recovery(Row):
    """Who restores what, and how fast."""

    target: Line = _line("対象", "復旧するものです。", "受注業務のシステム")
    owner: Line = _line("復旧責任者", "復旧に責任を持つ人です。", "情報システム管理者")
    goal: Line = _line("目標時間", "いつまでに戻すかです。", "24時間以内")
    fallback: Line = _line("代わりの手段", "止まっている間の代わりの方法です。", "紙の伝票で受け付ける")


class Information(Row):
    """An example of important information and its class."""

    name: Line = _line("情報", "情報の名前です。", "顧客名簿")
    level: Line = _line("区分", "機密の区分です。", "極秘")
    place: Line = _line("保管場所", "置き場所です。", "販売管理システム")


class Theme(Row):
    """One lesson of the education plan."""

    theme: Line = _line("内容", "教育の内容です。", "標的型メールの見分け方")
    audience: Line = _line("対象", "受ける人です。", "全員")
    timing: Line = _line("時期", "行う時期です。", "毎年4月")


class Source(Row):
    """A source of news on threats."""

    name: Line = _line("情報源", "情報源の名前です。", "IPA 重要なセキュリティ情報")
    address: Line | None = _maybe("アドレス", "ウェブサイトのアドレスです。", "https://example.jp/")


class NetworkDevice(Row):
    """A network device or server and what it must do."""

    name: Line = _line("機器", "機器の名前です。", "ルーター")
    requirement: Line = _line("条件", "満たすべき条件です。", "管理画面を社外に公開しない")


def _rows(title: str, description: str, example: dict[str, str]) -> tuple[RowT, ...]:
    return Field((), max_length=500, title=title, description=description, examples=[[example]])


class StandardRow(Choice):
    """A standard row of a table of requirements that a company may take out, by table and id."""

    PC = "systems.pc", "情報システム: 業務用パソコン"
    CLOUD = "systems.cloud", "情報システム: クラウドサービス"
    ROUTER = "network_devices.router", "ネットワーク機器: ルーター"
    WIRELESS = "network_devices.wireless", "ネットワーク機器: 無線LANの機器"
    SERVER = "network_devices.server", "ネットワーク機器: サーバー・NAS"
    PRINTER = "network_devices.printer", "ネットワーク機器: 複合機"


class Tables(Facts, holds=Holds.FACT):
    """The tables; an empty one of requirements or plans has sound standard rows, an empty one of facts a placeholder."""

    backup: tuple[Backup, ...] = _rows(
        "バックアップ",
        "何を、どのように、どこへ取るかです。",
        {"target": "販売管理のデータ", "method": "自動（毎日夜間）", "storage": "クラウドサービス"},
    )
    systems: tuple[System, ...] = _rows(
        "情報システム", "システムごとの利用者と認証の方法です。",
        {"name": "販売管理システム", "users": "営業部", "control": "アカウントごとの権限", "authentication": "IDとパスワード"},
    )  # fmt: skip
    areas: tuple[Area, ...] = _rows(
        "区画",
        "部屋や区画ごとの決まりです。",
        {"name": "事務室", "level": "staff", "users": "従業員", "lock": "最終退出者が施錠"},
    )
    software: tuple[Software, ...] = _rows(
        "標準ソフトウェア",
        "使ってよいソフトウェアです。",
        {"category": "OS", "name": "会社が指定したOS", "update_method": "自動更新"},
    )
    cloud_services: tuple[CloudService, ...] = _rows(
        "クラウドサービス",
        "使っているクラウドサービスです。",
        {"name": "ファイル共有サービス", "purpose": "ファイル共有", "information": "社外秘まで"},
    )
    ai_services: tuple[AiService, ...] = _rows(
        "生成AIサービス",
        "承認した生成AIサービスです。",
        {"name": "承認済みAIサービスA", "purpose": "要約", "information": "公開してよい情報だけ"},
    )
    suppliers: tuple[Supplier, ...] = _rows(
        "委託先",
        "重要な情報を扱う委託先です。",
        {"name": "株式会社サンプル運送", "work": "商品の発送", "information": "送り先の氏名と住所"},
    )
    contacts: tuple[Contact, ...] = _rows(
        "緊急連絡先",
        "社外の連絡先です。",
        {"name": "株式会社サンプル保守", "purpose": "機器の故障", "phone": "03-0000-0010"},
    )
    recovery: tuple[Recovery, ...] = _rows(
        "復旧", "事業を止めないための復旧の計画です。",
        {"target": "受注業務", "owner": "情報システム管理者", "goal": "24時間以内", "fallback": "紙の伝票で受け付ける"},
    )  # fmt: skip
    information: tuple[Information, ...] = _rows(
        "重要な情報の例",
        "重要な情報と区分の例です。",
        {"name": "顧客名簿", "level": "極秘", "place": "販売管理システム"},
    )
    education: tuple[Theme, ...] = _rows(
        "教育の計画",
        "1年の教育の予定です。",
        {"theme": "標的型メールの見分け方", "audience": "全員", "timing": "毎年4月"},
    )
    sources: tuple[Source, ...] = _rows(
        "情報源", "脅威の情報を集める先です。", {"name": "IPA 重要なセキュリティ情報"}
    )
    network_devices: tuple[NetworkDevice, ...] = _rows(
        "機器の条件",
        "ネットワーク機器やサーバーの条件です。",
        {"name": "ルーター", "requirement": "管理画面を社外に公開しない"},
    )
    without: tuple[StandardRow, ...] = rule(
        (),
        max_length=20,
        title="外す標準の行",
        description="条件の表（systems、network_devices）から外す標準の行です。外す理由があるときだけ書きます。",
        examples=[["network_devices.printer"]],
    )
