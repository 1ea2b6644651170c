"""The offline pack: an edition in one file, from which a device answers by itself.

JSON in columns, compressed with Brotli. A column of places is a list, or `{"of": values,
"at": numbers}` where values repeat; coordinates are millionths of a degree, each as the
difference to the one before, in the edition's Z-order. Above SPLIT_ABOVE places a pack holds
one district, and the whole network's is an index of them.

    made_at    when the edition was published
    first, end minutes since 1970 (UTC) between which opening hours are known
    tables     transitions of each value of hours: minutes (as differences) and states
    days       dates whose kind is not "ordinary"
    hints      of each value of hours, by the kind of day
    moved      ids of merged places, and the one that each leads to
    spelling   readings by character; pinyin and initials of rows that they do not spell
    rows       the places' row numbers in the edition (as differences); absent: all
    places     what every answer says of a place; details: what its own page says more;
               ids of one length are `{"width", "all"}`
    access, reopens, lat, lon: as the edition's columns
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import mmap
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Final

import brotli
import msgspec
import numpy as np
import numpy.typing as npt

from network import hours
from network.edition import syllables
from network.edition.text import FIELDS, SEPARATOR
from network.edition.timetable import HORIZON_DAYS

FORMAT: Final = 1
SPLIT_ABOVE: Final = 50_000
MILLIONTHS: Final = 1_000_000
NOWHERE: Final = "none"  # stands for the district of places that have none
NEAR: Final = 0.02  # degrees by which neighbouring districts may lie apart
SHOWN: Final = ("districts", "subdistricts", "categories", "amenities", "services", "access")

Rows = npt.NDArray[np.intp]
_decode: Final = msgspec.json.Decoder().decode
_encode: Final = msgspec.json.Encoder().encode


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What a pack is made of; the columns and blobs of `layout`."""

    columns: Mapping[str, npt.NDArray[Any]]
    summaries: mmap.mmap | bytes
    details: mmap.mmap | bytes
    text: mmap.mmap | bytes
    reference: Mapping[str, Any]
    moved: Mapping[str, str]
    made_at: dt.datetime

    @property
    def count(self) -> int:
        """How many places."""
        return len(self.columns["code"])


def compressed(pack: bytes, quality: int) -> bytes:
    """Brotli."""
    small: bytes = brotli.compress(pack, mode=brotli.MODE_TEXT, quality=quality)
    return small


def whole(parts: Parts) -> bytes:
    """The pack of all places, or above SPLIT_ABOVE the index of the districts' packs."""
    if parts.count > SPLIT_ABOVE:
        return msgspec.json.encode(
            {"format": FORMAT, "made_at": parts.made_at, "parts": _districts(parts)}
        )
    return _pack(parts, None)


def district(parts: Parts, code: str) -> bytes:
    """The pack of one district, or with NOWHERE of the places without one; raises ValueError."""
    number = _codes(parts.reference).index(code)
    return _pack(parts, np.flatnonzero(parts.columns["district"] == number))


def is_index(count: int, code: str) -> bool:
    """Whether this pack holds no places but names the districts' packs."""
    return not code and count > SPLIT_ABOVE


def has(reference: Mapping[str, Any], count: int, code: str) -> bool:
    """Whether there is a pack of the district with this code; the whole network's has none."""
    return not code or (count > SPLIT_ABOVE and code in _codes(reference))


def _codes(reference: Mapping[str, Any]) -> list[str]:
    return [*(row["code"] for row in reference["districts"]), NOWHERE]


def _districts(parts: Parts) -> list[dict[str, Any]]:
    """Code, bounds and neighbours of each district that has places."""
    found = []
    for number, code in enumerate(_codes(parts.reference)):
        rows = np.flatnonzero(parts.columns["district"] == number)
        if len(rows):
            north, east = (parts.columns[axis][rows] for axis in ("latitude", "longitude"))
            bounds = [float(f(axis)) for f in (np.min, np.max) for axis in (north, east)]
            found.append({"code": code, "count": len(rows), "bounds": bounds})
    return [
        one | {"near": [other["code"] for other in found if _touch(one, other) and other != one]}
        for one in found
    ]


def _touch(one: dict[str, Any], other: dict[str, Any]) -> bool:
    (south, west, north, east), (south2, west2, north2, east2) = one["bounds"], other["bounds"]
    return bool(
        max(south, south2) <= min(north, north2) + NEAR
        and max(west, west2) <= min(east, east2) + NEAR
    )


