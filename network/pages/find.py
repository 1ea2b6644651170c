"""What the find page is asked for: where to look from, what for, and what is found."""

from __future__ import annotations

import dataclasses
import math
from typing import Any, Final, Literal
from urllib.parse import urlencode

from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext as _

from network.edition import moment, sphere
from network.edition.edition import Edition
from network.edition.query import NO_FILTERS, Filters

FIRST: Final = 20
MOST: Final = 50
LONGEST_SEARCH: Final = 100
# The parameters that filter, and the kind of reference row that each one names.
KINDS: Final = {
    "category": "categories",
    "amenity": "amenities",
    "service": "services",
    "access": "access",
}
# The kinds of area that one can look from, and their reference rows.
AREAS: Final = {"district": "districts", "street": "subdistricts"}
DAY: Final = 24 * 60  # minutes


class BadQuery(ValueError):
    """The address of the page asks for something that can't be; says what, to the reader."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where distances are counted from; degrees, WGS-84."""

    kind: Literal["city", "district", "street", "pin"]
    lat: float
    lon: float
    code: str = ""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What was found, and how many places of unknown hours are left out."""

    places: list[dict[str, Any]]
    left_out: int


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class FindQuery:
    """A checked query of the find page."""

    origin: Origin
    filters: Filters = NO_FILTERS
    open: str = ""  # as the address says it: "now" or a local time
    q: str = ""
    limit: int = FIRST
    large: bool = False

    @classmethod
    def from_query(cls, query: QueryDict, edition: Edition) -> FindQuery:
        """Check the parameters against the edition; raises BadQuery."""
        asked, minute = _open(query)
        codes = {name: _codes(query, name, edition) for name in KINDS}
        return cls(
            origin=_origin(query, edition),
            filters=Filters(
                **codes, open=minute, unknown=minute is not None and query.get("unknown") == "1"
            ),
            open=asked,
            q=_words(query),
            limit=_limit(query),
            large=query.get("large") == "1",
        )

    def url(self, **changes: Any) -> str:
        """The page's address with some of the question changed."""
        query = dataclasses.replace(self, **changes)
        values = query.kept_values()
        values += [("q", query.q)] if query.q else []
        values += [("limit", str(query.limit))] if query.limit != FIRST else []
        return f"/?{urlencode(values, safe=':')}" if values else "/"

    def kept_values(self) -> list[tuple[str, str]]:
        """The parameters that a new search keeps."""
        return self.filter_values() + self.origin_values()

    def filter_values(self) -> list[tuple[str, str]]:
        """The parameters that filter, and the size of the type."""
        values = [(name, code) for name in KINDS for code in getattr(self.filters, name)]
        values += [("open", self.open)] if self.open else []
        values += [("unknown", "1")] if self.open and self.filters.unknown else []
        return values + ([("large", "1")] if self.large else [])

    def origin_values(self) -> list[tuple[str, str]]:
        """The parameters that name the origin: three decimals of a degree at most."""
        if self.origin.kind in AREAS:
            return [(self.origin.kind, self.origin.code)]
        if self.origin.kind == "pin":
            return [("lat", f"{self.origin.lat:.3f}"), ("lon", f"{self.origin.lon:.3f}")]
        return []

    def toggled(self, name: str, code: str) -> Filters:
        """The filters with one code switched on or off."""
        codes = getattr(self.filters, name)
        changed = tuple(c for c in codes if c != code) if code in codes else (*codes, code)
        changes: dict[str, Any] = {name: changed}
        return dataclasses.replace(self.filters, **changes)

    def opened(self, asked: str, *, unknown: bool = False) -> dict[str, Any]:
        """The changes that ask for places open at a time, or at any (empty)."""
        minute = moment.minute_of(asked) if asked else None
        filters = dataclasses.replace(self.filters, open=minute, unknown=bool(asked) and unknown)
        return {"open": asked, "filters": filters}

    def run(self, edition: Edition) -> Found:
        """What was found: by words if there are any, else the nearest."""
        minute = moment.now_minute() if self.filters.open is None else self.filters.open
        here = (self.origin.lat, self.origin.lon)
        if self.q:
            near = None if self.origin.kind == "city" else here
            rows, left_out = edition.search_found(
                self.q, limit=self.limit, near=near, filters=self.filters
            )
        else:
            near = here
            found = edition.nearest_found(*here, limit=self.limit, filters=self.filters)
            rows, left_out = [row for row, _metres in found.hits], found.left_out
        places = [edition.fields(row, minute) for row in rows]
        if near:
            for place in places:
                place["distance_m"] = round(sphere.distance(*near, place["lat"], place["lon"]))
        return Found(places=places, left_out=left_out)


