"""The import's screens: choose a file, look at what it would do, apply it, take it back."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.text import slugify
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from network.admin.display import NOTHING, badge
from network.admin.import_forms import DATUMS, ReadingForm, UploadForm
from network.admin.rights import Screen, works_here
from network.admin.templates_to_fill import XLSX, TemplateMixin
from network.admin.widgets import is_key
from network.exchange.diff import OUTCOMES
from network.exchange.errors import ExchangeError
from network.exchange.imports import apply_import
from network.exchange.report import LABELS, Line, Report, field_label
from network.exchange.scope import Options
from network.exchange.undo import steps, undo
from network.exchange.workbench import discard, read_again, read_file
from network.exchange.workbook import report_workbook
from network.models import Category, Import, User
from network.querysets import EDITS, MANY, branch_of
from network.staging import StagingError

PER_PAGE: Final = 50
STATES: Final = {
    Import.State.PLANNING: "unsure",
    Import.State.PLANNED: "soon",
    Import.State.APPLIED: "done",
    Import.State.UNDONE: "closed",
}
OUTCOME_STATES: Final = {
    "created": "create",
    "draft": "draft",
    "updated": "update",
    "unchanged": "closed",
    "rejected": "delete",
}


@admin.register(Import)
class ImportAdmin(TemplateMixin, Screen[Import]):
    """Imports of the user's organization and of those below it."""

    list_display = ("title", "state_badge", "numbers", "organization", "who", "when")
    list_select_related = ("user", "organization", "undoes")
    list_filter = ("state", "category")
    list_per_page = 50
    show_full_result_count = False
    search_fields = ("file_name", "user__username")
    search_help_text = gettext_lazy("File or user name.")
    actions = None
    ordering = ("-id",)

    # Rights

    def get_queryset(self, request: HttpRequest) -> QuerySet[Import]:
        """Only what the user may see."""
        mine: QuerySet[Import] = Import.objects.visible_to(request.user)
        return super().get_queryset(request) & mine

    def has_view_permission(self, request: HttpRequest, obj: Import | None = None) -> bool:
        """All staff, each its own rows."""
        if obj is None or obj.pk is None:
            return works_here(request.user)
        return bool(Import.objects.visible_to(request.user).filter(pk=obj.pk).exists())

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Editors and approvers."""
        return branch_of(request.user, EDITS) is not None

    def has_change_permission(self, request: HttpRequest, obj: Import | None = None) -> bool:
        """Who may read it again or discard it."""
        if obj is None or obj.pk is None:
            return self.has_add_permission(request)
        return bool(Import.objects.prepared_by(request.user).filter(pk=obj.pk).exists())

    def has_delete_permission(self, request: HttpRequest, obj: Import | None = None) -> bool:
        """Nobody: a plan is discarded, an import taken back."""
        return False

    # Columns

    @admin.display(description=gettext_lazy("file"), ordering="file_name")
    def title(self, batch: Import) -> str:
        """The file, or what is taken back."""
        name = batch.file_name or NOTHING
        return _("taken back: %(file)s") % {"file": name} if batch.undoes_id else name

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def state_badge(self, batch: Import) -> SafeString:
        """As a badge."""
        return badge(STATES[Import.State(batch.state)], batch.get_state_display())

    @admin.display(description=gettext_lazy("rows"))
    def numbers(self, batch: Import) -> str:
        """How many have which outcome."""
        if batch.undoes_id:
            return str(batch.writes)
        found = [(LABELS[name], batch.counts.get(name, 0)) for name in OUTCOMES]
        return " · ".join(f"{label} {count}" for label, count in found if count)

    @admin.display(description=gettext_lazy("by"), ordering="user__username")
    def who(self, batch: Import) -> str:
        """The member of staff."""
        return (batch.user.get_full_name() or batch.user.get_username()) if batch.user else NOTHING

    @admin.display(description=gettext_lazy("when"), ordering="created_at")
    def when(self, batch: Import) -> str:
        """Day and time."""
        return date_format(localtime(batch.created_at), "SHORT_DATETIME_FORMAT")

    # Pages

    def get_urls(self) -> list[URLPattern]:
        """Django's, the report to download, and the taking back."""
        view = self.admin_site.admin_view
        return [
            path("<int:key>/report/", view(self.report_view), name="network_import_report"),
            path("<int:key>/undo/", view(self.undo_view), name="network_import_undo"),
            *super().get_urls(),
        ]

    def _page(self, request: HttpRequest, template: str, **context: Any) -> HttpResponse:
        common = self.admin_site.each_context(request) | {"opts": self.opts}
        return TemplateResponse(request, f"admin/network/import/{template}", common | context)

    def _found(self, request: HttpRequest, key: Any) -> Import:
        batch = self.get_object(request, unquote(str(key)))
        if batch is None:
            raise Http404
        return batch

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Choose a file; it is read and planned, and nothing changes."""
        user = request.user
        if not self.has_add_permission(request) or not isinstance(user, User):
            raise PermissionDenied
        form = UploadForm(user, request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            batch = self._read(user, form)
            if batch:
                return HttpResponseRedirect(reverse("admin:network_import_change", args=[batch.pk]))
        return self._page(
            request,
            "add.html",
            form=form,
            title=_("Import a spreadsheet"),
            categories=Category.objects.all(),
        )

    def _read(self, user: User, form: UploadForm) -> Import | None:
        said = form.cleaned_data
        options = Options(
            category=said["category"].code,
            datum=said["datum"],
            district=said["district"].code if said["district"] else "",
            organization=said["organization"].code,
            draft=said["draft"],
        )
        try:
            return read_file(
                said["file"].read(),
                options,
                file_name=said["file"].name,
                user=user,
                organization=said["organization"],
            )
        except ExchangeError as error:
            form.add_error("file", str(error))
        return None

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """What the file would do, or did, row by row."""
        batch = self._found(request, object_id)
        if batch.undoes_id:
            return HttpResponseRedirect(
                reverse("admin:network_import_change", args=[batch.undoes_id])
            )
        if request.method == "POST":
            return self._act(request, batch)
        return self._preview(request, batch, self._reading(batch))

    def _reading(self, batch: Import, data: Any = None) -> ReadingForm:
        columns = batch.report.get("columns", [])
        return ReadingForm(columns, data, initial={"datum": batch.datum})

    def _preview(self, request: HttpRequest, batch: Import, form: ReadingForm) -> HttpResponse:
        report = Report.from_json(batch.report)
        shown = request.GET.get("show", "")
        lines = [line for line in report.lines if _is_shown(line, shown)]
        page = Paginator(lines, PER_PAGE).get_page(request.GET.get("p"))
        return self._page(
            request,
            "change_form.html",
            title=batch.file_name,
            batch=batch,
            state=self.state_badge(batch),
            form=form,
            guess=batch.report.get("guess"),
            asks=batch.report.get("asks"),
            datum_label=dict(DATUMS).get(batch.datum, batch.datum),
            tabs=_tabs(report),
            shown=shown,
            remarks=report.remarks,
            page=page,
            lines=[_told(line) for line in page.object_list],
            may_prepare=self.has_change_permission(request, batch)
            and batch.state == Import.State.PLANNED,
            may_apply=self._may_apply(request, batch),
            may_undo=self._may_apply(request, batch) and batch.state == Import.State.APPLIED,
            many=MANY,
        )

    def _may_apply(self, request: HttpRequest, batch: Import) -> bool:
        return bool(Import.objects.applied_by(request.user).filter(pk=batch.pk).exists())

    def _act(self, request: HttpRequest, batch: Import) -> HttpResponse:
        user = request.user
        if not isinstance(user, User) or not self.has_change_permission(request, batch):
            raise PermissionDenied
        try:
            if "_apply" in request.POST:
                return self._apply(request, batch, user)
            if "_discard" in request.POST:
                discard(batch)
                self.message_user(request, _("Discarded; nothing was changed."))
                return HttpResponseRedirect(reverse("admin:network_import_changelist"))
            if "_again" in request.POST:
                return self._read_again(request, batch, user)
        except (ExchangeError, StagingError) as error:
            self.message_user(request, str(error), messages.ERROR)
        return HttpResponseRedirect(request.path)

    def _apply(self, request: HttpRequest, batch: Import, user: User) -> HttpResponse:
        if not self._may_apply(request, batch) or batch.report.get("asks"):
            raise PermissionDenied
        applied = apply_import(batch, user=user)
        text = _("%(created)d places were added and %(updated)d changed.")
        counts = {"created": applied.created, "updated": applied.updated}
        self.message_user(request, text % counts, messages.SUCCESS)
        return HttpResponseRedirect(request.path)

    def _read_again(self, request: HttpRequest, batch: Import, user: User) -> HttpResponse:
        form = self._reading(batch, request.POST)
        if not form.is_valid():
            return self._preview(request, batch, form)
        fresh = read_again(
            batch, datum=form.cleaned_data["datum"], headers=form.headers(), user=user
        )
        return HttpResponseRedirect(reverse("admin:network_import_change", args=[fresh.pk]))

    def report_view(self, request: HttpRequest, key: int) -> HttpResponse:
        """The rows as a workbook, to put the file right."""
        batch = self._found(request, key)
        response = HttpResponse(report_workbook(Report.from_json(batch.report)), content_type=XLSX)
        name = slugify(batch.file_name.rsplit(".", 1)[0]) or "import"
        response["Content-Disposition"] = f'attachment; filename="{name}-{batch.pk}.xlsx"'
        return response

    def undo_view(self, request: HttpRequest, key: int) -> HttpResponse:
        """What taking the import back would do, and doing it."""
        batch, user = self._found(request, key), request.user
        if not self._may_apply(request, batch) or not isinstance(user, User):
            raise PermissionDenied
        if request.method == "POST":
            return self._undo(request, batch, user)
        found = steps(batch) if batch.state == Import.State.APPLIED else []
        return self._page(
            request,
            "undo.html",
            title=_("Take back: %(file)s") % {"file": batch.file_name},
            batch=batch,
            is_applied=batch.state == Import.State.APPLIED,
            plain=[step for step in found if not step.since and not step.held],
            since=[step for step in found if step.since and not step.held],
            held=[step for step in found if step.held],
        )

    def _undo(self, request: HttpRequest, batch: Import, user: User) -> HttpResponse:
        anyway = {int(key) for key in request.POST.getlist("anyway") if is_key(key)}
        try:
            applied = undo(batch, user=user, anyway=anyway)
        except (ExchangeError, StagingError) as error:
            self.message_user(request, str(error), messages.ERROR)
            return HttpResponseRedirect(request.path)
        number = applied.updated + applied.deleted
        text = ngettext(
            "Taken back: %(n)d place is as it was before.",
            "Taken back: %(n)d places are as they were before.",
            number,
        )
        self.message_user(request, text % {"n": number}, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:network_import_change", args=[batch.pk]))


def _is_shown(line: Line, shown: str) -> bool:
    return not shown or line.outcome == shown or (shown == "flagged" and bool(line.problems))


def _tabs(report: Report) -> list[tuple[str, str, int]]:
    """Value of the filter, label, number of rows; what no row has is left out."""
    everything = ("", _("all rows"), len(report.lines))
    named = [(name, str(LABELS[name]), report.counts.get(name, 0)) for name in LABELS]
    return [everything, *(tab for tab in named if tab[2])]


def _told(line: Line) -> dict[str, Any]:
    """A row in words."""
    remarks = [(field_label(field), text) for field, text in line.remarks()]
    return {
        "row": line.row,
        "state": badge(OUTCOME_STATES[line.outcome], str(LABELS[line.outcome])),
        "name": line.name,
        "remarks": remarks,
    }
