"""What pages show: places, distances and choices as words and links, ready for templates."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from typing import Any, Final, NamedTuple

from network.edition import moment
from network.edition.edition import Edition
from network.models.base import localized
from network.pages import states
from network.pages.directions import amap
from network.pages.states import State, is_english
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
    state: State
    entry: tuple[str, ...]
    warnings: tuple[str, ...]
    hints: tuple[str, ...]
    has: tuple[Has, ...]
    services: tuple[Has, ...]
    closed: str
    demo: bool
    directions: str

    @property
    def kind_beside(self) -> str:
        """The kind, where the name does not say it."""
        return "" if self.kind.lower() in self.name.text.lower() else self.kind

    @property
    def data_lang(self) -> str:
        """The language of what has no translation, where it is not the page's."""
        return "zh-Hans" if is_english() else ""

    @property
    def entry_words(self) -> str:
        """Who may enter and what is needed, in one line."""
        return say("dot").join(self.entry)

    @property
    def warning_words(self) -> str:
        """What was reported, in one line."""
        return say("dot").join(self.warnings)

    @property
    def hint_words(self) -> str:
        """What may differ today, in one line."""
        return say("dot").join(self.hints)

    @property
    def hours_shown(self) -> str:
        """Hours as written, where they say more than the state does."""
        return self.hours if self.state.code == "unknown" else ""

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
    state=State(code="unknown", words=""),
    entry=(),
    warnings=(),
    hints=(),
    has=(),
    services=(),
    closed="",
    demo=False,
    directions="",
)


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
    """A summary of the edition as a list shows it; "tomorrow" is the day after this one."""
    today = moment.local(moment.now_minute()).date()
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
        state=states.state(place, today),
        entry=states.entry(place, edition),
        warnings=states.warnings(place, today),
        hints=states.hints(place),
        has=things(place["amenities"], edition, "amenities"),
        services=things(place["services"], edition, "services"),
        closed=states.closed(place, today),
        demo=place["demo"],
        directions=amap(place["name"], place["lat"], place["lon"]),
    )


def things(codes: Iterable[str], edition: Edition, kind: str) -> tuple[Has, ...]:
    """Amenities or services by code, in the order of the reference data."""
    known = edition.by_code(kind)
    return tuple(Has(title(known[code]), known[code]["icon"]) for code in codes)
