"""`manage.py load_fixtures`: the reference data of this network."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from network.fixtures_csv import FixtureError
from network.fixtures_io import load_folder


class Command(BaseCommand):
    """Loads what is missing; rows that are stored already are left to the staff."""

    help = "Load categories, amenities, districts, organizations, holidays and known places."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Arguments."""
        parser.add_argument(
            "folder", nargs="?", type=Path, default=settings.NETWORK_DIR, help="tables to load"
        )
        parser.add_argument(
            "--refresh", action="store_true", help="overwrite what staff changed or deleted"
        )

    def handle(self, *_args: Any, folder: Path, refresh: bool, **options: Any) -> None:
        """Load and say what was written."""
        try:
            counts = load_folder(folder, refresh=refresh)
        except FixtureError as error:
            raise CommandError(str(error)) from error
        if options["verbosity"]:
            for name, count in counts.items():
                self.stdout.write(
                    _("%(table)s: %(count)d written") % {"table": name, "count": count}
                )
