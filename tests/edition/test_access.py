"""Who may enter: only a known yes passes a filter."""

from __future__ import annotations

from pathlib import Path

import pytest

from network.edition.edition import Edition
from network.edition.query import Filters, UnknownCode
from tests.edition.networks import make_edition, row, source

DOORS = {
    "all": {"access_who": "everyone", "access_needs": "nothing", "step_free": True},
    "couriers": {"access_who": "outdoor_workers,members", "access_needs": "scan"},
    "staff": {"access_who": "host_staff", "access_needs": "key", "step_free": False},
    "unknown": {},
}


@pytest.fixture
def edition(tmp_path: Path) -> Edition:
    """Four doors side by side."""
    rows = [
        row(n, 39.9 + n * 0.001, 116.4, public_id=name, **door)
        for n, (name, door) in enumerate(DOORS.items())
    ]
    return make_edition(tmp_path, source(rows))


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        (("lets_everyone_in",), ["all"]),
        (("lets_outdoor_workers_in",), ["all", "couriers"]),
        (("lets_members_in",), ["all", "couriers"]),
        (("lets_mothers_in",), ["all"]),
        (("nothing_needed",), ["all"]),
        (("step_free",), ["all"]),
        (("free_of_charge",), []),
        (("lets_members_in", "nothing_needed"), ["all"]),
    ],
)
def test_filters_of_the_door(edition: Edition, codes: tuple[str, ...], expected: list[str]) -> None:
    hits = edition.nearest_rows(39.9, 116.4, filters=Filters(access=codes))
    assert [edition.fields(hit)["id"] for hit, _metres in hits] == expected


def test_the_door_is_told_as_it_is_known(edition: Edition) -> None:
    known = edition.detail("couriers")
    unknown = edition.detail("unknown")
    assert known
    assert known["access"] == {
        "who": ["outdoor_workers", "members"],
        "needs": ["scan"],
        "step_free": None,
        "free": None,
        "floor": "",
        "entrance": "",
    }
    assert unknown
    assert (unknown["access"]["who"], unknown["access"]["needs"]) == ([], [])


def test_an_unknown_condition_is_refused(edition: Edition) -> None:
    with pytest.raises(UnknownCode):
        edition.nearest_rows(39.9, 116.4, filters=Filters(access=("open_door",)))
