"""What our pages need around Django's own middleware."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils.cache import add_never_cache_headers

STAFF: Final = "/admin/"
LANGUAGE_FREE: Final = (
    "/api/",
    "/tiles/",
    "/pack/",
    "/worker.js",
    "/healthz",
    "/readyz",
    "/static/",
)


class StaffPagesMiddleware:
    """No browser and no proxy keeps what staff see, refusals and downloads included."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Mark all answers under the admin's address."""
        response = self.get_response(request)
        if request.path_info.startswith(STAFF):
            add_never_cache_headers(response)
        return response


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
