"""The reference data that travels in an edition, with counts and label points."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from network.edition.source import PLACE_FIELDS, Source
from network.models import Amenity, Category, District, Service, Subdistrict

Areas = npt.NDArray[np.int64]


def numbered(rows: Sequence[Any]) -> dict[int, int]:
    """Primary keys to the numbers by which columns name the rows."""
    return {row.pk: number for number, row in enumerate(rows)}


def build_reference(
    source: Source, places: Sequence[tuple[Any, ...]], columns: dict[str, Any]
) -> dict[str, Any]:
    """All reference rows as the public sees them; label points are WGS-84."""
    counts = np.bincount(columns["category"], minlength=len(source.categories))
    districts, streets = _areas(places, "district_id"), _areas(places, "subdistrict_id")
    return {
        "categories": [_category(r, int(counts[i])) for i, r in enumerate(source.categories)],
        "amenities": [_word(row) for row in source.amenities],
        "services": [_word(row) for row in source.services],
        "districts": [_district(row, districts, columns) for row in source.districts],
        "subdistricts": [_subdistrict(row, streets, columns) for row in source.subdistricts],
        "holidays": [[day.isoformat(), kind, name] for day, kind, name in source.holidays],
    }


def _areas(places: Sequence[tuple[Any, ...]], field: str) -> dict[int, Areas]:
    """Row numbers by area key."""
    at = PLACE_FIELDS.index(field)
    keys = np.fromiter((row[at] or 0 for row in places), dtype=np.int64, count=len(places))
    order = np.argsort(keys, kind="stable")
    found, starts = np.unique(keys[order], return_index=True)
    return dict(zip(found.tolist(), np.split(order, starts[1:]), strict=True)) if len(keys) else {}


def _named(row: Category | Amenity | Service | District | Subdistrict) -> dict[str, Any]:
    return {"code": row.code, "name": row.name, "name_en": row.name_en}


def _category(row: Category, count: int) -> dict[str, Any]:
    return _named(row) | {"icon": row.icon, "color": row.color, "count": count}


def _word(row: Amenity | Service) -> dict[str, Any]:
    return _named(row) | {"icon": row.icon}


def _district(row: District, areas: dict[int, Areas], columns: dict[str, Any]) -> dict[str, Any]:
    label = _median(areas.get(row.pk), columns)
    if row.latitude is not None:
        label |= {"lat": row.latitude, "lon": row.longitude}
    return _named(row) | label


def _subdistrict(
    row: Subdistrict, areas: dict[int, Areas], columns: dict[str, Any]
) -> dict[str, Any]:
    return _named(row) | {"district": row.district.code} | _median(areas.get(row.pk), columns)


def _median(rows: Areas | None, columns: dict[str, Any]) -> dict[str, Any]:
    if rows is None:
        return {"lat": None, "lon": None, "count": 0}
    return {
        "lat": round(float(np.median(columns["latitude"][rows])), 6),
        "lon": round(float(np.median(columns["longitude"][rows])), 6),
        "count": len(rows),
    }
