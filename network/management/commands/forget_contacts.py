"""manage.py forget_contacts."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from network.accounts import sign_ins
from network.reports.forget import forget


class Command(BaseCommand):
    """Delete what is kept for a while only; runs by itself on days with a report or a sign-in."""

    help = "Delete contacts and photos of reports settled 30 days ago, and old sign-ins."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Forget."""
        now = timezone.now()
        self.stdout.write(f"contacts deleted: {forget(now)}")
        self.stdout.write(f"sign-ins deleted: {sign_ins.forget(now)}")
