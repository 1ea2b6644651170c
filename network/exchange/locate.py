"""District, street and owner of a row: from its columns, its address, its name, the options."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Final

from network.datum import Point
from network.exchange.columns import Row
from network.exchange.gazetteer import Gazetteer, distance_to
from network.exchange.positions import Position
from network.exchange.problems import Problem, problem
from network.models import District, Organization, Subdistrict

# Label points stand in for boundaries. Of random positions inside Beijing's districts 2 % are
# called wrong by this, of positions in another district two thirds are found.
FAR: Final = 10.0  # km from the own label
CLEARLY: Final = 0.5  # of that: where another label must be


@dataclasses.dataclass(slots=True)
class Area:
    """Where a row belongs; `told` is false where only the option says the district."""

    district: District | None = None
    subdistrict: Subdistrict | None = None
    told: bool = False
    owner: Organization | None = None
    owner_told: bool = False
    problems: list[Problem] = dataclasses.field(default_factory=list)
    notes: list[tuple[str, str]] = dataclasses.field(default_factory=list)


def locate(
    row: Row,
    position: Position,
    gazetteer: Gazetteer,
    *,
    district: District | None,
    owner: Organization | None,
) -> Area:
    """Find the row's area; `district` and `owner` are what the options say."""
    area = Area()
    if city := gazetteer.other_city_in(row.get("address")):
        area.problems.append(problem("other_city", "address", value=city))
    else:
        _find_district(row, gazetteer, area)
        _find_street(row, gazetteer, area, district)
        # Coordinates beyond the city speak against the option, which is said of all rows at once.
        area.district = area.district or (None if position.outside else district)
    if district and area.district and area.district != district:
        area.problems.append(
            problem(
                "other_district", "district", district=area.district.name, expected=district.name
            )
        )
    if position.point and area.district:
        _check_ground(position.point, area.district, gazetteer, area)
    _find_owner(row, gazetteer, area, gazetteer.federation(district or area.district), owner)
    return area


def _find_district(row: Row, gazetteer: Gazetteer, area: Area) -> None:
    if word := row.get("district"):
        area.district = gazetteer.district(word)
        if not area.district:
            area.problems.append(problem("district_unknown", "district", value=word))
            area.notes.append(("district", word))
    if not area.district:
        area.district = gazetteer.district_in(row.get("address")) or gazetteer.district_in(
            row.get("name")
        )
    area.told = area.district is not None


def _find_street(row: Row, gazetteer: Gazetteer, area: Area, expected: District | None) -> None:
    """Names shared by several districts count only within a known one."""
    for field in ("subdistrict", "address", "name"):
        if not (text := row.get(field)):
            continue
        streets = gazetteer.streets_in(text)
        if not streets:
            if field == "subdistrict":
                area.problems.append(problem("street_unknown", field, value=text))
                area.notes.append((field, text))
            continue
        if _take(streets, area, expected):
            return
        if not area.district:
            area.problems.append(problem("street_unclear", field, value=streets[0].name))


def _take(streets: Sequence[Subdistrict], area: Area, expected: District | None) -> bool:
    known = area.district or expected
    inside = [street for street in streets if known and street.district_id == known.pk]
    fitting = inside or ([] if area.district else list(streets))
    if len(fitting) != 1:
        return False
    area.subdistrict = fitting[0]
    area.district, area.told = fitting[0].district, True
    return True


def _check_ground(point: Point, district: District, gazetteer: Gazetteer, area: Area) -> None:
    """By the boundaries, where they are loaded; else by the label points."""
    ground = gazetteer.ground
    if ground is None or not ground.knows(district.pk):
        _check_distance(point, district, gazetteer, area)
    elif ground.is_outside(district.pk, point):
        told = {
            "metres": round(ground.metres_outside(district.pk, point)),
            "district": district.name,
        }
        if holder := gazetteer.name_of(ground.holder(point)):
            area.problems.append(problem("beyond", "position", holder=holder, **told))
        else:
            area.problems.append(problem("beyond_all", "position", **told))


def _check_distance(point: Point, district: District, gazetteer: Gazetteer, area: Area) -> None:
    if district.latitude is None or (own := distance_to(district, *point)) <= FAR:
        return
    other, kilometres = gazetteer.nearest(*point) or (district, own)
    if kilometres < own * CLEARLY:
        area.problems.append(
            problem(
                "elsewhere",
                "position",
                km=round(own),
                district=district.name,
                other_km=round(kilometres),
                other=other.name,
            )
        )


def _find_owner(
    row: Row,
    gazetteer: Gazetteer,
    area: Area,
    federation: Organization | None,
    owner: Organization | None,
) -> None:
    """A column's word first, then the option's, then the district's federation."""
    if word := row.get("organization"):
        area.owner = gazetteer.owner(word)
        area.owner_told = area.owner is not None
        if not area.owner:
            area.problems.append(problem("owner_unknown", "organization", value=word))
            area.notes.append(("organization", word))
    area.owner = area.owner or owner or federation
