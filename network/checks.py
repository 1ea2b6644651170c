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
    checks.register(sign_in_is_safe, checks.Tags.security, deploy=True)
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


def sign_in_is_safe(
    app_configs: Sequence[AppConfig] | None, **_kwargs: Any
) -> list[checks.CheckMessage]:
    """What lets people sign in more easily than a production site should."""
    problems: list[checks.CheckMessage] = []
    if not settings.SECOND_FACTOR:
        problems.append(
            checks.Warning(
                "SECOND_FACTOR is 0: a password alone opens the staff pages.",
                hint="Remove SECOND_FACTOR from the environment.",
                id="network.W002",
            )
        )
    if settings.BEHIND_TLS and not settings.PROXIES:
        problems.append(
            checks.Warning(
                "A proxy ends TLS but PROXIES is 0: all clients have the proxy's address, and"
                " wrong passwords of one lock all out for a while.",
                hint="Set PROXIES to the number of proxies of yours that append to"
                " X-Forwarded-For.",
                id="network.W003",
            )
        )
    return problems


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
