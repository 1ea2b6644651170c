"""In which datum a sheet's coordinates stand, told by the places in it that are known."""

from __future__ import annotations

import dataclasses
import statistics
from collections.abc import Iterable
from typing import Final, get_args

from network.conf import DatumName, Network
from network.datum import Point
from network.exchange import columns as sheet_columns
from network.exchange.match import metres
from network.exchange.plan import Sheet
from network.exchange.positions import PositionReader
from network.exchange.text import key
from network.models import Place
from network.querysets import PlaceQuerySet

ENOUGH: Final = 3  # places that are known
NEAR: Final = 150.0  # metres; the datums lie 300 to 1,200 apart in China
FAR: Final = 2.5  # times as far as the best is any other datum


@dataclasses.dataclass(frozen=True, slots=True)
class Guess:
    """The datum that fits, the median distance in metres, and of how many places."""

    datum: DatumName
    metres: float
    count: int


def guess_datum(sheet: Sheet, network: Network, known: PlaceQuerySet[Place]) -> Guess | None:
    """The datum in which rows lie where places of their names are stored; None: not told."""
    rows = [row for row in sheet_columns.rows(sheet.grid, sheet.columns) if row.get("name")]
    anchors = _anchors(known, {key(row.get("name")) for row in rows})
    told = [row for row in rows if key(row.get("name")) in anchors]
    guesses = []
    for datum in get_args(DatumName):
        reader = PositionReader(datum=datum, network=network)
        reader.learn(row.position for row in rows)
        away = [
            metres(position.point, anchors[key(row.get("name"))])
            for row in told
            if (position := reader.read(row.position)).point
        ]
        if len(away) >= ENOUGH:
            guesses.append(Guess(datum, statistics.median(away), len(away)))
    return _clear(guesses)


def _anchors(known: PlaceQuerySet[Place], names: set[str]) -> dict[str, Point]:
    """Where the places of these names stand; names that several have tell nothing."""
    found: dict[str, Point | None] = {}
    places = known.filter(latitude__isnull=False, is_demo=False).order_by()
    for name, latitude, longitude in _located(places):
        if (word := key(name)) in names:
            found[word] = None if word in found else Point(latitude, longitude)
    return {word: point for word, point in found.items() if point}


def _located(places: PlaceQuerySet[Place]) -> Iterable[tuple[str, float, float]]:
    rows: Iterable[tuple[str, float, float]] = places.values_list(  # type: ignore[assignment]  # those with a position
        "name", "latitude", "longitude"
    ).iterator()
    return rows


def _clear(guesses: list[Guess]) -> Guess | None:
    ranked = sorted(guesses, key=lambda guess: guess.metres)
    if not ranked or ranked[0].metres > NEAR:
        return None
    clear = all(other.metres > max(FAR * ranked[0].metres, NEAR) for other in ranked[1:])
    return ranked[0] if clear else None
