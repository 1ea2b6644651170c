"""Other hours for some weeks or months, laid over the usual ones; pure functions."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from django.utils.translation import gettext_lazy as _

from network.hours.value import ALWAYS, LONGEST, parsed

# What the door says, as the words from which the value is read.
TEMPLATES: Final = {
    "office": (_("office hours"), "周一至周五 9:00-17:00"),
    "office_lunch": (_("office hours with a lunch break"), "周一至周五 9:00-12:00、13:30-17:00"),
    "daily": (_("every day"), "每天 9:00-21:00"),
    "summer": (_("long summer days"), "每天 8:00-22:00"),
    "always": (_("around the clock"), "24小时"),
}
NOT_KNOWN: Final = "unknown"
_MONTHS: Final = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
# A rule with a season of its own, a comment or a fallback can't be put into another season.
_SEASONAL: Final = re.compile(rf"\b(?:{'|'.join(_MONTHS)}|week|easter|\d{{4}})\b|\"|\|\|")


def laid_over(usual: str, first: dt.date, last: dt.date, other: str) -> str | None:
    """The usual hours with others from the first day to the last; None where that can't be said.

    Usual hours that are not known stay not known outside of these days.
    """
    if not other or _SEASONAL.search(other):
        return None
    days = f"{_day(first)}-{_day(last)}"
    kept = [rule for rule in _rules(usual or NOT_KNOWN) if not rule.startswith(days)]
    rules = ["00:00-24:00" if rule == ALWAYS else rule for rule in _rules(other)]
    value = "; ".join([*kept, f"{days} off", *(f"{days} {rule}" for rule in rules)])
    return value if len(value) <= LONGEST and parsed(value) else None


def _rules(value: str) -> list[str]:
    return [rule.strip() for rule in value.split(";") if rule.strip()]


def _day(date: dt.date) -> str:
    return f"{date.year} {_MONTHS[date.month - 1]} {date.day:02}"
