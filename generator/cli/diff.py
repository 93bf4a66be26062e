"""The command `policygen diff`."""

from __future__ import annotations

import click

from generator.cli.clock import today
from generator.cli.console import needs_ascii
from generator.cli.japanese import JapaneseCommand

_PATH = click.Path(readable=False, path_type=str)


@click.command(
    "diff",
    cls=JapaneseCommand,
    help=(
        "作り直すと何が変わるかを、何も書かずに示します。変わった項目、変わる条、手直しした条、手直しと重なる所、"
        "文書で直されていてプロファイルにも反映できる値を示します。文書が古ければ終了コードは4です。"
    ),
    short_help="作り直すと何が変わるかを、書かずに示します。",
)
@click.argument("profile", metavar="プロファイル", type=_PATH)
@click.option(
    "-o",
    "--output",
    "folder",
    metavar="フォルダー",
    type=_PATH,
    help="文書のある場所（省くと output/プロファイルの名前）。",
)
@click.option(
    "--templates",
    metavar="フォルダー",
    type=_PATH,
    help="自分で直したテンプレートのある場所。ないものは標準のものを使います。",
)
@click.option("--json", "as_json", is_flag=True, help="結果をJSONで表示します。")
@click.pass_context
def diff(ctx: click.Context, profile: str, folder: str | None, templates: str | None, as_json: bool) -> None:
    """Say what the next run would change."""
    from generator.run.preview import build_preview

    found = build_preview(profile, folder, templates=templates, today=today())
    click.echo(found.json(ascii_only=needs_ascii()) if as_json else found.text())
    ctx.exit(found.exit_code)
