"""A place's own page."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from typing import Any, Final

from django.utils.translation import gettext as _

from network.edition import moment
from network.edition.edition import Edition
from network.edition.query import Filters
from network.pages import directions, states, structured, weeks
from network.pages.findpage import script_config
from network.pages.presenters import Row, named, row, title
from network.pages.words import say

NEIGHBOURS: Final = 3
OPEN: Final = ("open", "closing_soon")


@dataclasses.dataclass(frozen=True, slots=True)
class Phone:
    """A number as it is written and as `tel:` takes it."""

    text: str
    dialled: str


@dataclasses.dataclass(frozen=True, slots=True)
class Line:
    """A fact about the door with its icon."""

    icon: str
    text: str
    lang: str = ""


def place_page(detail: dict[str, Any], edition: Edition, *, url: str) -> dict[str, Any]:
    """The template's context; `url` is the page's absolute address."""
    shown = row(detail, edition)
    today = moment.local(moment.now_minute()).date()
    verified = detail["verified_on"]
    return {
        "place": shown,
        "detail": detail,
        "area": area(detail, edition),
        "door": door(detail, edition),
        "week": weeks.week_table(detail, edition, today),
        "phones": phones(detail["phone"]),
        "ways": directions.ways(detail["name"], detail["lat"], detail["lon"]),
        "owner": named(detail["organization"]),
        "verified_on": dt.date.fromisoformat(verified) if verified else None,
        "edition": edition,
        "page_url": f"/places/{shown.id}",
        "absolute_url": url,
        "description": description(detail, shown, edition),
        "structured": structured.script(
            structured.structured(detail, edition, url=url, today=today)
        ),
        "config": script_config(edition) | {"place": _for_the_map(shown)},
        **_around(detail, shown, edition),
    }


def _for_the_map(shown: Row) -> dict[str, Any]:
    return {
        "id": shown.id,
        "lat": shown.lat,
        "lon": shown.lon,
        "name": shown.name.text,
        "category": shown.category,
    }


def _around(detail: dict[str, Any], shown: Row, edition: Edition) -> dict[str, Any]:
    """The nearest others; where this one is not open, those that are."""
    filters = Filters() if shown.state.code in OPEN else Filters(open=moment.now_minute())
    near = [one for one in neighbours(detail, edition, filters) if one.id != shown.id]
    return {"neighbours": near[:NEIGHBOURS], "neighbours_are_open": filters.open is not None}


def description(detail: dict[str, Any], shown: Row, edition: Edition) -> str:
    """What a search engine or a chat shows of the page; true at any time of the day."""
    hours = detail["hours_text"] or detail["hours"]
    parts = (shown.kind, detail["address"] or area(detail, edition), hours, shown.has_words)
    return say("dot").join(filter(None, parts))


def door(detail: dict[str, Any], edition: Edition) -> list[Line]:
    """Who may enter, what is needed, where the door is, steps and charge, as far as known."""
    access = detail["access"]
    lang = "zh-Hans" if states.is_english() else ""
    step_free = {True: _("No steps"), False: _("Steps at the entrance")}
    free = {True: _("Free of charge"), False: _("There is a charge")}
    lines = [
        Line("door", say("dot").join(states.entry(detail, edition))),
        Line("map", say("dot").join(filter(None, (access["entrance"], access["floor"]))), lang),
        Line("wheelchair", step_free.get(access["step_free"], "")),
        Line("gift", free.get(access["free"], "")),
    ]
    return [line for line in lines if line.text]


def area(detail: dict[str, Any], edition: Edition) -> str:
    """District and street, as far as known."""
    codes = (("districts", detail["district"]), ("subdistricts", detail["subdistrict"]))
    return say("between").join(title(edition.by_code(kind)[code]) for kind, code in codes if code)


def phones(text: str) -> list[Phone]:
    """The numbers of a phone field; one that can't be dialled is left as text."""
    numbers = filter(None, re.split(r"[,;/、，；\s]+", text.strip()))
    return [Phone(number, dialled(number)) for number in numbers]


def dialled(number: str) -> str:
    """A number as `tel:` takes it, its extension after a pause."""
    main, _sign, extension = number.partition("转") if "转" in number else _split_extension(number)
    digits = re.sub(r"[^\d+]", "", main)
    return f"{digits},{extension}" if extension.isdecimal() else digits


def _split_extension(number: str) -> tuple[str, str, str]:
    """82469318-864: an eight-digit number and its extension; 010-82469318: an area code."""
    match = re.fullmatch(r"((?:0\d{2,3}-)?\d{7,8})-(\d{1,5})", number)
    return (match[1], "-", match[2]) if match else (number, "", "")


def neighbours(spot: dict[str, Any], edition: Edition, filters: Filters | None = None) -> list[Row]:
    """The places nearest to a position, its own included; none if it is not known."""
    if spot.get("lat") is None:
        return []
    found = edition.nearest(
        spot["lat"], spot["lon"], limit=NEIGHBOURS + 1, filters=filters or Filters()
    )
    return [row(place, edition) for place in found]
