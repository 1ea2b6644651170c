"""The plan of the State Council as chinesecalendar knows it."""

from __future__ import annotations

import pytest
from chinese_calendar import constants as china  # type: ignore[import-untyped]  # ships no types

from network.hours import Calendar, calendar_from_rows


@pytest.fixture(scope="session")
def calendar() -> Calendar:
    """2004 to 2026, by Beijing's clocks."""
    rows = [(day, "off", holiday) for day, holiday in china.holidays.items()]
    rows += [(day, "makeup", holiday) for day, holiday in china.workdays.items()]
    return calendar_from_rows(rows)
