"""Two strangers who say the same within a week put a warning on a place.

Strangers: another device, another network, and at least an hour between them. A report
without a device's number (sent without JavaScript) may come from the same device as any
other, so it waits for staff but never makes a warning.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.utils import timezone

from network import recorder
from network.merged import same_place
from network.models import PlaceWarning, Report, ReportKind
from network.reports.senders import hashed, salts_since

# What makes the way there in vain, and means the same from two mouths. Broken equipment may
# be two different things, a wrong pin two different spots: those wait for staff.
WARNING_KINDS: Final = frozenset(
    {
        ReportKind.LOCKED,
        ReportKind.REFUSED,
        ReportKind.MOVED,
        ReportKind.GONE,
        ReportKind.HOURS,
    }
)
WITHIN: Final = dt.timedelta(days=7)
APART: Final = dt.timedelta(hours=1)
WARNING_DAYS: Final = 7


def corroborate(report: Report, *, device: str, network: str) -> PlaceWarning | None:
    """Begin or renew a warning if an independent report says the same; the place is locked.

    `device` and `network` are what the report's hashes were made of.
    """
    if report.kind not in WARNING_KINDS or not device or not network:
        return None
    if report.seen_at < report.created_at - WITHIN:
        return None  # it waited so long for a network that it says little of today
    if not any(_independent(report, device=device, network=network)):
        return None
    with recorder.recording(through="report"):
        return _warn(report)


def _independent(report: Report, *, device: str, network: str) -> list[bool]:
    """For each like report of the last week, whether a stranger sent it."""
    since = report.created_at - WITHIN
    salts = salts_since(timezone.localdate(since))
    like = (
        Report.objects.open()
        .filter(
            place__in=same_place(report.place_id),  # also what was said before a merge
            kind=report.kind,
            created_at__gte=since,
            # By arrival, which nobody can forge.
            created_at__lte=report.created_at - APART,
        )
        .exclude(written_at__lt=since)
    )
    return [
        bool(theirs and where)
        and (salt := salts.get(timezone.localdate(at))) is not None
        and hashed(salt, device) != theirs
        and hashed(salt, network) != where
        for at, theirs, where in like.values_list("created_at", "device", "network")
    ]


def _warn(report: Report) -> PlaceWarning:
    """One warning a place and kind: a later report renews the one that is not settled."""
    day = timezone.localdate(report.seen_at)
    warning: PlaceWarning = PlaceWarning.objects.filter(
        place=report.place_id, kind=report.kind, settled_at=None
    ).first() or PlaceWarning(place_id=report.place_id, kind=report.kind)
    if warning.pk:  # one that waited for a network may be older than what is known already
        day = max(day, warning.reported_on)
    warning.reported_on, warning.until = day, day + dt.timedelta(days=WARNING_DAYS)
    warning.save()
    return warning
