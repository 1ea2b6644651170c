"""The form of a place works without JavaScript, asks where a position is odd, never breaks."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import localdate

from network.datum import wgs84_to_gcj02
from network.models import Change, Place
from tests.admin.conftest import ADMIN, Tree, change_url, sent
from tests.builders import make_amenity, make_place, make_service, make_subdistrict

AMAP = "116.339179, 39.95804"


def errors(answer: Any) -> dict[str, list[str]]:
    """The form's messages by field; empty once it was saved."""
    if answer.status_code == 302:
        return {}
    found: dict[str, list[str]] = answer.context["adminform"].form.errors
    return found


def test_a_pasted_position_is_converted_from_its_datum(signed_in: Client, own_place: Place) -> None:
    signed_in.post(change_url(own_place), sent(own_place, position=AMAP))
    own_place.refresh_from_db()
    assert own_place.latitude is not None
    assert own_place.longitude is not None
    shifted = wgs84_to_gcj02(own_place.latitude, own_place.longitude)
    assert shifted == pytest.approx((39.95804, 116.339179), abs=1e-6)


@pytest.mark.parametrize("datum", ["wgs84", "", "mercator"])
def test_an_unknown_datum_counts_as_the_usual_one(
    signed_in: Client, own_place: Place, datum: str
) -> None:
    signed_in.post(change_url(own_place), sent(own_place, position=AMAP, position_datum=datum))
    own_place.refresh_from_db()
    assert (own_place.longitude == 116.339179) is (datum == "wgs84")


def test_an_untouched_position_is_not_rounded(signed_in: Client, own_place: Place) -> None:
    Place.objects.filter(pk=own_place.pk).update(latitude=39.9512345678, longitude=116.33)
    own_place.refresh_from_db()
    signed_in.post(change_url(own_place), sent(own_place, name="新名"))
    own_place.refresh_from_db()
    assert (own_place.name, own_place.latitude) == ("新名", 39.9512345678)


SWAPPED = "39.95804, 116.339179"
SHANGHAI = "121.473701, 31.230416"


@pytest.mark.parametrize(
    ("text", "question"), [(SWAPPED, "look swapped"), (SHANGHAI, "outside Beijing")]
)
def test_an_odd_position_is_asked_about(
    signed_in: Client, own_place: Place, text: str, question: str
) -> None:
    answer = signed_in.post(change_url(own_place), sent(own_place, position=text))
    assert question in errors(answer)["position"][0]
    assert 'name="position_answer"' in answer.content.decode()


@pytest.mark.parametrize(("text", "latitude"), [(SWAPPED, 39.95), (SHANGHAI, 31.23)])
def test_a_confirmed_position_is_saved(
    signed_in: Client, own_place: Place, text: str, latitude: float
) -> None:
    asked = signed_in.post(change_url(own_place), sent(own_place, position=text))
    value = re.search(r'name="position_answer" value="([^"]+)"', asked.content.decode())
    assert value
    answer = signed_in.post(
        change_url(own_place), sent(own_place, position=text, position_answer=value[1])
    )
    assert errors(answer) == {}
    own_place.refresh_from_db()
    assert own_place.latitude == pytest.approx(latitude, abs=0.01)


def test_a_yes_counts_for_its_own_text_only(signed_in: Client, own_place: Place) -> None:
    values = sent(own_place, position=SHANGHAI, position_answer=f"outside gcj02 {AMAP}")
    assert errors(signed_in.post(change_url(own_place), values)).keys() == {"position"}


@pytest.mark.parametrize("text", ["nan, nan", "inf, 39", "116.3", "hello", "99, 181"])
def test_a_text_without_a_position_is_refused(
    signed_in: Client, own_place: Place, text: str
) -> None:
    answer = signed_in.post(change_url(own_place), sent(own_place, position=text))
    assert "No position was found" in errors(answer)["position"][0]


def test_a_published_place_needs_a_position(signed_in: Client, own_place: Place) -> None:
    answer = signed_in.post(change_url(own_place), sent(own_place, position=""))
    assert errors(answer).keys() == {"status"}


def test_a_draft_needs_no_position(signed_in: Client, tree: Tree) -> None:
    values = sent(organization=tree.haidian.pk)
    assert errors(signed_in.post(f"{ADMIN}place/add/", values)) == {}
    assert Place.objects.get().latitude is None


IMPOSSIBLE = [
    {"closed_until": "2027-01-01"},
    {"hours": "from nine to five"},
    {"name": ""},
    {"name": "   "},
    {"name": "x" * 500},
    {"status": "burnt"},
    {"category": 999999},
    {"organization": ""},
    {"organization": "abc"},
    {"replaced_by": "self"},
    {"subdistrict": 999999},
    {"verified_on": "yesterday"},
    {"amenity_choices": [999999]},
    {"name": "a\x00b"},
]


@pytest.mark.parametrize("values", IMPOSSIBLE, ids=str)
def test_impossible_values_are_answered_in_words(
    signed_in: Client, own_place: Place, values: dict[str, Any]
) -> None:
    if values == {"replaced_by": "self"}:
        values = {"replaced_by": own_place.pk}
    before = Change.objects.count()
    answer = signed_in.post(change_url(own_place), sent(own_place, **values))
    assert errors(answer).keys() == values.keys()
    assert Change.objects.count() == before


