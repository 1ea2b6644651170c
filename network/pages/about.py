"""Who runs it, whose data it is, where corrections go, and what becomes of what one tells it."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from network.edition import store
from network.pages.http import public_page
from network.pages.presenters import title
from network.pages.words import count_places


@public_page
def about(request: HttpRequest) -> HttpResponse:
    """The page."""
    edition = store.current()
    context = {
        "edition": edition,
        "places": count_places(edition.count),
        "kinds": [
            (title(row), row["code"], row["count"])
            for row in edition.reference["categories"]
            if row["count"]
        ],
        "licence": settings.NETWORK.data_licence,
        "licence_url": settings.NETWORK.data_licence_url,
        "page_url": request.path,
    }
    return render(request, "network/about.html", context)
