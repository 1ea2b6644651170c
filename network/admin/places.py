"""The screens of places: list, form, neighbours."""

from __future__ import annotations

import dataclasses
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import F, ForeignKey
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    JsonResponse,
)
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from network.admin.address_search import AddressSearchMixin
from network.admin.bulk import bulk_actions
from network.admin.display import NOTHING, badge, category_mark, status_badge, verified_badge
from network.admin.duplicates import DuplicatesMixin
from network.admin.export import ExportMixin
from network.admin.filters import (
    GroundFilter,
    MissingFilter,
    OwnerFilter,
    PositionFilter,
    StatusFilter,
    VerifiedFilter,
)
from network.admin.ground import told_district, warn_outside
from network.admin.history import HistoryMixin
from network.admin.holding import HoldingMixin
from network.admin.merging import MergeMixin
from network.admin.neighbours import neighbours
from network.admin.place_form import PlaceForm
from network.admin.position import Entry, PositionField, answer_to, question_text, read
from network.admin.quick_fix import QuickFixMixin
from network.admin.report_form import FromReportsMixin
from network.admin.restoring import RestoreMixin
from network.admin.rights import OwnedScreen
from network.admin.widgets import is_key
from network.boundaries.ground import remark
from network.coordinates import format_position
from network.merged import merged_into
from network.models import Organization, Place


