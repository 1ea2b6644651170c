"""`open`, `unknown` and `access` over HTTP: answers, caches, and what is refused."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from django.test import Client
from django.utils import timezone

from network.api import types
from network.edition import moment, publish, store
from tests.builders import make_amenity, make_district, make_place, make_subdistrict

pytestmark = pytest.mark.django_db
HERE = "lat=39.9&lon=116.4"


@pytest.fixture
def network(editions: Path) -> None:
    """One place open all hours, one never, one of unknown hours, from south to north."""
    district = make_district("110105", name="朝阳区")
    street = make_subdistrict("110105026", name="望京街道", district=district)
    make_amenity("microwave", name="热饭")
    for n, (name, hours) in enumerate({"开": "24/7", "关": "24/7 off", "不详": ""}.items()):
        make_place(
            name=name,
            hours=hours,
            latitude=39.9 + n * 0.001,
            longitude=116.4,
            district=district,
            subdistrict=street,
            access_who="everyone" if n else "outdoor_workers",
        )
    publish.publish()
    store.refresh()


def names(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.content
    return [place["name"] for place in answer.json()["places"]]


@pytest.mark.usefixtures("network")
class TestNearest:
    def test_open_leaves_the_unknown_out_and_says_so(self, client: Client) -> None:
        answer = client.get(f"/api/v1/nearest?{HERE}&open=now")
        assert (names(answer), answer.json()["unknown_left_out"]) == (["开"], 1)

    def test_the_unknown_are_shown_when_asked_for(self, client: Client) -> None:
        answer = client.get(f"/api/v1/nearest?{HERE}&open=now&unknown=1")
        assert (names(answer), answer.json()["unknown_left_out"]) == (["开", "不详"], 0)

    def test_without_open_every_place_tells_its_state(self, client: Client) -> None:
        answer = client.get(f"/api/v1/nearest?{HERE}")
        states = [place["state"] for place in answer.json()["places"]]
        assert states == ["open", "closed", "unknown"]
        assert "unknown_left_out" not in answer.json()

    def test_the_shape_is_as_described(self, client: Client) -> None:
        answer = client.get(f"/api/v1/nearest?{HERE}&open=now")
        msgspec.json.decode(answer.content, type=types.NearestAnswer)

    def test_open_now_lives_a_minute(self, client: Client) -> None:
        answer = client.get(f"/api/v1/nearest?{HERE}&open=now")
        assert answer["Cache-Control"] == "public, max-age=60"

    def test_an_answer_is_fresh_within_its_minute_only(
        self, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        etag = client.get(f"/api/v1/nearest?{HERE}")["ETag"]
        now = moment.now_minute()
        for minute, status in ((now, 304), (now + 1, 200)):
            monkeypatch.setattr("network.api.views.now_minute", lambda minute=minute: minute)
            again = client.get(f"/api/v1/nearest?{HERE}", headers={"if-none-match": etag})
            assert again.status_code == status or again["ETag"] != etag

    def test_a_door_that_lets_everyone_in(self, client: Client) -> None:
        answer = client.get(f"/api/v1/nearest?{HERE}&access=lets_everyone_in")
        assert names(answer) == ["关", "不详"]

    @pytest.mark.parametrize(
        ("query", "field"),
        [
            ("open=later", "open"),
            ("open=2026-13-01T10:00", "open"),
            ("unknown=1", "unknown"),
            ("access=any", "access"),
        ],
    )
    def test_what_can_t_be_is_refused(self, client: Client, query: str, field: str) -> None:
        answer = client.get(f"/api/v1/nearest?{HERE}&{query}")
        assert answer.status_code == 400
        assert answer.json()["error"]["field"] == field


@pytest.mark.usefixtures("network")
def test_states_change_with_the_minute_and_without_a_publish(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = make_place(name="夜", hours="20:00-22:00", latitude=39.9, longitude=116.4)
    publish.publish()
    store.refresh()
    today = timezone.localdate()
    states = []
    for clock in ("19:59", "20:00", "21:30", "22:00"):
        at = moment.as_minute(
            dt.datetime.fromisoformat(f"{today}T{clock}").replace(
                tzinfo=timezone.get_default_timezone()
            )
        )
        monkeypatch.setattr("network.api.views.now_minute", lambda at=at: at)
        states.append(client.get(f"/api/v1/places/{place.public_id}").json()["place"]["state"])
    assert states == ["closed", "open", "closing_soon", "closed"]


@pytest.mark.usefixtures("network")
class TestTiles:
    def tile(self, client: Client, query: str) -> Any:
        return client.get(f"/tiles/{store.current().number}/0/0/0.json{query}")

    def test_a_tile_of_a_minute_never_changes(self, client: Client) -> None:
        text = moment.local_text(moment.now_minute())
        answer = self.tile(client, f"?open={text}")
        assert "immutable" in answer["Cache-Control"]
        assert [place["state"] for place in answer.json()["places"]] == ["open"]
        assert answer.json()["unknown_left_out"] == 1

    def test_a_tile_of_now_lives_a_minute(self, client: Client) -> None:
        assert self.tile(client, "?open=now")["Cache-Control"] == "public, max-age=60"

    def test_without_open_no_state_is_told(self, client: Client) -> None:
        answer = self.tile(client, "").json()
        assert "unknown_left_out" not in answer
        assert not any("state" in place for place in answer["places"])


@pytest.mark.usefixtures("network")
def test_half_a_position_is_refused(client: Client) -> None:
    answer = client.get("/api/v1/suggest?q=a&lat=39.9")
    assert (answer.status_code, answer.json()["error"]["field"]) == (400, "lon")


@pytest.mark.usefixtures("network")
def test_suggestions_have_the_shape_that_is_described(client: Client) -> None:
    answer = client.get("/api/v1/suggest?q=wangjing&lat=39.9&lon=116.4")
    decoded = msgspec.json.decode(answer.content, type=types.SuggestAnswer)
    assert [one.kind for one in decoded.suggestions] == ["street"]
    assert decoded.suggestions[0].code == "110105026"
    assert decoded.suggestions[0].count == 3
    posted = client.post(
        "/api/v1/suggest", json.dumps({"q": "rf"}), content_type="application/json"
    )
    assert [one["code"] for one in posted.json()["suggestions"]] == ["microwave"]
