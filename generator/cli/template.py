"""The commands `policygen template check` and `policygen template text`."""

from __future__ import annotations

import sys

import click

from generator.cli.console import complain, reconfigure
from generator.cli.japanese import JapaneseCommand, JapaneseGroup
from generator.errors import GeneratorError
from generator.exitcode import ExitCode

_FILE = click.Path(readable=False, path_type=str)


@click.group(
    "template",
    cls=JapaneseGroup,
    help="テンプレート（Wordファイル）を調べます。",
    short_help="テンプレート（Wordファイル）を調べます。",
)
def template() -> None:
    """Hold the commands on templates."""


@template.command(
    "check",
    cls=JapaneseCommand,
    help="テンプレートのタグ、名前、構造を調べます（省くと標準のテンプレート）。",
    short_help="タグ、名前、構造を調べます。",
)
@click.argument("files", metavar="[ファイル]…", nargs=-1, type=_FILE)
@click.pass_context
def _check(ctx: click.Context, files: tuple[str, ...]) -> None:
    """Check templates, each whatever is wrong with the others."""
    from generator.templating.check import check_template, shipped_templates

    code = ExitCode.DONE
    for file in files or shipped_templates():
        try:
            result = check_template(file)
        except GeneratorError as error:
            complain(error)
            code = ExitCode.PROBLEM
            continue
        click.echo(result.text())
        code = ExitCode.PROBLEM if result.problems else code
    ctx.exit(code)


@template.command(
    "text",
    cls=JapaneseCommand,
    help="Word文書のスタイル、文字、タグを1行ずつ表示します。gitのtextconvに使えます（出力先が画面でなければUTF-8）。",
    short_help="文書のあらすじ（スタイル、文字、タグ）を表示します。",
)
@click.argument("file", metavar="ファイル", type=_FILE)
def _text(file: str) -> None:
    """Print the outline of a document."""
    from pathlib import Path

    from generator.word.reader.outline import outline

    text = outline(Path(file))
    if not sys.stdout.isatty():
        reconfigure(sys.stdout, encoding="utf-8")
    click.echo(text.rstrip("\n"))
