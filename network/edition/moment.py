"""Moments as whole minutes since 1970 (UTC), and as the network's local time."""

from __future__ import annotations

import datetime as dt
import time
from typing import Final

from django.utils import timezone

NOW: Final = "now"
FORM: Final = "%Y-%m-%dT%H:%M"
_EPOCH: Final = dt.date(1970, 1, 1)


def now_minute() -> int:
    """The minute that runs."""
    return int(time.time()) // 60


def minute_of(text: str) -> int:
    """The minute of `now` or of a local time such as 2026-11-24T22:00; raises ValueError."""
    if text == NOW:
        return now_minute()
    local = dt.datetime.strptime(text, FORM).replace(tzinfo=timezone.get_default_timezone())
    return as_minute(local)


def as_minute(moment: dt.datetime) -> int:
    """The minute of an aware moment."""
    return int(moment.timestamp()) // 60


def local(minute: int) -> dt.datetime:
    """The minute on the network's clocks."""
    return dt.datetime.fromtimestamp(minute * 60, timezone.get_default_timezone())


def local_text(minute: int) -> str:
    """The minute on the network's clocks, as `minute_of` reads it."""
    return local(minute).strftime(FORM)


def day_number(day: dt.date) -> int:
    """Days since 1970."""
    return (day - _EPOCH).days
