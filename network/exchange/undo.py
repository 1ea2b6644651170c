"""Take a batch back: what it wrote is planned the other way round and applied as a plan."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from network import recorder
from network.approval import risks
from network.exchange.errors import ExchangeError
from network.exchange.rewrites import Rewrite, newest_place, stage, states_of
from network.exchange.store import remove_left_over, remove_staged, whole
from network.models import Change, Import, Place, PlaceWarning, Report, User
from network.querysets import approves
from network.restore import as_stored
from network.staging import Applied, StagingError
from network.staging import apply as apply_plan


@dataclasses.dataclass(frozen=True, slots=True)
class Step:
    """What taking back does to one place; `since` tells that others have edited it meanwhile.

    `after` is empty where the batch made the place. `held` says what keeps such a one from
    being deleted; "" is nothing.
    """

    place: int
    name: str
    version: int
    before: dict[str, Any]
    after: dict[str, Any]
    since: bool
    held: str = ""


def steps(batch: Import) -> list[Step]:
    """What the batch wrote and is still there, in its order."""
    later = Change.objects.filter(
        model="place", object_pk=OuterRef("object_pk"), pk__gt=OuterRef("pk")
    )
    written = Change.objects.filter(model="place", through=batch.through, batch=str(batch.pk))
    changes = list(written.annotate(since=Exists(later)).order_by("pk"))
    found: list[Step] = []
    for some in recorder.chunks(changes):
        keys = [change.object_pk for change in some]
        states = states_of(keys)
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
        version=state.version,
        before=now,
        after={} if created else now | as_stored(change.before),
        since=change.since,
        held=held if created else "",
    )


def undo(batch: Import, *, user: User | None, anyway: Collection[int] = ()) -> Applied:
    """Take the import back, all at once or not at all.

    Places that were edited since are left alone, unless their keys stand in `anyway`; those
    then lose what was done to the same fields. Raises ExchangeError, also where a place would
    change in a way that is not for the user to decide, or StagingError.
    """
    if batch.state != Import.State.APPLIED or batch.undoes_id:
        raise ExchangeError(_("Only an import that was applied can be taken back, and once."))
    remove_left_over()
    chosen = [
        step for step in steps(batch) if not step.held and (not step.since or step.place in anyway)
    ]
    if user and not approves(user) and any(_is_risky(step) for step in chosen):
        raise ExchangeError(_("Taking this back needs an approver: a place was changed since."))
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


def _is_risky(step: Step) -> bool:
    """Of places that were there before; what the user's own batch made, it may take back."""
    return bool(step.after) and bool(risks(step.before, step.after))


def _store(batch: Import, chosen: list[Step], user: User | None) -> Import:
    reverse = Import.objects.create(
        kind=batch.kind,
        user=user,
        organization=batch.organization,
        undoes=batch,
        file_name=batch.file_name,
        sha256=batch.sha256,
        category=batch.category,
        datum=batch.datum,
        counts={"taken_back": len(chosen)},
        writes=len(chosen),
        newest_place=newest_place(),
    )
    with whole(reverse):
        stage(reverse, [Rewrite(one.place, one.version, one.before, one.after) for one in chosen])
    return reverse
