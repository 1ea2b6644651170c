"""Turn the rows of one moment into an edition's columns, blobs and reference data."""

from __future__ import annotations

import datetime as dt
from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from network import access
from network.edition import moment, sphere, timetable, zorder
from network.edition.fragments import Writer
from network.edition.layout import Content
from network.edition.pinyin import VERSION
from network.edition.reference import build_reference, numbered
from network.edition.source import PLACE_FIELDS, Pairs, PlaceRow, Source
from network.edition.text import FIELDS, normalise, text_line
from network.hours import calendar_from_rows

Floats = npt.NDArray[np.float64]
Bits = npt.NDArray[np.uint64]
Speller = Callable[[str], tuple[str, str]]
Work = Callable[[], Any]
Begin = Callable[[Work], Work]

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
    text = begin(lambda: _text(source, places, spell))
    values, columns["hours"] = timetable.distinct(row.hours for row in places)
    calendar = calendar_from_rows(source.holidays)
    columns |= timetable.build_columns(values, today - DAY, calendar, known)
    columns |= _identity(places)
    reference = build_reference(source, columns, spell) | {"hours": values}
    blobs = _fragments(source, places, columns)
    blobs["text.bin"], text_columns = text()
    return Content(
        change=source.change,
        pinyin=VERSION,
        columns=columns | text_columns,
        blobs=blobs,
        reference=reference,
        former=_former(source),
    )


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


def _fragments(
    source: Source, places: Sequence[PlaceRow], columns: dict[str, Any]
) -> dict[str, bytes]:
    """Ready-made JSON of each place, and where its parts begin."""
    summaries, details, pins, spots = _Blob(), _Blob(), array("I"), array("I")
    writer = Writer(source, columns["amenity"], columns["service"])
    degrees = zip(columns["latitude"].tolist(), columns["longitude"].tolist(), strict=True)
    for number, (row, spot) in enumerate(zip(places, degrees, strict=True)):
        parts = writer.parts(row, number, spot)
        summaries.add(parts.summary)
        details.add(parts.detail)
        pins.append(parts.pin_length)
        spots.append(parts.spot_start)
    columns["summary_offsets"] = summaries.offsets()
    columns["detail_offsets"] = details.offsets()
    columns["pin_length"] = np.array(pins, dtype=np.uint32)
    columns["spot_start"] = np.array(spots, dtype=np.uint32)
    return {"summaries.bin": bytes(summaries.data), "details.bin": bytes(details.data)}


class _Blob:
    """Bytes cut by offsets."""

    def __init__(self) -> None:
        self.data = bytearray()
        self._ends = array("Q", [0])

    def add(self, part: bytes) -> None:
        self.data += part
        self._ends.append(len(self.data))

    def offsets(self) -> npt.NDArray[np.uint64]:
        return np.array(self._ends, dtype=np.uint64)


def _text(
    source: Source, places: Iterable[PlaceRow], spell: Speller
) -> tuple[bytes, dict[str, Any]]:
    """What search looks in, and the columns that say where each place and field begins."""
    districts: dict[int | None, str] = {
        row.pk: normalise(f"{row.name} {row.name_en}") for row in source.districts
    }
    streets: dict[int | None, str] = {
        row.pk: normalise(f"{row.name} {row.name_en}") for row in source.subdistricts
    }
    blob, ends = _Blob(), array("Q")
    for row in places:
        names = (districts.get(row.district_id), streets.get(row.subdistrict_id))
        line, stops = text_line(row, " ".join(filter(None, names)), spell)
        start = len(blob.data)
        ends.extend([start + stop for stop in stops])
        blob.add(line)
    fields = np.array(ends, dtype=np.uint64).reshape(-1, len(FIELDS))
    return bytes(blob.data), {"text_offsets": blob.offsets(), "text_fields": fields}


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
