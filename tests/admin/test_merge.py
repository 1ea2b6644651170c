"""Two places become one, and two again: from the list, through an approver, for the public."""

from __future__ import annotations

import datetime as dt
import threading
from typing import Any

import pytest
from django.db import connection, connections
from django.test import Client
from django.utils import timezone

from network.edition import publish, store
from network.models import Change, ChangeCounter, Import, Place, PlaceWarning, Report, Status, User
from tests.admin.conftest import ADMIN, Tree
from tests.admin.test_bulk import states
from tests.builders import make_place, make_user

PLACES = f"{ADMIN}place/"


@pytest.fixture
def two(tree: Tree) -> list[Place]:
    """One place recorded twice, by the district and by its street."""
    spot = {"latitude": 39.95, "longitude": 116.33}
    kept = make_place(
        name="海淀驿站",
        organization=tree.haidian,
        amenities=["water"],
        note="甲",
        verified_on=dt.date(2026, 1, 5),
        phone="010-1",
        source="sheet",
        **spot,
    )
    other = make_place(
        name="海淀暖心驿站",
        organization=tree.street,
        amenities=["wifi"],
        note="乙",
        verified_on=dt.date(2026, 3, 5),
        phone="010-2",
        hours="24/7",
        **spot,
    )
    return [kept, other]


@pytest.fixture
def editor(tree: Tree) -> Client:
    """An editor of the district."""
    return client_of(make_user("editor", organization=tree.haidian, role="editor"))


def client_of(user: User) -> Client:
    """Signed in, reading English."""
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


def merge_url(one: Place, other: Place) -> str:
    """The screen of the two."""
    return f"{PLACES}merge/{one.pk}/{other.pk}/"


def plan(client: Client, kept: Place, other: Place, **said: Any) -> Any:
    """Press the button on the screen, as of the versions that are stored; the page that comes."""
    versions = dict(Place.objects.values_list("pk", "version"))
    seen = {f"version-{place.pk}": versions[place.pk] for place in (kept, other)}
    return client.post(merge_url(kept, other), {"stays": kept.pk} | seen | said, follow=True)


def decide(client: Client, batch: Import, **press: str) -> str:
    """Press a button of the batch; the page that comes."""
    url = f"{ADMIN}import/{batch.pk}/change/"
    return client.post(url, press or {"_apply": "1"}, follow=True).content.decode()


def merge(client: Client, kept: Place, other: Place, **said: Any) -> Import:
    """Plan and apply."""
    plan(client, kept, other, **said)
    batch = Import.objects.latest("pk")
    decide(client, batch)
    batch.refresh_from_db()
    assert batch.state == Import.State.APPLIED
    return batch


def published() -> None:
    """What the public sees, as of now."""
    publish.publish()
    store.refresh()


def test_the_screen_shows_what_differs_and_what_is_put_together(
    signed_in: Client, two: list[Place]
) -> None:
    page = signed_in.get(merge_url(*two)).content.decode()
    for words in ("010-1", "010-2", "24/7", "甲<br>乙", "water、wifi"):
        assert words in page
    assert page.count("checked") == 7
    assert not Import.objects.exists()


def test_the_one_that_stays_takes_over_what_is_right(signed_in: Client, two: list[Place]) -> None:
    kept, other = two
    before, changes = states(), Change.objects.count()
    counter = ChangeCounter.objects.get().value
    page = plan(signed_in, kept, other, phone=other.pk).content.decode()
    assert "Applying it writes 2 places" in page
    assert states() == before
    batch = Import.objects.latest("pk")
    decide(signed_in, batch)
    kept.refresh_from_db()
    other.refresh_from_db()
    assert (kept.name, kept.phone, kept.hours) == ("海淀驿站", "010-2", "24/7")
    assert (kept.verified_on, kept.note) == (dt.date(2026, 3, 5), "甲\n乙")
    assert kept.alias == "海淀暖心驿站"
    assert sorted(kept.amenities.values_list("code", flat=True)) == ["water", "wifi"]
    assert (other.status, other.replaced_by) == (Status.CLOSED, kept)
    assert Change.objects.count() == changes + 2
    assert set(Change.objects.order_by("-pk").values_list("through", flat=True)[:2]) == {"merge"}
    assert ChangeCounter.objects.get().value == counter + 1
    signed_in.post(f"{ADMIN}import/{batch.pk}/undo/")
    assert states() == before


def test_the_other_may_stay(signed_in: Client, two: list[Place]) -> None:
    merge(signed_in, two[1], two[0])
    two[0].refresh_from_db()
    assert two[0].replaced_by == two[1]


def test_two_are_chosen_in_the_list(signed_in: Client, two: list[Place]) -> None:
    third = make_place(organization=two[0].organization)
    for chosen, leads in ((two, merge_url(*two)), ([*two, third], ""), (two[:1], "")):
        keys = [place.pk for place in chosen]
        answer = signed_in.post(PLACES, {"action": "merge_two", "_selected_action": keys})
        assert answer["Location"].endswith(leads)
        assert ("merge/" in answer["Location"]) == bool(leads)


