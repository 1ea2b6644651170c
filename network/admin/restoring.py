"""The pages that bring back what the history holds."""

from __future__ import annotations

import dataclasses
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from network.admin.changes import Line, tell
from network.admin.holding import ask_approver
from network.admin.widgets import is_key
from network.approval import HeldBackError
from network.models import Change, Organization, Place, User
from network.querysets import EDITS, branch_of
from network.restore import LINKS, RestoreError, as_stored, restore_deleted, restore_fields


@dataclasses.dataclass(frozen=True, slots=True)
class Choice:
    """Fields that are restored together, as they are now and as they were."""

    names: str
    line: Line


class RestoreMixin:
    """For places: set fields back to what they were before a change."""

    def get_urls(self) -> list[URLPattern]:
        """Django's, and the restoring."""
        screen: Any = self
        view = screen.admin_site.admin_view(self.restore_view)
        urls: list[URLPattern] = super().get_urls()  # type: ignore[misc]  # Django's screen
        restore = path("<int:key>/restore/<int:change>/", view, name="network_place_restore")
        return [restore, *urls]

    def restore_view(self, request: HttpRequest, key: int, change: int) -> HttpResponse:
        """Choose the fields, then set them back."""
        screen: Any = self
        place, user = screen.get_object(request, str(key)), request.user
        mine = Change.objects.visible_to(user).filter(model="place", object_pk=key, pk=change)
        found = mine.filter(action=Change.Action.UPDATE).select_related("user").first()
        if place is None or found is None:
            raise Http404
        if not screen.has_change_permission(request, place) or not isinstance(user, User):
            raise PermissionDenied
        if request.method == "POST":
            return _restore(request, screen, found, user)
        context = screen.admin_site.each_context(request) | {
            "opts": screen.opts,
            "title": _("Restore: %(place)s") % {"place": place},
            "place": place,
            "told": tell([found])[0],
            "choices": _choices(place, found),
        }
        return TemplateResponse(request, "admin/network/place/restore.html", context)


def _restore(request: HttpRequest, screen: Any, change: Change, user: User) -> HttpResponse:
    names = {name for group in request.POST.getlist("fields") for name in group.split()}
    seen = request.POST.get("seen_version", "")
    try:
        if not names:
            raise RestoreError(_("Tick what is to be restored."))
        restore_fields(change, names, user=user, seen_version=int(seen) if is_key(seen) else 0)
    except RestoreError as error:
        screen.message_user(request, str(error), messages.ERROR)
        return HttpResponseRedirect(request.path)
    except HeldBackError as held:
        ask_approver(request, held)
    else:
        screen.message_user(request, _("Restored."), messages.SUCCESS)
    return HttpResponseRedirect(reverse("admin:network_place_history", args=[change.object_pk]))


def _choices(place: Place, change: Change) -> list[Choice]:
    """What differs now from what was before the change; latitude and longitude go together."""
    then = as_stored(change.before)
    now = {name: _now(place, name) for name in then}
    names = [name for name in then if now[name] != then[name]]
    pair = [name for name in names if name in ("latitude", "longitude")]
    groups = [pair] if pair else []
    groups += [[name] for name in names if name not in pair]
    told = tell([_difference(place, group, now, then) for group in groups])
    return [
        Choice(" ".join(group), one.lines[0])
        for group, one in zip(groups, told, strict=True)
        if one.lines
    ]


def _difference(
    place: Place, names: list[str], now: dict[str, Any], then: dict[str, Any]
) -> Change:
    """As a change would be that is not made."""
    return Change(
        model="place",
        object_pk=place.pk,
        action=Change.Action.UPDATE,
        before={name: now[name] for name in names},
        after={name: then[name] for name in names},
    )


def _now(place: Place, name: str) -> Any:
    if name in LINKS:
        return list(getattr(place, name).order_by("code").values_list("code", flat=True))
    return getattr(place, name)


class BringBackMixin:
    """For the history: make a deleted place again."""

    def get_urls(self) -> list[URLPattern]:
        """Django's, and the bringing back."""
        screen: Any = self
        view = screen.admin_site.admin_view(self.bring_back_view)
        urls: list[URLPattern] = super().get_urls()  # type: ignore[misc]  # Django's screen
        return [path("<int:key>/bring-back/", view, name="network_change_bring_back"), *urls]

    def bring_back_view(self, request: HttpRequest, key: int) -> HttpResponse:
        """Look at it, then bring it back."""
        screen: Any = self
        user = request.user
        mine = Change.objects.visible_to(user).filter(model="place", action=Change.Action.DELETE)
        change = mine.filter(pk=key).select_related("user").first()
        if change is None:
            raise Http404
        if not _may_own(user, change) or not isinstance(user, User):
            raise PermissionDenied
        if request.method == "POST":
            return _bring_back(request, screen, change, user)
        context = screen.admin_site.each_context(request) | {
            "opts": screen.opts,
            "title": _("Bring back: %(place)s") % {"place": change.before.get("name", "")},
            "told": tell([change])[0],
            "is_there": Place.objects.filter(pk=change.object_pk).exists(),
        }
        return TemplateResponse(request, "admin/network/bring_back.html", context)


def _may_own(user: Any, change: Change) -> bool:
    owner = change.before.get("organization_id")
    return branch_of(user, EDITS) is not None and bool(
        Organization.objects.owning_for(user).filter(pk=owner).exists()
    )


def _bring_back(request: HttpRequest, screen: Any, change: Change, user: User) -> HttpResponse:
    try:
        place = restore_deleted(change, user=user)
    except RestoreError as error:
        screen.message_user(request, str(error), messages.ERROR)
        return HttpResponseRedirect(request.path)
    screen.message_user(request, _("It is back."), messages.SUCCESS)
    return HttpResponseRedirect(reverse("admin:network_place_change", args=[place.pk]))
