"""Mixed style and outdated advice, sentence by sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from generator.checking.remark import Document, Remark, sentences

_QUOTED = re.compile(r"「[^」]*」|『[^』]*』|（[^）]*）")
_POLITE_END = re.compile(
    r"(?:です|ます|ました|ません|でした|でしょう|ましょう|ください|下さい)(?:か|ね|よ)?。$"
)
_PLAIN_END = re.compile(r"[うくぐすつぬぶむるいただ]。$")


def check_style(document: Document) -> Iterator[Remark]:
    """Yield sentences whose style is not the document's: regulations plain, handbook and policy です・ます.

    Forms are left out (people sign them in their own voice), as are headings and document kinds unknown.
    """
    plain = document.key == "rules"
    if not document.key:
        return
    body = (p for p in document.body if p.level is None and not p.is_form)
    for passage, sentence in sentences(body):
        bare = _QUOTED.sub("", sentence)
        polite = _POLITE_END.search(bare) is not None
        if plain and polite:
            text, advice = (
                "規程の中に「です・ます」の文があります",
                "「する」「ものとする」などの常体に直してください",
            )
        elif not plain and not polite and _PLAIN_END.search(bare):
            text, advice = "「です・ます」の文書に常体の文があります", "「です・ます」に直してください"
        else:
            continue
        yield document.remark(passage, "mixed-style", text, advice, excerpt=sentence, warning=True)


@dataclass(frozen=True, slots=True)
class _Outdated:
    kind: str
    pattern: re.Pattern[str]
    text: str
    advice: str
    unless: re.Pattern[str] | None = None


_DENIED = re.compile(
    r"不要|必要(?:は|が)?(?:ない|あり(?:ません|ませ))|求め(?:ない|ません|ず)|行わ(?:ない|ず|せない)|行いません"
    r"|しなくて|強制し(?:ない|ません)|課さ(?:ない|ず)|し(?:ない|ません)|送ら(?:ない|ず)|送りません|禁止|禁じ|ならない|なりません"
    r"|切ら(?:ない|ず)|落とさ(?:ない|ず)|やめ|避け|いけません|いけない|せず"
)
_OUTDATED = (
    _Outdated(
        "password-rotation",
        re.compile(
            r"パスワード.{0,40}(?:定期的|定期の|[0-9０-９一二三四六]+\s?(?:日|週間|か月|カ月|ヶ月|ヵ月|月|年)(?:ごと|毎|おき|に[1１一]回|以内に?)).{0,20}(?:変更|更新|変え)"
            r"|(?:定期的|[0-9]+(?:日|か月|カ月|ヶ月)(?:ごと|毎|に[1１一]回)).{0,12}パスワード.{0,10}(?:変更|更新|変え)"
            r"|パスワードの(?:有効期限|定期変更)"
        ),
        "パスワードを定期的に変えさせる決まりは、いまは勧められていません（総務省、内閣サイバーセキュリティの指針）",
        "長く使い回さないパスワードと多要素認証に改め、変更は漏えいのおそれがあるときだけにしてください",
        _DENIED,
    ),
    _Outdated(
        "password-by-same-route",
        re.compile(
            r"(?:パスワード).{0,40}(?:別の?メール|別便|次のメール|続けて.{0,6}メール|同じ(?:経路|宛先|メール)|追って.{0,12}(?:送|メール))"
            r"|(?:別の?メール|別便|次のメール).{0,12}パスワード.{0,12}(?:送|知らせ|通知)"
        ),
        "添付ファイルのパスワードを同じ経路のメールで送る方法（PPAP）は、守りになりません",
        "期限付きのクラウド共有、あらかじめ決めたパスワード、電話など別の経路に改めてください",
        _DENIED,
    ),
    _Outdated(
        "wrong-desk",
        re.compile(r"情報セキュリティ安心相談窓口|(?<!情報セキュリティ)安心相談窓口"),
        "安心相談窓口は主に個人向けです",
        "会社や団体の相談先は、IPAの「企業組織向けサイバーセキュリティ相談窓口」に改めてください",
        re.compile(r"個人(?:向け|の方|が)"),
    ),
    _Outdated(
        "power-off",
        re.compile(r"(?:感染|ウイルス|ランサム|不審).{0,40}電源を(?:切|落と|オフ)"),
        "感染が疑われる機器の電源を切ると、調べる手がかりが失われます",
        "ネットワークから切り離し、電源は入れたまま指示を待つように改めてください",
        _DENIED,
    ),
    _Outdated(
        "old-organisation",
        re.compile(r"内閣サイバーセキュリティセンター|(?<![A-Za-z])NISC(?![A-Za-z])"),
        "内閣サイバーセキュリティセンター（NISC）は2025年7月に国家サイバー統括室へ改組されました",
        "名称を改めてください",
    ),
    _Outdated(
        "five-rules",
        re.compile(r"情報セキュリティ[5５五]か条"),
        "「情報セキュリティ5か条」は第4.0版のガイドラインで6か条になりました",
        "もとにする版を確かめ、第4.0版なら「6か条」に改めてください",
    ),
    _Outdated(
        "self-declaration",
        re.compile(r"SECURITY\s?ACTION.{0,20}(?:認定|認証|取得)"),
        "SECURITY ACTION は自己宣言の制度で、認定や取得ではありません",
        "「宣言」と書いてください",
    ),
    _Outdated(
        "end-of-support",
        re.compile(
            r"Windows\s?(?:XP|Vista|7|8(?:\.1)?|10)(?![0-9])|Windows\s?Server\s?20(?:03|08|12)|Office\s?20(?:0[37]|1[0369])"
        ),
        "サポートの終わった製品の名前があります",
        "使うのをやめるか、製品名を最新の一覧（別表）に移してください",
    ),
)


def check_advice(document: Document) -> Iterator[Remark]:
    """Yield sentences that give advice which is no longer held to be right; those that forbid it pass."""
    for passage, sentence in sentences(document.passages):
        for rule in _OUTDATED:
            match = rule.pattern.search(sentence)
            if match and not (rule.unless and rule.unless.search(sentence, match.start())):
                yield document.remark(
                    passage, rule.kind, rule.text, rule.advice, excerpt=sentence[match.start() :]
                )