def test_an_editors_merge_waits_for_an_approver(
    editor: Client, signed_in: Client, two: list[Place]
) -> None:
    before = states()
    page = plan(editor, *two).content.decode()
    assert "Some of it needs an approver" in page
    batch = Import.objects.latest("pk")
    editor.post(f"{ADMIN}import/{batch.pk}/change/", {"_apply": "1"})
    assert states() == before
    decide(editor, batch, _ask="1")
    decide(signed_in, batch)
    two[1].refresh_from_db()
    assert two[1].replaced_by == two[0]


REFUSED = [
    ({"status": "closed"}, "is closed for good"),
    ({"is_demo": True}, "An invented place and a real one"),
]


@pytest.mark.parametrize(("values", "words"), REFUSED)
def test_what_can_not_be_merged_is_refused_with_words(
    values: dict[str, Any], words: str, signed_in: Client, two: list[Place]
) -> None:
    Place.objects.filter(pk=two[1].pk).update(**values)
    assert words in signed_in.get(merge_url(*two), follow=True).content.decode()
    assert words in plan(signed_in, *two).content.decode()
    assert not Import.objects.exists()


def test_a_place_is_not_merged_with_itself(signed_in: Client, two: list[Place]) -> None:
    for page in (
        signed_in.get(merge_url(two[0], two[0]), follow=True),
        plan(signed_in, two[0], two[0]),
    ):
        assert "can&#x27;t be merged with itself" in page.content.decode()


def test_what_the_public_sees_does_not_vanish(signed_in: Client, two: list[Place]) -> None:
    kept, other = two
    Place.objects.filter(pk=kept.pk).update(status="draft")
    words = "the place that stays must be shown, too"
    assert words in plan(signed_in, kept, other, status=kept.pk).content.decode()
    merge(signed_in, kept, other)
    kept.refresh_from_db()
    assert kept.status == "published"


@pytest.mark.parametrize("said", [{"phone": "999"}, {"phone": "x"}, {"phone": "1\x00"}])
def test_a_value_of_neither_place_is_refused(
    said: dict[str, str], signed_in: Client, two: list[Place]
) -> None:
    assert "belongs to neither place" in plan(signed_in, *two, **said).content.decode()
    assert not Import.objects.exists()


def test_an_older_version_is_refused(signed_in: Client, two: list[Place]) -> None:
    page = plan(signed_in, *two, **{f"version-{two[0].pk}": "1"}).content.decode()
    assert "Someone else has changed one of the two since" in page
    assert not Import.objects.exists()


def test_what_another_changed_meanwhile_stops_the_merge(
    signed_in: Client, two: list[Place]
) -> None:
    plan(signed_in, *two, phone=two[1].pk)
    Place.objects.filter(pk=two[0].pk).update(phone="010-3")
    before = states()
    page = decide(signed_in, Import.objects.latest("pk"))
    assert "Someone else has changed the same since" in page
    assert states() == before


def test_two_that_wait_to_go_into_each_other(
    editor: Client, signed_in: Client, two: list[Place]
) -> None:
    first, second = two
    plan(editor, first, second)
    plan(editor, second, first)
    one, other = Import.objects.order_by("pk")
    decide(editor, one, _ask="1")
    assert "waits for an approver" in plan(editor, second, first).content.decode()
    decide(signed_in, other)
    before = states()
    assert "Nothing was changed" in decide(signed_in, one)
    assert states() == before


def test_no_chain_ends_at_a_place_that_is_gone(signed_in: Client, two: list[Place]) -> None:
    last = make_place(organization=two[0].organization)
    plan(signed_in, *two)
    waiting = Import.objects.latest("pk")
    merge(signed_in, last, two[0])
    before = states()
    assert "Nothing was changed" in decide(signed_in, waiting)
    assert states() == before


def test_a_merge_that_changes_nothing_of_the_one_that_stays(signed_in: Client, tree: Tree) -> None:
    """Its plan holds one place only, and still looks at the other."""
    alike = {"name": "同名", "organization": tree.haidian, "latitude": 39.9, "longitude": 116.3}
    kept, other = (make_place(**alike, address="一号") for _n in range(2))
    plan(signed_in, kept, other)
    batch = Import.objects.latest("pk")
    assert batch.writes == 1
    Place.objects.filter(pk=kept.pk).update(status="closed")
    assert "the place that was to stay is closed by now" in decide(signed_in, batch)
    Place.objects.filter(pk=kept.pk).update(status="published", organization=tree.chaoyang)
    assert "no longer yours" in decide(signed_in, batch)
    Place.objects.filter(pk=kept.pk).update(organization=tree.haidian)
    decide(signed_in, batch)
    assert Change.objects.filter(through="merge").count() == 1


def test_what_was_edited_since_is_left_alone(signed_in: Client, two: list[Place]) -> None:
    batch = merge(signed_in, *two)
    Place.objects.filter(pk=two[0].pk).update(phone="010-9")
    signed_in.post(f"{ADMIN}import/{batch.pk}/undo/")
    for place in two:
        place.refresh_from_db()
    assert (two[1].status, two[1].replaced_by) == ("published", None)
    assert (two[0].phone, two[0].note) == ("010-9", "甲\n乙")


