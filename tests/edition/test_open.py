"""What is open at a minute: filters, what they leave out, and what answers say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from network.edition.edition import Edition
from network.edition.moment import as_minute
from network.edition.query import Filters
from network.edition.timetable import HORIZON_DAYS
from tests.edition.networks import make_edition, row, source

BEIJING = ZoneInfo("Asia/Shanghai")
MADE_AT = dt.datetime(2026, 9, 28, 4, tzinfo=dt.UTC)
HOURS = {
    "office": "Mo-Fr 09:00-17:00",
    "night": "20:00-04:00",
    "always": "24/7",
    "unknown": "",
}
OFF = [(dt.date(2026, 10, day), "off", "国庆节") for day in range(1, 8)]
PLAN = [*OFF, (dt.date(2026, 10, 10), "makeup", "国庆节")]


def minute(day: str, clock: str) -> int:
    local = dt.datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=BEIJING)
    return as_minute(local)


@pytest.fixture
def edition(tmp_path: Path) -> Edition:
    """Four places in a line to the north, the nearest an office."""
    rows = [
        row(n, 39.9 + n * 0.001, 116.4, public_id=name, name=f"驿站 {name}", hours=hours)
        for n, (name, hours) in enumerate(HOURS.items())
    ]
    return make_edition(tmp_path, source(rows, holidays=PLAN), made_at=MADE_AT)


def found(edition: Edition, filters: Filters, limit: int = 10) -> tuple[list[str], int]:
    hits, left_out = edition.nearest_found(39.9, 116.4, limit=limit, filters=filters)
    return [str(edition.fields(hit)["id"]) for hit, _metres in hits], left_out


@pytest.mark.parametrize(
    ("day", "clock", "expected"),
    [
        ("2026-09-29", "10:00", ["office", "always"]),
        ("2026-09-29", "22:00", ["night", "always"]),
        ("2026-09-30", "03:59", ["night", "always"]),
        ("2026-09-30", "04:00", ["always"]),
        ("2026-10-01", "10:00", ["always"]),  # a Thursday off keeps Sunday's hours
        ("2026-10-10", "10:00", ["office", "always"]),  # a make-up Saturday keeps Friday's
    ],
)
def test_open_places_are_found(edition: Edition, day: str, clock: str, expected: list[str]) -> None:
    assert found(edition, Filters(open=minute(day, clock))) == (expected, 1)


def test_unknown_hours_are_shown_when_asked_for(edition: Edition) -> None:
    wanted = Filters(open=minute("2026-09-29", "10:00"), unknown=True)
    assert found(edition, wanted) == (["office", "always", "unknown"], 0)


def test_only_those_as_near_as_the_last_hit_are_left_out(edition: Edition) -> None:
    at_ten = Filters(open=minute("2026-09-29", "10:00"))
    assert found(edition, at_ten, limit=1) == (["office"], 0)
    assert found(edition, at_ten, limit=2) == (["office", "always"], 0)
    assert found(edition, at_ten, limit=3) == (["office", "always"], 1)


def test_search_and_tiles_hold_the_same(edition: Edition) -> None:
    at_ten = Filters(open=minute("2026-09-29", "10:00"))
    rows, left_out = edition.search_found("驿站", limit=10, near=None, filters=at_ten)
    assert ({edition.fields(r)["id"] for r in rows}, left_out) == ({"office", "always"}, 1)
    tile = edition.tile(0, 0, 0, at_ten)
    assert ({edition.fields(r)["id"] for r in tile.rows}, tile.left_out) == (
        {"office", "always"},
        1,
    )


@pytest.mark.parametrize(
    ("place", "clock", "state", "changes_at"),
    [
        ("office", "16:29", "open", "2026-09-29T17:00"),
        ("office", "16:30", "closing_soon", "2026-09-29T17:00"),
        ("office", "17:00", "closed", "2026-09-30T09:00"),
        ("night", "23:00", "open", "2026-09-30T04:00"),
        ("always", "23:00", "open", None),
        ("unknown", "23:00", "unknown", None),
    ],
)
def test_answers_say_the_state_and_its_change(
    edition: Edition, place: str, clock: str, state: str, changes_at: str | None
) -> None:
    number = edition.row(place)
    assert number is not None
    fields = edition.fields(number, minute("2026-09-29", clock))
    assert (fields["state"], fields["changes_at"], fields["hints"]) == (state, changes_at, [])


def test_a_day_off_is_doubtful_where_the_hours_do_not_name_it(edition: Edition) -> None:
    hints = [
        edition.fields(number, minute("2026-10-01", "10:00"))["hints"]
        for place in HOURS
        if (number := edition.row(place)) is not None
    ]
    assert hints == [["holiday"], ["holiday"], [], []]


def test_past_the_horizon_nothing_is_known(edition: Edition) -> None:
    late = as_minute(MADE_AT + dt.timedelta(days=HORIZON_DAYS + 1))
    assert found(edition, Filters(open=late)) == ([], 4)


Closed = Callable[[dt.date | None], Edition]


@pytest.fixture
def closed(tmp_path: Path) -> Closed:
    """An edition of one place that is open all hours but closed for now until a day."""

    def make(until: dt.date | None) -> Edition:
        place = row(0, 39.9, 116.4, hours="24/7", status="closed_for_now", closed_until=until)
        return make_edition(tmp_path, source([place]), made_at=MADE_AT)

    return make


@pytest.mark.parametrize("until", [None, dt.date(2026, 10, 1)])
def test_what_is_closed_for_now_is_closed_all_hours(closed: Closed, until: dt.date | None) -> None:
    edition = closed(until)
    fields = edition.fields(0, minute("2026-09-30", "23:59"))
    assert (fields["state"], fields["changes_at"], fields["closed_for_now"]) == (
        "closed",
        None,
        True,
    )
    assert fields["closed_until"] == (until.isoformat() if until else None)
    assert found(edition, Filters(open=minute("2026-09-30", "23:59"))) == ([], 0)


def test_closed_for_now_ends_by_itself(closed: Closed) -> None:
    edition = closed(dt.date(2026, 10, 1))
    fields = edition.fields(0, minute("2026-10-01", "00:00"))
    assert (fields["state"], fields["closed_for_now"]) == ("open", False)
    assert found(edition, Filters(open=minute("2026-10-01", "00:00"))) == (["p0"], 0)


def test_a_value_is_judged_once_a_minute(edition: Edition) -> None:
    now = minute("2026-09-29", "10:00")
    assert edition.judged(now) is edition.judged(now)
    assert edition.judged(now) is not edition.judged(now + 1)
