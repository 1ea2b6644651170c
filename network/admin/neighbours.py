"""Places around a position, so that a clerk notices what is already there."""

from __future__ import annotations

import dataclasses
from math import cos, inf, radians
from typing import TYPE_CHECKING, Final

from django.urls import reverse

from network.admin.display import distance_text
from network.datum import Point
from network.edition.sphere import distance
from network.models import Place

if TYPE_CHECKING:
    from network.querysets import Someone

NEARBY: Final = 200.0  # metres
MOST: Final = 20
METRES_PER_DEGREE: Final = 111_195.0  # of latitude, on the mean sphere


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """A place close by, as the point picker lists it; degrees are WGS-84."""

    name: str
    category: str
    color: str
    status: str
    status_text: str
    latitude: float | None
    longitude: float | None
    distance_m: float
    distance: str
    url: str


def neighbours(
    user: Someone, point: Point, *, but: int | None = None, within: float = NEARBY
) -> list[Neighbour]:
    """Places within the metres of a WGS-84 position, nearest first, at most twenty.

    Only what the public sees anyway or the user may see; `but` leaves one place out.
    """
    mine = Place.objects.visible_to(user)
    seen = (mine | Place.objects.published()).exclude(pk=but or 0)
    boxed = seen.located_within(**_box(point, within)).select_related("category").order_by()
    near = sorted(
        (away, place.pk, place) for place in boxed if (away := _away(place, point)) <= within
    )
    keys = [pk for _away, pk, _place in near[:MOST]]
    own = set(mine.filter(pk__in=keys).values_list("pk", flat=True))
    return [_neighbour(place, away, own=pk in own) for away, pk, place in near[:MOST]]


def _box(point: Point, metres: float) -> dict[str, float]:
    north = metres / METRES_PER_DEGREE
    east = north / max(cos(radians(point.latitude)), 0.01)
    return {
        "south": point.latitude - north,
        "north": point.latitude + north,
        "west": point.longitude - east,
        "east": point.longitude + east,
    }


def _away(place: Place, point: Point) -> float:
    """Metres; endless for a place without a position."""
    if place.latitude is None or place.longitude is None:
        return inf
    return distance(*point, place.latitude, place.longitude)


def _neighbour(place: Place, metres: float, *, own: bool) -> Neighbour:
    screen = reverse("admin:network_place_change", args=[place.pk])
    return Neighbour(
        name=str(place),
        category=str(place.category),
        color=place.category.color,
        status=place.status,
        status_text=place.get_status_display(),
        latitude=place.latitude,
        longitude=place.longitude,
        distance_m=metres,
        distance=distance_text(metres),
        url=screen if own else place.get_absolute_url(),
    )
