"""One press takes what people say into the record: in one transaction, by who may, once."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from network.edition import publish, store
from network.models import Change, ChangeCounter, Place, PlaceWarning, Report, User
from tests.admin.conftest import Tree, change_url, sent
from tests.admin.test_reports import QUEUE, make_report, text
from tests.builders import make_place, make_user


@pytest.fixture(autouse=True)
def photos_folder(tmp_path: Path, settings: Any) -> Path:
    """Photos of this test only."""
    settings.REPORT_PHOTOS_DIR = tmp_path / "photos"
    return tmp_path / "photos"


def desk(place: Place) -> str:
    """The page of a place's reports."""
    return f"{QUEUE}place/{place.pk}/"


def press(client: Client, because: Report, code: str, **values: Any) -> Any:
    """The button of a report, on a page that shows the place as it is now."""
    version = Place.objects.values_list("version", flat=True).get(pk=because.place_id)
    data = {"_apply": f"{because.pk}:{code}", "seen_version": version, "report": [because.pk]}
    return client.post(desk(because.place), data | values, follow=True)


def changes_of(place: Place) -> list[Change]:
    return list(Change.objects.filter(model="place", object_pk=place.pk).order_by("pk"))


# What is seen


def test_a_card_a_place_with_what_people_say_and_the_public_sees(
    signed_in: Client, own_place: Place, tree: Tree
) -> None:
    Place.objects.filter(pk=own_place.pk).update(hours_text="每天 9:00-17:00", access_who="members")
    make_report(own_place, text="先来的", photo=True, contact="138")
    make_report(own_place, kind="hours", text="后来的")
    make_report(make_place(name="另一个", organization=tree.street), text="别的事")
    publish.publish()
    store.refresh()
    page = signed_in.get(QUEUE)
    assert [len(group.said) for group in page.context["cl"].groups] == [2, 1]
    for words in ("先来的", "后来的", "别的事", "138", "每天 9:00-17:00", "union members"):
        assert words in text(page)


def test_the_page_of_one_place_holds_its_reports_only(
    signed_in: Client, own_place: Place, tree: Tree
) -> None:
    make_report(own_place, text="这里的")
    make_report(make_place(organization=tree.street), text="那里的")
    page = text(signed_in.get(desk(own_place)))
    assert "这里的" in page
    assert "那里的" not in page


def test_who_only_reads_has_no_button(client: Client, own_place: Place, tree: Tree) -> None:
    make_report(own_place, kind="gone", text="拆了", contact="13800138000")
    for role in ("editor", "auditor"):
        client.force_login(make_user(role, organization=tree.haidian, role=role))
        for url in (QUEUE, desk(own_place)):
            page = client.get(url).content.decode()
            assert "拆了" in page
            assert "13800138000" not in page
            assert not re.search(r'name="(_apply|_form|_accept|_dismiss|report)"', page)


def test_an_empty_queue_is_told_kindly(signed_in: Client, own_place: Place) -> None:
    assert "No report waits" in text(signed_in.get(QUEUE))
    assert "No report of this place waits" in text(signed_in.get(desk(own_place)))


def test_enter_presses_no_button_that_changes_anything(signed_in: Client, own_place: Place) -> None:
    make_report(own_place, kind="gone")
    page = signed_in.get(desk(own_place)).content.decode()
    first = re.search(r"<button[^>]*>", page[page.index("report-sides") :])
    assert first
    assert " disabled" in first[0]


# Into the record


def test_gone_is_closed_for_good(signed_in: Client, own_place: Place, clerk: User) -> None:
    report = make_report(own_place, kind="gone")
    until = timezone.localdate() + dt.timedelta(days=7)
    PlaceWarning.objects.create(
        place=own_place, kind="gone", reported_on=timezone.localdate(), until=until
    )
    before = len(changes_of(own_place))
    page = press(signed_in, report, "close", ready="fixed", verified="1")
    assert page.redirect_chain[-1][0] == QUEUE
    assert "1 report settled" in text(page)
    own_place.refresh_from_db()
    report.refresh_from_db()
    assert (own_place.status, own_place.verified_on) == ("closed", None)
    assert (report.status, report.settled_by) == ("accepted", clerk)
    assert report.answer == "Put right, thank you."
    assert not PlaceWarning.objects.filter(settled_at=None).exists()
    change = changes_of(own_place)[-1]
    assert len(changes_of(own_place)) == before + 1
    assert (change.user, change.through, change.batch) == (clerk, "report", str(report.pk))
    assert change.after == {"status": "closed"}


