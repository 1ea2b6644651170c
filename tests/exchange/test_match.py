"""A row finds its place, and a chain's branches stay apart."""

from __future__ import annotations

import pytest

from network.models import Category, Organization, Place
from tests.builders import make_category, make_district, make_place
from tests.exchange.sheets import HERE, codes, find, make_haidian, only, plan, station

pytestmark = pytest.mark.django_db
NAME, ADDRESS = "超市发暖心驿站", "北京市海淀区双榆树西里7号"
POSITION = {"latitude": 39.9567, "longitude": 116.333}  # HERE, to 20 m


@pytest.fixture(autouse=True)
def _haidian() -> None:
    make_haidian()


def stored(**values: object) -> Place:
    return make_place(
        **(
            {"name": NAME, "address": ADDRESS, "district": make_district()}
            | {"organization": Organization.objects.get(code="bj")}
            | POSITION
            | values
        )
    )


def test_by_name_and_address_however_written() -> None:
    place = stored()
    assert only(plan(station("超市发 暖心驿站", address="双榆树西里７号"))).place == place.pk


def test_by_name_alone_when_near() -> None:
    place = stored(address="别处")
    assert only(plan(station(NAME, address="双榆树西里7号"))).place == place.pk


def test_not_by_name_alone_when_far() -> None:
    stored(address="别处", latitude=39.99)
    row = only(plan(station(NAME, address="双榆树西里7号")))
    assert (row.outcome, codes(row)) == ("created", ["same_name_stored"])


def test_by_name_alone_when_the_row_has_nothing_else() -> None:
    place = stored()
    assert only(plan([NAME], header=["名称"])).place == place.pk


def test_not_by_name_alone_when_both_have_other_addresses() -> None:
    stored(latitude=None, longitude=None, status="draft")
    row = only(plan(station(NAME, address="清河路1号")))
    assert (row.outcome, codes(row)) == ("created", ["same_name_stored"])


def test_not_by_a_name_that_the_sheet_repeats() -> None:
    stored(address="别处")
    made = plan(station(NAME, address="一号"), station(NAME, address="二号"))
    assert [row.outcome for row in made.rows] == ["created", "created"]


def test_not_by_a_name_that_is_stored_twice() -> None:
    stored(address="别处")
    stored(address="另一处")
    assert only(plan(station(NAME, address="一号"))).outcome == "created"


def test_not_in_another_category() -> None:
    stored(category=make_category("reading_room", name="职工书屋"))
    assert only(plan(station(NAME, address=ADDRESS))).outcome == "created"


HEADER = ["public_id", "名称", "电话"]


def test_by_id_in_any_category_which_stays() -> None:
    place = stored(category=make_category("reading_room", name="职工书屋"))
    row = only(plan([place.public_id.upper(), "新名", "1"], header=HEADER))
    assert (row.place, row.after) == (place.pk, {"name": "新名", "phone": "1"})
    assert row.values["category_id"] == Category.objects.get(code="reading_room").pk


def test_an_unknown_id_is_rejected() -> None:
    row = only(plan(["zzzzzzzzzz", "新名", ""], header=HEADER))
    assert (row.outcome, codes(row)) == ("rejected", ["no_position", "id_unknown"])


def test_a_repeated_id_is_rejected() -> None:
    place = stored()
    first, second = plan(
        [place.public_id, NAME, "1"], [place.public_id, NAME, "2"], header=HEADER
    ).rows
    assert (first.outcome, second.outcome) == ("updated", "rejected")
    assert dict(find(second, "id_repeated").params) == {"row": 2}


def test_each_place_is_taken_once() -> None:
    place = stored()
    first, second = plan(
        station(NAME, address=ADDRESS, number="1"), station(NAME, address=ADDRESS, number="2")
    ).rows
    assert (first.place, second.place) == (place.pk, None)
    assert "row_repeated" in codes(second)


def test_positions_of_the_row_and_the_place_are_both_needed_to_be_far() -> None:
    place = stored(address="", latitude=None, longitude=None, status="draft")
    assert only(plan(station(NAME, position=HERE))).place == place.pk
