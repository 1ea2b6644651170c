"""States and next changes, each settled by hand."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from network.hours import Calendar, State, hints_on, state_at

OFFICE = "Mo-Fr 09:00-17:00"
REST = "Mo-Fr 09:00-17:00; PH off"
NIGHT = "Fr 20:00-04:00"
SPLIT = "Mo-Fr 08:30-11:30,13:30-17:30"
SEASONS = "Apr-Oct 08:00-20:00; Nov-Mar 08:30-18:00"
SPRING = "Mo-Su 09:00-21:00; 2026 Feb 15-2026 Feb 21 off"
SUMMER = "Mo-Su 09:00-21:00; 2026 Jul 01-2026 Aug 31 07:00-23:00"
LATE = "Mo-Th 10:00-22:00; Fr,Sa 10:00-02:00"
HOLIDAY_HOURS = "Mo-Fr 09:00-17:00; PH 10:00-14:00"

CASES = [
    # value, local time, state, next change.  2026-11-24 is a Tuesday.
    (OFFICE, "2026-11-24 08:59", "closed", "2026-11-24 09:00"),
    (OFFICE, "2026-11-24 09:00", "open", "2026-11-24 17:00"),
    (OFFICE, "2026-11-24 16:29", "open", "2026-11-24 17:00"),
    (OFFICE, "2026-11-24 16:30", "closing_soon", "2026-11-24 17:00"),
    (OFFICE, "2026-11-24 16:59", "closing_soon", "2026-11-24 17:00"),
    (OFFICE, "2026-11-24 17:00", "closed", "2026-11-25 09:00"),
    (OFFICE, "2026-11-27 18:00", "closed", "2026-11-30 09:00"),  # over the weekend
    (OFFICE, "2026-11-28 12:00", "closed", "2026-11-30 09:00"),
    # Split hours
    (SPLIT, "2026-11-24 11:00", "closing_soon", "2026-11-24 11:30"),
    (SPLIT, "2026-11-24 12:00", "closed", "2026-11-24 13:30"),
    (SPLIT, "2026-11-24 13:30", "open", "2026-11-24 17:30"),
    # All hours, and days that join at midnight
    ("24/7", "2026-11-24 23:59", "open", None),
    ("Mo-Su 00:00-24:00", "2026-11-24 23:45", "open", None),
    ("Mo 00:00-24:00; Tu 00:00-10:00", "2026-11-23 23:50", "open", "2026-11-24 10:00"),
    ("Mo-Su 08:00-24:00", "2026-11-24 23:40", "closing_soon", "2026-11-25 00:00"),
    ("Mo-Su 08:00-24:00", "2026-11-25 00:00", "closed", "2026-11-25 08:00"),
    # Over night: an evening belongs to the day on which it began
    (NIGHT, "2026-11-27 19:59", "closed", "2026-11-27 20:00"),
    (NIGHT, "2026-11-27 20:00", "open", "2026-11-28 04:00"),
    (NIGHT, "2026-11-28 02:00", "open", "2026-11-28 04:00"),
    (NIGHT, "2026-11-28 03:30", "closing_soon", "2026-11-28 04:00"),
    (NIGHT, "2026-11-28 04:00", "closed", "2026-12-04 20:00"),
    (LATE, "2026-11-28 01:00", "open", "2026-11-28 02:00"),
    (LATE, "2026-11-29 01:45", "closing_soon", "2026-11-29 02:00"),
    (LATE, "2026-11-29 02:00", "closed", "2026-11-30 10:00"),
    ("20:00-08:00", "2026-11-24 07:31", "closing_soon", "2026-11-24 08:00"),
    ("Mo-Su 06:00-26:00", "2026-11-24 01:00", "open", "2026-11-24 02:00"),
    # A dated "off" rules its calendar day from midnight, the night before included …
    (f"{NIGHT}; 2026 Oct 10 off", "2026-10-10 02:00", "closed", "2026-10-16 20:00"),
    # … and what did not open in the evening is not open after midnight.
    (f"{NIGHT}; 2026 Oct 09 off", "2026-10-10 02:00", "closed", "2026-10-10 20:00"),
    # Without it the make-up Saturday 10 October keeps Friday's hours, its night included.
    (NIGHT, "2026-10-10 02:00", "open", "2026-10-10 04:00"),
    (NIGHT, "2026-10-10 19:00", "closed", "2026-10-10 20:00"),
    (NIGHT, "2026-10-11 02:00", "open", "2026-10-11 04:00"),
    (NIGHT, "2026-10-11 05:00", "closed", "2026-10-16 20:00"),
    # A Friday off keeps Sunday's hours: 2 October 2026
    (NIGHT, "2026-10-02 21:00", "closed", "2026-10-09 20:00"),
    # The evening of Wednesday 30 September goes on into the holiday
    ("We 20:00-04:00", "2026-10-01 02:00", "open", "2026-10-01 04:00"),
    # Make-up days: a Saturday keeps Friday's hours, a Sunday Monday's
    (OFFICE, "2026-10-10 10:00", "open", "2026-10-10 17:00"),
    (OFFICE, "2026-09-20 10:00", "open", "2026-09-20 17:00"),
    ("Mo 09:00-12:00; Tu-Fr 09:00-17:00", "2026-09-20 13:00", "closed", "2026-09-21 09:00"),
    ("Mo-Th 09:00-17:00; Fr 09:00-12:00", "2026-10-10 13:00", "closed", "2026-10-12 09:00"),
    ("Sa-Su 10:00-16:00", "2026-10-10 11:00", "closed", "2026-10-11 10:00"),
    ("Mo-Sa 09:00-17:00; Sa 09:00-12:00", "2026-10-10 13:00", "open", "2026-10-10 17:00"),
    # Days off: PH where the hours have it, else Sunday's
    (REST, "2026-10-01 10:00", "closed", "2026-10-08 09:00"),
    ("PH off; Mo-Fr 09:00-17:00", "2026-10-01 10:00", "closed", "2026-10-08 09:00"),
    (OFFICE, "2026-10-01 10:00", "closed", "2026-10-08 09:00"),
    ("Mo-Su 09:00-17:00", "2026-10-01 10:00", "open", "2026-10-01 17:00"),
    ("09:00-17:00", "2026-10-01 10:00", "open", "2026-10-01 17:00"),
    ("Mo-Fr 08:00-20:00; Sa,Su 10:00-16:00", "2026-10-01 09:00", "closed", "2026-10-01 10:00"),
    (HOLIDAY_HOURS, "2026-10-01 11:00", "open", "2026-10-01 14:00"),
    (HOLIDAY_HOURS, "2026-10-01 15:00", "closed", "2026-10-02 10:00"),
    (HOLIDAY_HOURS, "2026-11-24 15:00", "open", "2026-11-24 17:00"),
    ("Mo-Sa 09:00-17:00; Su,PH 10:00-12:00", "2026-10-07 11:00", "open", "2026-10-07 12:00"),
    ("24/7; PH off", "2026-10-01 10:00", "closed", "2026-10-08 00:00"),
    ("24/7; PH off", "2026-09-30 23:50", "closing_soon", "2026-10-01 00:00"),
    # 1 January 2025, the Spring Festival, Qingming on a Sunday
    (REST, "2025-01-01 10:00", "closed", "2025-01-02 09:00"),
    (REST, "2026-02-20 10:00", "closed", "2026-02-24 09:00"),
    (REST, "2026-02-28 10:00", "open", "2026-02-28 17:00"),
    (REST, "2025-09-28 10:00", "open", "2025-09-28 17:00"),
    (REST, "2026-04-06 10:00", "closed", "2026-04-07 09:00"),
    # Dated exceptions
    (SPRING, "2026-02-14 22:00", "closed", "2026-02-22 09:00"),
    (SPRING, "2026-02-18 12:00", "closed", "2026-02-22 09:00"),
    (SUMMER, "2026-07-01 07:30", "open", "2026-07-01 23:00"),
    (SUMMER, "2026-06-30 07:30", "closed", "2026-06-30 09:00"),
    (SUMMER, "2026-09-01 22:00", "closed", "2026-09-02 09:00"),
    # Seasons
    (SEASONS, "2026-10-31 19:00", "open", "2026-10-31 20:00"),
    (SEASONS, "2026-11-01 19:00", "closed", "2026-11-02 08:30"),
    (SEASONS, "2026-10-31 21:00", "closed", "2026-11-01 08:30"),
    ("Jun-Aug 08:00-20:00", "2026-11-24 12:00", "closed", "2027-06-01 08:00"),
    # A year that is not announced is judged as ordinary
    (REST, "2031-10-01 10:00", "open", "2031-10-01 17:00"),
    # Not known is neither open nor closed
    ("", "2026-11-24 12:00", "unknown", None),
    ("工作时间", "2026-11-24 12:00", "unknown", None),
    ('"by appointment"', "2026-11-24 12:00", "unknown", None),
    ("Mo-Fr 09:00-17:00 unknown", "2026-11-24 12:00", "unknown", None),
    # A comment changes nothing, on a day off neither
    (
        'Mo-Su 09:00-17:00 "by the south gate"; PH off',
        "2026-10-01 10:00",
        "closed",
        "2026-10-08 09:00",
    ),
    ('Mo-Su 09:00-17:00 "Mo-Fr"', "2026-10-01 10:00", "open", "2026-10-01 17:00"),
    # Which n-th Friday a shifted day is, nobody can say
    ("Fr[2] 09:00-17:00", "2026-10-10 10:00", "unknown", None),
    ("Fr[1] 09:00-17:00", "2026-11-06 10:00", "open", "2026-11-06 17:00"),
    # A past date keeps its rule to itself
    ("2020 Jan 01-2020 Dec 31 09:00-17:00", "2026-11-24 12:00", "closed", None),
]


@pytest.mark.parametrize(("value", "at", "state", "change"), CASES)
def test_state_and_next_change(
    calendar: Calendar, value: str, at: str, state: str, change: str | None
) -> None:
    verdict = state_at(value, dt.datetime.fromisoformat(at), calendar)
    expected = dt.datetime.fromisoformat(change) if change else None
    assert verdict == (State(state), expected)


def test_aware_moments_are_told_in_their_own_zone(calendar: Calendar) -> None:
    moment = dt.datetime(2026, 11, 24, 1, tzinfo=dt.UTC)  # nine in Beijing
    state, change = state_at(OFFICE, moment, calendar)
    assert (state, change) == (State.OPEN, dt.datetime(2026, 11, 24, 9, tzinfo=dt.UTC))
    assert change is not None
    assert change.tzinfo is dt.UTC


def test_a_moment_elsewhere_is_judged_by_the_network_s_clocks(calendar: Calendar) -> None:
    moment = dt.datetime(2026, 11, 24, 1, tzinfo=ZoneInfo("America/New_York"))  # 14:00
    assert state_at(OFFICE, moment, calendar).state == State.OPEN


@pytest.mark.parametrize(
    ("value", "day", "hints"),
    [
        (OFFICE, "2026-10-01", ("holiday",)),
        ("Mo-Su 09:00-17:00", "2026-10-01", ("holiday",)),
        (REST, "2026-10-01", ()),
        ("24/7", "2026-10-01", ()),
        ("", "2026-10-01", ()),
        (OFFICE, "2026-10-10", ()),
        (OFFICE, "2026-11-24", ()),
        (OFFICE, "2031-10-01", ("unannounced",)),
        (REST, "2031-10-01", ("unannounced",)),
    ],
)
def test_doubtful_days_are_marked(
    calendar: Calendar, value: str, day: str, hints: tuple[str, ...]
) -> None:
    assert hints_on(value, dt.date.fromisoformat(day), calendar) == hints