@pytest.mark.parametrize("kind", ["moved", "pin"])
def test_a_pin_becomes_the_position_and_the_public_sees_it(
    signed_in: Client, own_place: Place, client: Client, kind: str
) -> None:
    report = make_report(own_place, kind=kind, latitude=39.951, longitude=116.331)
    press(signed_in, report, "move", verified="1")
    own_place.refresh_from_db()
    assert (own_place.latitude, own_place.longitude) == (39.951, 116.331)
    assert own_place.verified_on == timezone.localdate()
    assert set(changes_of(own_place)[-1].after) == {"latitude", "longitude", "verified_on"}
    publish.publish()
    store.refresh()
    shown = client.get(f"/api/v1/places/{own_place.public_id}").json()["place"]
    assert (shown["lat"], shown["lon"]) == (39.951, 116.331)


def test_the_public_is_told_that_it_is_closed(signed_in: Client, own_place: Place) -> None:
    publish.publish()
    store.refresh()
    page = f"/places/{own_place.public_id}"
    assert Client().get(page).status_code == 200
    press(signed_in, make_report(own_place, kind="gone"), "close")
    publish.publish()
    store.refresh()
    assert Client().get(page).status_code == 410


def test_locked_is_closed_for_now_until_a_day(signed_in: Client, own_place: Place) -> None:
    report = make_report(own_place)
    until = timezone.localdate() + dt.timedelta(days=9)
    press(signed_in, report, "pause", **{f"until-{report.pk}": until.isoformat()})
    own_place.refresh_from_db()
    assert (own_place.status, own_place.closed_until) == ("closed_for_now", until)
    assert own_place.verified_on is None


def test_refused_says_who_may_enter(signed_in: Client, own_place: Place) -> None:
    report = make_report(own_place, kind="refused")
    Place.objects.filter(pk=own_place.pk).update(access_who="everyone", access_needs="scan")
    press(signed_in, report, "access", **{f"who-{report.pk}": "host_staff"})
    own_place.refresh_from_db()
    assert (own_place.access_who, own_place.access_needs) == ("host_staff", "scan")


def test_the_ticked_ones_are_settled_with_it(signed_in: Client, own_place: Place) -> None:
    gone, twin, left = (make_report(own_place, kind=kind) for kind in ("gone", "gone", "hours"))
    press(signed_in, gone, "close", report=[twin.pk])
    assert list(Report.objects.open()) == [left]


# Nothing happens


@pytest.mark.parametrize(
    ("kind", "code", "values", "why"),
    [
        ("locked", "pause", {"until": "2020-01-01"}, "must lie ahead"),
        ("locked", "pause", {"until": "31.12."}, "is not a day"),
        ("locked", "pause", {"until": "2026-02-31"}, "is not a day"),
        ("refused", "access", {}, "Choose who may enter"),
        ("refused", "access", {"who": "burglars"}, "Choose one of"),
    ],
)
def test_what_is_not_understood_changes_nothing(
    signed_in: Client, own_place: Place, kind: str, code: str, values: dict[str, str], why: str
) -> None:
    report = make_report(own_place, kind=kind)
    before = ChangeCounter.objects.get().value
    named = {f"{name}-{report.pk}": value for name, value in values.items()}
    assert why in text(press(signed_in, report, code, **named))
    assert Report.objects.open().count() == 1
    assert ChangeCounter.objects.get().value == before


def test_a_record_that_would_be_wrong_is_not_saved(signed_in: Client, own_place: Place) -> None:
    report = make_report(own_place, kind="pin", latitude=39.951, longitude=116.331)
    Place.objects.filter(pk=own_place.pk).update(hours="morgens")
    assert "can't be saved like this" in text(press(signed_in, report, "move"))
    own_place.refresh_from_db()
    assert own_place.latitude == 39.95
    assert Report.objects.open().exists()


def test_who_saw_an_older_version_is_told(signed_in: Client, own_place: Place) -> None:
    report = make_report(own_place, kind="gone")
    seen = own_place.version
    Place.objects.filter(pk=own_place.pk).update(phone="1")
    for version in (seen, "", "x", "9" * 30):
        page = press(signed_in, report, "close", seen_version=version)
        assert "Someone else has changed this place" in text(page)
    own_place.refresh_from_db()
    assert own_place.status == "published"
    assert Report.objects.open().exists()


