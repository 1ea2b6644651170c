"""The coordinates of a sheet: which number is which, where they lie, what is wrong with them."""

from __future__ import annotations

import dataclasses
import itertools
import math
import re
from collections.abc import Iterable, Sequence
from typing import Final

from network.conf import DatumName, Network
from network.coordinates import parse_position
from network.datum import Point, to_wgs84
from network.exchange.problems import Problem, problem

ENOUGH: Final = 500  # pairs that tell the order of a sheet
DIGITS: Final = 7  # decimals stored: a centimetre
NOT_FINITE: Final = re.compile(r"[+-]?(?:nan|inf|infinity)", re.IGNORECASE)
EMPTY: Final = frozenset(
    {"", "-", "--", "—", "/", "无", "暂无", "待定", "none", "null", "na", "n/a", "#n/a"}
)


@dataclasses.dataclass(frozen=True, slots=True)
class Position:
    """A WGS-84 point inside the network; or none, why, and what was written instead."""

    point: Point | None = None
    problems: tuple[Problem, ...] = ()
    written: str = ""

    @property
    def outside(self) -> bool:
        """Whether coordinates are given that lie beyond the network."""
        return any(one.code == "outside" for one in self.problems)


class PositionReader:
    """Reads the position cells of one sheet; which order they stand in is told by the values."""

    def __init__(self, *, datum: DatumName, network: Network) -> None:
        self.datum = datum
        self.network = network
        self.latitude_first = False

    def learn(self, positions: Iterable[Sequence[str]]) -> None:
        """Take the order in which more pairs lie inside the network."""
        votes = {False: 0, True: 0}
        pairs = filter(None, map(_numbers, positions))
        for numbers in itertools.islice(pairs, ENOUGH):
            for latitude_first in votes:
                votes[latitude_first] += self._point(numbers, latitude_first) is not None
        self.latitude_first = votes[True] > votes[False]

    def read(self, cells: Sequence[str]) -> Position:
        """One row's position."""
        if any(NOT_FINITE.fullmatch(cell) for cell in cells):
            return self._no("not_finite", cells)
        filled = [cell for cell in cells if cell.casefold() not in EMPTY]
        if not filled:
            return Position(problems=(problem("no_position", "position"),))
        if len(filled) < len(cells):
            return self._no("half_position", filled)
        if numbers := _numbers(cells):
            return self._from_numbers(numbers, cells)
        return self._from_text(" ".join(cells))

    def _from_numbers(self, numbers: tuple[float, float], cells: Sequence[str]) -> Position:
        if not all(map(math.isfinite, numbers)):
            return self._no("not_finite", cells)
        problems = [problem("coarse", "position")] if all(map(_is_coarse, cells)) else []
        if point := self._point(numbers, self.latitude_first):
            return Position(point, tuple(problems))
        if point := self._point(numbers, not self.latitude_first):
            return Position(point, (*problems, problem("swapped", "position")))
        return self._no("outside", cells)

    def _from_text(self, text: str) -> Position:
        readings = parse_position(text)
        for reading in readings:
            point = self._inside(reading.to_wgs84(self.datum))
            if point:
                bare = not re.search(r"[^\d\s,;./-]", text)
                swapped = reading.swapped and not (bare and self.latitude_first)
                problems = (problem("swapped", "position"),) if swapped else ()
                return Position(point, problems)
        return self._no("outside" if readings else "no_degrees", [text])

    def _point(self, numbers: tuple[float, float], latitude_first: bool) -> Point | None:
        latitude, longitude = numbers if latitude_first else numbers[::-1]
        if not (abs(latitude) <= 90 and abs(longitude) <= 180):
            return None
        return self._inside(to_wgs84(latitude, longitude, datum=self.datum))

    def _inside(self, point: Point) -> Point | None:
        if not self.network.contains(*point):
            return None
        return Point(round(point.latitude, DIGITS), round(point.longitude, DIGITS))

    def _no(self, code: str, cells: Sequence[str]) -> Position:
        written = ", ".join(cells)
        return Position(
            problems=(problem(code, "position", value=written),),
            written=f"{written} ({self.datum})",
        )


def _numbers(cells: Sequence[str]) -> tuple[float, float] | None:
    """Two plain numbers, from two cells or from one that parts them."""
    parts = cells if len(cells) == 2 else re.split(r"[\s,，;；/|]+", "".join(cells).strip())
    if len(parts) != 2:
        return None
    try:
        return float(parts[0]), float(parts[1])
    except ValueError:
        return None


def _is_coarse(cell: str) -> bool:
    return len(cell.partition(".")[2]) <= 2
