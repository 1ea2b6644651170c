"""Whatever the path, each record that changes has one entry more, and one version."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from network.edition import publish
from network.models import Change, ChangeCounter, Import, Place, Report, User
from network.reports.settle import settle
from tests.admin.conftest import ADMIN, change_url, sent
from tests.admin.test_imports import act, haidian
from tests.admin.test_imports import upload as upload_sheet
from tests.admin.test_restore import restore_url
from tests.builders import make_amenity, make_category, make_place, make_user
from tests.exchange.sheets import HEADER, make_haidian, station, workbook

pytestmark = pytest.mark.django_db


class Desk:
    """An approver of Haidian, two places, and ways to write."""

    def __init__(self, folder: Any) -> None:
        make_haidian()
        self.folder = folder
        self.user: User = make_user("officer", organization=haidian(), role="approver")
        self.client = Client(headers={"accept-language": "en"})
        self.client.force_login(self.user)
        self.places = [
            make_place(name=f"站{n}", address=f"{n}号", organization=haidian(), amenities=["water"])
            for n in range(2)
        ]

    @property
    def place(self) -> Place:
        """The first."""
        return self.places[0]

    def post(self, url: str, data: dict[str, Any]) -> None:
        """A press of a button, which must be accepted."""
        answer = self.client.post(url, data)
        assert answer.status_code == 302, answer.content.decode()

    def row(self, place: Place, **cells: Any) -> list[Any]:
        """The place in a sheet."""
        return station(place.name, address=place.address, position=("", ""), **cells)

    def upload(self, *rows: Any) -> None:
        """Plan a sheet."""
        assert upload_sheet(self.client, data=workbook(HEADER, *rows)).status_code == 200


def change_in_form(desk: Desk) -> None:
    wifi = make_amenity("wifi")
    desk.post(change_url(desk.place), sent(desk.place, phone="1", amenity_choices=[wifi.pk]))


def still_right(desk: Desk) -> None:
    desk.post(change_url(desk.place), sent(desk.place, _still_right="1"))


def add_in_form(desk: Desk) -> None:
    water = make_amenity("water")
    new = {"organization": haidian().pk, "amenity_choices": [water.pk]}
    desk.post(f"{ADMIN}place/add/", sent(**new))


def delete_in_form(desk: Desk) -> None:
    desk.post(f"{ADMIN}place/{desk.place.pk}/delete/", {"post": "yes"})


def delete_selected(desk: Desk) -> None:
    keys = [place.pk for place in desk.places]
    chosen = {"action": "delete_selected", "_selected_action": keys, "post": "yes"}
    desk.post(f"{ADMIN}place/", chosen)


def plan_update(desk: Desk) -> None:
    desk.upload(*(desk.row(place, number="62130974", service="休息") for place in desk.places))


def apply_import(desk: Desk) -> None:
    act(desk.client, "_apply")


def plan_new(desk: Desk) -> None:
    desk.upload(station("新", service="饮水"), station("另", address="九号", service="休息"))


def imported(desk: Desk) -> None:
    plan_update(desk)
    act(desk.client, "_apply")


def imported_new(desk: Desk) -> None:
    plan_new(desk)
    act(desk.client, "_apply")


def undo(desk: Desk) -> None:
    batch = Import.objects.filter(undoes=None).latest("pk")
    desk.post(f"{ADMIN}import/{batch.pk}/undo/", {})


def spoil(desk: Desk) -> None:
    Place.objects.filter(pk=desk.place.pk).update(name="错", phone="1", latitude=39.0)


def restore_field(desk: Desk) -> None:
    seen = Place.objects.get(pk=desk.place.pk).version
    desk.post(restore_url(desk.place), {"fields": ["name"], "seen_version": seen})


def restore_version(desk: Desk) -> None:
    seen = Place.objects.get(pk=desk.place.pk).version
    fields = ["latitude longitude", "name", "phone"]
    desk.post(restore_url(desk.place), {"fields": fields, "seen_version": seen})


def bring_back(desk: Desk) -> None:
    gone = Change.objects.filter(model="place", action="delete").latest("pk")
    desk.post(f"{ADMIN}change/{gone.pk}/bring-back/", {})


def report(desk: Desk) -> None:
    Report.objects.create(place=desk.place, kind="locked", text="x", device="d", network="n")


def settle_report(desk: Desk) -> None:
    settle(list(Report.objects.all()), user=desk.user, status="accepted")  # type: ignore[arg-type]


def command_import(desk: Desk) -> None:
    path = desk.folder / "sheet.xlsx"
    path.write_bytes(workbook(HEADER, *(desk.row(place, number="2") for place in desk.places)))
    options = {"category": make_category().code, "datum": "gcj02", "district": "110108"}
    call_command("import_places", str(path), verbosity=0, **options)


def update_queryset(desk: Desk) -> None:
    Place.objects.filter(pk__in=[place.pk for place in desk.places]).update(phone="3")


def nothing(_desk: Desk) -> None:
    """No preparation."""


Act = Callable[[Desk], None]
# What comes before, the write, the places that it updates, creates and deletes, and as what.
PATHS: dict[str, tuple[Act, Act, int, int, int, str]] = {
    "form: add": (nothing, add_in_form, 0, 1, 0, "form"),
    "form: change": (nothing, change_in_form, 1, 0, 0, "form"),
    "form: still right": (nothing, still_right, 1, 0, 0, "form"),
    "form: delete": (nothing, delete_in_form, 0, 0, 1, "form"),
    "list: delete": (nothing, delete_selected, 0, 0, 2, "form"),
    "import: planned": (nothing, plan_update, 0, 0, 0, ""),
    "import: updates": (plan_update, apply_import, 2, 0, 0, "import"),
    "import: new": (plan_new, apply_import, 0, 2, 0, "import"),
    "import: updates undone": (imported, undo, 2, 0, 0, "undo"),
    "import: new undone": (imported_new, undo, 0, 0, 2, "undo"),
    "restore: field": (spoil, restore_field, 1, 0, 0, "restore"),
    "restore: version": (spoil, restore_version, 1, 0, 0, "restore"),
    "restore: place": (delete_in_form, bring_back, 0, 1, 0, "restore"),
    "report: settled": (report, settle_report, 0, 0, 0, ""),
    "command: import": (nothing, command_import, 2, 0, 0, "import"),
    "queryset: update": (nothing, update_queryset, 2, 0, 0, "code"),
}


@pytest.mark.parametrize("path", PATHS)
def test_one_entry_and_one_version_for_each_record(
    path: str, tmp_path: Any, quick_passwords: None
) -> None:
    before, write, updated, created, deleted, through = PATHS[path]
    desk = Desk(tmp_path)
    before(desk)
    versions = dict(Place.objects.values_list("pk", "version"))
    last = Change.objects.latest("pk").pk
    counted = ChangeCounter.objects.get().value
    write(desk)
    entries = list(Change.objects.filter(pk__gt=last).order_by("pk"))
    found = [entry.action for entry in entries]
    assert (found.count("update"), found.count("create"), found.count("delete")) == (
        updated,
        created,
        deleted,
    )
    assert len({entry.object_pk for entry in entries}) == len(entries)
    assert {(entry.model, entry.through) for entry in entries} <= {("place", through)}
    assert ChangeCounter.objects.get().value == counted + (1 if entries else 0)
    now = dict(Place.objects.values_list("pk", "version"))
    raised = {e.object_pk for e in entries if e.action == "update"}
    assert {pk for pk in versions if now.get(pk) == versions[pk] + 1} == raised
    assert {pk for pk in now if pk not in versions or now[pk] != versions[pk]} == {
        entry.object_pk for entry in entries if entry.action != "delete"
    }


def test_a_burst_over_all_paths_makes_one_edition(tmp_path: Any, quick_passwords: None) -> None:
    desk = Desk(tmp_path)
    publish.publish()
    for write in (change_in_form, add_in_form, imported, undo, spoil, restore_field, report):
        write(desk)
    for write in (settle_report, command_import, update_queryset, delete_in_form, bring_back):
        write(desk)
    (edition,) = publish.publish()
    assert edition.change == ChangeCounter.objects.get().value
    assert not publish.publish()  # nothing has changed since
