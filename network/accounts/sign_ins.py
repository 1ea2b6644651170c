"""The record of what happened at the door; kept for half a year."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.contrib.sessions.models import Session
from django.http import HttpRequest

from network.address import client_address, network_of
from network.models import SignIn, SignInEvent, SignInTally, User

KEPT: Final = dt.timedelta(days=180)


def record(
    event: SignInEvent,
    user: User | None,
    *,
    request: HttpRequest | None = None,
    by: User | None = None,
) -> None:
    """Write down one event; `request` tells where from, `by` who did it to the account."""
    network = network_of(client_address(request)) if request else ""
    SignIn.objects.create(event=event, user=user, by=by, network=network)


def forget(now: dt.datetime) -> int:
    """Delete what has been kept long enough; returns how many events. Ended sessions go too."""
    SignInTally.objects.filter(until__lte=now).delete()
    Session.objects.filter(expire_date__lte=now).delete()
    deleted, _of_kinds = SignIn.objects.filter(at__lt=now - KEPT).delete()
    return deleted
