"""Every way that rows change is recorded, and nothing that changes nothing is."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import transaction

from network import recorder
from network.models import Amenity, Change, ChangeCounter, Place, PlaceAmenity
from tests.builders import make_amenity, make_organization, make_place, make_user

pytestmark = pytest.mark.django_db


def counter() -> int:
    return ChangeCounter.objects.get().value


def rename(place: Place) -> None:
    place.name = "新名"
    place.save()


def load_fixture(place: Place) -> None:
    row = {
        "model": "network.place",
        "pk": place.pk,
        "fields": {
            "name": "新名",
            "public_id": place.public_id,
            "category": place.category_id,
            "organization": place.organization_id,
            "status": "draft",
            "amenities": [],
        },
    }
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "one.json"
        file.write_text(json.dumps([row]))
        call_command("loaddata", file, verbosity=0)


def update_in_bulk(place: Place) -> None:
    place.name = "新名"
    Place.objects.bulk_update([place], ["name"])


UPDATES: dict[str, Callable[[Place], object]] = {
    "save": rename,
    "update": lambda place: Place.objects.filter(pk=place.pk).update(name="新名"),
    "bulk_update": update_in_bulk,
    "update_or_create": lambda place: Place.objects.update_or_create(
        pk=place.pk, defaults={"name": "新名"}
    ),
    "loaddata": load_fixture,
    "amenities.add": lambda place: place.amenities.add(make_amenity("sofa")),
    "amenities.remove": lambda place: place.amenities.remove(make_amenity("water")),
    "amenities.set": lambda place: place.amenities.set([make_amenity("sofa")]),
    "amenities.clear": lambda place: Place.objects.get(pk=place.pk).amenities.clear(),
    "link save": lambda place: PlaceAmenity(place=place, amenity=make_amenity("sofa")).save(),
    "link create": lambda place: PlaceAmenity.objects.create(
        place=place, amenity=make_amenity("sofa")
    ),
    "link bulk_create": lambda place: PlaceAmenity.objects.bulk_create(
        [PlaceAmenity(place=place, amenity=make_amenity("sofa"))]
    ),
    "link delete": lambda place: place.amenity_links.get().delete(),
    "links delete": lambda place: place.amenity_links.all().delete(),
    "reverse set": lambda place: make_amenity("sofa").places.set([place]),
    "related update": lambda place: place.category.places.update(name="新名"),
}


@pytest.mark.parametrize("path", UPDATES)
def test_each_update_path_writes_one_change(path: str) -> None:
    place = make_place(amenities=["water"])
    make_amenity("sofa")
    history = Change.objects.filter(model="place", object_pk=place.pk)
    entries, version, value = history.count(), place.version, counter()
    UPDATES[path](place)
    fresh = Place.objects.get(pk=place.pk)
    changed = set(history.order_by("id")[entries:].values_list("action", flat=True))
    assert changed == {"update"}
    assert fresh.version == version + history.count() - entries
    assert counter() > value
    assert history.first().after  # type: ignore[union-attr]  # there is one


def test_a_save_writes_exactly_one_change() -> None:
    place = make_place()
    before = Change.objects.count()
    rename(place)
    assert Change.objects.count() == before + 1
    assert Change.objects.first().after == {"name": "新名"}  # type: ignore[union-attr]  # exists


def test_saving_unchanged_leaves_no_trace() -> None:
    place = make_place()
    before = Change.objects.count(), counter(), place.version
    place.save()
    Place.objects.filter(pk=place.pk).update(name=place.name)
    place.amenities.set([])
    place.refresh_from_db()
    assert (Change.objects.count(), counter(), place.version) == before


def test_a_stale_instance_does_not_turn_the_version_back() -> None:
    place = make_place()
    stale = Place.objects.get(pk=place.pk)
    rename(place)
    rename_version = place.version
    stale.address = "别处"
    stale.save()
    assert stale.version == rename_version + 1


def test_bulk_create_records_each_row() -> None:
    model = make_place()
    value = counter()
    rows = [
        Place(name=f"批量{i}", category=model.category, organization=model.organization)
        for i in range(3)
    ]
    Place.objects.bulk_create(rows)
    created = Change.objects.filter(action="create", object_pk__in=[row.pk for row in rows])
    assert created.filter(model="place").count() == 3
    assert counter() == value + 1


def test_bulk_create_that_hides_conflicts_is_refused() -> None:
    with pytest.raises(TypeError, match="can't be recorded"):
        Amenity.objects.bulk_create([Amenity(code="x", name="x")], ignore_conflicts=True)


@pytest.mark.parametrize("delete", [lambda p: p.delete(), lambda p: Place.objects.all().delete()])
def test_delete_keeps_the_last_state(delete: Callable[[Place], object]) -> None:
    place = make_place(amenities=["water"])
    pk = place.pk
    delete(place)
    change = Change.objects.filter(model="place", object_pk=pk).latest("id")
    assert change.action == "delete"
    assert change.before["amenities"] == ["water"]
    assert change.before["name"] == place.name


def test_history_names_user_and_path() -> None:
    user = make_user()
    with recorder.recording(user=user, through="import", batch="12"):
        place = make_place()
    change = Change.objects.filter(object_pk=place.pk, model="place").latest("id")
    assert (change.user, change.through, change.batch) == (user, "import", "12")


def test_a_failed_transaction_leaves_no_history() -> None:
    before = Change.objects.count()
    with transaction.atomic():
        make_organization("x")
        transaction.set_rollback(True)
    assert Change.objects.count() == before


def test_writes_together_are_one_change() -> None:
    place = make_place(amenities=["water"])
    history = Change.objects.filter(model="place", object_pk=place.pk)
    version, before = place.version, history.count()
    with recorder.together():
        rename(place)
        place.amenities.set([make_amenity("sofa")])
        place.amenities.clear()
    place.refresh_from_db()
    change = history.latest("id")
    assert history.count() == before + 1
    assert change.before == {"name": change.before["name"], "amenities": ["water"]}
    assert change.after == {"name": "新名", "amenities": []}
    assert place.version == version + 1


def test_a_row_made_together_with_its_links_is_one_change() -> None:
    with recorder.together():
        place = make_place(amenities=["water", "wifi"], services=["legal_aid"])
    change = Change.objects.get(model="place", object_pk=place.pk)
    assert (change.action, change.after["amenities"]) == ("create", ["water", "wifi"])


def test_nothing_is_recorded_of_writes_together_that_fail() -> None:
    before = Change.objects.count()
    with pytest.raises(ZeroDivisionError), recorder.together():
        make_place(name=str(1 // 0))
    assert Change.objects.count() == before


def test_hooks_run_after_the_commit(django_capture_on_commit_callbacks: object) -> None:
    with django_capture_on_commit_callbacks() as callbacks:  # type: ignore[operator]  # a fixture
        make_place()
    assert callbacks
