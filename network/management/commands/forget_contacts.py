"""manage.py forget_contacts."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from network.reports.forget import forget


class Command(BaseCommand):
    """Delete what reports keep for a while only; runs by itself on days with a report."""

    help = "Delete contacts and photos of reports settled 30 days ago, and old hashes."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Forget."""
        self.stdout.write(f"contacts deleted: {forget(timezone.now())}")
