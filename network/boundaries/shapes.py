"""Areas as rings of WGS-84 degrees, longitude first as in GeoJSON: pure functions on arrays.

A point is inside where a line from it crosses the rings an odd number of times, so that holes
and several parts need no care of their own. Nothing here may cross the antimeridian.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from math import cos, hypot, radians
from typing import Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt

Floats: TypeAlias = npt.NDArray[np.float64]
Bools: TypeAlias = npt.NDArray[np.bool_]

METRES_PER_DEGREE: Final = 111_195.0  # of latitude, on the mean sphere


@dataclasses.dataclass(frozen=True, slots=True)
class Shape:
    """Closed rings, each an (n, 2) array; `edges` is an (m, 4) array of x1, y1, x2, y2."""

    rings: tuple[Floats, ...]
    edges: Floats

    @classmethod
    def of(cls, rings: Sequence[Any]) -> Shape:
        """From rings as lists or arrays."""
        arrays = tuple(np.asarray(ring, dtype=np.float64) for ring in rings)
        return cls(arrays, np.vstack([np.hstack([ring[:-1], ring[1:]]) for ring in arrays]))

    @property
    def box(self) -> tuple[float, float, float, float]:
        """South, west, north, east."""
        x, y = self.edges[:, 0], self.edges[:, 1]
        return float(y.min()), float(x.min()), float(y.max()), float(x.max())

    def contains(self, latitude: Floats, longitude: Floats) -> Bools:
        """Which of the points lie inside.

        Goes through the edges or through the points, whichever are fewer, and takes the others
        at once.
        """
        if len(latitude) <= len(self.edges):
            found = [self._holds(y, x) for y, x in zip(latitude, longitude, strict=True)]
            return np.array(found, dtype=bool)
        order = np.argsort(latitude)
        y, x = latitude[order], longitude[order]
        low, high = (
            np.minimum(self.edges[:, 1], self.edges[:, 3]),
            self.edges[:, [1, 3]].max(axis=1),
        )
        starts, ends = np.searchsorted(y, low), np.searchsorted(y, high)
        inside = np.zeros(len(y), dtype=bool)
        for (x1, y1, x2, y2), start, end in zip(self.edges, starts, ends, strict=True):
            if start < end:  # the points whose latitude the edge crosses, upper end excluded
                some = slice(start, end)
                inside[some] ^= x[some] < x1 + (y[some] - y1) * ((x2 - x1) / (y2 - y1))
        result = np.empty(len(y), dtype=bool)
        result[order] = inside
        return result

    def _holds(self, latitude: float, longitude: float) -> bool:
        x1, y1, x2, y2 = self.edges[
            (self.edges[:, 1] > latitude) != (self.edges[:, 3] > latitude)
        ].T
        return bool(np.count_nonzero(longitude < x1 + (latitude - y1) * (x2 - x1) / (y2 - y1)) % 2)

    def metres_to(self, latitude: float, longitude: float) -> float:
        """From a point to the nearest edge, on a plane that touches the Earth at the point."""
        scale = np.array([cos(radians(latitude)), 1.0]) * METRES_PER_DEGREE
        start = (self.edges[:, :2] - (longitude, latitude)) * scale
        way = (self.edges[:, 2:] - self.edges[:, :2]) * scale
        length = np.maximum((way**2).sum(axis=1), 1e-12)
        part = np.clip(-(start * way).sum(axis=1) / length, 0.0, 1.0)
        return float(np.sqrt(((start + way * part[:, None]) ** 2).sum(axis=1)).min())


def _lowest(edges: Floats) -> Floats:
    return np.minimum(edges[:, 1], edges[:, 3])


def _highest(edges: Floats) -> Floats:
    return np.maximum(edges[:, 1], edges[:, 3])


def area(ring: Floats) -> float:
    """Square degrees; the sign is that of the direction."""
    x, y = ring[:, 0] - ring[0, 0], ring[:, 1] - ring[0, 1]
    return float((x[:-1] * y[1:] - x[1:] * y[:-1]).sum() / 2)


def crossing(edges: Floats) -> tuple[float, float] | None:
    """Longitude and latitude of an edge that crosses another one, touching ends aside."""
    low, high = _lowest(edges), _highest(edges)
    order = np.argsort(low)
    edges, low, high = edges[order], low[order], high[order]
    ends = np.searchsorted(low, high, side="right")
    for number, end in enumerate(ends):
        edge, others = edges[number], edges[number + 1 : end]
        if len(others) and np.any(_crosses(edge, others)):
            return float(edge[0]), float(edge[1])
    return None


def _crosses(edge: Floats, others: Floats) -> Bools:
    """Both ends of each lie on different sides of the other."""
    x1, y1, x2, y2 = edge
    one = _side(x1, y1, x2, y2, others[:, 0], others[:, 1])
    two = _side(x1, y1, x2, y2, others[:, 2], others[:, 3])
    three = _side(others[:, 0], others[:, 1], others[:, 2], others[:, 3], x1, y1)
    four = _side(others[:, 0], others[:, 1], others[:, 2], others[:, 3], x2, y2)
    crossed: Bools = (one * two < 0) & (three * four < 0)
    return crossed


def _side(x1: Any, y1: Any, x2: Any, y2: Any, x: Any, y: Any) -> Any:
    return np.sign((x2 - x1) * (y - y1) - (y2 - y1) * (x - x1))


def simplified(ring: Floats, metres: float) -> Floats:
    """The ring with fewer corners, none of those left out farther than this from what stays.

    Douglas and Peucker's method (1973), on a plane in metres.
    """
    scale = np.array([cos(radians(float(ring[:, 1].mean()))), 1.0]) * METRES_PER_DEGREE
    plane = (ring - ring[0]) * scale
    kept = np.zeros(len(ring), dtype=bool)
    far = int((plane**2).sum(axis=1).argmax())
    kept[[0, far, -1]] = True
    parts = [(0, far), (far, len(ring) - 1)]
    while parts:
        start, end = parts.pop()
        if end - start < 2:
            continue
        away = _distances(plane[start + 1 : end], plane[start], plane[end])
        corner = int(away.argmax())
        if away[corner] > metres:
            middle = start + 1 + corner
            kept[middle] = True
            parts += [(start, middle), (middle, end)]
    fewer = ring[kept]
    return fewer if len(fewer) >= 4 else ring


def _distances(points: Floats, start: Floats, end: Floats) -> Floats:
    way = end - start
    length = hypot(*way)
    if not length:
        return np.asarray(np.hypot(*(points - start).T))
    x, y = (points - start).T
    return np.asarray(np.abs(way[0] * y - way[1] * x) / length)
