"""Great-circle distances by unit vectors: exact order, no projection."""

from __future__ import annotations

from math import asin, cos, inf, pi, radians, sin
from typing import Final

import numpy as np
import numpy.typing as npt

EARTH_RADIUS: Final = 6_371_008.8  # metres, IUGG mean radius R1

Floats = npt.NDArray[np.float64]


def unit_vector(latitude: float, longitude: float) -> tuple[float, float, float]:
    """The point on the unit sphere of a WGS-84 position in degrees."""
    phi, theta = radians(latitude), radians(longitude)
    return cos(phi) * cos(theta), cos(phi) * sin(theta), sin(phi)


def unit_vectors(latitude: Floats, longitude: Floats) -> Floats:
    """The same for arrays of degrees; shape (n, 3), C-contiguous for the k-d tree."""
    phi, theta = np.radians(latitude), np.radians(longitude)
    return np.stack((np.cos(phi) * np.cos(theta), np.cos(phi) * np.sin(theta), np.sin(phi)), axis=1)


def chord(metres: float) -> float:
    """Straight-line distance on the unit sphere of a great-circle distance."""
    angle = metres / EARTH_RADIUS
    return inf if angle >= pi else 2.0 * sin(angle / 2.0)


def metres(chord: float) -> float:
    """Great-circle distance of a straight-line distance on the unit sphere."""
    return 2.0 * EARTH_RADIUS * asin(min(1.0, chord / 2.0))


def distance(latitude: float, longitude: float, latitude2: float, longitude2: float) -> float:
    """Great-circle metres between two WGS-84 positions in degrees."""
    here, there = unit_vector(latitude, longitude), unit_vector(latitude2, longitude2)
    return metres(sum((a - b) ** 2 for a, b in zip(here, there, strict=True)) ** 0.5)
