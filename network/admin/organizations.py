"""The screen of the union bodies, drawn as a tree."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from network.admin.history import HistoryMixin
from network.admin.rights import SharedScreen
from network.models import Organization, Place, User


@admin.register(Organization)
class OrganizationAdmin(HistoryMixin, SharedScreen[Organization]):
    """The user's body and those below it; the city's body keeps them."""

    list_display = ("branch", "level", "code", "district", "places_of", "staff_of")
    list_select_related = ("district",)
    list_filter = ("level", "district")
    list_per_page = 400
    search_fields = ("name", "name_en", "code")
    search_help_text = gettext_lazy("Name or code.")
    ordering = ("path",)
    autocomplete_fields = ("parent", "subdistrict")
    fieldsets = (
        (None, {"fields": ("name", "name_en", "code", "level", "parent")}),
        (gettext_lazy("Where it stands"), {"fields": ("district", "subdistrict")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Organization]:
        """Only the user's branch, with the numbers of places and staff of each body."""
        mine = Organization.objects.visible_to(request.user).values("pk")
        rows = super().get_queryset(request).filter(pk__in=mine)
        return rows.annotate(
            places_count=_count(Place.objects.all()), staff_count=_count(User.objects.all())
        )

    @admin.display(description=gettext_lazy("organization"), ordering="path")
    def branch(self, body: Organization) -> SafeString:
        """The name, indented by its depth in the tree."""
        depth = min(body.path.count("/") - 2, 4)
        return format_html('<span class="branch branch-{}">{}</span>', depth, body)

    @admin.display(description=gettext_lazy("places"), ordering="places_count")
    def places_of(self, body: Any) -> SafeString:
        """Its own and those of the bodies below, behind a link."""
        url = f"{reverse('admin:network_place_changelist')}?organization__id__exact={body.pk}"
        return format_html('<a href="{}">{}</a>', url, body.places_count)

    @admin.display(description=gettext_lazy("staff"), ordering="staff_count")
    def staff_of(self, body: Any) -> int:
        """Accounts."""
        return int(body.staff_count)


def _count(rows: QuerySet[Any]) -> Any:
    own = rows.filter(organization=OuterRef("pk")).order_by().values("organization")
    return Coalesce(Subquery(own.annotate(n=Count("pk")).values("n")), 0)
