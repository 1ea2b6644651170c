"""The set-based half of the recorder: a stored plan becomes places in one short transaction.

The statements are the same on SQLite (3.35 or newer) and PostgreSQL; their column lists
follow from the models. What they leave behind is what `network.recorder` would leave: one
`Change` a changed row, a higher version, a higher change counter.
"""

from __future__ import annotations

import dataclasses
import datetime
import time
from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, connections, models, router, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from network import recorder
from network.models import (
    Category,
    Change,
    Import,
    Organization,
    Place,
    PlaceAmenity,
    PlaceService,
    StagedAmenity,
    StagedPlace,
    StagedService,
    Status,
    User,
)
from network.models.place import PlaceFacts

FACTS = [*(str(field.column) for field in PlaceFacts._meta.local_fields), "replaced_by_id"]
SHOWN = 10  # rows named in an error


class StagingError(Exception):
    """The plan can't be applied; nothing was changed."""


class AlreadyAppliedError(StagingError):
    """The plan is not whole, or was applied before."""


class StalePlanError(StagingError):
    """Places were changed since the plan was made; `rows` are the sheet's rows concerned."""

    def __init__(self, rows: Sequence[int]) -> None:
        self.rows = list(rows)
        more = " …" if len(rows) > SHOWN else ""
        super().__init__(
            _("Changed by someone else since the file was read: row %(rows)s. Read it again.")
            % {"rows": ", ".join(map(str, rows[:SHOWN])) + more}
        )


class GoneError(StagingError):
    """The place that a merge leads to is closed by now, or not the user's."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Nothing was changed: the place that was to stay is closed by now, was merged"
                " itself, or is no longer yours. Look at both again."
            )
        )


class ForeignPlanError(StagingError):
    """The user may not write some of it; `rows` are the sheet's rows concerned."""

    def __init__(self, rows: Sequence[int]) -> None:
        self.rows = list(rows)
        super().__init__(
            _("Outside your rights: row %(rows)s. Nothing was changed; read the file again.")
            % {"rows": ", ".join(map(str, rows[:SHOWN])) + (" …" if len(rows) > SHOWN else "")}
        )


@dataclasses.dataclass(frozen=True, slots=True)
class Applied:
    """How many places were written, and for how long (seconds) the write lock was held."""

    created: int
    updated: int
    seconds: float
    deleted: int = 0


def apply(batch: Import, *, user: User | None = None) -> Applied:
    """Write all of the plan or, on any error, nothing; StagingError says what stands against it.

    With a user the rights of that user are checked again, as they may have changed since.
    """
    using, now = router.db_for_write(Place), timezone.now()
    try:
        with transaction.atomic(using=using):
            started = time.perf_counter()
            applied = _apply(batch, user, using, now)
    except IntegrityError as error:
        raise StagingError(
            _(
                "Nothing was changed: something that a row names was deleted meanwhile, or a"
                " value is not allowed. Read the file again."
            )
        ) from error
    batch.state, batch.applied_at = Import.State.APPLIED, now
    return dataclasses.replace(applied, seconds=time.perf_counter() - started)


def _apply(batch: Import, user: User | None, using: str, now: datetime.datetime) -> Applied:
    statements = _Statements(batch, using, now, user)
    _claim(batch, using, now)
    if user:
        _refuse_if_foreign(batch, user, using)
    _refuse_if_stale(batch, using)
    if batch.kind == Import.Kind.MERGE and not batch.undoes_id:
        _refuse_if_gone(batch, user, using)
    created, updated = statements.insert(), statements.update()
    statements.replace_links(PlaceAmenity, StagedAmenity, "amenities")
    statements.replace_links(PlaceService, StagedService, "services")
    statements.write_history()
    deleted = statements.delete()
    if created or updated or deleted:
        recorder.finish(using=using)
    return Applied(created, updated, 0.0, deleted)


def _claim(batch: Import, using: str, now: datetime.datetime) -> None:
    """Take the plan, so that it can't be taken twice, and let one import a category run."""
    open_ = [Import.State.PLANNED, Import.State.WAITING]
    plans = Import.objects.using(using).filter(pk=batch.pk, state__in=open_)
    if not plans.update(state=Import.State.APPLIED, applied_at=now):
        raise AlreadyAppliedError(_("This import was applied already, or its plan is not whole."))
    if batch.undoes_id:
        undone = Import.objects.using(using).filter(pk=batch.undoes_id, state=Import.State.APPLIED)
        if not undone.update(state=Import.State.UNDONE):
            raise AlreadyAppliedError(_("This import was taken back already."))
    if batch.category_id:
        category = Category.objects.using(using).filter(pk=batch.category_id)
        # "No key": places that others add to the category meanwhile need not wait.
        category.select_for_update(no_key=True).get()


def _refuse_if_foreign(batch: Import, user: User, using: str) -> None:
    staged = StagedPlace.objects.using(using).filter(batch=batch)
    owners = Organization.objects.using(using).owning_for(user).values("pk")
    mine = Place.objects.using(using).editable_by(user).order_by().values("pk")
    foreign = staged.exclude(organization__in=owners) | staged.exclude(
        action=StagedPlace.Action.CREATE
    ).exclude(place__in=mine)
    if rows := sorted(foreign.values_list("row", flat=True)):
        raise ForeignPlanError(rows)


