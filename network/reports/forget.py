"""What reports keep for a while only: contacts, photos, hashes, salts and tallies."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Final

from django.conf import settings
from django.utils import timezone

from network.models import DaySalt, Report, ReportPhoto, ReportTally
from network.reports.photos import photo_path

AFTER_SETTLING: Final = dt.timedelta(days=30)
COMPARED: Final = dt.timedelta(days=8)  # a week, and the rest of its first day
ORPHAN: Final = dt.timedelta(days=1)
DAILY: Final = "forgotten on {day}"


def forget(now: dt.datetime) -> int:
    """Delete what has been kept long enough; returns how many reports lost their contact."""
    settled = Report.objects.filter(settled_at__lte=now - AFTER_SETTLING)
    forgotten = settled.exclude(contact="").update(contact="")
    ReportPhoto.objects.filter(report__in=settled.order_by().values("pk")).delete()
    _forget_senders(now)
    _remove_orphans(now)
    return forgotten


def forget_once_a_day(now: dt.datetime) -> None:
    """Forget if nobody has today: called when a report comes in and when staff open the queue."""
    day = timezone.localdate(now)
    _tally, is_first = ReportTally.objects.get_or_create(
        what=DAILY.format(day=day), defaults={"expires_at": now + dt.timedelta(days=2)}
    )
    if is_first:
        forget(now)


def _forget_senders(now: dt.datetime) -> None:
    """Without its salt a hash says nothing; it is emptied all the same."""
    first = timezone.localdate(now - COMPARED)
    DaySalt.objects.filter(day__lt=first).delete()
    old = Report.objects.filter(created_at__lt=now - COMPARED)
    old.exclude(device="", network="").update(device="", network="")
    ReportTally.objects.filter(expires_at__lte=now).delete()


def _remove_orphans(now: dt.datetime) -> None:
    """Files without a row: of photos just forgotten, deleted places, broken transactions.

    A file of today may belong to a transaction that is not committed yet.
    """
    folder = Path(settings.REPORT_PHOTOS_DIR)
    if not folder.is_dir():
        return
    known = {photo_path(name) for name in ReportPhoto.objects.values_list("name", flat=True)}
    oldest = (now - ORPHAN).timestamp()
    for path in folder.glob("*.jpg"):
        if path not in known and path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)
