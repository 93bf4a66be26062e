"""The command `policygen compare`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from generator.cli.clock import today
from generator.cli.japanese import REASON_LINE, TITLE_LINE, JapaneseCommand, JapaneseDate
from generator.cli.options import PATH

if TYPE_CHECKING:
    import datetime


@click.command(
    "compare",
    cls=JapaneseCommand,
    help=(
        "2つのWord文書を条ごとに比べ、新旧対照表（Wordファイル）を作ります。policygenで作っていない文書も比べられます。"
        "変更履歴は、すべて承諾したものとして読みます。目次、ヘッダー、フッター、改訂履歴の表、書式は比べません。"
    ),
    short_help="2つのWord文書から新旧対照表を作ります。",
)
@click.argument("old", metavar="改訂前", type=PATH)
@click.argument("new", metavar="改訂後", type=PATH)
@click.option(
    "-o",
    "--output",
    metavar="ファイル",
    type=PATH,
    help="作るファイル（省くと、今のフォルダーの 新旧対照表_改訂後の名前.docx）。",
)
@click.option(
    "--title",
    metavar="表題",
    type=TITLE_LINE,
    default="",
    help=f"表の表題（{TITLE_LINE.most}文字まで。省くと、改訂後の文書の表題から作ります）。",
)
@click.option(
    "--reason",
    metavar="理由",
    type=REASON_LINE,
    default="",
    help=f"備考（理由）の欄に書く改訂の理由（{REASON_LINE.most}文字まで）。",
)
@click.option("--date", metavar="YYYY-MM-DD", type=JapaneseDate(), help="作成日（省くと今日）。")
@click.option("--force", is_flag=True, help="ほかのファイルや手直しされた表でも、置き換えます。")
def compare(
    old: str,
    new: str,
    output: str | None,
    title: str,
    reason: str,
    date: datetime.date | None,
    force: bool,
) -> None:
    """Write the comparison of two Word files."""
    from pathlib import Path

    from generator.comparing import compare_files, default_target, write_comparison
    from generator.screen import one_line

    day = date or today()
    comparison = compare_files(Path(old), Path(new), title=title, date=day, reason=reason)
    if comparison.is_empty:
        click.echo("内容の違いはありません（新旧対照表は作りませんでした）")
        if comparison.unread:
            click.echo(f"中身を読み取っていないもの: {comparison.unread}。Wordで開いて確かめてください")
        return
    target = Path(output) if output else default_target(Path(new))
    write_comparison(comparison, target, force=force)
    click.echo(f"{one_line(str(target))} を作りました（{comparison.text()}）")
