"""Read what the public may see, in one consistent pass over the database."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt
from django.db import connection, transaction
from django.utils import timezone

from network.merged import kept_for
from network.models import (
    Amenity,
    Category,
    ChangeCounter,
    District,
    Holiday,
    Organization,
    Place,
    PlaceAmenity,
    PlaceService,
    PlaceWarning,
    Service,
    Status,
    Subdistrict,
)


class PlaceRow(NamedTuple):
    """A published place as the database gives it; fields are those of the model."""

    id: int
    public_id: str
    name: str
    name_en: str
    alias: str
    category_id: int
    status: str
    closed_until: dt.date | None
    address: str
    address_note: str
    district_id: int | None
    subdistrict_id: int | None
    organization_id: int
    latitude: float
    longitude: float
    phone: str
    hours: str
    hours_text: str
    access_who: str
    access_needs: str
    step_free: bool | None
    free_of_charge: bool | None
    floor: str
    entrance: str
    services_text: str
    source: str
    is_demo: bool
    verified_on: dt.date | None
    updated_at: dt.datetime


PLACE_FIELDS: Final = PlaceRow._fields
CHUNK: Final = 5000  # rows
Pairs = npt.NDArray[np.int64]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The rows as read: tuples in the order of PLACE_FIELDS, pairs of (place, code) keys."""

    change: int
    places: list[tuple[Any, ...]]
    amenity_pairs: Pairs
    service_pairs: Pairs
    former: list[tuple[str, str, str | None, float | None, float | None]]
    categories: list[Category]
    amenities: list[Amenity]
    services: list[Service]
    districts: list[District]
    subdistricts: list[Subdistrict]
    organizations: dict[int, tuple[str, str]]
    holidays: list[tuple[dt.date, str, str]]
    warnings: dict[int, list[dict[str, Any]]] = dataclasses.field(default_factory=dict)


@contextmanager
def snapshot() -> Iterator[None]:
    """Everything read inside belongs to one moment; writers are not held up."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "sqlite":
        # Not atomic(): our transactions are IMMEDIATE, and a reader must not lock writers out.
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("COMMIT")
    else:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield


def change_number() -> int:
    """The network's change counter; 0 before the first change."""
    return ChangeCounter.objects.values_list("value", flat=True).first() or 0


def read() -> Source:
    """Read all of it; call inside `snapshot`."""
    rows = Place.objects.published().order_by()
    return Source(
        change=change_number(),
        places=list(_fetched(rows.values_list(*PLACE_FIELDS))),
        amenity_pairs=_pairs(PlaceAmenity.objects.values_list("place_id", "amenity_id")),
        service_pairs=_pairs(PlaceService.objects.values_list("place_id", "service_id")),
        former=list(
            Place.objects.filter(status=Status.CLOSED).values_list(
                "public_id", "name", "replaced_by__public_id", "latitude", "longitude"
            )
        ),
        categories=list(Category.objects.all()),
        amenities=list(Amenity.objects.all()),
        services=list(Service.objects.all()),
        districts=list(District.objects.all()),
        subdistricts=list(Subdistrict.objects.select_related("district")),
        organizations={
            pk: (name, name_en)
            for pk, name, name_en in Organization.objects.values_list("pk", "name", "name_en")
        },
        warnings=_warnings(),
        holidays=list(Holiday.objects.values_list("date", "kind", "name")),
    )


def _warnings() -> dict[int, list[dict[str, Any]]]:
    """What visitors reported lately, by place; a merged place's are those of the one that stayed.

    Of two that say the same the later one.
    """
    rows = list(PlaceWarning.objects.open(timezone.localdate()).order_by("reported_on", "pk"))
    kept = kept_for({warning.place_id for warning in rows})
    found: dict[int, dict[str, dict[str, Any]]] = {}
    for warning in rows:
        found.setdefault(kept[warning.place_id], {})[warning.kind] = {
            "kind": warning.kind,
            "reported_on": warning.reported_on,
            "until": warning.until,
        }
    return {place: list(kinds.values()) for place, kinds in found.items()}


def _pairs(rows: Any) -> Pairs:
    flat = np.fromiter(chain.from_iterable(_fetched(rows.order_by())), dtype=np.int64)
    return flat.reshape(-1, 2)


def _fetched(rows: Any) -> Iterator[tuple[Any, ...]]:
    """The rows as the driver gives them: Django's own conversion takes longer than the reading.

    Both drivers give booleans and dates as such; SQLite's times are UTC without saying so.
    """
    statement, parameters = rows.query.sql_with_params()
    # PostgreSQL keeps the rows in a cursor of its own and sends them by and by.
    with connection.chunked_cursor() as cursor:
        cursor.execute(statement, parameters)
        yield from chain.from_iterable(iter(lambda: cursor.fetchmany(CHUNK), []))
