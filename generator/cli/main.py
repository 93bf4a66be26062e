"""The command `policygen`: parse, call one library function, print, return."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import TextIO

import click

from generator.cli.batch import batch
from generator.cli.check import check
from generator.cli.compare import compare
from generator.cli.diff import diff
from generator.cli.generate import generate
from generator.cli.japanese import JapaneseCommand, JapaneseGroup, usage_sentence
from generator.errors import GeneratorError
from generator.exitcode import ExitCode

_FILE = click.Path(readable=False, path_type=str)


@click.group(
    cls=JapaneseGroup,
    help="会社のプロファイルから、情報セキュリティの文書をWordファイルで作ります。",
    no_args_is_help=False,
    invoke_without_command=True,
)
@click.option("--version", "show_version", is_flag=True, help="版を表示して終わります。")
@click.pass_context
def policygen(ctx: click.Context, show_version: bool) -> None:
    """Hold the commands."""
    if show_version:
        from generator.toolversion import tool_version

        click.echo(f"policygen {tool_version()}".rstrip())
    elif ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())
        ctx.exit(ExitCode.USAGE)


policygen.add_command(generate)
policygen.add_command(diff)


@policygen.command(
    "validate",
    cls=JapaneseCommand,
    help="プロファイルに誤りがないかを確かめます。見つかった誤りをすべて示します。",
    short_help="プロファイルに誤りがないかを確かめます。",
)
@click.argument("profiles", metavar="プロファイル…", nargs=-1, required=True, type=_FILE)
@click.pass_context
def _validate(ctx: click.Context, profiles: tuple[str, ...]) -> None:
    """Check profiles."""
    from pathlib import Path

    from generator.profile.reading.loading import load_profile
    from generator.profile.reading.pictures import load_pictures
    from generator.screen import one_line

    code = ExitCode.DONE
    for profile in profiles:
        try:
            load_pictures(load_profile(profile), Path(profile).parent, profile)
        except GeneratorError as error:
            _complain(error)
            code = ExitCode.PROBLEM
        else:
            click.echo(f"{one_line(profile)}: 問題ありません")
    ctx.exit(code)


@policygen.command(
    "schema",
    cls=JapaneseCommand,
    help="プロファイルのJSON Schemaを表示します。エディターの入力補助などに使えます。",
    short_help="プロファイルのJSON Schemaを表示します。",
)
def _schema() -> None:
    """Print the JSON Schema."""
    from generator.profile.fields.schema import schema_text

    click.echo(schema_text(ascii_only=not _is_utf8(sys.stdout)), nl=False)


@policygen.command(
    "init",
    cls=JapaneseCommand,
    help="説明と例の付いた、書き始めのプロファイルを作ります（省くと profile.yaml）。すでにあるファイルは書き換えません。",
    short_help="書き始めのプロファイルを作ります。",
)
@click.argument("file", metavar="[ファイル]", required=False, default="profile.yaml", type=_FILE)
def _init(file: str) -> None:
    """Write a starter profile."""
    from generator.profile.fields.starter import write_starter
    from generator.screen import one_line

    write_starter(file)
    name = one_line(file)
    click.echo(
        f"{name} を作りました。自社のことに書き換えてから「policygen generate {name}」を実行してください"
    )


policygen.add_command(batch)
policygen.add_command(check)
policygen.add_command(compare)


@policygen.group(
    "template",
    cls=JapaneseGroup,
    help="テンプレート（Wordファイル）を調べます。",
    short_help="テンプレート（Wordファイル）を調べます。",
)
def _template() -> None:
    """Hold the commands on templates."""


@_template.command(
    "check",
    cls=JapaneseCommand,
    help="テンプレートのタグ、名前、構造を調べます（省くと標準のテンプレート）。",
    short_help="タグ、名前、構造を調べます。",
)
@click.argument("files", metavar="[ファイル]…", nargs=-1, type=_FILE)
@click.pass_context
def _check(ctx: click.Context, files: tuple[str, ...]) -> None:
    """Check templates."""
    from generator.templating.check import check_template, shipped_templates

    code = ExitCode.DONE
    for file in files or shipped_templates():
        try:
            result = check_template(file)
        except GeneratorError as error:
            _complain(error)
            code = ExitCode.PROBLEM
            continue
        click.echo(result.text())
        code = ExitCode.PROBLEM if result.problems else code
    ctx.exit(code)


@_template.command(
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
        _reconfigure(sys.stdout, encoding="utf-8")
    click.echo(text.rstrip("\n"))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code; the only place where our errors are caught.

    Args:
        arguments: The words after the program's name; None for those of the process.
    """
    for stream in (sys.stdout, sys.stderr):
        _reconfigure(stream, errors="replace")
    try:
        result = policygen.main(
            args=None if arguments is None else list(arguments), prog_name="policygen", standalone_mode=False
        )
        sys.stdout.flush()
    except GeneratorError as error:
        _complain(error)
        return ExitCode.PROBLEM
    except click.UsageError as error:
        where = error.ctx.command_path if error.ctx is not None else "policygen"
        click.echo(f"エラー: {usage_sentence(error)}\n使い方を見る: {where} --help", err=True)
        return ExitCode.USAGE
    except (click.Abort, KeyboardInterrupt):
        click.echo("中断しました。書きかけの文書は残っていません", err=True)
        return ExitCode.INTERRUPTED
    except BrokenPipeError:
        _close_pipe()
        return ExitCode.PROBLEM
    return result if isinstance(result, int) else ExitCode.DONE


def _complain(error: GeneratorError) -> None:
    from generator.screen import one_line

    lines = str(error).split("\n")
    click.echo("\n".join(one_line(line) for line in (f"エラー: {lines[0]}", *lines[1:])), err=True)


def _reconfigure(stream: TextIO, *, encoding: str | None = None, errors: str = "replace") -> None:
    """Let no console encoding (cp932, ascii) stop the program: characters it lacks become `?`."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(encoding=encoding, errors=errors)


def _is_utf8(stream: TextIO) -> bool:
    return (getattr(stream, "encoding", None) or "").lower().replace("-", "").replace("_", "") == "utf8"


def _close_pipe() -> None:
    """Keep Python from complaining at exit that nobody reads the output any more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
