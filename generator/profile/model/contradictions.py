"""Facts and choices that cannot all be true, because the documents would contradict themselves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from generator.profile.model.facts import Contradiction
from generator.profile.model.measures import MeasureState
from generator.profile.model.options import AiUse, Committee, InspectionKind
from generator.profile.model.options.communication import SendCheck, WebControl
from generator.profile.model.options.contradictions import EITHER, find_among_options
from generator.profile.model.roles import Role, Roles

if TYPE_CHECKING:
    from generator.profile.model.company_profile import CompanyProfile

SMALLEST_COMMITTEE = 3


def find_contradictions(profile: CompanyProfile) -> Iterator[Contradiction]:
    """Yield the field to put right and what to do, for every contradiction in a profile."""
    for field, what in find_among_options(profile.options):
        yield f"options.{field}", what
    yield from _few_people(profile)
    yield from _roles(profile)
    yield from _numbers(profile)
    yield from _measures(profile)
    yield from _tables(profile)


def _few_people(profile: CompanyProfile) -> Iterator[Contradiction]:
    headcount, options = profile.company.headcount, profile.options
    if options.committee is Committee.COMMITTEE:
        fix = "options.committee を person か auto にしてください"
        if headcount is not None and headcount < SMALLEST_COMMITTEE:
            yield "options.committee", f"働く人が{headcount}人では、会議は置けません。{fix}"
        elif _one_person(profile):
            yield "options.committee", f"1人がすべての役割を兼ねているため、会議は置けません。{fix}"
    if headcount != 1:
        return
    alone = "働く人が1人（company.headcount: 1）のときは、"
    if profile.roles.department_heads:
        yield "roles.department_heads", f"{alone}部門責任者は置けません。この項目を消してください"
    if SendCheck.SECOND_PERSON in options.mail.send_checks:
        what = f"{alone}別の人による確認（second_person）はできません。self_check か hold にしてください"
        yield "options.mail.send_checks", what
    if options.people.monitoring:
        what = f"{alone}働く人の利用状況の確認はできません。monitoring を false にしてください"
        yield "options.people.monitoring", what
    inspector = profile.roles.inspection.name
    is_own = inspector is None or inspector == profile.company.representative.name
    if options.inspection is InspectionKind.AUDIT_AND_INSPECTION and is_own:
        yield (
            "options.inspection",
            f"{alone}自分の仕事を自分で監査することになります。options.inspection を inspection_only にするか、"
            "監査する社外の人を roles.inspection.name に書いてください",
        )


def _one_person(profile: CompanyProfile) -> bool:
    names = [getattr(profile.roles, name).name for name in _role_names()]
    people = {name for name in names if name} | {
        head.name or head.department for head in profile.roles.department_heads
    }
    return None not in names and people <= {profile.company.representative.name}


def _role_names() -> list[str]:
    return [name for name, field in Roles.model_fields.items() if field.annotation is Role]


def _roles(profile: CompanyProfile) -> Iterator[Contradiction]:
    roles = profile.roles
    for name in _role_names():
        role: Role = getattr(roles, name)
        if role.deputy is not None and role.deputy == role.name:
            what = "代理の人が担当者と同じです。別の人を書くか、この項目を消してください"
            yield f"roles.{name}.deputy", what
    if profile.documents.policy.contact and not (roles.inquiries.phone or roles.inquiries.email):
        yield (
            "documents.policy.contact",
            "基本方針に問合せ窓口を載せる（documents.policy.contact）には、"
            "roles.inquiries に電話番号（phone）かメールアドレス（email）を書いてください",
        )
    for name in ("top_approver", "middle_approver"):
        if (
            getattr(profile.classification, name) == roles.department_head_title
            and not roles.department_heads
        ):
            yield (
                f"classification.{name}",
                f"承認者が「{roles.department_head_title}」ですが、その担当者がいません。"
                "roles.department_heads に書くか、ほかの役割にしてください",
            )


def _numbers(profile: CompanyProfile) -> Iterator[Contradiction]:
    numbers = profile.numbers
    if numbers.admin_password_min_length < numbers.password_min_length:
        yield (
            "numbers.admin_password_min_length",
            "管理者のパスワードが一般のパスワード（password_min_length）より短くなっています。同じか長くしてください",
        )
    if numbers.urgent_update_days > numbers.update_days:
        what = "緊急の更新の期限が、ふだんの更新の期限（update_days）より長くなっています。同じか短くしてください"
        yield "numbers.urgent_update_days", what
    if SendCheck.HOLD in profile.options.mail.send_checks and numbers.mail_hold_minutes == 0:
        what = f"送信を保留する（options.mail.send_checks に hold）のに、保留の時間が0分です。{EITHER}"
        yield "numbers.mail_hold_minutes", what


def _measures(profile: CompanyProfile) -> Iterator[Contradiction]:
    measures, options = profile.measures, profile.options
    is_filtering = options.network.web_control is WebControl.FILTERING
    if is_filtering and measures.web_filtering.state is MeasureState.NOT_APPLICABLE:
        yield (
            "measures.web_filtering",
            "ウェブの閲覧を仕組みで止める（options.network.web_control: filtering）のに、"
            f"ウェブの制限が対象外（not_applicable）になっています。{EITHER}",
        )
    if measures.supplier_review.state is MeasureState.PLANNED and options.outsourcing.use is False:
        yield (
            "measures.supplier_review",
            "業務を委託しない（options.outsourcing.use: false）のに、委託先の確認が実施予定（planned）になっています。"
            f"{EITHER}",
        )


def _tables(profile: CompanyProfile) -> Iterator[Contradiction]:
    options, tables = profile.options, profile.tables
    switches = (
        ("cloud_services", options.cloud is not False, "クラウドサービスを使わない（options.cloud: false）"),
        (
            "suppliers",
            options.outsourcing.use is not False,
            "業務を委託しない（options.outsourcing.use: false）",
        ),
        (
            "ai_services",
            options.generative_ai.use is not AiUse.FORBIDDEN,
            "生成AIを使わない（options.generative_ai.use: forbidden）",
        ),
    )
    for name, is_on, switch in switches:
        if getattr(tables, name) and not is_on:
            yield f"tables.{name}", f"{switch}のに、この表に行があります。{EITHER}"
