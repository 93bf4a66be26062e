"""The command `policygen schema`."""

from __future__ import annotations

import click

from generator.cli.console import needs_ascii
from generator.cli.japanese import JapaneseCommand


@click.command(
    "schema",
    cls=JapaneseCommand,
    help="プロファイルのJSON Schemaを表示します。エディターの入力補助などに使えます。",
    short_help="プロファイルのJSON Schemaを表示します。",
)
def schema() -> None:
    """Print the JSON Schema."""
    from generator.profile.fields.schema import schema_text

    click.echo(schema_text(ascii_only=needs_ascii()), nl=False)
