"""The find page's contents."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django.conf import settings
from django.templatetags.static import static
from django.utils import timezone
from django.utils.translation import get_language

from network import icons
from network.edition.edition import Edition
from network.mapping import map_config
from network.pages.choices import areas, first_chips, groups, streets
from network.pages.find import AREAS, FIRST, KINDS, MOST, FindQuery, Found
from network.pages.presenters import BLANK, Row, distance, row, title
from network.pages.words import WEEKDAYS, count_left_out, count_places, messages, say

# What find.js imports: fetched beside it, not after it. See config/scripts.py.
MODULES: Final = ("find", "words", "datum")
# What it imports once the first list is there.
LATER: Final = ("rest", "map", "basemap")
# What answers on the device.
DEVICE: Final = "device/near"
# What the map needs, fetched after the first list.
LEAFLET: Final = "leaflet/leaflet.js"
MAP_STYLES: Final = ("leaflet/leaflet.css", "network/css/map.css")
REACH: Final = 5000  # metres: farther than one walks


def find_page(query: FindQuery, found: Found, edition: Edition) -> dict[str, Any]:
    """The template's context."""
    every = groups(query, edition)
    rows = [row(place, edition) for place in found.places]
    return {
        "query": query,
        "heading": heading(query, edition),
        "about": about(query, rows),
        "left_out": count_left_out(found.left_out),
        "unknown_url": query.url(**query.opened(query.open, unknown=True)),
        "far": far(query, found.places),
        "nothing": say("nothing_found", q=query.q) if query.q else say("nothing_near"),
        "is_empty": not edition.count,
        "blank": BLANK,
        "modules": [f"network/js/{name}.js" for name in MODULES],
        "device": static(f"network/js/{DEVICE}.js"),
        "rows": rows,
        "any_demo": any(shown.demo for shown in rows),
        "groups": every,
        "chips": first_chips(every),
        "chosen": sum(chip.active for group in every for chip in group.chips),
        "clear_url": query.url(filters=type(query.filters)(), open=""),
        "more_url": query.url(limit=MOST) if query.limit == FIRST == len(rows) else "",
        "large_url": query.url(large=not query.large),
        "areas": areas(query, edition),
        "streets": streets(query, edition),
        "edition": edition,
        "page_url": query.url(),
        "config": script_config(edition)
        | {
            "query": script_query(query),
            "leaflet": static(LEAFLET),
            "later": [static(f"network/js/{name}.js") for name in LATER],
            "styles": [static(name) for name in MAP_STYLES],
        },
    }


def heading(query: FindQuery, edition: Edition) -> str:
    """What the list is, in one line."""
    if query.q:
        return say("heading_search", q=query.q)
    return say(f"heading_{query.origin.kind}", area=_area(query, edition))


def about(query: FindQuery, rows: Sequence[Row]) -> str:
    """How many were found, or how many of them are open."""
    if query.q:
        key = "about_search" if len(rows) < query.limit else "about_search_many"
        return say(key, places=count_places(len(rows)))
    if query.origin.kind == "city":
        return say("about_city")
    codes = [shown.state.code for shown in rows]
    is_open = codes.count("open") + codes.count("closing_soon")
    unknown = codes.count("unknown")
    return say("about_states" if unknown else "about_open", open=is_open, unknown=unknown)


def far(query: FindQuery, places: Sequence[dict[str, Any]]) -> str:
    """A sentence where even the nearest is too far to walk."""
    if query.q or not places or places[0]["distance_m"] <= REACH:
        return ""
    reach = f"{REACH // 1000} {say('kilometres')}"
    return say("far", reach=reach, distance=distance(places[0]["distance_m"]))


def _area(query: FindQuery, edition: Edition) -> str:
    if not query.origin.code:
        return ""
    return title(edition.by_code(AREAS[query.origin.kind])[query.origin.code])


def script_query(query: FindQuery) -> dict[str, Any]:
    """The question that the server answered, for the scripts to go on from."""
    origin = query.origin
    return {
        "origin": {
            "kind": origin.kind,
            "lat": origin.lat,
            "lon": origin.lon,
            "code": origin.code,
        },
        "filters": {name: list(getattr(query.filters, name)) for name in KINDS}
        | {"open": query.open, "unknown": query.filters.unknown},
        "q": query.q,
        "limit": query.limit,
    }


def script_config(edition: Edition) -> dict[str, Any]:
    """What the scripts of every page need to know."""
    return {
        "edition": edition.number,
        "lang": get_language(),
        "timeZone": settings.NETWORK.time_zone,
        "utcOffset": utc_offset(),
        "sprite": static(icons.SPRITE),
        "map": map_config(),
        "messages": messages(),
        "weekdays": [str(day) for day in WEEKDAYS],
        "categories": {
            r["code"]: {"name": title(r), "icon": icons.for_marker(r["icon"])}
            for r in edition.reference["categories"]
        },
        "amenities": _words(edition, "amenities"),
        "services": _words(edition, "services"),
        "access": {
            kind: {r["code"]: title(r) for r in edition.reference[f"access_{kind}"]}
            for kind in ("who", "needs")
        },
        "districts": [
            {"code": r["code"], "name": title(r), "lat": r["lat"], "lon": r["lon"]}
            for r in edition.reference["districts"]
            if r["lat"] is not None
        ],
    }


def utc_offset() -> int:
    """Minutes that the network's clocks are ahead of UTC today."""
    ahead = timezone.localtime().utcoffset()
    return 0 if ahead is None else int(ahead.total_seconds() // 60)


def _words(edition: Edition, kind: str) -> dict[str, list[str]]:
    return {r["code"]: [title(r), icons.known(r["icon"])] for r in edition.reference[kind]}
