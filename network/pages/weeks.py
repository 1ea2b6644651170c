"""The coming week's hours as a table in words."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from network.edition.edition import Edition
from network.hours import Day, week
from network.pages.states import clock, day_words
from network.pages.words import WEEKDAYS, say

DAY = 24 * 60


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class WeekDay:
    """One line of the table."""

    name: str
    date: str
    is_today: bool
    hours: str
    is_open: bool
    note: str


def week_table(detail: dict[str, Any], edition: Edition, today: dt.date) -> list[WeekDay]:
    """Seven days from today; none where the hours are not known on any of them."""
    days = week(detail["hours"], today, edition.calendar)
    if all(day.spans is None for day in days):
        return []
    return [_line(day, detail, today) for day in days]


def _line(day: Day, detail: dict[str, Any], today: dt.date) -> WeekDay:
    closed = _is_closed_for_now(detail, day.date)
    return WeekDay(
        name=_("Today") if day.date == today else str(WEEKDAYS[day.date.weekday()]),
        date=day_words(day.date),
        is_today=day.date == today,
        hours=say("closed") if closed else hours_words(day),
        is_open=bool(day.spans) and not closed,
        note=_note(day),
    )


def _is_closed_for_now(detail: dict[str, Any], date: dt.date) -> bool:
    if not detail["closed_for_now"]:
        return False
    until = detail["closed_until"]
    return not until or date < dt.date.fromisoformat(until)


def hours_words(day: Day) -> str:
    """`9:00–12:00, 13:00–17:00`, closed, all day, or not known."""
    if day.spans is None:
        return say("unknown_plain")
    if not day.spans:
        return _("Closed on this day")
    if day.spans == ((0, DAY),):
        return _("All day")
    return say("between").join(_span(*span) for span in day.spans)


def _span(start: int, end: int) -> str:
    if end > DAY:
        next_day = _("{time} the next day").format(time=_clock(end - DAY))
        return f"{_clock(start)}–{next_day}"
    return f"{_clock(start)}–{'24:00' if end == DAY else _clock(end)}"


def _clock(minute: int) -> str:
    return clock(dt.time(minute // 60, minute % 60))


def _note(day: Day) -> str:
    """Why the day differs from its weekday, or may; a year without a plan is said above."""
    kinds = {"off": _("holiday"), "makeup": _("make-up workday")}
    doubt = say("hint_holiday") if "holiday" in day.hints else ""
    parts = [kinds.get(day.kind, ""), doubt]
    if day.kind == "off" and day.name:
        parts[0] = holiday_name(day.name)
    return say("dot").join(filter(None, parts))


def holiday_name(name: str) -> str:
    """The holiday in the language of the request; its own name where we have no other."""
    names = {
        "元旦": _("New Year's Day"),
        "春节": _("Spring Festival"),
        "清明": _("Tomb-Sweeping Day"),
        "劳动节": _("Labour Day"),
        "端午": _("Dragon Boat Festival"),
        "中秋": _("Mid-Autumn Festival"),
        "国庆节": _("National Day"),
    }
    return names.get(name, name)
