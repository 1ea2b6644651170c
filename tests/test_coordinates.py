"""Positions are read in every usual form, and questioned where they look wrong."""

from __future__ import annotations

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from network.coordinates import Question, Reading, choose, format_position, parse_position
from network.datum import from_wgs84

SAME = pytest.approx((39.95804, 116.339179), abs=3e-5)

USUAL_FORMS = [
    "116.339179, 39.95804",
    "116.339179,39.95804",
    "116.339179 39.95804",
    "116.339179\t39.95804",
    "116.339179，39.95804",
    "116.339179、39.95804",
    "１１６．３３９１７９，３９．９５８０４",
    "(116.339179, 39.95804)",
    "北京市海淀区 116.339179,39.95804",
    "经度116.339179 纬度39.95804",
    "纬度：39.95804，经度：116.339179",
    "东经116.339179度，北纬39.95804度",
    "经纬度：116.339179,39.95804",
    "lng: 116.339179, lat: 39.95804",
    '{"lat": 39.95804, "lng": 116.339179}',
    "Latitude 39.95804 Longitude 116.339179",
    "POINT(116.339179 39.95804)",
    "39.95804N 116.339179E",
    "39.95804° N, 116.339179° E",
    "N39.95804 E116.339179",
    "116°20'21.04\"E, 39°57'28.94\"N",
    "39°57′28.94″N 116°20′21.04″E",
    "116°20'21.04'' 39°57'28.94''",
    "E116°20'21.04\" N39°57'28.94\"",
    "东经116度20分21.04秒 北纬39度57分28.94秒",
    "116º20.3507'E 39º57.4824'N",
]


@pytest.mark.parametrize("text", USUAL_FORMS)
def test_usual_forms_are_read(text: str) -> None:
    best = parse_position(text)[0]
    assert (best.latitude, best.longitude) == SAME
    assert not best.swapped


@pytest.mark.parametrize(
    ("link", "datum"),
    [
        ("https://uri.amap.com/marker?position=116.339179,39.95804&name=x", "gcj02"),
        ("https://uri.amap.com/marker?position=116.339179,39.95804&coordinate=wgs84", "wgs84"),
        ("https://www.amap.com/?q=39.95804,116.339179,name", "gcj02"),
        ("https://wb.amap.com/?p=B0FF,39.95804,116.339179,name,address", "gcj02"),
        ("https://apis.map.qq.com/uri/v1/marker?marker=coord:39.95804,116.339179;title:x", "gcj02"),
        ("http://api.map.baidu.com/marker?location=39.95804,116.339179&output=html", "bd09"),
        (
            "http://api.map.baidu.com/marker?location=39.95804,116.339179&coord_type=gcj02",
            "gcj02",
        ),
        ("http://api.map.baidu.com/marker?location=39.95804%2C116.339179", "bd09"),
        ("https://www.openstreetmap.org/#map=17/39.95804/116.339179", "wgs84"),
        ("geo:39.95804,116.339179?z=17", "wgs84"),
    ],
)
def test_shared_links_tell_order_and_datum(link: str, datum: str) -> None:
    (reading,) = parse_position(link)
    assert (reading.latitude, reading.longitude) == SAME
    assert reading.datum == datum


@pytest.mark.parametrize(
    "text",
    [
        "",
        "，",
        "nan, 39",
        "inf, 39",
        "1e400, 39",
        "116.339179",
        "116.3, 39.9, 5",
        "116,339179 39,95804",
        "95, 200",
        "116°70', 39°",
        "N39.9 N116.3",
        "2026-11-24",
        "9" * 3000,
    ],
)
def test_what_holds_no_single_position_is_not_read(text: str) -> None:
    assert parse_position(text) == []


@given(latitude=st.floats(-89.9, 89.9), longitude=st.floats(-179.9, 179.9))
def test_own_format_is_read_back(latitude: float, longitude: float) -> None:
    best = parse_position(format_position(latitude, longitude))[0]
    assert best.latitude == pytest.approx(latitude, abs=6e-7)
    assert best.longitude == pytest.approx(longitude, abs=6e-7)


@given(latitude=st.floats(0, 89.9), longitude=st.floats(0, 179.9))
def test_minutes_and_seconds_are_read_back(latitude: float, longitude: float) -> None:
    (best, *_others) = parse_position(f"{sexagesimal(longitude)}E {sexagesimal(latitude)}N")
    assert best.latitude == pytest.approx(latitude, abs=2e-6)
    assert best.longitude == pytest.approx(longitude, abs=2e-6)


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused_without_an_error(text: str) -> None:
    for reading in parse_position(text):
        assert abs(reading.latitude) <= 90
        assert abs(reading.longitude) <= 180


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("116.339179, 39.95804", ""),
        ("39.95804, 116.339179", "swapped"),
        ("经度39.95804 纬度116.339179", "swapped"),
        ("纬度39.95804 经度116.339179", ""),
        ("121.473701, 31.230416", "outside"),
        ("31.230416, 121.473701", "outside"),
        ("39.95804, -116.339179", "outside"),
    ],
)
def test_odd_positions_are_questioned(text: str, question: Question) -> None:
    choice = choose(parse_position(text), datum="gcj02", network=settings.NETWORK)
    assert choice is not None
    assert choice.question == question


def test_both_orders_possible_the_one_inside_the_city_counts() -> None:
    readings = [Reading(116.3 - 90, 39.9), Reading(39.9, 116.3, swapped=True)]
    choice = choose(readings, datum="wgs84", network=settings.NETWORK)
    assert choice is not None
    assert (choice.point.latitude, choice.question) == (39.9, "swapped")


@pytest.mark.parametrize("datum", ["wgs84", "gcj02", "bd09"])
def test_the_datum_given_is_undone(datum: str) -> None:
    shifted = from_wgs84(39.95804, 116.339179, datum=datum)  # type: ignore[arg-type]  # one of three
    readings = parse_position(f"{shifted.longitude:.9f},{shifted.latitude:.9f}")
    choice = choose(readings, datum=datum, network=settings.NETWORK)  # type: ignore[arg-type]  # as above
    assert choice is not None
    assert tuple(choice.point) == pytest.approx((39.95804, 116.339179), abs=1e-7)


def test_a_link_overrules_the_datum_given() -> None:
    readings = parse_position("geo:39.95804,116.339179")
    choice = choose(readings, datum="gcj02", network=settings.NETWORK)
    assert choice is not None
    assert tuple(choice.point) == (39.95804, 116.339179)


def sexagesimal(degrees: float) -> str:
    """Degrees, minutes and seconds with three decimals, carried over where they fill up."""
    thousandths = round(degrees * 3_600_000)
    minutes, rest = divmod(thousandths, 60_000)
    whole, minutes = divmod(minutes, 60)
    return f"{whole}°{minutes}'{rest / 1000:.3f}\""
