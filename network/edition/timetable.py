"""When places are open: transitions of each distinct value of hours, judged by the minute.

At publishing, the hours engine tells for each distinct value when it opens and closes from
the day before until `HORIZON_DAYS` later. Who answers, a worker or a device, only looks up
where a minute falls; past the horizon it knows nothing and says so.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from network import hours
from network.edition import moment

HORIZON_DAYS: Final = 60
CLOSED, OPEN, UNKNOWN, CLOSING_SOON = range(4)
STATES: Final = ("closed", "open", "unknown", "closing_soon")
SOON: Final = 30  # minutes
NEVER: Final = np.iinfo(np.int32).max  # of `reopens`: closed without a date

Table = tuple[npt.NDArray[np.int32], npt.NDArray[np.uint8]]
Tables = Mapping[str, Table]
COLUMNS: Final = ("hours_offsets", "hours_minutes", "hours_states")
_EPOCH: Final = dt.date(1970, 1, 1)
_CODES: Final = {False: CLOSED, True: OPEN, None: UNKNOWN}


def distinct(values: Iterable[str]) -> tuple[list[str], npt.NDArray[np.uint32]]:
    """The different values, "" first, and the number of each row's value."""
    numbers = {"": 0}
    rows = np.fromiter((numbers.setdefault(v, len(numbers)) for v in values), dtype=np.uint32)
    return list(numbers), rows


def build_columns(
    values: Sequence[str], first_day: dt.date, calendar: hours.Calendar, known: Tables
) -> dict[str, Any]:
    """The columns of transitions; those `known` for the same days are taken over."""
    tables = [known.get(value) or _table(value, first_day, calendar) for value in values]
    lengths = [len(minutes) for minutes, _states in tables]
    return {
        "hours_offsets": np.cumsum([0, *lengths]).astype(np.uint32),
        "hours_minutes": np.concatenate([minutes for minutes, _states in tables]),
        "hours_states": np.concatenate([states for _minutes, states in tables]),
    }


def tables_of(values: Sequence[str], columns: Mapping[str, Any]) -> dict[str, Table]:
    """The transitions of each value of an edition."""
    edges = columns["hours_offsets"][1:-1]
    parts = zip(
        np.split(columns["hours_minutes"], edges),
        np.split(columns["hours_states"], edges),
        strict=True,
    )
    return dict(zip(values, parts, strict=True))


def _table(value: str, first_day: dt.date, calendar: hours.Calendar) -> Table:
    found = hours.transitions(value, first_day, HORIZON_DAYS + 1, calendar)
    return (
        np.array([moment.as_minute(at) for at, _open in found], dtype=np.int32),
        np.array([_CODES[is_open] for _at, is_open in found], dtype=np.uint8),
    )


class Judged:
    """The state of each distinct value in one minute, and what answers say of it."""

    def __init__(
        self,
        minute: int,
        states: npt.NDArray[np.uint8],
        changes: npt.NDArray[np.int64],
        hints: Callable[[int, dt.date], Sequence[str]],
    ) -> None:
        self.minute = minute
        self.states = states
        self.today = moment.day_number(moment.local(minute).date())
        self._changes = changes
        self._hints = hints
        self._json: dict[int, bytes] = {}

    def state(self, value: int) -> str:
        """The state by its name in answers."""
        return STATES[self.states[value]]

    def json(self, value: int) -> bytes:
        """The members of a place with these hours, from the comma on; made once a minute."""
        if value not in self._json:
            change = int(self._changes[value])
            self._json[value] = members(
                self.state(value),
                moment.local_text(change) if change else None,
                self._hints(value, moment.local(self.minute).date()),
            )
        return self._json[value]


@cache
def closed_members(reopens: int) -> bytes:
    """What an answer says of a place closed for now, until the day of that number."""
    until = None if reopens == NEVER else (_EPOCH + dt.timedelta(days=reopens)).isoformat()
    return members("closed", None, (), closed_until=until, closed_for_now=True)


def members(
    state: str,
    changes_at: str | None,
    hints: Sequence[str],
    *,
    closed_for_now: bool = False,
    closed_until: str | None = None,
) -> bytes:
    """What an answer says of a place's state, as JSON from the comma on."""
    fields = {
        "closed_for_now": closed_for_now,
        "closed_until": closed_until,
        "state": state,
        "changes_at": changes_at,
        "hints": list(hints),
    }
    return b"," + json.dumps(fields, separators=(",", ":")).encode()[1:-1]


class Timetable:
    """Judges the distinct values of one edition; a minute is judged once."""

    def __init__(
        self, values: Sequence[str], columns: Mapping[str, Any], calendar: hours.Calendar
    ) -> None:
        self._values = values
        self._offsets = columns["hours_offsets"].astype(np.int64)
        self._minutes: npt.NDArray[np.int32] = columns["hours_minutes"]
        self._states: npt.NDArray[np.uint8] = columns["hours_states"]
        self._calendar = calendar
        self.first = int(self._minutes[0])
        self.end = self.first + (HORIZON_DAYS + 1) * 24 * 60
        self.at = lru_cache(maxsize=8)(self._judge)
        self._hints = lru_cache(maxsize=10_000)(self._hints_on)

    def _judge(self, minute: int) -> Judged:
        count = len(self._values)
        if not self.first <= minute < self.end:
            return Judged(
                minute,
                np.full(count, UNKNOWN, dtype=np.uint8),
                np.zeros(count, dtype=np.int64),
                lambda _value, _day: (),
            )
        starts, ends = self._offsets[:-1], self._offsets[1:]
        passed = np.add.reduceat(self._minutes <= minute, starts, dtype=np.int64)
        at = starts + passed - 1
        states = self._states[at]
        has_next = (at + 1 < ends) & (states != UNKNOWN)
        following = np.minimum(at + 1, len(self._minutes) - 1)
        changes = np.where(has_next, self._minutes[following], 0).astype(np.int64)
        soon = (states == OPEN) & has_next & (changes - minute <= SOON)
        states = np.where(soon & (self._states[following] == CLOSED), CLOSING_SOON, states)
        return Judged(minute, states.astype(np.uint8), changes, self._hints)

    def _hints_on(self, value: int, day: dt.date) -> Sequence[str]:
        return hours.hints_on(self._values[value], day, self._calendar)
