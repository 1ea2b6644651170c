"""Where invented places may lie, and how many people live there."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path
from typing import Final

from django.utils.translation import gettext as _

from network.fixtures_csv import Line, read_lines

KINDS_OF_AREA: Final = re.compile(r"(?<=..)(街道|地区|镇|(满族|回族)?乡|(?<!开发)区)$")
KINDS_IN_ENGLISH: Final = re.compile(
    r"(?<!Development) (Subdistrict|Area|Town|(Manchu |Hui )?Township|District)$"
)
SEAT_RADIUS_M: Final = 700.0


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A street, or a district as a whole, around one point.

    WGS-84 degrees, metres; `weight` is its part of the network's people. `subdistrict`
    is empty for a district as a whole.
    """

    organization: str
    district: str
    subdistrict: str
    name: str
    name_en: str
    district_name: str
    latitude: float
    longitude: float
    radius_m: float
    weight: float


@dataclasses.dataclass(frozen=True, slots=True)
class Ground:
    """The streets, and the seats of the districts."""

    streets: list[Area]
    seats: list[Area]


def short_name(name: str) -> str:
    """望京街道 → 望京."""
    return KINDS_OF_AREA.sub("", name)


def short_name_en(name: str) -> str:
    """Wangjing Subdistrict → Wangjing."""
    return KINDS_IN_ENGLISH.sub("", name)


def load_ground(folder: Path) -> Ground:
    """Read a fixtures folder; FixtureError names what is wrong in it."""
    districts = _by("code", folder / "districts.csv", "name", "name_en", "latitude", "longitude")
    streets = _by("code", folder / "subdistricts.csv", "name", "name_en", "district")
    people = _by("district", folder / "demo_districts.csv", "people")
    anchors = _by(
        "area", folder / "demo_anchors.csv", "latitude", "longitude", "radius_m", "weight"
    )
    home = {area: _district(area, line, districts, streets) for area, line in anchors.items()}
    whole = dict.fromkeys(districts, 0.0)
    for area, line in anchors.items():
        whole[home[area]] += line.real("weight")
    return Ground(
        [
            _street(
                line,
                streets.get(area) or districts[area],
                districts[home[area]],
                weight=line.real("weight") / whole[home[area]] * people[home[area]].real("people"),
            )
            for area, line in anchors.items()
        ],
        [_seat(line, people[code].real("people")) for code, line in districts.items()],
    )


def _by(key: str, path: Path, *columns: str) -> dict[str, Line]:
    return {line.cells[key]: line for line in read_lines(path, required=[key, *columns])}


def _district(area: str, line: Line, districts: dict[str, Line], streets: dict[str, Line]) -> str:
    code = streets[area].cells["district"] if area in streets else area
    if code not in districts:
        raise line.error("area", _("There is no “%s”.") % code)
    return code


def _street(anchor: Line, named: Line, district: Line, *, weight: float) -> Area:
    code = anchor.cells["area"]
    return Area(
        organization=code,
        district=district.cells["code"],
        subdistrict="" if named is district else code,
        name=named.cells["name"],
        name_en=named.cells["name_en"],
        district_name=district.cells["name"],
        latitude=anchor.real("latitude"),
        longitude=anchor.real("longitude"),
        radius_m=anchor.real("radius_m"),
        weight=weight,
    )


def _seat(district: Line, people: float) -> Area:
    return Area(
        organization=district.cells["code"],
        district=district.cells["code"],
        subdistrict="",
        name=district.cells["name"],
        name_en=district.cells["name_en"],
        district_name=district.cells["name"],
        latitude=district.real("latitude"),
        longitude=district.real("longitude"),
        radius_m=SEAT_RADIUS_M,
        weight=people,
    )
