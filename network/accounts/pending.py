"""Between the password and the second factor: nobody is signed in, the session only waits."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Final

from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from network.accounts import second_factor
from network.models import User

KEY: Final = "second_step"
WAITS: Final = dt.timedelta(minutes=10)


@dataclasses.dataclass(frozen=True, slots=True)
class Waiting:
    """Who gave the right password, where to go then, and the secret if one is to be set up.

    The secret is this session's: whoever else knows the password is shown another.
    """

    user: User
    after: str
    key: str


def begin(request: HttpRequest, user: User, after: str) -> None:
    """Remember the right password in a session that is not anyone's yet."""
    request.session.flush()
    request.session[KEY] = {
        "user": user.pk,
        "hash": user.get_session_auth_hash(),
        "at": timezone.now().timestamp(),
        "after": after,
        "key": second_factor.new_key(),
    }


def waiting(request: HttpRequest) -> Waiting | None:
    """Who waits, unless it took too long, or the account or its password has changed since."""
    kept = request.session.get(KEY)
    if not kept or timezone.now().timestamp() - kept["at"] > WAITS.total_seconds():
        return None
    user = User.objects.filter(pk=kept["user"], is_active=True, is_staff=True).first()
    if user is None or not constant_time_compare(kept["hash"], user.get_session_auth_hash()):
        return None
    return Waiting(user, kept["after"], kept["key"])


def end(request: HttpRequest) -> None:
    """Nobody waits any more."""
    request.session.pop(KEY, None)
