"""How far a long run is, on a terminal; and Ctrl-C that lets it end well."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TextIO

from generator.screen import display_width

_SECONDS_BETWEEN = 0.2
_WIDTH = 24


class Progress:
    """One line that is written again and again; nothing at all when the stream is no terminal."""

    def __init__(self, stream: TextIO) -> None:
        """Write to this stream."""
        self._stream = stream
        self._shown = stream.isatty()
        self._began = time.monotonic()
        self._first: int | None = None
        self._last = 0.0
        self._columns = 0

    def show(self, done: int, expected: int, failed: int) -> None:
        """Show how many are done; at most five times a second."""
        now = time.monotonic()
        if not self._shown or (now - self._last < _SECONDS_BETWEEN and done < expected):
            return
        if done and self._first is None:
            self._first, self._began = done, now  # starting the workers says nothing of the rate
        self._last = now
        self._write(progress_line(done, expected, failed, self._rate(done, now)))

    def clear(self) -> None:
        """Remove the line."""
        if self._columns:
            self._write("")

    def _rate(self, done: int, now: float) -> float:
        elapsed = now - self._began
        return (done - (self._first or 0)) / elapsed if elapsed > 0 else 0.0

    def _write(self, line: str) -> None:
        columns = display_width(line)
        padding = " " * max(self._columns - columns, 0)
        self._stream.write(f"\r{line}{padding}" + ("" if line else "\r"))
        self._stream.flush()
        self._columns = columns


def progress_line(done: int, expected: int, failed: int, rate: float) -> str:
    """Build the line: bar, numbers, companies per second, time left."""
    filled = _WIDTH * done // max(expected, 1)
    bar = "#" * filled + "-" * (_WIDTH - filled)
    parts = [f"[{bar}] {done:,}/{expected:,}社 {100 * done // max(expected, 1)}%"]
    if rate > 0:
        parts.append(f"{rate:,.1f}社/秒")
        parts.append(f"残り{_duration((expected - done) / rate)}")
    if failed:
        parts.append(f"失敗 {failed:,}")
    return "  ".join(parts)


def _duration(seconds: float) -> str:
    whole = int(seconds + 0.5)
    hours, minutes = whole // 3600, whole % 3600 // 60
    return (
        f"{hours}時間{minutes:02d}分"
        if hours
        else f"{minutes}分{whole % 60:02d}秒"
        if minutes
        else f"{whole}秒"
    )


@contextmanager
def gentle_interrupt() -> Iterator[threading.Event]:
    """Turn the first Ctrl-C into a request to stop; the second one ends the run at once.

    Who started the program with Ctrl-C ignored (nohup, the background of a script) wants it to go on: it stays ignored.
    """
    asked = threading.Event()

    def _ask(number: int, frame: FrameType | None) -> None:
        asked.set()
        signal.signal(signal.SIGINT, before)

    ignored = signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    if ignored or threading.current_thread() is not threading.main_thread():
        yield asked
        return
    before = signal.signal(signal.SIGINT, _ask)
    try:
        yield asked
    finally:
        signal.signal(signal.SIGINT, before)