@admin.register(Place)
class PlaceAdmin(
    HoldingMixin,
    FromReportsMixin,
    ExportMixin,
    QuickFixMixin,
    DuplicatesMixin,
    MergeMixin,
    AddressSearchMixin,
    RestoreMixin,
    HistoryMixin,
    OwnedScreen,
):
    """Places of the user's organization and of those below it."""

    form = PlaceForm
    change_form_template = "admin/network/place/change_form.html"
    list_display = (
        "title",
        "kind",
        "state",
        "where",
        "verified",
        "updated",
    )
    list_select_related = ("category", "district", "subdistrict", "organization")
    list_filter = (
        ("status", StatusFilter),
        PositionFilter,
        GroundFilter,
        MissingFilter,
        VerifiedFilter,
        "category",
        "district",
        OwnerFilter,
        "updated_at",
        "is_demo",
    )
    actions = (*bulk_actions(), "merge_two")
    list_per_page = 50
    show_full_result_count = False
    search_fields = ("name", "alias", "address", "public_id", "phone")
    search_help_text = gettext_lazy("Name, other names, address, public id or phone.")
    autocomplete_fields = ("subdistrict", "organization", "replaced_by")
    radio_fields = {"status": admin.HORIZONTAL}
    fieldsets = (
        (
            gettext_lazy("What and where"),
            {"fields": ("name", "category", "position", "address", "district", "subdistrict")},
        ),
        (
            gettext_lazy("Getting in and finding it"),
            {
                "fields": (
                    ("access_who", "access_needs"),
                    ("step_free", "free_of_charge"),
                    ("floor", "entrance"),
                    "address_note",
                    "phone",
                    "alias",
                    "name_en",
                )
            },
        ),
        (gettext_lazy("Hours"), {"fields": ("hours", "hours_text")}),
        (
            gettext_lazy("What is there"),
            {"fields": ("amenity_choices", "service_choices", "services_text")},
        ),
        (
            gettext_lazy("On the map or not"),
            {"fields": ("status", "closed_until", "replaced_by")},
        ),
        (
            gettext_lazy("Who keeps it"),
            {"fields": ("organization", "verified_on", "source", "note")},
        ),
    )

    def get_search_fields(self, request: HttpRequest) -> list[str]:
        """Ask for the text as it stands where it has no case: half the work for PostgreSQL."""
        term = request.GET.get("q") or request.GET.get("term") or ""
        lookup = "contains" if term.upper() == term.lower() else "icontains"
        return [f"{name}__{lookup}" for name in super().get_search_fields(request)]

    def get_ordering(self, request: HttpRequest) -> Any:
        """What is due to be verified: the oldest first."""
        if request.GET.get(VerifiedFilter.parameter_name) == "due":
            return (F("verified_on").asc(nulls_first=True), "pk")
        return super().get_ordering(request)

    def history_keys(self, record: Place) -> list[int]:
        """With those of the places that were merged into it."""
        return [record.pk, *merged_into(record.pk)]

    # Columns

    @admin.display(description=gettext_lazy("name"), ordering="name")
    def title(self, place: Place) -> SafeString | str:
        """The name, marked when the place is invented."""
        if not place.is_demo:
            return str(place)
        return format_html('{} <span class="demo-mark">{}</span>', place, _("demo"))

    @admin.display(description=gettext_lazy("category"), ordering="category__order")
    def kind(self, place: Place) -> SafeString:
        """The category with its icon in its colour."""
        return category_mark(place.category)

    @admin.display(description=gettext_lazy("status"), ordering="status")
    def state(self, place: Place) -> SafeString:
        """Shape, word and colour; and what keeps the place off the map."""
        state = status_badge(place)
        if place.latitude is not None:
            return state
        return format_html("{} {}", state, badge("unsure", _("no position")))

    @admin.display(
        description=gettext_lazy("district and street, owner"), ordering="district__order"
    )
    def where(self, place: Place) -> SafeString:
        """Where it lies, as far as that is known, and under it whose it is."""
        parts = [str(part) for part in (place.district, place.subdistrict) if part]
        return format_html(
            '{}<br><span class="quiet">{}</span>', " ".join(parts) or NOTHING, place.organization
        )

    @admin.display(description=gettext_lazy("verified"), ordering="verified_on")
    def verified(self, place: Place) -> SafeString | str:
        """The day, marked when it is long ago."""
        return verified_badge(place)

    @admin.display(description=gettext_lazy("updated"), ordering="updated_at")
    def updated(self, place: Place) -> str:
        """The day, in the network's time."""
        return localtime(place.updated_at).date().isoformat()

    # Form, for who only reads

    @admin.display(description=gettext_lazy("position"))
    def position(self, place: Place) -> str:
        """In WGS-84."""
        if place.latitude is None or place.longitude is None:
            return NOTHING
        return f"{format_position(place.latitude, place.longitude)} (WGS-84)"

    @admin.display(description=gettext_lazy("amenities"))
    def amenity_choices(self, place: Place) -> str:
        """By name."""
        return "、".join(map(str, place.amenities.all())) or NOTHING

    @admin.display(description=gettext_lazy("services"))
    def service_choices(self, place: Place) -> str:
        """By name."""
        return "、".join(map(str, place.services.all())) or NOTHING

    # Form

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """A new place starts where the clerk's organization stands."""
        initial: dict[str, Any] = super().get_changeform_initial_data(request)
        body: Organization | None = getattr(request.user, "organization", None)
        if body:
            initial = {
                "organization": body.pk,
                "district": body.district_id,
                "subdistrict": body.subdistrict_id,
            } | initial
        return initial

    def formfield_for_foreignkey(
        self, db_field: ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Any:
        """Owners and successors only within the user's rights."""
        if db_field.name == "organization":
            kwargs["queryset"] = Organization.objects.owning_for(request.user)
        if db_field.name == "replaced_by":
            kwargs["queryset"] = Place.objects.editable_by(request.user)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def view_on_site(self, place: Place) -> str | None:
        """The public page, once there is one."""
        return place.get_absolute_url() if place.is_public else None

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Only the places themselves; what stands in the way by name only where it is own."""
        keys = [place.pk for place in objs]
        mine = Place.objects.editable_by(request.user).filter(pk__in=keys).count() == len(keys)
        forbidden = set() if mine else {self.opts.verbose_name}
        replaced = Place.objects.filter(replaced_by__in=keys).exclude(pk__in=keys)
        own = set(replaced.visible_to(request.user).values_list("pk", flat=True))
        kept = [
            str(place) if place.pk in own else _("a place of another organization")
            for place in replaced
        ]
        names = [str(place) for place in objs]
        return names, {self.opts.verbose_name_plural: len(names)}, forbidden, kept

    def save_model(self, request: HttpRequest, obj: Place, form: Any, change: bool) -> None:
        """“Still right” says that someone has looked today."""
        if "_still_right" in request.POST:
            obj.verified_on = localdate()
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Save what is there, each list only when it changed."""
        form.save_choices()
        super().save_related(request, form, formsets, change)

    def response_add(
        self, request: HttpRequest, obj: Place, post_url_continue: str | None = None
    ) -> HttpResponse:
        """Remember the place, so that the message says where it can be seen."""
        request.saved_place = obj  # type: ignore[attr-defined]  # read in message_user
        warn_outside(request, obj)
        return super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: Place) -> HttpResponse:
        """As above."""
        request.saved_place = obj  # type: ignore[attr-defined]  # read in message_user
        warn_outside(request, obj)
        return super().response_change(request, obj)

    def message_user(self, request: HttpRequest, message: Any, *args: Any, **kwargs: Any) -> None:
        """Add the way to the public page to “was saved”."""
        if place := getattr(request, "saved_place", None):
            message = format_html("{} {}", message, _where_seen(place))
        super().message_user(request, message, *args, **kwargs)

    # Neighbours

    def get_urls(self) -> list[URLPattern]:
        """Django's, the check of a position, and the way from a place's QR code."""
        view = self.admin_site.admin_view
        return [
            path("position/", view(self.position_view), name="network_place_position"),
            path("at/<slug:public_id>/", view(self.at_view), name="network_place_at"),
            *super().get_urls(),
        ]

    def at_view(self, request: HttpRequest, public_id: str) -> HttpResponse:
        """The form of the place with this public id, for who stands before its QR code."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        place = self.get_queryset(request).filter(public_id=public_id).first()
        if place is None:
            raise Http404
        return HttpResponseRedirect(reverse("admin:network_place_change", args=[place.pk]))

    @method_decorator(require_POST)
    def position_view(self, request: HttpRequest) -> JsonResponse:
        """What a pasted text means, what must be asked, and what stands close by, as JSON."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        entry = Entry(request.POST.get("text", "").strip(), request.POST.get("datum", ""))
        choice = read(entry)
        if choice is None:
            error = PositionField.default_error_messages["unreadable"] if entry.text else ""
            return JsonResponse({"position": None, "message": error, "neighbours": []})
        place = request.POST.get("place", "")
        near = neighbours(request.user, choice.point, but=int(place) if is_key(place) else None)
        district = told_district(request.user, request.POST.get("district"), place)
        return JsonResponse(
            {
                "position": choice.point,
                "datum": choice.reading.datum,
                "question": choice.question,
                "answer": answer_to(entry, choice.question),
                "message": question_text(choice.question) or remark(district, choice.point),
                "neighbours": [dataclasses.asdict(one) for one in near],
            }
        )


def _where_seen(place: Place) -> SafeString | str:
    if place.is_public:
        return format_html('<a href="{}">{}</a>', place.get_absolute_url(), _("See it on the map"))
    return _("The public does not see it.")
