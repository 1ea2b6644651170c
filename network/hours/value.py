"""A value of opening hours on one calendar day, rewritten for the kind of the day.

The evaluator (opening-hours-py) takes no calendar of ours. Where a day and the one before
are ordinary it judges the value as it stands: without a country it knows no holidays, so
`PH` never matches. Else each weekday selector is written anew for just these two days: it
names the weekday of a day whose effective days are among its own. Dates, seasons and times
keep their meaning, also the rule that a dated `off` overrides what spills over midnight.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from typing import Final

import opening_hours

from network.hours.calendar import Calendar, day_kind

Moment = tuple[int, bool | None]  # minute of the day, open from then on (None: not known)

WEEKDAYS: Final = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
HOLIDAY: Final = "PH"
ALWAYS: Final = "24/7"
LONGEST: Final = 250
_IS_OPEN: Final = {
    opening_hours.State.OPEN: True,
    opening_hours.State.CLOSED: False,
    opening_hours.State.UNKNOWN: None,
}
DAY: Final = 24 * 60
NOON: Final = DAY // 2
MIDNIGHT: Final = "00:00-"  # hours that begin with the day are its own
ONE_DAY: Final = dt.timedelta(days=1)
UNKNOWN: Final[tuple[Moment, ...]] = ((0, None),)

# Its type stubs do not name the parser's error.
_ERRORS: Final = (SyntaxError, ValueError, getattr(opening_hours, "ParserError", SyntaxError))
_DAY = "(?:Mo|Tu|We|Th|Fr|Sa|Su)"
_NTH = r"(?:\[[^\]]*\])?(?: [+-]?\d+ days?)?"
_ITEM = rf"(?:{_DAY}(?:-{_DAY})?{_NTH}|[PS]H(?: [+-]?\d+ days?)?)"
_SELECTOR = re.compile(rf"\b{_ITEM}(?:,{_ITEM})*(?![A-Za-z])")
_ONLY_WORDS = re.compile(r'\s*"[^"]*"\s*')  # the evaluator takes a bare comment for open
_COMMENT = re.compile(r'"[^"]*"')
# Which n-th weekday or which school holiday a shifted day is, nobody can say.
_POSITIONAL = re.compile(r"\[|\bdays?\b|\bSH\b")


@lru_cache(maxsize=20_000)
def parsed(text: str) -> opening_hours.OpeningHours | None:
    """The value as the evaluator reads it; None where it can't."""
    if not text.strip() or len(text) > LONGEST or _ONLY_WORDS.fullmatch(text):
        return None
    try:
        return opening_hours.OpeningHours(text)
    except _ERRORS:
        return None


@lru_cache(maxsize=20_000)
def canonical(text: str) -> str:
    """The value in the evaluator's spelling, with empty comments."""
    hours = parsed(text)
    return _COMMENT.sub('"-"', str(hours)) if hours else ""


def names_holidays(text: str) -> bool:
    """Whether the value itself says what holds on holidays."""
    return HOLIDAY in canonical(text)


def day_of(text: str, date: dt.date, calendar: Calendar) -> tuple[Moment, ...]:
    """When the state changes on the day; the first item is the state at its midnight."""
    moments = _judged(text, date, calendar)
    if _may_be_left_over(text, moments):
        before = _judged(text, date - ONE_DAY, calendar)
        if before[-1][1] is not True:
            return ((0, False), *moments[1:])
    return moments


def _judged(text: str, date: dt.date, calendar: Calendar) -> tuple[Moment, ...]:
    before = date - ONE_DAY
    return _day(text, date, _effective(text, before, calendar), _effective(text, date, calendar))


def _may_be_left_over(text: str, moments: tuple[Moment, ...]) -> bool:
    """Whether the first hours are those of an evening before.

    The evaluator lets a night go on past midnight also when a dated `off` closed its
    evening: nobody opens the door at midnight then.
    """
    night = moments[0][1] is True and len(moments) > 1 and moments[1][0] <= NOON
    return night and MIDNIGHT not in canonical(text)


def _effective(text: str, date: dt.date, calendar: Calendar) -> str:
    """The day whose hours hold: a weekday, or PH where the value names it."""
    kind, weekday = day_kind(date, calendar), date.weekday()
    if kind == "off":
        return HOLIDAY if names_holidays(text) else WEEKDAYS[6]
    if kind == "makeup":
        # A Saturday keeps Friday's hours, a Sunday Monday's, by decision of the network.
        return WEEKDAYS[{5: 4, 6: 0}.get(weekday, weekday)]
    return WEEKDAYS[weekday]


@lru_cache(maxsize=100_000)
def _day(text: str, date: dt.date, before: str, today: str) -> tuple[Moment, ...]:
    hours = parsed(text)
    if hours is None:
        return UNKNOWN
    yesterday, weekday = WEEKDAYS[date.weekday() - 1], WEEKDAYS[date.weekday()]
    if (before, today) != (yesterday, weekday):
        if _POSITIONAL.search(canonical(text)):
            return UNKNOWN
        hours = _rewritten(canonical(text), ((yesterday, before), (weekday, today)))
    return UNKNOWN if hours is None else tuple(_moments(hours, date))


@lru_cache(maxsize=20_000)
def _rewritten(text: str, days: tuple[tuple[str, str], ...]) -> opening_hours.OpeningHours | None:
    """The value for two days, each given by its weekday and the day whose hours hold."""
    none = next(day for day in WEEKDAYS if day not in {weekday for weekday, _held in days})

    def selector(match: re.Match[str]) -> str:
        named = _named(match[0])
        return ",".join(weekday for weekday, held in days if held in named) or none

    return parsed(_SELECTOR.sub(selector, text))


def _named(selector: str) -> set[str]:
    """The days that a selector names, ranges opened up."""
    named: set[str] = set()
    for item in selector.split(","):
        first, _, last = item.partition("-")
        if first not in WEEKDAYS:
            named.add(first)
            continue
        start, stop = WEEKDAYS.index(first), WEEKDAYS.index(last or first)
        named.update(WEEKDAYS[(start + step) % 7] for step in range((stop - start) % 7 + 1))
    return named


def _moments(hours: opening_hours.OpeningHours, date: dt.date) -> list[Moment]:
    midnight = dt.datetime.combine(date, dt.time())
    found: list[Moment] = []
    for start, _end, state, _comment in hours.intervals(midnight, midnight + dt.timedelta(days=1)):
        minute = int((start - midnight).total_seconds()) // 60
        is_open = _IS_OPEN[state]
        if not found or found[-1][1] is not is_open:
            found.append((minute, is_open))
    return found
