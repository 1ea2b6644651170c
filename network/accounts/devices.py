"""Two cookies that a browser keeps for an account, both signed and seen by staff pages only.

`known` says that the account has signed in here: its tries are counted by themselves. It opens
nothing. `remembered` says that the second factor was given here: for 30 days it is not asked
again, unless the password or the second factor has changed since.
"""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Any, Final

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django_otp.plugins.otp_totp.models import TOTPDevice

from network.models import User

LASTS: Final = dt.timedelta(days=30)


def known_browser(request: HttpRequest, user: User | None) -> str:
    """The name of this browser if the account has signed in here before, or nothing."""
    value = _read(request, "known", user) if user else None
    return value if isinstance(value, str) else ""


def mark_known(request: HttpRequest, response: HttpResponseBase, user: User) -> None:
    """Know this browser by its name, or by a new one, for another 30 days."""
    _write(response, "known", user, known_browser(request, user) or secrets.token_urlsafe(12))


def is_remembered(request: HttpRequest, user: User, device: TOTPDevice) -> bool:
    """Whether this very second factor was given here, under this very password."""
    value = _read(request, "remembered", user)
    return isinstance(value, str) and constant_time_compare(value, _bond(user, device))


def remember(response: HttpResponseBase, user: User, device: TOTPDevice) -> None:
    """Do not ask here for 30 days."""
    _write(response, "remembered", user, _bond(user, device))


def _bond(user: User, device: TOTPDevice) -> str:
    """Changes with the password and with the second factor, and tells neither."""
    what = f"{user.pk} {user.password} {device.pk} {device.key}"
    return salted_hmac("network.accounts.devices", what, algorithm="sha256").hexdigest()


def _salt(kind: str, user: User) -> str:
    return f"network.accounts.devices.{kind}.{user.pk}"


def _read(request: HttpRequest, kind: str, user: User) -> Any:
    try:
        return signing.loads(
            request.COOKIES.get(f"{kind}-{user.pk}", ""), salt=_salt(kind, user), max_age=LASTS
        )
    except signing.BadSignature:
        return None


def _write(response: HttpResponseBase, kind: str, user: User, value: str) -> None:
    response.set_cookie(
        f"{kind}-{user.pk}",
        signing.dumps(value, salt=_salt(kind, user)),
        max_age=LASTS,
        path=reverse("admin:index"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
