"""The form without JavaScript: two taps, nothing lost, nothing asked."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from network.edition import publish, store
from network.models import Place, PlaceWarning, Report, ReportPhoto, Status
from network.reports.photos import MAX_BYTES, Photo, take_photo
from tests.builders import make_place
from tests.reports.conftest import NOON, Send
from tests.reports.sending import OTHER_PHONE, WORK, fields, milliseconds, picture, upload


def text(response: Any) -> str:
    """The page without its tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def form_url(place: Place) -> str:
    return f"/places/{place.public_id}/report"


def key_of(response: Any) -> str:
    found = re.search(r'name="key" value="([^"]+)"', response.content.decode())
    assert found
    return found[1]


def test_kind_and_send_are_enough(english: Client, place: Place) -> None:
    form = english.get(form_url(place))
    sent = english.post(form_url(place), {"kind": "locked", "key": key_of(form)}, follow=True)
    assert sent.redirect_chain == [(f"{form_url(place)}/sent", 303)]
    assert "Thank you" in text(sent)
    assert "Haidian Federation looks after “Gate station”" in text(sent)
    assert "Call 12351" in text(sent)
    report = Report.objects.get()
    assert (report.place, report.kind, report.status) == (place, "locked", "open")


def test_everything_said_is_kept(send: Send) -> None:
    send(kind="pin", text="门在北边", contact="138", lat="39.91", lon="116.4")
    report = Report.objects.get()
    assert (report.text, report.contact) == ("门在北边", "138")
    assert (report.latitude, report.longitude) == (39.91, 116.4)


@pytest.mark.parametrize(
    ("ago", "kept"),
    [
        (dt.timedelta(hours=5), True),
        (dt.timedelta(days=29), True),
        (dt.timedelta(days=31), False),
        (dt.timedelta(minutes=-1), False),
    ],
)
def test_when_it_was_written_is_kept_beside_when_it_came(
    send: Send, ago: dt.timedelta, kept: bool
) -> None:
    send(at=NOON, written=milliseconds(NOON - ago))
    report = Report.objects.get()
    assert report.created_at == NOON
    assert report.written_at == (NOON - ago if kept else None)
    assert report.seen_at == (NOON - ago if kept else NOON)


@pytest.mark.parametrize("odd", ["", "x", "-5", "1e9", "９", "9" * 14, "9" * 40, "2026-11-20"])
def test_an_odd_time_is_taken_for_none(send: Send, odd: str) -> None:
    assert send(at=NOON, written=odd).status_code == 303
    assert Report.objects.get().written_at is None


def test_a_position_goes_with_a_wrong_pin_only(send: Send) -> None:
    send(kind="locked", lat="39.91", lon="116.4")
    assert Report.objects.get().latitude is None


def test_the_form_asks_the_database_nothing(
    client: Client, place: Place, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(0):
        client.get(form_url(place))
        client.get(f"{form_url(place)}/sent?photo=damaged")


def test_each_form_has_its_own_key_and_is_not_kept(client: Client, place: Place) -> None:
    first, second = client.get(form_url(place)), client.get(form_url(place))
    assert key_of(first) != key_of(second)
    assert first["Cache-Control"] == "no-store"


def test_no_cookie_is_set_and_none_is_needed(place: Place) -> None:
    strict = Client(enforce_csrf_checks=True)
    # Under no-referrer, browsers send this.
    sent = strict.post(form_url(place), fields(), headers={"Origin": "null"})
    assert sent.status_code == 303
    assert not strict.cookies


def test_pages_of_other_sites_are_refused(client: Client, place: Place) -> None:
    foreign = client.post(form_url(place), fields(), headers={"Sec-Fetch-Site": "cross-site"})
    assert foreign.status_code == 403
    assert not Report.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"kind": ""}, "Choose what is wrong."),
        ({"kind": "nonsense"}, "Choose what is wrong."),
        ({"contact": "x" * 121}, "At most 120 characters, please: these are 121."),
        ({"kind": "pin", "lat": "nan", "lon": "116"}, "not on earth"),
        ({"kind": "pin", "lat": "91", "lon": "116"}, "not on earth"),
        ({"text": "a\0b"}, "Null characters are not allowed."),
    ],
)
def test_a_mistake_is_named_and_nothing_is_lost(
    english: Client, place: Place, wrong: dict[str, str], sentence: str
) -> None:
    values = fields(kind="hours", text="closes at five", contact="138") | wrong
    again = english.post(form_url(place), values)
    assert again.status_code == 400
    assert sentence in text(again)
    page = again.content.decode()
    assert "text" in wrong or "closes at five" in page
    assert f'value="{values["contact"]}"' in page
    assert wrong.get("kind", "hours") in ("", "nonsense") or "checked" in page
    assert not Report.objects.exists()


