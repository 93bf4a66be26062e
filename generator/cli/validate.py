"""The command `policygen validate`."""

from __future__ import annotations

import json

import click

from generator.cli import options
from generator.cli.console import complain, needs_ascii
from generator.cli.japanese import JapaneseCommand
from generator.errors import GeneratorError
from generator.exitcode import ExitCode


@click.command(
    "validate",
    cls=JapaneseCommand,
    help="プロファイルに誤りがないかを確かめます。見つかった誤りをすべて示します。",
    short_help="プロファイルに誤りがないかを確かめます。",
)
@click.argument(
    "profiles",
    metavar="プロファイル…",
    nargs=-1,
    required=True,
    type=click.Path(readable=False, path_type=str),
)
@options.outside_files
@options.as_json
@click.pass_context
def validate(ctx: click.Context, profiles: tuple[str, ...], allow_outside_files: bool, as_json: bool) -> None:
    """Check profiles, each whatever is wrong with the others."""
    from generator.profile.fields.knowledge import find_knowledge
    from generator.profile.reading.validating import validate_profile
    from generator.screen import one_line

    code = ExitCode.DONE
    known: dict[str, object] = {}
    for profile in profiles:
        try:
            found = find_knowledge(validate_profile(profile, allow_outside_files=allow_outside_files))
        except GeneratorError as error:
            complain(error)
            code = ExitCode.PROBLEM
        else:
            known[profile] = found.data()
            if not as_json:
                click.echo("\n".join((f"{one_line(profile)}: 問題ありません", *found.lines())))
    if as_json:
        click.echo(json.dumps(known, ensure_ascii=needs_ascii(), indent=2))
    ctx.exit(code)
