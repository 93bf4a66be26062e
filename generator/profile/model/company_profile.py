"""The facts and choices of one company, whole."""

from __future__ import annotations

from pydantic import Field, model_validator

from generator.profile.model.classification import Classification
from generator.profile.model.company import Company
from generator.profile.model.contradictions import find_contradictions
from generator.profile.model.documents import Documents
from generator.profile.model.facts import Facts, Holds, refuse
from generator.profile.model.measures import Measures
from generator.profile.model.numbers import Numbers
from generator.profile.model.options import Options
from generator.profile.model.roles import Roles
from generator.profile.model.tables import Tables


class CompanyProfile(Facts, holds=Holds.FACT):
    """The facts and choices of one company.

    Only the name, the representative's name and the date of issue are required; everything else has a
    sound default or shows as a placeholder in the documents.
    """

    company: Company = Field(title="会社", description="組織そのものの事実です。")
    documents: Documents = Field(title="文書", description="文書の日付、版、番号、見た目です。")
    roles: Roles = Field(
        default_factory=Roles, title="役割", description="誰が何に責任を持つかです。1人が複数を兼ねられます。"
    )
    classification: Classification = Field(
        default_factory=Classification, title="機密区分", description="情報の重さの区分の名前です。"
    )
    options: Options = Field(
        default_factory=Options, title="選択", description="自社に合わせて選ぶことです。"
    )
    numbers: Numbers = Field(
        default_factory=Numbers, title="数値", description="文字数、期限、間隔などの数です。"
    )
    measures: Measures = Field(
        default_factory=Measures,
        title="対策の状態",
        description="対策ごとに、実施済み、実施予定、対象外のどれかです。",
    )
    tables: Tables = Field(default_factory=Tables, title="表", description="文書に載せる自社の表です。")

    @model_validator(mode="after")
    def _possible(self) -> CompanyProfile:
        refuse(find_contradictions(self))
        return self
