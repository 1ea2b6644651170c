"""Write invented places to the database, and remove them."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from django.db import models, transaction
from django.utils.translation import gettext as _

from network import recorder
from network.demo.ground import load_ground
from network.demo.invent import Invented, invent
from network.demo.mix import load_mix, scaled
from network.fixtures_csv import FixtureError
from network.linked import create_linked
from network.models import (
    Amenity,
    Category,
    District,
    Organization,
    Place,
    Service,
    Status,
    Subdistrict,
)

# Rows a transaction: memory stays small, and other writers get their turn.
BATCH: Final = 2_000


class Codes(dict[type[models.Model], dict[str, Any]]):
    """Stored reference rows by code, read when first asked for."""

    def __missing__(self, model: type[models.Model]) -> dict[str, Any]:
        rows = model._default_manager.all()
        self[model] = {row.code: row for row in rows}  # type: ignore[attr-defined]  # all have one
        return self[model]

    def of(self, model: type[models.Model], code: str) -> Any:
        """The row; FixtureError when the reference data are not there."""
        try:
            return self[model][code]
        except KeyError:
            raise FixtureError(
                _("“%s” is missing: run `manage.py load_fixtures` first.") % code
            ) from None


def invented(folder: Path, *, count: int | None = None) -> Iterator[Invented]:
    """The demo network of a folder; with `count`, the same mix with that total."""
    mix = load_mix(folder, load_ground(folder))
    return invent(mix if count is None else scaled(mix, count))


def add_places(places: Iterable[Invented]) -> int:
    """Store those that are not stored yet; how many."""
    codes = Codes()
    places = iter(places)
    added = 0
    with recorder.recording(through="demo"):
        while batch := list(itertools.islice(places, BATCH)):
            added += _add(batch, codes)
    return added


def clear_places() -> int:
    """Remove every invented place; how many there were."""
    removed = 0
    with recorder.recording(through="demo"):
        # A real place may name an invented one as its successor, which protects that.
        Place.objects.filter(replaced_by__is_demo=True).update(replaced_by=None)
        invented = Place.objects.filter(is_demo=True).order_by("pk")
        while pks := list(invented.values_list("pk", flat=True)[:BATCH]):
            for some in recorder.chunks(pks):
                Place.objects.filter(pk__in=some).delete()
            removed += len(pks)
    return removed


def _add(batch: list[Invented], codes: Codes) -> int:
    ids = [place.public_id for place in batch]
    with transaction.atomic():
        stored: set[str] = set()
        for some in recorder.chunks(ids):
            known = Place.objects.filter(public_id__in=some)
            stored.update(known.values_list("public_id", flat=True))
        fresh = [place for place in batch if place.public_id not in stored]
        create_linked([(_row(place, codes), _links(place, codes)) for place in fresh])
    return len(fresh)


def _row(place: Invented, codes: Codes) -> Place:
    area = place.area
    return Place(
        public_id=place.public_id,
        name=place.name,
        name_en=place.name_en,
        category=codes.of(Category, place.category),
        status=Status.CLOSED_FOR_NOW if place.closed_for_now else Status.PUBLISHED,
        closed_until=place.closed_until,
        address=place.address,
        address_note=place.address_note,
        district=codes.of(District, area.district),
        subdistrict=codes.of(Subdistrict, area.subdistrict) if area.subdistrict else None,
        organization=codes.of(Organization, area.organization),
        latitude=place.latitude,
        longitude=place.longitude,
        phone=place.phone,
        hours=place.hours,
        hours_text=place.hours_text,
        access_who=place.access_who,
        access_needs=place.access_needs,
        step_free=place.step_free,
        free_of_charge=place.free_of_charge,
        floor=place.floor,
        entrance=place.entrance,
        verified_on=place.verified_on,
        source="demo",
        is_demo=True,
    )


def _links(place: Invented, codes: Codes) -> dict[str, list[Any]]:
    return {
        "amenities": [codes.of(Amenity, code) for code in place.amenities],
        "services": [codes.of(Service, code) for code in place.services],
    }