def _refuse_if_stale(batch: Import, using: str) -> None:
    """Lock the places to be written and compare versions; look for places created meanwhile."""
    staged = StagedPlace.objects.using(using).filter(batch=batch)
    updates = staged.exclude(action=StagedPlace.Action.CREATE)
    if connections[using].features.has_select_for_update:
        # With the places that merges lead to, in one order: two merges never wait for each other.
        places = Place.objects.using(using).filter(
            Q(pk__in=updates.values("place")) | Q(pk__in=updates.values("replaced_by"))
        )
        list(places.order_by("pk").select_for_update().values_list("pk"))
    changed = updates.exclude(place__version=F("expected_version"))
    same = Place.objects.using(using).filter(
        pk__gt=batch.newest_place,
        category=OuterRef("category"),
        name=OuterRef("name"),
        address=OuterRef("address"),
    )
    created = staged.filter(Exists(same), action=StagedPlace.Action.CREATE)
    rows = [*changed.values_list("row", flat=True), *created.values_list("row", flat=True)]
    if rows:
        raise StalePlanError(sorted(rows))


def _refuse_if_gone(batch: Import, user: User | None, using: str) -> None:
    """A chain of merges ends at an open place, so that no two places ever lead to each other."""
    staged = StagedPlace.objects.using(using).filter(batch=batch, after__has_key="replaced_by_id")
    wanted = [pk for pk in set(staged.values_list("replaced_by", flat=True)) if pk]
    places = Place.objects.using(using).exclude(status=Status.CLOSED).filter(pk__in=wanted)
    if user:
        places = places.editable_by(user)
    if places.count() != len(wanted):
        raise GoneError


class _Statements:
    """The statements of one import; every one reads the staged rows and writes a table."""

    def __init__(
        self, batch: Import, using: str, now: datetime.datetime, user: User | None
    ) -> None:
        self._batch = batch
        self._user = user.pk if user else batch.user_id
        self._using = using
        self._quote = connections[using].ops.quote_name
        self._now = connections[using].ops.adapt_datetimefield_value(now)
        staged = StagedPlace.objects.using(using).filter(batch=batch)
        self._updates = staged.filter(action=StagedPlace.Action.UPDATE)
        changes = self._updates.values_list("after", flat=True).iterator()
        # Columns that no row changes are left out: indexes on them need no upkeep.
        changed = {name for after in changes for name in after}
        self._changed = [column for column in FACTS if column in changed]

    def insert(self) -> int:
        """Add the new places, in the order of the sheet."""
        columns = self._columns([*FACTS, "public_id"])
        return self._run(
            f"INSERT INTO {self._table(Place)} ({columns}, version, updated_at, is_demo)"
            f" SELECT {columns}, 1, %s, %s FROM {self._table(StagedPlace)}"
            f" WHERE batch_id = %s AND action = 'create' ORDER BY {self._quote('row')}",
            [self._now, False, self._batch.pk],
        )

    def update(self) -> int:
        """Overwrite the facts of the places that change."""
        place = self._table(Place)
        columns = "".join(f"{self._quote(c)} = staged.{self._quote(c)}, " for c in self._changed)
        return self._run(
            f"UPDATE {place} SET {columns}version = {place}.version + 1, updated_at = %s"
            f" FROM {self._table(StagedPlace)} AS staged"
            f" WHERE staged.place_id = {place}.id"
            " AND staged.batch_id = %s AND staged.action = 'update'",
            [self._now, self._batch.pk],
        )

    def replace_links(
        self, links: type[models.Model], staged_links: type[models.Model], name: str
    ) -> None:
        """Give the written places the amenities or services that change, as staged."""
        (target,) = (
            str(field.column)
            for field in links._meta.local_fields
            if field.is_relation and field.name != "place"
        )
        changed = self._updates.filter(after__has_key=name).values("place_id")
        condition, parameters = changed.query.sql_with_params()
        self._run(f"DELETE FROM {self._table(links)} WHERE place_id IN ({condition})", parameters)
        self._run(
            f"INSERT INTO {self._table(links)} (place_id, {self._quote(target)})"
            f" SELECT place.id, link.{self._quote(target)}"
            f" FROM {self._table(StagedPlace)} AS staged"
            f" JOIN {self._table(staged_links)} AS link ON link.staged_id = staged.id"
            f" JOIN {self._table(Place)} AS place ON place.public_id = staged.public_id"
            " WHERE staged.batch_id = %s",
            [self._batch.pk],
        )

    def write_history(self) -> None:
        """One change for each written place, in the recorder's shape."""
        columns = "at user_id through batch model object_pk action before after".split()
        self._run(
            f"INSERT INTO {self._table(Change)} ({self._columns(columns)})"
            " SELECT %s, %s, %s, %s, %s, place.id, staged.action, staged.before, staged.after"
            f" FROM {self._table(StagedPlace)} AS staged"
            f" JOIN {self._table(Place)} AS place ON place.public_id = staged.public_id"
            f" WHERE staged.batch_id = %s ORDER BY staged.{self._quote('row')}",
            [
                self._now,
                self._user,
                "undo" if self._batch.undoes_id else self._batch.through,
                str(self._batch.undoes_id or self._batch.pk),
                Place._meta.model_name,
                self._batch.pk,
            ],
        )

    def delete(self) -> int:
        """Remove the places that go, with what they have and offer."""
        gone = (
            f"(SELECT place_id FROM {self._table(StagedPlace)}"
            " WHERE batch_id = %s AND action = 'delete')"
        )
        for links in (PlaceAmenity, PlaceService):
            self._run(
                f"DELETE FROM {self._table(links)} WHERE place_id IN {gone}", [self._batch.pk]
            )
        return self._run(f"DELETE FROM {self._table(Place)} WHERE id IN {gone}", [self._batch.pk])

    def _run(self, statement: str, parameters: Sequence[Any]) -> int:
        with connections[self._using].cursor() as cursor:
            cursor.execute(statement, parameters)
            return int(cursor.rowcount)

    def _table(self, model: type[models.Model]) -> str:
        return str(self._quote(model._meta.db_table))

    def _columns(self, names: Sequence[str]) -> str:
        return ", ".join(self._quote(name) for name in names)
