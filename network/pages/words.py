"""The short texts that pages and their scripts share, in the language of the request."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# Braces are filled in by `say` here and by words.js in the browser.
WORDS: Final[dict[str, str | Promise]] = {
    "metres": _("m"),
    "kilometres": _("km"),
    "walk": _("{minutes} min walk"),
    "walk_far": _("over 2 h walk"),
    "place_one": _("1 place"),
    "places": _("{n} places"),
    "heading_city": _("Near the city centre"),
    "heading_district": _("Near the centre of {area}"),
    "heading_street": _("Near the centre of {area}"),
    "heading_pin": _("Near the point you chose"),
    "heading_device": _("Nearest to you"),
    "heading_search": _("Found for “{q}”"),
    "about_city": _("Distances are from the city centre. Where are you?"),
    "about_open": _("{open} open now"),
    "about_states": _("{open} open now, {unknown} with hours not known"),
    "about_rough": _("Your position is only known to about {distance}."),
    "about_search": _("{places} found."),
    "about_search_many": _("At least {places} found."),
    "left_out_one": _("1 more place with hours not known"),
    "left_out": _("{n} more places with hours not known"),
    "far": _("Nothing within {reach}. The nearest is {distance} away."),
    "nothing_near": _("No place fits. Choose less, or clear the filters."),
    "nothing_found": _("Nothing found for “{q}”. Try part of the name, or its pinyin."),
    "announce": _("{heading}: {places}. The nearest: {name}, {distance}, {state}."),
    "between": pgettext_lazy("between the things of a place", ", "),
    "dot": " · ",
    "open_always": _("Open 24 hours"),
    "open_at": _("Open until {at}"),
    "closing_soon_at": _("Closes {at}"),
    "closed_at": _("Opens {at}"),
    "closed_plain": _("Closed"),
    "unknown_plain": _("Hours not known"),
    "tomorrow_at": _("tomorrow {time}"),
    "day_at": _("{day} {time}"),
    "closed": _("Closed for now"),
    "closed_until": _("Closed for now, open again on {date}"),
    "hint_holiday": _("May differ on the holiday: call first"),
    "hint_unannounced": _("Holidays not announced yet"),
    "warned_locked": _("Reported locked on {date}"),
    "warned_refused": _("Someone was turned away on {date}"),
    "warned_moved": _("Reported moved on {date}"),
    "warned_gone": _("Reported gone on {date}"),
    "warned_hours": _("Hours reported wrong on {date}"),
    "warned_equipment": _("Something reported broken on {date}"),
    "warned_pin": _("Pin reported wrong on {date}"),
    "warned_other": _("A problem was reported on {date}"),
    "directions": _("Directions to {name}"),
    "cluster": _("{n} places here. Zoom in."),
    "here": _("You look from here"),
    "ring": _("{minutes} min walk"),
    "locating": _("Looking for your position …"),
    "denied": _("The browser was not allowed to tell your position."),
    "unavailable": _("Your position could not be found."),
    "timeout": _("Finding your position took too long."),
    "slow": _("Finding your position takes a while."),
    "rough": _("Your position is only known to about {distance}, so the list may be wrong."),
    "unsupported": _("This browser can't tell your position."),
    "offline": _("No connection. What you see may be old."),
    "offline_data": _("No connection. Data of {date}."),
    "data_of": _("Data of {date}"),
    "checked_on": _("Checked on {date}"),
    "not_checked": _("Not checked on the spot yet"),
    "failed": _("The server did not answer. What you see may be old."),
    "sheet_up": _("Raise the list"),
    "sheet_down": _("Lower the list"),
    "suggested_one": _("1 suggestion"),
    "suggested": _("{n} suggestions"),
    "kind_district": _("District"),
    "kind_street": _("Street or township"),
    "kind_category": _("Kind"),
    "kind_amenity": _("What is there"),
    "kind_service": _("What is done"),
    "pin_marker": _("{name}, {kind}"),
}
WEEKDAYS: Final = (
    _("Monday"),
    _("Tuesday"),
    _("Wednesday"),
    _("Thursday"),
    _("Friday"),
    _("Saturday"),
    _("Sunday"),
)


def say(key: str, **values: object) -> str:
    """The text of a key with its braces filled in."""
    return str(WORDS[key]).format(**values)


def count_places(number: int) -> str:
    """“1 place” or “7 places”."""
    return say("place_one" if number == 1 else "places", n=number)


def count_left_out(number: int) -> str:
    """How many places of unknown hours a list of open ones leaves out; empty for none."""
    if not number:
        return ""
    return say("left_out_one" if number == 1 else "left_out", n=number)


def messages() -> dict[str, str]:
    """All texts, for the scripts."""
    return {key: str(text) for key, text in WORDS.items()}
