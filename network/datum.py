"""Positions between WGS-84, GCJ-02 (Amap, Tencent) and BD-09 (Baidu): pure functions.

All functions take and give degrees, latitude first. GCJ-02 is defined only
within China's rectangle; outside it equals WGS-84. The obfuscation polynomial is
the published one (Krasovsky 1940 ellipsoid), as in `eviltransform` and PROJ
discussions; the inverse is found by fixed-point iteration, which converges because
the shift changes by less than 1 % over its own length.
"""

from __future__ import annotations

from math import atan2, cos, pi, sin, sqrt
from typing import Final, NamedTuple

from network.conf import DatumName

SEMI_MAJOR_AXIS: Final = 6378245.0  # metres, Krasovsky 1940
ECCENTRICITY_SQUARED: Final = 0.00669342162296594323
BAIDU_PI: Final = pi * 3000.0 / 180.0


class Point(NamedTuple):
    """A position in degrees; its datum is told by where it stands."""

    latitude: float
    longitude: float


def in_china(latitude: float, longitude: float) -> bool:
    """Whether the rectangle in which GCJ-02 differs from WGS-84 holds the position."""
    return 0.8293 <= latitude <= 55.8271 and 72.004 <= longitude <= 137.8347


def _waves(x: float) -> float:
    return (20.0 * sin(6.0 * x * pi) + 20.0 * sin(2.0 * x * pi)) * 2.0 / 3.0


def _shift(latitude: float, longitude: float) -> Point:
    """Degrees that GCJ-02 adds to a WGS-84 position."""
    x, y = longitude - 105.0, latitude - 35.0
    root = sqrt(abs(x))
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + _waves(x)
    north += (20.0 * sin(y * pi) + 40.0 * sin(y / 3.0 * pi)) * 2.0 / 3.0
    north += (160.0 * sin(y / 12.0 * pi) + 320.0 * sin(y * pi / 30.0)) * 2.0 / 3.0
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + _waves(x)
    east += (20.0 * sin(x * pi) + 40.0 * sin(x / 3.0 * pi)) * 2.0 / 3.0
    east += (150.0 * sin(x / 12.0 * pi) + 300.0 * sin(x / 30.0 * pi)) * 2.0 / 3.0
    radians = latitude / 180.0 * pi
    magic = 1.0 - ECCENTRICITY_SQUARED * sin(radians) ** 2
    meridian = SEMI_MAJOR_AXIS * (1.0 - ECCENTRICITY_SQUARED) / (magic * sqrt(magic))
    parallel = SEMI_MAJOR_AXIS / sqrt(magic) * cos(radians)
    return Point(north * 180.0 / (meridian * pi), east * 180.0 / (parallel * pi))


def wgs84_to_gcj02(latitude: float, longitude: float) -> Point:
    """Shift a WGS-84 position as Amap and Tencent do."""
    if not in_china(latitude, longitude):
        return Point(latitude, longitude)
    shift = _shift(latitude, longitude)
    return Point(latitude + shift.latitude, longitude + shift.longitude)


def gcj02_to_wgs84(latitude: float, longitude: float) -> Point:
    """Undo the GCJ-02 shift; round trips within 2 mm."""
    if not in_china(latitude, longitude):
        return Point(latitude, longitude)
    wgs = Point(latitude, longitude)
    for _ in range(6):  # each step gains two to three decimal places
        shift = _shift(*wgs)
        wgs = Point(latitude - shift.latitude, longitude - shift.longitude)
    return wgs


def gcj02_to_bd09(latitude: float, longitude: float) -> Point:
    """Apply Baidu's second shift to a GCJ-02 position."""
    radius = sqrt(longitude**2 + latitude**2) + 0.00002 * sin(latitude * BAIDU_PI)
    angle = atan2(latitude, longitude) + 0.000003 * cos(longitude * BAIDU_PI)
    return Point(radius * sin(angle) + 0.006, radius * cos(angle) + 0.0065)


def bd09_to_gcj02(latitude: float, longitude: float) -> Point:
    """Undo Baidu's second shift by the same iteration."""
    gcj = Point(latitude - 0.006, longitude - 0.0065)
    for _ in range(6):
        there = gcj02_to_bd09(*gcj)
        gcj = Point(
            gcj.latitude + latitude - there.latitude, gcj.longitude + longitude - there.longitude
        )
    return gcj


def to_wgs84(latitude: float, longitude: float, *, datum: DatumName) -> Point:
    """Bring a position of any of the three datums to WGS-84."""
    if datum == "wgs84":
        return Point(latitude, longitude)
    if datum == "bd09":
        if not in_china(latitude, longitude):
            return Point(latitude, longitude)
        latitude, longitude = bd09_to_gcj02(latitude, longitude)
    return gcj02_to_wgs84(latitude, longitude)


def from_wgs84(latitude: float, longitude: float, *, datum: DatumName) -> Point:
    """Bring a WGS-84 position to any of the three datums."""
    if datum == "wgs84" or not in_china(latitude, longitude):
        return Point(latitude, longitude)
    gcj = wgs84_to_gcj02(latitude, longitude)
    return gcj if datum == "gcj02" else gcj02_to_bd09(*gcj)
