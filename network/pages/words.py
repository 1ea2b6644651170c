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
    "heading_pin": _("Near the point you chose"),
    "heading_device": _("Nearest to you"),
    "heading_search": _("Found for “{q}”"),
    "about_city": _("Distances are from the city centre. Where are you?"),
    "about_district": _("Distances are from the centre of {area}."),
    "about_pin": _("Distances are from this point, in a straight line."),
    "about_device": _("In a straight line."),
    "about_rough": _("Your position is only known to about {distance}."),
    "about_search": _("{places} found."),
    "about_search_many": _("At least {places} found."),
    "nothing_near": _("No place fits. Choose less, or clear the filters."),
    "nothing_found": _("Nothing found for “{q}”. Try part of the name, or its pinyin."),
    "announce": _("{heading}: {places}. The nearest: {name}, {distance}."),
    "between": pgettext_lazy("between the things of a place", ", "),
    "hours_unknown": _("Hours not known"),
    "closed": _("Closed for now"),
    "closed_until": _("Closed for now, open again on {date}"),
    "directions": _("Directions to {name}"),
    "cluster": _("{n} places here. Zoom in."),
    "here": _("You look from here"),
    "ring": _("{minutes} min walk"),
    "locating": _("Looking for your position …"),
    "denied": _("The browser was not allowed to tell your position."),
    "unavailable": _("Your position could not be found."),
    "timeout": _("Finding your position took too long."),
    "unsupported": _("This browser can't tell your position."),
    "offline": _("No connection. What you see may be old."),
    "sheet_up": _("Raise the list"),
    "sheet_down": _("Lower the list"),
}


def say(key: str, **values: object) -> str:
    """The text of a key with its braces filled in."""
    return str(WORDS[key]).format(**values)


def count_places(number: int) -> str:
    """“1 place” or “7 places”."""
    return say("place_one" if number == 1 else "places", n=number)


def messages() -> dict[str, str]:
    """All texts, for the scripts."""
    return {key: str(text) for key, text in WORDS.items()}
