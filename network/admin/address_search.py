"""The address search of the point picker: candidates for the clerk to press, as JSON."""

from __future__ import annotations

import dataclasses
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse
from django.urls import URLPattern, path
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from network.geocoding import Found, GeocodingError, search
from network.models.base import localized


class AddressSearchMixin:
    """For places: what the address search knows of a text."""

    def get_urls(self) -> list[URLPattern]:
        """Django's, and the search."""
        screen: Any = self
        view = screen.admin_site.admin_view(self.search_view)
        urls: list[URLPattern] = super().get_urls()  # type: ignore[misc]  # Django's screen
        return [path("search/", view, name="network_place_search"), *urls]

    @method_decorator(require_POST)
    def search_view(self, request: HttpRequest) -> JsonResponse:
        """Candidates in WGS-84, best first, and a sentence where there is something to say."""
        screen: Any = self
        if not screen.has_add_permission(request):
            raise PermissionDenied
        text = request.POST.get("text", "")
        try:
            found = search(text, service=settings.GEOCODER, network=settings.NETWORK)
        except GeocodingError as error:
            return JsonResponse({"candidates": [], "message": str(error)})
        rows = [dataclasses.asdict(one) for one in found.candidates]
        return JsonResponse({"candidates": rows, "message": _remark(found)})


def _remark(found: Found) -> str:
    network = settings.NETWORK
    if found.outside:
        text = ngettext(
            "%(count)d result outside %(city)s is not shown.",
            "%(count)d results outside %(city)s are not shown.",
            found.outside,
        )
        city = localized(network.city, network.city_en)
        return text % {"count": found.outside, "city": city}
    return "" if found.candidates else _("Nothing was found. Write the address otherwise.")
