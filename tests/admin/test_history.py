"""The history says in words who changed what, through what, from what to what."""

from __future__ import annotations

import html
import re

import pytest
from django.test import Client
from django.utils.html import strip_tags

from network import recorder
from network.models import Amenity, Change, Place, User
from tests.admin.conftest import ADMIN, change_url, sent
from tests.builders import make_amenity, make_category, make_user


def told(client: Client, place: Place) -> str:
    """The text of the history page, without tags and folded blanks."""
    page = client.get(f"{ADMIN}place/{place.pk}/history/").content.decode()
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", page)))


def test_a_change_names_field_and_both_values(signed_in: Client, own_place: Place) -> None:
    Place.objects.filter(pk=own_place.pk).update(hours="Mo-Fr 09:00-17:00")
    Place.objects.filter(pk=own_place.pk).update(hours="24/7")
    assert "Opening hours Mo-Fr 09:00-17:00 → 24/7" in told(signed_in, own_place)


def test_a_change_names_the_clerk_and_the_way(
    signed_in: Client, own_place: Place, clerk: User
) -> None:
    signed_in.post(change_url(own_place), sent(own_place, address="新地址"))
    assert f"{clerk.username} · form" in told(signed_in, own_place)


def test_an_import_is_named_with_its_batch(signed_in: Client, own_place: Place) -> None:
    with recorder.recording(through="import", batch="12"):
        Place.objects.filter(pk=own_place.pk).update(address="表格里的地址")
    assert "import 12" in told(signed_in, own_place)


def test_rows_are_named_not_numbered(signed_in: Client, own_place: Place) -> None:
    other = make_category("workers_home", name="职工之家", name_en="Workers' home")
    Place.objects.filter(pk=own_place.pk).update(category=other)
    assert "Category Warm-heart station → Workers' home" in told(signed_in, own_place)


def test_a_move_is_told_in_metres(signed_in: Client, own_place: Place) -> None:
    Place.objects.filter(pk=own_place.pk).update(latitude=39.951, longitude=116.331)
    assert "moved 140 metres" in told(signed_in, own_place)


def test_a_move_along_one_axis_is_told(signed_in: Client, own_place: Place) -> None:
    Place.objects.filter(pk=own_place.pk).update(latitude=39.951)
    assert "Position latitude 39.950000 → latitude 39.951000" in told(signed_in, own_place)


def test_choices_and_dates_are_told_in_words(signed_in: Client, own_place: Place) -> None:
    Place.objects.filter(pk=own_place.pk).update(status="closed_for_now", closed_until="2026-12-01")
    text = told(signed_in, own_place)
    assert "Status published → closed for now" in text
    assert "Closed until — → Dec. 1, 2026" in text


def test_lists_tell_what_went_and_what_came(signed_in: Client, own_place: Place) -> None:
    own_place.amenities.set([make_amenity("water", name="饮水")])
    own_place.amenities.add(make_amenity("sofa", name="沙发"))
    assert "Amenities — → 沙发" in told(signed_in, own_place)


def test_a_deleted_amenity_is_still_told(signed_in: Client, own_place: Place) -> None:
    own_place.amenities.set([make_amenity("water", name="饮水")])
    own_place.amenities.clear()
    Amenity.objects.get(code="water").delete()
    assert "Amenities water → —" in told(signed_in, own_place)


def test_a_field_that_is_no_more_is_still_told(signed_in: Client, own_place: Place) -> None:
    Change.objects.create(
        model="place",
        object_pk=own_place.pk,
        through="form",
        action="update",
        before={"fax": "1"},
        after={"fax": "2"},
    )
    assert "Fax 1 → 2" in told(signed_in, own_place)


@pytest.mark.django_db
def test_the_list_of_changes_survives_a_model_that_is_no_more(client: Client) -> None:
    Change.objects.create(model="gone", object_pk=1, through="x", action="delete", before={"a": 1})
    client.force_login(make_user("root", is_superuser=True))
    assert "gone 1" in strip_tags(client.get(f"{ADMIN}change/").content.decode())


def test_saving_without_a_change_leaves_no_entry(signed_in: Client, own_place: Place) -> None:
    before = Change.objects.count()
    signed_in.post(change_url(own_place), sent(own_place))
    assert Change.objects.count() == before


def test_names_cost_one_query_a_kind(
    signed_in: Client, own_place: Place, django_assert_max_num_queries: object
) -> None:
    for number in range(30):
        Place.objects.filter(pk=own_place.pk).update(address=f"{number} 号")
    with django_assert_max_num_queries(20):  # type: ignore[operator]  # a fixture
        signed_in.get(f"{ADMIN}change/")


def test_a_save_of_row_and_links_is_one_entry(signed_in: Client, own_place: Place) -> None:
    own_place.amenities.set([make_amenity("water")])
    history = Change.objects.filter(model="place", object_pk=own_place.pk)
    before = history.count()
    wanted = {"address": "新地址", "amenity_choices": [make_amenity("sofa").pk]}
    assert signed_in.post(change_url(own_place), sent(own_place, **wanted)).status_code == 302
    assert history.count() == before + 1
    change = history.latest("id")
    assert (change.before["amenities"], change.after["amenities"]) == (["water"], ["sofa"])
    assert change.after["address"] == "新地址"
