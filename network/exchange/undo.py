"""Take an import back: what it wrote is planned the other way round and applied as a plan."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterator
from typing import Any, Final

from django.db import models, router, transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from network import recorder
from network.exchange.diff import FACTS
from network.exchange.errors import ExchangeError
from network.exchange.store import ROWS, remove_left_over, remove_staged, whole
from network.models import (
    Amenity,
    Change,
    Import,
    Place,
    PlaceWarning,
    Report,
    Service,
    StagedAmenity,
    StagedPlace,
    StagedService,
    User,
)
from network.restore import as_stored
from network.staging import Applied, StagingError
from network.staging import apply as apply_plan

LINKS: Final[dict[str, tuple[Any, Any, str]]] = {
    "amenities": (Amenity, StagedAmenity, "amenity_id"),
    "services": (Service, StagedService, "service_id"),
}


@dataclasses.dataclass(frozen=True, slots=True)
class Step:
    """What taking back does to one place; `since` tells that others have edited it meanwhile.

    `held` says what keeps a place that the import made from being deleted; "" is nothing.
    """

    place: int
    name: str
    public_id: str
    action: str
    version: int
    before: dict[str, Any]
    new: dict[str, Any]
    since: bool
    held: str = ""


def steps(batch: Import) -> list[Step]:
    """What the import wrote and is still there, in its order."""
    later = Change.objects.filter(
        model="place", object_pk=OuterRef("object_pk"), pk__gt=OuterRef("pk")
    )
    written = Change.objects.filter(model="place", through="import", batch=str(batch.pk))
    changes = list(written.annotate(since=Exists(later)).order_by("pk"))
    found: list[Step] = []
    for some in recorder.chunks(changes):
        keys = [change.object_pk for change in some]
        states = recorder._states(Place, keys, router.db_for_write(Place))  # noqa: SLF001  # the one reader of recorded state
        leant_on = _leant_on(keys)
        found.extend(
            _step(change, states[change.object_pk], leant_on)
            for change in some
            if change.object_pk in states
        )
    return found


def _leant_on(keys: list[int]) -> set[int]:
    """Places that reports, warnings or other places refer to."""
    rows: list[models.QuerySet[Any]] = [
        Report.objects.filter(place__in=keys).values_list("place", flat=True),
        PlaceWarning.objects.filter(place__in=keys).values_list("place", flat=True),
        Place.objects.filter(replaced_by__in=keys).order_by().values_list("replaced_by", flat=True),
    ]
    return {key for some in rows for key in some}


def _step(change: Any, state: recorder.State, leant_on: set[int]) -> Step:
    now = state.values
    created = change.action == Change.Action.CREATE
    held = _("reports or other places refer to it") if change.object_pk in leant_on else ""
    return Step(
        place=change.object_pk,
        name=now["name"],
        public_id=now["public_id"],
        action=StagedPlace.Action.DELETE if created else StagedPlace.Action.UPDATE,
        version=state.version,
        before=now,
        new=now if created else now | as_stored(change.before),
        since=change.since,
        held=held if created else "",
    )


def undo(batch: Import, *, user: User | None, anyway: Collection[int] = ()) -> Applied:
    """Take the import back, all at once or not at all.

    Places that were edited since are left alone, unless their keys stand in `anyway`; those
    then lose what was done to the same fields. Raises ExchangeError or StagingError.
    """
    if batch.state != Import.State.APPLIED or batch.undoes_id:
        raise ExchangeError(_("Only an import that was applied can be taken back, and once."))
    remove_left_over()
    chosen = [
        step for step in steps(batch) if not step.held and (not step.since or step.place in anyway)
    ]
    reverse = _store(batch, chosen, user)
    try:
        applied = apply_plan(reverse, user=user)
    except StagingError:
        remove_staged(reverse.pk)
        reverse.delete()  # nothing was taken back: no entry in the list says so
        raise
    remove_staged(reverse.pk)
    batch.state = Import.State.UNDONE
    return applied


def _store(batch: Import, chosen: list[Step], user: User | None) -> Import:
    newest = Place.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    reverse = Import.objects.create(
        user=user,
        organization=batch.organization,
        undoes=batch,
        file_name=batch.file_name,
        sha256=batch.sha256,
        category=batch.category,
        datum=batch.datum,
        counts={"taken_back": len(chosen)},
        writes=len(chosen),
        newest_place=newest,
    )
    codes = {
        name: dict(model.objects.values_list("code", "pk"))
        for name, (model, *_rest) in LINKS.items()
    }
    with whole(reverse):
        for some in recorder.chunks(list(enumerate(chosen, 1)), ROWS):
            with transaction.atomic():
                _stage(reverse, some, codes)
    return reverse


def _stage(
    reverse: Import, numbered: list[tuple[int, Step]], codes: dict[str, dict[str, int]]
) -> None:
    staged = StagedPlace.objects.bulk_create(
        [_staged(reverse, row, step) for row, step in numbered]
    )
    for name, (_model, links, key) in LINKS.items():
        links._base_manager.bulk_create(
            links(staged=place, **{key: codes[name][code]})
            for place, code in _links(staged, name)
            if code in codes[name]
        )


def _links(staged: list[StagedPlace], name: str) -> Iterator[tuple[StagedPlace, str]]:
    for place in staged:
        for code in place.after.get(name, ()):
            yield place, code


def _staged(reverse: Import, row: int, step: Step) -> StagedPlace:
    changed = [name for name in step.new if step.new[name] != step.before[name]]
    deletes = step.action == StagedPlace.Action.DELETE
    return StagedPlace(
        **{name: step.new[name] for name in FACTS},
        batch=reverse,
        row=row,
        action=step.action,
        place_id=step.place,
        expected_version=step.version,
        public_id=step.public_id,
        before=step.before if deletes else {name: step.before[name] for name in changed},
        after={} if deletes else {name: step.new[name] for name in changed},
    )
