"""`manage.py unlock`: let an account sign in again when no approver can help."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from network.accounts.rescue import rescue
from network.models import User


class Command(BaseCommand):
    """For the last superuser; others are helped on the page of their account."""

    help = "Forget an account's wrong tries, and its second factor if asked to."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Arguments."""
        parser.add_argument("username")
        parser.add_argument(
            "--reset-second-factor",
            action="store_true",
            help="forget authenticator and recovery codes; the next sign-in sets up new ones",
        )

    def handle(
        self, *_args: Any, username: str, reset_second_factor: bool, **_options: Any
    ) -> None:
        """Unlock and say what is to be done next."""
        user = User.objects.filter(username=username).first()
        if user is None:
            raise CommandError(_("There is no account “%s”.") % username)
        rescue(user, reset_second_factor=reset_second_factor)
        self.stdout.write(_("%s may try again at once.") % username)
        if reset_second_factor:
            self.stdout.write(_("The next sign-in sets up a new second factor."))
        if not user.is_active:
            self.stdout.write(_("The account is switched off and stays so."))
