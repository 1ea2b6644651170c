"""A warning needs two strangers, an hour apart, within a week; it ends by itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from network.edition import publish, store
from network.models import Change, ChangeCounter, Place, PlaceWarning, Report, ReportStatus
from network.reports.settle import settle
from tests.builders import make_place, make_user
from tests.reports.conftest import NOON, Send
from tests.reports.sending import HOME, OTHER_PHONE, PHONE, WORK, milliseconds

LATER = NOON + dt.timedelta(hours=2)
STRANGER: dict[str, Any] = {"device": OTHER_PHONE, "where": WORK}
TODAY = dt.date(2026, 11, 20)


def test_two_strangers_put_a_warning_dated_by_the_later(send: Send, place: Place) -> None:
    send(at=NOON)
    assert not PlaceWarning.objects.exists()
    send(at=NOON + dt.timedelta(days=2), **STRANGER)
    warning = PlaceWarning.objects.get()
    assert (warning.place, warning.kind) == (place, "locked")
    assert warning.reported_on == TODAY + dt.timedelta(days=2)
    assert warning.until == TODAY + dt.timedelta(days=9)


def test_a_report_that_waited_is_dated_by_when_it_was_written(send: Send) -> None:
    send(at=NOON)
    written = NOON - dt.timedelta(days=2)
    send(at=LATER, written=milliseconds(written), **STRANGER)
    warning = PlaceWarning.objects.get()
    assert warning.reported_on == TODAY - dt.timedelta(days=2)
    assert warning.until == TODAY + dt.timedelta(days=5)


def test_an_old_report_does_not_make_a_warning_older(send: Send) -> None:
    send(at=NOON)
    send(at=LATER, **STRANGER)
    old = milliseconds(NOON - dt.timedelta(days=3))
    send(at=NOON + dt.timedelta(hours=4), written=old, device="c" * 32, where="192.0.2.1")
    assert PlaceWarning.objects.get().reported_on == TODAY


@pytest.mark.parametrize("late", ["first", "second"])
def test_what_waited_for_more_than_a_week_makes_no_warning(send: Send, late: str) -> None:
    old = {"written": milliseconds(NOON - dt.timedelta(days=8))}
    send(at=NOON, **(old if late == "first" else {}))
    send(at=LATER, **STRANGER, **(old if late == "second" else {}))
    assert Report.objects.count() == 2
    assert not PlaceWarning.objects.exists()


def test_a_forged_time_does_not_bring_two_reports_apart(send: Send) -> None:
    send(at=NOON, written=milliseconds(NOON - dt.timedelta(hours=5)))
    send(at=NOON + dt.timedelta(minutes=5), **STRANGER)
    assert not PlaceWarning.objects.exists()


@pytest.mark.parametrize(
    "second",
    [
        {"at": LATER, "where": WORK, "device": PHONE},
        {"at": LATER, "where": HOME, "device": OTHER_PHONE},
        {"at": LATER, "where": "203.0.113.99", "device": OTHER_PHONE},
        {"at": LATER, "where": WORK, "device": ""},
        {"at": LATER, "where": WORK, "device": "short"},
        {"at": LATER, "where": "", "device": OTHER_PHONE},
        {"at": NOON + dt.timedelta(minutes=59), **STRANGER},
        {"at": NOON + dt.timedelta(days=7, minutes=1), **STRANGER},
        {"at": NOON + dt.timedelta(days=8), **STRANGER},
        {"at": LATER, "kind": "gone", **STRANGER},
    ],
    ids=[
        "same device",
        "same network",
        "neighbouring address",
        "no device",
        "no real device",
        "no address",
        "within an hour",
        "after a week",
        "after eight days",
        "another kind",
    ],
)
def test_anything_less_is_no_warning(send: Send, second: dict[str, Any]) -> None:
    send(at=NOON)
    assert send(**second).status_code == 303
    assert Report.objects.count() == 2
    assert not PlaceWarning.objects.exists()


def test_the_same_network_is_known_again_under_another_days_salt(send: Send) -> None:
    send(at=NOON)
    send(at=NOON + dt.timedelta(days=3), where=HOME, device=OTHER_PHONE)
    send(at=NOON + dt.timedelta(days=3), where=WORK, device=PHONE)
    assert not PlaceWarning.objects.exists()


def test_of_ipv6_the_first_48_bits_count(send: Send) -> None:
    send(at=NOON, where="2001:db8:1:2::3")
    send(at=LATER, where="2001:db8:1:ffff::9", device=OTHER_PHONE)
    assert not PlaceWarning.objects.exists()
    send(at=LATER, where="2001:db8:2::1", device="c" * 32)
    assert PlaceWarning.objects.exists()


def test_another_place_is_another_matter(send: Send, place: Place) -> None:
    other = make_place()
    publish.publish()
    store.refresh()
    send(at=NOON)
    send(at=LATER, public_id=other.public_id, **STRANGER)
    assert not PlaceWarning.objects.exists()


@pytest.mark.parametrize("kind", ["equipment", "pin", "other"])
def test_what_may_mean_two_things_waits_for_staff(send: Send, kind: str) -> None:
    send(at=NOON, kind=kind)
    send(at=LATER, kind=kind, **STRANGER)
    assert not PlaceWarning.objects.exists()


@pytest.mark.parametrize("kind", ["locked", "refused", "moved", "gone", "hours"])
def test_what_makes_the_way_vain_warns(send: Send, kind: str) -> None:
    send(at=NOON, kind=kind)
    send(at=LATER, kind=kind, **STRANGER)
    assert PlaceWarning.objects.get().kind == kind


def test_a_third_stranger_renews_the_warning(send: Send) -> None:
    send(at=NOON)
    send(at=LATER, **STRANGER)
    send(at=NOON + dt.timedelta(days=5), device="c" * 32, where="192.0.2.1")
    assert PlaceWarning.objects.get().until == TODAY + dt.timedelta(days=12)


def test_a_warning_that_ended_begins_anew(send: Send) -> None:
    send(at=NOON)
    send(at=LATER, **STRANGER)
    send(at=NOON + dt.timedelta(days=30))
    send(at=LATER + dt.timedelta(days=30), **STRANGER)
    assert PlaceWarning.objects.get().reported_on == TODAY + dt.timedelta(days=30)


def test_a_warning_ends_by_itself(send: Send) -> None:
    send(at=NOON)
    send(at=LATER, **STRANGER)
    last = TODAY + dt.timedelta(days=7)
    warning = PlaceWarning.objects.get()
    assert PlaceWarning.objects.open(last).exists()
    assert not PlaceWarning.objects.open(last + dt.timedelta(days=1)).exists()
    assert warning.is_open(last)
    assert not warning.is_open(last + dt.timedelta(days=1))


def test_everyone_sees_the_warning_until_its_last_day(
    send: Send, english: Client, place: Place, clock: Callable[[dt.datetime], None]
) -> None:
    send(at=NOON)
    send(at=LATER, **STRANGER)
    publish.publish()
    store.refresh()
    answer = english.get(f"/api/v1/places/{place.public_id}").json()["place"]
    assert answer["warnings"] == [
        {"kind": "locked", "reported_on": "2026-11-20", "until": "2026-11-27"}
    ]
    shown = "Reported locked on November 20"
    for days, seen in ((0, True), (7, True), (8, False)):
        clock(LATER + dt.timedelta(days=days))
        page = english.get(place.get_absolute_url()).content.decode()
        assert (shown in page) is seen, days


def test_a_warning_makes_an_edition_and_a_report_does_not(send: Send) -> None:
    before = ChangeCounter.objects.get().value
    send(at=NOON)
    assert ChangeCounter.objects.get().value == before
    send(at=LATER, **STRANGER)
    assert ChangeCounter.objects.get().value == before + 1
    change = Change.objects.get(model="placewarning")
    assert (change.action, change.through, change.user) == ("create", "report", None)


def test_a_settled_report_corroborates_nothing(send: Send) -> None:
    send(at=NOON)
    settle(list(Report.objects.all()), user=make_user(), status=ReportStatus.DISMISSED)
    send(at=LATER, **STRANGER)
    assert not PlaceWarning.objects.exists()


def test_a_warning_ends_with_its_last_open_report(send: Send) -> None:
    send(at=NOON)
    send(at=LATER, **STRANGER)
    first, second = Report.objects.order_by("pk")
    clerk = make_user()
    settle([first], user=clerk, status=ReportStatus.ACCEPTED)
    assert PlaceWarning.objects.open(TODAY).exists()
    before = ChangeCounter.objects.get().value
    settle([second], user=clerk, status=ReportStatus.DISMISSED, answer="门开着")
    assert not PlaceWarning.objects.open(TODAY).exists()
    assert ChangeCounter.objects.get().value == before + 1
    second.refresh_from_db()
    assert (second.status, second.answer, second.settled_by) == ("dismissed", "门开着", clerk)
    assert second.settled_at == timezone.now()


def test_settling_twice_changes_nothing(send: Send) -> None:
    send(at=NOON)
    report = Report.objects.get()
    clerk = make_user()
    assert settle([report], user=clerk, status=ReportStatus.ACCEPTED) == 1
    assert settle([report], user=clerk, status=ReportStatus.DISMISSED) == 0
    report.refresh_from_db()
    assert report.status == "accepted"
