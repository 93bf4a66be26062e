"""Dates as the documents write them: 西暦, 和暦, or both."""

from __future__ import annotations

import datetime

from generator.profile.model.documents import DateStyle

# First days of the eras, newest first: 令和 by 政令第143号 of 2019, 平成 by 政令第1号 of 1989.
ERAS = ((datetime.date(2019, 5, 1), "令和"), (datetime.date(1989, 1, 8), "平成"))


def format_date(day: datetime.date, style: DateStyle) -> str:
    """Return a date in the given style, e.g. 2026年4月1日, 令和8年4月1日, or 2026年（令和8年）4月1日."""
    western, japanese, rest = f"{day.year}年", _era_year(day), f"{day.month}月{day.day}日"
    if style is DateStyle.WESTERN:
        return western + rest
    if style is DateStyle.JAPANESE:
        return japanese + rest
    return f"{western}（{japanese}）{rest}"


def _era_year(day: datetime.date) -> str:
    for first, era in ERAS:
        if day >= first:
            year = day.year - first.year + 1
            return f"{era}{'元' if year == 1 else year}年"
    return f"{day.year}年"


def one_year_after(day: datetime.date) -> datetime.date:
    """Return the same day a year later; 29 February becomes 28 February."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)
