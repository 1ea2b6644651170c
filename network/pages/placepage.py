"""A place's own page."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any, Final

from network.edition.edition import Edition
from network.pages.findpage import script_config
from network.pages.presenters import Row, named, row, title
from network.pages.words import say

NEIGHBOURS: Final = 3


def place_page(detail: dict[str, Any], edition: Edition) -> dict[str, Any]:
    """The template's context."""
    shown = row(detail, edition)
    verified = detail["verified_on"]
    return {
        "place": shown,
        "detail": detail,
        "area": area(detail, edition),
        "tel": dialled(detail["phone"]),
        "owner": named(detail["organization"]),
        "verified_on": dt.date.fromisoformat(verified) if verified else None,
        "neighbours": [near for near in neighbours(detail, edition) if near.id != shown.id][
            :NEIGHBOURS
        ],
        "edition": edition,
        "page_url": f"/places/{shown.id}",
        "config": script_config(edition)
        | {
            "place": {
                "id": shown.id,
                "lat": shown.lat,
                "lon": shown.lon,
                "name": shown.name.text,
                "category": shown.category,
            }
        },
    }


def area(detail: dict[str, Any], edition: Edition) -> str:
    """District and street, as far as known."""
    codes = (("districts", detail["district"]), ("subdistricts", detail["subdistrict"]))
    return say("between").join(title(edition.by_code(kind)[code]) for kind, code in codes if code)


def dialled(phone: str) -> str:
    """The first number of a phone field as `tel:` takes it, its extension after a pause."""
    first = re.split(r"[,;/、，；\s]+", phone.strip())[0]
    number, _, extension = first.partition("转") if "转" in first else _split_extension(first)
    digits = re.sub(r"[^\d+]", "", number)
    return f"{digits},{extension}" if extension.isdecimal() else digits


def _split_extension(number: str) -> tuple[str, str, str]:
    """82469318-864: an eight-digit number and its extension; 010-82469318: an area code."""
    match = re.fullmatch(r"((?:0\d{2,3}-)?\d{7,8})-(\d{1,5})", number)
    return (match[1], "-", match[2]) if match else (number, "", "")


def neighbours(spot: dict[str, Any], edition: Edition) -> list[Row]:
    """The places nearest to a position, its own included; none if it is not known."""
    if spot.get("lat") is None:
        return []
    found = edition.nearest(spot["lat"], spot["lon"], limit=NEIGHBOURS + 1)
    return [row(place, edition) for place in found]
