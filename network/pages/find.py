"""What the find page is asked for: where to look from, what for, and what is found."""

from __future__ import annotations

import dataclasses
import math
from typing import Any, Final, Literal
from urllib.parse import urlencode

from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext as _

from network.edition.edition import Edition
from network.edition.query import NO_FILTERS, Filters

FIRST: Final = 20
MOST: Final = 50
LONGEST_SEARCH: Final = 100
# The parameters that filter, and the kind of reference row that each one names.
KINDS: Final = {"category": "categories", "amenity": "amenities", "service": "services"}


class BadQuery(ValueError):
    """The address of the page asks for something that can't be; says what, to the reader."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where distances are counted from; degrees, WGS-84."""

    kind: Literal["city", "district", "pin"]
    lat: float
    lon: float
    district: str = ""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class FindQuery:
    """A checked query of the find page."""

    origin: Origin
    filters: Filters = NO_FILTERS
    q: str = ""
    limit: int = FIRST

    @classmethod
    def from_query(cls, query: QueryDict, edition: Edition) -> FindQuery:
        """Check the parameters against the edition; raises BadQuery."""
        return cls(
            origin=_origin(query, edition),
            filters=Filters(*(_codes(query, name, edition) for name in KINDS)),
            q=_words(query),
            limit=_limit(query),
        )

    def url(self, **changes: Any) -> str:
        """The page's address with some of the question changed."""
        query = dataclasses.replace(self, **changes)
        values = query.kept_values()
        values += [("q", query.q)] if query.q else []
        values += [("limit", str(query.limit))] if query.limit != FIRST else []
        return f"/?{urlencode(values)}" if values else "/"

    def kept_values(self) -> list[tuple[str, str]]:
        """The parameters that a new search keeps."""
        return self.filter_values() + self.origin_values()

    def filter_values(self) -> list[tuple[str, str]]:
        """The parameters that filter."""
        return [(name, code) for name in KINDS for code in getattr(self.filters, name)]

    def origin_values(self) -> list[tuple[str, str]]:
        """The parameters that name the origin: three decimals of a degree at most."""
        if self.origin.kind == "district":
            return [("district", self.origin.district)]
        if self.origin.kind == "pin":
            return [("lat", f"{self.origin.lat:.3f}"), ("lon", f"{self.origin.lon:.3f}")]
        return []

    def toggled(self, name: str, code: str) -> Filters:
        """The filters with one code switched on or off."""
        codes = getattr(self.filters, name)
        changed = tuple(c for c in codes if c != code) if code in codes else (*codes, code)
        return dataclasses.replace(self.filters, **{name: changed})

    def run(self, edition: Edition) -> list[dict[str, Any]]:
        """Summaries of what was found: by words if there are any, else the nearest."""
        lat, lon = self.origin.lat, self.origin.lon
        if not self.q:
            return edition.nearest(lat, lon, limit=self.limit, filters=self.filters)
        if self.origin.kind == "city":
            return edition.search(self.q, limit=self.limit, filters=self.filters)
        return edition.search(self.q, limit=self.limit, lat=lat, lon=lon, filters=self.filters)


def _origin(query: QueryDict, edition: Edition) -> Origin:
    if code := query.get("district"):
        district = edition.by_code("districts").get(code)
        if district is None or district["lat"] is None:
            raise BadQuery(_("There is no district “%(code)s” here.") % {"code": code})
        return Origin(kind="district", lat=district["lat"], lon=district["lon"], district=code)
    if "lat" in query or "lon" in query:
        lat, lon = _degrees(query, "lat", 90), _degrees(query, "lon", 180)
        return Origin(kind="pin", lat=lat, lon=lon)
    return Origin(kind="city", lat=settings.NETWORK.latitude, lon=settings.NETWORK.longitude)


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
    if not (text.isascii() and text.isdecimal() and 1 <= int(text[:9]) <= MOST):
        raise BadQuery(
            _("“limit” must be a whole number from 1 to %(most)d, not “%(text)s”.")
            % {"most": MOST, "text": text}
        )
    return int(text)
