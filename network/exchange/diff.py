"""A record against the stored place: what would be written, and what history would say."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any, Final

from network.datum import Point
from network.exchange.clean import Record, values_of
from network.exchange.match import metres
from network.exchange.problems import Severity, problem
from network.exchange.scope import Scope
from network.exchange.text import phone, tidy
from network.models import Place, Status, new_public_id
from network.models.place import PlaceFacts
from network.recorder import UNRECORDED, State

# What a staged place holds of a place: its facts, and what took it over.
FACTS: Final = (*(field.attname for field in PlaceFacts._meta.local_fields), "replaced_by_id")
RECORDED: Final = tuple(
    field for field in Place._meta.concrete_fields if field.name not in UNRECORDED
)
# A place of which nothing is known, in the order in which the recorder reads its fields.
BLANK: Final[dict[str, Any]] = {
    field.attname: None if field.name == "public_id" else field.get_default() for field in RECORDED
}
SAME_POINT: Final = 0.5  # metres; a round trip through another datum moves by less
CREATED, DRAFT, UPDATED, UNCHANGED, REJECTED = OUTCOMES = (
    "created",
    "draft",
    "updated",
    "unchanged",
    "rejected",
)


@dataclasses.dataclass(frozen=True, slots=True)
class Planned:
    """What one row does. `after` of an update holds only the fields that differ."""

    record: Record
    outcome: str
    public_id: str = ""
    place: int | None = None
    version: int = 0
    values: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    before: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    after: Mapping[str, Any] = dataclasses.field(default_factory=dict)

    @property
    def writes(self) -> bool:
        """Whether applying the plan writes this row."""
        return self.outcome in (CREATED, DRAFT, UPDATED)


def plan_row(record: Record, place: int | None, state: State | None, scope: Scope) -> Planned:
    """What the row does to the place that it means, or to none."""
    if state is None and not record.area.owner:
        record.problems.append(problem("no_owner", "organization"))
    _check_owner(record, state, scope)
    if record.rejected:
        return Planned(record, REJECTED)
    if state is None:
        return _create(record, scope)
    return _update(record, place, state, scope)


def _check_owner(record: Record, state: State | None, scope: Scope) -> None:
    """New places, and those that the row gives to someone, only within the user's rights."""
    owner = record.area.owner if state is None or record.area.owner_told else None
    if owner and not scope.may_own(owner.pk):
        record.problems.append(problem("foreign_owner", "organization", value=owner.name))


def _create(record: Record, scope: Scope) -> Planned:
    area = record.area
    values = (
        BLANK
        | values_of(record)
        | {
            "public_id": new_public_id(),
            "category_id": scope.category.pk,
            "organization_id": area.owner.pk if area.owner else None,
            "district_id": area.district.pk if area.district else None,
            "subdistrict_id": area.subdistrict.pk if area.subdistrict else None,
            "note": "\n".join(record.notes),
            **_links(record, scope),
        }
    )
    values["status"] = _status(Status.DRAFT, values, record, scope)
    outcome = DRAFT if values["status"] == Status.DRAFT else CREATED
    return Planned(record, outcome, values["public_id"], None, 0, values, {}, values)


def _update(record: Record, place: int | None, state: State, scope: Scope) -> Planned:
    old = state.values
    public_id = old["public_id"]
    if old["latitude"] is not None:
        record.problems = [one for one in record.problems if one.code != "no_position"]
    if old["status"] == Status.CLOSED:
        record.problems.append(problem("closed_for_good"))
        return Planned(record, UNCHANGED, public_id, place)
    new = dict(old)
    new |= _without_the_known(record, old) | {"note": _with_notes(old["note"], record)}
    _move(new, record)
    if record.found:
        new |= _links(record, scope)
    # Who names a place by its id and says nothing new of it does not publish it by that.
    if not record.public_id or any(new[name] != old[name] for name in new):
        new["status"] = _status(old["status"], new, record, scope)
    changed = [name for name in new if new[name] != old[name]]
    if not changed:
        return Planned(record, UNCHANGED, public_id, place)
    before, after = {n: old[n] for n in changed}, {n: new[n] for n in changed}
    return Planned(record, UPDATED, public_id, place, state.version, new, before, after)


def _without_the_known(record: Record, old: Mapping[str, Any]) -> dict[str, Any]:
    """What the row says, less what the stored place knows better.

    That is a position which is the same or in doubt, and hours once read from the same words.
    """
    values = {
        name: value
        for name, value in values_of(record).items()
        if not _is_same(name, value, old.get(name))
    }
    if record.hours_read and old["hours"] and "hours_text" not in values:
        values.pop("hours", None)
    if record.point and old["latitude"] is not None:
        doubted = any(
            one.field == "position" and one.severity >= Severity.HOLD for one in record.problems
        )
        stored = Point(old["latitude"], old["longitude"])
        if doubted or metres(stored, record.point) <= SAME_POINT:
            values = {n: v for n, v in values.items() if n not in ("latitude", "longitude")}
    return values


def _is_same(name: str, value: Any, old: Any) -> bool:
    """Whether a text is the stored one as reading it from a cell would give it."""
    if not isinstance(old, str):
        return False
    return bool(value == (phone(old) if name == "phone" else tidy(old)))


def _with_notes(note: str, record: Record) -> str:
    known = [*note.splitlines(), tidy(note)]
    fresh = [line for line in record.notes if line not in known]
    return "\n".join([*known[:-1], *fresh]) if fresh else note


def _links(record: Record, scope: Scope) -> dict[str, list[str]]:
    """Codes in the database's order, as the recorder reads them."""
    amenities = record.found.amenities if record.found else ()
    services = record.found.services if record.found else ()
    return {
        "amenities": [code for code in scope.amenities if code in amenities],
        "services": [code for code in scope.services if code in services],
    }


def _move(new: dict[str, Any], record: Record) -> None:
    """District, street and owner, where the row itself tells them; an option only fills a gap."""
    area = record.area
    if area.owner_told and area.owner:
        new["organization_id"] = area.owner.pk
    district = area.district.pk if area.district else None
    if district and (area.told or new["district_id"] is None):
        if new["district_id"] != district:
            new["subdistrict_id"] = None
        new["district_id"] = district
    if area.subdistrict and new["district_id"] == district:
        new["subdistrict_id"] = area.subdistrict.pk


def _status(current: str, new: Mapping[str, Any], record: Record, scope: Scope) -> str:
    """A sound draft is published; what is shown stays shown, unless the row says closed."""
    if current == Status.DRAFT and (scope.options.draft or record.held or new["latitude"] is None):
        return Status.DRAFT.value
    if current in (Status.DRAFT, Status.PUBLISHED):
        shown = Status.CLOSED_FOR_NOW if record.says_closed else Status.PUBLISHED
        return shown.value
    return current
