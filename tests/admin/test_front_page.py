"""The front page: each number is the number of rows behind it, for every role and territory."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from network.models import Organization, Place, Report
from tests.admin.conftest import ADMIN, Tree
from tests.builders import make_place, make_user

WHOLE: dict[str, Any] = {
    "hours": "24/7",
    "access_who": "everyone",
    "amenities": ["water"],
    "phone": "12351",
}


@pytest.fixture
def today() -> dt.date:
    return timezone.localdate()


@pytest.fixture
def places(tree: Tree, today: dt.date) -> list[Place]:
    """One of everything for each body of the tree."""
    made = []
    for body in (tree.city, tree.haidian, tree.street, tree.chaoyang, tree.far_street):
        made += _places_of(body, today)
    return made


def _places_of(body: Organization, today: dt.date) -> list[Place]:
    bare = {"latitude": None, "longitude": None, "status": "draft"}
    old, new = today - dt.timedelta(days=181), today - dt.timedelta(days=180)
    made = [
        make_place(organization=body, verified_on=new, **WHOLE),
        make_place(organization=body, verified_on=old, status="closed_for_now", **WHOLE),
        make_place(organization=body, is_demo=True, **WHOLE),
        make_place(organization=body, **bare),
        make_place(organization=body, status="closed"),
        make_place(organization=body, **bare | {"status": "closed"}),
    ]
    settled = {"status": "dismissed", "settled_at": timezone.now()}
    Report.objects.create(place=made[0], kind="locked")
    Report.objects.create(place=made[0], kind="hours", **settled)
    return made


def front(client: Client) -> dict[str, Any]:
    cards = client.get("/admin/").context["waiting"]
    return {card.text: card for card in cards}


@pytest.mark.parametrize("role", ["editor", "approver", "auditor"])
@pytest.mark.parametrize(("body", "many"), [("bj", 5), ("110108", 2), ("110108012", 1)])
def test_every_number_is_that_of_the_rows_behind_it(
    client: Client, places: list[Place], role: str, body: str, many: int
) -> None:
    union = Organization.objects.get(code=body)
    client.force_login(make_user("clerk", organization=union, role=role))
    client.cookies["django_language"] = "en"
    cards = front(client)
    told = {text: card.count // many for text, card in cards.items()}
    pairs = {} if role == "auditor" else {"likely duplicates": 0}
    assert told == pairs | {
        "reports to settle": 1,
        "changes to approve" if role == "approver" else "with an approver": 0,
        "to verify": 2,
        "without a position": 1,
        "incomplete": 1,
        "drafts": 1,
        "on the public map": 3,
        "invented for the demo": 1,
    }
    for card in cards.values():
        page = client.get(card.url).context
        if "cl" in page:
            assert page["cl"].result_count == card.count, card.text
        else:
            assert page["page"].paginator.count == card.count, card.text


def test_what_waits_for_an_approver_is_counted(
    client: Client, signed_in: Client, own_place: Place, tree: Tree
) -> None:
    editor = Client()
    editor.force_login(make_user("li", organization=tree.haidian, role="editor"))
    editor.post(f"{ADMIN}place/{own_place.pk}/delete/", {"post": "yes"})
    card = front(signed_in)["changes to approve"]
    assert (card.count, card.is_work) == (1, True)
    editor.cookies["django_language"] = "en"
    card = front(editor)["with an approver"]
    assert (card.count, card.is_work) == (1, False)
    assert signed_in.get(card.url).context["cl"].result_count == 1


def test_pairs_to_merge_are_counted(signed_in: Client, own_place: Place) -> None:
    make_place(
        name=own_place.name,
        organization=own_place.organization,
        latitude=own_place.latitude,
        longitude=own_place.longitude,
    )
    card = front(signed_in)["likely duplicates"]
    assert card.count == 1
    assert signed_in.get(card.url).context["page"].paginator.count == 1


def test_what_is_to_be_verified_opens_with_the_oldest(
    signed_in: Client, tree: Tree, today: dt.date
) -> None:
    days = {"never": None, "old": today - dt.timedelta(days=400), "older": dt.date(2020, 1, 1)}
    for name in ("old", "never", "older"):
        make_place(name=name, organization=tree.haidian, verified_on=days[name])
    rows = signed_in.get(front(signed_in)["to verify"].url).context["cl"].result_list
    assert [place.name for place in rows] == ["never", "older", "old"]


def test_a_column_still_sorts_what_is_to_be_verified(signed_in: Client, tree: Tree) -> None:
    for name in ("b", "a"):
        make_place(name=name, organization=tree.haidian)
    rows = signed_in.get(f"{ADMIN}place/?verified=due&o=1").context["cl"].result_list
    assert [place.name for place in rows] == ["a", "b"]


def test_an_auditor_sees_numbers_but_no_buttons(
    client: Client, tree: Tree, places: list[Place]
) -> None:
    client.force_login(make_user("auditor", organization=tree.haidian, role="auditor"))
    page = client.get("/admin/").content.decode()
    assert "queue-card" in page
    assert "main-button" not in page
    assert "place/add/" not in page


def test_who_has_nothing_to_do_is_told_so(signed_in: Client, tree: Tree, today: dt.date) -> None:
    make_place(organization=tree.haidian, verified_on=today, **WHOLE)
    page = signed_in.get("/admin/")
    assert page.context["all_done"]
    assert "Nothing waits for you" in page.content.decode()
    make_place(organization=tree.street, status="draft")
    assert not signed_in.get("/admin/").context["all_done"]


def test_staff_without_a_union_sees_no_queue(client: Client, places: list[Place]) -> None:
    client.force_login(make_user("lost"))
    page = client.get("/admin/")
    assert "queue-card" not in page.content.decode()
    assert {card.count for card in page.context["waiting"]} == {0}


def test_the_front_page_needs_few_queries(
    signed_in: Client, places: list[Place], django_assert_max_num_queries: Any
) -> None:
    signed_in.get("/admin/")  # which finds the pairs; they are kept for a while
    with django_assert_max_num_queries(14):
        signed_in.get("/admin/")
