"""Risky changes by editors: they wait, an approver decides, the public sees the old state."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from network.exchange.rewrites import Rewrite, new_batch, states_of
from network.models import Change, Import, Place, User
from tests.admin.conftest import ADMIN, Tree, change_url, sent
from tests.admin.test_imports import upload
from tests.builders import make_category, make_place, make_user
from tests.exchange.sheets import make_haidian, workbook

IMPORTS = f"{ADMIN}import/"
FAR, NEAR = "116.35, 39.95", "116.3362, 39.9513"  # GCJ-02; the pin is 116.33, 39.95 in WGS-84


def signed_in(user: User) -> Client:
    """Reading English."""
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


@pytest.fixture
def editor(tree: Tree) -> Client:
    """A clerk of the district."""
    return signed_in(make_user("li", organization=tree.haidian, role="editor"))


@pytest.fixture
def approver(tree: Tree) -> Client:
    """Who decides in the district."""
    return signed_in(make_user("wang", organization=tree.haidian, role="approver"))


@pytest.fixture
def place(own_place: Place) -> Place:
    """On the map."""
    Place.objects.filter(pk=own_place.pk).update(status="published")
    own_place.refresh_from_db()
    return own_place


def state(place: Place) -> dict[str, Any]:
    """All that is recorded of it."""
    return Place.objects.filter(pk=place.pk).values().get()


RISKY: list[dict[str, Any]] = [
    {"position": FAR},
    {"status": "closed"},
    {"category": "reading_room"},
    {"status": "draft"},
    {"position": FAR, "phone": "010-1"},
]


def risky(place: Place, change: dict[str, Any]) -> dict[str, Any]:
    """What the form sends."""
    if "category" in change:
        change = {"category": make_category("reading_room").pk}
    return sent(place, **change)


@pytest.mark.parametrize("change", RISKY)
def test_a_risky_change_waits_and_is_applied_when_approved(
    change: dict[str, Any], place: Place, editor: Client, approver: Client
) -> None:
    before = state(place)
    answer = editor.post(change_url(place), risky(place, change), follow=True)
    assert "It waits for an approver" in answer.content.decode()
    assert state(place) == before
    assert not Change.objects.filter(model="place", action="update", through="form").exists()
    batch = Import.objects.get()
    assert (batch.kind, batch.state, batch.writes, batch.risky) == ("edit", "waiting", 1, True)
    assert "waits for an approver" in editor.get(change_url(place)).content.decode()
    page = approver.get(f"{IMPORTS}{batch.pk}/change/").content.decode()
    assert "Approve and apply it" in page
    approver.post(f"{IMPORTS}{batch.pk}/change/", {"_apply": "1"})
    after = state(place)
    assert after["version"] == before["version"] + 1
    assert [name for name in after if after[name] != before[name] and name != "updated_at"]
    last = Change.objects.filter(model="place").latest("pk")
    assert (last.through, last.batch) == ("approval", str(batch.pk))
    assert Import.objects.get().decided_by.username == "wang"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "change", [{"position": NEAR}, {"phone": "010-1"}, {"status": "closed_for_now"}]
)
def test_what_is_not_risky_is_saved_at_once(
    change: dict[str, Any], place: Place, editor: Client
) -> None:
    before = place.version
    editor.post(change_url(place), sent(place, **change))
    place.refresh_from_db()
    assert place.version == before + 1
    assert not Import.objects.exists()


def test_an_approver_needs_nobody(place: Place, approver: Client) -> None:
    approver.post(change_url(place), sent(place, status="closed"))
    place.refresh_from_db()
    assert place.status == "closed"


def test_a_draft_moves_freely_and_is_deleted_by_consent(tree: Tree, editor: Client) -> None:
    draft = make_place(status="draft", organization=tree.haidian, latitude=39.95, longitude=116.33)
    editor.post(change_url(draft), sent(draft, position=FAR))
    draft.refresh_from_db()
    assert draft.longitude == pytest.approx(116.344, abs=0.002)
    editor.post(f"{ADMIN}place/{draft.pk}/delete/", {"post": "yes"})
    assert Place.objects.filter(pk=draft.pk).exists()
    assert Import.objects.get().state == "waiting"


def test_deleting_several_waits(tree: Tree, place: Place, editor: Client, approver: Client) -> None:
    other = make_place(name="另一处", organization=tree.street)
    data = {"action": "delete_selected", "_selected_action": [place.pk, other.pk], "post": "yes"}
    editor.post(f"{ADMIN}place/", data)
    assert Place.objects.count() == 2
    batch = Import.objects.get()
    approver.post(f"{IMPORTS}{batch.pk}/change/", {"_apply": "1"})
    assert not Place.objects.exists()
    gone = Change.objects.filter(model="place", action="delete")
    assert {change.before["name"] for change in gone} == {place.name, "另一处"}


def test_declining_needs_a_reason_and_tells_it(
    place: Place, editor: Client, approver: Client
) -> None:
    editor.post(change_url(place), sent(place, status="closed"))
    url = f"{IMPORTS}{Import.objects.get().pk}/change/"
    assert "Say why" in approver.post(url, {"_decline": "1"}, follow=True).content.decode()
    assert Import.objects.get().state == "waiting"
    approver.post(url, {"_decline": "1", "answer": "它还开着"})
    assert "它还开着" in editor.get(url).content.decode()
    assert editor.post(url, {"_apply": "1"}).status_code == 403
    assert approver.post(url, {"_apply": "1"}).status_code == 403
    assert Import.objects.get().state == "declined"
    place.refresh_from_db()
    assert place.status == "published"


def test_editors_can_t_approve_and_withdraw_only_their_own(
    tree: Tree, place: Place, editor: Client
) -> None:
    editor.post(change_url(place), sent(place, status="closed"))
    url = f"{IMPORTS}{Import.objects.get().pk}/change/"
    assert editor.post(url, {"_apply": "1"}).status_code == 403
    other = signed_in(make_user("zhao", organization=tree.haidian, role="editor"))
    assert other.post(url, {"_discard": "1"}).status_code == 403
    assert Import.objects.get().state == "waiting"
    editor.post(url, {"_discard": "1"})
    assert not Import.objects.exists()


def test_approval_keeps_what_others_did_elsewhere(
    place: Place, editor: Client, approver: Client
) -> None:
    editor.post(change_url(place), sent(place, status="closed", phone="010-1"))
    Place.objects.filter(pk=place.pk).update(floor="3层")
    approver.post(f"{IMPORTS}{Import.objects.get().pk}/change/", {"_apply": "1"})
    place.refresh_from_db()
    assert (place.status, place.phone, place.floor) == ("closed", "010-1", "3层")


def test_approval_refuses_what_another_changed_too(
    place: Place, editor: Client, approver: Client
) -> None:
    editor.post(change_url(place), sent(place, status="closed", phone="010-1"))
    Place.objects.filter(pk=place.pk).update(phone="010-2")
    url = f"{IMPORTS}{Import.objects.get().pk}/change/"
    answer = approver.post(url, {"_apply": "1"}, follow=True).content.decode()
    assert place.name in answer
    assert "has changed the same since" in answer
    place.refresh_from_db()
    assert (place.status, place.phone) == ("published", "010-2")
    assert Import.objects.get().state == "waiting"


def test_an_approved_change_is_taken_back(place: Place, editor: Client, approver: Client) -> None:
    before = state(place)
    editor.post(change_url(place), sent(place, position=FAR, amenity_choices=[]))
    batch = Import.objects.get()
    approver.post(f"{IMPORTS}{batch.pk}/change/", {"_apply": "1"})
    approver.post(f"{IMPORTS}{batch.pk}/undo/")
    after = state(place)
    assert {**after, "version": 0, "updated_at": 0} == {**before, "version": 0, "updated_at": 0}


def test_restoring_a_far_position_waits(place: Place, editor: Client) -> None:
    Place.objects.filter(pk=place.pk).update(longitude=116.5)
    change = Change.objects.filter(model="place", action="update").latest("pk")
    place.refresh_from_db()
    data = {"fields": "latitude longitude", "seen_version": place.version}
    editor.post(f"{ADMIN}place/{place.pk}/restore/{change.pk}/", data)
    place.refresh_from_db()
    assert place.longitude == 116.5
    assert Import.objects.get().state == "waiting"


def test_a_sheet_of_an_editor_that_moves_a_place_far_waits(
    tree: Tree, place: Place, editor: Client, approver: Client
) -> None:
    make_haidian()
    header = ["公开编号", "名称", "地址", "经度", "纬度"]
    rows = [header, [place.public_id, place.name, "一号", 116.5123456, 39.9523456]]
    upload(editor, data=workbook(*rows), datum="wgs84", category=place.category_id)
    batch = Import.objects.get()
    assert batch.risky, batch.report["lines"]
    url = f"{IMPORTS}{batch.pk}/change/"
    assert editor.post(url, {"_apply": "1"}).status_code == 403
    editor.post(url, {"_ask": "1", "message": "搬家了"})
    assert "搬家了" in approver.get(url).content.decode()
    approver.post(url, {"_apply": "1"})
    place.refresh_from_db()
    assert place.longitude == pytest.approx(116.5123456)


def test_what_has_become_risky_is_not_the_maker_s_to_apply(
    tree: Tree, editor: Client, approver: Client
) -> None:
    draft = make_place(status="draft", organization=tree.haidian, latitude=39.95, longitude=116.33)
    states = states_of([draft.pk])
    far = states[draft.pk].values | {"longitude": 116.5}
    rewrite = Rewrite(draft.pk, states[draft.pk].version, states[draft.pk].values, far)
    maker = User.objects.get(username="li")
    batch = new_batch([rewrite], kind=Import.Kind.BULK, user=maker)
    assert not batch.risky
    Place.objects.filter(pk=draft.pk).update(status="published")
    url = f"{IMPORTS}{batch.pk}/change/"
    assert (
        "needs an approver now" in editor.post(url, {"_apply": "1"}, follow=True).content.decode()
    )
    draft.refresh_from_db()
    assert draft.longitude == 116.33
    editor.post(url, {"_ask": "1"})
    approver.post(url, {"_apply": "1"})
    draft.refresh_from_db()
    assert draft.longitude == 116.5


def test_the_quick_fix_is_no_way_past_an_approver(place: Place, editor: Client) -> None:
    data = {"position": FAR, "position_datum": "gcj02", "seen_version": place.version}
    editor.post(f"{ADMIN}place/{place.pk}/fix/", data)
    assert Import.objects.get().state == "waiting"
    place.refresh_from_db()
    assert place.longitude == 116.33


def test_taking_back_is_no_way_past_an_approver(
    tree: Tree, editor: Client, approver: Client
) -> None:
    draft = make_place(status="draft", organization=tree.haidian, latitude=39.95, longitude=116.33)
    was = states_of([draft.pk])[draft.pk]
    rewrite = Rewrite(draft.pk, was.version, was.values, was.values | {"longitude": 116.5})
    maker = User.objects.get(username="li")
    batch = new_batch([rewrite], kind=Import.Kind.BULK, user=maker)
    editor.post(f"{IMPORTS}{batch.pk}/change/", {"_apply": "1"})
    Place.objects.filter(pk=draft.pk).update(status="published")
    data = {"anyway": [draft.pk]}
    page = editor.post(f"{IMPORTS}{batch.pk}/undo/", data, follow=True).content.decode()
    assert "needs an approver" in page
    draft.refresh_from_db()
    assert draft.longitude == 116.5
    approver.post(f"{IMPORTS}{batch.pk}/undo/", data)
    draft.refresh_from_db()
    assert draft.longitude == 116.33
