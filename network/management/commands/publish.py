"""`manage.py publish`: bring the public edition up to the database."""

from __future__ import annotations

import gc
import os
from argparse import ArgumentParser
from typing import Any, Final

from django.core.management.base import BaseCommand
from django.utils import timezone

from network.accounts import sign_ins
from network.edition import publish
from network.edition.aside import aside
from network.edition.build import Begin, at_once
from network.reports.forget import forget_once_a_day

LARGE: Final = 50_000  # places; a smaller network is published before anyone notices


def _manner(places: int) -> Begin:
    """A large network in two processes, and behind the visitors."""
    if places <= LARGE:
        return at_once
    os.setpriority(os.PRIO_PROCESS, 0, 10)
    return aside


class Command(BaseCommand):
    """Publish what has changed; --force publishes even if nothing has."""

    help = "Publish what has changed since the last edition."
    requires_system_checks: list[str] = []  # a publish must be quick

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Options."""
        parser.add_argument("--force", action="store_true", help="publish even if nothing changed")
        parser.add_argument("--lock", type=int, help="inherited descriptor of the held lock")

    def handle(self, *_args: Any, force: bool, lock: int | None, **_options: Any) -> None:
        """Publish until nothing changes."""
        # Millions of tuples and none in a cycle: looking for cycles would be in vain.
        gc.disable()
        made = []
        if lock is not None:
            made = publish.publish_locked(force=force, manner=_manner)
            os.close(lock)
        made += publish.publish(force=force and lock is None)
        if made:
            publish.pack_newest()
            # At least once a week, also where nobody reports and no staff come by.
            forget_once_a_day(timezone.now())
            sign_ins.forget(timezone.now())
        for manifest in made:
            self.stdout.write(f"edition {manifest.number}: {manifest.count} places")
        if not made:
            self.stdout.write("nothing has changed")
