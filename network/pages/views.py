"""The public pages: parse, query, respond."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_supported_language_variant
from django.views.decorators.http import require_safe

from network.edition import store
from network.edition.edition import Edition
from network.pages import colours, qr
from network.pages.find import FindQuery
from network.pages.findpage import find_page
from network.pages.http import public_page
from network.pages.placepage import neighbours, place_page

IMMUTABLE: Final = "public, max-age=31536000, immutable"
DAY: Final = 24 * 3600
YEAR: Final = 365 * DAY
ROBOTS: Final = "User-agent: *\nDisallow: /admin/\nDisallow: /language/\nDisallow: /?*\n"


@public_page
def find(request: HttpRequest) -> HttpResponse:
    """The list of what was found, beside the map."""
    edition = store.current()
    query = FindQuery.from_query(request.GET, edition)
    return render(request, "network/find.html", find_page(query, query.run(edition), edition))


@public_page
def place(request: HttpRequest, public_id: str) -> HttpResponse:
    """One place, or what became of it; raises Http404."""
    edition = store.current()
    detail = edition.detail(public_id)
    if detail is None:
        return _former(request, public_id, edition)
    url = request.build_absolute_uri(reverse("place", args=[public_id]))
    return render(request, "network/place.html", place_page(detail, edition, url=url))


def _former(request: HttpRequest, public_id: str, edition: Edition) -> HttpResponse:
    former = edition.former(public_id)
    if former is None:
        raise Http404
    if former["replaced_by"]:
        return redirect("place", edition.successor(public_id), permanent=True)
    near = neighbours(former, edition)
    context = {"name": former["name"], "neighbours": near, "edition": edition}
    return render(request, "network/closed.html", context, status=410)


@require_safe
def qr_code(request: HttpRequest, public_id: str) -> HttpResponse:
    """The place's address as a QR code; an id keeps its address for ever, also a closed one."""
    edition = store.current()
    if edition.row(public_id) is None and edition.former(public_id) is None:
        raise Http404
    url = request.build_absolute_uri(reverse("place", args=[public_id]))
    response = HttpResponse(qr.svg(url), content_type="image/svg+xml")
    response["Cache-Control"] = f"public, max-age={DAY}"
    return response


@require_safe
def language(request: HttpRequest, code: str) -> HttpResponse:
    """Remember the language and go back to the page; raises Http404."""
    if code not in dict(settings.LANGUAGES):
        raise Http404
    after = request.GET.get("next", "/")
    if not url_has_allowed_host_and_scheme(after, {request.get_host()}, request.is_secure()):
        after = "/"
    response = HttpResponseRedirect(after)
    _remember(response, get_supported_language_variant(code))
    return response


def _remember(response: HttpResponse, code: str) -> None:
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        code,
        max_age=YEAR,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite="Lax",
    )


@require_safe
def category_colours(request: HttpRequest) -> HttpResponse:
    """The categories' colours; for ever under their edition's number."""
    edition = store.current()
    response = HttpResponse(
        colours.stylesheet(edition.reference["categories"]), content_type="text/css"
    )
    known = request.GET.get("v") == str(edition.number)
    response["Cache-Control"] = IMMUTABLE if known else "no-cache"
    return response


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What crawlers leave alone, and where all pages are listed."""
    sitemap = request.build_absolute_uri(reverse("sitemap"))
    return HttpResponse(f"{ROBOTS}Sitemap: {sitemap}\n", content_type="text/plain")


@require_safe
def favicon(_request: HttpRequest) -> HttpResponse:
    """Where the icon is, for browsers that do not read the page's link."""
    return redirect(static("network/favicon.svg"))