def test_a_street_tells_its_district(signed_in: Client, own_place: Place) -> None:
    street = make_subdistrict()
    values = sent(own_place, subdistrict=street.pk)
    signed_in.post(change_url(own_place), values)
    own_place.refresh_from_db()
    assert own_place.district == street.district


def test_amenities_and_services_are_saved(signed_in: Client, own_place: Place) -> None:
    amenity, service = make_amenity("water"), make_service("legal_aid")
    values = sent(own_place, amenity_choices=[amenity.pk], service_choices=[service.pk])
    signed_in.post(change_url(own_place), values)
    assert list(own_place.amenities.all()) == [amenity]
    assert list(own_place.services.all()) == [service]


def test_the_message_leads_to_the_public_page(signed_in: Client, own_place: Place) -> None:
    page = signed_in.post(change_url(own_place), sent(own_place, name="新名"), follow=True)
    assert f'href="/places/{own_place.public_id}"' in page.content.decode()


def test_the_message_says_that_a_draft_is_not_shown(signed_in: Client, tree: Tree) -> None:
    values = sent(organization=tree.haidian.pk)
    page = signed_in.post(f"{ADMIN}place/add/", values, follow=True)
    assert "The public does not see it." in page.content.decode()


def test_a_new_place_starts_at_the_clerks_own_union(signed_in: Client, tree: Tree) -> None:
    answer = signed_in.get(f"{ADMIN}place/add/")
    assert answer.context["adminform"].form.initial["organization"] == tree.haidian.pk


def test_an_invented_place_is_marked(signed_in: Client, own_place: Place) -> None:
    Place.objects.filter(pk=own_place.pk).update(is_demo=True)
    assert "demo-banner" in signed_in.get(change_url(own_place)).content.decode()
    assert "demo-mark" in signed_in.get(f"{ADMIN}place/").content.decode()


# What the point picker asks


def test_the_position_check_lists_neighbours_by_distance(
    signed_in: Client, own_place: Place, tree: Tree
) -> None:
    make_place(name="远", organization=tree.far_street, latitude=39.9515, longitude=116.33)
    make_place(name="近", organization=tree.far_street, latitude=39.9505, longitude=116.33)
    make_place(name="太远", organization=tree.far_street, latitude=39.953, longitude=116.33)
    values = {"text": "116.33, 39.95", "datum": "wgs84", "place": own_place.pk}
    found = signed_in.post(f"{ADMIN}place/position/", values).json()
    assert [one["name"] for one in found["neighbours"]] == ["近", "远"]
    assert found["neighbours"][0]["distance"] == "56 metres"
    assert found["neighbours"][0]["url"].startswith("/places/")


def test_the_position_check_leads_to_the_form_of_own_places(
    signed_in: Client, own_place: Place
) -> None:
    values = {"text": "116.33, 39.95", "datum": "wgs84"}
    found = signed_in.post(f"{ADMIN}place/position/", values).json()
    assert [one["url"] for one in found["neighbours"]] == [change_url(own_place)]


@pytest.mark.parametrize(("text", "question"), [(SWAPPED, "swapped"), (SHANGHAI, "outside")])
def test_the_position_check_asks_the_same_questions(
    signed_in: Client, text: str, question: str
) -> None:
    found = signed_in.post(f"{ADMIN}place/position/", {"text": text, "datum": "gcj02"}).json()
    assert found["question"] == question


@pytest.mark.parametrize("values", [{}, {"text": "nan,nan"}, {"text": "x", "place": "y"}])
def test_the_position_check_survives_anything(signed_in: Client, values: dict[str, str]) -> None:
    answer = signed_in.post(f"{ADMIN}place/position/", values)
    assert answer.json()["position"] is None


@pytest.mark.parametrize("key", ["-1", "9" * 30, "9" * 5000, "一"])
def test_the_position_check_survives_any_key(signed_in: Client, key: str) -> None:
    answer = signed_in.post(f"{ADMIN}place/position/", {"text": AMAP, "place": key})
    assert answer.json()["neighbours"] == []


def test_the_position_check_is_posted(signed_in: Client) -> None:
    assert signed_in.get(f"{ADMIN}place/position/").status_code == 405


def test_still_right_is_one_press_and_dated_today(signed_in: Client, own_place: Place) -> None:
    signed_in.post(change_url(own_place), sent(own_place, _still_right="1"))
    own_place.refresh_from_db()
    assert own_place.verified_on == localdate()
    assert Change.objects.filter(model="place", object_pk=own_place.pk).count() == 2


def test_a_qr_code_leads_staff_to_the_form(signed_in: Client, own_place: Place) -> None:
    answer = signed_in.get(f"{ADMIN}place/at/{own_place.public_id}/")
    assert answer.url == change_url(own_place)  # type: ignore[attr-defined]  # a redirect
    assert signed_in.get(f"{ADMIN}place/at/unknown1/").status_code == 404
    page = Client().get(f"{ADMIN}place/at/{own_place.public_id}/")
    assert page.url.startswith("/admin/login/?next=")  # type: ignore[attr-defined]  # a redirect
