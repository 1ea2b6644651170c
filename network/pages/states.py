"""Whether a place is open, who is let in and what was reported, as a person at the door says it.

words.js says the same of the same facts; a test compares them.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from typing import Any, Final

from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext

from network.edition.edition import Edition
from network.models.base import localized
from network.pages.words import WEEKDAYS, say

WEEK: Final = 7  # days: within these a weekday says enough
# Sentences leave a gap beside a time such as 9:00; beside a word such as 明天 there is none.
GAP: Final = re.compile("(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])")
HINTS: Final = ("holiday", "unannounced")
# What the door's own words add nothing to.
SILENT_NEEDS: Final = frozenset({"nothing"})


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """A state: its code for shape and colour, its words."""

    code: str
    words: str


def is_english() -> bool:
    """Whether the request's language is English."""
    return (get_language() or "").startswith("en")


def state(place: dict[str, Any], today: dt.date) -> State:
    """Open until when, closed until when, or not known."""
    if place["closed_for_now"]:
        return State(code="closed", words=closed(place, today))
    code, change = place["state"], place["changes_at"]
    if change is None:
        always = "open_always" if code in ("open", "closing_soon") else f"{code}_plain"
        return State(code=code, words=say(always))
    words = say(f"{code}_at", at=at(change, today, ends=code != "closed"))
    return State(code=code, words=GAP.sub("", words))


def at(local: str, today: dt.date, *, ends: bool = False) -> str:
    """A local minute, such as 2026-11-24T21:00, as one says it today.

    An end at midnight belongs to the day that ends.
    """
    moment = dt.datetime.fromisoformat(local)
    day = moment.date()
    if ends and moment.time() == dt.time(0):
        day -= dt.timedelta(days=1)
        return day_and_time(day, "24:00", today)
    return day_and_time(day, clock(moment.time()), today)


def clock(time: dt.time) -> str:
    """9:00 in Chinese, 09:00 in English."""
    return f"{time:%H:%M}" if is_english() else f"{time.hour}:{time:%M}"


def day_and_time(day: dt.date, time: str, today: dt.date) -> str:
    """The time, with as much of the day as is needed."""
    away = (day - today).days
    if away == 0:
        return time
    if away == 1:
        return say("tomorrow_at", time=time)
    if 1 < away < WEEK:
        return say("day_at", day=str(WEEKDAYS[day.weekday()]), time=time)
    return say("day_at", day=day_words(day), time=time)


def day_words(date: dt.date) -> str:
    """A date near today, without its year."""
    return date_format(date, pgettext("day of a date near today, in Django's form", "F j"))


def closed(place: dict[str, Any], today: dt.date) -> str:
    """The notice of a place that is closed for now; empty once its day has come."""
    if not place["closed_for_now"]:
        return ""
    if not place["closed_until"]:
        return say("closed")
    until = dt.date.fromisoformat(place["closed_until"])
    return say("closed_until", date=day_words(until)) if until > today else ""


def entry(place: dict[str, Any], edition: Edition) -> tuple[str, ...]:
    """Who may enter and what is needed, in the fewest words; empty where it is not known."""
    access = place["access"]
    who = ["everyone"] if "everyone" in access["who"] else access["who"]
    needs = [code for code in access["needs"] if code not in SILENT_NEEDS or not who]
    names = [(kind, code) for kind, codes in (("who", who), ("needs", needs)) for code in codes]
    return tuple(_name(edition, f"access_{kind}", code) for kind, code in names)


def _name(edition: Edition, kind: str, code: str) -> str:
    row = edition.by_code(kind)[code]
    return localized(row["name"], row["name_en"])


def warnings(place: dict[str, Any], today: dt.date) -> tuple[str, ...]:
    """What several visitors reported, as long as it counts."""
    return tuple(
        say(
            f"warned_{warning['kind']}",
            date=day_words(dt.date.fromisoformat(warning["reported_on"])),
        )
        for warning in place["warnings"]
        if dt.date.fromisoformat(warning["until"]) >= today
    )


def hints(place: dict[str, Any]) -> tuple[str, ...]:
    """Why the state may be wrong today."""
    return tuple(say(f"hint_{code}") for code in HINTS if code in place["hints"])
