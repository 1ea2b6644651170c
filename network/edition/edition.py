"""One published state of the network, read-only and complete."""

from __future__ import annotations

import datetime as dt
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Final

import msgspec
import numpy as np
import numpy.typing as npt

from network import hours
from network.edition import layout, moment, sphere, timetable
from network.edition.columns import Columns, load_blob, load_columns, load_json, plain
from network.edition.nearest import Found, Hit, Nearest
from network.edition.query import NO_FILTERS, Filters, Matcher, compile_filters
from network.edition.search import Search
from network.edition.suggest import Suggestion, suggest
from network.edition.tiles import Tile, tile
from network.edition.timetable import Judged, Timetable

Fields = dict[str, Any]

# The column and the reference data behind each kind of directory.
AREAS: Final = {
    "district": ("district", "districts"),
    "street": ("subdistrict", "subdistricts"),
    "category": ("category", "categories"),
}


class Edition:
    """Answers every public question from memory-mapped files."""

    def __init__(self, folder: Path, manifest: layout.Manifest) -> None:
        directory = folder / str(manifest.number)
        self.manifest = manifest
        self.reference = load_json(directory / "reference.json")
        self.columns: Columns = load_columns(directory)
        self._former: dict[str, Fields] = load_json(directory / "former.json")
        self._summaries = load_blob(directory / "summaries.bin")
        self._details = load_blob(directory / "details.bin")
        self._summary_offsets = plain(self.columns.summary_offsets)
        self._detail_offsets = plain(self.columns.detail_offsets)
        self._pin_length = plain(self.columns.pin_length)
        self._spot_start = plain(self.columns.spot_start)
        self._latitude, self._longitude = (
            plain(self.columns.latitude),
            plain(self.columns.longitude),
        )
        self._hours = plain(self.columns.hours)
        self._reopens = plain(self.columns.reopens)
        self.calendar = hours.calendar_from_rows(self.reference["holidays"])
        self.timetable = Timetable(
            self.reference["hours"],
            {name: getattr(self.columns, name) for name in timetable.COLUMNS},
            self.calendar,
        )
        # Page after page of a directory is asked for; sorting a million rows takes a while.
        self._rows_in = lru_cache(maxsize=4)(self._sorted_rows)
        self._nearest = Nearest(self.columns)
        self._search = Search(self.columns, load_blob(directory / "text.bin"))

    @property
    def number(self) -> int:
        """The number; 0 before anything was published."""
        return self.manifest.number

    @property
    def made_at(self) -> dt.datetime:
        """When it was published."""
        return self.manifest.made_at

    @property
    def count(self) -> int:
        """How many places it holds."""
        return self.manifest.count

    @cached_property
    def _by_code(self) -> dict[str, dict[str, Fields]]:
        return {
            kind: {row["code"]: row for row in rows}
            for kind, rows in self.reference.items()
            if kind not in ("holidays", "hours")
        }

    @cached_property
    def _numbers(self) -> dict[str, dict[str, int]]:
        return {
            kind: {row["code"]: number for number, row in enumerate(self.reference[kind])}
            for kind in ("categories", "amenities", "services", "access")
        }

    def by_code(self, kind: str) -> dict[str, Fields]:
        """Reference rows of a kind by code."""
        return self._by_code[kind]

    def matcher(self, filters: Filters) -> Matcher | None:
        """The filters compiled, None where there are none; raises UnknownCode."""
        if not filters:
            return None
        judged = None if filters.open is None else self.judged(filters.open)
        return compile_filters(filters, self._numbers, judged)

    def judged(self, minute: int) -> Judged:
        """The states of all distinct hours in a minute (since 1970, UTC)."""
        return self.timetable.at(minute)

    def nearest_rows(self, lat: float, lon: float, **options: Any) -> list[Hit]:
        """The hits of `nearest_found`."""
        return self.nearest_found(lat, lon, **options).hits

    def nearest_found(
        self,
        lat: float,
        lon: float,
        *,
        limit: int = 10,
        filters: Filters = NO_FILTERS,
        within: float | None = None,
    ) -> Found:
        """Rows and great-circle metres, nearest first, and who is left out.

        Left out are places of unknown hours that match all else and are as near as the
        farthest one found. Raises UnknownCode.
        """
        matcher = self.matcher(filters)
        return self._nearest.find(
            lat, lon, limit=limit, within=within, filters=filters, matcher=matcher
        )

    def search_rows(self, query: str, **options: Any) -> list[int]:
        """The rows of `search_found`."""
        return self.search_found(query, **options)[0]

    def search_found(
        self,
        query: str,
        *,
        limit: int,
        near: tuple[float, float] | None,
        filters: Filters = NO_FILTERS,
    ) -> tuple[list[int], int]:
        """Rows that hold every word of the query, best field first, then nearest; and how many
        are left out because their hours are not known."""
        rows, ranks = self._search.find(query)
        left_out = 0
        if matcher := self.matcher(filters):
            masks = matcher.masks(self.columns, rows)
            left_out = 0 if masks.left_out is None else int(np.count_nonzero(masks.left_out))
            rows, ranks = rows[masks.shown], ranks[masks.shown]
        if near is None:
            tie = rows.astype(np.float64)
        else:
            tie = -(self.columns.vector[rows] @ np.array(sphere.unit_vector(*near)))
        best: list[int] = rows[np.lexsort((tie, ranks))[:limit]].tolist()
        return best, left_out

    def suggest(
        self, query: str, *, limit: int, near: tuple[float, float] | None
    ) -> list[Suggestion]:
        """Areas, kinds and things, then places, that the letters typed so far may mean."""
        return suggest(self, query, limit=limit, near=near)

    def rows_in(self, kind: str, code: str) -> npt.NDArray[np.intp]:
        """Rows of a district, street or category by code, district by district, street by street;
        raises KeyError."""
        return self._rows_in(kind, code)

    def _sorted_rows(self, kind: str, code: str) -> npt.NDArray[np.intp]:
        column, reference = AREAS[kind]
        numbers = {row["code"]: number for number, row in enumerate(self.reference[reference])}
        rows = np.flatnonzero(getattr(self.columns, column) == numbers[code])
        columns = self.columns
        order = np.lexsort((rows, columns.subdistrict[rows], columns.district[rows]))
        return rows[order]

    def tile(self, z: int, x: int, y: int, filters: Filters = NO_FILTERS) -> Tile:
        """A tile's clusters and rows; raises UnknownCode."""
        return tile(self.columns, z, x, y, self.matcher(filters))

    def row(self, public_id: str) -> int | None:
        """The row of a public id."""
        key = public_id.encode()
        ids, order = self.columns.public_id, self.columns.id_order
        at = int(np.searchsorted(ids, np.bytes_(key), sorter=order))
        if at == len(order) or ids[order[at]] != key:
            return None
        return int(order[at])

    def position(self, row: int) -> tuple[float, float]:
        """Latitude and longitude of a row, WGS-84 degrees."""
        return self._latitude[row], self._longitude[row]

    def pin(self, row: int) -> bytes:
        """JSON of a row for tiles."""
        start, stop = self._summary_offsets[row], self._summary_offsets[row + 1]
        spot = self._summaries[start + self._spot_start[row] : stop]
        return self._summaries[start : start + self._pin_length[row]] + spot + b"}"

    def judged_pin(self, row: int, judged: Judged) -> bytes:
        """JSON of a row for tiles, with its state in a minute."""
        closed = self._reopens[row] > judged.today
        state = "closed" if closed else judged.state(self._hours[row])
        return b'%b,"state":"%b"}' % (self.pin(row)[:-1], state.encode())

    def summary(self, row: int) -> bytes:
        """JSON of a row for lists, WGS-84, without the closing brace."""
        return self._summaries[self._summary_offsets[row] : self._summary_offsets[row + 1]]

    def unplaced(self, row: int) -> bytes:
        """The summary without its coordinates, for an answer in another datum."""
        start = self._summary_offsets[row]
        return self._summaries[start : start + self._spot_start[row]]

    def extra(self, row: int) -> bytes:
        """The rest of a row's JSON, for its own page, with the closing brace."""
        return self._details[self._detail_offsets[row] : self._detail_offsets[row + 1]]

    def former(self, public_id: str) -> Fields | None:
        """What became of a place that was closed for good or replaced."""
        return self._former.get(public_id)

    def successor(self, public_id: str) -> str:
        """The id at the end of a chain of replacements; the last one known if it breaks."""
        seen = {public_id}
        while (former := self.former(public_id)) and former["replaced_by"]:
            public_id = former["replaced_by"]
            if public_id in seen:
                break
            seen.add(public_id)
        return public_id

    def moved(self) -> dict[str, str]:
        """Former ids that lead to a place on the map, and its id."""
        ends = {old: self.successor(old) for old in self._former}
        return {old: new for old, new in ends.items() if new != old and self.row(new) is not None}

    def state(self, row: int, judged: Judged) -> bytes:
        """JSON of a row's state in a minute, from the comma on."""
        reopens = self._reopens[row]
        if reopens <= judged.today:
            return judged.json(self._hours[row])
        return timetable.closed_members(reopens)

    def nearest(self, lat: float, lon: float, **options: Any) -> list[Fields]:
        """Summaries with `distance_m` and their state in this minute, for pages."""
        hits = self.nearest_rows(lat, lon, **options)
        return [self.fields(row) | {"distance_m": round(metres)} for row, metres in hits]

    def search(
        self,
        query: str,
        *,
        limit: int,
        lat: float | None = None,
        lon: float | None = None,
        filters: Filters = NO_FILTERS,
    ) -> list[Fields]:
        """Summaries of what was found, with `distance_m` where a position is given."""
        near = None if lat is None or lon is None else (lat, lon)
        rows = self.search_rows(query, limit=limit, near=near, filters=filters)
        found = [self.fields(row) for row in rows]
        if near is not None:
            for place in found:
                place["distance_m"] = round(sphere.distance(*near, place["lat"], place["lon"]))
        return found

    def detail(self, public_id: str) -> Fields | None:
        """All that the public sees of a place."""
        row = self.row(public_id)
        if row is None:
            return None
        state = self.state(row, self.judged(moment.now_minute()))
        detail: Fields = msgspec.json.decode(self.summary(row) + state + self.extra(row))
        return detail

    def fields(self, row: int, minute: int | None = None) -> Fields:
        """A row's summary with its state in the minute, by default this one."""
        judged = self.judged(moment.now_minute() if minute is None else minute)
        summary: Fields = msgspec.json.decode(self.summary(row) + self.state(row, judged) + b"}")
        return summary
