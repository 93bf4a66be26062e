"""The command `policygen release`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

import click

from generator.cli import options
from generator.cli.clock import today
from generator.cli.japanese import JapaneseCommand

if TYPE_CHECKING:
    from generator.run.request import RunKeywords


@click.command(
    "release",
    cls=JapaneseCommand,
    help=(
        "Wordで手直しした文書を、そのまま新しい版にします。表紙の版と日付、改訂履歴、フッターを改め、前の版との新旧対照表を作ります。"
        "手直しのない文書には触れません。承諾も却下もしていない変更や、まだ反映していないプロファイルの変更があるときは、何も書きません。"
    ),
    short_help="手直しした文書を新しい版にします。",
)
@options.profile
@options.output("文書のある場所（省くと output/プロファイルの名前）。")
@options.only
@options.templates("ないものは標準のものを使います。")
@options.date
@options.dry_run
@options.author
@options.release()
@options.required_reason
@options.no_comparison
@options.outside_files
@click.pass_context
def release(
    ctx: click.Context,
    profile: str,
    folder: str | None,
    templates: str | None,
    dry_run: bool,
    **chosen: Unpack[RunKeywords],
) -> None:
    """Declare edited documents to be their new version."""
    if not chosen.get("reason"):
        parameter = next(one for one in ctx.command.params if one.name == "reason")
        raise click.MissingParameter(ctx=ctx, param=parameter)
    from generator.run.release import release

    report = release(profile, folder, templates=templates, dry_run=dry_run, today=today(), **chosen)
    click.echo(report.text())
    ctx.exit(report.exit_code)
