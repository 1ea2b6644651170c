"""Coordinates in every form that sheets have them; doubt is said, never guessed away."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from django.conf import settings

from network.conf import DatumName
from network.datum import from_wgs84
from network.exchange.positions import Position, PositionReader

LONGITUDE, LATITUDE = "116.339179", "39.95804"
PAIR = (LONGITUDE, LATITUDE)


def reader(*rows: Sequence[str], datum: DatumName = "gcj02") -> PositionReader:
    made = PositionReader(datum=datum, network=settings.NETWORK)
    made.learn(rows)
    return made


def read(*cells: str, sheet: Sequence[Sequence[str]] = (PAIR,)) -> Position:
    return reader(*sheet).read(cells)


def codes(position: Position) -> list[str]:
    return [problem.code for problem in position.problems]


def test_the_datum_is_converted() -> None:
    point = read(*PAIR).point
    assert point
    assert from_wgs84(*point, datum="gcj02") == pytest.approx((39.95804, 116.339179), abs=1e-6)


def test_wgs84_stays() -> None:
    assert reader(datum="wgs84").read(PAIR).point == (39.95804, 116.339179)


@pytest.mark.parametrize(
    "text", ["116.339179,39.95804", "116.339179， 39.95804", "116.339179 39.95804"]
)
def test_one_cell(text: str) -> None:
    assert read(text).point == read(*PAIR).point


def test_one_cell_with_words() -> None:
    assert read("东经116.339179° 北纬39.95804°").point == read(*PAIR).point


def test_a_sheet_with_latitude_first_is_read_so() -> None:
    position = read(*PAIR[::-1], sheet=[PAIR[::-1]] * 3)
    assert (position.point, codes(position)) == (read(*PAIR).point, [])


def test_one_swapped_row_is_put_right_and_said() -> None:
    position = read(*PAIR[::-1])
    assert (position.point, codes(position)) == (read(*PAIR).point, ["swapped"])


@pytest.mark.parametrize("cells", [("", ""), ("-", "-"), ("无", ""), ("N/A", "#N/A")])
def test_empty_cells_are_no_position(cells: tuple[str, str]) -> None:
    position = read(*cells)
    assert (position.point, codes(position), position.written) == (None, ["no_position"], "")


@pytest.mark.parametrize("cell", ["nan", "NaN", "inf", "-Infinity", "1e999"])
def test_numbers_that_are_none_are_rejected(cell: str) -> None:
    assert codes(read(cell, LATITUDE)) == ["not_finite"]


def test_half_a_position() -> None:
    position = read(LONGITUDE, "")
    assert (codes(position), position.written) == (["half_position"], "116.339179 (gcj02)")


@pytest.mark.parametrize(
    "cells",
    [
        ("116.796123", "38.850971"),
        ("121.5785", "25.0485"),
        ("12950000.5", "4852000.5"),
        ("0", "0"),
        ("-116.339179", "39.95804"),
    ],
    ids=["tianjin", "taipei", "web mercator", "null island", "wrong sign"],
)
def test_outside_the_city_is_no_position_and_kept_as_written(cells: tuple[str, str]) -> None:
    position = read(*cells)
    assert (position.point, codes(position)) == (None, ["outside"])
    assert position.written == f"{cells[0]}, {cells[1]} (gcj02)"


def test_words_instead_of_degrees() -> None:
    position = read("近地铁站", "东门")
    assert (codes(position), position.written) == (["no_degrees"], "近地铁站 东门 (gcj02)")


def test_two_decimals_are_called_coarse() -> None:
    position = read("116.33", "39.99")
    assert (bool(position.point), codes(position)) == (True, ["coarse"])


def test_no_cells_at_all() -> None:
    assert codes(read()) == ["no_position"]
