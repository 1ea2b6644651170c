"""What lies outside its district is found as the rows are now, whatever wrote them."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from network.boundaries.outside import check_places, outside_district
from network.models import District, Organization, Place
from tests.admin.conftest import ADMIN, sent
from tests.boundaries.ground import load
from tests.builders import make_organization, make_place, make_user
from tests.exchange.sheets import codes, make_haidian, plan, station

pytestmark = pytest.mark.django_db
Pair = tuple[District, District]
LIST = f"{ADMIN}place/?ground=outside"


@pytest.fixture
def owner(pair: Pair) -> Organization:
    return make_organization("110108", name="海淀区总工会", level="district", district=pair[0])


@pytest.fixture
def desk(client: Client, owner: Organization) -> Client:
    client.cookies["django_language"] = "en"
    client.force_login(make_user("officer", organization=owner, role="approver"))
    return client


def placed(district: District | None, longitude: float, **values: object) -> Place:
    return make_place(district=district, latitude=39.95, longitude=longitude, **values)


def found() -> set[str]:
    return set(outside_district(Place.objects.all()).values_list("name", flat=True))


def test_inside_and_outside(pair: Pair, tmp_path: Path) -> None:
    west, _east = pair
    load(tmp_path)
    placed(west, 116.3, name="家里")
    placed(west, 116.5, name="朝阳的")
    placed(west, 116.7, name="城外的")
    placed(west, 116.40025, name="路对面")  # 21 m over the border
    placed(None, 116.5, name="无区")
    placed(District.objects.get(code="bda"), 116.5, name="开发区的")
    make_place(name="无位置", district=west, status="draft", latitude=None, longitude=None)
    assert found() == {"朝阳的", "城外的"}


def test_it_follows_every_change(pair: Pair, tmp_path: Path) -> None:
    west, east = pair
    load(tmp_path)
    place = placed(west, 116.5, name="甲")
    assert found() == {"甲"}
    Place.objects.filter(pk=place.pk).update(district=east)
    assert found() == set()
    place.refresh_from_db()
    place.longitude = 116.3
    place.save()
    assert found() == {"甲"}
    Place.objects.filter(pk=place.pk).update(district=None)
    assert found() == set()
    place.delete()
    assert found() == set()


def test_only_what_changed_is_judged_anew(pair: Pair, tmp_path: Path) -> None:
    load(tmp_path)
    places = [placed(pair[0], 116.3) for _n in range(5)]
    assert check_places() == 5
    assert check_places() == 0
    Place.objects.filter(pk=places[0].pk).update(note="x")
    assert check_places() == 0
    Place.objects.filter(pk=places[1].pk).update(longitude=116.31)
    assert check_places() == 1


def test_new_boundaries_judge_all_anew(pair: Pair, tmp_path: Path) -> None:
    place = placed(pair[0], 116.5)
    load(tmp_path)
    assert found() == {place.name}
    load(tmp_path)
    assert found() == {place.name}


# The list


def test_the_list_shows_them_within_the_rights(desk: Client, pair: Pair, tmp_path: Path) -> None:
    load(tmp_path)
    own = Organization.objects.get(code="110108")
    placed(pair[0], 116.3, name="在家的", organization=own)
    placed(pair[0], 116.5, name="出门的", organization=own)
    placed(pair[0], 116.5, name="别家的", organization=make_organization("x", level="district"))
    page = desk.get(LIST)
    assert [place.name for place in page.context["cl"].queryset] == ["出门的"]
    with CaptureQueriesContext(connection) as queries:
        desk.get(LIST)
    assert len(queries) < 15


def test_without_boundaries_the_list_says_so(desk: Client, pair: Pair) -> None:
    placed(pair[0], 116.5, organization=Organization.objects.get(code="110108"))
    page = desk.get(LIST)
    assert page.context["cl"].result_count == 0
    assert "No boundaries are loaded" in page.content.decode()


# The form and the import


def test_the_form_warns_and_saves(desk: Client, pair: Pair, tmp_path: Path) -> None:
    load(tmp_path)
    place = placed(pair[0], 116.3, organization=Organization.objects.get(code="110108"))
    values = sent(place, position="116.5, 39.95", position_datum="wgs84", district=pair[0].pk)
    page = desk.post(f"{ADMIN}place/{place.pk}/change/", values, follow=True).content.decode()
    assert "This position lies in Chaoyang, and the record names Haidian." in page
    place.refresh_from_db()
    assert place.longitude == 116.5


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("116.5, 39.95", "This position lies in Chaoyang, and the record names Haidian."),
        ("116.7, 39.95", "This position lies outside Haidian, which the record names."),
        ("116.3, 39.95", ""),
    ],
)
def test_the_picker_warns_while_one_points(
    desk: Client, pair: Pair, tmp_path: Path, text: str, sentence: str
) -> None:
    load(tmp_path)
    place = placed(pair[0], 116.3, organization=Organization.objects.get(code="110108"))
    values = {"text": text, "datum": "wgs84"}
    for more in ({"district": str(pair[0].pk)}, {"place": str(place.pk)}):
        told = desk.post(f"{ADMIN}place/position/", values | more).json()
        assert told["message"] == sentence
    assert desk.post(f"{ADMIN}place/position/", values | {"district": "x"}).json()["message"] == ""


def test_the_picker_tells_nothing_of_foreign_places(
    desk: Client, pair: Pair, tmp_path: Path
) -> None:
    load(tmp_path)
    other = placed(pair[0], 116.3, organization=make_organization("x", level="district"))
    values = {"text": "116.5, 39.95", "datum": "wgs84", "place": str(other.pk)}
    assert desk.post(f"{ADMIN}place/position/", values).json()["message"] == ""


def test_an_import_is_judged_by_boundaries(pair: Pair, tmp_path: Path) -> None:
    make_haidian()
    # 9 km from the label point of its district: without boundaries nothing is said.
    rows = [
        station("甲", address="海淀区一号", position=(116.408, 39.951)),
        station("乙", address="海淀区二号", position=(116.3, 39.95)),
    ]
    assert not {"beyond", "elsewhere"} & set(codes(plan(*rows).rows[0]))
    District.objects.filter(code="110109").update(code="mentougou")
    load(tmp_path)
    outside, inside = plan(*rows).rows
    assert "beyond" in codes(outside)
    assert "beyond" not in codes(inside)
