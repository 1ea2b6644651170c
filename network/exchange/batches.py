"""What becomes of a planned batch: asked for, declined, brought up to date, applied."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from network import recorder
from network.approval import risks
from network.exchange.diff import FACTS
from network.exchange.errors import ExchangeError
from network.exchange.imports import apply_import
from network.exchange.rewrites import Rewrite, stage, states_of
from network.exchange.store import remove_staged
from network.models import Import, StagedPlace, User
from network.restore import as_stored
from network.staging import Applied

SHOWN = 5  # places named in an error
State = Import.State


def ask(batch: Import, *, message: str = "") -> None:
    """Let the batch wait for an approver."""
    planned = Import.objects.filter(pk=batch.pk, state=State.PLANNED)
    if not planned.update(
        state=State.WAITING, asked_at=timezone.now(), message=message.strip()[:500]
    ):
        raise ExchangeError(_("It is no longer planned: look again."))


def decline(batch: Import, *, user: User, answer: str) -> None:
    """Say no; who made it reads the answer. Nothing is changed."""
    answer = answer.strip()[:500]
    if not answer:
        raise ExchangeError(_("Say why, so that who made it can put it right."))
    waiting = Import.objects.filter(pk=batch.pk, state=State.WAITING)
    if not waiting.update(state=State.DECLINED, answer=answer, decided_by=user):
        raise ExchangeError(_("It no longer waits: someone has decided it."))


def apply_batch(batch: Import, *, user: User) -> Applied:
    """Write it, over what others have changed elsewhere meanwhile; all of it or nothing.

    Raises ExchangeError or `network.staging.StagingError`. What has become risky since it was
    planned, as when a draft was published, is not the maker's alone to apply any more.
    """
    if batch.kind != Import.Kind.FILE:
        _renew(batch)
        if not Import.objects.applied_by(user).filter(pk=batch.pk).exists():
            raise ExchangeError(_("It needs an approver now: a place was changed since."))
    applied = apply_import(batch, user=user)
    Import.objects.filter(pk=batch.pk, asked_at__isnull=False).update(decided_by=user)
    return applied


def risks_of(staged: StagedPlace) -> list[str]:
    """What is risky about one staged place, in words."""
    if staged.action == StagedPlace.Action.CREATE:
        return []
    after = {name: getattr(staged, name) for name in FACTS}
    deleted = staged.action == StagedPlace.Action.DELETE
    return risks(after | as_stored(staged.before), {} if deleted else after)


def _renew(batch: Import) -> None:
    """Plan again what was planned on older versions; ExchangeError names what clashes."""
    rows = list(StagedPlace.objects.filter(batch=batch).order_by("row"))
    states: recorder.States = {}
    for some in recorder.chunks([row.place_id for row in rows if row.place_id]):
        states |= states_of(some)
    if all(_is_fresh(row, states) for row in rows):
        return
    if clashing := [row.name for row in rows if _clashes(row, states)]:
        raise ExchangeError(_refusal(clashing))
    fresh = [_again(row, states[row.place_id or 0]) for row in rows]
    with transaction.atomic():
        remove_staged(batch.pk)
        stage(batch, fresh)
        batch.risky = any(risks(one.before, one.after) for one in fresh)
        batch.save(update_fields=["risky"])


def _is_fresh(row: StagedPlace, states: recorder.States) -> bool:
    state = states.get(row.place_id or 0)
    return state is not None and state.version == row.expected_version


def _clashes(row: StagedPlace, states: recorder.States) -> bool:
    """Whether the place is gone, or another has changed one of the same fields."""
    state = states.get(row.place_id or 0)
    if state is None:
        return True
    if _is_fresh(row, states):
        return False
    before: dict[str, Any] = as_stored(row.before)
    return any(state.values[name] != value for name, value in before.items())


def _again(row: StagedPlace, state: recorder.State) -> Rewrite:
    deleted = row.action == StagedPlace.Action.DELETE
    after = {} if deleted else state.values | as_stored(row.after)
    return Rewrite(row.place_id or 0, state.version, state.values, after)


def _refusal(names: Iterable[str]) -> str:
    known = list(names)
    more = " …" if len(known) > SHOWN else ""
    return _(
        "Nothing was changed. Someone else has changed the same since, or deleted it: %(names)s."
        " Discard this and make the change again."
    ) % {"names": "、".join(known[:SHOWN]) + more}
