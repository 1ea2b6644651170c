"""An import is taken back row for row; what others did since stays, unless it is chosen."""

from __future__ import annotations

from typing import Any

import pytest

from network.exchange.errors import ExchangeError
from network.exchange.imports import apply_import, plan_import
from network.exchange.undo import steps, undo
from network.models import Change, Import, Place, Report, User
from network.staging import AlreadyAppliedError, ForeignPlanError, StalePlanError
from tests.builders import make_organization, make_place, make_user
from tests.exchange.sheets import HEADER, make_haidian, make_options, station, workbook

pytestmark = pytest.mark.django_db

FIRST = (
    station("甲", service="饮水、法律援助、太空舱", number="62130974"),
    station("乙", address="二号", position=("", "")),
)
SECOND = (
    station("甲", service="医药箱、饮水", number="62130975"),
    station("乙", address="二号", position=(116.3391, 39.9580)),
    station("丙", address="三号", service="饮水"),
)
# Which save a row is of; every other column must be as before.
SINCE = ("version", "updated_at")


@pytest.fixture(autouse=True)
def _haidian() -> None:
    make_haidian()


@pytest.fixture
def officer() -> User:
    """An approver of Haidian."""
    return make_user("officer", role="approver", organization=make_organization("110108"))


def take_over(*rows: list[Any], user: User | None = None) -> Import:
    batch = plan_import(workbook(HEADER, *rows), make_options(), user=user)
    apply_import(batch, user=user)
    return Import.objects.get(pk=batch.pk)


def everything() -> dict[str, Any]:
    """All places with what they have and offer."""
    names = [f.attname for f in Place._meta.concrete_fields if f.name not in SINCE]
    amenities = Place.objects.exclude(amenities=None).values_list("pk", "amenities__code")
    services = Place.objects.exclude(services=None).values_list("pk", "services__code")
    return {
        "places": list(Place.objects.order_by("pk").values_list(*names)),
        "amenities": sorted(amenities),
        "services": sorted(services),
    }


def test_everything_is_as_before(officer: User) -> None:
    take_over(*FIRST)
    before = everything()
    batch = take_over(*SECOND, user=officer)
    assert everything() != before
    applied = undo(batch, user=officer)
    assert everything() == before
    assert (applied.created, applied.updated, applied.deleted) == (0, 2, 1)
    assert Import.objects.get(pk=batch.pk).state == Import.State.UNDONE


def test_the_history_tells_it(officer: User) -> None:
    batch = take_over(*FIRST, user=officer)
    seen = Change.objects.latest("pk").pk
    undo(batch, user=officer)
    entries = Change.objects.filter(pk__gt=seen)
    assert {(e.action, e.through, e.batch, e.user) for e in entries} == {
        ("delete", "undo", str(batch.pk), officer)
    }
    assert entries.get(before__name="甲").before["amenities"] == ["water"]
    assert not Place.objects.exists()


def edited_since(officer: User) -> tuple[Import, Place]:
    """An import, one of whose places was edited after it."""
    take_over(*FIRST)
    batch = take_over(*SECOND, user=officer)
    place = Place.objects.get(name="甲")
    place.address_note = "进门左手"
    place.save()
    return batch, place


def test_what_was_edited_since_is_shown_and_left_alone(officer: User) -> None:
    batch, place = edited_since(officer)
    shown = [(step.name, step.since) for step in steps(batch)]
    assert sorted(shown) == [("丙", False), ("乙", False), ("甲", True)]
    undo(batch, user=officer)
    place.refresh_from_db()
    assert (place.phone, place.address_note) == ("62130975", "进门左手")


def test_what_was_edited_since_is_taken_back_where_it_is_chosen(officer: User) -> None:
    batch, place = edited_since(officer)
    undo(batch, user=officer, anyway=[place.pk])
    place.refresh_from_db()
    assert (place.phone, place.address_note) == ("62130974", "进门左手")


def test_a_place_that_others_lean_on_is_not_deleted(officer: User) -> None:
    batch = take_over(*FIRST, user=officer)
    Report.objects.create(place=Place.objects.get(name="甲"), kind="locked")
    undo(batch, user=officer)
    assert list(Place.objects.values_list("name", flat=True)) == ["甲"]


def test_it_is_taken_back_once(officer: User) -> None:
    batch = take_over(*FIRST, user=officer)
    undo(batch, user=officer)
    with pytest.raises(ExchangeError):
        undo(batch, user=officer)
    with pytest.raises(ExchangeError):
        undo(Import.objects.get(undoes=batch), user=officer)


def test_an_edit_between_reading_and_writing_stops_it(
    officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = take_over(*FIRST, user=officer)
    chosen = steps(batch)
    Place.objects.filter(name="甲").update(phone="1")
    monkeypatch.setattr("network.exchange.undo.steps", lambda _batch: chosen)
    before = everything()
    with pytest.raises(StalePlanError):
        undo(batch, user=officer)
    assert everything() == before
    assert list(Import.objects.values_list("pk", "state")) == [(batch.pk, Import.State.APPLIED)]


def test_two_at_once_take_it_back_once(officer: User) -> None:
    batch = take_over(*FIRST, user=officer)
    second = Import.objects.get(pk=batch.pk)
    undo(batch, user=officer)
    with pytest.raises(AlreadyAppliedError):
        undo(second, user=officer)
    assert Import.objects.filter(undoes=batch).count() == 1


def test_an_import_by_command_belongs_to_who_owns_its_places() -> None:
    assert take_over(*FIRST).organization == make_organization("110108")


def test_a_row_that_means_a_foreign_place_is_refused(officer: User) -> None:
    foreign = make_place(name="甲", address="一号", organization=make_organization())
    row = station("甲", address="一号")
    plan = plan_import(workbook(HEADER, row), make_options(), user=officer)
    (line,) = plan.report["lines"]
    assert (line[1], line[4][-1][0]) == ("rejected", "foreign_place")
    assert foreign.public_id in str(line)


def test_a_foreign_draft_is_neither_matched_nor_told(officer: User) -> None:
    foreign = make_place(
        name="甲", address="一号", organization=make_organization(), status="draft"
    )
    row = station("甲", address="一号")
    plan = plan_import(workbook(HEADER, row), make_options(), user=officer)
    assert foreign.public_id not in str(plan.report)
    assert plan.report["lines"][0][1] == "created"


def test_rights_lost_since_stop_the_plan(officer: User) -> None:
    batch = plan_import(workbook(HEADER, *FIRST), make_options(), user=officer)
    officer.organization = make_organization("110105")
    officer.save()
    with pytest.raises(ForeignPlanError):
        apply_import(batch, user=officer)
    assert not Place.objects.exists()
