"""The filters of the place list that the front page and the overview lead to."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from tests.admin.conftest import ADMIN, Tree
from tests.builders import make_place, make_user

LIST = f"{ADMIN}place/"


@pytest.fixture
def root(client: Client, tree: Tree) -> Client:
    """A superuser, signed in."""
    client.force_login(make_user("root", is_superuser=True, organization=tree.city))
    return client


def found(client: Client, query: str) -> set[str]:
    return {place.name for place in client.get(f"{LIST}?{query}").context["cl"].result_list}


def make_gaps() -> None:
    """A complete place, and one for each part that it may lack."""
    whole = {"hours_text": "每天", "access_who": "everyone", "phone": "1"}
    make_place(name="whole", amenities=["water", "wifi"], services=["legal_aid"], **whole)
    make_place(name="address", amenities=["water"], **whole | {"address": ""})
    make_place(name="hours", amenities=["water"], **whole | {"hours_text": ""})
    make_place(name="access", amenities=["water"], **whole | {"access_who": ""})
    make_place(name="inside", **whole)
    make_place(name="phone", services=["legal_aid"], **whole | {"phone": ""})
    nowhere = {"latitude": None, "longitude": None, "status": "draft"}
    make_place(name="position", amenities=["water"], **whole | nowhere)


PARTS = {"position", "address", "hours", "access", "inside", "phone"}


@pytest.mark.parametrize("part", sorted(PARTS))
def test_what_is_missing_is_found_part_by_part(root: Client, part: str) -> None:
    make_gaps()
    assert found(root, f"missing={part}") == {part}
    assert found(root, f"missing=has-{part}") == {"whole", *PARTS} - {part}


def test_anything_missing_and_nothing_missing(root: Client) -> None:
    make_gaps()
    assert found(root, "missing=any") == PARTS
    assert found(root, "missing=nothing") == {"whole"}


def test_hours_of_either_form_are_hours(root: Client) -> None:
    make_place(name="value", hours="24/7")
    make_place(name="words", hours_text="每天")
    make_place(name="none")
    assert found(root, "missing=hours") == {"none"}


@pytest.mark.parametrize(
    ("days", "band"),
    [
        (0, "30"),
        (30, "30"),
        (31, "90"),
        (90, "90"),
        (91, "180"),
        (180, "180"),
        (181, "365"),
        (365, "365"),
        (366, "older"),
        (None, "never"),
    ],
)
def test_a_place_is_verified_in_one_band(root: Client, days: int | None, band: str) -> None:
    on = None if days is None else timezone.localdate() - dt.timedelta(days=days)
    make_place(name="it", verified_on=on)
    for other in ("30", "90", "180", "365", "older", "never"):
        assert found(root, f"verified={other}") == ({"it"} if other == band else set())
    fresh = days is not None and days <= 180
    assert found(root, "verified=fresh") == ({"it"} if fresh else set())
    assert found(root, "verified=due") == (set() if fresh else {"it"})


@pytest.mark.parametrize("query", ["missing=roof", "missing=has-", "verified=31"])
def test_a_value_that_there_is_not_is_refused(root: Client, query: str) -> None:
    assert root.get(f"{LIST}?{query}")["Location"] == f"{LIST}?e=1"
    assert root.get(f"{LIST}export/wgs84.csv?{query}").status_code == 404


def test_statuses_are_chosen_one_or_several(root: Client) -> None:
    for status in ("draft", "published", "closed_for_now", "closed"):
        make_place(name=status, status=status)
    assert found(root, "status__exact=draft") == {"draft"}
    several = "status__in=published,closed_for_now"
    assert found(root, several) == {"published", "closed_for_now"}
    page = root.get(f"{LIST}?{several}").content.decode()
    assert "?status__exact=draft" in page
    assert "status__exact=draft&amp;status__in" not in page


def test_a_body_further_down_is_told_as_chosen(root: Client, tree: Tree) -> None:
    make_place(name="here", organization=tree.street)
    make_place(name="there", organization=tree.haidian)
    assert found(root, f"owner={tree.street.code}") == {"here"}
    page = root.get(f"{LIST}?owner={tree.street.code}").content.decode()
    assert 'class="chosen">海淀街道总工会' in page
