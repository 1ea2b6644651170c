"""The sheets to fill in, which the import's first page offers."""

from __future__ import annotations

from typing import Any, Final

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path

from network.exchange.template import template
from network.models import Category

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class TemplateMixin:
    """For imports: a workbook to fill in for each category."""

    def get_urls(self) -> list[URLPattern]:
        """Django's, and the workbook."""
        screen: Any = self
        view = screen.admin_site.admin_view(self.template_view)
        urls: list[URLPattern] = super().get_urls()  # type: ignore[misc]  # Django's screen
        return [path("template/<slug:code>.xlsx", view, name="network_import_template"), *urls]

    def template_view(self, request: HttpRequest, code: str) -> HttpResponse:
        """For who may import."""
        screen: Any = self
        if not screen.has_add_permission(request):
            raise PermissionDenied
        category = Category.objects.filter(code=code).first()
        if category is None:
            raise Http404
        response = HttpResponse(template(category, settings.NETWORK), content_type=XLSX)
        response["Content-Disposition"] = f'attachment; filename="{category.code}-template.xlsx"'
        return response
