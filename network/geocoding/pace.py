"""Turns between requests to a service, kept by all processes of a machine together."""

from __future__ import annotations

import fcntl
import time
from pathlib import Path


class BusyError(Exception):
    """Too many wait already."""


def wait_turn(path: Path, *, pause: float, patience: float) -> None:
    """Sleep until `pause` seconds have passed since the turn before; BusyError after `patience`.

    The file holds when the newest turn is (the machine's monotonic clock, which a restart sets
    back); it is locked only while a turn is taken, not while one waits for it.
    """
    with path.open("a+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        now = time.monotonic()
        turn = max(now, _newest(file.read(), now) + pause)
        if turn - now > patience:
            raise BusyError
        file.truncate(0)
        file.write(repr(turn))
    time.sleep(turn - now)


def _newest(text: str, now: float) -> float:
    """The turn that was taken last; one from before a restart, or nonsense, is long ago."""
    try:
        newest = float(text)
    except ValueError:
        return float("-inf")
    return newest if newest < now + 3600 else float("-inf")
