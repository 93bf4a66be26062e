"""Dates read back from texts that documents show: 西暦, 和暦 or digits."""

from __future__ import annotations

import datetime
import re

from generator.context.dates import ERAS

_DATE = re.compile(
    r"(?:(?P<year>[0-9]{4})年(?:（[^）]*）)?|(?P<era>令和|平成)(?P<count>元|[0-9]{1,2})年)"
    r"(?P<month>[0-9]{1,2})月(?P<day>[0-9]{1,2})日"
    r"|(?<![0-9])(?P<digits>(?:19|20)[0-9]{2}(?P<mark>[-/.])[0-9]{1,2}(?P=mark)[0-9]{1,2})(?![0-9])"
)
_FULL_WIDTH = str.maketrans("０１２３４５６７８９／．－", "0123456789/.-")


def read_date(text: str, start: int = 0) -> datetime.date | None:
    """Return the first date in a text: 西暦, 和暦, or digits such as 2026/4/1; None when there is none."""
    match = _DATE.search(text.translate(_FULL_WIDTH), start)
    if match is None:
        return None
    if match["digits"]:
        year, month, day = map(int, re.split("[-/.]", match["digits"]))
    else:
        year = int(match["year"]) if match["year"] else _era_year(match["era"], match["count"])
        month, day = int(match["month"]), int(match["day"])
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def _era_year(era: str, count: str) -> int:
    first = next(day for day, name in ERAS if name == era)
    return first.year + (1 if count == "元" else int(count)) - 1
