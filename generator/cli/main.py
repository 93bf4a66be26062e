"""The command `policygen`: parse, call one library function, print, return."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import click

from generator.cli.batch import batch
from generator.cli.check import check
from generator.cli.compare import compare
from generator.cli.console import complain, reconfigure
from generator.cli.diff import diff
from generator.cli.generate import generate
from generator.cli.init import init
from generator.cli.japanese import JapaneseGroup, usage_sentence
from generator.cli.release import release
from generator.cli.schema import schema
from generator.cli.template import template
from generator.cli.validate import validate
from generator.errors import GeneratorError
from generator.exitcode import ExitCode


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


for _command in (
    generate,
    diff,
    release,
    validate,
    schema,
    init,
    batch,
    check,
    compare,
    template,
):  # as the help shows them
    policygen.add_command(_command)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code; what ends a command as a whole is caught here.

    Args:
        arguments: The words after the program's name; None for those of the process.
    """
    for stream in (sys.stdout, sys.stderr):
        reconfigure(stream)
    try:
        result = policygen.main(
            args=None if arguments is None else list(arguments), prog_name="policygen", standalone_mode=False
        )
        sys.stdout.flush()
    except GeneratorError as error:
        complain(error)
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


def _close_pipe() -> None:
    """Keep Python from complaining at exit that nobody reads the output any more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
