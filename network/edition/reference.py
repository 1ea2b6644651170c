"""The reference data that travels in an edition, with counts and label points."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from network import access
from network.edition.source import Source
from network.edition.text import SEPARATOR, normalise
from network.models import Amenity, Category, District, Service, Subdistrict

Areas = npt.NDArray[np.int64]
Speller = Callable[[str], tuple[str, str]]

# Kinds that a search suggests, in the order of their rank.
SUGGESTED: Final = ("districts", "subdistricts", "categories", "amenities", "services")


def numbered(rows: Sequence[Any]) -> dict[int, int]:
    """Primary keys to the numbers by which columns name the rows."""
    return {row.pk: number for number, row in enumerate(rows)}


def build_reference(source: Source, columns: dict[str, Any], spell: Speller) -> dict[str, Any]:
    """All reference rows as the public sees them; label points are WGS-84."""
    counts = np.bincount(columns["category"], minlength=len(source.categories))
    districts = _areas(columns["district"], len(source.districts))
    streets = _areas(columns["subdistrict"], len(source.subdistricts))
    reference = {
        "categories": [_category(r, int(counts[i])) for i, r in enumerate(source.categories)],
        "amenities": [_word(row) for row in source.amenities],
        "services": [_word(row) for row in source.services],
        "access": [
            {"code": row.code, "name": row.name, "name_en": row.name_en, "icon": row.icon}
            for row in access.CONDITIONS
        ],
        "access_who": [_plain(*row) for row in access.WHO_ROWS],
        "access_needs": [_plain(*row) for row in access.NEEDS_ROWS],
        "districts": [
            _district(row, districts[i], columns) for i, row in enumerate(source.districts)
        ],
        "subdistricts": [
            _subdistrict(row, streets[i], columns) for i, row in enumerate(source.subdistricts)
        ],
    }
    for kind in SUGGESTED:
        for row in reference[kind]:
            row["words"] = _words(row, spell)
    holidays = [[day.isoformat(), kind, name] for day, kind, name in source.holidays]
    return reference | {"holidays": holidays}


def _words(row: dict[str, Any], spell: Speller) -> str:
    """What a suggestion is found by: name, English name, pinyin and initials."""
    name = normalise(row["name"])
    return SEPARATOR.join((name, normalise(row["name_en"]), *spell(name)))


def _areas(numbers: npt.NDArray[np.uint32], count: int) -> list[Areas]:
    """Row numbers by the number of their area."""
    order = np.argsort(numbers, kind="stable")
    edges = np.searchsorted(numbers[order], np.arange(count + 1))
    return [order[start:stop] for start, stop in pairwise(edges.tolist())]


def _plain(code: str, name: str, name_en: str) -> dict[str, Any]:
    return {"code": code, "name": name, "name_en": name_en}


def _named(row: Category | Amenity | Service | District | Subdistrict) -> dict[str, Any]:
    return {"code": row.code, "name": row.name, "name_en": row.name_en}


def _category(row: Category, count: int) -> dict[str, Any]:
    return _named(row) | {"icon": row.icon, "color": row.color, "count": count}


def _word(row: Amenity | Service) -> dict[str, Any]:
    return _named(row) | {"icon": row.icon}


def _district(row: District, rows: Areas, columns: dict[str, Any]) -> dict[str, Any]:
    label = _median(rows, columns)
    if row.latitude is not None:
        label |= {"lat": row.latitude, "lon": row.longitude}
    return _named(row) | label


def _subdistrict(row: Subdistrict, rows: Areas, columns: dict[str, Any]) -> dict[str, Any]:
    return _named(row) | {"district": row.district.code} | _median(rows, columns)


def _median(rows: Areas, columns: dict[str, Any]) -> dict[str, Any]:
    if not len(rows):
        return {"lat": None, "lon": None, "count": 0}
    return {
        "lat": round(float(np.median(columns["latitude"][rows])), 6),
        "lon": round(float(np.median(columns["longitude"][rows])), 6),
        "count": len(rows),
    }
