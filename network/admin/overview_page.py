"""The overview: recorded and reported, completeness and freshness, for one's whole branch."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from network.admin.export import TYPES
from network.admin.overview_tables import Overview
from network.admin.territory import Territory, territory_of
from network.exchange.tables import sheets_csv, sheets_workbook
from network.models import Category, User
from network.querysets import branch_of

FILES: Final = {"xlsx": sheets_workbook, "csv": sheets_csv}


def overview_urls(site: admin.AdminSite) -> list[URLPattern]:
    """The page and its files."""
    view = site.admin_view
    return [
        path("overview/", view(page), name="network_overview"),
        path("overview/overview.<slug:kind>", view(file), name="network_overview_export"),
    ]


def page(request: HttpRequest) -> HttpResponse:
    """The numbers of the user's branch, or of a body in it."""
    territory = territory_of(request, _staff(request))
    overview = Overview(territory)
    has_any = bool(overview.sums["all"])
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "title": _("Overview and figures"),
        "territory": territory,
        "headline": overview.headline() if has_any else [],
        "tables": overview.tables() if has_any or territory.is_whole else [],
        "above": [(body, territory.page(body)) for body in territory.above],
        "categories": list(Category.objects.all()),
    }
    return TemplateResponse(request, "admin/network/overview.html", context)


def file(request: HttpRequest, kind: str) -> HttpResponse:
    """The same numbers as XLSX or CSV."""
    territory = territory_of(request, _staff(request))
    if kind not in FILES:
        raise Http404
    data = FILES[kind]([table.as_sheet() for table in Overview(territory).tables()])
    response = HttpResponse(data, content_type=TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="{_name(territory)}.{kind}"'
    return response


def _name(territory: Territory) -> str:
    parts = ["overview", f"{territory.today:%Y%m%d}"]
    parts += [row.code for row in (territory.body, territory.category) if row]
    return "-".join(parts)


def _staff(request: HttpRequest) -> User:
    """Staff of some organization."""
    user = request.user
    if branch_of(user) is None or not isinstance(user, User):
        raise PermissionDenied
    return user
