"""The command `policygen generate`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from generator.cli.clock import today
from generator.cli.japanese import AUTHOR_LINE, REASON_LINE, JapaneseCommand, JapaneseDate

if TYPE_CHECKING:
    from typing import Unpack

    from generator.run.request import Options

_PATH = click.Path(readable=False, path_type=str)


@click.command(
    "generate",
    cls=JapaneseCommand,
    help=(
        "プロファイルから文書を作ります。内容が変わらない文書には触れません。手直しした文書には、プロファイルから来る変更だけを"
        "Wordの変更履歴で入れます。置き換えたファイルは .policygen/backup に残ります。"
    ),
    short_help="プロファイルから文書を作り、変わった所を反映します。",
)
@click.argument("profile", metavar="プロファイル", type=_PATH)
@click.option(
    "-o",
    "--output",
    "folder",
    metavar="フォルダー",
    type=_PATH,
    help="文書を置く場所（省くと output/プロファイルの名前）。",
)
@click.option(
    "--only",
    multiple=True,
    type=click.Choice(["policy", "handbook", "rules"]),
    metavar="文書",
    help="作る文書: policy（基本方針）, handbook（ハンドブック）, rules（関連規程）。くり返して指定できます。",
)
@click.option(
    "--templates",
    metavar="フォルダー",
    type=_PATH,
    help="自分で直したテンプレートのある場所。ないものは標準のものを使います。",
)
@click.option(
    "--date",
    metavar="YYYY-MM-DD",
    type=JapaneseDate(),
    help="文書の更新日（省くと今日。内容が変わらなければ前のまま）。",
)
@click.option("--strict", is_flag=True, help="書かれていない項目があれば作りません。")
@click.option("--dry-run", is_flag=True, help="何が作られるかを示すだけで、何も書きません。")
@click.option(
    "--check", is_flag=True, help="文書が古くなっていないかを確かめるだけで、何も書きません（diff と同じ）。"
)
@click.option("--pdf", is_flag=True, help="PDFも作ります（LibreOfficeが要ります）。")
@click.option(
    "--track",
    type=click.Choice(["edited", "always", "never"]),
    default="edited",
    metavar="範囲",
    help="変更履歴を付ける文書: edited（手直しした文書、標準）, always（すべて）, never（付けない）。",
)
@click.option(
    "--author",
    metavar="名前",
    type=AUTHOR_LINE,
    default="policygen",
    help="変更履歴とコメントの作成者（60文字まで。標準は policygen）。",
)
@click.option(
    "--release",
    type=click.Choice(["minor", "major", "none"]),
    default="minor",
    metavar="上げ方",
    help="変わった文書の版: minor（1.0→1.1、標準）, major（1.0→2.0）, none（上げない。下書きを直すとき）。",
)
@click.option(
    "--reason",
    metavar="文",
    type=REASON_LINE,
    default="",
    help="改訂履歴の内容と新旧対照表の備考に書く文（200文字まで。省くと、改訂履歴は変わった項目から作ります）。",
)
@click.option(
    "--no-comparison",
    "comparison",
    flag_value=False,
    default=True,
    help="変わった文書の新旧対照表を作りません。",
)
@click.option("--restore", is_flag=True, help="削除した文書も作り直します。")
@click.option(
    "--adopt",
    is_flag=True,
    help="記録のない文書や前回の控えをなくした文書を、自社の文書としてそのまま引き継ぎます。",
)
@click.option(
    "--adopt-base",
    "adopted_base",
    metavar="フォルダー",
    type=_PATH,
    help="--adopt で引き継ぐ文書のもとになった文書のある場所。あれば、今回の変更も反映します。",
)
@click.option(
    "--force",
    is_flag=True,
    help="手直しされた文書も新しい文書で置き換えます（元の文書は .policygen/backup に残ります）。",
)
@click.pass_context
def generate(
    ctx: click.Context,
    profile: str,
    folder: str | None,
    dry_run: bool,
    check: bool,
    **options: Unpack[Options],
) -> None:
    """Write the documents of one company."""
    if check:
        from generator.run.preview import build_preview

        found = build_preview(profile, folder, today=today(), **options)
        click.echo(found.text())
        ctx.exit(found.exit_code)
    from generator.run.generate import generate

    report = generate(profile, folder, dry_run=dry_run, today=today(), **options)
    click.echo(report.text())
    ctx.exit(report.exit_code)