def _origin(query: QueryDict, edition: Edition) -> Origin:
    for kind, rows in AREAS.items():
        if code := query.get(kind):
            return _area(kind, code, edition.by_code(rows).get(code))
    if "lat" in query or "lon" in query:
        lat, lon = _degrees(query, "lat", 90), _degrees(query, "lon", 180)
        return Origin(kind="pin", lat=lat, lon=lon)
    return Origin(kind="city", lat=settings.NETWORK.latitude, lon=settings.NETWORK.longitude)


def _area(kind: Any, code: str, row: dict[str, Any] | None) -> Origin:
    if row is None or row["lat"] is None:
        text = _("There is no district “%(code)s” here.")
        if kind == "street":
            text = _("There is no street or township “%(code)s” here.")
        raise BadQuery(text % {"code": code})
    return Origin(kind=kind, lat=row["lat"], lon=row["lon"], code=code)


def _open(query: QueryDict) -> tuple[str, int | None]:
    """`now` or a local time, and its minute; a time gone by means its next return.

    So a link to "open at three in the morning" keeps its meaning.
    """
    asked = query.get("open", "")
    if not asked:
        return "", None
    try:
        minute = moment.minute_of(asked)
    except (ValueError, OverflowError) as error:
        raise BadQuery(
            _("“open” must be “now” or a time such as 2026-11-24T22:00, not “%(text)s”.")
            % {"text": asked}
        ) from error
    if asked != moment.NOW and (late := moment.now_minute() - minute) > 0:
        minute += -(-late // DAY) * DAY
        asked = moment.local_text(minute)
    return asked, minute


def _degrees(query: QueryDict, name: str, most: int) -> float:
    text = query.get(name, "")
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not -most <= value <= most:  # NaN fails every comparison
        raise BadQuery(
            _("“%(name)s” must be degrees from -%(most)d to %(most)d, not “%(text)s”.")
            % {"name": name, "most": most, "text": text}
        )
    return value


def _codes(query: QueryDict, name: str, edition: Edition) -> tuple[str, ...]:
    """Codes given repeatedly or parted by commas, each once, in the order given."""
    given = [code for text in query.getlist(name) for code in text.split(",") if code]
    known = edition.by_code(KINDS[name])
    for code in given:
        if code not in known:
            raise BadQuery(
                _("There is no “%(code)s” among the filters (%(name)s).")
                % {"code": code, "name": name}
            )
    return tuple(dict.fromkeys(given))


def _words(query: QueryDict) -> str:
    words = query.get("q", "").strip()
    if len(words) > LONGEST_SEARCH:
        raise BadQuery(_("Search for at most %(most)d characters.") % {"most": LONGEST_SEARCH})
    return words


def _limit(query: QueryDict) -> int:
    text = query.get("limit", str(FIRST))
    if not (text.isascii() and text.isdecimal() and len(text) <= 2 and 1 <= int(text) <= MOST):
        raise BadQuery(
            _("“limit” must be a whole number from 1 to %(most)d, not “%(text)s”.")
            % {"most": MOST, "text": text}
        )
    return int(text)
