"""The screens of what all share: categories, amenities, services, divisions, holidays."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from network.admin.display import NOTHING, badge, category_mark, icon
from network.admin.history import HistoryMixin
from network.admin.position import PositionForm, in_all_datums
from network.admin.rights import M, SharedScreen
from network.admin.widgets import IconRadios
from network.datum import Point
from network.models import Amenity, Category, District, Holiday, Place, Service, Subdistrict


def published_places(field: str) -> Any:
    """How many places the public sees for each row: one indexed count a row."""
    places = Place.objects.published().filter(**{field: OuterRef("pk")}).order_by()
    return Coalesce(Subquery(places.values(field).annotate(n=Count("pk")).values("n")), 0)


class PicturedScreen(SharedScreen[M]):
    """Rows with an icon, and perhaps a colour, chosen by sight."""

    ordering = ("order",)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """All icons at once; the browser's own colour chooser."""
        if db_field.name == "icon":
            kwargs["widget"] = IconRadios()
        if db_field.name == "color":
            kwargs["widget"] = forms.TextInput(attrs={"type": "color"})
        return super().formfield_for_dbfield(db_field, request, **kwargs)


@admin.register(Category)
class CategoryAdmin(HistoryMixin, PicturedScreen[Category]):
    """Kinds of places; what is recorded stands beside what is reported."""

    list_display = ("mark", "code", "recorded", "reported_count", "share", "reported_source")
    search_fields = ("name", "name_en", "code")
    readonly_fields = ("recorded",)
    fieldsets = (
        (None, {"fields": ("name", "name_en", "code", "order")}),
        (gettext_lazy("On the map"), {"fields": ("icon", "color")}),
        (
            gettext_lazy("Recorded and reported"),
            {"fields": ("recorded", "reported_count", "reported_source")},
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Category]:
        """With the number of published places."""
        return super().get_queryset(request).annotate(recorded=published_places("category"))

    @admin.display(description=gettext_lazy("category"), ordering="order")
    def mark(self, category: Category) -> SafeString:
        """Icon and name."""
        return category_mark(category)

    @admin.display(description=gettext_lazy("recorded"), ordering="recorded")
    def recorded(self, category: Any) -> int:
        """Published places of this category."""
        return int(getattr(category, "recorded", 0))

    @admin.display(description=gettext_lazy("recorded of reported"))
    def share(self, category: Any) -> SafeString | str:
        """A bar and the percentage."""
        if not category.reported_count:
            return NOTHING
        percent = round(100 * category.recorded / category.reported_count)
        return format_html(
            '<meter min="0" max="100" value="{}"></meter> {}%', min(percent, 100), percent
        )


class VocabularyScreen(PicturedScreen[Any]):
    """Amenities or services, with the words that imports recognise."""

    list_display = ("mark", "code", "name_en", "words_line", "recorded")
    search_fields = ("name", "name_en", "code", "aliases")
    fields = ("name", "name_en", "code", "icon", "aliases", "order")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With the number of places that have it."""
        rows: QuerySet[Any] = super().get_queryset(request).annotate(recorded=Count("places"))
        return rows

    @admin.display(description=gettext_lazy("name"), ordering="order")
    def mark(self, row: Any) -> SafeString:
        """Icon and name."""
        return format_html('<span class="mark">{} {}</span>', icon(row.icon), row)

    @admin.display(description=gettext_lazy("other words for it"))
    def words_line(self, row: Any) -> str:
        """The aliases in one line."""
        return "、".join(row.words()[1:]) or NOTHING

    @admin.display(description=gettext_lazy("places"), ordering="recorded")
    def recorded(self, row: Any) -> int:
        """Places that have it, drafts included."""
        return int(row.recorded)


@admin.register(Amenity)
class AmenityAdmin(HistoryMixin, VocabularyScreen):
    """What is in a place."""


@admin.register(Service)
class ServiceAdmin(HistoryMixin, VocabularyScreen):
    """What is done in a place."""


class DistrictForm(PositionForm[District]):
    """A district with the point of its label."""

    class Meta:
        model = District
        exclude = ("latitude", "longitude")


@admin.register(District)
class DistrictAdmin(HistoryMixin, SharedScreen[District]):
    """Districts by national code."""

    form = DistrictForm
    list_display = ("name", "name_en", "code", "streets", "recorded", "order")
    search_fields = ("name", "name_en", "code")
    fields = ("name", "name_en", "code", "order", "position")

    def get_queryset(self, request: HttpRequest) -> QuerySet[District]:
        """With the numbers of streets and of published places."""
        rows = super().get_queryset(request)
        return rows.annotate(streets=Count("subdistricts"), recorded=published_places("district"))

    @admin.display(description=gettext_lazy("position"))
    def position(self, district: District) -> str:
        """The label's point, for those who may only read."""
        if district.latitude is None or district.longitude is None:
            return NOTHING
        return in_all_datums(Point(district.latitude, district.longitude))[1][2]

    @admin.display(description=gettext_lazy("streets and townships"), ordering="streets")
    def streets(self, district: Any) -> int:
        """How many it has."""
        return int(district.streets)

    @admin.display(description=gettext_lazy("places"), ordering="recorded")
    def recorded(self, district: Any) -> int:
        """Published places in it."""
        return int(district.recorded)


@admin.register(Subdistrict)
class SubdistrictAdmin(HistoryMixin, SharedScreen[Subdistrict]):
    """Streets and townships by national code."""

    list_display = ("name", "name_en", "code", "district", "recorded")
    list_filter = ("district",)
    list_select_related = ("district",)
    search_fields = ("name", "name_en", "code", "district__name", "district__name_en")
    fields = ("name", "name_en", "code", "district", "order")
    ordering = ("code",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Subdistrict]:
        """With the number of published places."""
        rows = super().get_queryset(request).select_related("district")
        return rows.annotate(recorded=published_places("subdistrict"))

    def autocomplete_label(self, subdistrict: Subdistrict) -> str:
        """With the district: some names occur twice."""
        return f"{subdistrict.district} {subdistrict}"

    @admin.display(description=gettext_lazy("places"), ordering="recorded")
    def recorded(self, subdistrict: Any) -> int:
        """Published places in it."""
        return int(subdistrict.recorded)


@admin.register(Holiday)
class HolidayAdmin(HistoryMixin, SharedScreen[Holiday]):
    """Days off and make-up workdays by the yearly plan."""

    list_display = ("date", "weekday", "how", "name")
    list_filter = ("kind",)
    date_hierarchy = "date"
    ordering = ("-date",)
    search_fields = ("name",)

    @admin.display(description=gettext_lazy("weekday"))
    def weekday(self, holiday: Holiday) -> str:
        """By name."""
        return date_format(holiday.date, "l")

    @admin.display(description=gettext_lazy("kind"), ordering="kind")
    def how(self, holiday: Holiday) -> SafeString:
        """Off or make-up, as a badge."""
        kind = "closed" if holiday.kind == Holiday.Kind.OFF else "soon"
        return badge(kind, holiday.get_kind_display())
