"""How many reports one sender may try: counted in the database, so for all workers together.

Many phones share one address behind a carrier's NAT, so an address may send far more than
one phone does. Attempts are counted, not reports: a photo is looked at only afterwards.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.db.models import F
from django.utils import timezone

from network.models import ReportTally
from network.reports.senders import hashed, salt_of

# Attempts within an hour of the clock.
ADDRESS: Final = 30
ADDRESS_AND_PLACE: Final = 6
DEVICE: Final = 10
DEVICE_AND_PLACE: Final = 3


class TooManyReports(Exception):
    """The sender must wait for so many seconds."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"wait {seconds} seconds")
        self.seconds = seconds

    @property
    def minutes(self) -> int:
        """Rounded up, for people."""
        return -(-self.seconds // 60)


def refuse_flood(*, sender: str, now: dt.datetime) -> None:
    """Raise TooManyReports where this address has used up its hour already; counts nothing."""
    hour, until = _hour(now)
    what = hashed(salt_of(timezone.localdate(now)), f"a {sender} {hour.isoformat()}")
    if ReportTally.objects.filter(what=what, count__gte=ADDRESS).exists():
        raise TooManyReports(_seconds(until, now))


def count_attempt(*, sender: str, device: str, place: int, now: dt.datetime) -> None:
    """Count one attempt; raises TooManyReports once a limit is passed."""
    hour, until = _hour(now)
    limits = [(f"a {sender}", ADDRESS), (f"a {sender} {place}", ADDRESS_AND_PLACE)]
    if device:
        limits += [(f"d {device}", DEVICE), (f"d {device} {place}", DEVICE_AND_PLACE)]
    salt = salt_of(timezone.localdate(now))
    # All are counted before one refuses, so that no order of trying dodges another limit.
    counts = [_raised(hashed(salt, f"{what} {hour.isoformat()}"), until) for what, _most in limits]
    if any(count > most for count, (_what, most) in zip(counts, limits, strict=True)):
        raise TooManyReports(_seconds(until, now))


def _hour(now: dt.datetime) -> tuple[dt.datetime, dt.datetime]:
    """Its beginning and its end."""
    hour = timezone.localtime(now).replace(minute=0, second=0, microsecond=0)
    return hour, hour + dt.timedelta(hours=1)


def _seconds(until: dt.datetime, now: dt.datetime) -> int:
    return max(1, int((until - now).total_seconds()))


def _raised(what: str, until: dt.datetime) -> int:
    tally, _created = ReportTally.objects.get_or_create(what=what, defaults={"expires_at": until})
    same = ReportTally.objects.filter(pk=tally.pk)
    same.update(count=F("count") + 1)  # by the database: two workers must not lose one
    return same.values_list("count", flat=True).get()
