"""The options that commands share: the words of each stated once, its default and its values those of the library.

What a command must say in its own words it passes; the others are decorators as they stand.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Any, Protocol, TypeVar

import click

from generator.catalog import DOCUMENTS
from generator.cli.japanese import AUTHOR_LINE, REASON_LINE, JapaneseDate
from generator.run.request import Release, RunOptions, Track

_Command = TypeVar("_Command", bound=Callable[..., Any] | click.Command)


class _Decorator(Protocol):
    """What Click's decorators do: they add to a command and leave it what it is."""

    def __call__(self, command: _Command, /) -> _Command:
        """Add an argument or an option."""
        ...


PATH = click.Path(readable=False, path_type=str)
DEFAULTS = RunOptions()
_SHORT_NAMES = {kind.key: kind.title.removeprefix("情報セキュリティ") for kind in DOCUMENTS}


def _option(flag: str, field: str, words: str, **settings: Any) -> _Decorator:  # noqa: ANN401
    """Make the option for a field of `RunOptions`."""
    return click.option(flag, field, help=words, default=getattr(DEFAULTS, field), **settings)


def _flag(flag: str, field: str, words: str) -> _Decorator:
    """Make the option that sets a field of `RunOptions` to what it is not by default."""
    return click.option(
        flag, field, help=words, default=getattr(DEFAULTS, field), flag_value=not getattr(DEFAULTS, field)
    )


def _choice(flag: str, field: str, kind: type[StrEnum], metavar: str, words: str) -> _Decorator:
    """Make the option for a field of `RunOptions` that holds one of a few words."""
    default = getattr(DEFAULTS, field)
    return click.option(
        flag,
        field,
        type=click.Choice([member.value for member in kind]),
        default=None if default is None else default.value,
        metavar=metavar,
        help=words,
    )


profile = click.argument("profile", metavar="プロファイル", type=PATH)
as_json = click.option("--json", "as_json", is_flag=True, help="結果をJSONで表示します。")
dry_run = click.option("--dry-run", is_flag=True, help="何が作られるかを示すだけで、何も書きません。")
only = _option(
    "--only",
    "only",
    f"作る文書: {', '.join(f'{key}（{name}）' for key, name in _SHORT_NAMES.items())}。くり返して指定できます。",
    metavar="文書",
    multiple=True,
    type=click.Choice(list(_SHORT_NAMES)),
)
date = _option(
    "--date",
    "date",
    "文書の更新日（省くと今日。内容が変わらなければ前のまま）。",
    metavar="YYYY-MM-DD",
    type=JapaneseDate(),
)
track = _choice(
    "--track",
    "track",
    Track,
    "範囲",
    "変更履歴を付ける文書: edited（手直しした文書、標準）, always（すべて）, never（付けない）。",
)
author = _option(
    "--author",
    "author",
    f"変更履歴とコメントの作成者（{AUTHOR_LINE.most}文字まで。標準は {DEFAULTS.author}）。",
    metavar="名前",
    type=AUTHOR_LINE,
)
reason = _option(
    "--reason",
    "reason",
    "改訂履歴の内容と新旧対照表の備考に書く文"
    f"（{REASON_LINE.most}文字まで。省くと、改訂履歴は変わった項目から作ります）。",
    metavar="文",
    type=REASON_LINE,
)
required_reason = click.option(
    "--reason",
    "reason",
    metavar="文",
    type=REASON_LINE,
    help=f"改訂履歴の内容と新旧対照表の備考に書く文（必須、{REASON_LINE.most}文字まで）。",
)
no_comparison = _flag("--no-comparison", "comparison", "変わった文書の新旧対照表を作りません。")
outside_files = _flag(
    "--allow-outside-files",
    "allow_outside_files",
    "プロファイルのあるフォルダーの外にあるロゴも読みます。自分で書いたプロファイルにだけ付けてください。",
)
restore = _flag("--restore", "restore", "削除した文書も作り直します。")


def output(words: str) -> _Decorator:
    """Make the option for the folder of one company's documents."""
    return click.option("-o", "--output", "folder", metavar="フォルダー", type=PATH, help=words)


def templates(more: str = "") -> _Decorator:
    """Make the option for a folder of templates, which says more about it where a command has more to say."""
    words = f"自分で直したテンプレートのある場所。{more}"
    return click.option("--templates", metavar="フォルダー", type=PATH, help=words)


def strict(words: str) -> _Decorator:
    """Make the option that refuses missing values; what is not made then differs."""
    return _flag("--strict", "strict", words)


def pdf(more: str = "") -> _Decorator:
    """Make the option for PDFs; how long they take matters to some."""
    return _flag("--pdf", "pdf", f"PDFも作ります（LibreOfficeが要ります{more}）。")


def release(more: str = "") -> _Decorator:
    """Make the option for the next version; when to count none up is worth a word where one company is revised."""
    return _choice(
        "--release",
        "release",
        Release,
        "上げ方",
        f"変わった文書の版: minor（1.0→1.1、標準）, major（1.0→2.0）, none（上げない{more}）。",
    )


def adopt(whose: str) -> _Decorator:
    """Make the option that takes documents without a record; `whose` they are depends on who asks."""
    words = f"記録のない文書や前回の控えをなくした文書を、{whose}の文書としてそのまま引き継ぎます。"
    return _flag("--adopt", "adopt", words)


def adopt_base() -> _Decorator:
    """Make the option for what adopted documents were made from."""
    words = "--adopt で引き継ぐ文書のもとになった文書のある場所。あれば、今回の変更も反映します。"
    return _option("--adopt-base", "adopted_base", words, metavar="フォルダー", type=PATH)


def force(words: str) -> _Decorator:
    """Make the option that replaces edited documents."""
    return _flag("--force", "force", words)
