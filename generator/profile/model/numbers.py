"""Lengths, limits, cycles and deadlines that the documents state."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pydantic import Field

from generator.profile.model.facts import Facts, Holds


def _number(default: int, low: int, high: int, title: str, description: str) -> int:
    return Field(default, ge=low, le=high, title=title, description=description, examples=[default])


def _following(
    default: Callable[[dict[str, Any]], int], example: int, low: int, high: int, title: str, description: str
) -> int:
    """Describe a number whose default follows from numbers above it."""
    return Field(
        default_factory=default, ge=low, le=high, title=title, description=description, examples=[example]
    )


class Numbers(Facts, holds=Holds.RULE):
    """Numbers with a sound default each; the same number reads the same in every document."""

    password_min_length: int = _number(
        10, 8, 64, "パスワードの最小文字数", "パスワードの最小の文字数です。IPAの例は10文字以上です。"
    )
    password_kinds: int = _number(
        3,
        1,
        4,
        "パスワードの文字の種類",
        "英大文字、英小文字、数字、記号のうち混ぜる種類の数です。1なら種類を問いません。",
    )
    admin_password_min_length: int = _following(
        lambda known: max(14, known.get("password_min_length", 0)),
        14,
        8,
        64,
        "管理者のパスワードの最小文字数",
        "管理者権限のパスワードの最小の文字数です。書かなければ14文字、一般のパスワードがそれより長いときは同じ長さです。",
    )
    lockout_attempts: int = _number(
        5, 3, 20, "ロックまでの失敗回数", "この回数続けて間違えるとアカウントを止めます。"
    )
    lockout_minutes: int = _number(
        30, 1, 1440, "ロックの時間（分）", "止めたアカウントを再び使えるようにするまでの分数です。"
    )
    screen_lock_minutes: int = _number(
        10, 1, 60, "画面ロックまでの時間（分）", "操作がないとき画面が自動で閉じるまでの分数です。"
    )
    account_removal_days: int = _number(
        1,
        0,
        30,
        "アカウント停止の期限（日）",
        "退職や異動から何日以内にアカウントを止めるかです。0は当日です。",
    )
    account_review_months: int = _number(
        6, 1, 24, "アカウント見直しの間隔（月）", "不要なアカウントがないかを確かめる間隔です。"
    )
    log_retention_months: int = _number(12, 1, 120, "ログの保存期間（月）", "ログを残しておく月数です。")
    update_days: int = _number(14, 1, 90, "更新の期限（日）", "更新プログラムの公開から適用までの日数です。")
    urgent_update_days: int = _following(
        lambda known: min(3, known.get("update_days", 3)),
        3,
        1,
        30,
        "緊急の更新の期限（日）",
        "悪用が確認された弱点の更新を適用するまでの日数です。書かなければ3日、ふだんの期限がそれより短いときは同じ日数です。",
    )
    backup_generations: int = _number(3, 1, 100, "バックアップの世代数", "何回分のバックアップを残すかです。")
    restore_test_months: int = _number(
        12, 1, 36, "復元テストの間隔（月）", "バックアップから戻せるかを試す間隔です。"
    )
    inspection_month: int = _number(2, 1, 12, "点検の月", "毎年の点検を行う月です。")
    education_times: int = _number(1, 1, 12, "教育の回数（年）", "全員への教育を1年に行う回数です。")
    supplier_review_months: int = _number(
        12, 1, 36, "委託先の確認の間隔（月）", "委託先の状況を確かめる間隔です。"
    )
    asset_review_months: int = _number(
        12, 1, 36, "資産台帳の見直しの間隔（月）", "情報資産管理台帳を見直す間隔です。"
    )
    committee_months: int = _number(
        6, 1, 12, "会議の間隔（月）", "情報セキュリティの会議や見直しを行う間隔です。"
    )
    record_retention_years: int = _number(
        3, 1, 30, "記録の保存期間（年）", "教育や点検などの記録を残す年数です。"
    )
    carry_out_days: int = _number(7, 1, 90, "持出しの上限（日）", "1回の申請で持ち出せる日数の上限です。")
    byod_review_months: int = _number(
        12, 1, 24, "私物機器の見直しの間隔（月）", "私物の機器の許可を見直す間隔です。"
    )
    drill_months: int = _number(12, 1, 36, "訓練の間隔（月）", "事故対応の訓練を行う間隔です。")
    mail_hold_minutes: int = _number(
        1, 0, 60, "送信保留の時間（分）", "メールの送信を待たせる分数です。0は待たせません。"
    )
