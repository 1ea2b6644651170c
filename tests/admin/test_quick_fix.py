"""Places without a position come up one after another, within the rights, and are saved once."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from network import recorder
from network.models import Change, Organization, Place
from tests.admin.conftest import ADMIN, Tree
from tests.builders import make_district, make_place, make_subdistrict, make_user

HERE = "116.339179, 39.95804"
FIX = f"{ADMIN}place/fix/"


def nowhere(owner: Organization, **values: Any) -> Place:
    values = {"status": "draft", "latitude": None, "longitude": None} | values
    return make_place(organization=owner, **values)


def one(place: Place) -> str:
    return f"{ADMIN}place/{place.pk}/fix/"


def sent(place: Place, **values: Any) -> dict[str, Any]:
    seen = {"position": HERE, "position_datum": "gcj02", "seen_version": place.version}
    return seen | values


def shown(client: Client, url: str, **query: str) -> str:
    """The name on the screen to which an address leads."""
    answer = client.get(url, query, follow=True)
    assert answer.status_code == 200
    return str(answer.context["title"])


def test_they_come_up_one_after_another(signed_in: Client, tree: Tree) -> None:
    first, second = nowhere(tree.haidian, name="甲"), nowhere(tree.street, name="乙")
    page = signed_in.get(FIX, follow=True)
    assert page.context["place"] == first
    assert "<b>1</b> of <b>2</b>" in page.content.decode()
    answer = signed_in.post(one(first), sent(first), follow=True)
    assert answer.context["place"] == second
    assert "<b>2</b> of <b>2</b>" in answer.content.decode()
    answer = signed_in.post(answer.request["PATH_INFO"] + "?done=1", sent(second), follow=True)
    assert "2 places were given their positions." in answer.content.decode()
    assert not Place.objects.filter(latitude=None).exists()


def test_a_save_is_the_position_in_wgs84_and_one_change(signed_in: Client, tree: Tree) -> None:
    place = nowhere(tree.haidian)
    before = Change.objects.count()
    signed_in.post(one(place), sent(place))
    place.refresh_from_db()
    assert (place.latitude, place.longitude) == pytest.approx((39.9566, 116.3331), abs=1e-3)
    assert place.status == "draft"
    assert Change.objects.count() == before + 1
    assert set(Change.objects.latest("pk").after) == {"latitude", "longitude"}


def test_a_tick_publishes_in_the_same_change(signed_in: Client, tree: Tree) -> None:
    place = nowhere(tree.haidian)
    before = Change.objects.count()
    answer = signed_in.post(one(place), sent(place, publish="on"), follow=True)
    place.refresh_from_db()
    assert place.status == "published"
    assert Change.objects.count() == before + 1
    assert f"/places/{place.public_id}" in answer.content.decode()


def test_what_the_model_refuses_is_not_published(signed_in: Client, tree: Tree) -> None:
    place = nowhere(tree.haidian)
    Place.objects.filter(pk=place.pk).update(
        subdistrict=make_subdistrict(), district=make_district("110105", name="朝阳区")
    )
    place.refresh_from_db()
    answer = signed_in.post(one(place), sent(place, publish="on"))
    assert "This street lies in another district." in answer.content.decode()
    assert not Place.objects.filter(pk=place.pk, latitude__isnull=False).exists()


def test_only_drafts_are_offered_for_publishing(signed_in: Client, tree: Tree) -> None:
    place = nowhere(tree.haidian, status="closed")
    assert "publish" not in signed_in.get(one(place)).context["form"].fields
    signed_in.post(one(place), sent(place, publish="on"))
    place.refresh_from_db()
    assert (place.status, place.latitude is None) == ("closed", False)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"position": ""}, "Set the position first"),
        ({"position": "here"}, "No position was found"),
        ({"position": "nan, nan"}, "No position was found"),
        ({"position": "121.473701, 31.230416"}, "outside Beijing"),
        ({"seen_version": "0"}, "Someone else has changed this place"),
        ({"seen_version": "x"}, "Someone else has changed this place"),
    ],
)
def test_what_is_not_right_is_said_and_not_saved(
    signed_in: Client, tree: Tree, values: dict[str, str], sentence: str
) -> None:
    place = nowhere(tree.haidian)
    before = Change.objects.count()
    answer = signed_in.post(one(place), sent(place, **values))
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert Change.objects.count() == before


def test_an_odd_position_is_saved_once_it_is_confirmed(signed_in: Client, tree: Tree) -> None:
    place = nowhere(tree.haidian)
    swapped = "39.95804, 116.339179"
    values = sent(place, position=swapped, position_answer=f"swapped gcj02 {swapped}")
    signed_in.post(one(place), values)
    place.refresh_from_db()
    assert place.latitude == pytest.approx(39.9566, abs=1e-3)


# Two people


def test_who_comes_second_sees_what_the_first_wrote(signed_in: Client, tree: Tree) -> None:
    place = nowhere(tree.haidian)
    Place.objects.filter(pk=place.pk).update(address="新地址9号")
    refused = signed_in.post(one(place), sent(place))
    text = refused.content.decode()
    assert "Someone else has changed this place" in text
    assert "新地址9号" in text
    assert HERE in text
    assert Place.objects.filter(pk=place.pk, latitude=None).exists()
    seen = refused.context["form"]["seen_version"].value()
    signed_in.post(one(place), sent(place, seen_version=seen))
    assert Place.objects.filter(pk=place.pk, latitude__isnull=False, address="新地址9号").exists()


def test_a_place_that_was_deleted_is_not_made_again(
    signed_in: Client, tree: Tree, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = nowhere(tree.haidian)
    together = recorder.together

    def late() -> Any:
        Place.objects.filter(pk=place.pk).delete()
        return together()

    monkeypatch.setattr(recorder, "together", late)
    answer = signed_in.post(one(place), sent(place))
    assert "deleted meanwhile" in answer.content.decode()
    assert not Place.objects.filter(pk=place.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_is_refused(tree: Tree) -> None:
    place = nowhere(tree.haidian)
    clients = [Client(), Client()]
    for number, client in enumerate(clients):
        client.force_login(make_user(f"racer-{number}", organization=tree.haidian, role="editor"))
    codes: list[int] = []

    def save(client: Client, position: str) -> None:
        codes.append(client.post(one(place), sent(place, position=position)).status_code)
        connections.close_all()

    positions = ["116.339179, 39.95804", "116.349179, 39.96804"]
    threads = [
        threading.Thread(target=save, args=pair) for pair in zip(clients, positions, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(codes) == [200, 302]
    assert Place.objects.get(pk=place.pk).version == place.version + 1


# Which come up


def test_the_lists_query_is_kept(signed_in: Client, tree: Tree) -> None:
    nowhere(tree.haidian, name="甲", status="closed")
    draft, other = nowhere(tree.haidian, name="乙"), nowhere(tree.haidian, name="丙")
    assert shown(signed_in, FIX, status__exact="draft") == "乙"
    page = signed_in.get(FIX, {"status__exact": "draft"}, follow=True)
    assert "<b>1</b> of <b>2</b>" in page.content.decode()
    skip = page.context["skip"]
    assert shown(signed_in, skip) == str(other)
    page = signed_in.post(f"{one(draft)}?status__exact=draft", sent(draft), follow=True)
    assert page.context["place"] == other
    assert shown(signed_in, FIX, q="丙") == "丙"


def test_what_has_a_position_does_not_come_up(signed_in: Client, own_place: Place) -> None:
    page = signed_in.get(FIX, {"position": "yes"})
    assert "No place here is without a position." in page.content.decode()
    assert "no longer" in signed_in.get(one(own_place)).content.decode()


def test_after_the_last_the_skipped_ones_are_told(signed_in: Client, tree: Tree) -> None:
    place = nowhere(tree.haidian)
    page = signed_in.get(FIX, {"after": str(place.pk)})
    assert "1 place that was skipped" in page.content.decode()
    assert shown(signed_in, page.context["again"]) == str(place)


def test_foreign_places_never_come_up(signed_in: Client, tree: Tree) -> None:
    place = nowhere(tree.chaoyang)
    assert "No place here" in signed_in.get(FIX).content.decode()
    assert signed_in.get(one(place)).status_code == 404
    assert signed_in.post(one(place), sent(place)).status_code == 404
    assert Place.objects.get(pk=place.pk).latitude is None


def test_who_only_reads_is_not_asked(client: Client, tree: Tree) -> None:
    place = nowhere(tree.haidian)
    client.force_login(make_user("auditor", organization=tree.haidian, role="auditor"))
    assert client.get(FIX).status_code == 403
    assert client.post(one(place), sent(place)).status_code == 403
    assert "place/fix" not in client.get(f"{ADMIN}place/?position=no").content.decode()


@pytest.mark.parametrize(
    "query",
    [
        {"after": "x"},
        {"after": "9" * 30},
        {"after": "-1", "done": "-1"},
        {"done": "y"},
        {"p": "7"},
        {"status__exact": "burnt"},
        {"q": "\x00"},
        {"o": "99.x"},
    ],
    ids=str,
)
def test_any_query_is_answered(signed_in: Client, tree: Tree, query: dict[str, str]) -> None:
    nowhere(tree.haidian)
    assert signed_in.get(FIX, query, follow=True).status_code == 200


def test_a_filter_that_there_is_not_is_not_found(signed_in: Client, tree: Tree) -> None:
    assert signed_in.get(FIX, {"updated_at__gte": "yesterday"}).status_code == 404


def test_the_list_leads_there_with_its_filters(signed_in: Client, tree: Tree) -> None:
    nowhere(tree.haidian)
    page = signed_in.get(f"{ADMIN}place/", {"position": "no", "q": "驿站"}).content.decode()
    assert 'href="fix/?position=no&amp;q=%E9%A9%BF%E7%AB%99"' in page
    assert "fix/?" not in signed_in.get(f"{ADMIN}place/").content.decode()


def test_the_screen_asks_the_database_little(signed_in: Client, tree: Tree) -> None:
    places = [nowhere(tree.haidian) for _n in range(30)]
    signed_in.get(one(places[0]))
    with CaptureQueriesContext(
        connection,
    ) as queries:
        signed_in.get(one(places[3]), {"status__exact": "draft", "q": "驿站"})
    assert len(queries) < 15, [query["sql"][:90] for query in queries]
