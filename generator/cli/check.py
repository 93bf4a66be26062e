"""The command `policygen check`."""

from __future__ import annotations

import click

from generator.cli import options
from generator.cli.clock import today
from generator.cli.console import needs_ascii
from generator.cli.japanese import JapaneseCommand


@click.command(
    "check",
    cls=JapaneseCommand,
    help=(
        "作った文書や手直しした文書を調べます。書き残し、○○などの伏せ字、存在しない条への参照、"
        "文書どうしやプロファイルとの食い違い、文体の混在、古くなった助言、過ぎた見直し期限を示します。"
        "対象には、プロファイル、文書のあるフォルダー、Wordファイルのどれかを指定します。"
    ),
    short_help="作った文書や手直しした文書を調べます。",
)
@click.argument("target", metavar="対象", type=options.PATH)
@options.output("プロファイルの文書がある場所（省くと output/プロファイルの名前）。")
@options.as_json
@click.pass_context
def check(ctx: click.Context, target: str, folder: str | None, as_json: bool) -> None:
    """Check finished documents."""
    from generator.checking import check_target

    result = check_target(target, folder, today=today())
    click.echo(result.json(ascii_only=needs_ascii()) if as_json else result.text())
    ctx.exit(result.exit_code)
