"""Turn the rows of one moment into an edition's columns, blobs and reference data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from network import access
from network.edition import blobs, moment, sphere, timetable, zorder
from network.edition.layout import Content
from network.edition.pinyin import VERSION
from network.edition.reference import build_reference, numbered
from network.edition.source import PLACE_FIELDS, Pairs, PlaceRow, Source
from network.hours import calendar_from_rows

Floats = npt.NDArray[np.float64]
Bits = npt.NDArray[np.uint64]
Speller = Callable[[str], tuple[str, str]]
Work = Callable[[], Any]
Begin = Callable[[Work], Work]
Columns = dict[str, Any]

DAY: Final = dt.timedelta(days=1)
LATITUDE: Final = PLACE_FIELDS.index("latitude")
LONGITUDE: Final = PLACE_FIELDS.index("longitude")


def at_once(work: Work) -> Work:
    """Do the work here and now, and keep its result."""
    result = work()
    return lambda: result


def build(
    source: Source,
    *,
    spell: Speller,
    today: dt.date,
    known: timetable.Tables = MappingProxyType({}),
    begin: Begin = at_once,
) -> Content:
    """All of an edition but its number.

    `spell` gives pinyin and initials of a name, `known` the transitions of values of hours
    that an edition of the same day and holidays has computed; `begin` may do work aside.
    """
    places, columns = _columns(source)
    rest = begin(lambda: _rest(source, places, columns, spell))
    values, columns["hours"] = timetable.distinct(row.hours for row in places)
    calendar = calendar_from_rows(source.holidays)
    columns |= timetable.build_columns(values, today - DAY, calendar, known)
    columns |= _identity(places)
    summaries, offsets = blobs.summaries(source, places, columns)
    reference, others, their_offsets = rest()
    return Content(
        change=source.change,
        pinyin=VERSION,
        columns=columns | offsets | their_offsets,
        blobs={"summaries.bin": summaries} | others,
        reference=reference | {"hours": values},
        former=_former(source),
    )


def _rest(
    source: Source, places: Sequence[PlaceRow], columns: Columns, spell: Speller
) -> tuple[dict[str, Any], dict[str, bytes], Columns]:
    """What may be made aside, about half of the work: reference rows, details, text."""
    details, offsets = blobs.details(source, places)
    text, text_offsets = blobs.text(source, places, spell)
    made = {"details.bin": details, "text.bin": text}
    return build_reference(source, columns, spell), made, offsets | text_offsets


def _columns(source: Source) -> tuple[list[PlaceRow], dict[str, Any]]:
    """The places in Z-order, and the columns that follow from each row by itself."""
    latitude, longitude = _positions(source.places)
    codes = zorder.codes(latitude, longitude)
    order = np.argsort(codes, kind="stable")
    places = [PlaceRow._make(source.places[i]) for i in order]
    latitude, longitude = latitude[order], longitude[order]
    keys = np.fromiter((row.id for row in places), dtype=np.int64, count=len(places))
    return places, {
        "code": codes[order],
        "latitude": latitude,
        "longitude": longitude,
        "latitude_sum": _running_sum(latitude),
        "longitude_sum": _running_sum(longitude),
        "vector": np.ascontiguousarray(sphere.unit_vectors(latitude, longitude)),
        "category": _numbers(places, "category_id", numbered(source.categories)).astype(np.uint16),
        "amenity": _bits(keys, source.amenity_pairs, numbered(source.amenities)),
        "service": _bits(keys, source.service_pairs, numbered(source.services)),
        "access": np.fromiter(map(_access_bits, places), dtype=np.uint32, count=len(places)),
        "reopens": np.fromiter(map(_reopens, places), dtype=np.int32, count=len(places)),
        "district": _numbers(places, "district_id", numbered(source.districts)),
        "subdistrict": _numbers(places, "subdistrict_id", numbered(source.subdistricts)),
    }


def _positions(places: Sequence[tuple[Any, ...]]) -> tuple[Floats, Floats]:
    """Degrees to six decimals (0.1 m), the precision in which they are answered."""
    count = len(places)
    latitude = np.fromiter((row[LATITUDE] for row in places), dtype=np.float64, count=count)
    longitude = np.fromiter((row[LONGITUDE] for row in places), dtype=np.float64, count=count)
    return latitude.round(6), longitude.round(6)


def _running_sum(values: Floats) -> Floats:
    return np.concatenate(([0.0], np.cumsum(values)))


def _numbers(
    places: Sequence[PlaceRow], field: str, numbers: Mapping[int, int]
) -> npt.NDArray[np.uint32]:
    """The number of each row's reference row; one past the last where it has none."""
    none = len(numbers)
    found = (numbers.get(getattr(row, field), none) for row in places)
    return np.fromiter(found, dtype=np.uint32, count=len(places))


def _access_bits(row: PlaceRow) -> int:
    return _bits_of(row.access_who, row.access_needs, row.step_free, row.free_of_charge)


@cache
def _bits_of(who: str, needs: str, step_free: bool | None, free: bool | None) -> int:
    return access.bits(
        access.Facts(
            who=access.split(who), needs=access.split(needs), step_free=step_free, free=free
        )
    )


def _reopens(row: PlaceRow) -> int:
    if row.status != "closed_for_now":
        return 0
    return moment.day_number(row.closed_until) if row.closed_until else timetable.NEVER


def _identity(places: Sequence[PlaceRow]) -> dict[str, Any]:
    ids = np.array([row.public_id.encode() for row in places], dtype="S12")
    return {"public_id": ids, "id_order": np.argsort(ids).astype(np.uint32)}


def _bits(keys: npt.NDArray[np.int64], pairs: Pairs, numbers: Mapping[int, int]) -> Bits:
    """One bit a code, shape (words, n); pairs of unpublished places are passed over."""
    bits = np.zeros((max(1, -(-len(numbers) // 64)), len(keys)), dtype=np.uint64)
    if not len(keys) or not len(pairs):
        return bits
    by_key = np.argsort(keys)
    at = np.minimum(np.searchsorted(keys, pairs[:, 0], sorter=by_key), len(keys) - 1)
    rows = by_key[at]
    known = keys[rows] == pairs[:, 0]
    lookup = np.zeros(max(numbers, default=0) + 1, dtype=np.int64)
    for key, number in numbers.items():
        lookup[key] = number
    rows, bit = rows[known], lookup[pairs[known, 1]]
    np.bitwise_or.at(bits, (bit // 64, rows), np.uint64(1) << (bit % 64).astype(np.uint64))
    return bits


def _former(source: Source) -> dict[str, Any]:
    return {
        public_id: {
            "status": "merged" if replaced_by else "closed",
            "replaced_by": replaced_by,
            "name": name,
            "lat": latitude,
            "lon": longitude,
        }
        for public_id, name, replaced_by, latitude, longitude in source.former
    }
