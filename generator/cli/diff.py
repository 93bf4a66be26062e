"""The command `policygen diff`."""

from __future__ import annotations

import click

from generator.cli import options
from generator.cli.clock import today
from generator.cli.console import needs_ascii
from generator.cli.japanese import JapaneseCommand


@click.command(
    "diff",
    cls=JapaneseCommand,
    help=(
        "作り直すと何が変わるかを、何も書かずに示します。変わった項目、変わる条、手直しした条、手直しと重なる所、"
        "文書で直されていてプロファイルにも反映できる値を示します。文書が古ければ終了コードは4です。"
    ),
    short_help="作り直すと何が変わるかを、書かずに示します。",
)
@options.profile
@options.output("文書のある場所（省くと output/プロファイルの名前）。")
@options.templates("ないものは標準のものを使います。")
@options.outside_files
@options.as_json
@click.pass_context
def diff(
    ctx: click.Context,
    profile: str,
    folder: str | None,
    templates: str | None,
    allow_outside_files: bool,
    as_json: bool,
) -> None:
    """Say what the next run would change."""
    from generator.run.preview import build_preview

    found = build_preview(
        profile, folder, templates=templates, today=today(), allow_outside_files=allow_outside_files
    )
    click.echo(found.json(ascii_only=needs_ascii()) if as_json else found.text())
    ctx.exit(found.exit_code)