def test_a_settled_report_changes_nothing_any_more(signed_in: Client, own_place: Place) -> None:
    report = make_report(own_place, kind="gone", status="dismissed", settled_at=timezone.now())
    assert "settled this report already" in text(press(signed_in, report, "close"))
    own_place.refresh_from_db()
    assert own_place.status == "published"


@pytest.mark.parametrize(("kind", "code"), [("hours", "close"), ("pin", "move"), ("gone", "x")])
def test_what_a_report_does_not_offer_is_not_done(
    signed_in: Client, own_place: Place, kind: str, code: str
) -> None:
    report = make_report(own_place, kind=kind)
    assert press(signed_in, report, code).status_code == 404
    assert Report.objects.open().exists()


def test_a_report_of_another_place_can_not_be_named(
    signed_in: Client, own_place: Place, tree: Tree
) -> None:
    other = make_report(make_place(organization=tree.street), kind="gone")
    foreign = make_report(make_place(organization=tree.far_street), kind="gone")
    for report in (other, foreign):
        data = {"_apply": f"{report.pk}:close", "seen_version": own_place.version}
        assert signed_in.post(desk(own_place), data).status_code == 404
    dismiss = {"_dismiss": "1", "answer": "不", "report": [other.pk, foreign.pk]}
    assert "Tick the reports" in text(signed_in.post(desk(own_place), dismiss, follow=True))
    assert Report.objects.open().count() == 2


@pytest.mark.parametrize("role", ["editor", "auditor"])
def test_only_approvers_press(client: Client, own_place: Place, tree: Tree, role: str) -> None:
    report = make_report(own_place, kind="gone")
    client.force_login(make_user(role, organization=tree.haidian, role=role))
    assert press(client, report, "close").status_code == 403
    own_place.refresh_from_db()
    assert own_place.status == "published"


def test_a_foreign_place_has_no_page(signed_in: Client, tree: Tree) -> None:
    report = make_report(make_place(organization=tree.far_street), kind="gone")
    assert signed_in.get(desk(report.place)).status_code == 404
    assert press(signed_in, report, "close").status_code == 404
    assert signed_in.get(f"{QUEUE}place/{2**63}/").status_code == 404


# Without a change


def test_what_is_not_so_is_dismissed_with_an_answer(signed_in: Client, own_place: Place) -> None:
    reports = [make_report(own_place), make_report(own_place, kind="hours")]
    data: dict[str, Any] = {"_dismiss": "1", "report": [report.pk for report in reports]}
    assert "Say why" in text(signed_in.post(desk(own_place), data, follow=True))
    assert Report.objects.open().count() == 2
    answer = {"ready": "right", "answer": "去看过"}
    page = text(signed_in.post(desk(own_place), data | answer, follow=True))
    assert "2 reports dismissed" in page
    told = {report.answer for report in Report.objects.filter(status="dismissed")}
    assert told == {"Checked with the place: the record is right. 去看过"}


def test_ready_answers_are_in_the_language_of_the_clerk(client: Client, clerk: User) -> None:
    client.force_login(clerk)
    place = make_place(organization=clerk.organization)
    report = make_report(place)
    client.cookies["django_language"] = "zh-hans"
    client.post(desk(place), {"_dismiss": "1", "report": [report.pk], "ready": "elsewhere"})
    report.refresh_from_db()
    assert report.answer == "反映的是别的服务点。"


def test_no_button_is_no_answer(signed_in: Client, own_place: Place) -> None:
    make_report(own_place)
    assert "Press one of the buttons" in text(signed_in.post(desk(own_place), {}, follow=True))


# Through the form


def opened(client: Client, *reports: Report) -> Any:
    """The form that the button of the first opens, with the others ticked."""
    keys = [report.pk for report in reports]
    data = {"_form": keys[0], "report": keys}
    return client.post(desk(reports[0].place), data, follow=True)


def test_the_form_starts_with_their_words(signed_in: Client, own_place: Place) -> None:
    hours = make_report(own_place, kind="hours", text="周一至周五 9:00-17:00")
    other = make_report(own_place, kind="other", text="微波炉坏了")
    page = opened(signed_in, hours, other)
    url, _status = page.redirect_chain[-1]
    assert url == f"{change_url(own_place)}?report={hours.pk}&report={other.pk}"
    initial = page.context["adminform"].form.initial
    assert (initial["hours_text"], initial["hours"]) == (
        "周一至周五 9:00-17:00",
        "Mo-Fr 09:00-17:00",
    )
    assert initial["note"].endswith("Something else: 微波炉坏了")
    assert "Saving settles these 2 reports" in text(page)


