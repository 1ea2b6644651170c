"""Which stored place a row means.

Matching is conservative: a chain's branches share a name, so a name alone is never enough.
"""

from __future__ import annotations

import dataclasses
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from network.datum import Point
from network.exchange.clean import Record
from network.exchange.gazetteer import kilometres
from network.exchange.problems import problem
from network.exchange.text import address_key, key

SAME_NAME_NEAR: Final = 300.0  # metres


@dataclasses.dataclass(frozen=True, slots=True)
class Stored:
    """What matching needs of a stored place; degrees are WGS-84."""

    pk: int
    public_id: str
    name: str
    address: str
    point: Point | None
    closed: bool = False
    mine: bool = True  # whether the user may write it


class Matcher:
    """Pairs the rows of one sheet with the stored places of its category."""

    def __init__(self, stored: Iterable[Stored], *, area: re.Pattern[str]) -> None:
        self._area = area
        self._stored = list(stored)
        self._by_place: dict[tuple[str, str], list[Stored]] = defaultdict(list)
        self._by_name: dict[str, list[Stored]] = defaultdict(list)
        for place in self._stored:
            self._by_place[self._key(place.name, place.address)].append(place)
            self._by_name[key(place.name)].append(place)

    def match(self, records: Sequence[Record], by_id: dict[str, Stored]) -> dict[int, Stored]:
        """The place of each row that has one, by row number; each place is taken once.

        `by_id` are the places named by the rows' own ids, of whatever category.
        Rows that can't be taken get their problem.
        """
        taken: dict[int, int] = {}
        matched: dict[int, Stored] = {}
        names = _counted(key(record.name) for record in records)
        self._match_ids(records, by_id, matched, taken)
        for record in records:
            if record.row in matched or record.rejected:
                continue
            place = self._same_place(record, taken) or self._same_name(record, taken, names)
            if place:
                matched[record.row] = place
                taken[place.pk] = record.row
        return matched

    def _match_ids(
        self,
        records: Sequence[Record],
        by_id: dict[str, Stored],
        matched: dict[int, Stored],
        taken: dict[int, int],
    ) -> None:
        for record in records:
            if not record.public_id or record.rejected:
                continue
            place = by_id.get(record.public_id)
            if place is None:
                record.problems.append(problem("id_unknown", "public_id", value=record.public_id))
            elif place.pk in taken:
                record.problems.append(problem("id_repeated", "public_id", row=taken[place.pk]))
            else:
                matched[record.row] = place
                taken[place.pk] = record.row

    def _same_place(self, record: Record, taken: dict[int, int]) -> Stored | None:
        """The first place of the same name and address that no row has taken yet."""
        places = self._by_place.get(self._key(record.name, record.texts.get("address", "")), ())
        return next((place for place in places if place.pk not in taken), None)

    def _same_name(
        self, record: Record, taken: dict[int, int], names: dict[str, int]
    ) -> Stored | None:
        """The only place of the name, if only this row has it and nothing speaks against it."""
        name = key(record.name)
        places = self._by_name.get(name, [])
        if len(places) != 1 or names[name] != 1 or places[0].pk in taken:
            return None
        place, address = places[0], record.texts.get("address", "")
        if place.point and record.point:
            near = metres(place.point, record.point) <= SAME_NAME_NEAR
            return place if near else None
        return place if not (place.address and address) else None

    def _key(self, name: str, address: str) -> tuple[str, str]:
        return key(name), address_key(address, self._area)


def metres(one: Point, two: Point) -> float:
    """Great-circle distance."""
    return 1000 * kilometres(*one, *two)


def _counted(names: Iterable[str]) -> dict[str, int]:
    counts: dict[str, int] = defaultdict(int)
    for name in names:
        counts[name] += 1
    return counts
