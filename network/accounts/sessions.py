"""How long a session lives on a computer that others use too.

It ends with the browser, after two hours without a click (SESSION_COOKIE_AGE), and twelve hours
after it began. Django ends it when the password changes and when the account is switched off.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.http import HttpRequest
from django.utils import timezone

LONGEST: Final = dt.timedelta(hours=12)
RENEWED: Final = dt.timedelta(minutes=5)  # not a write for every click
BEGAN, USED = "began", "used"


def begin(request: HttpRequest) -> None:
    """A session begins now."""
    request.session[BEGAN] = request.session[USED] = timezone.now().timestamp()


def is_over(request: HttpRequest) -> bool:
    """Whether it has lived its day."""
    began = request.session.get(BEGAN)
    return began is not None and _age(began) > LONGEST


def keep(request: HttpRequest) -> None:
    """Someone is there: count the two hours from now."""
    if BEGAN not in request.session:
        begin(request)
    elif _age(request.session[USED]) > RENEWED:
        request.session[USED] = timezone.now().timestamp()


def _age(moment: float) -> dt.timedelta:
    return timezone.now() - dt.datetime.fromtimestamp(moment, tz=dt.UTC)
