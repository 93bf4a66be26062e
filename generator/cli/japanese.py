"""Click in Japanese: headings of the help, the help option, and what was wrong with a call."""

from __future__ import annotations

from typing import Any

import click

_HELP = "この説明を表示して終わります。"


class JapaneseCommand(click.Command):
    """A command whose help is wholly Japanese."""

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return --help with a Japanese explanation."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = _HELP
        return option

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the line that shows how to call the command."""
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix="使い方: ")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options under a Japanese heading."""
        options = [item for item in self.get_params(ctx) if isinstance(item, click.Option)]
        rows = [row for row in (option.get_help_record(ctx) for option in options) if row]
        if rows:
            with formatter.section("オプション"):
                formatter.write_dl(rows)

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """Return the parts of the usage line."""
        return [piece.replace("[OPTIONS]", "[オプション]") for piece in super().collect_usage_pieces(ctx)]


class JapaneseGroup(JapaneseCommand, click.Group):
    """A group of commands whose help is wholly Japanese."""

    command_class = JapaneseCommand

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, then the commands, under Japanese headings."""
        JapaneseCommand.format_options(self, ctx, formatter)
        commands = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        rows = [(name, command.get_short_help_str(200)) for name, command in commands if command is not None]
        with formatter.section("コマンド"):
            formatter.write_dl(rows)

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """Return the parts of the usage line."""
        return ["[オプション]", "コマンド", "…"]

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order they were added, the main one first."""
        return list(self.commands)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or say which one was probably meant."""
        name = args[0] if args else ""
        if self.get_command(ctx, name) is None and not name.startswith("-"):
            import difflib

            close = difflib.get_close_matches(name, self.commands, n=1)
            hint = f"（{close[0]} のことですか？）" if close else ""
            raise click.UsageError(f"「{name}」というコマンドはありません{hint}", ctx)
        return super().resolve_command(ctx, args)


def usage_sentence(error: click.UsageError) -> str:
    """Say in Japanese what was wrong with a call."""
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        return "コマンドを指定してください"
    if isinstance(error, click.NoSuchOption):
        hint = f"（{', '.join(error.possibilities)} のことですか？）" if error.possibilities else ""
        return f"「{error.option_name}」というオプションはありません{hint}"
    if isinstance(error, click.MissingParameter):
        return f"{_parameter(error)} を指定してください"
    if isinstance(error, click.BadOptionUsage):
        return f"「{error.option_name}」の使い方が違います。値が要るかどうかを確かめてください"
    if isinstance(error, click.BadParameter):
        return f"{_parameter(error)} の値が正しくありません{_expected(error)}"
    if isinstance(error, click.BadArgumentUsage):
        return "引数の数が違います"
    message = error.message
    if message.startswith("Got unexpected extra"):  # Click's words, with the user's own behind them
        return f"余分な引数があります。{_wanted(error.ctx)}"
    return message if _is_japanese(message) else "余分な引数があるか、指定のしかたが違います"


def _wanted(context: click.Context | None) -> str:
    """Say which arguments a command takes, and how many."""
    blanks = "ファイルの名前に空白があるときは、引用符で囲んでください"
    if context is None:
        return blanks
    found = (item for item in context.command.params if isinstance(item, click.Argument))
    names = [f"「{item.make_metavar(context).strip('[]')}」" for item in found]
    if not names:
        return "このコマンドに引数は要りません"
    count = f"の{len(names)}つ" if len(names) > 1 else ""
    return f"このコマンドに指定するのは、{'と'.join(names)}{count}だけです。{blanks}"


def _parameter(error: click.BadParameter) -> str:
    parameter = error.param
    if parameter is None:
        return "引数"
    if isinstance(parameter, click.Option):
        return max(parameter.opts, key=len)
    return parameter.make_metavar(error.ctx) if error.ctx is not None else str(parameter.name)


def _expected(error: click.BadParameter) -> str:
    kind = error.param.type if error.param is not None else None
    if isinstance(kind, click.Choice):
        return f"（選べる値: {', '.join(map(str, kind.choices))}）"
    if isinstance(kind, click.IntRange):
        return f"（{kind.min}から{kind.max}までの整数）"
    if _is_japanese(error.message):
        return f"（{error.message}）"
    return ""


def _is_japanese(text: str) -> bool:
    return any("\u3041" <= c <= "\u30ff" or "\u4e00" <= c <= "\u9fff" for c in text)


class JapaneseDate(click.ParamType):  # type: ignore[type-arg,unused-ignore] # generic only in new Click
    """A date as YYYY-MM-DD."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:  # noqa: ANN401
        """Turn text into a date."""
        import datetime

        if isinstance(value, datetime.date):
            return value
        try:
            date = datetime.date.fromisoformat(value)
        except ValueError:
            self.fail("2026-04-01 の形で書いてください", param, ctx)
        if not 1990 <= date.year <= 2099:
            self.fail("1990年から2099年までの日付を書いてください", param, ctx)
        return date


class JapaneseLine(click.ParamType):  # type: ignore[type-arg,unused-ignore] # generic only in new Click
    """A short text that documents show on one line; line breaks become blanks."""

    name = "text"

    def __init__(self, most: int) -> None:
        """Take the number of characters it may have."""
        self.most = most

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:  # noqa: ANN401
        """Refuse what is too long or cannot be written into a Word file."""
        import unicodedata

        text = " ".join(str(value).splitlines()).replace("\t", " ").strip()
        if any(unicodedata.category(c) in ("Cc", "Cs") or c in "\ufffe\uffff" for c in text):
            self.fail(
                "文書に書けない文字（制御文字など）が入っています。その文字を除いてください", param, ctx
            )
        if len(text) > self.most:
            self.fail(f"{self.most}文字までです。今は{len(text)}文字あります。短くしてください", param, ctx)
        return text


REASON_LINE = JapaneseLine(200)
"""Why documents are revised: it stands in narrow columns of 改訂履歴 and 新旧対照表."""
AUTHOR_LINE = TITLE_LINE = JapaneseLine(60)
