"""The blobs of an edition: ready-made JSON and the text of search, with where each part begins."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from network.edition.fragments import DetailWriter, Writer
from network.edition.source import PlaceRow, Source
from network.edition.text import FIELDS, normalise, text_line

Columns = dict[str, Any]
Blob = tuple[bytes, Columns]
Speller = Callable[[str], tuple[str, str]]


def summaries(source: Source, places: Sequence[PlaceRow], columns: Columns) -> Blob:
    """What a list and a map show of each place."""
    made, pins, spots = _Parts(), array("I"), array("I")
    writer = Writer(source, columns["amenity"], columns["service"])
    degrees = zip(columns["latitude"].tolist(), columns["longitude"].tolist(), strict=True)
    for number, (row, spot) in enumerate(zip(places, degrees, strict=True)):
        summary = writer.summary(row, number, spot)
        made.add(summary.data)
        pins.append(summary.pin_length)
        spots.append(summary.spot_start)
    return bytes(made.data), {
        "summary_offsets": made.offsets(),
        "pin_length": np.array(pins, dtype=np.uint32),
        "spot_start": np.array(spots, dtype=np.uint32),
    }


def details(source: Source, places: Iterable[PlaceRow]) -> Blob:
    """What the page of each place shows beyond its summary."""
    made, writer = _Parts(), DetailWriter(source)
    for row in places:
        made.add(writer.detail(row))
    return bytes(made.data), {"detail_offsets": made.offsets()}


def text(source: Source, places: Iterable[PlaceRow], spell: Speller) -> Blob:
    """What search looks in, one line a place and its fields in it."""
    districts: dict[int | None, str] = {
        row.pk: normalise(f"{row.name} {row.name_en}") for row in source.districts
    }
    streets: dict[int | None, str] = {
        row.pk: normalise(f"{row.name} {row.name_en}") for row in source.subdistricts
    }
    made, ends = _Parts(), array("Q")
    for row in places:
        names = (districts.get(row.district_id), streets.get(row.subdistrict_id))
        line, stops = text_line(row, " ".join(filter(None, names)), spell)
        start = len(made.data)
        ends.extend([start + stop for stop in stops])
        made.add(line)
    fields = np.array(ends, dtype=np.uint64).reshape(-1, len(FIELDS))
    return bytes(made.data), {"text_offsets": made.offsets(), "text_fields": fields}


class _Parts:
    """Bytes cut by offsets."""

    def __init__(self) -> None:
        self.data = bytearray()
        self._ends = array("Q", [0])

    def add(self, part: bytes) -> None:
        self.data += part
        self._ends.append(len(self.data))

    def offsets(self) -> npt.NDArray[np.uint64]:
        return np.array(self._ends, dtype=np.uint64)
