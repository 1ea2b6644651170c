"""Two invented districts side by side, a border at 116.4° between them."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command

from network.conf import CheckPoint, Network
from network.models import District
from tests.builders import make_district

Ring = list[list[float]]
CHECKS = (CheckPoint(39.95, 116.397, "110108"), CheckPoint(39.95, 116.403, "110105"))


def network() -> Network:
    """The settings' network with check points on both sides of the border."""
    return dataclasses.replace(settings.NETWORK, check_points=CHECKS)


def districts() -> tuple[District, District]:
    """West and east; a third, with a key of its own, needs no boundary."""
    make_district("bda", name="开发区")
    return make_district(), make_district("110105", name="朝阳区", name_en="Chaoyang")


def square(west: float, south: float, east: float, north: float) -> Ring:
    """A ring."""
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


WEST, EAST = square(116.2, 39.8, 116.4, 40.1), square(116.4, 39.8, 116.6, 40.1)


def feature(name: str, *rings: Ring, **changes: Any) -> dict[str, Any]:
    """A district as a polygon with holes."""
    geometry = {"type": "Polygon", "coordinates": list(rings)}
    return {"type": "Feature", "properties": {"name": name}, "geometry": geometry} | changes


def both(west: Ring = WEST, east: Ring = EAST) -> list[dict[str, Any]]:
    """The two districts."""
    return [feature("海淀区", west), feature("朝阳区", east)]


def write(folder: Path, features: Any, **more: Any) -> Path:
    """A file of these features."""
    path = folder / "districts.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features} | more))
    return path


def load(folder: Path) -> None:
    """Boundaries of the two districts; the settings' network must be `network()`."""
    call_command("import_boundaries", str(write(folder, both())), datum="wgs84", verbosity=0)
