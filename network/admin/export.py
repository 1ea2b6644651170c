"""The place list as a file: what the filters show and the rights allow."""

from __future__ import annotations

from typing import Any, Final, get_args

from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from network.admin.import_forms import DATUMS
from network.conf import DatumName
from network.exchange.export import as_csv, as_geojson, as_workbook, export_rows
from network.models import Place
from network.querysets import PlaceQuerySet

TYPES: Final = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "geojson": "application/geo+json",
}
# What the list offers: format, datum, words.
OFFERS: Final = (
    *(("xlsx", datum, label) for datum, label in DATUMS),
    *(("csv", datum, label) for datum, label in DATUMS),
    ("geojson", "wgs84", _("for maps (WGS-84)")),
)


class ExportMixin:
    """For the place list: its rows as XLSX, CSV or GeoJSON."""

    def get_urls(self) -> list[URLPattern]:
        """Django's, and the file."""
        screen: Any = self
        view = screen.admin_site.admin_view(self.export_view)
        urls: list[URLPattern] = super().get_urls()  # type: ignore[misc]  # Django's screen
        export = path("export/<slug:datum>.<slug:kind>", view, name="network_place_export")
        return [export, *urls]

    def export_view(self, request: HttpRequest, datum: str, kind: str) -> HttpResponse:
        """The rows of the list under the same query."""
        screen: Any = self
        if not screen.has_view_permission(request):
            raise PermissionDenied
        if kind not in TYPES or datum not in get_args(DatumName):
            raise Http404
        if kind == "geojson" and datum != "wgs84":
            raise Http404
        try:
            places = screen.get_changelist_instance(request).get_queryset(request)
        except IncorrectLookupParameters as error:
            raise Http404 from error  # a filter that there is not
        response = HttpResponse(_file(places, datum, kind), content_type=TYPES[kind])
        name = f"places-{timezone.localdate():%Y%m%d}-{datum}.{kind}"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """With what can be exported."""
        screen: Any = super()
        answer: HttpResponse = screen.changelist_view(
            request, {"exports": OFFERS} | (extra_context or {})
        )
        return answer


def _file(places: PlaceQuerySet[Place], datum: Any, kind: str) -> bytes:
    if kind == "geojson":
        return as_geojson(places)
    rows = export_rows(places, datum)
    return as_csv(rows) if kind == "csv" else as_workbook(rows)
