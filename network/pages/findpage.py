"""The find page's contents."""

from __future__ import annotations

from typing import Any, Final

from django.conf import settings
from django.templatetags.static import static
from django.utils.translation import get_language

from network import icons
from network.edition.edition import Edition
from network.mapping import map_config
from network.pages.choices import areas, first_chips, groups
from network.pages.find import FIRST, KINDS, MOST, FindQuery
from network.pages.presenters import BLANK, row, title
from network.pages.words import count_places, messages, say

# What find.js imports: fetched beside it, not after it.
MODULES: Final = tuple(
    f"network/js/{name}.js"
    for name in ("find", "state", "api", "words", "list", "filters", "search", "locate", "sheet")
)


def find_page(query: FindQuery, found: list[dict[str, Any]], edition: Edition) -> dict[str, Any]:
    """The template's context."""
    every = groups(query, edition)
    return {
        "query": query,
        "heading": heading(query, edition),
        "about": about(query, edition, len(found)),
        "nothing": say("nothing_found", q=query.q) if query.q else say("nothing_near"),
        "is_empty": not edition.count,
        "blank": BLANK,
        "modules": MODULES,
        "rows": [row(place, edition) for place in found],
        "any_demo": any(place["demo"] for place in found),
        "groups": every,
        "chips": first_chips(every),
        "chosen": sum(chip.active for group in every for chip in group.chips),
        "clear_url": query.url(filters=type(query.filters)()),
        "more_url": query.url(limit=MOST) if query.limit == FIRST == len(found) else "",
        "areas": areas(query, edition),
        "edition": edition,
        "page_url": query.url(),
        "config": script_config(edition) | {"query": script_query(query)},
    }


def heading(query: FindQuery, edition: Edition) -> str:
    """What the list is, in one line."""
    if query.q:
        return say("heading_search", q=query.q)
    return say(f"heading_{query.origin.kind}", area=_area(query, edition))


def about(query: FindQuery, edition: Edition, found: int) -> str:
    """Where distances are counted from, or how many were found."""
    if query.q:
        key = "about_search" if found < query.limit else "about_search_many"
        return say(key, places=count_places(found))
    return say(f"about_{query.origin.kind}", area=_area(query, edition))


def _area(query: FindQuery, edition: Edition) -> str:
    code = query.origin.district
    return title(edition.by_code("districts")[code]) if code else ""


def script_query(query: FindQuery) -> dict[str, Any]:
    """The question that the server answered, for the scripts to go on from."""
    origin = query.origin
    return {
        "origin": {
            "kind": origin.kind,
            "lat": origin.lat,
            "lon": origin.lon,
            "district": origin.district,
        },
        "filters": {name: list(getattr(query.filters, name)) for name in KINDS},
        "q": query.q,
        "limit": query.limit,
    }


def script_config(edition: Edition) -> dict[str, Any]:
    """What the scripts of every page need to know."""
    return {
        "edition": edition.number,
        "lang": get_language(),
        "timeZone": settings.NETWORK.time_zone,
        "sprite": static(icons.SPRITE),
        "map": map_config(),
        "messages": messages(),
        "categories": {
            r["code"]: {"name": title(r), "icon": icons.for_marker(r["icon"])}
            for r in edition.reference["categories"]
        },
        "amenities": _words(edition, "amenities"),
        "services": _words(edition, "services"),
        "districts": [
            {"code": r["code"], "name": title(r), "lat": r["lat"], "lon": r["lon"]}
            for r in edition.reference["districts"]
            if r["lat"] is not None
        ],
    }


def _words(edition: Edition, kind: str) -> dict[str, list[str]]:
    return {r["code"]: [title(r), icons.known(r["icon"])] for r in edition.reference[kind]}
