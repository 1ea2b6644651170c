"""Risky changes by editors: held back from the record, and kept for an approver to decide."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from network import recorder
from network.approval import HeldBackError, hold_risky
from network.exchange.batches import ask
from network.exchange.rewrites import Rewrite, new_batch, states_of
from network.models import Import, Place, StagedPlace, User
from network.querysets import approves

SHOWN = 5  # places named in a message


class HoldingMixin:
    """For places: what an editor may not do alone waits for an approver."""

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """A save of the place and its links is one entry in the history, or one request."""
        screen: Any = super()
        if request.method != "POST":
            return screen.changeform_view(request, *args, **kwargs)
        try:
            with recorder.together():
                return screen.changeform_view(request, *args, **kwargs)
        except HeldBackError as held:
            return self._ask(request, held)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """With what waits for a decision on this place."""
        screen: Any = super()
        if place := context.get("original"):
            context["waiting"] = waiting_for(place, request.user)
        answer: HttpResponse = screen.render_change_form(request, context, *args, **kwargs)
        return answer

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        """Deleting, or asking for it."""
        screen: Any = super()
        try:
            return screen.delete_view(request, object_id, extra_context)
        except HeldBackError as held:
            return self._ask(request, held)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """The same for many."""
        screen: Any = super()
        try:
            return screen.changelist_view(request, extra_context)
        except HeldBackError as held:
            return self._ask(request, held)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Once everything is written, and before it is committed, see whether it is risky."""
        screen: Any = super()
        screen.save_related(request, form, formsets, change)
        if change:
            hold_risky(request.user)

    def delete_model(self, request: HttpRequest, obj: Place) -> None:
        """Approvers delete; editors ask."""
        self.delete_queryset(request, Place.objects.filter(pk=obj.pk))

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        """As above, for many."""
        if approves(request.user):
            queryset.delete()
            return
        keys = list(queryset.editable_by(request.user).order_by("pk").values_list("pk", flat=True))
        raise HeldBackError([(pk, state, None) for pk, state in _states(keys).items()])

    def _ask(self, request: HttpRequest, held: HeldBackError) -> HttpResponse:
        ask_approver(request, held)
        return HttpResponseRedirect(reverse("admin:network_place_changelist"))


def ask_approver(request: HttpRequest, held: HeldBackError) -> None:
    """Keep it as a batch that waits, and say so."""
    user = request.user
    if not isinstance(user, User):
        raise PermissionDenied
    url = reverse("admin:network_import_change", args=[hold(held, user).pk])
    text = _("It waits for an approver; until then the public sees the old state.")
    link = format_html('{} <a href="{}">{}</a>', text, url, _("See what was asked for"))
    messages.warning(request, link)


def hold(held: HeldBackError, user: User) -> Import:
    """Keep it as a batch that waits for an approver."""
    rewrites = [
        Rewrite(pk, was.version, was.values, now.values if now else {})
        for pk, was, now in held.changes
    ]
    names = "、".join(str(one.before["name"]) for one in rewrites[:SHOWN])
    subject = names + ("…" if len(rewrites) > SHOWN else "")
    with transaction.atomic():
        batch = new_batch(rewrites, kind=Import.Kind.EDIT, user=user, subject=subject)
        ask(batch)
    return batch


def waiting_for(place: Place, user: Any) -> list[Import]:
    """Batches that the user may see and that would change the place."""
    staged = StagedPlace.objects.filter(place=place.pk).order_by().values("batch")
    return list(Import.objects.visible_to(user).waiting().filter(pk__in=staged))


def _states(keys: Sequence[int]) -> recorder.States:
    found: recorder.States = {}
    for some in recorder.chunks(keys):
        found |= states_of(some)
    return found
