"""The ready-made JSON of each place, encoded from the answer types."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Sequence
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from network.edition.answers import FullPlace, Listed, Located, Owner, Pin
from network.edition.source import Source

Bits = npt.NDArray[np.uint64]
Row = dict[str, Any]


@dataclasses.dataclass(frozen=True, slots=True)
class Parts:
    """JSON of a place, cut so that an answer can put in another datum or a distance.

    `summary` is a Located without its closing brace: the first `pin_length` bytes are
    the Pin, those from `spot_start` on the coordinates. `detail` completes it to a
    FullPlace.
    """

    summary: bytes
    detail: bytes
    pin_length: int
    spot_start: int


class Writer:
    """Encodes places; knows the codes behind the keys."""

    def __init__(self, source: Source, amenity: Bits, service: Bits) -> None:
        self._category = {row.pk: row.code for row in source.categories}
        self._district = {row.pk: row.code for row in source.districts}
        self._subdistrict = {row.pk: row.code for row in source.subdistricts}
        self._owner = {key: Owner(*names) for key, names in source.organizations.items()}
        self._amenity = _CodeLists([row.code for row in source.amenities], amenity)
        self._service = _CodeLists([row.code for row in source.services], service)
        self._encode = msgspec.json.Encoder().encode

    def parts(self, row: Row, number: int) -> Parts:
        """The JSON of one row."""
        pin = self._pin(row)
        listed = pin | self._listed(row, number)
        located = listed | {"lat": round(row["latitude"], 6), "lon": round(row["longitude"], 6)}
        summary = self._encode(Located(**located))[:-1]
        full = self._encode(FullPlace(**located, **self._page(row)))
        return Parts(
            summary=summary,
            detail=full[len(summary) :],
            pin_length=len(self._encode(Pin(**pin))) - 1,
            spot_start=len(self._encode(Listed(**listed))) - 1,
        )

    def _pin(self, row: Row) -> Row:
        return {
            "id": row["public_id"],
            "name": row["name"],
            "name_en": row["name_en"] or msgspec.UNSET,
            "category": self._category[row["category_id"]],
        }

    def _listed(self, row: Row, number: int) -> Row:
        return {
            "address": row["address"],
            "district": self._district.get(row["district_id"]),
            "subdistrict": self._subdistrict.get(row["subdistrict_id"]),
            "amenities": self._amenity.of(number),
            "services": self._service.of(number),
            "hours": row["hours"],
            "hours_text": row["hours_text"],
            "phone": row["phone"],
            "closed_for_now": row["status"] == "closed_for_now",
            "closed_until": row["closed_until"],
            "demo": row["is_demo"],
        }

    def _page(self, row: Row) -> Row:
        updated: dt.datetime = row["updated_at"]
        return {
            "alias": row["alias"],
            "address_note": row["address_note"],
            "services_text": row["services_text"],
            "organization": self._owner[row["organization_id"]],
            "verified_on": row["verified_on"],
            "source": row["source"],
            "updated_at": updated.replace(microsecond=0),
        }


class _CodeLists:
    """Lists of codes by the bits of a row, each list made once."""

    def __init__(self, codes: Sequence[str], bits: Bits) -> None:
        self._codes, self._bits = codes, bits
        self._made: dict[bytes, list[str]] = {}

    def of(self, number: int) -> list[str]:
        """The list of one row."""
        key = self._bits[:, number].tobytes()
        if key not in self._made:
            bits = int.from_bytes(key, "little")
            self._made[key] = [code for i, code in enumerate(self._codes) if bits >> i & 1]
        return self._made[key]
