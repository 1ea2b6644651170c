"""Days off and make-up workdays as an immutable value."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, Literal

from django.utils import timezone

Kind = Literal["ordinary", "off", "makeup", "unannounced"]


@dataclasses.dataclass(frozen=True, slots=True)
class Calendar:
    """The State Council's plan: days off, make-up workdays, the years that it covers."""

    off: frozenset[dt.date]
    makeup: frozenset[dt.date]
    years: frozenset[int]
    names: Mapping[dt.date, str]
    zone: dt.tzinfo

    def __hash__(self) -> int:
        return hash((self.off, self.makeup, str(self.zone)))


def calendar_from_rows(rows: Iterable[Any], *, zone: dt.tzinfo | None = None) -> Calendar:
    """A calendar of Holiday rows, mappings, or tuples of date (or ISO text), kind and name.

    A year is announced when it has a day off. The zone is by default the network's.
    """
    days = [_fields(row) for row in rows]
    off = frozenset(day for day, kind, _name in days if kind == "off")
    return Calendar(
        off=off,
        makeup=frozenset(day for day, kind, _name in days if kind == "makeup"),
        years=frozenset(day.year for day in off),
        names=MappingProxyType({day: name for day, _kind, name in days if name}),
        zone=zone or timezone.get_default_timezone(),
    )


def day_kind(date: dt.date, calendar: Calendar) -> Kind:
    """What kind of day it is."""
    if date in calendar.off:
        return "off"
    if date in calendar.makeup:
        return "makeup"
    return "ordinary" if date.year in calendar.years else "unannounced"


def _fields(row: Any) -> tuple[dt.date, str, str]:
    if isinstance(row, Mapping):
        day, kind, name = row["date"], row["kind"], row.get("name", "")
    elif isinstance(row, tuple | list):
        day, kind, name = (*row, "")[:3]
    else:
        day, kind, name = row.date, row.kind, getattr(row, "name", "")
    return dt.date.fromisoformat(day) if isinstance(day, str) else day, str(kind), name
