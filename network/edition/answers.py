"""The shapes of a place in answers; the edition's ready-made JSON is encoded from them."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

import msgspec
from msgspec import UNSET, UnsetType

State = Literal["open", "closing_soon", "closed", "unknown"]


class Pin(msgspec.Struct, kw_only=True, frozen=True):
    """What a map tile shows of a place."""

    id: str
    name: str
    name_en: str | UnsetType = UNSET
    category: str


class Access(msgspec.Struct, kw_only=True, frozen=True):
    """Who may enter and what is needed; empty and null mean not known."""

    who: list[Literal["everyone", "outdoor_workers", "members", "host_staff", "mothers"]]
    needs: list[Literal["nothing", "scan", "register", "key", "ask"]]
    step_free: bool | None
    free: bool | None
    floor: str
    entrance: str


class Warned(msgspec.Struct, kw_only=True, frozen=True):
    """What several visitors reported; it counts before the day `until`."""

    kind: str
    reported_on: dt.date
    until: dt.date


class Listed(Pin, kw_only=True, frozen=True):
    """What a list shows of a place, without its position."""

    address: str
    district: str | None
    subdistrict: str | None
    amenities: list[str]
    services: list[str]
    access: Access
    hours: str
    hours_text: str
    phone: str
    warnings: list[Warned]
    demo: bool


class Owner(msgspec.Struct, frozen=True):
    """The union body that keeps a place."""

    name: str
    name_en: str


class PinOnMap(Pin, kw_only=True, frozen=True):
    """A place in a tile; degrees, WGS-84; its state where the tile was asked for open ones."""

    lat: float
    lon: float
    state: State | UnsetType = UNSET


class Located(Listed, kw_only=True, frozen=True):
    """A listed place with its position in degrees of the datum asked for."""

    lat: float
    lon: float


class Judged(Located, kw_only=True, frozen=True):
    """A place in the minute of the answer; times are those of the network's clocks.

    `changes_at` says until when it is open, or when it opens next. Hints: "holiday", the hours
    may differ on this day off; "unannounced", the year's days off are not known yet.
    """

    closed_for_now: bool
    closed_until: dt.date | None
    state: State
    changes_at: Annotated[str, msgspec.Meta(examples=["2026-11-24T21:00"])] | None
    hints: list[Literal["holiday", "unannounced"]]


class NearPlace(Judged, kw_only=True, frozen=True):
    """A place with its great-circle distance in metres."""

    distance_m: int


class FoundPlace(Judged, kw_only=True, frozen=True):
    """A place found by words; the distance is there when a position was given."""

    distance_m: int | UnsetType = UNSET


class FullPlace(Judged, kw_only=True, frozen=True):
    """All that the public sees of a place."""

    alias: str
    address_note: str
    services_text: str
    organization: Owner
    verified_on: dt.date | None
    source: str
    updated_at: dt.datetime
