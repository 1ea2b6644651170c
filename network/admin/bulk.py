"""Bulk changes of the place list: choose places, say what is to hold, look, apply."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable
from typing import Any, Final

from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from network.admin.bulk_forms import FORMS, BulkForm
from network.exchange import bulk
from network.exchange.errors import ExchangeError
from network.hours import Day, week
from network.models import Import, Place, StagedPlace, User
from network.querysets import MANY, PlaceQuerySet, approves

NAMED: Final = 10  # places named above the form
DAYS: Final = 14
SHOWN: Final = 3  # different hours shown day by day
REASONS: Final = {
    bulk.UNCHANGED: _("so already"),
    bulk.FOREIGN: _("outside your rights"),
    bulk.DRAFT: _("drafts"),
    bulk.CLOSED: _("closed for good"),
    bulk.NOT_CLOSED: _("not closed for now"),
    bulk.TOO_LONG: _("their hours can't take more: change them one by one"),
}

Action = Callable[[Any, HttpRequest, Any], HttpResponse]


def bulk_actions() -> list[Action]:
    """One entry in the list's menu for each form."""
    return [_action(what, form) for what, form in FORMS.items()]


def _action(what: str, form: type[BulkForm]) -> Action:
    def action(screen: Any, request: HttpRequest, places: PlaceQuerySet[Place]) -> HttpResponse:
        return _view(screen, request, places, what)

    action.__name__ = f"bulk_{what}"
    action.short_description = form.title  # type: ignore[attr-defined]  # as Django reads it
    action.allowed_permissions = ("change",)  # type: ignore[attr-defined]  # as Django reads it
    return action


def _view(
    screen: Any, request: HttpRequest, places: PlaceQuerySet[Place], what: str
) -> HttpResponse:
    user = request.user
    if not isinstance(user, User):
        raise PermissionDenied
    said = request.POST if "_bulk" in request.POST else None
    form = FORMS[what](user, said)
    if said and form.is_valid():
        try:
            batch = bulk.plan_bulk(places, form.rule(), user=user, options=_options(what, form))
        except ExchangeError as error:
            form.add_error(None, str(error))
        else:
            return HttpResponseRedirect(reverse("admin:network_import_change", args=[batch.pk]))
    return _page(screen, request, places, what, form)


def _options(what: str, form: BulkForm) -> dict[str, Any]:
    first = form.cleaned_data.get("first")
    return {"what": what} | ({"first": first.isoformat()} if first else {})


def _page(
    screen: Any, request: HttpRequest, places: PlaceQuerySet[Place], what: str, form: BulkForm
) -> HttpResponse:
    count = places.count()
    named = list(places.order_by("pk").values_list("name", flat=True)[:NAMED])
    context = screen.admin_site.each_context(request) | {
        "opts": screen.opts,
        "media": screen.media + form.media,
        "title": form.title,
        "form": form,
        "action": f"bulk_{what}",
        "checkbox": ACTION_CHECKBOX_NAME,
        "chosen": request.POST.getlist(ACTION_CHECKBOX_NAME),
        "across": request.POST.get("select_across", "0"),
        "count": count,
        "named": named,
        "more": count - len(named),
        "needs_approver": count > MANY and not approves(request.user),
        "many": MANY,
    }
    return TemplateResponse(request, "admin/network/place/bulk.html", context)


@dataclasses.dataclass(frozen=True, slots=True)
class _Coming:
    """A day in words, and what is known of it."""

    name: str
    hours: str
    day: Day

    @property
    def state(self) -> str:
        """For its colour."""
        if self.day.spans is None:
            return "unsure"
        return "open" if self.day.spans else "shut"


def bulk_facts(batch: Import) -> dict[str, Any]:
    """What the batch's page says beyond its rows: what was left out, the coming days."""
    skipped = [
        f"{ngettext('%(n)d place', '%(n)d places', count) % {'n': count}}: {REASONS[code]}"
        for code, count in batch.options.get("skipped", {}).items()
        if code in REASONS
    ]
    return {"skipped": skipped, "coming": _coming(batch)}


def _coming(batch: Import) -> list[tuple[str, int, list[_Coming]]]:
    """Of the hours that most places would have: value, places, the words of each coming day."""
    from network.edition import store
    from network.pages.states import day_words
    from network.pages.weeks import hours_words

    if batch.options.get("what") != "hours":
        return []
    staged = StagedPlace.objects.filter(batch=batch).order_by()
    most = staged.values_list("hours").annotate(count=Count("pk")).order_by("-count", "hours")
    calendar = store.current().calendar
    start = _start(batch)
    coming = []
    for value, count in most[:SHOWN]:
        days = week(value, start, calendar, DAYS)
        words = [_Coming(_day(day, day_words), _words(day, hours_words), day) for day in days]
        coming.append((value, count, words))
    return coming


def _day(day: Day, words: Callable[[dt.date], str]) -> str:
    return f"{words(day.date)} {date_format(day.date, 'D')}"


def _words(day: Day, words: Callable[[Day], str]) -> str:
    return f"{words(day)} {day.name}".strip()


def _start(batch: Import) -> dt.date:
    """Today, or the eve of a season that begins later."""
    today, first = timezone.localdate(), batch.options.get("first")
    later = dt.date.fromisoformat(first) - dt.timedelta(days=1) if first else today
    return max(today, later)
