"""Turn the rows of one moment into an edition's columns, blobs and reference data."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from network.edition import sphere, zorder
from network.edition.fragments import Writer
from network.edition.layout import Content
from network.edition.pinyin import VERSION
from network.edition.reference import build_reference, numbered
from network.edition.source import PLACE_FIELDS, Pairs, Source
from network.edition.text import FIELDS, normalise, text_line

Floats = npt.NDArray[np.float64]
Bits = npt.NDArray[np.uint64]
Speller = Callable[[str], tuple[str, str]]

LATITUDE: Final = PLACE_FIELDS.index("latitude")
LONGITUDE: Final = PLACE_FIELDS.index("longitude")


def build(source: Source, *, spell: Speller) -> Content:
    """All of an edition but its number; `spell` gives pinyin and initials of a name."""
    latitude, longitude = _positions(source.places)
    codes = zorder.codes(latitude, longitude)
    order = np.argsort(codes, kind="stable")
    places = [source.places[i] for i in order]
    latitude, longitude = latitude[order], longitude[order]
    keys = np.fromiter((row[0] for row in places), dtype=np.int64, count=len(places))
    amenity = _bits(keys, source.amenity_pairs, numbered(source.amenities))
    service = _bits(keys, source.service_pairs, numbered(source.services))
    category = numbered(source.categories)
    columns: dict[str, Any] = {
        "code": codes[order],
        "latitude": latitude,
        "longitude": longitude,
        "latitude_sum": _running_sum(latitude),
        "longitude_sum": _running_sum(longitude),
        "vector": np.ascontiguousarray(sphere.unit_vectors(latitude, longitude)),
        "category": np.fromiter(
            (category[row[PLACE_FIELDS.index("category_id")]] for row in places),
            dtype=np.uint16,
            count=len(places),
        ),
        "amenity": amenity,
        "service": service,
    }
    columns |= _identity(places)
    reference = build_reference(source, places, columns)
    blobs = _fragments(source, places, amenity, service, columns)
    blobs["text.bin"] = _text(source, places, spell, columns)
    return Content(
        change=source.change,
        pinyin=VERSION,
        columns=columns,
        blobs=blobs,
        reference=reference,
        former=_former(source),
    )


def _positions(places: Sequence[tuple[Any, ...]]) -> tuple[Floats, Floats]:
    """Degrees to six decimals (0.1 m), the precision in which they are answered."""
    count = len(places)
    latitude = np.fromiter((row[LATITUDE] for row in places), dtype=np.float64, count=count)
    longitude = np.fromiter((row[LONGITUDE] for row in places), dtype=np.float64, count=count)
    return latitude.round(6), longitude.round(6)


def _running_sum(values: Floats) -> Floats:
    return np.concatenate(([0.0], np.cumsum(values)))


def _identity(places: Sequence[tuple[Any, ...]]) -> dict[str, Any]:
    ids = np.array([row[1].encode() for row in places], dtype="S12")
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
    source: Source,
    places: Sequence[tuple[Any, ...]],
    amenity: Bits,
    service: Bits,
    columns: dict[str, Any],
) -> dict[str, bytes]:
    """Ready-made JSON of each place, and where its parts begin."""
    summaries, details, pins, spots = _Blob(), _Blob(), [], []
    writer = Writer(source, amenity, service)
    for number, values in enumerate(places):
        parts = writer.parts(dict(zip(PLACE_FIELDS, values, strict=True)), number)
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
        self._ends = [0]

    def add(self, part: bytes) -> None:
        self.data += part
        self._ends.append(len(self.data))

    def offsets(self) -> npt.NDArray[np.uint64]:
        return np.array(self._ends, dtype=np.uint64)


def _text(
    source: Source,
    places: Iterable[tuple[Any, ...]],
    spell: Speller,
    columns: dict[str, Any],
) -> bytes:
    districts = {row.pk: normalise(f"{row.name} {row.name_en}") for row in source.districts}
    streets = {row.pk: normalise(f"{row.name} {row.name_en}") for row in source.subdistricts}
    blob, ends = _Blob(), []
    for values in places:
        row = dict(zip(PLACE_FIELDS, values, strict=True))
        names = (districts.get(row["district_id"]), streets.get(row["subdistrict_id"]))
        area = " ".join(filter(None, names))
        line, fields = text_line(row, area, spell)
        ends.append([len(blob.data) + end for end in fields])
        blob.add(line)
    columns["text_offsets"] = blob.offsets()
    columns["text_fields"] = np.array(ends, dtype=np.uint64).reshape(-1, len(FIELDS))
    return bytes(blob.data)


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
