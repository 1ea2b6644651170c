"""A GeoJSON file of districts, read and judged; nothing is written here."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
from django.utils.translation import gettext as _

from network.boundaries.errors import BoundaryError
from network.boundaries.shapes import Floats, Shape, area, crossing, simplified
from network.conf import DatumName, Network
from network.datum import to_wgs84
from network.models import District

LARGEST: Final = 64 * 1024 * 1024  # bytes
TOLERANCE: Final = 5.0  # metres that a corner may be moved: as far as positions are known
BEYOND: Final = 0.1  # degrees that a district may reach over the network's rough bounds
GEOGRAPHIC: Final = ("CRS84", "4326", "4490")  # what `crs`, which RFC 7946 dropped, may name


@dataclasses.dataclass(frozen=True, slots=True)
class Boundaries:
    """A shape for each district that has one, and how many shapes are of no district of ours."""

    shapes: dict[District, Shape]
    others: int


def read_boundaries(
    path: Path, *, datum: DatumName, districts: Sequence[District], network: Network
) -> Boundaries:
    """The districts' shapes in WGS-84; BoundaryError names everything that is wrong.

    Refused is a file that lacks a nationally numbered district (areas with a key of their own
    lie inside those), holds one twice, has geometry that encloses nothing or crosses itself, lies
    outside the network, or puts one of the network's check points into another district.
    """
    features = _features(path)
    faults: list[str] = []
    shapes: dict[District, Shape] = {}
    others = 0
    for feature in features:
        district = _district(feature, districts)
        if district is None:
            others += 1
        elif district in shapes:
            faults.append(_("%(district)s is there twice.") % {"district": district.name})
        else:
            try:
                shapes[district] = _shape(feature.get("geometry"), datum, network)
            except ValueError as error:
                shapes[district] = Shape(rings=(), edges=np.empty((0, 4)))
                faults.append(f"{district.name}: {error}")
    faults += _missing(shapes, districts)
    if not faults:
        faults += _misplaced(shapes, network, datum)
    if faults:
        raise BoundaryError(faults)
    return Boundaries(shapes, others)


def _features(path: Path) -> list[dict[str, Any]]:
    try:
        if path.stat().st_size > LARGEST:
            raise BoundaryError([_("The file is larger than 64 MB.")])
        data = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise BoundaryError([_("The file can't be read: %s") % error.strerror]) from error
    except (ValueError, RecursionError) as error:
        raise BoundaryError([_("The file is not GeoJSON.")]) from error
    features = data.get("features") if isinstance(data, dict) else None
    if not isinstance(features, list) or not all(isinstance(one, dict) for one in features):
        raise BoundaryError([_("The file is not a GeoJSON collection of features.")])
    crs = json.dumps(data.get("crs"))
    if data.get("crs") and not any(name in crs for name in GEOGRAPHIC):
        raise BoundaryError([_("The file is not in degrees: it names another system in “crs”.")])
    return features


def _district(feature: Mapping[str, Any], districts: Sequence[District]) -> District | None:
    """By its code, which national files write with 156 before it or zeros behind, or its name."""
    properties = feature.get("properties")
    values = properties.values() if isinstance(properties, dict) else ()
    words = {str(value).strip() for value in (*values, feature.get("id"))}
    for district in districts:
        code = district.code
        if words & {code, f"156{code}", f"{code}000000"}:
            return district
    named = [district for district in districts if district.name in words]
    return named[0] if named else None


def _shape(geometry: Any, datum: DatumName, network: Network) -> Shape:
    """ValueError, with a sentence, where it is no area on the network's ground."""
    rings = []
    for polygon in _polygons(geometry):
        part = [_ring(ring, datum) for ring in polygon]
        if place := crossing(Shape.of(part).edges):
            raise ValueError(_("the boundary crosses itself near %.5f, %.5f") % place)
        shell = Shape.of(part[:1])
        for hole in part[1:]:
            if not _lies_in(hole, shell):
                raise ValueError(_("a hole lies outside of what it is a hole in"))
        rings += part
    shape = Shape.of([np.round(simplified(ring, TOLERANCE), 6) for ring in rings])
    south, west, north, east = shape.box
    if (
        south < network.south - BEYOND
        or west < network.west - BEYOND
        or north > network.north + BEYOND
        or east > network.east + BEYOND
    ):
        raise ValueError(_("it reaches outside %s") % network.city)
    return shape


def _polygons(geometry: Any) -> Iterator[list[Any]]:
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    coordinates = geometry.get("coordinates") if isinstance(geometry, dict) else None
    if kind not in ("Polygon", "MultiPolygon") or not isinstance(coordinates, list):
        raise ValueError(_("it is not a polygon"))
    polygons = coordinates if kind == "MultiPolygon" else [coordinates]
    if not polygons:
        raise ValueError(_("it is empty"))
    for polygon in polygons:
        if not isinstance(polygon, list) or not polygon:
            raise ValueError(_("it is empty"))
        yield polygon


def _ring(positions: Any, datum: DatumName) -> Floats:
    try:
        ring = np.array([position[:2] for position in positions], dtype=np.float64)
    except (TypeError, ValueError, IndexError) as error:
        raise ValueError(_("a corner is not a pair of numbers")) from error
    if ring.ndim != 2 or ring.shape[1] != 2 or len(ring) < 4 or (ring[0] != ring[-1]).any():
        raise ValueError(_("a ring has fewer than four corners, or is not closed"))
    if not np.isfinite(ring).all() or (np.abs(ring) > (180, 90)).any():
        raise ValueError(_("a corner is not in degrees, longitude first"))
    if datum != "wgs84":
        ring = np.array([to_wgs84(y, x, datum=datum)[::-1] for x, y in ring.tolist()])
    if abs(area(ring)) < 1e-9:  # ten square metres
        raise ValueError(_("a ring encloses nothing"))
    return ring


def _lies_in(hole: Floats, shell: Shape) -> bool:
    """Most corners do: some may touch the shell."""
    return bool(shell.contains(hole[:, 1], hole[:, 0]).mean() > 0.5)


def _missing(shapes: Mapping[District, Shape], districts: Sequence[District]) -> list[str]:
    missing = [one.name for one in districts if one.code.isdecimal() and one not in shapes]
    if not missing:
        return []
    return [_("These districts are missing: %s.") % "、".join(missing)]


def _misplaced(shapes: Mapping[District, Shape], network: Network, datum: DatumName) -> list[str]:
    """Whether each of the network's check points lies in its district, and in that one alone."""
    names = {district.code: district.name for district in shapes}
    faults = []
    for point in network.check_points:
        spot = np.array([point.latitude]), np.array([point.longitude])
        found = [district for district, shape in shapes.items() if shape.contains(*spot)[0]]
        if [district.code for district in found] == [point.district]:
            continue
        told = {
            "position": f"{point.longitude}, {point.latitude}",
            "found": "、".join(one.name for one in found) or _("no district"),
            "expected": names.get(point.district, point.district),
            "datum": datum,
        }
        text = _(
            "%(position)s (WGS-84) lies in %(found)s here, and not in %(expected)s: the file"
            " is not in %(datum)s, or its boundaries are wrong."
        )
        faults.append(text % told)
    return faults
