"""The queue of reports: each union its own, settled with one press, nothing else writable."""

from __future__ import annotations

import datetime as dt
import html
import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from network.edition import publish, store
from network.models import Place, PlaceWarning, Report, ReportPhoto, User
from network.reports.photos import Photo, photo_path
from network.reports.photos import store as store_photos
from tests.admin.conftest import ADMIN, Tree
from tests.builders import make_place, make_user
from tests.reports.sending import picture

QUEUE = f"{ADMIN}report/"
SECRET = "别家的门锁着"


@pytest.fixture(autouse=True)
def photos_folder(tmp_path: Path, settings: Any) -> Path:
    """Photos of this test only."""
    settings.REPORT_PHOTOS_DIR = tmp_path / "photos"
    return tmp_path / "photos"


def make_report(place: Place, *, photo: bool = False, **values: Any) -> Report:
    """A report, by default that the door is locked."""
    report = Report.objects.create(place=place, **{"kind": "locked"} | values)
    if photo:
        store_photos(report, [Photo(picture(), 40, 30)])
    return report


def page_of(report: Report) -> str:
    return f"{QUEUE}{report.pk}/change/"


def photo_url(report: Report) -> str:
    return f"{QUEUE}photo/{report.photos.get().name}.jpg"


def text(answer: Any) -> str:
    """The page without tags and folded blanks."""
    page = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return " ".join(html.unescape(page).split())


@pytest.fixture
def own(own_place: Place) -> Report:
    """A report on the clerk's own place."""
    return make_report(own_place, text="自家的门锁着", contact="138", photo=True)


@pytest.fixture
def foreign(tree: Tree) -> Report:
    """A report on a place of another district."""
    place = make_place(name="别家驿站", organization=tree.far_street)
    return make_report(place, text=SECRET, photo=True)


# Rights


def test_the_queue_shows_own_reports_only(signed_in: Client, own: Report, foreign: Report) -> None:
    page = text(signed_in.get(QUEUE))
    assert "自家的门锁着" in page
    assert SECRET not in page
    assert "别家驿站" not in page


def test_searching_finds_no_foreign_report(signed_in: Client, foreign: Report) -> None:
    assert "别家驿站" not in text(signed_in.get(f"{QUEUE}?q={foreign.place.public_id}"))


@pytest.mark.parametrize("view", ["change", "delete", "history"])
def test_a_foreign_report_can_not_be_opened_by_its_address(
    signed_in: Client, foreign: Report, view: str
) -> None:
    answer = signed_in.get(f"{QUEUE}{foreign.pk}/{view}/")
    assert answer.status_code in (302, 403, 404)
    assert SECRET not in answer.content.decode()


def test_a_foreign_report_can_not_be_settled(
    signed_in: Client, own: Report, foreign: Report
) -> None:
    assert signed_in.post(page_of(foreign), {"_accept": "1"}).status_code == 404
    signed_in.post(page_of(own), {"_dismiss": "1", "also": [foreign.pk]})
    foreign.refresh_from_db()
    assert foreign.status == "open"


def test_a_foreign_photo_can_not_be_fetched(
    signed_in: Client, own: Report, foreign: Report
) -> None:
    shown = signed_in.get(photo_url(own))
    assert shown["Content-Type"] == "image/jpeg"
    assert "no-store" in shown["Cache-Control"]
    assert shown.content.startswith(b"\xff\xd8\xff")
    assert signed_in.get(photo_url(foreign)).status_code == 404


def test_a_photo_whose_file_is_gone_is_not_found(signed_in: Client, own: Report) -> None:
    photo_path(ReportPhoto.objects.get().name).unlink()
    assert signed_in.get(photo_url(own)).status_code == 404


def test_photos_are_not_public(client: Client, own: Report) -> None:
    assert client.get(photo_url(own)).url.startswith("/admin/login/")  # type: ignore[attr-defined]  # a redirect


def test_staff_without_a_union_sees_nothing(client: Client, own: Report) -> None:
    client.force_login(make_user("lost"))
    assert client.get(QUEUE).status_code == 403
    assert client.get(page_of(own)).status_code in (403, 404)
    assert client.get(photo_url(own)).status_code == 404


def test_a_place_given_away_takes_its_reports_along(
    signed_in: Client, own: Report, tree: Tree
) -> None:
    Place.objects.filter(pk=own.place_id).update(organization=tree.chaoyang)
    assert signed_in.get(page_of(own)).status_code == 404


@pytest.mark.parametrize("view", ["add/", "{}/delete/"])
def test_reports_are_neither_written_nor_deleted(client: Client, own: Report, view: str) -> None:
    client.force_login(make_user("root", is_superuser=True))
    url = f"{QUEUE}{view.format(own.pk)}"
    assert client.get(url).status_code == 403
    assert client.post(url, {"post": "yes"}).status_code == 403
    assert Report.objects.filter(pk=own.pk).exists()


