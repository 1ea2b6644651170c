"""The form of a place, opened from what people say of it: saving it settles their reports."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from network import recorder
from network.admin.widgets import is_key
from network.merged import same_place
from network.models import Place, Report, ReportStatus, User
from network.reports.proposals import prefilled
from network.reports.settle import settle


class FromReportsMixin:
    """For places: `?report=…` names reports that a save settles, in the same transaction."""

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Django's, beside the words; the history says that reports were the reason."""
        screen: Any = super()
        if "report" not in request.GET:
            answer: HttpResponse = screen.change_view(request, object_id, form_url, extra_context)
            return answer
        reports = _reports(request, object_id)
        if not reports and request.method == "POST":
            messages.warning(request, _("These reports were settled already."))
        context = {"from_reports": reports} | (extra_context or {})
        batch = str(reports[0].pk) if reports else ""
        through = "report" if reports else "form"
        with recorder.recording(user=request.user, through=through, batch=batch):
            shown: HttpResponse = screen.change_view(request, object_id, form_url, context)
            return shown

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """Started with people's words where it is opened from them."""
        screen: Any = super()
        form = screen.get_form(request, obj, change, **kwargs)
        if obj is None or request.method != "GET":
            return form
        values = prefilled(_reports(request, str(obj.pk)), obj)
        return type(form.__name__, (form,), {"prefilled": values}) if values else form

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """The reports are settled with what the form saves."""
        screen: Any = super()
        screen.save_related(request, form, formsets, change)
        place: Place = form.instance
        reports, user = _reports(request, str(place.pk)), request.user
        if not reports or not isinstance(user, User):
            return
        number = settle(reports, user=user, status=ReportStatus.ACCEPTED)
        text = ngettext("%(n)d report accepted.", "%(n)d reports accepted.", number)
        messages.success(request, text % {"n": number})


def _reports(request: HttpRequest, place: str) -> list[Report]:
    """The named reports that wait, are of this place, and are the user's to settle."""
    keys = [int(key) for key in request.GET.getlist("report") if is_key(key)]
    if not keys or not is_key(place):
        return []
    mine = (
        Report.objects.settled_by(request.user)
        .open()
        .filter(place__in=same_place(int(place)), pk__in=keys)
    )
    return list(mine.order_by("created_at"))
