"""Which measures are in place, which are planned, and which do not apply."""

from __future__ import annotations

import datetime

from pydantic import Field, model_validator

from generator.profile.model.facts import Choice, Facts, Holds, Line, invalid


class MeasureState(Choice):
    """How far a measure has come."""

    IN_PLACE = "in_place", "実施済み"
    PLANNED = "planned", "実施予定"
    NOT_APPLICABLE = "not_applicable", "対象外"


class Measure(Facts, holds=Holds.FACT):
    """One measure; what is not yet in place is written as planned, never claimed."""

    state: MeasureState | None = Field(
        None,
        title="状態",
        description="実施済み、実施予定、対象外のどれかです。省くと、決まりとしては書かれますが、行われているとはどこにも書かれません。",
        examples=["planned"],
    )
    owner: Line | None = Field(
        None,
        title="担当",
        description="実施予定のとき、進める人や部署です。",
        examples=["情報システム管理者"],
    )
    due: datetime.date | None = Field(
        None, title="期限", description="実施予定のとき、終える期限です。", examples=["2027-03-31"]
    )
    interim: Line | None = Field(
        None,
        title="それまでの措置",
        description="実施するまでの間、代わりに行うことです。「〜する」の形で書きます。",
        examples=["管理者が毎週手作業で確認する"],
    )

    @model_validator(mode="after")
    def _planned_has_owner_and_date(self) -> Measure:
        if self.state is MeasureState.PLANNED and (self.owner is None or self.due is None):
            raise invalid("「実施予定（planned）」には担当（owner）と期限（due）を書いてください")
        return self


def _measure(title: str, description: str, interim: str, owner: str = "情報システム管理者") -> Measure:
    """Return the field of a measure; what is done meanwhile and who answers for it are its example."""
    example = {"state": "in_place", "owner": owner, "due": "2027-03-31", "interim": interim}
    return Field(default_factory=Measure, title=title, description=description, examples=[example])


class Measures(Facts, holds=Holds.FACT):
    """The state of each measure that the documents describe."""

    mfa: Measure = _measure(
        "多要素認証",
        "クラウドサービスや社外からの接続で、パスワードのほかにもう一つの確認をすることです。",
        "パスワードを16文字以上にする",
    )
    endpoint_protection: Measure = _measure(
        "ウイルス対策",
        "パソコンやサーバーにウイルス対策ソフトを入れて動かすことです。",
        "OSに備わるウイルス対策の機能を有効にする",
    )
    disk_encryption: Measure = _measure(
        "機器の暗号化",
        "持ち出すパソコンなどの中身を暗号化することです。",
        "重要なファイルにパスワードを付ける",
    )
    mobile_management: Measure = _measure(
        "スマートフォンの遠隔管理",
        "紛失したスマートフォンなどを遠くから止めたり消したりできることです。",
        "紛失したときは、通信会社に回線の停止を頼む",
    )
    offline_backup: Measure = _measure(
        "切り離したバックアップ",
        "ふだんはネットワークから切り離した、又は書き換えられないバックアップを持つことです。",
        "月末に外付けディスクへ写し、取り外して保管する",
    )
    restore_test: Measure = _measure(
        "復元テスト", "バックアップから戻せるかを試すことです。", "バックアップのファイルを毎月開いて確かめる"
    )
    access_logs: Measure = _measure(
        "ログの取得",
        "誰がいつ何をしたかの記録を機器やサービスに残すことです。",
        "機器に残る記録を消さずに残す",
    )
    firewall: Measure = _measure(
        "境界の防御",
        "インターネットとの境目で不要な通信を止めることです。",
        "ルーターの標準の設定で、外部からの接続を止める",
    )
    web_filtering: Measure = _measure(
        "ウェブの制限",
        "危険なウェブサイトへの接続を仕組みで止めることです。",
        "危険なウェブサイトの例を毎月知らせる",
    )
    mail_authentication: Measure = _measure(
        "送信元の確認",
        "なりすましメールを見分ける送信ドメイン認証（SPF、DKIM、DMARC）です。",
        "不審なメールは電話で確かめるよう、取引先に頼む",
    )
    locked_storage: Measure = _measure(
        "施錠できる保管",
        "重要な書類や媒体を鍵のかかる場所にしまうことです。",
        "退出するときに、部屋に鍵をかける",
        "総務部長",
    )
    printer_area: Measure = _measure(
        "複合機の置き場所",
        "複合機やプリンターを部外者が近づけない場所に置くことです。",
        "印刷したらすぐ用紙を取りに行く",
        "総務部長",
    )
    entry_control: Measure = _measure(
        "入退室の管理", "事務所に入れる人を限り、記録することです。", "来訪者に担当者が付き添う", "総務部長"
    )
    asset_ledger: Measure = _measure(
        "情報資産管理台帳", "守るべき情報を台帳にまとめることです。", "重要な情報の置き場所を一覧に書き出す"
    )
    training: Measure = _measure(
        "教育",
        "全員に情報セキュリティの教育を行うことです。",
        "ハンドブックを配り、読んだことを確かめる",
        "教育責任者",
    )
    pledges: Measure = _measure(
        "秘密保持の誓約",
        "働く人から秘密保持の誓約書を受け取ることです。",
        "秘密を守る義務を雇用契約書で確かめる",
        "総務部長",
    )
    supplier_review: Measure = _measure(
        "委託先の確認",
        "委託先の情報セキュリティの状況を定期に確かめることです。",
        "契約を更新するときに、対策の状況を尋ねる",
        "委託管理担当者",
    )
    incident_drill: Measure = _measure(
        "事故対応の訓練",
        "事故を想定した訓練を行うことです。",
        "連絡先の一覧を半年ごとに確かめる",
        "インシデント対応責任者",
    )