def _pack(parts: Parts, rows: Rows | None) -> bytes:
    chosen = np.arange(parts.count) if rows is None else rows
    used, values = np.unique(parts.columns["hours"][chosen], return_inverse=True)
    names = [parts.reference["hours"][number] for number in used]
    first = int(parts.columns["hours_minutes"][0])
    here = set(parts.columns["public_id"][chosen].tolist())
    pack = {
        "format": FORMAT,
        "made_at": parts.made_at,
        "first": first,
        "end": first + (HORIZON_DAYS + 1) * 24 * 60,
        "reference": {kind: parts.reference[kind] for kind in SHOWN},
        "tables": [_table(parts.columns, number) for number in used],
        **_hints(names, parts),
        "moved": {old: new for old, new in parts.moved.items() if new.encode() in here},
        "spelling": syllables.learn(_spellings(parts, chosen))._asdict(),
        "places": {
            "id": _ids(parts.columns["public_id"][chosen]),
            **_fields(parts, chosen, "summary", left_out=("id", "lat", "lon", "hours")),
            "hours": {"of": names, "at": values.tolist()},
        },
        "details": _fields(parts, chosen, "detail", left_out=()),
        "access": _column(parts.columns["access"][chosen].tolist()),
        "reopens": _column(parts.columns["reopens"][chosen].tolist()),
        "lat": _differences(parts.columns["latitude"][chosen] * MILLIONTHS),
        "lon": _differences(parts.columns["longitude"][chosen] * MILLIONTHS),
    }
    if rows is not None:
        pack["rows"] = _differences(rows)
    return msgspec.json.encode(pack)


def _fields(parts: Parts, rows: Rows, blob: str, *, left_out: Collection[str]) -> dict[str, Any]:
    """The columns of what the fragments of a blob say of a place."""
    offsets = parts.columns[f"{blob}_offsets"]
    data, begin, end = (
        (parts.summaries, b"", b"}") if blob == "summary" else (parts.details, b"{", b"")
    )
    spans = zip(offsets[rows].tolist(), offsets[rows + 1].tolist(), strict=True)
    places = [_decode(begin + data[start + len(begin) : stop] + end) for start, stop in spans]
    names = dict.fromkeys(name for place in places for name in place if name not in left_out)
    # English names are absent where there are none.
    return {name: _column([place.get(name, "") for place in places]) for name in names}


def _ids(ids: npt.NDArray[np.bytes_]) -> Any:
    """Ids of one length without anything between them: they are random, so each byte counts."""
    texts = [key.decode() for key in ids.tolist()]
    widths = {len(text) for text in texts}
    return {"width": widths.pop(), "all": "".join(texts)} if len(widths) == 1 else texts


def _column(values: Sequence[Any]) -> Any:
    """A list, or where values repeat the different ones and their numbers."""
    if values and isinstance(values[0], list | dict):
        column = _column([_encode(value) for value in values])
        if isinstance(column, list):
            return values
        return column | {"of": [msgspec.Raw(value) for value in column["of"]]}
    numbers: dict[Any, int] = {}
    at = [numbers.setdefault(value, len(numbers)) for value in values]
    return values if len(numbers) * 2 > len(at) else {"of": list(numbers), "at": at}


def _differences(values: npt.NDArray[Any]) -> list[int]:
    differences: list[int] = np.diff(values.round().astype(np.int64), prepend=0).tolist()
    return differences


def _table(columns: Mapping[str, npt.NDArray[Any]], value: int) -> list[Any]:
    start, stop = columns["hours_offsets"][value : value + 2].tolist()
    states = "".join(map(str, columns["hours_states"][start:stop].tolist()))
    return [_differences(columns["hours_minutes"][start:stop]), states]


def _hints(values: Iterable[str], parts: Parts) -> dict[str, Any]:
    """What to say of the hours on the days to come: it depends on the kind of day alone."""
    calendar = hours.calendar_from_rows(parts.reference["holidays"])
    first = dt.datetime.fromtimestamp(
        int(parts.columns["hours_minutes"][0]) * 60, calendar.zone
    ).date()
    days = [first + dt.timedelta(days=number) for number in range(HORIZON_DAYS + 1)]
    kinds = {day: hours.day_kind(day, calendar) for day in days}
    examples = {kind: day for day, kind in kinds.items()}
    hints = [
        {
            kind: found
            for kind, day in examples.items()
            if (found := hours.hints_on(value, day, calendar))
        }
        for value in values
    ]
    return {
        "days": {str(day): kind for day, kind in kinds.items() if kind != "ordinary"},
        "hints": hints,
    }


def _spellings(parts: Parts, rows: Rows) -> Iterable[tuple[str, str, str]]:
    """Name, pinyin and initials of each row, as search holds them."""
    name, pinyin, initials = (FIELDS.index(field) for field in ("name", "pinyin", "initials"))
    starts, ends = (parts.columns["text_offsets"][rows + more].tolist() for more in (0, 1))
    for start, end in zip(starts, ends, strict=True):
        fields = parts.text[start:end].decode().split(SEPARATOR)
        yield fields[name], fields[pinyin], fields[initials]
