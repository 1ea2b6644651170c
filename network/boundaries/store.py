"""The boundaries in the database: all are replaced at once, or none."""

from __future__ import annotations

from django.db import transaction

from network.boundaries.geojson import Boundaries
from network.boundaries.outside import outside_district
from network.models import Boundary, Place, PlaceCheck


def store_boundaries(boundaries: Boundaries, *, source: str) -> int:
    """Put these in the place of those that there are; how many places lie outside now.

    The boundaries change in one short transaction; the places are judged after it.
    """
    rows = [
        Boundary.of(district, shape, source=source) for district, shape in boundaries.shapes.items()
    ]
    with transaction.atomic():
        PlaceCheck.objects.all().delete()
        Boundary.objects.all().delete()
        Boundary.objects.bulk_create(rows)
    return outside_district(Place.objects.all()).count()
