"""Nearest equals brute force, everywhere on earth and under any filter."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from network.edition.edition import Edition
from network.edition.query import Filters, UnknownCode
from network.edition.sphere import distance
from tests.edition.networks import AMENITIES, CATEGORIES, make_edition, row, source

positions = st.tuples(
    st.one_of(st.floats(-90, 90), st.sampled_from([-90.0, 90.0, 0.0])),
    st.one_of(st.floats(-180, 180), st.sampled_from([-180.0, 180.0, 179.9999])),
)
networks = st.lists(positions, min_size=0, max_size=60)
pairs = st.lists(st.tuples(st.integers(1, 60), st.integers(1, len(AMENITIES))), max_size=200)
filters = st.builds(
    Filters,
    st.lists(st.sampled_from(CATEGORIES), max_size=2, unique=True).map(tuple),
    st.lists(st.sampled_from(AMENITIES[:3]), max_size=2, unique=True).map(tuple),
)


def edition_of(places: list[tuple[float, float]], links: list[tuple[int, int]] = ()) -> Edition:  # type: ignore[assignment]  # an empty default
    rows = [row(number, *position) for number, position in enumerate(places)]
    with tempfile.TemporaryDirectory() as folder:
        return make_edition(Path(folder), source(rows, amenity_pairs=list(set(links))))


def brute_force(
    edition: Edition, here: tuple[float, float], wanted: Filters, within: float | None
) -> list[float]:
    metres = []
    for number in range(edition.count):
        place = edition.fields(number)
        fits = (not wanted.category or place["category"] in wanted.category) and set(
            wanted.amenity
        ) <= set(place["amenities"])
        away = distance(*here, place["lat"], place["lon"])
        if fits and (within is None or away <= within):
            metres.append(away)
    return sorted(metres)


@given(networks, positions, st.integers(1, 50))
def test_nearest_equals_brute_force(
    places: list[tuple[float, float]], here: tuple[float, float], limit: int
) -> None:
    edition = edition_of(places)
    found = [metres for _, metres in edition.nearest_rows(*here, limit=limit)]
    assert found == pytest.approx(brute_force(edition, here, Filters(), None)[:limit], abs=0.01)


@given(networks, pairs, positions, filters, st.one_of(st.none(), st.floats(1, 2e7)))
def test_filtered_nearest_equals_brute_force(
    places: list[tuple[float, float]],
    links: list[tuple[int, int]],
    here: tuple[float, float],
    wanted: Filters,
    within: float | None,
) -> None:
    edition = edition_of(places, links)
    found = [m for _, m in edition.nearest_rows(*here, limit=5, filters=wanted, within=within)]
    expected = brute_force(edition, here, wanted, within)[:5]
    assert found == pytest.approx(expected, abs=0.01)


def test_rare_filters_are_found_beyond_the_first_look(tmp_path: Path) -> None:
    rows = [row(n, 39.0 + n * 0.0001, 116.0, category_id=1) for n in range(20_000)]
    rows[19_999] = row(19_999, 41.0, 116.0, category_id=2)
    edition = make_edition(tmp_path, source(rows))
    hits = edition.nearest_rows(39.0, 116.0, limit=3, filters=Filters(("home",)))
    assert [edition.fields(number)["id"] for number, _ in hits] == ["p19999"]


def test_nearest_crosses_the_date_line(tmp_path: Path) -> None:
    edition = make_edition(tmp_path, source([row(0, 0.0, -179.99), row(1, 0.0, 179.0)]))
    assert edition.nearest(0.0, 179.99, limit=1)[0]["id"] == "p0"


def test_an_unknown_code_is_an_error(tmp_path: Path) -> None:
    edition = make_edition(tmp_path, source([row(0, 39.9, 116.4)]))
    with pytest.raises(UnknownCode):
        edition.nearest_rows(39.9, 116.4, filters=Filters(("nothing",)))
