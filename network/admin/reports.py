"""The queue of what the public reported: read, look at what the public sees, settle."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from network.admin.display import badge, icon
from network.admin.report_groups import Group, choices, groups
from network.admin.report_page import place_now, report_page
from network.admin.report_settling import SettlingMixin
from network.admin.rights import Screen, works_here
from network.admin.widgets import is_key
from network.merged import same_place
from network.models import Report, ReportPhoto, ReportStatus, User
from network.models.reports import TEXT_LENGTH
from network.reports.forget import forget_once_a_day
from network.reports.page import ICONS
from network.reports.photos import photo_path
from network.reports.settle import settle

BADGES = {
    ReportStatus.OPEN: "soon",
    ReportStatus.ACCEPTED: "done",
    ReportStatus.DISMISSED: "closed",
}


class SettledFilter(admin.SimpleListFilter):
    """The open ones, unless others are asked for."""

    title = gettext_lazy("status")
    parameter_name = "status"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """The statuses."""
        return list(ReportStatus.choices)

    def choices(self, changelist: Any) -> Any:
        """Without “all”: what is settled is asked for by name."""
        chosen = self.value() or ReportStatus.OPEN
        for value, label in self.lookup_choices:
            yield {
                "selected": value == chosen,
                "query_string": changelist.get_query_string({self.parameter_name: value}),
                "display": label,
            }

    def queryset(self, request: HttpRequest, queryset: QuerySet[Report]) -> QuerySet[Report]:
        """One status."""
        return queryset.filter(status=self.value() or ReportStatus.OPEN)


class GroupedChangeList(ChangeList):
    """The list of reports, those that wait as cards by place."""

    groups: Sequence[Group] = ()

    def get_results(self, request: HttpRequest) -> None:
        """Read the page once, with the photos."""
        super().get_results(request)
        if request.GET.get("status", ReportStatus.OPEN) == ReportStatus.OPEN:
            rows: Any = self.result_list
            self.result_list = list(rows.prefetch_related("photos"))
            self.groups = groups(self.result_list, request.user)


@admin.register(Report)
class ReportAdmin(SettlingMixin, Screen[Report]):
    """Reports on places that the user may see; settled by approvers, written by the public only."""

    change_list_template = "admin/network/report/change_list.html"
    list_display = ("where", "what", "words", "also", "received", "state")
    list_select_related = ("place__organization", "place__replaced_by")
    list_filter = (SettledFilter, "kind")
    list_per_page = 50
    show_full_result_count = False
    search_fields = ("place__name", "place__public_id", "text")
    search_help_text = gettext_lazy("Place, its public id, or words of the report.")
    actions = None

    class Media:
        css = {"all": ("network/admin/report.css",)}

    # Rights

    def get_queryset(self, request: HttpRequest) -> QuerySet[Report]:
        """Only reports on places that the user may see."""
        kept = Coalesce("place__replaced_by", "place")
        first = (
            Report.objects.open()
            .annotate(now=kept)
            .filter(now=OuterRef("now"))
            .order_by("created_at")
        )
        rows = Report.objects.visible_to(request.user).annotate(
            now=kept,
            photo_count=Count("photos"),
            waits_since=Subquery(first.values("created_at")[:1]),
        )
        return rows.order_by(*self.get_ordering(request))

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        """The list in groups."""
        return GroupedChangeList

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        """Place by place, the one that has waited longest first."""
        return ("waits_since", "now", "place", "-created_at")

    def has_view_permission(self, request: HttpRequest, obj: Report | None = None) -> bool:
        """Staff of any organization, each its own places'."""
        if obj is None or obj.pk is None:
            return works_here(request.user)
        return Report.objects.visible_to(request.user).filter(pk=obj.pk).exists()

    def has_change_permission(self, request: HttpRequest, obj: Report | None = None) -> bool:
        """Approvers settle reports."""
        mine = Report.objects.settled_by(request.user)
        return mine.exists() if obj is None else mine.filter(pk=obj.pk).exists()

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody: reports come from the public."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Report | None = None) -> bool:
        """Nobody: a report is dismissed, with an answer."""
        return False

    # Columns

    @admin.display(description=gettext_lazy("place"), ordering="place__name")
    def where(self, report: Report) -> SafeString:
        """The place, and under it whose it is, or what it was merged into."""
        place = report.place
        below = place.organization if place.replaced_by is None else f"→ {place.replaced_by}"
        return format_html('{}<br><span class="quiet">{}</span>', place, below)

    @admin.display(description=gettext_lazy("what is wrong"), ordering="kind")
    def what(self, report: Report) -> SafeString:
        """The kind with its icon."""
        return format_html(
            '<span class="mark">{} {}</span>', icon(ICONS[report.kind]), report.get_kind_display()
        )

    @admin.display(description=gettext_lazy("in their words"))
    def words(self, report: Report) -> str:
        """The beginning."""
        return Truncator(report.text).chars(80)

    @admin.display(description=gettext_lazy("with it"))
    def also(self, report: Any) -> str:
        """Photos and contact, if there are any."""
        parts = []
        if number := report.photo_count:
            parts.append(ngettext("%(n)d photo", "%(n)d photos", number) % {"n": number})
        if report.contact:
            parts.append(_("contact"))
        return "、".join(parts)

    @admin.display(description=gettext_lazy("received"), ordering="created_at")
    def received(self, report: Report) -> str:
        """Day and time; before it when it was written, if it waited for a network."""
        moments = [moment for moment in (report.written_at, report.created_at) if moment]
        texts = (date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT") for at in moments)
        return " → ".join(texts)

    @admin.display(description=gettext_lazy("status"), ordering="status")
    def state(self, report: Report) -> SafeString:
        """As a badge."""
        return badge(BADGES[ReportStatus(report.status)], report.get_status_display())

    # Pages

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """The queue; opening it also deletes what has been kept long enough."""
        if works_here(request.user):
            forget_once_a_day(timezone.now())
        offered = choices() | {"text_length": TEXT_LENGTH}
        return super().changelist_view(request, offered | (extra_context or {}))

    def get_urls(self) -> list[URLPattern]:
        """Django's, and the photos."""
        view = self.admin_site.admin_view(self.photo_view)
        photo = path("photo/<slug:name>.jpg", view, name="network_report_photo")
        return [photo, *super().get_urls()]

    def photo_view(self, request: HttpRequest, name: str) -> HttpResponse:
        """A photo of a report that the user may see; raises Http404."""
        mine = Report.objects.visible_to(request.user).order_by().values("pk")
        photo = ReportPhoto.objects.filter(name=name, report__in=mine).first()
        if photo is None:
            raise Http404
        try:
            data = photo_path(photo.name).read_bytes()
        except FileNotFoundError as error:
            raise Http404 from error
        return HttpResponse(data, content_type="image/jpeg")  # never cached: no admin page is

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """One report beside what the public sees of its place."""
        report = self.get_object(request, unquote(object_id))
        if report is None:
            raise Http404
        may_settle = self.has_change_permission(request, report)
        if request.method == "POST":
            if not may_settle:
                raise PermissionDenied
            return self._settle(request, report)
        context = {
            **self.admin_site.each_context(request),
            **report_page(report, request.user),
            "title": str(report.place),
            "state": self.state(report),
            "opts": self.opts,
            "text_length": TEXT_LENGTH,
            "may_settle": may_settle,
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/network/report/change_form.html", context)

    def _settle(self, request: HttpRequest, report: Report) -> HttpResponse:
        """Accept or dismiss it, and those of the same place that were ticked."""
        accepted = "_accept" in request.POST
        user = request.user
        if not isinstance(user, User) or not (accepted or "_dismiss" in request.POST):
            return HttpResponseRedirect(request.path)
        ticked = [int(key) for key in request.POST.getlist("also") if is_key(key)]
        chosen = Report.objects.settled_by(user).filter(
            place__in=same_place(report.place_id), pk__in=[report.pk, *ticked]
        )
        status = ReportStatus.ACCEPTED if accepted else ReportStatus.DISMISSED
        answer = request.POST.get("answer", "").strip()[:TEXT_LENGTH]
        number = settle(list(chosen), user=user, status=status, answer=answer)
        self._say(request, number, accepted=accepted)
        if accepted:
            return HttpResponseRedirect(
                reverse("admin:network_place_change", args=[place_now(report, user).pk])
            )
        return HttpResponseRedirect(reverse("admin:network_report_changelist"))

    def _say(self, request: HttpRequest, number: int, *, accepted: bool) -> None:
        if not number:
            self.message_user(request, _("It was settled already."), messages.WARNING)
        elif accepted:
            text = ngettext(
                "%(n)d report accepted. Now put the record right and save it.",
                "%(n)d reports accepted. Now put the record right and save it.",
                number,
            )
            self.message_user(request, text % {"n": number}, messages.SUCCESS)
        else:
            text = ngettext("%(n)d report dismissed.", "%(n)d reports dismissed.", number)
            self.message_user(request, text % {"n": number}, messages.SUCCESS)
