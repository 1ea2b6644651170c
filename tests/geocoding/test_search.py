"""Each service is asked as it wants, read in its datum; what goes wrong is one sentence."""

from __future__ import annotations

import contextlib
import logging
from typing import Any

import pytest
from django.conf import settings as project

from network.datum import Point, from_wgs84
from network.geocoding import Candidate, Found, GeocodingError, Service, search, service
from tests.geocoding.standin import ANSWERS, KEY, StandIn, amap, nominatim, tianditu

HERE = Point(39.9075, 116.3913)
VENDORS = ["tianditu", "amap", "nominatim"]


def set_up(vendor: StandIn, name: str, **options: str) -> Service:
    made = service(name, key=KEY, url=vendor.url, **{"pause": "0"} | options)
    assert made
    return made


def look_up(vendor: StandIn, name: str, text: str = "长安街1号", **options: str) -> Found:
    return search(text, service=set_up(vendor, name, **options), network=project.NETWORK)


def refusal(vendor: StandIn, name: str, **options: str) -> str:
    with pytest.raises(GeocodingError) as caught:
        look_up(vendor, name, **options)
    assert KEY not in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize("name", VENDORS)
def test_a_candidate_stands_in_wgs84(vendor: StandIn, name: str) -> None:
    datum = "gcj02" if name == "amap" else "wgs84"
    there = from_wgs84(*HERE, datum=datum)  # type: ignore[arg-type]  # one of the three
    told = ANSWERS[name]
    vendor.answer = told(*there) if name == "tianditu" else told(there)
    (found,) = look_up(vendor, name).candidates
    assert (found.latitude, found.longitude) == pytest.approx(HERE, abs=1e-7)
    assert "长安街1号" in found.label


def test_tianditu_is_asked_for_the_city_with_the_key(vendor: StandIn) -> None:
    vendor.answer = tianditu(*HERE)
    look_up(vendor, "tianditu")
    ((path, query, _agent),) = vendor.asked
    assert path == "/geocoder"
    assert query == {"ds": '{"keyWord": "北京市长安街1号"}', "tk": KEY}


def test_amap_is_asked_for_the_city_with_the_key(vendor: StandIn) -> None:
    vendor.answer = amap(HERE)
    look_up(vendor, "amap", "北京长安街1号")
    ((path, query, _agent),) = vendor.asked
    assert path == "/v3/geocode/geo"
    assert (query["address"], query["city"], query["key"]) == ("北京长安街1号", "北京市", KEY)


def test_nominatim_is_asked_politely_within_the_bounds(vendor: StandIn) -> None:
    vendor.answer = nominatim(HERE)
    look_up(vendor, "nominatim")
    ((path, query, agent),) = vendor.asked
    assert (path, query["q"], query["bounded"]) == ("/search", "长安街1号", "1")
    assert query["viewbox"] == "115.4,39.4,117.55,41.1"
    assert "Beijing Municipal Federation" in agent


def test_several_are_told_once_and_in_order(vendor: StandIn) -> None:
    other = Point(39.95, 116.33)
    vendor.answer = nominatim(HERE, other)
    assert [(one.latitude, one.longitude) for one in look_up(vendor, "nominatim").candidates] == [
        HERE,
        other,
    ]
    vendor.answer = [*nominatim(HERE), *nominatim(HERE)]
    assert look_up(vendor, "nominatim").candidates == [Candidate("长安街1号, 北京市", *HERE)]


def test_what_lies_outside_the_network_is_counted_not_offered(vendor: StandIn) -> None:
    vendor.answer = amap((31.23, 121.47), HERE)
    found = look_up(vendor, "amap")
    assert (len(found.candidates), found.outside) == (1, 1)


NOTHING = {
    "tianditu": [{"msg": "无结果", "status": "404"}, {"msg": "ok", "status": "0"}],
    "amap": [amap(), {"status": "0", "info": "ENGINE_RESPONSE_DATA_ERROR", "infocode": "30001"}],
    "nominatim": [[]],
}


@pytest.mark.parametrize("name", VENDORS)
def test_nothing_found_is_no_error(vendor: StandIn, name: str) -> None:
    for vendor.answer in NOTHING[name]:
        assert look_up(vendor, name) == Found([], 0)


# What goes wrong

WRONG_KEY = [
    ("tianditu", 403, {"code": 301001, "msg": "非法key", "resolve": "请重新申请Key"}),
    ("tianditu", 400, {"code": 308011, "message": "请求参数非法长度或不合规"}),
    ("tianditu", 200, {"code": 301001, "msg": "非法key"}),
    ("amap", 200, {"status": "0", "info": "INVALID_USER_KEY", "infocode": "10001"}),
    ("amap", 200, {"status": "0", "info": "USERKEY_PLAT_NOMATCH", "infocode": "10009"}),
    ("nominatim", 403, {}),
]
TOO_OFTEN = [
    ("tianditu", 403, {"code": 302001, "msg": "访问次数超过上限"}),
    ("tianditu", 429, {}),
    ("amap", 200, {"status": "0", "info": "DAILY_QUERY_OVER_LIMIT", "infocode": "10003"}),
    ("amap", 200, {"status": "0", "info": "CUQPS_HAS_EXCEEDED_THE_LIMIT", "infocode": "10021"}),
    ("nominatim", 429, {}),
]


