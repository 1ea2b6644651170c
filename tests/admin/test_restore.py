"""What the history holds is brought back: a field, a version, a deleted place."""

from __future__ import annotations

import pytest
from django.test import Client

from network.models import Change, Organization, Place
from tests.admin.conftest import ADMIN, Tree
from tests.builders import make_place


def last_change(place: Place, **which: str) -> Change:
    return Change.objects.filter(model="place", object_pk=place.pk, **which).latest("pk")


def restore_url(place: Place) -> str:
    return f"{ADMIN}place/{place.pk}/restore/{last_change(place, action='update').pk}/"


@pytest.fixture
def spoilt(own_place: Place) -> Place:
    """A place that someone has moved, renamed and closed."""
    own_place.amenities.set([])
    Place.objects.filter(pk=own_place.pk).update(
        name="错名", latitude=39.0, longitude=116.0, phone="1", verified_on="2026-11-01"
    )
    own_place.refresh_from_db()
    return own_place


def test_the_page_shows_now_and_then(signed_in: Client, spoilt: Place) -> None:
    page = signed_in.get(restore_url(spoilt))
    choices = {choice.names: choice.line for choice in page.context["choices"]}
    assert choices.keys() == {"latitude longitude", "name", "phone", "verified_on"}
    assert (choices["name"].before, choices["name"].after) == ("错名", "自家驿站")
    assert "moved" in choices["latitude longitude"].remark


def test_one_field_is_restored(signed_in: Client, spoilt: Place) -> None:
    data = {"fields": ["name"], "seen_version": spoilt.version}
    signed_in.post(restore_url(spoilt), data)
    spoilt.refresh_from_db()
    assert (spoilt.name, spoilt.phone, spoilt.latitude) == ("自家驿站", "1", 39.0)
    change = last_change(spoilt)
    assert (change.through, change.after) == ("restore", {"name": "自家驿站"})


def test_a_whole_version_is_restored(signed_in: Client, spoilt: Place) -> None:
    url = restore_url(spoilt)
    fields = ["latitude longitude", "name", "phone", "verified_on"]
    signed_in.post(url, {"fields": fields, "seen_version": spoilt.version})
    spoilt.refresh_from_db()
    assert (spoilt.name, spoilt.latitude, spoilt.verified_on) == ("自家驿站", 39.95, None)
    assert "nothing to restore" in signed_in.get(url).content.decode()


def test_what_others_did_since_is_not_overwritten(signed_in: Client, spoilt: Place) -> None:
    url, seen = restore_url(spoilt), spoilt.version
    Place.objects.filter(pk=spoilt.pk).update(name="新名")
    page = signed_in.post(url, {"fields": ["name"], "seen_version": seen}, follow=True)
    assert "changed this place since" in page.content.decode()
    spoilt.refresh_from_db()
    assert spoilt.name == "新名"


def test_a_state_that_is_not_valid_is_refused(signed_in: Client, own_place: Place) -> None:
    Place.objects.filter(pk=own_place.pk).update(status="draft", latitude=None, longitude=None)
    Place.objects.filter(pk=own_place.pk).update(latitude=39.9, longitude=116.3, status="published")
    own_place.refresh_from_db()
    data = {"fields": ["latitude longitude"], "seen_version": own_place.version}
    page = signed_in.post(restore_url(own_place), data, follow=True)
    assert "without a position" in page.content.decode()
    own_place.refresh_from_db()
    assert own_place.latitude == 39.9


def delete(place: Place) -> str:
    key = place.pk
    place.delete()
    change = Change.objects.filter(model="place", object_pk=key, action="delete").latest("pk")
    return f"{ADMIN}change/{change.pk}/bring-back/"


def test_a_deleted_place_comes_back_under_its_ids(signed_in: Client, tree: Tree) -> None:
    place = make_place(name="旧站", organization=tree.haidian, amenities=["water"], phone="1")
    key, public_id = place.pk, place.public_id
    url = delete(place)
    assert "旧站" in signed_in.get(url).content.decode()
    assert "bring-back" in signed_in.get(f"{ADMIN}change/").content.decode()
    signed_in.post(url)
    back = Place.objects.get()
    assert (back.pk, back.public_id, back.phone) == (key, public_id, "1")
    assert [row.code for row in back.amenities.all()] == ["water"]
    assert last_change(back).through == "restore"


def test_it_comes_back_once(signed_in: Client, own_place: Place) -> None:
    url = delete(own_place)
    signed_in.post(url)
    page = signed_in.post(url, follow=True)
    assert "It is there already" in page.content.decode()
    assert Place.objects.count() == 1


def test_what_it_needs_must_still_be_there(signed_in: Client, tree: Tree) -> None:
    place = make_place(organization=tree.street)
    url = delete(place)
    Organization.objects.filter(pk=tree.street.pk).delete()
    assert signed_in.post(url).status_code == 404
    assert not Place.objects.exists()
