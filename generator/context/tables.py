"""The rows of the documents' tables: the company's own, or sound general ones where it gave none."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from generator.context.law import CONSULTATIONS, SOURCES
from generator.context.people import contact_lines
from generator.profile import CompanyProfile
from generator.profile.fields.tree import nested_models
from generator.profile.model.measures import MeasureState
from generator.profile.model.options import AiUse
from generator.profile.model.tables import AreaLevel, Tables
from generator.word.engine.language.placeholder import Placeholder

Cells = dict[str, Any]
AREA_LABELS = {level.value: level.label for level in AreaLevel}


_UNNAMED = {
    "backup": ("target", "バックアップの対象"),
    "software": ("category", "標準ソフトウェア"),
    "cloud_services": ("name", "使っているクラウドサービス"),
    "recovery": ("target", "復旧する対象"),
    "areas": ("name", "場所"),
}
"""Tables of facts: where the company named nothing, one row with a placeholder in this column says so."""

_REQUIREMENTS = ("systems", "network_devices")
"""Tables of requirements: the company's rows come beside the standard ones, or in place of one with the same id."""


def build_tables(
    profile: CompanyProfile, words: Mapping[str, str], roles: Mapping[str, Any], labels: Mapping[str, str]
) -> dict[str, list[Cells]]:
    """Return every table as rows of text, each with an id that stays when rows move.

    Tables of facts hold what the company named and nothing else; tables of requirements and plans have standard rows.
    """
    given = profile.tables.model_dump(mode="json", exclude={"without"})
    administrator = roles["administrator"]["title"]
    general = _general_rows(profile, words, administrator, labels)
    tables: dict[str, list[Cells]] = {}
    for name, own in given.items():
        rows = [_own_row(row) for row in own]
        standard = [
            row
            for row in map(_own_row, general.get(name, []))
            if f"{name}.{row['id']}" not in profile.tables.without
        ]
        if name in _REQUIREMENTS:
            taken = {row["id"] for row in rows}
            rows = [row for row in standard if row["id"] not in taken] + rows
        rows = [_completed(name, row, administrator) for row in rows or standard]
        tables[name] = rows or _unnamed(name)
    return tables


def _unnamed(table: str) -> list[Cells]:
    """Return the row that stands in a table of facts while nobody has named anything."""
    if table not in _UNNAMED:
        return []
    column, label = _UNNAMED[table]
    _, model = nested_models(Tables.model_fields[table].annotation)
    names = model.model_fields if model is not None else ()
    row: Cells = dict.fromkeys((*names, "level_text"), "—")
    return [row | {"id": "unnamed", column: Placeholder(label, f"tables.{table}")}]


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
    system = ("name", "users", "control", "authentication")
    device = ("name", "requirement")
    sign_in = f"IDとパスワード{_second_factor(profile)}" if options.cloud is not False else "IDとパスワード"
    rows = {
        "systems": [
            _row(system, "pc", "業務用パソコン", f"貸与を受けた{worker}", "利用者ごとのアカウント", "IDとパスワード又は生体認証"),
        ],
        "network_devices": [
            _row(device, "router", "ルーター", "初期のパスワードを変え、管理画面を外部に公開せず、更新が続く機器を使う"),
            *([_row(device, "wireless", "無線LANの機器", "WPA2又はWPA3で暗号化し、推測されにくいパスワードを使う")] if options.network.wireless is not False else []),
            *([_row(device, "server", "サーバー・NAS", "不要な機能を止め、管理者を限り、ログを残す")] if options.own_servers is True else []),
            _row(device, "printer", "複合機", "管理画面のパスワードを変え、外部から操作できない設定にする"),
        ],
        "ai_services": [],
    }  # fmt: skip
    if options.cloud is not False:
        rows["systems"].append(
            _row(
                system, "cloud", "クラウドサービス", "業務上必要な人", "利用者ごとのアカウントと権限", sign_in
            )
        )
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
    """Return what signing in asks besides the password: a rule, unless it is only planned or does not apply."""
    words = {MeasureState.NOT_APPLICABLE: "", MeasureState.PLANNED: "（多要素認証は実施予定）"}
    state = profile.measures.mfa.state
    return "、多要素認証" if state is None else words.get(state, "、多要素認証")


def _organisational_rows(
    profile: CompanyProfile, words: Mapping[str, str], administrator: str, labels: Mapping[str, str]
) -> dict[str, list[Cells]]:
    worker, month = words["worker"], profile.company.fiscal_year_start_month
    shelf = (
        "施錠できる書庫"
        if profile.measures.locked_storage.state in (None, MeasureState.IN_PLACE)
        else "決められた書庫"
    )
    information = ("name", "level", "place")
    theme = ("theme", "audience", "timing")
    return {
        "information": [
            _row(information, "personal", "個人情報を含む名簿及び記録", labels["top"], f"権限を限ったフォルダー、{shelf}"),
            _row(information, "contracts", "契約書、見積書", labels["middle"], "共有フォルダー、書庫"),
            _row(information, "catalogue", "案内書、公開中のウェブページ", labels["public"], "共有フォルダー"),
        ],
        "education": [
            _row(theme, "rules", "情報セキュリティの規程及びハンドブック", f"全ての{worker}", f"毎年{month}月" if month else "毎年、年度の初め"),
            _row(theme, "joining", "基本のルール及び秘密を守る義務", f"新しく入った{worker}", "入った日から1か月以内"),
            _row(theme, "threats", "最近の手口及び注意点", f"全ての{worker}", "注意喚起の都度"),
        ],
        "sources": [dict(row) for row in SOURCES],
    }  # fmt: skip


def build_consultations() -> list[Cells]:
    """Return the public desks that firms turn to after an incident."""
    return [dict(row) for row in CONSULTATIONS]
