"""What it takes to be let in, and what happens when someone is."""

from __future__ import annotations

import django_otp
from django.conf import settings
from django.contrib import auth
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from network.accounts import devices, pending, second_factor, sessions, sign_ins
from network.models import SignInEvent, User


def is_complete(request: HttpRequest) -> bool:
    """Whether this session passed all that is asked of its user, and has not lived too long."""
    user = request.user
    if not isinstance(user, User) or sessions.is_over(request):
        return False
    return not second_factor.is_required(user) or _is_verified(user)


def _is_verified(user: User) -> bool:
    return getattr(user, "otp_device", None) is not None  # set by django-otp's middleware


def asks_for_code(user: User) -> bool:
    """Whether a right password is not enough for this account."""
    if second_factor.is_exempt(user):
        return False
    return second_factor.is_required(user) or second_factor.device_of(user) is not None


def enter(
    request: HttpRequest, user: User, device: TOTPDevice | None, *, recovered: bool = False
) -> None:
    """Begin the session of a user who has passed everything."""
    pending.end(request)
    auth.login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    if device:
        django_otp.login(request, device)
    sessions.begin(request)
    event = SignInEvent.RECOVERED if recovered else SignInEvent.SIGNED_IN
    sign_ins.record(event, user, request=request)
    sign_ins.forget(timezone.now())


def mark(
    request: HttpRequest,
    response: HttpResponseBase,
    user: User,
    *,
    remembering: TOTPDevice | None = None,
) -> None:
    """Let the browser know that the account has signed in here, and remember the factor if so."""
    devices.mark_known(request, response, user)
    if remembering:
        devices.remember(response, user, remembering)
