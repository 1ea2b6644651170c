"""The queue of likely duplicates: which pairs, for whom, and what is said of them."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from network.admin.duplicates import count_duplicates
from network.exchange import pairs
from network.exchange.pairs import Why, find_pairs
from network.models import DistinctPlaces, Place, User
from tests.admin.conftest import ADMIN, Tree
from tests.builders import make_category, make_district, make_place, make_user

URL = f"{ADMIN}place/duplicates/"
HERE = {"latitude": 39.95, "longitude": 116.33}
NEAR = {"latitude": 39.9502, "longitude": 116.33}  # 22 m
WALK = {"latitude": 39.952, "longitude": 116.33}  # 222 m
NOWHERE = {"latitude": None, "longitude": None, "status": "draft"}
FAR = {"latitude": 39.99, "longitude": 116.33}

FOUND: list[tuple[dict[str, Any], dict[str, Any], Why | None]] = [
    (
        {"name": "甲驿站", "address": "一号"},
        {"name": "甲 驿站", **FAR, "address": "一号"},
        Why.SAME_PLACE,
    ),
    ({"name": "甲驿站"}, {"name": "甲（驿站）", **WALK}, Why.SAME_NAME),
    ({"name": "甲驿站"}, {"name": "甲驿站", **FAR}, None),
    ({"name": "学院路暖心驿站"}, {"name": "学院路工会暖心驿站", **NEAR}, Why.SAME_SPOT),
    ({"name": "学院路暖心驿站"}, {"name": "学院路工会暖心驿站", **WALK}, None),
    ({"name": "3号楼暖心驿站"}, {"name": "13号楼暖心驿站", **NEAR}, None),
    ({"name": "甲大厦暖心驿站"}, {"name": "乙大厦暖心驿站", **NEAR}, None),
    ({"name": "甲驿站"}, {"name": "甲驿站", "status": "closed", **NEAR}, None),
    ({"name": "甲驿站"}, {"name": "甲驿站", "is_demo": True, **NEAR}, None),
    (
        {
            "name": "甲驿站",
            "address": "海淀区一号",
            "latitude": None,
            "longitude": None,
            "status": "draft",
        },
        {"name": "甲驿站", "address": "一号"},
        Why.SAME_PLACE,
    ),
]


@pytest.mark.parametrize(("one", "other", "why"), FOUND)
def test_which_two_may_be_one(
    one: dict[str, Any], other: dict[str, Any], why: Why | None, tree: Tree
) -> None:
    make_district()
    for values in (one, other):
        make_place(**{**HERE, **values})
    assert [pair.why for pair in find_pairs()] == ([why] if why else [])


def test_another_kind_of_place_is_no_duplicate_by_a_similar_name(tree: Tree) -> None:
    make_place(name="学院路驿站", **HERE)
    make_place(name="学院路工会驿站", category=make_category("centre"), **HERE)
    assert find_pairs() == []


def test_a_crowd_on_one_spot_is_still_searched(tree: Tree) -> None:
    for n in range(60):
        make_place(name=f"商场{n}号", **HERE)
    one, other = (make_place(name="商场驿站", **HERE) for _n in range(2))
    assert [pair[:2] for pair in find_pairs()] == [(one.pk, other.pk)]


@pytest.fixture
def pair(tree: Tree) -> tuple[Place, Place]:
    """Two of the district that are one."""
    return (
        make_place(name="甲驿站", organization=tree.haidian, **HERE),
        make_place(name="甲驿站", organization=tree.street, **NEAR),
    )


def test_the_queue_and_its_number(signed_in: Client, clerk: User, pair: Any) -> None:
    page = signed_in.get(URL).content.decode()
    assert "1 pair" in page
    assert "same name" in page
    assert f"/merge/{pair[0].pk}/{pair[1].pk}/" in page
    assert count_duplicates(clerk) == 1


def test_the_number_forgets_at_once_what_is_settled(clerk: User, pair: Any) -> None:
    assert count_duplicates(clerk) == 1
    Place.objects.filter(pk=pair[0].pk).update(status="closed")
    assert count_duplicates(clerk) == 0


def test_a_new_pair_is_in_the_queue_at_once(signed_in: Client, pair: Any, tree: Tree) -> None:
    signed_in.get(URL)
    make_place(name="甲驿站", organization=tree.haidian, **HERE)
    assert "3 pairs" in signed_in.get(URL).content.decode()


def test_two_places_are_remembered_and_may_be_one_again(
    signed_in: Client, clerk: User, pair: Any
) -> None:
    keys = f"{pair[1].pk}-{pair[0].pk}"
    for _twice in range(2):
        signed_in.post(URL, {"_two": keys})
    mark = DistinctPlaces.objects.get()
    assert (mark.one, mark.other, mark.user) == (*pair, clerk)
    assert count_duplicates(clerk) == 0
    page = signed_in.get(URL, {"show": "two"}).content.decode()
    assert "haidian-clerk" in page
    signed_in.post(URL, {"_again": keys})
    assert count_duplicates(clerk) == 1


@pytest.mark.parametrize("keys", ["", "1", "1-1", "1-2-3", "a-b", "-1-2", "9" * 30 + "-1"])
def test_what_is_no_pair_is_not_found(keys: str, signed_in: Client) -> None:
    assert signed_in.post(URL, {"_two": keys}).status_code == 404


def test_a_foreign_half_is_shown_as_the_public_sees_it(
    signed_in: Client, clerk: User, tree: Tree
) -> None:
    own = make_place(name="甲驿站", organization=tree.haidian, **HERE)
    foreign = make_place(
        name="甲驿站", organization=tree.chaoyang, note="内部", phone="010-777", **NEAR
    )
    page = signed_in.get(URL).content.decode()
    assert foreign.public_id in page
    assert "内部" not in page
    assert "010-777" not in page
    assert f"place/{foreign.pk}/" not in page
    assert "/merge/" not in page
    assert "an approver of Beijing Federation" in page
    Place.objects.filter(pk=foreign.pk).update(status="draft")
    assert "0 pairs" in signed_in.get(URL).content.decode()
    assert count_duplicates(clerk) == 0
    assert signed_in.post(URL, {"_two": f"{own.pk}-{foreign.pk}"}).status_code == 404
    assert not DistinctPlaces.objects.exists()


def test_pairs_of_others_are_not_told(client: Client, pair: Any, tree: Tree) -> None:
    for role, body in (("approver", tree.chaoyang), ("auditor", tree.haidian)):
        user = make_user(f"a-{role}", organization=body, role=role)
        client.force_login(user)
        answer = client.get(URL)
        assert "甲驿站" not in answer.content.decode()
        assert count_duplicates(user) == 0
        assert answer.status_code == (403 if role == "auditor" else 200)


def test_who_else_called_them_two_is_named_by_the_organization(
    signed_in: Client, tree: Tree
) -> None:
    own = make_place(name="甲驿站", organization=tree.haidian, **HERE)
    foreign = make_place(name="甲驿站", organization=tree.chaoyang, **NEAR)
    other = make_user("their-clerk", organization=tree.chaoyang, role="editor")
    type(tree.chaoyang).objects.filter(pk=tree.chaoyang.pk).update(name_en="Chaoyang union")
    DistinctPlaces.objects.create(one=own, other=foreign, user=other)
    page = signed_in.get(URL, {"show": "two"}).content.decode()
    assert "their-clerk" not in page
    assert page.count("Chaoyang union") == 2, "who keeps the other place, and who said it"


FILTERS = [
    ({"category": "warm_heart_station"}, 1),
    ({"category": "other"}, 0),
    ({"district": "110108"}, 0),
    ({"owner": "110108"}, 1),
    ({"owner": "110105"}, 0),
    ({"p": "99", "owner": "110108"}, 1),
]


@pytest.mark.parametrize(("query", "count"), FILTERS)
def test_filters(query: dict[str, str], count: int, signed_in: Client, pair: Any) -> None:
    word = "pair" if count == 1 else "pairs"
    assert f"{count} {word}" in signed_in.get(URL, query).content.decode()


def test_the_list_is_found_from_the_places(signed_in: Client, tree: Tree) -> None:
    assert URL in signed_in.get(f"{ADMIN}place/").content.decode()


def test_the_pairs_are_found_once_for_each_state(
    clerk: User, pair: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    pairs.likely_pairs()
    monkeypatch.setattr(pairs, "find_pairs", lambda: pytest.fail("nothing has changed"))
    pairs.likely_pairs()
