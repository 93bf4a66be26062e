"""Programs started by a test as a person starts them, however the tests themselves were started."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parent.parent
NOBODY = 65534
GIVE_UP_RIGHTS = f"""
if os.getuid() == 0:
    os.setgid({NOBODY})
    os.setuid({NOBODY})
"""
"""Lines of a program under test: root could write and read everything, whatever the modes of files say."""


def hand_over(folder: Path) -> None:
    """Give a folder and all below it to whom `GIVE_UP_RIGHTS` makes of root, so that modes alone count, not the umask."""
    if os.getuid() == 0:
        for path in (folder, *folder.rglob("*")):
            os.chown(path, NOBODY, NOBODY, follow_symlinks=False)


def environment(**more: str) -> dict[str, str]:
    """Return the environment for a program of this project, from whatever folder the tests were started."""
    path = os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
    return os.environ | {"PYTHONPATH": path, "PYTHONIOENCODING": "utf-8"} | more


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
