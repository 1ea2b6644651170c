"""Everyone edits what their own union or one below it owns, by whatever way they come."""

from __future__ import annotations

import pytest
from django.test import Client

from network.models import Change, Place
from tests.admin.conftest import ADMIN, Tree, change_url, sent
from tests.builders import make_place, make_user

FOREIGN = "别家驿站"


@pytest.fixture
def foreign(tree: Tree) -> Place:
    """A draft of another district."""
    return make_place(name=FOREIGN, organization=tree.far_street, status="draft")


def test_the_list_shows_only_own_places(
    signed_in: Client, own_place: Place, foreign: Place
) -> None:
    page = signed_in.get(f"{ADMIN}place/").content.decode()
    assert own_place.name in page
    assert FOREIGN not in page


def test_a_district_edits_the_places_of_its_streets(signed_in: Client, tree: Tree) -> None:
    place = make_place(organization=tree.street)
    assert signed_in.get(change_url(place)).status_code == 200


@pytest.mark.parametrize("view", ["change", "delete", "history"])
def test_a_foreign_place_can_not_be_opened_by_its_address(
    signed_in: Client, foreign: Place, view: str
) -> None:
    answer = signed_in.get(f"{ADMIN}place/{foreign.pk}/{view}/")
    assert answer.status_code in (302, 404)
    assert FOREIGN not in answer.content.decode()


@pytest.mark.parametrize("view", ["change", "delete"])
def test_a_foreign_place_can_not_be_written_by_its_address(
    signed_in: Client, foreign: Place, view: str
) -> None:
    before = Change.objects.count()
    signed_in.post(f"{ADMIN}place/{foreign.pk}/{view}/", sent(foreign, name="x", post="yes"))
    assert Change.objects.count() == before
    assert Place.objects.get(pk=foreign.pk).name == FOREIGN


def test_a_bulk_action_leaves_foreign_places(signed_in: Client, foreign: Place) -> None:
    action = {"action": "delete_selected", "_selected_action": [foreign.pk], "post": "yes"}
    signed_in.post(f"{ADMIN}place/", action)
    assert Place.objects.filter(pk=foreign.pk).exists()


def test_a_place_can_not_be_given_to_a_foreign_union(
    signed_in: Client, own_place: Place, tree: Tree
) -> None:
    answer = signed_in.post(change_url(own_place), sent(own_place, organization=tree.far_street.pk))
    assert "organization" in answer.context["errors"].as_data() or answer.context["errors"]
    own_place.refresh_from_db()
    assert own_place.organization == tree.haidian


def test_a_place_can_not_be_made_for_a_foreign_union(signed_in: Client, tree: Tree) -> None:
    signed_in.post(f"{ADMIN}place/add/", sent(organization=tree.city.pk))
    assert not Place.objects.exists()


def test_a_place_can_be_given_to_a_street_below(
    signed_in: Client, own_place: Place, tree: Tree
) -> None:
    signed_in.post(change_url(own_place), sent(own_place, organization=tree.street.pk))
    own_place.refresh_from_db()
    assert own_place.organization == tree.street


def test_deleting_does_not_name_a_foreign_place_in_the_way(
    signed_in: Client, own_place: Place, foreign: Place
) -> None:
    Place.objects.filter(pk=foreign.pk).update(status="closed", replaced_by=own_place)
    page = signed_in.get(f"{ADMIN}place/{own_place.pk}/delete/").content.decode()
    assert "a place of another organization" in page
    assert FOREIGN not in page
    signed_in.post(f"{ADMIN}place/{own_place.pk}/delete/", {"post": "yes"})
    assert Place.objects.filter(pk=own_place.pk).exists()


def test_an_own_place_is_deleted(signed_in: Client, own_place: Place) -> None:
    signed_in.post(f"{ADMIN}place/{own_place.pk}/delete/", {"post": "yes"})
    assert not Place.objects.exists()
    assert Change.objects.latest("id").action == "delete"


