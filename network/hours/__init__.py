"""Opening hours: what OpenStreetMap's text and the holiday calendar say of a moment."""

from network.hours.calendar import Calendar, Kind, calendar_from_rows, day_kind
from network.hours.check import validate
from network.hours.judge import (
    Day,
    State,
    Verdict,
    hints_on,
    state_at,
    transitions,
    week,
)
from network.hours.words import to_osm

__all__ = [
    "Calendar",
    "Day",
    "Kind",
    "State",
    "Verdict",
    "calendar_from_rows",
    "day_kind",
    "hints_on",
    "state_at",
    "to_osm",
    "transitions",
    "validate",
    "week",
]
