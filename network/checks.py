"""System checks: misconfiguration stops the start, not a user's request."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core import checks
from django.db import DatabaseError


def register() -> None:
    """Called once from the app's `ready`."""
    checks.register(no_demo_account_in_production, checks.Tags.security, deploy=True)
    checks.register(static_files_collected, checks.Tags.staticfiles, deploy=True)


def no_demo_account_in_production(
    app_configs: Sequence[AppConfig] | None, **_kwargs: Any
) -> list[checks.CheckMessage]:
    """Demo passwords are public; a production site must not have such an account."""
    from network.models import User

    if not settings.IS_PRODUCTION:
        return []
    try:
        names = list(User.objects.filter(is_demo=True).values_list("username", flat=True))
    except DatabaseError as error:
        return [checks.Warning(f"The accounts can't be checked: {error}", id="network.W001")]
    if not names:
        return []
    return [
        checks.Error(
            f"Demo accounts are left in a production database: {', '.join(names)}.",
            hint="Remove them with `manage.py demo --clear`.",
            id="network.E001",
        )
    ]


def static_files_collected(
    app_configs: Sequence[AppConfig] | None, **_kwargs: Any
) -> list[checks.CheckMessage]:
    """Every page names hashed files; without their list each would be an error."""
    if (settings.STATIC_ROOT / "staticfiles.json").exists():
        return []
    return [
        checks.Error(
            f"No static files are collected in {settings.STATIC_ROOT}.",
            hint="Run `manage.py prepare` first.",
            id="network.E002",
        )
    ]
