"""`manage.py prepare`: bring an installation up to its code."""

from __future__ import annotations

import os
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from network.preparation import prepare


class Command(BaseCommand):
    """Everything between a checkout and a served page; quick when all is done."""

    help = "Compile catalogues, migrate, load reference data, publish, collect static files."
    requires_system_checks: list[str] = []  # the server's start runs them

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Options."""
        parser.add_argument("--demo", action="store_true", help="invent a demo network once")

    def handle(self, *_args: Any, demo: bool, **_options: Any) -> None:
        """Prepare, then say where to look."""
        prepare(demo=demo, say=self.stdout.write)
        address = f"http://{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}/"
        self.stdout.write(f"\n  The map    {address}\n  The admin  {address}admin/")
        if demo:
            self._say_accounts()

    def _say_accounts(self) -> None:
        from network.demo import ACCOUNTS, PASSWORD

        for username, what in ACCOUNTS.items():
            self.stdout.write(f"             {username} / {PASSWORD}   ({what})")
