"""Tiles partition the places exactly, at every zoom, with and without filters."""

from __future__ import annotations

import tempfile
from math import asinh, floor, pi, radians, tan
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from network.edition.query import Filters
from network.edition.tiles import MAX_ZOOM, SINGLES
from tests.edition.networks import make_edition, row, source

inside = st.tuples(st.floats(-85.05, 85.05), st.floats(-179.999, 179.999))
anywhere = st.tuples(st.floats(-90, 90), st.floats(-180, 180))


def tile_of(latitude: float, longitude: float, z: int) -> tuple[int, int]:
    """The slippy-map formula, as the OpenStreetMap wiki gives it."""
    n = 1 << z
    y = (1 - asinh(tan(radians(latitude))) / pi) / 2
    return floor((longitude + 180) / 360 * n), floor(y * n)


@settings(max_examples=30)
@given(st.lists(anywhere, max_size=40), st.integers(0, 3), st.booleans())
def test_tiles_hold_every_place_exactly_once(
    places: list[tuple[float, float]], z: int, filtered: bool
) -> None:
    wanted = Filters(("heart",)) if filtered else Filters()
    rows = [row(number, *position) for number, position in enumerate(places)]
    with tempfile.TemporaryDirectory() as folder:
        edition = make_edition(Path(folder), source(rows))
    tiles = [edition.tile(z, x, y, wanted) for x in range(1 << z) for y in range(1 << z)]
    singles = [number for tile in tiles for number in tile.rows]
    clustered = sum(count for tile in tiles for *_, count in tile.clusters)
    expected = sum(1 for n in range(len(places)) if not filtered or n % 3 == 0)
    assert len(singles) == len(set(singles))
    assert len(singles) + clustered == expected


@given(inside, st.integers(0, MAX_ZOOM))
def test_a_place_lies_in_the_tile_of_the_slippy_map(position: tuple[float, float], z: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        edition = make_edition(Path(folder), source([row(0, *position)]))
    place = edition.fields(0)
    x, y = tile_of(place["lat"], place["lon"], z)
    near = [(x + i, y + j) for i in (-1, 0, 1) for j in (-1, 0, 1)]
    holders = [
        (i, j)
        for i, j in near
        if 0 <= i < 1 << z and 0 <= j < 1 << z and edition.tile(z, i, j).rows
    ]
    assert len(holders) == 1
    # A place on a border to within float rounding may fall on either side.
    fx = (place["lon"] + 180) / 360 * (1 << z)
    fy = (1 - asinh(tan(radians(place["lat"]))) / pi) / 2 * (1 << z)
    if min(abs(fx - round(fx)), abs(fy - round(fy))) > 1e-6:
        assert holders == [(x, y)]


def test_many_places_in_a_cell_become_a_cluster_at_their_mean(tmp_path: Path) -> None:
    rows = [row(n, 39.9 + n * 1e-5, 116.4) for n in range(10)]
    edition = make_edition(tmp_path, source(rows))
    tile = edition.tile(5, *tile_of(39.9, 116.4, 5))
    assert tile.rows == []
    assert tile.clusters == [(pytest.approx(39.900045), pytest.approx(116.4), 10)]


def test_few_places_are_shown_themselves(tmp_path: Path) -> None:
    rows = [row(n, 39.9, 116.4) for n in range(SINGLES)]
    tile = make_edition(tmp_path, source(rows)).tile(5, *tile_of(39.9, 116.4, 5))
    assert (len(tile.rows), tile.clusters) == (SINGLES, [])


def test_streets_zoom_shows_every_place(tmp_path: Path) -> None:
    rows = [row(n, 39.9, 116.4) for n in range(200)]
    tile = make_edition(tmp_path, source(rows)).tile(17, *tile_of(39.9, 116.4, 17))
    assert len(tile.rows) == 200
