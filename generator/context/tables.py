"""The rows of the documents' tables: the company's own, or sound general ones where it gave none."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from generator.context.law import CONSULTATIONS, SOURCES
from generator.context.people import contact_lines
from generator.profile import CompanyProfile
from generator.profile.model.measures import MeasureState
from generator.profile.model.options import AiUse
from generator.profile.model.tables import AreaLevel, Tables
from generator.word.engine.language.placeholder import Placeholder

Cells = dict[str, Any]
AREA_LABELS = {level.value: level.label for level in AreaLevel}


def build_tables(
    profile: CompanyProfile, words: Mapping[str, str], roles: Mapping[str, Any], labels: Mapping[str, str]
) -> dict[str, list[Cells]]:
    """Return every table as rows of text, each with an id that stays when rows move."""
    given = profile.tables.model_dump(mode="json")
    own = {name: [_own_row(row) for row in given[name]] for name in Tables.model_fields}
    general = _general_rows(profile, words, roles["administrator"]["title"], labels)
    tables = {name: rows or [_own_row(row) for row in general.get(name, [])] for name, rows in own.items()}
    for name, rows in tables.items():
        tables[name] = [_completed(name, row, roles["administrator"]["title"]) for row in rows]
    return tables


def _own_row(row: Mapping[str, Any]) -> Cells:
    key = (
        row.get("id")
        or hashlib.sha256(str(next(v for k, v in row.items() if k != "id")).encode()).hexdigest()[:12]
    )
    return {**row, "id": key}


def _completed(table: str, row: Cells, administrator: str) -> Cells:
    filled = dict(row)
    if table == "areas":
        filled["level_text"] = AREA_LABELS[row["level"]]
    if table == "contacts":
        filled["contact"] = contact_lines(row.get("phone"), row.get("email")) or Placeholder(
            f"{row['name']}の連絡先", "tables.contacts"
        )
    for name in ("owner", "administrator"):
        if name in row and row[name] is None:
            filled[name] = administrator
    return {name: "" if value is None else value for name, value in filled.items()}


def _general_rows(
    profile: CompanyProfile, words: Mapping[str, str], administrator: str, labels: Mapping[str, str]
) -> dict[str, list[Cells]]:
    rows: dict[str, list[Cells]] = {}
    for part in (_technical_rows, _organisational_rows):
        rows |= part(profile, words, administrator, labels)
    return rows


def _row(names: Sequence[str], *values: str | None) -> Cells:
    return dict(zip(("id", *names), values, strict=True))


def _technical_rows(
    profile: CompanyProfile, words: Mapping[str, str], administrator: str, labels: Mapping[str, str]
) -> dict[str, list[Cells]]:
    options = profile.options
    worker = words["worker"]
    alone = profile.company.headcount == 1
    kept = "施錠して" if profile.measures.locked_storage.state is MeasureState.IN_PLACE else "人目を避けて"
    storage = (
        "クラウドサービス" if options.cloud_backup else f"外付けディスク（使うときだけ接続し、{kept}保管）"
    )
    backup = ("target", "method", "storage", "owner")
    system = ("name", "users", "control", "authentication")
    software = ("category", "name", "update_method")
    device = ("name", "requirement")
    sign_in = f"IDとパスワード{_second_factor(profile)}" if options.cloud else "IDとパスワード"
    rows = {
        "backup": [_row(backup, "business-data", "業務で使う文書と台帳", "毎日自動で取得", storage, None)],
        "systems": [
            _row(system, "pc", "業務用パソコン", f"貸与を受けた{worker}", "利用者ごとのアカウント", "IDとパスワード又は生体認証"),
            _row(system, "shared-files", "共有フォルダー", "業務上必要な人", "フォルダーごとの権限", sign_in),
        ],
        "software": [
            _row(software, "os", "OS", f"{administrator}が指定する、提供元の支援が続いている製品", "自動更新"),
            _row(software, "office", "文書作成・表計算", f"{administrator}が指定する製品", "自動更新"),
            _row(software, "browser", "ウェブブラウザー", f"{administrator}が指定する製品", "自動更新"),
            _row(software, "antivirus", "ウイルス対策", f"{administrator}が指定する製品", "自動更新"),
        ],
        "network_devices": [
            _row(device, "router", "ルーター", "初期のパスワードを変え、管理画面を外部に公開せず、更新が続く機器を使う"),
            *([_row(device, "wireless", "無線LANの機器", "WPA2又はWPA3で暗号化し、推測されにくいパスワードを使う")] if options.network.wireless else []),
            *([_row(device, "server", "サーバー・NAS", "不要な機能を止め、管理者を限り、ログを残す")] if options.own_servers else []),
            _row(device, "printer", "複合機", "管理画面のパスワードを変え、外部から操作できない設定にする"),
        ],
        "cloud_services": [],
        "ai_services": [],
    }  # fmt: skip
    if options.cloud:
        service = ("name", "purpose", "information", "administrator")
        rows["systems"].append(
            _row(
                system, "cloud", "クラウドサービス", "業務上必要な人", "利用者ごとのアカウントと権限", sign_in
            )
        )
        rows["cloud_services"] = [
            _row(
                service,
                "mail",
                "電子メールのサービス",
                f"{words['outside']}との連絡",
                f"{labels['middle']}まで",
                None,
            ),
            _row(
                service,
                "files",
                "ファイル共有のサービス",
                "ファイルの保管及び共有",
                f"{labels['middle']}まで",
                None,
            ),
        ]
    if options.generative_ai.use is AiUse.APPROVED_SERVICES:
        ai = ("name", "purpose", "information")
        rows["ai_services"] = [
            _row(
                ai,
                "approved",
                "入力した情報を学習しないサービス" if alone else f"{administrator}が承認したサービス",
                "文章の下書き、要約、翻訳、調べもの",
                f"{labels['public']}の情報だけ",
            )
        ]
    return rows


def _second_factor(profile: CompanyProfile) -> str:
    """Return what signing in asks besides the password; what is not yet in place is called planned."""
    words = {MeasureState.IN_PLACE: "、多要素認証", MeasureState.PLANNED: "（多要素認証は実施予定）"}
    return words.get(profile.measures.mfa.state, "")


def _organisational_rows(
    profile: CompanyProfile, words: Mapping[str, str], administrator: str, labels: Mapping[str, str]
) -> dict[str, list[Cells]]:
    worker, month = words["worker"], profile.company.fiscal_year_start_month
    server = "サーバー、" if profile.options.own_servers else ""
    shelf = (
        "施錠できる書庫"
        if profile.measures.locked_storage.state is MeasureState.IN_PLACE
        else "決められた書庫"
    )
    area = ("name", "level", "users", "lock", "equipment", "visitors")
    recovery = ("target", "owner", "goal", "fallback")
    information = ("name", "level", "place")
    theme = ("theme", "audience", "timing")
    return {
        "areas": [
            _row(area, "reception", "受付・応接", "open", "来訪者を含む", "最後に退出する人が施錠", "置かない", "応対する人が付き添う"),
            _row(area, "office", "事務室", "staff", worker, "最後に退出する人が施錠", "業務用パソコン、複合機", "承認を受けた場合だけ、付き添って入れる"),
            _row(area, "storage", "書庫・機器の置き場", "restricted", "許可された人", "常時施錠", f"{server}ネットワーク機器、記録媒体", "原則として入れない"),
        ],
        "recovery": [
            _row(recovery, "business", "受注・会計などの業務データ", administrator, "2営業日以内", "紙の帳票で受け付け、復旧後に入力する"),
            _row(recovery, "mail", "電子メール", administrator, "1営業日以内", "電話で連絡する"),
            _row(recovery, "network", "インターネット接続", administrator, "1営業日以内", "携帯電話の回線を使う"),
        ],
        "information": [
            _row(information, "personal", "個人情報を含む名簿及び記録", labels["top"], f"権限を限ったフォルダー、{shelf}"),
            _row(information, "contracts", "契約書、見積書", labels["middle"], "共有フォルダー、書庫"),
            _row(information, "catalogue", "案内書、公開中のウェブページ", labels["public"], "共有フォルダー"),
        ],
        "education": [
            _row(theme, "rules", "情報セキュリティの規程及びハンドブック", f"全ての{worker}", f"毎年{month}月"),
            _row(theme, "joining", "基本のルール及び秘密を守る義務", f"新しく入った{worker}", "入った日から1か月以内"),
            _row(theme, "threats", "最近の手口及び注意点", f"全ての{worker}", "注意喚起の都度"),
        ],
        "sources": [dict(row) for row in SOURCES],
    }  # fmt: skip


def build_consultations() -> list[Cells]:
    """Return the public desks that firms turn to after an incident."""
    return [dict(row) for row in CONSULTATIONS]
