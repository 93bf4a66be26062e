"""Choices that cannot all be true, because the documents would contradict themselves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from generator.profile.model.facts import Contradiction
from generator.profile.model.options.business import AiUse, Development
from generator.profile.model.options.communication import Attachment
from generator.profile.model.options.devices import Device, Permission
from generator.profile.model.options.telework import TeleworkDevices, TeleworkMode

if TYPE_CHECKING:
    from generator.profile.model.options.options import Options

EITHER = "どちらかを直してください"


def find_among_options(options: Options) -> Iterator[Contradiction]:
    """Yield the field below `options` to put right and what to do, for every contradiction among the options."""
    yield from _cloud(options)
    yield from _telework(options)
    yield from _network_and_website(options)
    yield from _entrusting(options)


def _cloud(options: Options) -> Iterator[Contradiction]:
    if options.cloud is not False:
        return
    no_cloud = "クラウドサービスを使わない（options.cloud: false）のに、"
    if options.mail.attachments is Attachment.CLOUD_LINK:
        yield (
            "mail.attachments",
            f"{no_cloud}重要なファイルをクラウド共有で送る（cloud_link）とあります。"
            "agreed_password か other_channel にするか、options.cloud を true にしてください",
        )
    if options.cloud_backup:
        yield (
            "cloud_backup",
            f"{no_cloud}クラウドサービスにバックアップする（cloud_backup: true）とあります。{EITHER}",
        )
    if options.telework.use and TeleworkMode.CLOUD in options.telework.modes:
        yield (
            "telework.modes",
            f"{no_cloud}テレワークの方式に cloud があります（telework.modes）。"
            "vpn など使う方式だけを書くか、options.cloud を true にしてください",
        )


def _telework(options: Options) -> Iterator[Contradiction]:
    telework, byod = options.telework, options.byod
    if not telework.use:
        return
    if telework.devices is TeleworkDevices.COMPANY_AND_OWN:
        if byod.use is Permission.FORBIDDEN:
            yield (
                "telework.devices",
                "私物の機器を禁止（byod.use: forbidden）しながら、テレワークで私物の機器を認めています"
                f"（telework.devices）。{EITHER}",
            )
        elif Device.PC not in byod.devices and Device.TABLET not in byod.devices:
            yield (
                "byod.devices",
                "テレワークで私物の機器を認める（telework.devices）には、byod.devices に pc か tablet を加えてください",
            )
    if telework.paper and options.media.paper_carry_out is Permission.FORBIDDEN:
        yield (
            "telework.paper",
            "書類の持出しを禁止（media.paper_carry_out: forbidden）しながら、テレワークで書類の持出しを認めています"
            f"（telework.paper）。{EITHER}",
        )


def _network_and_website(options: Options) -> Iterator[Contradiction]:
    if options.network.guest_wireless and options.network.wireless is False:
        yield (
            "network.guest_wireless",
            "無線LANを使わない（network.wireless: false）のに、来客用の無線LANがある（guest_wireless: true）とあります。"
            f"{EITHER}",
        )
    for name, what in (
        ("shop", "ネット販売をする"),
        ("forms", "入力フォームがある"),
        ("regulation", "ウェブサイトの章を入れる"),
    ):
        if getattr(options.website, name) and options.website.use is False:
            yield (
                f"website.{name}",
                f"ウェブサイトがない（website.use: false）のに、{what}（website.{name}: true）とあります。{EITHER}",
            )
    if options.generative_ai.agents and options.generative_ai.use is AiUse.FORBIDDEN:
        yield (
            "generative_ai.agents",
            "生成AIを使わない（generative_ai.use: forbidden）のに、自動で動くAIを使う（agents: true）とあります。"
            f"{EITHER}",
        )


def _entrusting(options: Options) -> Iterator[Contradiction]:
    number = options.my_number
    if options.outsourcing.use is False:
        none = "業務を委託しない（outsourcing.use: false）のに、"
        if number.use is not False and number.outsourced_to:
            yield (
                "my_number.outsourced_to",
                f"{none}マイナンバーの事務の委託先があります（my_number.outsourced_to）。{EITHER}",
            )
        if options.development in (Development.OUTSOURCED, Development.BOTH):
            yield (
                "development",
                f"{none}外部に開発を頼む（development: {options.development.value}）とあります。{EITHER}",
            )
    if number.use is False and (number.outsourced_to or number.entrusted):
        name = "outsourced_to" if number.outsourced_to else "entrusted"
        yield (
            f"my_number.{name}",
            f"マイナンバーを扱わない（my_number.use: false）のに、番号の事務の委託や受託があります（{name}）。{EITHER}",
        )
    if number.use is not False and number.entrusted and options.personal_data.entrusted is not True:
        yield (
            "personal_data.entrusted",
            "他の事業者の番号の事務を引き受けている（my_number.entrusted: true）ときは、"
            "personal_data.entrusted も true にしてください",
        )
