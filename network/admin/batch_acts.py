"""What may be done with a batch, by whom, and doing it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from network.exchange.batches import apply_batch, ask, decline
from network.exchange.workbench import discard
from network.models import Import, User

if TYPE_CHECKING:
    from network.querysets import Someone

PLANNED, WAITING = Import.State.PLANNED, Import.State.WAITING
DECLINED, APPLIED = Import.State.DECLINED, Import.State.APPLIED


def may_apply(user: Someone, batch: Import) -> bool:
    """Whether the user may apply it, or take it back."""
    return bool(Import.objects.applied_by(user).filter(pk=batch.pk).exists())


def decisions(user: Someone, batch: Import) -> dict[str, Any]:
    """What the page offers; nobody may apply what still asks something."""
    applies = may_apply(user, batch)
    prepares = bool(Import.objects.prepared_by(user).filter(pk=batch.pk).exists())
    decides = bool(Import.objects.decided_by(user).filter(pk=batch.pk).exists())
    asks = bool(batch.report.get("asks"))
    return {
        "asks": asks,
        "may_prepare": prepares and batch.state == PLANNED,
        "may_apply": applies and batch.state == PLANNED and not asks,
        "may_ask": prepares and not applies and batch.state == PLANNED and not asks,
        "may_decide": decides and batch.state == WAITING,
        "may_discard": may_discard(user, batch),
        "may_undo": applies and batch.state == APPLIED,
    }


def may_discard(user: Someone, batch: Import) -> bool:
    """What waits is withdrawn by who asked; approvers decline it instead."""
    if not Import.objects.prepared_by(user).filter(pk=batch.pk).exists():
        return False
    return batch.state == PLANNED or (
        batch.state in (WAITING, DECLINED) and batch.user_id == getattr(user, "pk", None)
    )


def act(data: Mapping[str, str], batch: Import, user: User) -> tuple[str, str]:
    """Do what was pressed: what to say, and the address to go to, "" for the batch's own.

    Raises PermissionDenied, ExchangeError or StagingError.
    """
    may = decisions(user, batch)
    if "_apply" in data and (may["may_apply"] or may["may_decide"]):
        return _apply(batch, user), ""
    if "_ask" in data and may["may_ask"]:
        ask(batch, message=data.get("message", ""))
        return _("An approver of your organization, or of one above it, will decide."), ""
    if "_decline" in data and may["may_decide"]:
        decline(batch, user=user, answer=data.get("answer", ""))
        return _("Declined; nothing was changed."), _waiting()
    if "_discard" in data and may["may_discard"]:
        discard(batch)
        return _("Discarded; nothing was changed."), reverse("admin:network_import_changelist")
    raise PermissionDenied


def _waiting() -> str:
    return f"{reverse('admin:network_import_changelist')}?state__exact={WAITING}"


def _apply(batch: Import, user: User) -> str:
    applied = apply_batch(batch, user=user)
    if batch.kind == Import.Kind.FILE:
        text = _("%(created)d places were added and %(updated)d changed.")
        return text % {"created": applied.created, "updated": applied.updated}
    number = applied.updated + applied.deleted
    text = ngettext("%(n)d place was changed.", "%(n)d places were changed.", number)
    return text % {"n": number}
