"""A stored plan becomes places at once or not at all, and history cannot tell the difference."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import OperationalError, connection

from network import recorder, staging
from network.exchange.imports import apply_import, plan_import
from network.models import (
    Change,
    ChangeCounter,
    Import,
    Place,
    StagedAmenity,
    StagedPlace,
    StagedService,
)
from tests.builders import make_organization, make_user
from tests.exchange.sheets import HEADER, make_haidian, make_options, station, workbook

pytestmark = pytest.mark.django_db

FIRST = (
    station("甲", service="饮水、法律援助、太空舱", number="62130974"),
    station("乙", address="朝阳区一号", position=("", "")),
    station("丙", address="三号", service="暂停服务"),
)
SECOND = (
    station("甲", service="医药箱、饮水", number="62130975"),
    station("乙", address="朝阳区一号", position=(116.4847, 39.9685)),
    station("丙", address="三号", service="暂停服务"),
    station("丁", address="四号"),
)


@pytest.fixture(autouse=True)
def _haidian() -> None:
    make_haidian()


def planned(*rows: list[Any], **told: Any) -> Import:
    return plan_import(workbook(HEADER, *rows), make_options(), **told)


def take_over(*rows: list[Any]) -> Import:
    batch = planned(*rows)
    apply_import(batch)
    return batch


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """All rows that an import may touch."""
    return {
        "places": list(Place.objects.order_by("pk").values_list()),
        "amenities": sorted(Place.objects.values_list("pk", "amenities__code")),
        "services": sorted(Place.objects.values_list("pk", "services__code"), key=str),
        "history": list(Change.objects.order_by("pk").values_list()),
        "counter": list(ChangeCounter.objects.values_list()),
        "imports": list(Import.objects.order_by("pk").values_list("pk", "state", "applied_at")),
        "staged": list(StagedPlace.objects.order_by("pk").values_list("pk")),
    }


def latest_changes() -> dict[int, tuple[str, dict[str, Any], dict[str, Any]]]:
    found = Change.objects.filter(model="place").order_by("pk")
    return {c.object_pk: (c.action, c.before, c.after) for c in found}


def test_places_are_written_as_planned() -> None:
    take_over(*FIRST)
    one, two, three = Place.objects.order_by("pk")
    assert [p.status for p in (one, two, three)] == ["published", "draft", "closed_for_now"]
    assert [p.version for p in (one, two, three)] == [1, 1, 1]
    assert [a.code for a in one.amenities.all()] == ["water"]
    assert [s.code for s in one.services.all()] == ["legal_aid"]
    assert one.services_text == "太空舱"


def test_changed_places_get_a_higher_version_and_time() -> None:
    take_over(*FIRST)
    before = Place.objects.get(name="甲")
    take_over(*SECOND)
    after = Place.objects.get(name="甲")
    assert (after.version, after.phone) == (before.version + 1, "62130975")
    assert after.updated_at > before.updated_at
    assert [a.code for a in after.amenities.order_by("code")] == ["first_aid", "water"]
    assert not after.services.exists()
    assert Place.objects.get(name="丙").version == 1


def test_each_changed_place_has_one_entry_that_says_who_and_through_what() -> None:
    take_over(*FIRST)
    seen = Change.objects.latest("pk").pk
    user = make_user(organization=make_organization())
    seen = Change.objects.latest("pk").pk
    batch = planned(*SECOND, user=user)
    apply_import(batch)
    entries = Change.objects.filter(pk__gt=seen).order_by("pk")
    assert [(e.action, e.model) for e in entries] == [
        ("update", "place"),
        ("update", "place"),
        ("create", "place"),
    ]
    assert {(e.user, e.through, e.batch) for e in entries} == {(user, "import", str(batch.pk))}


def test_the_history_of_new_places_is_the_recorders() -> None:
    take_over(*FIRST)
    states = recorder._states(Place, list(Place.objects.values_list("pk", flat=True)), "default")
    for pk, (action, before, after) in latest_changes().items():
        assert (action, before) == ("create", {})
        assert after == states[pk].values
        assert list(after) == list(states[pk].values) or connection.vendor == "postgresql"


def test_the_history_of_changes_is_the_recorders() -> None:
    take_over(*FIRST)
    pks = list(Place.objects.values_list("pk", flat=True))
    old = recorder._states(Place, pks, "default")
    take_over(*SECOND)
    new = recorder._states(Place, pks, "default")
    for pk in pks:
        change = recorder._difference(Place, pk, old[pk], new[pk])
        if change is not None:
            assert latest_changes()[pk] == (change.action, change.before, change.after)


def test_a_written_place_can_be_saved_without_a_trace() -> None:
    take_over(*FIRST)
    seen = Change.objects.count()
    for place in Place.objects.all():
        place.save()
    assert Change.objects.count() == seen


def test_the_change_counter_rises_once() -> None:
    batch = planned(*FIRST)
    value = ChangeCounter.objects.get().value
    apply_import(batch)
    assert ChangeCounter.objects.get().value == value + 1


def test_a_plan_that_writes_nothing_leaves_no_trace() -> None:
    take_over(*FIRST)
    value, changes = ChangeCounter.objects.get().value, Change.objects.count()
    take_over(*FIRST)
    assert (ChangeCounter.objects.get().value, Change.objects.count()) == (value, changes)


def test_publishing_is_asked_for_after_the_commit(
    django_capture_on_commit_callbacks: Any,
) -> None:
    batch = planned(*FIRST)
    with django_capture_on_commit_callbacks() as callbacks:
        apply_import(batch)
    assert callbacks


def test_staged_rows_are_gone_afterwards() -> None:
    take_over(*FIRST)
    assert not StagedPlace.objects.exists()
    assert not StagedAmenity.objects.exists()
    assert not StagedService.objects.exists()


def test_a_plan_is_applied_once() -> None:
    batch = take_over(*FIRST)
    before = everything()
    with pytest.raises(staging.AlreadyAppliedError):
        apply_import(batch)
    assert everything() == before


def test_a_plan_that_is_not_whole_is_not_applied() -> None:
    batch = planned(*FIRST)
    Import.objects.update(state=Import.State.PLANNING)
    with pytest.raises(staging.AlreadyAppliedError):
        apply_import(batch)
    assert not Place.objects.exists()


def rename(place: Place) -> None:
    place.note = "geändert"
    place.save()


@pytest.mark.parametrize(
    "meanwhile",
    [
        rename,
        lambda place: place.amenities.clear(),
        lambda place: Place.objects.filter(pk=place.pk).update(phone="1"),
        lambda place: place.delete(),
    ],
    ids=["saved", "amenities", "update()", "deleted"],
)
def test_places_changed_meanwhile_stop_the_plan_and_are_named(
    meanwhile: Callable[[Place], object],
) -> None:
    take_over(*FIRST)
    batch = planned(*SECOND)
    meanwhile(Place.objects.get(name="甲"))
    before = everything()
    with pytest.raises(staging.StalePlanError, match="2") as caught:
        apply_import(batch)
    assert caught.value.rows == [2]
    assert everything() == before


def test_places_that_the_plan_does_not_touch_may_change() -> None:
    take_over(*FIRST)
    batch = planned(*SECOND)
    rename(Place.objects.get(name="丙"))
    apply_import(batch)


def test_two_plans_of_one_file_make_the_places_once() -> None:
    one, other = planned(*FIRST), planned(*FIRST)
    apply_import(one)
    with pytest.raises(staging.StalePlanError) as caught:
        apply_import(other)
    assert caught.value.rows == [2, 3, 4]
    assert Place.objects.count() == 3


class Crash(OperationalError):
    """The database went away."""


@contextmanager
def crashing(at: int) -> Iterator[list[str]]:
    """Fail at this statement, counted from 0; gives the statements seen."""
    seen: list[str] = []

    def execute_or_crash(execute: Any, sql: str, *arguments: Any) -> Any:
        seen.append(sql)
        if len(seen) == at + 1:
            raise Crash
        return execute(sql, *arguments)

    with connection.execute_wrapper(execute_or_crash):
        yield seen


def test_a_crash_at_any_statement_means_that_nothing_happened() -> None:
    take_over(*FIRST)
    batch = planned(*SECOND)
    before = everything()
    for at in range(100):
        try:
            with crashing(at) as seen:
                staging.apply(batch)
        except Crash:
            assert everything() == before, seen[-1]
        else:
            break
    assert 10 <= at < 100
    assert Place.objects.get(name="丁").version == 1


def test_a_constraint_of_the_database_undoes_everything() -> None:
    batch = planned(*FIRST)
    StagedPlace.objects.filter(row=4).update(latitude=None, status="published")
    before = everything()
    with pytest.raises(staging.StagingError):
        apply_import(batch)
    assert everything() == before


def test_a_plan_left_behind_is_removed_by_a_later_one() -> None:
    batch = planned(*FIRST)
    staging.apply(batch)
    assert StagedPlace.objects.exists()
    planned()
    assert not StagedPlace.objects.exists()
