"""What pages show: places, distances and choices as words and links, ready for templates."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable
from typing import Any, Final, NamedTuple
from urllib.parse import quote

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext

from network import datum
from network.edition.edition import Edition
from network.models.base import localized
from network.pages.words import say

METRES_A_MINUTE: Final = 70
FAR: Final = 120  # minutes; from here on the number helps nobody


class Named(NamedTuple):
    """A name in the language of the request, or the Chinese one and its language."""

    text: str
    lang: str


class Distance(NamedTuple):
    """A distance in words: “180”, “m”, “3 min walk”."""

    value: str
    unit: str
    walk: str

    def __str__(self) -> str:
        return f"{self.value} {self.unit}"


class Has(NamedTuple):
    """An amenity or a service of a place."""

    name: str
    icon: str


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A place as lists show it; degrees, WGS-84."""

    id: str
    name: Named
    category: str
    kind: str
    icon: str
    lat: float
    lon: float
    distance: Distance | None
    hours: str
    has: tuple[Has, ...]
    services: tuple[Has, ...]
    closed: str
    demo: bool
    directions: str

    @property
    def has_words(self) -> str:
        """What is there, in one line."""
        return say("between").join(thing.name for thing in self.has)


BLANK: Final = Row(
    id="",
    name=Named("", ""),
    category="",
    kind="",
    icon="",
    lat=0.0,
    lon=0.0,
    distance=Distance("", "", ""),
    hours="",
    has=(),
    services=(),
    closed="",
    demo=False,
    directions="",
)


def is_english() -> bool:
    """Whether the request's language is English."""
    return (get_language() or "").startswith("en")


def named(fields: dict[str, Any]) -> Named:
    """The name of a place or an organization."""
    english = fields.get("name_en", "")
    lang = "zh-Hans" if is_english() and not english else ""
    return Named(localized(fields["name"], english), lang)


def title(fields: dict[str, Any]) -> str:
    """The name of a reference row."""
    return localized(fields["name"], fields.get("name_en", ""))


def rounded(value: float) -> int:
    """Half up, as the scripts do it."""
    return int(value + 0.5)


def distance(metres: float) -> Distance:
    """Metres to ten, kilometres to a tenth, and whole ones from ten on."""
    near = max(10, rounded(metres / 10) * 10)
    walk = _walk(max(1, rounded(metres / METRES_A_MINUTE)))
    if near < 1000:
        return Distance(str(near), say("metres"), walk)
    tenths = rounded(metres / 100)
    value = f"{tenths // 10}.{tenths % 10}" if tenths < 100 else str(rounded(metres / 1000))
    return Distance(value, say("kilometres"), walk)


def _walk(minutes: int) -> str:
    return say("walk_far") if minutes > FAR else say("walk", minutes=minutes)


def row(place: dict[str, Any], edition: Edition) -> Row:
    """A summary of the edition as a list shows it."""
    category = edition.by_code("categories")[place["category"]]
    metres = place.get("distance_m")
    return Row(
        id=place["id"],
        name=named(place),
        category=place["category"],
        kind=title(category),
        icon=category["icon"],
        lat=place["lat"],
        lon=place["lon"],
        distance=None if metres is None else distance(metres),
        hours=place["hours_text"] or place["hours"],
        has=things(place["amenities"], edition, "amenities"),
        services=things(place["services"], edition, "services"),
        closed=closed(place),
        demo=place["demo"],
        directions=directions(place["name"], place["lat"], place["lon"]),
    )


def things(codes: Iterable[str], edition: Edition, kind: str) -> tuple[Has, ...]:
    """Amenities or services by code, in the order of the reference data."""
    known = edition.by_code(kind)
    return tuple(Has(title(known[code]), known[code]["icon"]) for code in codes)


def closed(place: dict[str, Any]) -> str:
    """The notice of a place that is closed for now; empty once its day has come."""
    if not place["closed_for_now"]:
        return ""
    if not place["closed_until"]:
        return say("closed")
    until = dt.date.fromisoformat(place["closed_until"])
    return say("closed_until", date=day(until)) if until > timezone.localdate() else ""


def day(date: dt.date) -> str:
    """A date near today, without its year."""
    return date_format(date, pgettext("day of a date near today, in Django's form", "F j"))


def directions(name: str, lat: float, lon: float) -> str:
    """Amap's walking directions to a WGS-84 position; Amap counts in GCJ-02."""
    there = datum.from_wgs84(lat, lon, datum="gcj02")
    label = quote(name, safe="!'()*")  # what the scripts' encodeURIComponent leaves alone
    return (
        f"https://uri.amap.com/navigation?to={there.longitude:.6f},{there.latitude:.6f},{label}"
        "&mode=walk&coordinate=gaode"
    )
