"""Editions made of invented rows, without a database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from network.edition import layout
from network.edition.build import build
from network.edition.edition import Edition
from network.edition.source import PLACE_FIELDS, Source
from network.models import Amenity, Category, Service

NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
CATEGORIES = ("heart", "home", "centre")
AMENITIES = tuple(f"a{number}" for number in range(70))  # more than one 64-bit word
SERVICES = ("legal_aid", "jobs")


def row(number: int, latitude: float, longitude: float, **values: Any) -> tuple[Any, ...]:
    """A place as the database gives it."""
    defaults: dict[str, Any] = dict.fromkeys(PLACE_FIELDS, "") | {
        "id": number + 1,
        "public_id": f"p{number}",
        "name": f"驿站{number}",
        "category_id": number % len(CATEGORIES) + 1,
        "status": "published",
        "closed_until": None,
        "step_free": None,
        "free_of_charge": None,
        "district_id": None,
        "subdistrict_id": None,
        "organization_id": 1,
        "latitude": latitude,
        "longitude": longitude,
        "is_demo": False,
        "verified_on": None,
        "updated_at": NOW,
    }
    return tuple((defaults | values)[field] for field in PLACE_FIELDS)


def source(
    places: Sequence[tuple[Any, ...]],
    *,
    amenity_pairs: Sequence[tuple[int, int]] = (),
    service_pairs: Sequence[tuple[int, int]] = (),
    **values: Any,
) -> Source:
    """All rows of a small network; pairs are (place key, code key), keys from 1."""
    defaults: dict[str, Any] = {
        "change": 1,
        "places": list(places),
        "amenity_pairs": np.array(amenity_pairs, dtype=np.int64).reshape(-1, 2),
        "service_pairs": np.array(service_pairs, dtype=np.int64).reshape(-1, 2),
        "former": [],
        "categories": _rows(Category, CATEGORIES),
        "amenities": _rows(Amenity, AMENITIES),
        "services": _rows(Service, SERVICES),
        "districts": [],
        "subdistricts": [],
        "organizations": {1: ("总工会", "Federation")},
        "holidays": [],
    }
    return Source(**(defaults | values))


def make_edition(
    folder: Path, rows: Source, *, number: int = 1, made_at: dt.datetime = NOW
) -> Edition:
    """Build, write and load."""
    content = build(rows, spell=lambda name: (name, name), today=made_at.date())
    manifest = layout.write(folder, content, number=number, made_at=made_at)
    return Edition(folder, manifest)


def _rows(model: Any, codes: Sequence[str]) -> list[Any]:
    return [model(pk=pk, code=code, name=code) for pk, code in enumerate(codes, start=1)]
