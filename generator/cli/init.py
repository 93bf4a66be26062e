"""The command `policygen init`."""

from __future__ import annotations

import click

from generator.cli.japanese import JapaneseCommand


@click.command(
    "init",
    cls=JapaneseCommand,
    help="説明と例の付いた、書き始めのプロファイルを作ります（省くと profile.yaml）。すでにあるファイルは書き換えません。",
    short_help="書き始めのプロファイルを作ります。",
)
@click.argument(
    "file",
    metavar="[ファイル]",
    required=False,
    default="profile.yaml",
    type=click.Path(readable=False, path_type=str),
)
def init(file: str) -> None:
    """Write a starter profile."""
    from generator.profile.fields.starter import write_starter
    from generator.screen import one_line

    write_starter(file)
    name = one_line(file)
    click.echo(
        f"{name} を作りました。自社のことに書き換えてから「policygen generate {name}」を実行してください"
    )
