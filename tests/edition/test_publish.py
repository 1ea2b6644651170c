"""What a publish puts into an edition, and when it makes one."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import timezone

from network import recorder
from network.edition import layout, publish, store
from network.edition.spelling import Remembered
from network.models import Category, Organization, Place, Status
from tests.builders import make_district, make_place, make_subdistrict

pytestmark = pytest.mark.django_db


def published() -> store.Edition:
    publish.publish()
    store.refresh()
    return store.current()


def test_only_published_places_with_their_links(editions: Path) -> None:
    place = make_place(amenities=["water", "wifi"], services=["legal_aid"], name="望京驿站")
    make_place(status=Status.DRAFT)
    edition = published()
    assert edition.count == 1
    detail = edition.detail(place.public_id)
    assert detail is not None
    assert (detail["name"], detail["amenities"], detail["services"]) == (
        "望京驿站",
        ["water", "wifi"],
        ["legal_aid"],
    )
    assert (detail["lat"], detail["lon"]) == (
        pytest.approx(place.latitude),
        pytest.approx(place.longitude),
    )


def test_a_place_closed_for_now_stays_and_says_until_when(editions: Path) -> None:
    until = dt.date(2027, 3, 1)
    place = make_place(status=Status.CLOSED_FOR_NOW, closed_until=until)
    detail = published().detail(place.public_id)
    assert detail is not None
    assert (detail["closed_for_now"], detail["closed_until"]) == (True, "2027-03-01")


def test_closed_and_replaced_places_are_former(editions: Path) -> None:
    heir = make_place()
    closed = make_place(status=Status.CLOSED)
    replaced = make_place(status=Status.CLOSED, replaced_by=heir)
    edition = published()
    assert edition.row(closed.public_id) is None
    assert edition.former(closed.public_id)["status"] == "closed"  # type: ignore[index]  # it is there
    assert edition.former(replaced.public_id)["replaced_by"] == heir.public_id  # type: ignore[index]  # it is there


def test_reference_rows_travel_with_counts_and_label_points(editions: Path) -> None:
    street = make_subdistrict()
    for latitude in (39.97, 39.98, 40.5):
        make_place(latitude=latitude, longitude=116.3, district=make_district(), subdistrict=street)
    reference = published().reference
    assert reference["categories"][0]["count"] == 3
    assert reference["districts"][0]["lat"] == 39.96  # its own label point
    assert (reference["subdistricts"][0]["lat"], reference["subdistricts"][0]["count"]) == (
        39.98,
        3,
    )


def test_nothing_changed_nothing_published(editions: Path) -> None:
    make_place()
    assert len(publish.publish()) == 1
    assert publish.publish() == []
    assert len(publish.publish(force=True)) == 1


def test_a_change_of_any_recorded_kind_is_behind(editions: Path) -> None:
    place = make_place(amenities=["water"])
    changes: list[Callable[[], object]] = [
        lambda: Place.objects.update(name="新名"),
        place.amenities.clear,
        lambda: Category.objects.update(name="新类"),
        lambda: Organization.objects.update(name="新会"),
    ]
    for change in changes:
        publish.publish()
        assert not publish.is_behind()
        change()
        assert publish.is_behind()


def test_a_write_that_changes_nothing_is_not_behind(editions: Path) -> None:
    place = make_place()
    publish.publish()
    place.save()
    assert not publish.is_behind()


def test_numbers_rise_even_after_the_folder_was_wiped(editions: Path) -> None:
    first = publish.publish(force=True)[0].number
    (editions / str(first) / layout.MANIFEST).unlink()
    assert publish.publish(force=True)[0].number > first
    shutil.rmtree(editions)
    assert publish.publish(force=True)[0].number >= first


def test_a_damaged_newest_edition_is_published_anew(editions: Path) -> None:
    make_place()
    number = publish.publish()[0].number
    (editions / str(number) / "text.bin").write_bytes(b"")
    assert publish.is_behind()
    assert publish.publish()[0].number > number


def test_pinyin_is_remembered_from_the_last_edition(editions: Path) -> None:
    make_place(name="大栅栏驿站")
    publish.publish()
    spell = Remembered(editions, publish.newest_manifest(editions))
    assert spell.known == {"大栅栏驿站": ("dashilanyizhan", "dslyz")}
    assert spell("什刹海") == ("shichahai", "sch")


def test_writes_inside_a_transaction_are_published_once_committed(
    editions: Path, django_capture_on_commit_callbacks: object
) -> None:
    calls: list[int] = []
    recorder.after_commit(hook := lambda: calls.append(1))
    try:
        with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]  # a fixture
            make_place()
            assert not calls
        assert calls
    finally:
        recorder._after_commit.remove(hook)


def test_an_old_edition_is_made_anew_though_nothing_changed(
    editions: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_place()
    publish.publish()
    assert not publish.is_behind()
    later = timezone.now() + publish.STALE + dt.timedelta(minutes=1)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert publish.is_behind()
