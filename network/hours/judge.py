"""The state of a place by its hours: now, in the coming days, and in a week's table."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator
from enum import StrEnum
from typing import Final, NamedTuple

from network.hours import value as values
from network.hours.calendar import Calendar, Kind, day_kind
from network.hours.value import DAY, NOON, ONE_DAY, day_of

SOON: Final = dt.timedelta(minutes=30)
HORIZON: Final = 370  # days in which a next change is looked for


class State(StrEnum):
    """What a place is at a moment; not known is neither open nor closed."""

    OPEN = "open"
    CLOSING_SOON = "closing_soon"
    CLOSED = "closed"
    UNKNOWN = "unknown"


class Verdict(NamedTuple):
    """The state, and when it changes; None if it does not within a year or is not known."""

    state: State
    next_change: dt.datetime | None


@dataclasses.dataclass(frozen=True, slots=True)
class Day:
    """One day of a week's table.

    `spans` are minutes from the day's midnight; an end beyond 1,440 lies on the next day.
    None: not known.
    """

    date: dt.date
    kind: Kind
    name: str
    spans: tuple[tuple[int, int], ...] | None
    hints: tuple[str, ...]


def state_at(value: str, moment: dt.datetime, calendar: Calendar) -> Verdict:
    """The state at a moment (aware, or by the network's clocks) and its next change."""
    local = moment if moment.tzinfo is None else moment.astimezone(calendar.zone)
    local = local.replace(tzinfo=None)
    changes = _changes(value, local.date(), calendar, HORIZON)
    is_open, following = None, None
    for at, becomes in changes:
        if at > local:
            following = at, becomes
            break
        is_open = becomes
    if is_open is None:
        return Verdict(State.UNKNOWN, None)
    next_change = following[0] if following else None
    state = State.OPEN if is_open else State.CLOSED
    if is_open and following and following[1] is False and following[0] - local <= SOON:
        state = State.CLOSING_SOON
    return Verdict(state, _like(moment, next_change, calendar))


def hints_on(value: str, date: dt.date, calendar: Calendar) -> tuple[str, ...]:
    """What makes the day doubtful: "holiday", hours may differ; "unannounced", no plan yet."""
    if values.parsed(value) is None:
        return ()
    kind = day_kind(date, calendar)
    if kind == "unannounced":
        return ("unannounced",)
    silent = not values.names_holidays(value) and values.canonical(value) != values.ALWAYS
    return ("holiday",) if kind == "off" and silent else ()


def transitions(
    value: str, first_day: dt.date, days: int, calendar: Calendar
) -> list[tuple[dt.datetime, bool | None]]:
    """Aware moments from which it is open, closed, or (None) not known; the first is midnight."""
    changes = _changes(value, first_day, calendar, days)
    return [(at.replace(tzinfo=calendar.zone), is_open) for at, is_open in changes]


def week(value: str, first_day: dt.date, calendar: Calendar, days: int = 7) -> list[Day]:
    """The days from the first on, what runs past midnight on the day when it began."""
    dates = [first_day + step * ONE_DAY for step in range(-1, days + 1)]
    tables = [_open_spans(day_of(value, date, calendar)) for date in dates]
    return [
        Day(
            date=date,
            kind=day_kind(date, calendar),
            name=calendar.names.get(date, ""),
            spans=_as_begun(*tables[at - 1 : at + 2]),
            hints=hints_on(value, date, calendar),
        )
        for at, date in enumerate(dates[1:-1], start=1)
    ]


Spans = tuple[tuple[int, int], ...] | None


def _changes(
    value: str, first_day: dt.date, calendar: Calendar, days: int
) -> Iterator[tuple[dt.datetime, bool | None]]:
    """Local moments from the first midnight on, each of another state than the one before."""
    last: object = ""
    for step in range(days):
        date = first_day + step * ONE_DAY
        midnight = dt.datetime.combine(date, dt.time())
        for minute, is_open in day_of(value, date, calendar):
            if is_open is not last:
                yield midnight + dt.timedelta(minutes=minute), is_open
                last = is_open


def _like(moment: dt.datetime, local: dt.datetime | None, calendar: Calendar) -> dt.datetime | None:
    if local is None or moment.tzinfo is None:
        return local
    return local.replace(tzinfo=calendar.zone).astimezone(moment.tzinfo)


def _open_spans(moments: tuple[values.Moment, ...]) -> Spans:
    if any(is_open is None for _minute, is_open in moments):
        return None
    ends = [minute for minute, _is_open in moments[1:]] + [DAY]
    return tuple(
        (start, end) for (start, is_open), end in zip(moments, ends, strict=True) if is_open
    )


def _as_begun(before: Spans, today: Spans, after: Spans) -> Spans:
    """The day's spans: without what the evening before began, with what the night goes on."""
    if not today:
        return today
    spans = list(today)
    if _spills(before, today):
        del spans[0]
    if spans and after is not None and _spills(today, after):
        spans[-1] = spans[-1][0], DAY + after[0][1]
    return tuple(spans)


def _spills(today: Spans, after: Spans) -> bool:
    """Whether the evening's last span goes on into the next morning."""
    return bool(
        today
        and after
        and today[-1][1] == DAY
        and today[-1][0] > 0
        and after[0][0] == 0
        and after[0][1] <= NOON
    )
