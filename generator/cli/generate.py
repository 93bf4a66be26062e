"""The command `policygen generate`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from generator.cli import options
from generator.cli.clock import today
from generator.cli.japanese import JapaneseCommand

if TYPE_CHECKING:
    from typing import Unpack

    from generator.run.request import RunKeywords


@click.command(
    "generate",
    cls=JapaneseCommand,
    help=(
        "プロファイルから文書を作ります。内容が変わらない文書には触れません。手直しした文書には、プロファイルから来る変更だけを"
        "Wordの変更履歴で入れます。置き換えたファイルは .policygen/backup に残ります。"
    ),
    short_help="プロファイルから文書を作り、変わった所を反映します。",
)
@options.profile
@options.output("文書を置く場所（省くと output/プロファイルの名前）。")
@options.only
@options.templates("ないものは標準のものを使います。")
@options.date
@options.strict("書かれていない項目があれば作りません。")
@options.dry_run
@click.option(
    "--check", is_flag=True, help="文書が古くなっていないかを確かめるだけで、何も書きません（diff と同じ）。"
)
@options.pdf()
@options.track
@options.author
@options.release("。下書きを直すとき")
@options.reason
@options.no_comparison
@options.restore
@options.outside_files
@options.adopt("自社")
@options.adopt_base()
@options.force("手直しされた文書も新しい文書で置き換えます（元の文書は .policygen/backup に残ります）。")
@click.pass_context
def generate(
    ctx: click.Context,
    profile: str,
    folder: str | None,
    templates: str | None,
    dry_run: bool,
    check: bool,
    **chosen: Unpack[RunKeywords],
) -> None:
    """Write the documents of one company."""
    if check:
        from generator.run.preview import build_preview

        found = build_preview(profile, folder, templates=templates, today=today(), **chosen)
        click.echo(found.text())
        ctx.exit(found.exit_code)
    from generator.run.generate import generate

    report = generate(profile, folder, templates=templates, dry_run=dry_run, today=today(), **chosen)
    click.echo(report.text())
    ctx.exit(report.exit_code)
