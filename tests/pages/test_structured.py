"""JSON-LD: shapes of schema.org, escaped, and true."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable
from typing import Any, Final
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from network.hours import calendar_from_rows
from network.models import Place
from network.pages.structured import regular_hours, special_hours
from tests.builders import make_district

pytestmark = pytest.mark.django_db
BEIJING = ZoneInfo("Asia/Shanghai")
TIME = r"\d\d:\d\d"
# What schema.org expects: type → property → the pattern of a text, a type, or a Python type.
SHAPES: Final[dict[str, dict[str, Any]]] = {
    "CivicStructure": {
        "@context": "https://schema.org",
        "@id": "https?://.*",
        "url": "https?://.*",
        "name": ".+",
        "alternateName": ".+",
        "telephone": ".+",
        "address": "PostalAddress",
        "geo": "GeoCoordinates",
        "isAccessibleForFree": bool,
        "publicAccess": bool,
        "amenityFeature": "LocationFeatureSpecification",
        "openingHoursSpecification": "OpeningHoursSpecification",
        "specialOpeningHoursSpecification": "OpeningHoursSpecification",
    },
    "PostalAddress": dict.fromkeys(
        ("addressCountry", "addressRegion", "addressLocality", "streetAddress"), ".+"
    ),
    "GeoCoordinates": {"latitude": float, "longitude": float},
    "LocationFeatureSpecification": {"name": ".+", "value": bool},
    "OpeningHoursSpecification": {
        "dayOfWeek": "https://schema.org/(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day",
        "opens": TIME,
        "closes": TIME,
        "validFrom": r"\d{4}-\d\d-\d\d",
        "validThrough": r"\d{4}-\d\d-\d\d",
    },
}


def check(data: dict[str, Any]) -> None:
    shape = SHAPES[data["@type"]]
    for name, value in data.items():
        if name != "@type":
            for one in value if isinstance(value, list) else [value]:
                check_value(one, shape[name], name)


def check_value(value: Any, expected: Any, name: str) -> None:
    if isinstance(value, dict):
        assert value["@type"] == expected
        check(value)
    elif isinstance(expected, type):
        assert type(value) is expected, name
    else:
        assert re.fullmatch(expected, value), (name, value)


def data_of(client: Client, place: Place) -> dict[str, Any]:
    html = client.get(f"/places/{place.public_id}").content.decode()
    (text,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)
    found: dict[str, Any] = json.loads(text)
    return found


def test_all_that_is_known_has_the_shape_of_schema_org(
    english: Client, published: Callable[..., Place]
) -> None:
    place = published(
        name="驿站",
        alias="老驿站",
        district=make_district(),
        phone="010-82469318",
        hours="Mo-Fr 09:00-17:00; Sa 20:00-02:00",
        amenities=["water"],
        access_who="everyone",
        free_of_charge=True,
        step_free=True,
    )
    data = data_of(english, place)
    check(data)
    assert data["publicAccess"] is True
    assert data["isAccessibleForFree"] is True
    assert {one["name"] for one in data["amenityFeature"]} == {"water", "wheelchairAccessible"}


def test_what_is_not_known_is_left_out(english: Client, published: Callable[..., Place]) -> None:
    data = data_of(english, published(hours=""))
    check(data)
    assert not data.keys() & {"publicAccess", "isAccessibleForFree", "openingHoursSpecification"}


def test_text_can_t_end_the_data_block(english: Client, published: Callable[..., Place]) -> None:
    name = "</script><script>alert(1)</script>&"
    assert data_of(english, published(name=name))["name"] == name


PLAN = [(dt.date(2026, 10, day), "off", "国庆节") for day in range(1, 8)]
PLAN.append((dt.date(2026, 10, 10), "makeup", "国庆节"))


def test_regular_hours_know_no_days_off() -> None:
    calendar = calendar_from_rows(PLAN, zone=BEIJING)
    found = regular_hours("Mo-Fr 09:00-17:00; Sa 20:00-02:00", dt.date(2026, 10, 1), calendar)
    assert [(len(one["dayOfWeek"]), one["opens"], one["closes"]) for one in found] == [
        (5, "09:00", "17:00"),
        (1, "20:00", "02:00"),
    ]


def test_days_off_and_make_up_days_are_told_one_by_one() -> None:
    calendar = calendar_from_rows(PLAN, zone=BEIJING)
    found = special_hours("Mo-Fr 09:00-17:00; PH off", dt.date(2026, 10, 6), calendar)
    assert [(one["validFrom"], one["opens"], one["closes"]) for one in found] == [
        ("2026-10-06", "00:00", "00:00"),
        ("2026-10-07", "00:00", "00:00"),
        ("2026-10-10", "09:00", "17:00"),
    ]


def test_all_day_ends_a_minute_before_midnight() -> None:
    calendar = calendar_from_rows([], zone=BEIJING)
    (found,) = regular_hours("24/7", dt.date(2026, 10, 6), calendar)
    assert (found["opens"], found["closes"], len(found["dayOfWeek"])) == ("00:00", "23:59", 7)