@pytest.mark.parametrize("foreign_status", ["draft", "published"])
def test_a_foreign_half_is_not_found(
    foreign_status: str, signed_in: Client, two: list[Place], tree: Tree
) -> None:
    foreign = make_place(organization=tree.chaoyang, status=foreign_status)
    for one, other in ((two[0], foreign), (foreign, two[0])):
        assert signed_in.get(merge_url(one, other)).status_code == 404
        assert plan(signed_in, one, other).status_code == 404
    assert signed_in.get(f"{PLACES}merge/{two[0].pk}/{10**30}/").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_two_people_merge_the_two_at_once(tree: Tree, two: list[Place]) -> None:
    clients = [
        client_of(make_user(name, organization=tree.haidian, role="approver")) for name in "ab"
    ]
    plan(clients[0], *two)
    plan(clients[1], *reversed(two))
    batches = list(Import.objects.order_by("pk"))
    gate = threading.Barrier(2)

    def press(client: Client, batch: Import) -> None:
        gate.wait()
        decide(client, batch)
        connections.close_all()

    threads = [
        threading.Thread(target=press, args=pair) for pair in zip(clients, batches, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert connection.vendor in ("sqlite", "postgresql")
    assert Import.objects.filter(state=Import.State.APPLIED).count() == 1
    assert Place.objects.filter(replaced_by__isnull=False).count() == 1


# What the public finds


def test_old_addresses_lead_to_the_place_that_stays(
    signed_in: Client, two: list[Place], client: Client
) -> None:
    last = make_place(organization=two[0].organization)
    published()
    merge(signed_in, *two)
    merge(signed_in, last, two[0])
    published()
    for place in two:
        answer = client.get(place.get_absolute_url())
        assert (answer.status_code, answer["Location"]) == (301, last.get_absolute_url())


def test_warnings_and_reports_are_those_of_the_place_that_stays(
    signed_in: Client, two: list[Place], client: Client
) -> None:
    kept, other = two
    today = timezone.localdate()
    PlaceWarning.objects.create(
        place=other, kind="locked", reported_on=today, until=today + dt.timedelta(days=5)
    )
    old = Report.objects.create(place=other, kind="locked", text="锁着门")
    new = Report.objects.create(place=kept, kind="locked", text="没人开门")
    batch = merge(signed_in, kept, other)
    published()
    seen = store.current().detail(kept.public_id) or {}
    assert [warning["kind"] for warning in seen["warnings"]] == ["locked"]
    for report, another in ((old, new), (new, old)):
        page = signed_in.get(f"{ADMIN}report/{report.pk}/change/").content.decode()
        assert another.text in page
        assert "Warning:" in page
    signed_in.post(
        f"{ADMIN}report/{new.pk}/change/", {"_dismiss": "1", "also": [old.pk], "answer": "否"}
    )
    assert not Report.objects.open().exists()
    assert PlaceWarning.objects.get().settled_at
    signed_in.post(f"{ADMIN}import/{batch.pk}/undo/")
    assert {report.place_id for report in Report.objects.all()} == {kept.pk, other.pk}


def test_the_history_of_the_place_that_stays_has_the_others(
    signed_in: Client, two: list[Place]
) -> None:
    kept, other = two
    Place.objects.filter(pk=other.pk).update(floor="三层")
    url = f"{PLACES}{kept.pk}/history/"
    assert "三层" not in signed_in.get(url).content.decode()
    merge(signed_in, kept, other)
    page = signed_in.get(url).content.decode()
    assert "三层" in page
    assert "of “海淀暖心驿站”, merged into it" in page


def test_who_keeps_the_place_reads_the_reports_of_what_went_into_it(
    tree: Tree, two: list[Place]
) -> None:
    city = client_of(make_user("city", organization=tree.city, role="approver"))
    far = make_place(organization=tree.far_street)
    further = make_place(organization=tree.chaoyang)
    report = Report.objects.create(place=further, kind="gone", text="没有了")
    street = make_user("street", organization=tree.street, role="approver")
    url = f"{ADMIN}report/{report.pk}/change/"
    assert client_of(street).get(url).status_code == 404
    first = merge(city, far, further)
    merge(city, two[1], far)
    assert "没有了" in client_of(street).get(url).content.decode()
    assert "没有了" in client_of(street).get(f"{ADMIN}report/").content.decode()
    neighbour = make_user("haidian", organization=tree.haidian, role="auditor")
    assert client_of(neighbour).get(url).status_code == 200, "the street is its own"
    own = Report.objects.create(place=two[1], kind="gone", text="本处")
    former = make_user("far", organization=tree.far_street, role="approver")
    page = client_of(former).get(url).content.decode()
    assert "没有了" in page
    assert "本处" not in page, "the reports of the place that stays are its keeper's"
    assert client_of(former).get(f"{ADMIN}report/{own.pk}/change/").status_code != 200
    assert first.state == Import.State.APPLIED
