"""The three datums: round trips, known pairs, and what lies outside China."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from network import datum
from network.edition.sphere import distance

latitudes = st.floats(18.0, 53.5)
longitudes = st.floats(73.5, 135.0)

# WGS-84 and GCJ-02 of the same landmark, latitude first, from the published examples
# of the open implementations (eviltransform's tests, to the precision they give).
LANDMARKS = {
    "Shanghai": ((31.1774276, 121.5272106), (31.17530398364597, 121.531541859215)),
    "Shenzhen": ((22.543847, 113.912316), (22.540796131694766, 113.9171764808363)),
    "Beijing": ((39.911954, 116.377817), (39.91334545536069, 116.38404722455657)),
}


@given(latitudes, longitudes)
def test_gcj02_round_trip_is_within_a_centimetre(latitude: float, longitude: float) -> None:
    there = datum.wgs84_to_gcj02(latitude, longitude)
    assert distance(latitude, longitude, *datum.gcj02_to_wgs84(*there)) < 0.01


@given(latitudes, longitudes)
def test_bd09_round_trip_is_within_a_centimetre(latitude: float, longitude: float) -> None:
    there = datum.from_wgs84(latitude, longitude, datum="bd09")
    assert distance(latitude, longitude, *datum.to_wgs84(*there, datum="bd09")) < 0.01


@pytest.mark.parametrize("name", LANDMARKS)
def test_known_pairs(name: str) -> None:
    wgs84, gcj02 = LANDMARKS[name]
    assert distance(*datum.wgs84_to_gcj02(*wgs84), *gcj02) < 0.01


def test_tiananmen_moves_by_half_a_kilometre_to_the_north_east() -> None:
    moved = datum.wgs84_to_gcj02(39.9075, 116.3913)
    assert 400 < distance(39.9075, 116.3913, *moved) < 700
    assert moved.latitude > 39.9075
    assert moved.longitude > 116.3913


@pytest.mark.parametrize("name", ["gcj02", "bd09"])
def test_outside_china_nothing_moves(name: datum.DatumName) -> None:
    paris = (48.8584, 2.2945)
    assert datum.from_wgs84(*paris, datum=name) == paris
    assert datum.to_wgs84(*paris, datum=name) == paris
