"""Likely duplicates are said, within the file and against what is stored; never decided."""

from __future__ import annotations

import pytest

from network.exchange.diff import Planned
from network.models import Organization
from tests.builders import make_place
from tests.exchange.sheets import HERE, codes, find, make_haidian, plan, station

pytestmark = pytest.mark.django_db
LONGITUDE, LATITUDE = HERE
METRE = 1 / 111_200  # degrees of latitude


@pytest.fixture(autouse=True)
def _haidian() -> None:
    make_haidian()


def at(metres: float) -> tuple[float, float]:
    return LONGITUDE, round(LATITUDE + metres * METRE, 6)


def second(*rows: list[object]) -> Planned:
    return plan(*rows).rows[1]


def test_the_same_row_twice_is_taken_once() -> None:
    row = second([0, *station()[1:]], [1, *station()[1:]])
    assert (row.outcome, codes(row)) == ("rejected", ["copy"])


def test_the_same_name_and_address_with_other_cells_is_created_and_flagged() -> None:
    row = second(station(), station(number="1"))
    assert (row.outcome, codes(row)) == ("created", ["row_repeated", "same_name_near"])


def test_a_chains_names_are_flagged() -> None:
    row = second(station("店", address="一号"), station("店", address="二号", position=at(900)))
    assert (row.outcome, codes(row)) == ("created", ["name_repeated"])
    assert dict(find(row, "name_repeated").params) == {"row": 2}


def test_the_same_spot_is_flagged_with_row_and_distance() -> None:
    row = second(station("甲", address="一号"), station("乙", address="二号", position=at(25)))
    assert (row.outcome, codes(row)) == ("created", ["same_spot"])
    assert dict(find(row, "same_spot").params) == {"metres": 25, "row": 2, "name": "甲"}


def test_thirty_metres_apart_is_another_spot() -> None:
    row = second(station("甲", address="一号"), station("乙", address="二号", position=at(35)))
    assert codes(row) == []


def test_the_same_name_nearby_is_flagged() -> None:
    row = second(station("店", address="一号"), station("店", address="二号", position=at(290)))
    assert codes(row) == ["name_repeated", "same_name_near"]


def test_the_same_name_further_off_is_a_chain() -> None:
    row = second(station("店", address="一号"), station("店", address="二号", position=at(310)))
    assert codes(row) == ["name_repeated"]


def test_a_stored_place_on_the_spot_is_named() -> None:
    place = make_place(
        latitude=39.95664, longitude=116.33309, organization=Organization.objects.get(code="bj")
    )
    (row,) = plan(station()).rows
    assert codes(row) == ["same_spot_stored"]
    assert dict(find(row, "same_spot_stored").params)["id"] == place.public_id


def test_a_thousand_rows_on_one_spot_are_done_in_a_moment() -> None:
    made = plan(*(station(f"站{n}", address=f"{n}号") for n in range(1000)))
    assert made.counts["created"] == 1000
    assert sum("same_spot" in codes(row) for row in made.rows) >= 990
