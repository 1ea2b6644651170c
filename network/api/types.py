"""What callers ask and what they get: views parse these, the OpenAPI document shows them."""

from __future__ import annotations

import datetime as dt
import math
from typing import Annotated, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from network.edition import moment
from network.edition.answers import FoundPlace, FullPlace, NearPlace, PinOnMap
from network.edition.query import Filters

Datum = Annotated[
    Literal["wgs84", "gcj02", "bd09"],
    Meta(description="Datum of the position given and of the answers."),
]
Latitude = Annotated[float, Meta(ge=-90, le=90, description="Degrees.")]
Longitude = Annotated[float, Meta(ge=-180, le=180, description="Degrees.")]
Limit = Annotated[int, Meta(ge=1, le=50, description="At most so many places.")]
Codes = tuple[Annotated[str, Meta(min_length=1, max_length=40)], ...]


class FilterQuery(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """Codes as `/api/v1/categories` lists them."""

    category: Annotated[Codes, Meta(description="Any of these categories.")] = ()
    amenity: Annotated[Codes, Meta(description="All of these amenities.")] = ()
    service: Annotated[Codes, Meta(description="Any of these services.")] = ()
    access: Annotated[Codes, Meta(description="All of these conditions of the door.")] = ()
    open: (
        Annotated[
            str,
            Meta(
                description="Open `now`, or at this local time.",
                examples=["now", "2026-11-24T22:00"],
                max_length=16,
            ),
        ]
        | None
    ) = None
    unknown: Annotated[
        bool, Meta(description="With `open`: also places whose hours are not known.")
    ] = False

    def __post_init__(self) -> None:
        self.minute()
        if self.unknown and self.open is None:
            raise ValueError("unknown: goes only with open")

    def minute(self) -> int | None:
        """The minute asked for, since 1970 (UTC); raises ValueError."""
        if self.open is None:
            return None
        try:
            return moment.minute_of(self.open)
        except ValueError:
            message = "open: write now, or a local time such as 2026-11-24T22:00"
            raise ValueError(message) from None

    def filters(self) -> Filters:
        """As the engine takes them; sorted, so that equal filters are cached once."""
        return Filters(
            category=tuple(sorted(set(self.category))),
            amenity=tuple(sorted(set(self.amenity))),
            service=tuple(sorted(set(self.service))),
            access=tuple(sorted(set(self.access))),
            open=self.minute(),
            unknown=self.unknown,
        )


class NearestQuery(FilterQuery, kw_only=True, forbid_unknown_fields=True):
    """Where to look from, and for what."""

    lat: Latitude
    lon: Longitude
    limit: Limit = 10
    within: (
        Annotated[float, Meta(gt=0, le=20_100_000, description="At most so many metres away.")]
        | None
    ) = None
    datum: Datum = "wgs84"

    def __post_init__(self) -> None:
        super().__post_init__()
        require_finite(lat=self.lat, lon=self.lon, within=self.within)


class SearchQuery(FilterQuery, kw_only=True, forbid_unknown_fields=True):
    """Words that must all occur in name, other name, area, address, pinyin or initials."""

    q: Annotated[str, Meta(min_length=1, max_length=100, description="The words.")]
    limit: Limit = 10
    lat: Latitude | None = None
    lon: Longitude | None = None
    datum: Datum = "wgs84"

    def __post_init__(self) -> None:
        super().__post_init__()
        require_finite(lat=self.lat, lon=self.lon)
        require_both(self.lat, self.lon)
        if not self.q.strip():
            raise ValueError("q: give at least one word")


class SuggestQuery(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """What was typed so far, and where the map is."""

    q: Annotated[str, Meta(max_length=100, description="Letters or characters.")]
    limit: Annotated[int, Meta(ge=1, le=20)] = 10
    lat: Latitude | None = None
    lon: Longitude | None = None

    def __post_init__(self) -> None:
        require_finite(lat=self.lat, lon=self.lon)
        require_both(self.lat, self.lon)


class PlaceQuery(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """How to show one place."""

    datum: Datum = "wgs84"


class NoQuery(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """No parameters."""


LeftOut = Annotated[
    int,
    Meta(
        description="With `open`: how many places that match all else are left out because "
        "their hours are not known."
    ),
]


class NearestAnswer(msgspec.Struct):
    """Places by great-circle distance, nearest first."""

    edition: int
    datum: Datum
    places: list[NearPlace]
    unknown_left_out: LeftOut | UnsetType = UNSET


class SearchAnswer(msgspec.Struct):
    """Places by how well they fit, then by distance."""

    edition: int
    datum: Datum
    places: list[FoundPlace]
    unknown_left_out: LeftOut | UnsetType = UNSET


class Suggestion(msgspec.Struct):
    """A meaning of what was typed; the code is that of its kind, of a place its id."""

    kind: Literal["district", "street", "category", "amenity", "service", "place"]
    code: str
    name: str
    name_en: str | UnsetType = UNSET
    district: str | UnsetType | None = UNSET
    category: str | UnsetType = UNSET
    address: str | UnsetType = UNSET
    lat: float | UnsetType | None = UNSET
    lon: float | UnsetType | None = UNSET
    count: int | UnsetType = UNSET


class SuggestAnswer(msgspec.Struct):
    """Meanings, best first."""

    edition: int
    suggestions: list[Suggestion]


class PlaceAnswer(msgspec.Struct):
    """One place."""

    edition: int
    datum: Datum
    place: FullPlace


class TileAnswer(msgspec.Struct):
    """Clusters as latitude, longitude and count, and single places; degrees, WGS-84."""

    clusters: list[tuple[float, float, int]]
    places: list[PinOnMap]
    unknown_left_out: LeftOut | UnsetType = UNSET


class CategoryAnswer(msgspec.Struct):
    """A category and how many places of it are published."""

    code: str
    name: str
    name_en: str
    icon: str
    color: str
    count: int


class WordAnswer(msgspec.Struct):
    """An amenity or a service."""

    code: str
    name: str
    name_en: str
    icon: str


class CategoriesAnswer(msgspec.Struct):
    """The codes that filters take."""

    edition: int
    categories: list[CategoryAnswer]
    amenities: list[WordAnswer]
    services: list[WordAnswer]
    access: list[WordAnswer]


class EditionAnswer(msgspec.Struct):
    """The published state that answers come from."""

    edition: int
    made_at: dt.datetime | None
    places: int
    data_licence: str
    data_licence_url: str


class ReportAnswer(msgspec.Struct):
    """The report has arrived; sent again under its key it is the same report."""

    report: Annotated[str, Meta(description="Its key.")]
    status: Literal["received"]


class HealthAnswer(msgspec.Struct):
    """The process runs."""

    status: Literal["ok"]


class ReadyAnswer(msgspec.Struct):
    """Whether the process can answer; the database is information only."""

    status: Literal["ready", "nothing published"]
    edition: int
    age_s: int | None
    places: int
    database: Literal["up", "down"]


class ErrorBody(msgspec.Struct):
    """What was wrong, in a sentence a person can act on."""

    code: str
    message: str
    field: str | None


class ErrorAnswer(msgspec.Struct):
    """Every answer with a status of 400 or more."""

    error: ErrorBody


class GoneAnswer(ErrorAnswer):
    """The edition is no longer kept; `edition` is the current one."""

    edition: int


def require_both(lat: float | None, lon: float | None) -> None:
    """A position is whole or absent; raises ValueError."""
    if (lat is None) != (lon is None):
        raise ValueError(f"{'lat' if lat is None else 'lon'}: give both lat and lon, or neither")


def require_finite(**numbers: float | None) -> None:
    """Refuse NaN and infinity, which pass comparisons; raises ValueError."""
    for name, number in numbers.items():
        if number is not None and not math.isfinite(number):
            raise ValueError(f"{name}: give a finite number")


def categories_answer(values: dict[str, object]) -> CategoriesAnswer:
    """The edition's reference rows as an answer."""
    return msgspec.convert(values, CategoriesAnswer)
