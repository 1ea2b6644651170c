"""The edition that this process serves: loaded once, swapped when a newer one is there."""

from __future__ import annotations

import logging
import os
import threading
import time
from pathlib import Path
from typing import Final

from django.conf import settings

from network.edition import layout, publish, trigger
from network.edition.edition import Edition
from network.edition.empty import empty_edition

POLL_SECONDS: Final = 0.2
AGE_SECONDS: Final = 600  # between two looks at the edition's age

logger = logging.getLogger(__name__)


class Store:
    """Watches an editions folder from a thread of its own, so that no request waits."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._current = empty_edition()
        self._kept: dict[int, Edition] = {}
        self._refused: set[int] = set()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._pid = 0

    def current(self) -> Edition:
        """The newest sound edition known; starts watching on first use in a process."""
        if self._pid != os.getpid():
            self._start()
        return self._current

    def numbered(self, number: int) -> Edition | None:
        """The edition with this number, if it is still kept and sound."""
        if number == self._current.number:
            return self._current
        if number > self._current.number:
            # Another worker was quicker and told the client of it.
            self.refresh()
        if number not in self._kept and number in layout.numbers(self.folder):
            self._load(number)
        return self._kept.get(number)

    def refresh(self) -> bool:
        """Swap in the newest sound edition, if it is newer; whether it did."""
        for number in reversed(layout.numbers(self.folder)):
            if number <= self._current.number:
                return False
            if self._load(number):
                self._swap(self._kept[number])
                return True
        return False

    def close(self) -> None:
        """Stop watching."""
        self._stop.set()

    def _start(self) -> None:
        self._pid = os.getpid()
        self.refresh()
        self._thread = threading.Thread(target=self._watch, name="editions", daemon=True)
        self._thread.start()

    def _watch(self) -> None:
        looked = time.monotonic()
        while not self._stop.wait(POLL_SECONDS):
            try:
                self.refresh()
                if time.monotonic() - looked > AGE_SECONDS:
                    looked = time.monotonic()
                    self.renew()
            except OSError as error:  # the folder's disk is away: keep serving, look again
                logger.warning("editions can't be read: %s", error)

    def renew(self) -> None:
        """Have an old edition made anew: nobody may have changed a row for weeks."""
        if self._current.number and publish.is_old(self._current.made_at):
            trigger.request_publish()

    def _load(self, number: int) -> bool:
        if number in self._refused:
            return False
        try:
            manifest = layout.read_manifest(self.folder, number)
            layout.verify(self.folder, manifest)
            self._kept[number] = Edition(self.folder, manifest)
        except layout.DamagedEdition as error:
            logger.error("refused: %s", error)
            self._refused.add(number)
            return False
        return True

    def _swap(self, edition: Edition) -> None:
        self._warm(edition)
        self._current = edition
        there = set(layout.numbers(self.folder))
        self._kept = {n: kept for n, kept in self._kept.items() if n in there}
        logger.info("serving edition %d with %d places", edition.number, edition.count)

    def _warm(self, edition: Edition) -> None:
        """Touch what the first request would have to fetch."""
        edition.nearest(settings.NETWORK.latitude, settings.NETWORK.longitude)
        edition.tile(0, 0, 0)


_stores: dict[Path, Store] = {}


def current() -> Edition:
    """The edition that answers now."""
    folder = Path(settings.EDITIONS_DIR)
    if folder not in _stores:
        _stores[folder] = Store(folder)
    return _stores[folder].current()


def numbered(number: int) -> Edition | None:
    """The edition with this number, None if it is no longer kept."""
    current()
    return _stores[Path(settings.EDITIONS_DIR)].numbered(number)


def refresh() -> None:
    """Look for a newer edition at once instead of at the next poll."""
    current()
    _stores[Path(settings.EDITIONS_DIR)].refresh()


def close_all() -> None:
    """Stop all watching threads."""
    for store in _stores.values():
        store.close()
    _stores.clear()
