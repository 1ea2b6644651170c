"""The kind of a day, for every holiday and make-up day of 2025 and 2026."""

from __future__ import annotations

import datetime as dt

import pytest

from network.hours import Calendar, calendar_from_rows, day_kind
from network.models import Holiday

# The notices of the State Council's office of 12 November 2024 and 4 November 2025.
OFF_2025 = [(1, 1, 1), (1, 28, 8), (4, 4, 3), (5, 1, 5), (5, 31, 3), (10, 1, 8)]
OFF_2026 = [(1, 1, 3), (2, 15, 9), (4, 4, 3), (5, 1, 5), (6, 19, 3), (9, 25, 3), (10, 1, 7)]
MAKEUP = {
    2025: [(1, 26), (2, 8), (4, 27), (9, 28), (10, 11)],
    2026: [(1, 4), (2, 14), (2, 28), (5, 9), (9, 20), (10, 10)],
}


def days_off(year: int) -> set[dt.date]:
    ranges = {2025: OFF_2025, 2026: OFF_2026}[year]
    return {
        dt.date(year, month, day) + dt.timedelta(days=step)
        for month, day, count in ranges
        for step in range(count)
    }


@pytest.mark.parametrize("year", [2025, 2026])
def test_every_day_of_the_plan(calendar: Calendar, year: int) -> None:
    off, makeup = days_off(year), {dt.date(year, *day) for day in MAKEUP[year]}
    for step in range(365):
        day = dt.date(year, 1, 1) + dt.timedelta(days=step)
        expected = "off" if day in off else "makeup" if day in makeup else "ordinary"
        assert day_kind(day, calendar) == expected, day


def test_a_year_without_a_plan_is_unannounced(calendar: Calendar) -> None:
    assert day_kind(dt.date(2031, 10, 1), calendar) == "unannounced"


def test_rows_of_any_shape_make_the_same_calendar() -> None:
    day = dt.date(2026, 10, 1)
    shapes = [
        Holiday(date=day, kind="off", name="国庆节"),
        {"date": "2026-10-01", "kind": "off", "name": "国庆节"},
        (day, "off", "国庆节"),
        ["2026-10-01", "off", "国庆节"],
    ]
    calendars = [calendar_from_rows([row]) for row in shapes]
    assert all(one == calendars[0] for one in calendars)
    assert calendars[0].names[day] == "国庆节"
    assert calendar_from_rows([(day, "off")]).off == {day}


@pytest.mark.django_db
def test_the_stored_holidays_make_the_calendar() -> None:
    Holiday.objects.create(date=dt.date(2026, 10, 10), kind="makeup")
    Holiday.objects.create(date=dt.date(2026, 10, 1), kind="off", name="国庆节")
    stored = Holiday.objects.calendar()
    assert day_kind(dt.date(2026, 10, 10), stored) == "makeup"
    assert day_kind(dt.date(2026, 10, 1), stored) == "off"
    assert day_kind(dt.date(2026, 10, 9), stored) == "ordinary"
    assert str(stored.zone) == "Asia/Shanghai"
