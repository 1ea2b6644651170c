"""Points in polygons with holes and parts; corners left out; borders that cross themselves."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from network.boundaries.shapes import Shape, crossing, simplified
from tests.boundaries.ground import WEST, square

HOLED = Shape.of([square(0, 0, 10, 10), square(4, 4, 6, 6), square(20, 0, 30, 10)])
DEGREES = st.floats(-5, 35)


def holds(shape: Shape, x: float, y: float) -> bool:
    return bool(shape.contains(np.array([y]), np.array([x]))[0])


@pytest.mark.parametrize(
    ("x", "y", "inside"),
    [(1, 1, True), (5, 5, False), (25, 5, True), (15, 5, False), (-1, 5, False), (5, 11, False)],
)
def test_holes_and_parts(x: float, y: float, inside: bool) -> None:
    assert holds(HOLED, x, y) is inside


@given(st.lists(st.tuples(DEGREES, DEGREES), min_size=30, max_size=60))
def test_many_points_at_once_are_judged_as_one_by_one(points: list[tuple[float, float]]) -> None:
    x, y = np.array(points).T
    many = HOLED.contains(y, x)
    assert len(points) > len(HOLED.edges)
    assert many.tolist() == [holds(HOLED, *point) for point in points]


@given(DEGREES)
def test_a_border_belongs_to_one_side(y: float) -> None:
    left, right = Shape.of([square(0, -9, 10, 39)]), Shape.of([square(10, -9, 20, 39)])
    assert holds(left, 10, y) + holds(right, 10, y) == 1


def test_metres_to_the_border() -> None:
    west = Shape.of([WEST])
    assert west.metres_to(39.95, 116.41) == pytest.approx(852.4, abs=1)
    assert west.metres_to(40.11, 116.3) == pytest.approx(1111.95, abs=1)


def test_corners_within_the_tolerance_are_left_out() -> None:
    north = [[116.4 - n / 1000, 40.1 + (n % 2) * 1e-5] for n in range(201)]  # steps of one metre
    ring = np.array([[116.2, 39.8], [116.4, 39.8], *north, [116.2, 39.8]])
    fewer = simplified(ring, 5.0)
    assert len(fewer) <= 7
    assert fewer[0].tolist() == fewer[-1].tolist() == [116.2, 39.8]
    assert len(simplified(ring, 0.1)) > 190


def test_a_border_that_crosses_itself_is_found() -> None:
    bow = [[0, 0], [2, 2], [2, 0], [0, 2], [0, 0]]
    assert crossing(Shape.of([bow]).edges)
    assert crossing(Shape.of([square(0, 0, 4, 4), square(1, 1, 2, 2)]).edges) is None
    assert crossing(Shape.of([square(0, 0, 4, 4), square(3, 1, 6, 2)]).edges)
