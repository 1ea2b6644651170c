"""Two people save one place: the second is refused, shown both, and loses nothing."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from network.models import Change, Place
from tests.admin.conftest import change_url, sent
from tests.builders import make_amenity


@pytest.fixture
def form(own_place: Place) -> dict[str, Any]:
    """The form as the first one opened it."""
    make_amenity("water")
    return sent(own_place, phone="010-1", address="旧址")


def save(client: Client, place: Place, form: dict[str, Any], **changed: Any) -> Any:
    return client.post(change_url(place), form | changed)


def test_the_second_save_is_refused(
    signed_in: Client, own_place: Place, form: dict[str, Any]
) -> None:
    Place.objects.filter(pk=own_place.pk).update(phone="010-2")
    changes = Change.objects.count()
    page = save(signed_in, own_place, form, address="新址")
    assert page.status_code == 200
    assert "Nothing was saved" in page.content.decode()
    assert Change.objects.count() == changes
    own_place.refresh_from_db()
    assert own_place.phone == "010-2"


def test_what_both_changed_stands_side_by_side(
    signed_in: Client, own_place: Place, form: dict[str, Any]
) -> None:
    Place.objects.filter(pk=own_place.pk).update(phone="010-2")
    page = save(signed_in, own_place, form)
    conflict = page.context["adminform"].form.conflict
    (clash,) = conflict.undecided
    assert (clash.name, clash.theirs, clash.yours) == ("phone", "010-2", "010-1")
    assert not conflict.taken_over
    assert 'value="010-1"' in page.content.decode()  # one's own words are still in the form


def again(page: Any, form: dict[str, Any], **changed: Any) -> dict[str, Any]:
    """What the browser sends when the page with both is saved."""
    data = page.context["adminform"].form.data
    lists = {key: data.getlist(key) for key in data}
    return form | {k: v[0] if len(v) == 1 else v for k, v in lists.items()} | changed


def test_ones_own_words_win_when_they_are_saved_again(
    signed_in: Client, own_place: Place, form: dict[str, Any]
) -> None:
    Place.objects.filter(pk=own_place.pk).update(phone="010-2")
    page = save(signed_in, own_place, form)
    assert save(signed_in, own_place, again(page, form)).status_code == 302
    own_place.refresh_from_db()
    assert (own_place.phone, own_place.address) == ("010-1", "旧址")


def test_the_others_words_win_where_they_are_ticked(
    signed_in: Client, own_place: Place, form: dict[str, Any]
) -> None:
    Place.objects.filter(pk=own_place.pk).update(phone="010-2")
    page = save(signed_in, own_place, form)
    assert save(signed_in, own_place, again(page, form, theirs=["phone"])).status_code == 302
    own_place.refresh_from_db()
    assert (own_place.phone, own_place.address) == ("010-2", "旧址")


def test_what_only_the_other_changed_is_taken_over(
    signed_in: Client, own_place: Place, form: dict[str, Any]
) -> None:
    own_place.access_who = "members"
    own_place.step_free = True
    own_place.latitude, own_place.longitude = 39.96, 116.31
    own_place.verified_on = "2026-11-20"  # type: ignore[assignment]  # read as a date
    own_place.save()
    own_place.amenities.set([make_amenity("water")])
    page = save(signed_in, own_place, form)
    conflict = page.context["adminform"].form.conflict
    assert {clash.name for clash in conflict.taken_over} == {
        "access_who",
        "step_free",
        "position",
        "verified_on",
        "amenity_choices",
    }
    assert not conflict.undecided
    assert save(signed_in, own_place, again(page, form)).status_code == 302
    own_place.refresh_from_db()
    assert (own_place.access_who, own_place.step_free) == ("members", True)
    assert (own_place.latitude, own_place.longitude) == (39.96, 116.31)
    assert str(own_place.verified_on) == "2026-11-20"
    assert [row.code for row in own_place.amenities.all()] == ["water"]
    assert (own_place.phone, own_place.address) == ("010-1", "旧址")


def test_every_kind_of_field_stands_side_by_side(
    signed_in: Client, own_place: Place, form: dict[str, Any]
) -> None:
    own_place.access_who, own_place.step_free = "members", True
    own_place.latitude, own_place.longitude = 39.96, 116.31
    own_place.verified_on = "2026-11-20"  # type: ignore[assignment]  # read as a date
    own_place.save()
    own_place.amenities.set([make_amenity("water", name="Water")])
    mine = {
        "access_who": ["everyone"],
        "step_free": "false",
        "position": "116.3201, 39.9701",
        "position_datum": "wgs84",
        "verified_on": "2026-11-21",
        "amenity_choices": [make_amenity("wifi", name="Wi-Fi").pk],
    }
    page = save(signed_in, own_place, form, **mine)
    yours = {c.name: c.yours for c in page.context["adminform"].form.conflict.undecided}
    assert yours == {
        "access_who": "everyone",
        "step_free": "no",
        "position": "116.320100, 39.970100 (WGS-84)",
        "verified_on": "Nov. 21, 2026",
        "amenity_choices": "Wi-Fi",
    }


def test_a_third_writer_is_seen_too(
    signed_in: Client, own_place: Place, form: dict[str, Any]
) -> None:
    Place.objects.filter(pk=own_place.pk).update(phone="010-2")
    page = save(signed_in, own_place, form)
    Place.objects.filter(pk=own_place.pk).update(phone="010-3")
    second = save(signed_in, own_place, again(page, form))
    (clash,) = second.context["adminform"].form.conflict.undecided
    assert clash.theirs == "010-3"


def test_a_form_that_does_not_say_its_version_is_refused(
    signed_in: Client, own_place: Place, form: dict[str, Any]
) -> None:
    page = save(signed_in, own_place, form, seen_version="")
    assert page.context["adminform"].form.conflict is not None
