"""`/api/v1/nearest`: answers, datums, filters, and what is refused how."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from django.test import Client

from network import datum
from network.api import types
from network.edition import publish, store
from tests.builders import make_category, make_place

pytestmark = pytest.mark.django_db
TIANANMEN = {"lat": 39.9075, "lon": 116.3913}


@pytest.fixture
def network(editions: Path) -> dict[str, str]:
    """Three published places at rising distance, by name to id."""
    places = [
        make_place(name="近", latitude=39.908, longitude=116.391, amenities=["water"]),
        make_place(name="中", latitude=39.92, longitude=116.391, amenities=["water", "wifi"]),
        make_place(
            name="远",
            latitude=40.0,
            longitude=116.391,
            category=make_category("workers_home"),
            services=["legal_aid"],
        ),
    ]
    publish.publish()
    store.refresh()
    return {place.name: place.public_id for place in places}


def post(client: Client, body: Any, **headers: Any) -> Any:
    return client.post(
        "/api/v1/nearest", json.dumps(body), content_type="application/json", **headers
    )


def names(response: Any) -> list[str]:
    assert response.status_code == 200, response.content
    return [place["name"] for place in response.json()["places"]]


def test_get_and_post_answer_the_same(client: Client, network: dict[str, str]) -> None:
    posted = post(client, TIANANMEN)
    got = client.get("/api/v1/nearest?lat=39.9075&lon=116.3913")
    assert posted.content == got.content
    assert names(got) == ["近", "中", "远"]


def test_the_answer_has_the_shape_it_is_described_with(
    client: Client, network: dict[str, str]
) -> None:
    answer = msgspec.json.decode(post(client, TIANANMEN).content, type=types.NearestAnswer)
    assert answer.edition == store.current().number
    assert answer.places[0].id == network["近"]
    assert 50 < answer.places[0].distance_m < 70


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("amenity=water", ["近", "中"]),
        ("amenity=water,wifi", ["中"]),
        ("amenity=water&amenity=wifi", ["中"]),
        ("service=legal_aid", ["远"]),
        ("category=workers_home,warm_heart_station", ["近", "中", "远"]),
        ("category=workers_home", ["远"]),
        ("within=2000", ["近", "中"]),
        ("limit=1", ["近"]),
        ("category=workers_home&within=100", []),
    ],
)
def test_filters(client: Client, network: dict[str, str], query: str, found: list[str]) -> None:
    assert names(client.get(f"/api/v1/nearest?lat=39.9075&lon=116.3913&{query}")) == found


@pytest.mark.parametrize("name", ["gcj02", "bd09"])
def test_the_datum_goes_for_question_and_answer(
    client: Client, network: dict[str, str], name: datum.DatumName
) -> None:
    lat, lon = datum.from_wgs84(39.9075, 116.3913, datum=name)
    shifted = post(client, {"lat": lat, "lon": lon, "datum": name}).json()
    plain = post(client, TIANANMEN).json()
    assert shifted["datum"] == name
    for there, here in zip(shifted["places"], plain["places"], strict=True):
        assert there["distance_m"] == here["distance_m"]
        expected = datum.from_wgs84(here["lat"], here["lon"], datum=name)
        assert (there["lat"], there["lon"]) == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize(
    ("query", "code", "field"),
    [
        ("lon=116", "missing", "lat"),
        ("lat=nan&lon=116", "invalid", "lat"),
        ("lat=39&lon=inf", "invalid", "lon"),
        ("lat=1e400&lon=116", "invalid", "lat"),
        ("lat=91&lon=0", "swapped", "lat"),
        ("lat=116.39&lon=39.9", "swapped", "lat"),
        ("lat=200&lon=116", "invalid", "lat"),
        ("lat=39&lon=181", "invalid", "lon"),
        ("lat=&lon=116", "invalid", "lat"),
        ("lat=39&lat=40&lon=116", "invalid", "lat"),
        ("lat=39&lon=116&limit=-1", "invalid", "limit"),
        ("lat=39&lon=116&limit=0", "invalid", "limit"),
        ("lat=39&lon=116&limit=1000000000", "invalid", "limit"),
        ("lat=39&lon=116&limit=2.5", "invalid", "limit"),
        ("lat=39&lon=116&within=-5", "invalid", "within"),
        ("lat=39&lon=116&within=nan", "invalid", "within"),
        ("lat=39&lon=116&category=nothing", "unknown_code", "category"),
        ("lat=39&lon=116&amenity=%00", "unknown_code", "amenity"),
        ("lat=39&lon=116&datum=utm", "invalid", "datum"),
        ("lat=39&lon=116&opened=now", "unknown_field", "opened"),
    ],
)
def test_bad_queries_are_400_and_say_which_field(
    client: Client, network: dict[str, str], query: str, code: str, field: str
) -> None:
    response = client.get(f"/api/v1/nearest?{query}")
    assert response.status_code == 400
    error = response.json()["error"]
    assert (error["code"], error["field"]) == (code, field)
    assert field in error["message"]


@pytest.mark.parametrize(
    "body", ["", "x", "[]", "null", '{"lat":NaN,"lon":1}', '{"lat":1', "\ufeff{}", '"a"']
)
def test_bodies_that_are_no_object_are_400(client: Client, network: Any, body: str) -> None:
    response = client.post("/api/v1/nearest", body, content_type="application/json")
    assert response.status_code == 400
    assert response.json()["error"]["code"] in {"invalid_json", "missing"}


def test_a_large_body_is_refused_before_it_is_read(client: Client) -> None:
    response = post(client, TIANANMEN | {"category": ["x" * 5000]})
    assert (response.status_code, response.json()["error"]["code"]) == (413, "too_large")


def test_other_methods_are_405_and_named(client: Client) -> None:
    response = client.delete("/api/v1/nearest")
    assert response.status_code == 405
    assert response["Allow"] == "GET, POST, HEAD, OPTIONS"


def test_answers_are_compressed_and_the_same(client: Client, network: dict[str, str]) -> None:
    plain = post(client, TIANANMEN)
    small = post(client, TIANANMEN, HTTP_ACCEPT_ENCODING="gzip, br")
    assert small["Content-Encoding"] == "gzip"
    assert gzip.decompress(small.content) == plain.content
    assert len(small.content) < len(plain.content)


def test_a_held_edition_is_not_sent_again(client: Client, network: dict[str, str]) -> None:
    url = "/api/v1/nearest?lat=39.9&lon=116.4"
    etag = client.get(url)["ETag"]
    again = client.get(url, HTTP_IF_NONE_MATCH=etag)
    assert (again.status_code, again.content) == (304, b"")
    make_place()
    publish.publish()
    store.refresh()
    assert client.get(url, HTTP_IF_NONE_MATCH=etag).status_code == 200


def test_posted_positions_are_never_stored(client: Client, network: dict[str, str]) -> None:
    assert post(client, TIANANMEN)["Cache-Control"] == "no-store"


def test_any_origin_may_read(client: Client, network: dict[str, str]) -> None:
    assert post(client, TIANANMEN)["Access-Control-Allow-Origin"] == "*"
    preflight = client.options("/api/v1/nearest")
    assert preflight.status_code == 204
    assert preflight["Access-Control-Allow-Headers"] == "Content-Type"


def test_no_answer_needs_the_database(
    client: Client, network: dict[str, str], django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(0):
        assert post(client, TIANANMEN).status_code == 200
        assert client.get("/api/v1/search?q=近").status_code == 200
        assert client.get(f"/api/v1/places/{network['近']}").status_code == 200
        assert client.get(f"/tiles/{store.current().number}/3/6/3.json").status_code == 200
        assert client.get("/api/v1/categories").status_code == 200
        assert client.get("/api/v1/edition").status_code == 200


def test_answers_do_not_vary_by_language_or_cookie(client: Client, network: Any) -> None:
    assert client.get("/api/v1/nearest?lat=39.9&lon=116.4").get("Vary", "") in (
        "",
        "Accept-Encoding",
    )
