"""Invent places: pure functions of the ground, the mix and the words, without a clock."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import math
import random
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from network.demo import words
from network.demo.ground import Area, short_name
from network.demo.mix import Share, spread
from network.demo.naming import OFFICIAL, invented_word, place_name
from network.models.place import PUBLIC_ID_ALPHABET, PUBLIC_ID_LENGTH

METRES_PER_DEGREE: Final = 111_195.0
LAST_VERIFIED: Final = dt.date(2026, 11, 20)
REOPENS: Final = dt.date(2027, 3, 1)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Invented:
    """One invented place; degrees are WGS-84, amenities and services are codes."""

    public_id: str
    category: str
    area: Area
    name: str
    name_en: str
    address: str
    address_note: str
    latitude: float
    longitude: float
    phone: str
    hours: str
    hours_text: str
    access_who: str
    access_needs: str
    step_free: bool | None
    free_of_charge: bool | None
    floor: str
    entrance: str
    amenities: tuple[str, ...]
    services: tuple[str, ...]
    verified_on: dt.date | None
    closed_for_now: bool
    closed_until: dt.date | None


def invent(mix: Iterable[Share]) -> Iterator[Invented]:
    """Every place of the mix; the n-th of a category has the same id in every mix."""
    for share in mix:
        chosen = spread(share, one_each=share.category in OFFICIAL)
        for number, area in enumerate(chosen):
            yield _place(share.category, number, area, first=number < len(share.areas))


def _place(category: str, number: int, area: Area, *, first: bool) -> Invented:
    chance = random.Random(f"{category}:{number}")  # noqa: S311 - no secret
    name, name_en = place_name(category, area, chance, first=first)
    latitude, longitude = _scattered(area, chance)
    hours, hours_text = chance.choice(words.HOURS.get(category, words.OFFICE))
    closed = chance.random() < 0.0025
    # A chance of its own: what was invented before access was known stays as it was.
    door = random.Random(f"door:{category}:{number}")  # noqa: S311 - no secret
    who, needs = door.choice(words.DOORS.get(category, words.STAFF_DOORS))
    return Invented(
        public_id=_public_id(category, number),
        category=category,
        area=area,
        name=name,
        name_en=name_en,
        address=_address(area, chance),
        address_note=chance.choice(words.NOTES) if chance.random() < 0.3 else "",
        latitude=latitude,
        longitude=longitude,
        phone=f"010-8000{chance.randrange(10_000):04}" if chance.random() < 0.7 else "",
        hours=hours,
        hours_text=hours_text,
        access_who=who,
        access_needs=needs,
        step_free=door.choice((True, True, False, None)),
        free_of_charge=True if door.random() < 0.8 else None,
        floor=door.choice(words.FLOORS) if door.random() < 0.5 else "",
        entrance=door.choice(words.ENTRANCES) if door.random() < 0.3 else "",
        amenities=_drawn(words.HAS_AMENITIES.get(category, {}), chance),
        services=_drawn(words.HAS_SERVICES.get(category, {}), chance),
        verified_on=_verified(chance),
        closed_for_now=closed,
        closed_until=REOPENS if closed and number % 2 else None,
    )


def _public_id(category: str, number: int) -> str:
    digest = hashlib.sha256(f"demo:{category}:{number}".encode()).digest()
    value, base = int.from_bytes(digest), len(PUBLIC_ID_ALPHABET)
    return "".join(
        PUBLIC_ID_ALPHABET[value // base**place % base] for place in range(PUBLIC_ID_LENGTH)
    )


def _scattered(area: Area, chance: random.Random) -> tuple[float, float]:
    """Around the anchor as a bell, none farther than the radius."""
    while True:
        east, north = chance.gauss(0, 0.5), chance.gauss(0, 0.5)
        if east * east + north * north <= 1:
            break
    degree = METRES_PER_DEGREE / area.radius_m
    latitude = area.latitude + north / degree
    longitude = area.longitude + east / degree / math.cos(math.radians(area.latitude))
    return round(latitude, 6), round(longitude, 6)


def _address(area: Area, chance: random.Random) -> str:
    stem = short_name(area.name)
    if stem == area.district_name:
        stem = invented_word(chance)[0]
    ends = words.LANES if stem.endswith(("街", "路")) else words.ROADS
    number = chance.randrange(1, 180)
    return f"{area.district_name}{stem}{chance.choice(ends)}{number}号{chance.choice(words.SPOTS)}"


def _drawn(odds: Mapping[str, float], chance: random.Random) -> tuple[str, ...]:
    return tuple(code for code, odd in odds.items() if chance.random() < odd)


def _verified(chance: random.Random) -> dt.date | None:
    days = chance.randrange(400)
    return LAST_VERIFIED - dt.timedelta(days=days) if chance.random() < 0.75 else None
