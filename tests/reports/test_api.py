"""`POST /api/v1/reports`: what the device sends later is the same report."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from network.models import Place, Report
from tests.reports.sending import fields, picture, upload

URL = "/api/v1/reports"


def test_a_form_of_the_page_can_be_sent_as_it_is(client: Client, place: Place) -> None:
    values = fields(place=place.public_id, photo=[upload(picture()), upload(picture("PNG"))])
    answer = client.post(URL, values)
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
    assert answer.json() == {"report": values["key"], "status": "received"}
    assert Report.objects.get().photos.count() == 2


def test_json_is_taken_too(client: Client, place: Place) -> None:
    values = {"place": place.public_id, "kind": "pin", "lat": 39.9, "lon": 116.4}
    assert client.post(URL, values, "application/json").status_code == 200
    assert Report.objects.get().longitude == 116.4


def test_sent_again_through_the_other_door_it_is_the_same(client: Client, place: Place) -> None:
    values = fields(place=place.public_id)
    client.post(f"/places/{place.public_id}/report", values)
    answers = [client.post(URL, values).json() for _ in range(2)]
    assert answers[0] == answers[1]
    assert Report.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "status", "field"),
    [
        ({"kind": "x"}, 400, "kind"),
        ({"text": "x" * 1001}, 400, "text"),
        ({"place": "nothing"}, 404, "place"),
        ({"place": "a\0b"}, 404, "place"),
        ({"place": ""}, 404, "place"),
    ],
)
def test_what_is_wrong_is_said(
    client: Client, place: Place, change: dict[str, str], status: int, field: str
) -> None:
    answer = client.post(URL, fields(place=place.public_id) | change)
    assert answer.status_code == status
    assert answer.json()["error"]["field"] == field


@pytest.mark.parametrize("body", ["[]", "{", '"x"', '{"kind": {"a": 1}}', '{"text": "\\ud800"}'])
def test_odd_json_is_refused(client: Client, place: Place, body: str) -> None:
    assert client.post(URL, body, "application/json").status_code == 400


def test_a_broken_form_is_refused(client: Client, place: Place) -> None:
    answer = client.post(URL, b"x", "multipart/form-data; boundary=")
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/json"


def test_pages_of_other_sites_are_refused(client: Client, place: Place) -> None:
    values = fields(place=place.public_id)
    answer = client.post(URL, values, headers={"Sec-Fetch-Site": "cross-site"})
    assert (answer.status_code, Report.objects.count()) == (403, 0)


def test_a_key_that_is_none_is_replaced(client: Client, place: Place) -> None:
    answer = client.post(URL, fields(place=place.public_id, key="x' OR 1"))
    assert uuid.UUID(answer.json()["report"]) == Report.objects.get().key


def test_a_robot_is_answered_alike(client: Client, place: Place) -> None:
    answer = client.post(URL, fields(place=place.public_id, website="x"))
    assert answer.json()["status"] == "received"
    assert not Report.objects.exists()


def test_later_is_asked_for_while_the_database_is_down(
    client: Client, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down(*_args: Any, **_kwargs: Any) -> None:
        raise OperationalError

    monkeypatch.setattr("network.reports.api.take", down)
    answer = client.post(URL, fields(place=place.public_id))
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")


def test_it_is_only_written(client: Client) -> None:
    assert client.get(URL).status_code == 405
