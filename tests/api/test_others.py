"""Search, places, tiles, reference data and health."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest
from django.test import Client

from network.api import types
from network.edition import publish, store
from network.models import Place, Status
from tests.builders import make_place
from tests.edition.test_tiles import tile_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(editions: Path) -> Place:
    """One published place."""
    place = make_place(name="望京驿站", amenities=["water"], latitude=39.99, longitude=116.47)
    publish_now()
    return place


def publish_now() -> int:
    publish.publish()
    store.refresh()
    return store.current().number


def test_search_by_pinyin_from_a_position(client: Client, place: Place) -> None:
    response = client.get("/api/v1/search?q=wangjing&lat=39.99&lon=116.47")
    answer = msgspec.json.decode(response.content, type=types.SearchAnswer)
    assert [(found.id, found.distance_m) for found in answer.places] == [(place.public_id, 0)]


@pytest.mark.parametrize("query", ["", "q=", "q=%20", "q=a&lat=39", "q=" + "a" * 101])
def test_bad_searches_are_400(client: Client, place: Place, query: str) -> None:
    assert client.get(f"/api/v1/search?{query}").status_code == 400


def test_a_place_has_the_shape_it_is_described_with(client: Client, place: Place) -> None:
    response = client.get(f"/api/v1/places/{place.public_id}")
    answer = msgspec.json.decode(response.content, type=types.PlaceAnswer)
    assert answer.place.organization.name == place.organization.name
    assert answer.place.amenities == ["water"]


def test_an_unknown_place_is_404(client: Client, place: Place) -> None:
    for public_id in ("nothing", "%00", "é", "x" * 500):
        response = client.get(f"/api/v1/places/{public_id}")
        assert (response.status_code, response.json()["error"]["code"]) == (404, "not_found")


def test_a_replaced_place_says_by_which(client: Client, place: Place) -> None:
    old = make_place(status=Status.CLOSED, replaced_by=place)
    publish_now()
    response = client.get(f"/api/v1/places/{old.public_id}")
    assert response.status_code == 404
    assert response.json()["replaced_by"] == place.public_id


def test_a_tile_never_changes_under_its_number(client: Client, place: Place) -> None:
    x, y = tile_of(39.99, 116.47, 12)
    response = client.get(f"/tiles/{store.current().number}/12/{x}/{y}.json")
    tile = msgspec.json.decode(response.content, type=types.TileAnswer)
    assert [found.id for found in tile.places] == [place.public_id]
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"


def test_a_kept_edition_still_answers_and_a_dropped_one_is_gone(
    client: Client, place: Place
) -> None:
    first = store.current().number
    for number in range(3):
        Place.objects.update(name=f"改名{number}")
        current = publish_now()
        status = client.get(f"/tiles/{first}/0/0/0.json").status_code
        assert status == (410 if number == 2 else 200)
    gone = client.get(f"/tiles/{first}/0/0/0.json").json()
    assert (gone["error"]["code"], gone["edition"]) == ("gone", current)


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("x/0/0/0", "edition"),
        ("{n}/99/0/0", "z"),
        ("{n}/3/8/0", "x"),
        ("{n}/3/0/-1", "y"),
        ("{n}/3/0/1e9", "y"),
        ("{n}/3/%00/1", "x"),
        ("{n}/3/٣/1", "x"),
    ],
)
def test_bad_tiles_are_400(client: Client, place: Place, path: str, field: str) -> None:
    response = client.get(f"/tiles/{path.format(n=store.current().number)}.json")
    assert response.status_code == 400
    error = response.json()["error"]
    assert (error["code"], error["field"]) == ("bad_tile", field)


def test_categories_have_the_shape_they_are_described_with(client: Client, place: Place) -> None:
    content = client.get("/api/v1/categories").content
    answer = msgspec.json.decode(content, type=types.CategoriesAnswer)
    assert [(category.code, category.count) for category in answer.categories] == [
        ("warm_heart_station", 1)
    ]


def test_the_edition_says_when_it_was_made(client: Client, place: Place) -> None:
    content = client.get("/api/v1/edition").content
    answer = msgspec.json.decode(content, type=types.EditionAnswer)
    assert answer.places == 1
    assert answer.made_at is not None


def test_health_and_readiness(client: Client, place: Place) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
    ready = client.get("/readyz").json()
    assert (ready["status"], ready["database"], ready["places"]) == ("ready", "up", 1)


def test_nothing_published_is_not_ready_but_answers(client: Client, editions: Path) -> None:
    assert client.get("/readyz").status_code == 503
    assert client.get("/api/v1/nearest?lat=39.9&lon=116.4").json()["places"] == []
    edition: Any = client.get("/api/v1/edition").json()
    assert (edition["edition"], edition["made_at"]) == (0, None)


def test_an_unknown_path_below_api_is_json(client: Client) -> None:
    assert client.get("/api/v2/nearest").json()["error"]["code"] == "not_found"


def test_head_has_the_headers_and_no_body(client: Client, place: Place) -> None:
    head, get = (m("/api/v1/categories") for m in (client.head, client.get))
    assert (head.content, head["Content-Length"]) == (b"", get["Content-Length"])
