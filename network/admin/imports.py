"""The screens of batches: choose a file, look at what would be done, decide, take it back."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
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

from network.admin.batch_acts import act, decisions, may_apply
from network.admin.batch_page import batch_rows, title_of
from network.admin.bulk import bulk_facts
from network.admin.display import NOTHING, badge
from network.admin.file_page import file_page, reading_form
from network.admin.import_forms import ReadingForm, UploadForm
from network.admin.rights import Screen, works_here
from network.admin.templates_to_fill import XLSX, TemplateMixin
from network.admin.widgets import is_key
from network.exchange.diff import OUTCOMES
from network.exchange.errors import ExchangeError
from network.exchange.report import LABELS, Report
from network.exchange.scope import Options
from network.exchange.undo import steps, undo
from network.exchange.workbench import read_again, read_file
from network.exchange.workbook import report_workbook
from network.models import Category, Import, User
from network.querysets import EDITS, MANY, branch_of
from network.staging import StagingError

STATES: Final = {
    Import.State.PLANNING: "unsure",
    Import.State.PLANNED: "draft",
    Import.State.WAITING: "soon",
    Import.State.DECLINED: "delete",
    Import.State.APPLIED: "done",
    Import.State.UNDONE: "closed",
}


@admin.register(Import)
class ImportAdmin(TemplateMixin, Screen[Import]):
    """Batches of the user's organization and of those below it."""

    list_display = ("title", "state_badge", "numbers", "organization", "who", "when")
    list_select_related = ("user", "organization", "undoes")
    list_filter = ("state", "kind", "category")
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
        name = title_of(batch) or NOTHING
        return _("taken back: %(file)s") % {"file": name} if batch.undoes_id else name

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def state_badge(self, batch: Import) -> SafeString:
        """As a badge."""
        return badge(STATES[Import.State(batch.state)], batch.get_state_display())

    @admin.display(description=gettext_lazy("rows"))
    def numbers(self, batch: Import) -> str:
        """How many have which outcome."""
        if batch.undoes_id or batch.kind != Import.Kind.FILE:
            text = ngettext("%(n)d place", "%(n)d places", batch.writes)
            return text % {"n": batch.writes}
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
        """What the batch would do, or did, row by row."""
        batch = self._found(request, object_id)
        if batch.undoes_id:
            return HttpResponseRedirect(
                reverse("admin:network_import_change", args=[batch.undoes_id])
            )
        if request.method == "POST":
            return self._act(request, batch)
        return self._show(request, batch)

    def _show(
        self, request: HttpRequest, batch: Import, form: ReadingForm | None = None
    ) -> HttpResponse:
        context = decisions(request.user, batch) | {
            "title": title_of(batch),
            "batch": batch,
            "state": self.state_badge(batch),
            "who": self.who(batch),
            "many": MANY,
        }
        if batch.kind == Import.Kind.FILE:
            context |= file_page(batch, request, form or reading_form(batch))
            return self._page(request, "change_form.html", **context)
        page, rows = batch_rows(batch, request.GET.get("p"))
        context |= bulk_facts(batch)
        return self._page(request, "batch.html", page=page, rows=rows, **context)

    def _act(self, request: HttpRequest, batch: Import) -> HttpResponse:
        user = request.user
        if not isinstance(user, User) or not self.has_change_permission(request, batch):
            raise PermissionDenied
        if "_again" in request.POST and batch.kind == Import.Kind.FILE:
            return self._read_again(request, batch, user)
        try:
            said, leads = act(request.POST, batch, user)
            self.message_user(request, said, messages.SUCCESS)
        except (ExchangeError, StagingError) as error:
            self.message_user(request, str(error), messages.ERROR)
            leads = ""
        return HttpResponseRedirect(leads or request.path)

    def _read_again(self, request: HttpRequest, batch: Import, user: User) -> HttpResponse:
        form = reading_form(batch, request.POST)
        if not form.is_valid():
            return self._show(request, batch, form)
        try:
            fresh = read_again(
                batch, datum=form.cleaned_data["datum"], headers=form.headers(), user=user
            )
        except ExchangeError as error:
            self.message_user(request, str(error), messages.ERROR)
            return HttpResponseRedirect(request.path)
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
        if not may_apply(user, batch) or not isinstance(user, User):
            raise PermissionDenied
        if request.method == "POST":
            return self._undo(request, batch, user)
        found = steps(batch) if batch.state == Import.State.APPLIED else []
        return self._page(
            request,
            "undo.html",
            title=_("Take back: %(file)s") % {"file": title_of(batch)},
            batch=batch,
            batch_title=title_of(batch),
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
