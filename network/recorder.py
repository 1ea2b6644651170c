"""The one way that rows change: history, versions and the network's change counter.

Every write of a `Recorded` model runs inside `watched`, `creating` or
`watched_instance`: the state before is read and locked, the write happens, the state
after is read, and what differs becomes a `Change` row, a higher version and a higher
counter, all in one transaction. A write that changes nothing leaves no trace.
Imports use the set-based twin in `network.staging`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, TypeVar

from django.apps import apps
from django.db import connections, models, router, transaction
from django.db.models import F
from django.db.models.signals import post_save, pre_save
from django.utils import timezone

if TYPE_CHECKING:
    from network.models.base import Link, Recorded

T = TypeVar("T")

CHUNK = 500  # parameters a statement; SQLite's limit is 999 on old builds
UNRECORDED = frozenset({"id", "version", "updated_at"})


@dataclasses.dataclass(frozen=True, slots=True)
class Author:
    """Who writes, through what (form, import, command …), in which batch."""

    user_id: int | None = None
    through: str = "code"
    batch: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class State:
    """A row's version and recorded values at one moment."""

    version: int
    values: dict[str, Any]


States = dict[int, State]
Gathered = dict[type[models.Model], dict[int, State | None]]

NOBODY = Author()

_author: ContextVar[Author] = ContextVar("author", default=NOBODY)
_gathered: ContextVar[Gathered | None] = ContextVar("gathered", default=None)
_after_commit: list[Callable[[], None]] = []


def author() -> Author:
    """Who writes now."""
    return _author.get()


@contextmanager
def recording(*, user: Any = None, through: str, batch: str = "") -> Iterator[None]:
    """Name the author of every change made inside."""
    token = _author.set(Author(getattr(user, "pk", None), through, batch))
    try:
        yield
    finally:
        _author.reset(token)


def after_commit(hook: Callable[[], None]) -> None:
    """Call the hook after each commit that changed something; hooks must be quick."""
    if hook not in _after_commit:
        _after_commit.append(hook)


@contextmanager
def watched(
    model: type[models.Model], pks: Iterable[int], *, using: str | None = None
) -> Iterator[None]:
    """Record what the write inside does to these rows."""
    database = using or router.db_for_write(model)
    wanted = list(pks)
    with transaction.atomic(using=database):
        before = _states(model, wanted, database, lock=True)
        yield
        _write(model, before, _states(model, wanted, database), database)


def lock(model: type[models.Model], pks: Sequence[int], *, using: str) -> None:
    """Lock the rows in the order of their keys, in which all that write several take them."""
    if not connections[using].features.has_select_for_update:
        return
    for some in chunks(pks):
        rows = model._base_manager.using(using).filter(pk__in=some).order_by("pk")
        list(rows.select_for_update().values_list("pk"))


@contextmanager
def creating(model: type[models.Model], *, using: str) -> Iterator[list[int]]:
    """Record the rows whose keys the write inside appends to the list."""
    with transaction.atomic(using=using):
        created: list[int] = []
        yield created
        _write(model, {}, _states(model, created, using), using)


@contextmanager
def watched_instance(instance: Recorded) -> Generator[None]:
    """Record a save; the instance leaves with the version that the row now has."""
    database = instance._state.db or router.db_for_write(type(instance), instance=instance)
    with transaction.atomic(using=database):
        before = _state_before(instance, database)
        yield
        _record_instance(instance, before, database)


@contextmanager
def watched_owners(link: Link) -> Iterator[None]:
    """Record the saving or deleting of one many-to-many row as a change of its owner."""
    model, pks = _owners(link)
    with watched(model, pks):
        yield


@contextmanager
def together(*, using: str = "default") -> Iterator[None]:
    """Record all writes inside as one change a row: a form saves a row and its links."""
    if _gathered.get() is not None:
        yield
        return
    gathered: Gathered = {}
    with transaction.atomic(using=using):
        token = _gathered.set(gathered)
        try:
            yield
        finally:
            _gathered.reset(token)
        for model, first in gathered.items():
            before = {pk: state for pk, state in first.items() if state}
            _write(model, before, _states(model, list(first), using), using)


def so_far(model: type[models.Model], *, using: str = "default") -> dict[int, tuple[State, State]]:
    """What the writes inside `together` have done up to now to rows that were there before."""
    first = (_gathered.get() or {}).get(model, {})
    now = _states(model, list(first), using)
    return {pk: (was, now[pk]) for pk, was in first.items() if was and pk in now}


def finish(*, using: str) -> None:
    """Raise the change counter and call the hooks once the transaction is committed."""
    counter = apps.get_model("network", "ChangeCounter")._base_manager.using(using)
    if not counter.filter(pk=1).update(value=F("value") + 1):
        counter.update_or_create(
            pk=1, create_defaults={"value": 1}, defaults={"value": F("value") + 1}
        )
    for hook in _after_commit:
        transaction.on_commit(hook, using=using)


def chunks(items: Sequence[T], size: int = CHUNK) -> Iterator[list[T]]:
    """Parts small enough for one statement."""
    for start in range(0, len(items), size):
        yield list(items[start : start + size])


