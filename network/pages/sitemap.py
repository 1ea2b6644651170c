"""The sitemap: an index of parts of at most 50,000 pages, from the edition."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from network.edition import store
from network.edition.edition import Edition

MOST: Final = 50_000  # of a part, by sitemaps.org
HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
SPACE: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All parts: the directories, then the places."""
    edition = store.current()
    parts = range(math.ceil(edition.count / MOST) + 1)
    urls = (request.build_absolute_uri(reverse("sitemap-part", args=[part])) for part in parts)
    made = timezone.localdate(edition.made_at).isoformat()
    lines = "".join(f"<sitemap><loc>{u}</loc><lastmod>{made}</lastmod></sitemap>" for u in urls)
    return _xml(f'{HEAD}<sitemapindex xmlns="{SPACE}">{lines}</sitemapindex>')


@require_safe
def part(request: HttpRequest, number: int) -> HttpResponse:
    """Part 0 lists the directories, the others places; raises Http404."""
    edition = store.current()
    if number > math.ceil(edition.count / MOST):
        raise Http404
    start = request.build_absolute_uri("/")[:-1]
    paths = _directories(edition) if not number else _places(edition, number)
    lines = "".join(f"<url><loc>{start}{path}</loc></url>" for path in paths)
    return _xml(f'{HEAD}<urlset xmlns="{SPACE}">{lines}</urlset>')


def _directories(edition: Edition) -> Iterator[str]:
    yield from (reverse(name) for name in ("find", "about", "districts", "categories"))
    for kind, route in (("districts", "district"), ("subdistricts", "street")):
        for row in edition.reference[kind]:
            if row["count"]:
                yield reverse(route, args=[row["code"]])
    for row in edition.reference["categories"]:
        if row["count"]:
            yield reverse("category", args=[row["code"]])


def _places(edition: Edition, number: int) -> Iterator[str]:
    ids = edition.columns.public_id[(number - 1) * MOST : number * MOST].tolist()
    return (f"/places/{public_id.decode()}" for public_id in ids)


def _xml(text: str) -> HttpResponse:
    response = HttpResponse(text, content_type="application/xml")
    response["Cache-Control"] = "public, max-age=3600"
    return response