def test_saving_the_form_settles_them_in_one_entry(
    signed_in: Client, own_place: Place, clerk: User
) -> None:
    report = make_report(own_place, kind="hours", text="周一至周五 9:00-17:00")
    url = f"{change_url(own_place)}?report={report.pk}"
    before = len(changes_of(own_place))
    page = signed_in.post(url, sent(own_place, hours_text="工作日", phone="1"), follow=True)
    assert "1 report accepted" in text(page)
    own_place.refresh_from_db()
    report.refresh_from_db()
    assert (own_place.hours_text, report.status, report.settled_by) == ("工作日", "accepted", clerk)
    change = changes_of(own_place)[-1]
    assert len(changes_of(own_place)) == before + 1
    assert (change.through, change.batch) == ("report", str(report.pk))


def test_a_form_that_is_not_saved_settles_nothing(signed_in: Client, own_place: Place) -> None:
    report = make_report(own_place, kind="hours", text="周末不开")
    url = f"{change_url(own_place)}?report={report.pk}"
    signed_in.post(url, sent(own_place, name=""))
    signed_in.post(url, sent(own_place, seen_version="0", phone="1"))
    assert Report.objects.open().exists()


def test_a_form_settles_no_report_of_another_place(
    signed_in: Client, own_place: Place, tree: Tree
) -> None:
    foreign = make_report(make_place(organization=tree.far_street), text="别家的话")
    other = make_report(make_place(organization=tree.street))
    url = f"{change_url(own_place)}?report={foreign.pk}&report={other.pk}&report=x"
    assert "别家的话" not in signed_in.get(url).content.decode()
    signed_in.post(url, sent(own_place, phone="1"))
    assert Report.objects.open().count() == 2
    assert changes_of(own_place)[-1].through == "form"


def test_an_editor_s_save_settles_nothing(client: Client, own_place: Place, tree: Tree) -> None:
    report = make_report(own_place, text="说的话")
    client.force_login(make_user("editor", organization=tree.haidian))
    url = f"{change_url(own_place)}?report={report.pk}"
    client.post(url, sent(own_place, phone="1"))
    own_place.refresh_from_db()
    assert own_place.phone == "1"
    assert Report.objects.open().exists()


def test_a_report_settled_meanwhile_is_told_at_the_form(
    signed_in: Client, own_place: Place
) -> None:
    report = make_report(own_place, status="dismissed", settled_at=timezone.now())
    url = f"{change_url(own_place)}?report={report.pk}"
    page = signed_in.post(url, sent(own_place, phone="1"), follow=True)
    assert "settled already" in text(page)
    report.refresh_from_db()
    assert report.status == "dismissed"


# After a merge


def merged(into: Place, **more: Any) -> Place:
    """A place that leads to another one."""
    return make_place(name="并入的驿站", status="closed", replaced_by=into, **more)


def test_what_people_said_of_a_merged_place_is_settled_with_the_one_that_stayed(
    signed_in: Client, own_place: Place, tree: Tree
) -> None:
    gone = merged(own_place, organization=tree.street)
    said = make_report(gone, kind="refused", text="不让进")
    page = signed_in.get(desk(gone), follow=True)
    assert page.redirect_chain[-1][0] == desk(own_place)
    assert "不让进" in text(page)
    before = Place.objects.filter(pk=gone.pk).values().get()
    data = {"_apply": f"{said.pk}:access", f"who-{said.pk}": "members", "report": [said.pk]}
    page = signed_in.post(desk(own_place), data | {"seen_version": own_place.version}, follow=True)
    assert "1 report settled" in text(page)
    own_place.refresh_from_db()
    said.refresh_from_db()
    assert own_place.access_who == "members"
    assert (said.status, said.place_id) == ("accepted", gone.pk)
    assert Place.objects.filter(pk=gone.pk).values().get() == before


def test_a_hidden_place_of_others_is_not_told_by_what_was_merged_into_it(
    signed_in: Client, tree: Tree
) -> None:
    hidden = make_place(name="别家的草稿", organization=tree.chaoyang, status="draft")
    own = merged(hidden, organization=tree.haidian)
    report = make_report(own, kind="locked")
    for url in (QUEUE, desk(own), f"{QUEUE}{report.pk}/change/"):
        page = signed_in.get(url)
        assert page.status_code == 200
        assert "别家的草稿" not in page.content.decode()
        assert "并入的驿站" in page.content.decode()
