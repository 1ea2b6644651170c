"""schema.org's view of a place, as JSON-LD that search engines read."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from typing import Any, Final

from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from network.edition.edition import Edition
from network.hours import Calendar, Day, calendar_from_rows, week
from network.pages.presenters import named, things, title

CONTEXT: Final = "https://schema.org"
DAY: Final = 24 * 60
SPECIAL_DAYS: Final = 30  # within so many days, days off and make-up days are told one by one
# As Django's json_script escapes: the text can't end the element it stands in.
ESCAPES: Final = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


def script(data: dict[str, Any]) -> SafeString:
    """The data block; browsers do not execute it, so no content policy stands against it."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(ESCAPES)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))  # noqa: S308  # escaped above


def structured(
    detail: dict[str, Any], edition: Edition, *, url: str, today: dt.date
) -> dict[str, Any]:
    """A CivicStructure: a public place that is no business; unknown things are left out."""
    access = detail["access"]
    fields = {
        "@context": CONTEXT,
        "@type": "CivicStructure",
        "@id": url,
        "url": url,
        "name": named(detail).text,
        "alternateName": detail["alias"],
        "address": _address(detail, edition),
        "geo": {"@type": "GeoCoordinates", "latitude": detail["lat"], "longitude": detail["lon"]},
        "telephone": detail["phone"],
        "isAccessibleForFree": access["free"],
        "publicAccess": "everyone" in access["who"] if access["who"] else None,
        "amenityFeature": _features(detail, edition),
        "openingHoursSpecification": regular_hours(detail["hours"], today, edition.calendar),
        "specialOpeningHoursSpecification": special_hours(detail["hours"], today, edition.calendar),
    }
    return {name: value for name, value in fields.items() if value not in ("", None, [])}


def _address(detail: dict[str, Any], edition: Edition) -> dict[str, str]:
    districts = edition.by_code("districts")
    fields = {
        "@type": "PostalAddress",
        "addressCountry": "CN",
        "addressRegion": settings.NETWORK.city,
        "addressLocality": title(districts[detail["district"]]) if detail["district"] else "",
        "streetAddress": detail["address"],
    }
    return {name: value for name, value in fields.items() if value}


def _features(detail: dict[str, Any], edition: Edition) -> list[dict[str, Any]]:
    names = [thing.name for thing in things(detail["amenities"], edition, "amenities")]
    step_free = detail["access"]["step_free"]
    known = [(name, True) for name in names]
    known += [] if step_free is None else [("wheelchairAccessible", step_free)]
    return [
        {"@type": "LocationFeatureSpecification", "name": name, "value": value}
        for name, value in known
    ]


def regular_hours(value: str, today: dt.date, calendar: Calendar) -> list[dict[str, Any]]:
    """The coming week as if it had no days off, days with the same hours together."""
    plain = calendar_from_rows([], zone=calendar.zone)
    by_spans: dict[tuple[tuple[int, int], ...], list[str]] = {}
    for day in week(value, today, plain):
        if day.spans:
            by_spans.setdefault(day.spans, []).append(f"{CONTEXT}/{day.date:%A}")
    return [
        {"@type": "OpeningHoursSpecification", "dayOfWeek": days, **_times(span)}
        for spans, days in by_spans.items()
        for span in spans
    ]


def special_hours(value: str, today: dt.date, calendar: Calendar) -> list[dict[str, Any]]:
    """Days off and make-up workdays soon, each with its own hours."""
    days = week(value, today, calendar, SPECIAL_DAYS)
    special = [day for day in days if day.kind in ("off", "makeup") and day.spans is not None]
    return list(_special(special))


def _special(days: Iterable[Day]) -> Iterable[dict[str, Any]]:
    for day in days:
        date = day.date.isoformat()
        # Closed all day is written as opening and closing at the same time.
        for times in [_times(span) for span in day.spans or ()] or [_at(0, 0)]:
            yield {
                "@type": "OpeningHoursSpecification",
                "validFrom": date,
                "validThrough": date,
                **times,
            }


def _times(span: tuple[int, int]) -> dict[str, str]:
    start, end = span
    return _at(start, end - 1 if end == DAY else end % DAY)


def _at(start: int, end: int) -> dict[str, str]:
    return {"opens": _clock(start), "closes": _clock(end)}


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
