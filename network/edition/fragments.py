"""The ready-made JSON of each place, in the shape of the answer types."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Sequence
from functools import cache
from itertools import chain
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from network import access
from network.edition.source import PlaceRow, Source

Bits = npt.NDArray[np.uint64]
Fields = dict[str, Any]
Codes = dict[int | None, str]


@dataclasses.dataclass(frozen=True, slots=True)
class Summary:
    """JSON of a place, cut so that an answer can put in another datum, its state or a distance.

    `data` is a Located without its closing brace: the first `pin_length` bytes are the Pin,
    those from `spot_start` on the coordinates.
    """

    data: bytes
    pin_length: int
    spot_start: int


class Writer:
    """Encodes places as they are listed; knows the codes behind the keys."""

    def __init__(self, source: Source, amenity: Bits, service: Bits) -> None:
        self._category = {row.pk: row.code for row in source.categories}
        self._district: Codes = {row.pk: row.code for row in source.districts}
        self._subdistrict: Codes = {row.pk: row.code for row in source.subdistricts}
        self._amenity = _code_lists([row.code for row in source.amenities], amenity)
        self._service = _code_lists([row.code for row in source.services], service)
        self._warnings = source.warnings
        self._encode = msgspec.json.Encoder().encode

    def summary(self, row: PlaceRow, number: int, spot: tuple[float, float]) -> Summary:
        """The JSON of one row, at its latitude and longitude in degrees."""
        pin = self._encode(self._pin(row))[:-1]
        listed = b"%b,%b" % (pin, self._encode(self._listed(row, number))[1:-1])
        data = b'%b,"lat":%b,"lon":%b' % (listed, *(str(part).encode() for part in spot))
        return Summary(data, pin_length=len(pin), spot_start=len(listed))

    def _pin(self, row: PlaceRow) -> Fields:
        pin = {"id": row.public_id, "name": row.name}
        if row.name_en:
            pin["name_en"] = row.name_en
        pin["category"] = self._category[row.category_id]
        return pin

    def _listed(self, row: PlaceRow, number: int) -> Fields:
        return {
            "address": row.address,
            "district": self._district.get(row.district_id),
            "subdistrict": self._subdistrict.get(row.subdistrict_id),
            "amenities": self._amenity(number),
            "services": self._service(number),
            "access": {
                "who": _split(row.access_who),
                "needs": _split(row.access_needs),
                "step_free": row.step_free,
                "free": row.free_of_charge,
                "floor": row.floor,
                "entrance": row.entrance,
            },
            "hours": row.hours,
            "hours_text": row.hours_text,
            "phone": row.phone,
            "warnings": self._warnings.get(row.id, ()),
            "demo": row.is_demo,
        }


class DetailWriter:
    """Encodes what completes a summary to a FullPlace."""

    def __init__(self, source: Source) -> None:
        self._owner = {
            key: {"name": name, "name_en": name_en}
            for key, (name, name_en) in source.organizations.items()
        }
        self._encode = msgspec.json.Encoder().encode

    def detail(self, row: PlaceRow) -> bytes:
        """The JSON from its first comma on."""
        return b",%b" % self._encode(self._page(row))[1:]

    def _page(self, row: PlaceRow) -> Fields:
        return {
            "alias": row.alias,
            "address_note": row.address_note,
            "services_text": row.services_text,
            "organization": self._owner[row.organization_id],
            "verified_on": row.verified_on,
            "source": row.source,
            "updated_at": row.updated_at.replace(microsecond=0, tzinfo=dt.UTC),
        }


@cache
def _split(codes: str) -> list[str]:
    return access.split(codes)


def _code_lists(codes: Sequence[str], bits: Bits) -> Callable[[int], list[str]]:
    """The codes by the bits of a row; rows with the same bits share one list."""
    by_byte = [
        [
            [code for bit, code in enumerate(codes[at : at + 8]) if byte >> bit & 1]
            for byte in range(256)
        ]
        for at in range(0, len(codes), 8)
    ]
    keys = list(zip(*(word.tolist() for word in bits), strict=True))
    made: dict[tuple[int, ...], list[str]] = {}

    def of(row: int) -> list[str]:
        key = keys[row]
        found = made.get(key)
        if found is None:
            octets = b"".join(word.to_bytes(8, "little") for word in key)
            parts = (lists[octet] for lists, octet in zip(by_byte, octets, strict=False))
            found = made[key] = list(chain.from_iterable(parts))
        return found

    return of
