"""`manage.py demo`: an invented network to try the project on."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from network.demo import ACCOUNTS, PASSWORD
from network.demo.accounts import add_accounts, clear_accounts
from network.demo.rows import add_places, clear_places, invented
from network.edition import trigger
from network.fixtures_csv import FixtureError

MOST = 1_000_000


def number_of_places(text: str) -> int:
    """An argument between 1 and a million."""
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= MOST:
        raise ArgumentTypeError(f"a number from 1 to {MOST}, not {text!r}")
    return int(text)


class Command(BaseCommand):
    """Adds what is missing of the demo network and its accounts, or removes all of it."""

    help = "Add invented places and demo accounts, the same on every run, or remove them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Options."""
        parser.add_argument("--clear", action="store_true", help="remove them")
        parser.add_argument("--count", type=number_of_places, help="so many places in the same mix")

    def handle(self, *_args: Any, clear: bool, count: int | None, **options: Any) -> None:
        """Add or remove, publish once, say what was done."""
        with trigger.paused():
            words = self._clear() if clear else self._add(count)
        trigger.request_publish()
        if options["verbosity"]:
            self.stdout.write(words)

    def _clear(self) -> str:
        counts = {"places": clear_places(), "accounts": clear_accounts()}
        return _("%(places)d invented places and %(accounts)d demo accounts removed") % counts

    def _add(self, count: int | None) -> str:
        try:
            added = add_places(invented(settings.NETWORK_DIR, count=count))
            accounts = add_accounts(settings.NETWORK_DIR)
        except FixtureError as error:
            raise CommandError(str(error)) from error
        except FileNotFoundError as error:
            raise CommandError(_("This network has no demo: %s") % error) from error
        lines = [_("%d invented places added") % added]
        lines += [f"{name} / {PASSWORD}   ({ACCOUNTS[name]})" for name in accounts]
        return "\n".join(lines)
