"""The history: of one record behind its “history” link, and of everything as a list."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.admin.changes import Told, tell
from network.admin.display import badge
from network.admin.restoring import BringBackMixin
from network.admin.rights import Screen, works_here
from network.models import Change
from network.models.base import Recorded

PER_PAGE = 50


class HistoryMixin:
    """For recorded models: the recorder's history in place of Django's log."""

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> LogEntry:
        """The recorder has written it already."""
        return LogEntry()

    log_change = log_addition

    def log_deletions(self, request: HttpRequest, queryset: Any) -> list[LogEntry]:
        """The recorder has written them already."""
        return []

    def history_keys(self, record: Any) -> list[int]:
        """Keys of the records whose changes are shown."""
        return [record.pk]

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """All changes of one record, newest first, in words."""
        screen: Any = self
        record = screen.get_object(request, unquote(object_id))
        if record is None:
            raise Http404
        if not screen.has_view_or_change_permission(request, record):
            raise PermissionDenied
        changes = Change.objects.filter(
            model=screen.opts.model_name, object_pk__in=self.history_keys(record)
        )
        pages = Paginator(changes.select_related("user"), PER_PAGE)
        page = pages.get_page(request.GET.get("p"))
        context = {
            **screen.admin_site.each_context(request),
            "title": _("History: %(record)s") % {"record": record},
            "subtitle": None,
            "opts": screen.opts,
            "object": record,
            "page": page,
            "history": tell(list(page.object_list)),
            "may_restore": hasattr(screen, "restore_view")
            and screen.has_change_permission(request, record),
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/network/object_history.html", context)


class KindFilter(admin.SimpleListFilter):
    """The kind of record; the kinds are known without asking the database."""

    title = gettext_lazy("kind of record")
    parameter_name = "model"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Every recorded model."""
        models_ = [model for model in apps.get_models() if issubclass(model, Recorded)]
        return [(str(model._meta.model_name), model._meta.verbose_name) for model in models_]

    def queryset(
        self, request: HttpRequest, queryset: models.QuerySet[Change]
    ) -> models.QuerySet[Change]:
        """Changes of that kind."""
        return queryset.filter(model=self.value()) if self.value() else queryset


class ToldChangeList(ChangeList):
    """The list of changes, each put into words once for the page."""

    def get_results(self, request: HttpRequest) -> None:
        """Attach the words to each row of the page."""
        super().get_results(request)
        rows: list[Any] = list(self.result_list)
        for row, told in zip(rows, tell(rows), strict=True):
            row.told = told
        self.result_list = rows


@admin.register(Change)
class ChangeAdmin(BringBackMixin, Screen[Change]):
    """Everything that changed; read only."""

    list_display = ("at", "who", "what", "record", "words", "through_what")
    list_display_links = None
    list_select_related = ("user",)
    list_filter = ("action", KindFilter, "at")
    list_per_page = 50
    show_full_result_count = False
    search_fields = ("batch", "user__username")
    search_help_text = gettext_lazy("Batch or user name.")
    ordering = ("-id",)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        """The list that tells in words."""
        return ToldChangeList

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Change]:
        """What the user may see of the history."""
        return super().get_queryset(request) & Change.objects.visible_to(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """All staff, each its own rows."""
        return works_here(request.user) and (
            obj is None or self.get_queryset(request).filter(pk=obj.pk).exists()
        )

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody: only the recorder writes."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody."""
        return False

    @admin.display(description=gettext_lazy("by"), ordering="user__username")
    def who(self, change: Change) -> str:
        """The member of staff; changes by commands have none."""
        return _name_of(change)

    @admin.display(description=gettext_lazy("action"), ordering="action")
    def what(self, change: Change) -> SafeString:
        """Created, changed or deleted, as a badge."""
        return badge(change.action, change.get_action_display())

    @admin.display(description=gettext_lazy("record"))
    def record(self, change: Any) -> SafeString | str:
        """The record's name, a link while it exists."""
        told: Told = change.told
        label = format_html('{} <span class="quiet">{}</span>', told.record, told.kind)
        if change.action == Change.Action.DELETE:
            return format_html("{}{}", label, _way_back(change))
        url = history_url(change)
        return format_html('<a href="{}">{}</a>', url, label) if url else label

    @admin.display(description=gettext_lazy("before → after"))
    def words(self, change: Any) -> SafeString | str:
        """Field by field."""
        return render_to_string("admin/network/change_lines.html", {"told": change.told})

    @admin.display(description=gettext_lazy("through"))
    def through_what(self, change: Any) -> str:
        """Form, import, command, with the batch."""
        told: Told = change.told
        return told.through


def _way_back(change: Change) -> SafeString | str:
    if change.model != "place":
        return ""
    url = reverse("admin:network_change_bring_back", args=[change.pk])
    return format_html('<br><a href="{}">{}</a>', url, _("Bring it back …"))


def _name_of(change: Change) -> str:
    if change.user is None:
        return _("system")
    return change.user.get_full_name() or change.user.get_username()


def history_url(change: Change) -> str | None:
    """The history of the change's record, where it has a screen."""
    try:
        return reverse(f"admin:network_{change.model}_history", args=[change.object_pk])
    except NoReverseMatch:
        return None
