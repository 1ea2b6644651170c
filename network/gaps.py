"""What a record still lacks, and how fresh it is: the words, and the conditions on places.

A worker must be able to see a place (position), find it (address), go there in time (hours),
enter it (who may), use it (what is there) and ask when the door is shut (phone).
"""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.apps import apps
from django.db.models import Exists, OuterRef, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PARTS: Final[dict[str, Promise]] = {
    "position": _("position"),
    "address": _("address"),
    "hours": _("opening hours"),
    "access": _("who may enter"),
    "inside": _("amenities or services"),
    "phone": _("phone"),
}
STALE_DAYS: Final = 180
# Days since a human confirmed the record: more than the first, at most the second.
BANDS: Final[dict[str, tuple[int | None, int | None]]] = {
    "30": (None, 30),
    "90": (30, 90),
    "180": (90, 180),
    "365": (180, 365),
    "older": (365, None),
}
BAND_NAMES: Final[dict[str, Promise]] = {
    "30": _("within 30 days"),
    "90": _("31 to 90 days ago"),
    "180": _("91 to 180 days ago"),
    "365": _("181 to 365 days ago"),
    "older": _("more than a year ago"),
    "never": _("never"),
}


def lacks(part: str) -> Q:
    """Places whose record says nothing of this part; KeyError for no part."""
    return {
        "position": Q(latitude__isnull=True),
        "address": Q(address=""),
        "hours": Q(hours="", hours_text=""),
        "access": Q(access_who=""),
        "inside": ~_has("PlaceAmenity") & ~_has("PlaceService"),
        "phone": Q(phone=""),
    }[part]


def incomplete() -> Q:
    """Places that lack at least one part."""
    condition = Q()
    # What asks another table comes last: most records are told by their own columns.
    for part in sorted(PARTS, key=lambda part: part == "inside"):
        condition |= lacks(part)
    return condition


def verified(band: str, today: dt.date) -> Q:
    """Places last verified in this band of days; KeyError for no band."""
    if band == "never":
        return Q(verified_on__isnull=True)
    more, most = BANDS[band]
    condition = Q(verified_on__isnull=False)
    if more is not None:
        condition &= Q(verified_on__lt=today - dt.timedelta(days=more))
    if most is not None:
        condition &= Q(verified_on__gte=today - dt.timedelta(days=most))
    return condition


def due(today: dt.date) -> Q:
    """Places that nobody has confirmed within the half year."""
    return Q(verified_on__isnull=True) | Q(verified_on__lt=today - dt.timedelta(days=STALE_DAYS))


def _has(link: str) -> Q:
    rows = apps.get_model("network", link)._base_manager.filter(place=OuterRef("pk"))
    return Q(Exists(rows))