# The queue and one report


def test_reports_stand_place_by_place_the_longest_waiting_first(
    signed_in: Client, own_place: Place, tree: Tree
) -> None:
    other = make_place(organization=tree.street)
    now = timezone.now()
    times = [(other, 5), (own_place, 9), (other, 1), (own_place, 2)]
    for place, days in times:
        make_report(place, text=f"{days}", created_at=now - dt.timedelta(days=days))
    rows = signed_in.get(QUEUE).context["cl"].result_list
    assert [row.text for row in rows] == ["2", "9", "1", "5"]


def test_settled_reports_are_asked_for_by_name(signed_in: Client, own: Report) -> None:
    signed_in.post(page_of(own), {"_dismiss": "1"})
    assert "自家的门锁着" not in text(signed_in.get(QUEUE))
    assert "自家的门锁着" in text(signed_in.get(f"{QUEUE}?status=dismissed"))


def test_a_report_stands_beside_what_the_public_sees(signed_in: Client, own: Report) -> None:
    Place.objects.filter(pk=own.place_id).update(hours_text="每天 9:00-17:00")
    publish.publish()
    store.refresh()
    page = text(signed_in.get(page_of(own)))
    for words in ("Locked in opening hours", "自家的门锁着", "138", "每天 9:00-17:00", "自家驿站"):
        assert words in page


def test_a_suggested_pin_is_told_in_metres(signed_in: Client, own_place: Place) -> None:
    report = make_report(own_place, kind="pin", latitude=39.951, longitude=116.331)
    page = text(signed_in.get(page_of(report)))
    assert "140 metres from the present pin" in page
    assert "116.331000, 39.951000" in page


def test_words_of_the_public_cannot_become_markup(signed_in: Client, own_place: Place) -> None:
    evil = "</textarea></script><img src=x onerror=alert(1)>"
    reports = [make_report(own_place, text=evil, contact=evil[:120]) for _ in range(2)]
    signed_in.post(page_of(reports[0]), {"_dismiss": "1", "answer": evil})
    for url in (QUEUE, f"{QUEUE}?status=dismissed", "/admin/", *map(page_of, reports)):
        page = signed_in.get(url).content.decode()
        assert "<img src=x" not in page
        assert "onerror=alert(1)>" not in page


# Settling


def test_accepting_leads_to_the_record(signed_in: Client, own: Report, clerk: User) -> None:
    answer = signed_in.post(page_of(own), {"_accept": "1", "answer": "锁修好了"}, follow=True)
    assert answer.redirect_chain == [(f"{ADMIN}place/{own.place_id}/change/", 302)]
    assert "1 report accepted" in text(answer)
    own.refresh_from_db()
    assert (own.status, own.answer, own.settled_by) == ("accepted", "锁修好了", clerk)
    assert "锁修好了" in text(signed_in.get(page_of(own)))


def test_several_of_one_place_are_settled_together(signed_in: Client, own: Report) -> None:
    twin, other = (make_report(own.place, kind=kind) for kind in ("locked", "hours"))
    page = signed_in.get(page_of(own)).content.decode()
    assert re.search(rf'name="also" value="{twin.pk}" checked', page)
    assert re.search(rf'name="also" value="{other.pk}">', page)
    signed_in.post(page_of(own), {"_dismiss": "1", "also": [twin.pk]})
    assert list(Report.objects.open()) == [other]


def test_settling_ends_the_warning_and_names_the_clerk(
    signed_in: Client, own: Report, clerk: User
) -> None:
    from network.models import Change

    today = timezone.localdate()
    until = today + dt.timedelta(days=7)
    PlaceWarning.objects.create(place=own.place, kind="locked", reported_on=today, until=until)
    signed_in.post(page_of(own), {"_dismiss": "1"})
    assert not PlaceWarning.objects.open(today).exists()
    change = Change.objects.filter(model="placewarning").latest("id")
    assert (change.user, change.through) == (clerk, "form")


def test_a_second_press_changes_nothing(signed_in: Client, own: Report) -> None:
    signed_in.post(page_of(own), {"_dismiss": "1"})
    again = signed_in.post(page_of(own), {"_accept": "1"}, follow=True)
    assert "settled already" in text(again)
    own.refresh_from_db()
    assert own.status == "dismissed"


def test_the_front_page_counts_own_open_reports(
    signed_in: Client, own: Report, foreign: Report
) -> None:
    make_report(own.place, status="dismissed", settled_at=timezone.now())
    waiting = signed_in.get("/admin/").context["waiting"][0]
    assert (waiting.count, waiting.url) == (1, QUEUE)


def test_the_queue_needs_few_queries(
    signed_in: Client, own_place: Place, django_assert_max_num_queries: Any
) -> None:
    for _ in range(20):
        make_report(own_place)
    signed_in.get(QUEUE)  # which also forgets, once a day
    with django_assert_max_num_queries(12):
        signed_in.get(QUEUE)
