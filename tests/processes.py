"""Programs started by a test as a person starts them, however the tests themselves were started."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def heeding_ctrl_c() -> Iterator[None]:
    """Programs started here are reached by Ctrl-C, even from tests that run in the background.

    A shell lets what it starts in the background ignore SIGINT, and a program inherits that; so it would inherit a
    blocked signal. A handler is not inherited, it leaves the program with the system's default.
    """
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    blocked = signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, blocked)
        signal.signal(signal.SIGINT, before)
