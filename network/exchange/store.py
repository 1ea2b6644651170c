"""Keep a plan in the database, in short transactions that hold nobody up."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import timedelta
from types import MappingProxyType
from typing import Any, Final

from django.db import models, transaction
from django.utils import timezone

from network.approval import risks
from network.exchange.diff import FACTS, UPDATED, Planned
from network.exchange.plan import Plan
from network.exchange.report import Report
from network.exchange.scope import Scope
from network.models import (
    Import,
    ImportFile,
    Organization,
    StagedAmenity,
    StagedPlace,
    StagedService,
    User,
)
from network.recorder import chunks

ROWS: Final = 500  # a transaction
KEPT: Final = timedelta(days=30)  # a plan that nobody applied
STORING: Final = timedelta(hours=1)  # takes seconds; later its process is no more


def store_plan(
    plan: Plan,
    *,
    user: User | None = None,
    organization: Organization | None = None,
    told: Mapping[str, Any] = MappingProxyType({}),
    file: bytes | None = None,
) -> Import:
    """Write the plan; it can be applied once all of it is there.

    The import belongs to the organization, else to the user's, else to who owns its places.
    What else is `told` of the sheet goes to the report; the `file` is kept with the plan.
    """
    remove_left_over()
    batch = _new(plan, user, organization or _owner(plan.scope, user), told)
    with whole(batch):
        if file is not None:
            ImportFile.objects.create(batch=batch, data=file)
        for some in chunks([row for row in plan.rows if row.writes], ROWS):
            with transaction.atomic():
                _stage(batch, some, plan.scope)
    return batch


@contextmanager
def whole(batch: Import) -> Iterator[None]:
    """Store a plan's rows inside: afterwards it is whole, or, on any error, not there."""
    try:
        yield
    except BaseException:
        remove_staged(batch.pk)
        batch.delete()
        raise
    batch.state = Import.State.PLANNED
    batch.save(update_fields=["state"])


def _new(
    plan: Plan, user: User | None, organization: Organization | None, told: Mapping[str, Any]
) -> Import:
    return Import.objects.create(
        user=user,
        organization=organization,
        file_name=plan.file_name[:255],
        sha256=plan.sha256,
        category=plan.scope.category,
        datum=plan.scope.options.datum,
        options=dataclasses.asdict(plan.scope.options),
        counts=plan.counts,
        report=Report.of(plan).as_json() | dict(told),
        newest_place=plan.newest,
        writes=sum(row.writes for row in plan.rows),
        risky=any(_is_risky(row) for row in plan.rows),
    )


def _is_risky(row: Planned) -> bool:
    return row.outcome == UPDATED and bool(risks({**row.values, **row.before}, row.values))


def _owner(scope: Scope, user: User | None) -> Organization | None:
    named = user.organization if user else scope.organization
    return named or scope.gazetteer.federation(scope.district)


def remove_left_over() -> None:
    """Remove staged rows that are applied or declined, old plans, and what never became one."""
    done = Import.objects.filter(state__in=[Import.State.APPLIED, Import.State.UNDONE])
    answered = Import.objects.filter(
        state=Import.State.DECLINED, created_at__lt=timezone.now() - KEPT
    )
    for pk in (
        (done | answered).filter(staged__isnull=False).values_list("pk", flat=True).distinct()
    ):
        remove_staged(pk)
    now, stored = timezone.now(), models.Q(undoes=None, state=Import.State.PLANNED)
    unfinished = models.Q(state__in=[Import.State.PLANNING, Import.State.PLANNED]) & ~stored
    for batch in Import.objects.filter(
        unfinished & models.Q(created_at__lt=now - STORING)
        | stored & models.Q(created_at__lt=now - KEPT)
    ):
        remove_staged(batch.pk)
        batch.delete()


def remove_staged(batch: int) -> None:
    """Remove an import's staged rows in short transactions."""
    rows = StagedPlace.objects.filter(batch=batch)
    while pks := list(rows.order_by("pk").values_list("pk", flat=True)[:ROWS]):
        with transaction.atomic():
            StagedAmenity.objects.filter(staged__in=pks).delete()
            StagedService.objects.filter(staged__in=pks).delete()
            StagedPlace.objects.filter(pk__in=pks).delete()


def _stage(batch: Import, rows: Sequence[Planned], scope: Scope) -> None:
    staged = StagedPlace.objects.bulk_create([_staged(batch, row) for row in rows])
    StagedAmenity.objects.bulk_create(
        StagedAmenity(staged=place, amenity_id=scope.amenities[code])
        for place, code in _links(staged, rows, "amenities")
    )
    StagedService.objects.bulk_create(
        StagedService(staged=place, service_id=scope.services[code])
        for place, code in _links(staged, rows, "services")
    )


def _staged(batch: Import, row: Planned) -> StagedPlace:
    update = row.outcome == UPDATED
    return StagedPlace(
        **{name: row.values[name] for name in FACTS},
        batch=batch,
        row=row.record.row,
        action=StagedPlace.Action.UPDATE if update else StagedPlace.Action.CREATE,
        place_id=row.place,
        expected_version=row.version,
        public_id=row.public_id,
        before=row.before,
        after=row.after,
    )


def _links(
    staged: Iterable[StagedPlace], rows: Iterable[Planned], name: str
) -> Iterable[tuple[StagedPlace, str]]:
    """Of the rows whose amenities or services change; the others keep theirs."""
    for place, row in zip(staged, rows, strict=True):
        for code in row.after.get(name, ()):
            yield place, code
