"""The command line's only look at the clock; everything below takes the date as an argument."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime


def today() -> datetime.date:
    """Return today's date."""
    import datetime

    return datetime.date.today()
