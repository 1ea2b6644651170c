"""Many places at once: chosen in the list, looked at, applied, taken back."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from network.models import Change, ChangeCounter, Import, Place
from network.querysets import MANY
from tests.admin.conftest import ADMIN, Tree
from tests.builders import make_amenity, make_place, make_user

PLACES = f"{ADMIN}place/"
TODAY = timezone.localdate


@pytest.fixture
def places(tree: Tree) -> list[Place]:
    """Two of the district, one of its street."""
    return [
        make_place(name="甲", organization=tree.haidian, hours="Mo-Fr 09:00-17:00", phone="1"),
        make_place(name="乙", organization=tree.haidian),
        make_place(name="丙", organization=tree.street, status="draft"),
    ]


def choose(client: Client, what: str, places: list[Place], /, **said: Any) -> Any:
    """Choose places in the list and send the form; the page that comes."""
    data = {"action": f"bulk_{what}", "_selected_action": [place.pk for place in places]}
    return client.post(PLACES, data | ({"_bulk": "1"} | said if said else {}), follow=True)


def apply(client: Client) -> Import:
    """What was planned last."""
    batch = Import.objects.latest("pk")
    client.post(f"{ADMIN}import/{batch.pk}/change/", {"_apply": "1"})
    batch.refresh_from_db()
    return batch


def states() -> list[dict[str, Any]]:
    """All places with what is there."""
    rows = list(Place.objects.order_by("pk").values())
    codes = [
        sorted(place.amenities.values_list("code", flat=True))
        for place in Place.objects.order_by("pk")
    ]
    return [
        {**row, "updated_at": 0, "version": 0, "codes": some}
        for row, some in zip(rows, codes, strict=True)
    ]


def test_the_form_names_the_places(signed_in: Client, places: list[Place]) -> None:
    page = choose(signed_in, "hours", places).content.decode()
    assert "3 places" in page
    assert "甲、乙、丙" in page
    assert not Import.objects.exists()


CHANGES: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("hours", {"template": "office"}, {"hours": "Mo-Fr 09:00-17:00"}),
    ("hours", {"template": "words", "words": "每天9点到18点"}, {"hours": "09:00-18:00"}),
    ("access", {"access_who": ["members"], "free_of_charge": "yes"}, {"access_who": "members"}),
    ("verified", {"day": "2026-01-05"}, {"verified_on": dt.date(2026, 1, 5)}),
]


@pytest.mark.parametrize(("what", "said", "becomes"), CHANGES)
def test_a_change_is_shown_applied_and_taken_back(
    what: str, said: dict[str, Any], becomes: dict[str, Any], signed_in: Client, places: list[Place]
) -> None:
    before, changes = states(), Change.objects.count()
    page = choose(signed_in, what, places, **said).content.decode()
    assert "Applying it writes 3 places" in page
    assert states() == before
    counter = ChangeCounter.objects.get().value
    batch = apply(signed_in)
    for place in Place.objects.all():
        assert {name: getattr(place, name) for name in becomes} == becomes
        assert place.version == 2
    assert Change.objects.count() == changes + 3
    assert ChangeCounter.objects.get().value == counter + 1
    told = Change.objects.latest("pk")
    assert (told.through, told.batch) == ("bulk", str(batch.pk))
    signed_in.post(f"{ADMIN}import/{batch.pk}/undo/")
    assert states() == before


def test_amenities_come_and_go(signed_in: Client, places: list[Place]) -> None:
    water, wifi = make_amenity("drinking_water"), make_amenity("wifi")
    places[0].amenities.set([water])
    before = states()
    choose(signed_in, "amenities", places[:2], add=[wifi.pk], remove=[water.pk])
    batch = apply(signed_in)
    assert [list(p.amenities.values_list("code", flat=True)) for p in places[:2]] == [["wifi"]] * 2
    signed_in.post(f"{ADMIN}import/{batch.pk}/undo/")
    assert states() == before


def test_a_season_keeps_the_hours_of_each_place(signed_in: Client, places: list[Place]) -> None:
    year = TODAY().year + 1
    said = {"template": "daily", "first": f"{year}-06-01", "last": f"{year}-09-15"}
    page = choose(signed_in, "hours", places[:2], **said).content.decode()
    assert page.count("<figcaption>") == 2, "each of the two sets of hours"
    assert page.count('<li class="coming-') == 28, "day by day"
    apply(signed_in)
    hours = list(Place.objects.order_by("pk").values_list("hours", flat=True))[:2]
    season = f"{year} Jun 01-{year} Sep 15"
    assert hours == [
        f"Mo-Fr 09:00-17:00; {season} off; {season} 09:00-21:00",
        f"unknown; {season} off; {season} 09:00-21:00",
    ]


def test_closing_for_now_leaves_drafts_out_and_says_so(
    signed_in: Client, places: list[Place]
) -> None:
    day = TODAY() + dt.timedelta(days=9)
    page = choose(signed_in, "closed", places, what="close", day=day.isoformat()).content.decode()
    assert "1 place: drafts" in page
    apply(signed_in)
    assert set(Place.objects.values_list("name", "status", "closed_until")) == {
        ("甲", "closed_for_now", day),
        ("乙", "closed_for_now", day),
        ("丙", "draft", None),
    }
    choose(signed_in, "closed", places, what="open", day="")
    apply(signed_in)
    assert set(Place.objects.values_list("status", flat=True)) == {"published", "draft"}


def test_assigning_offers_only_own_bodies(
    signed_in: Client, tree: Tree, places: list[Place]
) -> None:
    page = choose(signed_in, "assign", places, organization=tree.chaoyang.pk).content.decode()
    assert "Select a valid choice" in page
    choose(signed_in, "assign", places, organization=tree.street.pk)
    apply(signed_in)
    assert set(Place.objects.values_list("organization", flat=True)) == {tree.street.pk}


WRONG: list[tuple[str, dict[str, Any], str]] = [
    ("hours", {"template": "words", "words": "有时候开"}, "not certain"),
    ("hours", {"template": "office", "first": "2027-06-01"}, "both days"),
    ("hours", {"template": "office", "first": "2020-06-01", "last": "2020-07-01"}, "past"),
    (
        "hours",
        {"template": "office", "first": "2027-06-01", "last": "2027-05-01"},
        "after the first",
    ),
    ("hours", {"template": "nonsense"}, "Select a valid choice"),
    ("access", {"free_of_charge": ""}, "Say what is to change"),
    ("amenities", {"add": []}, "Say what is to change"),
    ("verified", {"day": "2099-01-01"}, "yet to come"),
    ("verified", {"day": "yesterday"}, "Enter a valid date"),
    ("closed", {"what": "close", "day": "2020-01-01"}, "This day is past"),
    ("closed", {"what": "open", "day": "2099-01-01"}, "no day to wait for"),
]


@pytest.mark.parametrize(("what", "said", "answer"), WRONG)
def test_what_is_wrong_is_said(
    what: str, said: dict[str, Any], answer: str, signed_in: Client, places: list[Place]
) -> None:
    page = choose(signed_in, what, places, **said)
    assert page.status_code == 200
    assert answer in page.content.decode()
    assert not Import.objects.exists()


def test_many_places_of_an_editor_wait(tree: Tree, signed_in: Client) -> None:
    made = [make_place(name=f"第{n}处", organization=tree.haidian) for n in range(MANY + 1)]
    client = Client(headers={"accept-language": "en"})
    client.force_login(make_user("li", organization=tree.haidian, role="editor"))
    page = choose(client, "verified", made, day="2026-01-05").content.decode()
    assert "Ask an approver" in page
    url = f"{ADMIN}import/{Import.objects.get().pk}/change/"
    assert client.post(url, {"_apply": "1"}).status_code == 403
    client.post(url, {"_ask": "1"})
    signed_in.post(url, {"_apply": "1"})
    assert Place.objects.filter(verified_on="2026-01-05").count() == MANY + 1


def test_all_that_the_filters_show(tree: Tree, signed_in: Client) -> None:
    for n in range(60):
        make_place(name=f"第{n}处", organization=tree.haidian, phone="1" if n % 2 else "")
    first = Place.objects.order_by("pk").first()
    data = {"action": "bulk_verified", "_selected_action": [getattr(first, "pk", 0)]}
    data |= {"select_across": "1", "_bulk": "1", "day": "2026-01-05"}
    signed_in.post(f"{PLACES}?q=第", data)
    apply(signed_in)
    assert Place.objects.filter(verified_on="2026-01-05").count() == 60


def test_foreign_places_are_not_reached(tree: Tree, signed_in: Client) -> None:
    foreign = make_place(name="别家", organization=tree.chaoyang)
    choose(signed_in, "verified", [foreign], day="2026-01-05")
    assert not Import.objects.filter(writes__gt=0).exists()
    foreign.refresh_from_db()
    assert foreign.verified_on is None
