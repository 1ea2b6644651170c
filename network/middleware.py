"""What our pages need around Django's own middleware."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest, HttpResponseBase
from django.middleware.locale import LocaleMiddleware

LANGUAGE_FREE: Final = (
    "/api/",
    "/tiles/",
    "/pack/",
    "/worker.js",
    "/healthz",
    "/readyz",
    "/static/",
)


class PageLocaleMiddleware(LocaleMiddleware):
    """Chooses the language of pages; data has none, and must not vary in caches by it."""

    def process_request(self, request: HttpRequest) -> None:
        """Choose the language, except for data."""
        if not request.path_info.startswith(LANGUAGE_FREE):
            super().process_request(request)

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Tell caches what the page depends on."""
        if request.path_info.startswith(LANGUAGE_FREE):
            return response
        return super().process_response(request, response)
