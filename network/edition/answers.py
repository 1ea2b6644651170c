"""The shapes of a place in answers; the edition's ready-made JSON is encoded from them."""

from __future__ import annotations

import datetime as dt

import msgspec
from msgspec import UNSET, UnsetType


class Pin(msgspec.Struct, kw_only=True, frozen=True):
    """What a map tile shows of a place."""

    id: str
    name: str
    name_en: str | UnsetType = UNSET
    category: str


class Listed(Pin, kw_only=True, frozen=True):
    """What a list shows of a place, without its position."""

    address: str
    district: str | None
    subdistrict: str | None
    amenities: list[str]
    services: list[str]
    hours: str
    hours_text: str
    phone: str
    closed_for_now: bool
    closed_until: dt.date | None
    demo: bool


class Owner(msgspec.Struct, frozen=True):
    """The union body that keeps a place."""

    name: str
    name_en: str


class PinOnMap(Pin, kw_only=True, frozen=True):
    """A place in a tile; degrees, WGS-84."""

    lat: float
    lon: float


class Located(Listed, kw_only=True, frozen=True):
    """A listed place with its position in degrees of the datum asked for."""

    lat: float
    lon: float


class NearPlace(Located, kw_only=True, frozen=True):
    """A place with its great-circle distance in metres."""

    distance_m: int


class FoundPlace(Located, kw_only=True, frozen=True):
    """A place found by words; the distance is there when a position was given."""

    distance_m: int | UnsetType = UNSET


class FullPlace(Located, kw_only=True, frozen=True):
    """All that the public sees of a place."""

    alias: str
    address_note: str
    services_text: str
    organization: Owner
    verified_on: dt.date | None
    source: str
    updated_at: dt.datetime
