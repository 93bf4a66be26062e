"""The command `policygen batch`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from generator.cli import options
from generator.cli.clock import today
from generator.cli.japanese import JapaneseCommand

if TYPE_CHECKING:
    from typing import Unpack

    from generator.batch.report import Totals
    from generator.run.request import RunKeywords

_FILE = click.Path(path_type=str)


@click.command(
    "batch",
    cls=JapaneseCommand,
    help=(
        "多くの会社の文書をまとめて作ります。元には、プロファイルのあるフォルダーか、1行に1社の表（.xlsx、.csv）を指定します。"
        "会社ごとにフォルダーができます。1社の誤りはほかの会社を止めません。もう一度実行すると、"
        "足りないものと変わったものだけを作ります。"
    ),
    short_help="多くの会社の文書をまとめて作ります。",
)
@click.argument("source", metavar="元", required=False, type=_FILE)
@click.option(
    "-o",
    "--output",
    "folder",
    metavar="フォルダー",
    type=_FILE,
    help="会社ごとのフォルダーを置く場所（必須）。",
)
@click.option(
    "--base",
    metavar="プロファイル",
    type=_FILE,
    help="すべての会社に共通の値。表のセルや、会社ごとのプロファイルの値が優先します。",
)
@click.option(
    "--template-table",
    "empty_table",
    metavar="ファイル",
    type=_FILE,
    help="書き込む前の空の表（.xlsx か .csv）を作って終わります。",
)
@click.option(
    "--report",
    "reports",
    metavar="ファイル",
    multiple=True,
    type=_FILE,
    help="会社ごとの結果の一覧（.csv、.json、.txt）。くり返して指定できます。",
)
@click.option(
    "--jobs",
    metavar="数",
    type=click.IntRange(1, 1024),
    help="同時に動かすプロセスの数（省くとすべてのコア）。",
)
@click.option(
    "--scheduler",
    metavar="アドレス",
    help="Daskのスケジューラー（tcp://…）に仕事を渡します。元と出力先は共有の場所に置いてください。",
)
@options.only
@options.templates()
@options.date
@options.pdf("。1社に数秒かかります")
@options.strict("書かれていない項目のある会社の文書は作りません。")
@options.track
@options.author
@options.release()
@options.reason
@options.no_comparison
@options.restore
@options.outside_files
@options.adopt("その会社")
@options.force("手直しされた文書も置き換えます（.policygen/backup に残ります）。")
@options.dry_run
@click.option("--recheck", is_flag=True, help="前回から変わりがなさそうな会社も、作り直して確かめます。")
@click.pass_context
def batch(
    ctx: click.Context,
    source: str | None,
    folder: str | None,
    templates: str | None,
    base: str | None,
    empty_table: str | None,
    reports: tuple[str, ...],
    jobs: int | None,
    scheduler: str | None,
    dry_run: bool,
    recheck: bool,
    **chosen: Unpack[RunKeywords],
) -> None:
    """Write the documents of many companies."""
    if empty_table is not None:
        _write_table(empty_table)
        return
    if source is None or folder is None:
        raise click.UsageError("元（フォルダーか表）と、出力先（-o）を指定してください", ctx)
    from generator.batch.batch import run_batch

    with _Display() as display:
        totals = run_batch(
            source,
            folder,
            today=today(),
            templates=templates,
            base=base,
            jobs=jobs,
            scheduler=scheduler,
            reports=reports,
            dry_run=dry_run,
            recheck=recheck,
            stopped=display.is_stopped,
            progress=display.show,
            **chosen,
        )
    click.echo(totals.text())
    ctx.exit(totals.exit_code)


class _Display:
    """Progress and Ctrl-C while the command runs."""

    def __enter__(self) -> _Display:
        """Begin to listen."""
        import contextlib
        import sys

        from generator.cli.progress import Progress, gentle_interrupt

        self._stack = contextlib.ExitStack()
        self._asked = self._stack.enter_context(gentle_interrupt())
        self._progress = Progress(sys.stderr)
        self._told = False
        return self

    def __exit__(self, *_: object) -> None:
        """Stop listening."""
        self._progress.clear()
        self._stack.close()

    def is_stopped(self) -> bool:
        """Return whether Ctrl-C was pressed, and say once what happens now."""
        if self._asked.is_set() and not self._told:
            self._told = True
            self._progress.clear()
            click.echo(
                "中断します。作成中の会社を終えています（もう一度 Ctrl-C で直ちに終わります）", err=True
            )
        return self._asked.is_set()

    def show(self, totals: Totals) -> None:
        """Show how far the run is."""
        from generator.batch.result import CompanyState

        self._progress.show(totals.done, totals.expected, totals.states[CompanyState.FAILED])


def _write_table(file: str) -> None:
    from generator.batch.table.empty import write_table_template
    from generator.screen import one_line

    write_table_template(file)
    name = one_line(file)
    click.echo(
        f"{name} を作りました。3行目から1行に1社ずつ書き、「policygen batch {name} -o 出力先」を実行してください"
    )