@pytest.mark.parametrize(("name", "status", "answer"), WRONG_KEY)
def test_a_wrong_key_is_told(vendor: StandIn, name: str, status: int, answer: Any) -> None:
    vendor.status, vendor.answer = status, answer
    assert "refuses this site's key" in refusal(vendor, name)


@pytest.mark.parametrize(("name", "status", "answer"), TOO_OFTEN)
def test_an_exhausted_quota_is_told(vendor: StandIn, name: str, status: int, answer: Any) -> None:
    vendor.status, vendor.answer = status, answer
    assert "as often as it may" in refusal(vendor, name)


@pytest.mark.parametrize("name", VENDORS)
def test_a_service_that_keeps_silent_is_told(vendor: StandIn, name: str) -> None:
    vendor.delay = 1.0
    assert "in time" in refusal(vendor, name, timeout="0.2")


@pytest.mark.parametrize("name", VENDORS)
@pytest.mark.parametrize("status", [404, 418, 500, 502])
def test_a_service_in_trouble_is_told(vendor: StandIn, name: str, status: int) -> None:
    vendor.status, vendor.answer = status, b"<html>"
    assert "can't be reached" in refusal(vendor, name)


@pytest.mark.parametrize("name", VENDORS)
def test_a_service_that_is_not_there_is_told(name: str) -> None:
    gone = StandIn()
    gone.server_close()
    assert "can't be reached" in refusal(gone, name)


GARBAGE: list[Any] = [
    b"<html>", b"", b"\xff\xfe\x00", [], [1], {}, {"status": "1"}, {"status": 0}, None, 7, "x",
    [{"lat": "x"}], {"status": "1", "geocodes": [{"location": []}]},
    {"status": "1", "geocodes": [{"location": "1"}]}, {"status": "0", "location": {"lon": "1"}},
    {"status": "0", "location": {"lon": "nan", "lat": "inf"}}, {"status": "1", "geocodes": 7},
    [{"display_name": "x", "lat": "999", "lon": "1"}],
    b"[" * 100_000,
]  # fmt: skip


@pytest.mark.filterwarnings("ignore:Latitude normalization")  # geopy refuses it after that
@pytest.mark.parametrize("name", VENDORS)
@pytest.mark.parametrize("answer", GARBAGE, ids=lambda answer: str(answer)[:40])
def test_garbage_offers_nothing(vendor: StandIn, name: str, answer: Any) -> None:
    vendor.answer = answer
    offered: list[Candidate] = []
    with contextlib.suppress(GeocodingError):
        offered = look_up(vendor, name).candidates
    assert (offered, len(vendor.asked)) == ([], 1)


def test_the_key_is_nowhere_to_be_seen(vendor: StandIn, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    vendor.status = 500
    for name in VENDORS:
        refusal(vendor, name)
    assert vendor.asked
    assert KEY not in caplog.text
    assert KEY not in repr(set_up(vendor, "amap"))


@pytest.mark.parametrize("text", ["", "  ", "x" * 121])
def test_nobody_is_asked_for_nothing(vendor: StandIn, text: str) -> None:
    with pytest.raises(GeocodingError, match="at most 120"):
        look_up(vendor, "amap", text)
    assert vendor.asked == []


def test_without_a_service_the_search_says_so() -> None:
    with pytest.raises(GeocodingError, match="No address search"):
        search("长安街", service=None, network=project.NETWORK)


# Turns


def test_requests_keep_their_distance(vendor: StandIn) -> None:
    vendor.answer = nominatim(HERE)
    for _n in range(3):
        look_up(vendor, "nominatim", pause="0.15")
    first, second, third = vendor.times
    assert min(second - first, third - second) >= 0.14


def test_who_would_wait_too_long_is_told(vendor: StandIn) -> None:
    vendor.answer = nominatim(HERE)
    look_up(vendor, "nominatim", pause="20")
    assert "try again in a moment" in refusal(vendor, "nominatim", pause="20")


@pytest.mark.parametrize("left", ["", "nonsense", "1e300", "nan"])
def test_a_turn_from_before_a_restart_counts_for_nothing(vendor: StandIn, left: str) -> None:
    (project.VAR_DIR / "geocoder.turn").write_text(left)
    vendor.answer = nominatim(HERE)
    assert look_up(vendor, "nominatim", pause="20").candidates