def connect() -> None:
    """Record fixture loading too, which bypasses `Model.save`."""
    pre_save.connect(_before_raw_save, dispatch_uid="recorder.before_raw_save")
    post_save.connect(_after_raw_save, dispatch_uid="recorder.after_raw_save")


def _states(
    model: type[models.Model], pks: Sequence[int], using: str, *, lock: bool = False
) -> States:
    fields = [f.attname for f in model._meta.concrete_fields if f.name not in UNRECORDED]
    states: States = {}
    for some in chunks(pks):
        rows = model._base_manager.using(using).filter(pk__in=some).order_by("pk")
        if lock:
            rows = rows.select_for_update()
        for pk, version, *values in rows.values_list("pk", "version", *fields):
            states[pk] = State(version, dict(zip(fields, values, strict=True)))
        _add_links(model, some, states, using)
    return states


def _add_links(model: type[models.Model], pks: Sequence[int], states: States, using: str) -> None:
    for name in getattr(model, "recorded_links", ()):
        field: Any = model._meta.get_field(name)
        for pk in pks:
            if pk in states:
                states[pk].values[name] = []
        own, other = f"{field.m2m_field_name()}_id", f"{field.m2m_reverse_field_name()}__code"
        links = field.remote_field.through._base_manager.using(using)
        for pk, code in links.filter(**{f"{own}__in": pks}).values_list(own, other).order_by(other):
            states[pk].values[name].append(code)


def _write(model: type[models.Model], before: States, after: States, using: str) -> None:
    if (gathered := _gathered.get()) is not None:
        first = gathered.setdefault(model, {})
        for pk in before.keys() | after.keys():
            first.setdefault(pk, before.get(pk))
        return
    changes = [
        change
        for pk in sorted(before.keys() | after.keys())
        if (change := _difference(model, pk, before.get(pk), after.get(pk)))
    ]
    if not changes:
        return
    apps.get_model("network", "Change")._base_manager.using(using).bulk_create(
        changes, batch_size=CHUNK
    )
    updated = [change.object_pk for change in changes if change.action == "update"]
    for some in chunks(updated):
        model._base_manager.using(using).filter(pk__in=some).update(
            version=F("version") + 1, updated_at=timezone.now()
        )
    finish(using=using)


def _difference(
    model: type[models.Model], pk: int, before: State | None, after: State | None
) -> Any:
    old, new = (before.values if before else {}), (after.values if after else {})
    if before and after:
        names = [name for name in new if old[name] != new[name]]
        if not names:
            return None
        old, new = {n: old[n] for n in names}, {n: new[n] for n in names}
    who = author()
    return apps.get_model("network", "Change")(
        user_id=who.user_id,
        through=who.through,
        batch=who.batch,
        model=model._meta.model_name or "",
        object_pk=pk,
        action="update" if before and after else "create" if after else "delete",
        before=old,
        after=new,
    )


def _state_before(instance: Recorded, using: str) -> States:
    before = _states(type(instance), [instance.pk], using, lock=True) if instance.pk else {}
    # The row's own version, not the one this instance was loaded with, is the next one's base.
    instance.version = before[instance.pk].version if before else 1
    return before


def _record_instance(instance: Recorded, before: States, using: str) -> None:
    after = _states(type(instance), [instance.pk], using)
    _write(type(instance), before, after, using)
    if before and before[instance.pk].values != after[instance.pk].values:
        fresh = type(instance)._base_manager.using(using).filter(pk=instance.pk)
        instance.version, instance.updated_at = fresh.values_list("version", "updated_at").get()


def _owners(link: Link) -> tuple[type[models.Model], set[int]]:
    model: Any = link._meta.get_field(link.owner).related_model
    pks = {getattr(link, f"{link.owner}_id")}
    if link.pk:
        stored = type(link)._base_manager.filter(pk=link.pk)
        pks.update(stored.values_list(f"{link.owner}_id", flat=True))
    return model, pks


def _before_raw_save(instance: Any, raw: bool, using: str, **_kwargs: Any) -> None:
    """Remember the state before a fixture row is saved; loaddata runs in one transaction."""
    from network.models.base import Link, Recorded

    if not raw:
        return
    if isinstance(instance, Recorded):
        instance.state_before_raw = _state_before(instance, using)  # type: ignore[attr-defined]
    elif isinstance(instance, Link):
        model, pks = _owners(instance)
        instance.state_before_raw = model, pks, _states(model, [*pks], using, lock=True)  # type: ignore[attr-defined]


def _after_raw_save(instance: Any, raw: bool, using: str, **_kwargs: Any) -> None:
    from network.models.base import Link, Recorded

    if not raw:
        return
    if isinstance(instance, Recorded):
        _record_instance(instance, instance.state_before_raw, using)  # type: ignore[attr-defined]
    elif isinstance(instance, Link):
        model, pks, before = instance.state_before_raw  # type: ignore[attr-defined]
        _write(model, before, _states(model, [*pks], using), using)
