"""Places that lie outside the district that their record names.

Whether one does is kept beside the places, with the values it was found from, in a table that
only this module writes: a list can then ask the database, and whatever wrote a place (a form, an
import, a restore) needs to know nothing of boundaries. What has changed since is judged when
somebody asks: those rows alone, at once.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from typing import Final

import numpy as np
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from network import recorder
from network.boundaries.ground import Ground
from network.models import Boundary, ChangeCounter, Place, PlaceCheck
from network.querysets import PlaceQuerySet

BATCH: Final = 5000  # rows a transaction: others write between two of them
# A change that was begun before the last judgement and committed after it is within this.
OVERLAP: Final = datetime.timedelta(days=1)
Row = tuple[int, int, float, float]  # key, district's key, latitude, longitude


def are_loaded() -> bool:
    """Whether boundaries are stored: without any, nothing can be told."""
    return Boundary.objects.exists()


def outside_district(places: PlaceQuerySet[Place]) -> PlaceQuerySet[Place]:
    """Those of the places that lie outside their district, as the rows are now."""
    check_places()
    return places.filter(pk__in=PlaceCheck.objects.filter(outside=True).values("place_id"))


def check_places() -> int:
    """Judge the places that were not judged as they are; how many those were."""
    boundary = Boundary.objects.only("judged_at", "judged_to").first()
    count = ChangeCounter.objects.values_list("value", flat=True).first() or 0
    if boundary is None or boundary.judged_to == count:
        return 0
    now = timezone.now()
    rows = _stale(boundary.judged_at)
    if ground := Ground.load() if rows else None:
        for some in recorder.chunks(_judged(rows, ground), BATCH):
            _keep(some)
    _forget()
    Boundary.objects.update(judged_at=now, judged_to=count)
    return len(rows)


def _stale(since: datetime.datetime | None) -> list[Row]:
    places = Place.objects.order_by().filter(latitude__isnull=False, district__isnull=False)
    if since:
        places = places.filter(updated_at__gte=since - OVERLAP)
    rows = places.exclude(Exists(_current()))
    return list(rows.values_list("pk", "district_id", "latitude", "longitude"))  # type: ignore[arg-type]  # none is null


def _keep(judged: list[PlaceCheck]) -> None:
    PlaceCheck.objects.bulk_create(
        judged,
        update_conflicts=True,
        unique_fields=["place_id"],
        update_fields=["district_id", "latitude", "longitude", "outside"],
    )


def _forget() -> None:
    """Drop what was found of places that are no more, or have no position or district now."""
    same = {name: OuterRef(name) for name in ("district_id", "latitude", "longitude")}
    places = Place.objects.order_by().filter(pk=OuterRef("place_id"), **same)
    PlaceCheck.objects.filter(~Exists(places), outside=True).delete()


def _current() -> QuerySet[PlaceCheck]:
    """The judgement of a place as its row is now."""
    same = {name: OuterRef(name) for name in ("district_id", "latitude", "longitude")}
    return PlaceCheck.objects.filter(place_id=OuterRef("pk"), **same)


def _judged(rows: list[Row], ground: Ground) -> list[PlaceCheck]:
    """District by district, all its places at once."""
    by_district: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        by_district[row[1]].append(row)
    judged = []
    for district, some in by_district.items():
        points = np.array([row[2:] for row in some], dtype=np.float64)
        outside = ground.outside(district, points[:, 0], points[:, 1])
        judged += [
            PlaceCheck(
                place_id=key, district_id=district, latitude=y, longitude=x, outside=bool(one)
            )
            for (key, _district, y, x), one in zip(some, outside, strict=True)
        ]
    return judged
