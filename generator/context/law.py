"""Figures of law and guidance that the documents state, each with its source and the day it was checked."""

from __future__ import annotations

CHECKED_ON = "2026-11-22"

# 個人情報の保護に関する法律 26条, 同施行規則 7条・8条; yardstick of the 速報 from 委員会ガイドライン通則編 3-5.
REPORT = {
    "preliminary_days": "3〜5",
    "final_days": 30,
    "final_days_wrongful": 60,
    "persons": "1,000",
}

# 行政手続における特定の個人を識別するための番号の利用等に関する法律 29条の4 and the Commission's rule.
MY_NUMBER_REPORT = {"persons": 100}

# 労働基準法 89条: work rules are required from ten workers.
WORK_RULES_FROM = 10

# 個人データ・特定個人情報の安全管理措置における中小規模事業者: at most 100 workers.
SMALL_BUSINESS_UP_TO = 100

CONSULTATIONS = (
    {
        "id": "ppc",
        "name": "個人情報保護委員会",
        "purpose": "個人データの漏えい等の報告",
        "address": "https://www.ppc.go.jp/personalinfo/legal/leakAction/",
    },
    {
        "id": "ipa",
        "name": "IPA 企業組織向けサイバーセキュリティ相談窓口",
        "purpose": "被害の相談、ウイルスや不正アクセスの届出",
        "address": "https://www.ipa.go.jp/security/support/soudan.html",
    },
    {
        "id": "jpcert",
        "name": "JPCERTコーディネーションセンター",
        "purpose": "インシデント対応の依頼と相談",
        "address": "https://www.jpcert.or.jp/form/",
    },
    {
        "id": "police",
        "name": "都道府県警察のサイバー犯罪相談窓口",
        "purpose": "犯罪の被害の相談と届出",
        "address": "https://www.npa.go.jp/bureau/cyber/soudan.html",
    },
)

SOURCES = (
    {"id": "ipa-alert", "name": "IPA 重要なセキュリティ情報", "address": "https://www.ipa.go.jp/security/"},
    {"id": "jvn", "name": "JVN（脆弱性対策情報）", "address": "https://jvn.jp/"},
    {"id": "jpcert-alert", "name": "JPCERT/CC 注意喚起", "address": "https://www.jpcert.or.jp/"},
    {"id": "ppc-news", "name": "個人情報保護委員会", "address": "https://www.ppc.go.jp/"},
    {"id": "police-alert", "name": "警察庁 サイバー警察局", "address": "https://www.npa.go.jp/bureau/cyber/"},
)
