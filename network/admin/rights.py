"""Which screens a member of staff may use; a screen without a rule is for superusers only.

Who may see and edit which rows is decided in `network.querysets`; here its twin for whole screens.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from django.contrib import admin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.text import capfirst

from network.admin.generic import GenericAdmin
from network.admin.widgets import Autocomplete
from network.models import Place
from network.querysets import EDITS, branch_of, runs_network

if TYPE_CHECKING:
    from network.querysets import Someone

M = TypeVar("M", bound=models.Model)


def works_here(user: Someone) -> bool:
    """Whether the user is active staff of some organization, or a superuser."""
    return branch_of(user) is not None


class Screen(GenericAdmin[M]):
    """Closed to all but superusers, until a subclass says otherwise."""

    show_facets = admin.ShowFacets.NEVER  # a count over all places for each choice
    change_list_template = "admin/network/change_list.html"
    change_form_template = "admin/network/change_form.html"

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Under the plain name of what is listed."""
        title = capfirst(str(self.opts.verbose_name_plural))
        return super().changelist_view(request, {"title": title} | (extra_context or {}))

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Any:
        """Fields that search while one types use our widget."""
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", Autocomplete(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """No pencils and eyes behind the choices: other rows have screens of their own."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Whether the screen stands in the menu."""
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Superusers."""
        return works_here(request.user) and bool(request.user.is_superuser)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Superusers."""
        return Screen.has_view_permission(self, request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Superusers."""
        return Screen.has_view_permission(self, request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Superusers."""
        return Screen.has_view_permission(self, request)


class SharedScreen(Screen[M]):
    """What all share: all staff see it, the city's body keeps it."""

    actions = None  # rows that others stand on are deleted one by one

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Staff of any organization."""
        return works_here(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Staff of the city's body."""
        return runs_network(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Staff of the city's body."""
        return runs_network(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Staff of the city's body."""
        return runs_network(request.user)


class OwnedScreen(Screen[Place]):
    """Places: those that the user's organization, or one below it, owns."""

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Place]:
        """Only what the user may see."""
        return super().get_queryset(request) & Place.objects.visible_to(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Place | None = None) -> bool:
        """Whether this place, or any place, is the user's to see."""
        if obj is None or obj.pk is None:
            return works_here(request.user)
        # The stored row decides, not an organization that a form has just put on it.
        return Place.objects.visible_to(request.user).filter(pk=obj.pk).exists()

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Editors of any organization; the form offers only their own bodies as owners."""
        return branch_of(request.user, EDITS) is not None

    def has_change_permission(self, request: HttpRequest, obj: Place | None = None) -> bool:
        """Whether this place, or any place, is the user's to edit."""
        if obj is None or obj.pk is None:
            return self.has_add_permission(request)
        return Place.objects.editable_by(request.user).filter(pk=obj.pk).exists()

    def has_delete_permission(self, request: HttpRequest, obj: Place | None = None) -> bool:
        """As for changing."""
        return self.has_change_permission(request, obj)