def choices(client: Client, field: str, term: str = "") -> str:
    query = {"app_label": "network", "model_name": "place", "field_name": field, "term": term}
    return client.get("/admin/autocomplete/", query).content.decode("unicode_escape")


def test_owners_to_choose_are_own_unions(signed_in: Client, tree: Tree) -> None:
    found = choices(signed_in, "organization")
    assert f'"id": "{tree.street.pk}"' in found
    assert f'"id": "{tree.chaoyang.pk}"' not in found
    assert f'"id": "{tree.city.pk}"' not in found


def test_successors_to_choose_are_own_places(
    signed_in: Client, own_place: Place, foreign: Place
) -> None:
    found = choices(signed_in, "replaced_by")
    assert f'"id": "{own_place.pk}"' in found
    assert f'"id": "{foreign.pk}"' not in found


def test_the_owner_filter_offers_own_unions(signed_in: Client, tree: Tree) -> None:
    page = signed_in.get(f"{ADMIN}place/").content.decode()
    assert f"owner={tree.street.code}" in page
    assert f"owner={tree.chaoyang.code}" not in page


def test_filtering_by_a_foreign_union_finds_nothing(
    signed_in: Client, own_place: Place, foreign: Place, tree: Tree
) -> None:
    page = signed_in.get(f"{ADMIN}place/?owner={tree.chaoyang.code}").content.decode()
    assert FOREIGN not in page
    assert own_place.name not in page


def test_neighbours_leave_out_foreign_drafts(signed_in: Client, foreign: Place) -> None:
    place = f"{foreign.longitude}, {foreign.latitude}"
    answer = signed_in.post(f"{ADMIN}place/position/", {"text": place, "datum": "wgs84"})
    assert answer.json()["neighbours"] == []


def test_the_history_list_shows_own_places_only(
    signed_in: Client, own_place: Place, foreign: Place
) -> None:
    page = signed_in.get(f"{ADMIN}change/").content.decode()
    assert own_place.name in page
    assert FOREIGN not in page


def test_staff_without_a_union_sees_nothing(client: Client, own_place: Place) -> None:
    client.force_login(make_user("lost"))
    for path in ("place/", f"place/{own_place.pk}/change/", "change/", "category/"):
        assert client.get(f"{ADMIN}{path}").status_code == 403
    assert client.post(f"{ADMIN}place/position/", {"text": "116.3,39.9"}).status_code == 403
    assert own_place.name not in client.get("/admin/").content.decode()


def test_who_is_no_staff_must_sign_in(client: Client, tree: Tree) -> None:
    client.force_login(make_user("guest", is_staff=False, organization=tree.city))
    assert client.get(f"{ADMIN}place/").url.startswith("/admin/login/")  # type: ignore[attr-defined]  # a redirect


SHARED = ["category", "amenity", "service", "district", "subdistrict", "holiday", "organization"]


@pytest.mark.parametrize("model", SHARED)
def test_a_district_reads_what_all_share_but_adds_nothing(signed_in: Client, model: str) -> None:
    assert signed_in.get(f"{ADMIN}{model}/").status_code == 200
    assert signed_in.get(f"{ADMIN}{model}/add/").status_code == 403


@pytest.mark.parametrize("model", SHARED)
def test_the_city_keeps_what_all_share(client: Client, tree: Tree, model: str) -> None:
    client.force_login(make_user("city-clerk", organization=tree.city))
    assert client.get(f"{ADMIN}{model}/add/").status_code == 200


def test_the_history_can_not_be_written(client: Client, own_place: Place) -> None:
    client.force_login(make_user("root", is_superuser=True))
    change = Change.objects.filter(model="place").latest("id")
    for view in ("add/", f"{change.pk}/delete/"):
        assert client.get(f"{ADMIN}change/{view}").status_code == 403
    assert client.post(f"{ADMIN}change/{change.pk}/change/", {"through": "x"}).status_code == 403
