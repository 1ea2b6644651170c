"""One press on a place's reports: into the record, into the form, right already, or not so."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from network.admin.report_groups import choices, groups
from network.admin.widgets import is_key
from network.merged import kept_for, led, same_place
from network.models import Place, Report, ReportStatus, User
from network.models.reports import TEXT_LENGTH
from network.reports.accept import AcceptError, accept
from network.reports.answers import answer_of
from network.reports.proposals import CLOSE, ProposalError, changes, proposals
from network.reports.settle import settle

MOST: Final = 100  # reports of a place on its page; the rest follow when these are settled


class SettlingMixin:
    """For the queue of reports: the page of one place, and what its buttons do."""

    def get_urls(self) -> list[URLPattern]:
        """Django's, and the place's page."""
        screen: Any = self
        view = screen.admin_site.admin_view(self.place_view)
        urls: list[URLPattern] = super().get_urls()  # type: ignore[misc]  # Django's screen
        return [path("place/<int:key>/", view, name="network_report_place"), *urls]

    def place_view(self, request: HttpRequest, key: int) -> HttpResponse:
        """All that people say of a place beside what the public sees, and the settling of it."""
        screen: Any = self
        user = request.user
        place = Place.objects.visible_to(user).filter(pk=key).first() if key < 2**63 else None
        if place is None or not isinstance(user, User):
            raise Http404
        if request.method == "POST":
            return _act(request, screen, place, user)
        if kept := _own_end(place, user):
            return HttpResponseRedirect(reverse("admin:network_report_place", args=[kept]))
        waiting = _open(place).select_related("place__organization").prefetch_related("photos")
        settled = Report.objects.filter(place__in=same_place(place.pk)).exclude(
            status=ReportStatus.OPEN
        )
        context = {
            **screen.admin_site.each_context(request),
            **choices(),
            "title": str(place),
            "place": place,
            "opts": screen.opts,
            "groups": groups(waiting[:MOST], user),
            "settled": list(settled.select_related("settled_by")[:MOST]),
            "text_length": TEXT_LENGTH,
        }
        return TemplateResponse(request, "admin/network/report/place.html", context)


def _own_end(place: Place, user: User) -> int | None:
    """The place that this one was merged into, where its page is the user's to open."""
    kept = kept_for([place.pk])[place.pk]
    mine = Place.objects.visible_to(user).filter(pk=kept).exclude(pk=place.pk)
    return kept if mine.exists() else None


def _open(place: Place) -> Any:
    return (
        Report.objects.open().filter(place__in=same_place(place.pk)).order_by("-created_at", "-pk")
    )


def _act(request: HttpRequest, screen: Any, place: Place, user: User) -> HttpResponse:
    """Do what the pressed button says; on any error nothing is changed and the page says why."""
    if not Place.objects.decided_by(user).filter(pk=place.pk).exists():
        raise PermissionDenied
    ticked = _ticked(request, place, user)
    sent = request.POST
    try:
        if "_apply" in sent:
            text = _apply(request, place, user, ticked)
        elif "_form" in sent:
            named = _named(sent["_form"], place, user)
            return HttpResponseRedirect(_form_url(place, [named, *ticked]))
        elif "_accept" in sent or "_dismiss" in sent:
            text = _settle(request, user, ticked, accepted="_accept" in sent)
        else:
            raise AcceptError(_("Press one of the buttons."))
    except (AcceptError, ProposalError) as error:
        screen.message_user(request, str(error), messages.ERROR)
        return HttpResponseRedirect(reverse("admin:network_report_place", args=[place.pk]))
    screen.message_user(request, text, messages.SUCCESS)
    return HttpResponseRedirect(reverse("admin:network_report_changelist"))


def _ticked(request: HttpRequest, place: Place, user: User) -> list[Report]:
    keys = [int(key) for key in request.POST.getlist("report") if is_key(key)]
    mine = Report.objects.settled_by(user).filter(place__in=same_place(place.pk), pk__in=keys)
    return led(mine.select_related("place"), user)


def _named(key: str, place: Place, user: User) -> Report:
    """The report whose button was pressed; Http404 if it is not one of this place."""
    mine = Report.objects.settled_by(user).filter(place__in=same_place(place.pk))
    found = led(mine.filter(pk=int(key)).select_related("place"), user) if is_key(key) else []
    if not found:
        raise Http404
    return found[0]


def _apply(request: HttpRequest, place: Place, user: User, ticked: list[Report]) -> str:
    sent = request.POST
    key, _colon, code = sent["_apply"].partition(":")
    report = _named(key, place, user)
    chosen = next((offer for offer in proposals(report) if offer.code == code), None)
    if chosen is None:
        raise Http404
    seen = sent.get("seen_version", "")
    _place, number = accept(
        report,
        ticked,
        changes(chosen, sent),
        user=user,
        seen_version=int(seen) if is_key(seen) else 0,
        answer=_answer(request),
        verified="verified" in sent and code != CLOSE,
    )
    text = ngettext(
        "The record of %(place)s is changed, %(n)d report settled.",
        "The record of %(place)s is changed, %(n)d reports settled.",
        number,
    ) % {"place": place, "n": number}
    url = reverse("admin:network_place_history", args=[place.pk])
    return format_html('{} <a href="{}">{}</a>', text, url, _("See the change, or take it back"))


def _settle(request: HttpRequest, user: User, ticked: list[Report], *, accepted: bool) -> str:
    answer = _answer(request)
    if not ticked:
        raise AcceptError(_("Tick the reports that you mean."))
    if not accepted and not answer:
        raise AcceptError(_("Say why it is not so: choose an answer, or write one."))
    status = ReportStatus.ACCEPTED if accepted else ReportStatus.DISMISSED
    number = settle(ticked, user=user, status=status, answer=answer)
    if not number:
        raise AcceptError(_("It was settled already."))
    if accepted:
        text = ngettext("%(n)d report accepted.", "%(n)d reports accepted.", number)
    else:
        text = ngettext("%(n)d report dismissed.", "%(n)d reports dismissed.", number)
    return text % {"n": number}


def _answer(request: HttpRequest) -> str:
    return answer_of(request.POST.get("ready", ""), request.POST.get("answer", ""))


def _form_url(place: Place, reports: list[Report]) -> str:
    """The place's form, which starts with the words and settles the reports when it is saved."""
    keys = dict.fromkeys(report.pk for report in reports)
    url = reverse("admin:network_place_change", args=[place.pk])
    return f"{url}?{urlencode([('report', key) for key in keys])}"