def test_a_robot_is_thanked_and_forgotten(send: Send) -> None:
    assert send(website="http://spam.example").status_code == 303
    assert not Report.objects.exists()


def test_a_damaged_photo_loses_nothing_but_itself(english: Client, send: Send) -> None:
    sent = send(text="see photo", photo=[upload(b"\xff\xd8\xff broken"), upload(picture())])
    assert sent["Location"].endswith("/sent?photo=kind")
    report = Report.objects.get()
    assert report.text == "see photo"
    assert report.photos.count() == 1
    assert "A photo was left out" in text(english.get(sent["Location"]))


def test_an_invented_reason_is_not_shown(english: Client, place: Place) -> None:
    assert "evil" not in text(english.get(f"{form_url(place)}/sent?photo=evil"))


def test_the_same_form_sent_twice_is_one_report(send: Send) -> None:
    key = str(uuid.uuid4())
    first, second = send(key=key), send(key=key)
    assert (first.status_code, first["Location"]) == (second.status_code, second["Location"])
    assert Report.objects.count() == 1


def test_a_replaced_place_leads_on(client: Client, place: Place) -> None:
    old = make_place(status=Status.CLOSED, replaced_by=place)
    publish.publish()
    store.refresh()
    assert client.get(form_url(old), follow=True).redirect_chain[-1][0].endswith(place.public_id)


def test_a_place_nobody_knows_is_not_found(client: Client, place: Place) -> None:
    assert client.get("/places/nothing/report", follow=True).status_code == 404


def test_a_place_taken_off_the_map_meanwhile_gets_no_report(send: Send, place: Place) -> None:
    Place.objects.filter(pk=place.pk).update(status=Status.DRAFT)
    assert send().status_code == 302
    assert not Report.objects.exists()


def test_a_body_far_too_large_is_refused_unread(english: Client, place: Place) -> None:
    huge = english.post(form_url(place), fields(), CONTENT_LENGTH=str(200 * 1024 * 1024))
    assert huge.status_code == 413
    assert "too large together" in text(huge)


def test_of_a_photo_too_large_no_more_is_kept_than_tells_so(
    english: Client, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes: list[int] = []

    def noting(photo: Any) -> Photo:
        sizes.append(photo.size)
        return take_photo(photo)

    monkeypatch.setattr("network.reports.photos.take_photo", noting)
    huge = upload(b"\xff\xd8" + bytes(MAX_BYTES + 5_000_000))
    sent = english.post(form_url(place), fields(photo=[huge, upload(picture())]), follow=True)
    assert "larger than 10 MB" in text(sent)
    assert MAX_BYTES < sizes[0] <= MAX_BYTES + 128 * 1024
    assert ReportPhoto.objects.count() == 1


def test_with_the_database_down_nothing_is_lost(
    english: Client, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down(*_args: Any, **_kwargs: Any) -> None:
        raise OperationalError

    monkeypatch.setattr("network.reports.views.take", down)
    again = english.post(form_url(place), fields(text="closes at five"))
    assert again.status_code == 503
    assert "try again in a few minutes" in text(again)
    assert "closes at five" in again.content.decode()


def test_words_of_a_report_cannot_become_markup(client: Client, place: Place) -> None:
    evil = '"></textarea><script>alert(1)</script>'
    page = client.post(
        form_url(place), fields(kind="", text=evil, contact=evil, lat=evil, key=evil)
    )
    assert "<script>alert" not in page.content.decode()


@pytest.mark.parametrize("is_out", [True, False], ids=["published", "not published yet"])
def test_a_form_opened_before_a_merge_reaches_the_place_that_stays(
    is_out: bool, send: Send, place: Place
) -> None:
    old = make_place()
    publish.publish()
    store.refresh()
    Place.objects.filter(pk=old.pk).update(status=Status.CLOSED, replaced_by=place)
    if is_out:
        publish.publish()
        store.refresh()
    answer = send(public_id=old.public_id)
    assert (answer.status_code, answer["Location"]) == (
        303,
        f"/places/{place.public_id}/report/sent",
    )
    assert Report.objects.get().place == place


def test_what_was_said_of_a_place_before_a_merge_corroborates(send: Send, place: Place) -> None:
    old = make_place()
    publish.publish()
    store.refresh()
    send(public_id=old.public_id, at=NOON)
    Place.objects.filter(pk=old.pk).update(status=Status.CLOSED, replaced_by=place)
    later = NOON + dt.timedelta(hours=2)
    send(public_id=old.public_id, at=later, where=WORK, device=OTHER_PHONE)
    assert PlaceWarning.objects.get().place == place
