"""On whose ground a position lies, by the boundaries that are loaded."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
from django.utils.translation import gettext as _

from network.boundaries.shapes import Bools, Floats, Shape
from network.datum import Point
from network.models import Boundary, District

# Positions are known to some ten metres, stored boundaries to five; stations stand on streets
# that are boundaries. What lies this close to its district is not called outside of it.
MARGIN: Final = 30.0  # metres


class Ground:
    """The shapes by their districts' keys; a district without one is never told about."""

    def __init__(self, shapes: Mapping[int, Shape]) -> None:
        self._shapes = shapes

    @classmethod
    def load(cls, **of: int) -> Ground | None:
        """All that is stored, or of one district; None where no boundaries are loaded."""
        rows = Boundary.objects.filter(**of).values_list("district_id", "rings")
        shapes = {district: Shape.of(rings) for district, rings in rows}
        return cls(shapes) if shapes else None

    def knows(self, district: int) -> bool:
        """Whether there is a shape of it."""
        return district in self._shapes

    def outside(self, district: int, latitude: Floats, longitude: Floats) -> Bools:
        """Which of the points lie outside the district, by more than the margin."""
        shape = self._shapes.get(district)
        if shape is None:
            return np.zeros(len(latitude), dtype=bool)
        outside: Bools = ~shape.contains(latitude, longitude)
        for index in np.flatnonzero(outside):
            outside[index] = shape.metres_to(latitude[index], longitude[index]) > MARGIN
        return outside

    def is_outside(self, district: int, point: Point) -> bool:
        """As above, of one point."""
        return bool(self.outside(district, *(np.array([part]) for part in point))[0])

    def holder(self, point: Point) -> int | None:
        """The key of the district that holds the point."""
        y, x = (np.array([part]) for part in point)
        return next((key for key, shape in self._shapes.items() if shape.contains(y, x)[0]), None)

    def metres_outside(self, district: int, point: Point) -> float:
        """From the point to the district's boundary."""
        return self._shapes[district].metres_to(*point)


def remark(district: District | None, point: Point) -> str:
    """A sentence for who sets this position; "" where the district holds it, or can't be told."""
    own = Ground.load(district=district.pk) if district else None
    if district is None or own is None or not own.is_outside(district.pk, point):
        return ""
    everything = Ground.load()
    holder = everything.holder(point) if everything else None
    if holder is None:
        return _("This position lies outside %(district)s, which the record names.") % {
            "district": district
        }
    return _("This position lies in %(holder)s, and the record names %(district)s.") % {
        "holder": District.objects.get(pk=holder),
        "district": district,
    }
