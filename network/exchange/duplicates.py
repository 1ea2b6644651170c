"""Which rows and places are likely the same twice: said, never decided."""

from __future__ import annotations

import dataclasses
import re
from collections import defaultdict
from collections.abc import Sequence
from typing import Any, Final

from network.datum import Point
from network.exchange.clean import Record
from network.exchange.match import SAME_NAME_NEAR, Stored, metres
from network.exchange.near import NOBODY, close_by
from network.exchange.problems import Problem, problem
from network.exchange.text import address_key, key

SAME_SPOT: Final = 30.0  # metres


def find_copies(records: Sequence[Record]) -> None:
    """Reject rows that repeat another in every cell but the numbering: nothing is lost."""
    first: dict[Any, int] = {}
    for record in records:
        if record.rejected:
            continue
        said = (
            record.public_id,
            tuple(sorted(record.texts.items())),
            tuple(record.notes),
            record.found,
            record.point,
            record.verified_on,
            record.area.owner.pk if record.area.owner else None,
        )
        earlier = first.setdefault(said, record.row)
        if earlier != record.row:
            record.problems.append(problem("copy", row=earlier))


def find_duplicates(
    records: Sequence[Record],
    stored: Sequence[Stored],
    matched: dict[int, Stored],
    *,
    area: re.Pattern[str],
) -> None:
    """Flag rows that likely mean a place already stored, or one of a row above."""
    taken = {place.pk for place in matched.values()}
    others = [place for place in stored if place.pk not in taken and not place.closed]
    taken_rows = [record for record in records if not record.rejected]
    _flag_names(taken_rows, others, matched, area)
    spots = [_Spot(p.point, p.name, p.public_id, 0) for p in others if p.point]
    spots += [_Spot(r.point, r.name, "", r.row) for r in taken_rows if r.point]
    _flag_spots({record.row: record for record in taken_rows}, spots)


@dataclasses.dataclass(frozen=True, slots=True)
class _Spot:
    point: Point
    name: str
    public_id: str
    row: int  # 0: stored


def _flag_names(
    records: Sequence[Record],
    others: Sequence[Stored],
    matched: dict[int, Stored],
    area: re.Pattern[str],
) -> None:
    """Names that the file repeats, and those that a place has which no row means."""
    by_name: dict[str, Stored] = {}
    for place in others:
        by_name.setdefault(key(place.name), place)
    rows: dict[str, int] = {}
    places: dict[tuple[str, str], int] = {}
    for record in records:
        name = key(record.name)
        place_key = name, address_key(record.texts.get("address", ""), area)
        same_place, same_name = places.setdefault(place_key, record.row), rows.get(name)
        if same_place != record.row:
            record.problems.append(problem("row_repeated", row=same_place))
        elif same_name:
            record.problems.append(problem("name_repeated", "name", row=same_name))
        elif record.row not in matched and name in by_name:
            record.problems.append(problem("same_name_stored", "name", id=by_name[name].public_id))
        rows.setdefault(name, record.row)


def _flag_spots(records: dict[int, Record], spots: Sequence[_Spot]) -> None:
    """One flag a row: the nearest earlier spot within 30 m, or of the same name within 300 m."""
    by_name: dict[str, list[_Spot]] = defaultdict(list)
    for spot in spots:
        by_name[key(spot.name)].append(spot)
    flags = _neighbours(spots, SAME_SPOT)
    for group in by_name.values():
        for row, (spot, distance) in _neighbours(group, SAME_NAME_NEAR).items():
            flags.setdefault(row, (spot, distance))
    for row, (spot, distance) in flags.items():
        records[row].problems.append(_near(records[row], spot, distance))


def _near(record: Record, spot: _Spot, distance: float) -> Problem:
    same = "same_name_near" if key(record.name) == key(spot.name) else "same_spot"
    if spot.row:
        return problem(same, "position", metres=round(distance), row=spot.row, name=spot.name)
    return problem(
        f"{same}_stored", "position", metres=round(distance), id=spot.public_id, name=spot.name
    )


def _neighbours(spots: Sequence[_Spot], radius: float) -> dict[int, tuple[_Spot, float]]:
    """For each row the nearest spot that is stored or stands above it, within metres."""
    if len(spots) < 2:
        return {}
    indexes = close_by([spot.point for spot in spots], radius)
    found: dict[int, tuple[_Spot, float]] = {}
    for spot, around in zip(spots, indexes, strict=True):
        near = [spots[i] for i in around if i != NOBODY and spots[i].row < spot.row]
        if near:
            ranked = [(metres(spot.point, other.point), other.row, other) for other in near]
            distance, _row, other = min(ranked, key=lambda one: one[:2])
            found[spot.row] = other, distance
    return found
