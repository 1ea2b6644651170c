"""Transitions and the week's table."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from pathlib import Path

import opening_hours
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from network.hours import Calendar, State, day_kind, state_at, transitions, week
from network.hours.value import canonical

VALUES = [
    "Mo-Fr 09:00-17:00; PH off",
    "Fr,Sa 20:00-04:00; 2026 Oct 10 off",
    "Apr-Oct 08:00-20:00; Nov-Mar 08:30-18:00",
    "24/7",
    "Mo-Su 06:00-02:00",
    "Mo-Th 10:00-21:30; Fr-Su 10:00-22:00; 2026 Oct 1-2026 Oct 3 12:00-15:00",
    "Fr[1] 10:00-12:00",
    "",
]
FIRST = dt.date(2026, 9, 15)
OSM = Path(__file__).parents[2].parent / "shared" / "data" / "hours" / "osm_opening_hours.txt"


@pytest.mark.parametrize("value", VALUES)
def test_transitions_rise_and_each_changes_something(calendar: Calendar, value: str) -> None:
    found = transitions(value, FIRST, 61, calendar)
    assert found[0][0] == dt.datetime.combine(FIRST, dt.time(), calendar.zone)
    assert all(one[0] < later[0] and one[1] is not later[1] for one, later in pairwise(found))


@settings(max_examples=300)
@given(value=st.sampled_from(VALUES), minute=st.integers(0, 60 * 24 * 60))
def test_transitions_say_what_a_single_judgement_says(
    calendar: Calendar, value: str, minute: int
) -> None:
    start = dt.datetime.combine(FIRST, dt.time(), calendar.zone)
    moment = start + dt.timedelta(minutes=minute)
    is_open = [state for at, state in transitions(value, FIRST, 61, calendar) if at <= moment][-1]
    state = state_at(value, moment, calendar).state
    openness = {State.OPEN: True, State.CLOSING_SOON: True, State.CLOSED: False}
    assert openness.get(state) is is_open


@given(st.text(max_size=40) | st.text('MoTuFrPHSa-,;:[] 0123456789/+"off', max_size=60))
def test_no_text_breaks_the_judgement(calendar: Calendar, value: str) -> None:
    moment = dt.datetime(2026, 10, 10, 12, tzinfo=calendar.zone)
    assert state_at(value, moment, calendar).state in State
    assert transitions(value, moment.date(), 3, calendar)


def test_a_week_shows_evenings_on_the_day_they_began(calendar: Calendar) -> None:
    days = week("Mo-Th 09:00-12:00,13:00-18:00; Fr,Sa 20:00-04:00", dt.date(2026, 11, 24), calendar)
    split, late = ((540, 720), (780, 1080)), ((1200, 1680),)
    assert [day.spans for day in days] == [split, split, split, late, late, (), split]


def test_a_week_names_its_days_off_and_make_up_days(calendar: Calendar) -> None:
    days = week("Mo-Fr 09:00-17:00", dt.date(2026, 10, 5), calendar)
    assert [day.kind for day in days] == ["off"] * 3 + ["ordinary"] * 2 + ["makeup", "ordinary"]
    assert [bool(day.spans) for day in days] == [False] * 3 + [True] * 3 + [False]
    assert days[0].name
    assert days[0].hints == ("holiday",)


def test_all_hours_are_whole_days(calendar: Calendar) -> None:
    days = week("24/7", dt.date(2026, 11, 24), calendar)
    assert {day.spans for day in days} == {((0, 1440),)}


def test_a_week_of_unknown_hours_is_unknown(calendar: Calendar) -> None:
    assert {day.spans for day in week("工作时间", FIRST, calendar)} == {None}


def osm_values() -> list[str]:
    return OSM.read_text().splitlines() if OSM.exists() else []


@pytest.mark.skipif(not OSM.exists(), reason=f"{OSM} is not beside the repository")
@pytest.mark.parametrize(
    "value", [line for line in osm_values() if line and not line.startswith("#")]
)
def test_ordinary_days_are_as_the_evaluator_says(calendar: Calendar, value: str) -> None:
    def is_ordinary(day: dt.date) -> bool:
        return day_kind(day, calendar) == "ordinary"

    hours = opening_hours.OpeningHours(value)
    first = dt.date(2021, 3, 15)  # the values' dated rules lie around April 2021
    days = [first + dt.timedelta(days=step) for step in range(49)]
    plain = [day for day in days if is_ordinary(day - dt.timedelta(days=1)) and is_ordinary(day)]
    assert len(plain) > 35
    for day in plain:
        for hour in range(24):
            moment = dt.datetime.combine(day, dt.time(hour, 7))
            state = state_at(value, moment, calendar).state
            expected = str(hours.state(moment)[0]).rsplit(".", 1)[-1].lower()
            ours = "open" if state == State.CLOSING_SOON else state.value
            assert ours == expected, (value, canonical(value), moment)
