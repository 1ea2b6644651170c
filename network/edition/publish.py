"""Publish: read the network in one pass and write the next edition, until nothing changes.

One publisher works at a time, held apart by a file lock that the kernel drops with the
process. A commit that finds the lock taken may rely on the running publisher: that one
looks at the change counter again after it has let go of the lock.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import logging
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from network.edition import layout, source
from network.edition.build import Begin, at_once, build
from network.edition.recall import known_tables
from network.edition.spelling import Remembered

logger = logging.getLogger(__name__)
Manner = Callable[[int], Begin]
STALE = dt.timedelta(days=7)
_START = dt.datetime(2025, 1, 1, tzinfo=dt.UTC)


def here_and_now(_places: int) -> Begin:
    """All in this process, whatever the size."""
    return at_once


def publish(*, force: bool = False) -> list[layout.Manifest]:
    """Bring the published state up to the database; returns the editions made."""
    made: list[layout.Manifest] = []
    while force or is_behind():
        with lock(editions_dir()):
            made += publish_locked(force=force)
        force = False
    return made


def publish_locked(*, force: bool = False, manner: Manner = here_and_now) -> list[layout.Manifest]:
    """Publish until the change counter stands still; the caller holds the lock.

    `manner` is told how many places an edition will have, and says how to do the long part.
    """
    made: list[layout.Manifest] = []
    newest = newest_manifest(editions_dir())
    while force or _is_behind(newest):
        newest = _publish_once(editions_dir(), newest, manner)
        made.append(newest)
        force = False
    return made


def pack_newest() -> None:
    """Make the newest edition's pack; it costs more than the publish, so it comes after it."""
    # Brings SciPy, for which a publish need not wait.
    from network.edition import packs

    for number in layout.numbers(editions_dir())[-1:]:
        packs.make(editions_dir(), number)


def is_behind() -> bool:
    """Whether the newest sound edition is old, or does not know all changes of the database."""
    return _is_behind(newest_manifest(editions_dir()))


def _is_behind(newest: layout.Manifest | None) -> bool:
    if newest is None or is_old(newest.made_at):
        return True
    with source.snapshot():
        return newest.change != source.change_number()


def is_old(made_at: dt.datetime) -> bool:
    """Whether an edition should be made anew though nothing changed.

    It tells the hours of the coming 60 days only, and devices may keep it for weeks.
    """
    return timezone.now() - made_at > STALE


def editions_dir() -> Path:
    """Where editions lie."""
    return Path(settings.EDITIONS_DIR)


def newest_manifest(folder: Path) -> layout.Manifest | None:
    """The newest edition's manifest; None if there is none or it is damaged."""
    for number in layout.numbers(folder)[-1:]:
        try:
            manifest = layout.read_manifest(folder, number)
            layout.verify(folder, manifest)
        except layout.DamagedEdition as error:
            logger.warning("%s; publishing anew", error)
        else:
            return manifest
    return None


@contextmanager
def lock(folder: Path) -> Iterator[None]:
    """Wait for the publisher's lock."""
    with open_lock(folder) as descriptor:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield


@contextmanager
def open_lock(folder: Path) -> Iterator[int]:
    """The lock file, not locked yet."""
    folder.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _publish_once(folder: Path, newest: layout.Manifest | None, manner: Manner) -> layout.Manifest:
    started = time.perf_counter()
    with source.snapshot():
        rows = source.read()
    read = time.perf_counter()
    begin = manner(len(rows.places))
    now = timezone.now()
    content = build(
        rows,
        spell=Remembered(folder, newest),
        today=timezone.localdate(now),
        known=known_tables(folder, newest, holidays=rows.holidays, today=timezone.localdate(now)),
        begin=begin,
    )
    manifest = layout.write(folder, content, number=_next_number(folder), made_at=now)
    logger.info(
        "edition %d: %d places, change %d, read %.2f s, made %.2f s",
        manifest.number,
        manifest.count,
        manifest.change,
        read - started,
        time.perf_counter() - read,
    )
    return manifest


def _next_number(folder: Path, now: Callable[[], dt.datetime] = timezone.now) -> int:
    """Above all earlier numbers, also those of a folder that was wiped.

    URLs with a number are cached for ever, so a number must never come again: it starts
    from the seconds since 2025.
    """
    newest = max(layout.taken_numbers(folder), default=0)
    return max(newest + 1, int((now() - _START).total_seconds()))
