"""What settings take from the environment, with one clear sentence when it is wrong."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def flag(name: str, *, default: bool) -> bool:
    """A yes-or-no variable: 1/true/yes/on or 0/false/no/off."""
    value = os.environ.get(name, "").strip().lower()
    if not value:
        return default
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name} must be 1 or 0, not {value!r}.")


def secret_key(folder: Path, *, production: bool) -> str:
    """The key from DJANGO_SECRET_KEY; outside production one is made and kept in the folder."""
    if key := os.environ.get("DJANGO_SECRET_KEY"):
        return key
    if production:
        raise ImproperlyConfigured(
            "DATABASE_URL is set, so this is production: set DJANGO_SECRET_KEY as well."
        )
    path = folder / "secret_key"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        fresh = folder / f"secret_key.{os.getpid()}"
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(50))
        fresh.rename(path)
    return path.read_text().strip()


def allowed_hosts(*, production: bool) -> list[str]:
    """The hosts from ALLOWED_HOSTS, parted by spaces or commas; loopback outside production."""
    hosts = os.environ.get("ALLOWED_HOSTS", "").replace(",", " ").split()
    if production and not hosts:
        raise ImproperlyConfigured(
            "DATABASE_URL is set, so this is production: set ALLOWED_HOSTS to your host names."
        )
    return hosts or ["127.0.0.1", "localhost", "[::1]", ".local"]
